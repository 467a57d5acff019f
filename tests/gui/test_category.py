"""The page of categories: one question in front, everything else as it comes out, and only on demand."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.case import Answer, PersonRole, Stay, YearRow
from app.domain.judgement import Fit, NotEvaluated
from app.domain.rules import Force, Question, Topic
from app.domain.words import DisplayMode
from app.gui.left_out import LeftOut
from app.gui.pages.category import BackgroundKey, CategoryKey
from app.gui.questions import Trail
from app.gui.rows import SECOND_ROLE, row_data
from app.gui.stays import stays_in
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import enter, new_case, show

DRAFT = "draft.academic"
MOST_MS = 50


def click(widget: Any) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def some_answer(question: Question) -> Answer:
    answers: dict[str, Answer] = {"yes-no": True, "number": 5, "date": date(2020, 1, 1)}
    return question.choices[0][0] if question.kind == "choice" else answers[question.kind]


def fill_years(window: MainWindow, wage: float, tax: float) -> None:
    for back in range(5):
        year = window.session.case.submit_on.year - back
        window.session.save_year(YearRow(year, "principal", wage, tax, 300))


# The question in front.


def test_the_question_that_decides_most_is_in_front(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    first = window.session.matching().next_questions[0]

    assert page.asking.card.question == first.question
    assert str(round(first.decides)) in page.asking.decides.text()
    assert page.asking.card.question.help.en in texts_of(page.asking.card)


def test_an_answer_stays_in_front_until_the_next_question_is_wanted(window: MainWindow) -> None:
    new_case(window)
    asking = show(window, Step.CATEGORY).asking
    question = asking.card.question
    assert asking.next_button.text() == "Skip"
    window.session.set_answer(question.id, some_answer(question))
    assert asking.card.question == question
    assert asking.next_button.text() == "Next question"
    click(asking.next_button)

    assert asking.card.question == window.session.matching().next_questions[0].question


def test_skip_and_back_lose_nothing(window: MainWindow) -> None:
    new_case(window)
    asking = show(window, Step.CATEGORY).asking
    first = asking.card.question
    window.session.set_answer(first.id, some_answer(first))
    click(asking.next_button)
    second = asking.card.question
    click(asking.next_button)
    assert asking.card.question not in (first, second)
    click(asking.back_button)
    assert asking.card.question == second
    click(asking.back_button)

    assert asking.card.question == first
    assert window.session.case.answers == {first.id: some_answer(first)}
    assert not asking.back_button.isEnabled()


def test_what_was_put_aside_comes_again_after_all_others() -> None:
    trail, waiting = Trail(), ["a", "b"]
    trail.settle(waiting, hold=False)
    trail.go_on(waiting, answered=False)
    assert trail.current == "b"
    trail.go_on(waiting, answered=False)

    assert trail.current == "a"


def test_a_question_that_is_held_stays_whatever_else_is_answered() -> None:
    trail = Trail()
    trail.settle(["a", "b"], hold=False)
    trail.settle(["b", "a"], hold=False)
    assert trail.current == "b"
    trail.go_to("c")
    trail.settle(["a"], hold=False)

    assert trail.current == "c"


def test_another_case_begins_with_its_own_question(window: MainWindow) -> None:
    new_case(window)
    asking = show(window, Step.CATEGORY).asking
    click(asking.next_button)
    new_case(window)

    assert asking.card.question == window.session.matching().next_questions[0].question
    assert not asking.back_button.isEnabled()


def test_why_it_is_asked_stands_with_the_question_and_where_it_is_written_on_demand(
    window: MainWindow,
) -> None:
    new_case(window)
    card = show(window, Step.CATEGORY).asking.card
    why = next(
        each
        for each in card.fields()
        if getattr(each, "isCheckable", bool)() and each.text() == "Where it is written"
    )
    assert any("Categories that ask this" in text for text in texts_of(card))
    assert not any(card.question.source[0].title.en in text for text in texts_of(card))
    click(why)

    assert any(card.question.source[0].title.en in text for text in texts_of(card))


def test_the_keyboard_goes_from_the_field_to_skip(window: MainWindow) -> None:
    new_case(window)
    asking = show(window, Step.CATEGORY).asking
    fields = asking.card.fields()
    assert fields[-1].nextInFocusChain() is not None
    asking.take_focus()
    focus = QApplication.focusWidget()
    for _ in range(8):
        if QApplication.focusWidget() is asking.next_button:
            break
        QTest.keyClick(QApplication.focusWidget() or asking, Qt.Key.Key_Tab)

    assert focus in fields
    assert QApplication.focusWidget() is asking.next_button


def test_what_does_not_apply_is_asked_no_more_until_it_is_wanted_again(window: MainWindow) -> None:
    new_case(window)
    asking = show(window, Step.CATEGORY).asking
    first = asking.card.question
    click(asking.leave_button)
    assert asking.card.question != first
    assert asking.progress.text().endswith("1 does not apply")
    kept = LeftOut(window.session, window.session.case_id or "")
    assert first.id in kept
    click(asking.again_button)

    assert first.id not in LeftOut(window.session, window.session.case_id or "")
    assert not asking.again_button.isVisible()


def test_who_holds_no_work_permit_can_say_so(window: MainWindow) -> None:
    new_case(window)
    window.session.set_answer("work_permit.class", "none")
    way = next(each for each in window.session.matches() if each.category.id == "rp.in-country-change")

    assert way.fit is Fit.DOES_NOT_FIT


def test_a_number_is_kept_while_it_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    page.ask("work.consecutive_years")
    QTest.keyClicks(page.asking.card.field, "6")
    qtbot.waitUntil(lambda: window.session.case.answers == {"work.consecutive_years": 6}, timeout=3000)
    QTest.keyClicks(page.asking.card.field, ".5")
    qtbot.waitUntil(lambda: window.session.case.answers == {"work.consecutive_years": 6.5}, timeout=3000)

    assert page.asking.card.field.text() == "6.5"


# Entries and exits.


STAYS = "2025-01-01\t2025-03-31\n2025/07/01 2025/09/30\nno date here\n2026年1月5日"


def test_a_list_of_entries_and_exits_is_read_line_by_line() -> None:
    assert stays_in(STAYS, "anna") == [
        Stay("anna", date(2025, 1, 1), date(2025, 3, 31)),
        Stay("anna", date(2025, 7, 1), date(2025, 9, 30)),
        Stay("anna", date(2026, 1, 5)),
    ]


def test_stays_are_typed_pasted_removed_and_taken_back(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    page.stays_fold.head.click()
    table = page.stays.table
    table.item(0, 0).setText("2025-01-01")
    table.item(0, 1).setText("2025-03-31")
    assert window.session.case.stays == (Stay("principal", date(2025, 1, 1), date(2025, 3, 31)),)
    table.paste(STAYS)
    assert len(window.session.case.stays) == 3
    table.setCurrentCell(0, 0)
    click(page.stays.remove_button)
    assert len(window.session.case.stays) == 2
    window.undo()

    assert len(window.session.case.stays) == 3
    assert table.rowCount() == 4


def test_what_is_no_date_is_told_and_the_row_stays_as_it_was(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    page.stays_fold.head.click()
    page.stays.table.item(0, 0).setText("soon")
    assert "soon cannot stand here" in window.message.text.text()
    page.stays.table.item(0, 1).setText("2025-03-31")

    assert "Enter first" in window.message.text.text()
    assert window.session.case.stays == ()
    assert page.stays.table.item(0, 0).text() == ""


def test_days_that_differ_from_the_stays_are_shown_beside_and_not_overwritten(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    assert page.years.isColumnHidden(3)
    year = window.session.case.submit_on.year - 1
    window.session.save_year(YearRow(year, "principal", days_in_china=300))
    window.session.save_stays("principal", (Stay("principal", date(year, 1, 1), date(year, 1, 31)),))

    assert page.years.item(1, 2).text() == "300"
    assert page.years.item(1, 3).text() == "30: differs"


# What is folded away.


def test_all_questions_and_the_answers_are_folded_and_not_made_until_wanted(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    assert not page.cards
    assert not page.answers.isVisible()
    page.own_questions.head.click()

    assert page.cards["work.consecutive_years"].isVisible()
    assert "work.hired" not in page.cards


def test_an_answer_that_was_given_leads_back_to_its_question(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    window.session.set_answer("work.consecutive_years", 6)
    page.given.head.click()
    row = page.answers.select_row("work.consecutive_years")
    assert "6" in row.data(0, SECOND_ROLE)
    page.answers.follow()
    enter(page.asking.card.field, "7")

    assert window.session.case.answers == {"work.consecutive_years": 7}
    assert "7" in page.answers.select_row("work.consecutive_years").data(0, SECOND_ROLE)


# What cannot be.


def test_contradictions_stand_on_top_with_the_way_out(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    assert not page.contradictions.isVisible()
    window.session.set_answer("work.since", date(2025, 1, 1))
    window.session.set_answer("work.consecutive_years", 9)
    assert page.contradictions.isVisible()
    assert "Correct one of the two" in page.contradictions.labels[0].text()
    click(page.contradictions.buttons[0])
    assert page.asking.card.question.id in ("work.consecutive_years", "work.since")
    window.session.set_answer("work.consecutive_years", None)

    assert not page.contradictions.isVisible()


# The categories.


def sheet_of(page: Any, key: object) -> str:
    assert page.tree.select_row(key) is not None
    text: str = page.detail.toPlainText()
    return text


def test_every_category_is_listed_nearest_first(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    window.session.set_answer("work.consecutive_years", 6)
    fill_years(window, 900_000, 250_000)
    listed = [row_data(row).id for row in page.tree.rows() if isinstance(row_data(row), CategoryKey)]

    assert listed == [each.category.id for each in window.session.matches()]
    assert listed[0] == "pr.wage-tax"
    assert "Fits · 4 of 4 conditions met" in page.tree.topLevelItem(0).data(0, SECOND_ROLE)


def test_a_row_says_from_which_day_it_would_fit(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    fill_years(window, 900_000, 250_000)
    window.session.set_answer("work.since", date(2024, 1, 1))
    own = next(each for each in window.session.matches() if each.category.id == "pr.wage-tax")
    assert own.fit is Fit.DOES_NOT_FIT
    assert own.met_on is not None
    row = page.tree.select_row(CategoryKey("pr.wage-tax"))

    assert "at the latest, if things go on as they are" in row.data(0, SECOND_ROLE)
    assert "at the latest, if things go on as they are" in sheet_of(page, CategoryKey("pr.wage-tax"))


def test_what_is_not_evaluated_says_why(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    elsewhere = [each for each in window.session.matches() if each.not_evaluated is NotEvaluated.ELSEWHERE]
    row = page.tree.select_row(CategoryKey(elsewhere[0].category.id))
    assert "Only at another place" in row.data(0, SECOND_ROLE)

    assert "Draft, not in force" in page.tree.select_row(CategoryKey(DRAFT)).data(0, SECOND_ROLE)
    assert "no office takes an application on it" in page.detail.toPlainText()


def test_the_sheet_tells_everything_of_a_category(window: MainWindow) -> None:
    new_case(window, place="shanghai")
    page = show(window, Step.CATEGORY)
    window.session.set_answer("work.consecutive_years", 3)
    fill_years(window, 900_000, 178_000)
    text = sheet_of(page, CategoryKey("pr.wage-tax"))
    category = window.session.desk.pack.categories["pr.wage-tax"]

    said = [category.outcome.en, category.family.en, category.instrument.en]
    said += [condition.label.en for condition in category.conditions]
    said += [conflict.about.en for conflict in category.conflicts]
    said += [reading.value.en for conflict in category.conflicts for reading in conflict.readings]
    said += [source.where.en for c in category.conflicts for r in c.readings for source in r.source]
    said += [each.about.en for each in category.missing]
    said += [note.text.en for note in category.notes]
    for each in said:
        assert each in text
    assert "entered: 3 years" in text
    assert "short: 1 year" in text
    assert "stricter reading" in text
    assert "falls due at a yearly wage of" in text


def test_local_variants_stand_with_their_category(window: MainWindow) -> None:
    new_case(window, place="shanghai")
    page = show(window, Step.CATEGORY)
    for variant in window.session.desk.pack.places["shanghai"].variants:
        assert variant.text.en in sheet_of(page, CategoryKey(variant.category))
    window.session.set_basics(place="ningbo")

    assert variant.text.en not in sheet_of(page, CategoryKey(variant.category))


def test_the_background_is_grouped_by_topic_with_sources(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    articles = [a for each in window.session.desk.pack.background.values() for a in each.articles]
    whole = sheet_of(page, BackgroundKey())
    for article in articles:
        assert article.text.en in whole
    loss = sheet_of(page, BackgroundKey(Topic.LOSS))

    for article in articles:
        assert (article.text.en in loss) is (article.topic is Topic.LOSS)
        if article.topic is Topic.LOSS:
            assert article.source[0].where.en in loss
    assert not page.choose_button.isEnabled()


def test_a_draft_is_not_chosen_without_being_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    told: list[str] = []
    use = [False]

    def is_use(button: Any) -> bool:
        return bool(button.text().startswith("Use"))

    def pressed(box: QMessageBox) -> object:
        told.append(box.text())
        return next(each for each in box.buttons() if is_use(each) is use[0])

    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", pressed)
    page.tree.select_row(CategoryKey(DRAFT))
    page.choose()
    assert window.session.case.category == "pr.wage-tax"
    assert "Draft, not in force" in told[0]
    use[0] = True
    page.choose()

    assert window.session.case.category == DRAFT


def test_a_category_that_is_evaluated_is_chosen_at_once(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    page.tree.select_row(CategoryKey("pr.spouse"))
    click(page.choose_button)

    assert window.session.case.category == "pr.spouse"


@pytest.mark.parametrize("mode", list(DisplayMode))
def test_one_answer_is_shown_fast_with_all_questions_answered(window: MainWindow, mode: DisplayMode) -> None:
    new_case(window, place="shanghai")
    show(window, Step.CATEGORY)
    for question in window.session.desk.pack.questions.values():
        window.session.set_answer(question.id, some_answer(question))
    fill_years(window, 900_000, 200_000)
    window.words.choose(mode)
    times = []
    for turn in range(6):
        before = time.process_time()
        window.session.set_answer("work.hired", turn % 2 == 1)
        times.append(1000 * (time.process_time() - before))

    assert min(times) < MOST_MS, times


def test_rows_that_stay_are_not_made_anew(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    before = {row_data(row): row for row in page.tree.rows()}
    window.session.set_answer("work.consecutive_years", 6)
    fill_years(window, 900_000, 250_000)

    for row in page.tree.rows():
        assert before[row_data(row)] is row


def test_a_row_says_what_is_short_or_which_answer_decides(window: MainWindow) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    window.session.set_answer("work.consecutive_years", 3)
    assert "short by 1 year" in page.tree.select_row(CategoryKey("pr.wage-tax")).data(0, SECOND_ROLE)
    spouse = page.tree.select_row(CategoryKey("pr.spouse")).data(0, SECOND_ROLE)

    assert "Decided by: " in spouse


def test_what_follows_is_told_before_and_after_and_the_next_step_is_one_click_away(
    window: MainWindow,
) -> None:
    new_case(window)
    page = show(window, Step.CATEGORY)
    text = sheet_of(page, CategoryKey("pr.spouse"))
    assert "What follows if you choose it" in text
    assert "Principal applicant: " in text
    click(page.choose_button)
    assert "What follows from it" in page.detail.toPlainText()
    asked = [each for each in window.session.checklist() if not each.optional]
    assert f"Principal applicant: {len(asked)} papers" in page.detail.toPlainText()
    click(page.next_button)

    assert window.steps.currentRow() == Step.PEOPLE


# Cases and people of any category.


def test_a_case_can_begin_with_any_category_in_force(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.gui.new_case import NewCaseDialog

    offered: list[object] = []

    def choose(dialog: NewCaseDialog) -> int:
        combo = dialog.category
        offered.extend(combo.itemData(at) for at in range(combo.count()))
        combo.setCurrentIndex(combo.findData("rp.work"))
        dialog.place.setCurrentIndex(dialog.place.findData("shenzhen"))
        dialog.title.setText("A worker")
        return 1

    monkeypatch.setattr(NewCaseDialog, "exec", choose)
    click(show(window, Step.CASES).first_button)
    case, categories = window.session.case, window.session.desk.pack.categories.values()

    assert (case.title, case.category, case.place) == ("A worker", "rp.work", "shenzhen")
    in_force = {each.id for each in categories if each.force is Force.IN_FORCE}
    assert {each for each in offered if each is not None} == in_force


def test_who_knows_no_category_is_told_on_which_the_case_stands(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.new_case.NewCaseDialog.exec", lambda dialog: 1)
    click(show(window, Step.CASES).first_button)
    pack = window.session.desk.pack

    assert window.steps.currentRow() == Step.CATEGORY
    assert pack.categories[window.session.case.category].force is Force.IN_FORCE
    assert window.message.isVisible()
    assert "For now the case stands on" in window.message.text.text()


def test_a_case_that_was_not_wanted_is_not_made(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.gui.new_case.NewCaseDialog.exec", lambda dialog: 0)
    click(show(window, Step.CASES).first_button)

    assert window.session.cases() == ()


def test_a_sponsor_is_offered_where_papers_of_one_are_asked(window: MainWindow) -> None:
    new_case(window, "pr.child")
    page = show(window, Step.PEOPLE)
    assert page.asked.isVisible()
    click(page.asked_buttons[PersonRole.SPONSOR])

    assert [each.role for each in window.session.case.people] == [PersonRole.PRINCIPAL, PersonRole.SPONSOR]
    assert not page.asked.isVisible()
    assert any(item.person.role is PersonRole.SPONSOR for item in window.session.checklist())


def test_nobody_is_offered_where_nobody_else_is_asked(window: MainWindow) -> None:
    new_case(window)

    assert not show(window, Step.PEOPLE).asked.isVisible()


@pytest.fixture
def each_category(window: MainWindow) -> Callable[[], list[str]]:
    return lambda: list(window.session.desk.pack.categories)


def test_every_page_shows_every_category(window: MainWindow, each_category: Callable[[], list[str]]) -> None:
    new_case(window)
    for category in each_category():
        window.session.set_basics(category=category)
        for step in (Step.CATEGORY, Step.PEOPLE, Step.DOCUMENTS):
            page = show(window, step)
            assert page.isVisible()
        for row in show(window, Step.DOCUMENTS).tree.rows():
            if row_data(row) is not None:
                show(window, Step.DOCUMENTS).tree.setCurrentItem(row)


def texts_of(widget: Any) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]
