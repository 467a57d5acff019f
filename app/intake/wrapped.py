"""Puts the lines of a table's cell together that were too long for one line.

What stands beside such a cell stands at its middle, between its lines. Rows of a list stand beside
each other line by line: they are never joined.
"""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from app.domain.reading import TextLine
from app.intake.days import days_in
from app.intake.labels import joined, segments_of
from app.intake.names import sex_of
from app.intake.tables import height, middle, rows_of, union

_MOST_LINES = 4
# Longer lines are running text.
_LONGEST_LINE = 80
# A page with more runs is a long list, and comparing all of them with each other takes too long.
_MOST_OF_A_FORM = 400
# Lines of one cell follow each other within this part of their height, and begin (or are centred) alike.
_TIGHT, _OVERLAPPING, _ALIGNED = 0.5, -0.45, 0.012
# What stands at the middle of a cell is off it by no more than this part of a line.
_OFF = 0.28
_TOUCHING = 0.3
_SAME_SIZE = 1.4

# A day of which the reader of print made two runs: 2026年10 and 月9日.
_DAY_BEGUN = re.compile(r"\d{4}\s*年(?:\s*\d{0,2}|\s*\d{1,2}\s*月\s*\d{0,2})$")
_DAY_ENDED = re.compile(r"^\s*(?:\d{0,2}\s*月|\d{0,2}\s*[日号]|\d{1,2}\s*月)")
_NEAR = 1.5

_Window = tuple[TextLine, ...]


def unwrapped(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines with those of one cell joined, where what stands beside it says that it is one."""
    if len(lines) > _MOST_OF_A_FORM:
        return tuple(lines)
    followers = _followers(lines)
    windows = [window for line in lines for window in _windows(line, followers)]
    taken: set[int] = set()
    joins: dict[int, TextLine] = {}
    for window in sorted(windows, key=len, reverse=True):
        if not taken & {id(line) for line in window} and _is_cell(window, lines, windows):
            taken |= {id(line) for line in window}
            joins[id(window[0])] = _joined(window)
    return tuple(joins.get(id(line), line) for line in lines if id(line) not in taken or id(line) in joins)


def mended(lines: Sequence[TextLine], ratio: float) -> tuple[TextLine, ...]:
    """Return the lines with those joined that are two parts of one day."""
    whole: dict[int, TextLine | None] = {}
    for row in rows_of(lines):
        for first, second in zip(row.cells, row.cells[1:], strict=False):
            gap = second.box.left - first.box.right
            near = gap <= _NEAR * height(first.box) * ratio
            if near and _DAY_BEGUN.search(first.text) and _DAY_ENDED.match(second.text):
                whole[id(first)], whole[id(second)] = _joined((first, second)), None
    kept = (whole.get(id(line), line) for line in lines)
    return tuple(line for line in kept if line is not None)


def _followers(lines: Sequence[TextLine]) -> dict[int, TextLine]:
    """Return for each line the one right below that may go on with it."""
    found = {}
    for line in lines:
        below = [other for other in lines if other is not line and _may_go_on(line, other)]
        if below:
            found[id(line)] = min(below, key=lambda other: other.box.top)
    return found


def _may_go_on(line: TextLine, after: TextLine) -> bool:
    if max(len(line.text), len(after.text)) > _LONGEST_LINE:
        return False
    tall = min(height(line.box), height(after.box))
    gap = after.box.top - line.box.bottom
    if not _OVERLAPPING * tall <= gap <= _TIGHT * tall:
        return False
    if max(height(line.box), height(after.box)) > _SAME_SIZE * tall:
        return False
    left, centre = abs(line.box.left - after.box.left), abs(middle(line.box) - middle(after.box))
    return min(left, centre) <= _ALIGNED


def _windows(line: TextLine, followers: dict[int, TextLine]) -> Iterator[_Window]:
    window: _Window = (line,)
    while len(window) < _MOST_LINES and (after := followers.get(id(window[-1]))):
        window = (*window, after)
        yield window


def _is_cell(window: _Window, lines: Sequence[TextLine], windows: Sequence[_Window]) -> bool:
    """Say whether all that stands beside some lines stands at their middle, and something does."""
    if not _is_one_text(window):
        return False
    level, tall = _level(window), median(height(line.box) for line in window)
    beside = [line for line in lines if line not in window and _stands_beside(line, window, tall)]
    like = [line for each in windows if abs(_level(each) - level) <= _OFF * tall for line in each]
    others = [line for line in beside if line not in like]
    return bool(others) and all(abs(_level([line]) - level) <= _OFF * tall for line in others)


def _is_one_text(window: _Window) -> bool:
    """Say whether lines can be one text: all of them a label, or no label with its value below."""
    first = segments_of(_joined(window))
    if first[0].label and not first[0].text and len(first) == 1:
        return True
    head = segments_of(window[0])[0]
    if (head.label and not head.text) or any(map(_says_it_all, window)):
        return False
    return not any(segments_of(line)[0].label for line in window[1:])


def _says_it_all(line: TextLine) -> bool:
    """Say whether a line is a whole value by itself, of which no other line is a part."""
    days = days_in(line.text)
    return sex_of(line.text) is not None or (len(days) == 1 and len(line.text) - len(days[0].text) <= 1)


def _stands_beside(line: TextLine, window: _Window, tall: float) -> bool:
    box = union(each.box for each in window)
    if min(line.box.right, box.right) > max(line.box.left, box.left):
        return False
    shared = min(line.box.bottom, box.bottom) - max(line.box.top, box.top)
    return shared > _TOUCHING * min(tall, height(line.box))


def _level(lines: Sequence[TextLine]) -> float:
    box = union(line.box for line in lines)
    return (box.top + box.bottom) / 2


def _joined(window: _Window) -> TextLine:
    text = window[0].text.strip()
    for line in window[1:]:
        text = joined(text, line.text.strip())
    return TextLine(text, union(line.box for line in window), min(line.confidence for line in window))
