"""What was seen and read in files, kept by their SHA-256, so that nothing is examined twice.

One SQLite file that may be thrown away at any time: it holds nothing that cannot be made anew from the
files. So no trouble with it is ever told; where it cannot be kept, it is kept in memory.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain import files, reading
from app.domain.codec import Codec
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import FileFacts
from app.domain.reading import Reading
from app.env.stamp import file_stamp
from app.store.driver import Raw, errors, open_database

MOST_BYTES = 500_000_000

_FORMAT = 1
_BUSY_SECONDS = 2
_MEMORY = ":memory:"
# A file that is written twice within one tick of its clock keeps its time. The coarsest clock is FAT's, 2 s.
_TICK_NS = 2_000_000_000
_DAY_SECONDS = 24 * 60 * 60
_CODEC = Codec(files, reading)
_TABLES = """
    CREATE TABLE kept (
        kind TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        version TEXT NOT NULL,   -- of what made the value, and of its form
        value BLOB NOT NULL,     -- zlib over JSON
        used_on INTEGER NOT NULL, -- days since 1970
        PRIMARY KEY (kind, sha256)
    ) STRICT;
    CREATE TABLE file (
        path TEXT PRIMARY KEY,   -- BLAKE2 of the absolute path: names tell of people
        stamp TEXT NOT NULL,
        sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"""


class _Kind(StrEnum):
    FACTS = "facts"
    READING = "reading"


class Readings:
    """Keeps facts and readings of files; several processes may use one file of them.

    What is kept counts only for the version of the examiner or reader that is asked for.
    """

    def __init__(self, path: Path | None, key: bytes | None = None, *, most_bytes: int = MOST_BYTES) -> None:
        """Open or make the file, by its key where encrypted; in memory where there can be none."""
        self._key = key
        self._path = path
        self._most_bytes = most_bytes
        self._connection = self._opened()

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(*errors()):
            self._connection.close()

    def facts(self, hashes: Iterable[str], version: str) -> dict[str, FileFacts]:
        """Return the kept facts of files, by their SHA-256."""
        found = self._found(_Kind.FACTS, hashes, version)
        return {key: value for key, value in found if isinstance(value, FileFacts) and value.sha256 == key}

    def readings(self, hashes: Iterable[str], version: str) -> dict[str, Reading]:
        """Return the kept readings of files, by their SHA-256."""
        found = self._found(_Kind.READING, hashes, version)
        return {key: value for key, value in found if isinstance(value, Reading) and value.sha256 == key}

    def keep_facts(self, facts: FileFacts, version: str) -> None:
        """Keep the facts of a file."""
        self._keep(_Kind.FACTS, facts.sha256, version, facts)

    def keep_reading(self, reading: Reading, version: str) -> None:
        """Keep the reading of a file."""
        self._keep(_Kind.READING, reading.sha256, version, reading)

    def known_hashes(self, paths: Iterable[Path]) -> dict[Path, str]:
        """Return the SHA-256 of those files that are unchanged since they were last hashed.

        A file counts as unchanged by its size, its times and its number in the file system, and only when
        it was hashed well after it was last changed.
        """
        stamps = {path: stamp for path in paths if (stamp := file_stamp(path)) is not None}
        keys = {_key_of(path): path for path in stamps}
        query = "SELECT path, stamp, sha256 FROM file WHERE path IN (SELECT value FROM json_each(?))"
        rows = self._rows(query, json.dumps([*keys]))
        return {keys[key]: sha256 for key, stamp, sha256 in rows if stamp == stamps[keys[key]]}

    def remember_hashes(self, hashes: Mapping[Path, tuple[str, str]]) -> None:
        """Remember the stamps and SHA-256 of files; see `stamp_before_hashing`."""
        rows = [(_key_of(path), stamp, sha256) for path, (stamp, sha256) in hashes.items() if stamp]
        self._change(
            lambda connection: connection.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?)", rows)
        )

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Remove all that is kept of files which nothing names any more."""
        named = json.dumps(sorted(hashes))

        def forget(connection: Raw) -> None:
            for table in ("kept", "file"):
                unnamed = "sha256 NOT IN (SELECT value FROM json_each(?))"
                connection.execute(f"DELETE FROM {table} WHERE {unnamed}", (named,))
            _shrink(connection)

        self._change(forget)

    def trim(self) -> None:
        """Remove what was not used for longest where all of it together is too much."""
        self._change(self._trim)

    def _trim(self, connection: Raw) -> None:
        query = "SELECT rowid, length(value) FROM kept ORDER BY used_on DESC, rowid DESC"
        total, gone = 0, []
        for row, size in connection.execute(query):
            total += size
            if total > self._most_bytes:
                gone.append((row,))
        if gone:
            connection.executemany("DELETE FROM kept WHERE rowid = ?", gone)
            _shrink(connection)

    def _found(self, kind: _Kind, hashes: Iterable[str], version: str) -> Iterator[tuple[str, Any]]:
        query = (
            "SELECT rowid, sha256, value, used_on FROM kept"
            " WHERE kind = ? AND version = ? AND sha256 IN (SELECT value FROM json_each(?))"
        )
        today, stale = _today(), []
        for row, sha256, value, used_on in self._rows(
            query, kind.value, _full(version), json.dumps([*hashes])
        ):
            if used_on != today:
                stale.append((today, row))
            # A value that nobody can read is as good as none: it is made anew and written over.
            with contextlib.suppress(ValueError, zlib.error):
                yield sha256, _CODEC.from_line(zlib.decompress(value))
        if stale:
            touch = "UPDATE kept SET used_on = ? WHERE rowid = ?"
            self._change(lambda connection: connection.executemany(touch, stale))

    def _keep(self, kind: _Kind, sha256: str, version: str, value: object) -> None:
        packed = zlib.compress(_CODEC.to_line(value).encode(), 1)
        row = (kind.value, sha256, _full(version), packed, _today())
        self._change(
            lambda connection: connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", row)
        )

    def _rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        self._change(lambda connection: rows.extend(connection.execute(query, arguments)))
        return rows

    def _change(self, change: Callable[[Raw], object]) -> None:
        """Do something with the file; a damaged one is made anew, a busy or full one is left alone."""
        try:
            change(self._connection)
        except errors() as error:
            if _is_damage(error):
                self.close()
                self._throw_away()
                self._connection = self._opened()

    def _opened(self) -> Raw:
        if self._path is not None:
            for _ in range(2):
                try:
                    return _open_file(self._path, self._key)
                except errors() as error:
                    if not _is_damage(error):
                        break
                    self._throw_away()
                except UnusableInput:
                    # Of another key: nobody can read it any more.
                    self._throw_away()
                except (OSError, MachineStopped):
                    break
        return _prepared(sqlite3.connect(_MEMORY, isolation_level=None))

    def _throw_away(self) -> None:
        for ending in ("", "-wal", "-shm"):
            if self._path is not None:
                with contextlib.suppress(OSError):
                    self._path.with_name(self._path.name + ending).unlink()


def stamp_before_hashing(path: Path) -> str:
    """Return what tells later whether a file was changed, empty where it may change without showing.

    Take it before the file is hashed: what happens to it meanwhile is then a change.
    """
    stamp = file_stamp(path)
    if stamp is None:
        return ""
    changed = max(int(part) for part in stamp.split()[1:3])
    return stamp if abs(time.time_ns() - changed) > _TICK_NS else ""


def _key_of(path: Path) -> str:
    return hashlib.blake2b(os.fsencode(path.absolute()), digest_size=16).hexdigest()


def _is_damage(error: Exception) -> bool:
    """Say whether a file is no database of ours, rather than busy, full or not to be written."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _full(version: str) -> str:
    return f"{version} {_CODEC.schema}"


def _today() -> int:
    return int(time.time() // _DAY_SECONDS)


def _open_file(path: Path, key: bytes | None) -> Raw:
    """Open the file, private to its owner.

    Raises sqlite3.Error when it is none, is damaged or of another version, OSError when it may not be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = open_database(path, key, timeout=_BUSY_SECONDS)
    try:
        return _prepared(connection)
    except BaseException:
        connection.close()
        raise


def _prepared(connection: Raw) -> Raw:
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        _make_tables(connection)
    if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
        raise sqlite3.DatabaseError("another version wrote it")
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is forgotten is papers: it is written over.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("SELECT 1 FROM kept, file LIMIT 1")
    return connection


def _make_tables(connection: Raw) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have made them meanwhile.
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _TABLES.split(";")[:-1]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_FORMAT:d}")
    connection.execute("COMMIT")


def _shrink(connection: Raw) -> None:
    """Give the freed pages back to the disk, out of the journal too."""
    connection.execute("PRAGMA incremental_vacuum").fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
