"""How cases are kept is a person's choice: encrypted or not, where; and nothing lies about in plain."""

from __future__ import annotations

import json
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.casework import keep
from app.casework.clear_files import locate
from app.casework.desk import Desk
from app.casework.kept_settings import LAST_STEPS, LEFT_OUT, PACKETS
from app.domain.case import Evidence
from app.domain.rules import RulePack
from app.domain.words import Language
from app.env import paths
from app.gui.away_page import TellingPage
from app.gui.first_start import FirstStartDialog
from app.gui.history import HistoryDialog
from app.gui.main import make_window
from app.gui.moved_store import MissingPage
from app.gui.new_case import NewCaseDialog
from app.gui.passphrase_dialog import PassphraseDialog
from app.gui.passphrase_hints import advice_on
from app.gui.recovery_dialog import RecoveryDialog
from app.gui.safety_dialog import SafetyDialog
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, enter, show
from tests.gui.safe_store import NAME, PASSPHRASE, answer, holds, locked_window, make_store, unlock

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the usual folders of the account be those of this test alone."""
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "usual")
    monkeypatch.delenv("YONGJU_DATA", raising=False)


def started(qtbot: QtBot, folder: Path) -> MainWindow:
    window = make_window(folder, Language.EN)
    qtbot.addWidget(window)
    window.show()
    window.start()
    return window


def test_the_first_start_offers_both_ways_and_encrypting_ends_with_a_recovery_sheet(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "usual"
    window = started(qtbot, folder)
    kept = show(window, Step.CASES).welcome.kept
    kept.refresh()
    assert kept.choice.isVisible()
    assert not kept.choice.encrypt_button.isDefault()
    assert str(folder) in kept.choice.folder.text()

    def choose(dialog: PassphraseDialog) -> None:
        assert dialog.new is not None
        dialog.new.first.setText(PASSPHRASE)
        dialog.new.again.setText(PASSPHRASE[:-1])
        dialog.go_button.click()
        assert "not the same" in dialog.new.told.text()
        dialog.new.again.setText(PASSPHRASE)
        dialog.go_button.click()

    made: list[bool] = []

    def save(dialog: RecoveryDialog) -> None:
        dialog.save(tmp_path / "sheet.pdf")
        qtbot.waitUntil(lambda: dialog.is_made, timeout=WORKER_MS)
        made.append(dialog.is_made)
        dialog.later_button.click()

    answer(PassphraseDialog, choose)
    answer(RecoveryDialog, save)
    kept.choice.encrypt_button.click()
    qtbot.waitUntil(lambda: bool(made) and window.session.has_started, timeout=WORKER_MS)

    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert window.session.desk.place.is_encrypted
    window.session.new_case(f"{NAME} family")
    dialog = SafetyDialog(window)
    assert "encrypted since 20" in dialog.state.text()
    assert dialog.sheet_button.text() == "New recovery sheet…"
    dialog.close()
    window.close()
    assert holds(folder, NAME) == []


def test_before_the_first_case_it_is_asked_once_and_later_only_by_a_quiet_line(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = started(qtbot, tmp_path / "usual")
    page = show(window, Step.CASES)
    answer(FirstStartDialog, lambda dialog: dialog.later_button.click())
    answer(NewCaseDialog, lambda dialog: dialog.start_button.click())
    page.first_button.click()
    assert window.session.has_case
    answer(NewCaseDialog, lambda dialog: dialog.start_button.click())
    window.new_case()
    show(window, Step.CASES).refresh()
    assert page.kept.isVisible()
    answer(FirstStartDialog, lambda dialog: dialog.choice.plain_button.click())
    page.kept.button.click()

    assert not page.kept.isVisible()
    window.close()


def test_another_folder_is_remembered_and_one_that_is_gone_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "drive"
    chosen.mkdir()
    (chosen / "holiday.jpg").write_bytes(b"")
    window = started(qtbot, tmp_path / "usual")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))
    show(window, Step.CASES).welcome.kept.choice.folder_button.click()
    own = chosen / "Yongju"
    qtbot.waitUntil(lambda: window.session.desk.data_folder == own, timeout=WORKER_MS)
    window.session.new_case("Kept elsewhere")
    window.close()
    assert paths.data_folder() == own
    away = own.rename(tmp_path / "unplugged")
    window = started(qtbot, paths.data_folder())
    page = window.centralWidget()
    assert isinstance(page, MissingPage)
    assert str(own) in page.text.text()
    page.buttons[0].click()
    assert page.notice.isVisible()
    assert not own.exists()
    away.rename(own)
    page.buttons[0].click()

    assert [each.title for each in window.session.cases()] == ["Kept elsewhere"]
    window.close()


def test_a_window_waits_while_another_changes_how_cases_are_kept(
    qtbot: QtBot, tmp_path: Path, pack: RulePack
) -> None:
    folder = tmp_path / "usual"
    keep.create_case(
        other := Desk(pack, folder),
        title="Case",
        category="pr.wage-tax",
        place="ningbo",
        submit_on=make_window(folder, Language.EN).session.today(),
    )
    other.close()
    other = Desk(pack, folder)
    with other.in_use.alone():
        window = started(qtbot, folder)
        page = window.centralWidget()
        assert isinstance(page, TellingPage)
        assert "Another window" in page.text.text()
        page.buttons[0].click()
        assert window.is_away
    page.buttons[0].click()

    assert not window.is_away
    assert window.session.case.title == "Case"
    window.close()


def test_what_lay_in_plain_files_is_taken_over_once(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "usual"
    folder.mkdir()
    for name, key, value in (
        ("packets.ini", "abc", "[]"),
        ("questions.ini", "left-out/abc", "one two"),
        ("window.ini", "last_steps", json.dumps({"abc": 3})),
    ):
        settings = QSettings(str(folder / name), QSettings.Format.IniFormat)
        settings.setValue(key, value)
        settings.sync()
    window = started(qtbot, folder)
    kept = window.session.kept
    assert (kept(PACKETS, "abc"), kept(LEFT_OUT, "abc")) == ("[]", "one two")
    assert kept(LAST_STEPS) == '{"abc": 3}'
    assert window.last_steps.step_of("abc") is Step.DOCUMENTS
    window.close()

    assert {"packets.ini", "questions.ini"} & {each.name for each in folder.iterdir()} == set()
    assert "last_steps" not in (folder / "window.ini").read_text("utf-8")


def test_a_large_file_is_deciphered_beside_the_window(qtbot: QtBot, tmp_path: Path, pack: RulePack) -> None:
    folder = tmp_path / "usual"
    case_id = make_store(folder, pack)
    window = locked_window(qtbot, folder)
    unlock(window, qtbot)
    desk = window.session.desk
    stored = {}
    for name, size in (("passport/large.pdf", 3 << 20), ("passport/small.pdf", 3 << 10)):
        path = tmp_path / Path(name).name
        path.write_bytes(b"x" * size)
        stored[name] = desk.vault.keep(path)
    keep.enter_evidence(desk, case_id, (Evidence("passport", "principal", tuple(stored)),), stored)
    window.session.open_case(case_id)
    located = locate(desk, case_id, stored)
    assert [each.is_there for each in located.values()] == [False, True]
    found = window.session.paths_of(stored)
    came: list[bytes] = []
    large = found["passport/large.pdf"]
    window.session.when_readable(large, lambda: came.append(large.read_bytes()))
    assert not came
    qtbot.waitUntil(lambda: bool(came), timeout=WORKER_MS)

    assert came[0] == b"x" * (3 << 20)
    window.close()
    assert not large.exists()


def test_the_history_tells_who_and_the_name_is_a_persons_own(qtbot: QtBot, tmp_path: Path) -> None:
    window = started(qtbot, tmp_path / "usual")
    window.session.new_case("Case")
    dialog = SafetyDialog(window)
    enter(dialog.name, "Window 3, Li")
    dialog.close()
    window.session.set_basics(title="Renamed")
    history = HistoryDialog(window.session, window.words, window)
    assert history.tree.topLevelItem(0).text(1) == "Window 3, Li"
    assert history.tree.topLevelItem(1).text(1) != "Window 3, Li"
    history.save(tmp_path / "list.csv")
    lines = (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()

    assert lines[0] == "When,Who,Change,State"
    assert '"Window 3, Li"' in lines[2]
    window.close()


def test_short_and_monotonous_passphrases_are_advised_against() -> None:
    told = [
        advice_on(each) for each in ("aaaaaaaaaaaaaaaaaaaaaa", "20240317 20240317", "kettles", PASSPHRASE)
    ]

    assert len(set(told)) == 4
    assert "Long enough" in told[-1]
    assert "Long enough" in advice_on("九只水壶被斑马画过颜色")
