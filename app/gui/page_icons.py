"""Draws the small pictures on the buttons with which pages are turned, moved and looked at."""

import functools
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPainterPath, QPen, QPixmap

from app.gui.theme import Colours, colours

_SIZE = 18


class PageIcon(StrEnum):
    """What a button does with a page."""

    TURN_LEFT = "turn-left"
    TURN_RIGHT = "turn-right"
    LEAVE_OUT = "leave-out"
    TAKE_IN = "take-in"
    EARLIER = "earlier"
    LATER = "later"
    RESET = "reset"
    FIT_WIDTH = "fit-width"
    FIT_PAGE = "fit-page"
    LARGER = "larger"
    SMALLER = "smaller"
    SEPARATE = "separate"


def page_icon(icon: PageIcon) -> QIcon:
    """Return a picture in the colours in use."""
    return _icon(icon, colours(), max(2.0, QGuiApplication.primaryScreen().devicePixelRatio()))


def icon_size() -> QSize:
    """Return how large the pictures are."""
    return QSize(_SIZE, _SIZE)


@functools.cache
def _icon(icon: PageIcon, c: Colours, ratio: float) -> QIcon:
    made = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, c.text), (QIcon.Mode.Disabled, c.line)):
        pixmap = QPixmap(int(_SIZE * ratio), int(_SIZE * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colour), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        _DRAWN[icon](painter)
        painter.end()
        made.addPixmap(pixmap, mode)
    return made


def _lines(painter: QPainter, *lines: tuple[tuple[float, float], ...]) -> None:
    for line in lines:
        painter.drawPolyline([QPointF(x, y) for x, y in line])


def _turn(painter: QPainter, *, mirrored: bool) -> None:
    """Draw an arrow that goes around three quarters of a circle."""
    if mirrored:
        painter.translate(_SIZE, 0)
        painter.scale(-1, 1)
    path = QPainterPath()
    circle = QRectF(3, 3.5, 12, 12)
    path.arcMoveTo(circle, 200)
    path.arcTo(circle, 200, -260)
    painter.drawPath(path)
    _lines(painter, ((15.4, 9.2), (13.0, 13.0), (10.2, 9.6)))


def _reset(painter: QPainter) -> None:
    """Draw an arrow that goes back to where it came from."""
    path = QPainterPath(QPointF(4, 7))
    path.lineTo(11, 7)
    path.arcTo(QRectF(6.5, 7, 8, 7.5), 90, -180)
    path.lineTo(6.5, 14.5)
    painter.drawPath(path)
    _lines(painter, ((7, 3.8), (3.8, 7), (7, 10.2)))


def _sheet(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(4, 2.5, 10, 13), 1.5, 1.5)


def _lens(painter: QPainter, *, larger: bool) -> None:
    painter.drawEllipse(QRectF(2.5, 2.5, 10, 10))
    _lines(painter, ((11.2, 11.2), (15.2, 15.2)), ((5.3, 7.5), (9.7, 7.5)))
    if larger:
        _lines(painter, ((7.5, 5.3), (7.5, 9.7)))


def _with_sheet(*lines: tuple[tuple[float, float], ...]) -> Callable[[QPainter], None]:
    def draw(painter: QPainter) -> None:
        _sheet(painter)
        _lines(painter, *lines)

    return draw


def _only(*lines: tuple[tuple[float, float], ...]) -> Callable[[QPainter], None]:
    return lambda painter: _lines(painter, *lines)


_DRAWN: dict[PageIcon, Callable[[QPainter], None]] = {
    PageIcon.TURN_LEFT: lambda painter: _turn(painter, mirrored=True),
    PageIcon.TURN_RIGHT: lambda painter: _turn(painter, mirrored=False),
    PageIcon.LEAVE_OUT: _with_sheet(((6.7, 6.7), (11.3, 11.3)), ((11.3, 6.7), (6.7, 11.3))),
    PageIcon.TAKE_IN: _with_sheet(((6.5, 9), (11.5, 9)), ((9, 6.5), (9, 11.5))),
    PageIcon.EARLIER: _only(((15, 9), (3.5, 9)), ((8, 4.5), (3.5, 9), (8, 13.5))),
    PageIcon.LATER: _only(((3, 9), (14.5, 9)), ((10, 4.5), (14.5, 9), (10, 13.5))),
    PageIcon.RESET: _reset,
    PageIcon.FIT_WIDTH: _only(
        ((2.5, 3), (2.5, 15)),
        ((15.5, 3), (15.5, 15)),
        ((5, 9), (13, 9)),
        ((7.2, 6.8), (5, 9), (7.2, 11.2)),
        ((10.8, 6.8), (13, 9), (10.8, 11.2)),
    ),
    PageIcon.FIT_PAGE: _with_sheet(
        ((9, 5.2), (9, 12.8)), ((7.2, 7), (9, 5.2), (10.8, 7)), ((7.2, 11), (9, 12.8), (10.8, 11))
    ),
    PageIcon.LARGER: lambda painter: _lens(painter, larger=True),
    PageIcon.SMALLER: lambda painter: _lens(painter, larger=False),
    PageIcon.SEPARATE: _only(
        ((7, 3), (3, 3), (3, 7)),
        ((11, 3), (15, 3), (15, 7)),
        ((3, 11), (3, 15), (7, 15)),
        ((15, 11), (15, 15), (11, 15)),
    ),
}
