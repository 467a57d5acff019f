"""Does the work that papers prove go on without a gap, and do papers and what is typed tell the same?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, evidence_of, own_pages, stated
from app.checks.work import compare_employers
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart, HistoryRow, Occupation, Person
from app.domain.findings import Finding, Param
from app.domain.history import comes_of_age, find_gaps
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.ledger import Agreement
from app.domain.reading import FactName, Subject
from app.domain.rules import All, AnyOf, Compared, Not, Test

_VITA = "curriculum-vitae"
_PAPERS = ("work-history-proof", "employment-proof", _VITA, "application-form")
_YEARS_FACT = "work.consecutive_years"


@dataclass(frozen=True, slots=True)
class Work:
    """Holds a time of work; `until` is None while it goes on, or where its end is not told."""

    since: date
    until: date | None
    evidence: Evidence
    page: ReadPage


def check_history(bench: Bench) -> Iterator[Finding]:
    """State gaps in the work that the category counts and in the typed histories, and what differs."""
    yield from _check_counted(bench)
    for item in bench.checklist:
        if item.requirement.id == _VITA and item.state not in (ItemState.WAIVED, ItemState.NOT_NEEDED):
            yield from _check_told(item, bench)
    for person in bench.case.people:
        yield from _check_typed(person, bench)


# Against the years that count


def _check_counted(bench: Bench) -> Iterator[Finding]:
    """State pauses within the years of work that the category counts, longer than the rules let pass."""
    rule = bench.pack.work_history
    counted = _counted_from(bench)
    principal = bench.case.principal
    if counted is None or principal is None or rule.longest_gap_months is None:
        return
    work = sorted(_work_of(principal.id, bench), key=lambda each: each.since)
    for last, next_ in _gaps(work, rule.longest_gap_months):
        if last.until is not None and next_.since > counted:
            params: dict[str, Param] = {
                "since": last.until,
                "until": next_.since,
                "months": rule.longest_gap_months,
            }
            yield found(
                "history.gap",
                next_.evidence,
                file=next_.page.file,
                page=next_.page.number,
                source=rule.source,
                params=params,
            )


def _work_of(person: str, bench: Bench) -> Iterator[Work]:
    """Give the times of work that a person's papers state."""
    for requirement in _PAPERS:
        for evidence in evidence_of(bench, requirement, person):
            if evidence.part is EvidencePart.ORIGINAL:
                yield from _work_in(evidence, bench)


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


def _gaps(work: list[Work], months: int) -> Iterator[tuple[Work, Work]]:
    """Give each pair of times between which no work is known for more than so many months."""
    latest: Work | None = None
    for each in work:
        if latest is not None and latest.until is not None and _is_gap(latest.until, each.since, months):
            yield latest, each
        if latest is None or _ends_later(each, latest):
            latest = each


def _ends_later(one: Work, other: Work) -> bool:
    if other.until is None:
        return False
    return one.until is None or one.until > other.until


def _is_gap(until: date, since: date, months: int) -> bool:
    # "Until March" is read as its first day and means its last.
    end = months_after(until, 1) if until.day == 1 else until
    return since > months_after(end, months)


# Against the typed history


def _check_told(item: ChecklistItem, bench: Bench) -> Iterator[Finding]:
    """State the months since somebody came of age of which neither the typed history nor a paper tells."""
    person, rows = item.person, bench.case.history_of(item.person.id)
    if not rows or person.birth_date is None:
        return
    proven = [HistoryRow(person.id, each.since, each.until) for each in _work_of(person.id, bench)]
    for gap in find_gaps((*rows, *proven), comes_of_age(person.birth_date), bench.case.submit_on):
        yield found("history.untold", item, params={"since": gap.since, "until": gap.until})


def _check_typed(person: Person, bench: Bench) -> Iterator[Finding]:
    """State papers of one employer that put the beginning or the end of the work elsewhere than is typed."""
    typed = [row for row in bench.case.history_of(person.id) if row.kind is Occupation.WORK]
    for requirement in _PAPERS if typed else ():
        for evidence in evidence_of(bench, requirement, person.id):
            if evidence.part is EvidencePart.ORIGINAL:
                yield from _check_paper(evidence, typed, bench)


def _check_paper(evidence: Evidence, typed: list[HistoryRow], bench: Bench) -> Iterator[Finding]:
    pages = own_pages(bench, evidence)
    employers = [each for each in stated(pages, FactName.EMPLOYER) if each.clear]
    starts = list(stated(pages, FactName.EMPLOYED_SINCE, subject=Subject.HOLDER))
    ends = list(stated(pages, FactName.EMPLOYED_UNTIL, subject=Subject.HOLDER))
    # A paper about several times of work, or several employers, does not say which belongs to which.
    if len(starts) > 1 or len(ends) > 1 or not employers or not _name_one(employers):
        return
    name = str(employers[0].fact.value)
    rows = [row for row in typed if _is_at(row, name)]
    if not rows:
        return
    if starts:
        yield from _differing(evidence, starts[0], min(row.since for row in rows), name)
    lasts = any(row.until is None for row in rows)
    # A day still to come is the end of a contract, not of the work.
    if ends and not lasts and max(ends[0].days(), default=date.max) <= bench.today:
        last = max(row.until for row in rows if row.until is not None)
        yield from _differing(evidence, ends[0], last, name, ended=True)


def _name_one(employers: list[Stated]) -> bool:
    first = str(employers[0].fact.value)
    return all(compare_employers(first, str(each.fact.value)) is Agreement.AGREES for each in employers)


def _is_at(row: HistoryRow, employer: str) -> bool:
    names = (row.organisation, row.organisation_en)
    return any(compare_employers(name, employer) is Agreement.AGREES for name in names if name)


def _differing(
    evidence: Evidence, read: Stated, typed: date, employer: str, *, ended: bool = False
) -> Iterator[Finding]:
    """State a month on a paper that is more than one away from the typed one, whichever day it means."""
    days = read.days()
    if not days or not read.clear or any(_is_near(day, typed) for day in days):
        return
    params: dict[str, Param] = {"employer": employer, "typed": typed, "read": days[0].replace(day=1)}
    if ended:
        params["ended"] = True
    yield found("history.differs", evidence, file=read.file, page=read.page.number, params=params)


def _is_near(one: date, other: date) -> bool:
    return abs((one.year - other.year) * 12 + one.month - other.month) <= 1
