"""The list of letters: those that the checklist asks for first, each with how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from app.domain.letters import LetterOffer
from app.gui.case_parts import SearchField
from app.gui.fields import text_label
from app.gui.flow import flow_of
from app.gui.letter_words import (
    GROUP_NAMES,
    Group,
    LetterKey,
    LetterRow,
    mark_of,
    person_name,
    rows_of,
    state_of,
    state_words,
)
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class LetterList(QWidget):
    """Lists the letters of the case; `chosen` tells which one is looked at."""

    chosen = Signal(object)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._offers: tuple[LetterOffer, ...] = ()
        self._read: frozenset[LetterKey] = frozenset()
        self._build()

    def _build(self) -> None:
        words = self._words
        self.all_button, self.asked_button = QPushButton(), QPushButton()
        self._group = QButtonGroup(self)
        for each, name in ((self.all_button, N_("All")), (self.asked_button, N_("On the checklist"))):
            # With how many there are, as soon as that is known.
            words.bind(each, name)
            each.setObjectName("filter")
            each.setCheckable(True)
            each.setAutoDefault(False)
            self._group.addButton(each)
        self.all_button.setChecked(True)
        self._group.buttonClicked.connect(lambda _: self._fill())
        self.search = SearchField(lambda: self.tree.setFocus())
        words.bind(self.search, N_("Search the letters"), "setPlaceholderText")
        words.bind(self.search, N_("Search the letters"), "setAccessibleName")
        self.search.textChanged.connect(lambda _: self._fill())
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(0)
        words.bind(self.tree, N_("Letters that can be made"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda now, _: self._choose(now))
        self.nothing = text_label("", "muted")
        words.bind(self.nothing, N_("No letter in the list is like that."))
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(flow_of(self.all_button, self.asked_button))
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.tree, 1)

    def show_offers(self, offers: tuple[LetterOffer, ...], read: frozenset[LetterKey]) -> None:
        """Show which letters can be made; the one that is chosen stays so."""
        self._offers, self._read = offers, read
        say = self._words.say
        rows = rows_of(offers)
        asked = sum(row.group is Group.ASKED for row in rows)
        self.all_button.setText(say("{name} {count}", name=say("All"), count=len(rows)))
        self.asked_button.setText(say("{name} {count}", name=say("On the checklist"), count=asked))
        self._fill()

    def rows(self) -> tuple[LetterRow, ...]:
        """Return the rows that are listed."""
        wanted = self.search.text().strip().casefold()
        rows = rows_of(self._offers)
        if self.asked_button.isChecked():
            rows = tuple(row for row in rows if row.group is Group.ASKED)
        return tuple(row for row in rows if wanted in self._searched(row))

    def _searched(self, row: LetterRow) -> str:
        people = (person_name(self._session.case, each.person) for each in row.offers)
        texts = (row.template.title, row.template.use, row.template.signing)
        return "\n".join((*people, *(f"{each.en}\n{each.zh}" for each in texts))).casefold()

    def offer_of(self, key: LetterKey) -> LetterOffer | None:
        """Return a letter about a person as it was listed last."""
        same = (each for each in self._offers if (each.template.id, each.person) == (key.letter, key.person))
        return next(same, None)

    def offers_like(self, letter: str) -> tuple[LetterOffer, ...]:
        """Return a letter about everybody whom it can be about."""
        return tuple(each for each in self._offers if each.template.id == letter)

    def select(self, key: LetterKey) -> bool:
        """Mark the row of a letter without telling; say whether it is listed."""
        self.tree.blockSignals(True)
        found = self._row_for(key)
        if found is not None and found is not self.tree.currentItem():
            self.tree.setCurrentItem(found)
            self.tree.scrollToItem(found)
        self.tree.blockSignals(False)
        return found is not None

    def _row_for(self, key: LetterKey) -> QTreeWidgetItem | None:
        alike = None
        for row in self.tree.rows():
            data = row_data(row)
            if not isinstance(data, LetterKey) or data.letter != key.letter:
                continue
            if data.person == key.person:
                return row
            alike = alike or row
        return alike

    def _fill(self) -> None:
        before = row_data(self.tree.currentItem())
        scroll = self.tree.verticalScrollBar().value()
        self.tree.blockSignals(True)
        self.tree.clear()
        group = None
        rows = self.rows()
        for row in rows:
            if row.group is not group:
                group = row.group
                add_row(self.tree, self._words.say(GROUP_NAMES[group]), head=True)
            self._add(row)
        self.tree.verticalScrollBar().setValue(scroll)
        if isinstance(before, LetterKey):
            self.tree.select_row(before)
        self.tree.blockSignals(False)
        self.nothing.setVisible(bool(self._offers) and not rows)

    def _add(self, row: LetterRow) -> None:
        words, offer = self._words, row.offers[0]
        state = state_of(offer, self._read)
        parts = [state_words(offer, state, words)]
        if row.group is Group.ASKED and len(self.offers_like(row.template.id)) > 1:
            parts.insert(0, person_name(self._session.case, offer.person))
        added = add_row(
            self.tree,
            words.shown(row.template.title),
            " · ".join(parts),
            mark=mark_of(offer, state),
            data=row.key,
        )
        added.setToolTip(0, words.shown(row.template.use))

    def _choose(self, row: QTreeWidgetItem | None) -> None:
        key = row_data(row)
        if isinstance(key, LetterKey):
            self.chosen.emit(key)
