"""The menu of a row of the list of cases; its keys hold while the list has the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.gui.case_cells import COLUMN_NAMES, Column
from app.gui.case_table import CasesTable
from app.gui.words import Words
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.pages.cases import CasesPage


class RowMenu:
    """Holds the actions of the list; the table shows them as its menu."""

    def __init__(self, table: CasesTable, words: Words, page: CasesPage) -> None:
        self._table = table
        self._words = words
        self.open = self._action(N_("Open"), page.open_chosen)
        self.duplicate = self._action(N_("Duplicate"), page.duplicate_case, "Ctrl+Shift+D")
        self.export = self._action(N_("Export case folder…"), page.export_case, "Ctrl+Shift+E")
        self.hand_over = self._action(N_("Hand over…"), page.keeping.hand_over)
        self.archive = self._action(N_("Archive"), page.archive_case, "Ctrl+Shift+A")
        self.delete = self._action(N_("Delete"), page.delete_case, "Del")
        self.forget = self._action(N_("Delete for good…"), page.keeping.forget, "Shift+Del")
        self._separate()
        self.sort = self._sort_menu()
        table.addAction(self.sort.menuAction())
        self._separate()
        self._action(N_("New case"), page.new_case)
        self._action(N_("Import case folder…"), page.import_case)
        self._action(N_("Take over…"), page.keeping.take_over)

    def _sort_menu(self) -> QMenu:
        table = self._table
        menu = QMenu(table)
        self._words.bind(menu, N_("Sort by"), "setTitle")
        group = QActionGroup(menu)
        for column in Column:
            action = QAction(menu)
            self._words.bind(action, COLUMN_NAMES[column])
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, column=column: table.sort_by(column))
            group.addAction(action)
            menu.addAction(action)
        menu.aboutToShow.connect(lambda: menu.actions()[table.heads.sorted_by[0]].setChecked(True))
        return menu

    def _action(self, message: str, do: Callable[[], object], shortcut: str = "") -> QAction:
        action = QAction(self._table)
        self._words.bind(action, message)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _=False: do())
        self._table.addAction(action)
        return action

    def _separate(self) -> None:
        line = QAction(self._table)
        line.setSeparator(True)
        self._table.addAction(line)
