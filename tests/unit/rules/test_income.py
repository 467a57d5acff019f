"""The yearly tax on a wage, and the wage on which a tax falls due, undo each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules import IncomeTax
from app.rules.income import income_tax_on, wage_for_share, wage_for_tax
from tests.support.cases import PACK, SUBMIT_ON
from tests.support.taxes import tax_on


@pytest.fixture(scope="module")
def table() -> IncomeTax:
    found = income_tax_on(PACK.income_tax, SUBMIT_ON)
    assert found is not None
    return found


def test_nobody_pays_below_the_basic_deduction(table: IncomeTax):
    assert tax_on(60_000, table) == 0
    assert tax_on(60_100, table) == pytest.approx(3)


def test_at_the_wage_standard_of_ningbo_the_tax_is_59_250(table: IncomeTax):
    assert tax_on(424_680, table) == pytest.approx(59_250)


def test_the_tax_of_ningbo_falls_due_on_519_520(table: IncomeTax):
    assert wage_for_tax(84_936, table) == pytest.approx(519_520)


def test_a_fifth_of_the_wage_falls_due_on_709_200(table: IncomeTax):
    assert wage_for_share(0.2, table) == pytest.approx(709_200)


def test_no_wage_pays_more_than_the_highest_rate(table: IncomeTax):
    assert wage_for_share(0.45, table) is None


@given(st.floats(60_001, 5e6))
def test_the_wage_for_the_tax_of_a_wage_is_that_wage(wage: float):
    table = income_tax_on(PACK.income_tax, SUBMIT_ON)
    assert table is not None
    assert wage_for_tax(tax_on(wage, table), table) == pytest.approx(wage, rel=1e-9)


@given(st.floats(0.01, 0.44))
def test_the_wage_for_a_share_pays_that_share_and_a_lower_one_pays_less(share: float):
    table = income_tax_on(PACK.income_tax, SUBMIT_ON)
    assert table is not None
    wage = wage_for_share(share, table)
    assert wage is not None
    assert tax_on(wage, table) == pytest.approx(share * wage, rel=1e-6)
    assert tax_on(wage * 0.99, table) < share * wage * 0.99
