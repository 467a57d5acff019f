"""Opens SQLite files: plain ones by Python's own library, encrypted ones by SQLCipher, proven to be so."""

import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from app.domain.errors import MachineStopped, UnusableInput

if TYPE_CHECKING:
    from types import ModuleType

Raw: TypeAlias = sqlite3.Connection

_PLAIN_HEAD = b"SQLite format 3\0"
_CIPHER = "sqlcipher3.dbapi2"
# By number in the file system. That the key opens them is proven each time.
_FOUND_ENCRYPTED: set[tuple[int, int]] = set()


def errors() -> tuple[type[Exception], ...]:
    """Return what SQLite's refusals are raised as; SQLCipher's are only there once it was needed."""
    cipher = sys.modules.get(_CIPHER)
    return (sqlite3.Error,) if cipher is None else (sqlite3.Error, cipher.Error)


def is_operational(error: Exception) -> bool:
    """Say whether it was the surroundings that failed, and not the file or the statement."""
    return type(error).__name__ == "OperationalError"


def is_programming(error: Exception) -> bool:
    """Say whether a connection was used that was closed."""
    return type(error).__name__ == "ProgrammingError"


def open_database(path: Path | str, key: bytes | None, *, timeout: float) -> Raw:
    """Open or create a file, encrypted by 32 bytes of key or plain; commits are the caller's.

    Raises sqlite3.Error or SQLCipher's (`errors`), UnusableInput where the key does not open the file,
    MachineStopped where nothing here can encrypt. Nothing plain is ever taken for encrypted, or made so.
    """
    if key is None:
        return sqlite3.connect(path, timeout=timeout, isolation_level=None)
    if len(key) != 32:
        raise ValueError("a key has 32 bytes")
    cipher = _cipher()
    file = Path(path)
    if not file.exists() or not file.stat().st_size:
        _create(cipher, file, key, timeout)
    _refuse_plain(file)
    return _keyed(cipher, file, key, timeout)


def open_either(path: Path, key: bytes | None, *, timeout: float) -> Raw:
    """Open an encrypted file, or one that is not, by the library that can copy from either to either.

    Raises as `open_database` does. Nobody else may have the file open.
    """
    if key is not None:
        return open_database(path, key, timeout=timeout)
    return _keyed(_cipher(), path, None, timeout)


def attach_new(connection: Raw, path: Path, name: str, key: bytes | None) -> None:
    """Have a connection of `open_either` write another file, encrypted by a key or not."""
    connection.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (str(path), "" if key is None else _raw(key)))


def _raw(key: bytes) -> str:
    """Return thirty-two bytes as they are: they come from a key that was stretched already."""
    return f"x'{key.hex()}'"


def _create(cipher: "ModuleType", path: Path, key: bytes, timeout: float) -> None:
    """Write the first page, so that its bytes can be looked at before anything private is in it."""
    connection = _keyed(cipher, path, key, timeout)
    try:
        connection.execute("PRAGMA user_version = 0")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _keyed(cipher: "ModuleType", path: Path, key: bytes | None, timeout: float) -> Raw:
    connection = cast(Raw, cipher.connect(str(path), timeout=timeout, isolation_level=None))
    try:
        # What it has to say of a wrong key it would write to standard error, where nobody can use it.
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        if key is not None:
            connection.execute(f'PRAGMA key = "{_raw(key)}"')
        version = connection.execute("PRAGMA cipher_version").fetchone()
        if not version or not version[0]:
            # A library without a cipher ignores the key and says nothing.
            raise MachineStopped("store.no_cipher")
        connection.execute("PRAGMA temp_store = MEMORY")
        with _told_wrong_key(path):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def _told_wrong_key(path: Path) -> Iterator[None]:
    try:
        yield
    except errors() as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise UnusableInput("database.damaged", path=str(path)) from error
        raise


def _refuse_plain(path: Path) -> None:
    """Refuse a file whose first bytes can be read without the key.

    Each file is looked at once: closing it gives up the locks (POSIX) of any connection that this process
    has on it by then.
    """
    found = path.stat()
    if (identity := (found.st_dev, found.st_ino)) in _FOUND_ENCRYPTED:
        return
    with path.open("rb") as stream:
        if stream.read(len(_PLAIN_HEAD)) == _PLAIN_HEAD:
            raise UnusableInput("store.not_encrypted", path=str(path))
    _FOUND_ENCRYPTED.add(identity)


def _cipher() -> "ModuleType":
    """Return the library that encrypts. Raises MachineStopped where it does not load."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise MachineStopped("store.no_cipher") from error
    return cast("ModuleType", dbapi2)
