"""Breaks the runs of a paragraph into lines and says where each word stands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.letters.flow import Color, ParagraphFlow, Picture, Run
from app.typeset.text import drawable, may_break, width_of

# A line is not drawn apart by more than this share of its size at each place, nor is a last line.
_MOST_STRETCH = 0.25


@dataclass(frozen=True, slots=True)
class Span:
    """Holds words that stand together: where they begin, counted from the left of their column."""

    x: float
    words: str
    width: float
    size: float
    heavy: bool
    color: Color
    shade: Color | None


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """Holds a picture and where it begins."""

    x: float
    picture: Picture


@dataclass(frozen=True, slots=True)
class Line:
    """Holds a line: how high it is with the space above and below it, its size, and what stands on it."""

    height: float
    size: float
    content: tuple[Span | PlacedPicture, ...]
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """Holds what stays together on a line: stretches of runs, or a picture."""

    runs: tuple[Run, ...]
    width: float
    picture: Picture | None = None

    @property
    def ends_in_space(self) -> bool:
        return bool(self.runs) and self.runs[-1].words.endswith(" ")


def break_lines(paragraph: ParagraphFlow, width: float, scale: float = 1.0) -> tuple[Line, ...]:
    """Return the lines of a paragraph in a column of a width."""
    room = width - (paragraph.left + paragraph.right) * scale
    lines: list[Line] = []
    for number, typed in enumerate(paragraph.lines):
        indent = paragraph.first_indent * scale if number == 0 else 0.0
        lines += _broken(typed, paragraph, room, indent, scale)
    above, below = paragraph.before * scale, paragraph.after * scale
    if lines:
        first, last = lines[0], lines[-1]
        lines[0] = replace(first, height=first.height + above, above=first.above + above)
        last = lines[-1]
        lines[-1] = replace(last, height=last.height + below, below=below)
    return tuple(lines)


def _broken(
    typed: tuple[Run | Picture, ...], paragraph: ParagraphFlow, room: float, indent: float, scale: float
) -> Iterator[Line]:
    pieces = list(_pieces(typed, scale, room - max(indent, 0.0)))
    if not pieces:
        size = paragraph.size * scale
        yield Line(size * paragraph.pitch, size, ())
        return
    row: list[_Piece] = []
    used = indent
    first = True
    for piece in pieces:
        if row and used + _trimmed(piece) > room + 0.01:
            yield _line(row, paragraph, room, indent if first else 0.0, scale, is_last=False)
            row, used, first = [], 0.0, False
        row.append(piece)
        used += piece.width
    yield _line(row, paragraph, room, indent if first else 0.0, scale, is_last=True)


def _trimmed(piece: _Piece) -> float:
    """Return how wide a piece is without the space at its end."""
    if not piece.ends_in_space:
        return piece.width
    last = piece.runs[-1]
    spaces = len(last.words) - len(last.words.rstrip(" "))
    return piece.width - width_of(" " * spaces, last.size)


def _pieces(typed: tuple[Run | Picture, ...], scale: float, room: float) -> Iterator[_Piece]:
    """Give the smallest pieces that stay together; one that is wider than a line is cut."""
    marks: list[tuple[str, Run]] = []
    for each in typed:
        if isinstance(each, Picture):
            yield from _grouped(marks, room)
            marks = []
            shrink = min(1.0, room / (each.width * scale)) if each.width else 1.0
            size = each.width * scale * shrink, each.height * scale * shrink
            yield _Piece((), size[0], Picture(each.data, *size))
        else:
            run = replace(each, size=each.size * scale)
            marks += [(mark, run) for mark in drawable(each.words)]
    yield from _grouped(marks, room)


def _grouped(marks: list[tuple[str, Run]], room: float) -> Iterator[_Piece]:
    start = 0
    for at in range(1, len(marks) + 1):
        if at == len(marks) or may_break(marks[at - 1][0], marks[at][0]):
            yield from _cut(marks[start:at], room)
            start = at


def _cut(marks: list[tuple[str, Run]], room: float) -> Iterator[_Piece]:
    """Give a piece, or as many as it takes where it is wider than a line."""
    kept: list[tuple[str, Run]] = []
    used = 0.0
    for mark, run in marks:
        width = width_of(mark, run.size)
        if kept and mark != " " and used + width > room:
            yield _piece(kept)
            kept, used = [], 0.0
        kept.append((mark, run))
        used += width
    if kept:
        yield _piece(kept)


def _piece(marks: list[tuple[str, Run]]) -> _Piece:
    runs: list[Run] = []
    last: Run | None = None
    for mark, run in marks:
        if last is run:
            runs[-1] = replace(runs[-1], words=runs[-1].words + mark)
        else:
            runs.append(replace(run, words=mark))
        last = run
    return _Piece(tuple(runs), sum(width_of(each.words, each.size) for each in runs))


def _line(
    row: list[_Piece], paragraph: ParagraphFlow, room: float, indent: float, scale: float, *, is_last: bool
) -> Line:
    widths = [piece.width for piece in row]
    widths[-1] = _trimmed(row[-1])
    free = room - indent - sum(widths)
    start, gap = indent, 0.0
    match paragraph.align:
        case "center":
            start = indent + free / 2
        case "right":
            start = indent + free
        case "even" if not is_last and len(row) > 1 and free > 0:
            gap = free / (len(row) - 1)
    sizes = [run.size for piece in row for run in piece.runs]
    size = max(sizes, default=paragraph.size * scale)
    if gap > size * _MOST_STRETCH:
        gap = 0.0
    tallest = max((piece.picture.height for piece in row if piece.picture is not None), default=0.0)
    height = max(size * paragraph.pitch, tallest + (2.0 if tallest else 0.0))
    left = paragraph.left * scale
    return Line(height, size, tuple(_placed(row, left + start, gap)))


def _placed(row: list[_Piece], x: float, gap: float) -> Iterator[Span | PlacedPicture]:
    """Give what stands on a line with where it begins; pieces of one look are one where none is apart."""
    joined: Span | None = None
    for number, piece in enumerate(row):
        if piece.picture is not None:
            if joined is not None:
                yield joined
                joined = None
            yield PlacedPicture(x, piece.picture)
            x += piece.width + gap
            continue
        for run in piece.runs:
            width = width_of(run.words, run.size)
            look = (run.size, run.heavy, run.color, run.shade)
            if joined is not None and not gap and _look(joined) == look:
                joined = replace(joined, words=joined.words + run.words, width=joined.width + width)
            else:
                if joined is not None:
                    yield joined
                joined = Span(x, run.words, width, *look)
            x += width
        if gap and joined is not None and number + 1 < len(row) and _goes_on(row[number + 1], joined):
            # The ground of a mark goes on over the gap.
            joined = replace(joined, width=joined.width + gap)
        x += gap
    if joined is not None:
        yield joined


def _look(span: Span) -> tuple[float, bool, Color, Color | None]:
    return span.size, span.heavy, span.color, span.shade


def _goes_on(piece: _Piece, span: Span) -> bool:
    return span.shade is not None and bool(piece.runs) and piece.runs[0].shade == span.shade
