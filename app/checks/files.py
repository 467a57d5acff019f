"""Can every file be used, is it what its name says, and does it stand for one thing only?"""

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from app.checks.bench import Bench, found
from app.domain.case import Evidence, EvidencePart, PageSelectionError, select_pages
from app.domain.files import FileFacts, FileKind, FileProblem, PageFacts
from app.domain.findings import Finding, Param

_PROBLEM_CODES = {
    FileProblem.EMPTY: "file.empty",
    FileProblem.UNREADABLE: "file.unreadable",
    FileProblem.ENCRYPTED: "file.encrypted",
    FileProblem.UNSUPPORTED: "file.unsupported",
    FileProblem.NEEDS_CONVERTER: "file.needs_converter",
    FileProblem.TOO_HEAVY: "file.too_heavy",
    FileProblem.DYNAMIC_FORM: "file.dynamic_form",
}

# Re-encoding moves a cell of the small grey picture by three levels at most. The same form filled in for
# somebody else may move it as little where it was set by a program, so only scans and photos, which
# carry their own noise, are compared by how they look.
_SAME_PICTURE_LEVELS = 3
# Read twice, once more compressed, a page differs in a letter here and there and in a line or two that was
# cut otherwise; a form for another person differs in name, numbers and days.
# Shorter ones are years and counts, which forms of one office share.
_NUMBER = re.compile(r"\d{5,}")
_SAME_LINE, _MISREAD_LINES, _MISREAD_SHARE = 0.85, 1, 0.05
# A page whose cells hardly differ shows nothing that could tell it from another one.
_LEAST_CONTRAST = 24


def check_files(bench: Bench) -> Iterator[Finding]:
    """State what is wrong with each file, and which files stand for two things."""
    for evidence in bench.case.evidence:
        for name, pages in bench.used_pages(evidence).items():
            yield from _check_file(evidence, name, bench.facts[name], pages)
        yield from _check_selection(evidence, bench)
    yield from _check_duplicates(bench)


def _check_file(
    evidence: Evidence, name: str, facts: FileFacts, used: tuple[PageFacts, ...]
) -> Iterator[Finding]:
    if facts.problem is not None:
        yield found(_PROBLEM_CODES[facts.problem], evidence, file=name)
    for page in used:
        if page.problem is not None:
            code = "file.too_heavy" if page.problem == FileProblem.TOO_HEAVY.value else "file.unreadable"
            yield found(code, evidence, file=name, page=page.number)
    for page in used:
        if page.number in facts.undrawn_notes:
            yield found("file.note_not_drawn", evidence, file=name, page=page.number)
    if facts.repair is not None:
        yield found("file.repaired", evidence, file=name, params={"pages": len(facts.pages)})
    if _is_misnamed(name, facts):
        yield found("file.wrong_extension", evidence, file=name, params={"kind": facts.kind.value.upper()})
    if facts.active_content:
        yield found("file.active_content", evidence, file=name, params={"content": facts.active_content})
    if facts.signed:
        yield found("file.signed", evidence, file=name, params=_signed(facts))
    if facts.kind is FileKind.DOCX and facts.problem is None:
        code = "file.converted" if evidence.layout_approved else "file.layout_unapproved"
        yield found(code, evidence, file=name, params=_laid_out(facts, approved=evidence.layout_approved))


def _signed(facts: FileFacts) -> dict[str, Param]:
    """State who signed a file and on which day it was last signed, as far as that is known."""
    names = tuple(dict.fromkeys(each.signer for each in facts.signatures if each.signer))
    days = [each.signed_on for each in facts.signatures if each.signed_on is not None]
    params: dict[str, Param] = {"signer": names, "count": len(facts.signatures)}
    return {**params, "day": max(days)} if days else params


def _laid_out(facts: FileFacts, *, approved: bool) -> dict[str, Param]:
    """State which program laid a Word file out and with which fonts, once it has."""
    params: dict[str, Param] = {"converter": facts.converter} if facts.converter else {}
    if facts.substituted and not approved:
        params["fonts"] = tuple(f"{asked} → {used}" for asked, used in facts.substituted)
    return params


def _is_misnamed(name: str, facts: FileFacts) -> bool:
    known = facts.kind not in (FileKind.EMPTY, FileKind.UNSUPPORTED)
    return known and bool(PurePosixPath(name).suffix) and facts.named_kind is not facts.kind


