"""Beijing: a fixed wage standard until January 2020, six times the average after it; papers, local rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Case, YearRow
from app.domain.judgement import ConditionResult, ItemState, Verdict
from app.domain.rules import CategoryKind, RulePack
from app.domain.sources import Confidence
from app.rules.checklist import make_checklist
from tests.support.standards import wage_standard

CaseMaker = Callable[..., Case]
ConditionJudge = Callable[[Case, str], ConditionResult]

TODAY = date(2026, 11, 18)
DAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("year", "standard", "average_year"),
    [
        (2015, None, None),
        (2016, 500_000, None),
        (2019, 500_000, None),
        (2020, None, None),
        (2024, None, None),
        (2025, 840_000, 2024),
        (2026, 840_000, 2024),
    ],
)
def test_the_wage_standard_of_each_year(
    pack: RulePack, year: int, standard: float | None, average_year: int | None
) -> None:
    assert wage_standard(pack.places["beijing"], year, 6)[:2] == (standard, average_year)


def test_the_fixed_standard_goes_with_a_tax_of_100_000(pack: RulePack) -> None:
    (fixed,) = pack.places["beijing"].wage_standards
    assert (fixed.tax_cny, fixed.beside_average) == (100_000, False)


@pytest.mark.parametrize(("tax", "verdict"), [(167_999.99, Verdict.NOT_MET), (168_000, Verdict.MET)])
def test_the_tax_of_2025_is_held_against_168_000(
    make_case: CaseMaker, judge_condition: ConditionJudge, tax: float, verdict: Verdict
) -> None:
    rows = [YearRow(2025, "anna", 900_000, tax, 300)]
    result = judge_condition(make_case("pr.wage-tax", "beijing", years=rows), "tax.each-year")
    judged = next(each for each in result.years if each.year == 2025)
    assert (judged.threshold, judged.verdict) == (168_000, verdict)


def test_a_year_without_a_known_standard_stays_open(
    make_case: CaseMaker, judge_condition: ConditionJudge
) -> None:
    rows = [YearRow(year, "anna", 2_000_000, 600_000, 300) for year in (2025, 2024, 2023, 2022)]
    result = judge_condition(make_case("pr.wage-tax", "beijing", years=rows), "wage.each-year")
    assert result.verdict is Verdict.UNKNOWN


def test_the_average_wage_is_an_agencys_round_figure(pack: RulePack) -> None:
    (average,) = pack.places["beijing"].average_wages
    assert average.source[0].confidence is Confidence.SECONDARY
    assert average.source[0].note is not None
    assert average.source[0].note.en.startswith("About")


def test_what_was_not_found_is_told(pack: RulePack) -> None:
    missing = {each.id for each in pack.places["beijing"].missing}
    assert {"average-wage-2019-to-2023", "official-standard-2025"} <= missing


# ------------------------------------------------------------------------------------------ photos


def test_two_white_photos_and_the_digital_photo_are_asked_for_permanent_residence(pack: RulePack) -> None:
    photo = pack.places["beijing"].photo_on(CategoryKind.PERMANENT_RESIDENCE, DAY)
    assert photo is not None
    assert (photo.count, photo.colours, photo.digital) == (2, ("white",), True)


def test_one_white_photo_is_asked_for_a_residence_permit(pack: RulePack) -> None:
    photo = pack.places["beijing"].photo_on(CategoryKind.RESIDENCE_PERMIT, DAY)
    assert photo is not None
    assert (photo.count, photo.colours, photo.digital) == (1, ("white",), False)


@pytest.mark.parametrize(
    ("conflict", "values"),
    [
        ("photo-size", ["33 x 48 mm", "35 x 53 mm", "35 x 52 mm"]),
        ("photo-background", ["white", "white or light blue"]),
        ("copies", ["one of each", "two copies of everything on A4 (2013)"]),
    ],
)
def test_what_sources_say_differently_stands_with_every_value(
    pack: RulePack, conflict: str, values: list[str]
) -> None:
    found = next(each for each in pack.places["beijing"].conflicts if each.id == conflict)
    assert [each.value.en for each in found.readings] == values


# ------------------------------------------------------------------------------------------ papers


def test_one_copy_of_everything_is_asked_for_permanent_residence(pack: RulePack) -> None:
    beijing = pack.places["beijing"]
    copies = beijing.copies_of("passport", pack.categories["pr.wage-tax"], DAY)
    assert copies is not None
    assert copies.count == 1
    assert beijing.copies_of("passport", pack.categories["rp.in-country-change"], DAY) is None


def test_the_permits_of_four_years_are_asked(pack: RulePack, make_case: CaseMaker) -> None:
    items = make_checklist(pack, make_case("pr.wage-tax", "beijing"), today=TODAY)
    found = [item.state for item in items if item.requirement.id == "previous-permits"]
    assert found == [ItemState.MISSING]


@pytest.mark.parametrize(("day", "taken"), [(date(2023, 11, 6), None), (date(2023, 11, 7), "yes")])
def test_an_apostille_is_taken_since_7_november_2023(pack: RulePack, day: date, taken: str | None) -> None:
    switch = pack.places["beijing"].apostille_on(day)
    assert (None if switch is None else switch.taken) == taken


def test_the_translators_licence_is_not_asked(pack: RulePack) -> None:
    switch = pack.places["beijing"].translator_licence_on(DAY)
    assert switch is not None
    assert not switch.asked


@pytest.mark.parametrize(
    ("requirement", "part"), [("marriage-certificate", "authentication"), ("housing-proof", "original")]
)
def test_papers_that_count_for_six_months(pack: RulePack, requirement: str, part: str) -> None:
    validity = pack.places["beijing"].validity_on(pack.requirements[requirement], DAY)
    assert validity is not None
    assert (validity.months, [each.value for each in validity.counts_from]) == (6, [part])


def test_spouses_freeze_100_000_by_a_rule_of_2013(pack: RulePack) -> None:
    (deposit,) = pack.places["beijing"].deposits_for("livelihood-proof", pack.categories["pr.spouse"], DAY)
    assert (deposit.cny, deposit.frozen_months) == (100_000, 6)
    assert deposit.source[0].confidence is Confidence.SECONDARY
    assert deposit.source[0].note is not None
    assert "2013" in deposit.source[0].note.en


@pytest.mark.parametrize(
    ("requirement", "category", "words"),
    [
        ("criminal-record", "pr.wage-tax", "embassy in China"),
        ("housing-proof", "pr.spouse", "at least one year"),
        ("income-proof", "pr.wage-tax", "original"),
        ("employer-recommendation", "pr.wage-tax", "original"),
        ("health-certificate", "rp.in-country-change", "over 18"),
        (None, "pr.wage-tax", "once held Chinese nationality"),
    ],
)
def test_what_beijing_wants_to_see(
    pack: RulePack, requirement: str | None, category: str, words: str
) -> None:
    notes = pack.places["beijing"].notes_for(requirement, pack.categories[category], DAY)
    assert any(words in note.text.en for note in notes)


# ------------------------------------------------------------------------------------------ local rules


def test_local_rules_are_shown_beside_their_categories(pack: RulePack) -> None:
    variants = {each.id: each.category for each in pack.places["beijing"].variants}
    assert variants == {
        "beijing-zgc-points": "pr.recommended",
        "beijing-zgc-direct": "pr.recommended",
        "beijing-origin-services": "pr.chinese-key-region",
    }


def test_no_severity_is_changed(pack: RulePack) -> None:
    assert pack.places["beijing"].severity == {}


def test_spouses_bring_the_permits_of_five_years(pack: RulePack) -> None:
    asked = [each for each in pack.places["beijing"].asks if each.requirement == "previous-permits"]
    assert {each.scope.categories for each in asked} == {("pr.wage-tax",), ("pr.spouse",)}
