"""Fields that are told in Chinese and in English beside each other, and lists as high as their rows."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from app.gui.autosave import Autosave
from app.gui.rows import RowTree
from app.gui.words import Words
from app.i18n.catalogue import N_

_LONGEST = 200
_LEAST_WIDTH = 90
# With less room than this the labels stand above the fields.
_NARROW = 460
_LOWEST, _HIGHEST = 84, 320
# So far below the top of its field a label stands level with what is in it.
LABEL_TOP = 7
# A day or a month, and the button that opens a calendar, need so much.
DAY_WIDTH = 170


class TwoLanguages(QWidget):
    """Takes some things in both languages; each is `name` in Chinese and `name_en` in English.

    `rows` give the name, its label, and what the two fields are called by who does not see them.
    """

    def __init__(
        self, words: Words, rows: tuple[tuple[str, str, str, str], ...], save: Callable[[], None]
    ) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit] = {}
        self._saving: dict[str, Autosave] = {}
        self._grid = grid = QGridLayout(self)
        self._is_narrow: bool | None = None
        self._labels: dict[str, QLabel] = {}
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, message in ((1, N_("In Chinese")), (2, N_("In English"))):
            head = QLabel()
            head.setObjectName("small-muted")
            words.bind(head, message)
            grid.addWidget(head, 0, column)
        for name, message, in_chinese, in_english in rows:
            label = QLabel()
            words.bind(label, message)
            self._labels[name] = label
            for key, called in ((name, in_chinese), (f"{name}_en", in_english)):
                line = QLineEdit()
                line.setMaxLength(_LONGEST)
                line.setMinimumWidth(_LEAST_WIDTH)
                words.bind(line, called, "setAccessibleName")
                self.fields[key] = line
                self._saving[key] = Autosave(line, save)
            label.setBuddy(self.fields[name])
        self._lay_out(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the labels above their fields where there is no room beside them."""
        super().resizeEvent(event)
        self._lay_out(narrow=event.size().width() < _NARROW)

    def _lay_out(self, *, narrow: bool) -> None:
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        for at, (name, label) in enumerate(self._labels.items(), start=1):
            row = 2 * at if narrow else at
            if narrow:
                self._grid.addWidget(label, row - 1, 1, 1, 2)
            else:
                self._grid.addWidget(label, row, 0)
            self._grid.addWidget(self.fields[name], row, 1)
            self._grid.addWidget(self.fields[f"{name}_en"], row, 2)
        self._grid.setHorizontalSpacing(6 if narrow else 10)

    def show_of(self, row: object, *, anew: bool) -> None:
        """Show what a row says; not anew, what is being typed stays as it is."""
        for name, saving in self._saving.items():
            (saving.show_anew if anew else saving.show)(getattr(row, name))
            if not self.fields[name].hasFocus():
                # Of what is longer than its field the beginning is seen.
                self.fields[name].setCursorPosition(0)

    def said(self) -> dict[str, Any]:
        """Return what stands in the fields, by their names."""
        return {name: line.text().strip() for name, line in self.fields.items()}

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for saving in self._saving.values():
            saving.save_now()


class LowTree(RowTree):
    """Shows rows without taking more height than they need, up to where they are scrolled."""

    def __init__(self, columns: int) -> None:
        super().__init__(columns)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def fit(self) -> None:
        """Take the height of the rows."""
        needed = sum(self.indexRowSizeHint(each) for each in self._rows_of())
        wanted = min(max(needed + 2 * self.frameWidth() + 6, _LOWEST), _HIGHEST)
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def choose_none(self) -> None:
        """Let no row be the chosen one."""
        self.setCurrentIndex(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the height that the rows need at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of the rows."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _rows_of(self) -> Iterator[QModelIndex]:
        model = self.model()
        return (model.index(at, 0) for at in range(model.rowCount()))
