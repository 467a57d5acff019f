"""What is at work is shown with the time it takes and can be stopped; what was built is never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.casework.kept_settings import PACKETS
from app.domain.case import EvidencePart
from app.domain.packet import Built, Progress
from app.domain.words import DisplayMode, Language
from app.gui.built_packets import BuiltPackets, packet_of
from app.gui.case_deeds import Building
from app.gui.fields import fit_to_screen
from app.gui.leaving import Waiting, left_work_words
from app.gui.open_case import Task
from app.gui.print_pages import PrintOrder
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.work_strip import WorkStrip
from app.gui.worker_client import Stopped
from app.i18n.remaining import word_remaining
from tests.gui.hands import WORKER_MS, new_case, show, wait_for_review, write_pdf


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]) -> Any:
    """A case with one paper, reviewed, on the page of the packet, which is to be a draft."""
    new_case(window)
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (paper("passport"),))
    qtbot.waitUntil(lambda: bool(window.session.case.evidence), timeout=WORKER_MS)
    wait_for_review(window, qtbot)
    made = show(window, Step.PACKET)
    made.draft.setChecked(True)
    qtbot.waitUntil(lambda: bool(made.plans), timeout=WORKER_MS)
    return made


def test_a_packet_is_kept_on_the_list_with_its_state(
    page: Any, window: MainWindow, qtbot: QtBot, tmp_path: Path, press: Callable[[int], None]
) -> None:
    row = next(row for row in page.tree.rows() if row.text(0).startswith("1-1"))
    assert row.text(2).startswith("≈")
    assert any("missing" in row.text(0) for row in page.tree.rows())
    page.build_to(tmp_path / "draft.pdf")
    qtbot.waitUntil(lambda: page.built is not None, timeout=WORKER_MS)
    assert "draft" in page.result.note.text()
    (packet,) = BuiltPackets(window.session).of(window.session.case_id or "")
    assert packet.as_built() == page.built
    # By now the sizes are those of the file.
    qtbot.waitUntil(lambda: bool(page.list.packets), timeout=WORKER_MS)
    row = next(row for row in page.tree.rows() if row.text(0).startswith("1-1"))
    assert row.text(2).endswith("KB")
    assert "≈" not in row.text(2)

    window.session.set_basics(title="Another title")
    qtbot.waitUntil(lambda: "changed since" in page.result.note.text(), timeout=WORKER_MS)
    (tmp_path / "draft.pdf").unlink()
    page.list.renew()
    qtbot.waitUntil(lambda: page.list.is_missing(packet), timeout=WORKER_MS)
    assert not page.list.use_button.isEnabled()
    page.list.drop_button.click()
    assert page.list.packets == ()
    # Stopping in order to close leaves nothing half-written.
    folder = tmp_path / "out"
    folder.mkdir()
    page.build_to(folder / "draft.pdf")
    press(1)
    assert window.close()
    assert list(folder.iterdir()) == []


def test_neither_closing_nor_another_case_loses_what_is_being_built(
    page: Any, window: MainWindow, qtbot: QtBot, tmp_path: Path, press: Callable[[int], None]
) -> None:
    first, title = window.session.case_id or "", window.session.case.title
    page.build_to(tmp_path / "draft.pdf")
    press(2)
    assert not window.close()
    assert window.session.worker.has("build")
    window.session.start_case(window.session.propose("Another case"))
    qtbot.waitUntil(lambda: window.session.building is None, timeout=WORKER_MS)

    assert f'The packet of "{title}" is ready' in window.message.text.text()
    window.session.open_case(first)
    assert page.built is not None
    assert page.built.path == str(tmp_path / "draft.pdf")
    wait_for_review(window, qtbot)
    page.build_to(tmp_path / "second.pdf")
    press(0)
    assert not window.close()
    assert window.findChild(Waiting) is not None
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WORKER_MS)
    assert (tmp_path / "second.pdf").exists()


def test_the_packet_can_be_carried_out_and_copied(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    new_case(window)
    page = show(window, Step.PACKET)
    packet = write_pdf(tmp_path / "a packet.pdf")
    page.result.show_packet(Built(str(packet), 1, packet.stat().st_size, "0" * 64))
    assert [url.toLocalFile() for url in page.result.chip.mime_data().urls()] == [str(packet)]
    page.result.chip.setFocus()
    QTest.keyClick(page.result.chip, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().mimeData().urls()[0].toLocalFile() == str(packet)

    page.result.print_as(PrintOrder(str(packet), output=str(tmp_path / "printed.pdf")))
    with qtbot.waitSignal(page.result.job.finished, timeout=WORKER_MS) as done:
        pass
    assert done.args == [True]
    assert (tmp_path / "printed.pdf").stat().st_size > 1000


def test_the_strip_tells_work_time_and_what_is_next(window: MainWindow) -> None:
    now = [0.0]
    strip = WorkStrip(window.session, window.words, clock=lambda: now[0])
    strip.setParent(window)
    for second in range(6):
        now[0] = float(second)
        window.session.working.emit(Task("import", Progress("import", second, 100, f"a/{second}.pdf")))
    assert strip.name.text() == "Importing"
    assert strip.step.text() == "Copying 5/100"
    assert strip.file.toolTip() == "5.pdf"
    assert strip.left.text() == "about 2 minutes left"
    window.words.choose(DisplayMode.ZH)
    assert "Copying" not in strip.step.text()
    assert strip.left.text() == word_remaining(95.0, Language.ZH)


def test_cancelling_an_import_is_quick_and_leaves_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    names = [f"{number}.pdf" for number in range(300)]
    for name in names:
        (folder / name).write_bytes(name.encode() * 60_000)
    (folder / "case.toml").write_text(
        'format = 1\ntitle = "A"\ncategory = "pr.wage-tax"\nplace = "ningbo"\nsubmit_on = 2026-12-15\n'
        '[[person]]\nid = "a"\nrole = "principal"\n[[evidence]]\nrequirement = "passport"\n'
        f"files = [{', '.join(repr(name) for name in names)}]\n",
        encoding="utf-8",
    )
    heard: list[Task] = []
    window.session.working.connect(heard.append)
    window.session.import_folder(folder)
    files = window.session.desk.data_folder / "files"
    qtbot.waitUntil(lambda: any(files.rglob("*")), timeout=WORKER_MS)
    clock = QElapsedTimer()
    clock.start()
    QTest.mouseClick(window.work.cancel_button, Qt.MouseButton.LeftButton)

    assert clock.elapsed() < 1000
    assert window.message.text.text() == "Stopped. Nothing was written."
    assert [each for each in files.rglob("*") if each.is_file() and not each.name.endswith(".part")] == []
    assert window.session.cases() == ()
    assert any(task is not None and task.progress is not None for task in heard)


def test_a_dialog_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = QWidget()
    qtbot.addWidget(dialog)
    fit_to_screen(dialog, QSize(9000, 9000))
    screen = dialog.screen().availableGeometry()

    assert dialog.width() < screen.width()
    assert dialog.height() < screen.height()


def test_an_unreadable_list_of_packets_is_an_empty_one(window: MainWindow, tmp_path: Path) -> None:
    kept = BuiltPackets(window.session)
    window.session.new_case("Case")
    case = window.session.case
    work = Building("a", case, tmp_path / "x.pdf", draft=False)
    one = Built(str(tmp_path / "x.pdf"), 3, 10, "0" * 64)
    kept.note("a", packet_of(one, case, work))
    kept.note("a", packet_of(replace(one, path=str(tmp_path / "y.pdf")), case, work))
    kept.note("a", packet_of(one, case, work))
    assert [Path(each.path).name for each in kept.of("a")] == ["x.pdf", "y.pdf"]
    window.session.keep(PACKETS, '[{"path": 3}]', "a")

    assert kept.of("a") == ()


def test_what_became_of_a_left_build_is_told_in_words(window: MainWindow) -> None:
    words = left_work_words("A", Stopped("work.cancelled"), window.words)

    assert words == 'The packet of "A": Stopped. Nothing was written.'
