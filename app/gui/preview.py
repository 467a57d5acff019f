"""Shows the pages of a file, drawn outside the window's process."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.reading import Box
from app.gui.fields import button, row_of
from app.gui.page_drawing import PageDrawer
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_WIDTH, _HEIGHT = 340, 320
# Drawn larger than it is shown, so that a place on it can be read when it is magnified.
_DRAWN = 1300
_STRIP_WIDTH, _STRIP_HEIGHT = 340, 64
# What is shown around a place: so much of its own height above and below, and this share of the page.
_AROUND, _LEAST_WIDTH = 0.8, 0.3


class Preview(QWidget):
    """Shows one page of a file at a time."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._path: Path | None = None
        self._page, self._count = 0, 0
        self._marked: tuple[int, Box] | None = None
        self._drawn: QPixmap | None = None
        self._state = ""
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(60)
        self.picture.setWordWrap(True)
        self.strip = QLabel()
        self.strip.setObjectName("slot")
        self.strip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = button(words, N_("Previous page"), "flat")
        self.forth = button(words, N_("Next page"), "flat")
        self.place = QLabel()
        self.place.setObjectName("muted")
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.picture)
        column.addLayout(row_of(self.back, self.place, self.forth))
        self._drawer = PageDrawer(self)
        self._drawer.drawn.connect(self._take)
        self._drawer.failed.connect(lambda: self._set_state("none"))
        words.changed.connect(self._show_state)
        self.show_file(None)

    def show_file(self, path: Path | None) -> None:
        """Show the first page of a file."""
        if path == self._path and path is not None:
            return
        self._path, self._page, self._count, self._marked = path, 0, 0, None
        self._draw()

    def show_place(self, page: int, box: Box) -> None:
        """Show a page, counted from 1, with a place on it framed."""
        self._marked = (page - 1, box)
        if page - 1 == self._page and self._drawn is not None:
            self._show_picture()
            return
        self._page = page - 1
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Draw nothing that nobody sees."""
        self.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what was not drawn while hidden."""
        super().showEvent(event)
        if self._state == "drawing" and not self._drawer.is_busy:
            self._start()

    def stop(self) -> None:
        """End the process that draws."""
        self._drawer.stop()

    def _turn(self, step: int) -> None:
        self._page = max(0, min(self._count - 1, self._page + step))
        self._draw()

    def _draw(self) -> None:
        self.stop()
        self._drawn = None
        self._set_state("" if self._path is None else "drawing")
        if self.isVisible():
            self._start()

    def _start(self) -> None:
        if self._path is not None:
            self._drawer.draw(self._path, self._page, int(_DRAWN * self.devicePixelRatioF()))

    def _take(self, count: int, picture: QPixmap) -> None:
        self._count = count
        self._drawn = picture
        self._show_picture()

    def _show_picture(self) -> None:
        """Show the page that was drawn, with the place framed and magnified where one is wanted."""
        drawn, ratio = self._drawn, self.devicePixelRatioF()
        if drawn is None:
            return
        room = QSize(int(_WIDTH * ratio), int(_HEIGHT * ratio))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = drawn.scaled(room, keep, smooth)
        place = None if self._marked is None or self._marked[0] != self._page else self._marked[1]
        if place is not None:
            _frame_place(shown, place, ratio)
            self.strip.setPixmap(_magnified(drawn, place, ratio))
        self.strip.setVisible(place is not None)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
        self._set_state("shown")

    def _set_state(self, state: str) -> None:
        self._state = state
        self._show_state()

    def _show_state(self) -> None:
        say = self._words.say
        shown = self.picture.pixmap()
        ratio = max(shown.devicePixelRatioF(), 1.0)
        # A label that wraps words gives its picture less room than it needs.
        self.picture.setFixedHeight(int(shown.height() / ratio) + 4 if self._state == "shown" else 48)
        if self._state != "shown":
            words = {
                "drawing": say("Drawing the page…"),
                "none": say("No picture can be made of this file."),
            }
            self.picture.setText(words.get(self._state, ""))
            self.strip.hide()
        several = self._state == "shown" and self._count > 1
        for each in (self.back, self.forth, self.place):
            each.setVisible(several)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page < self._count - 1)
        self.place.setText(f"{self._page + 1} / {self._count}")
        self.picture.setAccessibleName(say("Picture of the page"))
        self.strip.setAccessibleName(say("The place, magnified"))


def _magnified(drawn: QPixmap, box: Box, ratio: float) -> QPixmap:
    """Return the surroundings of a place, as large as they can be shown."""
    width, height = drawn.width(), drawn.height()
    around = (box.bottom - box.top) * _AROUND * height
    middle = (box.left + box.right) / 2 * width
    half = max((box.right - box.left) * width / 2 + around, _LEAST_WIDTH * width / 2)
    left = max(0.0, min(middle - half, width - 2 * half))
    part = QRectF(left, box.top * height - around, 2 * half, (box.bottom - box.top) * height + 2 * around)
    cut = drawn.copy(part.toRect().intersected(drawn.rect()))
    size = QSize(int(_STRIP_WIDTH * ratio), int(_STRIP_HEIGHT * ratio))
    made = cut.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    made.setDevicePixelRatio(ratio)
    return made


def _frame_place(picture: QPixmap, box: Box, ratio: float) -> None:
    """Draw a frame around a place, and shade it, so that it is found at a glance."""
    width, height = picture.width(), picture.height()
    margin = 3 * ratio
    place = QRectF(
        box.left * width - margin,
        box.top * height - margin,
        (box.right - box.left) * width + 2 * margin,
        (box.bottom - box.top) * height + 2 * margin,
    )
    shade = QColor(colours().accent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(shade, 2 * ratio))
    shade.setAlpha(40)
    painter.setBrush(shade)
    painter.drawRoundedRect(place, 3 * ratio, 3 * ratio)
    painter.end()
