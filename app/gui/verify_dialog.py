"""Verifies any packet, such as one from a stick: nothing but the file is needed, and no case."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.packet import Verification
from app.gui.fields import button, card, fit_to_screen, heading, row_of, scrolled, set_flag, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.verifications import verification_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

_ABOUT_PASSWORD = ("packet.locked", "packet.wrong_password")


class VerifyDialog(QDialog):
    """Verifies one packet after the other; asks for the password of one that is locked."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._path = Path()
        self._asked = 0
        self.verification: Verification | None = None
        self.setWindowTitle(words.say("Verify a packet file"))
        self._build()
        fit_to_screen(self, QSize(680, 500))

    def _build(self) -> None:
        words = self._words
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Verify a packet file")))
        self.file = text_label("", "muted")
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.file)
        column.addWidget(self._password_row())
        column.addWidget(scrolled(self._outcome()), 1)
        self.work = WorkRow(self._session, words, "verify", self._cancel)
        column.addWidget(self.work)
        self.other_button = button(words, N_("Another packet…"))
        self.close_button = button(words, N_("Close"))
        self.other_button.clicked.connect(self._choose_other)
        self.close_button.clicked.connect(self.reject)
        buttons = row_of(self.other_button)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)

    def _password_row(self) -> QWidget:
        words = self._words
        self.lock = QWidget()
        label = QLabel()
        words.bind(label, N_("Password"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(127)
        label.setBuddy(self.password)
        words.bind(self.password, N_("Password"), "setAccessibleName")
        self.unlock_button = button(words, N_("Open and verify"), "primary")
        self.unlock_button.clicked.connect(self._try_password)
        self.password.returnPressed.connect(self._try_password)
        row = row_of(label, self.password, self.unlock_button, stretch=False)
        row.setContentsMargins(0, 0, 0, 0)
        row.setStretch(1, 1)
        self.lock.setLayout(row)
        self.lock.hide()
        return self.lock

    def _outcome(self) -> QWidget:
        """Make what is shown of a packet; all that can be said of one may be long."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.notice = Notice()
        column.addWidget(self.notice)
        column.addWidget(self._about())
        column.addStretch(1)
        return inside

    def _about(self) -> QWidget:
        self.about, column = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        self.facts: dict[str, QLabel] = {}
        for at, (key, message) in enumerate(
            (
                ("title", N_("Case")),
                ("category", N_("Category")),
                ("place", N_("Place")),
                ("pages", N_("Pages")),
            )
        ):
            label = QLabel()
            label.setObjectName("muted")
            self._words.bind(label, message)
            self.facts[key] = text_label()
            self._words.bind(self.facts[key], message, "setAccessibleName")
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.facts[key], at, 1)
        column.addLayout(grid)
        self.about.hide()
        return self.about

    def verify(self, path: Path, password: str = "") -> None:
        """Verify a packet; what was known of the one before is forgotten."""
        if path != self._path:
            self.password.clear()
            self.lock.hide()
        self._path, self.verification = path, None
        self.file.setText(str(path))
        self.notice.hide()
        self.about.hide()
        self.work.begin()
        self._asked += 1
        turn = self._asked

        def done(found: Verification) -> None:
            if turn == self._asked:
                self._show(found)

        def failed(stopped: Stopped) -> None:
            if turn == self._asked:
                self._show_stopped(stopped)

        self._session.verify_file(path, password, done, failed)

    def _show(self, found: Verification) -> None:
        self.verification = found
        self.work.end()
        self.lock.hide()
        mark = Mark.GOOD if found.sound else Mark.BAD
        self.notice.tell(verification_words(found, self._words), mark)
        shown = (found.title, found.category, found.place, str(found.page_count))
        for label, value in zip(self.facts.values(), shown, strict=True):
            label.setText(value)
        self.about.show()

    def _show_stopped(self, stopped: Stopped) -> None:
        self.work.end()
        locked = stopped.code in _ABOUT_PASSWORD or stopped.code.startswith("password.")
        set_flag(self.password, "wrong", on=locked and stopped.code != "packet.locked")
        self.lock.setVisible(locked)
        mark = Mark.NOTE if stopped.code in ("packet.locked", "work.cancelled") else Mark.BAD
        self.notice.tell(error_words(stopped, self._words), mark)
        if locked:
            self.password.setFocus()
            self.password.selectAll()

    def _try_password(self) -> None:
        if self.password.text():
            self.verify(self._path, self.password.text())

    def _choose_other(self) -> None:
        chosen = choose_packet(self._words, self)
        if chosen is not None:
            self.verify(chosen)

    def _cancel(self) -> None:
        self._session.cancel("verify")

    def reject(self) -> None:
        """Let go of what is still being read."""
        if self.work.isVisible():
            self._asked += 1
            self._cancel()
        super().reject()


def choose_packet(words: Words, parent: QWidget) -> Path | None:
    """Ask which packet is to be verified."""
    say = words.say
    chosen, _ = QFileDialog.getOpenFileName(
        parent, say("Verify a packet file"), str(Path.home()), say("Packet") + " (*.pdf)"
    )
    return Path(chosen) if chosen else None


def verify_packet_file(session: Session, words: Words, path: Path, parent: QWidget) -> None:
    """Verify a packet and show what it is."""
    dialog = VerifyDialog(session, words, parent)
    dialog.verify(path)
    dialog.exec()
    dialog.deleteLater()
