"""What holds everywhere: undo by name, history, help, room, the way of the focus, and a fault of our own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.casework.desk import Desk
from app.domain.errors import MachineStopped
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.gui.crash import CrashDialog
from app.gui.help_window import CHAPTERS, HelpWindow, read_chapters
from app.gui.history import HistoryDialog
from app.gui.main import install_hook
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.window import MainWindow
from tests.gui.hands import new_case, show

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def quiet(window: MainWindow) -> MainWindow:
    """The window with an open case, which no worker reviews."""
    window.session._review_timer.timeout.disconnect()
    new_case(window)
    window.activateWindow()
    return window


def test_undo_and_redo_go_by_key_and_tell_what_they_did(quiet: MainWindow) -> None:
    quiet.session.set_basics(title="Other name")
    assert quiet.menus.undo.text() == "&Undo: Change of the case's name"
    quiet.steps.setFocus()
    QTest.keyClick(quiet.steps, Qt.Key.Key_Z, CTRL)

    assert quiet.session.case.title == "Case"
    assert quiet.message.text.text() == "Undone: Change of the case's name"
    quiet.message.offer_button.click()
    assert quiet.session.case.title == "Other name"
    assert quiet.message.text.text() == "Done again: Change of the case's name"
    quiet.undo()
    QTest.keyClick(quiet.steps, Qt.Key.Key_Z, CTRL | SHIFT)
    assert quiet.session.case.title == "Other name"


def test_the_names_of_undo_follow_the_language(quiet: MainWindow) -> None:
    quiet.session.set_basics(title="Other name")
    quiet.undo()
    quiet.words.choose(DisplayMode.ZH)

    assert quiet.menus.redo.text().startswith("重做(&R)：")
    assert quiet.message.text.text().startswith("已撤销：")


def test_undo_takes_typing_back_first_and_then_the_change(quiet: MainWindow) -> None:
    quiet.session.set_basics(title="Second")
    title = quiet.header.title
    title.setFocus()
    title.selectAll()
    QTest.keyClicks(title, "Typed")
    QTest.keyClick(title, Qt.Key.Key_Z, CTRL)
    assert title.text() == "Second"
    assert quiet.session.case.title == "Second"
    QTest.keyClick(title, Qt.Key.Key_Z, CTRL)

    assert quiet.session.case.title == "Case"


def test_a_state_of_the_history_is_gone_back_to_and_the_list_is_saved(
    quiet: MainWindow, tmp_path: Path
) -> None:
    for title in ("One", "Two", "Three"):
        quiet.session.set_basics(title=title)
        quiet.session.set_basics(place="ningbo" if quiet.session.case.place != "ningbo" else "hangzhou")
    dialog = HistoryDialog(quiet.session, quiet.words, quiet)
    before = quiet.session.case
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(dialog.tree.topLevelItemCount() - 1))
    dialog.go()
    assert quiet.session.case.title == "Case"
    dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
    dialog.go()
    assert quiet.session.case == before
    for name in ("list.csv", "list.txt"):
        assert dialog.save(tmp_path / name)
        assert "Change of the case's name" in (tmp_path / name).read_text("utf-8-sig")
    assert not dialog.save(tmp_path / "none" / "list.csv")
    assert "could not be written" in dialog.notice.text.text()


def test_help_opens_at_what_is_done_and_speaks_the_language(quiet: MainWindow) -> None:
    quiet.show_step(Step.PEOPLE)
    quiet.show_help()
    shown = quiet.findChild(HelpWindow)
    assert shown.text.toPlainText().startswith("3 People")
    quiet.words.choose(DisplayMode.ZH)
    assert shown.text.toPlainText().startswith("第3步")
    shown.show_chapter("keys")
    assert "Ctrl+Z" in shown.text.toPlainText()
    shown.back_button.click()
    assert shown.text.toPlainText().startswith("第3步")
    shown.search.setText("指纹")
    assert [shown.chapters.item(at).text() for at in range(shown.chapters.count())] == ["规则"]
    shown.close()


def test_every_chapter_stands_in_both_languages_and_every_link_leads_somewhere() -> None:
    english, chinese = read_chapters(Language.EN), read_chapters(Language.ZH)
    assert [each.id for each in english] == [each.id for each in chinese] == list(CHAPTERS)
    for one, other in zip(english, chinese, strict=True):
        assert one.markup.count("<h2>") == other.markup.count("<h2>"), one.id
        assert one.markup.count("<li>") == other.markup.count("<li>"), one.id
        for chapter in (one, other):
            links = [part.partition('"')[0] for part in chapter.markup.split('href="')[1:]]
            assert {link.removesuffix(".html") for link in links} <= set(CHAPTERS), chapter.id


def test_in_a_narrow_window_the_steps_are_marks_that_still_tell_their_names(quiet: MainWindow) -> None:
    quiet.resize(640, 400)
    QApplication.processEvents()

    assert quiet.side.width() < 80
    assert quiet.steps.item(Step.REVIEW).toolTip().startswith("6  Review")
    assert quiet.header.width() <= 640 - quiet.side.width()


def test_f6_goes_through_the_parts_of_the_window(quiet: MainWindow) -> None:
    quiet.steps.setFocus()
    visited = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        parts = (quiet.steps, quiet.header, quiet.stage)
        visited.append(next(part for part in parts if part is focus or part.isAncestorOf(focus)))

    assert visited == [quiet.header, quiet.stage, quiet.steps]


def test_a_change_of_another_window_is_told_and_shown(
    quiet: MainWindow, pack: RulePack, data_folder: Path
) -> None:
    quiet.session.look_elsewhere()
    other = Desk(pack, data_folder)
    kept = other.cases.load(quiet.session.case_id or "")
    second = Session(other)
    second.open_case(quiet.session.case_id or "")
    second.set_basics(title=f"{kept.case.title} changed")
    second.close()
    quiet.session.look_elsewhere()

    assert quiet.session.case.title == "Case changed"
    assert "another window" in quiet.message.text.text()


class Faulty(QObject):
    """Breaks in a slot, with words that hold what was entered."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pressed.connect(self.fail)

    def fail(self) -> None:
        raise ValueError("MUSTER C01X00T47 /home/erika/passport.pdf")


