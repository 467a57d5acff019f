"""How backups lie in their folder, and what of them can be found there.

    FOLDER/yongju-<store>/
        files/ab/<name>               files of the vault exactly as they lie there, each once for all backups
        2026-11-22T195300Z-1a2b3c/    one backup: cases.sqlite3  store.json  manifest.json

An encrypted store's database and files are encrypted here as they are there, by the same key; `store.json`
holds what opened it at that time. A backup comes into its place whole, in one step.
"""

import contextlib
import datetime as dt
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.backups import Backup
from app.domain.errors import AppError, UnusableInput
from app.env.flush import make_folder
from app.env.leftovers import sweep_folder
from app.env.replace import machine_error, replacing, take_away
from app.store.backup_manifest import MOST_BYTES, BackupManifest, read_backup_manifest
from app.store.place import STORE_FILE, Place, read_place

DATABASE_FILE, MANIFEST_FILE, POOL = "cases.sqlite3", "manifest.json", "files"
SET_ASIDE = "set-aside-"
_BLOCK = 1 << 20
_ID = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z-[0-9a-f]{6}")
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """Holds one backup as it lies in its folder: where, what it says of itself, and what opens it."""

    path: Path
    manifest: BackupManifest
    place: Place

    @property
    def id(self) -> str:
        """Return what it is called."""
        return self.path.name

    @property
    def database(self) -> Path:
        """Return where its database is."""
        return self.path / DATABASE_FILE

    @property
    def pool(self) -> Path:
        """Return the folder of the files that it shares with other backups."""
        return self.path.parent / POOL

    def told(self) -> Backup:
        """Return what is told of it."""
        manifest = self.manifest
        return Backup(
            id=self.id,
            path=str(self.path),
            made_at=manifest.made_at.isoformat(timespec="microseconds"),
            made_by=manifest.made_by,
            reason=manifest.reason,
            cases=manifest.cases,
            files=len(manifest.files),
            size_bytes=manifest.size_bytes,
            is_encrypted=manifest.is_encrypted,
            version=manifest.version,
        )


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """Finds and keeps the backups of one store below a folder of a person's choice."""

    folder: Path
    store: str

    @property
    def root(self) -> Path:
        """Return the folder of this store's backups."""
        return self.folder / f"yongju-{self.store}"

    @property
    def pool(self) -> Path:
        """Return the folder of the files that all of them share."""
        return self.root / POOL

    def is_there(self) -> bool:
        """Say whether the folder can be looked into; a drive may have been taken away."""
        return self.root.is_dir()

    def begin(self) -> None:
        """Make the folder where it is not there. Raises MachineStopped where it cannot be."""
        try:
            # Nobody else on the machine has business in it, wherever it lies.
            make_folder(self.root, 0o700)
            make_folder(self.pool, 0o700)
        except OSError as error:
            raise machine_error(error, self.root) from error

    def sweep(self) -> None:
        """Remove what backups that were killed left."""
        for folder in (self.root, *self.pool.glob("??")):
            sweep_folder(folder)

    def ids(self) -> tuple[str, ...]:
        """Return what all backups are called, the newest first. Raises MachineStopped where none can know."""
        try:
            names = [each.name for each in self.root.iterdir() if _ID.fullmatch(each.name)]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise machine_error(error, self.root) from error
        return tuple(sorted(names, reverse=True))

    def all(self) -> tuple[Found | Backup, ...]:
        """Return all backups, the newest first; those that cannot be used as what is told of them."""
        found: list[Found | Backup] = []
        for name in self.ids():
            try:
                found.append(find_backup(self.root / name))
            except AppError as error:
                found.append(Backup(name, str(self.root / name), trouble=error.code))
        return tuple(found)

    def usable(self) -> tuple[Found, ...]:
        """Return the backups that can be read, the newest first."""
        found = (each for each in self.all() if isinstance(each, Found))
        return tuple(sorted(found, key=lambda each: each.manifest.made_at, reverse=True))

    def matching(self, word: str) -> tuple[str, ...]:
        """Return the backup that is called so, or all whose names begin so."""
        names = self.ids()
        return (word,) if word in names else tuple(name for name in names if word and name.startswith(word))

    def new_id(self, now: dt.datetime) -> str:
        """Return what a new backup is called."""
        return f"{now.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(3)}"

    def keep_file(self, source: Path, name: str) -> bool:
        """Copy a file of the vault into the pool where it is not there yet; say whether it was copied.

        Raises UnusableInput where the source cannot be read, MachineStopped where the copy cannot be written.
        """
        kept = self.pool / name[:2] / name
        try:
            size = source.stat().st_size
            reader = source.open("rb")
        except OSError as error:
            raise UnusableInput("file.cannot_open", file=name, reason=error.strerror or "") from error
        with reader:
            if size_of(kept) == size:
                return False
            try:
                make_folder(kept.parent, 0o700)
            except OSError as error:
                raise machine_error(error, kept) from error
            copy_whole(reader, kept)
        return True

    def remove(self, path: Path) -> None:
        """Remove a backup, out of sight in one step; its files in the pool go with `sweep_pool`."""
        take_away(path)

    def sweep_pool(self) -> int:
        """Remove the files that no backup names, and return how many.

        None while there is a backup that cannot be read: nobody knows what it names.
        """
        found = self.all()
        if any(isinstance(each, Backup) for each in found):
            return 0
        named = {name for each in found if isinstance(each, Found) for name in each.manifest.files}
        removed = 0
        for path in self._pool_files():
            if path.name not in named:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        return removed

    def set_aside(self) -> tuple[Path, ...]:
        """Return the folders of what could not be backed up before it was replaced."""
        return tuple(sorted(self.root.glob(f"{SET_ASIDE}*")))

    def _pool_files(self) -> Iterator[Path]:
        for folder in self.pool.glob("??"):
            if not folder.is_symlink():
                yield from (each for each in folder.glob("*") if _NAME.fullmatch(each.name))


