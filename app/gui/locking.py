"""Stands between the person and the cases: unlocks them, locks them, changes how they are kept.

Locking destroys every widget that showed anything of a case, ends the processes that knew any of it, and
wipes the key; unlocking makes the pages anew, where one was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.domain.errors import AppError
from app.gui.autosave import Autosave
from app.gui.steps import Step
from app.gui.undoing import finish_typing
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from app.casework.desk import Desk
    from app.casework.unlocking import VaultKey
    from app.gui.away_page import AwayPage
    from app.gui.case_log import ListEntry
    from app.gui.idle_lock import IdleLock
    from app.gui.window import MainWindow
    from app.gui.worker_client import Stopped

# What a person waits for; everything else that the worker does can be begun again.
_DEEDS = (
    *("build", "share", "upload", "export", "import", "attach", "add_files", "replace_files", "enter"),
    *("copy_photo", "hand_over", "take_over", "back_up", "restore_case", "forget_case"),
)
_RETRY_MS = 1_500
# So long it is waited for who opened a dialog to take note that it was left.
_UNWIND_MS, _TRIES = 10, 50


_Page = TypeVar("_Page", bound="AwayPage")


@dataclass(frozen=True, slots=True)
class LeftOff:
    """Holds where a person was, without anything of a case but its id."""

    case_id: str | None = None
    step: Step = Step.CASES
    deleted: tuple[str, ...] = ()
    deeds: tuple[tuple[ListEntry, ...], tuple[ListEntry, ...]] = ((), ())


class Locking(QObject):
    """Knows whether the cases may be shown, and does what has to be done before they are and are not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._left = LeftOff()
        self._aside: QWidget | None = None
        self._is_leaving = False
        self.page: AwayPage | None = None
        self.idle: IdleLock | None = None

    # Whether the cases may be shown.

    @property
    def may_lock(self) -> bool:
        """Say whether there is anything to lock."""
        return self._window.session.desk.key is not None and not self._is_leaving and self.page is None

    def admits(self) -> bool:
        """Say whether the cases may be shown now; else show why not. Raises AppError where nobody knows."""
        desk = self._window.session.desk
        if desk.is_missing:
            self._show_missing()
        elif desk.is_locked:
            self.show_unlock()
        elif self._is_being_changed(desk):
            self._show_changing()
        else:
            return True
        return False

    @staticmethod
    def _is_being_changed(desk: Desk) -> bool:
        try:
            desk.in_use.share(wait_seconds=0.0)
        except AppError as error:
            if error.code == "store.in_use":
                return True
            raise
        return False

    def show_unlock(self) -> None:
        """Ask for the passphrase instead of showing anything."""
        from app.env.private_room import leave_no_dumps
        from app.gui.unlock_page import UnlockPage

        # What is typed is in memory before the store is open.
        leave_no_dumps()
        window = self._window

        def make() -> AwayPage:
            page = UnlockPage(window.session.desk, window.words)
            page.opened.connect(self.enter)
            return page

        self._show_away(make)

    def _show_missing(self) -> None:
        from app.gui.moved_store import MissingPage

        window = self._window
        self._show_away(lambda: MissingPage(window))

    def _show_changing(self) -> None:
        from app.gui.away_page import TellingPage

        told = N_(
            "Another window of Yongju is just changing how the cases are kept: encrypting them, or restoring "
            "a backup. This window opens by itself as soon as that is done."
        )
        words = self._window.words
        page = self._show_away(
            lambda: TellingPage(
                words,
                N_("One moment"),
                lambda: words.say(told),
                ((N_("Try again"), self.try_again),),
            )
        )
        again = QTimer(page)
        again.setInterval(_RETRY_MS)
        again.timeout.connect(self.try_again)
        again.start()

    def try_again(self) -> None:
        """Look again whether the cases may be shown."""
        window = self._window
        if self.page is None:
            # What asked again by itself just came too late.
            return
        desk = window.session.desk = window.session.desk.anew()
        if desk.is_missing:
            self.page.show_bad(window.words.say("It is still not there."))
        elif not self._is_being_changed(desk):
            self._build_up()

    # Unlocking.

    def enter(self, key: VaultKey) -> None:
        """Open the store by its key and show what was left off."""
        from app.gui.traces import leave_none
        from app.gui.unlock_page import UnlockPage

        window = self._window
        try:
            window.session.desk.unlock(key)
        except AppError as error:
            if isinstance(self.page, UnlockPage):
                self.page.refuse(error)
            return
        leave_none()
        self._build_up()

    def _build_up(self) -> None:
        window, left = self._window, self._left
        self.page, self._left = None, LeftOff()
        self._is_leaving = False
        window.session.go_on_with(left.deleted)
        window.take_up()
        window.start()
        if self.page is not None or not window.session.has_started:
            return
        self._recall(left)
        self.count_idle_time()

    def _left_off(self) -> LeftOff:
        from app.gui.pages.cases import CasesPage

        window = self._window
        listed = window.pages.get(Step.CASES)
        deeds = listed.log.remembered() if isinstance(listed, CasesPage) else ((), ())
        return LeftOff(window.session.case_id, window.steps_shown(), deeds=deeds)

    def _recall(self, left: LeftOff) -> None:
        from app.gui.pages.cases import CasesPage

        listed = self._window.page(Step.CASES)
        if isinstance(listed, CasesPage):
            listed.log.go_on_from(left.deeds)
        if left.case_id is not None:
            self._window.open_case(left.case_id)
            self._window.show_step(left.step)

    def count_idle_time(self) -> None:
        """Lock by and by when nobody touches the window, as long as the person wants."""
        from app.gui.idle_lock import IdleLock

        if self._window.session.desk.key is None:
            return
        self.idle = self.idle or IdleLock(self.lock, self)
        self.idle.begin(self.idle_minutes())

    def idle_minutes(self) -> int:
        """Return after how many minutes without a touch the window locks, 0 for never."""
        from app.casework.kept_settings import LOCK_AFTER
        from app.gui.idle_lock import CHOICES, USUAL_MINUTES

        kept = self._window.session.kept(LOCK_AFTER)
        return int(kept) if kept.isdecimal() and int(kept) in CHOICES else USUAL_MINUTES

    # Locking.

    def lock(self) -> None:
        """Keep what is being typed, and show nothing of any case from now on.

        What a person waits for, a packet that is being built, is let finish: meanwhile it is covered.
        """
        if not self.may_lock:
            return
        self._is_leaving = True
        if self.idle is not None:
            self.idle.end()
        finish_typing()
        self._when_gone(_close_dialogs(), self._lock_when_done)

    def _lock_when_done(self) -> None:
        self._finish_all_typing()
        if self._is_at_work():
            self._cover()
        else:
            self._lock_now()

    def _finish_all_typing(self) -> None:
        """Save what waits in any field, also where the focus was in a dialog that is gone."""
        finish_typing()
        for each in self._window.findChildren(Autosave):
            each.save_now()
        focus = self._window.focusWidget()
        if focus is not None:
            # Nothing is to be saved when the field is destroyed: the store is closed by then.
            focus.clearFocus()

    def _is_at_work(self) -> bool:
        worker = self._window.session.worker
        return any(worker.has(verb) for verb in _DEEDS)

    def _cover(self) -> None:
        from app.gui.away_page import TellingPage

        window = self._window
        words = window.words
        told = N_(
            "Work that you asked for is being finished, a packet perhaps; then the window is locked. "
            "Nothing can be seen of it meanwhile."
        )
        page = TellingPage(
            words,
            N_("Locking"),
            lambda: words.say(told),
            ((N_("Stop it and lock now"), self._stop_and_lock),),
        )
        page.show_progress(0, 0)
        self._aside = window.takeCentralWidget()
        self.page = page
        window.cover(page)
        window.session.worker.busy_changed.connect(self._look)

    def _look(self) -> None:
        # After whoever asked for the work was told of its end.
        QTimer.singleShot(0, self, self._lock_if_done)

    def _lock_if_done(self) -> None:
        if self._aside is not None and not self._is_at_work():
            self._lock_now()

    def _stop_and_lock(self) -> None:
        for verb in _DEEDS:
            self._window.session.worker.cancel(verb)
        self._lock_if_done()

    def _lock_now(self) -> None:
        self.set_aside()
        self._is_leaving = False
        self.show_unlock()

    def set_aside(self) -> Desk:
        """Close the store and destroy whatever shows anything of it; return the desk that was used."""
        from app.gui.traces import remove_traces

        window = self._window
        session = window.session
        window.last_steps.save()
        self._left = self._left_off()
        self._finish_all_typing()
        desk = session.desk
        again = session.fresh(desk.anew())
        deleted = session.leave()
        session.blockSignals(True)
        self._left = LeftOff(self._left.case_id, self._left.step, deleted, self._left.deeds)
        remove_traces()
        window.let_go(again)
        if self._aside is not None:
            self._aside.deleteLater()
            self._aside = None
        session.deleteLater()
        return desk

    def _show_away(self, make: Callable[[], _Page]) -> _Page:
        window = self._window
        if window.is_built_on(window.session):
            # Whatever listens to this session is about to be destroyed.
            before = window.session
            window.let_go(before.fresh(before.desk.anew()))
            before.leave()
            before.deleteLater()
        window.forget_pages()
        self.page = page = make()
        window.cover(page)
        page.take_focus()
        return page

    # Changing how the cases are kept.

    def change_form(
        self,
        verb: str,
        arguments: Mapping[str, object],
        *,
        title: str,
        secret: str = "",
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Stopped], bool] | None = None,
    ) -> bool:
        """Have the worker do what needs the store alone, and go on with the store as it is then.

        `secret` is the passphrase that opens it afterwards; `failed` says whether it told what stopped it.
        Says whether it could be begun: not while something that a person waits for is at work.
        """
        from app.gui.form_change import FormChange

        if self._is_leaving or self.page is not None or self._is_at_work():
            return False
        self._is_leaving = True
        if self.idle is not None:
            self.idle.end()
        finish_typing()
        change = FormChange(self._window, self, verb, arguments, title, secret, done, failed)
        self._when_gone(_close_dialogs(), change.begin)
        return True

    def _when_gone(self, dialogs: list[QDialog], then: Callable[[], None], tries: int = _TRIES) -> None:
        """Do something once dialogs are gone: whoever waits for one goes on first, and ends what it began."""
        left = [each for each in dialogs if isValid(each)]
        if left and tries:
            QTimer.singleShot(_UNWIND_MS, self, lambda: self._when_gone(left, then, tries - 1))
            return
        for each in left:
            each.deleteLater()
        QTimer.singleShot(0, self, then)

    def use_other(self, desk: Desk, settings: QSettings) -> None:
        """Show the cases of another folder from now on."""
        window = self._window

        def go() -> None:
            if self.page is None:
                self.set_aside()
            # Where one was in the other folder means nothing here.
            self._left = LeftOff()
            window.settings = settings
            window.let_go(window.session.fresh(desk))
            window.forget_pages()
            self._build_up()

        self._when_gone(_close_dialogs(), go)

    def tell(self, words: str) -> None:
        """Tell what could not be done, wherever there is room for it."""
        if self.page is not None:
            self.page.show_bad(words)
        else:
            self._window.message.tell(lambda: (words, []), bad=True)

    def show_page(self, make: Callable[[], _Page]) -> _Page:
        """Show a page in the place of the cases, which were set aside."""
        return self._show_away(make)

    def go_on(self) -> None:
        """Show the cases of a store that needs no key, where they were left off."""
        self._build_up()


def _close_dialogs() -> list[QDialog]:
    """Close every menu and dialog as if it were left by Escape, so that nothing of it is done."""
    popup = QApplication.activePopupWidget()
    while popup is not None:
        popup.close()
        following = QApplication.activePopupWidget()
        popup = None if following is popup else following
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
    shown = [each for each in dialogs if each.isVisible()]
    # Those that were opened last are left first.
    for each in reversed(shown):
        each.reject()
    return shown
