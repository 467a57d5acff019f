"""The page of letters: one list of what is missing, pages that follow, read and attached only by a person."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.casework.kept_settings import LAST_STEPS
from app.domain.judgement import ItemState
from app.domain.letters import LetterForm
from app.domain.reading import Box, Fact, FactName, PageReading, Reading, TextSource
from app.domain.rules import RulePack
from app.domain.words import DisplayMode
from app.gui.letter_block import DetailKey
from app.gui.letter_fields import ChoiceField, LinesField, NumberField
from app.gui.letter_words import Group, LetterKey, rows_of
from app.gui.pages.letters import LettersPage
from app.gui.recent import LastSteps
from app.gui.rows import SECOND_ROLE, row_data
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.i18n.catalogue import catalogue
from tests.gui.hands import WORKER_MS, is_alive
from tests.gui.small_case import make_small_window

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")
CERTIFICATE = LetterKey("employment-certificate", "principal")
EMPLOYED: dict[str, Any] = {
    "employer.name": "宁波示例有限公司",
    "employer.address": "宁波市示例路1号",
    "employer.contact": "王䶮㛃",
    "employer.phone": "0574-0000000",
    "employer.credit_code": "91330200MA2X000000",
    "post.title": "技术总监",
    "post.since": date(2019, 3, 1),
}
NAME = DetailKey("principal", "employer.name")


@pytest.fixture(scope="module")
def shared(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window for all: what draws the letters is started once."""
    made = make_small_window(tmp_path_factory.mktemp("letters"), pack)
    made.activateWindow()
    yield made
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture
def window(shared: MainWindow) -> Iterator[MainWindow]:
    """The window with a case of its own for each test."""
    session, kept = shared.session, (shared.session.case_id, shared.session.review)
    session.keep("letter-forms", "")
    session.open_case(session.duplicate_case(session.case_id or "", "MUSTER") or "")
    session.review = kept[1]
    yield shared
    shared.words.choose(DisplayMode.EN)
    session.open_case(kept[0] or "")
    session.review = kept[1]
    shared.show_step(Step.CASES)


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> LettersPage:
    """The certificate of employment, of which everything about the employer is missing."""
    window.show_step(Step.LETTERS)
    made = window.page(Step.LETTERS)
    assert isinstance(made, LettersPage)
    made.list.search.clear()
    made.list.all_button.click()
    rest(made, qtbot)
    look_at(made, CERTIFICATE, qtbot)
    return made


def rest(page: LettersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.is_at_rest, timeout=WORKER_MS)


def look_at(page: LettersPage, key: LetterKey, qtbot: QtBot) -> None:
    page.choose(key)
    qtbot.waitUntil(
        lambda: page.is_at_rest and page.letter is not None and page.letter.template.id == key.letter,
        timeout=WORKER_MS,
    )


def fill(page: LettersPage, qtbot: QtBot) -> None:
    """Enter everything that the certificate lacks."""
    page.session.save_details("principal", EMPLOYED)
    qtbot.waitUntil(lambda: page.letter is not None and not page.letter.missing, timeout=WORKER_MS)
    qtbot.waitUntil(lambda: page.is_at_rest and page.pages.is_current, timeout=WORKER_MS)


def read(page: LettersPage, qtbot: QtBot) -> None:
    page.pages.read_button.click()
    qtbot.waitUntil(lambda: page.letter is not None and page.letter.is_read, timeout=WORKER_MS)
    rest(page, qtbot)


def amber(page: LettersPage) -> int:
    """Return how many dots of the page that is shown are marked."""
    drawn = page.pages.preview.picture.pixmap().toImage()
    mark = QColor("#ffe9a8")
    dots = (drawn.pixelColor(x, y) for x in range(0, drawn.width(), 3) for y in range(0, drawn.height(), 3))
    return sum(
        abs(dot.red() - mark.red()) + abs(dot.green() - mark.green()) + abs(dot.blue() - mark.blue()) < 12
        for dot in dots
    )


def field(page: LettersPage, name: str, key: str = "") -> Any:
    return page.facts.blocks[DetailKey("principal", name)].fields[key or name]


def details(window: MainWindow) -> dict[str, Any]:
    return window.session.case.details_of("principal")


def titles(page: LettersPage) -> dict[str, str]:
    return {row.text(0): str(row.data(0, SECOND_ROLE)) for row in page.list.tree.rows() if row_data(row)}


# The list.


