"""Where a store lies within its data folder, and whether it is encrypted: what `store.json` says.

A store is one folder, a generation: the database, the files, and what is kept of them. Encrypting it,
restoring a backup, a new key: each makes a whole new generation beside the one in use, and replacing
`store.json`, in one step, is what counts. What never came to be named is removed, and what the one in use
says it came to replace. Nothing else is: an older `store.json` that came back, or one that is gone, must
not cost the cases that it does not name.

    store.json        {"format": 1, "id": ..., "generation": "g-...", "slots": [...]}; no slots: not encrypted
    g-.../            a generation; for the one of before there were any, the data folder itself
        cases.sqlite3  files/ab/...  readings.sqlite3  ready/
        replaces       the generations that it replaces, one a line; "." is the data folder itself
        unfinished     there until store.json names it
"""

import contextlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import UnusableInput
from app.env.flush import make_folder
from app.env.hidden import is_hidden_name
from app.env.leftovers import sweep_folder
from app.env.replace import machine_error, write_bytes
from app.store.slots import Slot, slot_form, slot_of

STORE_FILE = "store.json"
_FORMAT = 1
_GENERATION = re.compile(r"(g-[0-9a-f]{16})?")
_ID = re.compile(r"([0-9a-f]{16})?")
_KEPT_NAME = re.compile(r"[0-9a-f]{64}")
# One for the passphrase and one for the code; each that is tried may cost seconds.
_MOST_SLOTS = 2
_UNFINISHED, _REPLACES, _DATA_FOLDER = "unfinished", "replaces", "."
_MOST_BYTES = 1 << 16
_DATABASES = ("cases.sqlite3", "readings.sqlite3")
_FOLDERS = ("files", "ready")
# What SQLite keeps beside a database; a file that somebody put beside it is none of ours.
_BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Place:
    """Says where the store in use is, and by what it is opened; without slots it is not encrypted."""

    data_folder: Path
    id: str = ""
    generation: str = ""
    slots: tuple[Slot, ...] = ()

    @property
    def is_encrypted(self) -> bool:
        """Say whether a key is needed to read it."""
        return bool(self.slots)

    @property
    def folder(self) -> Path:
        """Return the folder of the generation in use."""
        return self.data_folder / self.generation if self.generation else self.data_folder

    @property
    def cases_file(self) -> Path:
        """Return where the case database is, whether or not there is one yet."""
        return self.folder / _DATABASES[0]

    @property
    def readings_file(self) -> Path:
        """Return where what was read in files is kept."""
        return self.folder / _DATABASES[1]

    @property
    def vault_folder(self) -> Path:
        """Return the folder of the file vault."""
        return self.folder / _FOLDERS[0]

    @property
    def ready_folder(self) -> Path:
        """Return the folder of what was made ready for packets."""
        return self.folder / _FOLDERS[1]

    @property
    def is_begun(self) -> bool:
        """Say whether anything is kept here yet."""
        return bool(self.generation) or self.cases_file.exists()


def find_place(data_folder: Path) -> Place:
    """Return where a data folder's store lies. Raises UnusableInput where `store.json` is none of ours."""
    path = data_folder / STORE_FILE
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Place(data_folder)
    except OSError as error:
        raise machine_error(error, path) from error
    return read_place(data_folder, raw)


def read_place(data_folder: Path, raw: bytes) -> Place:
    """Return what the bytes of a `store.json` say. Raises UnusableInput where they say nothing of use."""
    path = str(data_folder / STORE_FILE)
    try:
        form = json.loads(raw) if len(raw) <= _MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise UnusableInput("store.place_damaged", path=path) from error
    if not isinstance(form, dict) or type(form.get("format")) is not int:
        raise UnusableInput("store.place_damaged", path=path)
    if form["format"] > _FORMAT:
        raise UnusableInput("database.newer", path=path)
    generation, slots, own_id = form.get("generation"), form.get("slots"), form.get("id")
    if not isinstance(generation, str) or not _GENERATION.fullmatch(generation):
        raise UnusableInput("store.place_damaged", path=path)
    if not isinstance(slots, list) or len(slots) > _MOST_SLOTS:
        raise UnusableInput("store.place_damaged", path=path)
    # It becomes part of a path, among the backups.
    if not isinstance(own_id, str) or not _ID.fullmatch(own_id):
        raise UnusableInput("store.place_damaged", path=path)
    return Place(data_folder, own_id, generation, tuple(map(slot_of, slots)))


def place_bytes(place: Place) -> bytes:
    """Return a place as `store.json` holds it."""
    form = {
        "format": _FORMAT,
        "id": place.id,
        "generation": place.generation,
        "slots": [slot_form(slot) for slot in place.slots],
    }
    return json.dumps(form, indent=1).encode() + b"\n"


