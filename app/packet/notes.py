"""Draws single fields and notes with the bundled font: values in Chinese, free text, lines, outlines.

Follows what they say of themselves (ISO 32000-1, 12.5.6 and 12.7.3.3): font size, colour, alignment.
"""

import io
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from app.typeset.text import FONT, drawable, font, width_of, wrap

Color = tuple[float, ...]
_Box = tuple[float, float, float, float]

_PADDING = 2.0
_USUAL_SIZE, _LEAST_SIZE = 12.0, 4.0
_LEADING = 1.3
# Of the size: how far a line of Chinese reaches below its baseline.
_DESCENT = 0.22
_MULTILINE, _PASSWORD, _RADIO, _PUSH_BUTTON, _COMB = 1 << 12, 1 << 13, 1 << 15, 1 << 16, 1 << 24
_FONT_SIZE = re.compile(rb"/\S+\s+(-?[\d.]+)\s+Tf")
_COLOR = re.compile(rb"((?:-?[\d.]+\s+){1,4})(g|rg|k)\b")
_TAG = re.compile(r"<[^>]*>")
_MOST_CHARACTERS = 20_000
_MOST_POINTS = 10_000
_DEEPEST_FIELD = 32
_ARROW = 9.0
# How many strokes wide a squiggle's waves are, and the share of a line's height at which it is struck out.
_WAVE, _STRIKE = 2.0, 0.5
_ARROWS = ("/OpenArrow", "/ClosedArrow")


class NotDrawable(ValueError):
    """A field or note is left to pdfium, or says too little of itself to be drawn."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Holds a picture as a PDF of one page, and how it stands on the page that it is for.

    `matrix` turns it as the field says; `rectangle` is where it stands, which a note may state wrongly.
    `is_beyond_pdfium` says that pdfium, with the fonts that it finds, would have drawn nothing or less.
    """

    pdf: bytes
    rectangle: _Box
    matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    is_beyond_pdfium: bool = True


@dataclass(frozen=True, slots=True)
class _Style:
    """Holds how the words of a field stand in it."""

    size: float
    color: Color
    alignment: int
    flags: int = 0
    cells: int = 0


def is_text_field(note: pikepdf.Object) -> bool:
    """Say whether a widget shows words: a text field, a list, a box of choices."""
    return _inherited(note, "/FT") in ("/Tx", "/Ch")


def draw_note(note: pikepdf.Object, form: pikepdf.Object | None) -> Drawing:
    """Draw one field or note; raises NotDrawable for what pdfium draws, or nobody."""
    box = _bounds(_numbers(note.get("/Rect")))
    match str(note.get("/Subtype")):
        case "/Widget":
            return _draw_field(note, form, box)
        case "/FreeText":
            return _draw_free_text(note, form, box)
        case "/Highlight" | "/Underline" | "/StrikeOut" | "/Squiggly":
            return _draw_markup(note)
        case "/Line" | "/Polygon" | "/PolyLine":
            return _draw_lines(note)
    raise NotDrawable


def _bounds(numbers: Sequence[float], margin: float = 0.0) -> _Box:
    """Return the box around points; raises NotDrawable when it has no extent."""
    if len(numbers) < 4:
        raise NotDrawable
    left, right = min(numbers[::2]) - margin, max(numbers[::2]) + margin
    bottom, top = min(numbers[1::2]) - margin, max(numbers[1::2]) + margin
    if not (0 < right - left < math.inf and 0 < top - bottom < math.inf):
        raise NotDrawable
    return left, bottom, right, top


