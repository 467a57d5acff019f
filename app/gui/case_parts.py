"""Small parts of the page of cases: its search, the room of the part that is shown, what is dropped on it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget

from app.env.there import is_file

_CASE_FILE = "case.toml"


class SearchField(QLineEdit):
    """Takes what is searched for; Down leads into the list, Escape clears."""

    def __init__(self, enter_list: Callable[[], None]) -> None:
        super().__init__()
        self._enter_list = enter_list
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on into the list, or begin again."""
        if event.key() == Qt.Key.Key_Down:
            self._enter_list()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class OneShown(QStackedWidget):
    """Asks for the room of the part that is shown, not for that of the largest one."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room that the shown part needs."""
        shown = self.currentWidget()
        return QSize() if shown is None else shown.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say whether the height of the shown part follows from its width."""
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return how high the shown part is at a width."""
        shown = self.currentWidget()
        return -1 if shown is None else shown.heightForWidth(width)


def case_folders(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the case folders among what is dropped: the folder, or the case.toml in it."""
    folders = [file.parent if file.name == _CASE_FILE else file for file in files]
    return tuple(dict.fromkeys(each for each in folders if is_file(each / _CASE_FILE)))
