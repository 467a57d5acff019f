"""The entry and exit record comes to the days that are typed, whichever way the days are counted."""

from datetime import date

import pytest

from app.checks.stays import check_stay_record
from app.domain.case import Case
from app.domain.reading import Fact, FactName
from tests.support.cases import changed_year, family
from tests.support.readings import bench_of, fact, page, reading

RECORD = "work/stay-record.pdf"


def codes(*facts: Fact, case: Case | None = None) -> list[str]:
    readings = {RECORD: reading(page(*facts))}
    return [finding.code for finding in check_stay_record(bench_of(case or family(), readings))]


def journeys(*days: tuple[date, date]) -> list[Fact]:
    """Return journeys out of China and back, by the days of exit and of entry."""
    return [
        each
        for left, entered in days
        for each in (fact(FactName.LEFT_ON, left), fact(FactName.ENTERED_ON, entered))
    ]


def period(first: date, last: date) -> tuple[Fact, Fact]:
    return fact(FactName.PERIOD_FROM, first), fact(FactName.PERIOD_UNTIL, last)


def stated(days: int, year: int = 2024) -> Fact:
    return fact(FactName.DAYS_IN_CHINA, days, year=year)


ONE_JOURNEY = journeys((date(2024, 3, 1), date(2024, 5, 6)))
WHOLE = period(date(2022, 1, 1), date(2026, 11, 8))


@pytest.mark.parametrize(
    ("days", "expected"),
    [(300, []), (302, []), (298, []), (303, ["stay.record_differs"]), (297, ["stay.record_differs"])],
)
def test_a_day_for_each_journey_and_one_more_are_no_difference(days: int, expected: list[str]):
    assert codes(stated(days), *ONE_JOURNEY) == expected


def test_without_the_journeys_more_is_left_open():
    assert codes(stated(312)) == []
    assert codes(stated(314)) == ["stay.record_differs"]


def test_a_count_that_was_hard_to_read_is_silent():
    assert codes(fact(FactName.DAYS_IN_CHINA, 100, year=2024, sure=0.5)) == []


def test_the_days_are_counted_where_the_record_does_not_state_them():
    # 66 days away: 366 - 66 = 300 in the leap year 2024, and full years around it.
    case = family()
    for year in (2022, 2023, 2025):
        case = changed_year(case, year, days_in_china=365)
    case = changed_year(case, 2026, days_in_china=312)  # until the record's end; the day itself is later
    assert codes(*WHOLE, *ONE_JOURNEY, case=case) == []
    away = journeys((date(2024, 3, 1), date(2024, 5, 20)))
    assert codes(*WHOLE, *away, case=case) == ["stay.record_differs"]


def test_a_statement_against_the_crossings_is_no_difference_to_what_these_come_to():
    case = family()
    for year in (2022, 2023, 2025):
        case = changed_year(case, year, days_in_china=365)
    case = changed_year(case, 2026, days_in_china=312)
    assert codes(*WHOLE, stated(200), *ONE_JOURNEY, case=case) == []


def test_a_part_year_may_be_counted_to_the_planned_day():
    for days, expected in ((312, []), (349, []), (360, ["stay.record_differs"])):
        case = changed_year(family(), 2026, days_in_china=days)
        facts = (*WHOLE, stated(312, 2026), *ONE_JOURNEY)
        assert codes(*facts, *(stated(300, year) for year in range(2022, 2026)), case=case) == expected


def test_a_record_with_a_crossing_missing_is_not_counted():
    assert codes(*WHOLE, *ONE_JOURNEY, fact(FactName.LEFT_ON, date(2024, 8, 1)),
                 fact(FactName.LEFT_ON, date(2024, 9, 1))) == []  # fmt: skip


def test_a_record_that_does_not_cover_the_year_is_not_counted():
    assert codes(*period(date(2024, 2, 1), date(2024, 6, 1)), *ONE_JOURNEY) == []
