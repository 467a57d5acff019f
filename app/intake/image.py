"""Looks at pictures: their frames, sizes, orientation and whether all of their data is there.

`turn` and `mirrored` are what the pixels as stored need (Exif 2.32, tag 0x0112; TIFF 6.0 uses the
same tag). HEIC has none: its decoder applies the container's own rotation (ISO/IEC 23008-12, 6.5.10).
"""

import functools
import io
import itertools
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

import pi_heif
from PIL import Image, TiffImagePlugin

from app.domain.files import FileKind, PageFacts
from app.intake.grey import ENOUGH_PIXELS, grey_cells
from app.intake.seen import EMPTY, MAX_PAGES, TOO_HEAVY, UNREADABLE, Seen

# What Pillow's decoders raise for damaged pictures besides OSError: parsers of headers and tags let the
# errors of struct, zlib and of plain Python through; RuntimeError comes from libheif and libwebp.
PICTURE_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class TooManyPixelsError(ValueError):
    """A picture is larger than any paper, or has more pages."""


# Pillow itself refuses beyond this (twice its MAX_IMAGE_PIXELS), but only for a file's first frame.
MAX_PIXELS = 178_000_000

_ORIENTATION = 0x0112
# Clockwise degrees, and whether left and right are swapped before turning.
TURNS = {
    1: (0, False),
    2: (0, True),
    3: (180, False),
    4: (180, True),
    5: (270, True),
    6: (90, False),
    7: (90, True),
    8: (270, False),
}
_UPRIGHT = (0, False)

# 72 and less is what programs write that know no resolution; no scanner goes beyond the other end.
_NO_DPI = 72.0
_MOST_DPI = 4800.0
_MOST_DPI_RATIO = 3.0

FORMATS = {
    FileKind.JPEG: ("JPEG",),  # opens MPO too; its further pictures are other views of the first
    FileKind.PNG: ("PNG",),
    FileKind.TIFF: ("TIFF",),
    FileKind.HEIC: ("HEIF",),
    FileKind.WEBP: ("WEBP",),
    FileKind.BMP: ("BMP",),
}


def examine_image(path: Path, kind: FileKind) -> Seen:
    """State the facts of a picture file; every frame of a TIFF is a page, of others the first only.

    An animated WebP or PNG is a film, not a document of several pages.
    """
    if kind is FileKind.HEIC:
        know_heic()
    try:
        if kind is FileKind.WEBP:
            _refuse_large_webp(path)
        with warnings.catch_warnings():
            # Pillow warns of odd tags, and of sizes that are still below the limit here.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS[kind]) as image:
                pages = tuple(_tiff_pages(image) if kind is FileKind.TIFF else [_page(image, 1)])
    except (TooManyPixelsError, Image.DecompressionBombError, MemoryError):
        return TOO_HEAVY
    except PICTURE_ERRORS:
        return UNREADABLE
    return Seen(pages) if pages else EMPTY


@functools.cache
def know_heic() -> None:
    """Teach Pillow to open HEIC."""
    pi_heif.register_heif_opener()


def _tiff_pages(image: Image.Image) -> Iterator[PageFacts]:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        raise ValueError("no TIFF")
    for index in itertools.count():
        # Pillow's own count of frames looks for each among all before it.
        try:
            image.seek(index)
        except EOFError:
            return
        if index >= MAX_PAGES:
            raise TooManyPixelsError("too many frames")
        _refuse_missing_strips(image)
        yield _page(image, index + 1)


def _refuse_missing_strips(image: TiffImagePlugin.TiffImageFile) -> None:
    # libtiff fills in what a cut file lacks; the directory says where the data should be.
    end = _size_of(image)
    tags = image.tag_v2
    for offsets, counts in ((273, 279), (324, 325)):
        places, lengths = _numbers(tags.get(offsets, ())), _numbers(tags.get(counts, ()))
        if any(place + length > end for place, length in zip(places, lengths, strict=False)):
            raise ValueError("a strip lies beyond the end of the file")


