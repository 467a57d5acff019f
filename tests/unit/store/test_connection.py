"""What SQLite and the disk refuse is one sentence, and leaves every case as it was."""

import datetime as dt
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case import Case, Person, PersonRole
from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.operations import Deed, Operation
from app.domain.summaries import CheckSummary
from app.i18n.wording import ERRORS
from app.store import connection
from app.store.case_toml import KnownIds
from app.store.database import CaseDatabase

KNOWN = KnownIds(frozenset({"pr.post"}), frozenset({"ningbo"}), frozenset({"photo"}), {})
SMALL = Case("", "pr.post", "ningbo", dt.date(2026, 12, 15), (Person("p", PersonRole.PRINCIPAL),))
TITLE = Operation(Deed.TITLE)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseDatabase]:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    (tmp_path / "data").mkdir()
    opened = CaseDatabase(tmp_path / "data" / "cases.sqlite3", lambda: KNOWN)
    yield opened
    opened.close()


def case_in(database: CaseDatabase) -> str:
    """Keep a case with a change to take back, one taken back, and a deleted case beside it."""
    case_id = database.add(SMALL, {})
    for title in ("a", "b"):
        titled(database, case_id, title)
    database.undo(case_id)
    gone = database.add(SMALL, {})
    database.set_deleted(gone, deleted=True)
    return case_id


def titled(database: CaseDatabase, case_id: str, title: str) -> None:
    database.change(case_id, lambda case: replace(case, title=title), TITLE)


WRITING: list[Callable[[CaseDatabase, str], object]] = [
    lambda database, case_id: database.add(SMALL, {}),
    lambda database, case_id: titled(database, case_id, "c"),
    lambda database, case_id: database.undo(case_id),
    lambda database, case_id: database.redo(case_id),
    lambda database, case_id: database.go_to(case_id, 0),
    lambda database, case_id: database.note_check(case_id, CheckSummary(1, 1, 1, 1)),
    lambda database, case_id: database.set_archived(case_id, archived=True),
    lambda database, case_id: database.set_deleted(case_id, deleted=True),
    lambda database, case_id: database.purge(database.deleted_ids()),
]
READING: list[Callable[[CaseDatabase, str], object]] = [
    lambda database, case_id: database.version_seen,
    lambda database, case_id: database.ids(),
    lambda database, case_id: database.summaries(),
    lambda database, case_id: database.load(case_id),
    lambda database, case_id: database.undoable(case_id),
    lambda database, case_id: database.history(case_id),
    lambda database, case_id: database.named_hashes(),
    lambda database, case_id: database.deleted_ids(),
]


def everything(database: CaseDatabase, case_id: str) -> tuple[object, ...]:
    return (
        database.summaries(),
        database.load(case_id),
        database.history(case_id),
        database.undoable(case_id),
        database.deleted_ids(),
    )


def refuses_each(database: CaseDatabase, case_id: str, code: str) -> None:
    """Make sure that every change is refused with one code that has words, and that nothing changed."""
    before = everything(database, case_id)
    for write in WRITING:
        with pytest.raises(MachineStopped) as caught:
            write(database, case_id)
        assert caught.value.code == code
        assert everything(database, case_id) == before
    assert code in ERRORS


def changes_each(database: CaseDatabase, case_id: str) -> None:
    """Make sure that the database can be changed again."""
    titled(database, case_id, "after")
    assert database.load(case_id).case.title == "after"


