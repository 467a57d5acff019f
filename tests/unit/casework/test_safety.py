"""Who may open the store: what each secret opens, what a change leaves, and what is refused."""

from datetime import date
from pathlib import Path

import pypdf
import pytest

from app.casework import keep, safety
from app.casework.desk import Desk
from app.casework.safety import NewState
from app.domain.errors import AppError, MachineStopped, UnusableInput
from app.domain.packet import Progress
from app.domain.words import DisplayMode
from app.store.in_use import InUse
from app.store.place import find_place
from tests.support.cases import desk_in

PASSPHRASE, OTHER = "seven plum trees", "a quiet river"
TODAY = date(2026, 11, 22)


def nobody(_progress: Progress) -> None:
    """Report to nobody."""


@pytest.fixture
def folder(quick_path: Path) -> Path:
    """Return a data folder in which one case is kept."""
    desk = desk_in(quick_path / "data")
    keep.create_case(desk, title="T", category="pr.wage-tax", place="ningbo", submit_on=date(2027, 1, 15))
    desk.close()
    return quick_path / "data"


@pytest.fixture
def code(folder: Path) -> str:
    """Return the recovery code of the store, which is encrypted by it and by the passphrase."""
    made = safety.new_code()
    safety.encrypt_store(desk_in(folder), PASSPHRASE, made, nobody)
    return made


def opened(folder: Path, passphrase: str = PASSPHRASE) -> Desk:
    desk = desk_in(folder)
    desk.unlock(safety.open_by_passphrase(desk, passphrase))
    return desk


def titles(desk: Desk) -> list[str]:
    return [each.title for each in keep.list_cases(desk)]


def refused(folder: Path, passphrase: str) -> str:
    with pytest.raises(AppError) as told:
        safety.open_by_passphrase(desk_in(folder), passphrase)
    return told.value.code


def test_the_state_tells_what_is_there_and_what_opens_it(folder: Path):
    assert not safety.state_of(desk_in(folder.parent / "none")).is_begun
    state = safety.state_of(desk_in(folder))
    assert (state.data_folder, state.is_begun, state.is_encrypted) == (str(folder), True, False)
    safety.encrypt_store(desk_in(folder), PASSPHRASE, None, nobody)
    desk = desk_in(folder)
    state = safety.state_of(desk)
    assert (state.is_encrypted, state.has_recovery, state.is_locked) == (True, False, True)
    desk.unlock(safety.open_by_passphrase(desk, PASSPHRASE))
    safety.set_recovery(desk, safety.new_code())
    state = safety.state_of(desk)
    assert (state.has_recovery, state.is_locked) == (True, False)


def test_a_store_can_be_encrypted_before_anything_is_kept(quick_path: Path):
    safety.encrypt_store(desk_in(quick_path), PASSPHRASE, None, nobody)
    assert titles(opened(quick_path)) == []


@pytest.mark.usefixtures("code")
def test_a_locked_store_shows_nothing_until_its_passphrase_opens_it(folder: Path):
    desk = desk_in(folder)
    for ask in (lambda: desk.cases, lambda: desk.vault):
        with pytest.raises(UnusableInput, match=r"store\.locked"):
            ask()
    assert refused(folder, OTHER) == "store.wrong_passphrase"
    assert titles(opened(folder)) == ["T"]


def test_the_recovery_code_opens_it_too_however_it_is_typed(folder: Path, code: str):
    desk = desk_in(folder)
    desk.unlock(safety.open_by_code(desk, code.lower().replace("-", " ")))
    assert titles(desk) == ["T"]


@pytest.mark.usefixtures("code")
def test_a_code_of_another_store_opens_nothing(folder: Path):
    desk = desk_in(folder)
    with pytest.raises(UnusableInput, match=r"store\.wrong_code"):
        safety.open_by_code(desk, safety.new_code())


def test_a_slip_in_typing_the_code_costs_no_try(folder: Path, code: str):
    desk = desk_in(folder)
    for _ in range(5):
        with pytest.raises(UnusableInput, match=r"store\.code_mistyped"):
            # The check digit of the first group: any other one is wrong.
            safety.open_by_code(desk, code[:4] + ("0" if code[4] != "0" else "1") + code[5:])
    assert desk.patience.seconds_left == 0


@pytest.mark.usefixtures("code")
def test_after_three_wrong_ones_the_next_has_to_wait(folder: Path):
    desk = desk_in(folder)
    for _ in range(3):
        with pytest.raises(UnusableInput):
            safety.open_by_passphrase(desk, OTHER)
    assert 0 < desk.patience.seconds_left <= 1


