"""The menus: every deed of the window by name, with its key, in the language of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.gui.keeping_ways import hand_over, show_backups, take_over
from app.gui.steps import Step
from app.gui.theme import Scheme
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.window import MainWindow

_SCHEMES = {
    Scheme.SYSTEM: N_("As the &system"),
    Scheme.LIGHT: N_("&Light"),
    Scheme.DARK: N_("D&ark"),
}
_STEPS = {
    Step.CASES: N_("&Cases"),
    Step.CATEGORY: N_("Ca&tegory"),
    Step.PEOPLE: N_("&People"),
    Step.DOCUMENTS: N_("&Documents"),
    Step.LETTERS: N_("L&etters"),
    Step.REVIEW: N_("&Review"),
    Step.PACKET: N_("Pac&ket"),
}


class Menus:
    """Holds the menus of the main window, each to be added to."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._words = window.words
        # What can be done while the cases are locked, too.
        self._free: set[QAction] = set()
        self._are_cases_there = True
        self.case = self._menu(N_("&Case"))
        self.edit = self._menu(N_("&Edit"))
        self.view = self._menu(N_("&View"))
        self.help = self._menu(N_("&Help"))
        self.recent = self._build_case()
        self.undo, self.redo = self._build_edit()
        self._build_view()
        self._build_help()

    def _build_case(self) -> QMenu:
        menu, window = self.case, self._window
        self.add(menu, N_("&New case"), window.new_case, "Ctrl+N")
        self.add(menu, N_("&Import case folder…"), window.import_case, "Ctrl+O")
        recent = menu.addMenu("")
        self._words.bind(recent, N_("Recent &cases"), "setTitle")
        self.add(menu, N_("&Take over a case…"), partial(take_over, window))
        self.add(menu, N_("&Hand over the case…"), partial(hand_over, window))
        menu.addSeparator()
        self.add(menu, N_("&Add a folder of papers…"), window.add_folder, "Ctrl+D")
        self.add(menu, N_("&Build the packet…"), window.build_packet, "Ctrl+B")
        self.add(menu, N_("&Verify a packet file…"), window.verify_packet)
        menu.addSeparator()
        self.add(menu, N_("Bac&kups…"), partial(show_backups, window))
        menu.addSeparator()
        self.add(menu, N_("&Safety…"), window.show_safety)
        self.lock = self.add(menu, N_("&Lock now"), window.lock, "Ctrl+L")
        menu.addSeparator()
        self.add(menu, N_("Import &rules…"), window.import_rules)
        self.add(menu, N_("&Use the bundled rules"), window.use_bundled_rules)
        menu.addSeparator()
        self._free.add(self.add(menu, N_("&Quit"), window.close, "Ctrl+Q"))
        return recent

    def _build_edit(self) -> tuple[QAction, QAction]:
        menu, window = self.edit, self._window
        undo = menu.addAction("")
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        undo.triggered.connect(lambda: window.undo())
        redo = menu.addAction("")
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        redo.triggered.connect(lambda: window.redo())
        self.history = self.add(menu, N_("&History…"), window.show_history, "Ctrl+H")
        menu.addSeparator()
        self.paste = self.add(menu, N_("&Paste papers"), window.paste, "Ctrl+V")
        menu.addSeparator()
        self.add(menu, N_("&Find"), window.search, "Ctrl+F")
        menu.aboutToShow.connect(self.refresh)
        return undo, redo

    def _build_view(self) -> None:
        menu, window = self.view, self._window
        for step, name in _STEPS.items():
            self.add(menu, name, partial(window.show_step, step), f"Ctrl+{step + 1}")
        menu.addSeparator()
        self.add(menu, N_("&Next part of the window"), window.next_part, "F6")
        self.add(menu, N_("Pre&vious part of the window"), window.previous_part, "Shift+F6")
        menu.addSeparator()
        group = QActionGroup(window)
        chosen = window.settings.value("scheme", Scheme.SYSTEM.value)
        for scheme, name in _SCHEMES.items():
            action = self.add(menu, name, partial(window.use_scheme, scheme))
            action.setCheckable(True)
            action.setChecked(scheme.value == chosen)
            group.addAction(action)
            self._free.add(action)

    def _build_help(self) -> None:
        menu, window = self.help, self._window
        self.add(menu, N_("&How it works"), window.show_help, "F1")
        self.add(menu, N_("&Keys"), partial(window.show_help, "keys"), "Shift+F1")
        menu.addSeparator()
        self.add(menu, N_("&About Yongju"), window.show_about)
        self._free.update(menu.actions())

    def allow(self, *, cases: bool) -> None:
        """Let what is done to cases be done, or not; then no menu names any of them either."""
        self._are_cases_there = cases
        self.recent.clear()
        self.recent.setEnabled(cases)
        for menu in (self.case, self.edit, self.view, self.help):
            for action in menu.actions():
                action.setEnabled(cases or action in self._free)
        self.refresh()

    def add(self, menu: QMenu, message: str, do: Callable[[], object], shortcut: str = "") -> QAction:
        """Add a deed at the end of a menu."""
        action = menu.addAction("")
        self._words.bind(action, message)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _=False: do())
        return action

    def refresh(self) -> None:
        """Name what can be undone and redone."""
        there = self._are_cases_there
        undo, redo = self._window.current_page().undoable() if there else ("", "")
        for action, name, plain, named in (
            (self.undo, undo, N_("&Undo"), N_("&Undo: {change}")),
            (self.redo, redo, N_("&Redo"), N_("&Redo: {change}")),
        ):
            say = self._words.say
            action.setText(say(named, change=name.replace("&", "&&")) if name else say(plain))
            action.setEnabled(bool(name))
        self.lock.setEnabled(there and self._window.locking.may_lock)
        has_case = there and self._window.session.has_case
        self.history.setEnabled(has_case)
        self.paste.setEnabled(has_case)

    def actions(self) -> list[tuple[str, list[QAction]]]:
        """Return every menu by name with what can be done in it."""
        menus = (self.case, self.edit, self.view, self.help)
        return [(menu.title(), [each for each in menu.actions() if each.text()]) for menu in menus]

    def _menu(self, message: str) -> QMenu:
        menu = self._window.menuBar().addMenu("")
        self._words.bind(menu, message, "setTitle")
        return menu
