"""Deleting a case for good: what goes, what stays because others use it, and what could not be reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.casework import backup
from app.domain.backups import UnreachedKind
from app.domain.rules import RulePack
from app.gui import forget_dialog
from app.gui.forget_dialog import ForgetDialog
from app.gui.pages.cases import CasesPage
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS
from tests.gui.kept_window import add_case, give_paper, make_kept_window, titles

pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    made = make_kept_window(tmp_path_factory.mktemp("forgotten"), pack)
    yield made
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture
def page(window: MainWindow) -> CasesPage:
    window.show_step(Step.CASES)
    made = window.page(Step.CASES)
    assert isinstance(made, CasesPage)
    return made


def forget(window: MainWindow, qtbot: QtBot, case_id: str, *, backups: bool) -> ForgetDialog:
    found = window.session.summary(case_id)
    assert found is not None
    dialog = ForgetDialog(window.session, window.words, found, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.backups.setChecked(backups)
    dialog.go_button.click()
    qtbot.waitUntil(lambda: dialog.erased is not None, timeout=WORKER_MS)
    return dialog


def told(dialog: ForgetDialog) -> str:
    return "\n".join(row.text(0) for row in dialog.tree.rows())


def test_what_no_other_case_uses_goes_and_what_is_out_of_reach_is_named_with_its_place(
    window: MainWindow, page: CasesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = add_case(window, "Gone"), add_case(window, "Stays")
    alone = give_paper(window, gone, tmp_path / "alone.pdf")
    shared = give_paper(window, gone, tmp_path / "shared.pdf")
    assert give_paper(window, stays, tmp_path / "shared.pdf") == shared
    assert backup.back_up(window.session.desk, lambda _: None) is not None
    window.session.open_case(gone)

    dialog = forget(window, qtbot, gone, backups=False)

    vault = window.session.desk.vault
    assert not vault.path_of(alone).exists()
    assert vault.path_of(shared).exists()
    assert titles(window) == ["Stays"]
    assert not window.session.has_case
    assert "“Gone” is gone" in dialog.outcome.text.text()
    assert "The backups still hold the case" in told(dialog)
    assert "solid-state disk" in told(dialog)
    opened: list[Path] = []
    monkeypatch.setattr(forget_dialog, "open_file", opened.append)
    monkeypatch.setattr(forget_dialog, "show_in_folder", opened.append)
    place = next(row for row in dialog.tree.rows() if row_data(row) is not None)
    dialog.tree.setCurrentItem(place)
    dialog.folder_button.click()
    assert opened == [row_data(place)]


def test_a_case_is_taken_out_of_the_backups_too(window: MainWindow, page: CasesPage, qtbot: QtBot) -> None:
    gone = add_case(window, "In a backup")
    assert backup.back_up(window.session.desk, lambda _: None) is not None

    dialog = forget(window, qtbot, gone, backups=True)

    assert dialog.erased is not None
    assert dialog.erased.backups > 0
    assert UnreachedKind.BACKUPS not in {each.kind for each in dialog.erased.unreached}
    assert "It was taken out of" in dialog.outcome.text.text()


def test_nothing_offers_to_undo_what_was_done_to_a_case_that_is_gone_for_good(
    window: MainWindow, page: CasesPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = add_case(window, "Archived first")
    page.table.choose(case_id)
    page.archive_case()
    page.undo()
    assert page.undoable()[1] != ""

    def confirm(dialog: ForgetDialog) -> int:
        dialog.show()
        dialog.go_button.click()
        qtbot.waitUntil(lambda: dialog.erased is not None, timeout=WORKER_MS)
        return 1

    monkeypatch.setattr(ForgetDialog, "exec", confirm)
    page.table.choose(case_id)

    page.menu.forget.trigger()

    assert "Archived first" not in titles(window)
    assert page.undoable() == ("", "")


def test_a_case_is_kept_unless_the_other_button_is_pressed(
    window: MainWindow, page: CasesPage, qtbot: QtBot
) -> None:
    case_id = add_case(window, "Kept")
    found = window.session.summary(case_id)
    assert found is not None
    dialog = ForgetDialog(window.session, window.words, found, window)
    qtbot.addWidget(dialog)
    dialog.show()

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert not dialog.isVisible()
    assert dialog.erased is None
    assert "Kept" in titles(window)
