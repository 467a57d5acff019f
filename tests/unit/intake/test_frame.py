"""A page set upright and straight, and the way back to the page as shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reading import Box
from app.intake.frame import make_frame

_SIZE = (1000, 1400)


def _corners(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _turned(corners, degrees, centre=(500, 700)):
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return ((corners - centre) @ matrix.T + centre).astype(np.float32)


def _slanting_lines(degrees):
    return [_turned(_corners(100, top, 800, top + 20), degrees) for top in range(100, 1300, 100)]


def test_a_straight_page_is_its_own_frame():
    frame = make_frame(_SIZE, [_corners(100, 100, 900, 130)])
    assert frame.upright_box(_corners(100, 140, 500, 280)) == Box(0.1, 0.1, 0.5, 0.2)
    assert frame.tilt == 0


@pytest.mark.parametrize("degrees", [-12.0, -3.5, -0.5, 0.4, 2.0, 8.0])
def test_lines_of_a_slanting_page_come_out_level(degrees):
    lines = _slanting_lines(degrees)
    frame = make_frame(_SIZE, lines)
    assert frame.tilt == pytest.approx(degrees, abs=0.05)
    for line in lines:
        box = frame.upright_box(line)
        assert (box.bottom - box.top) * frame.height == pytest.approx(20, abs=1.0)


def test_short_lines_tell_nothing_of_a_slant():
    frame = make_frame(_SIZE, [_turned(_corners(100, 100, 140, 130), 15)])
    assert frame.tilt == 0


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (90, Box(0.9, 0.0, 1.0, 0.2)),
        (180, Box(0.8, 0.9, 1.0, 1.0)),
        (270, Box(0.0, 0.8, 0.1, 1.0)),
    ],
)
def test_what_stands_at_the_top_left_goes_with_the_turn(turn, expected):
    frame = make_frame(_SIZE, (), turn=turn)
    assert frame.upright_box(_corners(0, 0, 200, 140)) == expected
    assert (frame.width, frame.height) == (_SIZE if turn == 180 else _SIZE[::-1])


def test_a_paper_in_a_photo_fills_its_frame():
    paper = np.array([[120, 90], [880, 130], [900, 1290], [90, 1310]], np.float32)
    frame = make_frame(_SIZE, (), paper=paper)
    assert frame.upright_box(paper) == Box(0.0, 0.0, 1.0, 1.0)


@given(
    left=st.floats(0.2, 0.5),
    top=st.floats(0.2, 0.5),
    width=st.floats(0.05, 0.3),
    height=st.floats(0.01, 0.3),
    turn=st.sampled_from([0, 90, 180, 270]),
)
def test_a_place_finds_its_way_back(left, top, width, height, turn):
    frame = make_frame(_SIZE, (), turn=turn)
    box = Box(left, top, left + width, top + height)
    shown = frame.shown_box(box)
    x0, x1 = shown.left * _SIZE[0], shown.right * _SIZE[0]
    y0, y1 = shown.top * _SIZE[1], shown.bottom * _SIZE[1]
    back = frame.upright_box(_corners(x0, y0, x1, y1))
    for side in ("left", "top", "right", "bottom"):
        assert getattr(back, side) == pytest.approx(getattr(box, side), abs=0.002)
