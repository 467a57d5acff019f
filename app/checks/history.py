"""Does the work that papers prove go on without a gap over the years that count?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, evidence_of, own_pages, stated
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.reading import FactName, Subject
from app.domain.rules import All, AnyOf, Compared, Not, Test

_PAPERS = ("work-history-proof", "employment-proof", "curriculum-vitae", "application-form")
_YEARS_FACT = "work.consecutive_years"
# Windows are reported to let two months between two employers pass.
_LONGEST_GAP_MONTHS = 2


@dataclass(frozen=True, slots=True)
class Work:
    """Holds a time of work; `until` is None while it goes on, or where its end is not told."""

    since: date
    until: date | None
    evidence: Evidence
    page: ReadPage


def check_history(bench: Bench) -> Iterator[Finding]:
    """State gaps of more than two months within the years of work that the category counts."""
    counted = _counted_from(bench)
    principal = bench.case.principal
    if counted is None or principal is None:
        return
    work = [
        each
        for requirement in _PAPERS
        for evidence in evidence_of(bench, requirement, principal.id)
        if evidence.part is EvidencePart.ORIGINAL
        for each in _work_in(evidence, bench)
    ]
    for last, next_ in _gaps(sorted(work, key=lambda each: each.since)):
        if last.until is not None and next_.since > counted:
            params: dict[str, Param] = {"since": last.until, "until": next_.since}
            yield found(
                "history.gap", next_.evidence, file=next_.page.file, page=next_.page.number, params=params
            )


def _counted_from(bench: Bench) -> date | None:
    """Return the first day of the years of work that the category asks for, None where it asks for none."""
    years = [
        compared.value
        for condition in bench.category.conditions_on(bench.case.submit_on)
        if condition.test is not None
        for compared in _compared(condition.test)
        if compared.fact == _YEARS_FACT and isinstance(compared.value, int | float)
    ]
    return months_after(bench.case.submit_on, -round(12 * max(years))) if years else None


def _compared(test: Test) -> Iterator[Compared]:
    match test:
        case Compared():
            yield test
        case All() | AnyOf():
            for each in test.tests:
                yield from _compared(each)
        case Not():
            yield from _compared(test.test)


def _work_in(evidence: Evidence, bench: Bench) -> Iterator[Work]:
    """Give the times of work that a paper states; a beginning and the end that follows it are one time."""
    facts = stated(
        own_pages(bench, evidence),
        FactName.EMPLOYED_SINCE,
        FactName.EMPLOYED_UNTIL,
        subject=Subject.HOLDER,
    )
    since: Stated | None = None
    for each in facts:
        if each.fact.name is FactName.EMPLOYED_UNTIL:
            if since is not None:
                yield _work(evidence, since, each)
            since = None
            continue
        if since is not None:
            yield _work(evidence, since, None)
        since = each
    if since is not None:
        yield _work(evidence, since, None)


def _work(evidence: Evidence, since: Stated, until: Stated | None) -> Work:
    """Return a time of work, at its longest where a day is not clear: a gap must not be made up."""
    first = min(since.days(), default=date.min)
    if not since.clear:
        first = date.min
    last = max(until.days(), default=None) if until is not None and until.clear else None
    return Work(first, last, evidence, since.page)


def _gaps(work: list[Work]) -> Iterator[tuple[Work, Work]]:
    """Give each pair of times between which none is known to have been worked for more than two months."""
    latest: Work | None = None
    for each in work:
        if latest is not None and latest.until is not None and _is_gap(latest.until, each.since):
            yield latest, each
        if latest is None or _ends_later(each, latest):
            latest = each


def _ends_later(one: Work, other: Work) -> bool:
    if other.until is None:
        return False
    return one.until is None or one.until > other.until


def _is_gap(until: date, since: date) -> bool:
    # "Until March" is read as its first day and means its last.
    end = months_after(until, 1) if until.day == 1 else until
    return since > months_after(end, _LONGEST_GAP_MONTHS)
