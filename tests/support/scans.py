"""Pictures of made pages for what reads them: writing in the bundled font, and what scanners do to it."""

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.env.paths import font_file

Picture = NDArray[np.uint8]
A4 = (1654, 2339)  # at 200 dpi


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size)


def draw_page(lines: Sequence[str], *, size: tuple[int, int] = A4, letters: int = 34) -> Picture:
    """Draw lines from the top; a tab begins the next column."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        for column, text in enumerate(line.split("\t")):
            pen.text((140 + column * 420, 150 + row * 2 * letters), text, "black", _font(letters))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def blurred(picture: Picture, sigma: float) -> Picture:
    """Soften a page as a scanner out of focus does."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def noisy(picture: Picture, level: float, seed: int = 1) -> Picture:
    """Add the grain of a cheap sensor."""
    grain = np.random.default_rng(seed).normal(0, level, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def slanted(picture: Picture, degrees: float) -> Picture:
    """Turn a page a little clockwise on the glass."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=(255, 255, 255)), np.uint8)


def turned(picture: Picture, degrees: int) -> Picture:
    """Turn a page clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90))


def save_jpeg(picture: Picture, path: object, *, dpi: int = 200, quality: int = 85) -> None:
    """Write a picture as a scanner's JPEG."""
    Image.fromarray(picture[:, :, ::-1]).save(str(path), "JPEG", quality=quality, dpi=(dpi, dpi))
