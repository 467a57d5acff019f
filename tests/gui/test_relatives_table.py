"""The family: who is in the case stands there already; others are added, kept while one types."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.case import PersonRole, Relation, Relative, Sex
from app.domain.words import DisplayMode
from app.gui.fields import scrolled
from app.gui.relatives_table import RelativesTable
from app.gui.rows import SECOND_ROLE
from app.gui.window import MainWindow
from tests.gui import audit
from tests.gui.hands import enter, new_case

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")
FATHER = Relative(
    "principal", Relation.FATHER, "MUSTER HANS", birth_date=date(1950, 1, 2), occupation_en="Retired"
)
MOTHER = Relative("principal", Relation.MOTHER, "MUSTER ANNA")


@pytest.fixture
def table(window: MainWindow, qtbot: QtBot) -> RelativesTable:
    """The family of a principal applicant with a spouse in the case and two parents outside it."""
    new_case(window)
    spouse = window.session.add_person(PersonRole.SPOUSE)
    window.session.save_person(replace(spouse, surname="MUSTER", given_names="MAX"))
    window.session.save_relatives("principal", (FATHER, MOTHER))
    made = RelativesTable(window.session, window.words)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    made.activateWindow()
    made.show_person("principal")
    return made


def relatives(window: MainWindow) -> tuple[Relative, ...]:
    return window.session.case.relatives


def lines(table: RelativesTable) -> list[str]:
    return [row.text(0) for row in table.list.rows()]


def item(tree: QTreeWidget, at: int) -> Any:
    return tree.topLevelItem(at)


def choose(table: RelativesTable, at: int) -> None:
    table.list.setCurrentItem(item(table.list, at))


def test_people_of_the_case_stand_above_and_cannot_be_changed_here(table: RelativesTable) -> None:
    assert lines(table) == ["MUSTER MAX", "Father: MUSTER HANS", "Mother: MUSTER ANNA"]
    first = item(table.list, 0)
    assert first.data(0, SECOND_ROLE) == "Spouse, a person of this case"
    assert not first.flags() & Qt.ItemFlag.ItemIsSelectable
    assert not table.remove_button.isEnabled()
    assert table.fields.isHidden()


def test_what_is_typed_of_a_relative_is_kept(table: RelativesTable, window: MainWindow) -> None:
    choose(table, 2)
    enter(table.name, "MUSTER ANNE")
    enter(table.birth_date.line, "1953-04-05")
    enter(table.nationality, "Germany")
    enter(table.passport_number, "C01X")
    enter(table.told.fields["address"], "慕尼黑")
    table.sex.setCurrentIndex(table.sex.findData(Sex.FEMALE))
    table.sex.activated.emit(table.sex.currentIndex())

    assert relatives(window) == (
        FATHER,
        Relative(
            "principal",
            Relation.MOTHER,
            "MUSTER ANNE",
            Sex.FEMALE,
            date(1953, 4, 5),
            "DEU",
            "C01X",
            address="慕尼黑",
        ),
    )


def test_one_is_kept_once_there_is_a_name(table: RelativesTable, window: MainWindow) -> None:
    table.add()
    enter(table.told.fields["occupation"], "教师")
    assert len(relatives(window)) == 2
    assert lines(table)[-1] == "Other relative: Name not entered yet"
    table.relation.setCurrentIndex(table.relation.findData(Relation.SISTER))
    table.relation.activated.emit(table.relation.currentIndex())
    enter(table.name, "MUSTER EVA")

    assert relatives(window)[2] == Relative("principal", Relation.SISTER, "MUSTER EVA", occupation="教师")
    assert lines(table)[-1] == "Sister: MUSTER EVA"


def test_one_that_waits_for_a_name_stays_while_another_is_changed(
    table: RelativesTable, window: MainWindow
) -> None:
    table.add()
    choose(table, 1)
    enter(table.told.fields["address_en"], "Munich")

    assert [row.name for row in relatives(window)] == ["MUSTER HANS", "MUSTER ANNA"]
    assert relatives(window)[0].address_en == "Munich"
    assert lines(table)[-1] == "Other relative: Name not entered yet"


def test_the_parents_are_proposed_first(table: RelativesTable, window: MainWindow) -> None:
    window.session.save_relatives("principal", (MOTHER,))
    table.add()

    assert table.relation.currentData() == Relation.FATHER
    assert table.name.hasFocus()


def test_an_emptied_name_is_marked_and_the_old_one_kept(table: RelativesTable, window: MainWindow) -> None:
    choose(table, 1)
    enter(table.name, " ")

    assert table.name.property("wrong") is True
    assert relatives(window) == (FATHER, MOTHER)


def test_a_removed_relative_is_told_and_the_next_one_shown(table: RelativesTable, window: MainWindow) -> None:
    told: list[str] = []
    window.session.told.connect(told.append)
    choose(table, 1)
    QTest.keyClick(table.list, Qt.Key.Key_Delete)

    assert relatives(window) == (MOTHER,)
    assert told == ["Removed: Father: MUSTER HANS. Ctrl+Z brings it back."]
    assert table.name.text() == "MUSTER ANNA"


def test_one_without_a_name_is_removed_without_a_trace(table: RelativesTable, window: MainWindow) -> None:
    table.add()
    table.remove_chosen()

    assert lines(table) == ["MUSTER MAX", "Father: MUSTER HANS", "Mother: MUSTER ANNA"]
    assert relatives(window) == (FATHER, MOTHER)


def test_the_family_of_another_person_is_their_own(table: RelativesTable, window: MainWindow) -> None:
    spouse = window.session.case.people[1]
    table.show_person(spouse.id)

    assert len(lines(table)) == 1
    assert table.fields.isHidden()


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
def test_everything_is_named_and_nothing_cut_off(
    table: RelativesTable, window: MainWindow, width: int
) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.addWidget(table)
    column.addStretch(1)
    # As on its page: what has no room downwards is scrolled.
    area = scrolled(holder)
    area.resize(width, 800)
    area.show()
    choose(table, 1)
    found = []
    for mode in (DisplayMode.EN, DisplayMode.ZH):
        window.words.choose(mode)
        found += at_rest(area)
    table.setParent(None)

    assert found == []
