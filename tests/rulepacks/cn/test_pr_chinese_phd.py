"""Permanent residence for foreign nationals of Chinese origin with a doctorate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Evidence, Person
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, ItemState, Verdict
from app.domain.rules import RulePack
from app.rules.checklist import make_checklist
from tests.support.checklists import asked_of

CATEGORY = "pr.chinese-phd"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {"origin.chinese": True, "work.in_china": True, "education.degree": "doctorate"}


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
        ("origin.chinese", {"origin.chinese": True}, MET),
        ("origin.chinese", {"origin.chinese": False}, NOT_MET),
        ("work.in-china", {"work.in_china": True}, MET),
        ("work.in-china", {"work.in_china": False}, NOT_MET),
        ("education.doctorate", {"education.degree": "doctorate"}, MET),
        ("education.doctorate", {"education.degree": "master"}, NOT_MET),
        ("education.doctorate", {"education.degree": "bachelor"}, NOT_MET),
        ("education.doctorate", {"education.degree": "other"}, NOT_MET),
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
        ("origin.chinese", ("origin.chinese",)),
        ("work.in-china", ("work.in_china",)),
        ("education.doctorate", ("education.degree",)),
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
            "chinese-origin-proof",
            "employment-proof",
            "work-permit",
            "employer-registration",
            "employer-annual-report",
            "academic-diploma",
            "degree-certificate",
        ]
    )


@pytest.mark.parametrize(
    "given",
    ["chinese-origin-proof", "former-id-card", "household-register", "former-passport", "birth-certificate"],
)
def test_any_one_of_five_papers_shows_chinese_origin(
    pack: RulePack, make_case: CaseMaker, paper: Callable[..., Evidence], given: str
) -> None:
    case = make_case(CATEGORY, evidence=[paper(given)])
    (item,) = [
        each
        for each in make_checklist(pack, case, today=TODAY)
        if each.requirement.id == "chinese-origin-proof"
    ]
    assert item.state is ItemState.PROVIDED


def test_whether_holders_of_a_doctorate_bring_papers_of_employment_is_told_as_a_conflict(
    pack: RulePack,
) -> None:
    conflicts = {each.id: each for each in pack.categories[CATEGORY].conflicts}
    assert len(conflicts["employment-papers"].readings) == 2
