"""Puts the lines of a sheet into rows, and the cells of a table under its headers."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.reading import Box, TextLine

# Two runs stand in one row when they share at least this part of the lower one's height.
_SAME_ROW = 0.5
# A run of blanks this long parts two cells; words are parted by one or two.
_CELL_GAP = re.compile(r"\t+|\s{3,}| {2,}(?=[\d¥￥\u4e00-\u9fff])|[|｜]")
# A label of two characters is often spread to the width of longer ones: 名    称：
_SPREAD = re.compile(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]\s*(?:[:：]|$|\s{3})")
# Letters of full width take twice the room of others.
_WIDE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Holds the runs of text of one row, from left to right."""

    cells: tuple[TextLine, ...]

    @property
    def top(self) -> float:
        """Return where the highest run begins."""
        return min(cell.box.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        """Return where the lowest run ends."""
        return max(cell.box.bottom for cell in self.cells)

    @property
    def text(self) -> str:
        """Return all that the row says."""
        return "  ".join(cell.text for cell in self.cells)


def height(box: Box) -> float:
    """Return the height of a box."""
    return box.bottom - box.top


def middle(box: Box) -> float:
    """Return the horizontal middle of a box."""
    return (box.left + box.right) / 2


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around several."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def part_of(line: TextLine, start: int, end: int) -> TextLine:
    """Return the piece of a line between two letters, with the box that it takes."""
    widths = [_WIDE if ord(letter) > 0x2E7F else 1 for letter in line.text]
    total = sum(widths) or 1
    span = line.box.right - line.box.left
    left = line.box.left + span * sum(widths[:start]) / total
    right = line.box.left + span * sum(widths[:end]) / total
    return replace(line, text=line.text[start:end], box=replace(line.box, left=left, right=right))


def cells_of(line: TextLine) -> list[TextLine]:
    """Part a line at long gaps: some sources give a whole row of a table as one line."""
    cells, start = [], 0
    for gap in _CELL_GAP.finditer(line.text):
        if _SPREAD.match(line.text, start) and gap.start() == start + 1:
            continue
        cells.append(part_of(line, start, gap.start()))
        start = gap.end()
    cells.append(part_of(line, start, len(line.text)))
    return [cell for cell in cells if cell.text.strip()]


def same_row(first: Box, second: Box) -> bool:
    """Say whether two boxes stand beside each other."""
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared >= _SAME_ROW * min(height(first), height(second))


def rows_of(lines: Iterable[TextLine]) -> tuple[Row, ...]:
    """Put lines into rows, top to bottom, each from left to right.

    A line joins the row whose nearest runs stand beside it, so that a row that slants a little stays one.
    """
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box.top + line.box.bottom):
        home = next((row for row in reversed(rows[-3:]) if _beside(row, line)), None)
        if home is None:
            rows.append([line])
        else:
            home.append(line)
    return tuple(Row(tuple(sorted(row, key=lambda line: line.box.left))) for row in rows)


def _beside(row: Sequence[TextLine], line: TextLine) -> bool:
    """Say whether a line stands beside the nearest run of a row, or most of them, and over none of them.

    The nearest may be a piece of a cell of several lines, which stands a little higher or lower.
    """
    if any(_overlap(cell.box, line.box) > 0 for cell in row):
        return False
    nearest = min(row, key=lambda cell: abs(middle(cell.box) - middle(line.box)))
    level = sum(same_row(cell.box, line.box) for cell in row)
    return same_row(nearest.box, line.box) or (level >= 2 and 2 * level > len(row))


def _overlap(first: Box, second: Box) -> float:
    """Return the width that two boxes share, less what careless boxes share of each other's rim."""
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared - 0.3 * min(first.right - first.left, second.right - second.left)
