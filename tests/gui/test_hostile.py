"""What an unlucky or a hostile person does to the window: nothing is lost, each is told in one sentence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.casework import origins, worker
from app.casework.desk import Desk, open_desk
from app.casework.keep import create_case, enter_evidence
from app.casework.loose import gather_files, sort_paths
from app.casework.tray import Entered, Refused, SortedPapers
from app.casework.wire import from_line, to_line
from app.domain.case import Evidence
from app.domain.packet import Progress
from app.domain.rules import RulePack
from app.domain.sorting import SortedFolder
from app.domain.words import DisplayMode
from app.gui import outside
from app.gui.pages.documents import DocumentsPage, ItemKey
from app.gui.paper_actions import PaperDeed
from app.gui.rows import row_data
from app.gui.sort_papers import SortDialog
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import drop_event, know, new_case, show
from tests.support.readings import page

TODAY = date(2026, 9, 1)
# Far longer than the window waits, far shorter than the drive does.
_SOON_S = 5.0


class Drive:
    """A drive that does not answer until it is let go."""

    def __init__(self) -> None:
        self.is_back = threading.Event()

    def is_folder(self, _path: Path) -> bool:
        self.is_back.wait(30)
        return False


@pytest.fixture
def drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drive]:
    made = Drive()
    monkeypatch.setattr(outside, "is_folder", made.is_folder)
    monkeypatch.setattr(outside, "_SLOW_MS", 60)
    yield made
    made.is_back.set()


def place_of(page: DocumentsPage, requirement: str) -> QPointF:
    keys = ((row, row_data(row)) for row in page.tree.rows())
    row = next(row for row, key in keys if isinstance(key, ItemKey) and key.requirement == requirement)
    page.tree.scrollToItem(row)
    return QPointF(page.tree.visualItemRect(row).center())


@pytest.mark.parametrize(
    ("mode", "told"), [(DisplayMode.EN, "does not answer"), (DisplayMode.ZH, "没有响应")]
)
def test_a_drive_that_does_not_answer_holds_nobody_up(
    window: MainWindow,
    drive: Drive,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    mode: DisplayMode,
    told: str,
) -> None:
    given: list[tuple[Path, ...]] = []
    new_case(window)
    window.words.choose(mode)
    monkeypatch.setattr(window.session, "attach", lambda r, p, part, files, country: given.append(files))
    documents = show(window, Step.DOCUMENTS)
    event, _data = drop_event((Path("/gone/passport.pdf"),), place_of(documents, "passport"))
    start = time.monotonic()
    documents.tree.dropEvent(event)
    assert time.monotonic() - start < _SOON_S

    qtbot.waitUntil(lambda: told in window.message.text.text())
    assert "passport.pdf" in window.message.text.text()
    assert given == []
    drive.is_back.set()
    qtbot.waitUntil(lambda: given == [(Path("/gone/passport.pdf"),)])


def test_papers_for_a_case_that_was_left_meanwhile_are_not_given_to_the_next(
    window: MainWindow, drive: Drive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []
    new_case(window)
    monkeypatch.setattr(window.session, "attach", lambda *all_of_it, **more: given.append(all_of_it))
    documents = show(window, Step.DOCUMENTS)
    event, _data = drop_event((Path("/gone/passport.pdf"),), place_of(documents, "passport"))
    documents.tree.dropEvent(event)
    new_case(window)
    drive.is_back.set()
    qtbot.wait(50)

    assert given == []


def test_an_empty_clipboard_is_told(window: MainWindow) -> None:
    new_case(window)
    documents = show(window, Step.DOCUMENTS)
    QGuiApplication.clipboard().setText("neither a file nor a picture")
    documents._deeds()[PaperDeed.PASTE]()

    assert window.message.text.text() == "There are no files and no picture on the clipboard."


@pytest.fixture
def kept(pack: RulePack, data_folder: Path) -> Iterator[tuple[Desk, str]]:
    desk = Desk(pack, data_folder)
    made = create_case(desk, title="C", category="pr.wage-tax", place="ningbo", submit_on=TODAY)
    yield desk, made.case_id
    desk.close()


def test_a_dead_drive_does_not_keep_the_worker(
    kept: tuple[Desk, str], paper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, case_id = kept
    files = [paper("good"), paper("hanging")]
    stored = {f"passport/{each.name}": replace(desk.vault.keep(each), origin=str(each)) for each in files}
    enter_evidence(desk, case_id, (Evidence("passport", "principal", tuple(stored)),), stored)
    is_back, really = threading.Event(), origins.file_stamp

    def stamp(path: Path) -> str | None:
        if path.name == "hanging.pdf":
            is_back.wait(30)
        return really(path)

    monkeypatch.setattr(origins, "file_stamp", stamp)
    monkeypatch.setattr(origins, "_SILENCE_SECONDS", 0.2)
    first = origins.compare_origins(desk, case_id)
    assert (first.paths, [each.is_gone for each in first.changes]) == ((str(files[0]),), [True])

    # While one thread hangs no other one is sent after it, and nothing waits.
    start = time.monotonic()
    assert origins.compare_origins(desk, case_id).paths == ()
    assert time.monotonic() - start < _SOON_S
    is_back.set()
    assert desk.looking is not None
    desk.looking.join(10)
    assert origins.compare_origins(desk, case_id).paths == tuple(map(str, files))


def test_a_file_that_vanishes_while_papers_are_read_is_left_out(kept: tuple[Desk, str], paper: Any) -> None:
    desk, case_id = kept
    files = (paper("first"), paper("vanishing"), paper("last"))
    for each in files:
        know(desk.data_folder, each, page(words=(each.stem,)))

    def report(progress: Progress) -> None:
        files[1].unlink(missing_ok=True)

    found = sort_paths(desk, files, desk.open_kept(case_id), today=TODAY, report=report)

    assert sorted(found.paths) == ["first.pdf", "last.pdf"]
    assert found.gone == ("vanishing.pdf",)


def test_what_the_program_keeps_is_nobodys_paper(kept: tuple[Desk, str], paper: Any) -> None:
    desk, case_id = kept
    one = paper("one")
    found, _ = gather_files((desk.data_folder.parent,), besides=desk.data_folder)

    assert (list(found.values()), desk.cases.ids()) == ([one], (case_id,))


def test_hundreds_of_refused_papers_are_told_in_a_few_lines(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    names = tuple(f"{number}.zip" for number in range(500))
    nothing = SortedPapers(SortedFolder((), ()), {}, names)
    monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: done(nothing))
    dialog = SortDialog(window.session, window.words, (), window)
    dialog._tell_counts()
    assert dialog.told.text().endswith("0.zip, 1.zip, 2.zip, 3.zip, 4.zip and 495 more")
    refused = tuple(Refused(name, "attach.unsupported", {"file": name}) for name in names)
    dialog._entered(Entered(window.session.case, 0, refused))

    lines = window.message.text.text().splitlines()
    assert len(lines) == 7
    assert lines[-1] == "495 more were not added."


def ask_worker(data_folder: Path, verb: str, **arguments: object) -> dict[str, Any]:
    answers = StringIO()
    line = to_line({"id": 1, "verb": verb, "arguments": arguments})
    worker.run_worker(data_folder, StringIO(line + "\n"), answers)
    return from_line(answers.getvalue().splitlines()[-1])


def test_the_worker_makes_no_new_database_where_one_was_taken_away(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    answer = ask_worker(gone, "review", case_id="1", today=TODAY)

    assert answer["error"]["code"] == "database.gone"
    assert not gone.exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "machine.disk_full"),
        (errno.EROFS, "machine.no_permission"),
        (errno.ESTALE, "machine.cannot_write"),
    ],
)
def test_what_the_disk_refuses_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "/drive/paper.pdf")

    monkeypatch.setitem(worker.VERBS, "look", refuse)
    error = ask_worker(tmp_path, "look", path="/drive/paper.pdf", today=TODAY)["error"]

    assert (error["code"], error["params"]["path"]) == (code, "/drive/paper.pdf")


_TYPING = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from app.domain.words import Language
from app.gui.main import make_application, make_window
from app.gui.steps import Step
application = make_application()
window = make_window(Path(sys.argv[1]), Language.EN)
window.show()
window.start()
window.session._review_timer.timeout.disconnect()
window.session.new_case("Typed")
window.show_step(Step.PEOPLE)
field = window.page(Step.PEOPLE).surname
window.activateWindow()
field.setFocus()
QTest.qWait(20)
QTest.keyClicks(field, "MUSTER")
print("typed", flush=True)
QTest.qWait(60_000)
"""


def test_a_window_that_is_killed_keeps_what_was_typed_a_second_before(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _TYPING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "typed\n"
        time.sleep(1.2)
        window.kill()
    desk = open_desk(tmp_path)
    (case_id,) = desk.cases.ids()
    typed = desk.cases.load(case_id).case.people[0]
    desk.close()

    assert typed.surname == "MUSTER"
