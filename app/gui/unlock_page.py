"""Asks who may see the cases: a passphrase, or the code of the recovery sheet and then a new passphrase."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.gui.away_page import AwayPage
from app.gui.beside import Beside
from app.gui.case_parts import OneShown
from app.gui.fields import button, quiet
from app.gui.flow import flow_of
from app.gui.secret_fields import SecretFields
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.casework.unlocking import VaultKey

_TICK_MS = 200
_CODE_LENGTH = 120


class UnlockPage(AwayPage):
    """Stands in the place of the window until the store is opened; nothing of a case is known to it."""

    opened = Signal(object)

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__(words, N_("Your cases are locked"))
        self._desk = desk
        self._key: VaultKey | None = None
        self._refused: Stopped | None = None
        self._beside = Beside(self)
        self.stack = OneShown()
        for part in (self._passphrase_part(), self._code_part(), self._new_part()):
            self.stack.addWidget(part)
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working.setTextVisible(False)
        self.working.setMaximumHeight(6)
        words.bind(self.working, N_("Opening…"), "setAccessibleName")
        keeps = self.working.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.working.setSizePolicy(keeps)
        self.working.hide()
        self.column.addWidget(self.stack)
        self.column.addWidget(self.working)
        self.column.addWidget(self.notice)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_pause)
        words.changed.connect(self._show_refused)
        self._show_pause()

    # How it is made.

    def _passphrase_part(self) -> QWidget:
        words = self.words
        self.secret = SecretFields(words, is_new=False)
        self.open_button = button(words, N_("Open"), "primary")
        self.sheet_button = button(words, N_("Use the recovery sheet instead"), "flat")
        self.secret.entered.connect(self.open)
        self.open_button.clicked.connect(self.open)
        self.sheet_button.clicked.connect(lambda: self._show_part(1))
        told = quiet(words, N_("Type the passphrase that you chose for them."))
        return _column_of(told, self.secret, flow_of(self.open_button, self.sheet_button))

    def _code_part(self) -> QWidget:
        words = self.words
        self.code = QLineEdit()
        self.code.setMaxLength(_CODE_LENGTH)
        # The name of the code's script has no capitals to correct and no words to guess.
        self.code.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhPreferUppercase
        )
        words.bind(self.code, N_("Code of the recovery sheet"), "setAccessibleName")
        self.code.returnPressed.connect(self.open_by_code)
        self.code_button = button(words, N_("Open"), "primary")
        self.back_button = button(words, N_("Use the passphrase instead"), "flat")
        self.code_button.clicked.connect(self.open_by_code)
        self.back_button.clicked.connect(lambda: self._show_part(0))
        label = QLabel()
        words.bind(label, N_("Code of the recovery sheet"))
        label.setBuddy(self.code)
        told = quiet(
            words,
            N_("Eight groups, as they are printed. Spaces, hyphens and small letters make no difference."),
        )
        return _column_of(label, self.code, told, flow_of(self.code_button, self.back_button))

    def _new_part(self) -> QWidget:
        words = self.words
        self.new_secret = SecretFields(words, is_new=True)
        self.save_button = button(words, N_("Use this passphrase"), "primary")
        self.new_secret.entered.connect(self.save_new)
        self.save_button.clicked.connect(self.save_new)
        told = quiet(
            words,
            N_(
                "The code is right. Choose a new passphrase now; the old one then opens only backups made "
                "before, and the recovery sheet stays as it is."
            ),
        )
        return _column_of(told, self.new_secret, flow_of(self.save_button))

    def take_focus(self) -> None:
        """Put the focus into the field that is to be filled in."""
        fields = (self.secret.first, self.code, self.new_secret.first)
        fields[self.stack.currentIndex()].setFocus(Qt.FocusReason.OtherFocusReason)

    # What a person does.

    def open(self) -> None:
        """Try the passphrase."""
        from app.casework.unlocking import key_by_passphrase

        passphrase = self.secret.text()
        if self._may_try and self.secret.judge():
            self._work(lambda: key_by_passphrase(self._desk, passphrase))

    def open_by_code(self) -> None:
        """Try the code of the recovery sheet."""
        from app.casework.unlocking import key_by_code

        code = self.code.text()
        if self._may_try and code.strip():
            self._work(lambda: key_by_code(self._desk, code))

    def save_new(self) -> None:
        """Have the new passphrase open the store from now on, and open it."""
        from app.casework.unlocking import set_passphrase

        key, passphrase = self._key, self.new_secret.text()
        if key is None or not self._may_try or not self.new_secret.judge():
            return

        def work() -> VaultKey:
            set_passphrase(self._desk, key, passphrase)
            return key

        self._work(work)

    # How it is done.

    @property
    def _may_try(self) -> bool:
        return not self._beside.is_busy and not self._desk.patience.seconds_left

    def _work(self, work: Callable[[], VaultKey]) -> None:
        """Do what takes a third of a second beside the window."""
        self._refused = None
        self.notice.hide()
        self.working.show()
        self._beside.run(work, self._take, self.refuse)
        self._allow()

    def _take(self, key: VaultKey) -> None:
        self.working.hide()
        if self.stack.currentIndex() == 1:
            self._key = key
            self.code.clear()
            self._show_part(2)
            self._allow()
            return
        self._key = None
        self.secret.forget()
        self.new_secret.forget()
        self.opened.emit(key)

    def refuse(self, error: AppError) -> None:
        """Tell why the store could not be opened."""
        self.working.hide()
        self._refused = Stopped.by(error)
        self._show_refused()
        if self.stack.currentIndex() == 0:
            self.secret.first.selectAll()
        self.take_focus()

    def _show_refused(self) -> None:
        if self._refused is not None:
            self.show_bad(error_words(self._refused, self.words))
        self._show_pause()

    def _show_pause(self) -> None:
        """Count down until the next try."""
        left = math.ceil(self._desk.patience.seconds_left)
        say = self.words.say
        for each in (self.open_button, self.code_button):
            each.setText(say("Open in {count} s", count=left) if left else say("Open"))
        if left and not self._tick.isActive():
            self._tick.start()
        elif not left:
            self._tick.stop()
        self._allow()

    def _allow(self) -> None:
        for each in (self.open_button, self.code_button, self.save_button):
            each.setEnabled(self._may_try)
        for field in (self.secret, self.code, self.new_secret, self.sheet_button, self.back_button):
            field.setEnabled(not self._beside.is_busy)

    def _show_part(self, place: int) -> None:
        self.notice.hide()
        self._refused = None
        self.stack.setCurrentIndex(place)
        self.take_focus()


def _column_of(*parts: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return whole
