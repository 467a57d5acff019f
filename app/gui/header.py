"""Above every page: the case's name, place, category and planned day, and the language switch."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.words import DisplayMode
from app.gui.autosave import Autosave
from app.gui.fields import set_flag
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_

# Each language names itself, whatever the window speaks.
_MODES = (
    (DisplayMode.ZH, "中", N_("Show Chinese")),
    (DisplayMode.EN, "EN", N_("Show English")),
    (DisplayMode.BOTH, "中+EN", N_("Show rules in Chinese and English")),
)

# The margins of a page; the words of the title stand somewhat within their field.
_PAGE, _LEFT, _RIGHT = 28, 21, 28


class ElidedButton(QPushButton):
    """Shows as much of its words as there is room for; the whole of them stand in its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Show other words."""
        self._whole = words
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Cut the words anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 18
        # An ampersand in a button's words would become the mark of a key.
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))


class Header(QFrame):
    """Shows and changes the basics of the open case."""

    def __init__(self, session: Session, words: Words, show_category: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("header")
        self.session = session
        self.words = words
        self._filling = False
        self.title = QLineEdit()
        self.title.setObjectName("title")
        self.title.setMaxLength(120)
        words.bind(self.title, N_("Name of the case"), "setAccessibleName")
        words.bind(self.title, N_("Name of the case"), "setPlaceholderText")
        self._saving = Autosave(self.title, self._save_title, self._save_title_if_any)
        self.place = QComboBox()
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.place.setMinimumContentsLength(9)
        self.place.activated.connect(lambda _: self._save(place=self.place.currentData()))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setKeyboardTracking(False)
        self.day.dateChanged.connect(self._save_day)
        self.category = ElidedButton()
        self.category.setObjectName("flat")
        self.category.clicked.connect(show_category)
        self._labels: list[QLabel] = []
        self.case_part = self._case_row()
        column = QVBoxLayout(self)
        # Its words begin, and its buttons end, where those of the pages do.
        column.setContentsMargins(_LEFT, 10, _RIGHT, 10)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        self.no_title = QLabel()
        top.addWidget(self.no_title, 1)
        top.addSpacing(16)
        top.addLayout(self._languages())
        column.addLayout(top)
        column.addWidget(self.case_part)
        session.opened.connect(self.refresh)
        session.changed.connect(lambda stale: self.refresh() if "basics" in stale else None)
        words.changed.connect(self.refresh)
        self.refresh()

    def _case_row(self) -> QWidget:
        row = QHBoxLayout()
        row.setContentsMargins(_PAGE - _LEFT, 0, 0, 0)
        row.setSpacing(8)
        for message, field, stretch in (
            (N_("Place"), self.place, 0),
            (N_("Planned day"), self.day, 0),
            (N_("Category"), self.category, 1),
        ):
            label = QLabel()
            self._labels.append(label)
            label.setObjectName("muted")
            self.words.bind(label, message)
            label.setBuddy(field)
            if field is not self.category:
                self.words.bind(field, message, "setAccessibleName")
                self.words.bind(field, message, "setToolTip")
            row.addWidget(label)
            row.addWidget(field, stretch)
            row.addSpacing(6)
        part = QWidget()
        part.setLayout(row)
        return part

    def _languages(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.languages: dict[DisplayMode, QPushButton] = {}
        for mode, label, name in _MODES:
            made = QPushButton(label)
            made.setObjectName("language")
            made.setCheckable(True)
            made.setAutoDefault(False)
            self.words.bind(made, name, "setAccessibleName")
            self.words.bind(made, name, "setToolTip")
            made.clicked.connect(lambda _=False, mode=mode: self.words.choose(mode))
            group.addButton(made)
            row.addWidget(made)
            self.languages[mode] = made
        return row

    def refresh(self) -> None:
        """Show the case's basics."""
        self.languages[self.words.mode].setChecked(True)
        shown = self.session.has_case
        self.case_part.setVisible(shown)
        self.title.setVisible(shown)
        self.no_title.setVisible(not shown)
        if not shown:
            return
        self._filling = True
        case, pack = self.session.case, self.session.desk.pack
        if not self.title.isModified():
            self._saving.show(case.title)
        self.place.clear()
        for place in pack.places.values():
            self.place.addItem(self.words.shown(place.title, " "), place.id)
        self.place.setCurrentIndex(self.place.findData(case.place))
        title = pack.categories[case.category].title
        self.category.show_words(self.words.lines(title)[0])
        name = self.words.say("Category: {category}", category=self.words.shown(title, " / "))
        self.category.setAccessibleName(name)
        self.category.setToolTip(self.words.shown(title))
        self.day.setDate(QDate(case.submit_on.year, case.submit_on.month, case.submit_on.day))
        self._filling = False
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the names of the fields away where there is no room for them; the fields keep theirs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fields = self.place.sizeHint().width() + self.day.sizeHint().width()
        named = fields + sum(label.sizeHint().width() for label in self._labels)
        room = self.width() - _LEFT - _RIGHT - 60
        for label in self._labels:
            label.setVisible(room >= named + 24 * self.fontMetrics().horizontalAdvance("x"))

    def _save_title(self) -> None:
        if not self.session.has_case:
            return
        title, kept = self.title.text().strip(), self.session.case.title
        self.title.setModified(False)
        if not title:
            self.title.setText(kept)
        elif title != kept:
            self.title.setModified(True)
            self._save(title=title)
        # What could not be kept stays, marked, until it is: the message has told why.
        lost = bool(title) and self.session.case.title != title
        self.title.setModified(lost)
        set_flag(self.title, "wrong", on=lost)

    def _save_title_if_any(self) -> None:
        # An empty name is one that is about to be typed.
        if self.title.text().strip():
            self._save_title()

    def _save_day(self, day: QDate) -> None:
        self._save(submit_on=date(day.year(), day.month(), day.day()))

    def _save(self, **changed: object) -> None:
        if not self._filling and self.session.has_case:
            self.session.set_basics(**changed)
            if any(getattr(self.session.case, name) != value for name, value in changed.items()):
                # It could not be kept: the field shows again what is.
                self.refresh()
