"""Draws pages of files as pictures for the window: `python -m app.gui.picture`.

It runs in a process of its own, held to limits of memory and time, because a hostile file may bring its
reader down; the window then starts another. Each line of standard input asks for a page, as JSON: [path,
page from 0, longest side in pixels, degrees to turn it clockwise].
To each, standard output gives four numbers of four bytes (pages of the file, width, height, and whether
there is a picture) and then the pixels, four bytes each, as a window keeps them. It ends with its input.
"""

import json
import struct
import sys
import warnings
from pathlib import Path
from typing import Any

from app.casework.held import allow_seconds, hold, own_pace

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
# As in the reading of papers: larger pictures and longer files are none.
_MOST_PIXELS, _MOST_FRAMES = 178_000_000, 10_000
# A picture of so many pixels of four bytes and a small copy of it; a page takes a second to draw at most.
_MEMORY_MIB, _SECONDS_A_PAGE = 720, 8.0
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

    from app.casework.held_pictures import in_bands

    pi_heif.register_heif_opener()
    _refuse_large_webp(path)
    with Image.open(path) as picture:
        count = _seek(picture, page)
        _refuse_size(picture.width, picture.height)
        if picture.mode in _HARD_EDGED:
            picture.load()
            whole = in_bands(picture, size, lambda part: part.convert("RGB"))
        else:
            whole = picture
        # Before it is turned upright: a JPEG is then decoded no larger than needed, at a quarter of the time.
        whole.thumbnail((size, size))
        return count, ImageOps.exif_transpose(whole)


def _refuse_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise ValueError("too many pixels")


def _refuse_large_webp(path: Path) -> None:
    """Refuse a canvas that Pillow would set memory aside for while opening (RFC 9649, 2.7)."""
    with path.open("rb") as stream:
        head = stream.read(30)
    if head[:4] == b"RIFF" and head[12:16] == b"VP8X":
        _refuse_size(1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little"))


def _seek(picture: Any, page: int) -> int:
    """Go to a page, or the last one, and return how many there are.

    One after the other: Pillow's own count looks for each among all before it.
    """
    count = 0
    if picture.format != "TIFF":
        return 1
    while count < _MOST_FRAMES:
        try:
            picture.seek(count)
        except EOFError:
            break
        count += 1
    picture.seek(min(page, count - 1))
    return count


def _turned(picture: Any, turn: int) -> Any:
    from PIL.Image import Transpose

    # Pillow turns against the clock.
    ways = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
    way = ways.get(turn % 360)
    return picture if way is None else picture.transpose(way)


def answer(line: str, pace: float = 1.0) -> bytes:
    """Return what is given to one line that asks for a page."""
    try:
        path, page, size, turn = json.loads(line)
        allow_seconds(_SECONDS_A_PAGE * pace)
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
    # Larger ones are refused here, in one way for all kinds.
    PIL.Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    hold(_MEMORY_MIB)
    pace = own_pace()
    for line in sys.stdin:
        sys.stdout.buffer.write(answer(line, pace))
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
