"""Finds faces on a photo and the line of the eyes, with the cascades that OpenCV ships (Apache-2.0).

Coordinates are pixels of the picture that is handed in. Angles are degrees, clockwise positive.
"""

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import cv2.data
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Point = tuple[float, float]

# The cascade finds upright faces up to about 15 degrees to either side; the turned copies close the gaps.
_TURNS = (0.0, 25.0, -25.0, 90.0, -90.0, 180.0)
_LEAST_FACE = 0.09  # of the shorter side: a face below this is no portrait, and noise passes for one
_STEP, _FINE_STEP = 1.1, 1.05
# How many windows of the cascade must agree; a second cascade has to see the face as well.
_AGREEING = 3
_CLEARLY_AGREEING = 12
# From so many on a face need not show two eyes; the finer steps give noise more chances to agree.
_SURE, _SURE_FINE = 8, 40
# A further face counts from this part of the largest one's width.
_LEAST_FURTHER = 0.2
_SAME_FACE = 0.25  # overlap (intersection over union) from which two boxes are one face

_MOST_SLANT = 6.0  # degrees between the line of the eyes and the mirror

# The mirror: the face is laid into a square of this many pixels and compared with itself.
_MIRROR_SIDE = 72
_MIRROR_SWEEP = np.arange(-26.0, 27.0, 2.0)
_MIRROR_SHIFT = 9


@dataclass(frozen=True, slots=True)
class FoundFace:
    """Holds a face as a square about its centre, turned clockwise by `tilt` degrees."""

    x: float
    y: float
    side: float
    tilt: float
    votes: int
    eyes: tuple[Point, Point] | None = None


def find_faces(grey: Grey) -> tuple[FoundFace, ...]:
    """Return the faces of a picture, largest first, each with its tilt."""
    for turn in _TURNS:
        if faces := _looked_at(grey, _faces_at(grey, turn, _STEP), _SURE):
            return faces
    stretched = cv2.createCLAHE(3.0, (4, 4)).apply(grey).astype(np.uint8)
    return _looked_at(stretched, _faces_at(stretched, 0.0, _FINE_STEP), _SURE_FINE)


def _looked_at(grey: Grey, faces: list[FoundFace], sure: int) -> tuple[FoundFace, ...]:
    """Return the largest face and clear others, each straightened; one without eyes must be sure."""
    if not faces:
        return ()
    first, *others = sorted(faces, key=lambda face: -face.side)
    largest = straightened(grey, first)
    if largest.eyes is None and largest.votes < sure:
        return _looked_at(grey, others, sure)
    return (largest, *(straightened(grey, face) for face in others if _is_clear(face, largest)))


def _is_clear(face: FoundFace, largest: FoundFace) -> bool:
    return face.votes >= _CLEARLY_AGREEING and face.side >= _LEAST_FURTHER * largest.side


def _faces_at(grey: Grey, turn: float, step: float) -> list[FoundFace]:
    """Find faces that stand upright after the picture is turned back by `turn`."""
    turned, matrix = _turned(grey, turn)
    least = max(20, round(_LEAST_FACE * min(grey.shape)))
    boxes, votes = _detect("frontalface_alt2", turned, least, step)
    faces: list[FoundFace] = []
    back = cv2.invertAffineTransform(matrix)
    for (left, top, width, height), agreeing in sorted(
        zip(boxes, votes, strict=True), key=lambda pair: -pair[1]
    ):
        if agreeing < _AGREEING or not _is_confirmed(turned, (left, top, width, height), step):
            continue
        x, y = back @ (left + width / 2, top + height / 2, 1.0)
        face = FoundFace(float(x), float(y), float(width), turn, agreeing)
        if not any(_overlap(face, other) > _SAME_FACE for other in faces):
            faces.append(face)
    return faces


def _detect(
    name: str, grey: Grey, least: int, step: float = _STEP
) -> tuple[list[tuple[int, ...]], list[int]]:
    boxes, votes = _cascade(name).detectMultiScale2(grey, step, 2, minSize=(least, least))
    return [tuple(int(value) for value in box) for box in boxes], [int(vote) for vote in votes]