@pytest.mark.usefixtures("code")
def test_a_key_that_is_not_that_of_the_store_leaves_it_locked(folder: Path, quick_path: Path):
    safety.encrypt_store(desk_in(quick_path / "other"), PASSPHRASE, None, nobody)
    desk, other = desk_in(folder), desk_in(quick_path / "other")
    with pytest.raises(UnusableInput, match=r"database\.damaged"):
        desk.unlock(safety.open_by_passphrase(other, PASSPHRASE))
    assert desk.is_locked


def test_another_passphrase_writes_nothing_but_what_opens_the_store(folder: Path, code: str):
    opened(folder).close()
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.sqlite3")}
    place = find_place(folder)
    desk = opened(folder)
    safety.change_passphrase(desk, OTHER)
    desk.close()
    assert find_place(folder).generation == place.generation
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.sqlite3")} == before
    assert refused(folder, PASSPHRASE) == "store.wrong_passphrase"
    assert titles(opened(folder, OTHER)) == ["T"]
    assert safety.open_by_code(desk_in(folder), code).raw


def test_a_new_recovery_code_voids_the_one_before_and_none_voids_all(folder: Path, code: str):
    desk, second = opened(folder), safety.new_code()
    safety.set_recovery(desk, second)
    with pytest.raises(UnusableInput, match=r"store\.wrong_code"):
        safety.open_by_code(desk, code)
    assert safety.open_by_code(desk, second).raw
    safety.set_recovery(desk, None)
    assert not safety.state_of(desk).has_recovery
    assert titles(opened(folder)) == ["T"]


@pytest.mark.usefixtures("code")
def test_what_two_windows_set_at_once_both_counts(folder: Path):
    first, second, new = opened(folder), opened(folder), safety.new_code()
    safety.change_passphrase(first, OTHER)
    safety.set_recovery(second, new)
    assert refused(folder, PASSPHRASE) == "store.wrong_passphrase"
    assert opened(folder, OTHER).cases
    assert safety.open_by_code(first, new).raw


@pytest.mark.usefixtures("code")
def test_a_passphrase_that_is_too_short_changes_nothing(folder: Path):
    for change in (
        lambda desk: safety.change_passphrase(desk, "short"),
        lambda desk: safety.renew_key(desk, "short", None, nobody),
    ):
        with pytest.raises(UnusableInput, match=r"store\.passphrase_short"):
            change(opened(folder))
    assert titles(opened(folder)) == ["T"]


def test_a_new_key_makes_older_copies_of_no_use(folder: Path, code: str):
    old = find_place(folder)
    safety.renew_key(opened(folder), OTHER, None, nobody)
    assert refused(folder, PASSPHRASE) == "store.wrong_passphrase"
    with pytest.raises(UnusableInput, match=r"store\.wrong_code"):
        safety.open_by_code(desk_in(folder), code)
    assert not old.folder.exists()
    assert titles(opened(folder, OTHER)) == ["T"]


@pytest.mark.usefixtures("code")
def test_the_encryption_can_be_taken_away(folder: Path):
    assert safety.decrypt_store(opened(folder), nobody) == NewState()
    assert titles(desk_in(folder)) == ["T"]
    assert not find_place(folder).is_encrypted


@pytest.mark.usefixtures("code")
def test_whoever_changes_the_form_needs_the_key_first(folder: Path):
    for change in (
        lambda desk: safety.decrypt_store(desk, nobody),
        lambda desk: safety.renew_key(desk, OTHER, None, nobody),
        lambda desk: safety.change_passphrase(desk, OTHER),
        lambda desk: safety.set_recovery(desk, None),
    ):
        with pytest.raises(UnusableInput, match=r"store\.locked"):
            change(desk_in(folder))


def test_what_is_as_it_is_wanted_is_told(folder: Path):
    for change in (
        lambda desk: safety.decrypt_store(desk, nobody),
        lambda desk: safety.renew_key(desk, OTHER, None, nobody),
        lambda desk: safety.change_passphrase(desk, OTHER),
    ):
        with pytest.raises(UnusableInput, match=r"store\.plain_already"):
            change(desk_in(folder))
    safety.encrypt_store(desk_in(folder), PASSPHRASE, None, nobody)
    with pytest.raises(UnusableInput, match=r"store\.encrypted_already"):
        safety.encrypt_store(desk_in(folder), OTHER, None, nobody)


