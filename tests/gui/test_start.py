"""The window comes before the rules; rules that cannot be used are told, and nothing is shown on them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.rules import RulePack
from app.domain.words import Language
from app.gui.main import make_window
from app.gui.steps import Step
from tests.gui.hands import show

FIRST_PAINT = """
import json, sys
from pathlib import Path
opened = []
def hear(event, arguments):
    if event == "open" and "rulepacks" in str(arguments[0]):
        opened.append(str(arguments[0]))
sys.addaudithook(hear)
from PySide6.QtTest import QTest
from app.gui.main import make_application, make_window
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.domain.words import Language
heavy = set(sys.argv[2:])
def loaded():
    # A module that is imported at its first use stands there before it is read.
    return [each for each in heavy & set(sys.modules) if type(sys.modules[each]).__name__ != "_LazyModule"]
painted, paint = [], MainWindow.paintEvent
def noted(window, event):
    painted.append((len(opened), window.session.has_started, loaded()))
    paint(window, event)
MainWindow.paintEvent = noted
application = make_application()
window = make_window(Path(sys.argv[1]), Language.EN)
before_show = len(opened)
window.show()
for _ in range(2000):
    page = window.pages.get(Step.CASES)
    if page is not None and page.model.total:
        break
    QTest.qWait(10)
print(json.dumps([before_show, *painted[0], len(opened), loaded(), page.table.isVisible()]))
window.close()
"""


# What the first paint is not to wait for; each of them alone is noticed when a window opens.
HEAVY = (
    "app.casework.keep",
    "app.domain.packet",
    "app.domain.rules",
    "babel.messages",
    "docx",
    "numpy",
    "PIL",
    "pydantic",
    "pypdf",
    "reportlab",
)


def test_neither_rules_nor_heavy_libraries_are_read_before_the_first_paint_and_then_the_cases_come(
    tmp_path: Path, repo_root: Path, pack: RulePack, qtbot: QtBot
) -> None:
    first = make_window(tmp_path / "data", Language.EN)
    first.start()
    # Two, because the list is passed over where there is only one.
    for title in ("Kept before", "Kept, too"):
        first.session.new_case(title)
    first.close()
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path / "data"), *HEAVY],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before_show, at_first_paint, started, early, after, late, table_shown = json.loads(done.stdout)

    assert (before_show, at_first_paint, started, early) == (0, 0, False, [])
    # What comes only then is there at the end: so it is known that it was looked for by the right names.
    assert {"app.casework.keep", "app.domain.rules"} <= set(late)
    assert after > 0
    assert table_shown


def test_until_the_rules_are_read_a_quiet_line_stands_there(qtbot: QtBot, data_folder: Path) -> None:
    made = make_window(data_folder, Language.EN)
    qtbot.addWidget(made)
    page = show(made, Step.CASES)
    page.refresh()
    assert page.reading.isVisibleTo(page)
    assert not page.first_button.isVisibleTo(page)
    made.start()
    page.refresh()

    assert page.first_button.isVisibleTo(page)
    made.close()


def test_starting_twice_reads_the_rules_once(qtbot: QtBot, data_folder: Path, pack: RulePack) -> None:
    made = make_window(data_folder, Language.EN)
    qtbot.addWidget(made)
    heard: list[None] = []
    made.session.started.connect(lambda: heard.append(None))
    made.start()
    made.start()

    assert heard == [None]
    made.close()


# In a process of its own: the loop of the whole application ends in it.
REFUSED = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
import app.gui.main as main
from app.casework.desk import Desk, open_desk
from app.domain.errors import Fault, FaultyFile, UnusableInput
from app.domain.words import Language
from app.gui.window import MainWindow
def faulty():
    faults = tuple(Fault("toml.unclosed", f"categories/{each}.toml", 3, "", {}) for each in "ab")
    raise FaultyFile("pack.faulty", faults, path="rules")
def gone():
    raise UnusableInput("pack.not_found", path="/no/such/rules")
told = []
loaders = {"faulty": faulty, "gone": gone}
if sys.argv[2] in loaders:
    main.open_desk = lambda folder: Desk(loaders[sys.argv[2]], folder)
show = MainWindow.show
MainWindow.show = lambda window: (told.append("shown"), show(window))
QMessageBox.exec = lambda box: told.append(box.text())
application = main.make_application()
QTimer.singleShot(20000, lambda: application.exit(99))
code = main.run_window(Path(sys.argv[1]), Language.EN)
print(json.dumps([code, told]))
"""


def start_refused(repo_root: Path, data_folder: Path, trouble: str) -> tuple[int, list[str]]:
    """Open the window where something cannot be used; return its exit code and all that was told."""
    done = subprocess.run(
        [sys.executable, "-c", REFUSED, str(data_folder), trouble],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, told = json.loads(done.stdout)
    return code, told


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("faulty", ("rule pack cannot be used", "a.toml", "b.toml")),
        ("gone", ("no rule pack in /no/such/rules",)),
    ],
)
def test_rules_that_cannot_be_used_are_told_and_the_window_closes(
    data_folder: Path, repo_root: Path, trouble: str, says: tuple[str, ...]
) -> None:
    code, told = start_refused(repo_root, data_folder, trouble)

    assert code == 2
    assert told[0] == "shown"
    for each in says:
        assert each in told[1]


def test_a_database_that_cannot_be_used_is_told_and_the_window_closes(
    data_folder: Path, repo_root: Path
) -> None:
    data_folder.mkdir(parents=True)
    (data_folder / "cases.sqlite3").write_bytes(b"no database at all" * 100)
    code, told = start_refused(repo_root, data_folder, "database")

    assert code == 2
    assert len(told) == 2
    assert told[0] == "shown"
    assert "is damaged and cannot be read" in told[1]
