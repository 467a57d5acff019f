"""Measures how well a scanned page can be read: ink, sharpness of edges, glare, writing that is cut off."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import PageQuality
from app.intake.frame import Frame
from app.intake.ocr import Corners, Picture, RecognisedLine, as_picture

_SIDE = 1654  # A4 at 200 dpi across: measures of sharpness hold for letters of that size
_BLOCK = 31
# Below the paper around it by this many levels, a pixel is ink; noise of scanners stays within it.
_INK_LEVELS = 28
_EDGE_SHARE = 0.004
_NOT_SURE = 0.8
_LEAST_LETTERS = 12
_LETTERS_OF_A_LINE = 6  # of a line that was found and could not be read
_GLARE_LEVEL = 250
_GLARE_DARKER = 225


def measure_quality(
    picture: Picture, grey: Picture, found: Sequence[Corners], read: Sequence[RecognisedLine], frame: Frame
) -> PageQuality:
    """Measure a page as shown; `grey` is what it was read on, `read` those of the `found` lines that were."""
    light = _resized(grey[:, :, 0])
    ink = _ink(light)
    lost = len(found) - len(read)
    letters = sum(len(line.text) for line in read) + _LETTERS_OF_A_LINE * lost
    doubtful = sum(len(line.text) for line in read if line.confidence < _NOT_SURE) + _LETTERS_OF_A_LINE * lost
    return PageQuality(
        ink=round(float(ink.mean()), 5),
        sharpness=_sharpness(light, ink) if letters >= _LEAST_LETTERS else None,
        glare=_glare(picture),
        cut_edges=_cut_edges(read, frame),
        low_confidence=round(doubtful / letters, 3) if letters else 0.0,
    )


def _resized(light: NDArray[np.uint8]) -> NDArray[np.uint8]:
    scale = _SIDE / max(light.shape[1], 1)
    if scale >= 1:
        return light
    size = (_SIDE, max(1, round(light.shape[0] * scale)))
    return as_picture(cv2.resize(light, size, interpolation=cv2.INTER_AREA))


def _ink(light: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where it is clearly darker than the paper around, noise of single pixels left out."""
    calm = cv2.medianBlur(light, 3)
    paper = cv2.blur(calm, (_BLOCK, _BLOCK))
    return cv2.subtract(paper, calm) >= _INK_LEVELS


def _sharpness(light: NDArray[np.uint8], ink: NDArray[np.bool_]) -> float | None:
    """Return how steep the edges of writing are, as a share of the step from paper to print per pixel."""
    if ink.mean() < 0.0005:
        return None
    calm = cv2.GaussianBlur(light, (3, 3), 0).astype(np.float32)
    across = cv2.Sobel(calm, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(calm, cv2.CV_32F, 0, 1, ksize=1)
    steep = np.hypot(across, down) / 2
    near = cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    contrast = float(np.percentile(light[near], 95)) - float(np.percentile(light[near], 5))
    if contrast < _INK_LEVELS:
        return None
    return round(min(1.0, float(np.percentile(steep[near], 90)) / contrast), 3)


def _glare(picture: Picture) -> float:
    """Return the share that is washed out, where the rest of the page is clearly darker."""
    small = cv2.resize(picture, (96, 128), interpolation=cv2.INTER_AREA)
    darkest = small.min(axis=2)
    if float(np.median(darkest)) > _GLARE_DARKER:
        return 0.0
    return round(float((darkest >= _GLARE_LEVEL).mean()), 3)


def _cut_edges(read: Sequence[RecognisedLine], frame: Frame) -> tuple[str, ...]:
    """Return the sides that at least two lines of writing touch."""
    boxes = [frame.upright_box(line.corners) for line in read]
    touching = {
        "left": sum(box.left <= _EDGE_SHARE for box in boxes),
        "top": sum(box.top <= _EDGE_SHARE for box in boxes),
        "right": sum(box.right >= 1 - _EDGE_SHARE for box in boxes),
        "bottom": sum(box.bottom >= 1 - _EDGE_SHARE for box in boxes),
    }
    return tuple(side for side, count in touching.items() if count >= 2)
