"""Measures the head and what is behind it: crown, chin, width, and the colour and evenness of the background.

Everything is measured on the picture turned so that the face stands upright (`Scene`).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.intake.photo_face import FoundFace

Picture = NDArray[np.uint8]
Lab = NDArray[np.float32]
Mask = NDArray[np.bool_]
Colour = tuple[float, float, float]

_NOISE_SIGMA = 1.3  # smooths away grain and the blocks of JPEG, keeps shadows and patterns
_RIM = 0.012  # of the shorter side: resampling and frames of scanners colour the very edge
# Differences in Delta E (CIE 1976): hair and skin stand out from a background by more than the first even
# where they are fair; what lies beyond the second is no shadow of light on a wall.
_STANDS_OUT = 10.0
_SOLID = 25.0
# The share of the wall that hair hides at most unless it ends before the edges of the picture.
_BORDER, _MOST_HAIR, _MOST_HAIR_AT_EDGE = 0.05, 0.25, 0.2
_PATCHES = (4, 8)  # rows and columns in which the background is told apart
_LEAST_BACKGROUND = 400  # pixels

# Below the middle of the face, in sides of the found square: where a chin is looked for, and where it is
# expected. Measured on portraits with known chins.
_CHIN_EXPECTED, _CHIN_REACH, _CHIN_SIGMA = 0.555, 0.17, 0.1
_BRIGHTER_BELOW, _LEAST_EDGE = 0.6, 2.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Holds a picture in CIE L*a*b*, turned so that `face` stands upright; `inside` says what is picture."""

    lab: Lab
    inside: Mask
    face: FoundFace


