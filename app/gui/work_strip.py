"""The strip that tells what is being worked at, how far it is, how long it still takes; and stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout

from app.gui.fields import button, text_label
from app.gui.open_case import Task
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.remaining import Pace, word_remaining

if TYPE_CHECKING:
    from app.domain.packet import Progress

TASKS = {
    "review": N_("Checking"),
    "read": N_("Reading papers"),
    "attach": N_("Adding files"),
    "add_files": N_("Adding files"),
    "replace_files": N_("Replacing files"),
    "compare_origins": N_("Looking for changed files"),
    "sort": N_("Sorting papers"),
    "enter": N_("Adding files"),
    "look": N_("Reading papers"),
    "measure": N_("Measuring"),
    "copy_photo": N_("Making a copy"),
    "import": N_("Importing"),
    "export": N_("Exporting"),
    "hand_over": N_("Handing over"),
    "look_into": N_("Looking into a file"),
    "take_over": N_("Taking over"),
    "back_up": N_("Backing up"),
    "list_backups": N_("Looking for backups"),
    "set_backups": N_("Looking for backups"),
    "verify_backup": N_("Verifying a backup"),
    "look_into_backup": N_("Looking into a backup"),
    "restore_case": N_("Restoring a case"),
    "remove_backup": N_("Removing a backup"),
    "forget_case": N_("Deleting for good"),
    "plan": N_("Planning"),
    "lay_out": N_("Laying out a Word file"),
    "build": N_("Building"),
    "share": N_("Making a copy"),
    "upload": N_("Writing upload files"),
    "verify": N_("Verifying"),
    "write_letter": N_("Writing a letter"),
    "attach_letter": N_("Attaching a letter"),
    "list_templates": N_("Looking at a template"),
    "look_at_template": N_("Looking at a template"),
    "add_template": N_("Looking at a template"),
    "gap_list": N_("Writing a list"),
}
# What nobody asked for and what mostly takes a moment is told only once it takes longer.
_QUIET = frozenset(
    {
        *("review", "plan", "measure", "compare_origins", "list_backups", "set_backups", "list_templates"),
        *("look_at_template", "add_template"),
    }
)
_QUIET_MS = 500
_TICK_MS = 1000
# Work of one step: what is left of it is left of the whole.
_ONE_STEP = frozenset({"import", "export", "read", "enter"})


class WorkStrip(QFrame):
    """Shows the work of the moment, whoever asked for it."""

    def __init__(
        self, session: Session, words: Words, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._session = session
        self._words = words
        self._clock = clock
        self._task: Task | None = None
        self._pace = Pace()
        self.name = QLabel()
        self.name.setObjectName("strip-name")
        self.name.setWordWrap(True)
        self.step = text_label("", "muted")
        self.file = QLabel()
        self.file.setObjectName("muted")
        self.file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.left = text_label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.cancel_button = button(words, N_("Cancel"), "small")
        self.cancel_button.clicked.connect(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.name)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        column.addLayout(row)
        column.addWidget(self.step)
        column.addWidget(self.file)
        column.addWidget(self.left)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_QUIET_MS)
        self._late.timeout.connect(self._appear)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_left)
        session.working.connect(self._take)
        session.worker.busy_changed.connect(self._show_next)
        words.changed.connect(self._show)
        self.hide()

    @property
    def task(self) -> Task | None:
        """Return the work that is shown or about to be."""
        return self._task

    def cancel(self) -> None:
        """Stop the work of the moment; what waits goes on."""
        verb = self._session.worker.at_work
        if verb:
            self._session.cancel(verb)

    def _take(self, task: Task | None) -> None:
        if task is None:
            self._task = None
            self._late.stop()
            self._tick.stop()
            # Work that follows at once takes the place of this one, without a flicker between.
            QTimer.singleShot(0, self, self._vanish)
            return
        if self._task is None or self._task.verb != task.verb:
            self._pace = Pace()
        self._task = task
        if task.progress is not None:
            self._pace.hear(task.progress, self._clock())
        if self.isHidden() and task.verb in _QUIET:
            if not self._late.isActive():
                self._late.start()
            return
        self._appear()

    def _appear(self) -> None:
        if self._task is not None:
            self._late.stop()
            self._show()
            self.show()
            if not self._tick.isActive():
                self._tick.start()

    def _vanish(self) -> None:
        if self._task is None:
            self.hide()

    # What is shown.

    def _show(self) -> None:
        task = self._task
        if task is None:
            # Nothing of the last work is left to be heard, in whatever language it was told.
            for each in (self.name, self.step, self.left):
                each.clear()
            self.setAccessibleName("")
            self.cancel_button.setAccessibleName(self._words.say("Cancel"))
            return
        self.name.setText(self._name(task))
        progress = task.progress
        self.step.setText(self._step_words(task))
        self.step.setVisible(bool(self.step.text()))
        self._show_file()
        # Without a number of pieces the bar only shows that something is going on.
        self.bar.setRange(0, 0 if progress is None else progress.total)
        self.bar.setValue(0 if progress is None else progress.done)
        self._show_left()
        self.setAccessibleName(self.name.text())
        self.cancel_button.setAccessibleName(
            self._words.say("Cancel: {work}", work=self._words.say(TASKS[task.verb]))
        )

    def _name(self, task: Task) -> str:
        say = self._words.say
        words = say(TASKS[task.verb])
        if self._is_plain(task):
            # The step is the whole work: its name once is enough.
            words = f"{words} {_counted(task.progress)}".strip()
        if task.title and (not self._session.has_case or task.title != self._session.case.title):
            words = say("{work} · {case}", work=words, case=task.title)
        return words

    def _is_plain(self, task: Task) -> bool:
        return self._step_name(task) in ("", self._words.say(TASKS[task.verb]))

    def _step_name(self, task: Task) -> str:
        progress = task.progress
        from app.i18n.wording import STEPS

        return "" if progress is None else self._words.say(STEPS.get(progress.step, STEPS["page"]))

    def _step_words(self, task: Task) -> str:
        if self._is_plain(task):
            return ""
        return f"{self._step_name(task)} {_counted(task.progress)}".strip()

    def _show_file(self) -> None:
        progress = None if self._task is None else self._task.progress
        name = "" if progress is None else _file(progress)
        room = max(60, self.width() or self.file.width())
        self.file.setText(self.file.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self.file.setToolTip(name)
        self.file.setVisible(bool(name))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much of the file's name as there is room for."""
        super().resizeEvent(event)
        self._show_file()

    def _show_left(self) -> None:
        task, say = self._task, self._words.say
        if task is None:
            return
        seconds = self._pace.left(self._clock())
        words = "" if seconds is None else word_remaining(seconds, self._words.language)
        if words and task.verb not in _ONE_STEP:
            words = say("This step: {left}", left=words)
        waiting = self._next_words()
        self.left.setText("\n".join(filter(None, (words, waiting))))
        self.left.setVisible(bool(self.left.text()))

    def _next_words(self) -> str:
        waiting = tuple(verb for verb in self._session.worker.waiting if verb in TASKS)
        if not waiting:
            return ""
        return self._words.say("Next: {work}", work=self._words.say(TASKS[waiting[0]]))

    def _show_next(self) -> None:
        if not self.isHidden():
            self._show_left()


def _counted(progress: Progress | None) -> str:
    return f"{progress.done}/{progress.total}" if progress is not None and progress.total > 1 else ""


def _file(progress: Progress) -> str:
    """Return the last part of a file's name: the strip is narrow."""
    return progress.name.replace("\\", "/").rpartition("/")[2]
