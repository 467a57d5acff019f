"""The packets that were built of a case: where each is, of which day, and whether it is still there."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.beside import Beside
from app.gui.built_packets import BuiltFile, BuiltPacket
from app.gui.fields import button, quiet, text_label
from app.gui.file_chip import show_in_folder
from app.gui.flow import flow_of
from app.gui.marks import Mark
from app.gui.packet_plan import say_size
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class BuiltList(QWidget):
    """Lists packets, the latest first; one can be taken up again."""

    chosen = Signal(object)

    def __init__(self, session: Session, words: Words, digest: Callable[[], str]) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._digest = digest
        self._packets: tuple[BuiltPacket, ...] = ()
        self._there: Mapping[str, bool] = {}
        self._beside = Beside(self)
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        words.bind(self.tree, N_("Packets built of this case"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        self.tree.itemActivated.connect(lambda *_: self._choose())
        self.empty = quiet(
            words, N_("No packet of this case was built yet. Those you build are listed here.")
        )
        self.use_button = button(words, N_("Take it up again"))
        self.folder_button = button(words, N_("Show in folder"))
        self.drop_button = button(words, N_("Take off the list"))
        words.bind(self.drop_button, N_("The file itself stays where it is"), "setToolTip")
        self.use_button.clicked.connect(self._choose)
        self.folder_button.clicked.connect(self._reveal)
        self.drop_button.clicked.connect(self._drop)
        self.where = text_label("", "muted")
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = flow_of(self.use_button, self.folder_button, self.drop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.empty)
        column.addWidget(self.tree, 1)
        column.addWidget(self.where)
        column.addWidget(self.buttons)
        column.addStretch(0)
        words.changed.connect(self.renew)
        self.renew()

    def renew(self) -> None:
        """Show the packets of the open case, and look which are still there."""
        case_id = self._session.case_id
        self._packets = () if case_id is None else self._session.packets.of(case_id)
        # A drive that is gone may not answer for long.
        files = [file for packet in self._packets for file in packet.files]
        if files:
            self._beside.start(partial(_look_for, files), self._take_looks)
        self._show()

    @property
    def packets(self) -> tuple[BuiltPacket, ...]:
        """Return the packets that are listed."""
        return self._packets

    def is_missing(self, packet: BuiltPacket) -> bool:
        """Say whether a file of a packet is known to be gone."""
        return any(self._there.get(file.path) is False for file in packet.files)

    def _take_looks(self, there: Mapping[str, bool]) -> None:
        self._there = there
        self._show()

    def _show(self) -> None:
        was = row_data(self.tree.currentItem())
        digest = self._digest() if self._packets else ""
        self.tree.clear()
        for packet in self._packets:
            mark, state = self._state(packet, digest)
            lines = [self._about(packet), state]
            add_row(self.tree, Path(packet.path).name, "\n".join(filter(None, lines)), mark=mark, data=packet)
        shown = bool(self._packets)
        self.empty.setVisible(not shown)
        for each in (self.tree, self.buttons, self.where):
            each.setVisible(shown)
        if shown and self.tree.select_row(was) is None:
            self.tree.select_row(self._packets[0])
        self._allow()

    def _state(self, packet: BuiltPacket, digest: str) -> tuple[Mark, str]:
        say = self._words.say
        if self.is_missing(packet):
            return Mark.OPEN, say("no longer there: moved, renamed or deleted")
        if packet.case_digest != digest:
            return Mark.WARN, say("the case was changed since")
        return Mark.GOOD, say("shows the case as it is now")

    def _about(self, packet: BuiltPacket) -> str:
        say = self._words.say
        kind = say("draft") if packet.draft else ""
        if packet.recipient:
            kind = say("copy for {recipient}", recipient=packet.recipient)
        pages = say.plural("{count} page", "{count} pages", packet.pages)
        return " · ".join(
            filter(
                None, (day_and_time(packet.built_at), pages, say_size(packet.size_bytes, self._words), kind)
            )
        )

    def _allow(self) -> None:
        packet = row_data(self.tree.currentItem())
        self.where.setText("" if packet is None else str(Path(packet.path).parent))
        there = packet is not None and not self.is_missing(packet)
        for each in (self.use_button, self.folder_button):
            each.setEnabled(there)
        self.drop_button.setEnabled(packet is not None)

    def _choose(self) -> None:
        packet = row_data(self.tree.currentItem())
        if packet is not None and self.use_button.isEnabled():
            self.chosen.emit(packet)

    def _reveal(self) -> None:
        packet = row_data(self.tree.currentItem())
        if packet is not None:
            show_in_folder(Path(packet.path))

    def _drop(self) -> None:
        packet = row_data(self.tree.currentItem())
        if packet is not None and self._session.case_id is not None:
            self._session.packets.drop(self._session.case_id, packet.path)
            self.renew()


def _look_for(files: Iterable[BuiltFile]) -> dict[str, bool]:
    """Say of each file whether it is there as large as it was."""
    return {each.path: _is_there(each) for each in files}


def _is_there(file: BuiltFile) -> bool:
    try:
        return Path(file.path).stat().st_size == file.size_bytes
    except OSError:
        return False


def day_and_time(moment: str) -> str:
    """Return the day and the time of a moment, as clocks here show it."""
    try:
        return dt.datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return ""
