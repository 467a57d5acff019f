"""Makes small copies of large pictures band by band, so that no copy of the whole is ever made."""

from collections.abc import Callable

from PIL import Image

# Smaller pictures are copied at once.
_LARGE = 40_000_000
_BAND_PIXELS = 8_000_000


def in_bands(image: Image.Image, longest: int, flatten: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return a picture as `flatten` makes it, a whole number of times smaller where it is large.

    Its longer side stays at least `longest`. The picture has to be loaded.
    """
    factor = max(image.size) // longest
    is_large = image.width * image.height >= _LARGE and factor > 1
    small = _reduced(image, factor, flatten) if is_large else flatten(image)
    # Which way up it is shown stands here.
    small.info = dict(image.info)
    return small


def _reduced(image: Image.Image, factor: int, flatten: Callable[[Image.Image], Image.Image]) -> Image.Image:
    step = max(1, _BAND_PIXELS // image.width // factor) * factor
    tops = range(0, image.height, step)
    bands = (flatten(image.crop((0, top, image.width, min(top + step, image.height)))) for top in tops)
    small: Image.Image | None = None
    for top, band in zip(tops, bands, strict=True):
        reduced = band.reduce(factor)
        if small is None:
            small = Image.new(reduced.mode, (reduced.width, -(-image.height // factor)))
        small.paste(reduced, (0, top // factor))
    return small if small is not None else flatten(image)
