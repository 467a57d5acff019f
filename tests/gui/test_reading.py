"""What was read on a paper is shown with its place; reading goes on behind the window and comes to an end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.casework.results import Review
from app.domain.case import EvidencePart
from app.domain.packet import Progress
from app.domain.reading import Box, FactName
from app.domain.words import DisplayMode
from app.gui.open_case import Task
from app.gui.pages.documents import EvidenceKey
from app.gui.preview import Preview
from app.gui.steps import Step
from app.gui.theme import colours
from app.gui.window import MainWindow
from app.gui.worker_client import Request, Stopped
from tests.gui.hands import WORKER_MS, give_read, new_case, show, wait_for_review, write_pdf
from tests.support.readings import fact, page

UP, DOWN = Box(0.2, 0.2, 0.4, 0.23), Box(0.5, 0.7, 0.8, 0.72)


@pytest.fixture
def documents(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Any:
    """The page of documents with a paper of two pages, on each of which a fact was read."""
    new_case(window)
    paper = write_pdf(tmp_path / "paper.pdf", pages=2)
    name = replace(fact(FactName.NAME, "ANNA ROE"), box=UP)
    number = replace(fact(FactName.PASSPORT_NUMBER, "C01X00T47", sure=0.5), box=DOWN)
    give_read(window, "passport", paper, page(name, kind="passport"), page(number, number=2))
    made = show(window, Step.DOCUMENTS)
    made.show_row(EvidenceKey(0))
    qtbot.waitUntil(lambda: made.preview._state == "shown", timeout=WORKER_MS)
    return made


def framed(preview: Preview) -> set[tuple[int, int]]:
    """Return the tenths of the picture, across and down, in which the colour of frames is seen."""
    shown = preview.picture.grab().toImage()
    frame = QColor(colours().accent).rgb()
    return {
        (x * 10 // shown.width(), y * 10 // shown.height())
        for x in range(shown.width())
        for y in range(shown.height())
        if shown.pixel(x, y) == frame
    }


def test_choosing_a_fact_frames_its_place_at_once(documents: Any) -> None:
    assert not framed(documents.preview)
    documents.read_facts.tree.setCurrentItem(documents.read_facts.tree.topLevelItem(0))

    assert framed(documents.preview) >= {(2, 2), (3, 2)}
    assert not framed(documents.preview) & {(5, 7), (6, 7)}
    assert documents.preview.strip.isVisible()


def test_a_fact_on_a_later_page_turns_to_it(documents: Any, qtbot: QtBot) -> None:
    documents.read_facts.tree.setCurrentItem(documents.read_facts.tree.topLevelItem(1))
    qtbot.waitUntil(lambda: documents.preview._state == "shown", timeout=WORKER_MS)

    assert documents.preview.place.text() == "2 / 2"
    assert documents.preview.strip.isVisible()
    documents.preview.back.click()
    qtbot.waitUntil(lambda: documents.preview._state == "shown", timeout=WORKER_MS)
    assert not documents.preview.strip.isVisible()


def test_the_chosen_fact_stays_framed_in_another_language(documents: Any, window: MainWindow) -> None:
    tree = documents.read_facts.tree
    tree.setCurrentItem(tree.topLevelItem(0))
    window.words.choose(DisplayMode.ZH)

    assert tree.currentItem() is tree.topLevelItem(0)
    assert tree.topLevelItem(0).text(1) == "ANNA ROE"
    assert documents.preview.strip.isVisible()


def test_what_was_not_read_plainly_is_marked(documents: Any) -> None:
    tree = documents.read_facts.tree

    assert tree.topLevelItem(0).icon(1).isNull()
    assert not tree.topLevelItem(1).icon(1).isNull()
    assert "please compare" in tree.topLevelItem(1).data(1, 0x0101)


def test_a_paper_is_read_behind_the_window(
    window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]
) -> None:
    new_case(window)
    wait_for_review(window, qtbot)
    unread: list[tuple[str, ...]] = []
    window.session.reviewed.connect(lambda: unread.append(window.session.review.unread))  # type: ignore[union-attr]  # just reviewed
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (paper("a"),))
    qtbot.waitUntil(lambda: bool(unread) and unread[-1] == (), timeout=WORKER_MS)

    assert unread == [("passport/a.pdf",), ()]
    assert not window.session.reading_stopped
    assert "passport/a.pdf" in window.session.review.readings  # type: ignore[union-attr]  # just reviewed


class Answers:
    """Stands for the worker: keeps what is asked and answers when told to."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self.session = window.session
        self.asked: list[Request] = []
        monkeypatch.setattr(window.session.worker, "ask", self.asked.append)
        new_case(window)
        self.session._review_timer.stop()
        self.session._ask_for_review()

    def verbs(self) -> list[str]:
        return [request.verb for request in self.asked]

    def review(self, *unread: str) -> None:
        self.asked[-1].done(Review((), (), (), {}, unread=unread))

    def read(self, *waiting: str) -> None:
        self.asked[-1].done(waiting)


