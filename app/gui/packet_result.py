"""What became of a packet: its file to take hold of, its volumes, and what reading it back showed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.domain.packet import Built, Verification
from app.gui.fields import button, subheading, text_label
from app.gui.file_chip import FileChip, open_file, show_in_folder
from app.gui.flow import flow_of
from app.gui.marks import Mark, mark_icon
from app.gui.outside import answer_soon
from app.gui.packet_plan import say_size
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.verifications import verification_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

_VOLUME_ROWS = 6


class PacketResult(QFrame):
    """Shows one built packet and does what can be done with it."""

    # The page of the packet that is to be seen: the file, and its page from 1.
    look_at = Signal(object, int)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.built: Built | None = None
        self.verifications: tuple[Verification, ...] = ()
        self._password = ""
        self._is_locked = False
        self._about = ""
        self.setObjectName("card")
        self._build()
        words.changed.connect(self.renew)
        self.renew()

    @property
    def verification(self) -> Verification | None:
        """Return what reading back showed once every volume was read: the first that is not sound, if any."""
        if self.built is None or len(self.verifications) < max(1, len(self.built.volumes)):
            return None
        unsound = (each for each in self.verifications if not each.sound)
        return next(unsound, self.verifications[0])

    @property
    def can_be_drawn(self) -> bool:
        """Say whether its pages can be shown here: those of a locked packet cannot."""
        return self.built is not None and not self._is_locked

    def show_packet(self, built: Built | None, *, password: str = "", locked: bool = False) -> None:
        """Show a packet, None for none."""
        is_other = built != self.built
        self.built, self._about = built, ""
        self._is_locked = locked or bool(password)
        if is_other:
            self.verifications, self._password = (), password
            self.verify_button.setEnabled(True)
            self._list_volumes()
        self.renew()

    def show_about(self, about: str) -> None:
        """Say when it was made."""
        if about != self._about:
            self._about = about
            self.renew()

    def chosen(self) -> Built | None:
        """Return the volume that is chosen, or the packet in one file."""
        if self.built is None or not self.built.volumes:
            return self.built
        return row_data(self.volumes.currentItem()) or self.built.volumes[0]

    def path(self) -> Path | None:
        """Return where the chosen file is."""
        chosen = self.chosen()
        return None if chosen is None else Path(chosen.path)

    # How it is made.

    def _build(self) -> None:
        words = self._words
        self.title = subheading(words, N_("The packet is ready"))
        self.chip = FileChip(words)
        self.facts = text_label("", "muted")
        self.note_mark, self.note = QLabel(), text_label()
        self.volumes = RowTree(3)
        self.volumes.setRootIsDecorated(False)
        self.volumes.set_widths(64, 80)
        self.volumes.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.volumes.itemActivated.connect(lambda *_: self._do(self.open))
        words.bind(self.volumes, N_("Volumes"), "setAccessibleName")
        self.beside_label = subheading(words, N_("Beside it: signed originals"))
        self.beside = text_label()
        self.beside.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.bind(self.beside, N_("Beside it: signed originals"), "setAccessibleName")
        self.verify_mark, self.verify_words = QLabel(), text_label()
        self.sha256 = text_label("", "muted")
        self.sha256.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for part in (self.title, self.chip, self.facts):
            column.addWidget(part)
        column.addLayout(_marked(self.note_mark, self.note))
        column.addWidget(self.volumes)
        column.addWidget(self._buttons())
        column.addWidget(self._printing_row())
        column.addLayout(_marked(self.verify_mark, self.verify_words))
        for part in (self.beside_label, self.beside, self.sha256):
            column.addWidget(part)

    def _buttons(self) -> QWidget:
        words = self._words
        self.open_button = button(words, N_("Open packet"))
        self.folder_button = button(words, N_("Show in folder"))
        self.print_button = button(words, N_("Print…"))
        self.copy_button = button(words, N_("Copy file"))
        self.look_button = button(words, N_("Look through it"))
        self.verify_button = button(words, N_("Verify"))
        words.bind(self.copy_button, N_("Paste it into a folder or a message"), "setToolTip")
        words.bind(self.verify_button, N_("Reads it back and holds it against the case"), "setToolTip")
        self.open_button.clicked.connect(lambda: self._do(self.open))
        self.folder_button.clicked.connect(lambda: self._do(self.reveal))
        self.print_button.clicked.connect(self.print)
        self.copy_button.clicked.connect(self._copy)
        self.look_button.clicked.connect(self._look)
        self.verify_button.clicked.connect(self.verify)
        return flow_of(
            self.open_button,
            self.look_button,
            self.folder_button,
            self.print_button,
            self.copy_button,
            self.verify_button,
        )

    def _printing_row(self) -> QWidget:
        words = self._words
        self.print_row = QWidget()
        self.print_bar = QProgressBar()
        self.print_bar.setTextVisible(False)
        words.bind(self.print_bar, N_("Progress of printing"), "setAccessibleName")
        self.print_words = text_label("", "muted")
        self.stop_print_button = button(words, N_("Stop printing"))
        self.stop_print_button.clicked.connect(self._stop_printing)
        row = QHBoxLayout(self.print_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.print_bar, 1)
        row.addWidget(self.print_words)
        row.addWidget(self.stop_print_button)
        self.print_row.hide()
        return self.print_row

    # What is shown.

    def renew(self) -> None:
        """Show the packet in the language of the moment."""
        self.setVisible(self.built is not None)
        if self.built is None:
            return
        say = self._words.say
        self.volumes.setHeaderLabels([say("Volume"), say("Pages"), say("Size")])
        self._show_chosen()
        self.facts.setText(" · ".join(filter(None, (self._pages(), self._size(self.built), self._about))))
        names = [Path(each).name for each in self.built.beside]
        self.beside.setText("\n".join(names))
        for each in (self.beside_label, self.beside):
            each.setVisible(bool(names))
        self.look_button.setVisible(self.can_be_drawn)
        found = self.verification
        for shown in (self.verify_mark, self.verify_words):
            shown.setVisible(found is not None)
        if found is not None:
            mark = Mark.GOOD if found.sound else Mark.BAD
            self.verify_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
            self.verify_words.setText(self._verified_words())

    def tell(self, words: str, mark: Mark) -> None:
        """Say what has to be known of the packet before it is used; nothing where nothing has."""
        self.note.setText(words)
        self.note_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
        for each in (self.note, self.note_mark):
            each.setVisible(bool(words))

    def _list_volumes(self) -> None:
        self.volumes.clear()
        several = () if self.built is None else self.built.volumes
        for each in several:
            row = add_row(self.volumes, Path(each.path).name, data=each)
            set_cell(row, 1, str(each.page_count))
            set_cell(row, 2, self._size(each))
        self.volumes.setVisible(bool(several))
        if several:
            self.volumes.select_row(several[0])
            # As high as its rows, up to a few: more can be scrolled to.
            lines = min(len(several), _VOLUME_ROWS) + 1
            self.volumes.setFixedHeight(lines * (self.fontMetrics().height() + 14) + 12)

    def _pages(self) -> str:
        built = self.built
        if built is None:
            return ""
        say = self._words.say
        if built.volumes:
            return say("{pages} pages in {count} volumes", pages=built.page_count, count=len(built.volumes))
        return say.plural("{count} page", "{count} pages", built.page_count)

    def _size(self, built: Built) -> str:
        return say_size(built.size_bytes, self._words)

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.chip.show_file(Path(chosen.path))
            half = len(chosen.sha256) // 2
            self.sha256.setText(f"SHA-256 {chosen.sha256[:half]}\n{chosen.sha256[half:]}")
            self.sha256.setVisible(bool(chosen.sha256))

    def _verified_words(self) -> str:
        """Say what reading back showed, of each volume."""
        several = len(self.verifications) > 1
        blocks = []
        for each in self.verifications:
            words = verification_words(each, self._words, alone=not several)
            if several:
                head = self._words.say("Volume {number} of {count}", number=each.volume, count=each.volumes)
                words = f"{head}\n{words}"
            blocks.append(words)
        return "\n".join(blocks)

    # What is done with it.

    @staticmethod
    def open(path: Path) -> None:
        """Open a file with the program that the system has for it."""
        open_file(path)

    @staticmethod
    def reveal(path: Path) -> None:
        """Show a file in its folder."""
        show_in_folder(path)

    def _do(self, act: Callable[[Path], None]) -> None:
        path = self.path()
        if path is None:
            return
        # What is gone is said here: the system would open nothing, without a word.
        if not answer_soon(path.exists, otherwise=True):
            self._session.told.emit(self._words.say("{name} is no longer there.", name=path.name))
            return
        act(path)

    def _copy(self) -> None:
        self.chip.copy()
        self._session.told.emit(self._words.say("The file is copied: paste it where you need it."))

    def _look(self) -> None:
        if self.path() is not None:
            self.look_at.emit(self.path(), 1)

    def verify(self) -> None:
        """Read every volume of the packet back and hold it against the case."""
        if self.built is not None and self.verify_button.isEnabled():
            self.verifications = ()
            self.verify_button.setEnabled(False)
            self._verify_next(self.built)

    def _verify_next(self, built: Built) -> None:
        files = built.volumes or (built,)
        at = len(self.verifications)
        if built is not self.built or at == len(files):
            self.verify_button.setEnabled(True)
            self.renew()
            return

        def done(found: Verification) -> None:
            if built is self.built:
                self.verifications = (*self.verifications, found)
            self._verify_next(built)

        def failed(stopped: Stopped) -> None:
            self.verify_button.setEnabled(True)
            self._session.failed.emit(stopped)

        self._session.verify(Path(files[at].path), self._password, done, failed)

    def print(self) -> None:
        """Ask how to print the packet and print it; where no printer is known a viewer may know one."""
        path, chosen = self.path(), self.chosen()
        if path is None or chosen is None:
            return
        # Only here: whoever prints nothing waits for no printer.
        from app.gui.printing import ask_how_to_print, can_print

        say = self._words.say
        if (self._is_locked and not self._password) or not can_print():
            self._session.told.emit(
                say("The packet was handed to your PDF viewer: print it there.")
                if self._is_locked
                else say("No printer is set up here; the packet was opened in your PDF viewer instead.")
            )
            self._do(self.open)
            return
        order = ask_how_to_print(path, chosen.page_count, self._password, self._words, self)
        if order is not None:
            self.print_as(order)

    def print_as(self, order: object) -> None:
        """Print as it was chosen, page after page, while the window goes on."""
        from app.gui.print_pages import PrintOrder
        from app.gui.printing import PrintJob

        if not isinstance(order, PrintOrder):
            return
        self.job = PrintJob(self)
        self.job.progressed.connect(self._show_printing)
        self.job.finished.connect(self._printed)
        self.print_bar.setRange(0, 0)
        self.print_words.clear()
        self.print_row.show()
        self.print_button.setEnabled(False)
        self.job.begin(order)

    def _show_printing(self, done: int, total: int) -> None:
        self.print_bar.setRange(0, total)
        self.print_bar.setValue(done)
        self.print_words.setText(f"{done} / {total}")

    def _stop_printing(self) -> None:
        self.job.cancel()
        self._end_printing(self._words.say("Printing was stopped; nothing was printed."))

    def _printed(self, done: bool) -> None:
        say = self._words.say
        self._end_printing(
            say("The packet was given to the printer.")
            if done
            else say("It could not be printed. Open the packet in a PDF viewer and print it there.")
        )

    def _end_printing(self, words: str) -> None:
        self.print_row.hide()
        self.print_button.setEnabled(True)
        self._session.told.emit(words)


def _marked(mark: QLabel, words: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
