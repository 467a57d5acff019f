"""Papers are given, ordered, replaced, left out and watched on the page of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.casework.keep import enter_evidence
from app.casework.tray import SortedPapers
from app.domain.case import Evidence, EvidencePart, PersonRole
from app.domain.files import OriginChange, Origins
from app.domain.findings import Finding, Severity
from app.domain.judgement import ItemState
from app.domain.sorting import Placement, SortedFolder, Spot, Sureness
from app.gui.chain_parts import PartState, places_of
from app.gui.documents_filter import Kind
from app.gui.documents_tree import MARKS_ROLE
from app.gui.finding_cards import Remedy, deeds_for
from app.gui.pages.documents import EvidenceKey, ItemKey, PersonKey, key_of
from app.gui.paper_actions import PaperDeed
from app.gui.rows import row_data
from app.gui.sort_papers import SortDialog, loose_papers
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.letters.catalogue import template_of
from tests.gui.hands import drop_event, new_case, show

ANOTHER, PAGES = 0, 1
Deeds = list[tuple[Any, ...]]


def give(window: MainWindow, *papers: tuple[str, Path, EvidencePart]) -> None:
    """Enter papers of the principal; no worker looks at them, or reviews the case."""
    session = window.session
    session._review_timer.timeout.disconnect()
    stored, given = {}, []
    for requirement, path, part in papers:
        name = f"{requirement}/{path.name}"
        stored[name] = session.desk.vault.keep(path)
        given.append(Evidence(requirement, "principal", (name,), part))
    enter_evidence(session.desk, session.case_id or "", tuple(given), stored)
    session.open_case(session.case_id or "")


def key_for(window: MainWindow, requirement: str) -> ItemKey:
    return next(key_of(item) for item in window.session.checklist() if item.ask.requirement == requirement)


def item_of(window: MainWindow, requirement: str) -> Any:
    return next(item for item in window.session.checklist() if item.ask.requirement == requirement)


@pytest.fixture
def opened(window: MainWindow) -> Any:
    new_case(window)
    return show(window, Step.DOCUMENTS)


@pytest.fixture
def deeds(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Deeds:
    """What the worker would have been asked to do with files."""
    asked: Deeds = []
    session = window.session
    monkeypatch.setattr(session, "attach", lambda *what, **more: asked.append(("attach", *what)))
    monkeypatch.setattr(session, "add_files", lambda *what: asked.append(("add_files", *what)))
    monkeypatch.setattr(
        session,
        "replace_files",
        lambda index, files, done=None, *, instead_of=None: asked.append(
            ("replace", index, files, instead_of)
        ),
    )
    monkeypatch.setattr(session, "sort_papers", lambda paths, done, failed: asked.append(("sort", paths)))
    return asked


def test_papers_stand_below_their_person_which_can_be_closed(opened: Any, window: MainWindow) -> None:
    window.session.add_person(PersonRole.SPOUSE)
    heads = [opened.tree.topLevelItem(at) for at in range(opened.tree.topLevelItemCount())]
    assert [row_data(row) for row in heads] == [PersonKey("principal"), PersonKey("spouse")]
    assert heads[0].childCount() > 3
    heads[0].setExpanded(False)
    window.session.set_answer("person.has_children", False)
    opened.refresh()

    assert not opened.tree.topLevelItem(0).isExpanded()
    assert opened.tree.topLevelItem(1).isExpanded()


def test_the_list_is_filtered_and_searched(opened: Any, window: MainWindow) -> None:
    opened.filter.buttons[Kind.MISSING].click()
    missing = [row for row in opened.tree.rows() if isinstance(row_data(row), ItemKey)]
    states = {row.text(1) for row in missing}
    assert states <= {"Missing", "Too few"}
    assert opened.filter.buttons[Kind.MISSING].text() == f"Missing {len(missing)}"

    opened.filter.buttons[Kind.ALL].click()
    opened.filter.search.setText("passport")
    found = [row.text(0) for row in opened.tree.rows() if isinstance(row_data(row), ItemKey)]
    assert found
    assert all("passport" in title.lower() for title in found)
    opened.filter.search.setText("no such paper")
    assert opened.nothing.isVisible()
    opened.show_row(key_for(window, "photo"))
    assert row_data(opened.tree.currentItem()) == key_for(window, "photo")


def test_the_four_places_of_a_paper_say_what_is_needed_and_given(
    opened: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    give(window, ("criminal-record", paper("a"), EvidencePart.TRANSLATION))
    row = opened.tree.select_row(key_for(window, "criminal-record"))
    states = {place.part: place.state for place in places_of(item_of(window, "criminal-record"))}
    assert states[EvidencePart.ORIGINAL] is PartState.MISSING
    assert states[EvidencePart.TRANSLATION] is PartState.GIVEN
    assert states[EvidencePart.AUTHENTICATION] in (PartState.MISSING, PartState.IF_ABROAD)
    assert len(row.data(3, MARKS_ROLE)) == 4
    assert all(slot.isVisible() for slot in opened.slots.values())
    assert opened.slots[EvidencePart.TRANSLATION].state.text() == "1 file"
    assert "a.pdf" in opened.slots[EvidencePart.TRANSLATION].toolTip()

    opened.tree.select_row(key_for(window, "application-form"))
    assert [slot.isVisible() for slot in opened.slots.values()] == [True, False, False, False]


def test_it_is_asked_what_more_files_of_a_paper_are(
    opened: Any, window: MainWindow, paper: Callable[[str], Path], press: Callable[[int], None], deeds: Deeds
) -> None:
    give(window, ("passport", paper("a"), EvidencePart.ORIGINAL))
    row = opened.tree.select_row(key_for(window, "passport"))
    more = (paper("b"),)
    for button, expected in ((ANOTHER, "attach"), (PAGES, "add_files")):
        press(button)
        event, _data = drop_event(more, QPointF(opened.tree.visualItemRect(row).center()))
        opened.tree.dropEvent(event)
        assert deeds[-1][0] == expected

    assert deeds[-1] == ("add_files", 0, more)


def test_a_letter_that_is_not_signed_says_who_signs_it_and_gives_way_to_a_scan(
    opened: Any, window: MainWindow, paper: Callable[[str], Path], deeds: Deeds
) -> None:
    give(window, ("employment-proof", paper("a"), EvidencePart.ORIGINAL))
    [given] = window.session.case.evidence
    window.session.save_evidence(0, replace(given, made_from="employment-certificate"))
    row = opened.tree.select_row(key_for(window, "employment-proof"))
    signing = template_of("employment-certificate").signing.en

    assert item_of(window, "employment-proof").state is ItemState.UNSIGNED
    assert row.text(1) == "Not signed yet"
    assert signing in opened.detail.state.text()
    assert opened.slots[EvidencePart.ORIGINAL].state.text() == "Not signed yet"
    assert PaperDeed.NOT_NEEDED not in opened._possible()
    opened.show_row(EvidenceKey(0))
    assert PaperDeed.ADD_PAGES not in opened._possible()
    # Nobody is asked what a scan is: it stands in the letter's place.
    for key in (key_for(window, "employment-proof"), EvidenceKey(0)):
        target = opened.tree.select_row(key)
        scan = (paper("b"),)
        event, _data = drop_event(scan, QPointF(opened.tree.visualItemRect(target).center()))
        opened.tree.dropEvent(event)
        assert deeds.pop()[0] == "attach"

    finding = Finding(
        "letter.unsigned", Severity.BLOCKER, "employment-proof", "principal", file=given.files[0]
    )
    assert [deed.remedy for deed in deeds_for(finding, window.session)] == [Remedy.REPLACE, Remedy.REMOVE]


def test_files_dropped_on_a_person_are_sorted_among_that_persons_papers(
    opened: Any, window: MainWindow, deeds: Deeds, tmp_path: Path
) -> None:
    window.session.add_person(PersonRole.SPOUSE)
    row = opened.tree.select_row(PersonKey("spouse"))
    event, _data = drop_event((tmp_path,), QPointF(opened.tree.visualItemRect(row).center()))
    opened.tree.dropEvent(event)
    assert deeds == [("sort", (tmp_path,))]
    dialog = next(each for each in window.findChildren(SortDialog) if each.isVisible())
    assert dialog._whose == "spouse"
    dialog.reject()

    guess = Placement("a.pdf", "0" * 64, Sureness.LIKELY, Spot("photo", None))
    (loose,) = loose_papers(SortedPapers(SortedFolder((guess,), ()), {"a.pdf": "a.pdf"}), "spouse")
    assert loose.person == "spouse"


def test_papers_of_a_row_are_put_in_another_order(
    opened: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    give(window, *(("passport", paper(name), EvidencePart.ORIGINAL) for name in "ab"))
    opened.show_row(EvidenceKey(0))
    assert PaperDeed.UP not in opened._possible()
    QTest.keyClick(opened.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    names = [each.files[0] for each in window.session.case.evidence]
    assert names == ["passport/b.pdf", "passport/a.pdf"]
    assert row_data(opened.tree.currentItem()) == EvidenceKey(1)

    data = QMimeData()
    data.setData("application/x-yongju-paper", b"1")
    target = next(row for row in opened.tree.rows() if row_data(row) == EvidenceKey(0))
    place = QPointF(opened.tree.visualItemRect(target).center())
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    opened.tree.dropEvent(QDropEvent(place, Qt.DropAction.MoveAction, data, *keys))
    assert [each.files[0] for each in window.session.case.evidence] == ["passport/a.pdf", "passport/b.pdf"]


def test_a_paper_is_taken_out_with_a_key_and_brought_back(
    opened: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    give(window, ("passport", paper("a"), EvidencePart.ORIGINAL))
    opened.show_row(EvidenceKey(0))
    QTest.keyClick(opened.tree, Qt.Key.Key_Delete)
    assert window.session.case.evidence == ()
    assert opened.notice.text.text() == "a.pdf was taken out of the case."
    QTest.mouseClick(opened.notice.undo_button, Qt.MouseButton.LeftButton)

    assert len(window.session.case.evidence) == 1
    assert not opened.notice.isVisible()


def test_one_file_of_several_is_replaced(
    opened: Any,
    window: MainWindow,
    paper: Callable[[str], Path],
    deeds: Deeds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = window.session
    stored = {f"passport/{name}.pdf": session.desk.vault.keep(paper(name)) for name in "ab"}
    enter_evidence(
        session.desk, session.case_id or "", (Evidence("passport", "principal", tuple(stored)),), stored
    )
    session.open_case(session.case_id or "")
    opened.show_row(EvidenceKey(0))
    opened.which.setCurrentIndex(1)
    new = paper("c")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(new)], ""))
    opened.detail.deeds.actions_by_deed[PaperDeed.REPLACE].trigger()

    assert deeds == [("replace", 0, (new,), "passport/b.pdf")]


def test_a_paper_is_left_out_with_a_reason_and_asked_for_again(opened: Any, window: MainWindow) -> None:
    opened.show_row(key_for(window, "passport"))
    card = opened.detail.not_needed
    QTest.mouseClick(card.open_button, Qt.MouseButton.LeftButton)
    assert card.said_on.day == window.session.today()
    QTest.mouseClick(card.keep_button, Qt.MouseButton.LeftButton)
    assert card.wrong.isVisible()
    assert window.session.case.not_needed == ()
    card.reason.setText("the office has it")
    card.said_by.setText("window 7")
    QTest.keyClick(card.said_by, Qt.Key.Key_Return)

    (said,) = window.session.case.not_needed
    assert (said.requirement, said.reason, said.said_by, said.said_on) == (
        "passport",
        "the office has it",
        "window 7",
        date.today(),
    )
    assert item_of(window, "passport").state is ItemState.NOT_NEEDED
    assert opened.tree.currentItem().text(1) == "Said not to be needed"
    assert "window 7" in card.told.text()
    QTest.mouseClick(card.back_button, Qt.MouseButton.LeftButton)
    assert window.session.case.not_needed == ()


def test_a_finding_has_a_button_that_does_what_is_advised(
    opened: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    give(window, ("criminal-record", paper("a"), EvidencePart.ORIGINAL))
    file = "criminal-record/a.pdf"

    def finding(code: str, **more: Any) -> Finding:
        return Finding(code, Severity.WARNING, "criminal-record", "principal", **more)

    opened.show_row(key_for(window, "criminal-record"))
    opened.detail.findings.show_findings([finding("date.not_found", part="original", file=file)])
    (card,) = opened.detail.findings.cards
    button = card.findChild(QPushButton)
    assert button.text() == "Say the day of issue"
    assert button.accessibleDescription()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert row_data(opened.tree.currentItem()) == EvidenceKey(0)
    assert opened.form.issued_on.line.hasFocus()

    remedies = {
        code: [deed.remedy for deed in deeds_for(finding(code, file=file), window.session)]
        for code in ("requirement.missing", "chain.translation_missing", "page.blurred", "file.unreadable")
    }
    assert remedies == {
        "requirement.missing": [Remedy.ADD, Remedy.LEAVE_OUT],
        "chain.translation_missing": [Remedy.ADD_PART],
        "page.blurred": [Remedy.LOOK, Remedy.REPLACE],
        "file.unreadable": [Remedy.REPLACE],
    }


def test_a_file_that_changed_on_the_disk_is_offered(
    opened: Any, window: MainWindow, paper: Callable[[str], Path], deeds: Deeds
) -> None:
    path = paper("a")
    give(window, ("passport", path, EvidencePart.ORIGINAL))
    opened.show_row(EvidenceKey(0))
    change = OriginChange("passport/a.pdf", str(path), "1" * 64)
    opened.watch.take(Origins((change,), (str(path),)))
    notice = opened.detail.origin
    assert notice.told.text() == "The file a.pdf changed on disk."
    QTest.mouseClick(notice.use_button, Qt.MouseButton.LeftButton)
    assert deeds == [("replace", 0, (path,), "passport/a.pdf")]
    QTest.mouseClick(notice.keep_button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()

    opened.watch.take(Origins((OriginChange("passport/a.pdf", str(path), "2" * 64),), (str(path),)))
    assert notice.isVisible()
    opened.watch.take(Origins((OriginChange("passport/a.pdf", str(path)),), ()))
    assert not notice.isVisible()


def test_a_picture_and_files_are_pasted_where_they_are_wanted(
    opened: Any, window: MainWindow, qtbot: QtBot, deeds: Deeds, paper: Callable[[str], Path]
) -> None:
    opened.show_row(key_for(window, "photo"))
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    assert opened.paste()
    qtbot.waitUntil(lambda: bool(deeds))
    (path,) = deeds[0][4]
    assert deeds[0][:4] == ("attach", "photo", "principal", EvidencePart.ORIGINAL)
    assert path.suffix == ".png"
    assert QImage(str(path)).size() == picture.size()

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paper("pasted")))])
    QGuiApplication.clipboard().setMimeData(data)
    assert opened.paste()
    assert deeds[1][4][0].name == "pasted.pdf"
    QGuiApplication.clipboard().setText("words")
    assert not opened.paste()


def test_without_a_case_a_new_one_is_offered_for_dropped_papers(window: MainWindow, tmp_path: Path) -> None:
    event, _data = drop_event((tmp_path / "a.pdf",), QPointF(300, 300))
    window.dropEvent(event)

    assert "start a new case" in window.message.text.text()
    assert window.message.offer_button.text() == "New case from these papers"


def test_hundreds_of_papers_are_listed_bit_by_bit(
    opened: Any, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    placements = tuple(Placement(f"{at}.pdf", "0" * 64, Sureness.UNKNOWN) for at in range(500))
    papers = SortedPapers(
        SortedFolder(placements, ()),
        {each.file: str(tmp_path / each.file) for each in placements},
        ("gone.pdf",),
    )
    monkeypatch.setattr(window.session, "sort_papers", lambda paths, done, failed: done(papers))
    dialog = SortDialog(window.session, window.words, (), window)
    dialog.open()
    assert 0 < dialog.tree.topLevelItemCount() < 500
    assert "gone.pdf" in dialog.told.text()
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 500)
    dialog.reject()


def test_in_a_wide_window_the_pages_have_a_column_of_their_own(
    opened: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    give(window, ("passport", paper("a"), EvidencePart.ORIGINAL))
    opened.show_row(EvidenceKey(0))
    for width, is_wide in ((1280, False), (1900, True)):
        window.resize(width, 900)
        assert opened.third.isVisible() is is_wide
        assert opened.third.isAncestorOf(opened.preview) is is_wide
