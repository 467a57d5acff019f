"""Breaks the runs of a paragraph into lines and says where each word stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from app.letters.flow import ParagraphFlow, Picture, Run
from app.letters.looks import Color
from app.typeset.text import drawable, may_break, width_of

# A line is not drawn apart by more than this share of its size at each place, nor is a last line.
_MOST_STRETCH = 0.25
# After these a word that is wider than a line is cut, rather than anywhere.
_JOINTS = "@./_-=?&"
_TWO = 2
# A line that ends here may be less even, by this share of the width.
_PAUSES, _PAUSE_SHARE = tuple("、，；：,;:"), 0.5
_LATIN = re.compile("[\u0021-\u1fff]+")
# So often a narrower width is tried, until lines are as even as they get.
_TRIES = 6


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
    rows = _rows(pieces, room, indent)
    if paragraph.align in ("center", "right"):
        if len(rows) == _TWO:
            rows = _halved(rows, room, indent)
        elif len(rows) > _TWO:
            rows = _evened(rows, pieces, room, indent)
    for number, row in enumerate(rows):
        begins = indent if number == 0 else 0.0
        yield _line(row, paragraph, room, begins, scale, is_last=number == len(rows) - 1)


def _rows(pieces: list[_Piece], room: float, indent: float) -> list[list[_Piece]]:
    """Return as many pieces on each line as there is room for."""
    rows: list[list[_Piece]] = [[]]
    used = indent
    for piece in pieces:
        if rows[-1] and used + _stripped(piece).width > room + 0.01:
            rows.append([])
            used = 0.0
        rows[-1].append(piece)
        used += piece.width
    return rows


def _halved(rows: list[list[_Piece]], room: float, indent: float) -> list[list[_Piece]]:
    """Return two lines of about the same width, the first rather to a comma or before a bracket."""
    pieces = [*rows[0], *rows[1]]
    best, least = rows, inf
    for at in range(1, len(pieces)):
        both = pieces[:at], pieces[at:]
        widths = [sum(each.width for each in half) for half in both]
        if indent + widths[0] > room or widths[1] > room:
            continue
        uneven = abs(widths[0] - widths[1]) - room * _pause_between(pieces[at - 1], pieces[at])
        if uneven < least:
            best, least = list(both), uneven
    return best


def _pause_between(before: _Piece, after: _Piece) -> float:
    """Return by which share of the width lines may be less even that are parted here."""
    if after.runs and after.runs[0].words[0] in "（(":
        return 1.0
    last = before.runs[-1].words.rstrip()[-1:] if before.runs else ""
    if last == "-":
        return -_PAUSE_SHARE
    return _PAUSE_SHARE if last in _PAUSES else 0.0


def _evened(rows: list[list[_Piece]], pieces: list[_Piece], room: float, indent: float) -> list[list[_Piece]]:
    """Return as many lines, of about the same width: a title does not end with a single character."""
    least, most = room / len(rows), room
    for _ in range(_TRIES):
        middle = (least + most) / 2
        tried = _rows(pieces, middle, indent)
        if len(tried) == len(rows):
            rows, most = tried, middle
        else:
            least = middle
    return rows


def _stripped(piece: _Piece) -> _Piece:
    """Return a piece without the space at its end."""
    if not piece.ends_in_space:
        return piece
    runs = list(piece.runs)
    while runs and not runs[-1].words.rstrip(" "):
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], words=runs[-1].words.rstrip(" "))
    return _Piece(tuple(runs), _width(runs))


def _width(runs: Sequence[Run]) -> float:
    return sum(width_of(each.words, each.size) for each in runs)


def has_word_wider(paragraph: ParagraphFlow, scale: float, width: float) -> bool:
    """Say at a glance whether a word may be wider than a width; no letter is wider than its size."""
    looked = ((each.words, each.size) for line in paragraph.lines for each in line if isinstance(each, Run))
    return any(len(word) * size * scale > width for words, size in looked for word in _LATIN.findall(words))


def widest_word(paragraph: ParagraphFlow, scale: float) -> float:
    """Return how wide the widest of what stays together on a line is."""
    pieces = (piece for typed in paragraph.lines for piece in _pieces(typed, scale, inf))
    return max((_stripped(piece).width for piece in pieces if piece.picture is None), default=0.0)


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
        if at == len(marks) or _may_part(marks[at - 1][0], marks[at][0]):
            yield from _cut(marks[start:at], room)
            start = at


def _cut(marks: list[tuple[str, Run]], room: float) -> Iterator[_Piece]:
    """Give a piece, or as many as it takes where it is wider than a line."""
    kept: list[tuple[str, Run]] = []
    used = 0.0
    for mark, run in marks:
        width = width_of(mark, run.size)
        if kept and mark != " " and used + width > room:
            count = _cut_at("".join(each for each, _ in kept) + mark)
            yield _piece(kept[:count])
            kept = kept[count:]
            used = sum(width_of(each, look.size) for each, look in kept)
        kept.append((mark, run))
        used += width
    if kept:
        yield _piece(kept)


def _may_part(before: str, after: str) -> bool:
    """Say whether a line may end between two characters; numbers with hyphens stay whole."""
    return may_break(before, after) and not (before == "-" and after.isdigit())


def _cut_at(words: str) -> int:
    """Return where to cut a word of which all but the last character has room on a line."""
    places = range(len(words) - 1, len(words) // 2, -1)
    # Before and after a Chinese character each sign may stand that may begin or end a line.
    clean = [at for at in places if may_break("永", words[at]) and may_break(words[at - 1], "永")]
    joint = next((at for at in clean if words[at - 1] in _JOINTS), None)
    return joint or next(iter(clean), len(words) - 1)


def _piece(marks: list[tuple[str, Run]]) -> _Piece:
    runs: list[Run] = []
    words, last = "", marks[0][1]
    for mark, run in marks:
        if run is not last:
            runs.append(_with_words(last, words))
            words, last = "", run
        words += mark
    runs.append(_with_words(last, words))
    return _Piece(tuple(runs), _width(runs))


def _with_words(run: Run, words: str) -> Run:
    # For every few characters of a letter: `replace` takes several times as long.
    return Run(words, run.size, run.heavy, run.color, run.shade)


def _line(
    row: list[_Piece], paragraph: ParagraphFlow, room: float, indent: float, scale: float, *, is_last: bool
) -> Line:
    row = [*row[:-1], _stripped(row[-1])]
    free = room - indent - sum(piece.width for piece in row)
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
