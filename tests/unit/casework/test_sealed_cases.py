"""Cases of an encrypted store: worked on like any other, and nothing of them can be read on the disk."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.casework import keep
from app.casework.attach import attach_evidence
from app.casework.desk import Desk
from app.casework.examining import examine_files
from app.casework.photo import measure
from app.casework.review import review_case
from app.domain.case import EvidencePart
from app.domain.errors import UnusableInput
from app.domain.files import FileProblem
from app.domain.packet import Progress
from app.env import private_room
from app.store import driver, readings
from app.store.keys import VaultKey
from tests.support.cases import desk_in
from tests.support.portraits import portrait, saved
from tests.support.sealed import locked_desk_in, sealed_desk_in

TODAY = date(2026, 11, 22)


def silent(_progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(private_room, "write_in_memory", lambda: None)
    made = sealed_desk_in(tmp_path / "data")
    yield made
    made.close()


def with_paper(desk: Desk, folder: Path, data: bytes = b"%PDF-1.4 MARKER-OF-A-PAPER") -> str:
    case_id = keep.create_case(
        desk, title="MARKER-OF-A-TITLE", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    ).case_id
    path = folder / "paper.pdf"
    path.write_bytes(data)
    attach_evidence(
        desk, case_id, requirement="passport", person="principal", part=EvidencePart.ORIGINAL, paths=(path,)
    )
    path.unlink()
    return case_id


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_of_a_case_can_be_read_in_the_data_folder(desk: Desk, tmp_path: Path) -> None:
    case_id = with_paper(desk, tmp_path)
    review_case(desk, desk.open_kept(case_id), today=TODAY, report=silent)
    sha256 = next(iter(desk.cases.named_hashes()))
    desk.close()

    written = bytes_below(tmp_path / "data")

    for marker in (b"MARKER", b"SQLite format", sha256.encode(), bytes.fromhex(sha256)):
        assert marker not in written
    assert not any(sha256 in str(path) for path in (tmp_path / "data").rglob("*"))


def test_a_paper_is_deciphered_once_and_only_when_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    case_id = with_paper(desk, tmp_path)
    desk.close()
    again = sealed_desk_in(tmp_path / "data")

    files = again.open_kept(case_id).files
    assert again.sealing is not None
    assert list(files) == ["passport/paper.pdf"]
    assert "room" not in vars(again.sealing)
    path = files["passport/paper.pdf"]
    assert path.read_bytes() == b"%PDF-1.4 MARKER-OF-A-PAPER"
    assert path.stat().st_mtime_ns == files["passport/paper.pdf"].stat().st_mtime_ns
    again.close()
    assert not path.exists()


def test_what_is_known_of_a_paper_is_found_again_without_deciphering_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = saved(portrait(), tmp_path / "photo.jpg")
    case_id = with_paper(desk, tmp_path, photo.read_bytes())
    # As after a while: what was written a moment ago may change without showing.
    later = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(readings.time, "time_ns", lambda: later)  # type: ignore[attr-defined]
    first = examine_files(desk, desk.open_kept(case_id), silent)
    desk.close()
    again = sealed_desk_in(tmp_path / "data")

    assert examine_files(again, again.open_kept(case_id), silent) == first
    assert again.sealing is not None
    assert "room" not in vars(again.sealing)
    again.close()


def test_a_sealed_paper_that_was_changed_is_told_as_unreadable_and_the_next_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    case_id = with_paper(desk, tmp_path)
    other = tmp_path / "photo.jpg"
    saved(portrait(), other)
    attach_evidence(
        desk, case_id, requirement="photo", person="principal", part=EvidencePart.ORIGINAL, paths=(other,)
    )
    [sha256] = [
        each.sha256 for name, each in desk.cases.load(case_id).files.items() if name.startswith("passport")
    ]
    sealed = desk.vault.path_of(sha256)
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"?")
    desk.close()
    again = sealed_desk_in(tmp_path / "data")

    facts = examine_files(again, again.open_kept(case_id), silent)

    assert facts["passport/paper.pdf"].problem is FileProblem.UNREADABLE
    assert facts["photo/photo.jpg"].problem is None
    again.close()


def test_while_the_store_is_locked_cases_are_refused_and_nothing_is_written_down(
    desk: Desk, tmp_path: Path
) -> None:
    case_id = with_paper(desk, tmp_path)
    desk.close()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "data").rglob("*")}
    locked = locked_desk_in(tmp_path / "data")

    with pytest.raises(UnusableInput) as refused:
        locked.open_kept(case_id)
    assert refused.value.code == "store.locked"
    folder = tmp_path / "folder"
    folder.mkdir()
    saved(portrait(), folder / "photo.jpg")
    assert measure(locked, folder / "photo.jpg", "ningbo", "pr.wage-tax", TODAY).rows
    locked.close()

    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "data").rglob("*") if path.is_file()}
    assert {path for path in after if path not in before} == set()


def test_another_key_opens_nothing_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    with_paper(desk, tmp_path)
    desk.close()
    before = bytes_below(tmp_path / "data")
    locked = locked_desk_in(tmp_path / "data")

    with pytest.raises(UnusableInput):
        locked.unlock(VaultKey(bytes(32)))
    locked.close()

    assert bytes_below(tmp_path / "data") == before


def test_a_plain_store_is_not_opened_as_an_encrypted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The file below may get the number of one that was looked at before.
    monkeypatch.setattr(driver, "_FOUND_ENCRYPTED", set())
    plain = desk_in(tmp_path / "data")
    with_paper(plain, tmp_path)
    file = plain.cases_file
    plain.close()
    encrypted = sealed_desk_in(tmp_path / "other")
    target = encrypted.cases_file
    encrypted.close()
    driver._FOUND_ENCRYPTED.clear()
    for path in target.parent.glob("cases.sqlite3*"):
        path.unlink()
    target.write_bytes(file.read_bytes())

    with pytest.raises(UnusableInput) as refused:
        sealed_desk_in(tmp_path / "other")
    assert refused.value.code == "store.not_encrypted"


def test_a_case_folder_can_be_checked_where_nobody_can_tell_how_the_store_is_kept(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "store.json").write_text("{")
    photo = saved(portrait(), tmp_path / "photo.jpg")
    desk = desk_in(tmp_path / "data")

    assert measure(desk, photo, "ningbo", "pr.wage-tax", TODAY).rows
    with pytest.raises(UnusableInput) as refused:
        _ = desk.cases
    desk.close()

    assert refused.value.code == "store.place_damaged"
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["store.json"]
