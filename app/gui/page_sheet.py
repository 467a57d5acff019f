"""One page as large as is wanted: fitted to its room, or larger, then scrolled and dragged about."""

from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.domain.reading import Box
from app.gui.theme import colours

_STEP = 1.25
_SMALLEST, _LARGEST = 160.0, 4000.0
_MARGIN = 2
# Drawn a third too large, a page is still smooth when it is painted smaller.
_SMOOTH_UP_TO = 1.3


class Fit(StrEnum):
    """How large a page is shown."""

    PAGE = "page"
    WIDTH = "width"
    FREE = "free"


class PageSheet(QWidget):
    """Paints a page, and a frame around a place on it."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = QPixmap()
        self._fitting = QPixmap()
        self._place: Box | None = None

    def pixmap(self) -> QPixmap:
        """Return the page as it was drawn, empty while there is none."""
        return self._drawn

    def show_page(self, drawn: QPixmap, place: Box | None) -> None:
        """Show a page, with a place framed."""
        if drawn.cacheKey() != self._drawn.cacheKey():
            self._fitting = QPixmap()
        self._drawn, self._place = drawn, place
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the part of the page that is seen."""
        if self._drawn.isNull():
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = self.rect()
        painter.drawPixmap(whole, self._picture())
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.drawRect(whole.adjusted(0, 0, -1, -1))
        if self._place is not None:
            self._frame(painter, self._place)
        painter.end()

    def _picture(self) -> QPixmap:
        """Return the page, made smaller once where it was drawn much larger than it is shown."""
        wanted = self.size() * self.devicePixelRatioF()
        if self._drawn.width() <= wanted.width() * _SMOOTH_UP_TO:
            return self._drawn
        if self._fitting.size() != wanted:
            self._fitting = self._drawn.scaled(
                wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return self._fitting

    def _frame(self, painter: QPainter, box: Box) -> None:
        """Frame a place, and shade it, so that it is found at a glance."""
        width, height = self.width(), self.height()
        place = QRectF(
            QPointF(box.left * width, box.top * height), QPointF(box.right * width, box.bottom * height)
        ).adjusted(-3, -3, 3, 3)
        shade = QColor(colours().accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(shade, 2))
        shade.setAlpha(40)
        painter.setBrush(shade)
        painter.drawRoundedRect(place, 3, 3)


class PageArea(QScrollArea):
    """Shows a sheet fitted or larger; it is scrolled by wheel and keys and dragged by the mouse."""

    resized = Signal()
    leafed = Signal(int)  # by how many pages
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = PageSheet()
        self.fit = Fit.PAGE
        self._longest = 0.0  # the longer side as shown, where it is not fitted
        self._dragged: QPoint | None = None
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self.sheet)
        # Where both scroll bars meet, the style draws odd lines.
        self.setCornerWidget(QWidget())
        self.setMinimumSize(200, 240)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room in which a page can be read at a glance."""
        return QSize(340, 400)

    def show_page(self, drawn: QPixmap, place: Box | None) -> None:
        """Show a page, with a place framed and brought into sight."""
        self.sheet.show_page(drawn, place)
        self.lay_out()
        if place is not None and self.fit is not Fit.PAGE:
            x = (place.left + place.right) / 2 * self.sheet.width()
            y = (place.top + place.bottom) / 2 * self.sheet.height()
            self.ensureVisible(int(x), int(y), self.viewport().width() // 3, self.viewport().height() // 3)

    def choose_fit(self, fit: Fit) -> None:
        """Fit the page to the room there is."""
        self.fit = fit
        self.lay_out()

    def zoom(self, steps: float, around: QPointF | None = None) -> None:
        """Show the page larger or smaller; what is under a place of the viewport stays there."""
        before = self.sheet.size()
        if before.isEmpty():
            return
        longest = max(before.width(), before.height())
        self._longest = min(max(longest * _STEP**steps, _SMALLEST), _LARGEST)
        self.fit = Fit.FREE
        middle = around or QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        on_sheet = self.sheet.mapFrom(self.viewport(), middle)
        self.lay_out()
        grown = self.sheet.width() / before.width()
        self.horizontalScrollBar().setValue(int(on_sheet.x() * grown - middle.x()))
        self.verticalScrollBar().setValue(int(on_sheet.y() * grown - middle.y()))

    @property
    def can_grow(self) -> bool:
        """Say whether the page can be shown larger."""
        return max(self.sheet.width(), self.sheet.height()) < _LARGEST

    @property
    def can_shrink(self) -> bool:
        """Say whether the page can be shown smaller."""
        return max(self.sheet.width(), self.sheet.height()) > _SMALLEST

    def shown_size(self, shape: QSizeF) -> QSizeF:
        """Return how large a page of a shape is shown."""
        keep = Qt.AspectRatioMode.KeepAspectRatio
        if self.fit is Fit.FREE:
            return shape.scaled(QSizeF(self._longest, self._longest), keep)
        room = QSizeF(self.maximumViewportSize() - QSize(2 * _MARGIN, 2 * _MARGIN))
        whole = shape.scaled(room, keep)
        if self.fit is Fit.PAGE:
            return whole
        width = room.width()
        if width * shape.height() / max(shape.width(), 1) > room.height():
            # The scroll bar that is then there takes its share.
            width -= self.verticalScrollBar().sizeHint().width()
        return QSizeF(width, width * shape.height() / max(shape.width(), 1))

    def lay_out(self) -> None:
        """Give the sheet its size."""
        drawn = self.sheet.pixmap()
        if drawn.isNull():
            self.sheet.resize(0, 0)
            return
        self.sheet.resize(self.shown_size(QSizeF(drawn.size())).toSize())
        can_move = self.horizontalScrollBar().maximum() or self.verticalScrollBar().maximum()
        hand = Qt.CursorShape.OpenHandCursor if can_move else Qt.CursorShape.ArrowCursor
        self.sheet.setCursor(hand)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the page fitted."""
        super().resizeEvent(event)
        self.lay_out()
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll, or with Ctrl zoom; a page that is fitted leaves the wheel to whatever is around it."""
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(turned / 120, event.position())
            self.resized.emit()
            event.accept()
        elif self.verticalScrollBar().maximum() or self.horizontalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leaf by Page Up and Page Down, once the end of the page is seen."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        bar = self.verticalScrollBar()
        step = steps.get(Qt.Key(event.key()))
        at_end = step is not None and bar.value() == (bar.maximum() if step > 0 else bar.minimum())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if step is not None and (at_end or control):
            self.leafed.emit(step)
            bar.setValue(bar.minimum() if step > 0 else bar.maximum())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to drag the page about."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the page about."""
        if self._dragged is None:
            return
        now = event.globalPosition().toPoint()
        by, self._dragged = now - self._dragged, now
        for bar, distance in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() - distance)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the page go."""
        self._dragged = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the page on the whole screen."""
        self.opened.emit()
        event.accept()
