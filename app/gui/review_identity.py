"""Who each person is: every paper a row, every name and number a column, so that differences stand out."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import EvidencePart
from app.domain.ledger import Agreement, LedgerRow
from app.domain.reading import FactName
from app.gui.fields import quiet, text_label
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session
from app.gui.state_marks import AGREEMENT_MARKS
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.readings import word_value
from app.i18n.terms import AGREEMENT_NAMES, FACT_NAMES, PART_NAMES

_WORST_FIRST = (Agreement.DIFFERS, Agreement.UNCLEAR, Agreement.UNKNOWN, Agreement.AGREES)
_DIFFERENCES = (Agreement.DIFFERS, Agreement.UNCLEAR)
_PAPER_WIDTH, _NAME_WIDTH, _FACT_WIDTH, _SHORT_WIDTH = 230, 210, 150, 120
_NAMES = (FactName.NAME, FactName.EMPLOYER)
_SHORT = (FactName.CHINESE_NAME, FactName.PASSPORT_NUMBER)


class IdentityPanel(QWidget):
    """Shows what each paper states of each person, and whether that agrees."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.only_differences = QCheckBox()
        words.bind(self.only_differences, N_("Only differences"))
        self.only_differences.toggled.connect(lambda _: self.refresh())
        top = QHBoxLayout()
        top.addWidget(
            quiet(
                words, N_("Names, numbers, dates of birth, employer and position, as each paper states them.")
            ),
            1,
        )
        top.addWidget(self.only_differences)
        self.tree = RowTree(1)
        self.tree.setRootIsDecorated(False)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.tree.setHorizontalScrollMode(RowTree.ScrollMode.ScrollPerPixel)
        words.bind(self.tree, N_("Who each person is, as each paper states it"), "setAccessibleName")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(self._empty_part())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def _empty_part(self) -> QWidget:
        part = QFrame()
        part.setObjectName("card")
        self.empty = text_label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(part)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addStretch(1)
        return part

    def refresh(self) -> None:
        """Show the ledger of the last review."""
        ledger = () if self.session.review is None else self.session.review.ledger
        rows = self._wanted(ledger)
        self.stack.setCurrentIndex(0 if rows else 1)
        self.empty.setText(self._empty_words(bool(ledger)))
        facts = [fact for fact in FACT_NAMES if any(row.what is fact for row in rows)]
        self._set_columns(facts)
        self.tree.clear()
        for person in dict.fromkeys(row.person for row in rows):
            add_row(self.tree, self.session.names.person(person, self.words.language), head=True)
            own = [row for row in rows if row.person == person]
            for file in dict.fromkeys(row.file for row in sorted(own, key=lambda row: row.file is not None)):
                self._add_paper([row for row in own if row.file == file], facts)

    def _wanted(self, ledger: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
        """Return the rows to be shown: all, or those of papers and facts that differ, with what was typed."""
        if not self.only_differences.isChecked():
            return ledger
        differing = [row for row in ledger if row.agreement in _DIFFERENCES]
        facts = {(row.person, row.what) for row in differing}
        papers = {(row.person, row.file) for row in differing}
        return tuple(
            row
            for row in ledger
            if (row.person, row.what) in facts and (row.file is None or (row.person, row.file) in papers)
        )

    def _empty_words(self, known: bool) -> str:
        say = self.words.say
        if self.session.has_case and self.session.review is None:
            return say("The case is being checked…")
        if known:
            return say("No paper differs from what is known of its person.")
        return say("Nothing is known of anybody yet: enter people, or give papers.")

    def _set_columns(self, facts: list[FactName]) -> None:
        say, header = self.words.say, self.tree.header()
        names = [say(FACT_NAMES[fact]) for fact in facts]
        self.tree.setColumnCount(1 + len(facts))
        self.tree.setHeaderLabels([say("Paper"), *names])
        header.setSectionResizeMode(0, header.ResizeMode.Interactive)
        self.tree.setColumnWidth(0, _PAPER_WIDTH)
        for column, fact in enumerate(facts, start=1):
            wanted = _SHORT_WIDTH if fact in _SHORT else _NAME_WIDTH if fact in _NAMES else _FACT_WIDTH
            header.setSectionResizeMode(column, header.ResizeMode.Interactive)
            self.tree.setColumnWidth(column, max(wanted, header.sectionSizeHint(column)))
        header.setStretchLastSection(True)

    def _add_paper(self, rows: list[LedgerRow], facts: list[FactName]) -> None:
        first, say = rows[0], self.words.say
        if first.file is None:
            made = add_row(self.tree, say("As you entered it"))
        else:
            title, more = ("", "")
            if first.requirement is not None:
                title, more = self.words.lines(self.session.desk.pack.requirements[first.requirement].title)
            name = Path(first.file).name
            chained = first.part is not None and first.part is not EvidencePart.ORIGINAL
            part = self.words.shown(both(PART_NAMES[first.part]), " / ") if chained and first.part else ""
            made = add_row(
                self.tree, title or name, "\n".join(filter(None, (more, part, name if title else "")))
            )
        for column, fact in enumerate(facts, start=1):
            of_it = [row for row in rows if row.what is fact]
            if of_it:
                self._set_fact(made, column, of_it)

    def _set_fact(self, made: QTreeWidgetItem, column: int, rows: list[LedgerRow]) -> None:
        worst = min((row.agreement for row in rows), key=_WORST_FIRST.index)
        words = "\n".join(self._values(rows))
        second = "" if worst is Agreement.AGREES else self.words.shown(both(AGREEMENT_NAMES[worst]), " / ")
        set_cell(made, column, words, second, mark=AGREEMENT_MARKS[worst])
        if worst is Agreement.AGREES:
            # The mark alone tells those who see it; those who hear it are told in words.
            heard = self.words.shown(both(AGREEMENT_NAMES[worst]), " / ")
            made.setData(column, Qt.ItemDataRole.AccessibleTextRole, f"{words}\n{heard}")
        made.setToolTip(column, "\n".join(self._places(rows)))

    def _values(self, rows: Iterable[LedgerRow]) -> list[str]:
        return list(dict.fromkeys(word_value(row.value, self.words.language) for row in rows))

    def _places(self, rows: Iterable[LedgerRow]) -> list[str]:
        """Say of each statement how it is printed and on which page."""
        say = self.words.say
        return [
            say("{text} (page {page})", text=row.text, page=row.page)
            for row in rows
            if row.page is not None and row.text
        ]
