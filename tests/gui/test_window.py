"""The window itself: steps, keys, colours, what it remembers, and how it tells of its own bugs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.case import EvidencePart
from app.domain.words import DisplayMode, Language
from app.gui.main import make_window
from app.gui.pages.documents import key_of
from app.gui.steps import Step
from app.gui.theme import DARK, LIGHT, Scheme
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, new_case, show

HEAVY = ("docx", "img2pdf", "lxml", "pikepdf", "PIL", "pypdf", "pypdfium2", "reportlab")


def test_the_keys_of_the_steps_lead_to_them(window: MainWindow) -> None:
    window.session.new_case("Case")
    for step in Step:
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + step), Qt.KeyboardModifier.ControlModifier)
        assert window.steps.currentRow() == step
        assert window.stack.currentWidget() is window.pages[step]


def test_without_a_case_only_the_first_step_can_be_taken(window: MainWindow) -> None:
    window.show_step(Step.PACKET)

    assert window.stack.currentWidget() is window.pages[Step.CASES]


@pytest.mark.parametrize(("scheme", "colours"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_the_colours_can_be_chosen(window: MainWindow, scheme: Scheme, colours: object) -> None:
    window.use_scheme(scheme)
    role = QPalette.ColorRole.Window

    assert QApplication.palette().color(role).name() == getattr(colours, "window", None)


def test_language_and_colours_are_remembered(window: MainWindow, qtbot: QtBot, data_folder: Path) -> None:
    window.words.choose(DisplayMode.BOTH)
    window.use_scheme(Scheme.DARK)
    window.close()
    again = make_window(data_folder, None)
    qtbot.addWidget(again)

    assert again.words.mode is DisplayMode.BOTH
    assert again.words.language is Language.EN
    assert QApplication.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    again.close()


def test_what_is_being_typed_is_kept_when_the_window_closes(window: MainWindow, data_folder: Path) -> None:
    window.session.new_case("Case")
    page = show(window, Step.PEOPLE)
    page.surname.setFocus()
    QTest.keyClicks(page.surname, "MUSTER")
    window.close()

    again = make_window(data_folder, Language.EN)
    again.start()
    again.session.open_case(again.session.cases()[0].id)
    assert again.session.case.people[0].surname == "MUSTER"
    again.close()


def test_files_dropped_on_a_part_become_that_part(
    window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]
) -> None:
    new_case(window)
    page = show(window, Step.DOCUMENTS)
    item = next(item for item in window.session.checklist() if item.ask.requirement == "criminal-record")
    page.tree.select_row(key_of(item))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper("译文 100%#1")))])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    slot = page.slots[EvidencePart.TRANSLATION]
    slot.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *keys))
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)

    evidence = window.session.case.evidence[0]
    assert (evidence.requirement, evidence.part) == ("criminal-record", EvidencePart.TRANSLATION)
    assert evidence.files[0].endswith("译文 100%#1.pdf")


def test_the_first_window_waits_for_no_heavy_library(tmp_path: Path, repo_root: Path, qtbot: QtBot) -> None:

    code = (
        "import sys; from pathlib import Path; from app.gui.main import make_application, make_window\n"
        "application = make_application(); window = make_window(Path(sys.argv[1]), None); window.show()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules]); window.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "data")],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
