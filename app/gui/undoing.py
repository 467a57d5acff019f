"""Undo and redo by key: what is being typed first, then the changes of the case."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class TypingFirst(QObject):
    """Lets a field keep the keys of undo only while it has typing of its own to take back.

    A field of Qt takes these keys even where it has nothing to undo; the menu would never hear them.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the keys of undo from a field that has nothing to undo."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(_UNDO), event.matches(_REDO)
        if not (undo or redo) or not isinstance(watched, QWidget):
            return False
        if _has_typing(watched, redo=redo):
            return False
        event.ignore()
        return True

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._let_go)
        self._watched = new if _is_field(new) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._let_go)

    def _let_go(self) -> None:
        self._watched = None


def _is_field(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QAbstractSpinBox | QComboBox | QPlainTextEdit | QTextEdit)


def _has_typing(widget: QWidget, *, redo: bool) -> bool:
    line = widget.lineEdit() if isinstance(widget, QComboBox | QAbstractSpinBox) else widget
    if isinstance(line, QLineEdit):
        return line.isRedoAvailable() if redo else line.isUndoAvailable()
    if isinstance(line, QPlainTextEdit | QTextEdit):
        document = line.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    return False


def finish_typing() -> None:
    """Let the field that is typed in hand over what stands in it, as if it were left."""
    focus = QApplication.focusWidget()
    if focus is None:
        return
    focus.clearFocus()
    focus.setFocus()
