"""Reads statements: tax records, wage certificates, records of entry and exit."""

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from app.domain.reading import Fact, FactName, TextLine
from app.intake.amounts import Amount, amount_of, amounts_in, capital_amount
from app.intake.days import Day, Period, day_of, days_in, months_in, periods_in
from app.intake.flow import Flow, flows_of
from app.intake.tables import Column, Row, cell_in, cells_of, part_of, rows_of, union
from app.intake.writing import fold, plain, vocabulary

# A sum agrees with its rows to within a few cents: rows are rounded.
_CENTS = 0.05
_PROVEN, _STATED, _DOUBTFUL = 1.0, 0.9, 0.6
_TEN_THOUSAND = 10_000
# The number of the first row below a header, and the columns.
_Header: TypeAlias = tuple[int, list[Column]]
# Columns of wages, the most telling first: the sum of a row, what is owed before tax, or just pay.
_WAGE_RANKS = ("sum", "gross", "pay")
# A row with more cells is one of a table, and no line of running text.
_MOST_CELLS = 2
# Less than this in a year is no wage, but a rate or a count.
_LEAST_YEARLY = 1000


@functools.cache
def _headers(table: str) -> dict[str, str]:
    """Return what each folded header of a kind of table means; the first meaning wins."""
    found: dict[str, str] = {}
    for field, words in vocabulary("tables")[table].items():
        for word in words:
            found.setdefault(plain(word), field)
    return found


@functools.cache
def _words(table: str, field: str) -> frozenset[str]:
    return frozenset(plain(word) for word in vocabulary("tables")[table][field])


def _key(text: str) -> str:
    """Return a header without its unit: 应发工资(元) means 应发工资."""
    return plain(re.sub(r"[(（](?:单位[:：])?(?:人民币|元|万元|rmb|cny|yuan|￥|¥)+[)）]", "", fold(text)))


def _meaning(table: str, text: str) -> str | None:
    """Return what a header means, in one language or two."""
    known, key = _headers(table), _key(text)
    if key in known or any(map(str.isdigit, key)):
        return known.get(key)
    han = "".join(letter for letter in key if letter >= "\u3400")
    latin = key.replace(han, "") if han else ""
    meanings = {known.get(han), known.get(latin)} - {None}
    return meanings.pop() if len(meanings) == 1 and (han in known or latin in known) and han else None


def _columns(row: Row, table: str) -> list[Column]:
    found = ((_meaning(table, cell.text), cell) for cell in row.cells)
    return [Column(meaning or "", cell.box) for meaning, cell in found]


def _with_next(row: Row, after: Row) -> Row:
    """Join a header that takes two lines into one row."""
    cells = list(row.cells)
    for piece in after.cells:
        over = [
            i
            for i, cell in enumerate(cells)
            if min(cell.box.right, piece.box.right) > max(cell.box.left, piece.box.left)
        ]
        if len(over) == 1:
            cell = cells[over[0]]
            cells[over[0]] = TextLine(
                cell.text + piece.text, union((cell.box, piece.box)), min(cell.confidence, piece.confidence)
            )
        else:
            cells.append(piece)
    return Row(tuple(sorted(cells, key=lambda cell: cell.box.left)))


def _header(
    rows: Sequence[Row], table: str, needed: Iterable[frozenset[str]]
) -> tuple[int, list[Column]] | None:
    """Return the header of a table: the row below it, and its columns."""
    wanted = list(needed)
    for index, row in enumerate(rows):
        for count, candidate in (
            (1, row),
            (2, _with_next(row, rows[index + 1]) if index + 1 < len(rows) else row),
        ):
            columns = _columns(candidate, table)
            fields = {column.field for column in columns}
            if len(candidate.cells) >= 2 and all(fields & either for either in wanted):
                return index + count, columns
    return None


def _rows(lines: Sequence[TextLine]) -> tuple[Row, ...]:
    return rows_of(cell for line in lines for cell in cells_of(line))


