"""Reads statements of tax and of wages: by month, by year, in tables and in running text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from app.domain.reading import Fact, FactName, TextLine
from app.intake.amounts import amount_of
from app.intake.days import Period, days_in, months_in, periods_in
from app.intake.flow import flows_of
from app.intake.grids import (
    Table,
    grid_rows,
    header_key,
    meaning_of,
    records_of,
    rows_across,
    shared_width,
    tables_in,
)
from app.intake.ledger import (
    Books,
    Entries,
    Item,
    Time,
    Total,
    bare_month,
    entries_of,
    is_day,
    labelled_totals,
    prose_fact,
    row_fact,
    sentences_of,
    settle_totals,
    time_of,
    unit_of,
    words_amount,
    words_of,
    year_near,
    year_of,
)
from app.intake.stays import stay_facts
from app.intake.tables import Row, part_of
from app.intake.writing import fold, plain

__all__ = ["stay_facts", "tax_facts", "time_of", "wage_facts"]

# Columns of wages, the most telling first: the sum of a row, what is owed before tax, or just pay.
_WAGE_RANKS = ("sum", "gross", "pay")
# Less than this in a year is no wage, but a rate or a count.
_LEAST_YEARLY = 1000
# A cell that names a month has no more letters, and one with a tax period no more than the other.
_LONGEST_MONTH, _LONGEST_PERIOD = 14, 18
# Less than this beside a month is a number of something else, unless written as money.
_LEAST_MONTHLY = 100


# Tax ------------------------------------------------------------------------------------------------

_OF_INCOME = re.compile(
    r"收入|所得额|应纳|应缴|应补|应退|\bincome\b(?! tax)|salary|\bdue\b|payable|减免|扣除"
)
_OF_TAX = re.compile(r"税款|税额|实缴|已缴|缴纳|\btax")


def tax_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the tax of every row, for the time that it is owed for, the totals, and the income beside it."""
    rows, unit = grid_rows(lines), unit_of(lines)
    tables = _tax_tables(rows)
    tax = _joined(_tax_entries(tables, "amount", unit))
    if not tables:
        tax = Entries(tuple(item for row in rows if (item := _bare_tax_item(row))))
    tax = _joined((tax, _tax_across(rows, unit)))
    items, yearly = _years_apart(tax.items)
    totals = (*tax.totals, *yearly, *labelled_totals(rows, unit, _is_tax_label, tax.rows))
    books = Books(items, totals, words_amount(lines), _stated_year(lines, bool(items)), tax.extras)
    facts = [row_fact(FactName.TAX, item, page) for item in items if item.year]
    facts += settle_totals(FactName.TAX_TOTAL, books, page)
    facts += _tax_in_prose(_outside(tables, lines), page) if not facts else []
    return (*facts, *_income_facts(tables, unit, page), *_period_covered(lines, tables, page))


def _is_tax_label(label: str) -> bool:
    return not _OF_INCOME.search(label) or bool(_OF_TAX.search(_OF_INCOME.sub("", label)))


def _tax_tables(rows: Sequence[Row]) -> tuple[Table, ...]:
    times = frozenset({"period", "period_from", "year"})
    return tables_in(rows, partial(meaning_of, "tax"), frozenset({"amount"}), times)


def _tax_entries(tables: Iterable[Table], field: str, unit: int) -> Iterator[Entries]:
    for table in tables:
        for part in table.parts("period"):
            columns = [index for index in table.fields(field) if index in part]
            if len(columns) > 1:
                columns = [
                    index
                    for index in columns
                    if re.search(r"实|已|入库|paid", fold(table.columns[index].text))
                ]
            if len(columns) == 1:
                yield entries_of(table, part, columns[0], unit, None)


def _joined(entries: Iterable[Entries]) -> Entries:
    each = list(entries)
    return Entries(
        tuple(item for one in each for item in one.items),
        tuple(total for one in each for total in one.totals),
        sum(one.extras for one in each),
        tuple(row for one in each for row in one.rows),
    )


def _years_apart(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Total, ...]]:
    """Take the rows of a table of years for the totals that they are."""
    years = [item.year for item in items]
    by_year = all(item.month is None and year_of_whole(item) for item in items)
    if not items or not by_year or len(set(years)) != len(years):
        return tuple(items), ()
    return (), tuple(Total(item.amount, item.cell, item.year) for item in items)


