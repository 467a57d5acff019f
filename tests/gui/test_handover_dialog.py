"""Handing a case over and taking it over: a file, a passphrase of its own, and what differs is seen first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.casework import handover
from app.domain.handover import Standing
from app.domain.rules import RulePack
from app.gui.hand_over_dialog import HandOverDialog
from app.gui.keeping_ways import hand_over
from app.gui.pages.cases import CasesPage
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.take_over_dialog import TakeOverDialog
from app.gui.window import MainWindow
from app.store import keys
from tests.gui.hands import WORKER_MS, drop_event
from tests.gui.kept_window import add_case, make_kept_window, titles

pytestmark = pytest.mark.qt_log_ignore("does not support")
PASSPHRASE = "bamboo lantern 27"


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    made = make_kept_window(tmp_path_factory.mktemp("handover"), pack)
    yield made
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture
def page(window: MainWindow) -> CasesPage:
    window.show_step(Step.CASES)
    made = window.page(Step.CASES)
    assert isinstance(made, CasesPage)
    return made


@pytest.fixture
def case_id(window: MainWindow, page: CasesPage) -> Iterator[str]:
    """The one case that there is, which is open."""
    made = add_case(window, "Case")
    window.session.open_case(made)
    window.show_step(Step.CASES)
    yield made
    gone = [case.id for case in window.session.cases()]
    for each in gone:
        window.session.delete_case(each)
    window.session.desk.cases.purge((*gone, made))


@pytest.fixture
def file(window: MainWindow, case_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case as it was handed over, under a passphrase that is tried as quickly as a file may say."""
    monkeypatch.setattr(keys, "OPS", 1)
    monkeypatch.setattr(keys, "MEMORY_BYTES", 8192)
    path = tmp_path / "Case.yongju"
    handover.hand_over(window.session.desk, case_id, path, PASSPHRASE, lambda _: None)
    return path


def dialog_for(window: MainWindow, qtbot: QtBot, case_id: str) -> HandOverDialog:
    found = window.session.summary(case_id)
    assert found is not None
    dialog = HandOverDialog(window.session, window.words, found, window)
    qtbot.addWidget(dialog)
    return dialog


def type_in(dialog: HandOverDialog, first: str = PASSPHRASE, again: str = PASSPHRASE) -> None:
    dialog.secret.first.setText(first)
    dialog.secret.again.setText(again)


def look_into(dialog: TakeOverDialog, qtbot: QtBot) -> None:
    dialog.show()
    dialog.secret.first.setText(PASSPHRASE)
    QTest.keyClick(dialog.secret.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.offer is not None, timeout=WORKER_MS)


def open_file(window: MainWindow, qtbot: QtBot, file: Path) -> TakeOverDialog:
    dialog = TakeOverDialog(window.session, window.words, file, window)
    qtbot.addWidget(dialog)
    look_into(dialog, qtbot)
    return dialog


def wait_until_taken(dialog: TakeOverDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.taken is not None, timeout=WORKER_MS)
    assert not dialog.isVisible()


