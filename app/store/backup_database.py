"""Copies of the case database: made while others write, proven by opening, one case taken out of them."""

import contextlib
import functools
import hashlib
import json
import re
import sqlite3
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from app.domain.backups import DamagedPaper
from app.domain.errors import MachineStopped, UnusableInput
from app.store.connection import BUSY_SECONDS, Connection, told
from app.store.driver import Raw, errors, is_operational, open_database
from app.store.migrations import MIGRATIONS

# From this form of the database on it keeps the changes of each case, and from this one settings.
_CHANGES_FROM, _SETTINGS_FROM = 2, 4


@dataclass(frozen=True, slots=True)
class Content:
    """Holds what a case database is: its form, its cases, and by SHA-256 what the files are called in them.

    `state` tells one state of all cases from any other.
    """

    version: int
    cases: int
    files: Mapping[str, DamagedPaper]
    state: str


def copy_database(connection: Connection, target: Path, key: bytes | None) -> None:
    """Write a copy of the database as of one moment, encrypted by the same key where that is.

    Raises MachineStopped where it cannot be written.
    """
    with told(target), contextlib.closing(open_database(target, key, timeout=BUSY_SECONDS)) as copy:
        # All pages at once: whoever writes meanwhile writes to the log, and waits for nothing.
        connection.raw.backup(copy)
        # One file, which can be read from a drive that may not be written.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


class Depth(IntEnum):
    """How much of a copy is read: its tables, that it is whole and every case, or every earlier state too."""

    TABLES = 0
    CASES = 1
    STATES = 2


def look_at_database(path: Path, key: bytes | None, depth: Depth = Depth.CASES) -> Content:
    """Open a copy and return what it holds, proven as far as the depth says.

    Raises UnusableInput, `database.newer` where a newer version wrote it and `database.damaged` otherwise,
    MachineStopped where it cannot be read.
    """
    with _opened(path, key) as raw:
        content = _content_of(raw, path)
        if depth >= Depth.CASES:
            _refuse_damaged(raw, path, is_encrypted=key is not None)
            _read_cases(raw, path, content, depth)
        return content


def opens(path: Path, key: bytes) -> bool:
    """Say whether a key opens an encrypted copy, as far as its first page tells."""
    try:
        open_database(path, key, timeout=BUSY_SECONDS).close()
    except UnusableInput:
        return False
    return True


def state_of_cases(connection: Connection) -> str:
    """Return what tells one state of all cases from any other."""
    with connection.snapshot(), told(connection.path):
        return _state_of(connection.raw, len(MIGRATIONS))


def states_of_cases(connection: Connection) -> dict[str, str]:
    """Return what tells one state of each case that is not deleted from any other, by their ids."""
    with connection.snapshot():
        records = connection.rows("SELECT id, document FROM case_record WHERE deleted_at IS NULL")
        named = connection.rows("SELECT case_id, name, sha256 FROM case_file ORDER BY case_id, name")
    digests = {case_id: hashlib.sha256(document.encode()) for case_id, document in records}
    for case_id, name, sha256 in named:
        if case_id in digests:
            digests[case_id].update(f"\0{name}\0{sha256}".encode())
    return {case_id: digest.hexdigest() for case_id, digest in digests.items()}


def count_cases(connection: Connection) -> int:
    """Return how many cases are kept, those marked as deleted among them."""
    [(count,)] = connection.rows("SELECT count(*) FROM case_record")
    return int(count)


def take_out_case(path: Path, key: bytes | None, case_id: str) -> bool:
    """Take a case out of a copy so that no byte of it is left; say whether it was there."""
    with _opened(path, key) as raw:
        [(version,)] = raw.execute("PRAGMA user_version").fetchall()
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")
        found = raw.execute("SELECT 1 FROM case_record WHERE id = ?", (case_id,)).fetchone()
        if found is None:
            return False
        raw.execute("DELETE FROM case_record WHERE id = ?", (case_id,))
        if version >= _SETTINGS_FROM:
            raw.execute("DELETE FROM setting WHERE name LIKE '%/' || ?", (case_id,))
        raw.execute("VACUUM")
    return True


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file that no other connection has open."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(path: Path, key: bytes | None) -> Iterator[Raw]:
    try:
        with contextlib.closing(open_database(path, key, timeout=BUSY_SECONDS)) as raw:
            # What a stranger may have put into the tables' definitions is not run.
            raw.execute("PRAGMA trusted_schema = OFF")
            yield raw
    except errors() as error:
        if is_operational(error):
            raise MachineStopped("machine.cannot_write", path=str(path), reason=str(error)) from error
        raise UnusableInput("database.damaged", path=str(path)) from error


