"""Backups as a person knows them: where they go, when they are made, what comes back, what is deleted."""

import contextlib
import datetime as dt
import gc
import io
import json
import multiprocessing
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.casework import keep, kept_settings, safety
from app.casework.backup import (
    back_up,
    list_backups,
    read_settings,
    remove_backup,
    set_backups,
    verify_backup,
)
from app.casework.desk import Desk
from app.casework.erase import forget_case_everywhere
from app.casework.restore import look_into_backup, restore_backup, restore_case
from app.casework.wire import from_line, to_line
from app.casework.worker import run_worker
from app.domain.backups import BackupMade, Side, UnreachedKind
from app.domain.case import Case
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.operations import Deed
from app.domain.packet import Progress
from app.domain.words import Language
from app.i18n.backups import word_unreached
from app.store.in_use import InUse
from tests.support.cases import desk_in, family
from tests.support.faulty_disk import FaultyDisk

PASSPHRASE, OTHER = "seven plum trees", "a quiet river"
MARK = b"E12345678 MARKER"


def nobody(_progress: Progress) -> None:
    """Report to nobody."""


def added(desk: Desk, title: str, data: bytes) -> str:
    """Keep a case with one paper of these bytes, from a file outside, and a change after it."""
    path = desk.data_folder.parent / f"{title}.pdf"
    path.write_bytes(data)
    stored = replace(desk.vault.keep(path), origin=str(path))
    name = f"anna/{title}.pdf"
    rows = (replace(family().evidence[0], files=(name,)),)
    case = replace(family(), title=f"{title} once", evidence=rows)
    case_id = desk.cases.add(case, {name: stored})
    keep.set_basics(desk, case_id, title=title)
    return case_id


@pytest.fixture
def desk(quick_path: Path) -> Desk:
    """Return a desk with two kept cases."""
    made = desk_in(quick_path / "data")
    added(made, "First", MARK + b" first")
    added(made, "Second", b"paper of the second")
    return made


def encrypted(desk: Desk, passphrase: str = PASSPHRASE) -> Desk:
    safety.encrypt_store(desk, passphrase, None, nobody)
    return opened(desk.data_folder, passphrase)


def opened(folder: Path, passphrase: str) -> Desk:
    made = desk_in(folder)
    made.unlock(safety.open_by_passphrase(made, passphrase))
    return made


def made_by(desk: Desk) -> BackupMade:
    made = back_up(desk, nobody)
    assert made is not None
    return made


def titles(desk: Desk) -> set[str]:
    return {each.title for each in keep.list_cases(desk)}


def id_of(desk: Desk, title: str) -> str:
    return next(each.id for each in keep.list_cases(desk) if each.title == title)


def test_one_is_made_by_itself_only_where_it_is_due(quick_path: Path, monkeypatch: pytest.MonkeyPatch):
    desk = desk_in(quick_path / "data")
    assert back_up(desk, nobody, automatic=True) is None
    _ = desk.cases
    # Nothing is kept yet.
    assert back_up(desk, nobody, automatic=True) is None
    added(desk, "First", MARK)
    assert back_up(desk, nobody, automatic=True) is not None
    keep.set_basics(desk, id_of(desk, "First"), title="Changed")
    assert back_up(desk, nobody, automatic=True) is None
    monkeypatch.setattr("app.store.rotation.PAUSE", dt.timedelta())
    assert back_up(desk, nobody, automatic=True) is not None
    # Nothing changed since.
    assert back_up(desk, nobody, automatic=True) is None
    set_backups(desk, automatic=False)
    keep.set_basics(desk, id_of(desk, "Changed"), title="Again")
    assert back_up(desk, nobody, automatic=True) is None
    assert len(list_backups(desk).backups) == 2


