"""Finds the sheet or card in a photo: the four corners of the paper within its surroundings."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from app.intake.ocr import Corners, Picture, as_picture

_SIDE = 640
# Of the picture: a paper photographed to be read fills at least this much, and leaves some table around it.
_LEAST_AREA, _MOST_AREA = 0.2, 0.97
# How much of the four sides of the found shape lies on edges of the picture's content.
_LEAST_SUPPORT = 0.6
_LEAST_CONTRAST = 12.0
_BORDER = 0.012
_LEAST_CORNER, _MOST_CORNER = 65.0, 115.0
# A sheet seen from the side: its far edge is shorter, but not by half.
_LEAST_OPPOSITE = 0.7


def find_paper(picture: Picture) -> Corners | None:
    """Return the corners of the paper (top left first, clockwise), None where it fills the picture."""
    scale = _SIDE / max(picture.shape[:2])
    if scale >= 1.0:
        return None
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    lab = as_picture(cv2.cvtColor(small, cv2.COLOR_BGR2LAB))
    best: tuple[float, Corners] | None = None
    for mask in _masks(lab):
        for corners in _quadrilaterals(mask):
            merit = _merit(corners, lab)
            if merit is not None and (best is None or merit > best[0]):
                best = merit, corners
    return None if best is None else _ordered(best[1]) / np.float32(scale)


def _masks(lab: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Give black and white pictures in which the paper may stand out: by brightness, colour and edges."""
    light = lab[:, :, 0]
    _, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield _closed(as_picture(bright), 9)
    sides = (lab[:4], lab[-4:], lab[:, :4], lab[:, -4:])
    table = np.median(np.concatenate([side.reshape(-1, 3) for side in sides]), axis=0)
    away = np.linalg.norm(lab.astype(np.float32) - table.astype(np.float32), axis=2)
    _, other = cv2.threshold(
        as_picture(np.clip(away * 2, 0, 255)), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU
    )
    yield _closed(as_picture(other), 9)
    yield as_picture(cv2.dilate(cv2.Canny(light, 30, 90), np.ones((3, 3), np.uint8)))


def _closed(mask: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (size, size))
    return as_picture(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel))


def _quadrilaterals(mask: NDArray[np.uint8]) -> Iterator[Corners]:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    area = float(mask.shape[0] * mask.shape[1])
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:3]:
        hull = cv2.convexHull(contour)
        if not _LEAST_AREA * area <= cv2.contourArea(hull) <= _MOST_AREA * area:
            continue
        length = cv2.arcLength(hull, True)
        for share in (0.02, 0.03, 0.05):
            shape = cv2.approxPolyDP(hull, share * length, True)
            if len(shape) == 4:
                yield shape.reshape(4, 2).astype(np.float32)
                break


def _merit(corners: Corners, lab: NDArray[np.uint8]) -> float | None:
    """Rate a shape by how its sides part two colours; None for what no paper looks like."""
    height, width = lab.shape[:2]
    if not all(_LEAST_CORNER <= angle <= _MOST_CORNER for angle in _angles(corners)):
        return None
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    if (
        min(
            min(sides[0], sides[2]) / max(sides[0], sides[2]),
            min(sides[1], sides[3]) / max(sides[1], sides[3]),
        )
        < _LEAST_OPPOSITE
    ):
        return None
    margin = _BORDER * max(height, width)
    inside = [
        margin < (start[0] + end[0]) / 2 < width - margin
        and margin < (start[1] + end[1]) / 2 < height - margin
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ]
    # A side along the picture's own border parts nothing; a paper may run out of it on one side.
    if sum(inside) < 3:
        return None
    parted = [
        _parted(start, end, corners.mean(axis=0), lab)
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    ]
    support = [share for share, within in zip(parted, inside, strict=True) if within]
    if min(support) < _LEAST_SUPPORT or not _differs_from_table(corners, lab):
        return None
    return float(np.mean(support))


def _differs_from_table(corners: Corners, lab: NDArray[np.uint8]) -> bool:
    """Say whether what is inside is of another colour than what is outside: a block of writing is not."""
    mask = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, corners.round().astype(np.int32), 255)
    # What is brightest is paper, however much is written on it.
    inside, outside = (np.percentile(lab[each], 80, axis=0) for each in (mask > 0, mask == 0))
    return float(np.linalg.norm(inside - outside)) >= _LEAST_CONTRAST


def _parted(
    start: NDArray[np.float32], end: NDArray[np.float32], centre: NDArray[np.float32], lab: NDArray[np.uint8]
) -> float:
    """Return the share of a side along which its two banks differ clearly in colour."""
    steps = np.linspace(0.05, 0.95, 40)[:, None]
    points = (start + (end - start) * steps).astype(np.float32)
    normal = np.array([end[1] - start[1], start[0] - end[0]], np.float32)
    normal /= max(float(np.linalg.norm(normal)), 1e-6)
    if float(normal @ (centre - start)) < 0:
        normal = -normal
    inner, outer = _values(points + 5 * normal, lab), _values(points - 5 * normal, lab)
    if np.linalg.norm(np.median(inner, axis=0) - np.median(outer, axis=0)) < _LEAST_CONTRAST:
        return 0.0  # lines of a form have paper on both banks
    return float(np.mean(np.linalg.norm(inner - outer, axis=1) >= _LEAST_CONTRAST))


def _values(points: NDArray[np.float32], lab: NDArray[np.uint8]) -> NDArray[np.float32]:
    columns = np.clip(points[:, 0].round().astype(int), 0, lab.shape[1] - 1)
    rows = np.clip(points[:, 1].round().astype(int), 0, lab.shape[0] - 1)
    values: NDArray[np.float32] = lab[rows, columns].astype(np.float32)
    return values


def _angles(corners: Corners) -> list[float]:
    angles = []
    for at in range(4):
        one, two = corners[at - 1] - corners[at], corners[(at + 1) % 4] - corners[at]
        cosine = float(one @ two) / max(float(np.linalg.norm(one) * np.linalg.norm(two)), 1e-6)
        angles.append(float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))))
    return angles


def _ordered(corners: Corners) -> Corners:
    """Put the corner nearest the top left first, then go clockwise."""
    centre = corners.mean(axis=0)
    around = np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))
    turning = corners[around]
    first = int(np.argmin(turning.sum(axis=1)))
    return np.roll(turning, -first, axis=0).astype(np.float32)
