"""Asks for the passphrase of the store, for a new one, or for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.gui.beside import Beside
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, scrolled, subheading
from app.gui.secret_fields import SecretFields
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.casework.desk import Desk

FORGOTTEN = N_(
    "Nobody can open the cases without it: not the makers of this program either. A recovery sheet, which "
    "you can print right afterwards and keep at home, is the only other way in."
)


class PassphraseDialog(QDialog):
    """Is accepted once the old passphrase is proven to be the right one and the new one will do.

    A window that stands open is no proof of who sits before it: what changes who may open the store asks for
    the passphrase again.
    """

    def __init__(
        self,
        desk: Desk,
        words: Words,
        parent: QWidget,
        title: str,
        told: tuple[str, ...],
        deed: str,
        *,
        asks_old: bool,
        asks_new: bool,
    ) -> None:
        super().__init__(parent)
        self._desk, self._words = desk, words
        self._beside = Beside(self)
        self.setWindowTitle(words.say(title))
        self.old = SecretFields(words, is_new=False) if asks_old else None
        self.new = SecretFields(words, is_new=True) if asks_new else None
        self.go_button = button(words, deed, "primary")
        self.cancel_button = button(words, N_("Cancel"))
        self.go_button.clicked.connect(self.go)
        self.cancel_button.clicked.connect(self.reject)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        for each in told:
            column.addWidget(quiet(words, each))
        for fields, name in (
            (self.old, N_("Passphrase until now")),
            (self.new, N_("New passphrase")),
        ):
            if fields is None:
                continue
            if asks_old and asks_new:
                column.addWidget(subheading(words, name))
            column.addWidget(fields)
            fields.entered.connect(self.go)
        column.addStretch(1)
        buttons = row_of()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.go_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 22)
        whole.setSpacing(12)
        whole.addWidget(heading(words, title))
        whole.addWidget(scrolled(inside), 1)
        whole.addLayout(buttons)
        fit_to_screen(self, QSize(620, 540 if asks_old and asks_new else 430))
        first = self.old or self.new
        if first is not None:
            first.first.setFocus()

    def passphrase(self) -> str:
        """Return the passphrase that opens the store once what is asked for is done."""
        fields = self.new or self.old
        return "" if fields is None else fields.text()

    def go(self) -> None:
        """Go on where what was typed will do."""
        if self._beside.is_busy or not all(each.judge() for each in (self.old, self.new) if each is not None):
            return
        if self.old is None:
            self.accept()
            return
        from app.casework.unlocking import is_passphrase

        passphrase = self.old.text()
        self.go_button.setEnabled(False)
        self._beside.run(lambda: is_passphrase(self._desk, passphrase), lambda _: self.accept(), self._refuse)

    def _refuse(self, error: AppError) -> None:
        self.go_button.setEnabled(True)
        if self.old is not None:
            self.old.refuse(error_words(Stopped.by(error), self._words))
