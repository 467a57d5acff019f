"""Help one key away, in every dialog too; and where the focus may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from app.gui.words import Words

if TYPE_CHECKING:
    from app.gui.window import MainWindow

# The chapter for each dialog; any other dialog opens the chapter of the step it was opened from.
_CHAPTERS = {
    "NewCaseDialog": "cases",
    "SortDialog": "sorting",
    "ShareDialog": "packet",
    "UploadDialog": "packet",
    "VerifyDialog": "verify",
    "RulesDialog": "rules",
    "HandOverDialog": "keeping",
    "TakeOverDialog": "keeping",
    "BackupsDialog": "keeping",
    "RestoreDialog": "keeping",
    "ForgetDialog": "keeping",
    "OwnTemplatesDialog": "letters",
    "GapListDialog": "letters",
    "HistoryDialog": "undo",
    "CrashDialog": "privacy",
    "AboutDialog": "privacy",
    "SafetyDialog": "keeping",
    "PassphraseDialog": "keeping",
    "RecoveryDialog": "keeping",
    "FirstStartDialog": "keeping",
}


class HelpKeys(QObject):
    """Gives F1 to every dialog as it comes up: a modal dialog keeps the keys of the window from it."""

    def __init__(self, window: MainWindow, words: Words) -> None:
        super().__init__(window)
        self._window = window
        self._words = words
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._see)

    def open(self, chapter: str, beside: QWidget | None = None) -> QWidget:
        """Open the help at a chapter, beside the window or a dialog of it."""
        from app.gui.help_window import HelpWindow

        owner = beside or self._window
        known = owner.findChild(HelpWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = known or HelpWindow(self._words, self.table, owner)
        shown.show_chapter(chapter)
        shown.show()
        shown.activateWindow()
        return shown

    def table(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return every key of the window by menu, as the menus and buttons have them."""
        menus = [
            (_plain(title), [(_plain(each.text()), _keys_of(each)) for each in actions if each.shortcuts()])
            for title, actions in self._window.menus.actions()
        ]
        in_menus = {key for _, deeds in menus for _, key in deeds}
        found: list[QAbstractButton | QAction] = []
        for page in self._window.pages.values():
            found += [*page.findChildren(QAbstractButton), *page.findChildren(QAction)]
        steps = [
            (_plain(each.text()), each.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
            for each in found
            if each.text() and not each.shortcut().isEmpty()
        ]
        more = sorted({each for each in steps if each[1] not in in_menus})
        return [*menus, (self._words.say("On the pages"), more)] if more else menus

    def _see(self, _old: QWidget | None, new: QWidget | None) -> None:
        dialog = None if new is None else new.window()
        if not isinstance(dialog, QDialog) or dialog.property("has_help"):
            return
        dialog.setProperty("has_help", True)
        chapter = _CHAPTERS.get(type(dialog).__name__, self._window.steps_shown().name.lower())
        key = QShortcut(QKeySequence("F1"), dialog)
        key.activated.connect(lambda: self.open(chapter, dialog))


def _plain(words: str) -> str:
    """Return the words of a menu or button without the mark of their key."""
    head, bracket, tail = words.partition("(&")
    without = head + tail[2:] if bracket else words
    return without.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _keys_of(action: QAction) -> str:
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def focus_first(part: QWidget) -> bool:
    """Put the focus on the first thing in a part that takes it; say whether there is one."""
    takes = {each for each in (part, *part.findChildren(QWidget)) if _takes_focus(each)}
    if not takes:
        return False
    first: QWidget | None = part
    while first is not None and first not in takes:
        first = first.nextInFocusChain()
    if first is not None:
        first.setFocus(Qt.FocusReason.TabFocusReason)
    return first is not None


def _takes_focus(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None
