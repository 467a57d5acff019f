"""A store changes its form whole or not at all, and everything that was kept comes along."""

import hashlib
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import StoredFile
from app.domain.packet import Progress
from app.store import conversion
from app.store.conversion import Converted, DamagedFile, NewForm, convert
from app.store.database import CaseDatabase
from app.store.keys import VaultKey, make_slot
from app.store.place import Place, find_place, has_leftovers, sweep_generations, use_place
from app.store.readings import Readings
from app.store.sealing import Sealing
from app.store.slots import SlotKind
from app.store.vault import Vault
from tests.support.cases import family, healthy_file
from tests.unit.store.test_case_folder import KNOWN

MARK = b"E12345678 ROE ANNA"
LONG = MARK + os.urandom(300_000)


def nobody(_progress: Progress) -> None:
    """Report to nobody."""


@dataclass
class Store:
    """A store with a case that has a history, a paper of now and one of before, a setting and a reading."""

    folder: Path
    key: VaultKey | None = None

    @property
    def place(self) -> Place:
        return find_place(self.folder)

    @property
    def sealing(self) -> Sealing | None:
        return None if self.key is None else Sealing(self.key, lambda: self.folder / "room")

    @property
    def vault(self) -> Vault:
        return Vault(self.place.vault_folder, None, self.sealing)

    def cases(self) -> CaseDatabase:
        key = None if self.sealing is None else self.sealing.database_key
        return CaseDatabase(self.place.cases_file, lambda: KNOWN, key=key)

    def readings(self) -> Readings:
        return Readings(self.place.readings_file, None if self.sealing is None else self.sealing.readings_key)

    def convert(self, key: VaultKey | None, **options: bool) -> Converted:
        slots = () if key is None else (make_slot(SlotKind.PASSPHRASE, "seven plum trees", key),)
        done = convert(self.place, self.key, NewForm("encrypt", key, slots), nobody, **options)
        self.key = key
        return done


def new_key(is_encrypted: bool) -> VaultKey | None:
    return VaultKey.new() if is_encrypted else None


@pytest.fixture
def store(quick_path: Path) -> Store:
    made = Store(quick_path / "data")
    case, cases = family(), made.cases()
    now, before = case.evidence[0].files[0], case.evidence[1].files[0]
    kept = {name: keep(made, name, data) for name, data in ((now, LONG), (before, MARK))}
    case_id = cases.add(case, kept)
    cases.change(case_id, lambda each: replace(each, evidence=each.evidence[:1] + each.evidence[2:]))
    cases.change(case_id, lambda each: replace(each, title="changed"))
    cases.set_setting("packet", "of ROE ANNA")
    cases.close()
    readings = made.readings()
    readings.keep_facts(healthy_file("a.pdf"), "1")
    readings.close()
    return made


def keep(store: Store, name: str, data: bytes) -> StoredFile:
    path = store.folder.parent / Path(name).name
    path.write_bytes(data)
    return store.vault.keep(path)


def content(store: Store) -> object:
    """Return all that a store holds, however it holds it."""
    cases = store.cases()
    try:
        cases_now = [cases.load(each) for each in cases.ids()]
        history = [cases.history(each) for each in cases.ids()]
        cases.undo(cases.ids()[0])
        before = cases.load(cases.ids()[0])
        cases.redo(cases.ids()[0])
        files = {each: b"".join(store.vault.blocks_of(each)) for each in sorted(cases.named_hashes())}
        held = [replace(each, changed_at="", files=dict(each.files)) for each in (*cases_now, before)]
        return held, history, files, cases.setting("packet")
    finally:
        cases.close()


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("forms", [(True, True), (True, False), (False, True)])
def test_everything_comes_along_from_any_form_to_any_other(store: Store, forms: tuple[bool, bool]):
    before = content(store)
    for is_encrypted in forms:
        assert store.convert(new_key(is_encrypted)).damaged == ()
        assert store.place.is_encrypted is is_encrypted
        assert content(store) == before


def test_an_encrypted_store_shows_nothing_of_what_it_holds(store: Store):
    store.convert(VaultKey.new())
    content(store)
    sums = {hashlib.sha256(each).hexdigest() for each in (LONG, MARK)}
    for path in files_below(store.folder):
        raw = path.read_bytes()
        assert not any(each in raw for each in (b"E12345678", b"SQLite format 3", b"packet"))
        assert path.name not in sums


