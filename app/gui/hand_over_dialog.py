"""Hands a case over: as one encrypted file, under a passphrase of its own."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.handover import SUFFIX, HandedOver
from app.domain.summaries import CaseSummary
from app.env.there import is_file
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, text_label
from app.gui.file_chip import FileChip, show_in_folder
from app.gui.marks import Mark
from app.gui.outside import answer_soon
from app.gui.packet_plan import say_size
from app.gui.secret_fields import SecretFields
from app.gui.session import Session
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_page import WorkPage
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

_VERB = "hand_over"


class HandOverDialog(QDialog):
    """Takes a passphrase, writes one case as a file, and shows the file."""

    def __init__(self, session: Session, words: Words, case: CaseSummary, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._case = case
        self.handed: HandedOver | None = None
        self.setWindowTitle(words.say("Hand a case over"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._ask_page())
        self.stack.addWidget(self._result_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Hand a case over")))
        column.addWidget(self.stack, 1)
        fit_to_screen(self, QSize(620, 500))
        self.secret.setFocus()

    # How it is made.

    def _ask_page(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(text_label(self._case.title, "subheading"))
        column.addWidget(
            quiet(
                words,
                N_(
                    "Writes the case with all its papers into one encrypted file, which Yongju on another "
                    "computer takes over; the case stays here, too."
                ),
            )
        )
        self.secret = SecretFields(words, is_new=True)
        self.secret.entered.connect(self.choose_file)
        column.addWidget(self.secret)
        column.addWidget(
            quiet(
                words,
                N_(
                    "The passphrase is for this file alone. Tell it to whoever gets the file by another way "
                    "than the file: in person or by telephone. Without it nobody can open the file, you "
                    "neither."
                ),
            )
        )
        self.with_history = QCheckBox()
        self.with_history.setChecked(True)
        words.bind(self.with_history, N_("With the list of changes: who changed what, and when"))
        column.addWidget(self.with_history)
        column.addStretch(1)
        page = WorkPage(self._session, words, _VERB, inside)
        self.notice, self.work = page.notice, page.work
        self.cancel_button = button(words, N_("Close"))
        self.go_button = button(words, N_("Hand over…"), "primary")
        page.add_buttons((self.cancel_button, self.reject), (self.go_button, self.choose_file))
        return page

    def _result_page(self) -> QWidget:
        words = self._words
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.chip = FileChip(words, N_("File: {name}"))
        self.outcome = text_label()
        column.addWidget(self.outcome)
        column.addWidget(self.chip)
        column.addWidget(quiet(words, N_("Whoever gets it opens it with Take over… in the list of cases.")))
        column.addStretch(1)
        self.folder_button = button(words, N_("Show in folder"))
        self.close_button = button(words, N_("Close"), "primary")
        self.folder_button.clicked.connect(self._show_folder)
        self.close_button.clicked.connect(self.accept)
        buttons = row_of()
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        return page

    # What is done.

    def choose_file(self) -> None:
        """Ask where the file is to be written, once the passphrase can be used."""
        if self._is_working or not self.secret.judge():
            return
        from app.gui.pages.cases import plain_name

        say = self._words.say
        start = Path.home() / f"{plain_name(self._case.title)}{SUFFIX}"
        kinds = say("Handed-over cases") + f" (*{SUFFIX})"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Hand a case over"), str(start), kinds)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
            if answer_soon(lambda: is_file(path), otherwise=False):
                # It was not asked about: the name that was chosen was another one.
                self.notice.tell(say("There is a file {name} already.", name=path.name), Mark.WARN)
                return
        self.hand_over_to(path)

    def hand_over_to(self, path: Path) -> None:
        """Write the file at a place."""
        self._set_working(on=True)
        self._session.hand_over(
            self._case.id,
            path,
            self.secret.text(),
            with_history=self.with_history.isChecked(),
            done=self._done,
            failed=self._stopped,
        )

    @property
    def _is_working(self) -> bool:
        return not self.work.isHidden()

    def _set_working(self, *, on: bool) -> None:
        for each in (self.secret, self.with_history, self.go_button):
            each.setEnabled(not on)
        if on:
            self.notice.hide()
            self.work.begin()
        else:
            self.work.end()

    def _done(self, handed: HandedOver) -> None:
        self._set_working(on=False)
        self.handed = handed
        self.secret.forget()
        self.chip.show_file(Path(handed.path))
        self.outcome.setText(
            self._words.say.plural(
                "“{title}” is written with {count} file, {size} in all, and encrypted.",
                "“{title}” is written with {count} files, {size} in all, and encrypted.",
                handed.files,
                title=handed.title,
                size=say_size(handed.size_bytes, self._words),
            )
        )
        self.stack.setCurrentIndex(1)
        self.folder_button.setFocus()

    def _stopped(self, stopped: Stopped) -> None:
        self._set_working(on=False)
        told = error_words(stopped, self._words)
        if stopped.code == "store.passphrase_short":
            self.secret.refuse(told)
            return
        lines = [told, *error_details(stopped, self._words, self._session.names)]
        self.notice.tell("\n".join(lines), Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD)

    def _show_folder(self) -> None:
        if self.handed is not None:
            show_in_folder(Path(self.handed.path))

    def reject(self) -> None:
        """Stop what is being written before the dialog closes."""
        if self._is_working:
            self._session.cancel(_VERB)
        self.secret.forget()
        super().reject()


def hand_over(session: Session, words: Words, case: CaseSummary, parent: QWidget) -> None:
    """Hand a case over as one encrypted file."""
    dialog = HandOverDialog(session, words, case, parent)
    dialog.exec()
    dialog.deleteLater()