def _unit(lines: Sequence[TextLine]) -> int:
    """Return what figures count in: 元, or 万元 where the sheet says so."""
    return (
        _TEN_THOUSAND
        if any(re.search(r"单位[:：]?\s*(?:人民币)?万元|in ten thousand", fold(line.text)) for line in lines)
        else 1
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """Holds one row of a statement: its amount and the time that it is for."""

    amount: Amount
    cell: TextLine
    year: int | None
    month: int | None


def _fact(name: FactName, item: _Item, page: int, trust: float = 1.0) -> Fact:
    sure = item.cell.confidence * item.amount.confidence * trust
    return Fact(
        name,
        item.amount.value,
        item.cell.text.strip(),
        page,
        item.cell.box,
        sure,
        year=item.year,
        month=item.month,
    )


def time_of(text: str) -> tuple[int, int | None] | None:
    """Return the year and month that a cell names; the month is None for several of one year."""
    compact = re.fullmatch(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])\s*", text)
    if compact:
        return int(compact[1]), int(compact[2])
    period = next(iter(periods_in(text)), None)
    if period and period.until:
        return _time_between(period.begin, period.until)
    months, days = months_in(text), days_in(text)
    if len(months) == 1 and not days:
        return months[0].year, months[0].month
    if len(days) == 2 and not months:
        return _time_between(days[0].value, days[1].value)
    if len(days) == 1 and not months:
        return days[0].value.year, days[0].value.month
    return None


def _time_between(begin: date, until: date) -> tuple[int, int | None] | None:
    if begin.year != until.year or begin > until:
        return None
    return begin.year, begin.month if begin.month == until.month else None


# Tax ------------------------------------------------------------------------------------------------


