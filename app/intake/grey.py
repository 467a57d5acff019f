"""Makes the small grey picture by which pages are told apart.

24 by 34 cells, about the shape of an A4 page. What matters is that every way to one page gives the same
cells to within two or three levels of 255: compressed again, at another size, put into a PDF. So the
cells divide the page exactly, whatever its size in pixels, and no row of pixels is counted to the
wrong cell. The same form made out to another person differs by five levels and more.
"""

from PIL import Image

COLUMNS, ROWS = 24, 34
# Fewer pixels than this along a cell, and it matters where exactly they fall.
_LEAST_PIXELS = 16
# What a picture of that many pixels keeps apart still tells pages apart; JPEG decodes no more than that.
ENOUGH_PIXELS = ROWS * 20


def grey_cells(
    image: Image.Image,
    extent: tuple[float, float] | None = None,
    *,
    turn: int = 0,
    mirrored: bool = False,
) -> bytes:
    """Return the mean grey of each cell of the page as shown, row by row from the top left.

    `extent` is the size of what is shown within the image, where a decoder rounded it up.
    """
    width, height = extent or image.size
    columns, rows = (ROWS, COLUMNS) if turn in (90, 270) else (COLUMNS, ROWS)
    factor = max(1, int(min(width / columns, height / rows)) // _LEAST_PIXELS)
    grey = _as_grey(_reduced(image, factor))
    if factor > 1:
        width, height = width / factor, height / factor
    box = (0.0, 0.0, min(width, grey.width), min(height, grey.height))
    cells = grey.resize((columns, rows), Image.Resampling.HAMMING, box=box)
    return shown_upright(cells, turn, mirrored=mirrored).tobytes()


def shown_upright(image: Image.Image, turn: int, *, mirrored: bool) -> Image.Image:
    """Swap left and right where asked, then turn clockwise."""
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return image.rotate(-turn, expand=True) if turn else image


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    if factor == 1:
        return image
    if "transparency" in image.info or image.mode == "PA":
        return image.convert("RGBA").reduce(factor)
    if image.mode in ("1", "P"):
        return image.convert("L").reduce(factor)
    if image.mode.startswith("I;16"):
        return image.convert("I").reduce(factor).convert("I")
    return image.reduce(factor)


def _as_grey(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("L")
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _scaled_to_bytes(image.convert("F"))
    return image.convert("L")


def _scaled_to_bytes(image: Image.Image) -> Image.Image:
    # Pictures of more than a byte a pixel do not say how many levels they use.
    brightest = image.getextrema()[1]
    level = float(brightest) if isinstance(brightest, int | float) else 255.0
    factor = 255.0 / (65535.0 if 255.0 < level <= 65535.0 else max(level, 1.0))
    return image.point(lambda value: value * factor + 0.0).convert("L")
