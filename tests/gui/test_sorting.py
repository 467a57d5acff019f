"""Loose papers are shown with the place where they belong; only what a person ticks is entered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.casework.tray import Entered, Refused, SortedPapers
from app.domain.case import EvidencePart
from app.domain.packet import Progress
from app.domain.reading import KindGuess
from app.domain.sorting import Placement, Reason, SortedFolder, Spot, Sureness
from app.domain.words import DisplayMode
from app.gui.open_case import Task
from app.gui.sort_papers import SortDialog, in_order, loose_papers
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, drop_event, know, new_case, show, write_pdf
from tests.support.readings import page

GUESS = KindGuess("passport", 0.97, sure=True, words=("PASSPORT",))


def placement(name: str, sureness: Sureness, spot: Spot | None = None, **more: Any) -> Placement:
    return Placement(name, "0" * 64, sureness, spot, kind=GUESS if spot else None, **more)


def found(folder: Path, *placements: Placement) -> SortedPapers:
    for each in placements:
        write_pdf(folder / each.file, each.file)
    return SortedPapers(
        SortedFolder(placements, ()), {each.file: str(folder / each.file) for each in placements}
    )


SURE = placement("passport.pdf", Sureness.SURE, Spot("passport", "principal", share=0.97))
UNSURE = placement("scan7.pdf", Sureness.UNSURE, Spot("health-certificate", None, share=0.4))
UNKNOWN = placement("letter.pdf", Sureness.UNKNOWN, reasons=(Reason("no_kind"),))
KNOWN = placement(
    "again.pdf", Sureness.SURE, Spot("photo", "principal", share=0.9), already=("photo/photo.jpg",)
)


@pytest.fixture
def opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Callable[[SortedPapers], SortDialog]:
    """Opens the dialog on papers that were sorted already."""
    new_case(window)

    def show_dialog(papers: SortedPapers) -> SortDialog:
        monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: done(papers))
        dialog = SortDialog(window.session, window.words, (), window)
        dialog.open()
        return dialog

    return show_dialog


def state_of(dialog: SortDialog, row: int) -> bool:
    return bool(dialog.tree.topLevelItem(row).checkState(0) == Qt.CheckState.Checked)


def test_only_what_is_sure_is_ticked_beforehand(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, SURE, UNSURE, UNKNOWN, KNOWN))

    assert [state_of(dialog, row) for row in range(4)] == [True, False, False, False]
    assert dialog.told.text().startswith("1 of 4 are ticked")


def test_each_row_says_its_place_how_sure_that_is_and_why(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, SURE, UNKNOWN, KNOWN))
    first, unknown, known = (dialog.tree.topLevelItem(at) for at in range(3))

    assert "passport" in first.text(1).lower()
    assert first.text(2) == "sure"
    assert not first.icon(2).isNull()
    assert unknown.text(1) == "Choose its place."
    assert known.text(2) == "in the case already"
    dialog.tree.setCurrentItem(unknown)
    assert "no known kind of paper was recognised" in dialog.why.text()
    dialog.tree.setCurrentItem(known)
    assert "photo.jpg" in dialog.why.text()


def test_a_paper_without_a_place_cannot_be_ticked(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, UNKNOWN))
    dialog.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)

    assert not state_of(dialog, 0)
    assert not dialog.add_button.isEnabled()
    assert dialog.focusWidget() is dialog.person


def test_a_place_is_chosen_by_hand_and_then_ticked_with_the_keyboard(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, UNKNOWN))
    for combo, wanted in ((dialog.person, "principal"), (dialog.requirement, "health-certificate")):
        combo.setCurrentIndex(combo.findData(wanted))
        combo.activated.emit(combo.currentIndex())
    assert not state_of(dialog, 0)
    assert dialog.tree.topLevelItem(0).text(2) == "chosen by you"
    dialog.tree.setFocus()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)

    assert state_of(dialog, 0)
    (accepted,) = dialog.accepted_papers()
    assert (accepted.requirement, accepted.person) == ("health-certificate", "principal")


def test_a_click_on_the_box_ticks_a_row(opened: Any, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(found(tmp_path, SURE))
    place = dialog.tree.visualItemRect(dialog.tree.topLevelItem(0))
    for wanted in (False, True):
        # Two clicks in a row would be a double click.
        qtbot.wait(QApplication.doubleClickInterval() + 50)
        QTest.mouseClick(
            dialog.tree.viewport(),
            Qt.MouseButton.LeftButton,
            pos=place.topLeft() + QPointF(10, place.height() / 2).toPoint(),
        )
        assert state_of(dialog, 0) is wanted


def test_a_ticked_box_looks_ticked(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, SURE, UNSURE))

    def dark_pixels(row: int) -> int:
        place = dialog.tree.visualItemRect(dialog.tree.topLevelItem(row))
        box = dialog.tree.viewport().grab(place.adjusted(4, 0, 22 - place.width(), 0)).toImage()
        shades = (box.pixelColor(x, y).lightness() for x in range(box.width()) for y in range(box.height()))
        return sum(shade < 100 for shade in shades)

    dialog.tree.setCurrentItem(None)
    dialog.tree.clearFocus()
    assert dark_pixels(0) > dark_pixels(1) + 50


def test_taking_the_person_away_takes_the_tick_away(opened: Any, tmp_path: Path) -> None:
    dialog = opened(found(tmp_path, SURE))
    dialog.person.setCurrentIndex(0)
    dialog.person.activated.emit(0)

    assert not state_of(dialog, 0)
    assert dialog.accepted_papers() == ()


def test_pages_in_files_of_their_own_are_one_row(tmp_path: Path) -> None:
    spot = Spot("passport", "principal")
    both = ("a.pdf", "b.pdf")
    papers = found(tmp_path, *(placement(name, Sureness.SURE, spot, with_files=both) for name in both))
    (row,) = loose_papers(papers)

    assert [path.name for path in row.files] == ["a.pdf", "b.pdf"]


def test_statements_of_years_are_entered_latest_first(tmp_path: Path) -> None:
    spot = Spot("tax-proof", "principal")
    papers = found(
        tmp_path, *(placement(f"{y}.pdf", Sureness.SURE, spot, year=y) for y in (2023, 2025, 2024))
    )

    assert [row.placement.year for row in in_order(loose_papers(papers))] == [2025, 2024, 2023]


def test_an_empty_folder_is_told(opened: Any) -> None:
    dialog = opened(SortedPapers(SortedFolder((), ()), {}))

    assert dialog.told.text() == "There is no file in it."
    assert not dialog.add_button.isEnabled()


def test_progress_is_shown_while_papers_are_read(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    new_case(window)
    monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: None)
    dialog = SortDialog(window.session, window.words, (), window)
    window.session.working.emit(Task("sort", Progress("read", 2, 5, "a.pdf")))

    assert (dialog.bar.value(), dialog.bar.maximum()) == (2, 5)
    assert "a.pdf" in dialog.step.text()
    dialog.reject()


def test_everything_in_the_dialog_has_a_name(opened: Any, tmp_path: Path, window: MainWindow) -> None:
    dialog = opened(found(tmp_path, SURE))
    window.words.choose(DisplayMode.ZH)
    for each in (dialog.tree, dialog.person, dialog.requirement, dialog.part, dialog.bar):
        assert each.accessibleName()


def sort_dialog(window: MainWindow) -> SortDialog:
    return next(each for each in window.findChildren(SortDialog) if each.isVisible())


def test_a_folder_dropped_beside_the_rows_is_sorted_and_entered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, data_folder: Path
) -> None:
    new_case(window)
    documents = show(window, Step.DOCUMENTS)
    folder = tmp_path / "papers"
    folder.mkdir()
    for number, words in enumerate(("PASSPORT", "something else")):
        know(data_folder, write_pdf(folder / f"{number}.pdf", words), page(kind="passport", words=(words,)))
    event, _data = drop_event((folder,), QPointF(5, documents.tree.viewport().height() - 2))
    documents.tree.dropEvent(event)
    dialog = sort_dialog(window)
    qtbot.waitUntil(lambda: len(dialog.rows) == 2, timeout=WORKER_MS)
    assert window.session.case.evidence == ()
    dialog.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)

    (evidence,) = window.session.case.evidence
    assert (evidence.requirement, evidence.person) == ("passport", "principal")
    assert window.message.text.text() == "1 paper was added."
    assert sorted(each.name for each in folder.iterdir()) == ["0.pdf", "1.pdf"]


def test_files_dropped_on_the_window_are_sorted(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[Path, ...]] = []
    monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: asked.append(paths))
    event, _data = drop_event((tmp_path / "a.pdf", tmp_path / "b.pdf"), QPointF(300, 300))
    window.dropEvent(event)
    assert asked == []

    new_case(window)
    window.dropEvent(event)
    assert [path.name for path in asked[0]] == ["a.pdf", "b.pdf"]
    sort_dialog(window).reject()


def test_the_menu_asks_for_a_folder(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[tuple[Path, ...]] = []
    new_case(window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: asked.append(paths))
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)

    assert window.steps.currentRow() == Step.DOCUMENTS
    assert asked == [(tmp_path,)]
    sort_dialog(window).reject()


def test_closing_while_papers_are_read_stops_it_and_enters_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    new_case(window)
    for number in range(6):
        write_pdf(tmp_path / f"{number}.pdf", str(number), pages=20, scanty=True)
    documents = show(window, Step.DOCUMENTS)
    documents.sort_papers(tuple(tmp_path.glob("*.pdf")))
    dialog = sort_dialog(window)
    qtbot.waitUntil(lambda: dialog.bar.maximum() > 0 or bool(dialog.rows), timeout=WORKER_MS)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    assert not window.session.worker.has("sort")
    assert window.session.case.evidence == ()


def test_what_could_not_be_entered_is_told(
    opened: Any, tmp_path: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(found(tmp_path, SURE))
    refused = (Refused("passport.pdf", "attach.missing", {"file": "passport.pdf"}),)
    entered = Entered(window.session.case, 0, refused)
    monkeypatch.setattr(window.session, "enter_papers", lambda papers, done, failed: done(entered))
    dialog.add_ticked()

    assert "passport.pdf is no longer there" in window.message.text.text()


def test_a_part_that_was_recognised_is_entered_as_that_part(opened: Any, tmp_path: Path) -> None:
    spot = Spot("criminal-record", "principal", EvidencePart.TRANSLATION, 0.9)
    dialog = opened(found(tmp_path, placement("t.pdf", Sureness.SURE, spot)))

    assert dialog.accepted_papers()[0].part is EvidencePart.TRANSLATION
