"""Statements say what is typed, and agree with each other; a total misread is never a fault."""

import pytest

from app.checks.amounts import check_amounts
from app.domain.case import Case
from app.domain.findings import Finding
from app.domain.reading import FactName, PageReading, Reading, TextSource
from tests.support.cases import changed_year, family
from tests.support.readings import bench_of, fact, page, reading

TAX, INCOME = "tax/2024.pdf", "income/2024.pdf"


def statement(
    total: float,
    rows: dict[int, float] | None = None,
    *,
    wage: bool = False,
    year: int = 2024,
    sure: float = 0.99,
    **more: object,
) -> PageReading:
    """Return a page with a total and rows by months."""
    whole, part = (FactName.WAGE_TOTAL, FactName.WAGE) if wage else (FactName.TAX_TOTAL, FactName.TAX)
    lines = [fact(part, amount, year=year, month=month) for month, amount in (rows or {}).items()]
    return page(*lines, fact(whole, total, year=year, sure=sure), **more)  # type: ignore[arg-type]


def months(total: float, first: int = 1, last: int = 12) -> dict[int, float]:
    count = last - first + 1
    share = round(total / count, 2)
    rows = dict.fromkeys(range(first, last), share)
    return {**rows, last: round(total - share * (count - 1), 2)}


def findings(readings: dict[str, Reading], case: Case | None = None) -> list[Finding]:
    return list(check_amounts(bench_of(case or family(), readings)))


def codes(*pages: PageReading, file: str = TAX, case: Case | None = None) -> list[str]:
    return [finding.code for finding in findings({file: reading(*pages)}, case)]


def test_an_amount_that_is_as_typed_is_silent():
    assert codes(statement(200_000, months(200_000))) == []


def test_another_amount_is_told_with_both_and_the_difference():
    [finding] = findings({TAX: reading(statement(190_000, months(190_000)))})
    assert (finding.code, finding.requirement, finding.file) == ("figures.differ", "tax-proof", TAX)
    assert finding.params == {"year": 2024, "typed": 200_000, "read": 190_000, "difference": 10_000}


def test_the_wage_is_compared_on_the_income_proof():
    [finding] = findings({INCOME: reading(statement(910_000, months(910_000), wage=True))})
    assert (finding.code, finding.requirement, finding.params["typed"]) == (
        "figures.differ", "income-proof", 900_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "read", "expected"),
    [
        (200_000.25, 200_000.25, []),
        (200_000.25, 200_000.26, []),
        (200_000.25, 200_000.27, ["figures.differ"]),
        (200_000, 200_000.40, []),  # whole yuan are typed
        (200_000, 200_001, ["figures.differ"]),
    ],
)
def test_a_cent_is_no_difference(typed: float, read: float, expected: list[str]):
    case = changed_year(family(), 2024, tax_cny=typed)
    assert codes(statement(read, months(read)), case=case) == expected


def test_a_total_that_its_rows_do_not_come_to_is_a_note():
    assert codes(statement(260_000, months(190_000), sure=0.89)) == ["figures.unclear"]


def test_a_total_that_words_or_a_bonus_confirm_is_certain_whatever_the_months_come_to():
    assert codes(statement(260_000, months(190_000), sure=0.99)) == ["figures.differ"]


def test_a_total_misread_is_silent_where_the_rows_come_to_what_is_typed():
    assert codes(statement(260_000, months(200_000), sure=0.89)) == []


@pytest.mark.parametrize(
    ("sure", "source", "expected"),
    [
        (0.99, TextSource.RECOGNISED, ["figures.differ"]),
        (0.8, TextSource.RECOGNISED, ["figures.unclear"]),
        (0.9, TextSource.LAYER, ["figures.differ"]),
    ],
)
def test_a_total_without_rows_counts_where_it_is_beyond_doubt(
    sure: float, source: TextSource, expected: list[str]
):
    assert codes(statement(190_000, sure=sure, source=source)) == expected


def test_a_total_that_stands_there_twice_is_certain():
    twice = fact(FactName.TAX_TOTAL, 190_000, year=2024, sure=0.8)
    assert codes(page(twice, twice)) == ["figures.differ"]


def test_two_totals_are_told_apart_by_the_rows():
    one = statement(190_000, months(190_000))
    more = fact(FactName.TAX_TOTAL, 1_000, year=2024)
    assert codes(page(*one.facts, more)) == ["figures.differ"]
    assert codes(page(fact(FactName.TAX_TOTAL, 190_000, year=2024), more)) == []


def test_statements_of_other_months_of_a_year_add_up():
    halves = {
        TAX: reading(statement(80_000, months(80_000, 1, 6))),
        "tax/2025.pdf": reading(statement(120_000, months(120_000, 7, 12))),
    }
    assert findings(halves) == []
    halves["tax/2025.pdf"] = reading(statement(110_000, months(110_000, 7, 12)))
    [finding] = findings(halves)
    assert finding.params["read"] == 190_000


def test_the_same_statement_twice_counts_once():
    same = reading(statement(200_000, months(200_000)))
    assert findings({TAX: same, "tax/2025.pdf": same}) == []


def test_statements_that_overlap_are_not_decided():
    overlapping = {
        TAX: reading(statement(120_000, months(120_000, 1, 8))),
        "tax/2025.pdf": reading(statement(100_000, months(100_000, 7, 12))),
    }
    assert findings(overlapping) == []


def test_one_file_may_hold_every_year():
    pages = [statement(200_000, months(200_000), year=year) for year in (2022, 2023, 2024)]
    assert codes(page(*(each for one in pages for each in one.facts))) == []


@pytest.mark.parametrize(("total", "expected"), [(380_000, ["figures.differ"]), (390_000, [])])
def test_one_sum_over_several_years_proves_the_rows_of_each(total: float, expected: list[str]):
    rows = [
        fact(FactName.TAX, amount, year=year, month=month)
        for year, whole in ((2023, 200_000), (2024, 180_000))
        for month, amount in months(whole).items()
    ]
    assert codes(page(*rows, fact(FactName.TAX_TOTAL, total))) == expected


def test_a_year_that_is_not_typed_is_not_compared():
    assert codes(statement(1, {1: 1}, year=2019)) == []


def test_a_wage_statement_that_names_another_tax_is_a_note():
    wage = statement(900_000, months(900_000), wage=True)
    said = fact(FactName.TAX_TOTAL, 180_000, year=2024)
    readings = {
        INCOME: reading(page(*wage.facts, said)),
        TAX: reading(statement(200_000, months(200_000))),
    }
    assert [finding.code for finding in findings(readings)] == ["figures.statements_differ"]


def test_tax_in_months_without_wage_is_a_note():
    readings = {
        INCOME: reading(statement(900_000, months(900_000, 1, 10), wage=True)),
        TAX: reading(statement(200_000, months(200_000))),
    }
    [finding] = findings(readings)
    assert (finding.code, finding.params["months"]) == ("figures.month_unmatched", ("11", "12"))


def test_wage_in_months_without_tax_is_silent():
    readings = {
        INCOME: reading(statement(900_000, months(900_000), wage=True)),
        TAX: reading(statement(200_000, months(200_000, 2, 12))),
    }
    assert findings(readings) == []
