"""One connection to the case database: what SQLite refuses is told as an error that a person can act on."""

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.env.flush import make_folder
from app.env.replace import machine_error
from app.store.driver import errors, is_operational, is_programming, open_database

BUSY_SECONDS = 5.0
_PRIMARY = 0xFF  # the lower byte of an extended result code says what kind it is

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FORBIDDEN = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_UNREACHED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})

Row = tuple[Any, ...]
Values = Sequence[str | int | float | bytes | None]


class Connection:
    """Runs statements on one database file; changes run in `transaction` only."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        """Open or create the file, an encrypted one by its key.

        Raises MachineStopped when it may not be written or others hold it too long, UnusableInput when it
        is no database, or not one of that key.
        """
        self.path = path
        try:
            # Nobody else on the machine has business in a folder of passports and tax records.
            make_folder(path.parent, 0o700)
        except OSError as error:
            raise machine_error(error, path.parent) from error
        _keep_private(path)
        with told(path):
            self.raw = open_database(path, key, timeout=BUSY_SECONDS)
            self._share()
            self.raw.execute("PRAGMA foreign_keys = ON")
            # A commit is on the disk when it is told as done, and what is deleted is written over.
            self.raw.execute("PRAGMA synchronous = FULL")
            self.raw.execute("PRAGMA secure_delete = ON")
        self._opened = _identity(path)

    def close(self) -> None:
        """Close the file."""
        self.raw.close()

    def rows(self, statement: str, values: Values = ()) -> list[Row]:
        """Run a statement and return all rows that it gives."""
        with told(self.path):
            return self.raw.execute(statement, values).fetchall()

    def row(self, statement: str, values: Values = ()) -> Row | None:
        """Run a statement and return its first row, None where it gives none."""
        with told(self.path):
            found: Row | None = self.raw.execute(statement, values).fetchone()
            return found

    def run(self, statement: str, values: Values = ()) -> None:
        """Run a statement that gives nothing."""
        with told(self.path):
            self.raw.execute(statement, values)

    def run_each(self, statement: str, several: Iterable[Values]) -> None:
        """Run a statement once for each row of values."""
        with told(self.path):
            self.raw.executemany(statement, several)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is done within one change: whole, or not at all when anything is raised."""
        with told(self.path):
            self._refuse_moved()
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.raw.execute("COMMIT")
            except BaseException:
                # SQLite itself takes some failures back; what is told is why it failed.
                with contextlib.suppress(*errors()):
                    self.raw.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let what is read within stand as it was at one moment, whoever writes meanwhile."""
        with told(self.path):
            if self.raw.in_transaction:
                yield
                return
            self.raw.execute("BEGIN")
            try:
                yield
            finally:
                with contextlib.suppress(*errors()):
                    self.raw.execute("COMMIT")

    def forget_for_good(self) -> None:
        """Give freed pages back to the disk, out of the log of changes too, so that nothing of them is left.

        Where others just read, the log is only emptied the next time.
        """
        with told(self.path):
            self.raw.execute("VACUUM")
            self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _share(self) -> None:
        """Let several processes read and write; SQLite turns away all but one of those that begin at once."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.raw.execute("PRAGMA journal_mode = WAL")
                return
            except errors() as error:
                if _kind_of(error) not in _BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _refuse_moved(self) -> None:
        """Refuse to write to a file that no longer stands where it was opened: nobody would find it again."""
        if _identity(self.path) != self._opened:
            raise MachineStopped("database.gone", path=str(self.path))


def _keep_private(path: Path) -> None:
    """Let nobody else read a file, whoever may enter its folder; SQLite gives its logs the same mode."""
    with contextlib.suppress(OSError):
        if not path.exists():
            # Only a new one: closing a file gives up the locks that this process has on it (POSIX).
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell SQLite's own refusals as errors that a person can act on."""
    try:
        yield
    except errors() as error:
        raise _told(error, path) from error


def _told(error: Exception, path: Path) -> AppError:
    kind = _kind_of(error)
    if kind in _BUSY:
        return MachineStopped("database.busy", path=str(path))
    if kind == sqlite3.SQLITE_FULL:
        return MachineStopped("machine.disk_full", path=str(path))
    if kind in _FORBIDDEN or (kind in _UNREACHED and path.exists() and not os.access(path.parent, os.W_OK)):
        return MachineStopped("machine.no_permission", path=str(path))
    if is_programming(error) or (kind in _UNREACHED and not path.exists()):
        # A closed connection counts as gone: whoever asks has nothing to write to any more.
        return MachineStopped("database.gone", path=str(path))
    if is_operational(error):
        return MachineStopped("machine.cannot_write", path=str(path), reason=str(error))
    return UnusableInput("database.damaged", path=str(path))


def _kind_of(error: Exception) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)  # absent where Python itself refused
    return code & _PRIMARY
