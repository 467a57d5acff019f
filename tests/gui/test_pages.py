"""The pages of a paper: turned, left out, put in order, drawn outside the window's process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.casework.desk import Desk
from app.casework.keep import enter_evidence
from app.casework.results import Review
from app.domain.case import Evidence, PageTurn
from app.domain.operations import Deed
from app.domain.reading import Box, PageReading, Reading, TextSource
from app.domain.rules import RulePack
from app.domain.words import DisplayMode, Language
from app.gui.page_drawing import PageWish, page_artist
from app.gui.page_icons import PageIcon
from app.gui.page_sheet import Fit
from app.gui.page_strip import PageStrip
from app.gui.preview import Preview, turned_box
from app.gui.session import Session
from app.gui.thumbnails import Thumbnails
from app.gui.words import Words
from tests.gui.hands import WORKER_MS, drop_event, write_pdf
from tests.support.bombs import BOMBS
from tests.support.cases import healthy_file

RED, BLUE = QColor(200, 30, 30), QColor(30, 30, 200)


@pytest.fixture
def words(qtbot: QtBot) -> Iterator[Words]:
    made = Words(Language.EN, DisplayMode.EN)
    yield made
    made.choose(DisplayMode.EN)


@pytest.fixture
def session(qtbot: QtBot, pack: RulePack, tmp_path: Path) -> Iterator[Session]:
    made = Session(Desk(pack, tmp_path / "data"))
    made.start()
    made.new_case("Case")
    made._review_timer.timeout.disconnect()
    yield made
    made.close()


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    """Shows a widget within a window, as it always is."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(440, 540)

    def put(widget: QWidget) -> None:
        widget.setParent(window)
        widget.resize(420, 520)
        window.show()
        widget.show()

    yield put
    window.close()


@pytest.fixture
def strip(session: Session, words: Words, place: Callable[[QWidget], None], tmp_path: Path) -> PageStrip:
    """The pages of a paper of two files: three pages, and one that lies on its side."""
    papers = {
        "passport/long.pdf": write_pdf(tmp_path / "long.pdf", pages=3),
        "passport/scan.pdf": write_pdf(tmp_path / "scan.pdf", "scan"),
    }
    stored = {name: session.desk.vault.keep(path) for name, path in papers.items()}
    evidence = Evidence("passport", "principal", tuple(papers))
    enter_evidence(session.desk, session.case_id or "", (evidence,), stored)
    session.open_case(session.case_id or "")
    facts = {name: healthy_file(name, pages=3 if "long" in name else 1) for name in papers}
    lying = Reading("hash", "made", (PageReading(1, TextSource.RECOGNISED, turn=90),))
    session.review = Review((), (), (), facts, readings={"passport/scan.pdf": lying})
    made = PageStrip(session, words)
    place(made)
    made.show_evidence(0, session.case.evidence[0])
    return made


def choose(strip: PageStrip, *rows: int) -> None:
    strip._choose(list(rows))


def saved(strip: PageStrip) -> Evidence:
    return strip._session.case.evidence[0]


def captions(strip: PageStrip) -> list[str]:
    return [page.caption for page in strip.grid.pages.pages]


def two_colours(path: Path) -> Path:
    """Keep a picture that is red above and blue below."""
    picture = Image.new("RGB", (300, 400), RED.getRgb()[:3])
    picture.paste(BLUE.getRgb()[:3], (0, 200, 300, 400))
    picture.save(path)
    return path


