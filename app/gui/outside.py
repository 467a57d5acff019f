"""Asks the disk about files outside the case: a drive that does not answer must never hold the window up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from app.env.there import is_folder
from app.gui.beside import LOOK_MS

T = TypeVar("T")
# A disk that is there answers long before; nobody notices a wait as short as this.
_AT_ONCE_S = 0.03
_SLOW_MS = 2000


class AskDisk(QObject, Generic[T]):
    """Asks a question in a thread; nearly always it is answered before the call returns.

    Where the drive does not answer, `slow` is called once, and `done` if it ever does.
    """

    def __init__(
        self,
        parent: QObject,
        question: Callable[[], T],
        done: Callable[[T], None],
        slow: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._done: Callable[[T], None] | None = done
        self._slow = slow
        self._answers: list[T] = []
        if _ask_in_thread(question, self._answers).wait(_AT_ONCE_S):
            self._take()
            return
        # The window looks for the answer: a thread that emitted a signal might find this object deleted.
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self._take)
        timer.start()
        if slow is not None:
            QTimer.singleShot(_SLOW_MS, self, self._tell_slow)

    def _take(self) -> None:
        if self._answers and self._done is not None:
            done, self._done = self._done, None
            self.deleteLater()
            done(self._answers[0])

    def _tell_slow(self) -> None:
        if self._done is not None and self._slow is not None:
            self._slow()


def answer_soon(question: Callable[[], T], otherwise: T) -> T:
    """Return what the disk answers at once, or something else where it does not."""
    answers: list[T] = []
    return answers[0] if _ask_in_thread(question, answers).wait(_AT_ONCE_S) else otherwise


def hold_folder(paths: Iterable[Path]) -> bool:
    """Say whether one of several paths is a folder; one that cannot be looked at is none."""
    return any(is_folder(each) for each in paths)


def _ask_in_thread(question: Callable[[], T], answers: list[T]) -> threading.Event:
    answered = threading.Event()

    def work() -> None:
        answers.append(question())
        answered.set()

    threading.Thread(target=work, daemon=True).start()
    return answered
