"""Changes the form of a store: not encrypted, encrypted, encrypted by another vault key; in any order.

A whole new generation is made beside the one in use, held against it, flushed to the disk, and named by
`store.json` in one step. Whatever stops it, and whenever, one whole generation is in use, and what is left
of the other is swept. What is removed afterwards is not written over first: a solid-state disk would write
that elsewhere, so it would be for show.
"""

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.packet import Progress
from app.env.flush import flush_folder, flush_to_disk
from app.env.replace import machine_error
from app.store.connection import BUSY_SECONDS, Connection, told
from app.store.driver import Raw, attach_new, errors, is_operational, open_database, open_either
from app.store.keys import VaultKey
from app.store.place import Place, find_place, has_leftovers, new_generation, sweep_generations, use_place
from app.store.sealing import Sealing
from app.store.slots import Slot
from app.store.vault import Vault

# Beside what is copied: for names, logs, and others who write meanwhile.
_ROOM_TO_SPARE = 32 << 20
_MEGABYTE = 1_000_000
# What a database is beside its tables; the first counts only from before there are any.
_SETTINGS = ("auto_vacuum", "application_id", "user_version")
_DAMAGE = frozenset({"sealed.damaged", "file.other_bytes"})


@dataclass(frozen=True, slots=True)
class NewForm:
    """Says by what a store is to be encrypted (by nothing without a key) and what that work is called."""

    step: str
    key: VaultKey | None = None
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """Names a kept file that is not as it came, by the title of a case and the name that it has there."""

    case: str
    file: str


@dataclass(frozen=True, slots=True)
class Converted:
    """Says where the store is now, which files were damaged before, and whether anything old remains."""

    place: Place
    damaged: tuple[DamagedFile, ...] = ()
    leaves_rest: bool = False


def convert(
    place: Place,
    key: VaultKey | None,
    form: NewForm,
    report: Callable[[Progress], None],
    *,
    despite_damage: bool = False,
) -> Converted:
    """Give a store another form; whoever asks uses the data folder alone and has nothing of it open.

    Every case with its history, every setting, and every file that a case names or named comes along. A
    file that is damaged comes along as it is. One that can no longer be deciphered to its end is refused,
    or comes along as far as it can `despite_damage`. Raises UnusableInput or MachineStopped; then all is
    as it was.
    """
    work = _Work(place, key, form, report)
    try:
        return work.run(despite_damage=despite_damage)
    except BaseException:
        # Which of the two is in use by now is for `store.json` to say.
        with contextlib.suppress(AppError):
            now = find_place(place.data_folder)
            # Named, and yet refused: the disk may still come to hold the old name. The next opening sweeps.
            if now.generation == place.generation:
                sweep_generations(now)
        raise


class _Work:
    def __init__(
        self, place: Place, key: VaultKey | None, form: NewForm, report: Callable[[Progress], None]
    ) -> None:
        self._place = place
        self._form = form
        self._report = report
        self._old, self._new = _sealing_of(key), _sealing_of(form.key)
        self._damaged: list[DamagedFile] = []

    def run(self, *, despite_damage: bool) -> Converted:
        named = self._named_files()
        old = Vault(self._place.vault_folder, None, self._old)
        self._refuse_no_room([old.path_of(sha256) for sha256 in named])
        made = new_generation(self._place, self._form.slots)
        new = Vault(made.vault_folder, None, self._new)
        for done, (sha256, name) in enumerate(named.items()):
            self._report(Progress(self._form.step, done, len(named) + 1))
            if not _carry_on(old, new, sha256, name, despite_damage=despite_damage):
                self._damaged.append(name)
        self._report(Progress(self._form.step, len(named), len(named) + 1))
        self._copy_databases(made)
        used = use_place(made)
        sweep_generations(used)
        self._report(Progress(self._form.step, len(named) + 1, len(named) + 1))
        return Converted(used, tuple(dict.fromkeys(self._damaged)), has_leftovers(used))

    def _named_files(self) -> dict[str, DamagedFile]:
        """Return the SHA-256 of every file that a case names or named, and how it is called somewhere."""
        connection = Connection(self._place.cases_file, None if self._old is None else self._old.database_key)
        try:
            rows = connection.rows(
                """
                SELECT sha256, title, name FROM (
                    SELECT sha256, title, name FROM case_file JOIN case_record AS kept ON kept.id = case_id
                    UNION ALL
                    SELECT json_extract(each.value, '$[0]'), title, each.key
                    FROM case_change AS change JOIN case_record AS kept ON kept.id = case_id,
                        json_each(change.files) AS each
                ) GROUP BY sha256
                """
            )
        finally:
            # Before the other library opens the same file: closing it would give up that one's locks.
            connection.close()
        return {sha256: DamagedFile(title, name) for sha256, title, name in rows}

    def _refuse_no_room(self, files: list[Path]) -> None:
        folder = self._place.data_folder
        try:
            needed = sum(_size_of(path) for path in (*files, *self._place.folder.glob("*.sqlite3*")))
            free = shutil.disk_usage(folder).free
        except OSError as error:
            raise machine_error(error, folder) from error
        if free < needed + _ROOM_TO_SPARE:
            size = f"{(needed + _ROOM_TO_SPARE) // _MEGABYTE} MB"
            raise MachineStopped("store.no_room", path=str(folder), size=size)

    def _copy_databases(self, made: Place) -> None:
        old, new = self._old, self._new
        _copy_database(
            self._place.cases_file,
            None if old is None else old.database_key,
            made.cases_file,
            None if new is None else new.database_key,
        )
        # What was read in files can be read again: no trouble with it stops the work.
        if self._place.readings_file.exists():
            try:
                _copy_database(
                    self._place.readings_file,
                    None if old is None else old.readings_key,
                    made.readings_file,
                    None if new is None else new.readings_key,
                )
            except AppError:
                _remove(made.readings_file)
        try:
            for path in filter(Path.exists, (made.cases_file, made.readings_file)):
                flush_to_disk(path)
            # The files flushed themselves as they were kept.
            flush_folder(made.folder)
            flush_folder(made.data_folder)
        except OSError as error:
            raise machine_error(error, made.folder) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise machine_error(error, path) from error


