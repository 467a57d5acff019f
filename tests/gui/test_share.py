"""A copy for somebody else: areas are drawn with the mouse or with keys, and are gone from what is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import EvidencePart
from app.domain.files import FileFacts, FileKind, PageFacts, ReadyFile
from app.domain.packet import PacketOptions, PacketPlan
from app.gui.area_canvas import AreaCanvas
from app.gui.rows import SECOND_ROLE
from app.gui.share_dialog import ShareDialog, ShareWish
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.packet.plan import plan_packet
from tests.gui.hands import WORKER_MS, new_case, show, wait_for_review, write_pdf
from tests.unit.packet import support

SECRET = "C01X00T47"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot) -> AreaCanvas:
    made = AreaCanvas()
    qtbot.addWidget(made)
    picture = QPixmap(400, 500)
    picture.fill(Qt.GlobalColor.white)
    made.show_page(picture, ())
    made.resize(400, 500)
    made.show()
    return made


def drag(canvas: AreaCanvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, LEFT, pos=end)


def edges(area: QRectF) -> tuple[float, ...]:
    return tuple(round(edge, 3) for edge in (area.left(), area.top(), area.right(), area.bottom()))


def test_an_area_is_drawn_moved_and_resized_with_the_mouse(canvas: AreaCanvas) -> None:
    drag(canvas, QPoint(200, 300), QPoint(100, 100))
    assert [edges(area) for area in canvas.areas] == [(0.25, 0.2, 0.5, 0.6)]
    drag(canvas, QPoint(150, 150), QPoint(190, 200))
    assert [edges(area) for area in canvas.areas] == [(0.35, 0.3, 0.6, 0.7)]
    drag(canvas, QPoint(240, 350), QPoint(360, 400))
    assert [edges(area) for area in canvas.areas] == [(0.35, 0.3, 0.9, 0.8)]
    drag(canvas, QPoint(200, 200), QPoint(900, 900))
    assert [edges(area) for area in canvas.areas] == [(0.45, 0.5, 1.0, 1.0)]


def test_a_click_beside_all_areas_makes_none(canvas: AreaCanvas) -> None:
    drag(canvas, QPoint(40, 50), QPoint(80, 100))
    QTest.mouseClick(canvas, LEFT, pos=QPoint(300, 300))
    assert len(canvas.areas) == 1
    assert canvas.chosen == -1


def test_an_area_is_made_moved_resized_and_removed_with_keys(canvas: AreaCanvas) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    assert [edges(area) for area in canvas.areas] == [(0.35, 0.48, 0.65, 0.52)]
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [edges(area) for area in canvas.areas] == [(0.34, 0.478, 0.64, 0.518)]
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [edges(area) for area in canvas.areas] == [(0.34, 0.478, 0.65, 0.528)]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.areas == ()


def opened(
    window: MainWindow, plans: tuple[PacketPlan, ...], qtbot: QtBot, wish: ShareWish | None = None
) -> ShareDialog:
    made = ShareDialog(window.session, window.words, plans, PacketOptions(), window, draft=True, wish=wish)
    made.show()
    wait_for_page(made, qtbot)
    return made


def wait_for_page(dialog: ShareDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.canvas.picture_size.isEmpty(), timeout=WORKER_MS)


@pytest.fixture
def plans(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[PacketPlan, ...]:
    """The plan of a packet that holds a passport of two pages."""
    new_case(window)
    passport = write_pdf(tmp_path / "passport.pdf", SECRET, pages=2)
    monkeypatch.setattr(window.session, "path_of", lambda name: passport)
    exhibit = support.exhibit(support.pdf_file(passport))
    return (plan_packet(support.request(support.section(exhibit))),)


@pytest.fixture
def dialog(window: MainWindow, plans: tuple[PacketPlan, ...], qtbot: QtBot) -> ShareDialog:
    return opened(window, plans, qtbot)


def cover_number(dialog: ShareDialog) -> None:
    """Cover the line on the page that is shown."""
    canvas = dialog.canvas
    drag(
        canvas,
        QPoint(canvas.width() // 20, canvas.height() // 20),
        QPoint(canvas.width() // 2, canvas.height() // 6),
    )


def test_without_a_recipient_no_copy_is_made(dialog: ShareDialog, tmp_path: Path) -> None:
    dialog.make_to(tmp_path / "copy.pdf")
    assert "for whom the copy is" in dialog.notice.text.text()
    assert dialog.recipient.property("wrong")
    assert not dialog._session.worker.has("share")
    dialog.recipient.setText("Bank")
    assert not dialog.recipient.property("wrong")


def test_what_was_covered_is_in_no_page_of_the_copy(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    new_case(window)
    passport = write_pdf(tmp_path / "passport.pdf", SECRET, pages=2)
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (passport,))
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)
    wait_for_review(window, qtbot)
    page = show(window, Step.PACKET)
    page.draft.setChecked(True)
    qtbot.waitUntil(page.share_button.isEnabled, timeout=WORKER_MS)
    dialog = opened(window, page.plans, qtbot)
    cover_number(dialog)
    dialog.recipient.setText("Bank of Ningbo")
    folder = tmp_path / "out"
    folder.mkdir()
    stop_when_writing(dialog, qtbot, folder)

    dialog.make_to(folder / "copy.pdf")
    qtbot.waitUntil(lambda: dialog.built is not None, timeout=WORKER_MS)
    pages = [each.extract_text() for each in pypdf.PdfReader(folder / "copy.pdf").pages]
    assert not any(f"{SECRET} 1" in text for text in pages)
    assert any(f"{SECRET} 2" in text for text in pages)
    assert all("Bank of Ningbo" in text for text in pages)
    assert "1 area was removed for good" in dialog.outcome.text()
    assert [row.text(0) for row in dialog.gone.rows()] == ["passport.pdf, page 1"]


def stop_when_writing(dialog: ShareDialog, qtbot: QtBot, folder: Path) -> None:
    """Stop a copy as soon as something of it is on the disk; nothing of it may stay."""
    dialog.make_to(folder / "stopped.pdf")
    qtbot.waitUntil(lambda: any(folder.iterdir()), timeout=WORKER_MS)
    dialog.work.cancel_button.click()
    assert list(folder.iterdir()) == []
    assert dialog.make_button.isEnabled()
    assert dialog.notice.text.text() == "Stopped. Nothing was written."


def test_an_area_of_the_list_leads_to_its_page(dialog: ShareDialog, qtbot: QtBot) -> None:
    cover_number(dialog)
    assert [row.data(0, SECOND_ROLE) for row in dialog.area_tree.rows()] == [
        "5\u00a0% from the left, 5\u00a0% from the top; 45\u00a0% wide, 12\u00a0% high"
    ]
    first = dialog.areas()[0]
    dialog.list.select_row((first.file, 2))
    wait_for_page(dialog, qtbot)
    assert dialog.canvas.areas == ()
    dialog.area_tree.setCurrentItem(dialog.area_tree.topLevelItem(0))
    qtbot.waitUntil(lambda: dialog.canvas.chosen == 0, timeout=WORKER_MS)
    dialog.remove_button.click()
    assert dialog.areas() == ()


def test_what_was_chosen_is_there_again_but_for_papers_that_are_gone(
    dialog: ShareDialog, window: MainWindow, plans: tuple[PacketPlan, ...], qtbot: QtBot
) -> None:
    cover_number(dialog)
    dialog.recipient.setText("Bank")
    kept = dialog.wish()
    gone = replace(kept.areas[0], file="passport/gone.pdf")
    again = opened(window, plans, qtbot, replace(kept, areas=(*kept.areas, gone)))
    assert again.wish() == kept
    assert len(kept.areas) == 1


def test_pages_of_a_word_file_are_listed_once_it_is_laid_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    answers: list[Callable[[ReadyFile], None]] = []
    monkeypatch.setattr(window.session, "lay_out", lambda name, done, failed: answers.append(done))
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"only its pages are shown")
    exhibit = support.exhibit(support.source_file(letter, FileKind.DOCX, ()))
    plan = plan_packet(support.request(support.section(exhibit), draft=True))
    made = ShareDialog(window.session, window.words, (plan,), PacketOptions(), window)
    made.show()
    assert made.told.text() == "The Word file is being laid out…"
    assert not made.add_button.isEnabled()

    pages = write_pdf(tmp_path / "laid out.pdf", "letter", pages=2)
    seen = (PageFacts(1, 595, 842), PageFacts(2, 595, 842))
    facts = FileFacts("0" * 64, 1, FileKind.DOCX, pages=seen, converter="LibreOffice 7.4")
    answers[0](ReadyFile(letter.name, str(pages), FileKind.PDF, facts))
    wait_for_page(made, qtbot)
    assert [row.text(0) for row in made.list.rows()][1:] == ["Page 1", "Page 2"]
    made.add_button.click()
    assert made.areas()[0].file == letter.name
