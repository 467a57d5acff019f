"""Permanent residence for spouses: five years of marriage, five of residence, nine months in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Person, PersonRole, YearRow
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import RulePack
from tests.support.checklists import asked_of

CATEGORY = "pr.spouse"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TODAY = date(2026, 11, 18)

SPOUSE = Person("anna", PersonRole.PRINCIPAL, "MULLER", "ANNA", birth_date=date(1985, 3, 2), married=True)
SPONSOR = Person("wei", PersonRole.SPONSOR, "WANG", "WEI", birth_date=date(1970, 1, 1), married=True)

# Everything exactly on the line, for submission on 15 December 2026.
FITTING: dict[str, Answer] = {
    "sponsor.relation": "spouse",
    "sponsor.status": "chinese-citizen",
    "marriage.since": date(2021, 12, 15),
    "stay.since": date(2021, 12, 15),
    "livelihood.stable": True,
    "housing.has": True,
}
YEARS = [
    YearRow(2025, "anna", None, None, 274),
    YearRow(2024, "anna", None, None, 274),
    YearRow(2023, "anna", None, None, 274),
    YearRow(2022, "anna", None, None, 274),
    YearRow(2021, "anna", None, None, 274),
]


def without(*facts: str) -> dict[str, Answer]:
    return {fact: answer for fact, answer in FITTING.items() if fact not in facts}


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, people=[SPOUSE], answers=FITTING, years=YEARS)).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY, people=[SPOUSE])).fit is Fit.UNDECIDED


@pytest.mark.parametrize(("day", "evaluated"), [(date(2004, 8, 14), False), (date(2004, 8, 15), True)])
def test_it_is_evaluated_from_the_day_the_order_took_effect(
    make_case: CaseMaker, judge: Judge, day: date, evaluated: bool
) -> None:
    match = judge(replace(make_case(CATEGORY, people=[SPOUSE]), submit_on=day))
    assert (match.fit is not Fit.NOT_EVALUATED) is evaluated


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        ("sponsor.spouse", {"sponsor.relation": "spouse"}, MET),
        ("sponsor.spouse", {"sponsor.relation": "parent"}, NOT_MET),
        ("sponsor.spouse", {"sponsor.relation": "nobody"}, NOT_MET),
        ("sponsor.status", {"sponsor.status": "chinese-citizen"}, MET),
        ("sponsor.status", {"sponsor.status": "permanent-resident"}, MET),
        ("sponsor.status", {"sponsor.status": "other"}, NOT_MET),
        ("marriage.years", {"marriage.since": date(2021, 12, 15)}, MET),
        ("marriage.years", {"marriage.since": date(2021, 12, 16)}, NOT_MET),
        ("residence.years", {"stay.since": date(2021, 12, 15)}, MET),
        ("residence.years", {"stay.since": date(2021, 12, 16)}, NOT_MET),
        ("livelihood.stable", {"livelihood.stable": True}, MET),
        ("livelihood.stable", {"livelihood.stable": False}, NOT_MET),
        ("housing.has", {"housing.has": True}, MET),
        ("housing.has", {"housing.has": False}, NOT_MET),
    ],
)
def test_both_sides_of_every_boundary(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    condition: str,
    answers: dict[str, Answer],
    verdict: Verdict,
) -> None:
    case = make_case(CATEGORY, people=[SPOUSE], answers={**FITTING, **answers}, years=YEARS)
    assert judge_condition(case, condition).verdict is verdict


@pytest.mark.parametrize(
    ("condition", "facts"),
    [
        ("sponsor.spouse", ("sponsor.relation",)),
        ("sponsor.status", ("sponsor.status",)),
        ("marriage.years", ("marriage.since",)),
        ("residence.years", ("stay.since",)),
        ("livelihood.stable", ("livelihood.stable",)),
        ("housing.has", ("housing.has",)),
    ],
)
def test_what_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str, facts: tuple[str, ...]
) -> None:
    result = judge_condition(make_case(CATEGORY, people=[SPOUSE], answers=without(*facts)), condition)
    assert result.verdict is Verdict.UNKNOWN
    assert set(result.unanswered) == set(facts)


@pytest.mark.parametrize(("days", "verdict"), [(273, NOT_MET), (274, MET)])
def test_274_days_in_each_of_the_five_years_are_asked(
    make_case: CaseMaker, judge_condition: ConditionJudge, days: int, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, people=[SPOUSE], years=[*YEARS[:-1], replace(YEARS[-1], days_in_china=days)])
    assert judge_condition(case, "stay.each-year").verdict is verdict


def test_a_year_whose_days_nobody_told_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, people=[SPOUSE], years=YEARS[:-1])
    result = judge_condition(case, "stay.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2021.days_in_china",)


def test_nobody_comes_along(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert category.accompanying == ()
    assert category.family.en
    assert category.family.zh


def test_the_papers_of_the_principal_applicant(pack: RulePack, make_case: CaseMaker) -> None:
    asked = asked_of(pack, make_case(CATEGORY, people=[SPOUSE], answers=FITTING), "anna")
    assert sorted(asked) == sorted(
        [
            "application-form",
            "photo",
            "passport",
            "visa-or-permit",
            "health-certificate",
            "criminal-record",
            "marriage-certificate",
            "livelihood-proof",
            "housing-proof",
        ]
    )


def test_the_person_joined_shows_who_they_are(pack: RulePack, make_case: CaseMaker) -> None:
    case = make_case(CATEGORY, people=[SPOUSE, SPONSOR], answers=FITTING)
    assert asked_of(pack, case, "wei") == ["sponsor-identity"]


def test_who_was_married_a_day_too_late_is_told_from_when_it_is_enough(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, answers={**FITTING, "marriage.since": date(2021, 12, 16)})
    result = judge_condition(case, "marriage.years")
    assert (result.shortfall, result.shortfall_unit) == (1, "days")
    assert result.met_on == date(2026, 12, 16)


def test_what_shows_a_livelihood_is_told_as_a_conflict(pack: RulePack) -> None:
    conflicts = {each.id: each for each in pack.categories[CATEGORY].conflicts}
    assert len(conflicts["livelihood"].readings) == 4
