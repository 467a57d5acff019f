"""Draws text, lines and panels on the packet's own pages, all with one font."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.words import Text
from app.packet import layout
from app.packet.listing import FIRST_TOP, HEADER_HEIGHT, LABEL_COLUMN, TABLE_HEAD, Line
from app.typeset.text import FONT, drawable, shorten, width_of

Color = tuple[float, float, float]
RIGHT = layout.MARGIN + layout.TEXT_WIDTH


@dataclass(frozen=True, slots=True)
class Link:
    """Holds a place on a page that leads to another page; pages count from 1."""

    page: int
    box: layout.Box
    target: int


class Pen:
    """Draws on one page of a canvas after another and remembers where links stand."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.links: list[Link] = []

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        color: Color = layout.INK,
        align: float = 0.0,
        heavy: bool = False,
    ) -> None:
        """Draw one line; `align` is the share of its width left of x (0 left, 0.5 centred, 1 right)."""
        shown = drawable(words)
        item = self._canvas.beginText(x - align * width_of(shown, size), y)
        item.setFont(FONT, size)
        item.setFillColorRGB(*color)
        if heavy:
            # The one bundled weight is made heavier by drawing the outline as well.
            item.setStrokeColorRGB(*color)
            item.setTextRenderMode(2)
            self._canvas.setLineWidth(size * 0.022)
        item.textOut(shown)
        if heavy:
            item.setTextRenderMode(0)
        self._canvas.drawText(item)

    def lines(
        self, x: float, top: float, lines: tuple[Line, ...], *, heavy: bool = False, color: Color = layout.INK
    ) -> float:
        """Draw lines downwards from `top` and return where they end."""
        for line in lines:
            baseline = top - line.size
            ink = layout.QUIET if line.quiet else color
            self.text(
                x, baseline, line.words, line.size, color=ink, heavy=(heavy or line.heavy) and not line.quiet
            )
            top -= line.height
        return top

    def label(self, x: float, y: float, words: str, size: float) -> None:
        """Draw an exhibit's label, smaller where it is too long for its column ("11-10-12")."""
        fitting = size * (LABEL_COLUMN - 5) / width_of(words, size)
        self.text(x, y, words, min(size, fitting), color=layout.ACCENT)

    def pair(
        self, x: float, y: float, text: Text, size: float, *, align: float = 0.0, color: Color = layout.QUIET
    ) -> None:
        """Draw a heading of a column: Chinese, and English small beneath."""
        self.text(x, y, text.zh, size, color=color, align=align)
        if text.en != text.zh:
            self.text(x, y - size - 1.5, text.en, size - 1.6, color=color, align=align)

    def header(self, title: Text, part: int, parts: int) -> float:
        """Draw a list page's heading and return where the list begins."""
        room = layout.TEXT_WIDTH - 40
        top = FIRST_TOP
        self.text(layout.MARGIN, top - 18, shorten(title.zh, 20, room), 20, color=layout.ACCENT, heavy=True)
        if title.en != title.zh:
            self.text(layout.MARGIN, top - 34, shorten(title.en, 10.5, room), 10.5, color=layout.QUIET)
        if parts > 1:
            self.text(RIGHT, top - 18, f"{part + 1} / {parts}", 9.5, color=layout.QUIET, align=1.0)
        self.rule(layout.MARGIN, RIGHT, top - 46, color=layout.ACCENT, width=0.9)
        return top - HEADER_HEIGHT

    def heads(self, top: float, columns: Sequence[tuple[float, Text, float]]) -> float:
        """Draw a table's headings (where, words, alignment) and return where its rows begin."""
        self.panel(layout.Box(layout.MARGIN - 6, top - 27, layout.TEXT_WIDTH + 12, 27), layout.TINT)
        for x, words, align in columns:
            level = top - (12.0 if words.zh != words.en else 16.5)
            self.pair(x, level, words, 8.6, align=align, color=layout.ACCENT)
        return top - TABLE_HEAD

    def modules(self, box: layout.Box, rows: Sequence[Sequence[bool]], quiet: int) -> None:
        """Fill the dark modules of a code within a box, of which `quiet` modules at each edge stay white."""
        size = box.width / (len(rows) + 2 * quiet)
        path = self._canvas.beginPath()
        for row, modules in enumerate(rows):
            y = box.top - (row + 1 + quiet) * size
            for start, end in _runs(modules):
                path.rect(box.x + (start + quiet) * size, y, (end - start) * size, size)
        self._canvas.setFillColorRGB(0, 0, 0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def bar(
        self, x: float, bottom: float, top: float, *, color: Color = layout.HAIR, width: float = 0.5
    ) -> None:
        """Draw a thin upright line."""
        self._canvas.setStrokeColorRGB(*color)
        self._canvas.setLineWidth(width)
        self._canvas.line(x, bottom, x, top)

    def rule(
        self, left: float, right: float, y: float, *, color: Color = layout.HAIR, width: float = 0.5
    ) -> None:
        """Draw a thin level line."""
        self._canvas.setStrokeColorRGB(*color)
        self._canvas.setLineWidth(width)
        self._canvas.line(left, y, right, y)

    def panel(self, box: layout.Box, color: Color, *, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self._canvas.setFillColorRGB(*color)
        self._canvas.roundRect(box.x, box.y, box.width, box.height, radius, stroke=0, fill=1)

    def frame(self, box: layout.Box, color: Color = layout.HAIR, width: float = 0.5) -> None:
        """Draw the outline of a rectangle."""
        self._canvas.setStrokeColorRGB(*color)
        self._canvas.setLineWidth(width)
        self._canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)

    def slanted(
        self, x: float, y: float, degrees: float, rows: Sequence[tuple[str, float, float]], color: Color
    ) -> None:
        """Draw lines centred about a point and turned about it; a row is words, size and distance up."""
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(degrees)
        for words, size, up in rows:
            self.text(0, up, words, size, color=color, align=0.5)
        self._canvas.restoreState()

    @contextlib.contextmanager
    def see_through(self, opacity: float) -> Iterator[None]:
        """Let what is drawn meanwhile show what lies under it."""
        self._canvas.saveState()
        self._canvas.setFillAlpha(opacity)
        yield
        self._canvas.restoreState()

    def link(self, page: int, box: layout.Box, target: int) -> None:
        """Remember that a rectangle of a page leads to another page."""
        self.links.append(Link(page, box, target))


def _runs(modules: Sequence[bool]) -> list[tuple[int, int]]:
    """Return where dark modules follow each other: first, and first after."""
    edges = [False, *modules, False]
    turns = [place for place in range(len(modules) + 1) if edges[place] != edges[place + 1]]
    return list(zip(turns[::2], turns[1::2], strict=True))
