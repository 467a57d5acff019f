"""Days in China are counted from entries and exits, in years back from the planned day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case, Stay
from app.domain.judgement import ConditionResult, Verdict
from app.domain.rules import EachYear, StayCounting, YearAmount, YearColumn
from app.rules.facts import facts_of
from app.rules.match import match_category
from app.rules.projection import facts_on, years_met_on
from app.rules.standards import judge_years
from app.rules.stays import count_stays, years_back
from tests.support.cases import PACK, SUBMIT_ON, TODAY, family

BOTH_DAYS = StayCounting(entry_day=True, exit_day=True)
ENTRY_ONLY = StayCounting(entry_day=True, exit_day=False)
NEITHER = StayCounting(entry_day=False, exit_day=False)


def stay(first: date, last: date | None) -> Stay:
    return Stay("anna", first, last)


def days(counting: StayCounting, *stays: Stay) -> int:
    counted = count_stays(stays, date(2026, 12, 31), counting)
    return 0 if counted is None else counted.days_within(date(2026, 1, 1), date(2026, 12, 31))


def test_the_days_of_entry_and_exit_count_as_the_pack_says():
    trip = stay(date(2026, 3, 1), date(2026, 3, 10))
    assert [days(counting, trip) for counting in (BOTH_DAYS, ENTRY_ONLY, NEITHER)] == [10, 9, 8]


def test_a_day_on_which_one_leaves_and_comes_back_counts_once():
    first, second = stay(date(2026, 3, 1), date(2026, 3, 10)), stay(date(2026, 3, 10), date(2026, 3, 20))
    assert days(BOTH_DAYS, first, second) == 20
    assert days(ENTRY_ONLY, first, second) == 19


def test_an_open_stay_goes_on_until_the_planned_day():
    assert days(BOTH_DAYS, stay(date(2026, 12, 1), None)) == 31


def test_years_are_counted_back_month_by_month_from_the_planned_day():
    assert years_back(date(2026, 12, 15), 2) == [
        (date(2025, 12, 16), date(2026, 12, 15)),
        (date(2024, 12, 16), date(2025, 12, 15)),
    ]
    assert years_back(date(2024, 2, 29), 1) == [(date(2023, 3, 1), date(2024, 2, 29))]


_trips = st.lists(st.tuples(st.integers(0, 1400), st.integers(0, 200)), min_size=1, max_size=12)


@given(_trips)
def test_no_day_counts_twice_and_none_is_lost(trips: list[tuple[int, int]]):
    first = date(2023, 1, 1)
    stays = tuple(
        sorted(
            (stay(first + timedelta(days=at), first + timedelta(days=at + length)) for at, length in trips),
            key=lambda each: each.entered_on,
        )
    )
    counted = count_stays(stays, date(2027, 12, 31), BOTH_DAYS)
    there = {at + day for at, length in trips for day in range(length + 1)}
    assert counted is not None
    assert counted.days_within(date(2023, 1, 1), date(2027, 12, 31)) == len(there)


def stay_rule(case: Case) -> ConditionResult:
    match = match_category(PACK, PACK.categories["pr.wage-tax"], case, today=TODAY)
    return next(each for each in match.results if each.condition.id == "stay.each-year")


def listing(*stays: Stay) -> Case:
    rows = tuple(replace(row, days_in_china=None) for row in family().years)
    return replace(family(), stays=stays, years=rows)


def test_with_a_list_of_stays_each_year_ends_on_the_planned_day():
    result = stay_rule(listing(stay(date(2022, 1, 1), None)))
    assert result.verdict is Verdict.MET
    assert [(year.begins, year.ends, year.value) for year in result.years][:1] == [
        (date(2025, 12, 16), SUBMIT_ON, 365)
    ]


def test_exactly_183_days_will_do_and_182_are_a_day_short():
    begin = date(2025, 12, 16)
    before = stay(date(2022, 1, 1), begin)
    for days_there, verdict in ((183, Verdict.MET), (182, Verdict.NOT_MET)):
        # The day of exit does not count, that of entry does.
        result = stay_rule(listing(before, stay(begin, begin + timedelta(days=days_there))))
        assert result.verdict is verdict
        assert result.shortfall == (1 if verdict is Verdict.NOT_MET else None)


def test_a_year_before_the_first_entry_told_is_unknown_and_not_short():
    result = stay_rule(listing(stay(date(2024, 12, 16), None)))
    assert [year.verdict for year in result.years] == [
        Verdict.MET, Verdict.MET, Verdict.UNKNOWN, Verdict.UNKNOWN
    ]  # fmt: skip
    assert result.verdict is Verdict.UNKNOWN


def test_the_first_day_on_which_a_short_stay_no_longer_matters_is_found():
    # Away from 1 March 2023 to 31 December 2023: that year has too few days until it lies behind.
    away = listing(stay(date(2020, 1, 1), date(2023, 3, 1)), stay(date(2024, 1, 1), None))
    result = stay_rule(away)
    assert result.verdict is Verdict.NOT_MET
    day = result.met_on
    assert day is not None
    assert day > SUBMIT_ON
    assert stay_rule(replace(away, submit_on=day)).verdict is Verdict.MET
    assert stay_rule(replace(away, submit_on=day - timedelta(days=1))).verdict is Verdict.NOT_MET


@given(_trips, st.integers(30, 330), st.dates(date(2026, 12, 1), date(2028, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_the_day_found_is_the_first_that_does(trips: list[tuple[int, int]], threshold: int, planned: date):
    first = date(2023, 1, 1)
    stays = [stay(first + timedelta(days=at), first + timedelta(days=at + length)) for at, length in trips]
    case = replace(listing(*stays), submit_on=planned)
    rule = EachYear(YearColumn.STAY, 3, YearAmount(value=threshold))
    facts, ningbo = facts_of(PACK, case), PACK.places["ningbo"]
    day = years_met_on(rule, facts, ningbo)
    assert day is not None

    def holds(on: date) -> bool:
        return judge_years(rule, facts_on(facts, on), ningbo).verdict is Verdict.MET

    assert holds(day)
    assert day == planned or not holds(day - timedelta(days=1))
