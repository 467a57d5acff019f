"""The page of a dialog on which work is begun: what is chosen, what is told, its progress, its buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.gui.fields import row_of, scrolled
from app.gui.notice import Notice
from app.gui.session import Session
from app.gui.words import Words
from app.gui.work_row import WorkRow


class WorkPage(QWidget):
    """Shows what is chosen in a scrolled area, and below it a notice, the progress, and buttons."""

    def __init__(self, session: Session, words: Words, verb: str, inside: QWidget) -> None:
        super().__init__()
        self.notice = Notice()
        self.work = WorkRow(session, words, verb, lambda: session.cancel(verb))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(scrolled(inside), 1)
        column.addWidget(self.notice)
        column.addWidget(self.work)

    def add_buttons(self, *buttons: tuple[QPushButton, Callable[[], object]]) -> None:
        """Add buttons in a row, each with what it does."""
        row = row_of()
        for each, deed in buttons:
            each.clicked.connect(lambda _=False, deed=deed: deed())
            row.addWidget(each)
        self._column.addLayout(row)
