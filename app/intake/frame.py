"""The way between a page as it is shown and the same page upright, straight and cut out of its photo.

Papers are read on the picture as it came: each line is cut out level by its own corners. Only the
places of lines have to be straightened, so that rows are rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Box
from app.intake.ocr import Corners, Picture, as_picture

Matrix = NDArray[np.float64]

# Only long lines tell how far a page slants: the box of a short one is as tilted as its letters are.
_TELLING_RATIO = 6.0
_LEAST_TILT = 0.15
_MOST_TILT = 20.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps pixels of the picture as shown to the upright page, whose size in pixels it also holds."""

    matrix: Matrix
    width: float
    height: float
    shown_width: float
    shown_height: float
    turn: int
    tilt: float

    def upright_box(self, corners: Corners) -> Box:
        """Return the place of corners in the picture, as a box on the upright page."""
        return _box(_mapped(self.matrix, corners.astype(np.float64)), self.width, self.height)

    def shown_box(self, box: Box) -> Box:
        """Return the place of a box on the upright page, as a box on the page as shown."""
        left, top, right, bottom = (
            side * size
            for side, size in zip(
                (box.left, box.top, box.right, box.bottom), (self.width, self.height) * 2, strict=True
            )
        )
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
        inverse: Matrix = np.linalg.inv(self.matrix).astype(np.float64)
        return _box(_mapped(inverse, corners), self.shown_width, self.shown_height)

    def upright_picture(self, picture: Picture) -> Picture:
        """Return the picture turned upright, straightened and cut out."""
        size = (max(1, round(self.width)), max(1, round(self.height)))
        return as_picture(
            cv2.warpPerspective(
                picture, self.matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
        )


def make_frame(
    size: tuple[int, int], lines: Sequence[Corners], *, turn: int = 0, paper: Corners | None = None
) -> Frame:
    """Make the frame of a picture of `size` (width, height) from its lines and the corners of its paper."""
    matrix, width, height = _cut_out(size, paper)
    matrix, width, height = _turned(matrix, width, height, turn)
    tilt = _tilt_of([_mapped(matrix, corners.astype(np.float64)) for corners in lines])
    if abs(tilt) >= _LEAST_TILT:
        centre = (width / 2, height / 2)
        rotation = np.vstack([cv2.getRotationMatrix2D(centre, tilt, 1.0), [0, 0, 1]])
        matrix = rotation @ matrix
    return Frame(matrix, width, height, size[0], size[1], turn, round(tilt, 2))


def _cut_out(size: tuple[int, int], paper: Corners | None) -> tuple[Matrix, float, float]:
    if paper is None:
        return np.eye(3), float(size[0]), float(size[1])
    top, right = np.linalg.norm(paper[1] - paper[0]), np.linalg.norm(paper[2] - paper[1])
    bottom, left = np.linalg.norm(paper[2] - paper[3]), np.linalg.norm(paper[3] - paper[0])
    width, height = float(max(top, bottom)), float(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return (
        cv2.getPerspectiveTransform(paper.astype(np.float32), target).astype(np.float64),
        width,
        height,
    )


def _turned(matrix: Matrix, width: float, height: float, turn: int) -> tuple[Matrix, float, float]:
    """Turn clockwise by quarters."""
    turns = {
        90: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], np.float64),
        180: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], np.float64),
        270: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], np.float64),
    }
    if turn not in turns:
        return matrix, width, height
    size = (width, height) if turn == 180 else (height, width)
    return turns[turn] @ matrix, *size


def _tilt_of(lines: Sequence[NDArray[np.float64]]) -> float:
    """Return the degrees by which long lines slant: their median, weighted by length."""
    slants = []
    for corners in lines:
        left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
        across, down = right - left
        if abs(across) >= _TELLING_RATIO * np.linalg.norm(corners[3] - corners[0]):
            slants.append((float(np.degrees(np.arctan2(down, across))), abs(float(across))))
    usable = sorted(slant for slant in slants if abs(slant[0]) <= _MOST_TILT)
    half, passed = sum(weight for _, weight in usable) / 2, 0.0
    for slant, weight in usable:
        passed += weight
        if passed >= half:
            return slant
    return 0.0


def _mapped(matrix: Matrix, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    points = np.hstack([corners, np.ones((4, 1))]) @ matrix.T
    mapped: NDArray[np.float64] = points[:, :2] / points[:, 2:]
    return mapped


def _box(corners: NDArray[np.float64], width: float, height: float) -> Box:
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return Box(
        *(round(min(1.0, max(0.0, float(value))), 4) for value in (left / width, top / height)),
        *(round(min(1.0, max(0.0, float(value))), 4) for value in (right / width, bottom / height)),
    )