def tax_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the tax of every row, for the time that it is owed for, and the total."""
    rows, unit = _rows(lines), _unit(lines)
    items = list(_tax_items(rows, unit))
    facts = [_fact(FactName.TAX, item, page) for item in items]
    facts += _tax_total(lines, rows, items, page, unit)
    facts += _tax_in_prose(lines, page) if not facts else []
    return tuple(facts)


def _tax_items(rows: Sequence[Row], unit: int) -> Iterator[_Item]:
    needed = frozenset({"period", "period_from"})
    header = _header(rows, "tax", (frozenset({"amount"}), needed))
    if header is None:
        yield from (item for row in rows if (item := _bare_tax_item(row)))
        return
    first, columns = header
    for row in rows[first:]:
        item = _tax_item(row, columns, unit)
        if item:
            yield item
        elif len(row.cells) >= 4 and (bare := _bare_tax_item(row)):
            yield bare


def _tax_item(row: Row, columns: Sequence[Column], unit: int) -> _Item | None:
    amounts = [column for column in columns if column.field == "amount"]
    cell = cell_in(row, amounts[0], columns)
    amount = amount_of(cell.text, unit=unit) if cell else None
    when = _period_cell(row, columns)
    if (
        not cell
        or not amount
        or not when
        or any(plain(one.text) in _words("tax", "total") for one in row.cells)
    ):
        return None
    return _Item(amount, cell, *when)


def _period_cell(row: Row, columns: Sequence[Column]) -> tuple[int, int | None] | None:
    ends = [column for column in columns if column.field in ("period", "period_from", "period_until")]
    cells = [cell_in(row, column, columns) for column in ends]
    texts = [cell.text for cell in cells if cell]
    return time_of("至".join(texts)) if texts else None


def _bare_tax_item(row: Row) -> _Item | None:
    """Read a row without a header, as on a page that goes on: one amount with cents, one month."""
    amounts = [(cell, amount) for cell in row.cells if (amount := amount_of(cell.text)) and amount.cents]
    times = [
        when
        for cell in row.cells
        if len(plain(cell.text)) <= 18 and not _is_day(cell.text) and (when := time_of(cell.text))
    ]
    if len(amounts) == 1 and len(times) == 1 and len(row.cells) >= 3:
        return _Item(amounts[0][1], amounts[0][0], *times[0])
    return None


def _is_day(text: str) -> bool:
    days = days_in(text)
    return len(days) == 1 and len(plain(text)) - len(plain(days[0].text)) <= 2


def _tax_total(
    lines: Sequence[TextLine], rows: Sequence[Row], items: Sequence[_Item], page: int, unit: int
) -> Iterator[Fact]:
    total = _total_of(rows, "tax", unit)
    capitals = {(amount.value, line) for line in lines if (amount := capital_amount(line.text))}
    words = next(iter(capitals)) if len({value for value, _ in capitals}) == 1 else None
    chosen = _agreed(total, words, sum(item.amount.value for item in items))
    if chosen is None:
        return
    cell, value, sure = chosen
    adds_up = bool(items) and abs(sum(item.amount.value for item in items) - value) <= _CENTS
    year = _year_of_total(lines, items, adds_up=adds_up)
    yield Fact(
        FactName.TAX_TOTAL, value, cell.text.strip(), page, cell.box, cell.confidence * sure, year=year
    )


def _agreed(
    total: tuple[TextLine, Amount] | None, words: tuple[float, TextLine] | None, rows: float
) -> tuple[TextLine, float, float] | None:
    """Weigh the total in figures, the total in words, and the sum of the rows against each other."""
    if total is None and words is None:
        return None
    if total is None and words is not None:
        return words[1], words[0], _PROVEN if abs(rows - words[0]) <= _CENTS else _STATED
    assert total is not None
    cell, amount = total
    if words is None:
        return (
            cell,
            amount.value,
            _PROVEN if abs(rows - amount.value) <= _CENTS else _STATED * amount.confidence,
        )
    if abs(words[0] - amount.value) <= _CENTS:
        return cell, amount.value, _PROVEN
    for value, line in ((amount.value, cell), words):
        if abs(rows - value) <= _CENTS:
            return line, value, _STATED
    return None


def _year_of_total(lines: Sequence[TextLine], items: Sequence[_Item], *, adds_up: bool) -> int | None:
    """Return the one year that a total is for: by the rows that add up to it, or by the stated period."""
    years = {item.year for item in items}
    if adds_up and len(years) == 1:
        return years.pop()
    stated = {(period.begin.year, period.until.year) for period in _stated_periods(lines) if period.until}
    if len(stated) == 1 and (only := stated.pop())[0] == only[1]:
        return only[0]
    named = {int(year) for line in lines for year in re.findall(r"((?:19|20)\d\d)年度", line.text)}
    return named.pop() if not stated and not items and len(named) == 1 else None


def _stated_periods(lines: Sequence[TextLine]) -> Iterator[Period]:
    for line in lines:
        if re.search(r"期间|时段|period|covering|所属期[:：]|所属时期[:：]", fold(line.text)):
            yield from periods_in(line.text)


def _total_of(rows: Sequence[Row], table: str, unit: int) -> tuple[TextLine, Amount] | None:
    """Return the one total that a table states: beside its label, or in one of the next two rows behind ¥."""
    found: list[tuple[TextLine, Amount]] = []
    for index, row in enumerate(rows):
        at = next((i for i, cell in enumerate(row.cells) if _is_total(cell.text, table)), None)
        if at is None:
            continue
        behind = [part for cell in row.cells[at:] for part in _amounts_of(cell, unit)]
        below = [
            part
            for after in rows[index + 1 : index + 3]
            for cell in after.cells
            for part in _amounts_of(cell, unit)
            if re.search(r"小写|¥|￥", cell.text)
        ]
        found += behind or below
    values = {amount.value for _, amount in found}
    return found[0] if len(values) == 1 else _grand_total(found)


def _grand_total(found: Sequence[tuple[TextLine, Amount]]) -> tuple[TextLine, Amount] | None:
    """Choose the grand total where a page has its own: the one that no label calls a part."""
    grand = [
        one for one in found if not any(plain(word) in plain(one[0].text) for word in ("小计", "subtotal"))
    ]
    values = {amount.value for _, amount in grand}
    return grand[0] if len(values) == 1 else None


def _is_total(text: str, table: str) -> bool:
    head = re.split(r"[:：(（¥￥\d]", fold(text))[0]
    key = plain(head) or plain(text)
    if table == "tax" and key in _words("tax", "page_total"):
        return False
    return key in _words(table, "total") or _key(re.split(r"[:：]", fold(text))[0]) in _words(table, "total")


def _amounts_of(cell: TextLine, unit: int) -> list[tuple[TextLine, Amount]]:
    text = re.sub(r"[(（]?小写[)）]?[:：]?", "", cell.text)
    text = (
        re.sub(r"^.*?(?:合计|总计|共计|total)[^\d¥￥]*", "", text, flags=re.IGNORECASE)
        if not amount_of(text)
        else text
    )
    amount = amount_of(text, unit=unit)
    if amount:
        return [(cell, amount)]
    marked = amounts_in(text)
    return [(cell, marked[0])] if len(marked) == 1 else []


def _tax_in_prose(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    """Read "paid individual income tax of RMB 238,180.00 for the year 2022" and its like."""
    taxes = re.compile(r"税|\btax")
    for flow, amount, before, after in _sentences(lines):
        if not taxes.search(before + after[:20]) or re.search(
            r"收入(?!.*税)|\bincome(?! tax)(?!.*\btax)", before
        ):
            continue
        year = _year_near(before, after)
        if year:
            yield _prose_fact(FactName.TAX_TOTAL, flow, amount, year, page)


# Wages ----------------------------------------------------------------------------------------------

_NOT_A_YEAR = re.compile(
    r"月薪|(?<!\d)月工资|每月|月均|月平均|按月|税后|实发|缴纳|已缴|缴税|个人所得税|个税|注册资本|平均|最低|基本工资|补贴|津贴|"
    r"monthly|per month|a month|after tax|after-tax|\bnet\b|\btax (?:of|paid|amount)|withh|average|"
    r"allowance|registered capital"
)
_YEARLY = re.compile(
    r"年度|年收入|全年|年薪|共计|合计|总计|总收入|总额|收入|工资|annual|year|total|income|salary|wage|earn|remunerat"
)


def wage_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the wage of every month and year, and the totals, before tax."""
    rows, unit = _rows(lines), _unit(lines)
    year = _only_year(lines)
    header = _header(
        rows, "wage", (frozenset({"month", "year"}), frozenset(_WAGE_RANKS) | {"basic", "other"})
    )
    table = list(_wage_table(rows, header, unit, year)) if header else []
    items = table if header else list(_wage_grid(rows, unit, year))
    months = [item for item in items if item.month is not None]
    facts = [_fact(FactName.WAGE, item, page) for item in months]
    totals = [_fact(FactName.WAGE_TOTAL, item, page) for item in items if item.month is None and item.year]
    totals += _wage_in_prose(lines, page, year)
    printed = _table_total(rows, header, unit) if header else _total_of(rows, "wage", unit)
    total_year = year or _single({item.year for item in months})
    if printed and total_year and (months or not items):
        whole = _Item(printed[1], printed[0], total_year, None)
        totals.append(_fact(FactName.WAGE_TOTAL, whole, page))
    return (*facts, *_settled(totals, months, _bonus(rows, unit)))


