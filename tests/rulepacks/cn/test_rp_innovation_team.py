"""Foreign members of an innovation and entrepreneurship team."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.innovation-team"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {"team.role": "member", "team.leader_guarantees": True}


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
        ("team.member", {"team.role": "member"}, MET),
        ("team.member", {"team.role": "research-support"}, NOT_MET),
        ("team.member", {"team.role": "none"}, NOT_MET),
        ("team.leader-guarantees", {"team.leader_guarantees": True}, MET),
        ("team.leader-guarantees", {"team.leader_guarantees": False}, NOT_MET),
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
        ("team.member", {"team.role"}),
        ("team.leader-guarantees", {"team.leader_guarantees"}),
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
            "leader-guarantee",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


def test_the_guarantee_is_not_the_recommendation_of_a_leader(
    make_case: CaseMaker, checklist: Checklist
) -> None:
    assert "leader-recommendation" not in papers_of(checklist(make_case(CATEGORY, answers=FITTING)))
