"""The first page: the kept cases, found as one types, and the ways to get another one."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.summaries import CaseSummary
from app.domain.words import DisplayMode
from app.gui.fields import button, card, heading, quiet, row_of
from app.gui.marks import application_icon
from app.gui.new_case import ask_for_new_case
from app.gui.page import Page
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

_FILTER_AFTER_MS = 130
_Index = QModelIndex | QPersistentModelIndex
_HEADERS = (N_("Case"), N_("Category"), N_("Place"), N_("Planned day"), N_("People"), N_("Papers"))
_NUMBERS_FROM = 4


class CasesModel(QAbstractTableModel):
    """Lists cases; filters its own rows, which no proxy over a Python model does fast enough."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._cases: tuple[CaseSummary, ...] = ()
        self._cells: list[tuple[str, ...]] = []
        self._keys: list[str] = []
        self._shown: list[int] = []
        self._wanted = ""
        self._column, self._downwards = -1, False

    @property
    def total(self) -> int:
        """Return how many cases are kept."""
        return len(self._cases)

    def load(self) -> None:
        """Read the kept cases anew."""
        self.beginResetModel()
        self._cases = self._session.cases()
        self._cells = [self._cells_of(summary) for summary in self._cases]
        self._keys = ["\n".join(cells).casefold() for cells in self._cells]
        self._choose()
        self.endResetModel()

    def filter(self, wanted: str) -> None:
        """Show the cases in which all the words stand."""
        self.beginResetModel()
        self._wanted = wanted
        self._choose()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self.beginResetModel()
        self._column, self._downwards = column, order is Qt.SortOrder.DescendingOrder
        self._choose()
        self.endResetModel()

    def case_at(self, row: int) -> CaseSummary:
        """Return the case of a row."""
        return self._cases[self._shown[row]]

    def row_of(self, case_id: str) -> int:
        """Return the row of a case, -1 when it is not shown."""
        return next((row for row, at in enumerate(self._shown) if self._cases[at].id == case_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many cases are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: _Index, role: int = 0) -> object:
        """Return what a cell shows."""
        if role == 0:
            return self._cells[self._shown[index.row()]][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._cells[self._shown[index.row()]][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= _NUMBERS_FROM:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802 - Qt's name
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words.say(_HEADERS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= _NUMBERS_FROM:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cells_of(self, summary: CaseSummary) -> tuple[str, ...]:
        pack, shown = self._session.desk.pack, self._words.shown
        # A case may be kept by rules that today's no longer know.
        category, place = pack.categories.get(summary.category), pack.places.get(summary.place)
        return (
            summary.title,
            summary.category if category is None else shown(category.title),
            summary.place if place is None else shown(place.title, " "),
            date_words(summary.submit_on, self._words.language),
            str(summary.people),
            str(summary.papers),
        )

    def _choose(self) -> None:
        wanted = self._wanted.casefold().split()
        self._shown = [at for at, key in enumerate(self._keys) if all(word in key for word in wanted)]
        if self._column >= 0:
            self._shown.sort(key=self._sort_key, reverse=self._downwards)

    def _sort_key(self, at: int) -> tuple[int, date, str]:
        summary = self._cases[at]
        numbers = {4: summary.people, 5: summary.papers}
        day = summary.submit_on if self._column == 3 else date.min
        words = self._cells[at][self._column].casefold() if self._column < 3 else ""
        return numbers.get(self._column, 0), day, words


class CasesTable(QTableView):
    """Shows the cases; Enter opens one."""

    def __init__(self, model: CasesModel, opened: Callable[[int], None]) -> None:
        super().__init__()
        self._opened = opened
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(40)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionClicked.connect(self._sort)
        self._sorted = (-1, Qt.SortOrder.DescendingOrder)
        for column, width in enumerate((0, 0, 110, 150, 80, 80)):
            stretched = not width
            mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
            if width:
                self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda index: opened(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the current case on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._opened(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _sort(self, column: int) -> None:
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        order = down if self._sorted == (column, up) else up
        self._sorted = (column, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(column, order)
        self.model().sort(column, order)


class CasesPage(Page):
    """Lists the cases and makes, imports, exports and deletes them."""

    def __init__(self, session: Session, words: Words, show_next: Callable[[], None]) -> None:
        super().__init__(session, words)
        self._show_next = show_next
        self.model = CasesModel(session, words)
        self.table = CasesTable(self.model, self.open_row)
        words.bind(self.table, N_("Cases"), "setAccessibleName")
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_AFTER_MS)
        self._timer.timeout.connect(lambda: self.model.filter(self.filter_field.text()))
        session.cases_changed.connect(self.make_stale)
        session.started.connect(self.make_stale)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        self.model.modelReset.connect(self._allow)

    def _build(self) -> None:
        words = self.words
        self.filter_field = QLineEdit()
        self.filter_field.setClearButtonEnabled(True)
        self.filter_field.setMaximumWidth(320)
        words.bind(self.filter_field, N_("Find a case…"), "setPlaceholderText")
        words.bind(self.filter_field, N_("Find a case"), "setAccessibleName")
        self.filter_field.textChanged.connect(lambda _: self._timer.start())
        self.new_button = button(words, N_("New case"), "primary")
        self.import_button = button(words, N_("Import case folder…"))
        self.export_button = button(words, N_("Export case folder…"))
        self.delete_button = button(words, N_("Delete…"))
        self.open_button = button(words, N_("Open"))
        self.new_button.clicked.connect(self.new_case)
        self.import_button.clicked.connect(self.import_case)
        self.export_button.clicked.connect(self.export_case)
        self.delete_button.clicked.connect(self.delete_case)
        self.open_button.clicked.connect(lambda: self.open_row(self.table.currentIndex().row()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list())
        self._stack.addWidget(self._welcome())
        self._stack.addWidget(self._reading())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

        order = (self.filter_field, self.new_button, self.import_button, self.table, self.open_button)
        for before, after in pairwise((*order, self.export_button, self.delete_button)):
            QWidget.setTabOrder(before, after)

    def _list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        top = row_of(heading(self.words, N_("Cases")))
        top.addWidget(self.new_button)
        top.addWidget(self.import_button)
        column.addLayout(top)
        column.addWidget(self.filter_field)
        column.addWidget(self.table, 1)
        column.addLayout(row_of(self.open_button, self.export_button, self.delete_button))
        return page

    def _welcome(self) -> QWidget:
        words = self.words
        frame, column = card(margin=36)
        frame.setFixedWidth(620)
        column.setSpacing(14)
        picture = QLabel()
        picture.setFixedSize(72, 72)
        picture.setPixmap(application_icon().pixmap(QSize(72, 72)))
        column.addWidget(picture)
        column.addWidget(heading(words, N_("Welcome to Yongju")))
        column.addWidget(
            quiet(
                words,
                N_(
                    "From a first question about your category to a finished, checked packet for the window. "
                    "Everything stays on this computer."
                ),
            )
        )
        self.first_button = button(words, N_("Start a new case"), "primary")
        self.sample_button = button(words, N_("Open the sample case"))
        self.first_import_button = button(words, N_("Import case folder…"))
        self.first_button.clicked.connect(self.new_case)
        self.sample_button.clicked.connect(self.open_sample)
        self.first_import_button.clicked.connect(self.import_case)
        column.addSpacing(6)
        column.addLayout(row_of(self.first_button, self.sample_button, self.first_import_button))
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        return page

    def _reading(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(self.words, N_("Cases")))
        self.reading = quiet(self.words, N_("Reading the rules…"))
        column.addWidget(self.reading)
        column.addStretch(1)
        return page

    def refresh(self) -> None:
        """Show the kept cases, once the rules are read."""
        if not self.session.has_started:
            self._stack.setCurrentIndex(2)
            return
        chosen = self._chosen()
        # Fixed, because measuring ten thousand rows would take seconds; a tooltip has the whole text.
        two_lines = self.words.mode is DisplayMode.BOTH
        self.table.verticalHeader().setDefaultSectionSize(56 if two_lines else 40)
        self.model.load()
        self._stack.setCurrentIndex(0 if self.model.total else 1)
        wanted = chosen.id if chosen is not None else self.session.case_id
        row = -1 if wanted is None else self.model.row_of(wanted)
        if self.model.rowCount():
            self.table.selectRow(max(row, 0))
        self._allow()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter_field.setFocus()
        self.filter_field.selectAll()

    def new_case(self) -> None:
        """Make a case and go on to its category."""
        ask_for_new_case(self.session, self.words, self, self._show_next)

    def open_row(self, row: int) -> None:
        """Open the case of a row."""
        if 0 <= row < self.model.rowCount():
            self.session.open_case(self.model.case_at(row).id)
            self._show_next()

    def open_sample(self) -> None:
        """Import the bundled sample case."""
        self.session.import_sample(self._show_next)

    def import_case(self) -> None:
        """Ask for a case folder and import it."""
        folder = QFileDialog.getExistingDirectory(self, self.words.say("Choose a case folder"))
        if folder:
            self.session.import_folder(Path(folder), self._show_next)

    def export_case(self) -> None:
        """Ask for a new folder and write the chosen case into it."""
        chosen = self._chosen()
        if chosen is None:
            return
        folder, _ = QFileDialog.getSaveFileName(
            self, self.words.say("Name the new case folder"), str(Path.home() / plain_name(chosen.title))
        )
        if folder:
            say = self.words.say
            self.session.export_case(
                chosen.id,
                Path(folder),
                lambda: self.session.told.emit(say("The case folder was written: {path}", path=folder)),
            )

    def delete_case(self) -> None:
        """Delete the chosen case after asking."""
        chosen, say = self._chosen(), self.words.say
        if chosen is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(say("Delete a case"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(say("Delete {title} with everything entered in it?", title=chosen.title))
        box.setInformativeText(say("This cannot be undone. Export it first if you may need it again."))
        delete = box.addButton(say("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(say("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        if box.clickedButton() is delete:
            self.session.delete_case(chosen.id)

    def _chosen(self) -> CaseSummary | None:
        index = self.table.currentIndex()
        return self.model.case_at(index.row()) if index.isValid() else None

    def _allow(self) -> None:
        chosen = self._chosen() is not None
        for each in (self.open_button, self.export_button, self.delete_button):
            each.setEnabled(chosen)


def plain_name(title: str) -> str:
    """Return a title as a name for a file or folder on any system."""
    kept = "".join(" " if mark in '<>:"/\\|?*' or ord(mark) < 32 else mark for mark in title)
    return " ".join(kept.split())[:80].rstrip(". ") or "case"