def _draw_field(note: pikepdf.Object, form: pikepdf.Object | None, box: _Box) -> Drawing:
    words = _words_of(_inherited(note, "/V"))
    if not _is_ours(note, words):
        raise NotDrawable
    look = note.get("/MK")
    look = look if isinstance(look, pikepdf.Dictionary) else pikepdf.Dictionary()
    width, height = box[2] - box[0], box[3] - box[1]
    turn = _whole(look.get("/R")) % 360
    if turn in (90, 270):
        width, height = height, width
    style = _style_of(note, form)
    picture = _Picture(width, height)
    is_round = bool(style.flags & _RADIO) and not is_text_field(note)
    colors = _numbers(look.get("/BG")), _numbers(look.get("/BC"))
    picture.panel(*colors, _border_width(note), is_round=is_round)
    picture.words("*" * len(words) if style.flags & _PASSWORD else words, style)
    cos, sin = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
    return Drawing(picture.finished(), box, (cos, sin, -sin, cos, 0, 0), bool(words))


def _is_ours(note: pikepdf.Object, words: str) -> bool:
    """Say whether a field is drawn here: in characters that pdfium may lack, or nothing but its frame."""
    if is_text_field(note):
        return not words or not _is_latin(words)
    is_button = _inherited(note, "/FT") == "/Btn" and not _whole(_inherited(note, "/Ff")) & _PUSH_BUTTON
    return is_button and str(_inherited(note, "/V") or "/Off") == "/Off" and "/AS" not in note


def _draw_markup(note: pikepdf.Object) -> Drawing:
    """Draw a mark over words: four corners for each of their lines, the upper two first."""
    numbers = _numbers(note.get("/QuadPoints"))
    numbers = numbers[: len(numbers) - len(numbers) % 8]
    color = _numbers(note.get("/C"))
    if not color:
        raise NotDrawable
    box = _bounds(numbers, _WAVE)
    picture = _Picture(box[2] - box[0], box[3] - box[1])
    for at in range(0, len(numbers), 8):
        x0, y0, x1, y1 = _bounds(numbers[at : at + 8])
        moved = (x0 - box[0], y0 - box[1], x1 - box[0], y1 - box[1])
        picture.mark(str(note.get("/Subtype")), moved, color)
    return Drawing(picture.finished(), box, is_beyond_pdfium=False)


def _draw_free_text(note: pikepdf.Object, form: pikepdf.Object | None, box: _Box) -> Drawing:
    words = _words_of(note.get("/Contents")) or _TAG.sub("", _words_of(note.get("/RC")))
    if not words:
        raise NotDrawable
    style = _style_of(note, form)
    picture = _Picture(box[2] - box[0], box[3] - box[1])
    border = _border_width(note)
    picture.panel(_numbers(note.get("/C")), style.color if border else (), border)
    picture.words(words, _Style(style.size or _USUAL_SIZE, style.color, style.alignment, _MULTILINE))
    return Drawing(picture.finished(), box)


def _draw_lines(note: pikepdf.Object) -> Drawing:
    kind = str(note.get("/Subtype"))
    numbers = _numbers(note.get("/L" if kind == "/Line" else "/Vertices"))
    width = _border_width(note) or 1.0
    box = _bounds(numbers, _ARROW + width)
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    picture = _Picture(box[2] - box[0], box[3] - box[1])
    moved = [(x - box[0], y - box[1]) for x, y in points]
    colors = _numbers(note.get("/C")) or (0.0,), _numbers(note.get("/IC"))
    picture.outline(moved, *colors, width, closed=kind == "/Polygon")
    endings = [str(each) for each in _row(note.get("/LE"))] if kind != "/Polygon" else []
    for ending, (tip, behind) in zip(endings, ((moved[0], moved[1]), (moved[-1], moved[-2])), strict=False):
        if ending in _ARROWS:
            picture.arrow(tip, behind)
    return Drawing(picture.finished(), box)


