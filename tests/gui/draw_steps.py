"""Draws every step of the window with a small case: python -m tests.gui.draw_steps FOLDER LOOK..."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.casework.desk import open_desk
from app.domain.words import DisplayMode
from app.gui.main import make_application
from app.gui.steps import Step
from app.gui.theme import Scheme
from app.gui.window import MainWindow
from tests.gui.small_case import make_small_window, settle

_MODES = {
    "zh": DisplayMode.ZH,
    "en": DisplayMode.EN,
    "dark": DisplayMode.EN,
    "both-200": DisplayMode.BOTH,
}


def draw(folder: Path, looks: list[str]) -> None:
    """Draw every step in some looks; nothing in the pictures depends on the moment."""
    application = make_application()
    # A blinking caret and the moment of the last change are not part of how a step looks.
    application.setCursorFlashTime(0)
    with tempfile.TemporaryDirectory() as scratch:
        window = make_small_window(Path(scratch), open_desk(Path("unused")).pack)
        # The first look has every page drawn once, so that all looks begin alike.
        for step in Step:
            settle(window, step)
        for look in looks:
            window.use_scheme(Scheme.DARK if look == "dark" else Scheme.LIGHT)
            window.words.choose(_MODES[look])
            for step in Step:
                _draw_step(window, step).save(str(folder / f"{step.name.lower()}-{look}.png"))
        window.session.worker.cancel_all()
        window.close()


def _draw_step(window: MainWindow, step: Step) -> QPixmap:
    settle(window, step)
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    QTest.qWait(60)
    return window.grab()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2:])
    # The pictures are there; nothing has to be taken down in order.
    os._exit(0)
