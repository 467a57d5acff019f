"""Restores a backup: as a whole new generation of the store, or one case of it.

The store in use stays as it is until every file of the new generation was read back and is on the disk;
replacing `store.json` is what counts. Whoever calls uses the data folder alone and has nothing of it open.
"""

import contextlib
import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.backups import DamagedPaper
from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.packet import Progress
from app.env.flush import flush_tree, make_folder
from app.env.moves import move_together
from app.env.replace import machine_error, new_folder
from app.store.backup_database import Content, Depth, opens
from app.store.backup_folder import SET_ASIDE, BackupFolder, Found, copy_whole
from app.store.backups import content_of
from app.store.case_toml import KnownIds
from app.store.conversion import NewForm, convert
from app.store.database import CaseDatabase
from app.store.keys import VaultKey, open_slot
from app.store.place import Place, find_place, new_generation, sweep_generations, use_place
from app.store.sealing import Sealing
from app.store.slots import SlotKind
from app.store.vault import Vault

Report = Callable[[Progress], None]
STEP = "restore"
# What of a store lies in the data folder itself.
_STORE_NAMES = ("store.json", "cases.sqlite3", "cases.sqlite3-wal", "files")
_ROOM_TO_SPARE = 32 << 20
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Secrets:
    """Holds what may open a backup: the key of the store in use, a passphrase or a code of its time."""

    key: VaultKey | None = None
    passphrase: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """Holds a backup and the key that opens it, None where it is not encrypted.

    `is_present_key`: it is the key of the store in use too.
    """

    found: Found
    key: VaultKey | None
    is_present_key: bool

    def sealing(self, room: Callable[[], Path] | None = None) -> Sealing | None:
        """Return what deciphers it; a file needs a room for that only where somebody asks for its path."""
        return None if self.key is None else Sealing(self.key, room or _no_room)


def open_backup(found: Found, given: Secrets) -> Opened:
    """Find the key of a backup; it stays open for as long as whoever asked keeps it.

    Raises UnusableInput where a passphrase or code is wrong or one of its time is needed.
    """
    if not found.manifest.is_encrypted:
        return Opened(found, None, given.key is None)
    if given.key is not None and opens(found.database, Sealing(given.key, _no_room).database_key):
        return Opened(found, VaultKey(given.key.raw), is_present_key=True)
    slots = found.place.slots
    if given.passphrase is not None:
        return Opened(found, open_slot(slots, SlotKind.PASSPHRASE, given.passphrase), is_present_key=False)
    if given.code is not None:
        return Opened(found, open_slot(slots, SlotKind.RECOVERY, given.code), is_present_key=False)
    raise UnusableInput("backup.needs_passphrase", path=str(found.path))


@contextlib.contextmanager
def cases_in(
    opened: Opened, room: Path, known: Callable[[], KnownIds]
) -> Iterator[tuple[CaseDatabase, Vault]]:
    """Give the cases of a backup and their files; both are read, and nothing in the backup is changed.

    Its database is copied into a private room, where an older one is brought to today's form. Raises
    UnusableInput where it is damaged or of a newer version.
    """
    sealing = opened.sealing()
    content_of(opened.found, sealing)
    copy = room / "cases.sqlite3"
    try:
        with opened.found.database.open("rb") as reader:
            copy_whole(reader, copy)
    except OSError as error:
        raise machine_error(error, opened.found.database) from error
    database = CaseDatabase(copy, known, key=None if sealing is None else sealing.database_key)
    try:
        yield database, Vault(opened.found.pool, None, sealing)
    finally:
        database.close()
        for path in room.glob("cases.sqlite3*"):
            path.unlink(missing_ok=True)


def restore(
    place: Place,
    key: VaultKey | None,
    opened: Opened,
    report: Report,
    *,
    despite_damage: bool = False,
) -> tuple[Content, tuple[DamagedPaper, ...]]:
    """Have a backup be the store in use; return what it holds, and which papers are not whole in it.

    `key` opens the store in use where it is encrypted: what is restored is then encrypted by it too, and
    opened as before. Otherwise it is opened by what opened it when the backup was made. Raises UnusableInput
    where papers are not whole, unless it is to be done despite that, and MachineStopped; then all is as
    it was.
    """
    try:
        return _restored(place, key, opened, report, despite_damage=despite_damage)
    except BaseException:
        # Which generation is in use is for `store.json` to say.
        with contextlib.suppress(AppError):
            now = find_place(place.data_folder)
            # Named, and yet refused: the disk may still come to hold the old name. The next opening sweeps.
            if now.generation == place.generation:
                sweep_generations(now)
        raise


