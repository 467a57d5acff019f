"""The lock: nothing of a case is in a locked window, and unlocking leads back to where one was."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.casework import safety
from app.casework.desk import Desk
from app.casework.patience import Patience
from app.domain.rules import RulePack
from app.domain.words import DisplayMode
from app.env.private_room import memory_folder
from app.gui.idle_lock import IdleLock
from app.gui.new_case import NewCaseDialog
from app.gui.private_folder import private_folder
from app.gui.steps import Step
from app.gui.unlock_page import UnlockPage
from tests.gui import audit
from tests.gui.hands import WORKER_MS
from tests.gui.safe_store import NAME, PASSPHRASE, holds, lock, locked_window, make_store, page_of, unlock

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")
CODE = safety.new_code()


def said_anywhere() -> str:
    """Return every word that any widget or menu of the program holds, shown or not."""
    found: list[str] = []
    for each in QApplication.allWidgets():
        found += [each.windowTitle(), each.toolTip(), each.accessibleName(), each.accessibleDescription()]
        if isinstance(each, QLabel | QPushButton | QLineEdit):
            found.append(each.text())
        found += [action.text() for action in each.findChildren(QAction)]
    return "\n".join(found)


def test_locking_leaves_nothing_of_a_case_and_unlocking_leads_back(
    qtbot: QtBot, data_folder: Path, pack: RulePack
) -> None:
    case_id = make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    assert NAME not in said_anywhere()
    unlock(window, qtbot)
    window.open_case(case_id)
    window.show_step(Step.PEOPLE)
    window.menus.recent.aboutToShow.emit()
    assert NAME in window.windowTitle()
    assert NAME in said_anywhere()
    QGuiApplication.clipboard().setText(NAME)
    key, inside = window.session.desk.key, window.centralWidget().findChildren(QObject)
    worker = window.session.worker.process_id
    lock(window, qtbot)

    assert NAME not in said_anywhere()
    assert [each for each in inside if isValid(each)] == []
    assert QGuiApplication.clipboard().text() == ""
    assert window.session.desk.is_locked
    assert window.session.worker.process_id == 0 or window.session.worker.process_id != worker
    assert key is not None
    with pytest.raises(ValueError, match="wiped"):
        _ = key.raw
    window.words.choose(DisplayMode.ZH)
    assert page_of(window).open_button.text() == "打开"
    window.words.choose(DisplayMode.EN)
    unlock(window, qtbot)

    assert (window.session.case_id, window.steps_shown()) == (case_id, Step.PEOPLE)
    assert NAME in window.windowTitle()
    window.close()
    assert holds(data_folder, NAME) == []


def test_what_is_being_typed_is_kept_when_the_window_locks_and_dialogs_close(
    qtbot: QtBot, data_folder: Path, pack: RulePack
) -> None:
    case_id = make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    unlock(window, qtbot)
    window.open_case(case_id)
    window.activateWindow()
    window.header.title.setFocus()
    window.header.title.selectAll()
    QTest.keyClicks(window.header.title, "Typed just now")
    dialog = NewCaseDialog(window.session, window.words, window)
    dialog.show()
    lock(window, qtbot)

    assert not isValid(dialog) or not dialog.isVisible()
    unlock(window, qtbot)
    assert window.session.case.title == "Typed just now"
    window.close()


def test_work_that_a_person_waits_for_is_finished_under_a_cover_before_the_window_locks(
    qtbot: QtBot, data_folder: Path, pack: RulePack, tmp_path: Path
) -> None:
    case_id = make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    unlock(window, qtbot)
    window.open_case(case_id)
    window.session.export_case(case_id, tmp_path / "exported", lambda: None)
    worker = window.session.worker.process_id
    key = window.session.desk.key
    assert key is not None
    if sys.platform == "linux":
        told = Path(f"/proc/{worker}/cmdline").read_bytes() + Path(f"/proc/{worker}/environ").read_bytes()
        assert key.raw.hex().encode() not in told
    covered: list[QWidget] = []
    window.locking.lock()
    qtbot.waitUntil(lambda: window.locking.page is not None, timeout=WORKER_MS)
    covered.append(window.centralWidget())
    assert not isinstance(covered[0], UnlockPage)
    assert NAME not in window.windowTitle()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage), timeout=WORKER_MS)

    assert (tmp_path / "exported" / "case.toml").exists()
    window.close()


def test_the_window_locks_when_nobody_touches_it(
    qtbot: QtBot, data_folder: Path, pack: RulePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    unlock(window, qtbot)
    idle = window.locking.idle
    assert idle is not None
    assert idle.minutes == 10
    now = [1_000.0]
    monkeypatch.setattr(IdleLock, "_now", staticmethod(lambda: (now[0], now[0])))
    idle.begin(10)
    now[0] += 599
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    now[0] += 599
    idle.look()
    assert not window.is_away
    # What is touched only after the time was over comes too late.
    now[0] += 2
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: window.is_away, timeout=WORKER_MS)

    window.close()


def test_wrong_passphrases_are_told_in_one_sentence_and_make_wait(
    qtbot: QtBot, data_folder: Path, pack: RulePack
) -> None:
    make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    page = page_of(window)
    now = [0.0]
    window.session.desk.patience = Patience(lambda: now[0], lambda _: None)
    for _ in range(3):
        page.secret.first.setText("not the one at all")
        page.open_button.click()
        assert not page.open_button.isEnabled()
        qtbot.waitUntil(lambda: not page.working.isVisible(), timeout=WORKER_MS)
        assert "does not open the cases" in page.notice.text.text()

    assert page.open_button.text() == "Open in 1 s"
    assert not page.open_button.isEnabled()
    now[0] += 2
    qtbot.waitUntil(page.open_button.isEnabled, timeout=WORKER_MS)
    assert page.open_button.text() == "Open"
    assert window.session.desk.is_locked
    window.close()


def test_the_recovery_code_leads_to_a_new_passphrase(qtbot: QtBot, data_folder: Path, pack: RulePack) -> None:
    make_store(data_folder, pack, code=CODE)
    window = locked_window(qtbot, data_folder)
    page = page_of(window)
    page.sheet_button.click()
    groups = CODE.lower().split("-")
    wrong = [*groups[:2], groups[2][::-1] if groups[2] != groups[2][::-1] else "00000", *groups[3:]]
    page.code.setText(" ".join(wrong))
    page.code_button.click()
    qtbot.waitUntil(page.notice.isVisible, timeout=WORKER_MS)
    assert "Group 3" in page.notice.text.text()
    page.code.setText(" ".join(groups))
    page.code_button.click()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 2, timeout=WORKER_MS)
    for field in (page.new_secret.first, page.new_secret.again):
        field.setText("another four words here")
    page.save_button.click()
    qtbot.waitUntil(lambda: not window.is_away, timeout=WORKER_MS)
    lock(window, qtbot)
    page_of(window).secret.first.setText(PASSPHRASE)
    page_of(window).open_button.click()
    qtbot.waitUntil(page_of(window).notice.isVisible, timeout=WORKER_MS)
    unlock(window, qtbot, "another four words here")

    window.close()


def test_a_locked_window_is_reached_by_keys_alone_and_says_that_capitals_are_on(
    qtbot: QtBot, data_folder: Path, pack: RulePack
) -> None:
    make_store(data_folder, pack)
    window = locked_window(qtbot, data_folder)
    page = page_of(window)
    QTest.keyClicks(page.secret.first, "ZEBRA")
    assert page.secret.caps.isVisible()
    QTest.keyClicks(page.secret.first, "z")
    assert not page.secret.caps.isVisible()
    stops = audit.tab_stops(window, page.secret.first)
    missed = [audit.told(each) for each in audit.wanted_stops(page) if each not in stops]

    assert missed == []
    assert audit.nameless(window) == []
    allowed = [each.text() for _, deeds in window.menus.actions() for each in deeds if each.isEnabled()]
    assert "&Quit" in allowed
    assert "&New case" not in allowed
    window.close()


@pytest.mark.skipif(memory_folder() is None, reason="this system has no folder in memory")
def test_temporary_folders_are_in_memory_while_the_store_is_open(tmp_path: Path, pack: RulePack) -> None:
    make_store(tmp_path / "data", pack)
    desk = Desk(pack, tmp_path / "data")
    desk.unlock(safety.open_by_passphrase(desk, PASSPHRASE))
    made = private_folder()

    assert Path(made.path()).is_relative_to(memory_folder() or os.sep)
    desk.close()
