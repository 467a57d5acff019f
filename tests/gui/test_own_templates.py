"""Templates of one's own: looked at by the worker, every fault told, added under a title, removed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from app.casework import own_templates
from app.domain.errors import AppError
from app.domain.letters import LetterForm
from app.domain.words import Text
from app.gui.own_templates_dialog import OwnTemplatesDialog
from app.gui.rows import SECOND_ROLE
from app.gui.window import MainWindow
from app.gui.worker_client import Stopped
from tests.gui.hands import WORKER_MS, drop_event, enter

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def at_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do here and now what the worker does, so that not every test starts one."""
    session = window.session

    def look(path: Path, done: Callable[[Any], None], failed: Callable[[Stopped], None]) -> None:
        try:
            found = own_templates.look_at_template(path)
        except AppError as error:
            failed(Stopped.by(error))
            return
        done(found)

    monkeypatch.setattr(session, "look_at_template", look)
    monkeypatch.setattr(
        session, "list_templates", lambda done, failed: done(own_templates.list_templates(session.desk))
    )


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, at_once: None) -> OwnTemplatesDialog:
    return open_dialog(window, qtbot)


def open_dialog(window: MainWindow, qtbot: QtBot) -> OwnTemplatesDialog:
    made = OwnTemplatesDialog(window.session, window.words, window)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def write_template(path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def item(tree: QTreeWidget, at: int) -> Any:
    return tree.topLevelItem(at)


def wait(dialog: OwnTemplatesDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.look.is_working, timeout=WORKER_MS)


def shown(tree: Any) -> list[str]:
    return [row.text(0) for row in tree.rows() if not row.isHidden()]


def keep_one(window: MainWindow, folder: Path, stands_for: str = "") -> str:
    """Keep a template as the worker does."""
    path = write_template(folder / "ours.docx", "{{ employer.name }}")
    title = Text(en="Our letter", zh="我们的信")
    return own_templates.add_template(window.session.desk, path, title, stands_for).id


def test_a_template_is_looked_at_named_and_added(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot)
    path = write_template(
        tmp_path / "Our wages.docx", "{{ employer.name }}", "{% if post.since %}x{% endif %}"
    )
    dialog.take_file(path)
    wait(dialog, qtbot)
    told = {row.text(0): row.data(0, SECOND_ROLE) for row in dialog.look.tree.rows()}
    assert "employer.name, has to be known" in told.values()
    assert "post.since" in told.values()
    assert dialog.look.title_en.text() == "Our wages"

    enter(dialog.look.title_zh, "收入证明")
    dialog.look.stands_for.setCurrentIndex(dialog.look.stands_for.findData("wage-certificate"))
    dialog.look.add()
    qtbot.waitUntil(lambda: "Our wages" in shown(dialog.tree), timeout=WORKER_MS)

    [kept] = own_templates.list_templates(window.session.desk)
    assert kept.title == Text(en="Our wages", zh="收入证明")
    assert dialog.chosen() == kept
    assert dialog.has_changed
    assert dialog.stack.currentIndex() == 0
    assert str(item(dialog.tree, 0).data(0, SECOND_ROLE)).startswith("Stands for our letter “Wage")


def test_every_fault_is_told_with_its_place_and_the_file_looked_at_again(
    dialog: OwnTemplatesDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write_template(tmp_path / "letter.docx", "To whom", "{{ employer.nam }}", "{% if person.name %}")
    dialog.take_file(path)
    wait(dialog, qtbot)
    first, second = shown(dialog.look.tree)
    assert "paragraph 2" in first
    assert "employer.name" in first
    assert "paragraph 3" in second
    assert not dialog.look.add_button.isVisible()
    assert dialog.look.state.text().startswith("It cannot be used yet: 2 things")

    write_template(path, "To whom", "{{ employer.name }}")
    QTest.mouseClick(dialog.look.again_button, Qt.MouseButton.LeftButton)
    wait(dialog, qtbot)

    assert dialog.look.add_button.isVisible()


def test_a_copy_of_ours_is_proposed_in_its_place(
    dialog: OwnTemplatesDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    letter = own_templates.our_letters()[0]
    path = tmp_path / f"{letter.title.en}.docx"
    dialog.form.setCurrentIndex(dialog.form.findData(LetterForm.EN))
    dialog.save_ours_to(path)
    assert dialog.notice.text.text() == f"Written: {path}"
    dialog.take_file(path)
    wait(dialog, qtbot)

    assert dialog.look.stands_for.currentData() == letter.id
    assert dialog.look.title_zh.text() == letter.title.zh
    assert dialog.look.add_button.isEnabled()


def test_a_file_that_was_dropped_is_looked_at_whatever_it_is(
    dialog: OwnTemplatesDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    event, _data = drop_event((path,), QPointF(20, 20))
    dialog.dropEvent(event)
    wait(dialog, qtbot)

    assert len(shown(dialog.look.tree)) == 1
    assert not dialog.look.add_button.isVisible()


def test_a_file_that_is_gone_is_told(dialog: OwnTemplatesDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.take_file(tmp_path / "gone.docx")
    wait(dialog, qtbot)

    assert "gone.docx" in dialog.look.notice.text.text()
    assert dialog.look.again_button.isEnabled()


def test_what_the_worker_is_at_is_stopped_and_the_window_goes_on(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(window, qtbot)
    begun = time.monotonic()
    dialog.take_file(write_template(tmp_path / "letter.docx", "{{ employer.name }}"))
    assert time.monotonic() - begun < 1
    assert not dialog.look.add_button.isEnabled()
    dialog.look.stop()
    wait(dialog, qtbot)

    assert dialog.look.look is None
    assert dialog.look.notice.isVisible()


def test_a_template_is_removed_only_when_that_is_confirmed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, press: Callable[[int], None], at_once: None
) -> None:
    kept = keep_one(window, tmp_path)
    dialog = OwnTemplatesDialog(window.session, window.words, window)
    qtbot.addWidget(dialog)
    dialog.refresh(kept)
    qtbot.waitUntil(lambda: dialog.chosen() is not None, timeout=WORKER_MS)
    press(0)
    dialog.remove()
    assert len(own_templates.list_templates(window.session.desk)) == 1
    press(1)
    dialog.remove()

    assert own_templates.list_templates(window.session.desk) == ()
    qtbot.waitUntil(lambda: shown(dialog.tree) == ["None yet."], timeout=WORKER_MS)


def test_one_that_was_changed_since_is_listed_with_what_is_wrong(window: MainWindow, tmp_path: Path) -> None:
    keep_one(window, tmp_path)
    [path] = (window.session.desk.data_folder / "letters").glob("*.docx")
    write_template(path, "{{ nothing.known }}")
    [kept] = own_templates.list_templates(window.session.desk)

    assert [fault.code for fault in kept.faults] == ["template.unknown_name"]


def test_names_are_searched_in_both_languages_and_copied_as_they_are_written(
    dialog: OwnTemplatesDialog,
) -> None:
    dialog.tabs.setCurrentIndex(2)
    names = dialog.names
    names.search.setText("护照 号码")
    assert "Passport number" in shown(names.tree)
    names.search.setText("employer name")
    names.copy_button.click()

    assert names.chosen() is not None
    assert QGuiApplication.clipboard().text() == "{{ employer.name }}"
    assert names.told.text() == "Copied: {{ employer.name }}"


def test_double_click_copies_a_name(dialog: OwnTemplatesDialog) -> None:
    dialog.tabs.setCurrentIndex(2)
    tree = dialog.names.tree
    item = next(row for row in tree.rows() if row.data(0, SECOND_ROLE) == "{{ person.surname }}")
    tree.scrollToItem(item)
    place = tree.visualItemRect(item).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert QGuiApplication.clipboard().text() == "{{ person.surname }}"


def test_every_name_that_is_offered_can_be_used(tmp_path: Path) -> None:
    names = own_templates.usable_names()
    single = [each.written for each in names if each.within is None]
    document = docx.Document()
    document.add_paragraph(" ".join(single))
    for title in dict.fromkeys(each.within for each in names if each.within is not None):
        begin, *cells, end = [each.written for each in names if each.within == title]
        table = document.add_table(rows=3, cols=1)
        for row, words in zip(table.rows, (begin, " ".join(cells), end), strict=True):
            row.cells[0].text = words
    path = tmp_path / "all.docx"
    document.save(str(path))
    look = own_templates.look_at_template(path)

    assert look.faults == ()
    assert len(look.fields) == len(single) + len({each.within for each in names if each.within is not None})