@pytest.fixture
def hooked(quiet: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[CrashDialog]:
    """The window with its hook; every dialog that tells of a fault is noted and gone on from."""
    shown: list[CrashDialog] = []

    def answer(dialog: CrashDialog) -> bool:
        shown.append(dialog)
        return True

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(CrashDialog, "exec", answer)
    install_hook(quiet)
    return shown


def break_down() -> None:
    try:
        Faulty().fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


@pytest.mark.allow_log_warnings
def test_a_fault_keeps_what_is_being_typed_and_its_report_holds_nothing_of_it(
    quiet: MainWindow, hooked: list[CrashDialog], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    page = show(quiet, Step.PEOPLE)
    page.passport_number.setFocus()
    QTest.keyClicks(page.passport_number, "C01X00T47")
    break_down()
    report = hooked[0].report

    assert quiet.session.case.people[0].passport_number == "C01X00T47"
    assert "ValueError" in report
    assert "Step people" in report
    for secret in ("C01X00T47", "MUSTER", "erika", str(tmp_path), str(Path.home())):
        assert secret not in report + caplog.text
    hooked[0].save(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text("utf-8") == report


@pytest.mark.allow_log_warnings
def test_the_same_fault_again_is_told_in_the_message_and_a_fault_in_telling_does_not_go_round(
    quiet: MainWindow, hooked: list[CrashDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_down()
    break_down()
    assert len(hooked) == 1
    assert "again" in quiet.message.text.text()

    def fail(*_: object) -> str:
        raise RuntimeError("in the report")

    monkeypatch.setattr("app.gui.crash.write_report", fail)
    try:
        raise KeyError("other")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert len(hooked) == 1


def test_a_name_that_cannot_be_kept_stays_in_its_field_marked_and_is_told(
    quiet: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MachineStopped("machine.cannot_write", path="cases", reason="read-only")

    monkeypatch.setattr("app.gui.session.keep.set_basics", refuse)
    title = quiet.header.title
    title.setText("Typed")
    title.editingFinished.emit()
    quiet.header.day.setDate(quiet.header.day.date().addDays(1))

    assert title.text() == "Typed"
    assert title.property("wrong")
    assert quiet.session.case.title == "Case"
    assert quiet.header.day.date().toPython() == quiet.session.case.submit_on
    assert quiet.message.isVisible()
