"""What a thread beside the window has done comes to the window, or is dropped where nobody waits for it."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.gui import outside
from app.gui.beside import Beside
from app.gui.outside import AskDisk, answer_soon


def delete_now(owner: QObject) -> None:
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_what_came_of_work_is_told_in_the_thread_of_the_window(qtbot: QtBot) -> None:
    told: list[tuple[int, bool]] = []
    beside = Beside(QObject(QCoreApplication.instance()))
    here = QThread.currentThread()
    beside.start(lambda: 7, lambda number: told.append((number, QThread.currentThread() is here)))
    assert beside.is_busy
    qtbot.waitUntil(lambda: told == [(7, True)])
    assert not beside.is_busy


def test_work_that_was_refused_tells_why(qtbot: QtBot) -> None:
    refused: list[AppError] = []

    def work() -> int:
        raise AppError("file.missing", path="a.pdf")

    beside = Beside(QObject(QCoreApplication.instance()))
    beside.run(work, lambda _number: pytest.fail("it was done"), refused.append)
    qtbot.waitUntil(lambda: len(refused) == 1)
    assert refused[0].code == "file.missing"


def test_work_that_breaks_tells_nothing_and_leaves_nothing_waiting(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: list[object] = []
    monkeypatch.setattr(threading, "excepthook", broken.append)
    beside = Beside(QObject(QCoreApplication.instance()))
    beside.start(lambda: Path("\0").stat(), lambda _: pytest.fail("it was told"))
    qtbot.waitUntil(lambda: not beside.is_busy)
    assert len(broken) == 1


def test_work_that_ends_after_its_owner_is_gone_is_dropped(qtbot: QtBot) -> None:
    may_end = threading.Event()
    owner = QObject()
    thread = Beside(owner).start(may_end.wait, lambda _: pytest.fail("it was told"))
    delete_now(owner)
    may_end.set()
    thread.join()
    qtbot.wait(50)


def test_an_answer_that_comes_late_is_told_after_the_warning(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_SLOW_MS", 20)
    may_answer = threading.Event()
    told: list[str] = []

    def question() -> str:
        may_answer.wait()
        return "there"

    AskDisk(QObject(QCoreApplication.instance()), question, told.append, lambda: told.append("slow"))
    qtbot.waitUntil(lambda: told == ["slow"])
    may_answer.set()
    qtbot.waitUntil(lambda: told == ["slow", "there"])
    qtbot.wait(50)
    assert told == ["slow", "there"]


def test_one_who_asked_the_disk_may_be_gone_while_it_answers(qtbot: QtBot) -> None:
    """A thread that emits a signal of a deleted object takes the program down."""
    told: list[int] = []
    was = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(1500):
            owner = QObject()
            AskDisk(owner, lambda number=number: number, told.append)
            delete_now(owner)
    finally:
        sys.setswitchinterval(was)
    assert set(told) <= set(range(1500))


def test_a_disk_that_does_not_answer_at_once_gives_the_other_answer() -> None:
    may_answer = threading.Event()
    assert answer_soon(lambda: "there", "otherwise") == "there"
    assert answer_soon(may_answer.wait, otherwise=False) is False
    may_answer.set()
