"""The list of cases: found, sorted, copied, put away, deleted and brought back; where one goes on from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.casework import keep
from app.casework.desk import open_desk
from app.domain.case import Case, Person, PersonRole
from app.domain.summaries import CheckSummary
from app.domain.words import DisplayMode, Language
from app.gui import case_model
from app.gui.case_cells import Column
from app.gui.case_model import Shelf
from app.gui.main import make_window
from app.gui.new_case import NewCaseDialog
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.store.case_folder import write_case_folder
from tests.gui.hands import WORKER_MS, drop_event, show

DAY = date(2027, 3, 1)
TITLES = ("Muster", "Okafor", "王伟")


@pytest.fixture
def listed(window: MainWindow) -> Any:
    """The page with three cases: the first is checked and lapses early, the last changed is 王伟."""
    desk = window.session.desk
    for title, place in zip(TITLES, ("ningbo", "shanghai", "shenzhen"), strict=True):
        made = keep.create_case(desk, title=title, category="pr.wage-tax", place=place, submit_on=DAY)
        person = Person("principal", PersonRole.PRINCIPAL, f"NAME{title}", "ANNA")
        keep.save_person(desk, made.case_id, person)
        if title == "Muster":
            desk.cases.note_check(made.case_id, CheckSummary(2, 1, 3, 12, DAY - timedelta(days=1)))
    window.session.cases_changed.emit()
    return show(window, Step.CASES)


def titles(page: Any) -> list[str]:
    return [page.model.case_at(row).title for row in range(page.model.rowCount())]


def choose(page: Any, title: str) -> None:
    page.table.selectRow(titles(page).index(title))


def press(page: Any, button: str) -> None:
    QTest.mouseClick(getattr(page, button), Qt.MouseButton.LeftButton)


def cell(page: Any, title: str, column: Column) -> str:
    return str(page.model.cell(titles(page).index(title), column).words)


def test_a_case_is_found_by_any_of_its_words_in_either_language(listed: Any, qtbot: QtBot) -> None:
    listed.filter_field.setText("okaf")
    qtbot.waitUntil(lambda: titles(listed) == ["Okafor"])
    for wanted, found in (
        ("name王", ["王伟"]),
        ("宁波", ["Muster"]),
        ("SHENZHEN", ["王伟"]),
        ("pr.wage-tax muster", ["Muster"]),
        ("2027-03 shanghai", ["Okafor"]),
        ("nobody", []),
    ):
        listed.filter_field.setText(wanted)
        listed.list_found()
        assert titles(listed) == found


def test_the_last_change_stands_first_and_every_heading_sorts(listed: Any) -> None:
    assert titles(listed) == ["王伟", "Okafor", "Muster"]
    for column, first in ((Column.TITLE, "Muster"), (Column.FINDINGS, "Muster"), (Column.LAPSES, "Muster")):
        listed.table.heads.sectionClicked.emit(column)
        assert titles(listed)[0] == first
    listed.table.heads.sectionClicked.emit(Column.LAPSES)
    # What is not known stays last, whichever way.
    assert titles(listed)[0] == "Muster"


def test_headings_are_sorted_by_with_the_keyboard(listed: Any) -> None:
    heads = listed.table.heads
    heads.setFocus()
    QTest.keyClick(heads, Qt.Key.Key_Left)
    QTest.keyClick(heads, Qt.Key.Key_Right)
    QTest.keyClick(heads, Qt.Key.Key_Space)
    assert titles(listed) == ["Muster", "Okafor", "王伟"]
    QTest.keyClick(heads, Qt.Key.Key_Space)
    assert titles(listed) == ["王伟", "Okafor", "Muster"]


def test_each_row_says_how_far_its_case_is(listed: Any) -> None:
    assert cell(listed, "Muster", Column.PROGRESS) == "3 of 12 papers given"
    assert cell(listed, "Okafor", Column.PROGRESS) == "Not checked yet"
    assert cell(listed, "Muster", Column.FINDINGS) == "2 to solve\n1 to look at"
    assert cell(listed, "Muster", Column.LAPSES) == "2027-02-28\nbefore planned day"
    listed.words.choose(DisplayMode.ZH)
    assert not re.search("[a-z]", cell(listed, "Muster", Column.LAPSES))
    assert "宁波" in cell(listed, "Muster", Column.PLACE)


def test_a_deleted_case_comes_back_with_the_button_and_goes_with_redo(listed: Any) -> None:
    choose(listed, "Okafor")
    press(listed, "delete_button")
    assert titles(listed) == ["王伟", "Muster"]
    assert "Closing the window makes this final" in listed.notice.text.text()
    assert listed.undoable() == ("Deletion of “Okafor”", "")

    QTest.mouseClick(listed.notice.undo_button, Qt.MouseButton.LeftButton)
    assert titles(listed) == ["王伟", "Okafor", "Muster"]
    assert listed.undoable() == ("", "Deletion of “Okafor”")
    listed.redo()
    assert "Okafor" not in titles(listed)


def test_the_menu_undoes_what_was_done_to_the_list(listed: Any, window: MainWindow) -> None:
    choose(listed, "Muster")
    listed.table.setFocus()
    QTest.keyClick(listed.table, Qt.Key.Key_Delete)
    assert "Muster" not in titles(listed)
    window.undo()
    assert "Muster" in titles(listed)


def test_closing_the_window_makes_a_deletion_final(
    listed: Any, window: MainWindow, data_folder: Path
) -> None:
    choose(listed, "Okafor")
    listed.delete_case()
    window.close()
    desk = open_desk(data_folder)
    assert desk.cases.deleted_ids() == ()
    assert {each.title for each in keep.list_cases(desk)} == {"Muster", "王伟"}
    desk.cases.close()


def test_a_copy_has_a_title_of_its_own_and_undoing_takes_it_away(listed: Any) -> None:
    choose(listed, "Muster")
    press(listed, "duplicate_button")
    assert titles(listed)[0] == "Muster (copy)"
    choose(listed, "Muster")
    press(listed, "duplicate_button")
    assert titles(listed)[0] == "Muster (copy 2)"
    listed.undo()
    listed.undo()
    assert titles(listed) == ["王伟", "Okafor", "Muster"]


def test_an_archived_case_is_out_of_the_way_until_it_is_brought_back(listed: Any) -> None:
    choose(listed, "Okafor")
    press(listed, "archive_button")
    assert titles(listed) == ["王伟", "Muster"]
    QTest.mouseClick(listed.shelves[Shelf.ARCHIVED], Qt.MouseButton.LeftButton)
    assert titles(listed) == ["Okafor"]
    assert listed.archive_button.text() == "Bring back"
    assert "Archived · NAMEOkafor ANNA" in cell(listed, "Okafor", Column.TITLE)
    press(listed, "archive_button")
    assert listed.empty.title.text() == "No archived cases"
    QTest.mouseClick(listed.empty.button, Qt.MouseButton.LeftButton)
    assert "Okafor" in titles(listed)


def test_where_nothing_is_found_one_button_clears_the_search(listed: Any) -> None:
    listed.filter_field.setText("Zanzibar")
    listed.list_found()
    assert listed.empty.button.isVisible()
    assert "Zanzibar" in listed.empty.reason.text()
    QTest.mouseClick(listed.empty.button, Qt.MouseButton.LeftButton)
    assert len(titles(listed)) == 3


def test_enter_in_the_search_opens_the_only_case_found(listed: Any, window: MainWindow) -> None:
    listed.filter_field.setText("okafor")
    QTest.keyClick(listed.filter_field, Qt.Key.Key_Return)
    assert window.session.case.title == "Okafor"
    assert window.steps.currentRow() == Step.CATEGORY


def test_a_case_opens_where_it_was_left(listed: Any, window: MainWindow) -> None:
    choose(listed, "Okafor")
    QTest.keyClick(listed.table, Qt.Key.Key_Return)
    window.show_step(Step.PEOPLE)
    window.show_step(Step.CASES)
    choose(listed, "Muster")
    press(listed, "open_button")
    assert window.steps.currentRow() == Step.CATEGORY
    window.show_step(Step.CASES)
    choose(listed, "Okafor")
    press(listed, "open_button")
    assert (window.session.case.title, window.steps.currentRow()) == ("Okafor", Step.PEOPLE)


def test_recent_cases_lead_back_to_where_they_were_left(listed: Any, window: MainWindow) -> None:
    listed.open_row(titles(listed).index("Muster"))
    window.show_step(Step.PEOPLE)
    listed.open_row(titles(listed).index("Okafor"))
    menu = window.menus.recent
    menu.aboutToShow.emit()
    actions = menu.actions()
    assert [action.text()[4:] for action in actions] == ["Okafor", "Muster", "王伟"]
    actions[1].trigger()
    assert (window.session.case.title, window.steps.currentRow()) == ("Muster", Step.PEOPLE)


def test_a_window_with_one_case_goes_on_in_it(window: MainWindow, qtbot: QtBot, data_folder: Path) -> None:
    window.session.new_case("Only")
    window.show_step(Step.PEOPLE)
    archived = keep.create_case(
        window.session.desk, title="Done", category="pr.wage-tax", place="ningbo", submit_on=DAY
    )
    keep.archive_case(window.session.desk, archived.case_id, archived=True)
    window.close()
    again = make_window(data_folder, Language.EN)
    qtbot.addWidget(again)
    again.start()
    assert (again.session.case.title, again.steps.currentRow()) == ("Only", Step.PEOPLE)
    again.show_step(Step.CASES)
    assert again.steps.currentRow() == Step.CASES
    again.close()


def test_a_change_of_the_open_case_reads_only_its_own_row(
    listed: Any, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.open_case(listed.model.case_at(2).id)
    window.show_step(Step.CASES)
    monkeypatch.setattr(window.session, "cases", lambda **_: pytest.fail("the whole list was read"))
    window.session.set_basics(title="Renamed")
    assert titles(listed)[0] == "Renamed"
    assert listed.table.chosen_id() == window.session.case_id


def test_a_long_list_is_read_in_pieces_and_none_is_lost_meanwhile(
    listed: Any, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_model, "_PIECE", 1)
    window.session.cases_changed.emit()
    assert listed.model.is_reading
    last = listed.model.row_of(keep.list_cases(window.session.desk)[-1].id)
    window.session.archive_case(listed.model.case_at(last).id, archived=True)
    window.session.duplicate_case(listed.model.case_at(0).id, "Meanwhile")
    qtbot.waitUntil(lambda: not listed.model.is_reading)
    assert titles(listed) == ["Meanwhile", "王伟", "Okafor"]
    assert listed.model.count(Shelf.ARCHIVED) == 1


def test_what_another_window_did_is_listed(listed: Any, window: MainWindow, data_folder: Path) -> None:
    window.session.look_elsewhere()
    other = open_desk(data_folder)
    keep.create_case(other, title="Elsewhere", category="pr.wage-tax", place="ningbo", submit_on=DAY)
    other.cases.close()
    window.session.look_elsewhere()
    assert titles(listed)[0] == "Elsewhere"


def case_folder(folder: Path, title: str) -> Path:
    person = Person("principal", PersonRole.PRINCIPAL, "ROE", "JON")
    write_case_folder(folder, Case(title, "pr.wage-tax", "ningbo", DAY, (person,)), lambda _: folder)
    return folder


def test_case_folders_are_dropped_on_the_list(listed: Any, qtbot: QtBot, tmp_path: Path) -> None:
    folders = tuple(case_folder(tmp_path / name, name) for name in ("One", "Two"))
    event, data = drop_event(folders, QPointF(5, 5))
    listed.dropEvent(event)
    qtbot.waitUntil(lambda: {"One", "Two"} <= set(titles(listed)), timeout=WORKER_MS)
    assert listed.isVisible()
    del data


def test_papers_dropped_while_no_case_is_open_are_told_where_they_belong(
    listed: Any, window: MainWindow, paper: Callable[[str], Path]
) -> None:
    event, data = drop_event((paper("passport"),), QPointF(5, 5))
    place, keys = QPointF(5, 5).toPoint(), Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, keys)
    listed.dragEnterEvent(entering)
    assert entering.isAccepted()
    listed.dropEvent(event)
    assert "open or start one first" in window.message.text.text()


def test_the_first_page_shows_six_steps_and_speaks_every_language(window: MainWindow) -> None:
    page = show(window, Step.CASES)
    QTest.mouseClick(page.welcome.languages[DisplayMode.ZH], Qt.MouseButton.LeftButton)
    assert page.first_button.text() == "新建案件"
    assert page.welcome.languages[DisplayMode.ZH].isChecked()
    assert page.search() is False


def test_a_new_case_can_be_started_from_the_list(
    listed: Any, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NewCaseDialog, "exec", lambda dialog: 1)
    press(listed, "new_button")
    assert window.steps.currentRow() == Step.CATEGORY
    assert len(window.session.cases()) == 4
