"""Says which pictures of a Word document can be drawn."""

import functools
import io

from PIL import Image

# A sheet of A4 at 600 dots per inch.
_MOST_PIXELS = 36_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
# A letter and the next ones of a row; the pictures themselves are kept as long.
_MOST_KNOWN = 8


@functools.lru_cache(maxsize=_MOST_KNOWN)
def drawable_pixels(data: bytes) -> int:
    """Return how many pixels a picture has, 0 for one that cannot be drawn.

    That is one of an unusual format, one that is cut off, and one larger than any letterhead's.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            pixels: int = image.width * image.height
            if pixels > _MOST_PIXELS:
                return 0
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0
    return pixels
