"""Joins the lines of running text, and remembers on which line every letter stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.reading import Box, Subject, TextLine
from app.intake.labels import segments_of
from app.intake.tables import Row, height, part_of, rows_of, union
from app.intake.writing import is_han

# A line goes on in the next one when it reaches the right rim to within this part of the page, and when the
# next one is no farther than this many line heights.
_RAGGED, _GAP = 0.16, 1.3
# A line of running text takes at least this part of the page.
_LONG_LINE = 0.5
_BLANKLESS = "，。；、：（）,;)"


@dataclass(frozen=True, slots=True)
class Flow:
    """Holds a stretch of running text with the lines that it was joined from."""

    text: str
    spans: tuple[tuple[int, int, TextLine], ...]

    def _pieces(self, start: int, end: int) -> list[TextLine]:
        found = []
        for begin, stop, line in self.spans:
            if begin < end and start < stop:
                found.append(part_of(line, max(start, begin) - begin, min(end, stop) - begin))
        return found or [self.spans[0][2]]

    def box(self, start: int, end: int) -> Box:
        """Return where a piece of the text stands."""
        return union(line.box for line in self._pieces(start, end))

    def confidence(self, start: int, end: int) -> float:
        """Return how surely a piece of the text was read."""
        return min(line.confidence for line in self._pieces(start, end))


def joined_lines(lines: Iterable[TextLine], gap: str | None = None) -> Flow:
    """Join lines into one text; `gap` stands between them, by default what their letters ask for."""
    text, spans = "", []
    for line in lines:
        if not line.text:
            continue
        text += _between(text, line.text) if gap is None and text else (gap or "") if text else ""
        spans.append((len(text), len(text) + len(line.text), line))
        text += line.text
    return Flow(text, tuple(spans))


def _between(before: str, after: str) -> str:
    if is_han(before[-1]) or is_han(after[0]) or before[-1] in _BLANKLESS[:6] or after[0] in _BLANKLESS:
        return ""
    return " "


def person_label(line: TextLine) -> Subject | None:
    """Return whose name a line begins with that begins with a label and a colon: 父亲：LUC MOREAU, ..."""
    label = segments_of(line)[0].label
    return label.subject if label and label.colon and label.field == "name" else None


def flows_of(lines: Sequence[TextLine]) -> tuple[Flow, ...]:
    """Return the running texts of a sheet: lines that go on in the next are joined."""
    rows = rows_of(lines)
    if not rows:
        return ()
    rim = max(row.cells[-1].box.right for row in rows)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and _goes_on(groups[-1][-1], row, rim):
            groups[-1].append(row)
        else:
            groups.append([row])
    return tuple(joined_lines(cell for row in group for cell in row.cells) for group in groups)


def continued_lines(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines in which a long line of running text goes on."""
    return tuple(
        after
        for flow in flows_of(lines)
        for (_, _, line), (_, _, after) in pairwise(flow.spans)
        if line.box.right - line.box.left >= _LONG_LINE
    )


def _goes_on(row: Row, after: Row, rim: float) -> bool:
    usual = max(height(cell.box) for cell in row.cells)
    if person_label(after.cells[0]) is not None:
        return False
    near = after.top - row.bottom <= _GAP * usual
    full = row.cells[-1].box.right >= rim - _RAGGED
    return near and full and after.cells[0].box.left <= row.cells[0].box.left + 0.02
