"""A photo's measurements stand beside what is asked; a copy is offered, and the original stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.casework.desk import Desk
from app.casework.photo import measure
from app.domain.photos import CopyObstacle, MeasuredPhoto, MeasureName, PhotoCopy
from app.domain.rules import RulePack
from app.domain.words import DisplayMode
from app.gui.pages.documents import EvidenceKey
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.worker_client import Stopped
from tests.gui.hands import WORKER_MS, give_read, new_case, show, write_pdf
from tests.support import portraits
from tests.support.readings import page

LEAVE, USE = 1, 0


def given(window: MainWindow, photo: Path) -> Any:
    """Open a case with a photo, which no worker had to take in, and choose the photo."""
    new_case(window)
    give_read(window, "photo", photo, page())
    documents = show(window, Step.DOCUMENTS)
    documents.show_row(EvidenceKey(0))
    return documents


@pytest.fixture(scope="module")
def small(pack: RulePack, tmp_path_factory: pytest.TempPathFactory) -> MeasuredPhoto:
    """A measured photo in which the head is too small, with a larger picture around it."""
    folder = tmp_path_factory.mktemp("photo")
    image = portraits.portrait().resize((1062, 1416), Image.Resampling.BICUBIC)
    path = portraits.saved(portraits.smaller(image, 0.7), folder / "photo.jpg", 95)
    return measure(Desk(pack, folder), path, "ningbo", "pr.wage-tax", date(2026, 12, 15))


@pytest.fixture
def documents(window: MainWindow, small: MeasuredPhoto, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of documents with that photo chosen."""
    monkeypatch.setattr(window.session, "measure_photo", lambda name, done, failed: done(small))
    return given(window, Path(small.path))


def test_each_measurement_stands_beside_what_is_asked(documents: Any) -> None:
    rows = {row_data(row): row for row in documents.photo.tree.rows()}
    head = rows[MeasureName.HEAD_HEIGHT.value]

    assert set(rows) <= {each.value for each in MeasureName}
    assert head.text(1).endswith(" mm")
    assert head.text(2) == "outside"
    assert not head.icon(2).isNull()
    assert "[1]" in head.data(0, 0x0101)
    assert documents.photo.sources.text().startswith("[1] ")


def test_the_measurements_follow_the_language(documents: Any, window: MainWindow) -> None:
    before = documents.photo.tree.topLevelItem(0).text(0)
    window.words.choose(DisplayMode.ZH)

    assert documents.photo.tree.topLevelItem(0).text(0) != before


def test_other_papers_have_no_measurements(documents: Any, window: MainWindow) -> None:
    assert documents.photo.isVisible()
    window.session.save_evidence(0, replace(window.session.case.evidence[0], requirement="passport"))
    documents.show_row(EvidenceKey(0))

    assert not documents.photo.isVisible()


def test_a_copy_takes_the_place_of_the_photo_and_the_original_stays(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    small: MeasuredPhoto,
    press: Any,
    monkeypatch: Any,
) -> None:
    press(USE)
    documents = given(window, Path(small.path))
    qtbot.waitUntil(lambda: len(documents.photo._known) == 1, timeout=WORKER_MS)
    target = tmp_path / "copy.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    documents.photo.ask_for_copy()
    qtbot.waitUntil(lambda: window.session.case.evidence[0].files == ("photo/copy.jpg",), timeout=WORKER_MS)
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)

    assert Path(small.path).exists()
    assert target.exists()
    qtbot.waitUntil(lambda: len(documents.photo._known) == 2, timeout=WORKER_MS)
    states = [row.text(2) for row in documents.photo.tree.rows()]
    assert "within" in states
    assert "outside" not in states


def test_the_case_stays_as_it_is_where_the_copy_is_not_wanted(
    documents: Any, window: MainWindow, press: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    press(LEAVE)
    made = PhotoCopy(str(tmp_path / "copy.jpg"), 354, 472, 30_000, 300, 90)
    monkeypatch.setattr(window.session, "copy_photo", lambda name, path, done, failed: done(made))
    documents.photo.make_copy(tmp_path / "copy.jpg")

    assert window.session.case.evidence[0].files == ("photo/photo.jpg",)
    assert "354 × 472" in documents.photo.outcome.text()


def test_what_stands_against_a_copy_is_told(
    documents: Any, window: MainWindow, monkeypatch: Any, tmp_path: Path
) -> None:
    made = PhotoCopy(obstacles=(CopyObstacle.TILTED, CopyObstacle.BACKGROUND))
    monkeypatch.setattr(window.session, "copy_photo", lambda name, path, done, failed: done(made))
    documents.photo.make_copy(tmp_path / "copy.jpg")

    assert "No copy was made:" in documents.photo.outcome.text()
    assert "The head leans" in documents.photo.outcome.text()


def test_a_copy_that_cannot_be_written_is_told(
    documents: Any, window: MainWindow, monkeypatch: Any, tmp_path: Path
) -> None:
    why = Stopped("destination.is_folder", {"path": str(tmp_path)})
    monkeypatch.setattr(window.session, "copy_photo", lambda name, path, done, failed: failed(why))
    documents.photo.make_copy(tmp_path)

    assert str(tmp_path) in documents.photo.outcome.text()
    assert documents.photo.copy_button.isEnabled()


def test_what_is_no_picture_is_told(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = Stopped("photo.not_one_picture", {"file": "two.pdf"})
    monkeypatch.setattr(window.session, "measure_photo", lambda name, done, failed: failed(why))
    documents = given(window, write_pdf(tmp_path / "two.pdf", pages=2))

    assert "not a single picture" in documents.photo.told.text()
    assert not documents.photo.copy_button.isVisible()
