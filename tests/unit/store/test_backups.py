"""A backup is whole or not there, whatever the disk refuses; what a damaged one says leads nowhere."""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.backups import Backup, BackupReason
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.domain.packet import Progress
from app.store.backup_folder import BackupFolder, Found, find_backup
from app.store.backups import Source, check_backup, content_of, make_backup
from app.store.database import CaseDatabase
from app.store.keys import VaultKey
from app.store.place import Place
from app.store.sealing import Sealing
from app.store.slots import Slot, SlotKind
from app.store.vault import Vault
from tests.support.cases import family
from tests.support.faulty_disk import BROKEN, FULL, FaultyDisk
from tests.unit.store.test_case_folder import KNOWN

MARK = b"E12345678 ROE ANNA "
STORE = "0123456789abcdef"


def nobody(_progress: Progress) -> None:
    """Report to nobody."""


def no_room() -> Path:
    raise AssertionError("nothing is deciphered here")


@dataclass
class Kept:
    """A store with one case of two papers, and the folder for its backups."""

    folder: Path
    sealing: Sealing | None
    cases: CaseDatabase
    papers: dict[str, StoredFile]

    @property
    def place(self) -> Place:
        slots = () if self.sealing is None else (Slot(SlotKind.PASSPHRASE, bytes(16), 1, 8192, bytes(72)),)
        return Place(self.folder / "data", slots=slots)

    @property
    def target(self) -> BackupFolder:
        return BackupFolder(self.folder / "backups", STORE)

    @property
    def vault(self) -> Vault:
        return Vault(self.place.vault_folder, None, self.sealing)

    def back_up(self) -> Found:
        source = Source(self.cases.connection, self.place, self.sealing)
        return make_backup(source, self.target, BackupReason.ASKED, nobody).found

    def pooled(self, name: str) -> Path:
        return Vault(self.target.pool, None, self.sealing).path_of(self.papers[name].sha256)


@pytest.fixture(params=["plain", "sealed"])
def kept(request: pytest.FixtureRequest, quick_path: Path) -> Kept:
    sealing = None if request.param == "plain" else Sealing(VaultKey(bytes(range(32))), no_room)
    data = quick_path / "data"
    key = None if sealing is None else sealing.database_key
    cases = CaseDatabase(data / "cases.sqlite3", lambda: KNOWN, key=key)
    vault, papers = Vault(data / "files", None, sealing), {}
    for name in ("anna/form.pdf", "anna/photo.jpg"):
        data_of = MARK + name.encode()
        stored = StoredFile(hashlib.sha256(data_of).hexdigest(), len(data_of))
        vault.keep_blocks([data_of], stored.sha256)
        papers[name] = stored
    cases.add(family(), papers)
    return Kept(quick_path, sealing, cases, papers)


def test_a_backup_says_what_is_in_it_and_is_proven(kept: Kept):
    found = kept.back_up()
    assert find_backup(found.path) == found
    assert (found.manifest.cases, len(found.manifest.files)) == (1, 2)
    assert content_of(found, kept.sealing).state == found.manifest.state
    assert check_backup(found, kept.sealing, None, nobody) == (2, (), 0)


def test_no_plaintext_of_an_encrypted_store_is_in_its_backup(kept: Kept):
    kept.back_up()
    raw = b"".join(path.read_bytes() for path in kept.target.root.rglob("*") if path.is_file())
    assert (b"E12345678" in raw) is (kept.sealing is None)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_on_the_machine_looks_into_the_folder_of_backups(kept: Kept):
    kept.back_up()
    assert kept.target.root.stat().st_mode & 0o077 == 0


def test_files_are_in_the_pool_once_however_many_backups_name_them(kept: Kept):
    kept.back_up()
    before = {path: path.stat().st_mtime_ns for path in kept.target.pool.rglob("*")}
    kept.back_up()
    assert {path: path.stat().st_mtime_ns for path in kept.target.pool.rglob("*")} == before
    assert len(kept.target.usable()) == 2


def test_a_backup_holds_one_moment_though_others_write_meanwhile(kept: Kept):
    key = None if kept.sealing is None else kept.sealing.database_key
    case_id = kept.cases.ids()[0]

    def write(progress: Progress) -> None:
        other = CaseDatabase(kept.place.cases_file, lambda: KNOWN, key=key)
        other.change(case_id, lambda case: replace(case, title=f"{case.title} {progress.done}"))
        other.add(family(), {})
        other.close()

    source = Source(kept.cases.connection, kept.place, kept.sealing)
    found = make_backup(source, kept.target, BackupReason.ASKED, write).found
    assert content_of(found, kept.sealing).cases == 1
    assert len(kept.cases.ids()) > 1


def test_a_paper_that_is_damaged_in_the_store_is_told_and_backed_up_as_it_is(kept: Kept):
    path = kept.vault.path_of(kept.papers["anna/form.pdf"].sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    source = Source(kept.cases.connection, kept.place, kept.sealing)
    made = make_backup(source, kept.target, BackupReason.ASKED, nobody)
    assert [(each.case, each.file) for each in made.damaged] == [("ROE family", "anna/form.pdf")]
    assert kept.pooled("anna/form.pdf").read_bytes() == path.read_bytes()


def test_a_paper_that_is_gone_from_the_store_does_not_stop_the_backup(kept: Kept):
    kept.vault.path_of(kept.papers["anna/form.pdf"].sha256).unlink()
    source = Source(kept.cases.connection, kept.place, kept.sealing)
    made = make_backup(source, kept.target, BackupReason.ASKED, nobody)
    assert [each.file for each in made.damaged] == ["anna/form.pdf"]
    assert len(made.found.manifest.files) == 1


def test_a_full_check_finds_what_is_damaged_and_mends_it_from_the_store(kept: Kept):
    found = kept.back_up()
    path = kept.pooled("anna/form.pdf")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"X")
    _, damaged, _ = check_backup(found, kept.sealing, None, nobody)
    assert [each.file for each in damaged] == ["anna/form.pdf"]
    assert check_backup(found, kept.sealing, kept.vault, nobody) == (2, (), 1)
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(whole).digest()


