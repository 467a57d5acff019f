"""Hashing beside the work gives the digests of hashing at once, and a changed source is refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import SourceFile
from app.packet import hashing
from app.packet.hashing import Sha256, SourceCheck, StreamSha256
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
def test_what_is_written_has_the_digest_of_all_its_pieces(pieces: list[bytes]) -> None:
    found, expected = StreamSha256(), hashlib.sha256()
    for piece in pieces:
        found.update(piece)
        expected.update(piece)
        if len(piece) % 2:
            assert found.digest() == expected.digest()
    assert found.hexdigest() == expected.hexdigest()


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
