"""Finds seals, and takes their colour off the writing beneath them.

Red ink over print is what recognition stumbles over most: days of issue stand under the seal. The
brightest of the three colours shows a red ring nearly as light as paper, and black print as dark as ever.
"""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Box, Seal
from app.intake.ocr import Picture, as_picture

_SIDE = 900
_LEAST_CHROMA = 38
# Of the page's longer side; seals measure 20 to 60 mm, on A4 and on a card that fills a photo alike.
_LEAST_SIZE, _MOST_SIZE = 0.055, 0.4
_MOST_RATIO = 1.75
_MOST_SEALS = 12
# Along the outline of a seal, in 36 directions: how many must show ink.
_LEAST_RING = 0.7
# Seals leave most of the room between outline and middle free (ink on 0.2 of it); a face fills it (0.6).
_LEAST_INK, _MOST_INK, _MOST_BETWEEN = 0.03, 0.75, 0.4
_HUES = (
    ("red", (0, 14)),
    ("red", (160, 180)),
    ("green", (35, 85)),
    ("blue", (86, 128)),
    ("violet", (129, 159)),
)
# Where a seal is: lighter than the one share of the paper it is seal, darker than the other it is print.
_SEAL_FROM, _PRINT_UP_TO = 0.72, 0.3
# Ink of a strong colour outside seals is writing of that colour: the brightest channel would fade it.
_INK_CHROMA, _INK_DARKEST = 70, 110

# The paper is the lightest within some cells around. A watermark is a third darker at most, in even strokes
# of at least so many pixels; the print over it is darker than that.
_PAPER_CELL, _BROAD, _PALE = 16, 5, (176, 238)
_LIFTED = np.clip(np.arange(256) * 255.0 / 190, 0, 255).astype(np.uint8)


def find_seals(picture: Picture) -> tuple[Seal, ...]:
    """Return the coloured stamps on a page as shown."""
    scale = min(1.0, _SIDE / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = as_picture(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)) if scale < 1 else picture
    hsv = as_picture(cv2.cvtColor(small, cv2.COLOR_BGR2HSV))
    chroma = as_picture(cv2.subtract(*_extremes(small)))
    # Tinted paper has chroma of its own: a seal stands out from it.
    threshold = max(_LEAST_CHROMA, float(np.median(chroma)) + 25)
    coloured = chroma >= threshold
    found = [
        seal
        for colour in dict.fromkeys(name for name, _ in _HUES)
        for seal in _of_colour(colour, coloured, hsv)
    ]
    return tuple(found[:_MOST_SEALS])


def _of_colour(colour: str, coloured: NDArray[np.bool_], hsv: NDArray[np.uint8]) -> Iterator[Seal]:
    hue = hsv[:, :, 0]
    mask = np.zeros(hue.shape, bool)
    for name, (low, high) in _HUES:
        if name == colour:
            mask |= coloured & (hue >= low) & (hue <= high)
    if mask.mean() > 0.3:  # the paper itself, or a picture
        return
    height, width = hue.shape
    side = max(height, width)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, side // 90) | 1,) * 2)
    joined = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for left, top, across, down, _area in stats[1:count]:
        if not _LEAST_SIZE * side <= max(across, down) <= _MOST_SIZE * side:
            continue
        if max(across, down) > _MOST_RATIO * min(across, down):
            continue
        shape = _shape_of(mask[top : top + down, left : left + across])
        if shape is not None:
            box = Box(left / width, top / height, (left + across) / width, (top + down) / height)
            yield Seal(
                Box(*(round(float(v), 4) for v in (box.left, box.top, box.right, box.bottom))), shape, colour
            )


def _shape_of(ink: NDArray[np.bool_]) -> str | None:
    """Tell a ring or a frame by the ink along its outline; None for a blot, a photo, a coat of arms."""
    height, width = ink.shape
    if not _LEAST_INK <= ink.mean() <= _MOST_INK or _between(ink) > _MOST_BETWEEN:
        return None
    angles = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    if _share_on(ink, [(0.5 + 0.5 * np.cos(a), 0.5 + 0.5 * np.sin(a)) for a in angles]) >= _LEAST_RING:
        return "round" if max(height, width) <= 1.2 * min(height, width) else "oval"
    edge = np.linspace(0.05, 0.95, 9)
    frame = [(x, y) for x in edge for y in (0.0, 1.0)] + [(x, y) for y in edge for x in (0.0, 1.0)]
    return "square" if _share_on(ink, frame) >= _LEAST_RING else None


