"""What changes who may open the cases, each asked for, done, and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.casework.kept_settings import ENCRYPTED_SINCE, PLAIN_CHOSEN
from app.gui.passphrase_dialog import FORGOTTEN, PassphraseDialog
from app.gui.recovery_dialog import RecoveryDialog
from app.gui.worker_client import Request, Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.casework.safety import NewState
    from app.gui.window import MainWindow

# That a person chose to keep the cases without encryption; that they did not want to decide yet.
PLAIN, LATER = "plain", "later"
_BUSY = N_("Something you asked for is still at work; do this again when it is finished.")


class SafetyDeeds:
    """Encrypts the store and stops encrypting it, changes its passphrase, its sheet and its key."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._words = window.words

    def encrypt(self, parent: QWidget, then: Callable[[], object] | None = None) -> bool:
        """Ask for a passphrase and encrypt the store by it; say whether that was begun."""
        told = (
            N_("Choose a passphrase. You type it whenever Yongju starts, and after it was locked."),
            FORGOTTEN,
        )
        dialog = self._dialog(parent, N_("Encrypt the cases"), told, N_("Encrypt"), asks_old=False)
        if dialog is None:
            return False

        def done(state: NewState) -> None:
            session = self._window.session
            session.keep(ENCRYPTED_SINCE, date.today().isoformat())
            session.keep(PLAIN_CHOSEN, "")
            self._tell(state, N_("Your cases are encrypted now."))
            self._offer_sheet(self._window)
            if then is not None:
                then()

        return self._begin("encrypt_store", dialog, N_("Encrypting the cases"), done)

    def renew(self, parent: QWidget) -> None:
        """Ask for a passphrase and encrypt the store anew, by another key."""
        told = (
            N_(
                "Everything is encrypted anew, by another key. Do this when somebody may have seen your "
                "passphrase and has a copy of the data folder: with both, they could read what you keep "
                "from now on."
            ),
            N_(
                "The recovery sheet that you have then opens only backups made before; "
                "a new one is offered afterwards."
            ),
        )
        dialog = self._dialog(parent, N_("New key"), told, N_("Encrypt anew"), asks_old=True)
        if dialog is None:
            return

        def done(state: NewState) -> None:
            self._window.session.keep(ENCRYPTED_SINCE, date.today().isoformat())
            self._tell(state, N_("Your cases are encrypted by a new key now."))
            self._offer_sheet(self._window)

        self._begin("renew_key", dialog, N_("Encrypting the cases anew"), done)

    def decrypt(self, parent: QWidget) -> None:
        """Ask for the passphrase and keep the store without encryption from now on."""
        told = (
            N_(
                "From then on whoever can use this computer, or takes its disk, can read the cases and their "
                "papers."
            ),
        )
        dialog = self._dialog(
            parent, N_("Stop encrypting"), told, N_("Stop encrypting"), asks_old=True, asks_new=False
        )
        if dialog is None:
            return

        def done(state: NewState) -> None:
            self._window.session.keep(ENCRYPTED_SINCE, "")
            self._window.session.keep(PLAIN_CHOSEN, PLAIN)
            self._tell(state, N_("Your cases are no longer encrypted."))

        self._begin("decrypt_store", dialog, N_("Decrypting the cases"), done, with_passphrase=False)

    def change_passphrase(
        self, parent: QWidget, done: Callable[[], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Ask for the passphrase and a new one, and have that one open the store."""
        told = (N_("Nothing else is written anew, so this takes a moment only."),)
        dialog = self._dialog(parent, N_("Change passphrase"), told, N_("Change"), asks_old=True)
        if dialog is None:
            return
        arguments = {"passphrase": dialog.passphrase()}
        worker = self._window.session.worker
        worker.ask(Request("change_passphrase", arguments, lambda _: done(), failed))

    def make_sheet(self, parent: QWidget) -> None:
        """Ask for the passphrase, and make a recovery sheet."""
        dialog = self._dialog(parent, N_("Recovery sheet"), (), N_("Go on"), asks_old=True, asks_new=False)
        if dialog is not None:
            self._offer_sheet(parent)

    def _offer_sheet(self, parent: QWidget) -> None:
        dialog = RecoveryDialog(self._window.session, self._words, parent)
        dialog.exec()
        dialog.deleteLater()

    def _dialog(
        self,
        parent: QWidget,
        title: str,
        told: tuple[str, ...],
        deed: str,
        *,
        asks_old: bool,
        asks_new: bool = True,
    ) -> PassphraseDialog | None:
        dialog = PassphraseDialog(
            self._window.session.desk,
            self._words,
            parent,
            title,
            told,
            deed,
            asks_old=asks_old,
            asks_new=asks_new,
        )
        accepted = bool(dialog.exec())
        dialog.deleteLater()
        return dialog if accepted else None

    def _begin(
        self,
        verb: str,
        dialog: PassphraseDialog,
        title: str,
        done: Callable[[Any], None],
        *,
        with_passphrase: bool = True,
    ) -> bool:
        secret = dialog.passphrase() if with_passphrase else ""
        arguments = {"passphrase": secret} if with_passphrase else {}
        begun = self._window.locking.change_form(verb, arguments, title=title, secret=secret, done=done)
        if not begun:
            box = QMessageBox(QMessageBox.Icon.Information, "Yongju 永居", self._words.say(_BUSY))
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.exec()
        return begun

    def _tell(self, state: NewState, message: str) -> None:
        """Tell that it is done, and what was found damaged, or left behind, on the way."""
        words = self._words
        rest = N_("Some of the old files could not be removed yet; that is done when Yongju starts next.")
        damaged = N_("{file} in “{case}” was damaged before; take it from another copy, or scan it again.")

        def told() -> tuple[str, list[str]]:
            say = words.say
            lines = [say(damaged, case=case, file=file) for case, file in state.damaged]
            return say(message), [*lines, *([say(rest)] if state.leaves_rest else [])]

        self._window.message.tell(told, bad=bool(state.damaged))
