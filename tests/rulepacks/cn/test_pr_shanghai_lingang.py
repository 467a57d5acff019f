"""Permanent residence for people who work in Lin-gang: three years, four times the average wage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, YearRow
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.shanghai-lingang"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "lingang.since": date(2023, 12, 15),
    "lingang.tax_as_prescribed": True,
    "lingang.recommended": True,
}
YEARS = [
    YearRow(2025, "anna", 1_000_000.0, None, 183),
    YearRow(2024, "anna", 1_000_000.0, None, 183),
    YearRow(2023, "anna", 1_000_000.0, None, 183),
]


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, "shanghai", answers=FITTING, years=YEARS)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, "shanghai")).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2022, 12, 31), False), (date(2023, 1, 1), True)])
def test_it_is_evaluated_from_the_day_the_year_named_began(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY, "shanghai"), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("work.lingang-years", {"lingang.since": date(2023, 12, 15)}, MET),
        ("work.lingang-years", {"lingang.since": date(2023, 12, 16)}, NOT_MET),
        ("tax.as-prescribed", {"lingang.tax_as_prescribed": True}, MET),
        ("tax.as-prescribed", {"lingang.tax_as_prescribed": False}, NOT_MET),
        ("employer.recommends", {"lingang.recommended": True}, MET),
        ("employer.recommends", {"lingang.recommended": False}, NOT_MET),
    ],
)
def test_both_sides_of_every_boundary(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    answers: dict[str, Answer],
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, "shanghai", answers={**FITTING, **answers}, years=YEARS)
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("work.lingang-years", ("lingang.since",)),
        ("tax.as-prescribed", ("lingang.tax_as_prescribed",)),
        ("employer.recommends", ("lingang.recommended",)),
    ],
)
def test_what_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: tuple[str, ...]
) -> None:
    result = judge_condition(make_case(CATEGORY, "shanghai", answers=without(*facts)), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == set(facts)


@pytest.mark.parametrize(("days", "verdict"), [(182, NOT_MET), (183, MET)])
def test_183_days_in_each_of_the_three_years_are_asked(
    make_case: CaseMaker, judge_condition: ConditionJudge, days: int, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, "shanghai", years=[*YEARS[:-1], replace(YEARS[-1], days_in_china=days)])
    assert judge_condition(case, "stay.each-year").verdict is verdict


def test_a_year_whose_days_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, "shanghai", years=YEARS[:-1])
    result = judge_condition(case, "stay.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2023.days_in_china",)


def test_nobody_comes_along(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert category.accompanying == ()
    assert category.family.en
    assert category.family.zh


def test_the_papers_of_the_principal_applicant(pack: RulePack, make_case: CaseMaker) -> None:
    asked = asked_of(pack, make_case(CATEGORY, "shanghai", answers=FITTING), "anna")
    assert set(asked) >= {
        "application-form",
        "photo",
        "passport",
        "visa-or-permit",
        "health-certificate",
        "criminal-record",
        "employment-proof",
        "work-permit",
        "employer-registration",
        "employer-recommendation",
        "income-proof",
        "tax-proof",
        "work-history-proof",
        "stay-record",
    }


@pytest.mark.parametrize("place", ["ningbo", "beijing", "national"])
def test_it_exists_in_shanghai_only(make_case: CaseMaker, judge: Judge, place: str) -> None:
    assert judge(make_case(CATEGORY, place, answers=FITTING)).fit is Fit.NOT_EVALUATED


@pytest.mark.parametrize(("part", "verdict"), [(-0.01, NOT_MET), (0.0, MET)])
def test_four_times_the_average_wage_is_asked_of_every_year(
    pack: RulePack, make_case: CaseMaker, judge_condition: ConditionJudge, part: float, verdict: Verdict
) -> None:
    average = [each for each in pack.places["shanghai"].average_wages if each.year < 2025][-1]
    wage = round(average.cny * 4 + part, 2)
    years = [replace(YEARS[0], wage_cny=wage), *YEARS[1:]]
    result = judge_condition(make_case(CATEGORY, "shanghai", years=years), "wage.each-year")
    assert result.years[0].verdict is verdict


def test_a_year_whose_wage_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    years = [replace(YEARS[0], wage_cny=None), *YEARS[1:]]
    result = judge_condition(make_case(CATEGORY, "shanghai", years=years), "wage.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2025.wage_cny",)


def test_that_the_page_names_no_amount_of_tax_is_told(pack: RulePack) -> None:
    assert {each.id for each in pack.categories[CATEGORY].missing} == {"tax-amount", "start-day", "papers"}
