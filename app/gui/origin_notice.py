"""Tells that a file changed on the disk after it was taken in, and asks which of the two counts."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.files import OriginChange
from app.gui.fields import button, card, text_label
from app.gui.flow import flow_of
from app.gui.words import Words
from app.i18n.catalogue import N_


class OriginNotice(QWidget):
    """Shows one changed file at a time."""

    use = Signal(object)
    keep = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.change: OriginChange | None = None
        frame, column = card(kind="warning", margin=12)
        self.told = text_label()
        self.use_button = button(words, N_("Use the new one"), "small")
        self.keep_button = button(words, N_("Keep the kept one"), "small")
        self.use_button.clicked.connect(lambda: self.use.emit(self.change))
        self.keep_button.clicked.connect(lambda: self.keep.emit(self.change))
        column.addWidget(self.told)
        column.addWidget(flow_of(self.use_button, self.keep_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self.hide()

    def show_change(self, change: OriginChange | None) -> None:
        """Ask about a file, or about none."""
        self.change = change
        self.setVisible(change is not None)
        if change is not None:
            name = Path(change.origin).name
            self.told.setText(self._words.say("The file {name} changed on disk.", name=name))
            self.told.setToolTip(change.origin)
