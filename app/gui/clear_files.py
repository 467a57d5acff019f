"""Has large files of an encrypted store deciphered beside the window, and tells when they can be read."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.casework import clear_files
from app.casework.desk import Desk
from app.domain.errors import AppError
from app.gui.beside import Beside
from app.gui.page_drawing import page_artist

_LONGEST_SECONDS = 2.0


class ClearFiles(QObject):
    """Deciphers each file once; a page of a file that is still on its way is drawn when it has come."""

    def __init__(self, desk: Desk, tell: Callable[[AppError], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tell = tell
        self._coming: dict[Path, list[Callable[[], None]]] = {}
        self._threads: list[threading.Thread] = []
        self._beside = Beside(self)

    def want(self, file: clear_files.ClearFile) -> None:
        """See to it that a file can be read by and by."""
        if file.is_there or file.path in self._coming:
            return
        self._coming[file.path] = []
        page_artist().hold(file.path)
        self._threads = [each for each in self._threads if each.is_alive()]
        work = partial(_decipher, self._desk, file)
        self._threads.append(self._beside.start(work, partial(self._finish, file.path)))

    def when_there(self, path: Path, do: Callable[[], None]) -> None:
        """Do something as soon as a file can be read, at once where it can."""
        if path in self._coming:
            self._coming[path].append(do)
        else:
            do()

    def end(self) -> None:
        """Wait until nothing more is written, so that what was deciphered can be removed."""
        for path in self._coming:
            page_artist().release(path)
        self._coming.clear()
        for thread in self._threads:
            thread.join(_LONGEST_SECONDS)

    def _finish(self, path: Path, error: AppError | None) -> None:
        waiting = self._coming.pop(path, [])
        page_artist().release(path)
        if error is not None:
            self._tell(error)
            return
        for do in waiting:
            do()


def _decipher(desk: Desk, file: clear_files.ClearFile) -> AppError | None:
    """Decipher a file; returns what stopped it, if anything did."""
    try:
        clear_files.decipher(desk, file.sha256)
    except AppError as error:
        return error
    except (OSError, ValueError):
        # The store was locked meanwhile.
        return None
    return None
