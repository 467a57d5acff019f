"""The line at the foot of a dialog that shows how far the worker is, and stops it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.domain.packet import Progress
from app.gui.fields import button, text_label
from app.gui.open_case import Task
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.wording import word_progress


class WorkRow(QWidget):
    """Shows the progress of one verb of the worker while it is at work."""

    def __init__(self, session: Session, words: Words, verb: str, stop: Callable[[], None]) -> None:
        super().__init__()
        self._words = words
        self._verb = verb
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.step = text_label("", "muted")
        self.cancel_button = button(words, N_("Cancel"))
        self.cancel_button.clicked.connect(stop)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.step)
        session.working.connect(self._show_task)
        self.hide()

    def begin(self) -> None:
        """Show that the work has begun."""
        self.bar.setRange(0, 0)
        self.step.setText("")
        self.show()

    def end(self) -> None:
        """Show nothing any more."""
        self.hide()

    def hear(self, progress: Progress) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)
        self.step.setText(word_progress(progress, self._words.language))

    def _show_task(self, task: Task | None) -> None:
        if task is not None and task.verb == self._verb and task.progress is not None:
            self.hear(task.progress)
