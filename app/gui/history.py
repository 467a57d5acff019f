"""All changes of a case: what was done and when; any kept state can be gone back to."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QSize, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.operations import HistoryEntry
from app.env.replace import write_bytes
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.operations import word_operation

_WHO_WIDTH = 130


class HistoryDialog(QDialog):
    """Lists every change of the open case, the last one first; going back can be undone, too."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self.setWindowTitle(words.say("History"))
        fit_to_screen(self, QSize(680, 560))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("History")))
        column.addWidget(
            quiet(
                words,
                N_(
                    "Every change of the case, the last one first. Choose one to go back to the case as it "
                    "was right after it; as long as you change nothing then, you can come forward again."
                ),
            )
        )
        self.notice = Notice()
        column.addWidget(self.notice)
        self.tree = self._tree()
        column.addWidget(self.tree, 1)
        self.go_button = button(words, N_("Go to this state"), "primary")
        self.save_button = button(words, N_("Save the list…"))
        self.close_button = button(words, N_("Close"))
        self.go_button.clicked.connect(self.go)
        self.save_button.clicked.connect(self._choose_file)
        self.close_button.clicked.connect(self.reject)
        buttons = row_of(self.save_button)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.go_button)
        column.addLayout(buttons)
        self.refresh()

    def _tree(self) -> RowTree:
        tree = RowTree(3)
        tree.setRootIsDecorated(False)
        say, metrics = self._words.say, tree.fontMetrics()
        tree.setHeaderLabels([say("Change"), say("Who"), say("When")])
        tree.set_widths(_WHO_WIDTH, metrics.horizontalAdvance("2026-12-15 00:00") + 28)
        self._words.bind(tree, N_("History"), "setAccessibleName")
        tree.currentItemChanged.connect(lambda *_: self._show_choice())
        tree.itemActivated.connect(lambda *_: self.go())
        return tree

    def refresh(self) -> None:
        """Show the changes as they are now."""
        self._entries = self._session.history()
        self._current = max((each.number for each in self._entries if not each.is_undone), default=-1)
        self.tree.clear()
        for entry in reversed(self._entries):
            name, note = self.words_of(entry)
            mark = Mark.GOOD if entry.number == self._current else None
            row = add_row(self.tree, name, note, mark=mark, data=entry)
            row.setText(1, self.who_of(entry))
            row.setToolTip(1, self.who_of(entry))
            row.setText(2, self.time_of(entry))
            if entry.number == self._current:
                self.tree.setCurrentItem(row)
        self._show_choice()

    def words_of(self, entry: HistoryEntry) -> tuple[str, str]:
        """Return what a change is called, and what is to be known of it."""
        say, session = self._words.say, self._session
        name = word_operation(entry.operation, session.desk.pack, self._words.language)
        if entry.number == self._current:
            return name, say("The case is as it was after this change.")
        if entry.is_undone:
            return name, say("Undone; it can be done again.")
        if not entry.is_within_reach:
            return name, say("Too long ago to go back to.")
        return name, ""

    def time_of(self, entry: HistoryEntry) -> str:
        """Return when a change was made, by the clock of this computer."""
        at = QDateTime.fromString(entry.at, Qt.DateFormat.ISODate).toLocalTime()
        return at.toString("yyyy-MM-dd HH:mm") if at.isValid() else entry.at[:16].replace("T", " ")

    def who_of(self, entry: HistoryEntry) -> str:
        """Return who made a change."""
        return entry.who or self._words.say("not known")

    def go(self) -> None:
        """Go to the state that is chosen."""
        entry = self._chosen()
        if entry is None or not self.go_button.isEnabled():
            return
        if self._session.go_to(entry.number):
            name = word_operation(entry.operation, self._session.desk.pack, self._words.language)
            self.refresh()
            self.notice.tell(
                self._words.say("The case is again as it was after this change: {change}", change=name),
                Mark.GOOD,
            )

    def save(self, path: Path) -> bool:
        """Write the list as a table (CSV) or as text; say whether that could be done."""
        say = self._words.say
        head = (say("When"), say("Who"), say("Change"), say("State"))
        rows = [(self.time_of(each), self.who_of(each), *self.words_of(each)) for each in self._entries]
        try:
            write_bytes(path, _table([head, *rows]) if path.suffix.lower() == ".csv" else _lines(rows))
        except AppError as error:
            reason = str(error.params["reason"])
            told = self._words.say("The list could not be written ({reason}).", reason=reason)
            self.notice.tell(told, Mark.BAD)
            return False
        self.notice.tell(self._words.say("Saved: {file}", file=path.name), Mark.GOOD)
        return True

    def _choose_file(self) -> None:
        say = self._words.say
        kinds = f"{say('Table')} (*.csv);;{say('Text')} (*.txt)"
        start = say("History") + ".csv"
        chosen, kind = QFileDialog.getSaveFileName(self, say("Save the list"), start, kinds)
        if chosen:
            path = Path(chosen)
            ending = ".txt" if "*.txt" in kind else ".csv"
            self.save(path if path.suffix else path.with_suffix(ending))

    def _chosen(self) -> HistoryEntry | None:
        row = self.tree.currentItem()
        data = None if row is None else row_data(row)
        return data if isinstance(data, HistoryEntry) else None

    def _show_choice(self) -> None:
        entry = self._chosen()
        usable = entry is not None and entry.is_within_reach and entry.number != self._current
        self.go_button.setEnabled(usable)


def _table(rows: Sequence[tuple[str, ...]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows((_harmless(part) for part in row) for row in rows)
    # The mark at the start lets spreadsheet programs read the Chinese.
    return stream.getvalue().encode("utf-8-sig")


def _lines(rows: Sequence[tuple[str, ...]]) -> bytes:
    return "".join(f"{'  '.join(filter(None, row))}\n" for row in rows).encode()


def _harmless(words: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words
