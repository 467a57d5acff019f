"""Studies and work: typed by month, kept while one types, gaps shown and filled with one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import HistoryRow, Occupation
from app.domain.words import DisplayMode
from app.gui.fields import scrolled
from app.gui.history_table import HistoryTable
from app.gui.month_field import MonthChooser, MonthField, month_in
from app.gui.rows import SECOND_ROLE, row_data
from app.gui.window import MainWindow
from tests.gui import audit
from tests.gui.hands import enter, new_case

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")
TODAY = date(2026, 9, 15)
MUNICH = HistoryRow(
    "principal", date(2002, 5, 1), date(2007, 9, 1), Occupation.STUDY, "", "University of Munich"
)
SIEMENS = HistoryRow("principal", date(2007, 10, 1), date(2018, 6, 1), organisation_en="Siemens")
NINGBO = HistoryRow("principal", date(2018, 12, 1), None, organisation="宁波某公司")


@pytest.fixture
def table(window: MainWindow, qtbot: QtBot) -> HistoryTable:
    """The history of a person who was 18 in May 2002, with one gap of five months."""
    window.session.today = lambda: TODAY
    new_case(window)
    person = window.session.case.people[0]
    window.session.save_person(replace(person, birth_date=date(1984, 5, 17)))
    window.session.save_history("principal", (MUNICH, SIEMENS, NINGBO))
    made = HistoryTable(window.session, window.words)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    made.activateWindow()
    made.show_person("principal")
    return made


def rows(window: MainWindow) -> tuple[HistoryRow, ...]:
    return window.session.case.history_of("principal")


def lines(table: HistoryTable) -> list[str]:
    return [row.text(0) for row in table.list.rows()]


def item(tree: QTreeWidget, at: int) -> Any:
    return tree.topLevelItem(at)


def choose(table: HistoryTable, at: int) -> None:
    table.list.setCurrentItem(item(table.list, at))


def enter_month(field: MonthField, text: str) -> None:
    enter(field.line, text)


@pytest.mark.parametrize(
    "text",
    [
        "2019-03",
        "2019-3",
        "2019/03",
        "2019.3",
        "2019年3月",
        "201903",
        "2019-03-15",
        "２０１９年３月",
        "03/2019",
    ],
)
def test_a_month_is_understood_as_people_write_it(text: str) -> None:
    assert month_in(text) == date(2019, 3, 1)


@pytest.mark.parametrize("text", ["", "2019", "2019-13", "2019-00", "March", "20190", "2019-03-15 until"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert month_in(text) is None


def test_times_and_the_gaps_between_them_are_listed_in_their_order(table: HistoryTable) -> None:
    assert lines(table) == [
        "2002-05 to 2007-09",
        "2007-10 to 2018-06",
        "2018-07 to 2018-11: nothing told, 5 months",
        "2018-12 until now",
    ]
    assert table.summary.text() == "Nothing is told of 5 months since 2002-05."


def test_a_gap_is_filled_with_one_click(table: HistoryTable, window: MainWindow) -> None:
    gap_row = item(table.list, 2)
    holder = table.list.itemWidget(gap_row, 1)
    assert holder is not None
    QTest.mouseClick(holder.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)

    made = rows(window)[2]
    assert (made.since, made.until) == (date(2018, 7, 1), date(2018, 11, 1))
    assert table.gaps == ()
    assert table.summary.text() == "Every month since 2002-05 is told."
    assert table.told.fields["organisation_en"].hasFocus()
    assert table.since.line.text() == "2018-07"


def test_a_gap_is_filled_with_the_keyboard_and_undone(table: HistoryTable, window: MainWindow) -> None:
    choose(table, 2)
    QTest.keyClick(table.list, Qt.Key.Key_Return)
    assert len(rows(window)) == 4
    window.session.undo()

    # What was done within half a minute is one change with what stood before.
    assert len(table.gaps) >= 1
    assert len(rows(window)) < 4


def test_a_gap_that_lasts_until_today_becomes_a_time_without_an_end(
    table: HistoryTable, window: MainWindow
) -> None:
    window.session.save_history("principal", (MUNICH, SIEMENS))
    table.add()

    assert (rows(window)[2].since, rows(window)[2].until) == (date(2018, 7, 1), None)


def test_what_is_typed_is_kept_after_a_moment(table: HistoryTable, window: MainWindow, qtbot: QtBot) -> None:
    choose(table, 1)
    line = table.told.fields["post"]
    line.setFocus()
    QTest.keyClicks(line, "Engineer ")
    qtbot.waitUntil(lambda: rows(window)[1].post == "Engineer", timeout=3000)

    assert line.text() == "Engineer "
    assert line.hasFocus()
    assert "Engineer" in str(item(table.list, 1).data(0, SECOND_ROLE))


def test_a_time_moves_to_its_place_and_stays_in_the_fields(table: HistoryTable, window: MainWindow) -> None:
    choose(table, 0)
    enter_month(table.until, "2025年1月")
    enter_month(table.since, "2024/5")

    assert [row.since.year for row in rows(window)] == [2007, 2018, 2024]
    assert row_data(table.list.currentItem()).organisation_en == "University of Munich"
    assert table.told.fields["organisation_en"].text() == "University of Munich"
    assert table.since.line.text() == "2024-05"


def test_times_beside_each_other_are_told_without_alarm(table: HistoryTable, window: MainWindow) -> None:
    window.session.save_history(
        "principal", (MUNICH, SIEMENS, NINGBO, replace(MUNICH, until=date(2007, 12, 1)))
    )

    assert "3 months at the same time as 2007-10 to 2018-06" in str(item(table.list, 1).data(0, SECOND_ROLE))


def test_a_month_in_which_one_ends_and_the_next_begins_is_no_overlap(
    table: HistoryTable, window: MainWindow
) -> None:
    window.session.save_history("principal", (MUNICH, replace(SIEMENS, since=date(2007, 9, 1)), NINGBO))

    assert "same time" not in str(item(table.list, 0).data(0, SECOND_ROLE))


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("since", "sometime", "Write a month like 2019-03."),
        ("since", "", "Enter from which month."),
        ("until", "2001-01", "It ends before it begins."),
    ],
)
def test_a_month_that_cannot_be_is_marked_and_not_kept(
    table: HistoryTable, window: MainWindow, field: str, text: str, told: str
) -> None:
    choose(table, 0)
    enter_month(getattr(table, field), text)

    assert getattr(table, field).hint.text() == told
    assert rows(window)[0] == MUNICH


def test_an_emptied_end_means_until_now(table: HistoryTable, window: MainWindow) -> None:
    choose(table, 1)
    enter_month(table.until, "")

    assert rows(window)[1].until is None
    assert table.gaps == ()


def test_a_removed_time_leaves_a_gap_and_is_told(table: HistoryTable, window: MainWindow) -> None:
    told: list[str] = []
    window.session.told.connect(told.append)
    choose(table, 0)
    QTest.keyClick(table.list, Qt.Key.Key_Delete)

    assert rows(window) == (SIEMENS, NINGBO)
    assert lines(table)[0] == "2002-05 to 2007-09: nothing told, 65 months"
    assert told == ["Removed: 2002-05 to 2007-09. Ctrl+Z brings it back."]


def test_another_person_is_shown_with_what_was_typed_of_the_first_kept(
    table: HistoryTable, window: MainWindow
) -> None:
    from app.domain.case import PersonRole

    choose(table, 0)
    table.told.fields["place"].setFocus()
    QTest.keyClicks(table.told.fields["place"], "Munich")
    spouse = window.session.add_person(PersonRole.SPOUSE)
    table.show_person(spouse.id)

    assert rows(window)[0].place == "Munich"
    assert lines(table) == []
    assert "date of birth" in table.summary.text()


def test_rows_that_another_window_changes_are_shown(table: HistoryTable, window: MainWindow) -> None:
    choose(table, 1)
    window.session.save_history("principal", (MUNICH, replace(SIEMENS, post_en="Engineer"), NINGBO))

    assert table.told.fields["post_en"].text() == "Engineer"


def test_a_month_is_chosen_with_arrows_and_keys_of_paging(window: MainWindow, qtbot: QtBot) -> None:
    taken: list[date] = []
    chooser = MonthChooser(window.words, date(2019, 3, 1), taken.append, window)
    qtbot.addWidget(chooser)
    chooser.show()
    chooser.focus()
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_Right, Qt.Key.Key_Down):
        chooser.keyPressEvent(_key(key))
    chooser.keyPressEvent(_key(Qt.Key.Key_Return))

    assert taken == [date(2018, 8, 1)]


def _key(key: Qt.Key) -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def at_rest(root: QWidget) -> list[str]:
    """Return what is nameless or cut off once the parts have found their places."""
    found: list[str] = []
    for _ in range(50):
        QTest.qWait(10)
        found = audit.nameless(root) + audit.clipped(root)
        if not found:
            break
    return found


@pytest.mark.parametrize("width", [360, 700])
def test_everything_is_named_and_nothing_cut_off(table: HistoryTable, window: MainWindow, width: int) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(table)
    column.addStretch(1)
    # As on its page: what has no room downwards is scrolled.
    area = scrolled(holder)
    area.resize(width, 800)
    area.show()
    found = []
    for mode in (DisplayMode.EN, DisplayMode.ZH):
        window.words.choose(mode)
        for at in (0, 2):
            choose(table, at)
            found += at_rest(area)
    # The table is the test's window's own again.
    table.setParent(None)

    assert found == []
