"""From an empty data folder to a verified packet, as a person works in the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.casework.assemble import verify_against_case
from app.casework.desk import open_desk
from app.domain.case import EvidencePart, PersonRole
from app.domain.judgement import Fit, ItemState
from app.gui.new_case import NewCaseDialog
from app.gui.pages.category import CategoryKey
from app.gui.pages.documents import EvidenceKey, key_of
from app.gui.rows import row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import WORKER_MS, drop_event, enter, new_case, show, wait_for_review


def fill_principal(window: MainWindow) -> None:
    page = show(window, Step.PEOPLE)
    enter(page.surname, "MUSTER")
    enter(page.given_names, "ANNA")
    enter(page.birth_date.line, "1985-03-02")
    enter(page.nationality, "deu")
    enter(page.passport_number, "C01X00T47")
    enter(page.passport_expires_on.line, "2035-05-01")


def fill_years(window: MainWindow) -> None:
    page = show(window, Step.CATEGORY)
    for row in range(page.years.rowCount()):
        for column, text in enumerate(("900,000", "200000", "300")):
            page.years.item(row, column).setText(text)


def open_questions(window: MainWindow) -> Any:
    """Show all questions of the category."""
    page = show(window, Step.CATEGORY)
    page.own_questions.head.setChecked(True)
    return page


def test_a_first_start_offers_a_new_case_and_the_sample(window: MainWindow) -> None:
    page = show(window, Step.CASES)

    assert page.first_button.isVisible()
    assert page.sample_button.isVisible()
    assert not page.table.isVisible()


def test_a_new_case_is_kept_and_leads_to_its_category(
    window: MainWindow, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NewCaseDialog, "exec", lambda dialog: 1)
    QTest.mouseClick(show(window, Step.CASES).first_button, Qt.MouseButton.LeftButton)

    assert window.steps.currentRow() == Step.CATEGORY
    assert len(open_desk(data_folder).cases.ids()) == 1


def test_what_is_entered_in_the_header_is_kept(window: MainWindow, data_folder: Path) -> None:
    new_case(window)
    enter(window.header.title, "安娜 family")
    window.header.place.setCurrentIndex(window.header.place.findData("shanghai"))
    window.header.place.activated.emit(window.header.place.currentIndex())
    window.header.day.setDate(QDate(2027, 2, 3))

    kept = open_desk(data_folder).cases.load(window.session.case_id or "").case
    assert (kept.title, kept.place, kept.submit_on) == ("安娜 family", "shanghai", date(2027, 2, 3))


def test_people_are_kept_as_their_fields_are_left(window: MainWindow, data_folder: Path) -> None:
    new_case(window)
    fill_principal(window)
    page = show(window, Step.PEOPLE)
    QTest.mouseClick(page.child_button, Qt.MouseButton.LeftButton)
    enter(page.surname, "MUSTER")
    enter(page.birth_date.line, "2015-01-01")
    enter(page.birth_date.line, "")

    kept = open_desk(data_folder).cases.load(window.session.case_id or "").case
    assert kept.people[0].full_name == "MUSTER ANNA"
    assert kept.people[0].nationality == "DEU"
    assert kept.people[0].passport_expires_on == date(2035, 5, 1)
    assert (kept.people[1].role, kept.people[1].birth_date) == (PersonRole.CHILD, None)


def test_a_date_that_is_none_is_marked_and_not_kept(window: MainWindow) -> None:
    new_case(window)
    fill_principal(window)
    page = show(window, Step.PEOPLE)
    enter(page.birth_date.line, "2 March")

    assert page.birth_date.is_wrong
    assert page.birth_date.hint.isVisible()
    assert window.session.case.people[0].birth_date == date(1985, 3, 2)


def test_a_person_who_is_removed_can_be_brought_back(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.PEOPLE)
    QTest.mouseClick(page.spouse_button, Qt.MouseButton.LeftButton)
    enter(page.surname, "MUSTER")
    page.remove()
    assert [each.role for each in window.session.case.people] == [PersonRole.PRINCIPAL]
    assert "Removed: MUSTER" in page.notice.text.text()

    QTest.mouseClick(page.notice.undo_button, Qt.MouseButton.LeftButton)
    assert [each.surname for each in window.session.case.people] == ["", "MUSTER"]
    assert not page.notice.isVisible()


def test_answers_and_years_decide_the_category(window: MainWindow) -> None:
    new_case(window)
    page = open_questions(window)
    card = page.cards["work.consecutive_years"]
    enter(card.field, "6")
    fill_years(window)

    assert window.session.case.answers == {"work.consecutive_years": 6}
    assert len(window.session.case.years) == page.years.rowCount()
    own = next(m for m in window.session.matches() if m.category.id == window.session.case.category)
    assert own.fit is Fit.FITS


def test_an_answer_can_be_taken_back(window: MainWindow) -> None:
    new_case(window)
    card = open_questions(window).cards["work.consecutive_years"]
    enter(card.field, "6")
    enter(card.field, "")

    assert window.session.case.answers == {}


def test_a_figure_that_is_none_is_told_and_not_kept(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    page.years.item(0, 2).setText("many")

    assert window.session.case.years == ()
    assert "many" in window.message.text.text()


def test_another_category_brings_its_own_questions(window: MainWindow) -> None:
    new_case(window)
    page = open_questions(window)
    page.tree.select_row(CategoryKey("rp.in-country-change"))
    QTest.mouseClick(page.choose_button, Qt.MouseButton.LeftButton)

    assert window.session.case.category == "rp.in-country-change"
    assert "work_permit.class" in page.cards


def test_a_file_dropped_on_a_row_becomes_evidence(
    window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]
) -> None:
    new_case(window)
    page = show(window, Step.DOCUMENTS)
    item = next(item for item in window.session.checklist() if item.ask.requirement == "passport")
    assert item.state is ItemState.MISSING
    row = page.tree.select_row(key_of(item))
    event, _data = drop_event((paper("护照 扫描件"),), QPointF(page.tree.visualItemRect(row).center()))
    page.tree.dropEvent(event)
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == 1, timeout=WORKER_MS)

    assert window.session.case.evidence[0].requirement == "passport"
    assert "护照 扫描件.pdf" in window.session.case.evidence[0].files[0]
    item = next(item for item in window.session.checklist() if item.ask.requirement == "passport")
    assert item.state is ItemState.PROVIDED
    wait_for_review(window, qtbot)


def test_files_are_chosen_for_every_row_and_a_draft_is_built(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    paper: Callable[[str], Path],
) -> None:
    new_case(window)
    fill_principal(window)
    page = show(window, Step.DOCUMENTS)
    items = window.session.checklist()
    for number, item in enumerate(items):
        files = [paper(f"{item.ask.requirement}-{number}-{piece}") for piece in range(item.ask.pieces)]
        monkeypatch.setattr(
            QFileDialog, "getOpenFileNames", lambda *_, files=files: ([str(each) for each in files], "")
        )
        page.tree.select_row(key_of(item))
        page.slots[EvidencePart.ORIGINAL].choose()
    qtbot.waitUntil(lambda: len(window.session.case.evidence) == len(items), timeout=WORKER_MS)
    assert {item.state for item in window.session.checklist()} == {ItemState.PROVIDED}

    wait_for_review(window, qtbot)
    packet = show(window, Step.PACKET)
    packet.draft.setChecked(True)
    destination = tmp_path / "draft.pdf"
    packet.build_to(destination)
    qtbot.waitUntil(lambda: packet.built is not None, timeout=WORKER_MS)

    desk = open_desk(window.session.desk.data_folder)
    opened = desk.open_kept(window.session.case_id or "")
    verification = verify_against_case(destination, desk, opened, lambda _: None, today=date.today())
    assert verification.draft
    assert verification.discrepancies == ()


def test_what_is_said_of_a_paper_is_kept_and_it_can_be_taken_out(
    window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]
) -> None:
    new_case(window)
    page = show(window, Step.DOCUMENTS)
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (paper("a"),))
    qtbot.waitUntil(lambda: row_data(page.tree.currentItem()) == EvidenceKey(0), timeout=WORKER_MS)
    enter(page.form.issued_on.line, "2026-05-01")
    enter(page.form.country, "deu")
    enter(page.form.pages, "1")
    evidence = window.session.case.evidence[0]
    assert (evidence.issued_on, evidence.country, evidence.pages) == (date(2026, 5, 1), "DEU", "1")

    QTest.mouseClick(page.form.remove_button, Qt.MouseButton.LeftButton)
    assert window.session.case.evidence == ()


def test_a_page_of_the_chosen_file_is_shown(
    window: MainWindow, qtbot: QtBot, paper: Callable[[str], Path]
) -> None:
    new_case(window)
    page = show(window, Step.DOCUMENTS)
    window.session.attach("passport", "principal", EvidencePart.ORIGINAL, (paper("a"),))

    qtbot.waitUntil(lambda: not page.preview.picture.pixmap().isNull(), timeout=WORKER_MS)


def test_the_sample_case_becomes_a_verified_packet(sample: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    packet = show(sample, Step.PACKET)
    qtbot.waitUntil(lambda: packet.plan is not None, timeout=WORKER_MS)
    packet.build_to(tmp_path / "packet.pdf")
    qtbot.waitUntil(lambda: packet.built is not None, timeout=WORKER_MS)
    assert packet.built.page_count == packet.plan.page_count
    assert packet.result.sha256.text().removeprefix("SHA-256 ").replace("\n", "") == packet.built.sha256

    QTest.mouseClick(packet.result.verify_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: packet.verification is not None, timeout=WORKER_MS)
    assert packet.verification.sound
    assert not packet.verification.draft


def test_a_finding_leads_to_its_paper(sample: MainWindow, qtbot: QtBot) -> None:
    first = sample.session.case.evidence[0]
    sample.session.detach(0)
    qtbot.waitUntil(lambda: sample.session.is_reviewing)
    wait_for_review(sample, qtbot)
    review = show(sample, Step.REVIEW)
    finding = next(f for f in sample.session.findings() if f.code == "requirement.missing")
    review.findings.tree.select_row(finding)
    review.findings.follow()

    assert sample.steps.currentRow() == Step.DOCUMENTS
    key = row_data(show(sample, Step.DOCUMENTS).tree.currentItem())
    assert (key.person, key.requirement) == (first.person, first.requirement)
