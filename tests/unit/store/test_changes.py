"""Every change of a case is kept with its name, can be taken back, and done again."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.case import Case, Evidence, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.files import StoredFile
from app.domain.operations import Deed, Operation
from app.domain.summaries import CheckSummary
from app.store import database as case_database
from app.store.case_toml import KnownIds, write_case
from app.store.database import REACH, CaseDatabase
from app.store.migrations import create_cases

KNOWN = KnownIds(frozenset({"pr.post"}), frozenset({"ningbo"}), frozenset({"photo", "passport"}), {})
SMALL = Case("", "pr.post", "ningbo", dt.date(2026, 12, 15), (Person("p", PersonRole.PRINCIPAL),))
TITLE, AGENT = Operation(Deed.TITLE), Operation(Deed.AGENT)


class Clock:
    """Tells the time to the database; a test moves it on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)

    def pass_by(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    def tell(self) -> str:
        self.now += dt.timedelta(microseconds=1)
        return self.now.isoformat(timespec="microseconds")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(case_database, "_now", clock.tell)
    return clock


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[CaseDatabase]:
    opened = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    yield opened
    opened.close()


def titled(database: CaseDatabase, case_id: str, title: str, operation: Operation = TITLE) -> Case:
    return database.change(case_id, lambda case: replace(case, title=title), operation)


def title_of(database: CaseDatabase, case_id: str) -> str:
    return database.load(case_id).case.title


# Taking back and doing again


def test_the_last_change_is_taken_back_and_done_again_by_its_name(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    titled(database, case_id, "b", AGENT)
    assert database.undoable(case_id) == (AGENT, None)
    undone = database.undo(case_id)
    assert undone is not None
    assert (undone[0].title, undone[1]) == ("a", AGENT)
    assert database.undoable(case_id) == (TITLE, AGENT)
    assert title_of(database, case_id) == "a"
    assert database.redo(case_id) == (replace(SMALL, title="b"), AGENT)
    assert title_of(database, case_id) == "b"


def test_a_new_case_has_nothing_to_take_back_or_to_do_again(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    assert (database.undo(case_id), database.redo(case_id)) == (None, None)
    assert database.undoable(case_id) == (None, None)


def test_after_a_new_change_nothing_is_done_again(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    database.undo(case_id)
    titled(database, case_id, "b", AGENT)
    assert database.redo(case_id) is None
    assert [each.operation.deed for each in database.history(case_id)] == [Deed.CREATE, Deed.AGENT]


def test_what_changes_nothing_is_no_change_and_leaves_what_was_undone(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    database.undo(case_id)
    titled(database, case_id, "")
    assert database.redo(case_id) is not None


def test_a_change_of_one_case_takes_nothing_of_another_back(database: CaseDatabase):
    first, second = (database.add(SMALL, {}) for _ in range(2))
    titled(database, first, "a")
    assert database.undo(second) is None
    assert title_of(database, first) == "a"


def test_changes_outlive_the_process(database: CaseDatabase, tmp_path: Path):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    database.close()
    again = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    assert again.undo(case_id) == (SMALL, TITLE)
    again.close()


def test_another_window_takes_back_what_this_one_did(database: CaseDatabase, tmp_path: Path):
    case_id = database.add(SMALL, {})
    other = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    titled(database, case_id, "a")
    assert other.undo(case_id) == (SMALL, TITLE)
    assert title_of(database, case_id) == ""
    other.close()


def test_two_hundred_changes_can_be_taken_back_and_the_older_ones_keep_their_names(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    for number in range(1, REACH + 6):
        titled(database, case_id, str(number))
    undone = 0
    while database.undo(case_id) is not None:
        undone += 1
    assert (undone, REACH) == (200, 200)
    assert title_of(database, case_id) == "5"
    assert len(database.history(case_id)) == REACH + 6
    assert database.redo(case_id) is not None


# Names of files


def photo(name: str) -> Evidence:
    return Evidence("photo", "p", (name,))


def test_taking_back_restores_the_bytes_behind_a_name_that_was_used_again(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    first, second = StoredFile("aa", 1, "/drive/a.jpg"), StoredFile("bb", 2, "/drive/b.jpg")
    for stored in (first, second):
        database.change(case_id, lambda case: case.with_evidence((photo("a.jpg"),)), AGENT, {"a.jpg": stored})
        assert database.load(case_id).files == {"a.jpg": stored}
        if stored is first:
            database.change(case_id, lambda case: case.with_evidence(()), TITLE)
    for expected in ({}, {"a.jpg": first}, {}):
        database.undo(case_id)
        assert database.load(case_id).files == expected
    for expected in ({"a.jpg": first}, {}, {"a.jpg": second}):
        database.redo(case_id)
        assert database.load(case_id).files == expected


def test_bytes_stay_named_as_long_as_they_can_come_back(
    database: CaseDatabase, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(case_database, "REACH", 2)
    case_id = database.add(SMALL.with_evidence((photo("a.jpg"),)), {"a.jpg": StoredFile("aa", 1)})
    database.change(case_id, lambda case: case.with_evidence(()), TITLE)
    assert database.named_hashes() == {"aa"}
    for title in "bcd":
        titled(database, case_id, title)
    assert database.named_hashes() == frozenset()


# Changes in a row


def test_changes_in_a_row_of_one_thing_are_one(database: CaseDatabase, clock: Clock):
    case_id = database.add(SMALL, {})
    typing = replace(TITLE, merges="title")
    for words in ("A", "An", "Ann"):
        titled(database, case_id, words, typing)
        clock.pass_by(29)
    assert [each.operation for each in database.history(case_id)] == [Operation(Deed.CREATE), typing]
    assert database.undo(case_id) == (SMALL, typing)
    assert database.redo(case_id) == (replace(SMALL, title="Ann"), typing)


@pytest.mark.parametrize(
    ("merges", "seconds"),
    [("title", 31), ("agent", 1), ("", 1)],
    ids=["later", "of another field", "unnamed"],
)
def test_other_changes_in_a_row_stay_apart(database: CaseDatabase, clock: Clock, merges: str, seconds: float):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "A", replace(TITLE, merges="title" if merges else ""))
    clock.pass_by(seconds)
    titled(database, case_id, "Ann", replace(TITLE, merges=merges))
    database.undo(case_id)
    assert title_of(database, case_id) == "A"


def test_a_change_goes_on_with_one_that_was_undone_to_and_drops_what_was_undone(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    typing = replace(TITLE, merges="title")
    titled(database, case_id, "A", typing)
    titled(database, case_id, "B", AGENT)
    database.undo(case_id)
    titled(database, case_id, "Ann", typing)
    assert database.undoable(case_id) == (typing, None)
    assert database.undo(case_id) == (SMALL, typing)


def test_nothing_goes_on_with_the_making_of_the_case(database: CaseDatabase):
    typing = replace(TITLE, merges="title")
    case_id = database.add(SMALL, {}, replace(typing))
    titled(database, case_id, "A", typing)
    assert database.undo(case_id) == (SMALL, typing)


# What is told


def test_the_history_tells_every_change_in_order_and_which_are_undone(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a", Operation(Deed.YEAR, {"year": 2025}))
    titled(database, case_id, "b", AGENT)
    database.undo(case_id)
    entries = database.history(case_id)
    assert [each.number for each in entries] == [0, 1, 2]
    assert [each.is_undone for each in entries] == [False, False, True]
    assert entries[1].operation == Operation(Deed.YEAR, {"year": 2025})
    assert sorted(each.at for each in entries) == [each.at for each in entries]


def test_a_deed_of_a_later_version_is_told_as_an_earlier_change(database: CaseDatabase, tmp_path: Path):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    with sqlite3.connect(tmp_path / "cases.sqlite3") as other:
        other.execute("UPDATE case_change SET deed = 'case.fly' WHERE number = 1")
    other.close()
    assert [each.operation.deed for each in database.history(case_id)] == [Deed.CREATE, Deed.KEEP]
    assert database.undo(case_id) == (SMALL, Operation(Deed.KEEP))


def test_the_list_shows_the_case_as_it_is_after_a_change_and_after_taking_it_back(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    ann = Person("p", PersonRole.PRINCIPAL, "ROE", "ANN")

    def change(case: Case) -> Case:
        return replace(case, title="a", people=(ann,), evidence=(photo("a.jpg"),))

    database.change(case_id, change, TITLE, {"a.jpg": StoredFile("aa", 1)})
    [after] = database.summaries()
    assert (after.title, after.applicant, after.people, after.papers) == ("a", "ROE ANN", 1, 1)
    database.undo(case_id)
    [before] = database.summaries()
    assert (before.title, before.applicant, before.papers, before.submit_on) == ("", "", 0, SMALL.submit_on)
    assert before.changed_at > after.changed_at


def test_what_the_last_check_came_to_is_listed_and_changes_neither_order_nor_case(database: CaseDatabase):
    first, second = (database.add(SMALL, {}) for _ in range(2))
    checked = CheckSummary(1, 2, 3, 4, dt.date(2027, 3, 8))
    assert {each.checked for each in database.summaries()} == {None}
    for expected in (checked, replace(checked, blockers=0, lapses_on=None)):
        database.note_check(first, expected)
        assert {each.id: each.checked for each in database.summaries()} == {first: expected, second: None}
    assert database.ids() == (second, first)
    assert database.undoable(first) == (None, None)


def test_the_same_check_again_writes_nothing(database: CaseDatabase, tmp_path: Path):
    case_id = database.add(SMALL, {})
    other = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    database.note_check(case_id, CheckSummary(1, 2, 3, 4))
    seen = other.version_seen
    database.note_check(case_id, CheckSummary(1, 2, 3, 4))
    assert other.version_seen == seen
    other.close()


def test_of_a_case_that_is_gone_no_check_is_noted(database: CaseDatabase):
    database.note_check("gone", CheckSummary(1, 2, 3, 4))
    assert database.summaries() == ()


# Put away, deleted


def test_a_case_that_is_put_away_is_listed_as_such_and_comes_back(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    for archived in (True, False):
        database.set_archived(case_id, archived=archived)
        assert [each.archived for each in database.summaries()] == [archived]


def test_a_deleted_case_is_nowhere_and_comes_back_with_its_changes(database: CaseDatabase):
    case_id = database.add(SMALL, {})
    titled(database, case_id, "a")
    database.set_deleted(case_id, deleted=True)
    assert (database.summaries(), database.ids(), database.deleted_ids()) == ((), (), (case_id,))
    for ask in (database.load, database.undo, database.redo, database.undoable, database.history):
        with pytest.raises(UnusableInput, match=r"case\.not_kept"):
            ask(case_id)
    database.set_deleted(case_id, deleted=False)
    assert database.undo(case_id) == (SMALL, TITLE)


def test_only_deleted_cases_are_purged_with_everything_noted_of_them(database: CaseDatabase):
    kept, gone = (
        database.add(SMALL.with_evidence((photo("a.jpg"),)), {"a.jpg": StoredFile(digest, 1)})
        for digest in ("aa", "bb")
    )
    database.set_deleted(gone, deleted=True)
    database.purge((kept, gone))
    assert database.ids() == (kept,)
    assert database.deleted_ids() == ()
    assert database.named_hashes() == {"aa"}
    database.set_deleted(gone, deleted=False)
    assert database.ids() == (kept,)


def test_cases_deleted_before_a_time_are_told_apart(database: CaseDatabase, clock: Clock):
    old, new = (database.add(SMALL, {}) for _ in range(2))
    database.set_deleted(old, deleted=True)
    clock.pass_by(60)
    between = clock.tell()
    database.set_deleted(new, deleted=True)
    assert database.deleted_ids(between) == (old,)
    assert set(database.deleted_ids()) == {old, new}


# A database of the first version


def first_version(path: Path, *cases: Case) -> list[str]:
    """Make a database as the first version of the program left it, and return the ids of its cases."""
    ids = [f"case{number}" for number in range(len(cases))]
    connection = sqlite3.connect(path)
    with connection:
        create_cases(connection)
        for case_id, case in zip(ids, cases, strict=True):
            row = (case_id, write_case(case), f"2026-11-0{int(case_id[4:]) + 1}T08:00:00+00:00")
            connection.execute("INSERT INTO case_record VALUES (?, ?, ?)", row)
            names = [name for each in case.evidence for name in each.files]
            connection.executemany(
                "INSERT INTO case_file VALUES (?, ?, ?, ?)", [(case_id, name, "aa", 7) for name in names]
            )
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    return ids


def test_cases_of_the_first_version_are_listed_and_kept_as_they_were(tmp_path: Path):
    ann = Person("p", PersonRole.PRINCIPAL, "ROE", "ANN")
    child = Person("c", PersonRole.CHILD)
    full = replace(SMALL, title="ROE", people=(child, ann), evidence=(photo("a.jpg"),))
    ids = first_version(tmp_path / "cases.sqlite3", full, SMALL)
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    rows = [(each.id, each.title, each.applicant, each.people, each.papers) for each in database.summaries()]
    assert rows == [(ids[1], "", "", 1, 0), (ids[0], "ROE", "ROE ANN", 2, 1)]
    kept = database.load(ids[0])
    assert (kept.case, kept.files) == (full, {"a.jpg": StoredFile("aa", 7)})
    assert database.summaries()[0].submit_on == SMALL.submit_on
    assert database.undoable(ids[0]) == (None, None)
    database.close()


def test_changes_of_such_a_case_are_taken_back_to_what_it_was(tmp_path: Path):
    full = replace(SMALL, evidence=(photo("a.jpg"),))
    [case_id] = first_version(tmp_path / "cases.sqlite3", full)
    database = CaseDatabase(tmp_path / "cases.sqlite3", lambda: KNOWN)
    database.change(case_id, lambda case: case.with_evidence(()), TITLE)
    assert [each.operation.deed for each in database.history(case_id)] == [Deed.KEEP, Deed.TITLE]
    assert database.undo(case_id) == (full, TITLE)
    assert database.undo(case_id) is None
    assert database.load(case_id).files == {"a.jpg": StoredFile("aa", 7)}
    database.close()


# Any changes in any order


class Plain:
    """What is to come of changes, undoing and redoing: a list of states, and which one shows."""

    def __init__(self) -> None:
        self.states = [("", "", 0.0)]  # title, what it merges with, when
        self.shown = 0

    def change(self, title: str, merges: str, now: float) -> None:
        current, last, at = self.states[self.shown]
        if title == current:
            return
        goes_on = bool(merges) and self.shown > 0 and merges == last and now - at < 30
        keep = self.shown if goes_on else self.shown + 1
        self.states = [*self.states[:keep], (title, merges, now)]
        self.shown = keep

    def undo(self) -> None:
        self.shown = max(0, self.shown - 1)

    def redo(self) -> None:
        self.shown = min(len(self.states) - 1, self.shown + 1)


_steps = st.one_of(
    st.tuples(st.just("change"), st.sampled_from("abc"), st.sampled_from(["", "x", "y"])),
    st.tuples(st.sampled_from(["undo", "redo"]), st.just(""), st.just("")),
    st.tuples(st.just("wait"), st.just(""), st.just("")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_steps, max_size=20))
def test_whatever_is_done_undone_and_redone_comes_out_as_in_a_plain_list(
    database: CaseDatabase, clock: Clock, steps: list[tuple[str, str, str]]
):
    case_id, plain, now = database.add(SMALL, {}), Plain(), 0.0
    for step, title, merges in steps:
        if step == "wait":
            clock.pass_by(40)
            now += 40
        elif step == "change":
            titled(database, case_id, title, Operation(Deed.TITLE, {"to": title}, merges))
            plain.change(title, merges, now)
        elif step == "undo":
            assert (database.undo(case_id) is None) is (plain.shown == 0)
            plain.undo()
        else:
            assert (database.redo(case_id) is None) is (plain.shown == len(plain.states) - 1)
            plain.redo()
        assert title_of(database, case_id) == plain.states[plain.shown][0]
    entries = database.history(case_id)
    assert [each.operation.params.get("to", "") for each in entries] == [each[0] for each in plain.states]
    assert [each.is_undone for each in entries] == [n > plain.shown for n in range(len(plain.states))]