def test_what_the_checklist_asks_for_comes_first_with_how_far_it_is(page: LettersPage) -> None:
    rows = page.list.rows()
    groups = [row.group for row in rows]

    assert groups == sorted(groups, key=list(Group).index)
    assert {row.template.id for row in rows if row.group is Group.ASKED} >= {
        "employment-certificate",
        "employer-recommendation",
        "wage-certificate",
    }
    assert titles(page)["Certificate of Employment"] == "7 facts missing"
    assert page.use.text() == "From the present employer: who you are, your post, since when and until when."


def test_the_list_is_narrowed_by_what_is_asked_and_by_words(page: LettersPage) -> None:
    page.list.asked_button.click()
    assert {row.group for row in page.list.rows()} == {Group.ASKED}
    page.list.all_button.click()
    page.list.search.setText("声明")

    assert 0 < len(page.list.rows()) < 6
    page.list.search.setText("no such letter")
    assert page.list.nothing.isVisible()
    assert page.letter is not None


def test_a_letter_about_several_people_stands_once_in_the_list(page: LettersPage) -> None:
    assert page._seen is not None
    rows = rows_of(page._seen.offers)
    declaration = next(row for row in rows if row.template.id == "declaration-of-truth")

    assert [each.person for each in declaration.offers] == ["principal", "spouse"]


# What is missing.


