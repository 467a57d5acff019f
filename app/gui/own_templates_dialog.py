"""An agency's own Word templates: kept, looked at before they are taken in, begun from one of ours."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QMessageBox,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.casework import own_templates
from app.casework.own_templates import OwnTemplate
from app.domain.errors import AppError
from app.domain.letters import LetterForm, LetterTemplate
from app.gui.fields import button, dropped_files, fit_to_screen, heading, quiet, row_of
from app.gui.letter_words import FORM_NAMES
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.own_template_parts import LookPage, NameList, with_foot
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.letters import word_template_fault

_WORD = ".docx"
_LEAST_ROWS = 96
_TEMPLATES, _LOOK = range(2)


class OwnTemplatesDialog(QDialog):
    """Lists the templates of one's own, and takes new ones in; each is looked at by the worker first."""

    changed = Signal()

    def __init__(self, session: Session, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self.has_changed = False
        self.setAcceptDrops(True)
        self.setWindowTitle(words.say("Templates of your own"))
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(True)
        self.names = NameList(words)
        for part, message in (
            (self._own(), N_("Your templates")),
            (self._ours(), N_("Begin with one of ours")),
            (self.names, N_("Names")),
        ):
            self.tabs.addTab(part, words.say(message))
        words.bind(self.tabs, N_("Templates of your own"), "setAccessibleName")
        self.notice = Notice()
        self.close_button = button(words, N_("Close"))
        self.close_button.clicked.connect(self.reject)
        buttons = row_of()
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Templates of your own")))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        column.addLayout(buttons)
        fit_to_screen(self, QSize(720, 600))
        self.refresh()
        self.tree.setFocus()

    # How it is made.

    def _own(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 4, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(
                words,
                N_(
                    "Word files with your own letterhead, in which names such as {{ employer.name }} stand "
                    "where the case speaks. Choose one, or drop it here."
                ),
            )
        )
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(_LEAST_ROWS)
        words.bind(self.tree, N_("Your templates"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        column.addWidget(self.tree, 1)
        self.add_button = button(words, N_("Add a template…"))
        self.remove_button = button(words, N_("Remove"))
        self.add_button.clicked.connect(self.choose_file)
        self.remove_button.clicked.connect(self.remove)
        self.look = LookPage(self._session, words)
        self.look.left.connect(self._show_list)
        self.look.added.connect(self._added)
        self.stack = QStackedWidget()
        self.stack.addWidget(with_foot(inside, row_of(self.add_button, self.remove_button)))
        self.stack.addWidget(self.look)
        return self.stack

    def _ours(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 4, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(
                words,
                N_(
                    "Saves the Word template of one of our letters. Put your letterhead on it, change its "
                    "words, and add it as one of yours."
                ),
            )
        )
        self.ours = RowTree(1)
        self.ours.setHeaderHidden(True)
        self.ours.setRootIsDecorated(False)
        self.ours.setMinimumHeight(_LEAST_ROWS)
        words.bind(self.ours, N_("Our letters"), "setAccessibleName")
        for each in own_templates.our_letters():
            add_row(self.ours, words.shown(each.title, " / "), words.shown(each.use), data=each)
        self.ours.setCurrentIndex(self.ours.model().index(0, 0))
        self.ours.itemActivated.connect(lambda *_: self.save_ours())
        column.addWidget(self.ours, 1)
        self.form = QComboBox()
        words.bind(self.form, N_("Language of the letter"), "setAccessibleName")
        for form, message in FORM_NAMES.items():
            self.form.addItem(words.say(message), form)
        self.save_button = button(words, N_("Save a copy…"))
        self.save_button.clicked.connect(self.save_ours)
        return with_foot(inside, row_of(self.form, self.save_button))

    # What is shown.

    def refresh(self, chosen: str = "") -> None:
        """List the templates that are kept, one of them chosen."""

        def show(kept: tuple[OwnTemplate, ...]) -> None:
            if isValid(self):
                self.show_templates(kept, chosen)

        def stop(stopped: Stopped) -> None:
            if isValid(self):
                self._tell_stopped(stopped)

        self._session.list_templates(show, stop)

    def show_templates(self, kept: tuple[OwnTemplate, ...], chosen: str = "") -> None:
        """Show templates, one of them chosen."""
        self.tree.clear()
        for each in kept:
            title = self._words.shown(each.title, " / ")
            row = add_row(
                self.tree, title, self._about(each), mark=Mark.BAD if each.faults else None, data=each
            )
            if each.id == chosen:
                self.tree.setCurrentItem(row)
        if not kept:
            row = add_row(self.tree, self._words.say("None yet."))
            row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._allow()

    def _about(self, template: OwnTemplate) -> str:
        say = self._words.say
        if template.faults:
            faults = [word_template_fault(fault, self._words.language) for fault in template.faults]
            changed = say(
                "It was changed since it was added, and is not used as it is. Remove it, and add it anew."
            )
            return "\n".join((changed, *faults))
        if template.instead_of is None:
            return say("Stands for none of our letters")
        return say("Stands for our letter “{title}”", title=self._words.shown(template.instead_of, " / "))

    def _allow(self) -> None:
        self.remove_button.setEnabled(self.chosen() is not None)

    def chosen(self) -> OwnTemplate | None:
        """Return the template that is chosen."""
        found = row_data(self.tree.currentItem())
        return found if isinstance(found, OwnTemplate) else None

    def _tell_stopped(self, stopped: Stopped) -> None:
        self.notice.tell(error_words(stopped, self._words), Mark.BAD)

    def _show_list(self) -> None:
        self.stack.setCurrentIndex(_TEMPLATES)
        self.add_button.setFocus()

    # What is done.

    def choose_file(self) -> None:
        """Let a person choose a Word template."""
        named = self._words.say("Word file")
        kinds = f"{named} (*{_WORD})"
        chosen, _ = QFileDialog.getOpenFileName(self, self._words.say("Choose a template"), "", kinds)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Look at a Word template, and take it in once it has no faults and a person says what it is."""
        self.notice.hide()
        self.tabs.setCurrentIndex(0)
        self.stack.setCurrentIndex(_LOOK)
        self.look.look_at(path)

    def _added(self, template: LetterTemplate) -> None:
        self._note_change(template.id)
        self._show_list()
        title = self._words.shown(template.title, " / ")
        self.notice.tell(self._words.say("“{title}” is one of your templates now.", title=title), Mark.GOOD)

    def remove(self) -> None:
        """Remove the chosen template, once that is confirmed."""
        template = self.chosen()
        if template is None or not self._confirm_removal(template):
            return
        try:
            own_templates.remove_template(self._session.desk, template.id)
        except AppError as error:
            self._tell_stopped(Stopped.by(error))
            return
        self._note_change()
        title = self._words.shown(template.title, " / ")
        self.notice.tell(self._words.say("“{title}” is removed.", title=title), Mark.GOOD)

    def _confirm_removal(self, template: OwnTemplate) -> bool:
        say = self._words.say
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        title = self._words.shown(template.title, " / ")
        box.setText(say("Remove the template “{title}”?", title=title))
        box.setInformativeText(
            say("This cannot be undone. Letters written with it, and the Word file it came from, stay.")
        )
        keep = box.addButton(say("Keep it"), QMessageBox.ButtonRole.RejectRole)
        remove = box.addButton(say("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.exec()
        pressed = box.clickedButton()
        box.deleteLater()
        return pressed is remove

    def _note_change(self, chosen: str = "") -> None:
        self.has_changed = True
        self.refresh(chosen)
        self.changed.emit()

    def save_ours(self) -> None:
        """Ask where a copy of one of our templates goes, and write it."""
        letter = row_data(self.ours.currentItem())
        if not isinstance(letter, LetterTemplate):
            return
        from app.gui.pages.cases import plain_name

        say = self._words.say
        start = Path.home() / f"{plain_name(letter.title.in_language(self._words.language))}{_WORD}"
        named = say("Word file")
        kinds = f"{named} (*{_WORD})"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Save a copy"), str(start), kinds)
        if not chosen:
            return
        path = Path(chosen)
        self.save_ours_to(path if path.suffix.lower() == _WORD else path.with_name(path.name + _WORD))

    def save_ours_to(self, path: Path) -> None:
        """Write the chosen template of ours to a place."""
        letter = row_data(self.ours.currentItem())
        try:
            own_templates.export_template(letter.id, LetterForm(self.form.currentData()), path)
        except AppError as error:
            self._tell_stopped(Stopped.by(error))
            return
        self.notice.tell(self._words.say("Written: {path}", path=path), Mark.GOOD)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take one Word file."""
        files = dropped_files(event)
        if len(files) == 1 and files[0].suffix.lower() == _WORD and not self.look.is_working:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the file that was dropped."""
        event.acceptProposedAction()
        self.take_file(dropped_files(event)[0])

    def reject(self) -> None:
        """Stop what the worker is looking at before the dialog closes."""
        self.look.stop()
        super().reject()


def manage_own_templates(session: Session, words: Words, parent: QWidget, file: Path | None = None) -> bool:
    """Show the templates of one's own, a file to add at once; say whether any came or went."""
    dialog = OwnTemplatesDialog(session, words, parent)
    if file is not None:
        dialog.take_file(file)
    dialog.exec()
    changed = dialog.has_changed
    dialog.deleteLater()
    return changed