def _table_total(rows: Sequence[Row], header: _Header, unit: int) -> tuple[TextLine, Amount] | None:
    """Return the total of the column of wages."""
    first, columns = header
    column = _wage_column(columns)
    for row in rows[first:] if column else ():
        cell = cell_in(row, column, columns) if column else None
        amount = amount_of(cell.text, unit=unit) if cell else None
        if cell and amount and _is_total(row.cells[0].text, "wage"):
            return cell, amount
    return None


def _single(values: Collection[int | None]) -> int | None:
    return next(iter(values)) if len(values) == 1 else None


def _settled(totals: Sequence[Fact], months: Sequence[_Item], bonus: float) -> Iterator[Fact]:
    """Choose the total of every year: where several are stated they agree, or the months prove one."""
    for year in dict.fromkeys(fact.year for fact in totals):
        stated = [fact for fact in totals if fact.year == year]
        proof = sum(item.amount.value for item in months if item.year == year)
        proven = [fact for fact in stated if proof and _near(fact, (proof, proof + bonus))]
        if len({round(float(fact.value), 2) for fact in stated if not isinstance(fact.value, date)}) == 1:
            yield _surest(proven or stated)
        elif proven and len({fact.value for fact in proven}) == 1:
            yield _surest(proven)


def _near(fact: Fact, sums: Iterable[float]) -> bool:
    return any(isinstance(fact.value, (int, float)) and abs(fact.value - one) <= _CENTS for one in sums)


def _surest(facts: Sequence[Fact]) -> Fact:
    return max(facts, key=lambda fact: fact.confidence)


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


def _wage_table(rows: Sequence[Row], header: _Header, unit: int, year: int | None) -> Iterator[_Item]:
    first, columns = header
    column = _wage_column(columns)
    if column is None:
        return
    for row in rows[first:]:
        cell = cell_in(row, column, columns)
        amount = amount_of(cell.text, unit=unit) if cell else None
        when = _row_time(row, columns, year)
        if cell and amount and when:
            yield _Item(amount, cell, *when)


