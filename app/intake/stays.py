"""Reads records of entry and exit: every crossing of the border, the days of each year, the period."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from app.domain.reading import Fact, FactName, TextLine
from app.intake.days import Day, day_of, days_in, periods_in
from app.intake.flow import flows_of
from app.intake.grids import Table, grid_rows, meaning_of, records_of, rows_across, tables_in
from app.intake.ledger import Time, is_day, words_of, year_of
from app.intake.tables import Row
from app.intake.writing import fold, plain

# A year has no more days; a line of a record has no more letters.
_LONGEST_YEAR, _LONGEST_ROW = 366, 60
# The word for a crossing stands at most so many letters from its day.
_NEAR_BEFORE, _NEAR_AFTER = 10, 6
_ENTRY = r"(?<!出)入境(?!记录|口岸|次数|标识)|来华|抵华|\bentry\b|\bentered\b|\barriv(?:al|ed)\b"
_EXIT = r"(?<!入)出境(?!记录|口岸|次数|标识)|离境|离华|\bexit(?:ed)?\b|\bdepart(?:ure|ed)\b|\bleft\b"
_WAYS = {FactName.ENTERED_ON: re.compile(_ENTRY), FactName.LEFT_ON: re.compile(_EXIT)}
_HEADS = {
    FactName.ENTERED_ON: frozenset({"entry_day", "entry"}),
    FactName.LEFT_ON: frozenset({"exit_day", "exit"}),
}


def stay_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State every entry and exit in the order of time, the days of each year, and the period covered."""
    rows = grid_rows(lines)
    crossings = list(_two_columns(rows, page)) or list(_crossings(rows, page))
    crossings.sort(key=lambda fact: str(fact.value))
    return (*crossings, *_days_by_year(rows, page), *_period_covered(lines, page))


# Crossings ------------------------------------------------------------------------------------------


def _two_columns(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    """Read stays in rows: one column for the day of entry, one for that of exit."""
    tables = tables_in(rows, partial(meaning_of, "stay"), *_HEADS.values())
    for table in tables:
        columns = {name: table.fields(*fields) for name, fields in _HEADS.items()}
        if all(len(found) == 1 for found in columns.values()):
            yield from _stays_in(table, {found[0]: name for name, found in columns.items()}, page)


def _stays_in(table: Table, names: dict[int, FactName], page: int) -> Iterator[Fact]:
    def is_row(cells: dict[int, TextLine]) -> bool:
        return any(index in cells and day_of(cells[index].text) for index in names)

    for record in records_of(table, is_row):
        for index, name in names.items():
            cell = record.cells.get(index)
            day = day_of(cell.text) if cell else None
            if cell and day and _is_moment(cell.text, day):
                yield _day_fact(name, cell, day, page)


def _is_moment(text: str, day: Day) -> bool:
    """Say whether a cell holds a day, and no more beside it than a time."""
    rest = fold(text).replace(fold(day.text), " ", 1)
    return is_day(text) or bool(re.fullmatch(r"\W*(?:\d{1,2}[:时]\d{2}(?:[:分]\d{2}秒?)?)?\W*", rest))


def _crossings(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    entry, leave = words_of("stay", "entry"), words_of("stay", "exit")
    for row in rows:
        ways = {FactName.ENTERED_ON for cell in row.cells if plain(cell.text) in entry}
        ways |= {FactName.LEFT_ON for cell in row.cells if plain(cell.text) in leave}
        days = [(cell, day) for cell in row.cells for day in days_in(cell.text)]
        if len(ways) != 1 or len(days) != 1:
            ways, days = _crossing_in_one_run(row)
        if len(ways) == 1 and len(days) == 1:
            yield _day_fact(ways.pop(), *days[0], page)
        else:
            yield from _crossings_with_words(row, page)


def _crossing_in_one_run(row: Row) -> tuple[set[FactName], list[tuple[TextLine, Day]]]:
    """Read a row that came as one run of text: "3 2025年04月05日 入境 上海浦东 飞机"."""
    text = fold(row.text)
    ways = {name for name, words in _WAYS.items() if words.search(re.sub(r"[出入]境(?:时间|日期)", "", text))}
    days = [(cell, day) for cell in row.cells for day in days_in(cell.text)]
    return ways, days if len(plain(text)) < _LONGEST_ROW else []


def _crossings_with_words(row: Row, page: int) -> Iterator[Fact]:
    """Read days that each have their own word: "2025年1月3日入境，2025年3月1日出境"."""
    for cell in row.cells:
        days, text = days_in(cell.text), fold(cell.text)
        if not days:
            continue
        before = [_way_in(text[max(0, day.start - _NEAR_BEFORE) : day.start]) for day in days]
        after = [_way_in(text[day.end : day.end + _NEAR_AFTER]) for day in days]
        # The words stand all before their days or all behind them.
        for ways, others in ((before, after), (after, before)):
            edge = others[-1] if ways is before else others[0]
            if all(ways) and edge is None:
                for way, day in zip(ways, days, strict=True):
                    if way:
                        yield _day_fact(way, cell, day, page)
                break


def _way_in(text: str) -> FactName | None:
    ways = [name for name, words in _WAYS.items() if words.search(text)]
    return ways[0] if len(ways) == 1 else None


def _day_fact(name: FactName, cell: TextLine, day: Day, page: int) -> Fact:
    sure = cell.confidence * day.confidence
    return Fact(name, day.value, day.text, page, cell.box, sure, others=day.others)


# Days of a year -------------------------------------------------------------------------------------

_YEAR_OR_DAYS = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?!\d|[./-]\d)\s*(?:年度?)?"
    r"|(?<![\d./-])(?P<days>\d{1,3})\s*(?:天|日(?!期)|days?\b)(?!以上)"
)
_NO_COUNT = re.compile(
    r"不少于|超过|至少|不足|以上|平均|累计\D{0,4}年|at least|more than|average|\d\s*月|year period"
)
_UP_TO = re.compile(r"\((?:[^()]{0,6})(?:截至|截止|至|as of|until|to)[^()]*\)")


