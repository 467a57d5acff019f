"""Asks what a new case is about; everything can be changed later."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.casework import match
from app.domain.rules import Force
from app.gui.fields import button, heading, quiet, row_of
from app.gui.session import NewCase, Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import KIND_NAMES


class NewCaseDialog(QDialog):
    """Takes the name, the place, the planned day and, where it is known, the category."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self.setWindowTitle(words.say("New case"))
        self.setMinimumWidth(620)
        self.title = QLineEdit(words.say("New case"))
        self.title.setMaxLength(120)
        self.title.selectAll()
        self.category, self.place = QComboBox(), QComboBox()
        for combo in (self.category, self.place):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(36)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self._fill()
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(11)
        for message, field in (
            (N_("Name of the case"), self.title),
            (N_("Place"), self.place),
            (N_("Planned day"), self.day),
            (N_("Category"), self.category),
        ):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            words.bind(field, message, "setAccessibleName")
            form.addRow(label, field)
        self.start_button = button(words, N_("Start"), "primary")
        self.start_button.setDefault(True)
        self.cancel_button = button(words, N_("Cancel"))
        self.start_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        buttons = row_of()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(14)
        column.addWidget(heading(words, N_("New case")))
        column.addLayout(form)
        column.addWidget(quiet(words, N_("Everything can be changed later.")))
        column.addLayout(buttons)

    def wanted(self) -> NewCase:
        """Return what was entered."""
        day = self.day.date()
        return NewCase(
            self.title.text().strip() or self._words.say("New case"),
            self.category.currentData(),
            self.place.currentData(),
            date(day.year(), day.month(), day.day()),
        )

    def _fill(self) -> None:
        words, desk = self._words, self._session.desk
        self.category.addItem(words.say("Not known yet: find it by the questions"), None)
        for category in sorted(
            match.list_categories(desk), key=lambda each: list(KIND_NAMES).index(each.kind)
        ):
            if category.force is Force.IN_FORCE:
                self.category.addItem(words.shown(category.title, " / "), category.id)
        for place in desk.pack.places.values():
            self.place.addItem(words.shown(place.title, " "), place.id)
        proposed = self._session.propose()
        self.place.setCurrentIndex(self.place.findData(proposed.place))
        self.day.setDate(QDate(proposed.submit_on.year, proposed.submit_on.month, proposed.submit_on.day))


def ask_for_new_case(session: Session, words: Words, parent: QWidget, show_next: Callable[[], None]) -> None:
    """Ask what a new case is about, start it and go on; before the first one, how cases are to be kept."""
    from app.gui.first_start import decide_first

    window = parent.window()
    if not decide_first(window, getattr(window, "new_case", lambda: None)):
        return
    dialog = NewCaseDialog(session, words, parent)
    if dialog.exec():
        wanted = dialog.wanted()
        session.start_case(wanted)
        show_next()
        if wanted.category is None and session.has_case:
            title = words.shown(session.desk.pack.categories[session.case.category].title, " / ")
            session.told.emit(
                words.say(
                    "For now the case stands on “{category}”. Choose another one on the right "
                    "as soon as you see which fits.",
                    category=title,
                )
            )
    dialog.deleteLater()