def _between(ink: NDArray[np.bool_]) -> float:
    """Return the share of ink between the outline and the middle: little in a ring, much in a face."""
    height, width = ink.shape
    down, across = np.mgrid[0:height, 0:width]
    away = np.hypot((across - width / 2) / (width / 2), (down - height / 2) / (height / 2))
    return float(ink[(away > 0.3) & (away < 0.8)].mean())


def _share_on(ink: NDArray[np.bool_], points: Sequence[tuple[float, float]]) -> float:
    """Return the share of points (fractions of the box) near which there is ink."""
    height, width = ink.shape
    reach = max(2, round(0.05 * max(height, width)))
    hits = 0
    for across, down in points:
        column, row = round(across * (width - 1)), round(down * (height - 1))
        hits += bool(
            ink[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1].any()
        )
    return hits / len(points)


def for_reading(picture: Picture, seals: Sequence[Seal]) -> Picture:
    """Return the page in grey (three equal channels), its seals faded and its coloured writing kept dark."""
    brightest, darkest = _extremes(picture)
    ink = cv2.inRange(cv2.subtract(brightest, darkest), _INK_CHROMA, 255)
    ink = cv2.bitwise_and(ink, cv2.inRange(darkest, 0, _INK_DARKEST))
    grey = brightest.copy()
    cv2.copyTo(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), ink, grey)
    height, width = grey.shape
    stamped = np.zeros_like(grey)
    for seal in seals:
        rows = slice(int(seal.box.top * height), int(np.ceil(seal.box.bottom * height)))
        columns = slice(int(seal.box.left * width), int(np.ceil(seal.box.right * width)))
        grey[rows, columns] = _faded(brightest[rows, columns], darkest[rows, columns])
        stamped[rows, columns] = 255
    grey = _without_watermark(grey, stamped)
    return as_picture(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


def _without_watermark(grey: NDArray[np.uint8], stamped: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Whiten broad strokes of pale grey, and whatever of a seal is left where it was.

    Small print is as pale at its edges, but never broad.
    """
    across, down = max(1, grey.shape[1] // _PAPER_CELL), max(1, grey.shape[0] // _PAPER_CELL)
    cells = cv2.resize(grey, (across, down), interpolation=cv2.INTER_AREA)
    lightest = cv2.dilate(cells, np.ones((5, 5), np.uint8))
    paper = cv2.resize(lightest, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    share = as_picture(cv2.divide(grey, np.maximum(paper, 1).astype(np.uint8), scale=255.0))
    pale = cv2.inRange(share, *_PALE)
    broad = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((_BROAD, _BROAD), np.uint8))
    near = cv2.dilate(broad, np.ones((2 * _BROAD + 1, 2 * _BROAD + 1), np.uint8))
    near = cv2.bitwise_or(near, stamped)
    if not near.any():
        return grey
    lifted = as_picture(cv2.LUT(share, _LIFTED))
    return np.where(near > 0, lifted, grey).astype(np.uint8)


def _extremes(picture: Picture) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the brightest and the darkest channel of each pixel."""
    blue, green, red = cv2.split(picture)
    brightest, darkest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return as_picture(brightest), as_picture(darkest)


def _faded(brightest: NDArray[np.uint8], darkest: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lighten what is coloured up to the paper, and leave what is dark in all colours."""
    paper = max(float(np.percentile(brightest, 90)), 1.0)
    share = brightest.astype(np.float32) / paper
    lifted = np.clip((share - _PRINT_UP_TO) / (_SEAL_FROM - _PRINT_UP_TO), 0, 1) * paper
    coloured = (brightest.astype(np.int16) - darkest) >= _LEAST_CHROMA // 2
    return np.where(coloured, np.maximum(lifted, brightest), brightest).astype(np.uint8)
