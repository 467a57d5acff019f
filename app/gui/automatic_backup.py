"""Backups that are made by themselves: some time after the window opens, and when it closes after changes.

Whether one is due, and wanted at all, is decided where it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.gui.keeping_ways import show_backups
from app.gui.marks import Mark
from app.gui.message_bar import Offer
from app.gui.stopped import error_words
from app.gui.worker_client import Request, Stopped, WorkerClient
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.domain.backups import BackupMade
    from app.domain.packet import Progress
    from app.gui.away_page import TellingPage
    from app.gui.window import MainWindow

_VERB = "back_up"
# Long enough for the first review to be over, short enough that a short visit is backed up, too.
_AFTER_OPENING_MS = 15_000
# Whoever closes a window does not notice less than this; then it is told what is still being done.
_TOLD_AFTER_MS = 2_000
_TOLD_ON = "backup_told_on"


class AutomaticBackup(QObject):
    """Has backups made beside the work of a window, and tells quietly where that does not succeed."""

    def __init__(self, window: MainWindow, *, after_opening_ms: int = _AFTER_OPENING_MS) -> None:
        super().__init__(window)
        self._window = window
        self._worker: WorkerClient | None = None
        self._is_changed = False
        self._is_leaving = False
        self._is_over = False
        self._aside: QWidget | None = None
        self._page: TellingPage | None = None
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(after_opening_ms)
        self._opening.timeout.connect(self._back_up_after_opening)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_TOLD_AFTER_MS)
        self._telling.timeout.connect(self._tell_leaving)
        window.started.connect(self._follow)

    @property
    def is_at_work(self) -> bool:
        """Say whether a backup is being made."""
        return self._worker is not None

    def _follow(self) -> None:
        """Follow the cases that were opened just now: with a lock between, they are opened more than once."""
        session = self._window.session
        session.changed.connect(self._note_change)
        session.case_listed.connect(self._note_change)
        # A store that is given up must not be held by a backup that nobody waits for.
        session.destroyed.connect(self._let_go)
        self._opening.start()

    def _note_change(self, *_: object) -> None:
        self._is_changed = True

    def _let_go(self) -> None:
        self._opening.stop()
        self._end_worker()

    # After opening.

    def _back_up_after_opening(self) -> None:
        if not self._window.is_away and not self._is_leaving:
            self._ask(self._made, self._failed)

    def _made(self, made: BackupMade | None) -> None:
        self._end_worker()
        if made is None:
            return
        self._is_changed = False
        if made.damaged:
            from app.gui.backup_words import damage_lines

            words = self._window.words
            self._tell(lambda: ("\n".join(damage_lines(made.damaged, words)), []))

    def _failed(self, stopped: Stopped) -> None:
        self._end_worker()
        if stopped.code == "work.cancelled" or not self._is_first_today():
            return
        words = self._window.words
        told = N_("No backup could be made by itself today. {reason}")
        self._tell(lambda: (words.say(told, reason=error_words(stopped, words)), []))

    def _tell(self, make: Callable[[], tuple[str, list[str]]]) -> None:
        self._window.message.tell(
            make,
            bad=False,
            mark=Mark.WARN,
            offer=Offer(N_("Backups…"), partial(show_backups, self._window)),
        )

    def _is_first_today(self) -> bool:
        """Say whether nothing was told of a backup today, and remember that it is now."""
        settings, today = self._window.settings, self._window.session.today().isoformat()
        is_first = settings.value(_TOLD_ON, "") != today
        settings.setValue(_TOLD_ON, today)
        return is_first

    # On closing.

    def may_close(self) -> bool:
        """Say whether the window may close now; it closes by itself once the backup is made."""
        if self._is_leaving:
            # Who closes a second time wants it closed.
            self._is_over = True
        if self._is_over or self._window.is_away or not self._is_changed or not self._window.isVisible():
            self._let_go()
            return True
        self._is_leaving = True
        self._let_go()
        # What is deleted is not to go into a backup, and the store is read by one worker at a time.
        self._window.session.settle()
        self._window.setEnabled(False)
        self._telling.start()
        self._ask(lambda _: self._close(), lambda _: self._close())
        return False

    def _tell_leaving(self) -> None:
        from app.gui.away_page import TellingPage

        window, words = self._window, self._window.words
        told = N_("What you changed is kept already. A backup of it is being made; then the window closes.")
        deeds = ((N_("Close now"), self._close),)
        self._page = TellingPage(words, N_("Backing up"), lambda: words.say(told), deeds)
        self._page.show_progress(0, 0)
        self._aside = window.takeCentralWidget()
        window.cover(self._page)
        window.setEnabled(True)
        self._page.take_focus()

    def _show_progress(self, progress: Progress) -> None:
        if self._page is not None:
            self._page.show_progress(progress.done, max(progress.total, 1))

    def _close(self) -> None:
        self._telling.stop()
        self._is_over = True
        self._end_worker()
        self._window.close()

    # The worker.

    def _ask(self, done: Callable[[BackupMade | None], None], failed: Callable[[Stopped], None]) -> None:
        desk = self._window.session.desk
        raw = None if desk.key is None else desk.key.raw
        self._worker = WorkerClient(desk.data_folder, self, key=lambda: raw)
        self._worker.ask(Request(_VERB, {"automatic": True}, done, failed, self._show_progress))

    def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
            worker.deleteLater()
