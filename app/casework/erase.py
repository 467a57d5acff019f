"""Deletes a case for good, wherever that reaches, and says what it does not reach."""

import contextlib
import json
from collections.abc import Callable, Iterable

from app.casework import keep, kept_settings
from app.casework.backup_folders import all_folders, backing_up
from app.casework.desk import Desk
from app.domain.backups import Erased, Unreached, UnreachedKind
from app.domain.packet import Progress
from app.store.backup_folder import BackupFolder
from app.store.erasing import TakenOut, take_out_of_all

STEP = "erase"


def forget_case_everywhere(
    desk: Desk, case_id: str, report: Callable[[Progress], None], *, backups: bool
) -> Erased:
    """Delete a case for good, marked as deleted or not; with `backups`, out of every backup too.

    Raises UnusableInput when there is no case of that id, MachineStopped where something cannot be written:
    what was removed by then stays removed.
    """
    title, origins = desk.cases.traces(case_id)
    built = _built(desk, case_id)
    with contextlib.ExitStack() as stack:
        if backups:
            # Before anything goes: another window may just be backing it up.
            stack.enter_context(backing_up(desk))
        report(Progress(STEP, 0, 2))
        before = desk.cases.named_hashes()
        keep.delete_case(desk, case_id)
        keep.purge_deleted(desk, [case_id])
        files = len(before - desk.cases.named_hashes())
        report(Progress(STEP, 1, 2))
        there, gone = all_folders(desk)
        taken = take_out_of_all(there, desk.key, case_id) if backups else TakenOut(0, 0, ())
    report(Progress(STEP, 2, 2))
    unreached = (
        *_in_backups(there, gone, taken, asked=backups),
        _some(UnreachedKind.BUILT, built),
        Unreached(UnreachedKind.HANDED_OVER),
        _some(UnreachedKind.ORIGINALS, origins),
        Unreached(UnreachedKind.SYSTEM_BACKUPS),
        Unreached(UnreachedKind.DISK_BLOCKS),
    )
    return Erased(title, files, taken.changed, tuple(each for each in unreached if each is not None))


def _in_backups(
    there: tuple[BackupFolder, ...], gone: tuple[str, ...], taken: TakenOut, *, asked: bool
) -> tuple[Unreached | None, ...]:
    still = () if asked else tuple(str(each.root) for each in there if each.ids())
    aside = [str(path) for each in there for path in each.set_aside()]
    return (
        _some(UnreachedKind.BACKUPS, still),
        _some(UnreachedKind.OTHER_BACKUPS, map(str, taken.closed)),
        _some(UnreachedKind.SET_ASIDE, aside),
        _some(UnreachedKind.OTHER_FOLDERS, gone),
    )


def _some(kind: UnreachedKind, places: Iterable[str]) -> Unreached | None:
    """Return a kind with its places, None where there are none."""
    named = tuple(places)
    return Unreached(kind, named) if named else None


def _built(desk: Desk, case_id: str) -> tuple[str, ...]:
    """Return where packets of a case were built, as far as that was noted."""
    with contextlib.suppress(ValueError, TypeError, KeyError):
        packets = json.loads(kept_settings.setting(desk, kept_settings.PACKETS, case_id) or "[]")
        return tuple(str(each["path"]) for each in packets)
    return ()
