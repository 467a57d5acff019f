"""Upload files: one for each paper, shown with its size, its limit and what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.case import EvidencePart
from app.domain.files import Handling
from app.domain.findings import Finding, Severity
from app.domain.uploads import ReducedPage, UploadFile, UploadLimits, UploadSet, UploadSource
from app.domain.words import Text
from app.gui.rows import SECOND_ROLE
from app.gui.steps import Step
from app.gui.upload_dialog import UploadDialog, folder_for
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, new_case, show, wait_for_review

SOURCE = UploadSource("tax.pdf", "0" * 64, "original", (1, 2), "copied", (Handling("unlocked", "pikepdf"),))
FILE = UploadFile(
    "04-tax.pdf",
    "tax-proof",
    Text("Proof of tax paid", "完税证明"),
    "principal",
    "MUSTER ANNA",
    2_345_678,
    "0" * 64,
    2,
    (SOURCE,),
    reduced=(ReducedPage(2, 300, 150, 75, 3_000_000, 900_000),),
)
OVER = Finding(
    "upload.over_limit",
    Severity.BLOCKER,
    requirement="tax-proof",
    person="principal",
    params={"name": "04-tax.pdf", "size": 2346, "limit": 2000},
)
A_SET = UploadSet(
    "/out", "Case", Text("", ""), Text("", ""), False, UploadLimits(2_000_000, None, True), (FILE,)
)


@pytest.fixture
def dialog(window: MainWindow) -> UploadDialog:
    new_case(window)
    made = UploadDialog(window.session, window.words, window)
    made.show()
    return made


def test_a_file_over_the_limit_is_told_in_words(dialog: UploadDialog) -> None:
    dialog._done(replace(A_SET, findings=(OVER,)))
    row = dialog.table.topLevelItem(0)
    assert row.text(0) == "04-tax.pdf"
    assert (row.text(1), row.data(1, SECOND_ROLE)) == ("Proof of tax paid", "MUSTER ANNA")
    assert (row.text(2), row.data(2, SECOND_ROLE)) == ("2346 KB", "of at most 2000 KB")
    assert row.text(3) == "2 pages · scans drawn anew at 150 dpi: page 2 · unlocked"
    assert "1 file is larger than it may be" in dialog.notice.text.text()
    assert "the place takes at most 2000 KB" in dialog.told.topLevelItem(0).text(0)


def test_a_set_as_it_should_be_warns_of_nothing(dialog: UploadDialog) -> None:
    dialog._done(A_SET)
    assert not dialog.notice.isVisible()
    assert [row.text(0) for row in dialog.told.rows()] == ["At most 2000 KB in one file, as the rules say:"]


def test_a_folder_that_holds_other_things_gets_one_inside(tmp_path: Path) -> None:
    assert folder_for(tmp_path, "Case upload") == tmp_path
    (tmp_path / "mine.txt").write_text("mine")
    assert folder_for(tmp_path, "Case upload") == tmp_path / "Case upload"


def test_the_files_of_a_case_are_written_and_listed(
    window: MainWindow,
    qtbot: QtBot,
    paper: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new_case(window)
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (paper("护照"),))
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)
    wait_for_review(window, qtbot)
    page = show(window, Step.PACKET)
    assert not page.upload_button.isEnabled()
    page.draft.setChecked(True)
    shown: list[UploadDialog] = []

    def watch(dialog: UploadDialog) -> int:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.made is not None, timeout=WORKER_MS)
        shown.append(dialog)
        return 0

    folder = tmp_path / "portal"
    folder.mkdir()
    monkeypatch.setattr(UploadDialog, "exec", watch)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.upload_button.click()

    made = shown[0].made
    assert made is not None
    assert [row.text(0) for row in shown[0].table.rows()] == [file.name for file in made.files]
    assert all((folder / file.name).stat().st_size == file.size_bytes for file in made.files)
    assert len(made.files) == 1


def test_stopping_leaves_the_folder_as_it_was(dialog: UploadDialog, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "portal"
    dialog.write(folder, draft=True)
    qtbot.waitUntil(lambda: dialog._session.worker.process_id > 0, timeout=WORKER_MS)
    dialog.work.cancel_button.click()
    assert dialog.notice.text.text() == "Stopped. Nothing was written."
    assert [each for each in tmp_path.iterdir() if each.suffix == ".part" or each == folder] == []