class _Picture:
    """A picture of one annotation on a canvas of its own."""

    def __init__(self, width: float, height: float) -> None:
        font()
        self._width, self._height = width, height
        self._buffer = io.BytesIO()
        self._canvas: Any = Canvas(
            self._buffer, pagesize=(width, height), initialFontName=FONT, invariant=1, pageCompression=1
        )

    def finished(self) -> bytes:
        """Return the picture as a PDF of one page."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def panel(
        self, fill: Sequence[float], border: Sequence[float], width: float, *, is_round: bool = False
    ) -> None:
        """Draw background and border, where there are any."""
        if fill:
            self._canvas.setFillColorRGB(*_rgb(fill))
            self._shape(0, is_round=is_round, fill=1)
        if border and width:
            self._canvas.setStrokeColorRGB(*_rgb(border))
            self._canvas.setLineWidth(width)
            self._shape(width / 2, is_round=is_round, stroke=1)

    def _shape(self, inset: float, *, is_round: bool, stroke: int = 0, fill: int = 0) -> None:
        right, top = self._width - inset, self._height - inset
        if not is_round:
            self._canvas.rect(inset, inset, right - inset, top - inset, stroke=stroke, fill=fill)
            return
        radius = min(right - inset, top - inset) / 2
        self._canvas.circle(self._width / 2, self._height / 2, max(radius, 0), stroke=stroke, fill=fill)

    def mark(self, kind: str, box: tuple[float, float, float, float], color: Sequence[float]) -> None:
        """Draw one mark over words."""
        x0, y0, x1, y1 = box
        self._canvas.setFillColorRGB(*_rgb(color))
        self._canvas.setStrokeColorRGB(*_rgb(color))
        self._canvas.setLineWidth(1)
        if kind == "/Highlight":
            self._canvas.setBlendMode("Multiply")
            self._canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
        elif kind == "/Squiggly":
            self._squiggle(x0, x1, y0 + 1)
        else:
            y = y0 + 1 if kind == "/Underline" else y0 + (y1 - y0) * _STRIKE
            self._canvas.line(x0, y, x1, y)

    def _squiggle(self, x0: float, x1: float, y: float) -> None:
        count = min(_MOST_POINTS, max(2, int((x1 - x0) / _WAVE)))
        step = (x1 - x0) / count
        points = [(x0 + place * step, y + _WAVE * (place % 2)) for place in range(count + 1)]
        for start, end in itertools.pairwise(points):
            self._canvas.line(*start, *end)

    def words(self, words: str, style: _Style) -> None:
        """Draw the words as the field's style says."""
        self._canvas.setFillColorRGB(*_rgb(style.color))
        if style.flags & _COMB and style.cells:
            self._comb(words, style)
        elif style.flags & _MULTILINE:
            self._rows(words, style)
        else:
            self._row(words, style)

    def _row(self, words: str, style: _Style) -> None:
        shown = drawable(" ".join(words.splitlines()))
        room = max(1.0, self._width - 2 * _PADDING)
        size = style.size or self._fitting_size(shown, room)
        x = (_PADDING, self._width / 2, self._width - _PADDING)[style.alignment]
        share = (0.0, 0.5, 1.0)[style.alignment]
        self._text(
            shown, size, x - share * width_of(shown, size), (self._height - size) / 2 + size * _DESCENT
        )

    def _fitting_size(self, shown: str, room: float) -> float:
        tall = min(_USUAL_SIZE, self._height * 0.75)
        return max(_LEAST_SIZE, min(tall, tall * room / max(width_of(shown, tall), 0.01)))

    def _rows(self, words: str, style: _Style) -> None:
        size = style.size or _USUAL_SIZE
        rows = self._wrapped(words, size)
        while not style.size and size > _LEAST_SIZE and len(rows) * size * _LEADING > self._height:
            size -= 1
            rows = self._wrapped(words, size)
        y = self._height - _PADDING - size
        share = (0.0, 0.5, 1.0)[style.alignment]
        x = (_PADDING, self._width / 2, self._width - _PADDING)[style.alignment]
        for row in rows:
            self._text(row, size, x - share * width_of(row, size), y)
            y -= size * _LEADING

    def _wrapped(self, words: str, size: float) -> list[str]:
        room = max(size, self._width - 2 * _PADDING)
        return [row for line in words.splitlines() for row in wrap(line, size, room) or ("",)]

    def _comb(self, words: str, style: _Style) -> None:
        shown = drawable(words)
        cell = self._width / style.cells
        size = style.size or min(_USUAL_SIZE, self._height * 0.75, cell)
        for place, mark in enumerate(shown[: style.cells]):
            x = (place + 0.5) * cell - width_of(mark, size) / 2
            self._text(mark, size, x, (self._height - size) / 2 + size * _DESCENT)

    def _text(self, words: str, size: float, x: float, y: float) -> None:
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, y, words)

    def outline(
        self, points: Sequence[tuple[float, float]], stroke: Sequence[float], fill: Sequence[float],
        width: float, *, closed: bool,
    ) -> None:  # fmt: skip
        """Draw a line through points."""
        self._canvas.setStrokeColorRGB(*_rgb(stroke))
        self._canvas.setFillColorRGB(*_rgb(fill or stroke))
        self._canvas.setLineWidth(width)
        path = self._canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=1, fill=1 if closed and fill else 0)

    def arrow(self, tip: tuple[float, float], behind: tuple[float, float]) -> None:
        """Draw the two strokes of an arrow's head."""
        angle = math.atan2(behind[1] - tip[1], behind[0] - tip[0])
        for side in (-math.pi / 6, math.pi / 6):
            x, y = tip[0] + _ARROW * math.cos(angle + side), tip[1] + _ARROW * math.sin(angle + side)
            self._canvas.line(*tip, x, y)