def test_while_another_program_writes_each_change_is_refused_after_a_wait(
    database: CaseDatabase, tmp_path: Path
):
    case_id = case_in(database)
    other = sqlite3.connect(tmp_path / "data" / "cases.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    refuses_each(database, case_id, "database.busy")
    assert time.monotonic() - started >= 0.05 * len(WRITING)
    other.execute("ROLLBACK")
    other.close()
    changes_each(database, case_id)


def test_a_program_that_lets_go_in_time_only_makes_the_change_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert connection.BUSY_SECONDS == 5
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    case_id = database.add(SMALL, {})
    code = """import sqlite3, sys, time
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("holds", flush=True)
time.sleep(0.3)
other.execute("COMMIT")
"""
    command = [sys.executable, "-c", code, str(tmp_path / "cases.sqlite3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holds\n"
        titled(database, case_id, "after")
    assert database.load(case_id).case.title == "after"
    database.close()


def test_on_a_full_disk_nothing_changes_and_after_making_room_all_goes_on(database: CaseDatabase):
    case_id = case_in(database)
    raw = database._connection.raw
    [pages] = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages}")
    before = everything(database, case_id)
    large = "x" * 100_000
    for attempt in (
        lambda: titled(database, case_id, large),
        lambda: database.add(replace(SMALL, title=large), {}),
    ):
        with pytest.raises(MachineStopped, match=r"machine\.disk_full"):
            attempt()
        assert everything(database, case_id) == before
    raw.execute("PRAGMA max_page_count = 1000000")
    changes_each(database, case_id)


def test_on_a_disk_that_may_only_be_read_each_change_is_refused(database: CaseDatabase):
    case_id = case_in(database)
    raw = database._connection.raw
    raw.execute("PRAGMA query_only = ON")
    refuses_each(database, case_id, "machine.no_permission")
    raw.execute("PRAGMA query_only = OFF")
    changes_each(database, case_id)


def test_when_the_folder_is_gone_each_change_is_refused_and_goes_on_once_it_is_back(
    database: CaseDatabase, tmp_path: Path
):
    case_id = case_in(database)
    (tmp_path / "data").rename(tmp_path / "away")
    refuses_each(database, case_id, "database.gone")
    (tmp_path / "away").rename(tmp_path / "data")
    changes_each(database, case_id)


def test_nothing_is_written_past_another_database_that_took_its_place(database: CaseDatabase, tmp_path: Path):
    case_id = case_in(database)
    (tmp_path / "data").rename(tmp_path / "away")
    other = CaseDatabase(tmp_path / "data" / "cases.sqlite3", lambda: KNOWN)
    refuses_each(database, case_id, "database.gone")
    assert other.ids() == ()
    other.close()


def test_a_closed_database_says_so_instead_of_raising_what_nobody_waits_for(database: CaseDatabase):
    case_id = case_in(database)
    database.close()
    for ask in (*WRITING, *READING):
        with pytest.raises(AppError) as caught:
            ask(database, case_id)
        assert caught.value.code == "database.gone"


def test_a_database_whose_content_was_destroyed_is_told_as_damaged(tmp_path: Path):
    path = tmp_path / "cases.sqlite3"
    database = CaseDatabase(path, lambda: KNOWN)
    case_id = case_in(database)
    database.close()
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        CaseDatabase(path, lambda: KNOWN).load(case_id)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "data").write_bytes(b"a file where the folder should be")
    with pytest.raises(MachineStopped) as caught:
        CaseDatabase(tmp_path / "data" / "cases.sqlite3", lambda: KNOWN)
    assert caught.value.code in ERRORS


def test_what_a_change_itself_raises_takes_it_back_and_comes_through(database: CaseDatabase):
    case_id = case_in(database)
    before = everything(database, case_id)

    def fail(case: Case) -> Case:
        raise KeyError(case.title)

    with pytest.raises(KeyError):
        database.change(case_id, fail)
    assert everything(database, case_id) == before
    changes_each(database, case_id)


# Processes at the same moment

_PROCESS = """
import datetime as dt, sys
from dataclasses import replace
from pathlib import Path
from app.domain.case import Case, Person, PersonRole
from app.domain.operations import Deed, Operation
from app.store.case_toml import KnownIds
from app.store.database import CaseDatabase

path, sign, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
known = KnownIds(frozenset({"pr.post"}), frozenset({"ningbo"}), frozenset({"photo"}), {})
print("ready", flush=True)
sys.stdin.readline()
database = CaseDatabase(path, lambda: known)
if count == 0:
    people = (Person("p", PersonRole.PRINCIPAL),)
    database.add(Case(sign, "pr.post", "ningbo", dt.date(2026, 12, 15), people), {})
for _ in range(count):
    [case_id] = database.ids()
    database.change(case_id, lambda case: replace(case, agent=case.agent + sign), Operation(Deed.AGENT))
database.close()
"""


def run_together(repo_root: Path, path: Path, count: int, signs: str = "ab") -> None:
    """Run several processes on one database and let them begin at the same moment."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PROCESS, str(path), sign, str(count)],
            cwd=repo_root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for sign in signs
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")


def test_processes_that_change_one_case_at_the_same_time_lose_no_change(tmp_path: Path, repo_root: Path):
    path = tmp_path / "cases.sqlite3"
    database = CaseDatabase(path, lambda: KNOWN)
    case_id = database.add(SMALL, {})
    run_together(repo_root, path, 25)
    written = database.load(case_id).case.agent
    assert (written.count("b"), len(written)) == (25, 50)
    steps = [each for each in database.history(case_id) if not each.is_undone]
    assert [each.number for each in steps] == list(range(51))
    while database.undo(case_id) is not None:
        pass
    assert database.load(case_id).case == SMALL
    database.close()


def test_processes_that_make_the_database_at_the_same_time_all_find_it_whole(tmp_path: Path, repo_root: Path):
    path = tmp_path / "data" / "cases.sqlite3"
    run_together(repo_root, path, 0, "abcd")
    database = CaseDatabase(path, lambda: KNOWN)
    assert sorted(each.title for each in database.summaries()) == ["a", "b", "c", "d"]
    database.close()
