"""Every step and every dialog: named, in one language, nothing cut off, and Tab goes as one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.rules import RulePack
from app.domain.words import DisplayMode
from app.gui.about import AboutDialog
from app.gui.crash import CrashDialog
from app.gui.help_window import HelpWindow
from app.gui.history import HistoryDialog
from app.gui.new_case import NewCaseDialog
from app.gui.steps import Step
from app.gui.upload_dialog import UploadDialog
from app.gui.verify_dialog import VerifyDialog
from app.gui.window import MainWindow
from tests.gui import audit
from tests.gui.small_case import make_small_window, settle

# The plugin that draws into memory has no window manager to tell of sizes.
pytestmark = pytest.mark.qt_log_ignore("does not support")
DIALOGS: dict[str, Callable[[MainWindow], QWidget]] = {
    "new case": lambda window: NewCaseDialog(window.session, window.words, window),
    "history": lambda window: HistoryDialog(window.session, window.words, window),
    "about": lambda window: AboutDialog(window.session, window.words, window),
    "crash": lambda window: CrashDialog("report\n" * 30, window.words, window),
    "help": lambda window: HelpWindow(window.words, window.help_keys.table, window),
    "upload": lambda window: UploadDialog(window.session, window.words, window),
    "verify": lambda window: VerifyDialog(window.session, window.words, window),
}
# What reads the same in both languages: codes, units, names of programs and keys.
SAME_WORDS = frozenset({"SHA-256", "PDF", "PDF/A", "A4", "PNG", "CSV", "Yongju 永居"})


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, pack: RulePack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    made = make_small_window(tmp_path_factory.mktemp("audit"), pack)
    made.activateWindow()
    for step in Step:
        settle(made, step)
    yield made
    made.session.worker.cancel_all()
    made.close()


@pytest.fixture(autouse=True)
def as_before(window: MainWindow) -> Iterator[None]:
    yield
    window.words.choose(DisplayMode.EN)
    window.resize(1280, 800)


def dialogs(window: MainWindow) -> Iterator[QWidget]:
    for make in DIALOGS.values():
        made = make(window)
        made.show()
        QApplication.processEvents()
        yield made
        made.close()
        made.deleteLater()


def own_words(window: MainWindow) -> tuple[str, ...]:
    """Return what the case itself says, and what is the same in every language."""
    case = window.session.case
    names = [name for person in case.people for name in (person.full_name, person.surname)]
    return (case.title, *names, *audit.SAME)


def in_chinese(texts: Iterator[tuple[str, str]], own: tuple[str, ...]) -> list[str]:
    """Return the texts that hold Chinese of the program's own."""
    found = []
    for words, where in texts:
        rest = words
        for each in own:
            rest = rest.replace(each, "")
        if audit.CHINESE.search(rest):
            found.append(f"{words!r} in {where}")
    return found


def in_english(texts: Iterator[tuple[str, str]], messages: frozenset[str]) -> list[str]:
    """Return the texts that are an English message of the program."""
    return [f"{words!r} in {where}" for words, where in texts if words in messages - SAME_WORDS]


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    found = []
    for step in Step:
        settle(window, step)
        found += audit.nameless(window)
    for dialog in dialogs(window):
        found += audit.nameless(dialog)

    assert list(dict.fromkeys(found)) == []


def test_no_chinese_stands_in_an_english_window(window: MainWindow) -> None:
    own, found = own_words(window), []
    window.words.choose(DisplayMode.ZH)
    window.words.choose(DisplayMode.EN)
    for step in Step:
        settle(window, step)
        found += in_chinese(audit.texts(window), own)
    for dialog in dialogs(window):
        found += in_chinese(audit.texts(dialog), own)

    assert list(dict.fromkeys(found)) == []


def test_no_english_message_stands_in_a_chinese_window(window: MainWindow) -> None:
    messages, found = audit.english_messages(), []
    window.words.choose(DisplayMode.ZH)
    for step in Step:
        settle(window, step)
        found += in_english(audit.texts(window), messages)
    for dialog in dialogs(window):
        found += in_english(audit.texts(dialog), messages)

    assert list(dict.fromkeys(found)) == []


# 1280x800 at 100, 150 and 200 %: a larger scale leaves a window less room of its own measure.
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (853, 533), (640, 400)])
def test_nothing_is_cut_off_in_both_languages(window: MainWindow, width: int, height: int) -> None:
    window.words.choose(DisplayMode.BOTH)
    window.resize(width, height)
    found = []
    for step in Step:
        settle(window, step)
        assert (window.width(), window.height()) == (width, height)
        found += [f"{step.name} {each}" for each in audit.clipped(window)]
    for dialog in dialogs(window):
        dialog.resize(dialog.size().boundedTo(window.size()))
        QApplication.processEvents()
        if dialog.width() > width or dialog.height() > height:
            found.append(f"{audit.told(dialog)} needs {dialog.width()}x{dialog.height()}")
        found += audit.clipped(dialog)

    assert list(dict.fromkeys(found)) == []


@pytest.mark.parametrize("step", list(Step))
def test_tab_reaches_everything_in_the_order_of_reading(window: MainWindow, step: Step) -> None:
    settle(window, step)
    page = window.page(step)
    stops = audit.tab_stops(window, window.steps)
    missed = [audit.told(each) for each in audit.wanted_stops(window) if each not in stops]
    on_page = [each for each in stops if page.isAncestorOf(each)]

    assert missed == []
    assert audit.backward_steps(page, on_page) == []


def test_the_keys_of_each_menu_are_its_own_in_both_languages(window: MainWindow) -> None:
    for mode in (DisplayMode.EN, DisplayMode.ZH):
        window.words.choose(mode)
        titles = [title for title, _ in window.menus.actions()]
        names = [titles, *([each.text() for each in deeds] for _, deeds in window.menus.actions())]
        for group in names:
            keys = [name.replace("&&", "").partition("&")[2][:1].lower() for name in group]
            assert "" not in keys, group
            assert len(set(keys)) == len(keys), group