def _content_of(raw: Raw, path: Path) -> Content:
    damaged = UnusableInput("database.damaged", path=str(path))
    [(version,)] = raw.execute("PRAGMA user_version").fetchall()
    if version > len(MIGRATIONS):
        raise UnusableInput("database.newer", path=str(path))
    if version < 1 or _schema_of(raw) != _schema_of_version(version):
        raise damaged
    [(cases,)] = raw.execute("SELECT count(*) FROM case_record").fetchall()
    return Content(version, cases, _files_in(raw, version, damaged), _state_of(raw, version))


def _refuse_damaged(raw: Raw, path: Path, *, is_encrypted: bool) -> None:
    is_whole = [tuple(row) for row in raw.execute("PRAGMA integrity_check")] == [("ok",)]
    if is_encrypted:
        is_whole = is_whole and not raw.execute("PRAGMA cipher_integrity_check").fetchall()
    if not is_whole or raw.execute("PRAGMA foreign_key_check").fetchall():
        raise UnusableInput("database.damaged", path=str(path))


def _files_in(raw: Raw, version: int, damaged: UnusableInput) -> dict[str, DamagedPaper]:
    """Return every file that a case names, or named as far back as it can be taken."""
    title = "title" if version >= _CHANGES_FROM else "''"
    query = f"SELECT sha256, {title}, name FROM case_file JOIN case_record AS kept ON kept.id = case_id"
    found = {sha256: DamagedPaper(title, name) for sha256, title, name in raw.execute(query)}
    if version >= _CHANGES_FROM:
        query = "SELECT title, files FROM case_change JOIN case_record AS kept ON kept.id = case_id"
        for title, files in raw.execute(f"{query} WHERE files IS NOT NULL"):
            try:
                for name, (sha256, *_) in json.loads(files).items():
                    found.setdefault(sha256, DamagedPaper(title, name))
            except (ValueError, TypeError, AttributeError) as error:
                raise damaged from error
    return found


def _read_cases(raw: Raw, path: Path, content: Content, depth: Depth) -> None:
    """Read every case; in depth, as TOML: what today's rules say of it is another matter."""
    damaged = UnusableInput("database.damaged", path=str(path))
    read = 0
    try:
        for (document,) in raw.execute("SELECT document FROM case_record"):
            if depth is Depth.STATES:
                tomllib.loads(document)
            read += bool(document)
        if depth is Depth.STATES and content.version >= _CHANGES_FROM:
            for (document,) in raw.execute("SELECT document FROM case_change WHERE document IS NOT NULL"):
                zlib.decompress(document).decode()
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise damaged from error
    if read != content.cases:
        raise damaged


def _state_of(raw: Raw, version: int) -> str:
    columns = "id, changed_at"
    if version >= _CHANGES_FROM:
        columns += ", change_number, archived_at, deleted_at"
    digest = hashlib.sha256(b"%d" % version)
    for row in raw.execute(f"SELECT {columns} FROM case_record ORDER BY id"):
        digest.update(repr(tuple(row)).encode())
    if version >= _SETTINGS_FROM:
        for row in raw.execute("SELECT name, value FROM setting ORDER BY name"):
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _schema_of(raw: Raw) -> list[tuple[str, str, str]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
    return [(kind, name, _bare(sql)) for kind, name, sql in raw.execute(query)]


def _bare(sql: str) -> str:
    """Return a definition without its remarks, in which a later version may say more."""
    return " ".join(re.sub(r"--[^\n]*", "", sql).split())


@functools.cache
def _schema_of_version(version: int) -> list[tuple[str, str, str]]:
    """Return the tables as our own steps make them: nothing else is in a database of ours."""
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        for migrate in MIGRATIONS[:version]:
            migrate(made)
        return _schema_of(made)
