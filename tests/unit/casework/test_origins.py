"""The files of a case are held against those from which they were copied."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.casework import keep, origins
from app.casework.attach import attach_evidence, replace_files
from app.casework.desk import Desk
from app.casework.origins import compare_origins
from app.domain.files import OriginChange
from tests.support.cases import TODAY, desk_in
from tests.unit.intake.papers import encoded, noise

PHOTO = encoded(noise(), "PNG")
ANOTHER = encoded(noise(), "JPEG")


@dataclass
class Taken:
    """A case of one photo, and where that was copied from."""

    desk: Desk
    case_id: str
    origin: Path

    def attach(self, path: Path) -> None:
        attach_evidence(self.desk, self.case_id, requirement="photo", person="principal", paths=(path,))


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Taken]:
    desk = desk_in(tmp_path / "data")
    case = keep.create_case(desk, title="T", category="pr.wage-tax", place="ningbo", submit_on=TODAY)
    taken = Taken(desk, case.case_id, tmp_path / "photo.png")
    taken.origin.write_bytes(PHOTO)
    taken.attach(taken.origin)
    yield taken
    desk.close()


def changes(taken: Taken) -> tuple[OriginChange, ...]:
    return compare_origins(taken.desk, taken.case_id).changes


def test_an_origin_that_is_the_same_is_no_change_and_can_be_watched(taken: Taken):
    found = compare_origins(taken.desk, taken.case_id)
    assert (found.changes, found.paths) == ((), (str(taken.origin),))


def test_a_changed_origin_is_told_by_what_it_is_now(taken: Taken):
    assert changes(taken) == ()
    taken.origin.write_bytes(ANOTHER)
    [change] = changes(taken)
    assert change == OriginChange("photo/photo.png", str(taken.origin), hashlib.sha256(ANOTHER).hexdigest())
    assert not change.is_gone


@pytest.mark.parametrize("make_folder", [False, True])
def test_an_origin_that_is_gone_or_a_folder_now_is_told_and_not_watched(taken: Taken, make_folder: bool):
    taken.origin.unlink()
    if make_folder:
        taken.origin.mkdir()
    found = compare_origins(taken.desk, taken.case_id)
    assert [each.is_gone for each in found.changes] == [True]
    assert found.paths == ()


def test_an_origin_is_read_again_only_when_its_stamp_is_another(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
):
    read = []
    sha256 = hashlib.sha256

    def count(*arguments: bytes) -> object:
        read.append(1)
        return sha256(*arguments)

    monkeypatch.setattr(origins.hashlib, "sha256", count)
    for _ in range(3):
        assert changes(taken) == ()
    assert len(read) == 1
    os.utime(taken.origin, (0, 0))
    assert changes(taken) == ()
    assert len(read) == 2


def test_a_file_that_takes_the_place_is_held_against_its_own_origin(taken: Taken):
    other = taken.origin.with_name("other.jpg")
    other.write_bytes(ANOTHER)
    replace_files(taken.desk, taken.case_id, 0, (other,))
    taken.origin.unlink()
    assert compare_origins(taken.desk, taken.case_id).paths == (str(other),)
    assert changes(taken) == ()


def test_a_case_without_copied_files_has_nothing_to_compare(tmp_path: Path):
    desk = desk_in(tmp_path / "data")
    case = keep.create_case(desk, title="T", category="pr.wage-tax", place="ningbo", submit_on=TODAY)
    found = compare_origins(desk, case.case_id)
    assert (found.changes, found.paths) == ((), ())


def test_a_drive_that_does_not_answer_holds_up_neither_this_look_nor_the_next(
    taken: Taken, monkeypatch: pytest.MonkeyPatch
):
    other = taken.origin.with_name("z.png")
    other.write_bytes(PHOTO)
    taken.attach(other)
    answers = threading.Event()
    looked = []

    def hang(path: Path) -> str | None:
        looked.append(path)
        if path == other:
            answers.wait(60)
        return "stamp"

    monkeypatch.setattr(origins, "_SILENCE_SECONDS", 0.05)
    monkeypatch.setattr(origins, "file_stamp", hang)
    first = compare_origins(taken.desk, taken.case_id)
    assert (first.paths, [each.origin for each in first.changes]) == ((str(taken.origin),), [str(other)])
    # While the thread hangs, no other is sent there.
    compare_origins(taken.desk, taken.case_id)
    assert looked == [taken.origin, other]
    answers.set()
    assert taken.desk.looking is not None
    taken.desk.looking.join()
    assert changes(taken) == ()
