"""What is done to keep cases: they are handed over, taken over, backed up, restored, deleted for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import UnusableInput
from app.domain.operations import Deed
from app.env.later import import_later
from app.gui.case_deeds import CaseDeeds, sweep
from app.gui.worker_client import Stopped

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import keep
    from app.casework.results import Changed
    from app.domain.backups import BackupCheck, BackupList, BackupMade, BackupSettings, Erased, Preview
    from app.domain.handover import HandedOver, Offer, TakeOver
else:
    keep = import_later("app.casework.keep")


class KeepingDeeds(CaseDeeds):
    """Has the worker hand cases over and take them over, and takes that back."""

    def hand_over(
        self,
        case_id: str,
        destination: Path,
        passphrase: str,
        *,
        with_history: bool,
        done: Callable[[HandedOver], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Write a kept case as one encrypted file; when that is stopped nothing of it is left."""
        destination = destination.absolute()

        def stop(stopped: Stopped) -> None:
            sweep(destination)
            failed(stopped)

        arguments = {
            "case_id": case_id,
            "destination": str(destination),
            "passphrase": passphrase,
            "with_history": with_history,
        }
        self._ask("hand_over", arguments, done, stop)

    def look_into(
        self, path: Path, passphrase: str, done: Callable[[Offer], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Read a handed-over case to its end; nothing is kept of it."""
        self._ask("look_into", {"path": str(path.absolute()), "passphrase": passphrase}, done, failed)

    def take_over(
        self,
        offer: Offer,
        passphrase: str,
        how: TakeOver,
        done: Callable[[Changed], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Keep the case that a file holds, as it was looked at."""

        def taken(changed: Changed) -> None:
            self._see_changed(changed)
            done(changed)

        self._ask("take_over", {"offer": offer, "passphrase": passphrase, "how": how}, taken, failed)

    def undo_replacing(self, case_id: str) -> bool:
        """Take back that a kept case was replaced; say whether that could be done."""
        return self._travel_replacing(case_id, keep.undo, 0)

    def redo_replacing(self, case_id: str) -> bool:
        """Replace a kept case again; say whether that could be done."""
        return self._travel_replacing(case_id, keep.redo, 1)

    def _travel_replacing(self, case_id: str, go: Callable[..., Any], way: int) -> bool:
        done = None
        with self._telling():
            # What was changed since is not to be taken back in its place.
            operation = keep.undoable(self.desk, case_id)[way]
            if operation is None or operation.deed not in (Deed.TAKE_OVER,):
                raise UnusableInput("handover.changed_since")
            done = go(self.desk, case_id)
        if done is not None:
            self._see_changed(done.changed)
        return done is not None

    # Backups.

    def list_backups(self, done: Callable[[BackupList], None], failed: Callable[[Stopped], None]) -> None:
        """Look which backups there are, and what is chosen for them."""
        self.worker.withdraw("list_backups")
        self._ask("list_backups", {}, done, failed)

    def set_backups(
        self, done: Callable[[BackupSettings], None], failed: Callable[[Stopped], None], **chosen: object
    ) -> None:
        """Choose the folder of the backups, whether they are made by themselves, or how many are kept."""
        self._ask("set_backups", chosen, done, failed)

    def back_up(self, done: Callable[[BackupMade], None], failed: Callable[[Stopped], None]) -> None:
        """Make a backup of all that is kept."""
        self._ask("back_up", {}, done, failed)

    def verify_backup(
        self, backup: str, done: Callable[[BackupCheck], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Read a whole backup and hold every file against what it was."""
        self._ask("verify_backup", {"backup": backup}, done, failed)

    def remove_backup(
        self, backup: str, done: Callable[[None], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Remove a backup from its folder."""
        self._ask("remove_backup", {"backup": backup}, done, failed)

    def look_into_backup(
        self,
        backup: str,
        opening: Mapping[str, str],
        done: Callable[[Preview], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Look what restoring a backup would change; `opening` is the passphrase or code of its time."""
        self._ask("look_into_backup", {"backup": backup, **opening}, done, failed)

    def restore_from_backup(
        self,
        backup: str,
        case_id: str,
        opening: Mapping[str, str],
        done: Callable[[Changed], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Bring one case back as it is in a backup."""

        def restored(changed: Changed) -> None:
            self._see_changed(changed)
            done(changed)

        arguments = {"backup": backup, "case_id": case_id, **opening}
        self._ask("restore_case", arguments, restored, failed)

    # Deleting for good.

    def forget_for_good(
        self,
        case_id: str,
        *,
        backups: bool,
        done: Callable[[Erased], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Remove everything that is kept of a case; from the backups, too, where that is asked for."""
        if case_id == self.case_id:
            # Nothing may be reviewed, read or drawn any more that is about to go.
            self._show(None, None)
        self.worker.withdraw("review")
        self.worker.withdraw("read")

        def gone(erased: Erased) -> None:
            self.case_listed.emit(case_id)
            done(erased)

        def stop(stopped: Stopped) -> None:
            self.case_listed.emit(case_id)
            failed(stopped)

        self._ask("forget_case", {"case_id": case_id, "backups": backups}, gone, stop)

    def _see_changed(self, changed: Changed) -> None:
        """Show what became of a case, whether or not it is the open one."""
        if changed.case_id == self.case_id:
            self._take(changed)
        else:
            self.case_listed.emit(changed.case_id)
