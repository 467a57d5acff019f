"""Changes how the cases are kept, in a process of its own, and opens them as they are kept then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer

from app.domain.errors import AppError
from app.domain.packet import Progress
from app.gui.away_page import TellingPage
from app.gui.beside import Beside
from app.gui.worker_client import Request, Stopped, WorkerClient
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.casework.unlocking import VaultKey
    from app.gui.locking import Locking
    from app.gui.window import MainWindow


class FormChange(QObject):
    """Lets go of the store, has one verb of a worker of its own done, and takes the store up again."""

    def __init__(
        self,
        window: MainWindow,
        locking: Locking,
        verb: str,
        arguments: Mapping[str, object],
        title: str,
        secret: str,
        done: Callable[[Any], None] | None,
        failed: Callable[[Stopped], bool] | None = None,
    ) -> None:
        super().__init__(locking)
        self._window, self._locking = window, locking
        self._verb, self._arguments, self._title = verb, arguments, title
        self._secret = secret
        self._done, self._failed = done, failed
        self._key: VaultKey | None = None
        self._beside = Beside(self)
        self._client: WorkerClient | None = None
        self._page: TellingPage | None = None

    def begin(self) -> None:
        """Set the cases aside and begin."""
        from app.casework.unlocking import copied

        desk = self._window.session.desk
        # Wiped when the store is closed, and needed once more: to read it, and to open it if this fails.
        self._key = None if desk.key is None else copied(desk.key)
        self._locking.set_aside()
        words = self._window.words
        told = N_(
            "A whole new copy of the cases is made beside the old one, checked, and only then used. "
            "You can stop at any time; then everything stays as it was."
        )
        stop = ((N_("Stop"), self._stop),)
        self._page = page = self._locking.show_page(
            lambda: TellingPage(words, self._title, lambda: words.say(told), stop)
        )
        page.show_progress(0, 0)
        client = WorkerClient(desk.data_folder, self, key=self._raw_key)
        self._client = client
        client.ask(Request(self._verb, self._arguments, self._end, self._fail, self._show_progress))

    def _raw_key(self) -> bytes | None:
        return None if self._key is None else self._key.raw

    def _show_progress(self, progress: Progress) -> None:
        if self._page is not None:
            self._page.show_progress(progress.done, max(progress.total, 1))

    def _stop(self) -> None:
        if self._client is not None:
            self._client.cancel(self._verb)

    def _close_client(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _end(self, result: Any) -> None:
        self._close_client()
        desk = self._window.session.desk
        if not desk.is_locked:
            self._forget_key()
            self._locking.go_on()
            self._finish(result)
            return
        if self._is_opened_by_old_key(desk):
            self._finish(result)
            return
        self._forget_key()
        from app.casework.unlocking import key_by_passphrase

        secret, self._secret = self._secret, ""

        def enter(key: VaultKey) -> None:
            self._locking.enter(key)
            self._finish(result)

        def ask(_error: AppError) -> None:
            # A restored backup may have another passphrase: it is asked for.
            self._locking.show_unlock()
            self._window.started.connect(
                lambda: QTimer.singleShot(0, self, lambda: self._finish(result)),
                Qt.ConnectionType.SingleShotConnection,
            )

        self._beside.run(lambda: key_by_passphrase(desk, secret), enter, ask)

    def _is_opened_by_old_key(self, desk: Desk) -> bool:
        """Go on with the key of before where it opens the store as it is now; say whether it does.

        A backup of the same store mostly has the same key, whatever its passphrase was.
        """
        key = self._key
        if key is None or self._secret:
            return False
        try:
            desk.unlock(key)
        except AppError:
            self._window.session.desk = desk.anew()
            return False
        self._key = None
        self._locking.enter(key)
        return True

    def _finish(self, result: Any) -> None:
        if self._done is not None and self._window.session.has_started:
            self._done(result)
        self.deleteLater()

    def _fail(self, stopped: Stopped) -> None:
        """Go on with the store as it was, and tell why."""
        self._close_client()
        key, self._key = self._key, None
        if key is not None:
            self._locking.enter(key)
        else:
            self._locking.go_on()
        is_told = self._failed is not None and self._failed(stopped)
        if self._window.session.has_started and not is_told:
            self._window.tell_stopped(stopped)
        self.deleteLater()

    def _forget_key(self) -> None:
        key, self._key = self._key, None
        if key is not None:
            key.wipe()
