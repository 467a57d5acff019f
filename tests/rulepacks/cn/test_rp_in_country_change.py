"""The change to a work-type residence permit inside China, on both sides of every condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.in-country-change"
GOOD: dict[str, Answer] = {
    "work.hired": True,
    "work_permit.class": "B",
    "work_visa.cannot_leave": True,
}

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]


def test_it_fits_who_is_hired_holds_class_b_and_cannot_leave(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, answers=GOOD)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_it_is_undecided_while_one_answer_is_missing(
    make_case: CaseMaker, judge: Judge, missing: str
) -> None:
    answers = {fact: answer for fact, answer in GOOD.items() if fact != missing}
    assert judge(make_case(CATEGORY, answers=answers)).fit is Fit.UNDECIDED


@pytest.mark.parametrize(
    ("condition", "fact", "answer", "verdict"),
    [
        ("work.hired", "work.hired", True, Verdict.MET),
        ("work.hired", "work.hired", False, Verdict.NOT_MET),
        ("work-permit.class", "work_permit.class", "A", Verdict.MET),
        ("work-permit.class", "work_permit.class", "B", Verdict.MET),
        ("work-permit.class", "work_permit.class", "C", Verdict.NOT_MET),
        ("work-visa.cannot-leave", "work_visa.cannot_leave", True, Verdict.MET),
        ("work-visa.cannot-leave", "work_visa.cannot_leave", False, Verdict.NOT_MET),
    ],
)
def test_each_condition_takes_its_own_answer(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    fact: str,
    answer: Answer,
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, answers={fact: answer})
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "fact"),
    [
        ("work.hired", "work.hired"),
        ("work-permit.class", "work_permit.class"),
        ("work-visa.cannot-leave", "work_visa.cannot_leave"),
    ],
)
def test_a_condition_without_its_answer_is_unknown_and_names_the_question(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, fact: str
) -> None:
    result = judge_condition(make_case(CATEGORY), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == (fact,)


def test_eleven_papers_are_asked_all_of_the_principal_applicant(
    make_case: CaseMaker, checklist: Checklist, family: tuple[Person, ...]
) -> None:
    items = checklist(make_case(CATEGORY, people=family))
    assert {item.person.id for item in items} == {"anna"}
    assert [item.requirement.id for item in items] == [
        "application-form",
        "photo",
        "passport",
        "visa-or-permit",
        "accommodation-registration",
        "employment-proof",
        "work-permit",
        "organisation-letter",
        "visa-delay-statement",
        "employer-registration",
        "health-certificate",
    ]


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


@pytest.mark.parametrize(
    ("day", "fit"), [(date(2019, 7, 31), Fit.NOT_EVALUATED), (date(2019, 8, 1), Fit.UNDECIDED)]
)
def test_it_is_evaluated_from_the_day_the_measures_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, fit: Fit
) -> None:
    assert judge(replace(make_case(CATEGORY), submit_on=day)).fit is fit


def test_both_readings_of_the_reason_are_shown(pack: RulePack) -> None:
    (conflict,) = pack.categories[CATEGORY].conflicts
    assert [each.source[0].instrument for each in conflict.readings] == ["nia-12", "ningbo-12"]
