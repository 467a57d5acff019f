"""Every text of the window follows the language, and everything that takes the focus has a name."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QScrollBar,
    QTableView,
    QTabWidget,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.casework.desk import Desk
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.gui.pages.category import CategoryPage
from app.gui.rows import SECOND_ROLE, RowTree, row_data
from app.gui.session import Session
from app.gui.steps import Step
from app.gui.window import MainWindow
from app.gui.words import Words
from app.i18n.catalogue import catalogue
from tests.gui.hands import WORKER_MS, show
from tests.support.known_papers import give_knowledge

CHINESE = re.compile(r"[\u3400-\u9fff]")
# What reads the same in both languages: the brand, the choices of language, and what the sample
# case itself says (names of people and files).
LANGUAGES = ("语言 · Language", "中文 + English", "中文", "English")
SAME = ("Yongju 永居", "中+EN", *LANGUAGES, "中", "EN", "SHA-256")


@pytest.fixture(scope="module")
def sample(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory, known: Callable[[], Path]
) -> Iterator[MainWindow]:
    """One window with the reviewed sample case for all tests here: none of them changes the case."""
    words = Words(Language.EN, DisplayMode.EN)
    folder = tmp_path_factory.mktemp("data")
    give_knowledge(known(), folder)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(Session(Desk(pack, folder)), words, settings)
    made.show()
    made.start()
    made.session.import_sample()
    waiting = QEventLoop()
    made.session.reviewed.connect(waiting.quit)
    QTimer.singleShot(WORKER_MS, waiting.quit)
    waiting.exec()
    assert made.session.review is not None
    yield made
    made.close()


@pytest.fixture(autouse=True)
def english_again(sample: MainWindow) -> Iterator[None]:
    yield
    sample.words.choose(DisplayMode.EN)


def shown_texts(window: QWidget) -> Iterator[str]:
    """Walk everything that a person can read or hear in the window."""
    for each in (window, *window.findChildren(QObject)):
        # Qt words its own hidden parts when it shows them.
        if isinstance(each, QWidget) and not (is_inner(each) and each.isHidden()):
            yield from (each.accessibleName(), each.toolTip(), each.windowTitle())
            yield from texts_of(each)
        if isinstance(each, QAction):
            yield each.text()


def texts_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield from re.sub("<[^>]+>", "\n", html.unescape(widget.text())).splitlines()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    elif isinstance(widget, QTextBrowser):
        yield from widget.toPlainText().splitlines()
    elif isinstance(widget, QTabWidget):
        yield from (widget.tabText(at) for at in range(widget.count()))
    elif isinstance(widget, QMenu):
        yield widget.title()
    elif isinstance(widget, RowTree):
        header = widget.headerItem()
        if not widget.isHeaderHidden():
            yield from (header.text(at) for at in range(widget.columnCount()))
        for row in widget.rows():
            for at in range(widget.columnCount()):
                yield from (row.text(at), *str(row.data(at, SECOND_ROLE) or "").splitlines())
    elif isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for place in range(model.rowCount()):
                yield str(model.index(place, column).data() or "")
    elif isinstance(widget, QListWidget):
        yield from (line for at in range(widget.count()) for line in widget.item(at).text().splitlines())


def own_words(window: MainWindow) -> list[str]:
    """Return what the case itself says, longest first: it reads the same in both languages."""
    case = window.session.case
    words = [case.title, *SAME]
    for person in case.people:
        words += [person.full_name, person.surname, person.given_names, person.chinese_name or ""]
    for evidence in case.evidence:
        words += [part for name in evidence.files for part in (name, Path(name).name)]
    words += [line for text in read_words(window) for line in (text, *text.splitlines())]
    return sorted({word for word in words if word}, key=len, reverse=True)


def read_words(window: MainWindow) -> Iterator[str]:
    """Give what is shown as it stands on the papers."""
    review = window.session.review
    assert review is not None
    for reading in review.readings.values():
        for page in reading.pages:
            yield from (words for fact in page.facts for words in (fact.text, str(fact.value)))
    for row in review.ledger:
        yield from (row.text, str(row.value))


def visit_all(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Show every page with something chosen in it, and return all texts that are then in the window."""
    seen: dict[str, None] = {}
    for step in Step:
        page = show(window, step)
        if step is Step.LETTERS:
            qtbot.waitUntil(lambda: window.pages[Step.LETTERS].is_at_rest, timeout=WORKER_MS)  # type: ignore[attr-defined]  # the letters' own page
        if step is Step.PACKET:
            qtbot.waitUntil(lambda: window.pages[Step.PACKET].plan is not None, timeout=WORKER_MS)  # type: ignore[attr-defined]  # the packet's own page
        if isinstance(page, CategoryPage):
            for fold in (page.own_questions, page.given):
                fold.head.setChecked(True)
        for tree in page.findChildren(RowTree):
            rows = [row for row in tree.rows() if row_data(row) is not None]
            for row in (*rows[::7], *rows[-1:]):
                tree.setCurrentItem(row)
                # What is deleted later is gone before a person sees anything more.
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
                seen.update(dict.fromkeys(shown_texts(page)))
    # What is deleted later is gone before a person sees anything more.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    own = own_words(window)
    return [without(text, own) for text in dict.fromkeys((*seen, *shown_texts(window)))]