def test_a_passphrase_that_cannot_be_used_asks_for_no_file(
    window: MainWindow, qtbot: QtBot, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked for a file"))
    dialog = dialog_for(window, qtbot, case_id)
    told = []
    for first, again in (("", ""), ("short", "short"), (PASSPHRASE, "another one")):
        type_in(dialog, first, again)
        dialog.go_button.click()
        told.append(dialog.secret.told.text())

    assert told == [
        "Type the passphrase first.",
        "Use at least 8 characters.",
        "The two are not the same; type the passphrase again.",
    ]


def test_a_passphrase_is_hidden_until_it_is_asked_to_be_seen(
    window: MainWindow, qtbot: QtBot, case_id: str
) -> None:
    dialog = dialog_for(window, qtbot, case_id)
    fields = (dialog.secret.first, dialog.secret.again)
    assert {field.echoMode() for field in fields} == {QLineEdit.EchoMode.Password}

    dialog.secret.reveal.click()

    assert {field.echoMode() for field in fields} == {QLineEdit.EchoMode.Normal}


def test_a_case_is_handed_over_under_the_name_of_the_case_and_the_passphrase_is_forgotten(
    window: MainWindow, qtbot: QtBot, case_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = []

    def choose(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(start).name)
        return str(tmp_path / "for the agency"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog = dialog_for(window, qtbot, case_id)
    type_in(dialog)

    dialog.go_button.click()

    qtbot.waitUntil(lambda: dialog.handed is not None, timeout=WORKER_MS)
    assert proposed == ["Case.yongju"]
    assert dialog.chip.path == tmp_path / "for the agency.yongju"
    assert b"Case" not in dialog.chip.path.read_bytes()
    assert (dialog.secret.first.text(), dialog.secret.again.text()) == ("", "")


def test_the_same_case_is_not_taken_over_again(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    dialog = open_file(window, qtbot, file)

    assert "nothing in the file differs" in dialog.standing.text.text()
    offered = (dialog.add_button, dialog.keep_both_button, dialog.replace_button)
    assert [each.isVisible() for each in offered] == [False, False, False]
    assert dialog.facts["title"].text() == "Case"


def test_a_wrong_passphrase_is_asked_for_again(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    dialog = TakeOverDialog(window.session, window.words, file, window)
    qtbot.addWidget(dialog)
    dialog.secret.first.setText("bamboo lantern 28")

    dialog.open_button.click()

    qtbot.waitUntil(lambda: bool(dialog.secret.told.text()), timeout=WORKER_MS)
    assert dialog.offer is None
    assert dialog.open_button.isEnabled()
    assert dialog.secret.first.selectedText() != ""


def test_what_differs_is_seen_and_taken_instead_of_what_is_kept_which_can_be_undone(
    window: MainWindow, page: CasesPage, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.set_basics(title="Changed here")
    seen: list[str] = []

    def take(dialog: TakeOverDialog) -> int:
        look_into(dialog, qtbot)
        rows = [row for row in dialog.differences.rows() if row_data(row) is not None]
        seen.extend(" | ".join(row.text(column) for column in range(3)) for row in rows)
        seen.append(dialog.standing.text.text())
        dialog.replace_button.click()
        wait_until_taken(dialog, qtbot)
        return 1

    monkeypatch.setattr(TakeOverDialog, "exec", take)
    page.keeping.take_over(file)

    assert seen[0] == "Name of the case | Changed here | Case"
    assert "The file holds an earlier state" in seen[1]
    assert window.session.case.title == "Case"
    assert page.notice.text.text() == "“Case” is now as it came from the file."

    page.notice.undo_button.click()

    assert window.session.case.title == "Changed here"
    window.redo()
    assert window.session.case.title == "Case"


def test_replacing_is_not_undone_from_the_list_once_the_case_was_changed_again(
    window: MainWindow, qtbot: QtBot, case_id: str, file: Path
) -> None:
    window.session.set_basics(title="Changed here")
    dialog = open_file(window, qtbot, file)
    dialog.replace_button.click()
    wait_until_taken(dialog, qtbot)
    window.session.set_basics(title="Changed again")

    done = window.session.undo_replacing(case_id)

    assert not done
    assert window.session.case.title == "Changed again"
    assert "go back in its history" in window.message.text.text()


def test_both_are_kept_as_two_cases(window: MainWindow, qtbot: QtBot, file: Path) -> None:
    window.session.set_basics(title="Changed here")
    dialog = open_file(window, qtbot, file)

    dialog.keep_both_button.click()

    wait_until_taken(dialog, qtbot)
    assert titles(window) == ["Case", "Changed here"]
    assert window.session.case.title == "Changed here"


def test_a_file_that_is_dropped_on_the_window_becomes_a_new_case_which_can_be_taken_back(
    window: MainWindow,
    page: CasesPage,
    qtbot: QtBot,
    case_id: str,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.session.delete_case(case_id)
    window.session.desk.cases.purge((case_id,))

    def take(dialog: TakeOverDialog) -> int:
        look_into(dialog, qtbot)
        assert dialog.offer is not None
        assert dialog.offer.standing is Standing.NEW
        dialog.add_button.click()
        wait_until_taken(dialog, qtbot)
        return 1

    monkeypatch.setattr(TakeOverDialog, "exec", take)
    event, _data = drop_event((file,), QPointF(5, 5))

    window.dropEvent(event)

    qtbot.waitUntil(lambda: titles(window) == ["Case"], timeout=WORKER_MS)
    assert page.notice.text.text() == "“Case” was taken over as a new case."
    page.notice.undo_button.click()
    assert titles(window) == []


def test_the_menu_says_that_a_case_has_to_be_chosen_first(window: MainWindow, page: CasesPage) -> None:
    assert page.chosen() is None

    hand_over(window)

    assert window.message.text.text() == "Choose in the list which case is to be handed over."


# The last one: it ends the worker that the others use.
def test_cancelling_leaves_nothing_where_the_file_was_to_be(
    window: MainWindow, qtbot: QtBot, case_id: str, tmp_path: Path
) -> None:
    dialog = dialog_for(window, qtbot, case_id)
    type_in(dialog)
    folder = tmp_path / "out"
    folder.mkdir()

    dialog.hand_over_to(folder / "Case.yongju")
    dialog.work.cancel_button.click()

    assert list(folder.iterdir()) == []
    assert dialog.go_button.isEnabled()
    assert dialog.notice.text.text() == "Stopped. Nothing was written."