def _wage_column(columns: Sequence[Column]) -> Column | None:
    """Choose the column of wages before tax; several of one rank leave it open."""
    for field in _WAGE_RANKS:
        found = [column for column in columns if column.field == field]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _row_time(row: Row, columns: Sequence[Column], year: int | None) -> tuple[int, int | None] | None:
    texts = {
        column.field: cell.text
        for column in columns
        if column.field in ("month", "year") and (cell := cell_in(row, column, columns))
    }
    own = re.match(r"\s*((?:19|20)\d\d)\s*(?:年度?|财年)?(?!\d)", texts.get("year", ""))
    if "month" in texts:
        when = time_of(texts["month"])
        bare = _bare_month(texts["month"])
        if when:
            return when
        stated = int(own[1]) if own else year
        return (stated, bare) if bare and stated else None
    return (int(own[1]), None) if own else None


@functools.cache
def _month_names() -> dict[str, int]:
    return {word: number for number, words in enumerate(vocabulary("months")["en"], 1) for word in words}


def _bare_month(text: str) -> int | None:
    """Return the month that a cell names without a year: 1月, 01, January."""
    match = re.fullmatch(r"\s*(?:第)?(0?[1-9]|1[0-2])\s*(?:月(?:份|工资)?)?\s*", fold(text))
    if match:
        return int(match[1])
    return _month_names().get(plain(text))


def _wage_grid(rows: Sequence[Row], unit: int, year: int | None) -> Iterator[_Item]:
    """Read months that stand beside or above their amounts, or in one run with them."""
    items = [item for row in rows for item in _beside_months(row, unit, year)]
    if not items:
        items = [item for row, after in pairwise(rows) for item in _above_amounts(row, after, unit, year)]
    if not items:
        items = [item for row in rows for cell in row.cells for item in _in_one_run(cell, year)]
    times = [(item.year, item.month) for item in items]
    yield from (item for item in items if times.count((item.year, item.month)) == 1)


def _month_cell(text: str, year: int | None) -> tuple[int, int | None] | None:
    when = time_of(text) if len(plain(text)) <= 14 and not _is_day(text) else None
    if when and when[1]:
        return when
    month = _bare_month(text) if re.search(r"月|[a-z]", fold(text)) else None
    return (year, month) if month and year else None


def _beside_months(row: Row, unit: int, year: int | None) -> Iterator[_Item]:
    cells = row.cells
    for cell, after in pairwise(cells):
        when, amount = _month_cell(cell.text, year), amount_of(after.text, unit=unit)
        if (
            when
            and amount
            and not _more_amounts(cells, after, unit)
            and (amount.cents or amount.marked or amount.value >= 100 or amount.value == 0)
        ):
            yield _Item(amount, after, *when)


def _more_amounts(cells: Sequence[TextLine], first: TextLine, unit: int) -> bool:
    """Say whether a second amount follows the first: then no header says which is the wage."""
    index = cells.index(first) + 1
    return (
        index < len(cells)
        and amount_of(cells[index].text, unit=unit) is not None
        and not _bare_month(cells[index].text)
    )


def _above_amounts(row: Row, after: Row, unit: int, year: int | None) -> Iterator[_Item]:
    months = [(cell, when) for cell in row.cells if (when := _month_cell(cell.text, year))]
    if len(months) < 3:
        return
    for cell, when in months:
        under = [
            one
            for one in after.cells
            if min(one.box.right, cell.box.right) > max(one.box.left, cell.box.left)
        ]
        amount = amount_of(under[0].text, unit=unit) if len(under) == 1 else None
        if amount:
            yield _Item(amount, under[0], *when)


_RUN = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*[年.\-/]\s*)?(?<!\d)(?P<month>0?[1-9]|1[0-2])\s*月(?:份)?(?:工资|收入)?\s*[:：]?\s*(?P<amount>[¥￥]?\s*\d[\d,]*(?:\.\d{1,2})?\s*元?)(?![\d月日年])"
)


