"""Small parts of the page of cases: its search, the room of the part that is shown, what is dropped on it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

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


class OneShown(QWidget):
    """Shows one of several parts and takes the room of that one alone.

    Qt's own stack takes the room of the largest part, shown or not.
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[QWidget] = []
        self._shown = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, part: QWidget) -> None:  # noqa: N802 - as Qt's own stack has it
        """Add a part; the first one is shown."""
        # Not before it has its place: it would come up as a window of its own.
        self._column.addWidget(part)
        part.setVisible(not self._parts)
        self._parts.append(part)

    def currentIndex(self) -> int:  # noqa: N802 - as Qt's own stack has it
        """Return which part is shown."""
        return self._shown

    def setCurrentIndex(self, place: int) -> None:  # noqa: N802 - as Qt's own stack has it
        """Show a part."""
        self._shown = place
        for part in self._parts:
            if part is not self._parts[place]:
                part.hide()
        self._parts[place].show()


def case_folders(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the case folders among what is dropped: the folder, or the case.toml in it."""
    folders = [file.parent if file.name == _CASE_FILE else file for file in files]
    return tuple(dict.fromkeys(each for each in folders if is_file(each / _CASE_FILE)))
