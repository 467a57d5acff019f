"""Invited or recognised foreign experts: a port visa, then a visa or a private-affairs permit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.invited-expert"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {"invitation.by": "key-university"}


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
        ("expert.invited-or-recognised", {"invitation.by": "key-university"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "china-top-500"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "high-tech"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "strategic-emerging"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "innovative"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "fortune-500"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "national-laboratory"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "state-key-laboratory"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "national-engineering-laboratory"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "national-engineering-research-centre"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "enterprise-technology-centre"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "national-engineering-technology-centre"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "foreign-invested-rd-centre"}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "other", "expert.recognised": True}, MET),
        ("expert.invited-or-recognised", {"expert.recognised": True}, MET),
        ("expert.invited-or-recognised", {"invitation.by": "other", "expert.recognised": False}, NOT_MET),
        (
            "expert.invited-or-recognised",
            {"invitation.by": "public-institution", "expert.recognised": False},
            NOT_MET,
        ),
        ("expert.invited-or-recognised", {"invitation.by": "other"}, UNKNOWN),
        ("expert.invited-or-recognised", {"expert.recognised": False}, UNKNOWN),
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
        ("expert.invited-or-recognised", {"invitation.by", "expert.recognised"}),
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
            "application-form",
            "photo",
            "passport",
            "visa-or-permit",
            "accommodation-registration",
            "health-certificate",
            "invitation-letter",
            "confirmation-letter",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


def test_whether_one_letter_is_enough_is_shown_as_open(pack: RulePack) -> None:
    assert "letters.both-or-one" in {each.id for each in pack.categories[CATEGORY].missing}


def test_it_leads_to_up_to_five_years_and_not_to_five(pack: RulePack) -> None:
    assert "up to 5 years" in pack.categories[CATEGORY].outcome.en
    assert "5年以内" in pack.categories[CATEGORY].outcome.zh
