"""Backups of all that is kept: where they go, making them, reading all of one, removing them."""

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.casework.backup_folders import (
    WAIT_SECONDS,
    backing_up,
    folders_of,
    is_there,
    mark,
    open_by,
    place_now,
    source_of,
    target_of,
    where_is,
)
from app.casework.desk import Desk
from app.domain.backups import Backup, BackupCheck, BackupList, BackupMade, BackupReason, BackupSettings
from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.packet import Progress
from app.store import backup_settings
from app.store.backup_database import count_cases, state_of_cases
from app.store.backup_folder import BackupFolder
from app.store.backups import Made, check_backup, make_backup, rotate
from app.store.connection import Connection
from app.store.rotation import is_due

Report = Callable[[Progress], None]
# Of what a backup is called so much is the second in which it was made.
_SECONDS = len("2026-11-22T195300Z")


def read_settings(desk: Desk) -> BackupSettings:
    """Return where backups go, whether they are made by themselves, and how many stay; it needs no key.

    Raises UnusableInput where what was set cannot be read.
    """
    return backup_settings.read_settings(desk.data_folder)


def set_backups(
    desk: Desk, *, folder: str | None = None, automatic: bool | None = None, keep: int | None = None
) -> BackupSettings:
    """Change what is given of that; an empty folder is the usual one, another is made where it is not there.

    Raises UnusableInput where it lies among the cases, MachineStopped where it may not be written.
    """
    try:
        now = read_settings(desk)
    except UnusableInput:
        # Whoever sets it anew need not mend what is damaged.
        now = backup_settings.usual_settings(desk.data_folder)
    made = backup_settings.changed_settings(
        desk.data_folder, now, folder=folder, automatic=automatic, keep=keep
    )
    if not made.is_default and folder is not None:
        mark(backup_settings.folder_of(made))
    backup_settings.write_settings(desk.data_folder, made)
    return made


def list_backups(desk: Desk) -> BackupList:
    """Return the backups of this store; of any store, where this one has none yet.

    Raises UnusableInput where what was set cannot be read, MachineStopped where the folder cannot be.
    """
    settings = read_settings(desk)
    if not is_there(settings):
        return BackupList(settings, (), trouble="backup.folder_gone")
    found = [each for folder in folders_of(desk, settings) for each in folder.all()]
    told = [each if isinstance(each, Backup) else each.told() for each in found]
    newest_first = tuple(sorted(told, key=lambda each: (each.id[:_SECONDS], each.made_at), reverse=True))
    is_encrypted = place_now(desk).is_encrypted
    unprotected = sum(is_encrypted and not each.is_encrypted and not each.trouble for each in told)
    return BackupList(settings, newest_first, unprotected)


def remove_backup(desk: Desk, backup: str) -> None:
    """Remove a backup, and the files that no other one needs. Raises UnusableInput where there is none."""
    with backing_up(desk):
        folder, path = where_is(desk, backup)
        folder.remove(path)
        folder.sweep_pool()


def back_up(
    desk: Desk, report: Report, *, automatic: bool = False, to: Path | None = None
) -> BackupMade | None:
    """Make a backup, prove it by opening it, and let older ones go.

    An `automatic` one only where it is due; None where it is not. `to` is another folder for this once, which
    is remembered for the day on which a case is to be deleted from all of them. Raises MachineStopped where
    the folder is not there, or it cannot be written or proven; then there is nothing of it.
    """
    settings = read_settings(desk) if to is None else _once(desk, to)
    if automatic and not (settings.automatic and place_now(desk).is_begun):
        return None
    connection = desk.cases.connection
    if automatic and not count_cases(connection):
        return None
    try:
        with backing_up(desk, 0.0 if automatic else WAIT_SECONDS):
            target = target_of(desk, settings)
            if automatic and not _is_due(desk, target, connection):
                return None
            reason = BackupReason.AUTOMATIC if automatic else BackupReason.ASKED
            made = make_backup(source_of(desk, connection), target, reason, report)
            return _told(made, *_rotate(desk, target, settings.keep))
    except MachineStopped as error:
        if automatic and error.code == "backup.busy":
            # Another window is just making one.
            return None
        raise


def verify_backup(
    desk: Desk, backup: str, report: Report, *, passphrase: str | None = None, code: str | None = None
) -> BackupCheck:
    """Read all of a backup: its database, every state of every case, every file to its end.

    A file that is not whole there and is here is copied anew. Raises UnusableInput where the database is
    not whole, or a passphrase of its time is needed.
    """
    opened = open_by(desk, backup, passphrase, code)
    with backing_up(desk):
        is_own = opened.is_present_key and desk.place.is_begun
        present = desk.vault if is_own else None
        files, damaged, mended = check_backup(opened.found, opened.sealing(), present, report)
    return BackupCheck(opened.found.told(), files, damaged, mended)


def keep_before_migration(desk: Desk, connection: Connection) -> None:
    """Back the database up as it is before it is brought to today's form.

    Its files are not touched by that, so they are not copied now. Where the chosen folder is not there, it
    goes to the usual one. Raises MachineStopped where it cannot be made; then nothing is to be changed.
    """
    usual = backup_settings.usual_settings(desk.data_folder)
    try:
        chosen = read_settings(desk)
    except UnusableInput:
        chosen = usual
    with backing_up(desk):
        for settings in dict.fromkeys((chosen, usual)):
            with contextlib.suppress(AppError):
                target = target_of(desk, settings)
                source = source_of(desk, connection)
                make_backup(source, target, BackupReason.MIGRATION, _silent, with_files=False)
                return
    raise MachineStopped("backup.before_migration", path=str(desk.cases_file), folder=chosen.folder)


def _once(desk: Desk, folder: Path) -> BackupSettings:
    """Return the settings for one backup to another folder, which is remembered."""
    settings = read_settings(desk)
    once = backup_settings.changed_settings(desk.data_folder, settings, folder=str(folder))
    if once.folder == settings.folder:
        return settings
    mark(backup_settings.folder_of(once))
    if once.folder not in settings.earlier:
        earlier = (once.folder, *settings.earlier)
        backup_settings.write_settings(desk.data_folder, replace(settings, earlier=earlier))
    return once


def _is_due(desk: Desk, target: BackupFolder, connection: Connection) -> bool:
    there = target.usable()
    if not there:
        return True
    if desk.place.is_encrypted and not all(each.manifest.is_encrypted for each in there):
        # Those that are not encrypted go once there is one that is.
        return True
    last = there[0]
    form = desk.place.generation, desk.place.is_encrypted
    is_same_form = form == (last.manifest.generation, last.manifest.is_encrypted)
    has_changed = not is_same_form or last.manifest.state != state_of_cases(connection)
    now = dt.datetime.now().astimezone()
    return is_due(last.manifest.made_at.astimezone(), now, has_changed=has_changed)


def _rotate(desk: Desk, target: BackupFolder, keep: int) -> tuple[int, int]:
    # What cannot be removed stays in the list; the new backup is there all the same.
    with contextlib.suppress(AppError):
        return rotate(target, keep, dt.date.today(), only_encrypted=desk.place.is_encrypted)
    return 0, 0


def _told(made: Made, removed: int, unprotected: int) -> BackupMade:
    return BackupMade(made.found.told(), made.copied, removed, unprotected, made.damaged)


def _silent(_progress: Progress) -> None:
    """Report to nobody: whoever opens the store waits for nothing else."""