def _days_by_year(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    """Read the days of each year from tables, from years above their days, and from running text."""
    found: dict[int, list[Fact]] = {}
    tables = tables_in(rows, partial(meaning_of, "stay"), frozenset({"year"}), frozenset({"days"}))
    taken = {row for table in tables for row in table.rows}
    across = [
        fact
        for one in rows_across(rows, _whole_year)
        for (year, _), cell in one.cells
        if (meaning_of("stay", one.label) == "days" or "天" in cell.text or "day" in fold(cell.text))
        and (fact := _days_fact(year, cell, page))
    ]
    in_tables = [fact for table in tables for fact in _days_in_table(table, page)]
    in_text = _days_in_text([row for row in rows if row not in taken], page) if not across else []
    for fact in (*in_tables, *across, *in_text):
        found.setdefault(fact.year or 0, []).append(fact)
    for stated in found.values():
        if len({fact.value for fact in stated}) == 1:
            yield max(stated, key=lambda fact: fact.confidence)


def _year_cell(text: str) -> int | None:
    """Return the year of a cell, be it only up to a day of it."""
    return year_of(_UP_TO.sub("", fold(text)))


def _whole_year(text: str) -> Time | None:
    year = _year_cell(text)
    return (year, None) if year else None


def _days_fact(year: int, cell: TextLine, page: int) -> Fact | None:
    days = re.fullmatch(r"\W*(?:共|合计)?\s*(\d{1,3})\s*(?:天|日|days?)?\W*", fold(cell.text))
    if not days or int(days[1]) > _LONGEST_YEAR:
        return None
    text, sure = cell.text.strip(), cell.confidence
    return Fact(FactName.DAYS_IN_CHINA, int(days[1]), text, page, cell.box, sure, year=year)


def _days_in_table(table: Table, page: int) -> Iterator[Fact]:
    for part in table.parts("year"):
        years = [index for index in table.fields("year") if index in part]
        days = [index for index in table.fields("days") if index in part]
        if len(years) != 1 or len(days) != 1:
            continue
        yield from _days_in_columns(table, years[0], days[0], page)


def _days_in_columns(table: Table, year_at: int, days_at: int, page: int) -> Iterator[Fact]:
    def is_row(cells: dict[int, TextLine]) -> bool:
        return year_at in cells and _year_cell(cells[year_at].text) is not None

    for record in records_of(table, is_row):
        year, cell = _year_cell(record.cells[year_at].text), record.cells.get(days_at)
        fact = _days_fact(year, cell, page) if year and cell else None
        if fact:
            yield fact


def _days_in_text(rows: Sequence[Row], page: int) -> Iterator[Fact]:
    for flow in flows_of([cell for row in rows for cell in row.cells]):
        folded = _UP_TO.sub(lambda found: " " * len(found[0]), fold(flow.text))
        for day in days_in(folded):
            folded = folded[: day.start] + "#" * (day.end - day.start) + folded[day.end :]
        for clause in re.finditer(r"[^。；;]+", folded):
            for year, start, end, days in _pairs_in(clause[0]):
                begin, stop = clause.start() + start, clause.start() + end
                text, box = flow.text[begin:stop], flow.box(begin, stop)
                sure = flow.confidence(begin, stop)
                yield Fact(FactName.DAYS_IN_CHINA, days, text, page, box, sure, year=year)


def _pairs_in(clause: str) -> Iterator[tuple[int, int, int, int]]:
    """Pair years and days that take turns; where two years stand together nothing can be told."""
    marks = list(_YEAR_OR_DAYS.finditer(clause))
    if not marks or len(marks) % 2 or _NO_COUNT.search(clause):
        return
    kinds = [bool(mark["year"]) for mark in marks]
    if any(one is other for one, other in pairwise(kinds)):
        return
    for first, second in zip(marks[::2], marks[1::2], strict=True):
        year, days = (first, second) if first["year"] else (second, first)
        if days is first and not re.search(
            r"\bin\b|\bduring\b|\bfor\b|\($", clause[days.end() : year.start()]
        ):
            return
        if int(days["days"]) <= _LONGEST_YEAR:
            yield int(year["year"]), first.start(), second.end(), int(days["days"])


# Period ---------------------------------------------------------------------------------------------


def _period_covered(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    for flow in flows_of(lines):
        for period in periods_in(flow.text):
            near = fold(flow.text[max(0, period.start - 30) : period.end + 30])
            if period.until and re.search(r"记录|期间|查询|停留|record|period|between|query", near):
                box, text = flow.box(period.start, period.end), flow.text[period.start : period.end]
                sure = flow.confidence(period.start, period.end)
                yield Fact(FactName.PERIOD_FROM, period.begin, text, page, box, sure)
                yield Fact(FactName.PERIOD_UNTIL, period.until, text, page, box, sure)
