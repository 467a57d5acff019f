"""Talents and team members of key fields and industries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person
from app.domain.judgement import CategoryMatch, ChecklistItem, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack

CATEGORY = "rp.key-field-team"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]
Checklist = Callable[[Case], tuple[ChecklistItem, ...]]

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "work.field": "internet-of-things",
    "team.role": "member",
    "work_permit.class": "B",
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
        ("work.field", {"work.field": "network-economy"}, MET),
        ("work.field", {"work.field": "high-end-manufacturing"}, MET),
        ("work.field", {"work.field": "bio-economy"}, MET),
        ("work.field", {"work.field": "green-low-carbon"}, MET),
        ("work.field", {"work.field": "digital-creativity"}, MET),
        ("work.field", {"work.field": "information-technology"}, MET),
        ("work.field", {"work.field": "internet-of-things"}, MET),
        ("work.field", {"work.field": "artificial-intelligence"}, MET),
        ("work.field", {"work.field": "high-end-equipment"}, MET),
        ("work.field", {"work.field": "new-materials"}, MET),
        ("work.field", {"work.field": "biology"}, MET),
        ("work.field", {"work.field": "new-energy-vehicles"}, MET),
        ("work.field", {"work.field": "new-energy"}, MET),
        ("work.field", {"work.field": "energy-saving"}, MET),
        ("work.field", {"work.field": "digital-creative-industry"}, MET),
        ("work.field", {"work.field": "other"}, NOT_MET),
        ("team.introduced-or-member", {"team.introduced": True}, MET),
        ("team.introduced-or-member", {"team.role": "member"}, MET),
        ("team.introduced-or-member", {"team.introduced": False, "team.role": "member"}, MET),
        ("team.introduced-or-member", {"team.introduced": False, "team.role": "none"}, NOT_MET),
        ("team.introduced-or-member", {"team.introduced": False, "team.role": "research-support"}, NOT_MET),
        ("team.introduced-or-member", {"team.introduced": False}, UNKNOWN),
        ("team.introduced-or-member", {"team.role": "none"}, UNKNOWN),
        ("work-permit.held", {"work_permit.class": "A"}, MET),
        ("work-permit.held", {"work_permit.class": "B"}, MET),
        ("work-permit.held", {"work_permit.class": "C"}, MET),
        ("work-permit.held", {}, UNKNOWN),
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
        ("work.field", {"work.field"}),
        ("team.introduced-or-member", {"team.introduced", "team.role"}),
        ("work-permit.held", {"work_permit.class"}),
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


def test_zones_play_no_part_in_it(pack: RulePack) -> None:
    zones = {entry.id for entry in pack.lists["key-regions"].entries}
    fields = {value for value, _ in pack.questions["work.field"].choices}
    assert not zones & fields