@dataclass(frozen=True, slots=True)
class Background:
    """Holds the background's middle colour, how far it strays from it, and the colours of its parts."""

    lab: Colour
    spread: float
    patches: tuple[Colour, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Holds rows of crown and chin and columns of the widest part; None where it could not be told.

    `cut` says that the head reaches the upper edge.
    """

    crown: float | None
    chin: float | None
    left: float | None
    right: float | None
    cut: bool = False


def make_scene(picture: Picture, face: FoundFace) -> Scene:
    """Turn a picture (BGR) about the middle of a face until the face stands upright."""
    lab = lab_of(picture)
    inside = np.ones(picture.shape[:2], np.uint8)
    if abs(face.tilt) >= 0.5:
        matrix = cv2.getRotationMatrix2D((face.x, face.y), face.tilt, 1.0)
        size = (picture.shape[1], picture.shape[0])
        lab = cv2.warpAffine(lab, matrix, size, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
        inside = cv2.warpAffine(inside, matrix, size, flags=cv2.INTER_NEAREST).astype(np.uint8)
    return Scene(lab, inside.astype(np.bool_), face)


def lab_of(picture: Picture) -> Lab:
    """Return a picture (BGR) in CIE L*a*b*, smoothed so that grain does not count."""
    smooth = cv2.GaussianBlur(picture, (0, 0), _NOISE_SIGMA).astype(np.float32) / 255
    return cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB).astype(np.float32)


def whole_background(picture: Picture) -> Background | None:
    """Measure the border of a picture without a face."""
    lab = lab_of(picture)
    height, width = lab.shape[:2]
    border = np.zeros((height, width), np.bool_)
    border[: height // 8], border[:, : width // 8], border[:, -(width // 8) :] = True, True, True
    return _measured(lab, border)


def measure_background(scene: Scene) -> Background | None:
    """Measure the wall beside and above the head, down to the mouth; None where the head hides it."""
    wall = _wall(scene)
    if np.count_nonzero(wall) < _LEAST_BACKGROUND:
        return None
    border = wall & _border(wall.shape)
    if np.count_nonzero(border) < _LEAST_BACKGROUND // 4:
        return None
    hair = _hair(scene, wall, border, _middle(scene.lab[border]))
    return _measured(scene.lab, wall & ~hair)


def _wall(scene: Scene) -> Mask:
    """Say which pixels lie beside or above where the head is sure to be."""
    face, (height, width) = scene.face, scene.inside.shape
    rows, columns = np.mgrid[0:height, 0:width]
    across = np.abs(columns - face.x) / (0.66 * face.side)
    down = (rows - (face.y - 0.12 * face.side)) / (0.95 * face.side)
    head = across**2 + down**2 < 1
    rim = max(1, round(_RIM * min(height, width)))
    wall = scene.inside & ~head & (rows < face.y + 0.28 * face.side)
    wall[:rim], wall[:, :rim], wall[:, width - rim :] = False, False, False
    return np.asarray(wall, np.bool_)


def _border(shape: tuple[int, ...]) -> Mask:
    """Say which pixels lie along the left, the upper and the right edge."""
    strip = max(3, round(_BORDER * min(shape)))
    border = np.zeros(shape, np.bool_)
    border[:strip], border[:, :strip], border[:, -strip:] = True, True, True
    return border


def _hair(scene: Scene, wall: Mask, border: Mask, colour: Colour) -> Mask:
    """Say which pixels of the wall are hair: they differ strongly and hang together with the head."""
    face = scene.face
    strays = _difference(scene.lab, colour)
    solid = (strays > _STANDS_OUT) & scene.inside
    seed = np.zeros_like(solid)
    reach = round(0.3 * face.side)
    x, y = round(face.x), round(face.y)
    seed[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] = True
    _, labels = cv2.connectedComponents((solid | seed).astype(np.uint8), connectivity=4)
    joined = labels == labels[min(y, labels.shape[0] - 1), min(x, labels.shape[1] - 1)]
    hair = joined & (strays > _SOLID)
    # A shadow touches the head as well but differs less; furniture and patterns reach the edges.
    covered = float(np.mean(hair[wall]))
    at_edge = float(np.mean(hair[border]))
    if covered > _MOST_HAIR and at_edge > _MOST_HAIR_AT_EDGE:
        return np.zeros_like(hair)
    soft_edge = max(3, round(0.045 * face.side)) | 1
    grown = cv2.dilate(hair.astype(np.uint8), np.ones((soft_edge, soft_edge), np.uint8))
    return np.asarray(grown.astype(np.bool_), np.bool_)


def _measured(lab: Lab, area: Mask) -> Background | None:
    if np.count_nonzero(area) < _LEAST_BACKGROUND:
        return None
    colour = _middle(lab[area])
    spread = float(np.percentile(_difference(lab, colour)[area], 95))
    return Background(colour, spread, _patches(lab, area))


def _patches(lab: Lab, area: Mask) -> tuple[Colour, ...]:
    height, width = area.shape
    rows, columns = _PATCHES
    found = []
    for row in range(rows):
        for column in range(columns):
            part = np.s_[
                height * row // rows : height * (row + 1) // rows,
                width * column // columns : width * (column + 1) // columns,
            ]
            if np.count_nonzero(area[part]) >= 0.2 * area[part].size:
                found.append(_middle(lab[part][area[part]]))
    return tuple(found)


def _middle(pixels: NDArray[np.float32]) -> Colour:
    lightness, a, b = (float(value) for value in np.median(pixels, axis=0))
    return lightness, a, b


def _difference(lab: Lab, colour: Colour) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(lab - np.asarray(colour, np.float32), axis=2), np.float32)


# From the middle of the face up to the crown, in sides of the found square: the eyes stand halfway between
# chin and crown, which makes 0.8 without hair. Cut off for sure, cut off or not, higher than any hair or hat.
_LEAST_ABOVE, _LEAST_CROWN, _MOST_CROWN = 0.74, 0.68, 1.5
# Before a wall that strays further than this the head cannot be told from what is behind it.
_TELLING_SPREAD = 18.0
# A row belongs to the head where this share of its middle stands out, and so many rows follow each other.
_FILLED, _LEAST_RUN = 0.12, 0.08


def measure_head(scene: Scene, background: Background | None) -> Head:
    """Measure crown, chin and width of the head; without an even background only the chin is told."""
    chin = _chin(scene)
    if background is None:
        # So much is head that no wall is left: whether it is cut off shows from the face alone.
        return Head(None, chin, None, None, scene.face.y < _LEAST_ABOVE * scene.face.side)
    if background.spread > _TELLING_SPREAD:
        return Head(None, chin, None, None)
    difference = _difference(scene.lab, background.lab)
    stands_out = np.asarray(difference > max(_STANDS_OUT, 1.5 * background.spread), np.bool_)
    crown = _crown(stands_out, scene.face)
    left, right = _sides(stands_out, scene.face, crown)
    return Head(crown, chin, left, right, crown is not None and crown <= 1.5)


def _crown(stands_out: Mask, face: FoundFace) -> float | None:
    """Return the first row above the face from which on the head goes on without a gap."""
    x, reach = round(face.x), round(0.28 * face.side)
    below = min(stands_out.shape[0] - 1, round(face.y - 0.2 * face.side))
    if below <= 0:
        return None
    columns = stands_out[:below, max(0, x - reach) : x + reach]
    filled = columns.mean(axis=1) > _FILLED
    crown = _first_run(filled, round(_LEAST_RUN * face.side))
    if crown is None:
        return None
    # Higher than any hair, or on the forehead (white hair before white): not the crown was seen.
    height = (face.y - crown) / face.side
    return float(crown) if _LEAST_CROWN <= height <= _MOST_CROWN or crown == 0 else None


def _first_run(filled: NDArray[np.bool_], least: int) -> int | None:
    """Return where the first run of at least so many filled rows begins."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    runs = zip(ends[::2], ends[1::2], strict=True)
    return next((int(first) for first, after in runs if after - first >= max(2, least)), None)


def _sides(stands_out: Mask, face: FoundFace, crown: float | None) -> tuple[float | None, float | None]:
    """Return the outermost columns of the head between crown and cheeks."""
    if crown is None:
        return None, None
    top, bottom = round(crown), round(face.y + 0.15 * face.side)
    lefts, rights = [], []
    for row in stands_out[top : max(top + 1, bottom)]:
        ends = _run_through(row, round(face.x))
        if ends is not None:
            lefts.append(ends[0])
            rights.append(ends[1])
    if not lefts:
        return None, None
    return float(np.percentile(lefts, 4)), float(np.percentile(rights, 96)) + 1


def _run_through(row: Mask, column: int) -> tuple[int, int] | None:
    """Return the ends of the unbroken run about a column."""
    if not 0 <= column < row.size or not row[column]:
        return None
    gaps = np.flatnonzero(~row)
    left = gaps[gaps < column]
    right = gaps[gaps > column]
    return (
        int(left[-1]) + 1 if left.size else 0,
        int(right[0]) - 1 if right.size else row.size - 1,
    )


def _chin(scene: Scene) -> float | None:
    """Return the row of the chin: the clearest edge bent like one, near where the face lets expect it."""
    face, light = scene.face, scene.lab[:, :, 0]
    expected = face.y + _CHIN_EXPECTED * face.side
    if expected >= light.shape[0]:
        return None
    profile = _along_chin(light, face)
    rows = np.arange(profile.size)
    away = (rows - expected) / face.side
    # Below the chin lies its own shadow; only a beard is darker than the neck.
    clear = np.where(profile < 0, -profile, _BRIGHTER_BELOW * profile) * np.exp(
        -0.5 * (away / _CHIN_SIGMA) ** 2
    )
    clear[(np.abs(away) > _CHIN_REACH) | (rows >= light.shape[0] - 2)] = 0.0
    best = int(np.argmax(clear))
    return expected if clear[best] < _LEAST_EDGE else 0.8 * best + 0.2 * expected


def _along_chin(light: NDArray[np.float32], face: FoundFace) -> NDArray[np.float64]:
    """Return for every row how steeply lightness changes across a curve that is bent like a chin."""
    steep = cv2.Sobel(cv2.GaussianBlur(light, (0, 0), face.side / 80), cv2.CV_32F, 0, 1, ksize=3)
    height, width = light.shape
    profile = np.zeros(height)
    columns = np.arange(
        max(0, round(face.x - 0.16 * face.side)), min(width, round(face.x + 0.16 * face.side))
    )
    if not columns.size:
        return profile
    rise = ((columns - face.x) / face.side) ** 2 * 0.9 * face.side
    rows = np.arange(height)[:, None] - rise[None, :]
    taken = steep[np.clip(np.round(rows).astype(int), 0, height - 1), columns[None, :]]
    return np.asarray(np.mean(taken, axis=1), np.float64)
