"""Reads tables of statements: what headers mean, which cell stands under which, which lines are one row."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.domain.reading import Box, TextLine
from app.intake.tables import Row, cells_of, height, middle, part_of, rows_of, union
from app.intake.writing import fold, is_han, plain, vocabulary

# A header takes at most so many lines, and none is farther from the next than this many line heights.
_HEADER_LINES, _HEADER_GAP = 3, 0.9
# Longer than this no header is; a Latin letter counts half.
_LONGEST_HEADER = 20
# Lines of one cell stand nearer to the middle of their row than this many line heights; rows do not.
_WITHIN_ROW = 1.2
# A run covers a column with at least this part of the header's width.
_COVERS = 0.5
# A cell so much wider than its header says little of where the column stands.
_TOO_WIDE = 4.0
_UNIT = re.compile(r"[(（\[](?:单位[:：]?)?(?:人民币|元|万元|rmb|cny|yuan|￥|¥|[/,\s])+[)）\]]")


@dataclass(frozen=True, slots=True)
class Column:
    """Holds one column of a table: what its header means and says, and where it stands."""

    field: str
    box: Box
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Holds one row of a table: its cells by the number of their column, and the row as it stands."""

    cells: dict[int, TextLine]
    row: Row
    # The pieces of cells that take several lines, from the top.
    pieces: dict[int, tuple[TextLine, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Holds a table: its columns, and the rows below its header."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def fields(self, *fields: str) -> tuple[int, ...]:
        """Return the numbers of the columns that mean one of these."""
        return tuple(index for index, column in enumerate(self.columns) if column.field in fields)

    def parts(self, field: str) -> tuple[tuple[int, ...], ...]:
        """Return the numbers of the columns of each part, where parts stand side by side.

        Each begins with the column of a field: 月份 | 工资 | 月份 | 工资 has two parts.
        """
        starts = [
            index for index in self.fields(field) if index == 0 or self.columns[index - 1].field != field
        ]
        if len(starts) < 2:
            return (tuple(range(len(self.columns))),)
        ends = [*starts[1:], len(self.columns)]
        return tuple(tuple(range(start, end)) for start, end in zip(starts, ends, strict=True))


# Headers --------------------------------------------------------------------------------------------


@functools.cache
def _known(table: str) -> dict[str, str]:
    """Return what each folded header of a kind of table means; the first meaning wins."""
    found: dict[str, str] = {}
    for field, words in vocabulary("tables")[table].items():
        for word in words if field != "like" else ():
            found.setdefault(plain(word), field)
    return found


@functools.cache
def _alike(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile(words)) for field, words in vocabulary("tables")[table]["like"])


def header_key(text: str) -> str:
    """Return a header without its unit: 应发工资(元) means 应发工资."""
    return plain(_UNIT.sub("", fold(text)))


def meaning_of(table: str, text: str) -> str | None:
    """Return what a header means, in one language or two; where they differ the Chinese one counts."""
    known, key = _known(table), header_key(text)
    if not key or key in known:
        return known.get(key)
    if any(map(str.isdigit, key)) or sum(1 if is_han(one) else 0.5 for one in key) > _LONGEST_HEADER:
        return None
    han = "".join(letter for letter in key if is_han(letter))
    latin = "".join(letter for letter in key if not is_han(letter))
    exact = known.get(han) or (known.get(latin) if not han else None)
    if exact:
        return exact
    alike = (field for part in (han, latin) if part for field, words in _alike(table) if words.search(part))
    return next(alike, known.get(latin))


def tables_in(
    rows: Sequence[Row], meaning: Callable[[str], str | None], *needed: frozenset[str]
) -> tuple[Table, ...]:
    """Return the tables whose headers have a column of each of the needed fields, from the top."""
    heads: list[tuple[int, int, tuple[Column, ...]]] = []
    candidates = list(_heads(rows, meaning, needed))
    for start, end, columns in sorted(candidates, key=lambda head: (-_told(head[2]), head[1] - head[0])):
        if all(end <= other[0] or start >= other[1] for other in heads):
            heads.append((start, end, columns))
    heads.sort(key=lambda head: head[0])
    stops = [*(head[0] for head in heads[1:]), len(rows)]
    return tuple(
        Table(columns, tuple(rows[end:stop])) for (_, end, columns), stop in zip(heads, stops, strict=False)
    )


def _told(columns: Iterable[Column]) -> int:
    return sum(bool(column.field) for column in columns)


def _heads(
    rows: Sequence[Row], meaning: Callable[[str], str | None], needed: Sequence[frozenset[str]]
) -> Iterator[tuple[int, int, tuple[Column, ...]]]:
    for start, row in enumerate(rows):
        joined = row
        for count in range(1, _HEADER_LINES + 1):
            columns = tuple(Column(meaning(cell.text) or "", cell.box, cell.text) for cell in joined.cells)
            fields = {column.field for column in columns}
            whole = len(columns) >= 2 and all(fields & either for either in needed)
            if whole and _interlock(rows[start : start + count]):
                yield start, start + count, columns
            after = rows[start + count] if start + count < len(rows) else None
            if after is None or after.top - joined.bottom > _HEADER_GAP * _line_height(after):
                break
            joined = _with_next(joined, after)


def _interlock(lines: Sequence[Row]) -> bool:
    """Say whether the first and the last line of a header each go on in another; a title above does not."""
    return len(lines) == 1 or all(
        any(
            shared_width(cell.box, other.box) > 0
            for row in lines
            if row is not edge
            for other in row.cells
            for cell in edge.cells
        )
        for edge in (lines[0], lines[-1])
    )


def _line_height(row: Row) -> float:
    return max(height(cell.box) for cell in row.cells)


def _with_next(row: Row, after: Row) -> Row:
    """Join a header that takes two lines into one row."""
    cells = list(row.cells)
    for piece in after.cells:
        over = [index for index, cell in enumerate(cells) if shared_width(cell.box, piece.box) > 0]
        if len(over) == 1:
            cell = cells[over[0]]
            cells[over[0]] = TextLine(
                cell.text + piece.text, union((cell.box, piece.box)), min(cell.confidence, piece.confidence)
            )
        else:
            cells.append(piece)
    return Row(tuple(sorted(cells, key=lambda cell: cell.box.left)))


def shared_width(first: Box, second: Box) -> float:
    """Return the width that two boxes share; less than nothing where they stand apart."""
    return min(first.right, second.right) - max(first.left, second.left)


def grid_rows(lines: Iterable[TextLine]) -> tuple[Row, ...]:
    """Put the lines of a sheet into rows, those parted that hold several cells."""
    return rows_of(cell for line in lines for cell in cells_of(line))


# Rows -----------------------------------------------------------------------------------------------


def records_of(table: Table, is_row: Callable[[dict[int, TextLine]], bool]) -> tuple[Record, ...]:
    """Return the rows of a table; `is_row` tells them from lines that belong to a cell of several lines."""
    placed = _placed(table)
    mains = [(row, cells) for row, cells in placed if is_row(cells)]
    pieces: list[dict[int, list[TextLine]]] = [
        {index: [cell] for index, cell in cells.items()} for _, cells in mains
    ]
    for row, cells in placed:
        home = None if is_row(cells) else _home(row, [main for main, _ in mains])
        for index, cell in cells.items() if home is not None else ():
            pieces[home if home is not None else 0].setdefault(index, []).append(cell)
    return tuple(
        Record(cells, row, {index: _from_top(parts) for index, parts in each.items()})
        for (row, cells), each in zip(mains, pieces, strict=True)
    )


def _from_top(pieces: Sequence[TextLine]) -> tuple[TextLine, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.box.top))


