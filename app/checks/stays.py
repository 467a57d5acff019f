"""Does the entry and exit record come to the days in China that are typed?

Conventions differ in whether the days of entry and of exit count: a day for each journey, and one more,
is no difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, evidence_of, own_pages, stated
from app.domain.case import Evidence, EvidencePart, YearRow
from app.domain.findings import Finding, Param
from app.domain.reading import FactName

_RECORD = "stay-record"
_DAY = timedelta(days=1)
# Journeys of which the record lists none; somebody who works in China seldom makes more in a year.
_JOURNEYS_UNLISTED = 12


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One crossing of the border: the day, and whether it led into China."""

    day: date
    entry: bool


@dataclass(frozen=True, slots=True)
class _Days:
    """The days in China that a record comes to in a year, with what any way of counting leaves open."""

    least: int
    most: int
    told: int
    page: ReadPage


def check_stay_record(bench: Bench) -> Iterator[Finding]:
    """State years for which the record comes to clearly other days in China than are typed."""
    principal = bench.case.principal
    for evidence in () if principal is None else evidence_of(bench, _RECORD, principal.id):
        if evidence.part is not EvidencePart.ORIGINAL:
            continue
        pages = own_pages(bench, evidence)
        for row in bench.case.years_of_principal():
            yield from _check_year(evidence, pages, row, bench)


def _check_year(
    evidence: Evidence, pages: tuple[ReadPage, ...], row: YearRow, bench: Bench
) -> Iterator[Finding]:
    typed = row.days_in_china
    days = None if typed is None else _days(pages, row.year, bench)
    if typed is None or days is None or days.least <= typed <= days.most:
        return
    crossings = _crossings(pages)
    counted = _counted(pages, crossings, row.year, _slack(crossings, row.year), bench)
    if counted is not None and counted.least <= typed <= counted.most:
        # What it lists comes to what is typed: its statement of the days may be misread.
        return
    params: dict[str, Param] = {"year": row.year, "typed": typed, "read": days.told}
    yield found("stay.record_differs", evidence, file=days.page.file, page=days.page.number, params=params)


def _days(pages: tuple[ReadPage, ...], year: int, bench: Bench) -> _Days | None:
    """Return what a record says of a year: as it states it, else as its crossings come to."""
    crossings = _crossings(pages)
    said = [each for each in stated(pages, FactName.DAYS_IN_CHINA) if each.fact.year == year]
    slack = _slack(crossings, year)
    if not said:
        return _counted(pages, crossings, year, slack, bench)
    values = {each.fact.value for each in said}
    told = said[0].fact.value
    if len(values) != 1 or not all(each.clear for each in said) or not isinstance(told, int):
        return None
    return _Days(told - slack, told + slack + _since_the_record(pages, year, bench), told, said[0].page)


def _slack(crossings: list[Stated], year: int) -> int:
    left = [each for each in crossings if each.fact.name is FactName.LEFT_ON and _day(each).year == year]
    return (len(left) if crossings else _JOURNEYS_UNLISTED) + 1


def _since_the_record(pages: tuple[ReadPage, ...], year: int, bench: Bench) -> int:
    """Return how many days of the planned day's year lie between the record's end and that day."""
    last, end = _period(pages)[1], bench.case.submit_on
    if year != end.year:
        return 0
    return max(0, (end - last).days) if last is not None else (end - date(year, 1, 1)).days


def _period(pages: tuple[ReadPage, ...]) -> tuple[date | None, date | None]:
    """Return the first and the last day that the record covers, where it says so for certain."""
    ends: list[date | None] = []
    for name in (FactName.PERIOD_FROM, FactName.PERIOD_UNTIL):
        days = {_day(each) for each in stated(pages, name) if each.clear and each.days()}
        ends.append(days.pop() if len(days) == 1 else None)
    return ends[0], ends[1]


# Crossings


def _crossings(pages: tuple[ReadPage, ...]) -> list[Stated]:
    facts = (each for each in stated(pages, FactName.ENTERED_ON, FactName.LEFT_ON) if each.days())
    return sorted(facts, key=lambda each: (_day(each), each.fact.name is FactName.ENTERED_ON))


def _day(each: Stated) -> date:
    return next(iter(each.days()), date.min)


def _counted(
    pages: tuple[ReadPage, ...], crossings: list[Stated], year: int, slack: int, bench: Bench
) -> _Days | None:
    """Count a year by its crossings; None unless entries and exits take turns over the whole of it."""
    first, last = _period(pages)
    begin, end = date(year, 1, 1), date(year, 12, 31)
    partly = year == bench.case.submit_on.year
    if first is None or last is None or first > begin or (last < end and not partly):
        return None
    if not crossings or not all(each.clear and len(each.days()) == 1 for each in crossings):
        return None
    ordered = [_Crossing(_day(each), each.fact.name is FactName.ENTERED_ON) for each in crossings]
    if any(one.entry is other.entry for one, other in pairwise(ordered)):
        return None
    told = _days_between(ordered, begin, min(end, last, bench.case.submit_on))
    since = _since_the_record(pages, year, bench) if partly else 0
    return _Days(told - slack, told + slack + since, told, crossings[0].page)


def _days_between(crossings: list[_Crossing], begin: date, end: date) -> int:
    """Return the days in China from one day to another; days of entry count, days of exit do not."""
    inside, since, days = not crossings[0].entry, begin, 0
    for crossing in crossings:
        if inside and not crossing.entry:
            days += max(0, (min(crossing.day - _DAY, end) - max(since, begin)).days + 1)
        inside, since = crossing.entry, crossing.day
    return days + (max(0, (end - max(since, begin)).days + 1) if inside else 0)
