"""Saves what is typed: when the field is left, and a moment after the last letter."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

PAUSE_MS = 600


class Autosave(QObject):
    """Calls `save` for a field, and shows in it what the case holds without disturbing who types.

    While an input method composes (Chinese typed as Latin letters), nothing is saved or refilled. `pause`
    is what is done after a moment without typing, where that differs from what leaving the field does.
    """

    def __init__(
        self, line: QLineEdit, save: Callable[[], None], pause: Callable[[], None] | None = None
    ) -> None:
        super().__init__(line)
        self._line = line
        self._pause = pause or save
        self._is_composing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._pause_is_over)
        line.textEdited.connect(lambda _: self._begin())
        line.editingFinished.connect(self._timer.stop)
        line.editingFinished.connect(save)
        line.installEventFilter(self)

    @property
    def is_typing(self) -> bool:
        """Say whether something was typed that is not saved yet, or is being composed."""
        return self._is_composing or self._timer.isActive()

    def show(self, text: str) -> None:
        """Show what the case holds, unless the field is being typed in or says the same already."""
        line = self._line
        same = line.text() == text or (line.hasFocus() and line.text().strip() == text)
        if self.is_typing or same:
            return
        cursor = line.cursorPosition()
        line.setText(text)
        if line.hasFocus():
            line.setCursorPosition(min(cursor, len(text)))

    def show_anew(self, text: str) -> None:
        """Show what the case holds of something else than before; what waits is not saved."""
        self._timer.stop()
        self._is_composing = False
        if self._line.text() != text:
            self._line.setText(text)

    def save_now(self) -> None:
        """Save what waits to be saved."""
        if self._timer.isActive():
            self._timer.stop()
            self._pause()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Wait while an input method composes."""
        if isinstance(event, QInputMethodEvent):
            self._is_composing = bool(event.preeditString())
            if self._is_composing and self._timer.isActive():
                # It begins anew when what is composed is put in, or given up.
                self._timer.start()
        elif event.type() is QEvent.Type.FocusOut:
            self._is_composing = False
        return False

    def _begin(self) -> None:
        self._timer.start()

    def _pause_is_over(self) -> None:
        if self._is_composing:
            self._timer.start()
        else:
            self._pause()
