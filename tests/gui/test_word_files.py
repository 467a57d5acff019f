"""A Word file is shown as another program laid it out, and only who looked at the pages can say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from pytestqt.qtbot import QtBot

from app.casework.keep import enter_evidence
from app.domain.case import Evidence
from app.domain.files import FileFacts, FileKind, FileProblem, PageFacts, ReadyFile
from app.gui.pages.documents import EvidenceKey
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, new_case, show, write_pdf

Answer = Callable[[ReadyFile], None]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """Stands for the worker, whose machine may have no program that lays Word files out."""
    waiting: list[Answer] = []
    monkeypatch.setattr(Session, "lay_out", lambda session, name, done, failed: waiting.append(done))
    return waiting


@pytest.fixture
def page(window: MainWindow, answers: list[Answer], tmp_path: Path) -> Any:
    """The page of documents with a Word file chosen that is being laid out."""
    new_case(window)
    document = docx.Document()
    document.add_paragraph("letter")
    document.save(str(tmp_path / "letter.docx"))
    session = window.session
    name = "employment-proof/letter.docx"
    stored = {name: session.desk.vault.keep(tmp_path / "letter.docx")}
    evidence = Evidence("employment-proof", "principal", (name,))
    enter_evidence(session.desk, session.case_id or "", (evidence,), stored)
    session.open_case(session.case_id or "")
    shown = show(window, Step.DOCUMENTS)
    shown.show_row(EvidenceKey(0))
    return shown


def laid_out(path: Path, **facts: Any) -> ReadyFile:
    pages = (PageFacts(1, 595, 842), PageFacts(2, 595, 842))
    known = FileFacts("0" * 64, 1, FileKind.DOCX, pages=pages, converter="LibreOffice 7.4")
    return ReadyFile("letter.docx", str(path), FileKind.PDF, replace(known, **facts))


def test_while_it_is_laid_out_nobody_can_have_looked(page: Any) -> None:
    assert page.word_pages.told.text() == "The Word file is being laid out…"
    assert not page.word_pages.tick.isEnabled()
    assert page.preview.picture.pixmap().isNull()


def test_its_pages_and_fonts_are_shown_and_looked_at(
    page: Any, answers: list[Answer], window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    pages = write_pdf(tmp_path / "laid out.pdf", "letter", pages=2)
    answers[0](laid_out(pages, substituted=(("Calibri", "Carlito"),)))
    qtbot.waitUntil(lambda: page.preview._state == "shown", timeout=WORKER_MS)
    assert page.preview.place.text() == "1 / 2"
    assert page.word_pages.told.text().startswith("2 pages, laid out by LibreOffice 7.4")
    assert page.word_pages.fonts.text().endswith("Calibri → Carlito")

    page.word_pages.tick.click()
    assert window.session.case.evidence[0].layout_approved
    page.word_pages.tick.click()
    assert not window.session.case.evidence[0].layout_approved
    assert len(answers) == 1


def test_what_cannot_be_laid_out_says_what_to_do(page: Any, answers: list[Answer], tmp_path: Path) -> None:
    answers[0](laid_out(tmp_path, pages=(), problem=FileProblem.NEEDS_CONVERTER))
    assert "Save it as PDF where it was written" in page.word_pages.trouble.text.text()
    assert not page.word_pages.tick.isEnabled()
    assert not page.word_pages.told.isVisible()


def test_a_paper_that_is_no_word_file_has_no_such_card(
    page: Any, window: MainWindow, paper: Callable[[str], Path], qtbot: QtBot
) -> None:
    session = window.session
    stored = {"passport/a.pdf": session.desk.vault.keep(paper("a"))}
    evidence = Evidence("passport", "principal", ("passport/a.pdf",))
    enter_evidence(session.desk, session.case_id or "", (evidence,), stored)
    session.open_case(session.case_id or "")
    page.show_row(EvidenceKey(1))
    assert not page.word_pages.isVisible()
    qtbot.waitUntil(lambda: page.preview._state == "shown", timeout=WORKER_MS)


def test_each_file_of_a_paper_can_be_shown(
    page: Any, window: MainWindow, paper: Callable[[str], Path], qtbot: QtBot
) -> None:
    session = window.session
    stored = {f"tax-proof/{name}.pdf": session.desk.vault.keep(paper(name)) for name in ("one", "two")}
    evidence = Evidence("tax-proof", "principal", tuple(stored))
    enter_evidence(session.desk, session.case_id or "", (evidence,), stored)
    session.open_case(session.case_id or "")
    page.show_row(EvidenceKey(1))
    qtbot.waitUntil(lambda: page.preview._state == "shown", timeout=WORKER_MS)
    first = page.preview.picture.pixmap().toImage()
    page.which.setCurrentIndex(1)
    page.which.activated.emit(1)
    qtbot.waitUntil(lambda: page.preview._state == "shown", timeout=WORKER_MS)
    assert page.preview.picture.pixmap().toImage() != first
