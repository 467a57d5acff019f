"""Reads amounts by their months and years, and weighs the totals of a statement against its rows."""

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from app.domain.reading import Fact, FactName, TextLine
from app.intake.amounts import Amount, amount_of, amounts_in, capital_amount
from app.intake.days import Day, Month, days_in, months_in, periods_in
from app.intake.flow import Flow, flows_of
from app.intake.grids import Record, Table, records_of
from app.intake.tables import Row, rows_of
from app.intake.writing import fold, plain, vocabulary

# A sum agrees with its rows to within a few cents: rows are rounded.
_CENTS = 0.05
# How sure a total is at least that something else on the sheet proves; and by how much less the others are:
# stated once, and of a year that is only likely.
_PROVEN, _STATED, _DOUBTFUL = 0.97, 0.9, 0.6
_TEN_THOUSAND = 10_000
# A label of a total is no longer than this many letters, and a cell that names a time no longer than that.
_LONGEST_LABEL, _LONGEST_TIME = 26, 18
# A row with more cells is one of a table, and no line of running text.
_MOST_CELLS = 2
# A total may stand in one of so many rows below its label, behind ¥.
_ROWS_BELOW = 2
_TIME_FIELDS = ("period", "period_from", "period_until", "month")
# As near as this the name of a month is misspelt by one letter.
_ALIKE = 0.85
Time = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Item:
    """Holds one row of a statement: its amount and the time that it is for."""

    amount: Amount
    cell: TextLine
    year: int | None
    month: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """Holds a total as stated: the year that its label names, and whether it is a part of a greater one."""

    amount: Amount
    cell: TextLine
    year: int | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Holds what one column of a table states, and in which rows.

    `extras` are amounts beside the months, such as a bonus.
    """

    items: tuple[Item, ...] = ()
    totals: tuple[Total, ...] = ()
    extras: float = 0.0
    rows: tuple[Row, ...] = ()


def words_of(table: str, field: str) -> frozenset[str]:
    """Return the folded words of a field."""
    return _words(table, field)


@functools.cache
def _words(table: str, field: str) -> frozenset[str]:
    return frozenset(plain(word) for word in vocabulary("tables")[table][field])


def unit_of(lines: Sequence[TextLine]) -> int:
    """Return what figures count in: 元, or 万元 where the sheet says so."""
    says = re.compile(r"单位[:：]?\s*(?:人民币)?\s*[(（]?万元|in ten thousand")
    return _TEN_THOUSAND if any(says.search(fold(line.text)) for line in lines) else 1


def row_fact(name: FactName, item: Item, page: int) -> Fact:
    """Make the fact that a row states."""
    sure = item.cell.confidence * item.amount.confidence
    text, box = item.cell.text.strip(), item.cell.box
    return Fact(name, item.amount.value, text, page, box, sure, year=item.year, month=item.month)


# Times ----------------------------------------------------------------------------------------------


def time_of(text: str) -> Time | None:
    """Return the year and month that a cell names; the month is None for several of one year."""
    compact = re.fullmatch(r"\s*((?:19|20)\d\d)(0[1-9]|1[0-2])\s*", text)
    if compact:
        return int(compact[1]), int(compact[2])
    quarter = re.fullmatch(r"\s*((?:19|20)\d\d)\s*年?度?\s*(?:第?[一二三四1-4]\s*季度|q[1-4])\s*", fold(text))
    if quarter:
        return int(quarter[1]), None
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


def _time_between(begin: date, until: date) -> Time | None:
    if begin.year != until.year or begin > until:
        return None
    return begin.year, begin.month if begin.month == until.month else None


def year_of(text: str) -> int | None:
    """Return the year that a cell names and nothing else: 2024, 2024年度, FY2024."""
    match = re.fullmatch(r"\W*(?:fy|year)?\s*((?:19|20)\d\d)\s*(?:年度?|财年)?\W*", fold(text))
    return int(match[1]) if match else None


@functools.cache
def _month_names() -> dict[str, int]:
    return {word: number for number, words in enumerate(vocabulary("months")["en"], 1) for word in words}


def bare_month(text: str) -> int | None:
    """Return the month that a cell names without a year: 1月, 01, January."""
    folded = fold(text).strip(" ·•.,'`*:;、。°" if "月" in text else None)
    match = re.fullmatch(r"(?:第)?(0?[1-9]|1[0-2])\s*(?:月(?:份|工资)?)?", folded)
    if match:
        return int(match[1])
    return _month_names().get(plain(text))


def is_day(text: str) -> bool:
    """Say whether a text is one day and hardly more."""
    days = days_in(text)
    return len(days) == 1 and len(plain(text)) - len(plain(days[0].text)) <= 2


# Columns --------------------------------------------------------------------------------------------


def entries_of(
    table: Table, part: Collection[int], column: int, unit: int, year: int | None, extra: str = ""
) -> Entries:
    """Read one column of amounts with the times beside it, the totals of it, and what else it adds up.

    `year` is the year of months that stand without one; `extra` names the kind of table whose words for a
    bonus count.
    """
    unit = _TEN_THOUSAND if "万" in table.columns[column].text else unit
    read = functools.partial(_amount_in, unit=unit)

    def is_row(cells: dict[int, TextLine]) -> bool:
        return read(cells.get(column)) is not None or any(total_label(cell.text) for cell in cells.values())

    records = records_of(table, is_row)
    times = list(_times(table, part, records, year))
    items: list[Item] = []
    totals: list[Total] = []
    rows: list[Row] = []
    extras = 0.0
    for record, when in zip(records, times, strict=True):
        label = _label_in(record, part)
        cell = record.cells.get(column)
        amount = read(cell)
        if label is not None:
            totals += _total_in(record, label, column, table, unit)
            # A row whose only amount stands in the run of its label is read as one outside of a table is.
            rows += [record.row] if any(_amount_in(each, unit) for each in record.row.cells) else []
        elif cell and amount and when:
            items.append(Item(amount, cell, *when))
            rows.append(record.row)
        elif (
            amount and extra and any(plain(each.text) in _words(extra, "bonus") for each in record.row.cells)
        ):
            extras += amount.value
    return Entries(tuple(items), tuple(totals), extras, tuple(rows))


def _amount_in(cell: TextLine | None, unit: int) -> Amount | None:
    if cell is None:
        return None
    return amount_of(cell.text, unit=unit) or amount_of(cell.text.replace(" ", ""), unit=unit)


def _label_in(record: Record, part: Collection[int]) -> TextLine | None:
    return next(
        (cell for index, cell in record.cells.items() if index in part and total_label(cell.text)), None
    )


def _total_in(record: Record, label: TextLine, column: int, table: Table, unit: int) -> Iterator[Total]:
    """Read the total in a column; in a table with one column of amounts it may stand anywhere in its row."""
    cell = record.cells.get(column)
    amount = _amount_in(cell, unit)
    if cell is None or amount is None or cell is label:
        found = [(each, one) for each in record.row.cells if (one := _amount_in(each, unit))]
        money = table.fields("amount", "income", "sum", "gross", "pay", "basic", "tax")
        alone = all(table.columns[index].field == table.columns[column].field for index in money)
        if len(found) != 1 or not alone:
            return
        cell, amount = found[0]
    yield Total(amount, cell, _year_named(label.text), is_part(label.text))


def _times(
    table: Table, part: Collection[int], records: Sequence[Record], year: int | None
) -> Iterator[Time | None]:
    """Return the time of every row; a year may stand once beside all the months of it."""
    ends = [index for index in table.fields(*_TIME_FIELDS) if index in part]
    beside = [index for index in table.fields("year") if index in part]
    own = [_year_in(record, beside) for record in records]
    if beside and not all(own):
        own = _years_beside(records, ends, beside, own, table)
    for record, stated in zip(records, own, strict=True):
        if not ends:
            yield (stated, None) if stated else None
            continue
        yield next(
            (when for text in _time_texts(record, ends) if (when := _when(text, stated or year))), None
        )


def _year_in(record: Record, columns: Sequence[int]) -> int | None:
    texts = [cell.text for index in columns if (cell := record.cells.get(index))]
    return year_of(texts[0]) if texts else None


def _years_beside(
    records: Sequence[Record], ends: Sequence[int], beside: Sequence[int], own: list[int | None], table: Table
) -> list[int | None]:
    """Give every row the one year that stands beside its run of months."""
    years = [
        (cell.box, stated)
        for row in table.rows
        for cell in row.cells
        if (stated := year_of(cell.text)) and cell.box.left < table.columns[beside[0]].box.right
    ]
    found = list(own)
    for run in _runs_of_months(records, ends):
        top, bottom = records[run[0]].row.top, records[run[-1]].row.bottom
        named = {stated for box, stated in years if top <= (box.top + box.bottom) / 2 <= bottom}
        for index in run:
            found[index] = own[index] or (named.copy().pop() if len(named) == 1 else None)
    return found


def _runs_of_months(records: Sequence[Record], ends: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    last = 0
    for index, record in enumerate(records):
        cell = next((record.cells[end] for end in ends if end in record.cells), None)
        month = bare_month(cell.text) if cell else None
        if month is None:
            continue
        if run and month <= last:
            yield run
            run = []
        run.append(index)
        last = month
    if run:
        yield run


def _time_texts(record: Record, ends: Sequence[int]) -> Iterator[str]:
    """Return what may name the time of a row: its cell with all its lines, then the line of the row alone."""
    if len(ends) > 1:
        yield "至".join(cell.text for end in ends if (cell := record.cells.get(end)))
    for end in ends:
        pieces = record.pieces.get(end, ())
        if len(pieces) > 1 or (pieces and end not in record.cells):
            yield "".join(piece.text for piece in pieces)
        if end in record.cells and not re.search(r"(?:至|到|-|~|—|起)\s*$", record.cells[end].text):
            yield record.cells[end].text


def _when(text: str, year: int | None) -> Time | None:
    found = time_of(text)
    if found:
        return found
    whole = year_of(text)
    if whole:
        return whole, None
    month = bare_month(text)
    return (year, month) if month and year else _misspelt(text)


def _misspelt(text: str) -> Time | None:
    """Read a month whose name the reader got nearly right: Janulary 2023."""
    match = re.fullmatch(r"\W*([a-z]{4,10})\W*((?:19|20)\d\d)\W*", fold(text))
    if not match:
        return None
    names = get_close_matches(match[1], [name for name in _month_names() if len(name) > 3], 3, _ALIKE)
    months = {_month_names()[name] for name in names}
    return (int(match[2]), months.pop()) if len(months) == 1 else None


# Totals ---------------------------------------------------------------------------------------------

_TOTAL = re.compile(r"合计|总计|小计|共计|累计|总额|总收入|\btotal|subtotal|^\W*sum\b")
_PART = re.compile(r"小计|本页|subtotal|page total|this page")
_NO_TOTAL = re.compile(r"平均|月均|average|monthly|累计扣除")


def total_label(text: str) -> bool:
    """Say whether a cell says that its row holds a total."""
    folded = re.split(r"[¥￥]|\d[\d,]*\.\d", fold(text))[0]
    return (
        len(plain(folded)) <= _LONGEST_LABEL and bool(_TOTAL.search(folded)) and not _NO_TOTAL.search(folded)
    )


def is_part(text: str) -> bool:
    """Say whether a label speaks of a part of the whole: a page, some rows."""
    return bool(_PART.search(fold(text)))


def _year_named(text: str) -> int | None:
    named = {int(year) for year in re.findall(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)", fold(text))}
    return single(named)


def single(values: Collection[int | None]) -> int | None:
    """Return the only value, None where there is none or several."""
    return next(iter(values)) if len(values) == 1 else None


def labelled_totals(
    rows: Sequence[Row], unit: int, fits: Callable[[str], bool], skip: Collection[Row] = ()
) -> tuple[Total, ...]:
    """Return the totals that stand behind their labels, outside of tables; `fits` says which labels count."""
    found: list[Total] = []
    for index, row in enumerate(rows):
        if row in skip or not any(total_label(_head(cell.text)) for cell in row.cells):
            continue
        behind = list(_behind_labels(row, unit, fits))
        if behind or not any(total_label(cell.text) and fits(fold(cell.text)) for cell in row.cells):
            found += behind
            continue
        below = [
            Total(amount, cell)
            for after in rows[index + 1 : index + 1 + _ROWS_BELOW]
            if after not in skip
            for cell in after.cells
            if re.search(r"小写|¥|￥", cell.text) and (amount := _first_amount(cell.text, unit))
        ]
        found += below
    return tuple(found)


def _head(text: str) -> str:
    return re.split(r"[:：]", text)[0] if re.search(r"[:：]", text) else text


def _first_amount(text: str, unit: int) -> Amount | None:
    bare = re.sub(r"[(（]?小写[)）]?[:：]?", "", text)
    marked = amounts_in(text)
    return amount_of(bare, unit=unit) or (marked[0] if len(marked) == 1 else None)


def _behind_labels(row: Row, unit: int, fits: Callable[[str], bool]) -> Iterator[Total]:
    """Give each amount that a fitting label stands before; what stands between belongs to the label."""
    label = ""
    for cell in row.cells:
        whole = amount_of(cell.text, unit=unit)
        if whole:
            if _is_label(label, fits):
                yield Total(whole, cell, _year_named(label), is_part(label))
                label = ""
            continue
        last = 0
        for amount in _amounts_behind(cell.text, unit):
            label += fold(cell.text[last : amount.start])
            if _is_label(label, fits):
                yield Total(amount, cell, _year_named(label), is_part(label))
            label, last = "", amount.end
        label += fold(cell.text[last:]) + " "


def _amounts_behind(text: str, unit: int) -> tuple[Amount, ...]:
    marked = amounts_in(text)
    if marked:
        return tuple(
            one if unit == 1 or one.marked else replace(one, value=round(one.value * unit, 2))
            for one in marked
        )
    colon = re.search(r"[:：]", text)
    amount = amount_of(text[colon.end() :], unit=unit) if colon else None
    if colon and amount:
        return (replace(amount, start=colon.end(), end=len(text)),)
    return ()


# A sentence is no label.
_TELLS = re.compile(r"[为是其该]|\bwas\b|\bis\b|\bhas\b")


def _is_label(label: str, fits: Callable[[str], bool]) -> bool:
    label = re.split(r"[,，。;；]", label)[-1]
    words = re.sub(
        r"[(（]?(?:大写|小写)[)）]?[:：]?|人民币|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{4,}", "", label
    )
    return total_label(words) and fits(words) and not _TELLS.search(words)


def words_amount(lines: Sequence[TextLine]) -> tuple[float, TextLine] | None:
    """Return the one amount that a sheet states in Chinese capital numerals."""
    found = {amount.value: line for line in lines if (amount := capital_amount(line.text))}
    return next(iter(found.items())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Books:
    """Holds all that a sheet states of one kind of amount; `year` is the one that the sheet is about."""

    items: tuple[Item, ...]
    totals: tuple[Total, ...]
    words: tuple[float, TextLine] | None = None
    year: int | None = None
    extras: float = 0.0


@dataclass(frozen=True, slots=True)
class _Claim:
    year: int | None
    value: float
    cell: TextLine
    sure: float
    proven: bool


def settle_totals(name: FactName, books: Books, page: int) -> Iterator[Fact]:
    """State the total of every year: one that is stated alone, or that its rows or words prove."""
    claims = [claim for total in books.totals if (claim := _weigh(total, books, page))]
    claims = _summed(_with_words(claims, books))
    for year in dict.fromkeys(claim.year for claim in claims):
        stated = [claim for claim in claims if claim.year == year]
        proven = [claim for claim in stated if claim.proven]
        chosen = proven or stated
        if len({round(claim.value, 2) for claim in chosen}) != 1:
            continue
        best = max(chosen, key=lambda claim: claim.sure)
        twice = len({claim.cell.box for claim in chosen}) > 1
        sure = max(best.sure, _PROVEN) if twice and best.sure > _DOUBTFUL else best.sure
        yield Fact(name, best.value, best.cell.text.strip(), page, best.cell.box, sure, year=year)


def _summed(claims: list[_Claim]) -> list[_Claim]:
    """Take the totals of years as proven where the total of all of them stands there as well."""
    years = {claim.year: claim.value for claim in claims if claim.year is not None}
    whole = [claim.value for claim in claims if claim.year is None]
    if len(years) < 2 or not any(_near(sum(years.values()), value) for value in whole):
        return claims
    return [
        replace(claim, sure=max(claim.sure, _PROVEN), proven=True)
        if claim.year is None or _near(years[claim.year], claim.value)
        else claim
        for claim in claims
    ]


def _weigh(total: Total, books: Books, page: int) -> _Claim | None:
    """Tell for which year a total is, and whether rows or words prove it."""
    value, said = total.amount.value, books.words is not None and _near(total.amount.value, books.words[0])
    by_year = _sums(books.items)
    read = total.cell.confidence * total.amount.confidence
    sure = max(read, _PROVEN)
    if total.year is not None:
        adds_up = total.year in by_year and _matches(value, by_year[total.year], books.extras)
        proven = adds_up or said
        return _Claim(total.year, value, total.cell, sure if proven else read * _STATED, proven)
    if books.items and _matches(value, sum(item.amount.value for item in books.items), books.extras):
        if _of_one_month(books.items) and books.year is None:
            return None
        years = {item.year for item in books.items}
        return _Claim(single(years), value, total.cell, sure, True)
    matching = [year for year, amount in by_year.items() if _matches(value, amount, 0.0)]
    if len(matching) == 1 and len(by_year) > 1:
        return _Claim(matching[0], value, total.cell, sure, True)
    if total.part:
        return None
    if books.year is not None or not by_year or page > 1:
        return _Claim(books.year, value, total.cell, sure if said else read * _STATED, said)
    # The rows are of one year and do not come to it: it may be of that year, or go on on another page.
    return _Claim(single(by_year.keys()), value, total.cell, read * _DOUBTFUL, False)


def _of_one_month(items: Iterable[Item]) -> bool:
    """Say whether rows are all of one month: their sum is no year's."""
    times = {(item.year, item.month) for item in items}
    return len(times) == 1 and all(month is not None for _, month in times)


