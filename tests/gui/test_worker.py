"""The worker may be stopped, may die, and may refuse: each is told, and nothing is left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import EvidencePart
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, is_alive, show, wait_for_review


def test_cancelling_a_build_leaves_no_file(sample: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    packet = show(sample, Step.PACKET)
    packet.build_to(folder / "packet.pdf")
    qtbot.waitUntil(lambda: any(folder.iterdir()), timeout=WORKER_MS)
    worker = sample.session.worker.process_id
    assert packet.cancel_button.isVisible()
    clock = QElapsedTimer()
    clock.start()
    QTest.mouseClick(packet.cancel_button, Qt.MouseButton.LeftButton)

    assert clock.elapsed() < 2000
    assert list(folder.iterdir()) == []
    assert not is_alive(worker)
    assert packet.built is None
    assert packet.build_button.isEnabled()
    assert sample.message.text.text() == "Stopped. Nothing was written."


def test_after_a_cancelled_build_the_next_one_succeeds(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    packet = show(sample, Step.PACKET)
    packet.build_to(tmp_path / "first.pdf")
    qtbot.waitUntil(lambda: packet.bar.maximum() > 0, timeout=WORKER_MS)
    sample.session.cancel_build()
    packet.build_to(tmp_path / "second.pdf")
    qtbot.waitUntil(lambda: packet.built is not None, timeout=WORKER_MS)

    assert not (tmp_path / "first.pdf").exists()
    assert (tmp_path / "second.pdf").exists()


def test_a_worker_that_dies_is_told_and_the_next_request_works(
    sample: MainWindow, qtbot: QtBot, paper: Callable[[str], Path], tmp_path: Path
) -> None:
    packet = show(sample, Step.PACKET)
    packet.build_to(tmp_path / "packet.pdf")
    qtbot.waitUntil(lambda: packet.bar.maximum() > 0, timeout=WORKER_MS)
    os.kill(sample.session.worker.process_id, signal.SIGTERM)
    qtbot.waitUntil(lambda: sample.message.isVisible(), timeout=WORKER_MS)
    assert "ended unexpectedly" in sample.message.text.text()

    count = len(sample.session.case.evidence)
    sample.session.attach("passport", "lucia", EvidencePart.ORIGINAL, (paper("more"),))
    qtbot.waitUntil(lambda: len(sample.session.case.evidence) == count + 1, timeout=WORKER_MS)


def make_folder(folder: Path) -> Path:
    made = folder / "a folder"
    made.mkdir()
    return made


def make_empty(folder: Path) -> Path:
    made = folder / "empty.pdf"
    made.touch()
    return made


def make_unsupported(folder: Path) -> Path:
    made = folder / "notes.txt"
    made.write_text("not a paper", encoding="utf-8")
    return made


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (make_folder, "a folder is a folder"),
        (make_empty, "empty.pdf is empty"),
        (make_unsupported, "notes.txt is not a PDF"),
        (lambda folder: folder / "gone.pdf", "gone.pdf is no longer there"),
    ],
)
def test_what_cannot_be_a_paper_is_told_and_nothing_lands(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Path], says: str
) -> None:
    window.session.new_case("Case")
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (make(tmp_path),))
    qtbot.waitUntil(lambda: window.message.isVisible(), timeout=WORKER_MS)

    assert says in window.message.text.text()
    assert window.session.case.evidence == ()
    assert not list((window.session.desk.data_folder / "files").rglob("*.*"))


def test_blockers_refuse_the_packet_until_a_draft_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    window.session.new_case("Case")
    wait_for_review(window, qtbot)
    packet = show(window, Step.PACKET)
    assert not packet.build_button.isEnabled()
    packet.draft.setChecked(True)

    assert packet.build_button.isEnabled()


def test_closing_the_window_ends_the_worker(window: MainWindow, qtbot: QtBot) -> None:
    window.session.worker.warm_up()
    qtbot.waitUntil(lambda: window.session.worker.process_id != 0, timeout=WORKER_MS)
    worker = window.session.worker.process_id
    window.close()

    assert not is_alive(worker)


def test_a_packet_that_cannot_be_written_is_told(sample: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    packet = show(sample, Step.PACKET)
    packet.build_to(tmp_path / "no such folder" / "packet.pdf")
    qtbot.waitUntil(lambda: sample.message.isVisible(), timeout=WORKER_MS)

    assert "There is no folder" in sample.message.text.text()
    assert packet.build_button.isEnabled()
