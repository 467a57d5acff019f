"""What is still missing: shown row by row, with the day and the language of the client, and saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.letters import LetterForm
from app.domain.rules import RulePack
from app.gui.gap_list_dialog import GapListDialog
from app.gui.rows import SECOND_ROLE
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS
from tests.gui.small_case import make_small_window

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture(scope="module")
def small(qapp: object, pack: RulePack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    made = make_small_window(tmp_path_factory.mktemp("gaps"), pack)
    yield made
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture
def dialog(small: MainWindow, qtbot: QtBot) -> GapListDialog:
    made = GapListDialog(small.session, small.words, small)
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_missing_paper_is_told_with_whose_it_is_and_from_whom_it_comes(dialog: GapListDialog) -> None:
    rows = {row.text(0): str(row.data(0, SECOND_ROLE)) for row in dialog.tree.rows()}

    assert "From: A photo studio" in rows["MUSTER ERIKA: Photo"]
    assert dialog.told.text().startswith(f"{len(rows)} things are missing.")


def test_papers_have_to_be_there_two_weeks_before_the_planned_day(dialog: GapListDialog) -> None:
    assert dialog.by.day == date(2026, 12, 1)


def test_a_client_from_elsewhere_is_written_to_in_english_and_what_is_chosen_is_remembered(
    dialog: GapListDialog, small: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert dialog.form.currentData() == LetterForm.EN
    monkeypatch.setattr(small.session, "write_gap_list", lambda *arguments: None)
    dialog.form.setCurrentIndex(dialog.form.findData(LetterForm.AFTER))
    dialog.save_to(tmp_path / "list.pdf")
    again = GapListDialog(small.session, small.words, small)
    qtbot.addWidget(again)

    assert again.form.currentData() == LetterForm.AFTER


def test_no_list_is_saved_without_a_day(dialog: GapListDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("a file was asked for"))
    dialog.by.line.setText("tomorrow")
    dialog.save()

    assert dialog.notice.text.text() == "Write a date like 2026-12-15."


@pytest.mark.parametrize(("kind", "ending"), [("PDF (*.pdf)", ".pdf"), ("Word file (*.docx)", ".docx")])
def test_a_name_without_an_ending_gets_the_one_of_its_kind(
    dialog: GapListDialog, small: MainWindow, monkeypatch: pytest.MonkeyPatch, kind: str, ending: str
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/tmp/list", kind))
    monkeypatch.setattr(small.session, "write_gap_list", lambda path, *more: asked.append(path))
    dialog.save()

    assert asked == [Path(f"/tmp/list{ending}")]


def test_the_list_is_written_by_the_worker(dialog: GapListDialog, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "list.docx"
    dialog.save_to(path)
    assert not dialog.save_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1, timeout=WORKER_MS)

    assert path.stat().st_size > 0
    assert dialog.chip.path == path


def test_what_stops_it_is_told(dialog: GapListDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.save_to(tmp_path / "nowhere" / "list.docx")
    qtbot.waitUntil(lambda: dialog.notice.isVisible(), timeout=WORKER_MS)

    assert dialog.stack.currentIndex() == 0
    assert dialog.save_button.isEnabled()


def test_nothing_can_be_saved_before_the_case_was_checked(
    small: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small.session, "review", None)
    made = GapListDialog(small.session, small.words, small)
    qtbot.addWidget(made)

    assert not made.save_button.isEnabled()
    assert made.told.text() == "The case is still being checked; the list comes in a moment."