def year_of_whole(item: Item) -> bool:
    """Say whether a row is for a whole year, as far as it tells."""
    return item.year is not None and item.month is None


def _income_facts(tables: Sequence[Table], unit: int, page: int) -> Iterator[Fact]:
    """State the income that a tax record has beside the tax, where all of it is wages."""
    if any(not _is_of_wages(table) for table in tables):
        return
    income = _joined(_tax_entries(tables, "income", unit))
    for item in income.items:
        if item.year and item.month:
            yield row_fact(FactName.WAGE, item, page)
    yield from settle_totals(FactName.WAGE_TOTAL, Books(income.items, income.totals), page)


def _is_of_wages(table: Table) -> bool:
    """Say whether no row names another kind of income than wages."""
    other = re.compile(
        r"劳务|稿酬|特许|利息|股息|财产|偶然|经营|royalt|dividend|interest|rental|remuneration for"
    )
    return not any(other.search(fold(row.text)) for row in table.rows)


def _tax_across(rows: Sequence[Row], unit: int) -> Entries:
    """Read taxes below their months or years."""
    items = [
        Item(amount, cell, *when)
        for one in rows_across(rows, _month_or_year)
        if meaning_of("tax", one.label) == "amount"
        for when, cell in one.cells
        if (amount := amount_of(cell.text, unit=unit))
    ]
    return Entries(tuple(items))


def _month_or_year(text: str) -> Time | None:
    whole = year_of(text)
    return (whole, None) if whole else _month_cell(text, None)


def _bare_tax_item(row: Row) -> Item | None:
    """Read a row without a header, as on a page that goes on: one amount with cents, one month."""
    amounts = [(cell, amount) for cell in row.cells if (amount := amount_of(cell.text)) and amount.cents]
    times = [
        when
        for cell in row.cells
        if len(plain(cell.text)) <= _LONGEST_PERIOD and not is_day(cell.text) and (when := time_of(cell.text))
    ]
    if len(amounts) == 1 and len(times) == 1 and len(row.cells) >= 3:
        return Item(amounts[0][1], amounts[0][0], *times[0])
    return None


def _stated_periods(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, Period]]:
    words = re.compile(r"期间|时段|period|covering|所属期[:：]|所属时期[:：]")
    for line in lines:
        yield from ((line, period) for period in periods_in(line.text) if words.search(fold(line.text)))


def _period_covered(lines: Sequence[TextLine], tables: Iterable[Table], page: int) -> Iterator[Fact]:
    """State the period that a statement says it covers, or that every row of it is for."""
    found = list(_stated_periods(lines)) or [
        (cell, period)
        for table in tables
        for index in table.fields("period")
        for row in table.rows
        for cell in row.cells
        if shared_width(cell.box, table.columns[index].box) > 0
        for period in periods_in(cell.text)
    ]
    if len({(period.begin, period.until) for _, period in found}) != 1:
        return
    line, period = found[0]
    if period.until:
        text, sure = line.text[period.start : period.end], line.confidence
        yield Fact(FactName.PERIOD_FROM, period.begin, text, page, line.box, sure)
        yield Fact(FactName.PERIOD_UNTIL, period.until, text, page, line.box, sure)


def _stated_year(lines: Sequence[TextLine], itemised: bool) -> int | None:
    """Return the one year that a statement says it covers."""
    periods = _stated_periods(lines)
    stated = {(period.begin.year, period.until.year) for _, period in periods if period.until}
    if len(stated) == 1 and (only := stated.pop())[0] == only[1]:
        return only[0]
    named = {int(year) for line in lines for year in re.findall(r"((?:19|20)\d\d)年度", line.text)}
    return named.pop() if not stated and not itemised and len(named) == 1 else None


