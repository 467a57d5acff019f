"""A framed line that tells what is wrong or done, with its mark, inside a dialog."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.gui.fields import set_flag, text_label
from app.gui.marks import Mark, mark_icon


class Notice(QFrame):
    """Tells one thing at a time; hidden while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self._icon = QLabel()
        self._icon.setContentsMargins(0, 2, 0, 0)
        self.text = text_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, words: str, mark: Mark) -> None:
        """Tell something."""
        set_flag(self, "bad", on=mark is Mark.BAD)
        self._icon.setPixmap(mark_icon(mark).pixmap(16, 16))
        self.text.setText(words)
        self.setAccessibleName(words)
        self.show()