def test_another_window_that_is_backing_up_is_waited_for_or_told(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.casework.backup.WAIT_SECONDS", 0.0)
    with InUse(desk.data_folder, "backup.lock").alone():
        assert back_up(desk, nobody, automatic=True) is None
        with pytest.raises(MachineStopped, match=r"backup\.busy"):
            back_up(desk, nobody)


def test_a_drive_that_is_not_there_is_told_and_nothing_written_in_its_place(desk: Desk, quick_path: Path):
    drive = quick_path / "drive"
    set_backups(desk, folder=str(drive))
    assert made_by(desk).backup.path.startswith(str(drive))
    shutil.move(drive, quick_path / "unplugged")
    # What is left of a drive on many systems is an empty folder.
    drive.mkdir()
    with pytest.raises(MachineStopped, match=r"backup\.folder_gone"):
        back_up(desk, nobody)
    assert list_backups(desk).trouble == "backup.folder_gone"
    assert list(drive.iterdir()) == []
    shutil.rmtree(drive)
    shutil.move(quick_path / "unplugged", drive)
    assert len(list_backups(desk).backups) == 1


@pytest.mark.parametrize("folder", ["", "files/ab", "g-0123456789abcdef", "ready"])
def test_a_folder_among_the_cases_is_refused(desk: Desk, folder: str):
    with pytest.raises(UnusableInput, match=r"backup\.inside_cases"):
        set_backups(desk, folder=str(desk.data_folder / folder))
    assert read_settings(desk).is_default


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b'{"format": 1, "folder": "../up", "automatic": true, "keep": 7, "earlier": []}',
        b"[" * 9999,
    ],
)
def test_damaged_settings_are_told_and_can_be_set_anew(desk: Desk, raw: bytes):
    (desk.data_folder / "backups.json").write_bytes(raw)
    with pytest.raises(UnusableInput, match=r"backup\.settings_damaged"):
        back_up(desk, nobody)
    set_backups(desk, keep=3)
    assert (made_by(desk).copied, read_settings(desk).keep) == (2, 3)


def test_older_backups_go_and_the_files_that_only_they_named(desk: Desk):
    set_backups(desk, keep=2)
    first = made_by(desk).backup
    forget_case_everywhere(desk, id_of(desk, "First"), nobody, backups=False)
    for number in range(2):
        keep.set_basics(desk, desk.cases.ids()[0], title=f"{number}")
        made_by(desk)
    left = list_backups(desk).backups
    assert first.id not in {each.id for each in left}
    assert len(left) == 2
    pooled = list(Path(left[0].path).parent.glob("files/*/*"))
    assert [path.read_bytes() for path in pooled] == [b"paper of the second"]


def test_the_preview_tells_case_by_case_what_would_change(desk: Desk):
    made = made_by(desk).backup
    keep.set_basics(desk, id_of(desk, "First"), title="First, changed")
    forget_case_everywhere(desk, id_of(desk, "Second"), nobody, backups=False)
    added(desk, "Third", b"new")
    preview = look_into_backup(desk, made.id)
    rows = {each.side: each for each in preview.cases}
    assert (rows[Side.DIFFERS].title, rows[Side.DIFFERS].here_title) == ("First", "First, changed")
    assert rows[Side.DIFFERS].changed_at < rows[Side.DIFFERS].here_changed_at
    assert (rows[Side.ONLY_THERE].title, rows[Side.ONLY_HERE].here_title) == ("Second", "Third")
    assert (preview.same, preview.keeps_passphrase, preview.present_trouble) == (0, True, "")
    assert titles(desk) == {"First, changed", "Third"}


def test_all_comes_back_as_it_was_and_what_was_there_is_backed_up_first(desk: Desk):
    made = made_by(desk).backup
    first = id_of(desk, "First")
    history = desk.cases.history(first)
    keep.set_basics(desk, first, title="Spoilt")
    forget_case_everywhere(desk, id_of(desk, "Second"), nobody, backups=False)
    done = restore_backup(desk, made.id, nobody)
    assert (done.cases, done.files, done.damaged, done.set_aside) == (2, 2, (), "")
    again = desk_in(desk.data_folder)
    assert titles(again) == {"First", "Second"}
    assert again.cases.history(first) == history
    opened_case = again.open_kept(id_of(again, "Second"))
    assert [path.read_bytes() for path in opened_case.files.values()] == [b"paper of the second"]
    assert done.safety is not None
    restore_backup(again, done.safety.id, nobody)
    assert titles(desk_in(desk.data_folder)) == {"Spoilt"}
    # The plain store of before is gone from the data folder itself.
    assert not (desk.data_folder / "cases.sqlite3").exists()


