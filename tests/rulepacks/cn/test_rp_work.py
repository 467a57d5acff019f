"""The ordinary work-type residence permit, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.work"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "work.hired": True,
    "work_permit.class": "C",
    "work_permit.joint": False,
    "permit.held": False,
    "entry.on": date(2026, 11, 15),
}


def papers_of(items: tuple[ChecklistItem, ...], person: str = "anna") -> list[str]:
    return sorted(item.requirement.id for item in items if item.person.id == person)


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("work.hired", {"work.hired": True}, MET),
        ("work.hired", {"work.hired": False}, NOT_MET),
        ("work-permit.held", {"work_permit.class": "A"}, MET),
        ("work-permit.held", {"work_permit.class": "B"}, MET),
        ("work-permit.held", {"work_permit.class": "C"}, MET),
        ("work-permit.held", {"work_permit.joint": True}, MET),
        ("work-permit.held", {"work_permit.joint": False}, UNKNOWN),
        ("entry.within-30-days", {"permit.held": True}, MET),
        ("entry.within-30-days", {"permit.held": True, "entry.on": date(2025, 1, 1)}, MET),
        ("entry.within-30-days", {"permit.held": False, "entry.on": date(2026, 11, 14)}, NOT_MET),
        ("entry.within-30-days", {"permit.held": False, "entry.on": date(2026, 11, 15)}, MET),
        ("entry.within-30-days", {"entry.on": date(2026, 12, 15)}, MET),
        ("entry.within-30-days", {"permit.held": False}, UNKNOWN),
        ("entry.within-30-days", {"entry.on": date(2026, 11, 14)}, UNKNOWN),
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
        ("work.hired", {"work.hired"}),
        ("work-permit.held", {"work_permit.class", "work_permit.joint"}),
        ("entry.within-30-days", {"permit.held", "entry.on"}),
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
            "organisation-letter",
            "employer-registration",
            "work-permit",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


def test_with_both_applications_at_one_window_no_work_permit_is_asked(
    make_case: CaseMaker, checklist: Checklist
) -> None:
    joint = make_case(CATEGORY, answers={**FITTING, "work_permit.joint": True})
    assert "work-permit" not in papers_of(checklist(joint))
