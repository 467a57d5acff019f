"""The folder of an upload set comes into place whole, replaces nothing but a set, and can be held to it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.casework.desk import OpenCase
from app.casework.upload_folder import filling, foreign_files, refuse_folder, verify_upload_set
from app.casework.upload_record import LIST_FILE, MANIFEST_FILE, write_record
from app.domain.case import Evidence
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.packet import LeftOut
from app.domain.uploads import UploadFile, UploadLimits, UploadSet, UploadSource
from app.domain.words import Text
from app.i18n.wording import Names
from tests.support.cases import PACK, family

DATA = b"%PDF paper"
NAME = "01-护照-ROE ANNA.pdf"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def made(path: Path) -> UploadSet:
    source = UploadSource("a.pdf", digest(b"source"), "original", (1, 2), "copied")
    file = UploadFile(
        NAME, "passport", Text("Passport", "护照"), "anna", "ROE ANNA", len(DATA), digest(DATA), 2, (source,)
    )
    limits = UploadLimits(2_000_000, None, False)
    return UploadSet(
        str(path), "ROE", Text("Wage and tax", "纳税达标"), Text("Ningbo", "宁波"), False, limits, (file,)
    )


def write_set(folder: Path, data: bytes = DATA) -> None:
    with filling(folder) as temporary:
        (temporary / NAME).write_bytes(data)
        write_record(made(folder), Names(PACK, family()), temporary)


def write_half(folder: Path) -> None:
    with filling(folder) as temporary:
        (temporary / "half.pdf").write_bytes(b"half")
        raise KeyboardInterrupt


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_set_is_written_to_a_new_folder_an_empty_one_and_over_itself(tmp_path: Path) -> None:
    folder = tmp_path / "up"
    for _ in range(2):
        write_set(folder)
        assert sorted(path.name for path in folder.iterdir()) == sorted([NAME, LIST_FILE, MANIFEST_FILE])
    (tmp_path / "empty").mkdir()
    write_set(tmp_path / "empty")
    assert left_over(tmp_path) == []


def test_a_paper_that_is_not_handed_in_stands_in_list_and_manifest(tmp_path: Path) -> None:
    paper = LeftOut(Text("Work permit", "工作许可"), "ROE ANNA", "seen by the office", "Window 3")
    write_record(replace(made(tmp_path), not_handed_in=(paper,)), Names(PACK, family()), tmp_path)
    words = (tmp_path / LIST_FILE).read_text(encoding="utf-8-sig")
    assert "Not handed in: seen by the office (said by Window 3)" in words
    [form] = json.loads((tmp_path / MANIFEST_FILE).read_text(encoding="utf-8"))["not_handed_in"]
    assert (form["reason"], form["said_by"], form["said_on"]) == ("seen by the office", "Window 3", None)


def test_what_systems_leave_in_a_folder_does_not_count(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    for name in (".DS_Store", "Thumbs.db"):
        (tmp_path / "up" / name).write_bytes(b"x")
    write_set(tmp_path / "up")
    assert foreign_files(tmp_path / "up") == ()


@pytest.mark.parametrize("name", ["notes.txt", "01.pdf", LIST_FILE])
def test_a_folder_with_other_files_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UnusableInput) as raised:
        refuse_folder(tmp_path)
    assert raised.value.code == "upload.folder_in_use"
    assert raised.value.params["names"] == (name,)
    assert (tmp_path / name).read_text() == "mine"


def test_a_set_to_which_a_person_added_or_in_which_they_changed_something_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    (tmp_path / "up" / "added.pdf").write_bytes(b"mine")
    (tmp_path / "up" / NAME).write_bytes(b"turned by hand")
    (tmp_path / "up" / "folder").mkdir()
    with pytest.raises(UnusableInput) as raised:
        write_set(tmp_path / "up")
    assert raised.value.params["names"] == (NAME, "added.pdf", "folder")
    assert (tmp_path / "up" / NAME).read_bytes() == b"turned by hand"
    assert left_over(tmp_path) == []


def test_a_file_and_a_folder_that_is_nowhere_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path, code in (
        (tmp_path / "file", "upload.not_a_folder"),
        (tmp_path / "no" / "up", "destination.no_folder"),
    ):
        with pytest.raises(UnusableInput) as raised:
            refuse_folder(path)
        assert raised.value.code == code


def test_whatever_stops_the_work_leaves_the_set_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "up"
    write_set(folder)
    with pytest.raises(KeyboardInterrupt):
        write_half(folder)
    assert foreign_files(folder) == ()
    assert (folder / NAME).read_bytes() == DATA
    assert left_over(tmp_path) == []


def test_a_folder_that_cannot_be_moved_into_place_brings_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "up"
    write_set(folder)
    honest = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if path.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return honest(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(MachineStopped) as raised:
        write_set(folder)
    assert raised.value.code == "machine.disk_full"
    assert (folder / NAME).read_bytes() == DATA
    assert left_over(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of files mean little on Windows")
def test_the_files_have_the_usual_permissions(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "up").stat().st_mode & 0o777 == 0o777 & ~mask
    assert (tmp_path / "up" / NAME).stat().st_mode & 0o777 == 0o666 & ~mask


def found_in(folder: Path, opened: OpenCase | None = None) -> list[tuple[str, str]]:
    verification = verify_upload_set(folder, opened, lambda _: None)
    return [(each.code, each.file) for each in verification.discrepancies]


def test_a_set_as_it_was_written_is_sound(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    verification = verify_upload_set(tmp_path / "up", None, lambda _: None)
    assert verification.sound
    assert (verification.page_count, verification.title) == (2, "ROE")


def test_files_that_are_missing_changed_or_strange_are_told(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    (tmp_path / "up" / NAME).write_bytes(DATA + b"x")
    (tmp_path / "up" / "added.pdf").write_bytes(b"mine")
    assert found_in(tmp_path / "up") == [("upload.file_changed", NAME), ("upload.file_unknown", "added.pdf")]
    (tmp_path / "up" / NAME).unlink()
    assert ("upload.file_missing", NAME) in found_in(tmp_path / "up")


def test_a_set_is_held_against_the_papers_of_the_case(tmp_path: Path) -> None:
    write_set(tmp_path / "up")
    for name, data in (("a.pdf", b"source"), ("b.pdf", b"new")):
        (tmp_path / name).write_bytes(data)
    files = {name: tmp_path / name for name in ("a.pdf", "b.pdf")}

    def case_of(*names: str) -> OpenCase:
        return OpenCase(replace(family(), evidence=(Evidence("passport", "anna", names),)), files)

    assert found_in(tmp_path / "up", case_of("a.pdf")) == []
    assert found_in(tmp_path / "up", case_of("a.pdf", "b.pdf")) == [("upload.source_new", "b.pdf")]
    assert ("upload.source_gone", "a.pdf") in found_in(tmp_path / "up", case_of("b.pdf"))
    (tmp_path / "a.pdf").write_bytes(b"other")
    assert found_in(tmp_path / "up", case_of("a.pdf")) == [("upload.source_changed", "a.pdf")]


@pytest.mark.parametrize(
    ("old", "new"),
    [('"kind": "yongju', '"kind": "other'), (NAME, f"../{NAME}"), ('"files": [', '"filed": ['), ("{", "")],
)
def test_what_is_no_manifest_of_ours_is_no_set(tmp_path: Path, old: str, new: str) -> None:
    write_set(tmp_path / "up")
    path = tmp_path / "up" / MANIFEST_FILE
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UnusableInput) as raised:
        verify_upload_set(tmp_path / "up", None, lambda _: None)
    assert raised.value.code == "upload.no_set"
    with pytest.raises(UnusableInput):
        refuse_folder(tmp_path / "up")
