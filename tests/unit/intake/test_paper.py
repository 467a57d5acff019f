"""The corners of a paper within its photo."""

import cv2
import numpy as np
import pytest

from app.intake.paper import find_paper


def _form(width=900, height=1270):
    """Draw a page with lines of writing and the grid of a table."""
    page = np.full((height, width, 3), 246, np.uint8)
    for row in range(80, height - 80, 40):
        cv2.line(page, (80, row), (width - 80, row), (40, 40, 40), 1)
        for column in range(90, width - 120, 14):
            cv2.rectangle(page, (column, row - 18), (column + 8, row - 6), (30, 30, 30), -1)
    return page


def _photographed(corners, table, size=(1500, 1125), noise=0.0):
    page = _form()
    height, width = page.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    surface = np.full((size[0], size[1], 3), table, np.uint8)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size[::-1])
    shown = np.where(mask[:, :, None] > 0, cv2.warpPerspective(page, matrix, size[::-1]), surface)
    rough = np.random.default_rng(1).normal(0, noise, shown.shape)
    return np.clip(shown + rough, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "corners",
    [
        [[80, 90], [1040, 110], [1060, 1420], [60, 1400]],
        [[150, 60], [980, 140], [1090, 1380], [40, 1440]],
        [[60, 180], [1000, 60], [1080, 1330], [130, 1450]],
    ],
)
@pytest.mark.parametrize("table", [(60, 70, 80), (70, 95, 125), (150, 150, 158)])
def test_a_paper_on_a_table_is_found_to_within_a_hundredth(corners, table):
    found = find_paper(_photographed(corners, table, noise=4.0))
    assert found is not None
    assert np.abs(found - np.array(corners)).max() <= 0.012 * 1500


def test_a_flat_scan_is_no_paper_on_a_table():
    assert find_paper(_form(1654, 2339)) is None


def test_the_frame_of_a_certificate_is_no_paper():
    page = _form(1654, 2339)
    cv2.rectangle(page, (120, 120), (1534, 2219), (60, 60, 60), 4)
    assert find_paper(page) is None


def test_an_empty_picture_has_no_paper():
    assert find_paper(np.full((1200, 900, 3), 128, np.uint8)) is None