def use_place(place: Place) -> Place:
    """Have a place be the one in use from now on, in one step; a store without a name gets one."""
    named = place if place.id else replace(place, id=secrets.token_hex(8))
    write_bytes(place.data_folder / STORE_FILE, place_bytes(named), private=True)
    if named.generation:
        with contextlib.suppress(OSError):
            (named.folder / _UNFINISHED).unlink(missing_ok=True)
    return named


def new_generation(place: Place, slots: tuple[Slot, ...]) -> Place:
    """Make the folder of another generation, which counts once it is used."""
    made = replace(place, generation=f"g-{secrets.token_hex(8)}", slots=slots)
    try:
        make_folder(made.folder, 0o700)
        replaced = {*_replaced_by(place), place.generation or _DATA_FOLDER}
    except OSError as error:
        raise machine_error(error, made.folder) from error
    write_bytes(made.folder / _UNFINISHED, b"", private=True)
    write_bytes(
        made.folder / _REPLACES, "".join(f"{each}\n" for each in sorted(replaced)).encode(), private=True
    )
    return made


def sweep_generations(place: Place) -> None:
    """Remove what was never finished and what the generation in use replaced.

    Only who uses the folder alone may do so.
    """
    for path in tuple(_others(place)):
        _remove(path)
    if _is_data_folder_replaced(place):
        for folder in (*place.data_folder.glob(f"{_FOLDERS[0]}/??"), *_old_folders(place)):
            # What a person put into it stays, and the folder with it.
            with contextlib.suppress(OSError):
                folder.rmdir()


def _remove(path: Path) -> None:
    """Remove a folder with all that is in it, or a file; what marks a folder as unfinished goes last."""
    if not path.is_dir():
        with contextlib.suppress(OSError):
            path.unlink()
        return
    with contextlib.suppress(OSError):
        for each in path.iterdir():
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            elif each.name != _UNFINISHED:
                each.unlink()
    shutil.rmtree(path, ignore_errors=True)


def is_lost(place: Place) -> bool:
    """Say whether there are cases that `store.json` should name, and it names none that are there."""
    if place.cases_file.exists():
        return False
    if place.generation and (not place.folder.is_dir() or place.vault_folder.exists()):
        return True
    return any(
        (folder / _DATABASES[0]).exists() and not _is_unfinished(folder) for folder in _generations(place)
    )


def sweep_unfinished(place: Place) -> None:
    """Remove what processes that were killed left unfinished in the store in use, and of none that runs."""
    if place.generation:
        with contextlib.suppress(OSError):
            # Killed just after it was named.
            (place.folder / _UNFINISHED).unlink(missing_ok=True)
    folders = (place.data_folder, place.folder, place.vault_folder, place.ready_folder)
    for folder in dict.fromkeys(folders):
        sweep_folder(folder)


def has_leftovers(place: Place) -> bool:
    """Say whether anything lies about that belongs to no generation in use."""
    return any(True for _ in _others(place))


def _others(place: Place) -> Iterator[Path]:
    replaced = _replaced(place)
    for folder in _generations(place):
        if _is_unfinished(folder) or folder.name in replaced:
            yield folder
    if _is_data_folder_replaced(place):
        databases = (f"{name}{end}" for name in _DATABASES for end in _BESIDE)
        yield from filter(Path.exists, (place.data_folder / name for name in databases))
        files, ready = _old_folders(place)
        for path in (*files.glob("??/*"), *files.glob(".*"), *ready.glob("*"), *ready.glob(".*")):
            # In a folder of a person's choice there may be others of these names.
            if _KEPT_NAME.fullmatch(path.name) or is_hidden_name(path.name):
                yield path


def _generations(place: Place) -> Iterator[Path]:
    for folder in place.data_folder.glob("g-*"):
        if folder.name != place.generation and _GENERATION.fullmatch(folder.name):
            yield folder


def _old_folders(place: Place) -> tuple[Path, Path]:
    files, ready = (place.data_folder / name for name in _FOLDERS)
    return files, ready


def _is_unfinished(folder: Path) -> bool:
    # An empty one was begun, or removed, by a process that was killed there.
    return (folder / _UNFINISHED).exists() or not any(folder.iterdir())


def _is_data_folder_replaced(place: Place) -> bool:
    return bool(place.generation) and _DATA_FOLDER in _replaced(place)


def _replaced(place: Place) -> frozenset[str]:
    """Return what the generation in use replaced, nothing where it is not there or cannot tell."""
    try:
        return _replaced_by(place) if place.cases_file.exists() else frozenset()
    except (OSError, ValueError):
        return frozenset()


def _replaced_by(place: Place) -> frozenset[str]:
    try:
        names = (place.folder / _REPLACES).read_text("ascii").split() if place.generation else []
    except FileNotFoundError:
        return frozenset()
    return frozenset(names)
