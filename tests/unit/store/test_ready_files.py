"""What was made of files is kept by content, whole or not at all, and never stands in anybody's way."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.files import FileFacts, FileKind, Handling, PageFacts, ReadyFile
from app.env import leftovers
from app.env.hidden import PART, make_hidden_folder
from app.store.ready_files import ReadyFiles

FACTS = FileFacts(
    "a" * 64, 10, FileKind.TIFF, FileKind.TIFF, (PageFacts(1, 595, 842), PageFacts(2, 595, 842))
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ready"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original.tif"
    path.write_bytes(b"original")
    return path


def made(tmp_path: Path, original: Path, facts: FileFacts = FACTS) -> ReadyFile:
    """Make a file of two pages, the first of which passes through."""
    part = tmp_path / f"part-{facts.sha256[:2]}"
    part.write_bytes(b"picture " * 100)
    handling = (Handling("pictured", "pdfium", (2,)),)
    return ReadyFile("a.tif", str(original), FileKind.TIFF, facts, handling, (str(original), str(part)))


def test_what_is_kept_is_found_again_under_another_name(tmp_path: Path, folder: Path, original: Path) -> None:
    kept = ReadyFiles(folder).keep(original, made(tmp_path, original), "1")
    assert not (tmp_path / "part-aa").exists()
    elsewhere = tmp_path / "same-bytes.tif"
    found = ReadyFiles(folder).find(elsewhere, "b.tif", FACTS, "1")
    assert found == replace(kept, name="b.tif", path=str(elsewhere), parts=(str(elsewhere), kept.parts[1]))
    assert Path(found.parts[1]).read_bytes() == b"picture " * 100
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


def test_what_another_version_made_is_not_found_and_is_replaced(
    tmp_path: Path, folder: Path, original: Path
) -> None:
    files = ReadyFiles(folder)
    files.keep(original, made(tmp_path, original), "1")
    assert files.find(original, "a.tif", FACTS, "2") is None
    files.keep(original, made(tmp_path, original), "2")
    assert files.find(original, "a.tif", FACTS, "2") is not None
    assert [each.name for each in folder.iterdir()] == [FACTS.sha256]


@pytest.mark.parametrize("damage", [b"", b"picture " * 99, b"pikture " * 100])
def test_what_is_no_longer_as_it_was_made_is_not_found(
    tmp_path: Path, folder: Path, original: Path, damage: bytes
) -> None:
    files = ReadyFiles(folder)
    kept = files.keep(original, made(tmp_path, original), "1")
    Path(kept.parts[1]).write_bytes(damage)
    assert files.find(original, "a.tif", FACTS, "1") is None


@pytest.mark.parametrize("index", ["", "{", "[]", '{"ready_files.KeptFile":[1]}'])
def test_an_index_that_says_nothing_is_none(tmp_path: Path, folder: Path, original: Path, index: str) -> None:
    files = ReadyFiles(folder)
    files.keep(original, made(tmp_path, original), "1")
    (folder / FACTS.sha256 / "index.json").write_text(index, "ascii")
    assert files.find(original, "a.tif", FACTS, "1") is None
    files.keep(original, made(tmp_path, original), "1")
    assert files.find(original, "a.tif", FACTS, "1") is not None


def test_a_copy_that_leads_out_of_its_folder_is_not_found(
    tmp_path: Path, folder: Path, original: Path
) -> None:
    files = ReadyFiles(folder)
    files.keep(original, made(tmp_path, original), "1")
    index = folder / FACTS.sha256 / "index.json"
    name = Path(next(each for each in index.parent.iterdir() if each != index)).name
    shutil.copy(index.parent / name, folder.parent / "outside")
    index.write_text(index.read_text("ascii").replace(f'"{name}"', '"../../outside"'), "ascii")
    assert files.find(original, "a.tif", FACTS, "1") is None


def test_where_nothing_can_be_kept_it_stays_where_it_was_made(tmp_path: Path, original: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    files = ReadyFiles(tmp_path / "no folder" / "ready")
    ready = made(tmp_path, original)
    assert files.keep(original, ready, "1") == ready
    assert Path(ready.parts[1]).exists()
    assert files.find(original, "a.tif", FACTS, "1") is None
    files.trim()
    files.forget_all_but(frozenset())


def test_a_stop_in_the_middle_leaves_what_was_there(
    tmp_path: Path, folder: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ReadyFiles(folder)
    files.keep(original, made(tmp_path, original), "1")

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ReadyFiles, "_put_into_place", stop)
    with pytest.raises(KeyboardInterrupt):
        files.keep(original, made(tmp_path, original), "2")
    assert files.find(original, "a.tif", FACTS, "1") is not None
    assert [each.name for each in folder.iterdir()] == [FACTS.sha256]


def test_what_nothing_names_is_forgotten(tmp_path: Path, folder: Path, original: Path) -> None:
    files = ReadyFiles(folder)
    other = replace(FACTS, sha256="b" * 64)
    for facts in (FACTS, other):
        files.keep(original, made(tmp_path, original, facts), "1")
    files.forget_all_but(frozenset({other.sha256}))
    assert [each.name for each in folder.iterdir()] == [other.sha256]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, folder: Path, original: Path) -> None:
    files = ReadyFiles(folder, most_bytes=2500)
    for number, letter in enumerate("abc"):
        facts = replace(FACTS, sha256=letter * 64)
        files.keep(original, made(tmp_path, original, facts), "1")
        long_ago = time.time() - 10_000 + number
        os.utime(folder / facts.sha256 / "index.json", (long_ago, long_ago))
    assert files.find(original, "a.tif", FACTS, "1") is not None
    files.trim()
    assert {each.name[0] for each in folder.iterdir()} == {"a", "c"}


def test_what_may_be_in_use_is_never_removed_for_want_of_room(
    tmp_path: Path, folder: Path, original: Path
) -> None:
    files = ReadyFiles(folder, most_bytes=0)
    files.keep(original, made(tmp_path, original), "1")
    files.trim()
    assert files.find(original, "a.tif", FACTS, "1") is not None


def test_what_a_killed_process_left_is_removed(
    tmp_path: Path, folder: Path, original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ReadyFiles(folder)
    files.keep(original, made(tmp_path, original), "1")
    left = make_hidden_folder(folder / "a", PART)
    files.trim()
    assert left.exists()
    monkeypatch.setattr(leftovers, "is_gone", lambda mark: True)
    files.trim()
    assert not left.exists()
