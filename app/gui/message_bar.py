"""The line above the page that tells what happened, with everything that belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QVBoxLayout, QWidget

from app.gui.fields import button, set_flag, text_label
from app.gui.marks import Mark, mark_icon
from app.gui.words import Words
from app.i18n.catalogue import N_

_ROWS = 7


@dataclass(frozen=True, slots=True)
class Offer:
    """Holds one thing that can be done about a message: its name, still to be translated, and the deed."""

    name: str
    do: Callable[[], object]


class MessageBar(QWidget):
    """Shows one message at a time until it is closed or the next one comes."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.frame = QFrame()
        self.frame.setObjectName("message")
        self._words = words
        self._make: Callable[[], tuple[str, list[str]]] = lambda: ("", [])
        self._mark = Mark.NOTE
        self._offer: Offer | None = None
        self.icon = QLabel()
        self.text = text_label()
        # The first line stands level with the mark and the buttons.
        self.icon.setContentsMargins(0, 7, 0, 0)
        self.text.setContentsMargins(0, 5, 0, 5)
        self.details = QListWidget()
        self.details.setWordWrap(True)
        self.details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.bind(self.details, N_("Details"), "setAccessibleName")
        self.offer_button = button(words, N_("Undo"), "flat")
        self.offer_button.clicked.connect(self._take_offer)
        self.close_button = button(words, N_("Close"), "flat")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.offer_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 14, 0, 0)
        outer.addWidget(self.frame)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(14, 9, 8, 9)
        column.addLayout(row)
        column.addWidget(self.details)
        words.changed.connect(self._show)
        self.hide()

    def tell(
        self,
        make: Callable[[], tuple[str, list[str]]],
        *,
        bad: bool,
        mark: Mark | None = None,
        offer: Offer | None = None,
    ) -> None:
        """Show a message and its details; `make` words them in the language of the moment."""
        self._make = make
        self._offer = offer
        self._mark = mark or (Mark.BAD if bad else Mark.GOOD)
        set_flag(self.frame, "bad", on=bad)
        self._show()
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take_offer(self) -> None:
        offer = self._offer
        self.hide()
        if offer is not None:
            offer.do()

    def _show(self) -> None:
        text, details = self._make()
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.icon.setPixmap(mark_icon(self._mark).pixmap(16, 16))
        if self._offer is not None:
            self._words.bind(self.offer_button, self._offer.name)
        self.offer_button.setVisible(self._offer is not None)
        self.details.clear()
        self.details.addItems(details)
        self.details.setVisible(bool(details))
        rows = sum(self.details.sizeHintForRow(row) for row in range(min(len(details), _ROWS)))
        self.details.setFixedHeight(rows + 2 * self.details.frameWidth() + 12)
