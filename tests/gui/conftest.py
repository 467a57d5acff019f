"""A window over an empty data folder, drawn into memory, and small papers to put into it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.casework.desk import Desk, open_desk
from app.casework.keep import import_case
from app.casework.kept_settings import PLAIN_CHOSEN
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.env import paths
from app.gui.main import make_application, make_window
from app.gui.safety_deeds import PLAIN
from app.gui.window import MainWindow
from tests.gui.hands import wait_for_review, write_pdf
from tests.support.known_papers import give_knowledge, know_sample


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return make_application()


@pytest.fixture(scope="module", autouse=True)
def no_window_stays(qapp: QApplication) -> Iterator[None]:
    """Delete the windows that a file of tests has left: each would make all later ones many times slower."""
    yield
    for left in qapp.topLevelWidgets():
        if left.parent() is None:
            left.close()
            left.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def pack() -> RulePack:
    return open_desk(Path("unused")).pack


@pytest.fixture(autouse=True)
def one_pack(pack: RulePack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled rules never change while the tests run: every window takes the same ones."""
    monkeypatch.setattr("app.gui.main.open_desk", lambda folder: Desk(pack, folder))


@pytest.fixture(scope="session")
def known(pytestconfig: pytest.Config) -> Callable[[], Path]:
    """Return where it is kept what stands in the papers of the sample case; the first to ask reads them."""
    cache = pytestconfig.cache
    assert cache is not None
    return functools.cache(lambda: know_sample(cache.mkdir("papers")))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def window(qtbot: QtBot, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("YONGJU_DATA", str(data_folder))
    # The windows of the tests before: without an event loop that ends they would stay, each a bit slower.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made = make_window(data_folder, Language.EN)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.start()
    # This person has decided how cases are kept, and is not asked before the first one.
    made.session.keep(PLAIN_CHOSEN, PLAIN)
    yield made
    made.words.choose(DisplayMode.EN)
    # Else it would be asked whether to wait for what a test has left at work.
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture
def sample(window: MainWindow, qtbot: QtBot, known: Callable[[], Path], data_folder: Path) -> MainWindow:
    """The window with the bundled sample case open and reviewed; its papers were read before."""
    give_knowledge(known(), data_folder)
    # While the worker starts, the case is taken in here.
    window.session.worker.warm_up()
    desk = window.session.desk
    made = import_case(desk, paths.resource("sample_case"), lambda _progress: None)
    window.session.cases_changed.emit()
    window.session.open_case(made.case_id)
    wait_for_review(window, qtbot)
    return window


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a small PDF whose page shows its own name, so that no two are the same."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return lambda name: write_pdf(folder / f"{name}.pdf", name)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Says which button of the next question is pressed, in the order in which they were added."""
    made: list[object] = []

    def add_button(box: QMessageBox, words: str, role: QMessageBox.ButtonRole) -> object:
        made.append(QPushButton(words, box))
        return made[-1]

    def press_next(place: int) -> None:
        made.clear()
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: made[place])

    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "addButton", add_button)
    monkeypatch.setattr(QMessageBox, "setDefaultButton", lambda box, button: None)
    return press_next
