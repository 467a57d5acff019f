"""A window whose worker goes on from test to test: starting one takes longer than what it does here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings

from app.casework import keep
from app.casework.desk import Desk
from app.domain.case import Evidence
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.gui.session import Session
from app.gui.window import MainWindow
from app.gui.words import Words
from tests.gui.hands import write_pdf


def make_kept_window(folder: Path, pack: RulePack) -> MainWindow:
    """Return a shown window over an empty store; nothing is reviewed in it."""
    folder.mkdir(exist_ok=True)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    session = Session(Desk(pack, folder / "data"))
    window = MainWindow(session, Words(Language.EN, DisplayMode.EN), settings)
    session.setParent(window)
    session._review_timer.timeout.disconnect()
    window.resize(1280, 800)
    window.show()
    window.start()
    if not window.is_away:
        session.worker.warm_up()
    return window


def add_case(window: MainWindow, title: str) -> str:
    """Keep a case, list it, and return its id."""
    session = window.session
    made = keep.create_case(
        session.desk, title=title, category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    )
    session.case_listed.emit(made.case_id)
    return made.case_id


def give_paper(window: MainWindow, case_id: str, path: Path) -> str:
    """Give a case a paper whose page shows its own name, and return the SHA-256 of it."""
    desk = window.session.desk
    stored = desk.vault.keep(write_pdf(path, path.stem))
    name = f"passport/{path.name}"
    evidence = Evidence("passport", "principal", (name,))
    keep.enter_evidence(desk, case_id, (evidence,), {name: stored})
    return stored.sha256


def titles(window: MainWindow) -> list[str]:
    """Return the names of the kept cases."""
    return sorted(case.title for case in window.session.cases())
