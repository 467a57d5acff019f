"""Writing is found and read, whichever way up the page lies."""

import numpy as np
import pytest

from app.intake.ocr import Recogniser
from tests.support.scans import draw_page, turned

_LINES = (
    "外国人来华工作许可通知",
    "姓名 Name\tMUELLER ANNA MARIA",
    "出生日期 Date of birth\t1985-03-02",
    "护照号码 Passport No.\tC4F7K2MP9",
    "合计人民币\t1,086,000.00",
    "签发日期：2026年11月12日",
)


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser()


@pytest.fixture(scope="module")
def page():
    return draw_page(_LINES)


def _read(recogniser, picture):
    lines = recogniser.find_lines(picture)
    turn, sure = recogniser.turn_of(picture, lines)
    return turn, sure, recogniser.recognise(picture, lines, turn)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_if_it_were_upright(recogniser, page, degrees):
    turn, sure, lines = _read(recogniser, turned(page, degrees))
    assert (turn, sure) == ((360 - degrees) % 360, True)
    texts = {line.text.replace(" ", "").replace(":", "：") for line in lines}
    wanted = {piece.replace(" ", "") for line in _LINES for piece in line.split("\t")}
    assert wanted <= texts


def test_corners_begin_where_the_text_begins(recogniser, page):
    _, _, lines = _read(recogniser, turned(page, 90))
    title = next(line for line in lines if line.text == _LINES[0])
    # Turned to the right, the text runs down along the right edge.
    assert title.corners[0][1] < title.corners[1][1]
    assert title.corners[:, 0].min() > 0.8 * page.shape[0]


def test_an_empty_page_has_no_lines_and_no_turn(recogniser):
    blank = np.full((1200, 900, 3), 250, np.uint8)
    assert recogniser.find_lines(blank) == []
    assert recogniser.turn_of(blank, []) == (0, False)
    assert recogniser.recognise(blank, []) == ()


def test_two_lines_are_too_few_to_turn_a_page(recogniser):
    page = turned(draw_page(["无犯罪记录证明", "CERTIFICATE"], letters=60), 180)
    assert recogniser.turn_of(page, recogniser.find_lines(page)) == (0, False)


@pytest.mark.parametrize("size", [(1, 1), (20, 400), (31, 31)])
def test_a_sliver_has_no_lines(recogniser, size):
    assert recogniser.find_lines(np.zeros((*size, 3), np.uint8)) == []
