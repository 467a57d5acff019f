"""Takes a month: typed in any usual way, or chosen among the twelve of a year."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.words import Language
from app.env import paths
from app.gui.autosave import Autosave
from app.gui.fields import row_of, set_flag
from app.gui.theme import DARK, colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_WIDTH = 130
_COLUMNS, _MONTHS = 4, 12
# 2019-03, 2019/3, 2019.3, 2019年3月, 201903; a day behind it is left out.
_YEAR_FIRST = re.compile(r"(\d{4})\s*(?:[-/.年]\s*)?(\d{1,2})\s*(?:月|(?:[-/.月]\s*\d{1,2}\s*日?))?")
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")


def month_in(text: str) -> date | None:
    """Return the first day of the month that a text names, None where it names none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        return _month(int(found[1]), int(found[2]))
    if found := _MONTH_FIRST.fullmatch(plain):
        return _month(int(found[2]), int(found[1]))
    return None


def _month(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= _MONTHS and 1900 <= year <= 2200 else None


def month_words(month: date) -> str:
    """Return a month as it is typed and shown in fields and tables, alike in both languages."""
    return f"{month:%Y-%m}"


class MonthField(QWidget):
    """Takes a month as 2019-03, or nothing; `open_words` say what an empty field means."""

    edited = Signal()

    def __init__(self, words: Words, name: str, *, open_words: str = "") -> None:
        super().__init__()
        self._words = words
        self._shown: date | None = None
        self.line = QLineEdit(self)
        self.line.setMaximumWidth(_WIDTH)
        self.line.setMaxLength(20)
        if open_words:
            words.bind(self.line, open_words, "setPlaceholderText")
        else:
            self.line.setPlaceholderText("2019-03")
        self.button = QToolButton(self)
        self.button.setObjectName("icon")
        self.hint = QLabel(self)
        self.hint.setObjectName("wrong")
        row = row_of(self.line, self.button)
        row.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.line)
        words.bind(self, name, "setAccessibleName")
        for setter in ("setAccessibleName", "setToolTip"):
            words.bind(self.button, N_("Choose a month"), setter)
        self.saving = Autosave(self.line, self._leave, self._finish_if_whole)
        self.button.clicked.connect(self._open_months)
        self._renew()
        words.changed.connect(self._renew)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """Name the field in which one types."""
        self.line.setAccessibleName(name)

    @property
    def month(self) -> date | None:
        """Return the first day of the month, None when the field is empty or holds no month."""
        return month_in(self.line.text())

    @property
    def is_wrong(self) -> bool:
        """Say whether something stands in the field that is no month."""
        return bool(self.line.text().strip()) and self.month is None

    def show_month(self, month: date | None, *, anew: bool = True) -> None:
        """Show a month; not anew, a slip that the person has still to correct stays where it is."""
        if not anew and (self.saving.is_typing or (month == self._shown and self.is_wrong)):
            return
        self._shown = month
        if self.month != month or self.is_wrong or not self.line.hasFocus():
            self.saving.show_anew("" if month is None else month_words(month))
        self.judge()

    def judge(self, wrong: str = "") -> None:
        """Mark what is no month; `wrong` says what else is the matter with it."""
        told = self._words.say("Write a month like 2019-03.") if self.is_wrong else wrong
        set_flag(self.line, "wrong", on=bool(told))
        self.hint.setText(told)
        self.hint.setVisible(bool(told))

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        self.saving.save_now()

    def _leave(self) -> None:
        self._finish()
        if self.month is not None:
            self.line.setText(month_words(self.month))

    def _finish(self) -> None:
        self.line.setModified(False)
        self.judge()
        if not self.is_wrong and self.month != self._shown:
            self._shown = self.month
            self.edited.emit()

    def _finish_if_whole(self) -> None:
        # What is only half written is no slip yet; and "2019-1" may become "2019-12".
        if not self.is_wrong and (self.month is None or len(self.line.text().strip()) > len("2019-1")):
            self._finish()

    def _open_months(self) -> None:
        chooser = MonthChooser(self._words, self.month, self._choose, self)
        chooser.setAccessibleName(self.line.accessibleName())
        chooser.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        chooser.show()
        chooser.focus()

    def _choose(self, month: date) -> None:
        self.line.setText(month_words(month))
        self._finish()

    def _renew(self) -> None:
        self.judge()
        name = "calendar-dark.svg" if colours() is DARK else "calendar-light.svg"
        self.button.setIcon(QIcon(str(paths.resource("icons", name))))
        self.button.setIconSize(QSize(16, 16))


class MonthChooser(QFrame):
    """Shows the twelve months of a year; the keys of paging, and the arrows above, change the year."""

    def __init__(
        self, words: Words, month: date | None, choose: Callable[[date], None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self._choose = choose
        now = QDate.currentDate()
        self._at = month or date(now.year(), now.month(), 1)
        self.year = QLabel()
        self.year.setObjectName("strong")
        self.earlier, self.later = QToolButton(), QToolButton()
        self.earlier.setArrowType(Qt.ArrowType.LeftArrow)
        self.later.setArrowType(Qt.ArrowType.RightArrow)
        self.earlier.setAccessibleName(words.say("A year earlier"))
        self.later.setAccessibleName(words.say("A year later"))
        self.earlier.clicked.connect(lambda: self._turn(-1))
        self.later.clicked.connect(lambda: self._turn(1))
        head = QHBoxLayout()
        head.addWidget(self.earlier)
        head.addWidget(self.year, 1, Qt.AlignmentFlag.AlignCenter)
        head.addWidget(self.later)
        grid = QGridLayout()
        grid.setSpacing(4)
        self.months: list[QToolButton] = []
        for number in range(1, _MONTHS + 1):
            made = QToolButton()
            made.setObjectName("deed")
            made.setMinimumWidth(44)
            made.setText(f"{number}月" if words.language is Language.ZH else str(number))
            made.clicked.connect(lambda _=False, number=number: self._take(number))
            grid.addWidget(made, (number - 1) // _COLUMNS, (number - 1) % _COLUMNS)
            self.months.append(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.addLayout(head)
        column.addLayout(grid)
        self._turn(0)

    def focus(self) -> None:
        """Put the cursor on the month that is chosen now."""
        self.months[self._at.month - 1].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go from month to month with the arrows, from year to year with the keys of paging."""
        focus = self.focusWidget()
        at = self.months.index(focus) if isinstance(focus, QToolButton) and focus in self.months else -1
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Down: _COLUMNS,
        }.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self._take(at + 1)
        elif step is not None and at >= 0 and 0 <= at + step < _MONTHS:
            self.months[at + step].setFocus()
        else:
            super().keyPressEvent(event)

    def _turn(self, years: int) -> None:
        self._at = self._at.replace(year=max(1900, self._at.year + years))
        self.year.setText(str(self._at.year))

    def _take(self, number: int) -> None:
        month = self._at.replace(month=number)
        self.close()
        self._choose(month)
