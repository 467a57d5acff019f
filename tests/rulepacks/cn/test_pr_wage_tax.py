"""Permanent residence on wage and tax, on both sides of every boundary.

The figures are Ningbo's: 6 times 70 780 is 424 680 CNY a year, and a fifth of that is 84 936 CNY.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Answer, Case, Evidence, Person, YearRow
from app.domain.judgement import (
    CategoryMatch,
    ChecklistItem,
    ConditionResult,
    Fit,
    ItemState,
    Verdict,
    YearJudgement,
)
from app.domain.rules import RulePack
from app.rules.checklist import make_checklist
from tests.support.checklists import asked_of

CATEGORY = "pr.wage-tax"
WORK, STAY, WAGE, TAX = "work.consecutive-years", "stay.each-year", "wage.each-year", "tax.each-year"

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]
ConditionJudge = Callable[[Case, str], ConditionResult]

TODAY = date(2026, 11, 18)
WAGE_LINE, TAX_LINE, DAYS_LINE = 424_680.0, 84_936.0, 183


def row(
    year: int, wage: float | None = WAGE_LINE, tax: float | None = TAX_LINE, days: int | None = DAYS_LINE
) -> YearRow:
    """Make a year that stands exactly on every line, except for what is given."""
    return YearRow(year, "anna", wage, tax, days)


def years_with(last: YearRow) -> list[YearRow]:
    """Put one year among the four full years before 2026, all others exactly on every line."""
    return [last if year == last.year else row(year) for year in (2025, 2024, 2023, 2022)]


def counted(result: ConditionResult) -> list[int]:
    return [year.year for year in result.years]


def newest(result: ConditionResult) -> YearJudgement:
    return result.years[0]


# ------------------------------------------------------------------------------------------ the category


def test_it_fits_who_stands_exactly_on_every_line(make_case: CaseMaker, judge: Judge) -> None:
    case = make_case(CATEGORY, answers={"work.consecutive_years": 4}, years=years_with(row(2025)))
    assert judge(case).fit is Fit.FITS


def test_it_is_undecided_while_nothing_is_answered(make_case: CaseMaker, judge: Judge) -> None:
    assert judge(make_case(CATEGORY)).fit is Fit.UNDECIDED


def test_it_is_not_evaluated_before_the_measures_took_effect(make_case: CaseMaker, judge: Judge) -> None:
    case = replace(make_case(CATEGORY), submit_on=date(2019, 7, 31))
    assert judge(case).fit is Fit.NOT_EVALUATED


def test_it_is_evaluated_on_the_day_the_measures_took_effect(make_case: CaseMaker, judge: Judge) -> None:
    case = replace(make_case(CATEGORY), submit_on=date(2019, 8, 1))
    assert judge(case).fit is Fit.UNDECIDED


def test_a_spouse_and_unmarried_children_under_18_may_come_along(pack: RulePack) -> None:
    spouse, child = pack.categories[CATEGORY].accompanying
    assert (spouse.role, spouse.under_age, spouse.unmarried) == ("spouse", None, False)
    assert (child.role, child.under_age, child.unmarried) == ("child", 18, True)


# --------------------------------------------------------------------------------------- years of work


@pytest.mark.parametrize(
    ("years", "verdict"), [(3, Verdict.NOT_MET), (3.9, Verdict.NOT_MET), (4, Verdict.MET), (7, Verdict.MET)]
)
def test_four_consecutive_years_of_work_are_asked(
    make_case: CaseMaker, judge_condition: ConditionJudge, years: Answer, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, answers={"work.consecutive_years": years})
    assert judge_condition(case, "work.consecutive-years").verdict is verdict


def test_years_of_work_that_nobody_told_are_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    result = judge_condition(make_case(CATEGORY), "work.consecutive-years")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("work.consecutive_years",)


def test_who_has_worked_three_years_is_told_that_one_is_short(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    result = judge_condition(make_case(CATEGORY, answers={"work.consecutive_years": 3}), WORK)
    assert (result.shortfall, result.unit) == (1, "years")


# -------------------------------------------------------------------------------------------- the stay


@pytest.mark.parametrize(("days", "verdict"), [(182, Verdict.NOT_MET), (183, Verdict.MET)])
def test_183_days_in_every_year_are_asked(
    make_case: CaseMaker, judge_condition: ConditionJudge, days: int, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2023, days=days)))
    assert judge_condition(case, "stay.each-year").verdict is verdict


def test_a_year_without_a_count_of_days_is_unknown(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    result = judge_condition(make_case(CATEGORY, years=years_with(row(2023, days=None))), "stay.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2023.days_in_china",)


# -------------------------------------------------------------------------------------------- the wage


@pytest.mark.parametrize(("wage", "verdict"), [(424_679.99, Verdict.NOT_MET), (424_680, Verdict.MET)])
def test_six_times_the_average_wage_is_asked_of_every_year(
    make_case: CaseMaker, judge_condition: ConditionJudge, wage: float, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2022, wage=wage)))
    assert judge_condition(case, "wage.each-year").verdict is verdict


def test_a_year_without_a_wage_is_unknown(make_case: CaseMaker, judge_condition: ConditionJudge) -> None:
    result = judge_condition(make_case(CATEGORY, years=years_with(row(2022, wage=None))), "wage.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2022.wage_cny",)


def test_where_no_average_wage_is_known_no_wage_is_judged(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, "national", years=years_with(row(2025)))
    assert judge_condition(case, WAGE).verdict is Verdict.UNKNOWN


# --------------------------------------------------------------------------------------------- the tax


@pytest.mark.parametrize(("tax", "verdict"), [(84_935.99, Verdict.NOT_MET), (84_936, Verdict.MET)])
def test_a_fifth_of_the_wage_standard_is_asked_as_tax_of_every_year(
    make_case: CaseMaker, judge_condition: ConditionJudge, tax: float, verdict: Verdict
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2024, tax=tax)))
    assert judge_condition(case, "tax.each-year").verdict is verdict


def test_a_year_without_a_tax_is_unknown(make_case: CaseMaker, judge_condition: ConditionJudge) -> None:
    result = judge_condition(make_case(CATEGORY, years=years_with(row(2024, tax=None))), "tax.each-year")
    assert result.verdict is Verdict.UNKNOWN
    assert result.unanswered == ("year.2024.tax_cny",)


def test_who_earns_exactly_the_standard_and_pays_the_usual_tax_on_it_fails_on_tax_alone(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2025, tax=59_250)))
    assert judge_condition(case, WAGE).verdict is Verdict.MET
    assert judge_condition(case, TAX).verdict is Verdict.NOT_MET
    assert judge_condition(case, TAX).shortfall == TAX_LINE - 59_250


def test_a_fifth_of_the_standard_decides_even_where_a_fifth_of_the_wage_is_not_paid(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2025, wage=600_000, tax=100_000)))
    result = judge_condition(case, TAX)
    assert result.verdict is Verdict.MET
    assert newest(result).strict_threshold == 120_000
    assert newest(result).strict_verdict is Verdict.NOT_MET


@pytest.mark.parametrize(("tax", "strict"), [(119_999.99, Verdict.NOT_MET), (120_000, Verdict.MET)])
def test_the_strict_reading_takes_a_fifth_of_the_wage_earned(
    make_case: CaseMaker, judge_condition: ConditionJudge, tax: float, strict: Verdict
) -> None:
    case = make_case(CATEGORY, years=years_with(row(2025, wage=600_000, tax=tax)))
    assert newest(judge_condition(case, TAX)).strict_verdict is strict


# ----------------------------------------------------------------------------------- which years count


@pytest.mark.parametrize("condition", [STAY, WAGE, TAX])
def test_the_four_full_years_before_the_year_of_submission_count(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str
) -> None:
    case = make_case(CATEGORY, years=[row(2026), *years_with(row(2025))])
    assert counted(judge_condition(case, condition)) == [2025, 2024, 2023, 2022]


@pytest.mark.parametrize("condition", [STAY, WAGE, TAX])
def test_a_part_year_that_meets_the_rule_stands_in_for_an_oldest_year_that_does_not(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str
) -> None:
    case = make_case(CATEGORY, years=[row(2026), *years_with(row(2022, 300_000, 30_000, 90))])
    result = judge_condition(case, condition)
    assert counted(result) == [2026, 2025, 2024, 2023]
    assert result.verdict is Verdict.MET


@pytest.mark.parametrize("condition", [STAY, WAGE, TAX])
def test_a_part_year_stands_in_for_an_oldest_year_that_is_not_told(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str
) -> None:
    case = make_case(CATEGORY, years=[row(2026), row(2025), row(2024), row(2023)])
    result = judge_condition(case, condition)
    assert counted(result) == [2026, 2025, 2024, 2023]
    assert result.verdict is Verdict.MET


@pytest.mark.parametrize("condition", [STAY, WAGE, TAX])
def test_a_part_year_that_does_not_meet_the_rule_yet_is_no_help(
    make_case: CaseMaker, judge_condition: ConditionJudge, condition: str
) -> None:
    short = row(2026, 300_000, 30_000, 90)
    case = make_case(CATEGORY, years=[short, *years_with(row(2022, 300_000, 30_000, 90))])
    result = judge_condition(case, condition)
    assert counted(result) == [2025, 2024, 2023, 2022]
    assert result.verdict is Verdict.NOT_MET


def test_a_short_year_in_the_middle_is_not_mended_by_a_part_year(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    case = make_case(CATEGORY, years=[row(2026), *years_with(row(2024, wage=300_000))])
    assert judge_condition(case, WAGE).verdict is Verdict.NOT_MET


# ------------------------------------------------------------------------------------------ the papers


def item_of(pack: RulePack, case: Case, person: str, requirement: str) -> ChecklistItem:
    return next(
        item
        for item in make_checklist(pack, case, today=TODAY)
        if (item.person.id, item.requirement.id) == (person, requirement)
    )


def test_the_principal_applicant_brings_fifteen_papers(pack: RulePack, make_case: CaseMaker) -> None:
    assert asked_of(pack, make_case(CATEGORY), "anna") == [
        "application-form",
        "photo",
        "passport",
        "visa-or-permit",
        "employment-proof",
        "work-permit",
        "work-history-proof",
        "employer-registration",
        "employer-annual-report",
        "employer-recommendation",
        "income-proof",
        "tax-proof",
        "stay-record",
        "health-certificate",
        "criminal-record",
    ]


def test_spouse_and_child_bring_their_own_papers(
    pack: RulePack, make_case: CaseMaker, family: tuple[Person, ...]
) -> None:
    case = make_case(CATEGORY, people=family)
    own = ["application-form", "photo", "passport", "visa-or-permit", "health-certificate", "criminal-record"]
    assert asked_of(pack, case, "jonas") == [*own, "marriage-certificate"]
    assert asked_of(pack, case, "lea") == [*own, "kinship-proof"]


@pytest.mark.parametrize("requirement", ["income-proof", "tax-proof"])
@pytest.mark.parametrize(
    ("files", "state"), [(0, ItemState.MISSING), (3, ItemState.TOO_FEW), (4, ItemState.PROVIDED)]
)
def test_income_and_tax_take_four_pieces(
    pack: RulePack,
    make_case: CaseMaker,
    paper: Callable[..., Evidence],
    requirement: str,
    files: int,
    state: ItemState,
) -> None:
    evidence = [paper(requirement, files=files)] if files else []
    assert item_of(pack, make_case(CATEGORY, evidence=evidence), "anna", requirement).state is state


@pytest.mark.parametrize(
    ("born", "state"),
    [(date(2012, 12, 16), ItemState.ASK_WINDOW), (date(2012, 12, 15), ItemState.MISSING)],
)
def test_a_criminal_record_is_asked_of_a_child_from_14_and_below_that_the_window_decides(
    pack: RulePack, make_case: CaseMaker, family: tuple[Person, ...], born: date, state: ItemState
) -> None:
    child = replace(family[2], birth_date=born)
    case = make_case(CATEGORY, people=[family[0], child])
    assert item_of(pack, case, "lea", "criminal-record").state is state


@pytest.mark.parametrize("given", ["kinship-proof", "birth-certificate"])
def test_a_birth_certificate_answers_as_well_as_a_proof_of_kinship(
    pack: RulePack,
    make_case: CaseMaker,
    paper: Callable[..., Evidence],
    family: tuple[Person, ...],
    given: str,
) -> None:
    case = make_case(CATEGORY, people=family, evidence=[paper(given, person="lea")])
    assert item_of(pack, case, "lea", "kinship-proof").state is ItemState.PROVIDED


def test_the_letter_of_recommendation_says_that_ningbo_does_not_name_it(
    pack: RulePack, make_case: CaseMaker
) -> None:
    why = item_of(pack, make_case(CATEGORY), "anna", "employer-recommendation").ask.why
    assert why is not None
    assert "Ningbo" in why.en
    assert "宁波" in why.zh


# --------------------------------------------------------------------------------- what sources say


def test_both_readings_of_the_tax_rule_are_told_with_their_sources(pack: RulePack) -> None:
    conflicts = {each.id: each for each in pack.categories[CATEGORY].conflicts}
    official, strict = conflicts["tax-share"].readings
    assert "nia-12" in {source.instrument for source in official.source}
    assert "ningbo-12" in {source.instrument for source in strict.source}


def test_every_note_that_states_a_rule_names_its_source(pack: RulePack) -> None:
    without = [note.text.en for note in pack.categories[CATEGORY].notes if not note.source]
    assert [words.split(".")[0] for words in without] == ["Lists differ between cities and change over time"]
