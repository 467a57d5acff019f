"""Small input fields that can be left empty, and the blocks of which pages are made."""

import html
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.env import paths
from app.gui.autosave import Autosave
from app.gui.theme import DARK, colours
from app.gui.words import Words
from app.i18n.catalogue import N_

# What the frame of a dialog takes of a screen, and the least width at which one can be used.
_FRAME, _LEAST = 32, 480


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def dropped_files(event: QDropEvent) -> tuple[Path, ...]:
    """Return the local files and folders that are dragged."""
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


class DateField(QWidget):
    """Takes a date as 2026-12-15, or nothing."""

    edited = Signal()

    def __init__(self, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("2026-12-15")
        self.line.setMaximumWidth(130)
        words.bind(self.line, name, "setAccessibleName")
        self.button = QToolButton(self)
        self.button.setObjectName("icon")
        words.bind(self.button, N_("Choose in a calendar"), "setAccessibleName")
        words.bind(self.button, N_("Choose in a calendar"), "setToolTip")
        self.hint = QLabel(self)
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        row = row_of(self.line, self.button)
        row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.line)
        self.saving = Autosave(self.line, self._finish, self._finish_if_whole)
        self.button.clicked.connect(self._open_calendar)
        self._shown: date | None = None
        self._renew()
        words.changed.connect(self._renew)

    @property
    def day(self) -> date | None:
        """Return the date, None when the field is empty or holds no date."""
        return _day_of(self.line.text())

    @property
    def is_wrong(self) -> bool:
        """Say whether something stands in the field that is no date."""
        return bool(self.line.text().strip()) and self.day is None

    def show_day(self, day: date | None, *, anew: bool = True) -> None:
        """Show a date; not anew, a slip that the person has still to correct stays where it is."""
        if not anew and (self.saving.is_typing or (day == self._shown and self.is_wrong)):
            return
        self._shown = day
        if self.day != day or self.is_wrong:
            self.line.setText("" if day is None else day.isoformat())
        self._judge()

    def _finish(self) -> None:
        self.line.setModified(False)
        self._judge()
        if not self.is_wrong and self.day != self._shown:
            self._shown = self.day
            self.edited.emit()

    def _finish_if_whole(self) -> None:
        # A date that is only half written is no slip yet.
        if not self.is_wrong:
            self._finish()

    def _judge(self) -> None:
        set_flag(self.line, "wrong", on=self.is_wrong)
        self.hint.setText(self._words.say("Write a date like 2026-12-15.") if self.is_wrong else "")
        self.hint.setVisible(self.is_wrong)

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAccessibleName(self.line.accessibleName())
        calendar.setLocale(self.locale())
        if self.day is not None:
            calendar.setSelectedDate(QDate(self.day.year, self.day.month, self.day.day))
        calendar.activated.connect(lambda day: self._choose(calendar, day))
        calendar.clicked.connect(lambda day: self._choose(calendar, day))
        calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.show()

    def _choose(self, calendar: QCalendarWidget, day: QDate) -> None:
        calendar.close()
        calendar.deleteLater()
        self.line.setText(date(day.year(), day.month(), day.day()).isoformat())
        self._finish()

    def _renew(self) -> None:
        self._judge()
        name = "calendar-dark.svg" if colours() is DARK else "calendar-light.svg"
        self.button.setIcon(QIcon(str(paths.resource("icons", name))))
        self.button.setIconSize(QSize(16, 16))


def _day_of(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        return None


def number_of(words: str) -> float | None:
    """Return the number that a person wrote, None when it is none; commas and blanks group digits."""
    plain = words.replace(",", "").replace("，", "").replace(" ", "").replace("\u00a0", "").replace("_", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None


def whole(number: float) -> int | float:
    """Return a number as a whole one where it is."""
    return int(number) if float(number).is_integer() else number


def heading(words: Words, message: str, parent: QWidget | None = None) -> QLabel:
    """Make the heading of a page."""
    return _label(words, message, "heading", parent)


def subheading(words: Words, message: str, parent: QWidget | None = None) -> QLabel:
    """Make the heading of a part of a page."""
    return _label(words, message, "subheading", parent)


def quiet(words: Words, message: str, parent: QWidget | None = None) -> QLabel:
    """Make a line of explanation."""
    label = _label(words, message, "muted", parent)
    label.setWordWrap(True)
    return label


def _label(words: Words, message: str, kind: str, parent: QWidget | None) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(kind)
    words.bind(label, message)
    return label


def text_label(words: str = "", kind: str = "") -> QLabel:
    """Make a wrapped label whose words can be selected; never read as markup."""
    label = QLabel(words)
    label.setObjectName(kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def rich_label() -> QLabel:
    """Make a wrapped label for what `paragraphs` writes, as high as its words."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def button(words: Words, message: str, kind: str = "", shortcut: str = "") -> QPushButton:
    """Make a button."""
    made = QPushButton()
    made.setObjectName(kind)
    made.setAutoDefault(False)
    words.bind(made, message)
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def card(*, kind: str = "card", margin: int = 16) -> tuple[QFrame, QVBoxLayout]:
    """Make a framed block and its column."""
    frame = QFrame()
    frame.setObjectName(kind)
    column = QVBoxLayout(frame)
    column.setContentsMargins(margin, margin - 2, margin, margin - 2)
    column.setSpacing(8)
    return frame, column


def empty_part(words: Words, message: str, act: Callable[[], None]) -> tuple[QFrame, QLabel, QPushButton]:
    """Make the block that stands where there is nothing to show: why, and a button that leads on."""
    part = QFrame()
    part.setObjectName("card")
    told = text_label("", "muted")
    told.setAlignment(Qt.AlignmentFlag.AlignCenter)
    go = button(words, message)
    go.clicked.connect(act)
    column = QVBoxLayout(part)
    column.addStretch(1)
    column.addWidget(told)
    column.addWidget(go, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return part, told, go


def scrolled(inside: QWidget) -> QScrollArea:
    """Put a widget into a scrolling area without a frame."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setObjectName("scrolled")
    area.setWidget(inside)
    return area


def row_of(*parts: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Lay widgets in a row."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part)
    if stretch:
        row.addStretch(1)
    return row


def paragraphs(parts: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Write titled paragraphs as markup in which every word is escaped."""
    c = colours()
    blocks = []
    for title, lines in parts:
        kept = [html.escape(line).replace("\n", "<br>") for line in lines if line]
        if not kept:
            continue
        if title:
            blocks.append(f'<p style="color:{c.muted}; margin:8px 0 2px 0">{html.escape(title)}</p>')
        blocks += [f'<p style="margin:0 0 5px 0">{line}</p>' for line in kept]
    return "".join(blocks)


def fit_to_screen(dialog: QWidget, wanted: QSize) -> None:
    """Make a dialog as large as is wanted, and no larger than the screen shows with its frame."""
    screen = dialog.screen().availableGeometry().size()
    room = QSize(screen.width() - _FRAME, screen.height() - 2 * _FRAME)
    dialog.setMinimumSize(QSize(min(_LEAST, room.width()), min(_LEAST // 2, room.height())))
    dialog.resize(wanted.boundedTo(room))
