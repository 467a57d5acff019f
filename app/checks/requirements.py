"""Is everything there that is asked for, and enough of it?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import EvidencePart
from app.domain.findings import Finding, Param
from app.domain.judgement import ChecklistItem, ItemState


def check_requirements(bench: Bench) -> Iterator[Finding]:
    """State what is missing, too few, or given without being asked."""
    for item in bench.checklist:
        yield from _check_item(item, bench)
    yield from _check_undecided(bench)
    for evidence, answered in bench.evidence():
        if answered is None:
            yield found("requirement.not_asked", evidence, file=evidence.files[0])


def _check_item(item: ChecklistItem, bench: Bench) -> Iterator[Finding]:
    source = item.ask.source
    if item.state is ItemState.MISSING:
        params: dict[str, Param] = {"country": item.ask.country} if item.ask.country else {}
        yield found("requirement.missing", item, source=source, params=params)
    elif item.state is ItemState.WAIVED and item.waiver is not None:
        yield found(
            "requirement.waived", item, source=item.waiver.source, params={"ground": item.waiver.ground}
        )
    elif item.state is ItemState.ASK_WINDOW:
        yield found("requirement.ask_window", item, source=source, params={"age": item.ask.from_age or 0})
    elif item.state is ItemState.TOO_FEW:
        yield _too_few(item, bench)


def _check_undecided(bench: Bench) -> Iterator[Finding]:
    """State, once for each open question, the papers that hang on it."""
    waiting: dict[tuple[str, tuple[str, ...]], list[ChecklistItem]] = {}
    for item in bench.checklist:
        if item.state is ItemState.UNDECIDED:
            waiting.setdefault((item.person.id, item.unanswered), []).append(item)
    for (person, questions), items in waiting.items():
        params: dict[str, Param] = {"requirements": tuple(item.requirement.id for item in items)}
        if questions:
            params["question"] = questions[0]
        yield found("requirement.undecided", person=person, source=items[0].ask.source, params=params)


def _too_few(item: ChecklistItem, bench: Bench) -> Finding:
    originals = [each for each in item.evidence if each.part is EvidencePart.ORIGINAL and not each.made_from]
    files = {name for each in originals for name in each.files}
    pages = sum(len(pages) for each in originals for pages in bench.used_pages(each).values())
    # One file with as many pages as pieces are asked is usually all of them scanned together.
    together = len(files) == 1 and len(originals) == 1 and pages >= item.ask.pieces
    code = "requirement.count_unclear" if together else "requirement.too_few"
    return found(code, item, source=item.ask.source, params={"asked": item.ask.pieces, "given": len(files)})
