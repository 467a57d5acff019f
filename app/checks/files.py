"""Can every file be used, is it what its name says, and does it stand for one thing only?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import Evidence, PageSelectionError, select_pages
from app.domain.files import FileFacts, FileKind, FileProblem
from app.domain.findings import Finding

_PROBLEM_CODES = {
    FileProblem.EMPTY: "file.empty",
    FileProblem.UNREADABLE: "file.unreadable",
    FileProblem.ENCRYPTED: "file.encrypted",
    FileProblem.UNSUPPORTED: "file.unsupported",
    FileProblem.NEEDS_CONVERTER: "file.needs_converter",
}

# Re-encoding moves a cell of the small grey picture by two levels at most. The same form filled in for
# somebody else may move it as little where it was set by a program, so only scans and photos, which
# carry their own noise, are compared by how they look.
_SAME_PICTURE_LEVELS = 2
# A page whose cells hardly differ shows nothing that could tell it from another one.
_LEAST_CONTRAST = 24


def check_files(bench: Bench) -> Iterator[Finding]:
    """State what is wrong with each file, and which files stand for two things."""
    for evidence in bench.case.evidence:
        for name in evidence.files:
            if name in bench.facts:
                yield from _check_file(evidence, name, bench.facts[name])
        yield from _check_selection(evidence, bench)
    yield from _check_duplicates(bench)


def _check_file(evidence: Evidence, name: str, facts: FileFacts) -> Iterator[Finding]:
    if facts.problem is not None:
        yield found(_PROBLEM_CODES[facts.problem], evidence, file=name)
    for page in facts.pages:
        if page.problem is not None:
            yield found("file.unreadable", evidence, file=name, page=page.number)
    if facts.repair is not None:
        yield found("file.repaired", evidence, file=name, params={"pages": len(facts.pages)})
    if _is_misnamed(facts):
        yield found("file.wrong_extension", evidence, file=name, params={"kind": facts.kind.value.upper()})
    if facts.active_content:
        yield found("file.active_content", evidence, file=name, params={"content": facts.active_content})
    if facts.signed:
        yield found("file.signed", evidence, file=name)


def _is_misnamed(facts: FileFacts) -> bool:
    known = facts.kind not in (FileKind.EMPTY, FileKind.UNSUPPORTED)
    return known and facts.named_kind is not facts.kind


def _check_selection(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    """State a page selection that names pages which the files do not have."""
    facts = [bench.facts[name] for name in evidence.files if name in bench.facts]
    if evidence.pages is None or any(each.problem or each.kind is FileKind.DOCX for each in facts):
        return
    total = sum(len(each.pages) for each in facts)
    try:
        select_pages(evidence.pages, total)
    except PageSelectionError:
        yield found(
            "file.pages_unknown",
            evidence,
            file=evidence.files[0],
            params={"selection": evidence.pages, "total": total},
        )


def _check_duplicates(bench: Bench) -> Iterator[Finding]:
    seen: list[tuple[Evidence, str, FileFacts]] = []
    for evidence in bench.case.evidence:
        for name in evidence.files:
            facts = bench.facts.get(name)
            if facts is None or facts.problem is FileProblem.EMPTY:
                continue
            for other, other_name, other_facts in seen:
                if _is_elsewhere(evidence, other) and _is_same(facts, other_facts):
                    yield found(
                        "file.duplicate",
                        evidence,
                        file=name,
                        params={
                            "other_file": other_name,
                            "other_requirement": other.requirement,
                            "other_person": other.person,
                        },
                    )
                    break
            seen.append((evidence, name, facts))


def _is_elsewhere(evidence: Evidence, other: Evidence) -> bool:
    return (evidence.requirement, evidence.person) != (other.requirement, other.person)


def _is_same(facts: FileFacts, other: FileFacts) -> bool:
    if facts.sha256 == other.sha256:
        return True
    if not (facts.pages and len(facts.pages) == len(other.pages)):
        return False
    pairs = zip(facts.pages, other.pages, strict=True)
    return (
        _is_scanned(facts) and _is_scanned(other) and all(_shows_same(a.picture, b.picture) for a, b in pairs)
    )


def _is_scanned(facts: FileFacts) -> bool:
    """Say whether every page is one picture."""
    return facts.kind.is_picture or all(page.dpi is not None for page in facts.pages)


def _shows_same(picture: bytes, other: bytes) -> bool:
    if not picture or len(picture) != len(other):
        return False
    if max(picture) - min(picture) < _LEAST_CONTRAST:
        return False
    return all(abs(a - b) <= _SAME_PICTURE_LEVELS for a, b in zip(picture, other, strict=True))
