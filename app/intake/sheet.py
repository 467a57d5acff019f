"""One page of writing as its readers get it: upright, straight, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.reading import TextLine

# Lines whose middles are nearer than this share of their height stand in one row.
_SAME_ROW = 0.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds the lines of one upright page in reading order.

    Boxes are fractions of the upright page; `ratio` is its height over its width. A cell of a table is
    a line of its own.
    """

    number: int
    ratio: float
    lines: tuple[TextLine, ...]


def in_reading_order(lines: Iterable[TextLine]) -> tuple[TextLine, ...]:
    """Return lines row by row from the top, each row from the left."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        if rows and _stands_in(line, rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda each: each.box.left))


def _middle(line: TextLine) -> float:
    return (line.box.top + line.box.bottom) / 2


def _stands_in(line: TextLine, row: list[TextLine]) -> bool:
    last = row[-1]
    height = min(line.box.bottom - line.box.top, last.box.bottom - last.box.top)
    return abs(_middle(line) - _middle(last)) <= _SAME_ROW * height
