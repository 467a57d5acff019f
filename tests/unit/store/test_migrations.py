"""Databases of every older version, kept as files, are brought to today's form; newer ones are left alone."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.casework import backup
from app.casework.desk import Desk
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.operations import Deed
from app.store.backup_database import look_at_database
from app.store.database import CaseDatabase
from app.store.driver import open_database
from app.store.keys import VaultKey
from app.store.migrations import MIGRATIONS
from app.store.place import Place, use_place
from app.store.slots import Slot, SlotKind
from tests.data.store.make_old_databases import KEY
from tests.support.cases import PACK, desk_in
from tests.unit.store.test_case_folder import KNOWN

OLD = ("version_1", "version_2", "version_3", "encrypted_3")
TITLES = {"ROE family, moved", "李雷一家", "Empty"}


@pytest.fixture
def stored(repo_root: Path) -> Path:
    """Return the folder of databases that older versions wrote."""
    return repo_root / "tests" / "data" / "store"


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, quick_path: Path, stored: Path) -> Iterator[Desk]:
    """Return a desk on a data folder in which an older version kept cases."""
    data = quick_path / "data"
    data.mkdir()
    shutil.copyfile(stored / f"{request.param}.sqlite3", data / "cases.sqlite3")
    desk = desk_in(data)
    if request.param.startswith("encrypted"):
        # Nothing is opened by it here: the key is known.
        use_place(Place(data, slots=(Slot(SlotKind.PASSPHRASE, bytes(16), 1, 8192, bytes(72)),)))
        desk = Desk(PACK, data, key=VaultKey(KEY))
    yield desk
    desk.close()


def version_of(path: Path, key: bytes | None) -> int:
    connection = open_database(path, key, timeout=1)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def test_there_is_a_stored_file_of_every_version_but_todays(stored: Path):
    versions = [version_of(stored / f"version_{number}.sqlite3", None) for number in (1, 2, 3)]
    assert versions == list(range(1, len(MIGRATIONS)))


def test_every_case_of_an_older_version_is_there_and_readable(old: Desk):
    cases = old.cases
    assert version_of(cases.connection.path, key_of(old)) == len(MIGRATIONS)
    assert {each.title for each in cases.summaries()} == TITLES
    assert {cases.load(case_id).case.title for case_id in cases.ids()} == TITLES
    [family] = [each for each in cases.summaries() if each.title.startswith("ROE")]
    assert (family.applicant, family.people, family.papers) == ("ROE ANNA", 3, 20)
    assert len(cases.load(family.id).files) == 20
    assert len(cases.named_hashes()) == 20


def test_the_history_of_an_older_version_can_be_read_and_taken_back(
    old: Desk, request: pytest.FixtureRequest
):
    cases = old.cases
    [family] = [each for each in cases.summaries() if each.title.startswith("ROE")]
    if "version_1" in request.node.name:
        # It kept none: what it left is where undoing ends.
        assert cases.history(family.id) == ()
        return
    assert [entry.operation.deed for entry in cases.history(family.id)] == [Deed.CREATE, Deed.KEEP]
    undone = cases.undo(family.id)
    assert undone is not None
    assert undone[0].title == "ROE family"
    [empty] = [each for each in cases.summaries() if each.title == "Empty"]
    assert empty.archived
    assert cases.history(empty.id)[-1].is_undone


def test_the_copy_from_before_is_whole_and_still_of_the_old_version(old: Desk, stored: Path):
    before = version_of(old.cases_file, key_of(old))
    _ = old.cases
    [kept] = backup.list_backups(old).backups
    assert (kept.reason.value, kept.version, kept.cases, kept.trouble) == ("migration", before, 3, "")
    content = look_at_database(Path(kept.path) / "cases.sqlite3", key_of(old))
    assert content.version == before
    assert kept.is_encrypted is (old.key is not None)


def test_nothing_is_migrated_where_the_copy_cannot_be_made(quick_path: Path, stored: Path):
    data = quick_path / "data"
    data.mkdir()
    shutil.copyfile(stored / "version_3.sqlite3", data / "cases.sqlite3")
    # A file where the folder of backups would be: nothing can be put there.
    (data / "backups").write_bytes(b"")
    with pytest.raises(MachineStopped, match=r"backup\.before_migration"):
        _ = desk_in(data).cases
    assert version_of(data / "cases.sqlite3", None) == 3


def test_a_migration_goes_to_the_usual_folder_where_the_chosen_drive_is_away(quick_path: Path, stored: Path):
    data, drive = quick_path / "data", quick_path / "drive"
    backup.set_backups(desk_in(data), folder=str(drive))
    shutil.rmtree(drive)
    shutil.copyfile(stored / "version_2.sqlite3", data / "cases.sqlite3")
    desk = desk_in(data)
    assert len(desk.cases.ids()) == 3
    assert not drive.exists()
    assert len(list((data / "backups").glob("yongju-*/*Z-*/cases.sqlite3"))) == 1
    desk.close()


def test_a_migration_that_is_stopped_leaves_the_old_version_whole(
    quick_path: Path, stored: Path, monkeypatch: pytest.MonkeyPatch
):
    path = quick_path / "cases.sqlite3"
    shutil.copyfile(stored / "version_1.sqlite3", path)

    def stop(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM case_record")
        raise KeyboardInterrupt

    monkeypatch.setattr("app.store.database.MIGRATIONS", (MIGRATIONS[0], stop, *MIGRATIONS[2:]))
    with pytest.raises(KeyboardInterrupt):
        CaseDatabase(path, lambda: KNOWN)
    monkeypatch.undo()
    database = CaseDatabase(path, lambda: KNOWN)
    assert len(database.ids()) == 3
    database.close()


@pytest.mark.parametrize("name", ["version_3", "encrypted_3"])
def test_a_newer_database_is_refused_and_not_a_byte_of_it_changed(quick_path: Path, stored: Path, name: str):
    path = quick_path / "cases.sqlite3"
    shutil.copyfile(stored / f"{name}.sqlite3", path)
    key = key_of(Desk(PACK, quick_path, key=VaultKey(KEY))) if name.startswith("enc") else None
    raw = open_database(path, key, timeout=1)
    raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    raw.execute("PRAGMA journal_mode = WAL").fetchall()
    raw.close()
    before = path.read_bytes()
    with pytest.raises(UnusableInput, match=r"database\.newer"):
        CaseDatabase(path, lambda: KNOWN, key=key)
    assert path.read_bytes() == before


def key_of(desk: Desk) -> bytes | None:
    from app.store.sealing import Sealing

    return None if desk.key is None else Sealing(desk.key, lambda: Path()).database_key
