"""Outstanding graduates of key Chinese universities, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, ItemState, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.cn-graduate"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "education.key_university": True,
    "education.degree": "bachelor",
    "student.innovates": True,
    "work.hired": False,
    "student.university_recommends": True,
    "student.criminal_record": False,
    "student.attendance": 80,
    "student.gpa": 3.0,
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
        ("education.key-university", {"education.key_university": True}, MET),
        ("education.key-university", {"education.key_university": False}, NOT_MET),
        ("education.degree", {"education.degree": "bachelor"}, MET),
        ("education.degree", {"education.degree": "master"}, MET),
        ("education.degree", {"education.degree": "doctorate"}, MET),
        ("education.degree", {"education.degree": "other"}, NOT_MET),
        ("student.innovates-or-hired", {"student.innovates": True}, MET),
        ("student.innovates-or-hired", {"work.hired": True}, MET),
        ("student.innovates-or-hired", {"student.innovates": False, "work.hired": True}, MET),
        ("student.innovates-or-hired", {"student.innovates": False, "work.hired": False}, NOT_MET),
        ("student.innovates-or-hired", {"student.innovates": False}, UNKNOWN),
        ("student.innovates-or-hired", {"work.hired": False}, UNKNOWN),
        ("student.university-recommends", {"student.university_recommends": True}, MET),
        ("student.university-recommends", {"student.university_recommends": False}, NOT_MET),
        ("student.no-criminal-record", {"student.criminal_record": False}, MET),
        ("student.no-criminal-record", {"student.criminal_record": True}, NOT_MET),
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
        ("education.key-university", {"education.key_university"}),
        ("education.degree", {"education.degree"}),
        ("student.innovates-or-hired", {"student.innovates", "work.hired"}),
        ("student.university-recommends", {"student.university_recommends"}),
        ("student.no-criminal-record", {"student.criminal_record"}),
        (
            "student.merit",
            {
                "student.attendance",
                "student.gpa",
                "student.achievement",
                "student.contribution",
                "student.merit_confirmed",
            },
        ),
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
            "academic-diploma",
            "degree-certificate",
            "university-recommendation",
            "achievement-proof",
            "entrepreneurship-proof",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


@pytest.mark.parametrize(
    ("attendance", "gpa", "achievement", "contribution", "verdict"),
    [
        (80, 3.0, None, None, MET),
        (79.9, 3.0, "none", False, NOT_MET),
        (79.9, 4.0, "book", False, NOT_MET),
        (80, 2.9, "none", False, NOT_MET),
        (80, 2.9, "book", False, MET),
        (80, 2.0, "book", None, MET),
        (80, 2.0, "article", None, MET),
        (80, 2.0, "competition", None, MET),
        (80, 2.0, "intellectual-property", None, MET),
        (80, 2.0, "entrepreneurship", None, MET),
        (80, 2.0, "none", False, NOT_MET),
        (80, 1.9, "book", False, NOT_MET),
        (None, None, None, True, MET),
        (50, 1.0, "none", True, MET),
        (50, 1.0, "none", False, NOT_MET),
        (50, 1.0, "none", None, UNKNOWN),
        (80, 2.5, None, False, UNKNOWN),
        (80, None, "book", False, UNKNOWN),
        (None, 3.0, None, False, UNKNOWN),
    ],
)
def test_merit_is_attendance_with_grades_or_a_contribution(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    attendance: float | None,
    gpa: float | None,
    achievement: str | None,
    contribution: bool | None,
    verdict: Verdict,
) -> None:
    told = {
        "student.attendance": attendance,
        "student.gpa": gpa,
        "student.achievement": achievement,
        "student.contribution": contribution,
    }
    answers = {fact: answer for fact, answer in told.items() if answer is not None}
    answers["student.merit_confirmed"] = False
    assert judge_condition(make_case(CATEGORY, answers=answers), "student.merit").verdict is verdict


@pytest.mark.parametrize(("confirmed", "verdict"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_nobody_fails_on_merit_before_the_window_has_told_its_reading(
    make_case: CaseMaker, judge_condition: ConditionJudge, confirmed: bool | None, verdict: Verdict
) -> None:
    answers: dict[str, Answer] = {
        "student.attendance": 79,
        "student.gpa": 1.9,
        "student.achievement": "none",
        "student.contribution": False,
    }
    if confirmed is not None:
        answers["student.merit_confirmed"] = confirmed
    assert judge_condition(make_case(CATEGORY, answers=answers), "student.merit").verdict is verdict


@pytest.mark.parametrize("paper", ["work-permit", "organisation-letter", "employer-registration"])
def test_whoever_is_hired_brings_the_papers_of_a_work_type_permit(
    make_case: CaseMaker, checklist: Checklist, paper: str
) -> None:
    assert paper in papers_of(checklist(make_case(CATEGORY, answers={**FITTING, "work.hired": True})))
    assert paper not in papers_of(checklist(make_case(CATEGORY, answers=FITTING)))


def test_whoever_is_hired_brings_no_proof_of_a_business(make_case: CaseMaker, checklist: Checklist) -> None:
    hired = make_case(CATEGORY, answers={**FITTING, "work.hired": True})
    assert "entrepreneurship-proof" not in papers_of(checklist(hired))


def test_while_hiring_is_not_answered_the_papers_of_both_ways_hang_on_it(
    make_case: CaseMaker, checklist: Checklist
) -> None:
    items = checklist(make_case(CATEGORY))
    open_ones = {item.requirement.id for item in items if item.state is ItemState.UNDECIDED}
    assert {"entrepreneurship-proof", "work-permit"} <= open_ones


def test_every_reading_of_what_the_text_leaves_open_is_shown(pack: RulePack) -> None:
    readings = {each.id: len(each.readings) for each in pack.categories[CATEGORY].conflicts}
    assert readings == {"merit.joined": 3, "merit.boundaries": 2, "achievement.property": 2}
