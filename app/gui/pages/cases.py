"""The first page: the kept cases, found as one types, and the ways to get another one."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.summaries import CaseSummary
from app.gui.case_empty import EmptyList, Lack
from app.gui.case_keeping import CaseKeeping
from app.gui.case_log import CaseLog, ListDeed, ListEntry
from app.gui.case_menu import RowMenu
from app.gui.case_model import CasesModel, Shelf
from app.gui.case_parts import OneShown, SearchField, case_folders
from app.gui.case_table import CasesTable
from app.gui.case_welcome import Welcome
from app.gui.fields import button, dropped_files, heading, quiet, row_of
from app.gui.first_start import KeptLine, decide_first
from app.gui.flow import flow_of
from app.gui.keeping_ways import handed_over
from app.gui.new_case import ask_for_new_case
from app.gui.outside import AskDisk, answer_soon
from app.gui.page import Page
from app.gui.session import Session
from app.gui.undo_notice import UndoNotice
from app.gui.words import Words
from app.i18n.catalogue import N_

_FILTER_AFTER_MS = 130
_SEARCH_WIDTH = 320
_TITLE_LENGTH = 120
_SHELVES = {
    Shelf.OPEN: N_("Under way ({count})"),
    Shelf.ARCHIVED: N_("Archived ({count})"),
    Shelf.ALL: N_("All ({count})"),
}
_TOLD = {
    ListDeed.DUPLICATE: N_("“{title}” was made, with everything that the first one has."),
    ListDeed.ARCHIVE: N_("“{title}” is archived: you find it under Archived, and nothing of it is lost."),
    ListDeed.BRING_BACK: N_("“{title}” is back among the cases under way."),
    ListDeed.DELETE: N_("“{title}” is deleted. Closing the window makes this final."),
    ListDeed.TAKE_OVER: N_("“{title}” was taken over as a new case."),
    ListDeed.REPLACE: N_("“{title}” is now as it came from the file."),
}


class CasesPage(Page):
    """Lists the cases; makes, imports, exports, copies, archives and deletes them."""

    # What a change of the open case does to its row is heard of by `case_listed`.
    concerned = frozenset()

    def __init__(self, session: Session, words: Words, go_on: Callable[[], None]) -> None:
        super().__init__(session, words)
        self._go_on = go_on
        self._reload, self._changed = True, set[str]()
        self._chosen_id: str | None = None
        self._scrolled = 0
        self._said: object = None
        self.log = CaseLog(session, words, self)
        self.model = CasesModel(session, words)
        self.table = CasesTable(self.model, words, self.open_row)
        words.bind(self.table, N_("Cases"), "setAccessibleName")
        self.setAcceptDrops(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FILTER_AFTER_MS)
        self._timer.timeout.connect(self.list_found)
        self._build()
        self._listen()

    def _listen(self) -> None:
        session, model = self.session, self.model
        session.opened.connect(self._note_opened)
        session.cases_changed.connect(self._read_anew)
        session.started.connect(self.make_stale)
        session.case_listed.connect(self._read_one)
        session.reviewed.connect(lambda: self._read_one(session.case_id or ""))
        self.table.selectionModel().currentRowChanged.connect(self._note_choice)
        model.modelAboutToBeReset.connect(self._note_scrolling)
        model.modelReset.connect(self._show_list)

    # How it is made.

    def _build(self) -> None:
        self._stack = OneShown()
        self._make_fields()
        self.keeping = CaseKeeping(self)
        self.menu = RowMenu(self.table, self.words, self)
        self._stack.addWidget(self._list())
        self.welcome = Welcome(self.session, self.words)
        self.first_button, self.sample_button = self.welcome.start_button, self.welcome.sample_button
        self.first_import_button = self.welcome.import_button
        self.first_button.clicked.connect(self.new_case)
        self.sample_button.clicked.connect(self.open_sample)
        self.first_import_button.clicked.connect(self.import_case)
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self._reading())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _make_fields(self) -> None:
        words = self.words
        self.filter_field = SearchField(self._enter_list)
        self.filter_field.setFixedWidth(_SEARCH_WIDTH)
        words.bind(self.filter_field, N_("Find a case…"), "setPlaceholderText")
        words.bind(self.filter_field, N_("Find a case"), "setAccessibleName")
        self.filter_field.textChanged.connect(lambda _: self._timer.start())
        self.filter_field.returnPressed.connect(self._open_found)
        group = QButtonGroup(self)
        self.shelves: dict[Shelf, QPushButton] = {}
        for shelf in Shelf:
            made = self.shelves[shelf] = QPushButton()
            made.setObjectName("filter")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.clicked.connect(lambda _=False, shelf=shelf: self.show_shelf(shelf))
            group.addButton(made)
        self.shelves[self.model.shelf].setChecked(True)
        self.found = QLabel()
        self.found.setObjectName("muted")
        self.found.setMinimumHeight(self.filter_field.sizeHint().height())
        self.notice = UndoNotice(words, self.undo)
        self.empty = EmptyList(words, self._leave_emptiness)
        self.new_button = button(words, N_("New case"), "primary")
        self.import_button = button(words, N_("Import case folder…"))
        self.open_button = button(words, N_("Open"))
        self.duplicate_button = button(words, N_("Duplicate"))
        self.export_button = button(words, N_("Export case folder…"))
        self.archive_button = button(words, N_("Archive"))
        self.delete_button = button(words, N_("Delete"))
        for each, do in (
            (self.new_button, self.new_case),
            (self.import_button, self.import_case),
            (self.open_button, self.open_chosen),
            (self.duplicate_button, self.duplicate_case),
            (self.export_button, self.export_case),
            (self.archive_button, self.archive_case),
            (self.delete_button, self.delete_case),
        ):
            each.clicked.connect(lambda _=False, do=do: do())

    def _list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        top = row_of(heading(self.words, N_("Cases")))
        top.addWidget(self.new_button)
        top.addWidget(self.import_button)
        top.addWidget(self.keeping.take_over_button)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addWidget(flow_of(self.filter_field, *self.shelves.values(), self.found))
        self.place = QStackedWidget()
        self.place.addWidget(self.table)
        self.place.addWidget(self.empty)
        column.addWidget(self.place, 1)
        below = (
            self.open_button,
            self.duplicate_button,
            self.export_button,
            self.keeping.hand_over_button,
            self.archive_button,
            self.delete_button,
        )
        column.addWidget(flow_of(*below))
        self.kept = KeptLine(self.session, self.words, is_whole=False)
        column.addWidget(self.kept)
        first = (self.new_button, self.import_button, self.keeping.take_over_button)
        order = (*first, self.notice.undo_button, self.notice.close_button)
        found = (self.filter_field, *self.shelves.values(), self.table.heads, self.table, self.empty.button)
        for before, after in pairwise((*order, *found, *below, self.kept.button)):
            QWidget.setTabOrder(before, after)
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

    # What is shown.

    def refresh(self) -> None:
        """Show the kept cases, once the rules are read; only what changed is read anew."""
        if not self.session.has_started:
            self._stack.setCurrentIndex(2)
            return
        changed, self._changed = self._changed, set()
        if self._reload:
            self._reload = False
            self.model.load()
        else:
            for case_id in changed:
                self.model.update_case(case_id)
        said = (self.words.mode, self.words.language, self.session.today())
        if said != self._said:
            self._said = said
            self.model.say_again()
        self._show_list()

    def _read_anew(self) -> None:
        self._reload = True
        self.make_stale()

    def _read_one(self, case_id: str) -> None:
        self._changed.add(case_id)
        self.make_stale()

    def _note_opened(self) -> None:
        self._chosen_id = self.session.case_id or self._chosen_id

    def _note_scrolling(self) -> None:
        self._scrolled = self.table.verticalScrollBar().value()

    def _note_choice(self) -> None:
        self._chosen_id = self.table.chosen_id() or self._chosen_id
        self._allow()

    def _show_list(self) -> None:
        """Show the list as it is by now, with the same case chosen."""
        model = self.model
        self._stack.setCurrentIndex(0 if model.total or model.is_reading else 1)
        for line in (self.kept, self.welcome.kept):
            line.refresh()
        self._show_counts()
        self.table.choose(self._chosen_id)
        self.table.verticalScrollBar().setValue(self._scrolled)
        if model.rowCount() or model.is_reading:
            self.place.setCurrentIndex(0)
        else:
            self.empty.tell(self._lack(), model.wanted)
            self.place.setCurrentIndex(1)
        self._allow()

    def _show_counts(self) -> None:
        model, say = self.model, self.words.say
        for shelf, each in self.shelves.items():
            each.setText(say(_SHELVES[shelf], count=model.count(shelf)))
        self.found.setVisible(bool(model.wanted))
        self.found.setText(
            say("{shown} of {count} found", shown=model.rowCount(), count=model.count(model.shelf))
        )

    def _lack(self) -> Lack:
        if self.model.wanted and self.model.count(self.model.shelf):
            return Lack.NOTHING_FOUND
        return Lack.NONE_ARCHIVED if self.model.shelf is Shelf.ARCHIVED else Lack.NONE_OPEN

    def _leave_emptiness(self, lack: Lack) -> None:
        if lack is Lack.NOTHING_FOUND:
            self.filter_field.clear()
            self.list_found()
            self.filter_field.setFocus()
            return
        self.show_shelf(Shelf.ARCHIVED if lack is Lack.NONE_OPEN else Shelf.OPEN)

    def show_shelf(self, shelf: Shelf) -> None:
        """List the cases under way, those put away, or all."""
        self.shelves[shelf].setChecked(True)
        self.model.show_shelf(shelf)
        self._show_chosen()

    def list_found(self) -> None:
        """List the cases that are searched for."""
        self._timer.stop()
        self.model.filter(self.filter_field.text())
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self.table.currentIndex().isValid():
            self.table.scrollTo(self.table.currentIndex())

    def focus_filter(self) -> None:
        """Put the cursor into the search."""
        self.filter_field.setFocus()
        self.filter_field.selectAll()

    def search(self) -> bool:
        """Go to the search, where there are cases to search."""
        if self._stack.currentIndex():
            return False
        self.focus_filter()
        return True

    def _enter_list(self) -> None:
        self.list_found()
        if self.model.rowCount():
            self.table.setFocus()

    def _open_found(self) -> None:
        """Open the only case that was found; where there are more, go on into the list."""
        self._enter_list()
        if self.model.rowCount() == 1:
            self.open_row(0)

    # What is done.

    def new_case(self) -> None:
        """Make a case and go on to its category."""
        ask_for_new_case(self.session, self.words, self, self._go_on)

    def open_row(self, row: int) -> None:
        """Open the case of a row and go on where it was left."""
        if 0 <= row < self.model.rowCount():
            wanted = self.model.case_at(row).id
            if wanted != self.session.case_id:
                self.session.open_case(wanted)
            if self.session.case_id == wanted:
                self._go_on()

    def open_chosen(self) -> None:
        """Open the chosen case."""
        self.open_row(self.table.currentIndex().row())

    def open_sample(self) -> None:
        """Import the bundled sample case."""
        self.session.import_sample(self._go_on)

    def import_case(self) -> None:
        """Ask for a case folder and import it; before the first one, how cases are to be kept."""
        if not decide_first(self.window(), lambda: None):
            return
        folder = QFileDialog.getExistingDirectory(self, self.words.say("Choose a case folder"))
        if folder:
            self.session.import_folder(Path(folder), self._go_on)

    def import_folders(self, folders: tuple[Path, ...]) -> None:
        """Import case folders; one alone is opened, several are left for choosing."""
        for folder in folders:
            self.session.import_folder(folder, self._go_on if len(folders) == 1 else None)

    def export_case(self) -> None:
        """Ask for a new folder and write the chosen case into it."""
        chosen, say = self.chosen(), self.words.say
        if chosen is None:
            return
        folder, _ = QFileDialog.getSaveFileName(
            self, say("Name the new case folder"), str(Path.home() / plain_name(chosen.title))
        )
        if folder:
            self.session.export_case(
                chosen.id,
                Path(folder),
                lambda: self.session.told.emit(
                    self.words.say("The case folder was written: {path}", path=folder)
                ),
            )

    def duplicate_case(self) -> None:
        """Make a copy of the chosen case."""
        chosen = self.chosen()
        if chosen is not None:
            entry = self.log.duplicate(chosen.id, self._title_of_copy(chosen.title))
            if entry is not None:
                self._choose(entry.case_id)
                self._tell(entry)

    def archive_case(self) -> None:
        """Put the chosen case away, or bring it back."""
        chosen = self.chosen()
        if chosen is not None:
            self._do(ListDeed.BRING_BACK if chosen.archived else ListDeed.ARCHIVE, chosen)

    def delete_case(self) -> None:
        """Delete the chosen case, which can be undone until the window closes."""
        chosen = self.chosen()
        if chosen is not None:
            self._do(ListDeed.DELETE, chosen)

    def _do(self, deed: ListDeed, chosen: CaseSummary) -> None:
        row = self.table.currentIndex().row()
        entry = self.log.do(deed, chosen.id, chosen.title)
        if entry is None:
            return
        if self.model.row_of(chosen.id) < 0 and self.model.rowCount():
            # The case is gone from here: the one that took its place is chosen.
            self.table.selectRow(min(row, self.model.rowCount() - 1))
        self._tell(entry)

    def _title_of_copy(self, title: str) -> str:
        say, short = self.words.say, title[: _TITLE_LENGTH - 12]
        wanted, number = say("{title} (copy)", title=short), 1
        while self.model.has_title(wanted):
            number += 1
            wanted = say("{title} (copy {number})", title=short, number=number)
        return wanted

    # Taking it back.

    def undoable(self) -> tuple[str, str]:
        """Return what was done to the list that can be undone and done again, by name."""
        return self.log.undoable()

    def undo(self) -> None:
        """Take back what was done to the list last."""
        name, entry = self.log.undoable()[0], self.log.undo()
        if entry is not None:
            self._choose(entry.case_id)
            self.notice.tell(partial(self.words.say, N_("Undone: {change}"), change=name), can_undo=False)

    def redo(self) -> None:
        """Do again what was undone last."""
        entry = self.log.redo()
        if entry is not None:
            self._choose(entry.case_id)
            self._tell(entry)

    def _tell(self, entry: ListEntry) -> None:
        self.notice.tell(
            lambda: self.words.say(_TOLD[entry.deed], title=entry.title),
            can_undo=True,
        )

    def _choose(self, case_id: str) -> None:
        if self.model.row_of(case_id) >= 0:
            self.table.choose(case_id)
            self._show_chosen()

    def note_done(self, deed: ListDeed, case_id: str, title: str) -> None:
        """Show a case that was added or replaced, and offer to take that back."""
        entry = self.log.note(deed, case_id, title)
        self._choose(case_id)
        self._tell(entry)

    def forget_case(self, case_id: str) -> None:
        """Offer nothing any more that was done to a case which is gone for good."""
        self.log.drop(case_id)
        self.notice.hide()

    def chosen(self) -> CaseSummary | None:
        """Return the chosen case."""
        index = self.table.currentIndex()
        return self.model.case_at(index.row()) if index.isValid() else None

    def _allow(self) -> None:
        chosen = self.chosen()
        for each in (
            self.open_button,
            self.duplicate_button,
            self.export_button,
            self.keeping.hand_over_button,
            self.archive_button,
            self.delete_button,
            self.menu.open,
            self.menu.duplicate,
            self.menu.export,
            self.menu.hand_over,
            self.menu.archive,
            self.menu.delete,
            self.menu.forget,
        ):
            each.setEnabled(chosen is not None)
        message = N_("Bring back") if chosen is not None and chosen.archived else N_("Archive")
        self.words.bind(self.archive_button, message)
        self.words.bind(self.menu.archive, message)

    # What is dropped.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take case folders; papers go to the open case, which the window sees to."""
        files = dropped_files(event)
        if files and (
            not self.session.has_case or answer_soon(lambda: bool(case_folders(files)), otherwise=False)
        ):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Import the case folders that are dropped, or say what can be dropped here."""
        event.acceptProposedAction()
        files = dropped_files(event)
        if handed_over(files) is not None:
            QTimer.singleShot(0, self, lambda: self.keeping.take_over(handed_over(files)))
            return

        def take(folders: tuple[Path, ...]) -> None:
            if folders:
                self.import_folders(folders)
                return
            self.session.told.emit(
                self.words.say(
                    "No case is open to which these could belong: open or start one first, then drop its "
                    "papers. A case folder, which holds case.toml, can be dropped here."
                )
            )

        def tell_slow() -> None:
            say, name = self.words.say, files[0].name
            self.session.told.emit(
                say(
                    "The drive with {name} does not answer; the case is imported as soon as it does.",
                    name=name,
                )
            )

        AskDisk(self, lambda: case_folders(files), take, tell_slow)


def plain_name(title: str) -> str:
    """Return a title as a name for a file or folder on any system."""
    kept = "".join(" " if mark in '<>:"/\\|?*' or ord(mark) < 32 else mark for mark in title)
    return " ".join(kept.split())[:80].rstrip(". ") or "case"
