"""What the tests do with the window: go to a step, enter, wait for the worker."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.casework.keep import enter_evidence
from app.casework.results import Review
from app.domain.case import Evidence
from app.domain.reading import PageReading, Reading
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.intake.version import reader_version
from app.store.readings import Readings
from tests.support.cases import healthy_file

# The worker reads files with the same libraries that the command line uses; a loaded machine is slow.
WORKER_MS = 60_000


def wait_for_review(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    qtbot.waitUntil(lambda: session.review is not None and not session.is_reviewing, timeout=WORKER_MS)


def new_case(window: MainWindow, category: str = "pr.wage-tax", place: str = "ningbo") -> None:
    """Start a case as the dialog does, and go to its category."""
    proposed = window.session.propose("Case")
    window.session.start_case(replace(proposed, category=category, place=place))
    window.show_step(Step.CATEGORY)


def show(window: MainWindow, step: Step) -> Any:
    """Go to a step and return its page, each of its own class."""
    window.show_step(step)
    return window.page(step)


def write_pdf(path: Path, words: str = "paper", pages: int = 1, *, scanty: bool = False) -> Path:
    """Write a PDF of so many pages; scanty ones have so few letters that it takes long to read them."""
    canvas = Canvas(str(path), invariant=1)
    for number in range(pages):
        canvas.drawString(72, 720, f"{words} {number + 1}")
        if not scanty:
            canvas.drawString(72, 640, "With as many letters as a page has that is read at once.")
        canvas.showPage()
    canvas.save()
    return path


def know(data_folder: Path, path: Path, *pages: PageReading) -> Reading:
    """Keep what is read in a file, so that no test waits for it to be read."""
    data_folder.mkdir(mode=0o700, exist_ok=True)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    made = Reading(digest, reader_version(), pages)
    kept = Readings(data_folder / "readings.sqlite3")
    kept.keep_reading(made, reader_version())
    kept.close()
    return made


def give_read(window: MainWindow, requirement: str, path: Path, *pages: PageReading) -> str:
    """Give a paper of the principal with what was read on it; no worker looks at it, or reviews the case."""
    session = window.session
    name = f"{requirement}/{path.name}"
    stored = {name: session.desk.vault.keep(path)}
    session._review_timer.timeout.disconnect()
    evidence = Evidence(requirement, "principal", (name,))
    enter_evidence(session.desk, session.case_id or "", (evidence,), stored)
    session.open_case(session.case_id or "")
    reading = Reading(stored[name].sha256, "made", pages)
    session.review = Review((), (), (), {name: healthy_file(name)}, readings={name: reading})
    session.reviewed.emit()
    return name


def drop_event(files: tuple[Path, ...], place: QPointF) -> tuple[QDropEvent, QMimeData]:
    """Return the event of files that are let go over a place; the data have to be held while it lasts."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    return event, data


def enter(field: QLineEdit, text: str) -> None:
    """Put a text into a field and leave it, as a person does."""
    field.setText(text)
    field.setModified(True)
    field.editingFinished.emit()


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True
