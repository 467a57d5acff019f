"""Tells processes of one data folder apart: many may use it together, one alone may change its form.

A small SQLite file is locked and never written: the system gives the lock up when a process ends, however
it ends, on every system. It is opened by Python's own SQLite alone.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import MachineStopped
from app.env.replace import machine_error

LOCK_FILE = "in-use.lock"
_SHARED_SECONDS = 5.0


class InUse:
    """Holds a data folder together with others, from `share` to `close`."""

    def __init__(self, data_folder: Path, name: str = LOCK_FILE) -> None:
        self._path = data_folder / name
        self._held: sqlite3.Connection | None = None

    def share(self, *, wait_seconds: float = _SHARED_SECONDS) -> None:
        """Use the folder together with others. Raises MachineStopped while somebody changes its form."""
        if self._held is None:
            self._held = _locked(self._path, "BEGIN; SELECT count(*) FROM sqlite_master;", wait_seconds)

    @contextlib.contextmanager
    def alone(self, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """Use the folder alone meanwhile. Raises MachineStopped where others use it."""
        was_shared = self._held is not None
        self.close()
        try:
            held = _locked(self._path, "BEGIN EXCLUSIVE;", wait_seconds)
            try:
                yield
            finally:
                held.close()
        finally:
            if was_shared:
                self.share()

    @contextlib.contextmanager
    def changing(self, *, wait_seconds: float = _SHARED_SECONDS) -> Iterator[None]:
        """Be the only one who changes `store.json` meanwhile, others using the folder as ever.

        Raises MachineStopped where somebody else does, or uses the folder alone.
        """
        held = _locked(self._path, "BEGIN IMMEDIATE;", wait_seconds)
        try:
            yield
        finally:
            held.close()

    def close(self) -> None:
        """Give the folder up."""
        held, self._held = self._held, None
        if held is not None:
            held.close()


def _locked(path: Path, statements: str, wait_seconds: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Not opened where it is there: closing it would give up what this process has locked of it (POSIX).
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise machine_error(error, path) from error
    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        for statement in filter(None, statements.split(";")):
            connection.execute(statement)
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise MachineStopped("store.in_use", path=str(path.parent)) from error
        raise MachineStopped("machine.cannot_write", path=str(path), reason=str(error)) from error
    return connection