def _sums(items: Iterable[Item]) -> dict[int, float]:
    sums: dict[int, float] = {}
    for item in items:
        if item.year is not None:
            sums[item.year] = sums.get(item.year, 0.0) + item.amount.value
    return sums


def _near(first: float, second: float) -> bool:
    return abs(first - second) <= _CENTS


def _matches(value: float, rows: float, extras: float) -> bool:
    return _near(value, rows) or _near(value, rows + extras)


def _with_words(claims: list[_Claim], books: Books) -> list[_Claim]:
    """Hear the amount in words: where it contradicts the figures only rows can decide."""
    if books.words is None or any(_near(claim.value, books.words[0]) for claim in claims):
        return claims
    value, line = books.words
    rows = sum(item.amount.value for item in books.items)
    if not claims and not (books.items and not _near(rows, value)):
        if _of_one_month(books.items) and books.year is None:
            return []
        sure = max(line.confidence, _PROVEN) if books.items else line.confidence * _STATED
        years = {item.year for item in books.items} or {books.year}
        return [_Claim(single(years), value, line, sure, bool(books.items))]
    if books.items and _near(rows, value):
        years = {item.year for item in books.items}
        return [_Claim(single(years), value, line, line.confidence * _STATED, True)]
    # A year that is named, or proven, is not what the words speak of.
    return [replace(claim, sure=min(claim.sure, _STATED)) for claim in claims if claim.proven]


