"""Guangdong: a figure beside six times the average wage, blue photos with a receipt, three copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Case, Person, YearRow
from app.domain.judgement import ConditionResult, ItemState, Verdict
from app.domain.rules import CategoryKind, RulePack
from app.domain.sources import Confidence
from app.rules.checklist import make_checklist
from tests.support.standards import wage_standard

CaseMaker = Callable[..., Case]
ConditionJudge = Callable[[Case, str], ConditionResult]

TODAY = date(2026, 11, 18)
DAY = date(2026, 12, 15)


@pytest.mark.parametrize(("year", "standard"), [(2015, None), (2016, 400_000), (2025, 400_000)])
def test_the_lower_of_the_two_standards_stands(pack: RulePack, year: int, standard: float | None) -> None:
    assert wage_standard(pack.places["guangdong"], year, 6)[0] == standard


def test_the_figure_stands_beside_six_times_the_average(pack: RulePack) -> None:
    (fixed,) = pack.places["guangdong"].wage_standards
    assert (fixed.cny, fixed.tax_cny, fixed.beside_average) == (400_000, 70_000, True)
    (average,) = pack.places["guangdong"].average_wages
    assert (average.year, average.cny * 6) == (2022, 752_328)
    assert average.source[0].confidence is Confidence.SECONDARY
    assert average.source[0].note is not None
    assert "class A" in average.source[0].note.en


@pytest.mark.parametrize(("wage", "verdict"), [(399_999.99, Verdict.NOT_MET), (400_000, Verdict.MET)])
def test_a_wage_is_held_against_400_000_and_the_harder_standard_is_told(
    make_case: CaseMaker, judge_condition: ConditionJudge, wage: float, verdict: Verdict
) -> None:
    rows = [YearRow(year, "anna", wage) for year in (2025, 2024, 2023, 2022)]
    result = judge_condition(make_case("pr.wage-tax", "guangdong", years=rows), "wage.each-year")
    assert result.verdict is verdict
    newest = next(each for each in result.years if each.year == 2025)
    assert [each.cny for each in newest.others] == [752_328]


@pytest.mark.parametrize(("tax", "verdict"), [(69_999.99, Verdict.NOT_MET), (70_000, Verdict.MET)])
def test_a_tax_is_held_against_70_000(
    make_case: CaseMaker, judge_condition: ConditionJudge, tax: float, verdict: Verdict
) -> None:
    rows = [YearRow(year, "anna", 400_000, tax, 300) for year in (2025, 2024, 2023, 2022)]
    result = judge_condition(make_case("pr.wage-tax", "guangdong", years=rows), "tax.each-year")
    assert result.verdict is verdict


@pytest.mark.parametrize(
    ("conflict", "values"),
    [
        (
            "tax-share",
            ["20 % of the wage standard (nationwide)", "no less than 10 % of the annual wage income"],
        ),
        ("deposit-of-spouses", ["about 100,000 CNY", "about 110,000 CNY"]),
    ],
)
def test_what_sources_say_differently_stands_with_every_value(
    pack: RulePack, conflict: str, values: list[str]
) -> None:
    found = next(each for each in pack.places["guangdong"].conflicts if each.id == conflict)
    assert [each.value.en for each in found.readings] == values
    assert all(each.source for each in found.readings)


def test_that_other_averages_were_not_found_is_told(pack: RulePack) -> None:
    assert "average-wage-after-2022" in {each.id for each in pack.places["guangdong"].missing}


# ------------------------------------------------------------------------------------------ photos


def test_four_blue_photos_with_a_receipt_are_asked_for_permanent_residence(pack: RulePack) -> None:
    photo = pack.places["guangdong"].photo_on(CategoryKind.PERMANENT_RESIDENCE, DAY)
    assert photo is not None
    assert (photo.width_mm, photo.height_mm) == (33, 48)
    assert (photo.count, photo.colours, photo.receipt) == (4, ("blue",), True)


def test_a_receipt_goes_with_the_photo_for_a_residence_permit(pack: RulePack) -> None:
    photo = pack.places["guangdong"].photo_on(CategoryKind.RESIDENCE_PERMIT, DAY)
    assert photo is not None
    assert (photo.count, "blue" in photo.colours, photo.receipt) == (1, False, True)


# ------------------------------------------------------------------------------------------ papers


def test_everything_is_asked_in_three_copies_for_permanent_residence(pack: RulePack) -> None:
    guangdong = pack.places["guangdong"]
    for requirement in ("application-form", "passport", "tax-proof"):
        copies = guangdong.copies_of(requirement, pack.categories["pr.wage-tax"], DAY)
        assert copies is not None
        assert copies.count == 3
    assert guangdong.copies_of("passport", pack.categories["rp.in-country-change"], DAY) is None


def vitae_of(pack: RulePack, case: Case) -> list[tuple[str, ItemState]]:
    """Return who is asked for a curriculum vitae."""
    return [
        (item.person.id, item.state)
        for item in make_checklist(pack, case, today=TODAY)
        if item.requirement.id == "curriculum-vitae"
    ]


def test_a_curriculum_vitae_is_asked_of_applicant_and_spouse(
    pack: RulePack, make_case: CaseMaker, family: Sequence[Person]
) -> None:
    case = make_case("pr.wage-tax", "guangdong", people=family)
    assert vitae_of(pack, case) == [("anna", ItemState.MISSING), ("jonas", ItemState.MISSING)]
    assert vitae_of(pack, make_case("rp.in-country-change", "guangdong")) == []


@pytest.mark.parametrize(
    ("born", "state"),
    [(date(2008, 12, 16), ItemState.ASK_WINDOW), (date(2008, 12, 15), ItemState.MISSING)],
)
def test_the_curriculum_vitae_begins_at_18(
    pack: RulePack, make_case: CaseMaker, family: Sequence[Person], born: date, state: ItemState
) -> None:
    case = make_case("pr.wage-tax", "guangdong", people=[replace(family[0], birth_date=born)])
    assert vitae_of(pack, case) == [("anna", state)]


def test_a_criminal_record_is_wanted_of_each_country_lived_in_for_two_years(pack: RulePack) -> None:
    notes = pack.places["guangdong"].notes_for("criminal-record", pack.categories["pr.wage-tax"], DAY)
    assert any("each country where you lived for two years" in note.text.en for note in notes)


@pytest.mark.parametrize(("day", "taken"), [(date(2023, 11, 6), None), (date(2023, 11, 7), "yes")])
def test_an_apostille_is_taken_since_7_november_2023(pack: RulePack, day: date, taken: str | None) -> None:
    switch = pack.places["guangdong"].apostille_on(day)
    assert (None if switch is None else switch.taken) == taken


# ------------------------------------------------------------------------------------------ local rules


def test_local_rules_are_shown_beside_their_categories(pack: RulePack) -> None:
    variants = {each.id: each.category for each in pack.places["guangdong"].variants}
    assert variants == {
        "guangdong-points": "pr.recommended",
        "guangdong-talent-remark": "pr.recommended",
        "guangdong-bay-area-investor": "pr.investor",
    }


def test_no_severity_is_changed(pack: RulePack) -> None:
    assert pack.places["guangdong"].severity == {}