def _tax_in_prose(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """Read "paid individual income tax of RMB 238,180.00 for the year 2022" and its like."""
    taxes = re.compile(r"税|\btax")
    for flow, amount, before, after in sentences_of(lines):
        if not taxes.search(before + after[:20]) or re.search(
            r"收入(?!.*税)|\bincome(?! tax)(?!.*\btax)", before
        ):
            continue
        year = year_near(before, after)
        if year:
            yield prose_fact(FactName.TAX_TOTAL, flow, amount, year, page)


# Wages ----------------------------------------------------------------------------------------------

_NOT_A_YEAR = re.compile(
    r"月薪|(?<!\d)月工资|每月|月均|月平均|按月|税后|实发|缴纳|已缴|缴税|个人所得税|个税|注册资本|平均|最低|基本工资|补贴|津贴|"
    r"monthly|per month|a month|after tax|after-tax|\bnet\b|\btax (?:of|paid|amount)|withh|average|"
    r"allowance|registered capital"
)
_YEARLY = re.compile(
    r"年度|年收入|全年|年薪|共计|合计|总计|总收入|总额|收入|工资|annual|year|total|income|salary|wage|earn|remunerat"
)
_NOT_WAGES = re.compile(
    r"个税|所得税|税款|税额|实发|税后|到手|社保|公积金|保险|扣款|缴纳|"
    r"\btax(?!able)|\bnet\b|insurance|deduct"
)


def wage_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the wage of every month and year and the totals, before tax, and the tax beside them."""
    rows, unit = grid_rows(lines), unit_of(lines)
    year = _only_year(lines)
    tables = _wage_tables(rows)
    wages = _joined(_wage_entries(tables, unit, year))
    if not tables:
        wages = Entries(tuple(_wage_grid(rows, unit, year)), extras=_bonus(rows, unit))
    months = tuple(item for item in wages.items if item.month is not None)
    about = _only_year([line for line in lines if not _is_of_month(line.text)])
    told = list(_wage_in_prose(_outside(tables, lines), page, about))
    by_year = tuple(Total(item.amount, item.cell, item.year) for item in wages.items if item.month is None)
    labelled = labelled_totals(rows, unit, _is_wage_label, wages.rows) if months or not tables else ()
    totals = (*wages.totals, *by_year, *labelled)
    extras = wages.extras or _bonus(rows, unit)
    books = Books(months, totals, words_amount(lines), about, extras)
    facts = [row_fact(FactName.WAGE, item, page) for item in months]
    facts += _with_prose(list(settle_totals(FactName.WAGE_TOTAL, books, page)), told, months)
    return (*facts, *_tax_beside(tables, unit, year, page))


def _outside(tables: Iterable[Table], lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines that are no cells of rows with amounts."""
    cells = {
        cell
        for table in tables
        for row in table.rows
        if len(row.cells) > 1 and any(amount_of(each.text) for each in row.cells)
        for cell in row.cells
    }
    return [line for line in lines if line not in cells]


def _is_of_month(text: str) -> bool:
    """Say whether a text speaks of a month, and not of months from one to another."""
    return bool(months_in(text)) and not periods_in(text)


def _is_wage_label(label: str) -> bool:
    return not _NOT_WAGES.search(re.sub(r"税前|before tax|pre-tax", "", label))


def _with_prose(settled: list[Fact], told: list[Fact], months: Sequence[Item]) -> Iterator[Fact]:
    """Join what sentences say with what tables hold: one year has one total."""
    # A sum that no row and no year goes with says nothing.
    facts = [*settled, *told]
    if not months and not any(fact.year for fact in settled):
        facts = [fact for fact in facts if fact.year]
    for year in dict.fromkeys(fact.year for fact in facts):
        stated = [fact for fact in facts if fact.year == year]
        rows = sum(item.amount.value for item in months if item.year == year)
        proven = [fact for fact in stated if rows and _near(fact, rows)]
        chosen = proven or [fact for fact in stated if fact.confidence >= _SURE] or stated
        if len({fact.value for fact in chosen}) == 1 and (proven or len({f.value for f in stated}) == 1):
            yield _confirmed(chosen)


# Stated in two places alike, or proven by the rows, a total is at least so sure.
_SURE = 0.97


def _confirmed(facts: Sequence[Fact]) -> Fact:
    best = max(facts, key=lambda fact: fact.confidence)
    twice = len({fact.box for fact in facts}) > 1
    return replace(best, confidence=max(best.confidence, _SURE)) if twice else best


def _near(fact: Fact, amount: float) -> bool:
    return isinstance(fact.value, int | float) and abs(fact.value - amount) <= 0.05


def _only_year(lines: Sequence[TextLine]) -> int | None:
    """Return the one year that a sheet is about; full days are left out of account."""
    years: set[int] = set()
    for flow in flows_of(lines):
        text = flow.text
        for day in reversed(days_in(text)):
            text = text[: day.start] + "#" * (day.end - day.start) + text[day.end :]
        years |= {
            int(year)
            for year in re.findall(
                r"(?<!\d)(?<!\d[.,-])((?:19|20)\d\d)(?=\s*年|\s*[-/.]\s*\d{1,2}(?!\d)|财年|(?=[^\d,.]|$))",
                text,
            )
            if _stands_for_time(text, year)
        }
    return years.pop() if len(years) == 1 else None


def _stands_for_time(text: str, year: str) -> bool:
    forms = (
        rf"{year}\s*(?:年|财年|[-/.]\s*(?:0?[1-9]|1[0-2])(?!\d))",
        rf"(?:year|in|for|fiscal|during|fy)\s*(?:of\s*|ended\s*|ending\s*)?(?:\w+\s+)?{year}",
        rf"^\W*{year}\W*$",
        rf"[a-z]{{3,9}}\.? {year}",
    )
    return any(re.search(form, fold(text)) for form in forms)


def _wage_tables(rows: Sequence[Row]) -> tuple[Table, ...]:
    times, money = frozenset({"month", "year"}), frozenset({*_WAGE_RANKS, "basic", "tax", "other"})
    return tables_in(rows, partial(meaning_of, "wage"), times, money)


def _wage_entries(tables: Iterable[Table], unit: int, year: int | None) -> Iterator[Entries]:
    for table in tables:
        for part in _parts(table):
            column = _wage_column(table, part, unit)
            if column is not None:
                yield entries_of(table, part, column, unit, year, "wage")


def _parts(table: Table) -> tuple[tuple[int, ...], ...]:
    return table.parts("month") if table.fields("month") else table.parts("year")


def _wage_column(table: Table, part: Sequence[int], unit: int) -> int | None:
    """Choose the column of wages before tax; where several may be meant only arithmetic decides."""
    of = {
        field: [index for index in table.fields(field) if index in part]
        for field in (*_WAGE_RANKS, "basic", "tax", "other")
    }
    addends = of["gross"] + of["pay"] + of["basic"]
    if of["sum"]:
        sums = [index for index in of["sum"] if _adds_up(table, index, addends, unit)]
        if len(sums) == 1:
            return sums[0]
        if len(of["sum"]) == 1 and not of["gross"] and (not addends or not (of["tax"] or of["other"])):
            return of["sum"][0]
    if of["gross"]:
        whole = [
            index
            for index in of["gross"]
            if len(of["gross"]) == 1 or _adds_up(table, index, of["pay"] + of["basic"], unit)
        ]
        return whole[0] if len(whole) == 1 else None
    return of["pay"][0] if len(of["pay"]) == 1 and not of["basic"] and not of["sum"] else None


def _adds_up(table: Table, column: int, addends: Sequence[int], unit: int) -> bool:
    """Say whether most rows of a column are the sum of others."""
    if not addends:
        return False

    def is_row(cells: dict[int, TextLine]) -> bool:
        return column in cells and amount_of(cells[column].text, unit=unit) is not None

    right = wrong = 0
    for record in records_of(table, is_row):
        values = {
            index: amount.value
            for index, cell in record.cells.items()
            if (amount := amount_of(cell.text, unit=unit))
        }
        if sum(values.get(index, 0.0) for index in addends) == 0:
            continue
        same = abs(sum(values.get(index, 0.0) for index in addends) - values[column]) <= 0.05
        right, wrong = right + same, wrong + (not same)
    return right > wrong


def _tax_beside(tables: Sequence[Table], unit: int, year: int | None, page: int) -> Iterator[Fact]:
    """State the tax that a statement of wages has in a column of its own."""
    found = []
    for table in tables:
        for part in _parts(table):
            columns = [index for index in table.fields("tax") if index in part]
            if len(columns) == 1:
                found.append(entries_of(table, part, columns[0], unit, year))
    taxes = _joined(found)
    months = tuple(item for item in taxes.items if item.month)
    by_year = tuple(Total(item.amount, item.cell, item.year) for item in taxes.items if not item.month)
    yield from (row_fact(FactName.TAX, item, page) for item in months)
    yield from settle_totals(FactName.TAX_TOTAL, Books(months, (*taxes.totals, *by_year)), page)


# Wages without headers ------------------------------------------------------------------------------


def _wage_grid(rows: Sequence[Row], unit: int, year: int | None) -> Iterator[Item]:
    """Read months that stand beside or above their amounts, or in one run with them."""
    items = [item for row in rows for item in _beside_months(row, unit, year)]
    if not items:
        items = list(_wages_across(rows, unit, year))
    if not items:
        items = [item for row in rows for cell in row.cells for item in _in_one_run(cell, year)]
    times = [(item.year, item.month) for item in items]
    yield from (item for item in items if times.count((item.year, item.month)) == 1)


def _month_cell(text: str, year: int | None) -> Time | None:
    when = time_of(text) if len(plain(text)) <= _LONGEST_MONTH and not is_day(text) else None
    if when and when[1]:
        return when
    month = bare_month(text) if re.search(r"月|[a-z]", fold(text)) else None
    return (year, month) if month and year else None


def _beside_months(row: Row, unit: int, year: int | None) -> Iterator[Item]:
    cells = row.cells
    for cell, after in pairwise(cells):
        when, amount = _month_cell(cell.text, year), amount_of(after.text, unit=unit)
        if (
            when
            and amount
            and not _more_amounts(cells, after, unit)
            and (amount.cents or amount.marked or amount.value >= _LEAST_MONTHLY or amount.value == 0)
        ):
            yield Item(amount, after, *when)


def _more_amounts(cells: Sequence[TextLine], first: TextLine, unit: int) -> bool:
    """Say whether a second amount follows the first: then no header says which is the wage."""
    index = cells.index(first) + 1
    return (
        index < len(cells)
        and amount_of(cells[index].text, unit=unit) is not None
        and not bare_month(cells[index].text)
    )


def _wages_across(rows: Sequence[Row], unit: int, year: int | None) -> Iterator[Item]:
    """Read wages below their months or years: of several rows the one whose label tells most."""

    def time_in(text: str) -> Time | None:
        whole = year_of(text)
        return (whole, None) if whole else _month_cell(text, year)

    ranked: dict[str, list[Item]] = {}
    for one in rows_across(rows, time_in):
        field = meaning_of("wage", one.label) or ("pay" if not header_key(one.label) else "")
        items = [
            Item(amount, cell, *when)
            for when, cell in one.cells
            if (amount := amount_of(cell.text, unit=unit))
        ]
        if len(items) == len(one.cells):
            ranked.setdefault(field, []).extend(items)
    yield from next((ranked[field] for field in _WAGE_RANKS if field in ranked), [])


_RUN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*[年.\-/]\s*)?(?<!\d)(?P<month>0?[1-9]|1[0-2])\s*月(?:份)?(?:工资|收入)?\s*[:：]?\s*(?P<amount>[¥￥]?\s*\d[\d,]*(?:\.\d{1,2})?\s*元?)(?![\d月日年])"
)