def press(widget: QWidget, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(widget, event)


# Order, leaving out, turning


def test_every_page_of_every_file_is_shown(strip: PageStrip) -> None:
    assert captions(strip) == ["1", "2", "3", "4"]
    assert [page.turn for page in strip.grid.pages.pages] == [0, 0, 0, 90]
    assert strip.grid.pages.pages[3].spoken == "Page 1 of scan.pdf, number 4 of this paper"


def test_pages_are_turned_from_how_they_are_shown(strip: PageStrip) -> None:
    choose(strip, 0, 3)
    strip.actions_by_icon[PageIcon.TURN_RIGHT].trigger()

    assert saved(strip).turns == (PageTurn(1, 90), PageTurn(4, 180))
    assert [page.turn for page in strip.grid.pages.pages] == [90, 0, 0, 180]
    assert strip.grid.chosen() == (0, 3)
    assert strip.turns_of(1) == {1: 180}


def test_each_turn_is_an_operation_of_its_own(strip: PageStrip) -> None:
    choose(strip, 0)
    strip.actions_by_icon[PageIcon.TURN_LEFT].trigger()
    strip.actions_by_icon[PageIcon.TURN_LEFT].trigger()
    assert saved(strip).turns == (PageTurn(1, 180),)

    strip._session.undo()
    assert saved(strip).turns == (PageTurn(1, 270),)
    assert strip.grid.pages.pages[0].turn == 270
    undoable, _ = strip._session.undoable()
    assert undoable is not None
    assert undoable.deed is Deed.CHANGE_PAGES


def test_a_page_that_is_left_out_is_shown_so_and_comes_back(strip: PageStrip) -> None:
    choose(strip, 1)
    strip.actions_by_icon[PageIcon.LEAVE_OUT].trigger()
    assert saved(strip).pages == "1,3-4"
    assert captions(strip) == ["1", "Left out", "2", "3"]
    assert not strip.actions_by_icon[PageIcon.LEAVE_OUT].isEnabled()

    strip.actions_by_icon[PageIcon.TAKE_IN].trigger()
    assert saved(strip).pages is None


def test_the_last_page_cannot_be_left_out(strip: PageStrip, qtbot: QtBot) -> None:
    choose(strip, 0, 1, 2, 3)
    with qtbot.waitSignal(strip._session.told):
        strip.actions_by_icon[PageIcon.LEAVE_OUT].trigger()
    assert saved(strip).pages is None


def test_pages_change_places_by_keys_and_by_dragging(strip: PageStrip) -> None:
    choose(strip, 3)
    strip.actions_by_icon[PageIcon.EARLIER].trigger()
    assert saved(strip).pages == "1-2,4,3"
    assert strip.grid.chosen() == (2,)

    first = strip.grid.visualRect(strip.grid.pages.index(0))
    event, _data = drop_event((), QPointF(first.left() + 3, first.center().y()))
    strip.grid.dropEvent(event)
    assert saved(strip).pages == "4,1-3"
    assert strip.grid.pages.pages[0].file == "passport/scan.pdf"


def test_reset_takes_all_of_it_back(strip: PageStrip) -> None:
    assert not strip.actions_by_icon[PageIcon.RESET].isEnabled()
    choose(strip, 0)
    strip.actions_by_icon[PageIcon.TURN_RIGHT].trigger()
    strip.actions_by_icon[PageIcon.LATER].trigger()
    strip.actions_by_icon[PageIcon.RESET].trigger()

    assert (saved(strip).pages, saved(strip).turns) == (None, ())


def test_every_deed_has_a_key_and_a_name_and_the_page_chosen_is_told(strip: PageStrip, qtbot: QtBot) -> None:
    deeds = {icon: action for icon, action in strip.actions_by_icon.items() if icon is not PageIcon.RESET}
    assert all(action.shortcuts() and action.text() for action in deeds.values())
    assert strip.grid.actions() == list(strip.actions_by_icon.values())
    strip.grid.setCurrentIndex(strip.grid.pages.index(1))
    with qtbot.waitSignal(strip.page_chosen) as told:
        press(strip.grid, Qt.Key.Key_Right)
    assert told.args == ["passport/long.pdf", 3]


def test_the_words_of_pages_change_with_the_language(strip: PageStrip, words: Words) -> None:
    choose(strip, 1)
    strip.put_in(is_in=False)
    words.choose(DisplayMode.ZH)
    assert captions(strip)[1] == words.say("Left out") != "Left out"


def test_pages_that_are_not_examined_yet_are_counted_as_they_are_drawn(
    strip: PageStrip, session: Session, qtbot: QtBot
) -> None:
    session.review = None
    strip._refresh()
    assert not strip._is_known
    qtbot.waitUntil(lambda: strip._is_known, timeout=WORKER_MS)
    assert captions(strip) == ["1", "2", "3", "4"]


# Drawing


def test_one_process_draws_everything_and_survives_a_file_that_is_none(qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    wishes = [PageWish(broken, 0, 100), PageWish(write_pdf(tmp_path / "a.pdf", pages=2), 1, 100)]
    thumbnails = Thumbnails()
    thumbnails.want(wishes)
    qtbot.waitUntil(lambda: all(map(thumbnails.has, wishes)), timeout=WORKER_MS)
    process = page_artist()._process

    assert thumbnails.picture(wishes[0]) is None
    drawn = thumbnails.picture(wishes[1])
    assert drawn is not None
    assert max(drawn.width(), drawn.height()) == 100
    assert thumbnails.count_of(wishes[1].path) == 2
    assert process is not None


def test_a_file_that_brings_the_reader_down_again_and_again_is_not_begun_any_more(
    qtbot: QtBot, tmp_path: Path
) -> None:
    bomb = BOMBS["pdf_of_endless_states"].write(tmp_path)
    good = write_pdf(tmp_path / "a.pdf", pages=1)
    wishes = [*(PageWish(bomb, number, 90) for number in range(50)), PageWish(good, 0, 90)]
    thumbnails = Thumbnails()
    thumbnails.want(wishes)
    qtbot.waitUntil(lambda: thumbnails.picture(wishes[-1]) is not None, timeout=WORKER_MS)
    assert page_artist()._failures[bomb] == 2


def test_what_is_wanted_no_more_is_not_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", pages=9)
    wishes = [PageWish(path, number, 90) for number in range(9)]
    thumbnails = Thumbnails()
    thumbnails.want(wishes)
    thumbnails.want(wishes[8:])
    qtbot.waitUntil(lambda: thumbnails.has(wishes[8]), timeout=WORKER_MS)
    assert not any(map(thumbnails.has, wishes[1:8]))


# The preview


@pytest.fixture
def preview(words: Words, place: Callable[[QWidget], None]) -> Preview:
    made = Preview(words)
    place(made)
    return made


def wait_for_page(preview: Preview, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: preview._state == "shown", timeout=WORKER_MS)


def colour_at(preview: Preview, across: float, down: float) -> QColor:
    shown = preview.picture.grab().toImage()
    found = shown.pixelColor(int(shown.width() * across), int(shown.height() * down))
    return RED if found.red() > found.blue() else BLUE


def test_a_page_is_shown_as_it_is_turned(preview: Preview, qtbot: QtBot, tmp_path: Path) -> None:
    path = two_colours(tmp_path / "page.png")
    preview.show_file(path, name="page.png")
    wait_for_page(preview, qtbot)
    assert (colour_at(preview, 0.5, 0.1), colour_at(preview, 0.5, 0.9)) == (RED, BLUE)

    preview.show_file(path, name="page.png", turns={1: 90})
    wait_for_page(preview, qtbot)
    assert (colour_at(preview, 0.9, 0.5), colour_at(preview, 0.1, 0.5)) == (RED, BLUE)
    assert preview.area.accessibleName() == "Page 1 of 1 of page.png"


def test_a_page_is_zoomed_and_fitted(preview: Preview, qtbot: QtBot, tmp_path: Path) -> None:
    preview.show_file(two_colours(tmp_path / "page.png"))
    wait_for_page(preview, qtbot)
    fitted = preview.picture.height()
    assert fitted <= preview.area.viewport().height()

    preview.buttons[PageIcon.FIT_WIDTH].click()
    wide = preview.picture.width()
    assert preview.area.viewport().width() - wide < 24
    preview.buttons[PageIcon.LARGER].click()
    assert preview.picture.width() > wide
    assert preview.area.fit is Fit.FREE
    _wheel(preview, -120)
    assert preview.picture.width() == pytest.approx(wide, abs=2)
    preview.buttons[PageIcon.FIT_PAGE].click()
    assert preview.picture.height() == fitted


def _wheel(preview: Preview, turned: int) -> None:
    event = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QCoreApplication.sendEvent(preview.area.viewport(), event)


def test_keys_leaf_through_a_file_and_the_large_view_goes_on_from_there(
    preview: Preview, qtbot: QtBot, tmp_path: Path
) -> None:
    preview.show_file(write_pdf(tmp_path / "three.pdf", pages=3), name="three.pdf")
    wait_for_page(preview, qtbot)
    with qtbot.waitSignal(preview.page_shown) as told:
        press(preview.area, Qt.Key.Key_PageDown)
    assert told.args == [2]
    wait_for_page(preview, qtbot)

    preview.open_separately()
    large = preview._view
    assert large is not None
    wait_for_page(large.preview, qtbot)
    assert large.preview.area.accessibleName() == "Page 2 of 3 of three.pdf"
    press(large.preview.area, Qt.Key.Key_PageDown)
    large.reject()
    assert preview.page == 3


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (0, Box(0.1, 0.2, 0.3, 0.4)),
        (90, Box(0.6, 0.1, 0.8, 0.3)),
        (180, Box(0.7, 0.6, 0.9, 0.8)),
        (270, Box(0.2, 0.7, 0.4, 0.9)),
    ],
)
def test_a_place_turns_with_its_page(turn: int, expected: Box) -> None:
    found = turned_box(Box(0.1, 0.2, 0.3, 0.4), turn)
    assert [getattr(found, side) for side in Box.__slots__] == pytest.approx(
        [getattr(expected, side) for side in Box.__slots__]
    )