# Running text ---------------------------------------------------------------------------------------


def sentences_of(lines: Sequence[TextLine]) -> Iterator[tuple[Flow, Amount, str, str]]:
    """Return every amount of running text with what stands before and after it, between other amounts."""
    rows = [row for row in rows_of(lines) if len(row.cells) <= _MOST_CELLS and not _is_of_table(row)]
    for flow in flows_of([cell for row in rows for cell in row.cells]):
        folded, last = fold(flow.text), 0
        amounts = amounts_in(flow.text)
        for index, amount in enumerate(amounts):
            stop = amounts[index + 1].start if index + 1 < len(amounts) else len(folded)
            after = re.split(r"[。；;]", folded[amount.end : stop])[0]
            yield flow, amount, folded[last : amount.start], after
            trailing = _TRAILING_YEAR.match(folded, amount.end)
            last = trailing.end() if trailing else amount.end


def _is_of_table(row: Row) -> bool:
    """Say whether a row is a month and its amount."""
    return any(amount_of(cell.text) for cell in row.cells) and any(
        len(plain(cell.text)) <= _LONGEST_TIME and (time_of(cell.text) or bare_month(cell.text))
        for cell in row.cells
    )


def prose_fact(name: FactName, flow: Flow, amount: Amount, year: int, page: int) -> Fact:
    """Make the fact that a sentence states."""
    sure = flow.confidence(amount.start, amount.end) * amount.confidence * _STATED
    text, box = flow.text[amount.start : amount.end].strip(), flow.box(amount.start, amount.end)
    return Fact(name, amount.value, text, page, box, sure, year=year)


_TRAILING_YEAR = re.compile(
    r"\s*(?:for|in|during)\s+(?:the\s+)?(?:whole\s+)?(?:(?:calendar|fiscal|tax)\s+)?(?:year\s+)?(?:of\s+)?((?:19|20)\d\d)(?!\d)"
)


def year_near(before: str, after: str) -> int | None:
    """Return the year that follows an amount (in 2023), or the one that the words before it name."""
    trailing = _TRAILING_YEAR.match(after)
    if trailing:
        return int(trailing[1])
    spans = {(period.begin.year, period.until.year) for period in periods_in(before) if period.until}
    if len(spans) == 1 and (span := spans.pop())[0] == span[1]:
        return span[0]
    cleaned = before
    # Neither a day nor a month names the year that an amount is for.
    times: list[Day | Month] = [*days_in(before), *months_in(before)]
    for day in sorted(times, key=lambda found: found.start, reverse=True):
        cleaned = cleaned[: day.start] + " " + cleaned[day.end :]
    named = re.findall(r"(?<!\d)(?<!\d[.,/\-])((?:19|20)\d\d)(?![\d,.]\d|\d)", cleaned)
    return single({int(year) for year in named})
