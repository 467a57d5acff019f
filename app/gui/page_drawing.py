"""Draws pages of files in processes of their own: a hostile file may bring its reader down."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QPixmap

import app

_ROOT = Path(app.__file__).resolve().parents[1]
_LONGEST_MS = 20_000
_DELAY_MS = 100


class PageDrawer(QObject):
    """Draws one page at a time; a page that is wanted meanwhile takes the place of the one before."""

    drawn = Signal(int, QPixmap)  # how many pages the file has, and the page
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._wanted: tuple[Path, int, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LONGEST_MS)
        self._timer.timeout.connect(self._give_up)
        # Whoever runs over many rows does not want a picture of each.
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._start)

    @property
    def is_busy(self) -> bool:
        """Say whether a page is being drawn or about to be."""
        return self._process is not None or self._delay.isActive()

    def draw(self, path: Path, page: int, size: int) -> None:
        """Draw a page, counted from 0, of at most `size` pixels on its longer side."""
        self.stop()
        self._wanted = (path, page, size)
        self._delay.start()

    def stop(self) -> None:
        """End the process that draws."""
        process, self._process = self._process, None
        self._timer.stop()
        self._delay.stop()
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _start(self) -> None:
        if self._wanted is None:
            return
        path, page, size = self._wanted
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(_ROOT))
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(_ROOT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._take)
        process.errorOccurred.connect(lambda _: self._give_up())
        self._process = process
        process.start(sys.executable, ["-m", "app.gui.picture", str(path.absolute()), str(page), str(size)])
        self._timer.start()

    def _take(self) -> None:
        if self._process is None:
            return
        answer = bytes(self._process.readAllStandardOutput().data())
        self.stop()
        count, _, data = answer.partition(b"\n")
        picture = QPixmap()
        if count.isdigit() and picture.loadFromData(data, "PNG"):
            self.drawn.emit(int(count), picture)
        else:
            self.failed.emit()

    def _give_up(self) -> None:
        self.stop()
        self.failed.emit()
