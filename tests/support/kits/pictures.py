"""Photos of applicants, right for a place or wrong in one way."""

# ruff: noqa: E501 - data read better in rows

import io
from typing import Any

from PIL import Image, ImageEnhance, ImageFilter

from tests.support import portraits

# The words of photo profiles as colours of a wall.
WALLS = {"white": (255, 255, 255), "light-blue": (196, 222, 246), "light-grey": (226, 227, 228), "blue": (67, 142, 219),
         "green": (96, 170, 110), "red": (196, 40, 44)}  # fmt: skip


def make(name: str, how: tuple[Any, ...]) -> bytes:
    """Return a photo: the portrait's name, then `wall=...` and ways to spoil it."""
    options = dict(each.split("=", 1) if "=" in each else (each, "") for each in how)
    image = portraits.portrait(name)
    if options.get("wall", "white") != "white":
        image = portraits.before(image, WALLS[options["wall"]])
    image = _spoilt(image, options)
    return _saved(image, options)


def _spoilt(image: Image.Image, options: dict[str, str]) -> Image.Image:
    if "tilt" in options:
        image = portraits.turned(image, float(options["tilt"]))
    if "stripes" in options:
        image = portraits.before(image, portraits.striped(image.size))
    if "small-head" in options:
        image = portraits.smaller(image, 0.55)
    if "aside" in options:
        image = portraits.smaller(image, 0.86, right=62)
    if "blur" in options:
        image = image.filter(ImageFilter.GaussianBlur(5))
    if "grey" in options:
        image = image.convert("L")
    if "no-face" in options:
        image = Image.new("RGB", image.size, (250, 250, 250))
        image.paste((90, 120, 160), (120, 150, 240, 330))
    if "two" in options:
        both = portraits.beside(portraits.portrait("mateo"), portraits.portrait("lucia"))
        image = Image.new("RGB", image.size, "white")
        image.paste(both.resize((354, 236)), (0, 120))
    if "square" in options:
        image = image.crop((0, 0, 354, 400))
    if "tiny" in options:
        image = image.resize((177, 236), Image.Resampling.LANCZOS)
    return ImageEnhance.Brightness(image).enhance(1.0)


def _saved(image: Image.Image, options: dict[str, str]) -> bytes:
    """Save within 20 to 80 KB, or as one huge file."""
    qualities = (100,) if "heavy" in options else (95, 92, 88, 84, 80, 97, 99, 100)
    if "heavy" in options:
        image = image.resize((480, 640), Image.Resampling.LANCZOS).effect_spread(3)
    for quality in qualities:
        kept = io.BytesIO()
        image.save(kept, "JPEG", quality=quality, dpi=(350, 350), subsampling=0)
        if "heavy" in options or 22_000 < kept.tell() < 78_000:
            return kept.getvalue()
    return kept.getvalue()
