"""Graduates of world-renowned universities, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, ItemState, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.world-graduate"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "education.ranking": "arwu-top-300",
    "graduation.on": date(2024, 6, 30),
    "arrival.on": date(2026, 6, 30),
    "student.innovates": True,
    "work.hired": False,
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
        ("education.ranking", {"education.ranking": "arwu-top-300"}, MET),
        ("education.ranking", {"education.ranking": "other"}, NOT_MET),
        (
            "arrival.within-two-years",
            {"graduation.on": date(2024, 6, 30), "arrival.on": date(2026, 6, 29)},
            MET,
        ),
        (
            "arrival.within-two-years",
            {"graduation.on": date(2024, 6, 30), "arrival.on": date(2026, 6, 30)},
            MET,
        ),
        (
            "arrival.within-two-years",
            {"graduation.on": date(2024, 6, 30), "arrival.on": date(2026, 7, 1)},
            NOT_MET,
        ),
        ("arrival.within-two-years", {"graduation.on": date(2024, 6, 30)}, UNKNOWN),
        ("arrival.within-two-years", {"arrival.on": date(2026, 6, 30)}, UNKNOWN),
        ("student.innovates-or-hired", {"student.innovates": True}, MET),
        ("student.innovates-or-hired", {"work.hired": True}, MET),
        ("student.innovates-or-hired", {"student.innovates": False, "work.hired": True}, MET),
        ("student.innovates-or-hired", {"student.innovates": False, "work.hired": False}, NOT_MET),
        ("student.innovates-or-hired", {"student.innovates": False}, UNKNOWN),
        ("student.innovates-or-hired", {"work.hired": False}, UNKNOWN),
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
        ("education.ranking", {"education.ranking"}),
        ("arrival.within-two-years", {"arrival.on", "graduation.on"}),
        ("student.innovates-or-hired", {"student.innovates", "work.hired"}),
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
            "ranking-proof",
            "entrepreneurship-proof",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


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


def test_the_day_of_submission_plays_no_part_in_the_two_years(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    answers: dict[str, Answer] = {"graduation.on": date(2015, 7, 1), "arrival.on": date(2017, 7, 1)}
    result = judge_condition(make_case(CATEGORY, answers=answers), "arrival.within-two-years")
    assert result.verdict is MET


def test_a_degree_certificate_answers_for_the_diploma(pack: RulePack) -> None:
    ask = next(each for each in pack.categories[CATEGORY].asks if each.requirement == "academic-diploma")
    assert ask.instead == ("degree-certificate",)


def test_whoever_told_the_arrival_alone_is_asked_for_the_graduation(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, answers={"arrival.on": date(2026, 6, 30)})
    assert judge_condition(case, "arrival.within-two-years").unanswered == ("graduation.on",)
