"""The income tax on a wage since 2019, and what it means for the tax line; how days in China are counted."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.rules import IncomeTax, RulePack
from app.domain.sources import Confidence
from app.rules.income import income_tax_on, wage_for_share, wage_for_tax
from tests.support.standards import wage_standard
from tests.support.taxes import tax_on


@pytest.fixture
def table(pack: RulePack) -> IncomeTax:
    found = income_tax_on(pack.income_tax, date(2026, 12, 15))
    assert found is not None
    return found


@pytest.mark.parametrize(("day", "known"), [(date(2018, 12, 31), False), (date(2019, 1, 1), True)])
def test_the_brackets_are_in_effect_since_2019(pack: RulePack, day: date, known: bool) -> None:
    assert (income_tax_on(pack.income_tax, day) is not None) is known


def test_the_seven_brackets_and_the_deduction(table: IncomeTax) -> None:
    assert table.deduction_cny == 60_000
    assert [(each.above_cny, each.rate) for each in table.brackets] == [
        (0, 0.03),
        (36_000, 0.10),
        (144_000, 0.20),
        (300_000, 0.25),
        (420_000, 0.30),
        (660_000, 0.35),
        (960_000, 0.45),
    ]


@pytest.mark.parametrize(
    ("wage", "tax"),
    [
        (0, 0),
        (60_000, 0),
        (60_100, 3),
        (96_000, 1_080),
        (96_100, 1_090),
        (204_000, 11_880),
        (204_100, 11_900),
        (360_000, 43_080),
        (360_100, 43_105),
        (480_000, 73_080),
        (480_100, 73_110),
        (720_000, 145_080),
        (720_100, 145_115),
        (1_020_000, 250_080),
        (1_020_100, 250_125),
    ],
)
def test_the_tax_on_both_sides_of_every_bracket(table: IncomeTax, wage: float, tax: float) -> None:
    assert tax_on(wage, table) == pytest.approx(tax)


def test_who_earns_exactly_the_wage_standard_of_ningbo_does_not_reach_the_tax_line(
    pack: RulePack, table: IncomeTax
) -> None:
    standard, _, _ = wage_standard(pack.places["ningbo"], 2025, 6)
    assert standard == 424_680
    assert tax_on(standard, table) == pytest.approx(59_250)
    assert tax_on(standard, table) < standard * 0.20


def test_a_tax_of_84_936_falls_due_on_519_520(table: IncomeTax) -> None:
    assert tax_on(519_520, table) == pytest.approx(84_936)
    assert wage_for_tax(84_936, table) == pytest.approx(519_520)


def test_a_fifth_of_the_wage_itself_falls_due_at_709_200(table: IncomeTax) -> None:
    assert tax_on(709_200, table) / 709_200 == pytest.approx(0.20)
    assert wage_for_share(0.20, table) == pytest.approx(709_200)


def test_the_text_of_the_law_is_marked_as_not_read(table: IncomeTax) -> None:
    assert [source.confidence for source in table.source] == [Confidence.UNVERIFIED, Confidence.COMPUTED]


def test_the_day_of_entry_counts_and_the_day_of_exit_does_not(pack: RulePack) -> None:
    counting = pack.stay_counting
    assert (counting.entry_day, counting.exit_day) == (True, False)
    assert counting.source[0].confidence is Confidence.UNVERIFIED


def test_more_than_90_days_abroad_are_a_long_absence(pack: RulePack) -> None:
    assert pack.stay_counting.long_absence_days == 90
