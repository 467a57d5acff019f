"""Case folders come in with every fault told, and go out as they came."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, show

FAULTY = """\
format = 1
title = "Faulty"
category = "pr.wage-taxes"
place = "ningbo"
submit_on = "2026-12-15"

[[person]]
id = "anna"
role = "principal"
surnam = "MUSTER"
"""


def test_a_faulty_case_file_shows_every_fault_with_its_line(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text(FAULTY, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    QTest.mouseClick(show(window, Step.CASES).first_import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.message.isVisible(), timeout=WORKER_MS)

    details = window.message.details
    lines = [details.item(row).text() for row in range(details.count())]
    for line in (3, 5, 10):
        assert any(f"line {line}" in each for each in lines), lines
    assert window.session.cases() == ()


def test_an_exported_case_imports_equal(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, first = sample.session.case, sample.session.case_id
    folder = tmp_path / "出口 export"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder), ""))
    page = show(sample, Step.CASES)
    QTest.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sample.message.isVisible(), timeout=WORKER_MS)
    assert str(folder) in sample.message.text.text()

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sample.session.case_id != first, timeout=WORKER_MS)
    assert sample.session.case == before
