"""Makes backups, proves them by opening them, reads all of one, and lets older ones go.

What is copied is the database as of one moment and every file that any case in it names; a file that lies
in the pool already is not copied again. Nothing counts before it was read back, and a backup that cannot
be proven is removed.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import __version__
from app.domain.backups import BackupReason, DamagedPaper
from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.packet import Progress
from app.env.flush import flush_tree
from app.env.moves import move_together
from app.env.replace import machine_error, new_folder
from app.store.backup_database import Content, Depth, copy_database, hash_of, look_at_database
from app.store.backup_folder import (
    DATABASE_FILE,
    MANIFEST_FILE,
    BackupFolder,
    Found,
    copy_whole,
    find_backup,
    size_of,
)
from app.store.backup_manifest import BackupManifest, manifest_bytes
from app.store.connection import Connection
from app.store.place import STORE_FILE, Place, place_bytes
from app.store.rotation import plan_rotation
from app.store.sealing import Sealing
from app.store.vault import Vault

Report = Callable[[Progress], None]
STEP, CHECK_STEP = "back_up", "check_backup"
# The newest of these stays however many came after it: each is the way back from one large step.
_STAYS = (BackupReason.RESTORE, BackupReason.MIGRATION)


@dataclass(frozen=True, slots=True)
class Source:
    """Holds what is backed up: the open database, where the store lies, and what deciphers its files."""

    connection: Connection
    place: Place
    sealing: Sealing | None

    @property
    def database_key(self) -> bytes | None:
        """Return the key of the database, None where it is not encrypted."""
        return None if self.sealing is None else self.sealing.database_key

    @property
    def vault(self) -> Vault:
        """Return the files of the store."""
        return Vault(self.place.vault_folder, None, self.sealing)


@dataclass(frozen=True, slots=True)
class Made:
    """Holds a backup that was made and proven, how many files were copied for it, and which are not whole."""

    found: Found
    copied: int
    damaged: tuple[DamagedPaper, ...]


def make_backup(
    source: Source, target: BackupFolder, reason: BackupReason, report: Report, *, with_files: bool = True
) -> Made:
    """Make a backup; without its files where it is for those that are about to be left as they are anyway.

    Raises MachineStopped where it cannot be written or proven; then there is nothing of it.
    """
    target.begin()
    target.sweep()
    now = dt.datetime.now(dt.UTC)
    path = target.root / target.new_id(now)
    work = _Work(source, target, reason, report, now, with_files)
    try:
        with new_folder(path, private=True) as part:
            made = work.fill(part)
            move_together(((part, path),))
        return Made(find_backup(path), made.copied, (*made.missing.values(), *made.damaged.values()))
    except OSError as error:
        target.sweep_pool()
        raise machine_error(error, path) from error
    except BaseException:
        # What was copied for it takes room that the next one needs.
        with contextlib.suppress(AppError):
            target.sweep_pool()
        raise


def check_backup(
    found: Found, sealing: Sealing | None, present: Vault | None, report: Report
) -> tuple[int, tuple[DamagedPaper, ...], int]:
    """Read all of a backup; return how many files it names, which are not whole, and how many were mended.

    A file that is not whole is copied anew from the present vault where that has it. Raises UnusableInput
    `backup.damaged` where the database itself is not whole.
    """
    content = content_of(found, sealing, Depth.STATES)
    pool, damaged, mended = Vault(found.pool, None, sealing), [], 0
    for done, (sha256, paper) in enumerate(content.files.items()):
        report(Progress(CHECK_STEP, done, len(content.files), paper.file))
        if pool.is_whole(sha256):
            continue
        if _is_mended(pool, present, sha256):
            mended += 1
        else:
            damaged.append(paper)
    report(Progress(CHECK_STEP, len(content.files), len(content.files)))
    return len(content.files), tuple(damaged), mended


def content_of(found: Found, sealing: Sealing | None, depth: Depth = Depth.CASES) -> Content:
    """Return what the database of a backup holds, proven whole.

    Raises UnusableInput, `backup.newer` where a newer version wrote it and `backup.damaged` otherwise.
    """
    damaged = UnusableInput("backup.damaged", path=str(found.path))
    try:
        if hash_of(found.database) != found.manifest.database_sha256:
            raise damaged
        key = None if sealing is None else sealing.database_key
        content = look_at_database(found.database, key, depth)
    except OSError as error:
        raise machine_error(error, found.database) from error
    except UnusableInput as error:
        if error.code == "database.newer":
            raise UnusableInput("backup.newer", path=str(found.path)) from error
        raise damaged from error
    if (content.version, content.cases) != (found.manifest.version, found.manifest.cases):
        raise damaged
    return content


def rotate(target: BackupFolder, keep: int, today: dt.date, *, only_encrypted: bool) -> tuple[int, int]:
    """Remove backups that later ones stand for, and those that are not encrypted where they all should be.

    Returns how many of each were removed.
    """
    found = target.usable()
    kept = plan_rotation((each.manifest.made_at for each in found), today, keep)
    for reason in _STAYS:
        kept |= {*[each.manifest.made_at for each in found if each.manifest.reason is reason][:1]}
    unprotected = [each for each in found if only_encrypted and not each.manifest.is_encrypted]
    old = [each for each in found if each.manifest.made_at not in kept and each not in unprotected]
    for each in (*unprotected, *old):
        target.remove(each.path)
    target.sweep_pool()
    return len(old), len(unprotected)


@dataclass(slots=True)
class _Filled:
    """Counts what was copied, and tells by SHA-256 which files are not there and which are not whole."""

    copied: int = 0
    missing: dict[str, DamagedPaper] = field(default_factory=dict)
    damaged: dict[str, DamagedPaper] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Work:
    source: Source
    target: BackupFolder
    reason: BackupReason
    report: Report
    now: dt.datetime
    with_files: bool

    def fill(self, part: Path) -> _Filled:
        """Write all of a backup into a folder, and prove it."""
        content = self._copy_database(part)
        filled = self._copy_files(content.files)
        if filled.missing:
            # Somebody may have deleted a case for good meanwhile: then the database names them no more.
            content = self._copy_database(part)
            again = self._copy_files(content.files)
            still = {sha256: paper for sha256, paper in filled.damaged.items() if sha256 in content.files}
            again.copied, again.damaged = filled.copied + again.copied, {**still, **again.damaged}
            filled = again
        manifest = self._manifest(part / DATABASE_FILE, content, filled.files)
        (part / MANIFEST_FILE).write_bytes(manifest_bytes(manifest))
        kept = replace(self.source.place, id=self.target.store)
        (part / STORE_FILE).write_bytes(place_bytes(kept))
        flush_tree(part)
        self._prove(part, manifest)
        self.report(Progress(STEP, len(content.files), len(content.files)))
        return filled

    def _copy_database(self, part: Path) -> Content:
        database = part / DATABASE_FILE
        database.unlink(missing_ok=True)
        copy_database(self.source.connection, database, self.source.database_key)
        try:
            return look_at_database(database, self.source.database_key, Depth.TABLES)
        except UnusableInput as error:
            raise MachineStopped("backup.not_proven", path=str(self.source.place.cases_file)) from error

    def _copy_files(self, named: Mapping[str, DamagedPaper]) -> _Filled:
        filled = _Filled()
        vault = self.source.vault
        for done, (sha256, paper) in enumerate(named.items()):
            self.report(Progress(STEP, done, len(named), paper.file))
            path = vault.path_of(sha256)
            if not self.with_files:
                if path.exists():
                    filled.files[path.name] = size_of(path)
                continue
            try:
                is_new = self.target.keep_file(path, path.name)
            except UnusableInput:
                filled.missing[sha256] = paper
                continue
            filled.copied += is_new
            filled.files[path.name] = size_of(self.target.pool / path.name[:2] / path.name)
            if is_new and not self._is_copied_well(vault, sha256):
                filled.damaged[sha256] = paper
        return filled

    def _is_copied_well(self, vault: Vault, sha256: str) -> bool:
        """Read a new copy back; say whether it is whole, False where the file itself is not."""
        pool = Vault(self.target.pool, None, self.source.sealing)
        if pool.is_whole(sha256):
            return True
        if not vault.is_whole(sha256):
            return False
        if not _is_mended(pool, vault, sha256):
            raise MachineStopped("backup.not_proven", path=str(pool.path_of(sha256)))
        return True

    def _manifest(self, database: Path, content: Content, files: Mapping[str, int]) -> BackupManifest:
        return BackupManifest(
            made_at=self.now,
            made_by=f"Yongju {__version__}",
            reason=self.reason,
            store=self.target.store,
            generation=self.source.place.generation,
            version=content.version,
            is_encrypted=self.source.place.is_encrypted,
            cases=content.cases,
            state=content.state,
            database_sha256=hash_of(database),
            database_size=database.stat().st_size,
            files=files,
        )

    def _prove(self, part: Path, manifest: BackupManifest) -> None:
        """Read a backup as whoever restores it will, and hold it against what was meant."""
        try:
            found = find_backup(part)
            content_of(found, self.source.sealing)
        except UnusableInput as error:
            raise MachineStopped("backup.not_proven", path=str(part)) from error
        lies = {name: size_of(self.target.pool / name[:2] / name) for name in manifest.files}
        if found.manifest != manifest or (self.with_files and lies != manifest.files):
            raise MachineStopped("backup.not_proven", path=str(part))


def _is_mended(pool: Vault, present: Vault | None, sha256: str) -> bool:
    """Copy a file anew that is not whole; say whether it is now."""
    if present is None or not present.is_whole(sha256):
        return False
    with present.path_of(sha256).open("rb") as reader:
        copy_whole(reader, pool.path_of(sha256))
    return pool.is_whole(sha256)