def test_while_another_window_uses_the_store_its_form_stays(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(safety, "_ALONE_SECONDS", 0.0)
    other, desk = InUse(folder), desk_in(folder)
    other.share()
    with pytest.raises(MachineStopped, match=r"store\.in_use"):
        safety.encrypt_store(desk, PASSPHRASE, None, nobody)
    # And the desk goes on as before.
    assert titles(desk) == ["T"]
    other.close()
    safety.encrypt_store(desk, PASSPHRASE, None, nobody)
    assert titles(opened(folder)) == ["T"]


def test_a_form_that_another_process_changed_in_between_is_not_changed_again(folder: Path):
    desk = desk_in(folder)
    assert titles(desk) == ["T"]
    # As in the moment before it is alone.
    desk.in_use.close()
    safety.encrypt_store(desk_in(folder), PASSPHRASE, None, nobody)
    with pytest.raises(UnusableInput, match=r"store\.changed_elsewhere"):
        safety.encrypt_store(desk, OTHER, None, nobody)
    desk.close()
    assert titles(opened(folder)) == ["T"]


def test_where_the_change_fails_the_desk_goes_on_as_before(
    folder: Path, code: str, monkeypatch: pytest.MonkeyPatch
):
    desk = opened(folder)

    def stop(_progress: Progress) -> None:
        raise MachineStopped("machine.disk_full", path="x")

    with pytest.raises(MachineStopped):
        safety.decrypt_store(desk, stop)
    assert titles(desk) == ["T"]
    assert not desk.is_locked
    assert safety.open_by_code(desk_in(folder), code).raw


# The recovery sheet.


def sheet_words(path: Path) -> str:
    [page] = pypdf.PdfReader(path).pages
    return page.extract_text()


@pytest.mark.parametrize("mode", DisplayMode)
def test_the_sheet_is_one_page_with_the_code_and_the_place(folder: Path, mode: DisplayMode):
    made, path = safety.new_code(), folder.parent / "sheet.pdf"
    written = safety.write_recovery_sheet(desk_in(folder), made, path, mode, today=TODAY)
    words = sheet_words(written)
    shown = "".join(words.split())
    assert made.replace("-", "") in shown
    assert "".join(str(folder).split())[:30] in shown
    assert "yongju store recover" in words
    assert ("Recovery sheet" in words) is (mode is not DisplayMode.ZH)
    assert ("恢复单" in words) is (mode is not DisplayMode.EN)


def test_the_code_stands_on_the_sheet_alone_and_not_in_what_a_printer_notes(folder: Path):
    made, path = safety.new_code(), folder.parent / "sheet.pdf"
    safety.write_recovery_sheet(desk_in(folder), made, path, today=TODAY)
    raw = path.read_bytes()
    assert not any(group.encode() in raw for group in made.split("-"))
    assert path.stat().st_mode & 0o077 == 0


def test_the_sheet_never_lies_with_the_cases_nor_over_another_file(folder: Path):
    desk, made = desk_in(folder), safety.new_code()
    for path, told in (
        (folder / "sheet.pdf", "store.sheet_inside"),
        (folder.parent / "none" / "sheet.pdf", "destination.no_folder"),
        (folder.parent / "there.pdf", "store.sheet_there"),
    ):
        (folder.parent / "there.pdf").write_bytes(b"another")
        with pytest.raises(UnusableInput) as error:
            safety.write_recovery_sheet(desk, made, path, today=TODAY)
        assert error.value.code == told
    assert (folder.parent / "there.pdf").read_bytes() == b"another"


@pytest.mark.parametrize("put_back", ["older", "none"])
def test_an_older_list_of_keys_that_comes_back_costs_no_case(folder: Path, code: str, put_back: str):
    older = (folder / "store.json").read_bytes()
    safety.renew_key(opened(folder), OTHER, None, nobody)
    newer = (folder / "store.json").read_bytes()
    (folder / "store.json").unlink()
    if put_back == "older":
        (folder / "store.json").write_bytes(older)
    for _ in range(2):
        desk = desk_in(folder)
        assert desk.is_missing
        with pytest.raises(UnusableInput, match=r"store\.folder_missing"):
            _ = desk.cases
        desk.close()
    (folder / "store.json").write_bytes(newer)
    assert titles(opened(folder, OTHER)) == ["T"]
