"""Up to five years after two work-type permits in a row, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.five-year-after-two"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "permit.work_in_a_row": 2,
    "permit.shortest_months": 12,
    "permit.violation": False,
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
        ("permits.in-a-row", {"permit.work_in_a_row": 1}, NOT_MET),
        ("permits.in-a-row", {"permit.work_in_a_row": 2}, MET),
        ("permits.in-a-row", {"permit.work_in_a_row": 3}, MET),
        ("permits.one-year-each", {"permit.shortest_months": 11}, NOT_MET),
        ("permits.one-year-each", {"permit.shortest_months": 11.9}, NOT_MET),
        ("permits.one-year-each", {"permit.shortest_months": 12}, MET),
        ("permits.one-year-each", {"permit.shortest_months": 24}, MET),
        ("permits.no-violation", {"permit.violation": True}, NOT_MET),
        ("permits.no-violation", {"permit.violation": False}, MET),
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
        ("permits.in-a-row", {"permit.work_in_a_row"}),
        ("permits.one-year-each", {"permit.shortest_months"}),
        ("permits.no-violation", {"permit.violation"}),
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
            "previous-permits",
            "employment-proof",
            "work-permit",
        ]
    )


def test_nobody_comes_along(pack: RulePack) -> None:
    assert pack.categories[CATEGORY].accompanying == ()
    assert "does not say" in pack.categories[CATEGORY].family.en


def test_who_has_held_one_permit_is_told_that_one_is_short(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    result = judge_condition(make_case(CATEGORY, answers={"permit.work_in_a_row": 1}), "permits.in-a-row")
    assert (result.shortfall, result.unit) == (1, "permits")


def test_two_earlier_permits_are_asked(make_case: CaseMaker, checklist: Checklist) -> None:
    items = checklist(make_case(CATEGORY))
    pieces = {item.requirement.id: item.ask.pieces for item in items}
    assert pieces["previous-permits"] == 2


def test_both_readings_of_what_has_to_come_before_are_shown(pack: RulePack) -> None:
    conflict = next(each for each in pack.categories[CATEGORY].conflicts if each.id == "permits-or-years")
    assert [each.source[0].instrument for each in conflict.readings] == ["nia-2024", "ningbo-12"]
