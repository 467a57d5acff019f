"""Which papers are listed: all, those that are missing, those with something to solve; and a search."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.domain.findings import Severity
from app.domain.judgement import ChecklistItem
from app.gui.documents_tree import Wanted
from app.gui.paper_words import OPEN_STATES, findings_of, key_of
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class Kind(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    MISSING = "missing"
    TO_SOLVE = "to-solve"


_TO_SOLVE = (Severity.BLOCKER, Severity.WARNING)


class DocumentsFilter(QWidget):
    """Offers the kinds with how many there are of each, and a field to search in."""

    changed = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.buttons: dict[Kind, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for kind in Kind:
            made = QPushButton()
            made.setObjectName("filter")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setChecked(kind is Kind.ALL)
            self._group.addButton(made)
            self.buttons[kind] = made
            row.addWidget(made)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(320)
        words.bind(self.search, N_("Search these papers"), "setPlaceholderText")
        words.bind(self.search, N_("Search these papers"), "setAccessibleName")
        row.addStretch(1)
        row.addWidget(self.search, 2)
        self._group.buttonClicked.connect(lambda _: self.changed.emit())
        self.search.textChanged.connect(lambda _: self.changed.emit())

    @property
    def kind(self) -> Kind:
        """Return which rows are shown."""
        return next(kind for kind, each in self.buttons.items() if each.isChecked())

    def wanted(self) -> Wanted:
        """Return which rows are wanted."""
        words = self.search.text().strip()
        if self.kind is Kind.ALL:
            return Wanted(None, words)
        items = self._of(self.kind)
        return Wanted(frozenset(key_of(item) for item in items), words)

    def reset(self) -> None:
        """Show every row."""
        self.buttons[Kind.ALL].setChecked(True)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)

    def refresh(self) -> None:
        """Say how many there are of each kind."""
        say = self._words.say
        names = {Kind.ALL: say("All"), Kind.MISSING: say("Missing"), Kind.TO_SOLVE: say("To solve")}
        for kind, made in self.buttons.items():
            made.setText(say("{name} {count}", name=names[kind], count=len(self._of(kind))))

    def _of(self, kind: Kind) -> list[ChecklistItem]:
        items = list(self._session.checklist()) if self._session.has_case else []
        if kind is Kind.MISSING:
            return [item for item in items if item.state in OPEN_STATES]
        if kind is Kind.TO_SOLVE:
            found = [each for each in self._session.findings() if each.severity in _TO_SOLVE]
            return [item for item in items if findings_of(item, found)]
        return items

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the search with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)
