"""Draws the small marks that stand before a word of state; never alone, always with the word."""

import functools
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from app.env import paths
from app.gui.theme import Colours, colours

_SIZE = 16


class Mark(StrEnum):
    """What a mark says."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    NOTE = "note"
    OPEN = "open"
    ASK = "ask"
    OFF = "off"


def mark_icon(mark: Mark, *, gap: int = 0) -> QIcon:
    """Return a mark in the colours in use, with a gap after it where words follow closely."""
    return _icon(mark, colours(), max(2.0, QGuiApplication.primaryScreen().devicePixelRatio()), gap)


@functools.cache
def _icon(mark: Mark, c: Colours, ratio: float, gap: int) -> QIcon:
    pixmap = QPixmap(int((_SIZE + gap) * ratio), int(_SIZE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, mark, c)
    painter.end()
    return QIcon(pixmap)


def paint_mark(painter: QPainter, mark: Mark, left: float, top: float, c: Colours) -> None:
    """Draw a mark on a picture, in colours that need not be those in use."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(left, top)
    _draw(painter, mark, c)
    painter.restore()


def application_icon() -> QIcon:
    """Return the product's icon."""
    return QIcon(str(paths.resource("icons", "yongju.png")))


def _draw(painter: QPainter, mark: Mark, c: Colours) -> None:
    colour = {
        Mark.GOOD: c.good,
        Mark.BAD: c.bad,
        Mark.WARN: c.warn,
        Mark.NOTE: c.note,
        Mark.OPEN: c.muted,
        Mark.ASK: c.muted,
        Mark.OFF: c.muted,
    }[mark]
    hollow = mark in (Mark.OPEN, Mark.ASK, Mark.OFF)
    pen = QPen(QColor(colour), 1.4)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(colour))
    if mark is Mark.WARN:
        painter.drawPolygon([QPointF(8, 2.0), QPointF(14.5, 13.5), QPointF(1.5, 13.5)])
    else:
        painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    inside = QPen(QColor(colour if hollow else c.base), 1.7)
    inside.setCapStyle(Qt.PenCapStyle.RoundCap)
    inside.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(inside)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _STROKES[mark]:
        painter.drawPolyline([QPointF(x, y) for x, y in line])


_STROKES: dict[Mark, tuple[tuple[tuple[float, float], ...], ...]] = {
    Mark.GOOD: (((4.9, 8.3), (7.1, 10.5), (11.2, 5.9)),),
    Mark.BAD: (((5.6, 5.6), (10.4, 10.4)), ((10.4, 5.6), (5.6, 10.4))),
    Mark.WARN: (((8, 6.3), (8, 9.3)), ((8, 11.5), (8, 11.6))),
    Mark.NOTE: (((8, 7.4), (8, 11.2)), ((8, 4.9), (8, 5.0))),
    Mark.OPEN: (),
    Mark.ASK: (
        ((6.1, 6.6), (6.5, 5.3), (8, 4.8), (9.5, 5.4), (9.7, 6.8), (8, 8.2), (8, 9.1)),
        ((8, 11.2), (8, 11.3)),
    ),
    Mark.OFF: (((5.2, 8), (10.8, 8)),),
}