def find_backup(path: Path) -> Found:
    """Return the backup in a folder as it says of itself; what it holds was not looked at.

    Raises UnusableInput: `backup.newer`, or `backup.damaged` where it is none.
    """
    try:
        manifest = read_backup_manifest(_read(path / MANIFEST_FILE, MOST_BYTES))
        place = read_place(path, _read(path / STORE_FILE, 1 << 16))
    except (UnusableInput, OSError) as error:
        newer = isinstance(error, UnusableInput) and error.code in ("backup.newer", "database.newer")
        raise UnusableInput("backup.newer" if newer else "backup.damaged", path=str(path)) from error
    if manifest.is_encrypted != place.is_encrypted or size_of(path / DATABASE_FILE) != manifest.database_size:
        raise UnusableInput("backup.damaged", path=str(path))
    return Found(path, manifest, place)


def is_backup_name(name: str) -> bool:
    """Say whether a folder of this name can be a backup."""
    return _ID.fullmatch(name) is not None


def copy_whole(reader: BinaryIO, target: Path) -> None:
    """Write all that can be read as a file, or leave what was there.

    Raises UnusableInput where it cannot be read, MachineStopped where it cannot be written.
    """
    with replacing(target, private=True) as temporary, temporary.open("wb") as writer:
        while block := _read_block(reader):
            writer.write(block)


def _read_block(reader: BinaryIO) -> bytes:
    try:
        return reader.read(_BLOCK)
    except OSError as error:
        # Not to be taken for trouble with what is written.
        name = Path(str(reader.name)).name
        raise UnusableInput("file.cannot_open", file=name, reason=error.strerror or "") from error


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise UnusableInput("backup.damaged")
    return raw


def size_of(path: Path) -> int:
    """Return how long a file is, -1 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return -1
