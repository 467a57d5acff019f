"""`store.json` says in one step which generation is in use; what it does not name is swept, and no more."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UnusableInput
from app.store.keys import VaultKey, make_slot
from app.store.place import (
    STORE_FILE,
    Place,
    find_place,
    has_leftovers,
    is_lost,
    new_generation,
    place_bytes,
    read_place,
    sweep_generations,
    use_place,
)
from app.store.slots import SlotKind


def encrypted(folder: Path) -> Place:
    slot = make_slot(SlotKind.PASSPHRASE, "seven plum trees", VaultKey.new())
    return use_place(new_generation(Place(folder), (slot,)))


def test_a_folder_without_the_file_is_a_store_that_is_not_encrypted(tmp_path: Path):
    place = find_place(tmp_path)
    assert (place.folder, place.is_encrypted, place.is_begun) == (tmp_path, False, False)
    assert place.cases_file == tmp_path / "cases.sqlite3"


def test_the_generation_in_use_is_found_again(tmp_path: Path):
    used = encrypted(tmp_path)
    assert find_place(tmp_path) == used
    assert used.id
    assert used.folder.parent == tmp_path
    assert used.is_begun


def test_a_store_keeps_its_own_name_from_one_generation_to_the_next(tmp_path: Path):
    first = encrypted(tmp_path)
    second = use_place(new_generation(first, ()))
    assert (second.id, second.is_encrypted) == (first.id, False)
    assert second.generation != first.generation


def test_what_nobody_names_is_swept_and_the_store_in_use_stays(tmp_path: Path):
    for name in ("cases.sqlite3", "cases.sqlite3-wal", "readings.sqlite3", "readings.sqlite3-shm"):
        (tmp_path / name).write_bytes(b"plain")
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / ("ab" * 32)).write_bytes(b"passport")
    (tmp_path / "ready" / ("cd" * 32)).mkdir(parents=True)
    new_generation(Place(tmp_path), ())
    used = encrypted(tmp_path)
    (used.folder / "cases.sqlite3").write_bytes(b"in use")
    assert has_leftovers(used)
    sweep_generations(used)
    assert not has_leftovers(used)
    assert {path.name for path in tmp_path.iterdir()} == {STORE_FILE, used.generation}
    assert used.cases_file.read_bytes() == b"in use"


def test_what_a_person_put_beside_the_store_is_not_swept(tmp_path: Path):
    used = encrypted(tmp_path)
    for name in ("cases.sqlite3.bak", "g-my-notes", "rules", "files.zip"):
        (tmp_path / name).mkdir()
    sweep_generations(used)
    assert len([*tmp_path.iterdir()]) == 6


def test_what_a_person_has_in_folders_of_the_same_names_is_not_swept(tmp_path: Path):
    mine = [
        tmp_path / "files" / "ab" / "letter.txt",
        tmp_path / "files" / "thesis.txt",
        tmp_path / "ready" / "a.txt",
    ]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine")
    used = encrypted(tmp_path)
    used.cases_file.write_bytes(b"in use")
    sweep_generations(used)
    assert all(path.exists() for path in mine)
    assert not has_leftovers(used)


def test_a_killed_change_of_form_leaves_nothing_and_a_finished_one_never_goes_by_mistake(tmp_path: Path):
    first = encrypted(tmp_path)
    first.cases_file.write_bytes(b"older")
    before = (tmp_path / STORE_FILE).read_bytes()
    second = use_place(new_generation(first, first.slots))
    second.cases_file.write_bytes(b"newer")
    killed = new_generation(second, second.slots)
    sweep_generations(second)
    assert (first.folder.exists(), killed.folder.exists(), is_lost(second)) == (False, False, False)
    # A program that keeps folders alike puts the older one back, or takes it away.
    (tmp_path / STORE_FILE).write_bytes(before)
    assert is_lost(find_place(tmp_path))
    sweep_generations(find_place(tmp_path))
    (tmp_path / STORE_FILE).unlink()
    assert is_lost(find_place(tmp_path))
    sweep_generations(find_place(tmp_path))
    assert second.cases_file.read_bytes() == b"newer"


def test_what_several_changes_replaced_goes_whichever_of_them_was_killed(tmp_path: Path):
    (tmp_path / "cases.sqlite3").write_bytes(b"plain")
    first = encrypted(tmp_path)
    first.cases_file.write_bytes(b"in use")
    second = use_place(new_generation(first, first.slots))
    second.cases_file.write_bytes(b"in use")
    sweep_generations(second)
    assert {path.name for path in tmp_path.iterdir()} == {STORE_FILE, second.generation}


def test_the_old_layout_loses_only_generations_that_were_not_finished(tmp_path: Path):
    (tmp_path / "cases.sqlite3").write_bytes(b"in use")
    made = new_generation(Place(tmp_path), ())
    sweep_generations(find_place(tmp_path))
    assert not made.folder.exists()
    assert (tmp_path / "cases.sqlite3").read_bytes() == b"in use"


def spoilt(place: Place, **changed: object) -> bytes:
    return json.dumps({**json.loads(place_bytes(place)), **changed}).encode()


@pytest.mark.parametrize(
    "changed",
    [
        {"generation": "../elsewhere"},
        {"generation": "g-0123456789abcdeF"},
        {"generation": "g-0123456789abcdef/.."},
        {"generation": 1},
        {"slots": {}},
        {"id": None},
        {"id": "../../elsewhere"},
        {"slots": [{}] * 3},
        {"format": "1"},
        {"format": True},
    ],
)
def test_a_file_that_says_anything_else_is_told_as_damaged(tmp_path: Path, changed: dict[str, object]):
    with pytest.raises(UnusableInput, match=r"store\.place_damaged"):
        read_place(tmp_path, spoilt(encrypted(tmp_path), **changed))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000, b" " * (1 << 17)])
def test_a_file_that_is_none_is_told_as_damaged(tmp_path: Path, raw: bytes):
    with pytest.raises(UnusableInput, match=r"store\.place_damaged"):
        read_place(tmp_path, raw)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"database\.newer"):
        read_place(tmp_path, spoilt(encrypted(tmp_path), format=2))


def test_a_slot_that_is_none_is_told(tmp_path: Path):
    with pytest.raises(UnusableInput, match=r"store\.key_damaged"):
        read_place(tmp_path, spoilt(encrypted(tmp_path), slots=[{"kdf": "none"}]))


def test_only_its_owner_may_look_into_a_generation(tmp_path: Path):
    made = new_generation(Place(tmp_path), ())
    assert made.folder.stat().st_mode & 0o077 == 0
    assert replace(made, generation="").folder == tmp_path


def test_an_empty_generation_that_a_kill_left_is_swept(tmp_path: Path) -> None:
    place = use_place(new_generation(find_place(tmp_path), ()))
    (tmp_path / "g-0123456789abcdef").mkdir()

    sweep_generations(place)

    assert [path.name for path in tmp_path.glob("g-*")] == [place.generation]
