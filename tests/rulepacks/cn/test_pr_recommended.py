"""Permanent residence on recommendation: three groups, three who recommend, and the regions that count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.recommended"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "recommendation.group": "high-level-talent",
    "recommendation.by": "provincial-government",
}


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2019, 7, 31), False), (date(2019, 8, 1), True)])
def test_it_is_evaluated_from_the_day_the_measures_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("recommendation.group", {"recommendation.group": "high-level-talent"}, MET),
        ("recommendation.group", {"recommendation.group": "outstanding-contribution"}, MET),
        ("recommendation.group", {"recommendation.group": "specially-needed"}, MET),
        ("recommendation.group", {"recommendation.group": "none"}, NOT_MET),
        ("recommendation.by", {"recommendation.by": "national-department"}, MET),
        ("recommendation.by", {"recommendation.by": "provincial-government"}, MET),
        ("recommendation.by", {"recommendation.by": "key-region"}, MET),
        ("recommendation.by", {"recommendation.by": "other"}, NOT_MET),
        ("recommendation.by", {"recommendation.by": "none"}, NOT_MET),
        ("recommendation.region", {"recommendation.by": "national-department"}, MET),
        (
            "recommendation.region",
            {"recommendation.by": "key-region", "recommendation.region": "ningbo-high-tech-zone"},
            MET,
        ),
        (
            "recommendation.region",
            {"recommendation.by": "key-region", "recommendation.region": "ningbo-petrochemical"},
            MET,
        ),
        (
            "recommendation.region",
            {"recommendation.by": "key-region", "recommendation.region": "other-approved"},
            MET,
        ),
        (
            "recommendation.region",
            {"recommendation.by": "key-region", "recommendation.region": "not-approved"},
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
        ("recommendation.group", ("recommendation.group",)),
        ("recommendation.by", ("recommendation.by",)),
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


def test_a_key_region_that_nobody_named_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    answers = {**FITTING, "recommendation.by": "key-region"}
    result = judge_condition(make_case(CATEGORY, answers=answers), "recommendation.region")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("recommendation.region",)


def test_ningbo_names_four_key_regions(pack: RulePack) -> None:
    entries = pack.lists["key-regions"].entries
    assert sum(entry.place == "ningbo" for entry in entries) == 4
