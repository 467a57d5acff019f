"""What can be done with a paper of the case, as buttons and as entries of its menu."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from app.gui.flow import flow_of
from app.gui.words import Words
from app.i18n.catalogue import N_


class PaperDeed(StrEnum):
    """What can be done with a paper."""

    ADD_PAPER = "add-paper"
    ADD_PAGES = "add-pages"
    PASTE = "paste"
    REPLACE = "replace"
    UP = "up"
    DOWN = "down"
    OPEN = "open"
    FOLDER = "folder"
    NOT_NEEDED = "not-needed"
    REMOVE = "remove"


_NAMES = {
    PaperDeed.ADD_PAPER: N_("Add another paper…"),
    PaperDeed.ADD_PAGES: N_("Add pages to this paper…"),
    PaperDeed.PASTE: N_("Paste here"),
    PaperDeed.REPLACE: N_("Replace the file…"),
    PaperDeed.UP: N_("Move up"),
    PaperDeed.DOWN: N_("Move down"),
    PaperDeed.OPEN: N_("Open the file"),
    PaperDeed.FOLDER: N_("Open the folder it came from"),
    PaperDeed.NOT_NEEDED: N_("It is not needed…"),
    PaperDeed.REMOVE: N_("Take out of the case"),
}
_KEYS = {PaperDeed.UP: "Alt+Up", PaperDeed.DOWN: "Alt+Down", PaperDeed.REMOVE: "Del"}
_AS_BUTTONS = (
    PaperDeed.ADD_PAGES,
    PaperDeed.REPLACE,
    PaperDeed.UP,
    PaperDeed.DOWN,
    PaperDeed.OPEN,
    PaperDeed.FOLDER,
)
_APART = (PaperDeed.REPLACE, PaperDeed.UP, PaperDeed.OPEN, PaperDeed.NOT_NEEDED)


class PaperActions(QWidget):
    """Shows what can be done with the chosen paper; what is not possible is not shown."""

    def __init__(self, words: Words, deeds: Mapping[PaperDeed, Callable[[], object]]) -> None:
        super().__init__()
        self.actions_by_deed: dict[PaperDeed, QAction] = {}
        self._buttons: dict[PaperDeed, QToolButton] = {}
        for deed, name in _NAMES.items():
            action = QAction(self)
            words.bind(action, name)
            action.triggered.connect(lambda _=False, do=deeds[deed]: do())
            self.actions_by_deed[deed] = action
        for deed, keys in _KEYS.items():
            # Only told: the list itself hears them, where they cannot mean anything else.
            words.bind(self.actions_by_deed[deed], _NAMES[deed])
            self.actions_by_deed[deed].setProperty("keys", keys)
        parts = [self._button(deed) for deed in _AS_BUTTONS]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flow_of(*parts))

    def _button(self, deed: PaperDeed) -> QToolButton:
        made = QToolButton()
        made.setObjectName("deed")
        made.setDefaultAction(self.actions_by_deed[deed])
        self._buttons[deed] = made
        return made

    def allow(self, possible: frozenset[PaperDeed]) -> None:
        """Show what is possible."""
        for deed, action in self.actions_by_deed.items():
            action.setEnabled(deed in possible)
            action.setVisible(deed in possible)
        for deed, made in self._buttons.items():
            made.setVisible(deed in possible)
        self.setVisible(any(deed in possible for deed in self._buttons))

    def menu(self, parent: QWidget) -> QMenu:
        """Return a menu of what is possible."""
        menu = QMenu(parent)
        for deed, action in self.actions_by_deed.items():
            if not action.isVisible():
                continue
            if deed in _APART and not menu.isEmpty():
                menu.addSeparator()
            keys = QKeySequence(str(action.property("keys") or ""))
            entry = menu.addAction(action.text())
            entry.setShortcut(keys)
            entry.triggered.connect(action.trigger)
        return menu
