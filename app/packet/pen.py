"""Draws text, lines and panels on the packet's own pages, all with one font."""

from dataclasses import dataclass
from typing import Any

from app.domain.words import Text
from app.packet import layout
from app.packet.listing import Line
from app.packet.typeset import FONT, drawable, width_of

Color = tuple[float, float, float]


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
            self._canvas.setLineWidth(size * 0.028)
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
            self.text(x, baseline, line.words, line.size, color=ink, heavy=heavy and not line.quiet)
            top -= line.height
        return top

    def pair(
        self, x: float, y: float, text: Text, size: float, *, align: float = 0.0, color: Color = layout.QUIET
    ) -> None:
        """Draw a heading of a column: Chinese, and English small beneath."""
        self.text(x, y, text.zh, size, color=color, align=align)
        if text.en != text.zh:
            self.text(x, y - size - 1.5, text.en, size - 1.6, color=color, align=align)

    def rule(
        self, left: float, right: float, y: float, *, color: Color = layout.HAIR, width: float = 0.5
    ) -> None:
        """Draw a thin level line."""
        self._canvas.setStrokeColorRGB(*color)
        self._canvas.setLineWidth(width)
        self._canvas.line(left, y, right, y)

    def dots(self, left: float, right: float, y: float) -> None:
        """Draw leader dots that stand in line from row to row."""
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(*layout.HAIR)
        self._canvas.setLineWidth(0.9)
        self._canvas.setLineCap(1)
        self._canvas.setDash([0.01, 4.2])
        # Counted from the right, so that the dots of all rows line up.
        self._canvas.line(right, y, left, y)
        self._canvas.restoreState()

    def panel(self, box: layout.Box, color: Color, *, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self._canvas.setFillColorRGB(*color)
        self._canvas.roundRect(box.x, box.y, box.width, box.height, radius, stroke=0, fill=1)

    def frame(self, box: layout.Box, color: Color = layout.HAIR, width: float = 0.5) -> None:
        """Draw the outline of a rectangle."""
        self._canvas.setStrokeColorRGB(*color)
        self._canvas.setLineWidth(width)
        self._canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)

    def link(self, page: int, box: layout.Box, target: int) -> None:
        """Remember that a rectangle of a page leads to another page."""
        self.links.append(Link(page, box, target))
