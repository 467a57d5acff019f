"""A framed line that tells what was done, with a button that takes it back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.gui.fields import button, text_label
from app.gui.marks import Mark, mark_icon
from app.gui.words import Words
from app.i18n.catalogue import N_


class UndoNotice(QFrame):
    """Tells one thing at a time, in the language of the moment, until it is closed or undone."""

    def __init__(self, words: Words, undo: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("message")
        self._make: Callable[[], str] = str
        self._icon = QLabel()
        self.text = text_label()
        self.undo_button = button(words, N_("Undo"))
        self.undo_button.clicked.connect(undo)
        self.close_button = button(words, N_("Close"), "flat")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        words.changed.connect(self._show)
        self.hide()

    def tell(self, make: Callable[[], str], *, can_undo: bool) -> None:
        """Tell what was done; `make` words it."""
        self._make = make
        self.undo_button.setVisible(can_undo)
        self._show()
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        words = self._make()
        self.text.setText(words)
        self.text.setAccessibleName(words)
        self._icon.setPixmap(mark_icon(Mark.GOOD).pixmap(16, 16))
