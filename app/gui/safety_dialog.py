"""How the cases are kept: encrypted or not, who may open them, where they are, when the window locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.casework.desk import WHO
from app.casework.kept_settings import ENCRYPTED_SINCE, LOCK_AFTER, use_name
from app.casework.safety import state_of
from app.domain.errors import AppError
from app.env.person import account_name
from app.gui.autosave import Autosave
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, scrolled, subheading, text_label
from app.gui.file_chip import open_file
from app.gui.flow import flow_of
from app.gui.idle_lock import CHOICES
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.safety_deeds import SafetyDeeds
from app.gui.stopped import error_words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.window import MainWindow

_NAME_LENGTH = 80
_ENCRYPTED = N_(
    "The cases and their papers are encrypted on the disk. They can be read while this window is unlocked; "
    "what you save elsewhere, a packet or an export, is not protected by this."
)
_PLAIN = N_(
    "The cases and their papers lie on the disk as they are: whoever can use this computer, or takes its "
    "disk, can read them."
)


class SafetyDialog(QDialog):
    """Shows how the cases are kept and leads to everything that changes it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._words = window, window.session, window.words
        self.deeds = SafetyDeeds(window)
        self.setWindowTitle(self._words.say("Safety"))
        self.notice = Notice()
        self.state = text_label("", "subheading")
        self.told = quiet(self._words, _PLAIN)
        self._make_buttons()
        self._make_fields()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(self.state)
        column.addWidget(self.told)
        column.addWidget(
            flow_of(
                self.encrypt_button,
                self.change_button,
                self.sheet_button,
                self.renew_button,
                self.decrypt_button,
            )
        )
        column.addWidget(self.notice)
        column.addSpacing(8)
        column.addWidget(subheading(self._words, N_("This window")))
        column.addLayout(self._form)
        column.addStretch(1)
        self.close_button = button(self._words, N_("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        buttons = row_of()
        buttons.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 22)
        whole.setSpacing(12)
        whole.addWidget(heading(self._words, N_("Safety")))
        whole.addWidget(scrolled(inside), 1)
        whole.addLayout(buttons)
        fit_to_screen(self, QSize(680, 520))
        self.refresh()
        self.close_button.setFocus()

    def _make_buttons(self) -> None:
        words = self._words
        self.encrypt_button = button(words, N_("Encrypt…"))
        self.change_button = button(words, N_("Change passphrase…"))
        self.sheet_button = button(words, N_("New recovery sheet…"))
        self.renew_button = button(words, N_("New key…"))
        self.decrypt_button = button(words, N_("Stop encrypting…"))
        for each, do in (
            (self.encrypt_button, self.deeds.encrypt),
            (self.change_button, self._change),
            (self.sheet_button, self._make_sheet),
            (self.renew_button, self.deeds.renew),
            (self.decrypt_button, self.deeds.decrypt),
        ):
            each.clicked.connect(lambda _=False, do=do: do(self))

    def _make_fields(self) -> None:
        words, say = self._words, self._words.say
        self.minutes = QComboBox()
        self.minutes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for each in CHOICES:
            shown = say.plural("{count} minute", "{count} minutes", each) if each else say("Never")
            self.minutes.addItem(shown, each)
        self.minutes.activated.connect(lambda _: self._keep_minutes())
        self.name = QLineEdit()
        self.name.setMaxLength(_NAME_LENGTH)
        self._saving = Autosave(self.name, self._keep_name)
        self.folder = text_label(str(self._session.desk.data_folder))
        self.folder_button = button(words, N_("Open folder"))
        self.folder_button.clicked.connect(self._open_folder)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for message, field in (
            (N_("Lock when nobody touched it for"), self.minutes),
            (N_("Your name in the history"), self.name),
            (N_("The cases are kept in"), self.folder),
        ):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            words.bind(field, message, "setAccessibleName")
            self._form.addRow(label, field)
        self._form.addRow(self.folder_button)

    def refresh(self) -> None:
        """Show how it is now."""
        say = self._words.say
        try:
            state = state_of(self._session.desk)
        except AppError as error:
            self.notice.tell(error_words(Stopped.by(error), self._words), Mark.BAD)
            return
        since = self._session.kept(ENCRYPTED_SINCE)
        if not state.is_encrypted:
            self.state.setText(say("Your cases are not encrypted"))
        elif since:
            self.state.setText(say("Your cases are encrypted since {date}", date=since))
        else:
            self.state.setText(say("Your cases are encrypted"))
        self._words.bind(self.told, _ENCRYPTED if state.is_encrypted else _PLAIN)
        self.encrypt_button.setVisible(not state.is_encrypted)
        for each in (self.change_button, self.sheet_button, self.renew_button, self.decrypt_button):
            each.setVisible(state.is_encrypted)
        message = N_("New recovery sheet…") if state.has_recovery else N_("Make a recovery sheet…")
        self._words.bind(self.sheet_button, message)
        self.minutes.setEnabled(state.is_encrypted)
        self.minutes.setCurrentIndex(self.minutes.findData(self._window.locking.idle_minutes()))
        self.name.setPlaceholderText(account_name())
        self._saving.show_anew(self._session.kept(WHO))

    def _change(self, dialog: QWidget) -> None:
        def done() -> None:
            self.notice.tell(
                self._words.say(
                    "From now on the new passphrase opens the cases. Older copies of the folder still "
                    "open by the old one: where somebody knows that, make a new key, too."
                ),
                Mark.GOOD,
            )

        def failed(stopped: Stopped) -> None:
            self.notice.tell(error_words(stopped, self._words), Mark.BAD)

        self.deeds.change_passphrase(dialog, done, failed)

    def _make_sheet(self, dialog: QWidget) -> None:
        self.deeds.make_sheet(dialog)
        self.refresh()

    def _keep_minutes(self) -> None:
        self._session.keep(LOCK_AFTER, str(self.minutes.currentData()))
        self._window.locking.count_idle_time()

    def _keep_name(self) -> None:
        self.name.setModified(False)
        try:
            use_name(self._session.desk, self.name.text())
        except AppError as error:
            self.notice.tell(error_words(Stopped.by(error), self._words), Mark.BAD)

    def _open_folder(self) -> None:
        open_file(self._session.desk.data_folder)
