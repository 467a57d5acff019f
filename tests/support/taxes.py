"""The yearly income tax on a wage, worked out forward: what the product works out backward."""

from app.domain.rules import IncomeTax


def tax_on(wage: float, table: IncomeTax) -> float:
    """Return the yearly tax on a yearly wage, both in CNY."""
    taxable = max(0.0, wage - table.deduction_cny)
    tops = [bracket.above_cny for bracket in table.brackets[1:]] + [float("inf")]
    return sum(
        (min(taxable, top) - bracket.above_cny) * bracket.rate
        for bracket, top in zip(table.brackets, tops, strict=True)
        if taxable > bracket.above_cny
    )
