"""Backups of all cases: where they go, which there are, making one, and the way to bring something back."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.backups import (
    Backup,
    BackupCheck,
    BackupList,
    BackupMade,
    BackupSettings,
)
from app.gui.backup_settings import BackupChoices
from app.gui.backup_words import damage_lines
from app.gui.fields import button, card, fit_to_screen, heading, quiet, row_of, scrolled, subheading
from app.gui.flow import flow_of
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.packet_plan import say_size
from app.gui.restore_dialog import RestoreWish, restore_from
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.backups import word_reason
from app.i18n.catalogue import N_
from app.i18n.handovers import word_moment
from app.i18n.wording import word_error

_T = TypeVar("_T")
_WORK = ("back_up", "verify_backup", "remove_backup")
_WIDE, _TIGHT, _NARROW = (90, 90, 300), (70, 76, 180), 760


class BackupsDialog(QDialog):
    """Lists the backups; makes, verifies and removes them, and leads to what is in one."""

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self.listed: BackupList | None = None
        # What is to be asked of whoever has the store alone, once everything is wanted back.
        self.wanted: RestoreWish | None = None
        self._whole: set[str] = set()
        self._busy = ""
        self.setWindowTitle(words.say("Backups"))
        self._build()
        fit_to_screen(self, QSize(820, 640))
        self._allow()
        self.refresh()

    # How it is made.

    def _build(self) -> None:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Backups")))
        column.addWidget(
            quiet(
                words,
                N_(
                    "A backup holds every case with all its papers and its history, as it is at that moment. "
                    "It is opened and checked as soon as it is written."
                ),
            )
        )
        self.unprotected = Notice()
        column.addWidget(self.unprotected)
        column.addWidget(self._make_tree(), 1)
        self.restore_button = button(words, N_("Look inside, restore…"))
        self.verify_button = button(words, N_("Verify"))
        self.remove_button = button(words, N_("Remove"))
        self.restore_button.clicked.connect(lambda: self.look_inside())
        self.verify_button.clicked.connect(self.verify)
        self.remove_button.clicked.connect(self.remove)
        column.addWidget(flow_of(self.restore_button, self.verify_button, self.remove_button))
        column.addSpacing(6)
        column.addWidget(subheading(words, N_("Where they go, and when")))
        frame, framed = card(margin=12)
        self.choices = BackupChoices(words)
        self.choices.chosen.connect(self._choose)
        framed.addWidget(self.choices)
        column.addWidget(frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(scrolled(inside), 1)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.rows = {verb: WorkRow(self._session, words, verb, self._cancel) for verb in _WORK}
        for row in self.rows.values():
            column.addWidget(row)
        self.close_button = button(words, N_("Close"))
        self.make_button = button(words, N_("Back up now"), "primary")
        self.close_button.clicked.connect(self.reject)
        self.make_button.clicked.connect(self.back_up)
        buttons = row_of()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.make_button)
        column.addLayout(buttons)

    def _make_tree(self) -> RowTree:
        self.tree = RowTree(4)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(150)
        # What scrolls around it asks for no more than that.
        self.tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._words.bind(self.tree, N_("Backups"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        self.tree.itemActivated.connect(lambda *_: self.look_inside())
        return self.tree

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave room for the days, however narrow the dialog is."""
        super().resizeEvent(event)
        self.tree.set_widths(*(_WIDE if event.size().width() >= _NARROW else _TIGHT))

    # What is shown.

    def refresh(self) -> None:
        """Look anew which backups there are."""
        self._session.list_backups(self._while_there(self._show), self._while_there(self._tell_stopped))

    def chosen(self) -> Backup | None:
        """Return the backup that is chosen."""
        found = row_data(self.tree.currentItem())
        return found if isinstance(found, Backup) else None

    def _show(self, listed: BackupList) -> None:
        say = self._words.say
        before = self.chosen()
        self.listed = listed
        self.choices.show_settings(listed.settings)
        self.tree.setHeaderLabels([say("When"), say("Cases"), say("Size"), say("State")])
        self.tree.clear()
        for backup in listed.backups:
            self._add(backup)
        if not listed.backups:
            self._tell_none(listed)
        self._tell_unprotected(listed)
        if before is None or self.tree.select_row(before) is None:
            self._choose_first()
        self._allow()

    def _choose_first(self) -> None:
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _add(self, backup: Backup) -> None:
        language = self._words.language
        mark = Mark.BAD if backup.trouble else Mark.GOOD
        reason = word_reason(backup.reason, language)
        row = add_row(self.tree, word_moment(backup.made_at, language), reason, mark=mark, data=backup)
        if backup.made_at and not backup.trouble:
            set_cell(row, 1, str(backup.cases))
            set_cell(row, 2, say_size(backup.size_bytes, self._words))
        set_cell(row, 3, *self._state(backup))

    def _state(self, backup: Backup) -> tuple[str, str]:
        say = self._words.say
        if backup.trouble:
            return word_error(backup.trouble, {"path": backup.path}, self._words.language), ""
        whole = backup.id in self._whole
        state = say("verified just now, every file") if whole else say("checked when it was written")
        return state, say("encrypted") if backup.is_encrypted else say("not encrypted")

    def _tell_none(self, listed: BackupList) -> None:
        say = self._words.say
        if listed.trouble:
            told = word_error(listed.trouble, {"path": listed.settings.folder}, self._words.language)
            add_row(self.tree, told, mark=Mark.WARN, head=True)
        else:
            add_row(self.tree, say("There is no backup yet."), mark=Mark.OPEN, head=True)

    def _tell_unprotected(self, listed: BackupList) -> None:
        self.unprotected.setVisible(bool(listed.unprotected))
        if listed.unprotected:
            self.unprotected.tell(
                self._words.say.plural(
                    "{count} backup is not encrypted although your cases are: whoever finds it can read "
                    "them. Back up now; it is then removed by itself.",
                    "{count} backups are not encrypted although your cases are: whoever finds them can read "
                    "them. Back up now; they are then removed by themselves.",
                    listed.unprotected,
                ),
                Mark.WARN,
            )

    # What is done.

    def back_up(self) -> None:
        """Make a backup."""
        if self._begin("back_up"):
            self._session.back_up(self._made, self._stopped)

    def verify(self) -> None:
        """Read the chosen backup to its end."""
        chosen = self.chosen()
        if chosen is not None and self._begin("verify_backup"):
            self._session.verify_backup(chosen.id, self._verified, self._stopped)

    def remove(self) -> None:
        """Remove the chosen backup, once that is confirmed."""
        chosen = self.chosen()
        if chosen is None or not self._confirm_removal(chosen) or not self._begin("remove_backup"):
            return

        def done(_: None) -> None:
            self._end()
            self.refresh()
            self.notice.tell(self._words.say("The backup is removed."), Mark.GOOD)

        self._session.remove_backup(chosen.id, done, self._stopped)

    def look_inside(self) -> None:
        """Show what the chosen backup would bring back."""
        chosen = self.chosen()
        if chosen is None or chosen.trouble or self._busy:
            return
        self.wanted = restore_from(self._session, self._words, chosen, self)
        if self.wanted is not None:
            # The window gives the cases up for it, and every dialog with them.
            self.accept()
            return
        self.refresh()

    def _choose(self, wanted: dict[str, object]) -> None:
        if self._busy:
            return

        def done(_: BackupSettings) -> None:
            self.notice.hide()
            self.refresh()

        def stop(stopped: Stopped) -> None:
            self._tell_stopped(stopped)
            if self.listed is not None:
                self.choices.show_settings(self.listed.settings)

        self._session.set_backups(self._while_there(done), self._while_there(stop), **wanted)

    def _while_there(self, tell: Callable[[_T], None]) -> Callable[[_T], None]:
        """Tell nothing to a dialog that was closed meanwhile."""

        def told(result: _T) -> None:
            if isValid(self):
                tell(result)

        return told

    def _confirm_removal(self, backup: Backup) -> bool:
        say = self._words.say
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(say("Backups"))
        moment = word_moment(backup.made_at, self._words.language)
        box.setText(say("Remove the backup of {moment}? This cannot be undone.", moment=moment))
        keep = box.addButton(say("Keep it"), QMessageBox.ButtonRole.RejectRole)
        remove = box.addButton(say("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        wanted = box.clickedButton() is remove
        box.deleteLater()
        return wanted

    # What comes of it.

    def _made(self, made: BackupMade) -> None:
        self._end()
        self.tree.clear()
        self.refresh()
        say = self._words.say
        lines = [
            say.plural(
                "{count} case is backed up, {size} in all; the backup was opened and checked.",
                "{count} cases are backed up, {size} in all; the backup was opened and checked.",
                made.backup.cases,
                size=say_size(made.backup.size_bytes, self._words),
            )
        ]
        if made.removed:
            lines.append(
                say.plural(
                    "{count} older backup made room.", "{count} older backups made room.", made.removed
                )
            )
        if made.unprotected_removed:
            lines.append(
                say.plural(
                    "{count} backup that was not encrypted is removed.",
                    "{count} backups that were not encrypted are removed.",
                    made.unprotected_removed,
                )
            )
        lines += damage_lines(made.damaged, self._words)
        self.notice.tell("\n".join(lines), Mark.WARN if made.damaged else Mark.GOOD)

    def _verified(self, check: BackupCheck) -> None:
        self._end()
        say = self._words.say
        if check.is_whole:
            self._whole.add(check.backup.id)
            told = say.plural(
                "{count} file was read: it is as it was when it was backed up.",
                "{count} files were read: all are as they were when they were backed up.",
                check.files,
            )
            lines, mark = [told], Mark.GOOD
        else:
            lines, mark = damage_lines(check.damaged, self._words), Mark.BAD
        if check.mended:
            mended = say.plural(
                "{count} file was damaged and was copied anew from your cases.",
                "{count} files were damaged and were copied anew from your cases.",
                check.mended,
            )
            lines.append(mended)
        self.refresh()
        self.notice.tell("\n".join(lines), mark)

    def _begin(self, verb: str) -> bool:
        if self._busy:
            return False
        self._busy = verb
        self.notice.hide()
        self.rows[verb].begin()
        self._allow()
        return True

    def _end(self) -> None:
        if self._busy:
            self.rows[self._busy].end()
        self._busy = ""
        self._allow()

    def _stopped(self, stopped: Stopped) -> None:
        self._end()
        self._tell_stopped(stopped)
        self.refresh()

    def _tell_stopped(self, stopped: Stopped) -> None:
        mark = Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
        self.notice.tell(error_words(stopped, self._words), mark)

    def _allow(self) -> None:
        chosen, free = self.chosen(), not self._busy
        usable = free and chosen is not None and not chosen.trouble
        self.restore_button.setEnabled(usable)
        self.verify_button.setEnabled(usable)
        self.remove_button.setEnabled(free and chosen is not None)
        self.make_button.setEnabled(free)
        self.choices.setEnabled(free)

    def _cancel(self) -> None:
        if self._busy:
            self._session.cancel(self._busy)

    def reject(self) -> None:
        """Stop what is being done before the dialog closes."""
        self._cancel()
        super().reject()


def show_backups(session: Session, words: Words, parent: QWidget) -> RestoreWish | None:
    """Show the backups; return what to ask for where everything is to be restored from one."""
    dialog = BackupsDialog(session, words, parent)
    dialog.exec()
    wanted = dialog.wanted
    dialog.deleteLater()
    return wanted
