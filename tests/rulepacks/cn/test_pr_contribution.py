"""Permanent residence for major, outstanding contribution or special need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.contribution"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "recommendation.group": "outstanding-contribution",
    "contribution.recommended": True,
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
        ("contribution.group", {"recommendation.group": "outstanding-contribution"}, MET),
        ("contribution.group", {"recommendation.group": "specially-needed"}, MET),
        ("contribution.group", {"recommendation.group": "high-level-talent"}, NOT_MET),
        ("contribution.group", {"recommendation.group": "none"}, NOT_MET),
        ("contribution.recommended", {"contribution.recommended": True}, MET),
        ("contribution.recommended", {"contribution.recommended": False}, NOT_MET),
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
        ("contribution.group", ("recommendation.group",)),
        ("contribution.recommended", ("contribution.recommended",)),
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
    asked = asked_of(pack, make_case(CATEGORY), "anna")
    assert sorted(asked) == sorted(
        [
            "application-form",
            "photo",
            "passport",
            "visa-or-permit",
            "health-certificate",
            "criminal-record",
            "authority-recommendation",
        ]
    )
