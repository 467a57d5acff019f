"""Backups in the window: made, listed, looked into, one case or everything restored, and by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.casework import backup, keep, safety
from app.casework.desk import Desk
from app.domain.backups import Backup, BackupReason, Side
from app.domain.rules import RulePack
from app.gui.automatic_backup import AutomaticBackup
from app.gui.backups_dialog import BackupsDialog
from app.gui.keeping_ways import show_backups
from app.gui.pages.cases import CasesPage
from app.gui.restore_dialog import RestoreDialog
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.worker_client import Stopped
from app.store import keys
from tests.gui.hands import WORKER_MS
from tests.gui.kept_window import add_case, make_kept_window, titles

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    made = make_kept_window(tmp_path_factory.mktemp("backups"), pack)
    add_case(made, "First")
    yield made
    made.session.worker.cancel_all()
    made.close()


def back_up_here(window: MainWindow) -> Backup:
    made = backup.back_up(window.session.desk, lambda _: None)
    assert made is not None
    return made.backup


def shown(window: MainWindow, qtbot: QtBot) -> BackupsDialog:
    dialog = BackupsDialog(window.session, window.words, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.listed is not None, timeout=WORKER_MS)
    return dialog


def looked_into(window: MainWindow, qtbot: QtBot, kept: Backup) -> RestoreDialog:
    dialog = RestoreDialog(window.session, window.words, kept, window)
    qtbot.addWidget(dialog)
    dialog.look()
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=WORKER_MS)
    return dialog


def choose_case(dialog: RestoreDialog, title: str) -> None:
    row = next(each for each in dialog.tree.rows() if row_data(each) and each.text(0) == title)
    dialog.tree.setCurrentItem(row)


def list_page(window: MainWindow) -> CasesPage:
    page = window.page(Step.CASES)
    assert isinstance(page, CasesPage)
    return page


def test_a_backup_is_made_listed_verified_and_removed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown(window, qtbot)
    assert dialog.tree.topLevelItem(0).text(0) == "There is no backup yet."
    assert not dialog.restore_button.isEnabled()

    dialog.make_button.click()
    assert not dialog.make_button.isEnabled()

    qtbot.waitUntil(lambda: dialog.chosen() is not None, timeout=WORKER_MS)
    assert dialog.notice.text.text().startswith("1 case is backed up")
    assert dialog.tree.topLevelItem(0).text(1) == "1"

    dialog.verify_button.click()

    qtbot.waitUntil(lambda: "verified just now" in dialog.tree.topLevelItem(0).text(3), timeout=WORKER_MS)
    monkeypatch.setattr(BackupsDialog, "_confirm_removal", lambda *_: True)
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: dialog.notice.text.text() == "The backup is removed.", timeout=WORKER_MS)
    qtbot.waitUntil(lambda: dialog.chosen() is None, timeout=WORKER_MS)


def test_the_folder_the_number_and_whether_at_all_are_chosen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown(window, qtbot)
    choices = dialog.choices
    assert "same drive as your cases" in choices.advice.text()
    assert not choices.usual_button.isVisible()
    chosen = tmp_path / "stick"
    chosen.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))

    choices.choose_button.click()
    qtbot.waitUntil(lambda: str(chosen) in choices.folder.text(), timeout=WORKER_MS)
    choices.keep.setValue(3)
    choices.automatic.click()

    def is_set() -> bool:
        settings = backup.read_settings(window.session.desk)
        return (settings.folder, settings.keep, settings.automatic) == (str(chosen), 3, False)

    qtbot.waitUntil(is_set, timeout=WORKER_MS)
    choices.usual_button.click()
    qtbot.waitUntil(lambda: backup.read_settings(window.session.desk).is_default, timeout=WORKER_MS)
    backup.set_backups(window.session.desk, automatic=True)


def test_one_case_is_brought_back_from_a_backup_and_that_is_undone(window: MainWindow, qtbot: QtBot) -> None:
    kept = back_up_here(window)
    case_id = window.session.cases()[0].id
    window.session.open_case(case_id)
    window.session.set_basics(title="Changed")
    new = add_case(window, "New")
    dialog = looked_into(window, qtbot, kept)
    assert dialog.preview is not None
    sides = {case.title or case.here_title: case.side for case in dialog.preview.cases}
    assert sides == {"First": Side.DIFFERS, "New": Side.ONLY_HERE}
    choose_case(dialog, "New")
    assert not dialog.case_button.isEnabled()
    choose_case(dialog, "First")

    dialog.case_button.click()

    qtbot.waitUntil(lambda: "This can be undone" in dialog.notice.text.text(), timeout=WORKER_MS)
    assert window.session.case.title == "First"
    window.session.undo()
    assert window.session.case.title == "Changed"
    window.session.set_basics(title="First")
    window.session.delete_case(new)
    window.session.desk.cases.purge((new,))


def test_a_backup_of_another_passphrase_asks_for_it_until_it_is_right(
    qapp: QApplication, pack: RulePack, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "OPS", 1)
    monkeypatch.setattr(keys, "MEMORY_BYTES", 8192)
    kept = back_up_under_an_earlier_passphrase(pack, tmp_path / "data")
    window = make_kept_window(tmp_path, pack)
    qtbot.addWidget(window)
    assert window.is_away
    window.locking.enter(safety.open_by_passphrase(window.session.desk, "the second one"))
    dialog = RestoreDialog(window.session, window.words, kept, window)
    qtbot.addWidget(dialog)
    dialog.look()
    dialog.show()
    qtbot.waitUntil(dialog.open_button.isVisible, timeout=WORKER_MS)
    assert dialog.secret.told.text() == ""
    dialog.secret.first.setText("the second one")
    dialog.open_button.click()
    qtbot.waitUntil(lambda: dialog.secret.told.text() != "", timeout=WORKER_MS)
    dialog.secret.first.setText("the first one")
    dialog.open_button.click()
    qtbot.waitUntil(lambda: dialog.preview is not None, timeout=WORKER_MS)
    choose_case(dialog, "Old")

    dialog.case_button.click()

    qtbot.waitUntil(lambda: "is back among the cases" in dialog.notice.text.text(), timeout=WORKER_MS)
    assert titles(window) == ["Old"]
    dialog.reject()
    assert dialog.secret.first.text() == ""


def back_up_under_an_earlier_passphrase(pack: RulePack, data_folder: Path) -> Backup:
    """Keep a case, encrypt it, back it up, take another key and delete the case for good."""
    desk = Desk(pack, data_folder)
    case_id = keep.create_case(
        desk, title="Old", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    ).case_id
    safety.encrypt_store(desk, "the first one", None, lambda _: None)
    desk = Desk(pack, data_folder)
    desk.unlock(safety.open_by_passphrase(desk, "the first one"))
    made = backup.back_up(desk, lambda _: None)
    assert made is not None
    keep.delete_case(desk, case_id)
    keep.purge_deleted(desk, (case_id,))
    safety.renew_key(desk, "the second one", None, lambda _: None)
    return made.backup


def test_everything_is_restored_only_after_it_was_said_what_goes_and_a_second_yes(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = back_up_here(window)
    add_case(window, "Made since")

    def choose(dialog: BackupsDialog) -> int:
        qtbot.waitUntil(lambda: dialog.listed is not None, timeout=WORKER_MS)
        monkeypatch.setattr(RestoreDialog, "exec", want_everything)
        dialog.tree.select_row(kept)
        dialog.restore_button.click()
        return 1

    def want_everything(dialog: RestoreDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.preview is not None, timeout=WORKER_MS)
        dialog.everything_button.click()
        assert "only here is then not here any more" in dialog.consequences.text()
        assert "backed up first" in dialog.consequences.text()
        assert not dialog.now_button.isEnabled()
        dialog.confirm.click()
        dialog.now_button.click()
        return 1

    monkeypatch.setattr(BackupsDialog, "exec", choose)

    show_backups(window)

    qtbot.waitUntil(
        lambda: not window.is_away and "Everything is restored" in window.message.text.text(),
        timeout=WORKER_MS,
    )
    assert titles(window) == ["First"]
    assert "What was here before is in the backup of" in window.message.details.item(0).text()
    reasons = [each.reason for each in backup.list_backups(window.session.desk).backups]
    assert BackupReason.RESTORE in reasons


def test_a_backup_is_made_by_itself_some_time_after_opening(window: MainWindow, qtbot: QtBot) -> None:
    add_case(window, "By itself")
    for each in backup.list_backups(window.session.desk).backups:
        backup.remove_backup(window.session.desk, each.id)
    automatic = AutomaticBackup(window, after_opening_ms=1)

    window.started.emit()

    qtbot.waitUntil(lambda: automatic.is_at_work, timeout=WORKER_MS)
    qtbot.waitUntil(lambda: not automatic.is_at_work, timeout=WORKER_MS)
    made = backup.list_backups(window.session.desk).backups
    assert [each.reason for each in made] == [BackupReason.AUTOMATIC]
    assert window.message.isHidden() or "backup" not in window.message.text.text()
    automatic.deleteLater()


def test_a_backup_that_fails_by_itself_is_told_quietly_and_once_a_day(window: MainWindow) -> None:
    automatic = AutomaticBackup(window)
    gone = Stopped("backup.folder_gone", {"path": "/media/stick"})

    automatic._failed(gone)

    assert window.message.text.text().startswith("No backup could be made by itself today.")
    assert "/media/stick" in window.message.text.text()
    assert window.message.offer_button.text() == "Backups…"
    assert QApplication.activeModalWidget() is None
    window.message.hide()
    automatic._failed(gone)
    assert window.message.isHidden()
    automatic.deleteLater()


def test_closing_after_a_change_backs_up_and_closes_by_itself(
    qapp: QApplication, pack: RulePack, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_kept_window(tmp_path, pack)
    qtbot.addWidget(window)
    automatic = AutomaticBackup(window)
    window.may_close_now = automatic.may_close
    window.started.emit()
    data_folder = window.session.desk.data_folder
    gone = add_case(window, "Deleted")
    window.session.delete_case(gone)
    add_case(window, "Worth a backup")

    assert not window.close()

    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WORKER_MS)
    desk = Desk(pack, data_folder)
    made = backup.list_backups(desk).backups
    assert [(each.reason, each.cases) for each in made] == [(BackupReason.AUTOMATIC, 1)]
    desk.close()


def test_who_does_not_want_to_wait_for_the_backup_closes_now(
    qapp: QApplication, pack: RulePack, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_kept_window(tmp_path, pack)
    qtbot.addWidget(window)
    automatic = AutomaticBackup(window)
    automatic._telling.setInterval(0)
    window.may_close_now = automatic.may_close
    window.started.emit()
    add_case(window, "Worth a backup")
    assert not window.close()
    qtbot.waitUntil(lambda: automatic._page is not None, timeout=WORKER_MS)
    assert automatic._page is not None
    assert window.isEnabled()

    automatic._page.buttons[0].click()

    assert not window.isVisible()
    assert not automatic.is_at_work


def test_closing_without_a_change_waits_for_nothing(
    qapp: QApplication, pack: RulePack, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_kept_window(tmp_path, pack)
    qtbot.addWidget(window)
    window.may_close_now = AutomaticBackup(window).may_close
    window.started.emit()

    assert window.close()
