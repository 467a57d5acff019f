"""Do wage and tax statements say what is typed, and do they agree with each other?

A total counts as read for certain where the rows come to it, where it stands there twice, or where the
reader was sure of it beyond what a slip of one digit would allow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, evidence_of, own_pages, stated
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.reading import FactName

_INCOME, _TAX = "income-proof", "tax-proof"
_TOTALS = {_INCOME: FactName.WAGE_TOTAL, _TAX: FactName.TAX_TOTAL}
_ROWS = {FactName.WAGE_TOTAL: FactName.WAGE, FactName.TAX_TOTAL: FactName.TAX}
_CENT = 0.01
# Whole yuan are typed for an amount with fen.
_ROUNDED = 1
# The reader takes a tenth off for a sum that nothing else on the page confirms (rows with a bonus, words).
_PROVEN, _BEYOND_DOUBT = 0.93, 0.87
_STATED_TWICE = 0.75
# Rows are rounded to cents one by one.
_ROWS_ROUNDED = 0.05
_MONTHS = range(1, 13)
# With fewer rows a statement does not go month by month.
_MONTH_BY_MONTH = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """Holds what one file states for one year: the total, its months, and whether that is certain."""

    evidence: Evidence
    page: ReadPage
    year: int
    total: float
    months: dict[int, float]
    complete: bool
    certain: bool


def check_amounts(bench: Bench) -> Iterator[Finding]:
    """State years for which the statements come to something else than is typed, or than each other."""
    principal = bench.case.principal
    if principal is None:
        return
    for row in bench.case.years_of_principal():
        yield from _check_typed(_INCOME, row.year, row.wage_cny, bench)
        yield from _check_typed(_TAX, row.year, row.tax_cny, bench)
    years = {each.year for each in _statements(_INCOME, _TOTALS[_INCOME], bench)}
    for year in sorted(years, reverse=True):
        yield from _check_tax_on_wage_statement(year, bench)
        yield from _check_months(year, bench)


def _check_typed(requirement: str, year: int, typed: float | None, bench: Bench) -> Iterator[Finding]:
    if typed is None:
        return
    read = year_total(_of_year(requirement, _TOTALS[requirement], year, bench))
    if read is None or _is_same(typed, read.total):
        return
    rows = round(sum(read.months.values()), 2)
    if not read.certain and _is_same(typed, rows):
        return
    code = "figures.differ" if read.certain else "figures.unclear"
    params: dict[str, Param] = {
        "year": year,
        "typed": typed,
        "read": read.total,
        "difference": round(abs(typed - read.total), 2),
    }
    yield found(code, read.evidence, file=read.page.file, page=read.page.number, params=params)


def _is_same(typed: float, read: float) -> bool:
    tolerance = _ROUNDED if float(typed).is_integer() else _CENT
    return abs(typed - read) < tolerance if tolerance == _ROUNDED else abs(typed - read) <= tolerance + 1e-9


def year_total(statements: list[Statement]) -> Statement | None:
    """Return the statements of one year put together, None where they cannot be.

    The same statement twice counts once; those that cover other months add up.
    """
    distinct: list[Statement] = []
    for each in statements:
        if not any(_is_repeated(each, known) for known in distinct):
            distinct.append(each)
    if not distinct:
        return None
    first = distinct[0]
    if len(distinct) == 1:
        return first
    months = [set(each.months) for each in distinct]
    if not all(months) or len(set().union(*months)) != sum(len(each) for each in months):
        return None
    return Statement(
        first.evidence,
        first.page,
        first.year,
        round(sum(each.total for each in distinct), 2),
        {month: amount for each in distinct for month, amount in each.months.items()},
        all(each.complete for each in distinct),
        all(each.certain for each in distinct),
    )


def _is_repeated(one: Statement, other: Statement) -> bool:
    same = abs(one.total - other.total) <= _CENT
    return same and (one.months == other.months or not one.months or not other.months)


# Statements


def _of_year(requirement: str, name: FactName, year: int, bench: Bench) -> list[Statement]:
    return [each for each in _statements(requirement, name, bench) if each.year == year]


def _statements(requirement: str, name: FactName, bench: Bench) -> Iterator[Statement]:
    """Give what each file of a requirement states for each year."""
    principal = bench.case.principal
    for evidence in () if principal is None else evidence_of(bench, requirement, principal.id):
        if evidence.part is not EvidencePart.ORIGINAL:
            continue
        pages = own_pages(bench, evidence)
        for file in dict.fromkeys(page.file for page in pages):
            yield from _in_file(evidence, [page for page in pages if page.file == file], name)


def _in_file(evidence: Evidence, pages: list[ReadPage], name: FactName) -> Iterator[Statement]:
    totals, rows = list(stated(pages, name)), list(stated(pages, _ROWS[name]))
    years = dict.fromkeys(each.fact.year for each in (*totals, *rows) if each.fact.year is not None)
    whole = any(each.fact.year is None and _comes_to(rows, _amount(each)) for each in totals)
    for year in years:
        said = [each for each in totals if each.fact.year == year]
        own = [each for each in rows if each.fact.year == year]
        made = _statement(evidence, year, said, own) if said else None
        if made is not None:
            yield made
        elif not said and whole:
            # One sum over several years, to which all rows come: each year is the sum of its own.
            yield Statement(evidence, own[0].page, year, _sum(own), _by_month(own), True, True)


def _comes_to(rows: list[Stated], total: float) -> bool:
    return bool(rows) and abs(_sum(rows) - total) <= _ROWS_ROUNDED


def _statement(evidence: Evidence, year: int, totals: list[Stated], rows: list[Stated]) -> Statement | None:
    amounts = [_amount(each) for each in totals]
    if len(set(amounts)) != 1:
        # Part sums beside a whole, or one of them misread: the rows tell which it is, if any.
        matching = [each for each in totals if _comes_to(rows, _amount(each))]
        if not matching:
            return None
        totals = matching
    total, first = _amount(totals[0]), totals[0]
    proven = max(each.fact.confidence for each in totals) >= _PROVEN
    complete = _comes_to(rows, total) or (bool(rows) and proven)
    return Statement(
        evidence, first.page, year, total, _by_month(rows), complete, complete or _is_certain(totals, rows)
    )


def _is_certain(totals: list[Stated], rows: list[Stated]) -> bool:
    """Say whether a total that the rows do not come to was read for certain."""
    if max(each.fact.confidence for each in totals) >= _PROVEN:
        return True
    if rows:
        return False
    if len(totals) > 1:
        return all(each.fact.confidence >= _STATED_TWICE for each in totals)
    return totals[0].fact.confidence >= _BEYOND_DOUBT


def _amount(each: Stated) -> float:
    value = each.fact.value
    return float(value) if isinstance(value, int | float) else float("nan")


def _sum(rows: Iterable[Stated]) -> float:
    return round(sum(_amount(each) for each in rows), 2)


def _by_month(rows: list[Stated]) -> dict[int, float]:
    months: dict[int, float] = {}
    for each in rows:
        if each.fact.month in _MONTHS and each.fact.month is not None:
            months[each.fact.month] = round(months.get(each.fact.month, 0) + _amount(each), 2)
    return months


# Against each other


def _check_tax_on_wage_statement(year: int, bench: Bench) -> Iterator[Finding]:
    """State a wage statement that names another tax than the tax record does."""
    said = year_total(_of_year(_INCOME, FactName.TAX_TOTAL, year, bench))
    paid = year_total(_of_year(_TAX, FactName.TAX_TOTAL, year, bench))
    if said is None or paid is None or not (said.certain and paid.certain):
        return
    if abs(said.total - paid.total) < _ROUNDED:
        return
    params: dict[str, Param] = {
        "year": year,
        "tax": said.total,
        "read": paid.total,
        "other_file": paid.page.file,
    }
    yield found("figures.statements_differ", said.evidence, file=said.page.file, params=params)


def _check_months(year: int, bench: Bench) -> Iterator[Finding]:
    """State the months that bear tax without wage; both statements have to be read whole."""
    wage = year_total(_of_year(_INCOME, FactName.WAGE_TOTAL, year, bench))
    tax = year_total(_of_year(_TAX, FactName.TAX_TOTAL, year, bench))
    if wage is None or tax is None or not (wage.complete and tax.complete):
        return
    if min(len(wage.months), len(tax.months)) < _MONTH_BY_MONTH:
        return
    alone = _without(tax.months, wage.months)
    if alone:
        params: dict[str, Param] = {"year": year, "months": alone, "other_file": wage.page.file}
        yield found("figures.month_unmatched", tax.evidence, file=tax.page.file, params=params)


def _without(months: dict[int, float], others: dict[int, float]) -> tuple[str, ...]:
    return tuple(str(month) for month, amount in sorted(months.items()) if amount > 0 and month not in others)
