"""An encrypted store with one case, and the hands that answer dialogs, for tests of safety."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.casework import keep, safety
from app.casework.desk import Desk
from app.domain.case import Person, PersonRole
from app.domain.rules import RulePack
from app.domain.words import Language
from app.gui.main import make_window
from app.gui.unlock_page import UnlockPage
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS

PASSPHRASE = "zebra paints nine kettles"
# A name that stands nowhere else, so that it is found wherever it is left.
NAME = "QUAGGAFRAU"

_Kind = TypeVar("_Kind", bound=QWidget)


def make_store(folder: Path, pack: RulePack, *, code: str | None = None) -> str:
    """Keep a case in an encrypted store and return its id."""
    desk = Desk(pack, folder)
    made = keep.create_case(
        desk, title=f"{NAME} family", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    )
    person = Person("principal", PersonRole.PRINCIPAL, NAME, "ADA", passport_number="C01X00T47")
    keep.save_person(desk, made.case_id, person, made.case.people[0])
    safety.encrypt_store(desk, PASSPHRASE, code, lambda _: None)
    return made.case_id


def locked_window(qtbot: QtBot, folder: Path) -> MainWindow:
    """Return a shown window over an encrypted store, which asks for the passphrase."""
    # What earlier tests left, which a walk over all widgets would meet.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window = make_window(folder, Language.EN)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def page_of(window: MainWindow) -> UnlockPage:
    """Return the page that asks for the passphrase."""
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    return page


def unlock(window: MainWindow, qtbot: QtBot, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and wait for the cases."""
    page = page_of(window)
    page.secret.first.setText(passphrase)
    page.open_button.click()
    qtbot.waitUntil(lambda: not window.is_away and window.session.has_started, timeout=WORKER_MS)


def lock(window: MainWindow, qtbot: QtBot) -> None:
    """Lock as by the key, and let what is to be destroyed be destroyed."""
    window.menus.lock.trigger()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), UnlockPage), timeout=WORKER_MS)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def answer(kind: type[_Kind], act: Callable[[_Kind], object]) -> None:
    """Do something with the next dialog of a kind as soon as it is shown."""

    def look() -> None:
        known = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]
        shown = [each for each in known if each.isVisible()]
        if shown:
            act(shown[0])
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def holds(folder: Path, marker: str) -> list[str]:
    """Return the files below a folder that hold a marker as it is."""
    raw = (marker.encode(), marker.encode("utf-16-le"))
    return [
        each.name
        for each in folder.rglob("*")
        if each.is_file() and any(each.read_bytes().find(form) >= 0 for form in raw)
    ]
