"""Seals are found by colour and outline, and taken off the writing beneath."""

import cv2
import numpy as np
import pytest

from app.intake.seals import find_seals, for_reading

_INKS = {"red": (60, 50, 215), "blue": (190, 70, 40), "violet": (170, 50, 130)}


def _page(tint=(245, 247, 246)):
    return np.full((1400, 990, 3), tint, np.uint8)


def _stamp(page, centre, radius, colour, strength=0.75):
    layer = page.copy()
    cv2.circle(layer, centre, radius, colour, 5)
    cv2.circle(layer, centre, radius // 4, colour, -1)
    for angle in range(150, 400, 20):
        at = np.radians(angle)
        x, y = centre[0] + 0.75 * radius * np.cos(at), centre[1] + 0.75 * radius * np.sin(at)
        cv2.rectangle(layer, (int(x) - 5, int(y) - 5), (int(x) + 5, int(y) + 5), colour, -1)
    return cv2.addWeighted(layer, strength, page, 1 - strength, 0)


@pytest.mark.parametrize("name", _INKS)
def test_a_round_seal_is_found_where_it_stands(name):
    seals = find_seals(_stamp(_page(), (700, 900), 90, _INKS[name]))
    assert [(seal.colour, seal.shape) for seal in seals] == [(name, "round")]
    assert seals[0].box.left == pytest.approx(610 / 990, abs=0.01)
    assert seals[0].box.bottom == pytest.approx(990 / 1400, abs=0.01)


def test_a_seal_is_found_on_tinted_paper():
    assert len(find_seals(_stamp(_page((225, 235, 250)), (400, 700), 90, _INKS["red"]))) == 1


def test_red_writing_is_no_seal():
    page = _page()
    cv2.putText(page, "E75391259 NOTICE", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (40, 30, 200), 5)
    assert find_seals(page) == ()


def test_a_portrait_is_no_seal():
    page = _page()
    cv2.ellipse(page, (300, 400), (70, 95), 0, 0, 360, (120, 150, 215), -1)
    cv2.ellipse(page, (300, 400), (40, 60), 0, 0, 360, (100, 130, 205), -1)
    assert find_seals(page) == ()


def test_print_under_a_seal_stays_and_the_seal_goes():
    page = _page()
    cv2.putText(page, "2026-11-12", (620, 910), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 3)
    stamped = _stamp(page, (700, 900), 90, _INKS["red"], 0.6)
    read = for_reading(stamped, find_seals(stamped))[:, :, 0]
    ring = cv2.circle(np.zeros(read.shape, np.uint8), (700, 900), 90, 255, 3) > 0
    free = ring & (for_reading(page, ())[:, :, 0] > 200)
    assert read[free].mean() > 225
    written = for_reading(page, ())[:, :, 0] < 60
    inside = np.zeros_like(written)
    inside[820:980, 620:780] = True
    assert read[written & inside].mean() < 140


def test_red_writing_stays_dark():
    page = _page()
    cv2.putText(page, "E75391259", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (40, 30, 200), 6)
    assert for_reading(page, ())[:, :, 0].min() < 110