def test_a_restore_waits_until_nobody_else_uses_the_store(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.casework.restore._ALONE_SECONDS", 0.0)
    made = made_by(desk).backup
    other = desk_in(desk.data_folder)
    _ = other.cases
    with pytest.raises(MachineStopped, match=r"store\.in_use"):
        restore_backup(desk, made.id, nobody)
    assert titles(other) == {"First", "Second"}
    other.close()


def test_a_restore_that_is_stopped_leaves_everything_as_it_was(desk: Desk):
    made = made_by(desk).backup
    keep.set_basics(desk, id_of(desk, "First"), title="Now")

    def stop(progress: Progress) -> None:
        if progress.step == "restore" and progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore_backup(desk, made.id, stop)
    desk.close()
    again = desk_in(desk.data_folder)
    assert titles(again) == {"Now", "Second"}
    assert list(desk.data_folder.glob("g-*")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the faulty disk asks Linux which file is which")
def test_whatever_the_disk_refuses_while_restoring_the_store_is_the_old_or_the_restored_one(desk: Desk):
    made = made_by(desk).backup
    keep.set_basics(desk, id_of(desk, "First"), title="Now")
    desk.close()
    number, was_refused = 0, True
    while was_refused:
        disk = FaultyDisk(desk.data_folder, number)
        with disk.mounted():
            here = desk_in(desk.data_folder)
            with contextlib.suppress(MachineStopped):
                restore_backup(here, made.id, nobody)
            here.close()
        again = desk_in(desk.data_folder)
        assert titles(again) in ({"Now", "Second"}, {"First", "Second"})
        assert all(again.vault.is_whole(each) for each in again.cases.named_hashes())
        keep.set_basics(again, id_of(again, "Second"), title="Second")
        now = next(each for each in titles(again) if each != "Second")
        keep.set_basics(again, id_of(again, now), title="Now")
        again.close()
        # Every third call: all would take too long.
        number, was_refused = number + 3, bool(disk.refused)
    assert number > 40


def test_one_case_comes_back_as_one_change_that_can_be_undone(desk: Desk):
    made = made_by(desk).backup
    first = id_of(desk, "First")
    keep.set_basics(desk, first, title="Spoilt")
    keep.detach_evidence(desk, first, 0)
    changed = restore_case(desk, made.id, first, nobody)
    assert (changed.case.title, len(changed.case.evidence)) == ("First", 1)
    assert desk.cases.history(first)[-1].operation.deed is Deed.RESTORE
    undone = keep.undo(desk, first)
    assert undone is not None
    assert undone.changed.case.title == "Spoilt"
    keep.redo(desk, first)
    assert restore_case(desk, made.id, first, nobody).stale == frozenset()
    assert titles(desk) == {"First", "Second"}


def test_a_case_that_was_deleted_for_good_comes_back_with_its_papers_and_its_history(desk: Desk):
    made = made_by(desk).backup
    first = id_of(desk, "First")
    kept_settings.keep_setting(desk, kept_settings.PACKETS, "[]", first)
    forget_case_everywhere(desk, first, nobody, backups=False)
    changed = restore_case(desk, made.id, first, nobody)
    assert changed.case_id == first
    deeds = [entry.operation.deed for entry in desk.cases.history(first)]
    assert deeds == [Deed.CREATE, Deed.TITLE, Deed.RESTORE]
    assert [path.read_bytes() for path in desk.open_kept(first).files.values()] == [MARK + b" first"]


def test_a_case_whose_papers_are_damaged_in_the_backup_does_not_come_back_half(desk: Desk):
    made = made_by(desk).backup
    first = id_of(desk, "First")
    [stored] = desk.cases.load(first).files.values()
    forget_case_everywhere(desk, first, nobody, backups=False)
    pooled = Path(made.path).parent / "files" / stored.sha256[:2] / stored.sha256
    pooled.write_bytes(b"something else")
    with pytest.raises(UnusableInput, match=r"backup\.papers_damaged"):
        restore_case(desk, made.id, first, nobody)
    assert titles(desk) == {"Second"}
    assert not desk.vault.path_of(stored.sha256).exists()


def test_a_backup_with_damaged_papers_is_restored_only_when_that_is_wanted(desk: Desk):
    made = made_by(desk).backup
    [stored] = desk.cases.load(id_of(desk, "First")).files.values()
    (Path(made.path).parent / "files" / stored.sha256[:2] / stored.sha256).write_bytes(b"x")
    desk.vault.forget([stored.sha256])
    with pytest.raises(UnusableInput, match=r"backup\.papers_damaged"):
        restore_backup(desk, made.id, nobody)
    desk.close()
    done = restore_backup(desk_in(desk.data_folder), made.id, nobody, despite_damage=True)
    assert [(each.case, each.file) for each in done.damaged] == [("First", "anna/First.pdf")]
    assert titles(desk_in(desk.data_folder)) == {"First", "Second"}


def test_a_damaged_store_comes_back_and_its_files_are_set_aside(desk: Desk):
    made = made_by(desk).backup
    desk.close()
    damaged = desk.data_folder / "cases.sqlite3"
    damaged.write_bytes(b"no database at all" * 500)
    now = desk_in(desk.data_folder)
    assert look_into_backup(now, made.id).present_trouble == "database.damaged"
    with pytest.raises(UnusableInput, match=r"backup\.present_unreadable"):
        restore_backup(now, made.id, nobody)
    done = restore_backup(now, made.id, nobody, set_aside=True)
    assert titles(desk_in(desk.data_folder)) == {"First", "Second"}
    assert (Path(done.set_aside) / "cases.sqlite3").read_bytes().startswith(b"no database")
    assert len(list(Path(done.set_aside).glob("files/*/*"))) == 2


def test_a_lost_computer_comes_back_on_another_one(desk: Desk, quick_path: Path):
    set_backups(desk, folder=str(quick_path / "drive"))
    desk = encrypted(desk)
    made = made_by(desk).backup
    desk.close()
    shutil.rmtree(desk.data_folder)
    fresh = desk_in(quick_path / "elsewhere")
    set_backups(fresh, folder=str(quick_path / "drive"))
    assert [each.id for each in list_backups(fresh).backups] == [made.id]
    with pytest.raises(UnusableInput, match=r"backup\.needs_passphrase"):
        look_into_backup(fresh, made.id)
    with pytest.raises(UnusableInput, match=r"store\.wrong_passphrase"):
        look_into_backup(fresh, made.id, passphrase=OTHER)
    assert {each.title for each in look_into_backup(fresh, made.id, passphrase=PASSPHRASE).cases} == {
        "First",
        "Second",
    }
    done = restore_backup(fresh, made.id, nobody, passphrase=PASSPHRASE)
    assert not done.keeps_passphrase
    back = opened(quick_path / "elsewhere", PASSPHRASE)
    assert titles(back) == {"First", "Second"}
    # It is the same store: its backups go on where they were.
    assert Path(made_by(back).backup.path).parent == Path(made.path).parent


def test_todays_passphrase_opens_what_was_backed_up_under_an_older_one(desk: Desk):
    desk = encrypted(desk)
    made = made_by(desk).backup
    safety.change_passphrase(desk, OTHER)
    assert look_into_backup(desk, made.id).keeps_passphrase
    assert restore_backup(desk, made.id, nobody).keeps_passphrase
    assert titles(opened(desk.data_folder, OTHER)) == {"First", "Second"}
    with pytest.raises(UnusableInput, match=r"store\.wrong_passphrase"):
        opened(desk.data_folder, PASSPHRASE)


def test_a_backup_from_before_a_new_key_needs_the_passphrase_of_its_time_and_gets_todays_key(desk: Desk):
    desk = encrypted(desk)
    made = made_by(desk).backup
    safety.renew_key(desk, OTHER, None, nobody)
    desk = opened(desk.data_folder, OTHER)
    with pytest.raises(UnusableInput, match=r"backup\.needs_passphrase"):
        restore_backup(desk, made.id, nobody)
    done = restore_backup(desk, made.id, nobody, passphrase=PASSPHRASE)
    assert done.keeps_passphrase
    back = opened(desk.data_folder, OTHER)
    assert titles(back) == {"First", "Second"}
    [path] = back.open_kept(id_of(back, "First")).files.values()
    assert path.read_bytes() == MARK + b" first"
    back.close()


def test_restoring_a_backup_that_is_not_encrypted_never_lays_an_encrypted_store_open(
    desk: Desk, quick_path: Path
):
    made = made_by(desk).backup
    apart = quick_path / "apart" / Path(made.path).parent.name
    shutil.copytree(Path(made.path).parent, apart)
    desk = encrypted(desk)
    restore_backup(desk, str(apart / made.id), nobody)
    raw = [path.read_bytes() for path in desk.data_folder.glob("g-*/**/*") if path.is_file()]
    assert len(raw) >= 3
    assert not any(b"SQLite format 3" in each or b"Second" in each or MARK in each for each in raw)
    assert titles(opened(desk.data_folder, PASSPHRASE)) == {"First", "Second"}


def test_once_the_store_is_encrypted_backups_that_are_not_go(desk: Desk):
    made_by(desk)
    desk = encrypted(desk)
    assert list_backups(desk).unprotected == 1
    # Due at once, however short ago the last one was made.
    made = back_up(desk, nobody, automatic=True)
    assert made is not None
    assert made.unprotected_removed == 1
    assert [each.is_encrypted for each in list_backups(desk).backups] == [True]
    raw = b"".join(path.read_bytes() for path in desk.data_folder.rglob("*") if path.is_file())
    assert MARK not in raw
    assert verify_backup(desk, made.backup.id, nobody).is_whole


def test_a_removed_backup_is_gone_with_the_files_that_only_it_named(desk: Desk):
    made = made_by(desk).backup
    with pytest.raises(UnusableInput, match=r"backup\.no_such"):
        remove_backup(desk, "2020-01-01T000000Z-000000")
    remove_backup(desk, made.id[:-1])
    assert list_backups(desk).backups == ()
    assert [path for path in Path(made.path).parent.rglob("*") if path.is_file()] == []


# Deleting for good.


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_a_case_that_is_deleted_everywhere_is_in_no_byte_of_any_folder(
    desk: Desk, quick_path: Path, kind: str
):
    desk = encrypted(desk) if kind == "encrypted" else desk
    first = id_of(desk, "First")

    def mark(case: Case) -> Case:
        return replace(case, title="MARKED TITLE", people=(replace(case.people[0], surname="MARKEDNAME"),))

    desk.cases.change(first, mark)
    keep.set_answer(desk, first, "work.consecutive_years", 5)
    kept_settings.keep_setting(desk, kept_settings.PACKETS, '[{"path": "/x/MARKED.pdf"}]', first)
    made_by(desk)
    keep.set_basics(desk, first, title="MARKED TITLE again")
    made_by(desk)
    set_backups(desk, folder=str(quick_path / "drive"))
    made_by(desk)
    erased = forget_case_everywhere(desk, first, nobody, backups=True)
    assert (erased.title, erased.files, erased.backups) == ("MARKED TITLE again", 1, 3)
    kinds = {each.kind: each.places for each in erased.unreached}
    assert kinds[UnreachedKind.BUILT] == ("/x/MARKED.pdf",)
    assert kinds[UnreachedKind.ORIGINALS] == (str(quick_path / "First.pdf"),)
    assert {UnreachedKind.SYSTEM_BACKUPS, UnreachedKind.DISK_BLOCKS, UnreachedKind.HANDED_OVER} <= {*kinds}
    assert not {UnreachedKind.BACKUPS, UnreachedKind.OTHER_BACKUPS, UnreachedKind.OTHER_FOLDERS} & {*kinds}
    for each in erased.unreached:
        assert all(word_unreached(each, language) for language in Language)
    for path in (*desk.data_folder.rglob("*"), *(quick_path / "drive").rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            assert not any(marked in raw for marked in (b"MARKED", MARK, first.encode(), b"First")), path
    for each in list_backups(desk).backups:
        assert verify_backup(desk, each.id, nobody).is_whole
        assert each.cases == 1
    assert titles(desk) == {"Second"}


def test_what_a_deletion_cannot_reach_is_told_with_its_place(desk: Desk, quick_path: Path):
    made = made_by(desk).backup
    set_backups(desk, folder=str(quick_path / "drive"))
    away = made_by(desk).backup
    (Path(away.path) / "manifest.json").write_bytes(b"{}")
    set_backups(desk, folder=str(quick_path / "other"))
    shutil.rmtree(quick_path / "other")
    first = id_of(desk, "First")
    keep.delete_case(desk, first)
    erased = forget_case_everywhere(desk, first, nobody, backups=True)
    places = {each.kind: each.places for each in erased.unreached}
    assert erased.backups == 1
    assert places[UnreachedKind.OTHER_BACKUPS] == (away.path,)
    assert places[UnreachedKind.OTHER_FOLDERS] == (str(quick_path / "other"),)
    assert look_into_backup(desk, made.path).same == 1


def test_backups_that_nobody_asked_to_change_are_told(desk: Desk):
    made = made_by(desk).backup
    erased = forget_case_everywhere(desk, id_of(desk, "First"), nobody, backups=False)
    places = {each.kind: each.places for each in erased.unreached}
    assert places[UnreachedKind.BACKUPS] == (str(Path(made.path).parent),)
    assert (
        restore_case(desk, made.id, look_into_backup(desk, made.id).cases[0].id, nobody).case.title == "First"
    )


def test_a_paper_that_another_case_uses_stays(desk: Desk):
    first = id_of(desk, "First")
    keep.duplicate_case(desk, first, "Twin")
    erased = forget_case_everywhere(desk, first, nobody, backups=True)
    assert erased.files == 0
    twin = desk.open_kept(id_of(desk, "Twin"))
    assert [path.read_bytes() for path in twin.files.values()] == [MARK + b" first"]


# Kills.


def work_for_ever(folder: Path, begun: Any) -> None:
    """Back up and restore, again and again, until somebody ends it."""
    while True:
        desk = desk_in(folder)
        made = made_by(desk)
        begun.set()
        restore_backup(desk, made.backup.id, nobody)


@pytest.mark.skipif(sys.platform != "linux", reason="only where a process can be copied")
def test_a_kill_in_the_middle_leaves_whole_backups_and_a_store_that_opens(desk: Desk):
    desk.close()
    context = multiprocessing.get_context("fork")
    for milliseconds in (3, 11, 29):
        begun = context.Event()
        worker = context.Process(target=work_for_ever, args=(desk.data_folder, begun))
        worker.start()
        assert begun.wait(20)
        time.sleep(milliseconds / 1000)
        worker.kill()
        worker.join()
        again = desk_in(desk.data_folder)
        assert titles(again) == {"First", "Second"}
        found = list_backups(again).backups
        assert found
        assert all(verify_backup(again, each.id, nobody).is_whole for each in found)
        assert len(list(desk.data_folder.glob("g-*"))) <= 1
        again.close()


# Through the worker.


def asked(folder: Path, *several: tuple[str, dict[str, object]]) -> list[Any]:
    """Ask a new worker for several things, one after the other, and return the results."""
    lines = [
        to_line({"id": number, "verb": verb, "arguments": given}) + "\n"
        for number, (verb, given) in enumerate(several)
    ]
    answers = io.StringIO()
    run_worker(folder, io.StringIO("".join(lines)), answers)
    found = [from_line(line) for line in answers.getvalue().splitlines()]
    assert not [each["error"] for each in found if "error" in each]
    return [each["result"] for each in found if "result" in each]


def test_the_worker_lists_previews_restores_and_deletes(desk: Desk):
    first = id_of(desk, "First")
    desk.close()
    [settings, made, none, listed, check] = asked(
        desk.data_folder,
        ("set_backups", {"keep": 3}),
        ("back_up", {}),
        ("back_up", {"automatic": True}),
        ("list_backups", {}),
        ("verify_backup", {"backup": "2"}),
    )
    assert (settings.keep, none, check.is_whole) == (3, None, True)
    assert [each.id for each in listed.backups] == [made.backup.id]
    gc.collect()  # the desk of that worker: a process of its own would have ended
    [preview, changed, restored] = asked(
        desk.data_folder,
        ("look_into_backup", {"backup": made.backup.id}),
        ("restore_case", {"backup": made.backup.id, "case_id": first}),
        ("restore_backup", {"backup": made.backup.id}),
    )
    assert (preview.same, preview.cases, changed.stale, restored.cases) == (2, (), frozenset(), 2)
    [erased, removed] = asked(
        desk.data_folder,
        ("forget_case", {"case_id": first, "backups": True}),
        ("remove_backup", {"backup": made.backup.id}),
    )
    assert (erased.backups, removed) == (2, None)


def test_the_settings_file_is_plain_and_says_what_was_set(desk: Desk, quick_path: Path):
    set_backups(desk, folder=str(quick_path / "a"), automatic=False, keep=9)
    set_backups(desk, folder="")
    form = json.loads((desk.data_folder / "backups.json").read_text())
    assert form == {
        "format": 1,
        "folder": "",
        "automatic": False,
        "keep": 9,
        "earlier": [str(quick_path / "a")],
    }
    with pytest.raises(UnusableInput, match=r"backup\.keep_out_of_range"):
        set_backups(desk, keep=0)
