"""What a passport's zone says is offered beside what is typed; nothing typed is overwritten silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import Person, PersonRole, Sex
from app.domain.reading import Zone
from app.domain.words import DisplayMode
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.zone_panel import zone_fields
from tests.gui.hands import WORKER_MS, drop_event, enter, give_read, know, new_case, show, write_pdf
from tests.support.readings import page, zone_of

ANNA = Person(
    "principal", PersonRole.PRINCIPAL, "MUELLER", "ANNA", sex=Sex.FEMALE, birth_date=date(1985, 3, 2),
    nationality="DEU", passport_number="C01X00T47", passport_expires_on=date(2035, 5, 1),
)  # fmt: skip
NOBODY = Person("principal", PersonRole.PRINCIPAL)


def fields_of(typed: Person, zone: Zone) -> dict[str, tuple[bool, bool]]:
    return {each.name: (each.agrees, each.doubtful) for each in zone_fields(typed, zone)}


def test_a_name_typed_as_it_is_printed_agrees_with_the_zone() -> None:
    assert all(agrees for agrees, _ in fields_of(replace(ANNA, surname="Müller"), zone_of(ANNA)).values())


def test_what_was_not_read_is_not_offered() -> None:
    assert "birth_date" not in fields_of(NOBODY, zone_of(ANNA, birth_date=None))


def test_failed_and_doubtful_fields_are_doubted() -> None:
    zone = zone_of(ANNA, failed=("birth_date",), doubtful=("surname",))
    doubted = {name for name, (_, doubtful) in fields_of(NOBODY, zone).items() if doubtful}

    assert doubted == {"birth_date", "surname"}


def test_names_for_which_the_zone_had_no_room_are_doubted() -> None:
    assert fields_of(NOBODY, zone_of(ANNA, cut=True))["given_names"] == (False, True)


@pytest.fixture
def people(window: MainWindow) -> Any:
    new_case(window)
    return show(window, Step.PEOPLE)


def give(window: MainWindow, folder: Path, **changed: Any) -> None:
    """Give a passport on which a zone was read."""
    zone = zone_of(ANNA, **changed)
    give_read(window, "passport", write_pdf(folder / "pass.pdf"), page(kind="passport", zone=zone))


def test_without_a_passport_only_choosing_one_is_offered(people: Any) -> None:
    assert people.zone.choose_button.isVisible()
    assert not people.zone.buttons
    assert not people.zone.all_button.isVisible()


def test_all_empty_fields_are_taken_over_by_one_click(
    people: Any, window: MainWindow, tmp_path: Path
) -> None:
    enter(people.given_names, "HANNA")
    give(window, tmp_path, doubtful=("document_number",))
    QTest.mouseClick(people.zone.all_button, Qt.MouseButton.LeftButton)
    person = window.session.case.people[0]

    assert (person.surname, person.birth_date, person.nationality) == ("MUELLER", ANNA.birth_date, "DEU")
    assert person.given_names == "HANNA"
    assert person.passport_number is None
    assert set(people.zone.buttons) == {"given_names", "passport_number"}
    assert not people.zone.all_button.isVisible()


def test_what_differs_is_taken_over_field_by_field(people: Any, window: MainWindow, tmp_path: Path) -> None:
    enter(people.given_names, "HANNA")
    give(window, tmp_path)
    assert window.session.case.people[0].given_names == "HANNA"
    made = people.zone.buttons["given_names"]
    assert made.accessibleName() == "Take over Given names: ANNA"
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)

    assert window.session.case.people[0].given_names == "ANNA"
    assert people.given_names.text() == "ANNA"
    assert window.session.case.people[0].surname == ""


def test_a_zone_that_agrees_says_so(people: Any, window: MainWindow, tmp_path: Path) -> None:
    window.session.save_person(ANNA)
    give(window, tmp_path)

    assert people.zone.told.text() == "What is typed agrees with the zone of pass.pdf."
    assert people.zone.buttons == {}


def test_a_passport_without_a_zone_asks_to_type(people: Any, window: MainWindow, tmp_path: Path) -> None:
    give_read(window, "passport", write_pdf(tmp_path / "pass.pdf"), page(kind="passport"))

    assert "Type the fields by hand" in people.zone.told.text()
    assert not people.zone.all_button.isVisible()


def test_a_passport_dropped_on_the_form_is_read_and_not_entered(
    people: Any, window: MainWindow, qtbot: QtBot, tmp_path: Path, data_folder: Path
) -> None:
    paper = write_pdf(tmp_path / "pass.pdf", "passport")
    know(data_folder, paper, page(kind="passport", zone=zone_of(ANNA)))
    area = people.zone.parentWidget()
    event, _data = drop_event((paper,), QPointF(20, 20))
    area.dropEvent(event)
    assert people.zone.told.text() == "pass.pdf is being read…"
    qtbot.waitUntil(lambda: bool(people.zone.buttons), timeout=WORKER_MS)

    assert window.session.case.evidence == ()
    assert window.session.case.people[0].surname == ""


def test_the_zone_follows_the_language(people: Any, window: MainWindow, tmp_path: Path) -> None:
    give(window, tmp_path)
    before = people.zone.told.text()
    window.words.choose(DisplayMode.ZH)

    assert people.zone.told.text() != before or window.words.say(before) == before
    assert people.zone.buttons["sex"].accessibleName()
