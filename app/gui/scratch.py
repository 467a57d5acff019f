"""Files made for a while: pictures from the clipboard, copies that another program opens; off-thread."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QImage

from app.gui.beside import Beside
from app.gui.private_folder import private_folder


class Scratch(QObject):
    """Keeps a folder that goes when the window closes; what takes time is written by a thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = private_folder()
        self._number = 0
        self._beside = Beside(self)

    def save_picture(self, picture: QImage, done: Callable[[Path | None], None]) -> None:
        """Write a picture as a PNG file that is named by the moment."""
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
        path = self._new_folder() / f"{stamp}.png"
        self._write(path, lambda: picture.save(str(path), "PNG"), done)  # type: ignore[call-overload]

    def copy_file(self, source: Path, name: str, done: Callable[[Path | None], None]) -> None:
        """Copy a file under its own name, so that no program changes what is kept."""
        path = self._new_folder() / Path(name).name
        self._write(path, lambda: bool(shutil.copyfile(source, path)), done)

    def _new_folder(self) -> Path:
        self._number += 1
        folder = Path(self._folder.path()) / str(self._number)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write(self, path: Path, write: Callable[[], bool], done: Callable[[Path | None], None]) -> None:
        def work() -> Path | None:
            try:
                return path if write() else None
            except OSError:
                return None

        self._beside.start(work, done)


def pasted_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the files and folders that the clipboard holds."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def pasted_picture(data: QMimeData) -> QImage | None:
    """Return the picture that the clipboard holds."""
    picture = data.imageData() if data.hasImage() else None
    return picture if isinstance(picture, QImage) and not picture.isNull() else None