@functools.cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / f"haarcascade_{name}.xml"))


def _is_confirmed(grey: Grey, box: tuple[int, ...], step: float) -> bool:
    """Say whether a second cascade, trained apart from the first, sees the same face."""
    left, top, width, height = box
    margin = round(0.3 * width)
    x0, y0 = max(0, left - margin), max(0, top - margin)
    patch = grey[y0 : top + height + margin, x0 : left + width + margin]
    boxes, _ = _detect("frontalface_default", patch, max(20, round(0.6 * width)), step)
    first = _as_face((left - x0, top - y0, width, height))
    return any(_overlap(first, _as_face(each)) > _SAME_FACE for each in boxes)


def _overlap(one: FoundFace, other: FoundFace) -> float:
    across = min(one.x + one.side / 2, other.x + other.side / 2) - max(
        one.x - one.side / 2, other.x - other.side / 2
    )
    down = min(one.y + one.side / 2, other.y + other.side / 2) - max(
        one.y - one.side / 2, other.y - other.side / 2
    )
    shared = max(0.0, across) * max(0.0, down)
    return shared / (one.side**2 + other.side**2 - shared)


def _turned(grey: Grey, turn: float) -> tuple[Grey, Matrix]:
    """Turn a picture back by `turn` clockwise degrees on a canvas that holds all of it."""
    height, width = grey.shape
    if turn == 0:
        return grey, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    cos, sin = abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    across, down = round(width * cos + height * sin), round(width * sin + height * cos)
    matrix = _turn_about(width / 2, height / 2, turn, 1.0, (across / 2, down / 2))
    turned = cv2.warpAffine(grey, matrix, (across, down), borderMode=cv2.BORDER_REPLICATE)
    return turned.astype(np.uint8), matrix


def _turn_about(x: float, y: float, turn: float, scale: float, to: Point) -> Matrix:
    """Return the map that turns a picture back by `turn` about a place, which it then moves to another."""
    matrix = np.array(cv2.getRotationMatrix2D((x, y), turn, scale), np.float64)
    matrix[:, 2] += np.array((to[0] - x, to[1] - y))
    return matrix


def straightened(grey: Grey, face: FoundFace) -> FoundFace:
    """Return a face with its tilt, place and eyes measured, each on the upright face."""
    tilt = face.tilt + mirror_tilt(grey, face)
    upright = _upright_patch(grey, face.x, face.y, face.side, tilt)
    return _placed(upright, face, tilt)


@dataclass(frozen=True, slots=True)
class Patch:
    """Holds a square of the picture about a face, turned upright, and the way back to the picture."""

    grey: Grey
    back: Matrix

    def to_picture(self, x: float, y: float) -> Point:
        """Return where a place of the patch lies in the picture."""
        mapped = self.back @ (x, y, 1.0)
        return float(mapped[0]), float(mapped[1])