def _in_one_run(cell: TextLine, year: int | None) -> Iterator[_Item]:
    for match in _RUN.finditer(cell.text):
        amount = amount_of(match["amount"])
        own = int(match["year"]) if match["year"] else year
        if amount and own and (amount.cents or amount.marked or amount.value >= 1000):
            yield _Item(amount, part_of(cell, *match.span("amount")), own, int(match["month"]))


def _bonus(rows: Sequence[Row], unit: int) -> float:
    found = 0.0
    for row in rows:
        for cell, after in pairwise(row.cells):
            amount = amount_of(after.text, unit=unit)
            if plain(cell.text) in _words("wage", "bonus") and amount:
                found += amount.value
    return found


def _sentences(lines: Sequence[TextLine]) -> Iterator[tuple[Flow, Amount, str, str]]:
    """Return every amount of running text with what stands before and after it, between other amounts."""
    rows = rows_of(lines)
    for flow in flows_of([cell for row in rows if len(row.cells) <= _MOST_CELLS for cell in row.cells]):
        folded, last = fold(flow.text), 0
        amounts = amounts_in(flow.text)
        for index, amount in enumerate(amounts):
            stop = amounts[index + 1].start if index + 1 < len(amounts) else len(folded)
            yield (
                flow,
                amount,
                folded[last : amount.start],
                re.split(r"[。；;]", folded[amount.end : stop])[0],
            )
            trailing = _TRAILING_YEAR.match(folded, amount.end)
            last = trailing.end() if trailing else amount.end


def _prose_fact(name: FactName, flow: Flow, amount: Amount, year: int, page: int) -> Fact:
    sure = flow.confidence(amount.start, amount.end) * amount.confidence * _STATED
    return Fact(
        name,
        amount.value,
        flow.text[amount.start : amount.end].strip(),
        page,
        flow.box(amount.start, amount.end),
        sure,
        year=year,
    )


_TRAILING_YEAR = re.compile(
    r"\s*(?:for|in|during)\s+(?:the\s+)?(?:whole\s+)?(?:(?:calendar|fiscal|tax)\s+)?(?:year\s+)?(?:of\s+)?((?:19|20)\d\d)(?!\d)"
)


def _year_near(before: str, after: str) -> int | None:
    """Return the year that follows an amount (in 2023), or the one that the words before it name."""
    trailing = _TRAILING_YEAR.match(after)
    if trailing:
        return int(trailing[1])
    spans = {(period.begin.year, period.until.year) for period in periods_in(before) if period.until}
    if len(spans) == 1 and (span := spans.pop())[0] == span[1]:
        return span[0]
    cleaned = before
    for day in reversed(days_in(before)):
        cleaned = cleaned[: day.start] + " " + cleaned[day.end :]
    named = re.findall(r"(?<!\d)(?<!\d[.,/\-])((?:19|20)\d\d)(?![\d,.]\d|\d)", cleaned)
    return _single({int(year) for year in named})


def _wage_in_prose(lines: Sequence[TextLine], page: int, year: int | None) -> Iterator[Fact]:
    told = False  # whether the amount before was a yearly wage: ", RMB 1,019,000.00 in 2023" goes on with it
    for flow, amount, before, after in _sentences(lines):
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
        own = _year_near(before, after)
        named = bool(re.search(r"(?:19|20)\d\d", before))
        chosen = own if own else (year if not named and _says_total(clause) else None)
        told = chosen is not None
        if chosen:
            yield _prose_fact(FactName.WAGE_TOTAL, flow, amount, chosen, page)


def _says_total(clause: str) -> bool:
    return bool(re.search(r"共计|合计|总计|总收入|总额|全年|年收入|total|annual", clause))


# Stays ----------------------------------------------------------------------------------------------