def without(text: str, own: list[str]) -> str:
    for word in own:
        text = text.replace(word, "")
    return text.strip()


def test_no_chinese_is_left_in_english(sample: MainWindow, qtbot: QtBot) -> None:
    sample.words.choose(DisplayMode.ZH)
    visit_all(sample, qtbot)
    sample.words.choose(DisplayMode.EN)

    assert [text for text in visit_all(sample, qtbot) if CHINESE.search(text)] == []


def test_no_english_is_left_in_chinese(sample: MainWindow, qtbot: QtBot) -> None:
    english = {text for text in visit_all(sample, qtbot) if re.search("[A-Za-z]{2}", text)}
    sample.words.choose(DisplayMode.ZH)
    chinese = set(visit_all(sample, qtbot))

    assert english & chinese - {"DEU", "ESP", "1-3,5"} - ids_in(english) == set()


def ids_in(texts: set[str]) -> set[str]:
    """Return the passport numbers, sizes and other codes among texts: capitals and digits only."""
    return {text for text in texts if re.fullmatch(r"(≈ )?[A-Z0-9][A-Z0-9 /.,-]*", text)}


def test_every_message_of_the_window_has_a_chinese_wording(sample: MainWindow, qtbot: QtBot) -> None:
    visit_all(sample, qtbot)
    chinese = catalogue(Language.ZH)
    for each in sample.findChildren(QObject):
        for name in each.dynamicPropertyNames():
            if bytes(name.data()).startswith(b"say_"):
                message = each.property(bytes(name.data()).decode())
                assert CHINESE.search(chinese(message)) or message in SAME, message


def test_both_languages_show_rules_twice_and_buttons_once(sample: MainWindow, qtbot: QtBot) -> None:
    sample.words.choose(DisplayMode.BOTH)
    page = show(sample, Step.DOCUMENTS)
    title = sample.session.checklist()[0].title

    row = next(row for row in page.tree.rows() if row.text(0) == title.zh)
    assert row.data(0, SECOND_ROLE).startswith(title.en)
    assert page.slots["original"].add_button.text() == "Add files…"


def test_everything_that_takes_the_focus_has_a_name(sample: MainWindow, qtbot: QtBot) -> None:
    visit_all(sample, qtbot)

    nameless = [
        f"{type(each).__name__} {each.objectName()} in {type(each.parent()).__name__}"
        for each in sample.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and not has_name(each)
    ]
    assert nameless == []


def has_name(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar) or is_inner(widget):
        return True
    if isinstance(widget, QAbstractButton) and widget.text():
        return True
    return bool(widget.accessibleName())


def is_inner(widget: QWidget) -> bool:
    """Say whether Qt made the widget as a part of another, which carries the name."""
    owner = widget.parent()
    while isinstance(owner, QWidget):
        if isinstance(owner, QComboBox | QDateEdit | QTabWidget | QAbstractItemView):
            return True
        owner = owner.parent()
    return widget.objectName().startswith("qt_")