def _sealing_of(key: VaultKey | None) -> Sealing | None:
    return None if key is None else Sealing(key, _no_room)


def _no_room() -> Path:
    raise ValueError("nothing is deciphered to the disk here")


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _carry_on(old: Vault, new: Vault, sha256: str, name: DamagedFile, *, despite_damage: bool) -> bool:
    """Keep a file in the new vault, and say whether it was whole."""
    path = old.path_of(sha256)
    if not path.exists():
        return False
    try:
        new.keep_blocks(_blocks(old, sha256), sha256)
    except UnusableInput as error:
        if error.code not in _DAMAGE:
            raise
        if error.code == "sealed.damaged" and not despite_damage:
            raise UnusableInput("store.file_damaged", file=name.file, case=name.case) from error
        new.keep_damaged(_clear_blocks(old, sha256), sha256)
        return False
    return True


def _blocks(vault: Vault, sha256: str) -> Iterator[bytes]:
    try:
        yield from vault.blocks_of(sha256)
    except OSError as error:
        # Not to be taken for trouble with what is written.
        path = str(vault.path_of(sha256))
        raise UnusableInput("file.cannot_open", file=path, reason=error.strerror or "") from error


def _clear_blocks(vault: Vault, sha256: str) -> Iterator[bytes]:
    """Give what can be deciphered of a file that is damaged."""
    try:
        yield from _blocks(vault, sha256)
    except UnusableInput as error:
        if error.code not in _DAMAGE:
            raise


def _copy_database(source: Path, key: bytes | None, target: Path, new_key: bytes | None) -> None:
    """Copy a database from one form into another, and hold the copy against it."""
    with _told_new(target):
        held = _export(source, key, target, new_key)
        # Opened anew: what counts is what the next one will find.
        with contextlib.closing(open_database(target, new_key, timeout=BUSY_SECONDS)) as copy:
            sound = [tuple(row) for row in copy.execute("PRAGMA integrity_check")] == [("ok",)]
            if new_key is not None:
                sound = sound and not copy.execute("PRAGMA cipher_integrity_check").fetchall()
            if not sound or _content_of(copy) != held:
                raise MachineStopped("store.copy_differs", path=str(target))


@contextlib.contextmanager
def _told_new(target: Path) -> Iterator[None]:
    """Tell what SQLite refuses of a file that is only being made: that it is not there means it cannot be."""
    try:
        with told(target):
            yield
    except MachineStopped as error:
        if error.code != "database.gone":
            raise
        raise MachineStopped("machine.cannot_write", path=str(target), reason=str(error.__cause__)) from error


def _export(source: Path, key: bytes | None, target: Path, new_key: bytes | None) -> list[object]:
    """Write all of a database into a new one, and return what it holds."""
    try:
        with contextlib.closing(open_either(source, key, timeout=BUSY_SECONDS)) as connection:
            held = _content_of(connection)
            attach_new(connection, target, "made", new_key)
            for name in _SETTINGS:
                [(value,)] = connection.execute(f"PRAGMA main.{name}").fetchall()
                connection.execute(f"PRAGMA made.{name} = {int(value)}").fetchall()
            connection.execute("SELECT sqlcipher_export('made')").fetchall()
            connection.execute("DETACH DATABASE made")
            return held
    except errors() as error:
        if is_operational(error):
            raise
        raise UnusableInput("database.damaged", path=str(source)) from error


def _content_of(raw: Raw) -> list[object]:
    """Return what tells two databases apart: settings, tables and indexes, and the rows in any order."""
    settings = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in _SETTINGS]
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    schema = [tuple(row) for row in raw.execute(made)]
    tables = [name for kind, name, _ in schema if kind == "table"]
    return [settings, schema, [_digest_of(raw, name) for name in tables]]


def _digest_of(raw: Raw, table: str) -> tuple[int, int]:
    """Return how many rows a table has, and a sum of their digests, for which their order is nothing."""
    count, total = 0, 0
    for row in raw.execute(f'SELECT * FROM "{table}"'):
        digest = hashlib.blake2b(repr(tuple(row)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        count, total = count + 1, total + int.from_bytes(digest)
    return count, total & (1 << 128) - 1
