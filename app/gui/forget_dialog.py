"""Deletes a case for good: says what goes, and afterwards what may still hold it."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.backups import Erased, Unreached
from app.domain.summaries import CaseSummary
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, subheading, text_label
from app.gui.file_chip import open_file, show_in_folder
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.outside import answer_soon
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.work_page import WorkPage
from app.gui.worker_client import Stopped
from app.i18n.backups import word_unreached
from app.i18n.catalogue import N_

_VERB = "forget_case"
_GOES = (
    N_("what was entered: people, answers, years, stays, and the whole history of changes"),
    N_("its papers, as far as no other case here uses the same ones"),
    N_("what was read in them, their pictures and everything made ready for a packet"),
)


class ForgetDialog(QDialog):
    """Asks once more, has everything of a case removed, and tells what could not be reached."""

    def __init__(self, session: Session, words: Words, case: CaseSummary, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._case = case
        self.erased: Erased | None = None
        self.setWindowTitle(words.say("Delete for good"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._ask_page())
        self.stack.addWidget(self._result_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Delete for good")))
        column.addWidget(self.stack, 1)
        fit_to_screen(self, QSize(660, 480))
        self.cancel_button.setFocus()

    def _ask_page(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addWidget(text_label(self._case.title, "subheading"))
        column.addWidget(quiet(words, N_("This goes at once, and cannot be undone:")))
        for message in _GOES:
            line = text_label(f"•  {words.say(message)}")
            column.addWidget(line)
        self.backups = QCheckBox()
        self.backups.setChecked(True)
        words.bind(self.backups, N_("Also from the backups that can be reached"))
        column.addWidget(self.backups)
        column.addWidget(
            quiet(words, N_("The backups stay, without this case. With many backups this takes a while."))
        )
        column.addStretch(1)
        page = WorkPage(self._session, words, _VERB, inside)
        self.notice, self.work = page.notice, page.work
        self.cancel_button = button(words, N_("Keep the case"))
        self.go_button = button(words, N_("Delete for good"))
        self.cancel_button.setDefault(True)
        page.add_buttons((self.cancel_button, self.reject), (self.go_button, self.forget))
        return page

    def _result_page(self) -> QWidget:
        words = self._words
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.outcome = Notice()
        column.addWidget(self.outcome)
        column.addWidget(subheading(words, N_("What may still hold it")))
        column.addWidget(quiet(words, N_("Yongju does not reach these; look after them yourself.")))
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setMinimumHeight(120)
        words.bind(self.tree, N_("What may still hold it"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        self.tree.itemActivated.connect(lambda *_: self._open_folder())
        column.addWidget(self.tree, 1)
        self.folder_button = button(words, N_("Open folder"))
        self.close_button = button(words, N_("Close"), "primary")
        self.folder_button.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.accept)
        buttons = row_of(self.folder_button)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        return page

    # What is done.

    def forget(self) -> None:
        """Remove everything of the case."""
        if not self.work.isHidden():
            return
        self.notice.hide()
        self._set_working(on=True)
        self._session.forget_for_good(
            self._case.id, backups=self.backups.isChecked(), done=self._done, failed=self._stopped
        )

    def _set_working(self, *, on: bool) -> None:
        for each in (self.backups, self.go_button):
            each.setEnabled(not on)
        # What has begun to go cannot be kept any more; it can only be left half done, and done again.
        self._words.bind(self.cancel_button, N_("Close") if on else N_("Keep the case"))
        if on:
            self.work.begin()
        else:
            self.work.end()

    def _done(self, erased: Erased) -> None:
        self._set_working(on=False)
        self.erased = erased
        say = self._words.say
        lines = [
            say.plural(
                "“{title}” is gone, with {count} file.",
                "“{title}” is gone, with {count} files.",
                erased.files,
                title=erased.title,
            )
        ]
        if erased.backups:
            lines.append(
                say.plural(
                    "It was taken out of {count} backup.",
                    "It was taken out of {count} backups.",
                    erased.backups,
                )
            )
        self.outcome.tell("\n".join(lines), Mark.GOOD)
        self.tree.clear()
        for unreached in erased.unreached:
            self._add(unreached)
        self.tree.expandAll()
        self.stack.setCurrentIndex(1)
        self._allow()
        self.close_button.setFocus()

    def _add(self, unreached: Unreached) -> None:
        row = add_row(self.tree, word_unreached(unreached, self._words.language), mark=Mark.NOTE)
        for place in unreached.places:
            add_row(row, place, data=Path(place))

    def _stopped(self, stopped: Stopped) -> None:
        self._set_working(on=False)
        mark = Mark.WARN if stopped.code == "work.cancelled" else Mark.BAD
        told = error_words(stopped, self._words)
        if stopped.code == "work.cancelled":
            told = self._words.say("Stopped. Delete it again to remove what is left of it.")
        self.notice.tell(told, mark)

    def _place(self) -> Path | None:
        row = self.tree.currentItem()
        found = row_data(row)
        if found is None and row is not None and row.childCount():
            found = row_data(row.child(0))
        return found if isinstance(found, Path) else None

    def _allow(self) -> None:
        self.folder_button.setEnabled(self._place() is not None)

    def _open_folder(self) -> None:
        place = self._place()
        if place is None:
            return
        is_folder = answer_soon(place.is_dir, otherwise=False)
        (open_file if is_folder else show_in_folder)(place)

    def reject(self) -> None:
        """Stop what is being removed before the dialog closes."""
        if not self.work.isHidden():
            self._session.cancel(_VERB)
        super().reject()


def forget_for_good(session: Session, words: Words, case: CaseSummary, parent: QWidget) -> bool:
    """Delete a case for good, once that is confirmed; say whether it is gone."""
    dialog = ForgetDialog(session, words, case, parent)
    dialog.exec()
    gone = dialog.erased is not None
    dialog.deleteLater()
    return gone
