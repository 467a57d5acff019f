"""What stands in the place of the list of cases when it has no row: why, and what to do."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.fields import button, card, row_of, text_label
from app.gui.words import Words
from app.i18n.catalogue import N_


class Lack(StrEnum):
    """Why no case is listed."""

    NOTHING_FOUND = "nothing-found"
    NONE_ARCHIVED = "none-archived"
    NONE_OPEN = "none-open"


_TITLES = {
    Lack.NOTHING_FOUND: N_("Nothing found"),
    Lack.NONE_ARCHIVED: N_("No archived cases"),
    Lack.NONE_OPEN: N_("No case under way"),
}
_REASONS = {
    Lack.NOTHING_FOUND: N_(
        "No case here has “{wanted}” in its name, applicant, category, place or planned day."
    ),
    Lack.NONE_ARCHIVED: N_("Archive a case when it is done: it leaves the list, and nothing of it is lost."),
    Lack.NONE_OPEN: N_("All your cases are archived. Bring one back, or start a new one."),
}
_BUTTONS = {
    Lack.NOTHING_FOUND: N_("Clear the search"),
    Lack.NONE_ARCHIVED: N_("Show the cases under way"),
    Lack.NONE_OPEN: N_("Show archived cases"),
}


class EmptyList(QWidget):
    """Says why no case is listed, with one button that leads on."""

    def __init__(self, words: Words, go_on: Callable[[Lack], None]) -> None:
        super().__init__()
        self._words = words
        self.lack, self._wanted = Lack.NOTHING_FOUND, ""
        self.title = QLabel()
        self.title.setObjectName("subheading")
        self.reason = text_label(kind="muted")
        self.reason.setMinimumWidth(280)
        self.button = button(words, _BUTTONS[self.lack])
        self.button.clicked.connect(lambda: go_on(self.lack))
        frame, column = card(margin=28)
        frame.setMaximumWidth(520)
        column.addWidget(self.title)
        column.addWidget(self.reason)
        column.addSpacing(8)
        column.addLayout(row_of(self.button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame, 100)
        middle.addStretch(1)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)
        words.changed.connect(lambda: self.tell(self.lack, self._wanted))

    def tell(self, lack: Lack, wanted: str) -> None:
        """Say why nothing is listed."""
        self.lack, self._wanted = lack, wanted
        say = self._words.say
        self._words.bind(self.title, _TITLES[lack])
        self.reason.setText(say(_REASONS[lack], wanted=wanted))
        self._words.bind(self.button, _BUTTONS[lack])
