"""Where the backups of a desk's store are, and who may change them meanwhile."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from app.casework.desk import Desk
from app.domain.backups import BackupSettings
from app.domain.errors import MachineStopped, UnusableInput
from app.env.flush import make_folder
from app.env.replace import machine_error, write_bytes
from app.store.backup_folder import BackupFolder, find_backup, is_backup_name
from app.store.backup_settings import read_settings
from app.store.backups import Source
from app.store.connection import Connection
from app.store.in_use import InUse
from app.store.place import Place, find_place, use_place
from app.store.restoring import Opened, Secrets, open_backup

# Tells a folder that was chosen for backups from the empty one that is left where its drive is not.
MARKER = "yongju-backups.txt"
# How long to wait for somebody else's backup.
WAIT_SECONDS = 20.0
_MARKER_WORDS = "Yongju 永居: backups · 备份\n"
_LOCK = "backup.lock"
_STORE = re.compile(r"yongju-([0-9a-f]{16})")


@contextlib.contextmanager
def backing_up(desk: Desk, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Be the only one who changes backups meanwhile. Raises MachineStopped where somebody else does."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(InUse(desk.data_folder, _LOCK).alone(wait_seconds=wait_seconds))
        except MachineStopped as error:
            if error.code == "store.in_use":
                raise MachineStopped("backup.busy", path=str(desk.data_folder)) from error
            raise
        yield


def place_now(desk: Desk) -> Place:
    """Return where the store lies now, as far as anything says so."""
    try:
        return find_place(desk.data_folder)
    except UnusableInput:
        return Place(desk.data_folder)


def source_of(desk: Desk, connection: Connection) -> Source:
    """Return what is backed up."""
    return Source(connection, desk.place, desk.sealing)


def target_of(desk: Desk, settings: BackupSettings) -> BackupFolder:
    """Return the folder to write to. Raises MachineStopped where its drive is not there."""
    if not is_there(settings):
        raise MachineStopped("backup.folder_gone", path=settings.folder)
    _name_store(desk)
    target = BackupFolder(Path(settings.folder), desk.place.id)
    target.begin()
    return target


def is_there(settings: BackupSettings) -> bool:
    """Say whether the folder can be used; a drive may have been taken away."""
    return settings.is_default or (Path(settings.folder) / MARKER).is_file()


def mark(folder: Path) -> None:
    """Make a folder where there is none, and put into it what tells that it is there."""
    try:
        make_folder(folder)
        if not (folder / MARKER).is_file():
            write_bytes(folder / MARKER, _MARKER_WORDS.encode())
    except OSError as error:
        raise machine_error(error, folder) from error


def folders_of(desk: Desk, settings: BackupSettings) -> tuple[BackupFolder, ...]:
    """Return the folder of this store's backups; where there is none, those of all stores in its place."""
    own = BackupFolder(Path(settings.folder), place_now(desk).id)
    if own.store and own.is_there():
        return (own,)
    try:
        names = sorted(each.name for each in own.folder.iterdir())
    except OSError:
        return ()
    return tuple(BackupFolder(own.folder, each[1]) for name in names if (each := _STORE.fullmatch(name)))


def all_folders(desk: Desk) -> tuple[tuple[BackupFolder, ...], tuple[str, ...]]:
    """Return this store's folders of backups, now and before, and those that cannot be looked into now."""
    settings, store = read_settings(desk.data_folder), place_now(desk).id
    there, gone = [], []
    for folder in (settings.folder, *settings.earlier):
        each = BackupFolder(Path(folder), store)
        if store and each.is_there():
            there.append(each)
        elif not (each.folder.is_dir() and (each.folder / MARKER).is_file()) and folder in _chosen(settings):
            gone.append(folder)
    return tuple(there), tuple(gone)


def where_is(desk: Desk, word: str) -> tuple[BackupFolder, Path]:
    """Return where the backup of an id lies, or as no other begins, or at a path; usable or not.

    Raises UnusableInput where there is none.
    """
    folders = folders_of(desk, read_settings(desk.data_folder))
    found = [(each, each.root / name) for each in folders for name in each.matching(word)]
    if len(found) == 1:
        return found[0]
    path = Path(word).absolute()
    store = _STORE.fullmatch(path.parent.name)
    if store and is_backup_name(path.name) and path.is_dir():
        return BackupFolder(path.parent.parent, store[1]), path
    raise UnusableInput("backup.no_such", id=word)


def open_by(desk: Desk, word: str, passphrase: str | None, code: str | None) -> Opened:
    """Open a backup by the key of the desk, or by a passphrase or a code of its time.

    Raises UnusableInput where there is none, it cannot be used, or none of these opens it.
    """
    _, path = where_is(desk, word)
    found = find_backup(path)
    if passphrase is None and code is None:
        return open_backup(found, Secrets(desk.key))
    with desk.patience.one_try():
        return open_backup(found, Secrets(desk.key, passphrase, code))


def _chosen(settings: BackupSettings) -> set[str]:
    return {*settings.earlier} | (set() if settings.is_default else {settings.folder})


def _name_store(desk: Desk) -> None:
    """Give the store a name where it has none, by which its backups are known."""
    if not desk.place.id:
        with desk.in_use.changing():
            place = place_now(desk)
            desk.place = place if place.id else use_place(place)