def test_nothing_of_the_old_form_is_left(store: Store):
    for name in ("ready", "files/ab"):
        (store.folder / name / ("ab" * 32)).mkdir(parents=True, exist_ok=True)
    (store.folder / "ready" / ("ab" * 32) / "page.pdf").write_bytes(MARK)
    assert store.convert(VaultKey.new()).leaves_rest is False
    assert {path.name for path in store.folder.iterdir()} == {"store.json", store.place.generation}


def test_what_was_read_in_files_comes_along(store: Store):
    store.convert(VaultKey.new())
    sha256 = healthy_file("a.pdf").sha256
    readings = store.readings()
    assert readings.facts([sha256], "1") == {sha256: healthy_file("a.pdf")}
    readings.close()


def test_readings_that_cannot_be_copied_are_left_behind(store: Store):
    store.place.readings_file.write_bytes(b"SQLite format 3\0 and then nothing of use")
    assert store.convert(VaultKey.new())
    assert not store.place.readings_file.exists()


def test_the_copy_is_a_database_of_the_same_form(store: Store):
    def form() -> tuple[object, ...]:
        raw = sqlite3.connect(store.place.cases_file)
        made = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        version = raw.execute("PRAGMA user_version").fetchone()
        raw.close()
        return made, version

    before = form()
    store.convert(VaultKey.new())
    store.convert(None)
    assert form() == before
    assert any("STRICT" in (sql or "") for _, _, sql in before[0])  # type: ignore[attr-defined]


def test_a_new_key_leaves_nothing_that_the_old_one_opens(store: Store):
    old = VaultKey.new()
    store.convert(old)
    store.convert(VaultKey.new())
    store.key = old
    with pytest.raises(UnusableInput):
        store.cases()
    assert not store.vault.path_of(hashlib.sha256(MARK).hexdigest()).exists()


def spoil(store: Store, data: bytes, at: int = -1) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.vault.path_of(sha256)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    return sha256


def test_a_damaged_paper_comes_along_as_it_is_and_is_told(store: Store):
    sha256 = spoil(store, LONG)
    before = content(store)
    [told] = store.convert(VaultKey.new()).damaged
    assert told == DamagedFile("changed", family().evidence[0].files[0])
    assert content(store) == before
    assert not store.vault.is_whole(sha256)
    # Nor is it in the way of any later change.
    assert store.convert(VaultKey.new()).damaged == (told,)
    assert store.convert(None).damaged == (told,)
    assert content(store) == before


def test_a_damaged_paper_of_the_past_is_told_by_its_name_of_then(store: Store):
    spoil(store, MARK)
    assert store.convert(VaultKey.new()).damaged == (DamagedFile("changed", family().evidence[1].files[0]),)


def test_a_missing_paper_is_told_and_stops_nothing(store: Store):
    store.vault.path_of(hashlib.sha256(MARK).hexdigest()).unlink()
    assert len(store.convert(VaultKey.new()).damaged) == 1


def test_what_can_no_longer_be_deciphered_is_refused_and_nothing_is_changed(store: Store):
    key = VaultKey.new()
    store.convert(key)
    spoil(store, LONG)
    before = store.place
    for form in (NewForm("decrypt"), NewForm("renew", VaultKey.new(), before.slots)):
        with pytest.raises(UnusableInput) as told:
            convert(before, key, form, nobody)
        assert told.value.code == "store.file_damaged"
        assert told.value.params == {"case": "changed", "file": family().evidence[0].files[0]}
        assert find_place(store.folder) == before
        assert not has_leftovers(before)


def test_or_it_comes_along_as_far_as_it_can_where_the_person_wants_that(store: Store):
    store.convert(VaultKey.new())
    sha256 = spoil(store, LONG)
    assert len(store.convert(None, despite_damage=True).damaged) == 1
    kept = store.vault.path_of(sha256).read_bytes()
    assert len(kept) == 262_144
    assert LONG.startswith(kept)


def test_a_damaged_database_is_refused(store: Store):
    key = VaultKey.new()
    store.convert(key)
    before = store.place
    with before.cases_file.open("r+b") as stream:
        stream.seek(4096 + 100)
        stream.write(bytes(64))
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        convert(before, key, NewForm("decrypt"), nobody)
    assert find_place(store.folder) == before
    assert not has_leftovers(before)


