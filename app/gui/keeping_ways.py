"""The ways from the window to what keeps cases: backups, handing over, taking over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.handover import SUFFIX
from app.gui.message_bar import Offer
from app.gui.steps import Step
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.domain.backups import Restored
    from app.gui.restore_dialog import RestoreWish
    from app.gui.window import MainWindow
    from app.gui.worker_client import Stopped

# What does not stop a restore for good: what is told, the name of the way on, and whether papers lack then.
_ALL_THE_SAME = {
    "backup.papers_damaged": (
        N_(
            "In this backup papers are damaged or missing ({count}, such as {file}). Nothing was changed; "
            "use another backup, or restore it without them."
        ),
        N_("Restore without them"),
        True,
    ),
    "backup.present_unreadable": (
        N_(
            "What is kept now cannot be read and so cannot be backed up first. Nothing was changed. You can "
            "restore all the same: its files are then set aside beside the backups, and none is thrown away."
        ),
        N_("Restore all the same"),
        False,
    ),
}


def handed_over(files: tuple[Path, ...]) -> Path | None:
    """Return the handed-over case among what is dropped, where it is the only thing."""
    only = files[0] if len(files) == 1 else None
    return only if only is not None and only.suffix.lower() == SUFFIX else None


def take_over(window: MainWindow, path: Path | None = None) -> None:
    """Take a handed-over case over; it is shown in the list then."""
    from app.gui.pages.cases import CasesPage

    window.show_step(Step.CASES)
    page = window.page(Step.CASES)
    if isinstance(page, CasesPage):
        page.keeping.take_over(path)


def hand_over(window: MainWindow) -> None:
    """Hand over the case that is chosen in the list where that is shown, else the open one."""
    from app.gui.pages.cases import CasesPage

    page, session = window.page(Step.CASES), window.session
    if not isinstance(page, CasesPage):
        return
    is_listed = window.steps_shown() is Step.CASES
    case = page.chosen() if is_listed else session.summary(session.case_id or "")
    if case is None:
        session.told.emit(window.words.say("Choose in the list which case is to be handed over."))
    else:
        page.keeping.hand_over(case)


def show_backups(window: MainWindow) -> None:
    """Show the backups; where everything is to be restored the window gives the cases up meanwhile."""
    from app.gui.backups_dialog import show_backups as show_dialog

    wanted = show_dialog(window.session, window.words, window)
    if wanted is not None:
        _restore_everything(window, wanted)


def _restore_everything(window: MainWindow, wanted: RestoreWish) -> None:
    from app.gui.backup_words import restored_words

    def tell(restored: Restored) -> None:
        window.message.tell(lambda: restored_words(restored, window.words), bad=bool(restored.damaged))

    def ask_again(stopped: Stopped) -> bool:
        return _offer_all_the_same(window, wanted, stopped)

    began = window.locking.change_form(
        "restore_backup",
        wanted.arguments(),
        title=N_("Restoring a backup"),
        secret=wanted.opens_with,
        done=tell,
        failed=ask_again,
    )
    if not began:
        window.session.told.emit(window.words.say("Wait until the work is done, then restore the backup."))


def _offer_all_the_same(window: MainWindow, wanted: RestoreWish, stopped: Stopped) -> bool:
    """Offer to restore a backup in spite of what stopped it; say whether that can be done."""
    if stopped.code not in _ALL_THE_SAME:
        return False
    message, name, is_despite = _ALL_THE_SAME[stopped.code]
    again = replace(wanted, despite_damage=True) if is_despite else replace(wanted, set_aside=True)

    def told() -> tuple[str, list[str]]:
        return window.words.say(message, **stopped.params), []

    offer = Offer(name, lambda: _restore_everything(window, again))
    window.message.tell(told, bad=True, offer=offer)
    return True
