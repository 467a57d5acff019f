"""Does what takes a moment in a thread beside the window, and hands over what came of it.

No thread touches an object of Qt: one that is deleted while a thread emits its signal takes the program down.
What a thread has done is left in a queue, where the window looks as long as something is on its way.
"""

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import AppError

T = TypeVar("T")
_Failed = Callable[[AppError], None]
LOOK_MS = 10


class Beside(QObject):
    """Runs work in threads; what comes of it is dropped where this object is gone by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ended: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._under_way = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Say whether something is on its way."""
        return self._under_way > 0

    def start(self, work: Callable[[], T], then: Callable[[T], None]) -> threading.Thread:
        """Run work in a thread of its own, and then tell the window what came of it."""
        ended = self._ended  # the thread holds the queue alone, never this object

        def begin() -> None:
            then_tell = None
            try:
                then_tell = partial(then, work())
            finally:
                ended.put(then_tell)

        self._under_way += 1
        self._timer.start()
        thread = threading.Thread(target=begin, daemon=True)
        thread.start()
        return thread

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: _Failed) -> None:
        """Run work that may be refused, and then call one of the two in the thread of the window."""

        def attempt() -> Callable[[], None]:
            try:
                return partial(done, work())
            except AppError as refused:
                return partial(failed, refused)

        self.start(attempt, lambda tell: tell())

    def _look(self) -> None:
        while not self._ended.empty():
            tell = self._ended.get()
            self._under_way -= 1
            if not self._under_way:
                self._timer.stop()
            if tell is not None:
                tell()
