"""Makes a recovery sheet: printed, or saved as a PDF; its code counts once the sheet is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTemporaryDir
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, scrolled, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.private_folder import private_folder
from app.gui.stopped import error_words
from app.gui.worker_client import Request, Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.printing import PrintJob
    from app.gui.session import Session
    from app.gui.words import Words

_TOLD = (
    N_(
        "The sheet holds a code that opens the cases when the passphrase is forgotten. Whoever has the sheet "
        "and this computer can read them: keep it at home or in a safe, not beside the computer."
    ),
    N_("Once there is a new sheet, an earlier one opens only backups that were made before."),
)
_LATER = N_(
    "Without a sheet, a forgotten passphrase means that the cases are lost for good. You can make one at any "
    "time under Case, Safety."
)


class RecoveryDialog(QDialog):
    """Writes the sheet first, and has its code count only then: no code counts that nobody has."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._words = session, words
        self._code = ""
        self._folder: QTemporaryDir | None = None
        self._job: PrintJob | None = None
        self.is_made = False
        self.setWindowTitle(words.say("Recovery sheet"))
        self.notice = Notice()
        self.print_button = button(words, N_("Print…"), "primary")
        self.save_button = button(words, N_("Save as PDF…"))
        self.later_button = button(words, N_("Not now"))
        self.later = quiet(words, _LATER)
        self.print_button.clicked.connect(self.print)
        self.save_button.clicked.connect(self._choose_file)
        self.later_button.clicked.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for each in _TOLD:
            told = text_label()
            words.bind(told, each)
            column.addWidget(told)
        column.addWidget(self.later)
        column.addWidget(self.notice)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 22)
        whole.setSpacing(12)
        whole.addWidget(heading(words, N_("Recovery sheet")))
        whole.addWidget(scrolled(inside), 1)
        buttons = row_of()
        for made in (self.later_button, self.save_button, self.print_button):
            buttons.addWidget(made)
        whole.addLayout(buttons)
        fit_to_screen(self, QSize(600, 400))
        self.print_button.setFocus()

    def save(self, path: Path) -> None:
        """Save the sheet as a new file, and have its code count."""
        self._write(path, lambda: self._set(self._words.say("Saved: {file}", file=path.name)))

    def print(self) -> None:
        """Print the sheet, and have its code count once it was handed to the printer."""
        from app.gui.printing import can_print

        if not can_print():
            self._tell_bad(
                self._words.say("This computer knows no printer; save the sheet as a PDF instead.")
            )
            return
        self._folder = private_folder()
        path = Path(self._folder.path()) / "recovery-sheet.pdf"
        self._write(path, lambda: self._print(path))

    def _print(self, path: Path) -> None:
        from app.gui.printing import PrintJob, ask_how_to_print

        order = ask_how_to_print(path, 1, "", self._words, self)
        if order is None:
            self._end()
            return
        self._job = PrintJob(self)
        self._job.finished.connect(self._printed)
        self._job.begin(order)

    def _printed(self, done: bool) -> None:
        if done:
            self._set(self._words.say("The sheet went to the printer."))
        else:
            self._tell_bad(self._words.say("The sheet could not be printed; save it as a PDF instead."))

    def _choose_file(self) -> None:
        say = self._words.say
        start = str(Path.home() / f"{say('Yongju recovery sheet')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, say("Save as PDF…"), start, "PDF (*.pdf)")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(".pdf"))

    def _write(self, path: Path, then: Any) -> None:
        from app.casework.safety import new_code

        self._code = new_code()
        self._allow(on=False)
        arguments = {
            "code": self._code,
            "path": str(path),
            "language": self._words.mode,
            "today": self._session.today(),
        }
        self._ask("recovery_sheet", arguments, then)

    def _set(self, told: str) -> None:
        def counts() -> None:
            self.is_made = True
            self._end()
            self.notice.tell(told + " " + self._words.say("From now on this sheet counts."), Mark.GOOD)
            self.later.hide()
            self._words.bind(self.later_button, N_("Close"))
            self.later_button.setFocus()

        self._ask("set_recovery", {"code": self._code}, counts)

    def _ask(self, verb: str, arguments: dict[str, object], then: Any) -> None:
        self._session.worker.ask(Request(verb, arguments, lambda _: then(), self._fail))

    def _fail(self, stopped: Stopped) -> None:
        self._tell_bad(error_words(stopped, self._words))

    def _tell_bad(self, words: str) -> None:
        self._end()
        self.notice.tell(words, Mark.BAD)

    def _end(self) -> None:
        self._code = ""
        self._folder = None
        self._allow(on=True)

    def _allow(self, *, on: bool) -> None:
        for each in (self.print_button, self.save_button, self.later_button):
            each.setEnabled(on)

    def reject(self) -> None:
        """Leave without a sheet, or with the one that was made."""
        if self._job is not None:
            self._job.cancel()
        super().reject()
