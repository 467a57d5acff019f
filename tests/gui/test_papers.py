"""The page of documents tells of each paper what holds for it here, and on which answers it hangs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from app.domain.case import PersonRole
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.words import Language
from app.gui.pages.documents import key_of
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.i18n.judgements import word_chain, word_deposit
from app.i18n.terms import STATE_NAMES
from tests.gui.hands import new_case, show


def choose(window: MainWindow, wanted: Callable[[ChecklistItem], object]) -> tuple[Any, Any, ChecklistItem]:
    """Choose the first row of which something holds; return the page, the row and its item."""
    page = show(window, Step.DOCUMENTS)
    item = next(item for item in window.session.checklist() if wanted(item))
    return page, page.tree.select_row(key_of(item)), item


def about(page: Any) -> str:
    document = QTextDocument()
    document.setHtml(page.about.text())
    return document.toPlainText()


def test_a_paper_that_hangs_on_an_answer_says_so_and_leads_to_the_question(window: MainWindow) -> None:
    new_case(window, "rp.work", "shanghai")
    page, row, item = choose(window, lambda item: item.state is ItemState.UNDECIDED)
    assert row.text(1) == STATE_NAMES[ItemState.UNDECIDED] == "Depends on an answer"
    assert not row.icon(1).isNull()
    question = item.unanswered[0]
    assert page.depends.isVisible()
    assert page.depends.buttons[question].accessibleName().startswith("Answer: ")
    QTest.mouseClick(page.depends.buttons[question], Qt.MouseButton.LeftButton)

    assert window.steps.currentRow() == Step.CATEGORY
    assert show(window, Step.CATEGORY).asking.card.question.id == question


def test_a_waived_paper_says_on_what_ground_and_is_not_counted(window: MainWindow) -> None:
    new_case(window, "rp.work", "shanghai")
    page, _row, item = choose(window, lambda item: item.waivable)
    assert item.waivable[0].ground.en in about(page)
    total = page.summary.text()
    for question in page.depends.buttons:
        window.session.set_answer(question, True)
    page, row, waived = choose(window, lambda item: item.state is ItemState.WAIVED)

    assert waived.waiver is not None
    assert f"This holds: {waived.waiver.ground.en}" in about(page)
    assert row.text(1) == "Not needed"
    assert not row.icon(1).isNull()
    assert page.summary.text() != total
    assert next(iter(page.depends.buttons.values())).text() == "Change"


def test_everything_of_a_paper_is_told(window: MainWindow) -> None:
    new_case(window, "pr.spouse", "beijing")
    window.session.add_person(PersonRole.SPONSOR)
    page, _row, item = choose(window, lambda item: item.chains)
    text, requirement = about(page), item.requirement

    for each in (requirement.accepts, requirement.issuer, requirement.obtain):
        assert each.en in text
    assert word_chain(item.chains[0], Language.EN) in text
    assert requirement.source[0].where.en in text
    for note in item.notes:
        assert note.text.en in text


def test_what_no_text_says_of_copies_is_said(window: MainWindow) -> None:
    new_case(window, "rp.work", "shanghai")
    page, _row, _ = choose(window, lambda item: item.copies is None)
    assert "No text that was read says how many copies." in about(page)


def test_how_many_copies_are_asked_is_said_where_a_text_says_it(window: MainWindow) -> None:
    for place in window.session.desk.pack.places:
        new_case(window, "pr.wage-tax", place)
        for item in window.session.checklist():
            if item.copies:
                page, _row, _ = choose(window, lambda each, item=item: each is item)  # type: ignore[misc]  # bound now
                assert f"{item.copies} cop" in about(page)
                return
    raise AssertionError("no place asks copies of anything")


def test_every_state_of_a_paper_has_a_mark() -> None:
    from app.gui.state_marks import STATE_MARKS

    assert set(STATE_MARKS) == set(ItemState)


def test_deposits_and_older_names_are_told_where_there_are_any(window: MainWindow) -> None:
    told = 0
    for place in window.session.desk.pack.places:
        for category in ("pr.spouse", "pr.elder", "pr.child", "pr.wage-tax"):
            new_case(window, category, place)
            for item in window.session.checklist():
                if not item.deposits and item.requirement.legacy is None:
                    continue
                page, _row, _ = choose(window, lambda each, item=item: each is item)  # type: ignore[misc]  # bound now
                said = [word_deposit(each, Language.EN) for each in item.deposits]
                said += [item.requirement.legacy.text.en] if item.requirement.legacy else []
                assert all(each in about(page) for each in said)
                told += 1
    assert told