@pytest.fixture
def answers(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    return Answers(window, monkeypatch)  # type: ignore[return-value]  # no clean-up needed


def test_reading_goes_on_while_fewer_papers_wait(answers: Answers) -> None:
    answers.review("a", "b", "c")
    answers.read("b", "c")
    answers.read()
    answers.review()

    assert answers.verbs() == ["review", "read", "read", "review"]
    assert not answers.session.reading_stopped


def test_a_paper_that_never_gets_read_is_not_tried_for_ever(answers: Answers) -> None:
    answers.review("a", "b")
    answers.read("b")
    answers.read("b")
    answers.review("b")

    assert answers.verbs() == ["review", "read", "read", "review"]
    assert answers.session.reading_stopped
    assert answers.session.unread == ()


def test_a_paper_that_is_read_and_forgotten_again_is_not_tried_for_ever(answers: Answers) -> None:
    answers.review("a")
    answers.read()
    answers.review("a")

    assert answers.verbs() == ["review", "read", "review"]
    assert answers.session.reading_stopped


def test_reading_that_fails_is_told_once_and_not_tried_again(answers: Answers, window: MainWindow) -> None:
    page = show(window, Step.REVIEW)
    answers.review("a", "b")
    assert page.findings.state.text() == "2 papers are still being read; more may be found."
    answers.asked[-1].failed(Stopped("worker.crashed"))

    assert answers.verbs() == ["review", "read"]
    assert page.findings.state.text() == "2 papers could not be read; compare them yourself."
    assert "ended unexpectedly" in window.message.text.text()


def test_an_edit_while_papers_are_read_has_the_case_reviewed_anew(answers: Answers) -> None:
    answers.review("a")
    answers.session.set_basics(title="Other")
    answers.asked[1].done(())
    assert answers.verbs() == ["review", "read"]
    answers.session._review_timer.stop()
    answers.session._ask_for_review()
    answers.review("a")

    assert answers.verbs() == ["review", "read", "review", "read"]


def test_a_worker_that_dies_while_reading_is_not_started_in_a_circle(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    new_case(window)
    papers = tuple(
        write_pdf(tmp_path / f"{number}.pdf", str(number), pages=30, scanty=True) for number in range(8)
    )
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, papers)
    qtbot.waitUntil(lambda: window.session.is_reading, timeout=WORKER_MS)
    os.kill(window.session.worker.process_id, signal.SIGTERM)
    qtbot.waitUntil(lambda: window.session.reading_stopped, timeout=WORKER_MS)
    qtbot.wait(600)

    assert not window.session.is_reading
    assert not window.session.is_reviewing


def test_the_line_of_progress_follows_the_language(window: MainWindow) -> None:
    window.session.working.emit(Task("read", Progress("read", 3, 9, "a.pdf")))
    assert window.work.name.text() == "Reading papers 3/9"
    window.words.choose(DisplayMode.ZH)

    assert "Reading" not in window.work.name.text()
    assert "3/9" in window.work.name.text()
