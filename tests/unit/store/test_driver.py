"""What is to be encrypted is proven to be; a library that cannot, or a file that is not, is refused."""

import sqlite3
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.domain.errors import MachineStopped, UnusableInput
from app.store.connection import Connection
from app.store.driver import attach_new, errors, open_database, open_either

KEY, OTHER = bytes(range(32)), bytes(32)


def filled(path: Path, key: bytes | None) -> Path:
    raw = open_database(path, key, timeout=0)
    raw.execute("CREATE TABLE paper (words TEXT) STRICT")
    raw.execute("INSERT INTO paper VALUES ('E12345678')")
    raw.close()
    return path


def words_in(path: Path, key: bytes | None) -> list[tuple[str]]:
    raw = open_database(path, key, timeout=0)
    try:
        return [tuple(row) for row in raw.execute("SELECT words FROM paper")]
    finally:
        raw.close()


def test_without_a_key_it_is_an_ordinary_database(tmp_path: Path):
    path = filled(tmp_path / "x", None)
    assert path.read_bytes().startswith(b"SQLite format 3\0")
    assert words_in(path, None) == [("E12345678",)]


def test_with_a_key_nothing_of_it_shows_and_it_opens_again(tmp_path: Path):
    path = filled(tmp_path / "x", KEY)
    raw = path.read_bytes()
    assert b"SQLite format 3" not in raw
    assert b"E12345678" not in raw
    assert words_in(path, KEY) == [("E12345678",)]


def test_nothing_shows_in_the_log_of_changes_either(tmp_path: Path):
    connection = Connection(tmp_path / "x", KEY)
    with connection.transaction():
        connection.run("CREATE TABLE paper (words TEXT) STRICT")
        connection.run("INSERT INTO paper VALUES ('E12345678')")
    assert b"E12345678" not in (tmp_path / "x-wal").read_bytes()
    connection.close()


def test_another_key_opens_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = filled(tmp_path / "x", KEY)
    before = path.read_bytes()
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        open_database(path, OTHER, timeout=0)
    assert path.read_bytes() == before
    # Nor does the library talk of it where nobody can use it.
    assert capfd.readouterr().err == ""


def test_a_plain_file_behind_a_key_is_refused_and_left_as_it_is(tmp_path: Path):
    path = filled(tmp_path / "x", None)
    before = path.read_bytes()
    with pytest.raises(UnusableInput, match=r"store\.not_encrypted"):
        open_database(path, KEY, timeout=0)
    assert path.read_bytes() == before


def test_an_encrypted_file_is_no_database_without_the_key(tmp_path: Path):
    path = filled(tmp_path / "x", KEY)
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        Connection(path)


def test_a_plain_file_that_takes_the_place_of_an_encrypted_one_is_refused(tmp_path: Path):
    path = filled(tmp_path / "x", KEY)
    assert words_in(path, KEY)
    other = filled(tmp_path / "y", None)
    other.replace(path)
    with pytest.raises(UnusableInput, match=r"store\.not_encrypted"):
        open_database(path, KEY, timeout=0)


class WithoutCipher(ModuleType):
    """A library that ignores the key and says nothing, as SQLite does that was built without a cipher."""

    Error = sqlite3.Error

    @staticmethod
    def connect(path: str, **options: object) -> sqlite3.Connection:
        return sqlite3.connect(path, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def without_cipher(monkeypatch: pytest.MonkeyPatch) -> None:
    package = ModuleType("sqlcipher3")
    package.dbapi2 = WithoutCipher("sqlcipher3.dbapi2")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sqlcipher3", package)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", package.dbapi2)


@pytest.mark.usefixtures("without_cipher")
def test_a_library_that_ignores_the_key_is_found_out_before_anything_is_written(tmp_path: Path):
    path = tmp_path / "x"
    with pytest.raises(MachineStopped, match=r"store\.no_cipher"):
        open_database(path, KEY, timeout=0)
    assert not path.exists() or path.stat().st_size == 0


@pytest.mark.usefixtures("without_cipher")
def test_nor_does_it_open_what_is_there(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"anything else")
    with pytest.raises(MachineStopped, match=r"store\.no_cipher"):
        open_database(tmp_path / "x", KEY, timeout=0)


def test_where_the_library_is_missing_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(MachineStopped, match=r"store\.no_cipher"):
        open_database(tmp_path / "x", KEY, timeout=0)
    assert words_in(filled(tmp_path / "y", None), None)


def test_a_key_of_another_length_is_none(tmp_path: Path):
    with pytest.raises(ValueError, match="32"):
        open_database(tmp_path / "x", b"short", timeout=0)


@pytest.mark.parametrize(("key", "new_key"), [(None, KEY), (KEY, None), (KEY, OTHER)])
def test_a_file_of_one_form_is_copied_into_one_of_another(
    tmp_path: Path, key: bytes | None, new_key: bytes | None
):
    connection = open_either(filled(tmp_path / "x", key), key, timeout=0)
    attach_new(connection, tmp_path / "y", "made", new_key)
    connection.execute("SELECT sqlcipher_export('made')").fetchall()
    connection.close()
    assert words_in(tmp_path / "y", new_key) == [("E12345678",)]
    assert (b"E12345678" in (tmp_path / "y").read_bytes()) is (new_key is None)


def test_a_file_is_looked_at_once_for_that_gives_up_the_locks_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = Connection(filled(tmp_path / "x", KEY), KEY)

    def refuse(path: Path, *_: object) -> None:
        pytest.fail(f"{path} is opened beside its connections")

    monkeypatch.setattr(Path, "open", refuse)
    assert words_in(tmp_path / "x", KEY) == [("E12345678",)]
    first.close()


def test_the_errors_of_both_libraries_are_known_once_both_are_there(tmp_path: Path):
    filled(tmp_path / "x", KEY)
    assert len(errors()) == 2
