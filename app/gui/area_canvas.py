"""A page on which rectangles are drawn, moved and resized, with the mouse or with keys alone."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from app.gui.theme import colours

# Shares of the page: a step of the arrow keys, a fine one, and what is too small to be meant.
_STEP, _FINE_STEP, _LEAST = 0.01, 0.002, 0.004
# A new rectangle made by key covers a line of print.
_NEW_WIDTH, _NEW_HEIGHT = 0.3, 0.04
_HANDLE = 9.0
_WHOLE = QRectF(0, 0, 1, 1)
_DIRECTIONS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class _Deed(Enum):
    NONE = auto()
    DRAW = auto()
    MOVE = auto()
    RESIZE = auto()


class AreaCanvas(QWidget):
    """Shows a page and its areas; areas are rectangles in shares (0 to 1) of the page."""

    changed = Signal(object)  # all areas of the page, as a tuple of QRectF
    chosen_changed = Signal(int)  # the chosen one, -1 for none

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._shown: QPixmap | None = None
        self._areas: list[QRectF] = []
        self._chosen = -1
        self._deed = _Deed.NONE
        self._start = QPointF()
        self._before = QRectF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def areas(self) -> tuple[QRectF, ...]:
        """Return the areas of the page."""
        return tuple(QRectF(area) for area in self._areas)

    @property
    def chosen(self) -> int:
        """Return which area is chosen, -1 for none."""
        return self._chosen

    @property
    def picture_size(self) -> QSize:
        """Return the pixels of the page that is shown, none while there is no page."""
        return QSize() if self._picture is None else self._picture.size()

    def show_page(self, picture: QPixmap | None, areas: tuple[QRectF, ...], chosen: int = -1) -> None:
        """Show a page with its areas."""
        self._picture, self._shown = picture, None
        self.show_areas(areas, chosen)

    def show_areas(self, areas: tuple[QRectF, ...], chosen: int = -1) -> None:
        """Show other areas on the same page."""
        self._areas = [QRectF(area) for area in areas]
        self._chosen = chosen if chosen < len(self._areas) else -1
        self._deed = _Deed.NONE
        self.update()

    def choose(self, index: int) -> None:
        """Choose an area, -1 for none."""
        if index != self._chosen and -1 <= index < len(self._areas):
            self._chosen = index
            self.chosen_changed.emit(index)
            self.update()

    def add_area(self, middle: QPointF | None = None) -> None:
        """Add an area of the size of a line, in the middle of the page or around a point of it."""
        if self._picture is None:
            return
        around = middle or QPointF(0.5, 0.5)
        area = QRectF(0, 0, _NEW_WIDTH, _NEW_HEIGHT)
        area.moveCenter(around)
        self._areas.append(_kept_inside(area))
        self._tell_added()

    def remove_chosen(self) -> None:
        """Remove the chosen area."""
        if self._chosen < 0:
            return
        del self._areas[self._chosen]
        self._chosen = min(self._chosen, len(self._areas) - 1)
        self._tell()
        self.chosen_changed.emit(self._chosen)

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of an area or its corner, or begin a new one."""
        if event.button() is not Qt.MouseButton.LeftButton or self._picture is None:
            return
        place = event.position()
        self._start = self._share_of(place)
        if self._chosen >= 0 and self._handle().contains(place):
            self._deed = _Deed.RESIZE
        else:
            under = self._area_under(self._start)
            self._deed = _Deed.DRAW if under < 0 else _Deed.MOVE
            if under < 0:
                self._areas.append(QRectF(self._start, self._start))
                self._chosen = len(self._areas) - 1
            else:
                self.choose(under)
        self._before = QRectF(self._areas[self._chosen])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw, move or resize; else show what a click would do."""
        if self._deed is _Deed.NONE:
            self._show_cursor(event.position())
            return
        here = self._share_of(event.position())
        if self._deed is _Deed.DRAW:
            area = QRectF(self._start, here).normalized()
        elif self._deed is _Deed.MOVE:
            area = _kept_inside(self._before.translated(here - self._start))
        else:
            area = QRectF(self._before.topLeft(), here).normalized()
        self._areas[self._chosen] = area
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what was drawn; a click that drew nothing chooses nothing."""
        deed, self._deed = self._deed, _Deed.NONE
        if deed is _Deed.NONE or event.button() is not Qt.MouseButton.LeftButton:
            return
        area = self._areas[self._chosen]
        if min(area.width(), area.height()) < _LEAST:
            if deed is _Deed.DRAW:
                del self._areas[self._chosen]
                self._chosen = -1
                self.chosen_changed.emit(-1)
            else:
                self._areas[self._chosen] = self._before
            self.update()
        elif deed is _Deed.DRAW:
            self._tell_added()
        elif area != self._before:
            self._tell()

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with arrows, resize with Shift, finer with Ctrl; Insert adds, Delete removes."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Insert:
            self.add_area()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen >= 0:
            self.remove_chosen()
        elif key in _DIRECTIONS and self._chosen >= 0:
            fine = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            step = _DIRECTIONS[key] * (_FINE_STEP if fine else _STEP)
            self._push(step, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _push(self, step: QPointF, *, resize: bool) -> None:
        area = QRectF(self._areas[self._chosen])
        if resize:
            area.setWidth(max(_STEP, min(1 - area.left(), area.width() + step.x())))
            area.setHeight(max(_STEP, min(1 - area.top(), area.height() + step.y())))
        else:
            area = _kept_inside(area.translated(step))
        self._areas[self._chosen] = area
        self._tell()

    # How it looks.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the page, and its areas as dark as they will be, but so that one still sees beneath."""
        del event
        painter = QPainter(self)
        if self._picture is None:
            painter.end()
            return
        painter.drawPixmap(self.rect(), self._scaled(self._picture))
        accent = QColor(colours().accent)
        for index, area in enumerate(self._areas):
            # The page stays white in the dark, too.
            cover = QColor(0, 0, 0, 150)
            painter.setBrush(cover)
            chosen = index == self._chosen
            painter.setPen(QPen(accent, 3) if chosen else QPen(QColor(0, 0, 0), 1))
            painter.drawRect(self._pixels_of(area))
        if self._chosen >= 0:
            painter.setPen(QPen(QColor("white"), 1))
            painter.setBrush(accent)
            painter.drawRect(self._handle())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _scaled(self, picture: QPixmap) -> QPixmap:
        """Return the page as large as it is shown: scaled well once, and not at each stroke."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._shown is None or self._shown.size() != wanted:
            ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._shown = picture.scaled(wanted, ignore, smooth)
        return self._shown

    def _show_cursor(self, place: QPointF) -> None:
        shape = Qt.CursorShape.CrossCursor
        if self._picture is None:
            shape = Qt.CursorShape.ArrowCursor
        elif self._chosen >= 0 and self._handle().contains(place):
            shape = Qt.CursorShape.SizeFDiagCursor
        elif self._area_under(self._share_of(place)) >= 0:
            shape = Qt.CursorShape.SizeAllCursor
        self.setCursor(shape)

    def _handle(self) -> QRectF:
        """Return the corner by which the chosen area is resized."""
        corner = self._pixels_of(self._areas[self._chosen]).bottomRight()
        return QRectF(corner.x() - _HANDLE / 2, corner.y() - _HANDLE / 2, _HANDLE, _HANDLE)

    def _area_under(self, place: QPointF) -> int:
        found = (at for at in reversed(range(len(self._areas))) if self._areas[at].contains(place))
        return next(found, -1)

    def _share_of(self, place: QPointF) -> QPointF:
        across, down = place.x() / max(1, self.width()), place.y() / max(1, self.height())
        return QPointF(min(1.0, max(0.0, across)), min(1.0, max(0.0, down)))

    def _pixels_of(self, area: QRectF) -> QRectF:
        width, height = self.width(), self.height()
        return QRectF(area.left() * width, area.top() * height, area.width() * width, area.height() * height)

    def _tell_added(self) -> None:
        self._chosen = len(self._areas) - 1
        self._tell()
        self.chosen_changed.emit(self._chosen)

    def _tell(self) -> None:
        self.update()
        self.changed.emit(self.areas)


def _kept_inside(area: QRectF) -> QRectF:
    """Return an area moved so that no part of it lies beyond the page."""
    left = min(max(area.left(), 0.0), _WHOLE.width() - area.width())
    top = min(max(area.top(), 0.0), _WHOLE.height() - area.height())
    return QRectF(left, top, area.width(), area.height())