def holds_anything(data_folder: Path) -> bool:
    """Say whether there is anything of a store in a data folder, readable or not."""
    names = (data_folder / name for name in _STORE_NAMES)
    return any(map(Path.exists, names)) or any(True for _ in data_folder.glob("g-*"))


def set_aside(data_folder: Path, target: BackupFolder) -> Path:
    """Copy the store in use as it lies, for whoever may yet mend it, and return where to.

    Raises MachineStopped where it cannot be copied.
    """
    target.begin()
    path = target.root / f"{SET_ASIDE}{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(3)}"
    try:
        with new_folder(path, private=True) as part:
            for source in filter(Path.exists, (data_folder / name for name in _STORE_NAMES)):
                _copy(source, part / source.name)
            for generation in data_folder.glob("g-*"):
                _copy(generation, part / generation.name)
            flush_tree(part)
            move_together(((part, path),))
    except OSError as error:
        raise machine_error(error, path) from error
    return path


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def _restored(
    place: Place, key: VaultKey | None, opened: Opened, report: Report, *, despite_damage: bool
) -> tuple[Content, tuple[DamagedPaper, ...]]:
    found = opened.found
    content = content_of(found, opened.sealing(), Depth.STATES)
    _refuse_no_room(place, found)
    # Where the key is the same, today's passphrase is the one that people know.
    slots = place.slots if opened.key is not None and opened.is_present_key else found.place.slots
    made = new_generation(replace(place, id=place.id or found.manifest.store), slots)
    damaged = _copy_files(place, made, opened, content, report)
    if damaged and not despite_damage:
        raise UnusableInput(
            "backup.papers_damaged", path=str(found.path), count=len(damaged), file=damaged[0].file
        )
    _copy_database(opened, made)
    _use(place, key, opened, made, report)
    report(Progress(STEP, len(content.files), len(content.files)))
    return content, damaged


def _use(place: Place, key: VaultKey | None, opened: Opened, made: Place, report: Report) -> None:
    try:
        flush_tree(made.folder)
    except OSError as error:
        raise machine_error(error, made.folder) from error
    if key is not None and not opened.is_present_key:
        # Protection is never lost by restoring: what comes from elsewhere is encrypted by the key in use.
        convert(made, opened.key, NewForm(STEP, key, place.slots), report, despite_damage=True)
        return
    sweep_generations(use_place(made))


def _copy_files(
    place: Place, made: Place, opened: Opened, content: Content, report: Report
) -> tuple[DamagedPaper, ...]:
    """Copy every file and read it back; one that the pool has not whole may still be in the vault."""
    sealing = opened.sealing()
    sources = [Vault(folder, None, sealing) for folder in (opened.found.pool, place.vault_folder)]
    target, damaged = Vault(made.vault_folder, None, sealing), []
    for done, (sha256, paper) in enumerate(content.files.items()):
        report(Progress(STEP, done, len(content.files), paper.file))
        if not any(_is_copied(source, target, sha256) for source in sources):
            damaged.append(paper)
    return tuple(damaged)


def _is_copied(source: Vault, target: Vault, sha256: str) -> bool:
    """Copy a file as it lies, and say whether the copy is whole."""
    kept = target.path_of(sha256)
    try:
        make_folder(kept.parent, 0o700)
    except OSError as error:
        raise machine_error(error, kept) from error
    try:
        reader = source.path_of(sha256).open("rb")
    except OSError:
        return False
    with reader:
        try:
            copy_whole(reader, kept)
        except UnusableInput:
            return False
    return target.is_whole(sha256)


def _copy_database(opened: Opened, made: Place) -> None:
    """Copy the database, and bring it to today's form where it is older: the backup stays what it is."""
    sealing = opened.sealing()
    try:
        with opened.found.database.open("rb") as reader:
            copy_whole(reader, made.cases_file)
    except OSError as error:
        raise machine_error(error, made.cases_file) from error
    CaseDatabase(made.cases_file, _no_rules, key=None if sealing is None else sealing.database_key).close()


def _refuse_no_room(place: Place, found: Found) -> None:
    needed = found.manifest.size_bytes + _ROOM_TO_SPARE
    try:
        free = shutil.disk_usage(place.data_folder).free
    except OSError as error:
        raise machine_error(error, place.data_folder) from error
    if free < needed:
        size = f"{needed // _MEGABYTE} MB"
        raise MachineStopped("store.no_room", path=str(place.data_folder), size=size)


def _no_room() -> Path:
    raise ValueError("nothing is deciphered to the disk here")


def _no_rules() -> KnownIds:
    raise ValueError("no case is read here")