# What a field or note says of itself


def _style_of(note: pikepdf.Object, form: pikepdf.Object | None) -> _Style:
    words = _bytes_of(_inherited(note, "/DA")) or (_bytes_of(form.get("/DA")) if form is not None else b"")
    size = _FONT_SIZE.search(words)
    color = _COLOR.search(words)
    alignment = _whole(_inherited(note, "/Q"))
    return _Style(
        size=abs(_number(size[1])) if size else 0.0,
        color=tuple(map(_number, color[1].split())) if color else (0.0,),
        alignment=alignment if alignment in (1, 2) else 0,
        flags=_whole(_inherited(note, "/Ff")),
        cells=max(0, _whole(_inherited(note, "/MaxLen"))),
    )


def _inherited(note: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(_DEEPEST_FIELD):
        value = note.get(key)
        parent = note.get("/Parent")
        if value is not None or not isinstance(parent, pikepdf.Dictionary):
            return value
        note = parent
    return None


def _words_of(value: object) -> str:
    """Return a text string's words; of several choices one a line."""
    if isinstance(value, pikepdf.Array):
        return "\n".join(_words_of(each) for each in value)
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes())[:_MOST_CHARACTERS].decode("utf-8", "replace")
    return str(value)[:_MOST_CHARACTERS] if isinstance(value, pikepdf.String) else ""


def _is_latin(words: str) -> bool:
    """Say whether pdfium draws the words without asking this machine for a font."""
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, pikepdf.String) else b""


def _row(value: object) -> Sequence[object]:
    return list(value)[:_MOST_POINTS] if isinstance(value, pikepdf.Array) else ()


def _numbers(value: object) -> tuple[float, ...]:
    numbers = tuple(_number(each) for each in _row(value))
    return numbers if all(map(math.isfinite, numbers)) else ()


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _whole(value: object) -> int:
    number = _number(value if value is not None else 0)
    return int(number) if math.isfinite(number) else 0


def _border_width(note: pikepdf.Object) -> float:
    style = note.get("/BS")
    if isinstance(style, pikepdf.Dictionary):
        return max(0.0, _number(style.get("/W", 1)))
    border = _numbers(note.get("/Border"))
    return max(0.0, border[2]) if len(border) > 2 else 1.0


def _rgb(color: Sequence[float]) -> tuple[float, float, float]:
    """Return a colour of one, three or four numbers (grey, RGB, CMYK) as RGB."""
    parts = [min(1.0, max(0.0, each)) if math.isfinite(each) else 0.0 for each in color]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return (parts[0],) * 3 if parts else (0.0, 0.0, 0.0)
