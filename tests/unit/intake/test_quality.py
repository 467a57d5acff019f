"""How well a page can be read, in measures that survive faint print and grain."""

import numpy as np
import pytest

from app.intake.frame import make_frame
from app.intake.ocr import RecognisedLine, Recogniser
from app.intake.quality import measure_quality
from tests.support.scans import blurred, draw_page, noisy

_LINES = [f"第{row}行 The quick brown fox 2026年9月{row}日 1,234.56" for row in range(1, 20)]


@pytest.fixture(scope="module")
def page():
    return draw_page(_LINES)


@pytest.fixture(scope="module")
def recogniser():
    return Recogniser()


def _line(left, top, right, bottom, confidence=0.99):
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return RecognisedLine("twenty letters of it", corners, confidence)


def _measured(picture, read, found=None):
    size = (picture.shape[1], picture.shape[0])
    frame = make_frame(size, [line.corners for line in read])
    found = [line.corners for line in read] if found is None else found
    return measure_quality(picture, picture, found, read, frame)


def test_blur_lowers_sharpness_and_faint_print_does_not(page):
    read = [_line(140, 150, 900, 190)]
    clean = _measured(page, read).sharpness
    faint = (255 - (255 - page) * 0.35).astype(np.uint8)
    assert _measured(faint, read).sharpness == pytest.approx(clean, abs=0.05)
    assert _measured(noisy(page, 15), read).sharpness == pytest.approx(clean, abs=0.06)
    soft = [_measured(blurred(page, sigma), read).sharpness for sigma in (2, 3, 4)]
    assert clean > soft[0] > soft[1] > soft[2]
    assert soft[2] < 0.5 * clean


def test_an_empty_page_has_no_ink_and_no_sharpness():
    quality = _measured(noisy(np.full((2339, 1654, 3), 240, np.uint8), 6), [])
    assert quality.ink < 0.0005
    assert quality.sharpness is None


def test_lines_that_could_not_be_read_count_as_doubtful(page):
    read = [_line(140, 150, 900, 190), _line(140, 250, 900, 290, confidence=0.6)]
    found = [line.corners for line in read] + [_line(140, 350, 900, 390).corners]
    quality = _measured(page, read, found)
    assert quality.low_confidence == pytest.approx(26 / 46, abs=0.001)


def test_writing_that_runs_off_is_told_by_its_side(page):
    read = [_line(0, 150 + 50 * row, 700, 190 + 50 * row) for row in range(4)]
    assert _measured(page, read).cut_edges == ("left",)


def test_one_line_at_the_edge_is_a_mark_and_no_cut(page):
    assert _measured(page, [_line(900, 150, 1654, 190), _line(140, 250, 900, 290)]).cut_edges == ()


def test_a_white_page_has_no_glare_and_a_flash_on_grey_paper_has():
    grey = np.full((1200, 900, 3), 170, np.uint8)
    assert _measured(np.full((1200, 900, 3), 255, np.uint8), []).glare == 0
    grey[200:500, 200:500] = 255
    assert _measured(grey, []).glare > 0.05
