"""Draws pages of files as pictures for the window: `python -m app.gui.picture`.

It runs in a process of its own, because a hostile file may bring its reader down. Each line of standard
input asks for a page, as JSON: [path, page from 0, longest side in pixels, degrees to turn it clockwise].
To each, standard output gives four numbers of four bytes (pages of the file, width, height, and whether
there is a picture) and then the pixels, four bytes each, as a window keeps them. It ends with its input.
"""

import json
import struct
import sys
from pathlib import Path
from typing import Any

HEAD = struct.Struct(">IIII")
# Where files are broken, their readers fail in many ways; each means that there is no picture.
_UNREADABLE = (
    OSError,
    ValueError,
    RuntimeError,
    LookupError,
    ArithmeticError,
    SyntaxError,
    TypeError,
    MemoryError,
    struct.error,
)
# Reduced as they are, these would lose thin lines.
_HARD_EDGED = frozenset({"1", "P", "PA"})


def draw_page(path: Path, page: int, size: int, turn: int = 0) -> tuple[int, Any]:
    """Return how many pages a file has and one of them, counted from 0, of at most a size."""
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    count, picture = _pdf_page(path, page, size) if is_pdf else _picture_page(path, page, size)
    return count, _turned(picture, turn)


def _pdf_page(path: Path, page: int, size: int) -> tuple[int, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        shown = document[min(page, len(document) - 1)]
        scale = size / max(*shown.get_size(), 1)
        return len(document), shown.render(scale=scale).to_pil()
    finally:
        document.close()


def _picture_page(path: Path, page: int, size: int) -> tuple[int, Any]:
    import pi_heif
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener()
    with Image.open(path) as picture:
        count = getattr(picture, "n_frames", 1)
        picture.seek(min(page, count - 1))
        whole = picture.convert("RGB") if picture.mode in _HARD_EDGED else picture
        # Before it is turned upright: a JPEG is then decoded no larger than needed, at a quarter of the time.
        whole.thumbnail((size, size))
        return count, ImageOps.exif_transpose(whole)


def _turned(picture: Any, turn: int) -> Any:
    from PIL.Image import Transpose

    # Pillow turns against the clock.
    ways = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    way = ways.get(turn % 360)
    return picture if way is None else picture.transpose(way)


def answer(line: str) -> bytes:
    """Return what is given to one line that asks for a page."""
    try:
        path, page, size, turn = json.loads(line)
        count, picture = draw_page(Path(path), page, size, turn)
        pixels: bytes = picture.convert("RGBA").tobytes("raw", "BGRA")
    except _UNREADABLE:
        return HEAD.pack(0, 0, 0, 0)
    return HEAD.pack(count, picture.width, picture.height, 1) + pixels


def main() -> int:
    """Draw what is asked for until nobody asks any more."""
    # Before the first file is asked for: whoever waits for a page need not wait for these.
    import pi_heif  # noqa: F401
    import PIL.Image
    import pypdfium2  # noqa: F401

    PIL.Image.preinit()
    for line in sys.stdin:
        sys.stdout.buffer.write(answer(line))
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
