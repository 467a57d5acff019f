"""Does what takes a moment in a thread beside the window, and hands over what came of it."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError

_Done = Callable[[Any], None]
_Failed = Callable[[AppError], None]


class Beside(QObject):
    """Runs one piece of work at a time; what comes of it is dropped where its owner is gone by then."""

    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._ended.connect(self._hand_over)

    def run(self, work: Callable[[], object], done: _Done, failed: _Failed) -> None:
        """Run work, and then call one of the two in the thread of the window."""
        self.is_busy = True

        def begin() -> None:
            result, error = None, None
            try:
                result = work()
            except AppError as refused:
                error = refused
            # The window may have been closed meanwhile.
            with contextlib.suppress(RuntimeError):
                self._ended.emit(result, error, (done, failed))

        threading.Thread(target=begin, daemon=True).start()

    def _hand_over(self, result: object, error: AppError | None, then: tuple[_Done, _Failed]) -> None:
        self.is_busy = False
        done, failed = then
        if error is None:
            done(result)
        else:
            failed(error)
