"""Permanent residence for holders of a doctorate who work in Shanghai."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.shanghai-phd"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {"shanghai.works": True, "education.degree": "doctorate"}


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, "shanghai", answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, "shanghai")).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2023, 5, 31), False), (date(2023, 6, 1), True)])
def test_it_is_evaluated_from_the_day_reports_name(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY, "shanghai"), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("shanghai.works", {"shanghai.works": True}, MET),
        ("shanghai.works", {"shanghai.works": False}, NOT_MET),
        ("education.doctorate", {"education.degree": "doctorate"}, MET),
        ("education.doctorate", {"education.degree": "master"}, NOT_MET),
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
    case = make_case(CATEGORY, "shanghai", answers={**FITTING, **answers})
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("shanghai.works", ("shanghai.works",)),
        ("education.doctorate", ("education.degree",)),
    ],
)
def test_what_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: tuple[str, ...]
) -> None:
    result = judge_condition(make_case(CATEGORY, "shanghai", answers=without(*facts)), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == set(facts)


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
        "academic-diploma",
        "degree-certificate",
    }


@pytest.mark.parametrize("place", ["ningbo", "beijing", "national"])
def test_it_exists_in_shanghai_only(make_case: CaseMaker, judge: Judge, place: str) -> None:
    assert judge(make_case(CATEGORY, place, answers=FITTING)).fit is Fit.NOT_EVALUATED


def test_that_no_official_text_was_read_is_told(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert {source.confidence.value for each in category.conditions for source in each.source} == {
        "secondary"
    }
    assert {each.id for each in category.missing} == {"start-day", "papers"}
