"""What is still missing, from whom and by when, as a file for the client."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.casework import gap_list
from app.domain.errors import AppError
from app.domain.letters import LetterForm, Wanted, WrittenLetter
from app.gui.fields import DateField, button, fit_to_screen, heading, quiet, row_of, scrolled, text_label
from app.gui.file_chip import FileChip, open_file, show_in_folder
from app.gui.letter_words import FORM_NAMES
from app.gui.marks import Mark
from app.gui.rows import RowTree, add_row
from app.gui.session import Session
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_page import WorkPage
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

_VERB = "gap_list"
_ENDINGS = (".pdf", ".docx")
# Remembered for each case: in which language its client is written to.
_KEPT_FORM = "gap-list-form"
# Whose nationals are written to in Chinese unless something else is chosen.
_READ_CHINESE = frozenset({"CHN", "HKG", "MAC", "TWN"})
_LEAST_ROWS = 110


class GapListDialog(QDialog):
    """Shows what the client still has to bring, and saves it as a PDF or a Word file."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._rows: tuple[Wanted, ...] = ()
        self.path: Path | None = None
        self.setWindowTitle(words.say("What is still missing"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list_page())
        self.stack.addWidget(self._result_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("What is still missing")))
        column.addWidget(self.stack, 1)
        fit_to_screen(self, QSize(720, 600))
        self._begin()
        session.reviewed.connect(self._show_rows)
        self.save_button.setFocus()

    # How it is made.

    def _list_page(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(
            quiet(
                words,
                N_("For the client: what still has to come, from whom, by when. Read it before you send it."),
            )
        )
        self.form = QComboBox()
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.setMinimumContentsLength(16)
        for form, message in FORM_NAMES.items():
            self.form.addItem(words.say(message), form)
        self.by = DateField(words, N_("To be there by"))
        self.by.edited.connect(self._show_rows)
        fields = QFormLayout()
        fields.setHorizontalSpacing(14)
        fields.setVerticalSpacing(6)
        for message, field in ((N_("Language of the client"), self.form), (N_("To be there by"), self.by)):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            fields.addRow(label, field)
        words.bind(self.form, N_("Language of the client"), "setAccessibleName")
        column.addLayout(fields)
        self.told = text_label("", "muted")
        column.addWidget(self.told)
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(_LEAST_ROWS)
        words.bind(self.tree, N_("What is still missing"), "setAccessibleName")
        column.addWidget(self.tree, 1)
        page = WorkPage(self._session, words, _VERB, inside)
        self.notice, self.work = page.notice, page.work
        self.close_button = button(words, N_("Close"))
        self.save_button = button(words, N_("Save as PDF or Word…"), "primary")
        page.add_buttons((self.close_button, self.reject), (self.save_button, self.save))
        return page

    def _result_page(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.outcome = text_label()
        self.chip = FileChip(words, N_("File: {name}"))
        column.addWidget(self.outcome)
        column.addWidget(self.chip)
        column.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(inside), 1)
        self.done_button = button(words, N_("Close"))
        self.folder_button = button(words, N_("Show in folder"))
        self.open_button = button(words, N_("Open"), "primary")
        self.done_button.clicked.connect(self.accept)
        self.folder_button.clicked.connect(lambda: self._do(show_in_folder))
        self.open_button.clicked.connect(lambda: self._do(open_file))
        buttons = row_of()
        for each in (self.done_button, self.folder_button, self.open_button):
            buttons.addWidget(each)
        column.addLayout(buttons)
        return page

    # What is shown.

    def _begin(self) -> None:
        session = self._session
        case = session.case
        self.by.show_day(gap_list.usual_day(case.submit_on, session.today()))
        kept = session.kept(_KEPT_FORM, session.case_id or "")
        principal = case.principal
        nationality = None if principal is None else principal.nationality
        usual = LetterForm.ZH if nationality in _READ_CHINESE else LetterForm.EN
        form = LetterForm(kept) if kept in tuple(LetterForm) else usual
        self.form.setCurrentIndex(self.form.findData(form))
        self._show_rows()

    def _show_rows(self) -> None:
        session, review = self._session, self._session.review
        self.tree.clear()
        self._rows = ()
        if review is not None and session.case_id is not None:
            try:
                opened = session.desk.open_kept(session.case_id)
                self._rows = gap_list.wanted_of(
                    session.desk, opened, review, today=session.today(), by=self.by.day
                )
            except AppError as error:
                self.notice.tell(error_words(Stopped.by(error), self._words), Mark.BAD)
        for row in self._rows:
            add_row(self.tree, self._title(row), self._about(row), mark=Mark.OPEN, data=row)
        self.told.setText(self._state())
        self.save_button.setEnabled(bool(self._rows) and not self._is_working)

    def _state(self) -> str:
        say, session = self._words.say, self._session
        if session.review is None:
            return say("The case is still being checked; the list comes in a moment.")
        if not self._rows:
            return say("Nothing stands in the way any more: there is nothing to send.")
        count = say.plural("{count} thing is missing.", "{count} things are missing.", len(self._rows))
        if session.unread or session.is_reviewing:
            return say("{count} Papers are still being read, so more may turn up.", count=count)
        return count

    def _title(self, row: Wanted) -> str:
        person = self._words.shown(row.person, " / ")
        title = self._words.shown(row.title, " / ")
        return self._words.say("{person}: {title}", person=person, title=title) if person else title

    def _about(self, row: Wanted) -> str:
        told, whom = self._words.shown(row.what), self._words.shown(row.from_whom, " / ")
        if not whom:
            return told
        from_whom = self._words.say("From: {whom}", whom=whom)
        return f"{told}\n{from_whom}"

    # What is done.

    @property
    def _is_working(self) -> bool:
        return not self.work.isHidden()

    def save(self) -> None:
        """Ask where the list goes, and write it."""
        if self._is_working or not self._has_day():
            return
        from app.gui.pages.cases import plain_name

        say = self._words.say
        name = say("{title}, still missing", title=plain_name(self._session.case.title))
        start = Path.home() / f"{name}{_ENDINGS[0]}"
        named = say("Word file")
        kinds = f"PDF (*.pdf);;{named} (*.docx)"
        chosen, kind = QFileDialog.getSaveFileName(self, say("Save the list"), str(start), kinds)
        if chosen:
            self.save_to(_with_ending(Path(chosen), word="docx" in kind))

    def save_to(self, path: Path) -> None:
        """Write the list at a place."""
        day, form = self.by.day, LetterForm(self.form.currentData())
        if day is None:
            return
        self._session.keep(_KEPT_FORM, form.value, self._session.case_id or "")
        self._set_working(on=True)
        self._session.write_gap_list(path, form, day, self._done, self._stopped)

    def _do(self, act: Callable[[Path], None]) -> None:
        if self.path is not None:
            act(self.path)

    def _has_day(self) -> bool:
        if self.by.day is not None:
            return True
        self.notice.tell(self._words.say("Write a date like 2026-12-15."), Mark.BAD)
        self.by.setFocus()
        return False

    def _set_working(self, *, on: bool) -> None:
        for each in (self.form, self.by, self.save_button):
            each.setEnabled(not on)
        if on:
            self.notice.hide()
            self.work.begin()
        else:
            self.work.end()

    def _done(self, written: WrittenLetter) -> None:
        self._set_working(on=False)
        self.path = Path(written.path)
        self.chip.show_file(self.path)
        say = self._words.say
        self.outcome.setText(
            say.plural(
                "The list names {count} thing that is missing.",
                "The list names {count} things that are missing.",
                len(self._rows),
            )
        )
        self.stack.setCurrentIndex(1)
        self.open_button.setFocus()

    def _stopped(self, stopped: Stopped) -> None:
        self._set_working(on=False)
        lines = [error_words(stopped, self._words)]
        lines += error_details(stopped, self._words, self._session.names)
        self.notice.tell("\n".join(lines), Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD)

    def reject(self) -> None:
        """Stop what is being written before the dialog closes."""
        if self._is_working:
            self._session.cancel(_VERB)
        super().reject()


def _with_ending(path: Path, *, word: bool) -> Path:
    if path.suffix.lower() in _ENDINGS:
        return path
    return path.with_name(path.name + _ENDINGS[int(word)])


def make_gap_list(session: Session, words: Words, parent: QWidget) -> Path | None:
    """Show what is still missing, and return the file that was written of it."""
    dialog = GapListDialog(session, words, parent)
    dialog.exec()
    written = dialog.path
    dialog.deleteLater()
    return written
