"""A small case of made papers, reviewed in this process, for tests that look at every step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.casework import keep, kept_settings
from app.casework.desk import Desk
from app.casework.review import review_case
from app.domain.case import Evidence, EvidencePart, Person, PersonRole, Sex, YearRow
from app.domain.files import StoredFile
from app.domain.reading import PageReading, TextSource
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.gui.pages.letters import LettersPage
from app.gui.safety_deeds import PLAIN
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.theme import Scheme, use_scheme
from app.gui.window import MainWindow
from app.gui.words import Words
from tests.gui.hands import WORKER_MS, know, write_pdf

TODAY = date(2026, 9, 1)
_PRINCIPAL = Person(
    "principal",
    PersonRole.PRINCIPAL,
    "MUSTER",
    "ERIKA",
    sex=Sex.FEMALE,
    birth_date=date(1984, 5, 17),
    nationality="DEU",
    passport_number="C01X00T47",
    passport_expires_on=date(2031, 6, 8),
    married=True,
)
_SPOUSE = Person("spouse", PersonRole.SPOUSE, "MUSTER", "MAX", nationality="DEU")
_PAPERS = (
    ("passport", "principal", EvidencePart.ORIGINAL, date(2021, 6, 9), None),
    ("criminal-record", "principal", EvidencePart.ORIGINAL, date(2026, 6, 1), "DEU"),
    ("criminal-record", "principal", EvidencePart.TRANSLATION, None, None),
    ("marriage-certificate", "spouse", EvidencePart.ORIGINAL, date(2026, 2, 1), "DEU"),
)


def make_small_window(folder: Path, pack: RulePack) -> MainWindow:
    """Return a shown window with a reviewed case of two people and four papers."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    desk = Desk(pack, folder / "data")
    kept_settings.keep_setting(desk, kept_settings.PLAIN_CHOSEN, PLAIN)
    made = keep.create_case(
        desk, title="MUSTER", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    )
    keep.save_person(desk, made.case_id, _PRINCIPAL, made.case.people[0])
    keep.save_person(desk, made.case_id, _SPOUSE)
    for number, year in enumerate((2022, 2023, 2024, 2025)):
        keep.save_year(desk, made.case_id, YearRow(year, "principal", 500_000 + number, 110_000, 300), None)
    _give_papers(desk, made.case_id, papers)
    # The moment of the last change would be another one in every picture.
    with closing(sqlite3.connect(folder / "data" / "cases.sqlite3", isolation_level=None)) as kept:
        kept.execute("UPDATE case_record SET changed_at = '2026-08-31T08:00:00+00:00'")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    use_scheme(application, Scheme.LIGHT)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(desk, today=lambda: TODAY), Words(Language.EN, DisplayMode.EN), settings)
    # What the case comes to is found here and now: no worker has to start for it.
    window.session._review_timer.timeout.disconnect()
    window.resize(1280, 800)
    window.show()
    window.start()
    window.session.open_case(made.case_id)
    opened = desk.open_kept(made.case_id)
    window.session.review = review_case(desk, opened, today=TODAY, report=lambda _: None, read=False)
    window.session.reviewed.emit()
    return window


def _give_papers(desk: Desk, case_id: str, folder: Path) -> None:
    stored: dict[str, StoredFile] = {}
    given = []
    for number, (requirement, person, part, issued_on, country) in enumerate(_PAPERS):
        path = write_pdf(
            folder / f"{requirement}-{number}.pdf", f"{requirement} {part}", pages=2, scanty=True
        )
        pages = (PageReading(page, TextSource.LAYER) for page in (1, 2))
        know(desk.data_folder, path, *pages)
        name = f"{requirement}/{path.name}"
        stored[name] = desk.vault.keep(path)
        given.append(Evidence(requirement, person, (name,), part, country=country, issued_on=issued_on))
    keep.enter_evidence(desk, case_id, tuple(given), stored)


def _wait_for_pages(window: MainWindow) -> None:
    """Let the letter that is looked at be filled and drawn."""
    page = window.page(Step.LETTERS)
    assert isinstance(page, LettersPage)
    for _ in range(WORKER_MS // 20):
        if page.is_at_rest:
            return
        QTest.qWait(20)


def settle(window: MainWindow, step: Step, *, wait_for_plan: bool = True) -> None:
    """Go to a step and let it come to rest: drawn pages, the packet's plan."""
    window.show_step(step)
    worker = window.session.worker
    for _ in range(WORKER_MS // 20):
        QTest.qWait(20)
        if not (wait_for_plan and (worker.at_work or worker.waiting)):
            break
    if step is Step.LETTERS:
        _wait_for_pages(window)
    QTest.qWait(30)
    QApplication.sendPostedEvents()