def _home(row: Row, mains: Sequence[Row]) -> int | None:
    """Return the number of the row that a line by itself belongs to: the nearest, if that is near."""
    if not mains:
        return None
    at = min(range(len(mains)), key=lambda index: abs(_centre(mains[index]) - _centre(row)))
    near = abs(_centre(mains[at]) - _centre(row)) <= _WITHIN_ROW * _line_height(mains[at])
    return at if near else None


def _centre(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _placed(table: Table) -> list[tuple[Row, dict[int, TextLine]]]:
    """Place the cells of every row; columns are followed down the page, which may slant or be bent."""
    found: list[tuple[Row, dict[int, TextLine]]] = []
    boxes = [column.box for column in table.columns]
    for row in table.rows:
        cells = _cells_by_column(row, boxes)
        found.append((row, cells))
        for index, cell in cells.items():
            head = table.columns[index].box
            if _width(cell.box) <= _TOO_WIDE * _width(head):
                boxes[index] = union((head, cell.box))
    return found


def _width(box: Box) -> float:
    return box.right - box.left


def _cells_by_column(row: Row, boxes: Sequence[Box]) -> dict[int, TextLine]:
    cells = [piece for cell in row.cells for piece in _parted(cell, boxes)]
    places = [_column_of(cell.box, boxes) for cell in cells]
    if len(set(places)) < len(places) and len(cells) == len(boxes):
        places = list(range(len(cells)))
    found: dict[int, TextLine] = {}
    for place, cell in zip(places, cells, strict=True):
        found[place] = _joined(found[place], cell) if place in found else cell
    return found


def _joined(first: TextLine, second: TextLine) -> TextLine:
    sure = min(first.confidence, second.confidence)
    return TextLine(f"{first.text} {second.text}", union((first.box, second.box)), sure)


def _parted(cell: TextLine, boxes: Sequence[Box]) -> Iterator[TextLine]:
    """Part a run that was read over several columns, at its blanks."""
    covered = [box for box in boxes if shared_width(cell.box, box) > _COVERS * _width(box)]
    words = list(re.finditer(r"\S+", cell.text))
    if len(covered) < 2 or len(words) < 2:
        yield cell
        return
    pieces = [part_of(cell, *word.span()) for word in words]
    for _, group in groupby(pieces, key=lambda piece: _column_of(piece.box, boxes)):
        parts = list(group)
        first, last = parts[0], parts[-1]
        text = " ".join(part.text for part in parts)
        yield replace(first, text=text, box=union((first.box, last.box)))


def _column_of(box: Box, boxes: Sequence[Box]) -> int:
    shared = [shared_width(box, other) for other in boxes]
    best = max(range(len(boxes)), key=lambda index: shared[index])
    if shared[best] > 0:
        return best
    return min(range(len(boxes)), key=lambda index: abs(middle(boxes[index]) - middle(box)))


# Times across ---------------------------------------------------------------------------------------

_Time = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Across:
    """Holds one row below a row of months or years: its label, and the cell under each time."""

    label: str
    cells: tuple[tuple[_Time, TextLine], ...]


def rows_across(rows: Sequence[Row], time_in: Callable[[str], _Time | None]) -> Iterator[Across]:
    """Return the rows that stand below months or years; each cell belongs to the time above it."""
    head: list[tuple[TextLine, _Time]] = []
    for row in rows:
        times = [(cell, when) for cell in row.cells if (when := time_in(cell.text))]
        others = [cell for cell in row.cells if not time_in(cell.text)]
        if len(times) >= 2 and len({when for _, when in times}) == len(times) and len(others) <= 2:
            head = times
        elif head:
            found = _under(row, head)
            if found is None:
                head = []
            else:
                yield found


def _under(row: Row, head: Sequence[tuple[TextLine, _Time]]) -> Across | None:
    """Pair the cells of a row with the times above; None where they cannot be told apart."""
    first, left = head[0][0].box, row.cells[0].box
    labelled = left.right <= first.left or (len(row.cells) == len(head) + 1 and left.left < first.left)
    label, cells = (row.cells[0].text, row.cells[1:]) if labelled else ("", row.cells)
    pairs = []
    for cell in cells:
        over = [when for time, when in head if shared_width(time.box, cell.box) > 0]
        if len(over) == 1:
            pairs.append((over[0], cell))
    if len(pairs) != len(cells) or len({when for when, _ in pairs}) != len(pairs):
        if len(cells) != len(head):
            return None
        pairs = [(when, cell) for (_, when), cell in zip(head, cells, strict=True)]
    return Across(label, tuple(pairs)) if pairs else None
