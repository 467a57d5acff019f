"""Works out the yearly wage on which an income tax falls due.

The tax is progressive: each bracket's rate is taken of the part of the taxable income above its
amount; the taxable income is the wage less the basic deduction. Other deductions are not modelled:
they differ from person to person, and with them a higher wage is needed.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from app.domain.rules import IncomeTax


def income_tax_on(tables: Iterable[IncomeTax], day: date) -> IncomeTax | None:
    """Return how the yearly tax is worked out on a day, None where no table is known."""
    return next((each for each in tables if each.effective.holds_on(day)), None)


def wage_for_tax(tax: float, table: IncomeTax) -> float:
    """Return the yearly wage on which a yearly tax falls due, in CNY."""
    paid = 0.0
    for bracket, upper in pairwise((*table.brackets, None)):
        assert bracket is not None  # only the last of the pairs ends in None
        top = float("inf") if upper is None else upper.above_cny
        if paid + (top - bracket.above_cny) * bracket.rate >= tax:
            return table.deduction_cny + bracket.above_cny + (tax - paid) / bracket.rate
        paid += (top - bracket.above_cny) * bracket.rate
    raise AssertionError("the last bracket is open")


def wage_for_share(share: float, table: IncomeTax) -> float | None:
    """Return the least yearly wage of which the tax is a share, in CNY; None where no wage reaches it."""
    paid = 0.0
    for bracket, upper in pairwise((*table.brackets, None)):
        assert bracket is not None  # only the last of the pairs ends in None
        top = float("inf") if upper is None else upper.above_cny
        # tax = paid + rate * (wage - deduction - above) and tax = share * wage, solved for the wage.
        if bracket.rate > share:
            wage = (bracket.rate * (table.deduction_cny + bracket.above_cny) - paid) / (bracket.rate - share)
            if bracket.above_cny <= wage - table.deduction_cny <= top:
                return wage
        paid += (top - bracket.above_cny) * bracket.rate
    return None
