"""Takes a case out of backups that were made: each is written anew without it, and put in place whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.backups import Backup
from app.domain.errors import MachineStopped, UnusableInput
from app.env.flush import flush_tree
from app.env.moves import move_together
from app.env.replace import machine_error, new_folder
from app.store.backup_database import Depth, hash_of, look_at_database, take_out_case
from app.store.backup_folder import (
    DATABASE_FILE,
    MANIFEST_FILE,
    BackupFolder,
    Found,
    copy_whole,
    find_backup,
)
from app.store.backup_manifest import BackupManifest, manifest_bytes
from app.store.backups import content_of
from app.store.keys import VaultKey
from app.store.place import STORE_FILE
from app.store.restoring import Opened, Secrets, open_backup
from app.store.vault import Vault

# Why a backup cannot be changed: it is another key's, or not whole, or of a newer version.
_CLOSED = frozenset({"backup.needs_passphrase", "backup.damaged", "backup.newer"})


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Says how many backups a case was taken out of, how many files went, and which could not be changed."""

    changed: int
    files: int
    closed: tuple[Path, ...]


def take_out_of_all(folders: Iterable[BackupFolder], key: VaultKey | None, case_id: str) -> TakenOut:
    """Take a case out of every backup, and remove the files that only it named.

    Raises MachineStopped where one cannot be written; then that one and the later ones are as they were.
    """
    changed, files, closed = 0, 0, []
    for folder in folders:
        folder.sweep()
        for each in folder.all():
            if isinstance(each, Backup):
                closed.append(Path(each.path))
                continue
            try:
                changed += take_out(each, key, case_id)
            except UnusableInput as error:
                if error.code not in _CLOSED:
                    raise
                closed.append(each.path)
        files += folder.sweep_pool()
    return TakenOut(changed, files, tuple(closed))


def take_out(found: Found, key: VaultKey | None, case_id: str) -> bool:
    """Write a backup anew without a case, and put it in the place of the old one; say whether it was in it.

    Raises UnusableInput where the key is another's or the backup is not whole, MachineStopped where it cannot
    be written.
    """
    opened = open_backup(found, Secrets(key))
    content_of(found, opened.sealing())
    try:
        with new_folder(found.path, private=True) as part:
            if not _without(opened, part, case_id):
                return False
            flush_tree(part)
            _prove(opened, part)
            move_together(((part, found.path),))
    except OSError as error:
        raise machine_error(error, found.path) from error
    return True


def _without(opened: Opened, part: Path, case_id: str) -> bool:
    sealing, found = opened.sealing(), opened.found
    key = None if sealing is None else sealing.database_key
    database = part / DATABASE_FILE
    with found.database.open("rb") as reader:
        copy_whole(reader, database)
    if not take_out_case(database, key, case_id):
        return False
    content = look_at_database(database, key, Depth.TABLES)
    pool = Vault(found.pool, None, sealing)
    named = {pool.path_of(sha256).name for sha256 in content.files}
    manifest: BackupManifest = replace(
        found.manifest,
        cases=content.cases,
        state=content.state,
        database_sha256=hash_of(database),
        database_size=database.stat().st_size,
        files={name: size for name, size in found.manifest.files.items() if name in named},
    )
    (part / MANIFEST_FILE).write_bytes(manifest_bytes(manifest))
    with (found.path / STORE_FILE).open("rb") as reader:
        copy_whole(reader, part / STORE_FILE)
    return True


def _prove(opened: Opened, part: Path) -> None:
    try:
        content_of(find_backup(part), opened.sealing())
    except UnusableInput as error:
        raise MachineStopped("backup.not_proven", path=str(part)) from error