def _check_selection(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    """State a page selection, or turns, that name pages which the files do not have."""
    facts = [bench.facts[name] for name in evidence.files if name in bench.facts]
    if any(each.problem or _is_uncounted(each) for each in facts):
        return
    total = sum(len(each.pages) for each in facts)
    beyond = tuple(str(turn.page) for turn in evidence.turns if turn.page > total)
    if beyond:
        params: dict[str, Param] = {"pages": beyond, "total": total}
        yield found("file.turns_unknown", evidence, file=evidence.files[0], params=params)
    try:
        select_pages(evidence.pages, total)
    except PageSelectionError:
        yield found(
            "file.pages_unknown",
            evidence,
            file=evidence.files[0],
            params={"selection": evidence.pages or "", "total": total},
        )


def _is_uncounted(facts: FileFacts) -> bool:
    """Say whether the pages show only after conversion."""
    return facts.kind is FileKind.DOCX and not facts.pages


@dataclass(frozen=True, slots=True)
class _Use:
    """A file as one piece of evidence uses it."""

    evidence: Evidence
    name: str
    facts: FileFacts
    pages: tuple[PageFacts, ...]
    is_scanned: bool
    words: Mapping[int, frozenset[str]]

    def shows_the_same_as(self, other: "_Use") -> bool:
        if self.facts.sha256 == other.facts.sha256:
            numbers = {page.number for page in other.pages}
            # Two papers scanned into one file may each take their own pages of it.
            return not self.pages or any(page.number in numbers for page in self.pages)
        if not (self.pages and len(self.pages) == len(other.pages)):
            return False
        pairs = zip(self.pages, other.pages, strict=True)
        scanned = self.is_scanned and other.is_scanned
        return scanned and all(
            _shows_same(a.picture, b.picture)
            and _says_same(self.words.get(a.number), other.words.get(b.number))
            for a, b in pairs
        )


def _check_duplicates(bench: Bench) -> Iterator[Finding]:
    seen: list[_Use] = []
    for evidence in bench.case.evidence:
        for name, pages in bench.used_pages(evidence).items():
            facts = bench.facts[name]
            use = _Use(evidence, name, facts, pages, _is_scanned(facts), _words_in(name, bench))
            if use.facts.problem is FileProblem.EMPTY:
                continue
            earlier = (each for each in seen if _is_elsewhere(evidence, each.evidence))
            same = next((each for each in earlier if use.shows_the_same_as(each)), None)
            if same is not None:
                yield _duplicate(use, same)
            seen.append(use)


def _duplicate(use: _Use, same: _Use) -> Finding:
    params: dict[str, Param] = {
        "other_file": same.name,
        "other_requirement": same.evidence.requirement,
        "other_person": same.evidence.person,
    }
    return found("file.duplicate", use.evidence, file=use.name, params=params)


def _is_elsewhere(evidence: Evidence, other: Evidence) -> bool:
    """Say whether a paper may not stand for both; one licence serves all that its translator wrote."""
    if evidence.part is other.part is EvidencePart.TRANSLATOR_LICENCE:
        return False
    return (evidence.requirement, evidence.person) != (other.requirement, other.person)


def _is_scanned(facts: FileFacts) -> bool:
    """Say whether every page is one picture."""
    return facts.kind.is_picture or all(page.dpi is not None for page in facts.pages)


def _shows_same(picture: bytes, other: bytes) -> bool:
    if not picture or len(picture) != len(other):
        return False
    if _contrast(picture) < _LEAST_CONTRAST:
        return False
    return all(abs(a - b) <= _SAME_PICTURE_LEVELS for a, b in zip(picture, other, strict=True))


def _words_in(name: str, bench: Bench) -> dict[int, frozenset[str]]:
    """Return the lines that were read on each page, blanks and punctuation aside."""
    reading = bench.readings.get(name)
    return {
        page.number: frozenset("".join(c for c in line.text if c.isalnum()) for line in page.lines)
        for page in (() if reading is None else reading.pages)
        if page.lines
    }


def _says_same(words: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Say whether two pages that look the same may be one: a form for somebody else says something else.

    Pages on which nothing was read are taken for what they look like.
    """
    if words is None or other is None:
        return True
    if _has_another_number(words, other) and _has_another_number(other, words):
        return False
    strange = sum(not _is_among(line, other) for line in words - other)
    return strange <= max(_MISREAD_LINES, len(words) * _MISREAD_SHARE)


def _has_another_number(words: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether a long number stands on one page and not on the other, not even but for a digit."""
    numbers, others = _numbers_in(words), _numbers_in(other)
    return any(not any(_is_but_for_a_digit(each, one) for one in others) for each in numbers - others)


def _numbers_in(words: frozenset[str]) -> set[str]:
    return {number for line in words for number in _NUMBER.findall(line)}


def _is_but_for_a_digit(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _is_among(line: str, lines: frozenset[str]) -> bool:
    """Say whether a line stands there but for a letter or two that were read differently."""
    return any(SequenceMatcher(None, line, other).ratio() >= _SAME_LINE for other in lines)


# Every page is compared with every other: five hundred files make a hundred thousand pairs.
@functools.lru_cache(maxsize=4096)
def _contrast(picture: bytes) -> int:
    return max(picture) - min(picture)
