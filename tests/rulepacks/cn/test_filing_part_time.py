"""The filing of part-time innovation and entrepreneurship."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "filing.part-time"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "talent.high_level": True,
    "employer.class": "key-university",
    "part_time.main_employer_agrees": True,
    "part_time.other_employer_agrees": True,
}


def papers_of(items: tuple[ChecklistItem, ...], person: str = "anna") -> list[str]:
    return sorted(item.requirement.id for item in items if item.person.id == person)


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


@pytest.mark.parametrize(
    ("day", "fit"), [(date(2019, 7, 31), Fit.NOT_EVALUATED), (date(2019, 8, 1), Fit.UNDECIDED)]
)
def test_it_is_evaluated_from_the_day_the_measures_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, fit: Fit
) -> None:
    assert judge(replace(make_case(CATEGORY), submit_on=day)).fit is fit


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("talent.high-level", {"talent.high_level": True}, MET),
        ("talent.high-level", {"talent.high_level": False}, NOT_MET),
        ("employer.class", {"employer.class": "key-university"}, MET),
        ("employer.class", {"employer.class": "china-top-500"}, MET),
        ("employer.class", {"employer.class": "high-tech"}, MET),
        ("employer.class", {"employer.class": "strategic-emerging"}, MET),
        ("employer.class", {"employer.class": "innovative"}, MET),
        ("employer.class", {"employer.class": "fortune-500"}, MET),
        ("employer.class", {"employer.class": "national-laboratory"}, MET),
        ("employer.class", {"employer.class": "state-key-laboratory"}, MET),
        ("employer.class", {"employer.class": "national-engineering-laboratory"}, MET),
        ("employer.class", {"employer.class": "national-engineering-research-centre"}, MET),
        ("employer.class", {"employer.class": "enterprise-technology-centre"}, MET),
        ("employer.class", {"employer.class": "national-engineering-technology-centre"}, MET),
        ("employer.class", {"employer.class": "foreign-invested-rd-centre"}, MET),
        ("employer.class", {"employer.class": "other"}, NOT_MET),
        ("part-time.main-employer-agrees", {"part_time.main_employer_agrees": True}, MET),
        ("part-time.main-employer-agrees", {"part_time.main_employer_agrees": False}, NOT_MET),
        ("part-time.other-employer-agrees", {"part_time.other_employer_agrees": True}, MET),
        ("part-time.other-employer-agrees", {"part_time.other_employer_agrees": False}, NOT_MET),
    ],
)
def test_both_sides_of_every_condition(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    answers: dict[str, Answer],
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, answers=answers)
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("talent.high-level", {"talent.high_level"}),
        ("employer.class", {"employer.class"}),
        ("part-time.main-employer-agrees", {"part_time.main_employer_agrees"}),
        ("part-time.other-employer-agrees", {"part_time.other_employer_agrees"}),
    ],
)
def test_what_nobody_told_is_unknown_and_names_the_questions(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: set[str]
) -> None:
    answers = {fact: answer for fact, answer in FITTING.items() if fact not in facts}
    result = judge_condition(make_case(CATEGORY, answers=answers), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == facts


def test_the_papers_are_asked_of_the_principal_applicant_alone(
    make_case: CaseMaker, checklist: Checklist, family: tuple[Person, ...]
) -> None:
    items = checklist(make_case(CATEGORY, people=family, answers=FITTING))
    assert papers_of(items, "jonas") == papers_of(items, "lea") == []
    assert papers_of(items) == sorted(
        [
            "main-employer-consent",
            "part-time-employer-consent",
            "part-time-company-registration",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "Nobody comes along" in pack.categories[CATEGORY].family.en


def test_it_is_a_filing_and_gives_no_new_permit(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].kind == "filing"
    assert "no new permit" in pack.categories[CATEGORY].outcome.en
