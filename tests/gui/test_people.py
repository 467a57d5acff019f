"""The page of people: every field, kept while one types, and nothing that is typed is lost or disturbed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.case import PersonRole, Sex
from app.domain.words import DisplayMode, Language
from app.gui.country_field import code_of, country_words
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.i18n.terms import countries
from tests.gui.hands import enter, new_case, show
from tests.support.readings import zone_of


@pytest.fixture
def people(window: MainWindow) -> Any:
    new_case(window)
    return show(window, Step.PEOPLE)


def compose(field: QLineEdit, preedit: str, commit: str = "") -> None:
    """Let an input method show what is being composed, or put it in."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def principal(window: MainWindow) -> Any:
    return window.session.case.people[0]


# Kept while one types.


def test_what_is_typed_is_kept_after_a_moment_and_the_cursor_stays(
    people: Any, window: MainWindow, qtbot: QtBot
) -> None:
    people.surname.setFocus()
    QTest.keyClicks(people.surname, "MUSTR ")
    people.surname.setCursorPosition(4)
    QTest.keyClicks(people.surname, "E")
    qtbot.waitUntil(lambda: principal(window).surname == "MUSTER", timeout=3000)

    assert people.surname.text() == "MUSTER "
    assert people.surname.cursorPosition() == 5
    assert people.surname.hasFocus()


def test_letters_typed_one_after_another_are_one_change(people: Any, window: MainWindow) -> None:
    for letters in ("MU", "MUST", "MUSTER"):
        enter(people.surname, letters)
    window.undo()

    assert principal(window).surname == ""
    assert people.surname.text() == ""


def test_nothing_is_kept_or_shown_anew_while_an_input_method_composes(
    people: Any, window: MainWindow, qtbot: QtBot
) -> None:
    field = people.chinese_name
    field.setFocus()
    compose(field, "wang")
    window.session.save_person(replace(principal(window), surname="WANG", chinese_name="李"))
    assert field.text() == ""
    compose(field, "", "王伟")
    assert field.text() == "王伟"
    qtbot.waitUntil(lambda: principal(window).chinese_name == "王伟", timeout=3000)

    assert principal(window).surname == "WANG"


def test_what_waits_is_kept_of_the_person_who_was_shown(people: Any, window: MainWindow) -> None:
    people.surname.setFocus()
    QTest.keyClicks(people.surname, "ROE")
    people.add(PersonRole.SPOUSE)

    assert [each.surname for each in window.session.case.people] == ["ROE", ""]
    assert people.surname.text() == ""


def test_the_name_of_the_case_is_kept_while_it_is_typed(
    people: Any, window: MainWindow, qtbot: QtBot
) -> None:
    title = window.header.title
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Roe family")
    qtbot.waitUntil(lambda: window.session.case.title == "Roe family", timeout=3000)

    assert title.cursorPosition() == len("Roe family")


# Countries.


@pytest.mark.parametrize("text", ["DEU", "deu", "Germany", "德国", "Germany 德国 (DEU)", "germ"])
def test_a_country_is_known_by_code_by_either_name_and_by_a_part_that_only_it_has(text: str) -> None:
    assert code_of(text) == "DEU"


@pytest.mark.parametrize("text", ["", "a", "united", "Atlantis"])
def test_what_names_no_country_or_several_is_none(text: str) -> None:
    assert code_of(text) is None


def test_no_two_countries_are_called_the_same() -> None:
    for language in Language:
        words = [country_words(code, language) for code, _ in countries()]
        assert len(words) == len(set(words))
        names = [name.in_language(language) for _, name in countries()]
        assert len(names) == len(set(names))


def test_a_country_is_shown_in_the_languages_and_a_slip_is_marked_and_not_kept(
    people: Any, window: MainWindow
) -> None:
    enter(people.nationality, "法国")
    assert people.nationality.text() == "France 法国 (FRA)"
    enter(people.nationality, "Atlantis")
    assert people.nationality.property("wrong")
    assert principal(window).nationality == "FRA"
    enter(people.nationality, "FRA")
    window.words.choose(DisplayMode.ZH)

    assert people.nationality.text() == "法国 France (FRA)"


# Everyone.


def test_roles_change_but_that_of_the_principal(people: Any, window: MainWindow) -> None:
    assert not people.role.isEnabled()
    people.add(PersonRole.SPOUSE)
    people.role.setCurrentIndex(people.role.findData(PersonRole.CHILD))
    people.role.activated.emit(people.role.currentIndex())

    assert [each.role for each in window.session.case.people] == [PersonRole.PRINCIPAL, PersonRole.CHILD]
    assert people.role.findData(PersonRole.PRINCIPAL) == -1


def test_people_are_put_in_another_order_and_back(people: Any, window: MainWindow) -> None:
    people.add(PersonRole.SPOUSE)
    people.add(PersonRole.CHILD)
    QTest.mouseClick(people.up_button, Qt.MouseButton.LeftButton)
    assert [each.id for each in window.session.case.people] == ["principal", "child", "spouse"]
    assert people.person().id == "child"
    window.undo()

    assert [each.id for each in window.session.case.people] == ["principal", "spouse", "child"]


def test_a_child_of_eighteen_is_told_at_once(people: Any, window: MainWindow) -> None:
    day = window.session.case.submit_on
    people.add(PersonRole.CHILD)
    enter(people.birth_date.line, day.replace(year=day.year - 18, day=1).isoformat())
    assert "only who is under 18 can come along" in people.form.age_hint.text.text()
    enter(people.birth_date.line, day.replace(year=day.year - 17, day=1).isoformat())

    assert people.form.age_hint.text.text() == "17 years old on the planned day"


def test_a_passport_that_runs_out_is_told_in_days(people: Any, window: MainWindow) -> None:
    today = window.session.today()
    for days, words in ((10, "Expires in 10 days, before the planned day"), (-1, "has run out")):
        enter(people.passport_expires_on.line, (today + timedelta(days=days)).isoformat())
        assert words in people.form.expiry_hint.text.text()


def test_all_that_differs_is_taken_over_only_when_it_is_wanted(people: Any, window: MainWindow) -> None:
    from app.gui.zone_panel import ZoneSeen

    read = replace(principal(window), surname="MUELLER", given_names="ANNA", birth_date=date(1985, 3, 2))
    read = replace(read, sex=Sex.FEMALE, nationality="DEU", passport_number="C01X00T47")
    enter(people.given_names, "HANNA")
    people.zone.show_zone(principal(window), ZoneSeen("pass.jpg", zone_of(read, expires_on=None)))
    assert principal(window).given_names == "HANNA"
    QTest.mouseClick(people.zone.every_button, Qt.MouseButton.LeftButton)

    assert (principal(window).given_names, principal(window).nationality) == ("ANNA", "DEU")


def test_a_passport_is_pasted(people: Any, window: MainWindow, tmp_path: Path, monkeypatch: Any) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(window.session, "look_at", lambda path, done, failed: asked.append(path))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "pass.jpg"))])
    QGuiApplication.clipboard().setMimeData(data)
    window.paste()

    assert asked == [tmp_path / "pass.jpg"]
    assert people.zone.told.text() == "pass.jpg is being read…"
