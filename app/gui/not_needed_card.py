"""Leaving a paper out: the reason, who said so, and when; shown with the paper and taken back at once."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.case import NotNeeded
from app.domain.judgement import ChecklistItem, ItemState
from app.gui.fields import DateField, button, card, row_of, set_flag, subheading, text_label
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

# A rule already lets these go, or they are there; a letter that is not wanted is taken out.
_NOTHING_TO_LEAVE = (ItemState.PROVIDED, ItemState.UNSIGNED, ItemState.WAIVED, ItemState.NOT_NEEDED)


class NotNeededCard(QWidget):
    """Takes the reason for leaving a paper out, or shows the one that was given."""

    said = Signal(object)
    taken_back = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._item: ChecklistItem | None = None
        self._today: date | None = None
        self.open_button = button(words, N_("It is not needed…"))
        self.open_button.clicked.connect(self.open_form)
        self.form = self._form()
        self.note = self._note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(self.open_button))
        column.addWidget(self.form)
        column.addWidget(self.note)

    def _form(self) -> QWidget:
        words = self._words
        frame, column = card(margin=14)
        self.reason, self.said_by = QLineEdit(), QLineEdit()
        words.bind(self.reason, N_("such as: has no children"), "setPlaceholderText")
        words.bind(self.said_by, N_("such as: the office's window 7"), "setPlaceholderText")
        self.said_on = DateField(words, N_("On which day"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for message, field in (
            (N_("It is not needed because"), self.reason),
            (N_("Who said so"), self.said_by),
            (N_("On which day"), self.said_on),
        ):
            label = QLabel()
            words.bind(label, message)
            words.bind(field, message, "setAccessibleName")
            label.setBuddy(field)
            form.addRow(label, field)
        self.wrong = text_label("", "wrong")
        self.keep_button = button(words, N_("Leave it out"), "primary")
        self.cancel_button = button(words, N_("Cancel"))
        self.keep_button.clicked.connect(self._say)
        self.cancel_button.clicked.connect(self._close)
        self.reason.returnPressed.connect(self._say)
        self.said_by.returnPressed.connect(self._say)
        column.addWidget(subheading(words, N_("Leave this paper out")))
        column.addLayout(form)
        column.addWidget(self.wrong)
        column.addLayout(row_of(self.keep_button, self.cancel_button))
        return frame

    def _note(self) -> QWidget:
        frame, column = card(kind="warning", margin=14)
        self.told = text_label()
        self.back_button = button(self._words, N_("It is needed after all"))
        self.back_button.clicked.connect(self._take_back)
        column.addWidget(self.told)
        column.addLayout(row_of(self.back_button))
        return frame

    def show_item(self, item: ChecklistItem | None, today: date) -> None:
        """Show what was said of an item, or offer to say it."""
        same = item is not None and self._item is not None and _place(item) == _place(self._item)
        self._item, self._today = item, today
        said = None if item is None else item.not_needed
        self.note.setVisible(said is not None)
        if said is not None:
            self.told.setText(self._said_words(said))
        possible = item is not None and said is None and item.state not in _NOTHING_TO_LEAVE
        writing = possible and same and not self.form.isHidden()
        self.form.setVisible(writing)
        self.open_button.setVisible(possible and not writing)
        self.setVisible(possible or said is not None)

    def _said_words(self, said: NotNeeded) -> str:
        say = self._words.say
        if said.said_on is None:
            return say("Left out because: {reason}\nSaid by {name}.", reason=said.reason, name=said.said_by)
        return say(
            "Left out because: {reason}\nSaid by {name} on {day}.",
            reason=said.reason,
            name=said.said_by,
            day=date_words(said.said_on, self._words.language),
        )

    def open_form(self) -> None:
        """Let the reason be written."""
        if self._item is None or self._item.not_needed is not None:
            return
        self.reason.clear()
        self.said_by.clear()
        self.said_on.show_day(self._today)
        self.wrong.hide()
        self.open_button.hide()
        self.show()
        self.form.show()
        self.reason.setFocus()

    def _close(self) -> None:
        self.form.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def _say(self) -> None:
        reason, name = self.reason.text().strip(), self.said_by.text().strip()
        for field, text in ((self.reason, reason), (self.said_by, name)):
            set_flag(field, "wrong", on=not text)
        if not reason or not name:
            self.wrong.setText(
                self._words.say("Write the reason and who said so: the packet's front pages tell it.")
            )
            self.wrong.show()
            (self.said_by if reason else self.reason).setFocus()
            return
        item = self._item
        if item is None or self.said_on.is_wrong:
            return
        row = NotNeeded(item.ask.requirement, item.person.id, reason, name, self.said_on.day)
        self.form.hide()
        self.said.emit(replace(row, country=item.ask.country))

    def _take_back(self) -> None:
        if self._item is not None and self._item.not_needed is not None:
            self.taken_back.emit(self._item.not_needed)


def _place(item: ChecklistItem) -> tuple[str, str, str | None]:
    return item.person.id, item.ask.requirement, item.ask.country
