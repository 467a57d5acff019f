"""Cases and their files are kept whole, once, and in one transaction."""

import errno
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.env.replace import replacing
from app.store.database import LISTED, CaseDatabase
from app.store.migrations import MIGRATIONS
from app.store.vault import Vault
from tests.support.cases import family
from tests.unit.store.test_case_folder import KNOWN


def test_the_same_bytes_are_kept_once(tmp_path: Path):
    vault = Vault(tmp_path / "files")
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"same")
    first, second = vault.keep(tmp_path / "a.pdf"), vault.keep(tmp_path / "b.pdf")
    assert first == second
    assert vault.path_of(first.sha256).read_bytes() == b"same"
    assert [p for p in (tmp_path / "files").rglob("*") if p.is_file()] == [vault.path_of(first.sha256)]


def test_a_file_that_is_gone_is_told(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"file\.cannot_open"):
        Vault(tmp_path / "files").keep(tmp_path / "gone.pdf")


def test_a_kept_case_comes_back_the_same(tmp_path: Path):
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    case = family()
    files = {name: StoredFile("ab", 1) for evidence in case.evidence for name in evidence.files}
    case_id = database.add(case, files)
    database.close()
    kept = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN).load(case_id)
    assert (kept.case, dict(kept.files)) == (case, files)


def test_the_case_changed_last_comes_first(tmp_path: Path):
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    first, second = (database.add(family(), {}) for _ in range(2))
    database.change(first, lambda case: replace(case, title="changed"))
    assert database.ids() == (first, second)
    database.set_deleted(first, deleted=True)
    assert database.ids() == (second,)
    with pytest.raises(UnusableInput, match=r"case\.not_kept"):
        database.load(first)


def test_the_list_is_read_in_pieces_from_its_index_alone(tmp_path: Path):
    path = tmp_path / "cases.sqlite3"
    database = CaseDatabase(path, lambda: KNOWN)
    kept = [database.add(replace(family(), title=title), {}) for title in "abcde"]
    database.set_archived(kept[0], archived=True)
    database.set_deleted(kept[1], deleted=True)
    first = database.summaries(limit=2)
    rest = database.summaries(after=first[-1], limit=9)
    assert [each.title for each in (*first, *rest)] == ["e", "d", "c", "a"]
    assert (*first, *rest) == database.summaries()
    assert database.some_open_ids(2) == (kept[4], kept[3])
    assert (database.summary(kept[0]), database.summary(kept[1])) == (rest[-1], None)
    database.close()
    listing = f"SELECT {LISTED} FROM case_record WHERE deleted_at IS NULL ORDER BY changed_at DESC, id"
    with sqlite3.connect(path) as connection:
        assert (
            "USING COVERING INDEX case_list"
            in connection.execute(f"EXPLAIN QUERY PLAN {listing}").fetchone()[3]
        )


def test_a_change_that_fails_leaves_the_case_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    case_id = database.add(family(), {"anna/form.pdf": StoredFile("ab", 1)})
    wrong = {"anna/form.pdf": StoredFile("ab", "no number")}  # type: ignore[arg-type]
    with pytest.raises(UnusableInput):
        database.change(case_id, lambda case: replace(case, title="changed"), new_files=wrong)
    kept = database.load(case_id)
    assert kept.case.title == family().title
    assert kept.files == {"anna/form.pdf": StoredFile("ab", 1)}


def test_two_windows_that_change_one_case_both_keep_their_edit(tmp_path: Path):
    first, second = (CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN) for _ in range(2))
    case_id = first.add(family(), {})
    first.change(case_id, lambda case: replace(case, title="changed"))
    second.change(case_id, lambda case: replace(case, place="shanghai"))
    case = first.load(case_id).case
    assert (case.title, case.place) == ("changed", "shanghai")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "cases.sqlite3"
    CaseDatabase(path, lambda: KNOWN).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(UnusableInput, match=r"database\.newer"):
        CaseDatabase(path, lambda: KNOWN)


def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    (tmp_path / "cases.sqlite3").write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)


def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path):
    destination = tmp_path / "packet.pdf"
    destination.write_bytes(b"before")

    def write_half() -> None:
        with replacing(destination) as temporary:
            temporary.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(MachineStopped, match=r"machine\.disk_full"):
        write_half()
    assert destination.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [destination]


def test_a_place_that_may_not_be_written_is_told(tmp_path: Path):
    with pytest.raises(MachineStopped), replacing(tmp_path / "no such folder" / "packet.pdf"):
        pass
