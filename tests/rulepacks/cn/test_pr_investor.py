"""Permanent residence for investors: four amounts of which one is enough, three years, a good record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.investor"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "investment.direct": True,
    "investment.since": date(2023, 12, 15),
    "investment.stable": True,
    "tax.good_record": True,
    "investment.paid_in_usd": 2000000,
    "investment.paid_in_encouraged_usd": 0,
    "investment.paid_in_west_usd": 0,
    "investment.paid_in_central_usd": 0,
}


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2004, 8, 14), False), (date(2004, 8, 15), True)])
def test_it_is_evaluated_from_the_day_the_order_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("investment.direct", {"investment.direct": True}, MET),
        ("investment.direct", {"investment.direct": False}, NOT_MET),
        ("investment.years", {"investment.since": date(2023, 12, 15)}, MET),
        ("investment.years", {"investment.since": date(2023, 12, 16)}, NOT_MET),
        ("investment.stable", {"investment.stable": True}, MET),
        ("investment.stable", {"investment.stable": False}, NOT_MET),
        ("tax.good-record", {"tax.good_record": True}, MET),
        ("tax.good-record", {"tax.good_record": False}, NOT_MET),
        ("investment.amount", {"investment.paid_in_usd": 2000000}, MET),
        ("investment.amount", {"investment.paid_in_usd": 1999999}, NOT_MET),
        (
            "investment.amount",
            {"investment.paid_in_usd": 500000, "investment.paid_in_encouraged_usd": 500000},
            MET,
        ),
        (
            "investment.amount",
            {"investment.paid_in_usd": 499999, "investment.paid_in_encouraged_usd": 499999},
            NOT_MET,
        ),
        ("investment.amount", {"investment.paid_in_usd": 500000, "investment.paid_in_west_usd": 500000}, MET),
        (
            "investment.amount",
            {"investment.paid_in_usd": 499999, "investment.paid_in_west_usd": 499999},
            NOT_MET,
        ),
        (
            "investment.amount",
            {"investment.paid_in_usd": 1000000, "investment.paid_in_central_usd": 1000000},
            MET,
        ),
        (
            "investment.amount",
            {"investment.paid_in_usd": 999999, "investment.paid_in_central_usd": 999999},
            NOT_MET,
        ),
    ],
)
def test_both_sides_of_every_boundary(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    answers: dict[str, Answer],
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, answers={**FITTING, **answers})
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("investment.direct", ("investment.direct",)),
        ("investment.years", ("investment.since",)),
        ("investment.stable", ("investment.stable",)),
        ("tax.good-record", ("tax.good_record",)),
        ("investment.amount", ("investment.paid_in_usd",)),
        (
            "investment.amount",
            (
                "investment.paid_in_usd",
                "investment.paid_in_encouraged_usd",
                "investment.paid_in_west_usd",
                "investment.paid_in_central_usd",
            ),
        ),
    ],
)
def test_what_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: tuple[str, ...]
) -> None:
    result = judge_condition(make_case(CATEGORY, answers=without(*facts)), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == set(facts)


def test_a_spouse_and_unmarried_children_under_18_may_come_along(pack: RulePack) -> None:
    spouse, child = pack.categories[CATEGORY].accompanying
    assert (spouse.role, spouse.under_age, spouse.unmarried) == ("spouse", None, False)
    assert (child.role, child.under_age, child.unmarried) == ("child", 18, True)


def test_spouse_and_child_bring_their_own_papers(
    pack: RulePack, make_case: CaseMaker, family: tuple[Person, ...]
) -> None:
    case = make_case(CATEGORY, people=family)
    own = ["application-form", "photo", "passport", "visa-or-permit", "health-certificate", "criminal-record"]
    assert sorted(asked_of(pack, case, "jonas")) == sorted([*own, "marriage-certificate"])
    assert sorted(asked_of(pack, case, "lea")) == sorted([*own, "kinship-proof"])


def test_the_papers_of_the_principal_applicant(pack: RulePack, make_case: CaseMaker) -> None:
    asked = asked_of(pack, make_case(CATEGORY, answers=FITTING), "anna")
    assert sorted(asked) == sorted(
        [
            "application-form",
            "photo",
            "passport",
            "visa-or-permit",
            "health-certificate",
            "criminal-record",
            "investment-approval",
            "investment-registration",
            "investment-annual-report",
            "capital-verification",
            "tax-proof",
        ]
    )


def test_one_amount_that_is_enough_decides_whatever_else_is_not_told(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, answers={"investment.paid_in_west_usd": 500_000})
    assert judge_condition(case, "investment.amount").verdict is MET


@pytest.mark.parametrize(("paid_in", "asked"), [(499_999, False), (500_000, True)])
def test_a_project_certificate_is_asked_of_who_relies_on_an_encouraged_industry(
    pack: RulePack, make_case: CaseMaker, paid_in: int, asked: bool
) -> None:
    case = make_case(CATEGORY, answers={**FITTING, "investment.paid_in_encouraged_usd": paid_in})
    assert ("project-certificate" in asked_of(pack, case, "anna")) is asked