def _upright_patch(grey: Grey, x: float, y: float, side: float, tilt: float) -> Patch:
    """Cut out a square of twice the face, with the face upright in its middle."""
    size = round(2 * side)
    matrix = _turn_about(x, y, tilt, 1.0, (size / 2, size / 2))
    patch = cv2.warpAffine(
        grey, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return Patch(patch.astype(np.uint8), np.array(cv2.invertAffineTransform(matrix), np.float64))


def _placed(patch: Patch, face: FoundFace, tilt: float) -> FoundFace:
    """Find an upright face again in its patch, with the line of its eyes."""
    x, y, side = _agreed_square(patch.grey, face.side)
    at = patch.to_picture(x, y)
    without_eyes = FoundFace(*at, side, tilt, face.votes)
    eyes = _eyes(patch.grey, x, y, side)
    if eyes is None:
        return without_eyes
    (x1, y1), (x2, y2) = eyes
    slant = math.degrees(math.atan2(y2 - y1, x2 - x1))
    # Where the line of the eyes and the mirror disagree much, an eye is not where it was found.
    if abs(slant) > _MOST_SLANT:
        return without_eyes
    return replace(
        without_eyes, tilt=tilt + slant / 2, eyes=(patch.to_picture(x1, y1), patch.to_picture(x2, y2))
    )


def _agreed_square(grey: Grey, side: float) -> tuple[float, float, float]:
    """Return middle and side of the face in the middle of a patch, as most of three cascades see it."""
    centre = grey.shape[0] / 2
    expected = FoundFace(centre, centre, side, 0.0, 0)
    squares = []
    for name in ("frontalface_alt2", "frontalface_default", "frontalface_alt"):
        boxes, votes = _detect(name, grey, round(0.7 * side))
        near = [
            (agreeing, box)
            for box, agreeing in zip(boxes, votes, strict=True)
            if _overlap(expected, _as_face(box)) > _SAME_FACE
        ]
        if near:
            found = _as_face(max(near)[1])
            squares.append((found.x, found.y, found.side))
    if not squares:
        return centre, centre, side
    x, y, agreed = (float(value) for value in np.median(squares, axis=0))
    return x, y, agreed


def _as_face(box: tuple[int, ...]) -> FoundFace:
    left, top, width, height = box
    return FoundFace(left + width / 2, top + height / 2, width, 0.0, 0)


def mirror_tilt(grey: Grey, face: FoundFace) -> float:
    """Return the turn, on top of the face's own, at which its two halves are most alike."""
    smooth = cv2.GaussianBlur(grey, (0, 0), max(0.6, face.side / 90)).astype(np.float32)
    scores = [_likeness(smooth, face, face.tilt + float(turn)) for turn in _MIRROR_SWEEP]
    best = int(np.argmax(scores))
    if not 0 < best < len(scores) - 1:
        return float(_MIRROR_SWEEP[best])
    before, top, after = scores[best - 1 : best + 2]
    bend = before - 2 * top + after
    step = float(_MIRROR_SWEEP[1] - _MIRROR_SWEEP[0])
    return float(_MIRROR_SWEEP[best]) + (0.5 * step * (before - after) / bend if bend else 0.0)


def _likeness(smooth: NDArray[np.float32], face: FoundFace, tilt: float) -> float:
    """Say how alike the halves of a face are when it is turned back by `tilt`, at the best axis."""
    side = _MIRROR_SIDE
    matrix = _turn_about(face.x, face.y, tilt, side / (0.9 * face.side), (side / 2, side / 2))
    square = cv2.warpAffine(smooth, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
    local = square - cv2.GaussianBlur(square, (0, 0), 7)
    mirrored = cv2.flip(local, 1)[:, _MIRROR_SHIFT:-_MIRROR_SHIFT]
    return float(cv2.matchTemplate(local, np.ascontiguousarray(mirrored), cv2.TM_CCOEFF_NORMED).max())


def _eyes(grey: Grey, x: float, y: float, side: float) -> tuple[Point, Point] | None:
    """Return the centres of both eyes of an upright face, None unless each is found in its place."""
    left = _eye(grey, x - 0.2 * side, y - 0.12 * side, side)
    right = _eye(grey, x + 0.2 * side, y - 0.12 * side, side)
    return None if left is None or right is None else (left, right)


def _eye(grey: Grey, x: float, y: float, side: float) -> Point | None:
    """Find an eye near a place: where both the cascades look, or one of them."""
    reach = 0.24 * side
    x0, y0 = max(0, round(x - reach)), max(0, round(y - reach))
    patch = np.ascontiguousarray(grey[y0 : round(y + reach), x0 : round(x + reach)])
    found = list(_eye_places(patch, side))
    if not found:
        return None
    across, down = np.median(found, axis=0)
    return x0 + float(across), y0 + float(down)


def _eye_places(patch: Grey, side: float) -> Iterator[Point]:
    for name in ("eye", "eye_tree_eyeglasses"):
        boxes, votes = _detect(name, patch, max(8, round(0.14 * side)))
        if boxes:
            left, top, width, height = boxes[int(np.argmax(votes))]
            yield left + width / 2, top + height / 2