def test_a_copy_that_is_not_what_was_copied_is_found_out(store: Store, monkeypatch: pytest.MonkeyPatch):
    real, before = conversion._export, content(store)

    def forgetful(*arguments: object) -> object:
        held = real(*arguments)  # type: ignore[arg-type]
        raw = conversion.open_database(arguments[2], arguments[3], timeout=0)  # type: ignore[arg-type]
        raw.execute("UPDATE case_record SET title = 'other'")
        raw.close()
        return held

    monkeypatch.setattr(conversion, "_export", forgetful)
    with pytest.raises(MachineStopped, match=r"store\.copy_differs"):
        store.convert(VaultKey.new())
    assert not has_leftovers(store.place)
    assert content(store) == before


def test_where_there_is_no_room_for_two_nothing_is_begun(store: Store, monkeypatch: pytest.MonkeyPatch):
    usage = conversion.shutil.disk_usage(store.folder)
    monkeypatch.setattr(conversion.shutil, "disk_usage", lambda _: usage._replace(free=100_000))
    with pytest.raises(MachineStopped) as told:
        store.convert(VaultKey.new())
    assert (told.value.code, told.value.params["size"]) == ("store.no_room", "33 MB")
    assert not has_leftovers(store.place)


def counted(limit: int) -> Callable[[Progress], None]:
    """Stop the work, as a person or a signal may, at the so-manieth thing that it tells."""
    told = itertools.count()

    def stop(_progress: Progress) -> None:
        if next(told) == limit:
            raise KeyboardInterrupt

    return stop


def test_wherever_it_is_stopped_one_whole_store_is_in_use(store: Store):
    before = content(store)
    for limit in range(4):
        key = VaultKey.new()
        slots = (make_slot(SlotKind.PASSPHRASE, "seven plum trees", key),)
        with pytest.raises(KeyboardInterrupt):
            convert(store.place, store.key, NewForm("renew", key, slots), counted(limit))
        store.key = key if store.place.slots == slots else store.key
        assert content(store) == before
        assert not has_leftovers(store.place)
    assert store.key is not None


def test_where_the_last_step_fails_the_old_store_is_in_use(store: Store, monkeypatch: pytest.MonkeyPatch):
    def refuse(_place: Place) -> Place:
        raise MachineStopped("machine.disk_full", path="store.json")

    before = content(store)
    monkeypatch.setattr(conversion, "use_place", refuse)
    with pytest.raises(MachineStopped, match=r"machine\.disk_full"):
        store.convert(VaultKey.new())
    assert content(store) == before
    assert not has_leftovers(store.place)


def test_where_it_fails_after_the_last_step_the_new_store_is_in_use(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    before, key = content(store), VaultKey.new()

    def use_and_fail(place: Place) -> Place:
        use_place(place)
        raise MachineStopped("machine.cannot_write", path="store.json")

    monkeypatch.setattr(conversion, "use_place", use_and_fail)
    with pytest.raises(MachineStopped):
        store.convert(key)
    store.key = key
    assert content(store) == before
    # The disk may yet hold the old name after a power cut: what that names goes at the next opening.
    sweep_generations(store.place)
    assert not has_leftovers(store.place)


def test_all_of_it_is_on_the_disk_before_it_is_used(store: Store, monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []
    for name in ("flush_to_disk", "flush_folder", "use_place", "sweep_generations"):
        real = getattr(conversion, name)

        def noted(given: object, name: str = name, real: Callable[[object], object] = real) -> object:
            done.append(f"{name} {getattr(given, 'name', '')}".strip())
            return real(given)

        monkeypatch.setattr(conversion, name, noted)
    store.convert(VaultKey.new())
    generation = store.place.generation
    assert done == [
        "flush_to_disk cases.sqlite3",
        "flush_to_disk readings.sqlite3",
        f"flush_folder {generation}",
        "flush_folder data",
        "use_place",
        "sweep_generations",
    ]


def test_progress_counts_every_paper_and_ends_whole(store: Store):
    told: list[Progress] = []
    key = VaultKey.new()
    slots = (make_slot(SlotKind.PASSPHRASE, "seven plum trees", key),)
    convert(store.place, None, NewForm("encrypt", key, slots), told.append)
    assert [(each.step, each.done, each.total) for each in told] == [("encrypt", at, 3) for at in range(4)]
