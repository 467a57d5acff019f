"""Shenzhen: a wage standard of its own, the translator's licence; all else as in Guangdong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Case, YearRow
from app.domain.judgement import ConditionResult, Verdict
from app.domain.rules import ALWAYS, CategoryKind, RulePack
from app.domain.sources import Confidence
from tests.support.standards import wage_standard

CaseMaker = Callable[..., Case]
ConditionJudge = Callable[[Case, str], ConditionResult]

DAY = date(2026, 12, 15)


@pytest.mark.parametrize("year", [2016, 2025, 2026])
def test_the_undated_standard_takes_the_place_of_guangdongs(pack: RulePack, year: int) -> None:
    assert wage_standard(pack.places["shenzhen"], year, 6)[:2] == (810_000, None)


def test_the_standard_bears_no_date_and_is_known_from_an_agency(pack: RulePack) -> None:
    shenzhen = pack.places["shenzhen"]
    (fixed,) = shenzhen.wage_standards
    assert (fixed.tax_cny, fixed.effective) == (162_000, ALWAYS)
    assert fixed.source[0].confidence is Confidence.SECONDARY
    assert shenzhen.average_wages == ()


@pytest.mark.parametrize(
    ("wage", "tax", "verdicts"),
    [
        (810_000, 162_000, (Verdict.MET, Verdict.MET)),
        (809_999.99, 162_000, (Verdict.NOT_MET, Verdict.MET)),
        (810_000, 161_999.99, (Verdict.MET, Verdict.NOT_MET)),
    ],
)
def test_wage_and_tax_are_held_against_810_000_and_162_000(
    make_case: CaseMaker,
    judge_condition: ConditionJudge,
    wage: float,
    tax: float,
    verdicts: tuple[Verdict, Verdict],
) -> None:
    rows = [YearRow(year, "anna", wage, tax, 300) for year in (2025, 2024, 2023, 2022)]
    case = make_case("pr.wage-tax", "shenzhen", years=rows)
    found = tuple(judge_condition(case, each).verdict for each in ("wage.each-year", "tax.each-year"))
    assert found == verdicts


def test_the_two_standards_both_stand(pack: RulePack) -> None:
    conflict = next(each for each in pack.places["shenzhen"].conflicts if each.id == "wage-standard")
    assert [each.value.en.split(" ")[0] for each in conflict.readings] == ["810,000", "400,000"]


def test_the_translators_licence_is_asked(pack: RulePack) -> None:
    switch = pack.places["shenzhen"].translator_licence_on(DAY)
    assert switch is not None
    assert switch.asked
    guangdong = pack.places["guangdong"].translator_licence_on(DAY)
    assert guangdong is not None
    assert not guangdong.asked


@pytest.mark.parametrize(("requirement", "words"), [(None, "骑缝章"), ("passport", "护照资料页也须翻译")])
def test_what_shenzhen_wants_of_translations(pack: RulePack, requirement: str | None, words: str) -> None:
    notes = pack.places["shenzhen"].notes_for(requirement, pack.categories["pr.wage-tax"], DAY)
    assert any(words in note.text.zh for note in notes)


def test_spouses_freeze_200_000(pack: RulePack) -> None:
    (deposit,) = pack.places["shenzhen"].deposits_for("livelihood-proof", pack.categories["pr.spouse"], DAY)
    assert (deposit.cny, deposit.frozen_months) == (200_000, None)


def test_all_else_is_as_in_guangdong(pack: RulePack) -> None:
    shenzhen, guangdong = pack.places["shenzhen"], pack.places["guangdong"]
    kind = CategoryKind.PERMANENT_RESIDENCE
    assert shenzhen.photo_on(kind, DAY) == guangdong.photo_on(kind, DAY)
    assert shenzhen.copies == guangdong.copies
    assert shenzhen.asks == guangdong.asks
    assert shenzhen.variants == guangdong.variants
    assert shenzhen.apostille_on(DAY) == guangdong.apostille_on(DAY)
    assert shenzhen.severity == {}
