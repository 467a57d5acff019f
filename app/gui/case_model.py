"""The model behind the list of cases: read in pieces, found as one types, sorted by any column."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from app.domain.summaries import CaseSummary
from app.gui.case_cells import COLUMN_NAMES, Cell, CellMaker, Cells, Column
from app.gui.session import Session
from app.gui.words import Words

# So many cases are read at once: a few milliseconds, after which the window is listened to again.
_PIECE = 400
_Index = QModelIndex | QPersistentModelIndex
_ASCENDING, _DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
# What a person wants to see on top when a column is first chosen: the worst, and the latest change.
_FIRST_ORDER = {Column.FINDINGS: _DESCENDING, Column.CHANGED: _DESCENDING}


class Shelf(StrEnum):
    """Which cases are listed."""

    OPEN = "open"
    ARCHIVED = "archived"
    ALL = "all"


class CaseRow:
    """Holds one case of the list: by what it is found, and its cells once they were seen."""

    __slots__ = ("cells", "key", "summary")

    def __init__(self, summary: CaseSummary, key: str) -> None:
        self.summary = summary
        self.key = key
        self.cells: Cells | None = None


class CasesModel(QAbstractTableModel):
    """Lists cases; filters and sorts its own rows, which no proxy over a Python model does fast enough."""

    # All cases are read; it was not known before how many there are.
    read = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._maker = CellMaker(session, words)
        self._rows: dict[str, CaseRow] = {}
        self._ordered: list[CaseRow] = []
        self._shown: list[CaseRow] = []
        self._wanted = ""
        self.shelf = Shelf.OPEN
        self.column, self.order = Column.CHANGED, _DESCENDING
        self._fresh: dict[str, CaseRow] | None = None
        self._last: CaseSummary | None = None
        self._touched: set[str] = set()
        self._counts = (0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_piece)

    # What is known.

    @property
    def total(self) -> int:
        """Return how many cases are kept, as far as they are read."""
        return len(self._rows)

    @property
    def is_reading(self) -> bool:
        """Say whether more cases are still to be read."""
        return self._fresh is not None

    @property
    def wanted(self) -> str:
        """Return what is searched for."""
        return self._wanted.strip()

    def count(self, shelf: Shelf) -> int:
        """Return how many cases there are of those that are open, put away, or both."""
        kept, archived = self._counts
        return {Shelf.OPEN: kept, Shelf.ARCHIVED: archived, Shelf.ALL: kept + archived}[shelf]

    def case_at(self, row: int) -> CaseSummary:
        """Return the case of a row."""
        return self._shown[row].summary

    def row_of(self, case_id: str | None) -> int:
        """Return the row of a case, -1 when it is not shown."""
        wanted = None if case_id is None else self._rows.get(case_id)
        return -1 if wanted is None or wanted not in self._shown else self._shown.index(wanted)

    def has_title(self, title: str) -> bool:
        """Say whether some case is called so."""
        return any(row.summary.title == title for row in self._rows.values())

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows, made when it is first asked for."""
        known = self._shown[row]
        if known.cells is None:
            known.cells = self._maker.cells(known.summary)
        return known.cells[column]

    # Reading.

    def load(self) -> None:
        """Read the kept cases anew; what is listed stays until all are read."""
        self._fresh, self._last = {}, None
        self._touched.clear()
        self._read_piece()

    def update_case(self, case_id: str) -> None:
        """Read one case anew, which is new, other or gone."""
        if self._fresh is not None:
            self._touched.add(case_id)
        summary = self._session.summary(case_id)
        known = self._rows.get(case_id)
        if (None if known is None else known.summary) != summary:
            self._put(case_id, summary)
            self._reset(self._arrange)

    def say_again(self) -> None:
        """Word everything anew, in another language or on another day."""
        for row in self._rows.values():
            row.cells = None
        self._reset(self._arrange)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _put(self, case_id: str, summary: CaseSummary | None) -> None:
        if summary is None:
            self._rows.pop(case_id, None)
        else:
            self._rows[case_id] = CaseRow(summary, self._maker.search_key(summary))

    def _read_piece(self) -> None:
        fresh = self._fresh
        if fresh is None:
            return
        piece = self._session.cases(after=self._last, limit=_PIECE)
        for summary in piece:
            known = self._rows.get(summary.id)
            same = known is not None and known.summary == summary
            fresh[summary.id] = (
                known if known is not None and same else CaseRow(summary, self._maker.search_key(summary))
            )
        if len(piece) == _PIECE:
            self._last = piece[-1]
            if not self._rows:
                # The first ones are seen at once.
                self._reset(lambda: self._take(dict(fresh)))
            self._timer.start()
            return
        self._fresh = None
        self._reset(lambda: self._take(fresh))
        for case_id in tuple(self._touched):
            self.update_case(case_id)
        self.read.emit()

    def _take(self, rows: dict[str, CaseRow]) -> None:
        self._rows = rows
        self._arrange()

    # Finding and sorting.

    def filter(self, wanted: str) -> None:
        """Show the cases in which all the words stand."""
        self._wanted = wanted
        self._reset(self._choose)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the cases that are open, put away, or both."""
        self.shelf = shelf
        self._reset(self._choose)

    def sort(self, column: int, order: Qt.SortOrder = _ASCENDING) -> None:
        """Sort by a column."""
        self.column, self.order = Column(column), order
        self._reset(self._arrange)

    def order_for(self, column: int) -> Qt.SortOrder:
        """Return the order that choosing a column leads to: the other one where it is chosen already."""
        if column == self.column:
            return _ASCENDING if self.order is _DESCENDING else _DESCENDING
        return _FIRST_ORDER.get(Column(column), _ASCENDING)

    def _reset(self, change: Callable[[], None]) -> None:
        self.beginResetModel()
        change()
        self.endResetModel()

    def _arrange(self) -> None:
        rows = sorted(self._rows.values(), key=_changed_at, reverse=True)
        archived = sum(row.summary.archived for row in rows)
        self._counts = (len(rows) - archived, archived)
        if self.column is Column.CHANGED:
            self._ordered = rows if self.order is _DESCENDING else rows[::-1]
        else:
            key = self._sort_key()
            # What is not known stands last, whichever way it is sorted.
            known = [row for row in rows if key(row.summary) is not None]
            known.sort(key=lambda row: key(row.summary), reverse=self.order is _DESCENDING)
            self._ordered = known + [row for row in rows if key(row.summary) is None]
        self._choose()

    def _choose(self) -> None:
        rows: Iterable[CaseRow] = self._ordered
        if self.shelf is not Shelf.ALL:
            archived = self.shelf is Shelf.ARCHIVED
            rows = [row for row in rows if row.summary.archived is archived]
        for word in self._wanted.casefold().split():
            rows = [row for row in rows if word in row.key]
        self._shown = list(rows)

    def _sort_key(self) -> Callable[[CaseSummary], Any]:
        if self.column is Column.TITLE:
            return lambda summary: f"{summary.title}\n{summary.applicant}".casefold()
        if self.column is Column.DAY:
            return lambda summary: summary.submit_on
        if self.column is Column.PROGRESS:
            return _share_given
        if self.column is Column.FINDINGS:
            return lambda summary: summary.checked and (summary.checked.blockers, summary.checked.warnings)
        if self.column is Column.LAPSES:
            return lambda summary: summary.checked and summary.checked.lapses_on
        return self._word_key()

    def _word_key(self) -> Callable[[CaseSummary], Any]:
        """Return the words of a category or place as they are shown, each put together once."""
        known: dict[str, str] = {}
        at_category = self.column is Column.CATEGORY
        text_of = self._maker.category if at_category else self._maker.place

        def key(summary: CaseSummary) -> str:
            name = summary.category if at_category else summary.place
            if name not in known:
                known[name] = self._words.shown(text_of(summary)).casefold()
            return known[name]

        return key

    # Qt's questions.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many cases are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = 0) -> object:
        """Return what a cell says; the delegate asks for the cell itself."""
        # A plain number is compared in no time, an enumeration's member is not.
        if role == 0:
            return self.cell(index.row(), index.column()).first
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index.row(), index.column()).words
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802 - Qt's name
        """Return a column's heading."""
        if role == 0 and orientation is Qt.Orientation.Horizontal:
            return self._words.say(COLUMN_NAMES[Column(section)])
        return None


def _changed_at(row: CaseRow) -> str:
    return row.summary.changed_at


def _share_given(summary: CaseSummary) -> float | None:
    checked = summary.checked
    if checked is None:
        return None
    return checked.given / checked.asked if checked.asked else 1.0
