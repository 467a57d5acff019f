"""Permanent residence for the spouse and the minor children of investors, post holders and contributors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person, PersonRole
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, ItemState, Verdict
from app.domain.rules import RulePack
from app.rules.checklist import make_checklist
from tests.support.checklists import asked_of

CATEGORY = "pr.dependant"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

CHILD = Person("anna", PersonRole.PRINCIPAL, "MULLER", "ANNA", birth_date=date(2012, 12, 15), married=False)
SPONSOR = Person("wei", PersonRole.SPONSOR, "WANG", "WEI", birth_date=date(1970, 1, 1), married=True)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {"sponsor.way": "investor", "sponsor.relation": "parent"}


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, people=[CHILD], answers=FITTING)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, people=[CHILD])).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2004, 8, 14), False), (date(2004, 8, 15), True)])
def test_it_is_evaluated_from_the_day_the_order_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY, people=[CHILD]), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("dependant.of", {"sponsor.way": "investor"}, MET),
        ("dependant.of", {"sponsor.way": "post"}, MET),
        ("dependant.of", {"sponsor.way": "contribution"}, MET),
        ("dependant.of", {"sponsor.way": "other"}, NOT_MET),
        ("dependant.relation", {"sponsor.relation": "spouse"}, MET),
        ("dependant.relation", {"sponsor.relation": "parent"}, MET),
        ("dependant.relation", {"sponsor.relation": "child"}, NOT_MET),
        ("dependant.relation", {"sponsor.relation": "direct-relative"}, NOT_MET),
        ("dependant.relation", {"sponsor.relation": "other"}, NOT_MET),
        ("dependant.relation", {"sponsor.relation": "nobody"}, NOT_MET),
    ],
)
def test_both_sides_of_every_boundary(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    answers: dict[str, Answer],
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, people=[CHILD], answers={**FITTING, **answers})
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("dependant.of", ("sponsor.way",)),
        ("dependant.relation", ("sponsor.relation",)),
    ],
)
def test_what_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: tuple[str, ...]
) -> None:
    result = judge_condition(make_case(CATEGORY, people=[CHILD], answers=without(*facts)), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == set(facts)


def test_nobody_comes_along(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert category.accompanying == ()
    assert category.family.en
    assert category.family.zh


def test_the_papers_of_the_principal_applicant(pack: RulePack, make_case: CaseMaker) -> None:
    asked = asked_of(pack, make_case(CATEGORY, people=[CHILD], answers=FITTING), "anna")
    assert sorted(asked) == sorted(
        [
            "application-form",
            "photo",
            "passport",
            "visa-or-permit",
            "health-certificate",
            "criminal-record",
            "kinship-proof",
        ]
    )


@pytest.mark.parametrize(("born", "verdict"), [(date(2008, 12, 16), MET), (date(2008, 12, 15), NOT_MET)])
def test_a_child_is_under_18_on_the_day_of_submission(
    make_case: CaseMaker, judge_condition: ConditionJudge, born: date, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, people=[replace(CHILD, birth_date=born)], answers=FITTING)
    assert judge_condition(case, "dependant.age").verdict is verdict


def test_without_a_day_of_birth_the_age_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, people=[replace(CHILD, birth_date=None)], answers=FITTING)
    result = judge_condition(case, "dependant.age")
    assert result.verdict is Verdict.UNKNOWN
    assert "person.age" in result.unanswered


@pytest.mark.parametrize(("married", "verdict"), [(False, MET), (True, NOT_MET), (None, Verdict.UNKNOWN)])
def test_a_child_is_unmarried(
    make_case: CaseMaker, judge_condition: ConditionJudge, married: bool | None, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, people=[replace(CHILD, married=married)], answers=FITTING)
    assert judge_condition(case, "dependant.unmarried").verdict is verdict


@pytest.mark.parametrize(
    ("born", "state"),
    [(date(2012, 12, 16), ItemState.ASK_WINDOW), (date(2012, 12, 15), ItemState.MISSING)],
)
def test_a_criminal_record_is_asked_from_14_and_below_that_the_window_decides(
    pack: RulePack, make_case: CaseMaker, born: date, state: ItemState
) -> None:
    case = make_case(CATEGORY, people=[replace(CHILD, birth_date=born)], answers=FITTING)
    (item,) = [
        each for each in make_checklist(pack, case, today=TODAY) if each.requirement.id == "criminal-record"
    ]
    assert item.state is state


def test_a_spouse_fits_at_any_age_and_brings_the_marriage_certificate(
    pack: RulePack, make_case: CaseMaker, judge: Judge
) -> None:
    case = make_case(CATEGORY, answers={**FITTING, "sponsor.relation": "spouse"})
    assert judge(case).fit is Fit.FITS
    asked = asked_of(pack, case, "anna")
    assert "marriage-certificate" in asked
    assert "kinship-proof" not in asked