def _in_one_run(cell: TextLine, year: int | None) -> Iterator[Item]:
    for match in _RUN.finditer(cell.text):
        amount = amount_of(match["amount"])
        own = int(match["year"]) if match["year"] else year
        if amount and own and (amount.cents or amount.marked or amount.value >= _LEAST_YEARLY):
            yield Item(amount, part_of(cell, *match.span("amount")), own, int(match["month"]))


def _bonus(rows: Sequence[Row], unit: int) -> float:
    found = 0.0
    for row in rows:
        for cell, after in pairwise(row.cells):
            amount = amount_of(after.text, unit=unit)
            if plain(cell.text) in words_of("wage", "bonus") and amount:
                found += amount.value
    return found


def _wage_in_prose(lines: Sequence[TextLine], page: int, year: int | None) -> Iterator[Fact]:
    told = False  # whether the amount before was a yearly wage: ", RMB 1,019,000.00 in 2023" goes on with it
    for flow, amount, before, after in sentences_of(lines):
        clause = re.split(r"[。；;]", before)[-1]
        goes_on = told and not re.sub(r"\band\b|[\s,、和及]", "", clause)
        told = False
        if _NOT_A_YEAR.search(clause) or re.match(
            r"\s*[/每]?\s*(?:月|per month|a month|monthly)|[(（]?税后|\s*\(?(?:net|after)", after
        ):
            continue
        yearly = goes_on or _YEARLY.search(clause) or re.search(r"\d{4}", clause)
        if not yearly or amount.value < _LEAST_YEARLY:
            continue
        own = year_near(before, after)
        named = bool(re.search(r"(?:19|20)\d\d", before))
        chosen = own if own else (year if not named and _says_total(clause) else None)
        told = chosen is not None
        if chosen:
            yield prose_fact(FactName.WAGE_TOTAL, flow, amount, chosen, page)


def _says_total(clause: str) -> bool:
    return bool(re.search(r"共计|合计|总计|总收入|总额|全年|年收入|total|annual", clause))