def _size_of(image: TiffImagePlugin.TiffImageFile) -> int:
    position = image._fp.tell() if hasattr(image._fp, "tell") else 0
    end = int(image._fp.seek(0, 2))
    image._fp.seek(position)
    return end


def _numbers(value: object) -> tuple[int, ...]:
    if isinstance(value, int):
        return (value,)
    return tuple(item for item in value if isinstance(item, int)) if isinstance(value, tuple) else ()


def _page(image: Image.Image, number: int) -> PageFacts:
    """State the facts of the present frame, and prove by decoding that all of it is there."""
    turn, mirrored = _orientation_of(image)
    dpi = _stated_dpi(image)
    width, height = _stored_size(image, turn)
    refuse_size(width, height)
    picture = _grey_picture(image, turn, mirrored=mirrored)
    across, down = dpi or (_NO_DPI, _NO_DPI)
    width_pt, height_pt = width / across * 72, height / down * 72
    if turn in (90, 270):
        width_pt, height_pt = height_pt, width_pt
    return PageFacts(
        number=number,
        width_pt=width_pt,
        height_pt=height_pt,
        turn=turn,
        mirrored=mirrored,
        dpi=min(dpi) if dpi else None,
        picture=picture,
    )


def refuse_size(width: int, height: int) -> None:
    """Refuse a picture of no pixels with ValueError, and one of too many with TooManyPixelsError."""
    if width * height > MAX_PIXELS:
        raise TooManyPixelsError("too many pixels")
    if width * height <= 0:
        raise ValueError("no pixels")


def _orientation_of(image: Image.Image) -> tuple[int, bool]:
    if image.format == "HEIF":
        return _UPRIGHT
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return TURNS.get(image.tag_v2.get(_ORIENTATION, 1), _UPRIGHT)
    return TURNS.get(image.getexif().get(_ORIENTATION, 1), _UPRIGHT)


def decodes_as_jpeg(data: bytes) -> bool:
    """Say whether JPEG data is there to its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                image.draft("L", (ENOUGH_PIXELS, ENOUGH_PIXELS))
                image.load()
    except PICTURE_ERRORS:
        return False
    return True


def _stored_size(image: Image.Image, turn: int) -> tuple[int, int]:
    """Return the size of the pixels as stored; Pillow gives a TIFF's as shown."""
    width, height = image.size
    shown = isinstance(image, TiffImagePlugin.TiffImageFile) and turn in (90, 270)
    return (height, width) if shown else (width, height)


def _stated_dpi(image: Image.Image) -> tuple[float, float] | None:
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple) or len(stated) != 2:
        return None
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, ArithmeticError):
        return None
    usable = min(across, down) > _NO_DPI and max(across, down) <= _MOST_DPI
    if not usable or max(across, down) > _MOST_DPI_RATIO * min(across, down):
        return None
    return across, down


def _grey_picture(image: Image.Image, turn: int, *, mirrored: bool) -> bytes:
    width, height = image.size
    # Only JPEG follows this: it decodes to an eighth of the size, yet still reads all of the data.
    image.draft("L", (ENOUGH_PIXELS, ENOUGH_PIXELS))
    scale = max(1, round(width / image.width))
    image.load()
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        return grey_cells(image)  # Pillow has turned it while loading
    return grey_cells(image, (width / scale, height / scale), turn=turn, mirrored=mirrored)


def _refuse_large_webp(path: Path) -> None:
    """Refuse a size that Pillow would set memory aside for while opening (RFC 9649, 2.5 to 2.7)."""
    with path.open("rb") as stream:
        head = stream.read(30)
    chunk = head[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(head[24:27], "little") + 1
        height = int.from_bytes(head[27:30], "little") + 1
    elif chunk == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width = int.from_bytes(head[26:28], "little") & 0x3FFF
        height = int.from_bytes(head[28:30], "little") & 0x3FFF
    refuse_size(width, height)
