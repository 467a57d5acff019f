"""Hashing beside the work gives the digests of hashing at once, and a changed source is refused."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import SourceFile
from app.env.stamp import file_stamp
from app.packet import hashing
from app.packet.hashing import Sha256, SourceCheck, file_sha256
from tests.unit.packet import support

PIECES = st.lists(st.integers(0, 3).map(lambda size: b"x" * (size * 70_000 + size)) | st.binary(max_size=40))


@pytest.fixture(params=["threads", "one core"], autouse=True, scope="module")
def helpers(request: pytest.FixtureRequest) -> object:
    patch = pytest.MonkeyPatch()
    made = hashing._Helpers(2) if request.param == "threads" else None
    patch.setattr(hashing, "_helpers", lambda: made)
    yield
    patch.undo()


@given(PIECES)
def test_large_data_counts_as_its_own_digest_in_its_place(pieces: list[bytes]) -> None:
    found, expected = Sha256(), hashlib.sha256()
    for piece in pieces:
        found.update(b"next")
        found.update_with_digest(piece)
        expected.update(b"next" + hashlib.sha256(piece).digest())
    assert found.hexdigest() == found.hexdigest() == expected.hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> list[SourceFile]:
    made = []
    for number in range(6):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(b"%d" % number * 1000)
        made.append(support.source_file(path, FileKind.PDF, (PageFacts(1, 10, 10),)))
    return made


def test_files_as_they_were_examined_are_let_through(files: list[SourceFile]) -> None:
    check = SourceCheck(files)
    for file in [*files, *files[::-1]]:
        check.refuse_changed(file)
    check.refuse_changed_meanwhile()


def test_a_file_that_changed_before_it_is_used_is_refused(files: list[SourceFile]) -> None:
    Path(files[3].path).write_bytes(b"other")
    check = SourceCheck(files)
    for file in files[:3]:
        check.refuse_changed(file)
    with pytest.raises(UnusableInput, match="source_changed"):
        check.refuse_changed(files[3])


def test_a_file_that_changes_after_it_was_hashed_is_refused(files: list[SourceFile]) -> None:
    check = SourceCheck(files)
    for file in files:
        check.refuse_changed(file)
    Path(files[2].path).write_bytes(b"other")
    with pytest.raises(UnusableInput, match="source_changed"):
        check.refuse_changed_meanwhile()


def test_a_file_that_bears_its_stamp_is_not_read_again(
    files: list[SourceFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped = [replace(file, stamp=file_stamp(Path(file.path)) or "") for file in files]
    monkeypatch.setattr(hashing, "file_sha256", lambda path: pytest.fail(f"{path.name} was read"))
    check = SourceCheck(stamped)
    for file in stamped:
        check.refuse_changed(file)
    check.refuse_changed_meanwhile()


@pytest.mark.parametrize("late", [False, True], ids=["before it is used", "meanwhile"])
def test_a_stamped_file_that_is_written_to_is_refused(files: list[SourceFile], late: bool) -> None:
    path = Path(files[1].path)
    stamped = [replace(file, stamp=file_stamp(Path(file.path)) or "") for file in files]
    check = SourceCheck(stamped)
    if late:
        check.refuse_changed(stamped[1])
    # Of the same size, so that only the times tell.
    path.write_bytes(b"x" * path.stat().st_size)
    os.utime(path, (1, 1))
    with pytest.raises(UnusableInput, match="source_changed"):
        check.refuse_changed_meanwhile() if late else check.refuse_changed(stamped[1])


def test_a_stamped_file_that_was_only_touched_is_read_and_let_through(files: list[SourceFile]) -> None:
    file = replace(files[0], stamp=file_stamp(Path(files[0].path)) or "")
    os.utime(file.path, (1, 1))
    check = SourceCheck([file])
    check.refuse_changed(file)
    check.refuse_changed_meanwhile()


def test_a_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    for size in (0, 1, hashing._BLOCK + 1):
        path = tmp_path / str(size)
        path.write_bytes(b"y" * size)
        assert file_sha256(path).result() == hashlib.sha256(b"y" * size).hexdigest()
    with pytest.raises(FileNotFoundError):
        file_sha256(tmp_path / "none").result()


def test_a_file_that_was_only_touched_is_let_through(files: list[SourceFile]) -> None:
    check = SourceCheck(files)
    check.refuse_changed(files[0])
    os.utime(files[0].path, (1, 1))
    check.refuse_changed_meanwhile()


def test_a_file_that_is_gone_is_named(files: list[SourceFile]) -> None:
    Path(files[0].path).unlink()
    with pytest.raises(UnusableInput) as caught:
        SourceCheck(files).refuse_changed(files[0])
    assert caught.value.params == {"file": "0.pdf"}