def test_files_that_no_backup_names_go_and_others_stay(kept: Kept):
    first = kept.back_up()
    kept.cases.set_deleted(kept.cases.ids()[0], deleted=True)
    kept.cases.purge(kept.cases.deleted_ids())
    kept.back_up()
    assert kept.target.sweep_pool() == 0
    kept.target.remove(first.path)
    assert kept.target.sweep_pool() == 2
    assert not kept.pooled("anna/form.pdf").exists()


def test_nothing_goes_from_the_pool_while_a_backup_cannot_be_read(kept: Kept):
    found = kept.back_up()
    (found.path / "manifest.json").write_bytes(b"{}")
    assert kept.target.sweep_pool() == 0
    assert kept.pooled("anna/form.pdf").exists()


def cut_database(found: Found) -> None:
    raw = found.database.read_bytes()
    found.database.write_bytes(raw[: len(raw) // 2])


def exchange_a_page(found: Found) -> None:
    raw = bytearray(found.database.read_bytes())
    raw[4096:8192] = os.urandom(4096)
    found.database.write_bytes(raw)


def lose_database(found: Found) -> None:
    found.database.unlink()


def lose_manifest(found: Found) -> None:
    (found.path / "manifest.json").unlink()


def nest_manifest(found: Found) -> None:
    (found.path / "manifest.json").write_bytes(b"[" * 200_000)


def exchange_slots(found: Found) -> None:
    (found.path / "store.json").write_bytes(b'{"format": 1, "id": "x", "generation": "../..", "slots": []}')


@pytest.mark.parametrize(
    "damage",
    [cut_database, exchange_a_page, lose_database, lose_manifest, nest_manifest, exchange_slots],
)
def test_a_damaged_backup_is_told_and_not_used(kept: Kept, damage: Callable[[Found], None]):
    found = kept.back_up()
    damage(found)
    with pytest.raises(UnusableInput, match=r"backup\.damaged"):
        content_of(find_backup(found.path), kept.sealing)
    others = [each.trouble for each in kept.target.all() if isinstance(each, Backup)]
    assert others in ([], ["backup.damaged"])


def test_a_backup_of_a_newer_version_is_refused_politely(kept: Kept):
    found = kept.back_up()
    path = found.path / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    with pytest.raises(UnusableInput, match=r"backup\.newer"):
        find_backup(found.path)
    [told] = kept.target.all()
    assert isinstance(told, Backup)
    assert told.trouble == "backup.newer"


@pytest.mark.parametrize(
    "name",
    [
        "../../../victim",
        "/etc/passwd",
        "C:\\victim",
        "..",
        "a" * 63,
        "A" * 64,
        "a" * 64 + "\n",
        "a/" + "b" * 62,
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_none_and_nothing_outside_is_touched(kept: Kept, name: str):
    victim = kept.target.root.parent / "victim"
    found = kept.back_up()
    victim.write_bytes(b"mine")
    path = found.path / "manifest.json"
    form = json.loads(path.read_text())
    form["files"].append({"name": name, "size": 4})
    path.write_text(json.dumps(form))
    with pytest.raises(UnusableInput, match=r"backup\.damaged"):
        find_backup(found.path)
    kept.target.sweep_pool()
    kept.back_up()
    assert victim.read_bytes() == b"mine"


@pytest.mark.parametrize("reason", [FULL, BROKEN], ids=["full", "broken"])
def test_whatever_the_disk_refuses_no_half_backup_is_there_and_the_next_one_works(kept: Kept, reason: int):
    kept.target.begin()
    number, was_refused = 0, True
    while was_refused:
        disk = FaultyDisk(kept.target.root, number, reason)
        with disk.mounted(), contextlib.suppress(MachineStopped):
            kept.back_up()
        assert all(isinstance(each, Found) for each in kept.target.all())
        for found in kept.target.usable():
            assert check_backup(found, kept.sealing, None, nobody) == (2, (), 0)
            kept.target.remove(found.path)
        kept.target.sweep()
        kept.target.sweep_pool()
        assert [path for path in kept.target.root.rglob("*") if path.is_file()] == []
        # Every third call: all of them would take too long here.
        number, was_refused = number + 3, bool(disk.refused)
    assert number > 20


def test_what_a_killed_backup_left_is_swept_by_the_next(kept: Kept):
    kept.target.begin()
    dead = kept.target.root / ".2026-11-22T195300Z-1a2b3c.999999999-000000-1-abcdefgh.part"
    dead.mkdir()
    (dead / "cases.sqlite3").write_bytes(b"half")
    assert kept.target.all() == ()
    os.utime(dead, (0, 0))
    kept.back_up()
    assert not dead.exists()
    assert len(kept.target.all()) == 1
