"""Original, authentication, translation, licence: four places in one row that take files."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import EvidencePart
from app.domain.judgement import ChecklistItem
from app.gui.chain_parts import (
    PART_STATE_MARKS,
    PART_STATE_NAMES,
    SHORT_PART_NAMES,
    PartState,
    Place,
    has_chain,
    places_of,
)
from app.gui.fields import button, dropped_files, set_flag
from app.gui.marks import mark_icon
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import PART_NAMES

# A place that stands alone need not be as wide as four.
_ALONE, _ANY = 190, 16_777_215
_KINDS = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.bmp *.docx"


def choose_files(words: Words, title: str, parent: QWidget) -> tuple[Path, ...]:
    """Ask for files of papers."""
    papers, everything = words.say("Papers"), words.say("All files")
    shown = f"{papers} ({_KINDS} {_KINDS.upper()});;{everything} (*)"
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", shown)
    return tuple(Path(each) for each in chosen)


class PartSlot(QFrame):
    """Takes the files of one place of a paper: dropped here or chosen."""

    # The part, its files, and whether they are pages of the paper that is there (None: ask).
    wanted = Signal(object, object, object)

    def __init__(self, part: EvidencePart, words: Words) -> None:
        super().__init__()
        self.part = part
        self.place: Place | None = None
        self._words = words
        self.setObjectName("slot")
        self.setAcceptDrops(True)
        self.icon = QLabel()
        self.name = QLabel()
        words.bind(self.name, SHORT_PART_NAMES[part])
        self.state = QLabel()
        self.state.setObjectName("small-muted")
        self.add_button = button(words, N_("Add files…"), "small")
        self.add_button.clicked.connect(self._add)
        state = QHBoxLayout()
        state.setSpacing(4)
        state.addWidget(self.icon)
        state.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 7, 7, 8)
        column.setSpacing(3)
        column.addWidget(self.name)
        column.addLayout(state)
        column.addSpacing(3)
        column.addWidget(self.add_button)
        for each in (self.name, self.state, self.add_button):
            # Four of them share one row, whatever their words would like.
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_place(self, place: Place) -> None:
        """Show what is given here, or whether it is needed."""
        self.place, say = place, self._words.say
        self.icon.setPixmap(mark_icon(PART_STATE_MARKS[place.state]).pixmap(16, 16))
        names = [Path(name).name for each in place.given for name in each.files]
        state = say(PART_STATE_NAMES[place.state])
        if names and place.state is not PartState.UNSIGNED:
            state = say.plural("{count} file", "{count} files", len(names))
        self.state.setText(state)
        part = say(PART_NAMES[self.part])
        told = "\n".join((f"{part}: {say(PART_STATE_NAMES[place.state])}", *names))
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.add_button.setAccessibleName(say("Add files: {part}", part=part))
        self.add_button.setAccessibleDescription(told)

    def choose(self, as_pages: bool | None = None) -> None:
        """Ask for files."""
        files = choose_files(self._words, self._words.say(PART_NAMES[self.part]), self)
        if files:
            self.wanted.emit(self.part, files, as_pages)

    def _add(self) -> None:
        if self.place is None or self.place.state is not PartState.GIVEN:
            self.choose()
            return
        menu = QMenu(self)
        another = menu.addAction(self._words.say("Add another paper…"))
        pages = menu.addAction(self._words.say("Add pages to this paper…"))
        another.triggered.connect(lambda: self.choose(as_pages=False))
        pages.triggered.connect(lambda: self.choose(as_pages=True))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files only."""
        if dropped_files(event):
            set_flag(self, "over", on=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Show that nothing would land here any more."""
        set_flag(self, "over", on=False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which files were dropped."""
        set_flag(self, "over", on=False)
        event.acceptProposedAction()
        self.wanted.emit(self.part, dropped_files(event), None)


class PartRow(QWidget):
    """Shows the places of a paper in one row; only the first where nothing else can be needed."""

    wanted = Signal(object, object, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.slots: dict[EvidencePart, PartSlot] = {}
        for part in EvidencePart:
            self.slots[part] = slot = PartSlot(part, words)
            slot.wanted.connect(self.wanted)
            row.addWidget(slot, 1, Qt.AlignmentFlag.AlignTop)

    def show_item(self, item: ChecklistItem | None) -> None:
        """Show the places of an item."""
        self.setVisible(item is not None)
        if item is None:
            return
        several = has_chain(item)
        for place in places_of(item):
            slot = self.slots[place.part]
            slot.show_place(place)
            slot.setVisible(several or place.part is EvidencePart.ORIGINAL)
        self.setMaximumWidth(_ANY if several else _ALONE)
