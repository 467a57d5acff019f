"""Shows the pages of a file, drawn outside the window's process."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPixmap, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.domain.reading import Box
from app.gui.fields import button
from app.gui.page_drawing import PageDrawer
from app.gui.page_icons import PageIcon, icon_size, page_icon
from app.gui.page_sheet import Fit, PageArea
from app.gui.words import Words
from app.i18n.catalogue import N_

# Drawn so large at least, on the longer side; larger where a place on it is to be read magnified.
_DRAWN, _DRAWN_FOR_PLACES = 900, 1300
_LARGEST = 4000
_STRIP_WIDTH, _STRIP_HEIGHT = 340, 64
# What is shown around a place: so much of its own height above and below, and this share of the page.
_AROUND, _LEAST_WIDTH = 0.8, 0.3
_SHARPEN_AFTER_MS = 150
_A_LINE, _ANY_HEIGHT = 64, 16_777_215


class Preview(QWidget):
    """Shows one page of a file at a time, as large as is wanted."""

    page_shown = Signal(int)  # which page of the file, from 1, when a person leafs

    def __init__(self, words: Words, *, is_separate: bool = False) -> None:
        super().__init__()
        self._words = words
        self._path: Path | None = None
        self._name = ""
        self._turns: dict[int, int] = {}
        self._page, self._count = 0, 0
        self._marked: tuple[int, Box] | None = None
        self._drawn: QPixmap | None = None
        self._asked = 0
        self._state = ""
        self._is_separate = is_separate
        self._view: _SeparateView | None = None
        self._build()
        self._drawer = PageDrawer(self)
        self._drawer.drawn.connect(self._take)
        self._drawer.failed.connect(lambda: self._set_state("none"))
        # Larger than it was drawn, a page is drawn anew once it has its size.
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(_SHARPEN_AFTER_MS)
        self._sharpen.timeout.connect(self._draw_larger)
        words.changed.connect(self._show_state)
        self.show_file(None)

    def _build(self) -> None:
        words = self._words
        self.area = PageArea()
        self.picture = self.area.sheet
        self.area.leafed.connect(self._leaf)
        self.area.resized.connect(self._on_resize)
        self.area.opened.connect(self.open_separately)
        self.told = QLabel()
        self.told.setObjectName("muted")
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told.setWordWrap(True)
        self.strip = QLabel()
        self.strip.setObjectName("slot")
        self.strip.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QWidget()
        self.tools = self._bar()
        self.bar.setLayout(self.tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bar)
        column.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignHCenter)
        # In one place, so that nothing around them jumps while a page is drawn.
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.told)
        column.addWidget(self.stack, 1)
        for keys, act in self._keys():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        words.bind(self.strip, N_("The place, magnified"), "setAccessibleName")

    def _bar(self) -> QHBoxLayout:
        words = self._words
        self.back = button(words, N_("Previous page"), "flat")
        self.forth = button(words, N_("Next page"), "flat")
        self.place = QLabel()
        self.place.setObjectName("muted")
        self.back.clicked.connect(lambda: self._leaf(-1))
        self.forth.clicked.connect(lambda: self._leaf(1))
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(2)
        for each in (self.back, self.place, self.forth):
            bar.addWidget(each)
        bar.addStretch(1)
        self.buttons: dict[PageIcon, QToolButton] = {}
        for icon, message, act in self._deeds():
            made = QToolButton()
            made.setObjectName("icon")
            made.setIconSize(icon_size())
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(act)
            words.bind(made, message, "setAccessibleName")
            words.bind(made, message, "setToolTip")
            self.buttons[icon] = made
            bar.addWidget(made)
        return bar

    def _deeds(self) -> tuple[tuple[PageIcon, str, Callable[[], None]], ...]:
        separate = (PageIcon.SEPARATE, N_("On the whole screen (F11)"), self.open_separately)
        return (
            (PageIcon.SMALLER, N_("Smaller (Ctrl+-)"), lambda: self.zoom(-1)),
            (PageIcon.LARGER, N_("Larger (Ctrl++)"), lambda: self.zoom(1)),
            (PageIcon.FIT_WIDTH, N_("Fit the width"), lambda: self.fit(Fit.WIDTH)),
            (PageIcon.FIT_PAGE, N_("Fit the whole page (Ctrl+0)"), lambda: self.fit(Fit.PAGE)),
            *(() if self._is_separate else (separate,)),
        )

    def _keys(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (
            ("Ctrl++", lambda: self.zoom(1)),
            ("Ctrl+=", lambda: self.zoom(1)),
            ("Ctrl+-", lambda: self.zoom(-1)),
            ("Ctrl+0", lambda: self.fit(Fit.PAGE)),
            *(() if self._is_separate else (("F11", self.open_separately),)),
        )

    # What is shown.

    def show_file(self, path: Path | None, *, name: str = "", turns: Mapping[int, int] | None = None) -> None:
        """Show the first page of a file; `turns` says how far its pages are turned, by their numbers."""
        self._name = name or ("" if path is None else path.name)
        turned = dict(turns or {})
        if path == self._path and path is not None:
            self._turn_to(turned)
            return
        self._path, self._turns = path, turned
        self._page, self._count, self._marked = 0, 0, None
        self._draw()

    def _turn_to(self, turns: dict[int, int]) -> None:
        before, self._turns = self._turn_now, turns
        if before != self._turn_now:
            self._draw()

    def show_page(self, page: int) -> None:
        """Show a page, counted from 1."""
        if page - 1 != self._page:
            self._page = page - 1
            self._draw()

    def show_place(self, page: int, box: Box) -> None:
        """Show a page, counted from 1, with a place on it framed."""
        self._marked = (page - 1, box)
        if page - 1 == self._page and self._drawn is not None:
            self._show_picture()
            self._on_resize()
            return
        self._page = page - 1
        self._draw()

    @property
    def page(self) -> int:
        """Return which page is shown, counted from 1."""
        return self._page + 1

    def fit(self, fit: Fit) -> None:
        """Fit the page to its room."""
        self.area.choose_fit(fit)
        self._on_resize()

    def zoom(self, steps: float) -> None:
        """Show the page larger or smaller."""
        self.area.zoom(steps)
        self._on_resize()

    def open_separately(self) -> None:
        """Show the file in a view of its own that uses the whole screen."""
        if self._path is None or self._is_separate or self._state != "shown":
            return
        self._view = view = _SeparateView(self._words, self)
        view.preview.show_file(self._path, name=self._name, turns=self._turns)
        view.preview.show_page(self.page)
        if self._marked is not None and self._marked[0] == self._page:
            view.preview.show_place(self.page, self._marked[1])
        view.finished.connect(self._close_separate)
        view.open()

    def _close_separate(self) -> None:
        view, self._view = self._view, None
        if view is None:
            return
        view.deleteLater()
        self.area.setFocus()
        if view.preview.page != self.page:
            self.show_page(view.preview.page)
            self.page_shown.emit(self.page)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Draw nothing that nobody sees."""
        self.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what was not drawn while hidden."""
        super().showEvent(event)
        if self._state == "drawing" and not self._drawer.is_busy:
            self._start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the buttons in the colours that are used from now on."""
        if event.type() == QEvent.Type.PaletteChange and self._state:
            self._show_state()
        super().changeEvent(event)

    def stop(self) -> None:
        """Draw nothing more."""
        self._sharpen.stop()
        self._drawer.stop()

    def _leaf(self, step: int) -> None:
        page = max(0, min(self._count - 1, self._page + step))
        if page != self._page:
            self._page = page
            self._draw()
            self.page_shown.emit(self.page)

    # How it is drawn.

    @property
    def _turn_now(self) -> int:
        return self._turns.get(self._page + 1, 0)

    def _draw(self) -> None:
        self.stop()
        self._drawn, self._asked = None, 0
        self._set_state("" if self._path is None else "drawing")
        if self.isVisible():
            self._start()

    def _start(self) -> None:
        if self._path is not None:
            self._asked = max(self._needed(), self._asked)
            self._drawer.draw(self._path, self._page, self._asked, self._turn_now)

    def _needed(self) -> int:
        """Return how many pixels the longer side takes as it is shown."""
        least = _DRAWN if self._place_now() is None else _DRAWN_FOR_PLACES
        shape = QSizeF(210, 297) if self._drawn is None else QSizeF(self._drawn.size())
        shown = self.area.shown_size(shape)
        return int(min(max(least, shown.width(), shown.height()) * self.devicePixelRatioF(), _LARGEST))

    def _on_resize(self) -> None:
        self._show_buttons()
        if self._drawn is not None and self._needed() > self._asked * 1.05:
            self._sharpen.start()

    def _draw_larger(self) -> None:
        if self._drawn is not None and self._path is not None and self.isVisible():
            self._start()

    def _take(self, count: int, picture: QPixmap) -> None:
        self._count = count
        self._page = min(self._page, max(count - 1, 0))
        self._drawn = picture
        self._show_picture()
        self._on_resize()

    def _place_now(self) -> Box | None:
        """Return the place to frame, as it is on the page as it is turned."""
        if self._marked is None or self._marked[0] != self._page:
            return None
        return turned_box(self._marked[1], self._turn_now)

    def _show_picture(self) -> None:
        """Show the page that was drawn, with the place framed and magnified where one is wanted."""
        if self._drawn is None:
            return
        place = self._place_now()
        self._set_state("shown")
        self.area.show_page(self._drawn, place)
        if place is not None:
            self.strip.setPixmap(_magnified(self._drawn, place, self.devicePixelRatioF()))
        self.strip.setVisible(place is not None)

    def _set_state(self, state: str) -> None:
        self._state = state
        self._show_state()

    def _show_state(self) -> None:
        say = self._words.say
        shown = self._state == "shown"
        if not shown:
            words = {
                "drawing": say("Drawing the page…"),
                "none": say("No picture can be made of this file."),
            }
            self.told.setText(words.get(self._state, ""))
            self.area.show_page(QPixmap(), None)
            self.strip.hide()
        self.stack.setCurrentWidget(self.area if shown else self.told)
        self.stack.setMaximumHeight(_A_LINE if self._state == "none" else _ANY_HEIGHT)
        self.stack.setVisible(bool(self._state))
        self.bar.setVisible(shown or (self._state == "drawing" and self._count > 0))
        for each in (self.back, self.forth, self.place):
            each.setVisible(self._count > 1)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page < self._count - 1)
        self.place.setText(f"{self._page + 1} / {self._count}")
        spoken = say("Page {page} of {count} of {file}", page=self.page, count=self._count, file=self._name)
        self.area.setAccessibleName(spoken if shown else say("Picture of the page"))
        self.picture.setAccessibleName(self.area.accessibleName())
        for icon, made in self.buttons.items():
            made.setIcon(page_icon(icon))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.buttons[PageIcon.LARGER].setEnabled(self.area.can_grow)
        self.buttons[PageIcon.SMALLER].setEnabled(self.area.can_shrink)


class _SeparateView(QDialog):
    """Shows pages on the whole screen; Escape and F11 lead back."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        words.bind(self, N_("Pages of the file"), "setWindowTitle")
        self.preview = Preview(words, is_separate=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.addWidget(self.preview, 1)
        close = button(words, N_("Close"))
        close.clicked.connect(self.accept)
        self.preview.tools.addWidget(close)
        QShortcut(QKeySequence("F11"), self, self.accept)
        self.preview.area.setFocus()
        self.setMinimumSize(480, 360)
        self.setWindowState(Qt.WindowState.WindowMaximized)


def turned_box(box: Box, turn: int) -> Box:
    """Return where a place on a page is once the page is turned clockwise."""
    for _ in range(turn // 90 % 4):
        box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
    return box


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