def test_everything_that_is_missing_stands_in_one_list_and_is_kept_while_one_types(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    lacking = [
        key.name for key in page.facts.blocks if page.facts.blocks[key].parentWidget() is page.facts.missing
    ]
    assert set(lacking) == set(EMPLOYED)
    line = field(page, "employer.phone").line
    line.setFocus()
    QTest.keyClicks(line, "0574-1")
    qtbot.waitUntil(lambda: details(window).get("employer.phone") == "0574-1", timeout=3000)
    qtbot.waitUntil(lambda: page.letter is not None and len(page.letter.missing) == 6, timeout=WORKER_MS)

    # What was just typed stays under the hand.
    assert line.isVisible()
    assert line.hasFocus()
    assert titles(page)["Certificate of Employment"] == "6 facts missing"


def test_what_was_typed_can_be_undone_and_done_again(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    line = field(page, "employer.name").line
    line.setFocus()
    QTest.keyClicks(line, "AB")
    window.undo()
    assert details(window) == {}
    qtbot.waitUntil(lambda: line.text() == "", timeout=WORKER_MS)
    window.redo()
    assert details(window) == {"employer.name": "AB"}
    qtbot.waitUntil(lambda: line.text() == "AB", timeout=WORKER_MS)


def test_what_is_emptied_again_is_missing_in_sight(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    fill(page, qtbot)
    look_at(page, LetterKey("declaration-of-truth", "principal"), qtbot)
    look_at(page, CERTIFICATE, qtbot)
    assert not page.facts.said.head.isChecked()
    window.session.save_details("principal", {"post.title": None})
    qtbot.waitUntil(lambda: page.letter is not None and len(page.letter.missing) == 1, timeout=WORKER_MS)

    assert field(page, "post.title").line.isVisible()


def test_a_date_that_is_none_is_not_kept_and_a_choice_is(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    since = field(page, "post.since").field
    since.line.setText("2019-13-01")
    since.line.editingFinished.emit()
    assert "post.since" not in details(window)
    assert since.hint.isVisible()

    look_at(page, LetterKey("application-permanent-residence", "principal"), qtbot)
    chosen = field(page, "person.passport_kind")
    assert isinstance(chosen, ChoiceField)
    combo: QComboBox = chosen.combo
    combo.setCurrentIndex(combo.findData("ordinary"))
    combo.activated.emit(combo.currentIndex())
    assert details(window)["person.passport_kind"] == "ordinary"


def test_numbers_and_words_of_several_lines_are_kept_as_they_are_meant(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    look_at(page, LetterKey("university-recommendation", "principal"), qtbot)
    number, lines = field(page, "studies.attendance"), field(page, "studies.plan")
    assert isinstance(number, NumberField)
    assert isinstance(lines, LinesField)
    number.line.setText("9x")
    number.line.editingFinished.emit()
    assert "studies.attendance" not in details(window)
    number.line.setText("96.5")
    number.line.editingFinished.emit()
    lines.edit.setPlainText("one\ntwo")
    lines.save_now()

    assert details(window)["studies.attendance"] == 96.5
    assert details(window)["studies.plan"] == "one\ntwo"


def test_what_belongs_to_another_step_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.show_step(Step.LETTERS)
    page = window.page(Step.LETTERS)
    assert isinstance(page, LettersPage)
    rest(page, qtbot)
    look_at(page, LetterKey("power-of-attorney", "spouse"), qtbot)
    assert "passport number" in " ".join(
        each.text().lower() for each in page.facts.findChildren(type(page.title))
    )
    page.facts.links[0].click()

    assert window.steps.currentRow() == Step.PEOPLE
    assert window.page(Step.PEOPLE).person().id == "spouse"  # type: ignore[attr-defined]  # the page of people


def test_what_a_paper_says_is_taken_only_by_a_click(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    name = session.case.evidence[0].files[0]
    fact = Fact(FactName.EMPLOYER, "宁波示例有限公司", "", 2, Box(0, 0, 1, 1))
    assert session.review is not None
    reading = Reading("0" * 64, "made", (PageReading(2, TextSource.LAYER, facts=(fact,)),))
    session.review = replace(session.review, readings={**session.review.readings, name: reading})
    session.reviewed.emit()
    block = page.facts.blocks[NAME]
    assert details(window) == {}
    assert [each.accessibleName() for each in block.takes] == [
        f"Take 宁波示例有限公司 from {Path(name).name}, page 2"
    ]
    block.takes[0].click()

    assert details(window) == {"employer.name": "宁波示例有限公司"}
    assert block.takes == []


# The pages.


def test_the_pages_are_marked_until_they_are_read_and_again_after_a_change(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    pages = page.pages
    assert not pages.read_button.isEnabled()
    fill(page, qtbot)
    assert pages.read_button.isEnabled()
    assert amber(page) > 50
    read(page, qtbot)
    assert amber(page) == 0
    assert pages.state.text() == f"Read by {window.session.desk.who} on 1 September 2026."
    assert not pages.read_button.isVisible()
    began = time.monotonic()
    window.session.save_details("principal", {"post.title": "总经理"})
    rest_of_change(page, qtbot)

    # A loaded machine is slow; what is asked is half a second.
    assert time.monotonic() - began < 5
    assert amber(page) > 50
    assert pages.read_button.text() == "I have read it again"
    assert "changed since" in pages.state.text()


def rest_of_change(page: LettersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.letter is not None and not page.letter.is_read, timeout=WORKER_MS)
    qtbot.waitUntil(lambda: page.is_at_rest and page.pages.is_current, timeout=WORKER_MS)


def test_person_and_language_are_remembered(page: LettersPage, window: MainWindow, qtbot: QtBot) -> None:
    look_at(page, LetterKey("declaration-of-truth", "principal"), qtbot)
    page.form.setCurrentIndex(page.form.findData(LetterForm.COLUMNS))
    page.form.activated.emit(page.form.currentIndex())
    page.person.setCurrentIndex(page.person.findData("spouse"))
    page.person.activated.emit(page.person.currentIndex())
    qtbot.waitUntil(lambda: page.letter is not None and page.letter.person == "spouse", timeout=WORKER_MS)
    look_at(page, CERTIFICATE, qtbot)
    page.form.setCurrentIndex(page.form.findData(LetterForm.EN))
    page.form.activated.emit(page.form.currentIndex())
    page.choose(LetterKey("declaration-of-truth", "principal"))
    qtbot.waitUntil(lambda: page.letter is not None and page.letter.person == "spouse", timeout=WORKER_MS)

    assert page.letter is not None
    assert page.letter.form is LetterForm.COLUMNS


def test_in_another_language_nothing_that_was_chosen_or_typed_is_lost(
    page: LettersPage, window: MainWindow
) -> None:
    QTest.keyClicks(field(page, "employer.name").line, "AB")
    window.words.choose(DisplayMode.ZH)

    assert page.title.text() == "在职证明"
    assert page.facts.blocks[NAME].label.text() == "工作单位"
    assert field(page, "employer.name").line.text() == "AB"
    assert page.pages.read_button.text() == catalogue(window.words.language)("I have read it")


# What is done.


def test_a_letter_is_written_as_word_and_pdf_and_what_is_missing_is_told(
    page: LettersPage, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("letter.docx", "letter.pdf"):
        page.save_to(tmp_path / name)
        qtbot.waitUntil(lambda: page.pages.result.written is not None, timeout=WORKER_MS)

        assert page.pages.result.chip.path == tmp_path / name
        assert "7 facts are missing; blank lines stand for them." in page.pages.result.told.text()
        assert "marked" in page.pages.result.told.text()
        assert page.pages.result.open_button.hasFocus()
    assert "在职证明" in "\n".join(
        each.text for each in docx.Document(str(tmp_path / "letter.docx")).paragraphs
    )
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")


def test_of_a_letter_that_was_read_the_result_says_who_signs_because_its_margin_no_longer_does(
    page: LettersPage, qtbot: QtBot, tmp_path: Path
) -> None:
    fill(page, qtbot)
    for is_read in (False, True):
        if is_read:
            read(page, qtbot)
        page.pages.result.show_written(None)
        page.save_to(tmp_path / "letter.docx")
        qtbot.waitUntil(lambda: page.pages.result.written is not None, timeout=WORKER_MS)

        foot = docx.Document(str(tmp_path / "letter.docx")).sections[0].footer.paragraphs
        assert ("公章" in "".join(each.text for each in foot)) is not is_read
        assert ("official seal" in page.pages.result.told.text()) is is_read
        assert "official seal" in page.pages.signing.text()


def test_a_place_where_nothing_can_be_written_is_told(
    page: LettersPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.save_to(tmp_path / "missing" / "letter.pdf")
    qtbot.waitUntil(lambda: page.pages.notice.isVisible(), timeout=WORKER_MS)

    assert page.pages.result.written is None


def test_only_a_letter_that_was_read_is_attached_and_what_comes_next_is_said(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    attach = page.pages.attach_button
    fill(page, qtbot)
    assert not attach.isEnabled()
    assert "once nothing is missing" in attach.toolTip()
    read(page, qtbot)
    assert attach.isEnabled()
    attach.click()
    qtbot.waitUntil(lambda: page.pages.notice.isVisible(), timeout=WORKER_MS)
    rest(page, qtbot)

    assert window.session.case.evidence[-1].made_from == "employment-certificate"
    assert "have it signed and sealed" in page.pages.notice.text.text()
    assert "official seal" in page.pages.signing.text()
    assert titles(page)["Certificate of Employment"] == "attached, not signed"
    page.pages.paper_button.click()
    assert window.steps.currentRow() == Step.DOCUMENTS
    item = window.page(Step.DOCUMENTS).chosen.item()  # type: ignore[attr-defined]  # the page of documents
    assert (item.requirement.id, item.state) == ("employment-proof", ItemState.UNSIGNED)


def test_what_is_half_typed_never_gets_into_another_case(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    made = window.session.duplicate_case(window.session.case_id or "", "Other")
    line = field(page, "employer.name").line
    line.setFocus()
    QTest.keyClicks(line, "AB")
    window.session.open_case(made or "")
    window.session._review_timer.stop()
    rest(page, qtbot)
    window.show_step(Step.PEOPLE)

    assert details(window) == {}


def test_another_case_shows_its_own_letters(page: LettersPage, window: MainWindow, qtbot: QtBot) -> None:
    made = window.session.duplicate_case(window.session.case_id or "", "Other")
    window.session.save_details("principal", EMPLOYED)
    window.session.open_case(made or "")
    window.session._review_timer.stop()
    assert page.letter is None
    rest(page, qtbot)
    look_at(page, CERTIFICATE, qtbot)

    assert titles(page)["Certificate of Employment"] == "7 facts missing"


def test_the_keys_lead_from_the_search_into_the_list(page: LettersPage, window: MainWindow) -> None:
    window.search()
    assert page.list.search.hasFocus()
    QTest.keyClick(page.list.search, Qt.Key.Key_Down)

    assert page.list.tree.hasFocus()


def test_the_step_that_was_left_before_there_were_letters_is_still_found(window: MainWindow) -> None:
    window.session.keep(LAST_STEPS, '{"a": 4, "b": "letters", "c": 5}')
    steps = LastSteps(window.session)

    assert [steps.step_of(case) for case in "abc"] == [Step.REVIEW, Step.LETTERS, Step.PACKET]


# How it ends.


def test_what_draws_letters_ends_with_the_session(
    page: LettersPage, window: MainWindow, qtbot: QtBot
) -> None:
    drafter = window.session._drafter
    assert drafter is not None
    process_id = drafter.process_id
    assert is_alive(process_id)
    window.session.leave()

    qtbot.waitUntil(lambda: not is_alive(process_id), timeout=5000)
    assert not window.session.is_drafting
