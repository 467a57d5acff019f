"""Shows what was read on a paper, line by line; choosing a line shows where it stands on the page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.papers import KindTable
from app.domain.reading import Box, Fact, PageReading, Reading
from app.domain.words import Text
from app.gui.fields import quiet, text_label
from app.gui.judgements import in_both
from app.gui.marks import Mark
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.readings import is_clear, word_fact_name, word_fact_value, word_kind

_HEIGHT = 190
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)


class ReadFacts(QWidget):
    """Lists the facts read in one file, with what kind of paper each page seems to be."""

    chosen = Signal(int, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown: object = None
        self.title = quiet(words, N_("What was read"))
        self.kind = text_label("", "muted")
        self.tree = RowTree(2)
        self.tree.setFixedHeight(_HEIGHT)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(150)
        words.bind(self.tree, N_("What was read"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for each in (self.title, self.kind, self.tree):
            column.addWidget(each)

    def show_reading(self, reading: Reading | None, kinds: KindTable | None, *, waiting: bool) -> None:
        """Show a reading; `waiting` says that the file has not been read yet."""
        shown = (reading, waiting, self._words.mode)
        self.setVisible(waiting or reading is not None)
        self.kind.setText(self._kind_words(reading, kinds, waiting=waiting))
        if shown == self._shown:
            return
        self._shown = shown
        chosen = row_data(self.tree.currentItem())
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.setHeaderLabels([self._words.say("Fact"), self._words.say("As read")])
        for page in reading.pages if reading is not None else ():
            for fact in page.facts:
                self._add(fact, page)
        self.tree.setVisible(self.tree.topLevelItemCount() > 0)
        if chosen is not None:
            # In another language the same fact stays chosen, and its place framed.
            self.tree.select_row(chosen)
        self.tree.blockSignals(False)

    def _kind_words(self, reading: Reading | None, kinds: KindTable | None, *, waiting: bool) -> str:
        say, words = self._words.say, self._words
        if waiting:
            return say("Not read yet; it is read in the background.")
        if reading is None or kinds is None:
            return ""
        if reading.trouble is not None and not reading.pages:
            return say("This file could not be read. Please compare it with what you typed yourself.")
        lines = [_page_words(page, kinds) for page in reading.pages]
        return "\n".join(words.shown(line, " / ") for line in lines)

    def _add(self, fact: Fact, page: PageReading) -> None:
        words, say = self._words, self._words.say
        name = words.shown(in_both(lambda language: word_fact_name(fact, language)), " / ")
        value = words.shown(in_both(lambda language: word_fact_value(fact, language)), " / ")
        where = say("Page {page}", page=page.number)
        if not is_clear(fact):
            where += " · " + say("please compare with the page")
        row = add_row(self.tree, name, data=fact)
        set_cell(row, 1, value, where, mark=None if is_clear(fact) else Mark.ASK)

    def _choose(self) -> None:
        fact = row_data(self.tree.currentItem())
        if isinstance(fact, Fact) and fact.box != _NOWHERE:
            self.chosen.emit(fact.page, fact.box)


def _page_words(page: PageReading, kinds: KindTable) -> Text:
    return in_both(lambda language: word_kind(kinds, page, language))