def stay_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State every entry and exit in the order of time, the days of each year, and the period covered."""
    rows = _rows(lines)
    crossings = list(_crossings(rows, page)) or list(_two_columns(rows, page))
    crossings.sort(key=lambda fact: str(fact.value))
    return (*crossings, *_days_by_year(lines, rows, page), *_period_covered(lines, page))


def _crossings(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    entry, leave = _words("stay", "entry"), _words("stay", "exit")
    for row in rows:
        ways = {FactName.ENTERED_ON for cell in row.cells if plain(cell.text) in entry}
        ways |= {FactName.LEFT_ON for cell in row.cells if plain(cell.text) in leave}
        days = [(cell, day) for cell in row.cells for day in days_in(cell.text)]
        if len(ways) != 1 or len(days) != 1:
            ways, days = _crossing_in_one_run(row)
        if len(ways) == 1 and len(days) == 1:
            yield _day_fact(ways.pop(), *days[0], page)


def _crossing_in_one_run(row: Row) -> tuple[set[FactName], list[tuple[TextLine, Day]]]:
    """Read a row that came as one run of text: "3 2025年04月05日 入境 上海浦东 飞机"."""
    text = fold(row.text)
    ways = set()
    if re.search(r"(?<![出])入境(?!记录|时间|口岸|次数|日期|标识)|\bentry\b|\barrival\b", text):
        ways.add(FactName.ENTERED_ON)
    if re.search(r"出境(?!记录|时间|口岸|次数|日期|标识)|\bexit\b|\bdeparture\b", text):
        ways.add(FactName.LEFT_ON)
    days = [(cell, day) for cell in row.cells for day in days_in(cell.text)]
    return ways, days if len(plain(text)) < 60 else []


def _two_columns(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    header = _header(rows, "stay", (frozenset({"entry_day"}), frozenset({"exit_day"})))
    if header is None:
        return
    first, columns = header
    names = {"entry_day": FactName.ENTERED_ON, "exit_day": FactName.LEFT_ON}
    for row in rows[first:]:
        for column in columns:
            cell = cell_in(row, column, columns) if column.field in names else None
            day = day_of(cell.text) if cell else None
            if cell and day and _is_day(cell.text):
                yield _day_fact(names[column.field], cell, day, page)


def _day_fact(name: FactName, cell: TextLine, day: Day, page: int) -> Fact:
    return Fact(
        name, day.value, day.text, page, cell.box, cell.confidence * day.confidence, others=day.others
    )


_DAYS_OF_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年度?)?(?:[^\d,，;；。]{0,24})?[:：]?\s*(?<!\d)(?P<days>\d{1,3})\s*(?:天|days\b)(?!以上)"
)


def _days_by_year(lines: Sequence[TextLine], rows: Sequence[Row], page: int) -> Iterator[Fact]:
    found: dict[int, Fact] = {}
    for flow in flows_of(lines):
        for match in _DAYS_OF_YEAR.finditer(fold(flow.text)):
            if int(match["days"]) <= 366 and not re.search(r"月|不少于|超过|至少|at least", match.group()):
                start, end = match.span()
                fact = Fact(
                    FactName.DAYS_IN_CHINA,
                    int(match["days"]),
                    flow.text[start:end],
                    page,
                    flow.box(start, end),
                    flow.confidence(start, end),
                    year=int(match["year"]),
                )
                found.setdefault(int(match["year"]), fact)
    yield from (found | _days_in_table(rows, page)).values()


def _days_in_table(rows: Sequence[Row], page: int) -> dict[int, Fact]:
    header = _header(rows, "stay", (frozenset({"year"}), frozenset({"days"})))
    if header is None:
        return {}
    first, columns = header
    found = {}
    for row in rows[first:]:
        cells = {column.field: cell_in(row, column, columns) for column in columns}
        year_cell, days_cell = cells.get("year"), cells.get("days")
        year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*年?度?\s*", year_cell.text) if year_cell else None
        days = re.fullmatch(r"\s*(\d{1,3})\s*(?:天|days)?\s*", fold(days_cell.text)) if days_cell else None
        if year and days and days_cell and int(days[1]) <= 366:
            found[int(year[1])] = Fact(
                FactName.DAYS_IN_CHINA,
                int(days[1]),
                days_cell.text,
                page,
                days_cell.box,
                days_cell.confidence,
                year=int(year[1]),
            )
    return found


def _period_covered(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    for flow in flows_of(lines):
        for period in periods_in(flow.text):
            near = fold(flow.text[max(0, period.start - 30) : period.end + 30])
            if period.until and re.search(r"记录|期间|查询|停留|record|period|between|query", near):
                box, text = flow.box(period.start, period.end), flow.text[period.start : period.end]
                sure = flow.confidence(period.start, period.end)
                yield Fact(FactName.PERIOD_FROM, period.begin, text, page, box, sure)
                yield Fact(FactName.PERIOD_UNTIL, period.until, text, page, box, sure)
