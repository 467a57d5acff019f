"""Portraits for tests: the drawn people of the bundled sample, changed in one way at a time.

Whoever drew them knows where their heads end (`KNOWN`), so errors of measuring can be told.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from app.env import paths

White = (255, 255, 255)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """Holds rows of crown, chin and eyes and columns of the head, in a portrait of 354 x 472 pixels."""

    crown: int
    chin: int
    eyes: int
    left: int
    right: int


KNOWN = {
    "alba": Known(42, 332, 213, 64, 290),
    "lucia": Known(42, 346, 205, 60, 294),
    "mateo": Known(42, 346, 205, 69, 286),
}


def portrait(name: str = "lucia") -> Image.Image:
    """Return a portrait of 354 x 472 pixels on white."""
    with Image.open(paths.resource("sample_case", "photos", f"photo-{name}.jpg")) as image:
        return image.convert("RGB")


def turned(image: Image.Image, degrees: float) -> Image.Image:
    """Turn a picture clockwise."""
    return image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=White)


def before(image: Image.Image, wall: Image.Image | Colour) -> Image.Image:
    """Put the person before another wall."""
    behind = Image.new("RGB", image.size, wall) if isinstance(wall, tuple) else wall
    bright = np.asarray(image).min(axis=2) > 246
    mask = Image.fromarray((_joined_to_top(bright) * 255).astype(np.uint8))
    return Image.composite(behind, image, mask.filter(ImageFilter.GaussianBlur(0.8)))


def _joined_to_top(bright: np.ndarray) -> np.ndarray:
    """Say which bright pixels hang together with the upper corners."""
    import cv2

    _, labels = cv2.connectedComponents(bright.astype(np.uint8), connectivity=4)
    return np.isin(labels, [labels[2, 2], labels[2, -3]]) & bright


def shaded(size: tuple[int, int], left: int, right: int) -> Image.Image:
    """Return a grey wall that runs from one lightness to another."""
    row = np.linspace(left, right, size[0])
    grey = np.repeat(row[None, :], size[1], axis=0).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")


def striped(size: tuple[int, int]) -> Image.Image:
    """Return a wall with broad stripes."""
    row = np.where(np.arange(size[0]) // 18 % 2, 250, 205).astype(np.uint8)
    return Image.fromarray(np.repeat(row[None, :], size[1], axis=0)).convert("RGB")


def smaller(image: Image.Image, share: float, right: int = 0) -> Image.Image:
    """Set a smaller copy on the lower edge of white paper, moved to the right."""
    size = (round(image.width * share), round(image.height * share))
    paper = Image.new("RGB", image.size, White)
    paper.paste(
        image.resize(size, Image.Resampling.LANCZOS),
        ((image.width - size[0]) // 2 + right, image.height - size[1]),
    )
    return paper


def beside(one: Image.Image, other: Image.Image) -> Image.Image:
    """Set two pictures side by side."""
    both = Image.new("RGB", (one.width + other.width, one.height), White)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    return both


def saved(image: Image.Image, path: Path, quality: int = 92, **options: object) -> Path:
    """Write a JPEG and return where it is."""
    image.save(path, "JPEG", quality=quality, **options)
    return path


def as_bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file of a kind that Pillow writes."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()
