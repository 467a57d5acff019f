"""Answers that cannot be are named, alone or together, and what can be is left in peace."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Stay
from app.domain.judgement import Contradiction
from app.rules.contradictions import find_contradictions, find_long_absences
from tests.support.cases import PACK, SUBMIT_ON, TODAY, changed_person, changed_year, family


def found(case: Case) -> list[Contradiction]:
    return list(find_contradictions(PACK, case, today=TODAY))


def codes(case: Case) -> list[str]:
    return [each.code for each in found(case)]


def answering(**answers: Answer) -> Case:
    return replace(family(), answers={key.replace("__", "."): value for key, value in answers.items()})


def staying(*stays: Stay) -> Case:
    rows = tuple(replace(row, days_in_china=None) for row in family().years)
    return replace(family(), stays=stays, years=rows)


def stay(first: str, last: str | None = None) -> Stay:
    return Stay("anna", date.fromisoformat(first), None if last is None else date.fromisoformat(last))


def test_a_family_in_order_contradicts_nothing():
    assert found(family()) == []


def test_nobody_is_born_after_today():
    assert codes(changed_person(family(), "jon", birth_date=date(2026, 11, 21))) == ["person.born_in_future"]
    assert codes(changed_person(family(), "jon", birth_date=TODAY)) == []


def test_a_child_is_younger_than_its_parent():
    assert "person.child_older" in codes(changed_person(family(), "lea", birth_date=date(1985, 3, 2)))


def test_an_unmarried_applicant_has_no_spouse():
    assert codes(changed_person(family(), "anna", married=False)) == ["person.spouse_of_unmarried"]


@pytest.mark.parametrize(("since", "wrong"), [(date(1999, 3, 1), True), (date(1999, 3, 2), False)])
def test_no_job_starts_before_the_age_of_14(since: date, wrong: bool):
    # She was born on 2 March 1985.
    assert ("answer.before_age" in codes(answering(work__since=since))) is wrong


def test_years_of_work_do_not_reach_back_before_the_age_of_14():
    assert codes(answering(work__consecutive_years=28)) == ["answer.before_age"]
    assert codes(answering(work__consecutive_years=27)) == []


def test_a_day_that_lies_behind_does_not_lie_ahead():
    assert "answer.in_future" in codes(answering(work__since=date(2026, 12, 1)))


def test_a_number_below_what_is_possible_is_named():
    (only,) = found(answering(work__consecutive_years=-1))
    assert (only.code, only.facts) == ("answer.too_small", ("work.consecutive_years", "work.since"))


def test_five_years_do_not_lie_inside_three():
    case = answering(work__consecutive_years=3, work__key_region_since=date(2021, 12, 15))
    (only,) = found(case)
    assert only.code == "answer.longer_than"
    assert set(only.facts) == {"work.key_region_since", "work.consecutive_years"}
    assert codes(answering(work__consecutive_years=5, work__key_region_since=date(2021, 12, 15))) == []
    # Whole years leave out the months beyond them: 4 may be 4 years and 11 months.
    assert codes(answering(work__consecutive_years=4, work__key_region_since=date(2022, 1, 15))) == []


def test_a_part_is_no_greater_than_the_whole():
    case = answering(investment__paid_in_usd=100, investment__paid_in_west_usd=900_000)
    assert codes(case) == ["answer.more_than"]
    assert codes(answering(investment__paid_in_usd=900_000, investment__paid_in_west_usd=900_000)) == []


def test_who_is_not_married_has_no_day_of_marriage():
    alone = replace(answering(marriage__since=date(2015, 1, 1)), people=family().people[:1])
    assert codes(alone) == []
    (only,) = found(changed_person(alone, "anna", married=False))
    assert (only.code, only.facts) == ("answer.only_if", ("marriage.since", "person.married"))


def test_nobody_is_in_china_or_earns_before_being_born():
    assert "stay.before_birth" in codes(staying(stay("1985-03-01", "2024-01-01")))
    early = replace(family(), years=(replace(family().years[0], year=1984),))
    assert codes(early) == ["year.before_birth"]


def test_figures_of_years_after_the_planned_day_are_left_in_peace():
    assert codes(replace(family(), submit_on=date(2024, 12, 31))) == []


def test_a_number_agrees_with_the_day_from_which_it_is_counted():
    since = {"work__since": date(2022, 6, 1)}
    assert codes(answering(work__consecutive_years=4, **since)) == []
    assert codes(answering(work__consecutive_years=6, **since)) == ["answer.differs_from_day"]


def test_an_age_agrees_with_the_birth_date():
    assert codes(answering(person__age=41)) == []
    assert codes(answering(person__age=60)) == ["answer.differs_from_person"]


def test_a_year_has_no_more_days_than_it_has():
    assert codes(changed_year(family(), 2025, days_in_china=366)) == ["year.too_many_days"]
    assert codes(changed_year(family(), 2024, days_in_china=366)) == []
    # The year of the planned day runs only until 15 December.
    assert codes(changed_year(family(), 2026, days_in_china=350)) == ["year.too_many_days"]


def test_no_tax_is_higher_than_the_wage():
    assert codes(changed_year(family(), 2025, wage_cny=100_000)) == ["year.tax_above_wage"]


def test_stays_that_follow_each_other_are_in_order():
    assert found(staying(stay("2022-01-01", "2024-05-01"), stay("2024-05-01", "2025-01-01"))) == []


@pytest.mark.parametrize(
    ("stays", "code"),
    [
        ((stay("2024-01-01", "2024-03-01"), stay("2024-02-28", "2024-05-01")), "stay.overlaps"),
        ((stay("2024-01-01"), stay("2024-02-28", "2024-05-01")), "stay.open_inside"),
        ((stay("2024-05-02", "2024-05-01"),), "stay.ends_before"),
    ],
)
def test_stays_that_cannot_be_are_named_and_not_counted(stays: tuple[Stay, ...], code: str):
    (only,) = found(staying(*stays))
    assert (only.code, only.facts) == (code, ("stays",))
    others = tuple(replace(each, person="jon") for each in stays)
    (theirs,) = found(replace(staying(), stays=others))
    assert (theirs.code, theirs.facts, theirs.person) == (code, (), "jon")


def test_days_entered_for_a_year_are_held_against_the_list_of_stays():
    listed = replace(family(), stays=(stay("2020-01-01"),))
    # 300 days were entered for every year, the list comes to whole years; 2020 has no row.
    assert set(codes(listed)) == {"stay.differs_from_year"}
    assert codes(changed_year(replace(listed, years=family().years[:1]), 2026, days_in_china=349)) == []


def test_a_long_absence_is_told_with_its_days():
    absences = list(find_long_absences(PACK, staying(stay("2022-01-01", "2024-01-01"), stay("2024-04-02"))))
    assert [(each.left_on, each.days) for each in absences] == [(date(2024, 1, 1), 92)]
    close = staying(stay("2022-01-01", "2024-01-01"), stay("2024-03-31"))
    assert list(find_long_absences(PACK, close)) == []
    gone = staying(stay("2022-01-01", "2026-01-01"))
    assert [each.entered_on for each in find_long_absences(PACK, gone)] == [SUBMIT_ON]


def test_the_planned_day_stands_for_the_end_of_an_open_stay():
    assert found(staying(stay("2022-01-01"))) == []
    assert SUBMIT_ON > TODAY
