"""Decodes pictures that cannot pass through into a packet, and writes each as one that can, without loss.

Runs in guarded processes. Black and white becomes CCITT group 4, four colours a TIFF frame, everything
else a PNG. HEIC becomes a JPEG of quality 92: its data is lossy already and stored with halved colour,
so the eye loses nothing, where a lossless copy of a phone photo would be about eight times larger.
"""

import functools
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageChops, TiffImagePlugin
from zlib_ng import zlib_ng

from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.packet import tiff
from app.packet.images import (
    MAX_PIXELS,
    PNG_START,
    UNREADABLE_PICTURE,
    CannotPassError,
    TooLargeError,
    is_useful_profile,
    read_picture,
)

# What Pillow's decoders raise for damaged pictures.
UNDECODABLE = (*UNREADABLE_PICTURE, Image.DecompressionBombError)

HEIC_QUALITY = 92
# zlib-ng's level 3 packs as small as zlib's 6 in a fifth of the time.
_LEVEL = 3
_BAND_BYTES = 1 << 22
_NO_FILTER, _SUB, _UP = 0, 1, 2
_SAMPLED_ROWS = 64
_PNG_FORMS = {"L": (8, 0, 1), "RGB": (8, 2, 3), "P": (8, 3, 1), "I;16": (16, 0, 2)}  # bits, colour, bytes
# Pillow turns TIFF frames upright while loading; this takes them back to how they are stored.
_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_ORIENTATION, _PHOTOMETRIC, _STRIP_OFFSETS, _STRIP_LENGTHS = 274, 262, 273, 279
_DEEP = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I", "F"})


def make_part(path: Path, name: str, kind: FileKind, index: int, destination: Path) -> bool:
    """Write one picture of a file as one that passes through, and return True; False where it does itself.

    Raises UnusableInput when the picture cannot be decoded; then nothing is left behind.
    """
    try:
        if _passes(path, kind, index):
            return False
        with _decoded(path, kind, index) as image, destination.open("wb") as stream:
            _write(image, kind, stream)
        # It is read here as the packet will read it.
        read_picture(destination, _kind_written(destination), 0)
    except (TooLargeError, MemoryError, *UNDECODABLE) as error:
        destination.unlink(missing_ok=True)
        reason = "too_large" if isinstance(error, TooLargeError | MemoryError) else "unreadable"
        raise UnusableInput("packet.page_unusable", file=name, page=index + 1, reason=reason) from error
    return True


def decode_picture(path: Path, kind: FileKind, index: int) -> Image.Image:
    """Return one picture of a file in 256 levels, as its pixels are stored, what is transparent on white.

    Raises TooLargeError, and of UNDECODABLE what the decoder finds.
    """
    with _decoded(path, kind, index) as image:
        flat = _flattened(image)
    if flat.mode.startswith("I"):
        flat = _as_eight_bits(flat)
    return flat if flat.mode in ("L", "RGB") else flat.convert("L" if flat.mode == "1" else "RGB")


def _passes(path: Path, kind: FileKind, index: int) -> bool:
    try:
        read_picture(path, kind, index)
    except CannotPassError:
        return False
    except TooLargeError:
        raise
    except UNREADABLE_PICTURE:
        # Decoders forgive more than is looked at here.
        return False
    return True


def _kind_written(path: Path) -> FileKind:
    with path.open("rb") as stream:
        start = stream.read(4)
    return {b"\x89PNG": FileKind.PNG, b"II*\0": FileKind.TIFF}.get(start, FileKind.JPEG)


# Decoding


@contextmanager
def _decoded(path: Path, kind: FileKind, index: int) -> Iterator[Image.Image]:
    if kind is FileKind.HEIC:
        _know_heic()
    with warnings.catch_warnings(), path.open("rb") as stream:
        # The limit on pixels is checked here, before anything is decoded.
        warnings.simplefilter("ignore")
        # Opened by name, Pillow maps plain TIFF data into memory, and then does not turn all of it.
        with Image.open(stream) as image:
            image.seek(index)
            if image.width * image.height > MAX_PIXELS:
                raise TooLargeError(f"{image.width} x {image.height} pixels")
            yield _as_stored(image)


@functools.cache
def _know_heic() -> None:
    pi_heif.register_heif_opener()


def _as_stored(image: Image.Image) -> Image.Image:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        image.load()
        return image
    orientation = image.tag_v2.get(_ORIENTATION, 1)
    image.load()
    back = _BACK.get(orientation)
    if back is None:
        return image
    turned = image.transpose(back)
    turned.info = image.info
    return turned


def _flattened(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that PDF knows, what is transparent on white."""
    if image.mode in _DEEP and (image.mode != "I;16" or image.has_transparency_data):
        return _as_eight_bits(image)
    if image.has_transparency_data:
        return _on_white(image)
    if image.mode in ("1", "L", "RGB", "P", "CMYK", "I;16"):
        return image
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    opaque = "L" if image.mode == "LA" else "RGB"
    colors = image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    mask = colors.getchannel("A")
    if mask.getextrema() == (255, 255):
        return colors.convert(opaque)
    flat = Image.new(opaque, colors.size, "white")
    flat.paste(colors.convert(opaque), mask=mask)
    return flat


def _as_eight_bits(image: Image.Image) -> Image.Image:
    """Return a deep grey picture with 256 levels: 16 bits by their full range, others by their brightest.

    Pillow's own conversions cut everything above 255 off instead.
    """
    if image.mode.startswith("I;16"):
        levels, brightest = image.convert("I"), 65535.0
    else:
        levels = image
        brightest = float(max(image.getextrema()))  # type: ignore[arg-type]  # one band has two numbers
    factor = 255.0 / brightest if brightest > 0 else 1.0
    return levels.convert("F").point(lambda level: level * factor + 0.0).convert("L")


# Writing


def _write(image: Image.Image, kind: FileKind, stream: BinaryIO) -> None:
    profile = image.info.get("icc_profile") or b""
    flat = _flattened(image)
    if kind is FileKind.HEIC:
        _write_jpeg(flat.convert("RGB"), profile, stream)
    elif flat.mode == "1":
        stream.write(_fax(flat))
    elif flat.mode == "CMYK":
        stream.write(_four_colours(flat, profile))
    else:
        write_png(flat, profile, stream)


def _write_jpeg(image: Image.Image, profile: bytes, stream: BinaryIO) -> None:
    useful = profile if is_useful_profile(profile, 3) else None
    image.save(stream, "JPEG", quality=HEIC_QUALITY, subsampling="4:2:0", icc_profile=useful)


def _fax(image: Image.Image) -> bytes:
    """Spell a black-and-white picture as CCITT group 4, in one strip."""
    buffer = io.BytesIO()
    bare = image.copy()
    bare.info.clear()
    bare.save(buffer, "TIFF", compression="group4", strip_size=1 << 30)
    return buffer.getvalue()


def _four_colours(image: Image.Image, profile: bytes) -> bytes:
    packer = zlib_ng.compressobj(_LEVEL)
    strip = b"".join((*(packer.compress(rows.tobytes()) for rows, _ in _bands(image, 4)), packer.flush()))
    useful = profile if is_useful_profile(profile, 4) else b""
    frame = tiff.Frame(
        image.width, image.height, (8,) * 4, tiff.FLATE[0], tiff.SEPARATED, 1, False, None, useful
    )
    return tiff.write_frame(image.width, image.height, frame, strip)


def write_png(image: Image.Image, profile: bytes, stream: BinaryIO) -> None:
    """Write a picture of mode L, RGB, P or I;16 as PNG (ISO/IEC 15948), the same bytes for the same picture.

    One filter serves all rows, the one that leaves less to pack: to choose for each costs more than the rest.
    """
    bits, color, size = _PNG_FORMS[image.mode]
    head = struct.pack(">IIBBBBB", image.width, image.height, bits, color, 0, 0, 0)
    stream.write(PNG_START + _chunk(b"IHDR", head))
    if is_useful_profile(profile, 1 if color == 0 else 3):
        stream.write(_chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile)))
    if color == 3:
        stream.write(_chunk(b"PLTE", bytes(image.getpalette("RGB") or ())))
    start = stream.tell()
    stream.write(b"\0\0\0\0IDAT")
    check = zlib.crc32(b"IDAT")
    for packed in _packed_rows(image, size, _NO_FILTER if color == 3 else _better_filter(image, size)):
        check = zlib.crc32(packed, check)
        stream.write(packed)
    end = stream.tell()
    stream.write(check.to_bytes(4))
    stream.seek(start)
    stream.write((end - start - 8).to_bytes(4))
    stream.seek(0, io.SEEK_END)
    stream.write(_chunk(b"IEND", b""))


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def _packed_rows(image: Image.Image, size: int, kind: int) -> Iterator[bytes]:
    packer = zlib_ng.compressobj(_LEVEL)
    for rows, above in _bands(image, size):
        # Each row begins with the number of its filter.
        spelled = Image.new("L", (rows.width + 1, rows.height), kind)
        spelled.paste(_filtered(rows, above, size, kind), (1, 0))
        yield packer.compress(spelled.tobytes())
    yield packer.flush()


def _bands(image: Image.Image, size: int) -> Iterator[tuple[Image.Image, Image.Image]]:
    """Give the bytes of a picture's rows as a grey picture, a few at a time, and the row above each band."""
    count = max(1, _BAND_BYTES // (image.width * size))
    above = Image.new("L", (image.width * size, 1))
    for top in range(0, image.height, count):
        rows = _bytes_of(image, size, top, min(top + count, image.height))
        yield rows, above
        above = rows.crop((0, rows.height - 1, rows.width, rows.height))


def _bytes_of(image: Image.Image, size: int, top: int, bottom: int) -> Image.Image:
    band = image.crop((0, top, image.width, bottom))
    data = band.tobytes("raw", "I;16B") if image.mode == "I;16" else band.tobytes()
    return Image.frombytes("L", (image.width * size, bottom - top), data)


def _filtered(rows: Image.Image, above: Image.Image, size: int, kind: int) -> Image.Image:
    """Return the differences that a filter of PNG leaves (ISO/IEC 15948, 9.2), modulo 256."""
    if kind == _NO_FILTER:
        return rows
    before = Image.new("L", rows.size)
    if kind == _SUB:
        before.paste(rows, (size, 0))
    else:
        before.paste(above)
        before.paste(rows, (0, 1))
    return ImageChops.subtract_modulo(rows, before)


def _better_filter(image: Image.Image, size: int) -> int:
    """Return the filter that leaves the smaller differences, judged by rows from all over the picture."""
    cost = {_SUB: 0, _UP: 0}
    for top in range(1, image.height, max(1, image.height // _SAMPLED_ROWS)):
        pair = _bytes_of(image, size, top - 1, top + 1)
        above, row = pair.crop((0, 0, pair.width, 1)), pair.crop((0, 1, pair.width, 2))
        for kind in cost:
            counts = _filtered(row, above, size, kind).histogram()
            cost[kind] += sum(min(level, 256 - level) * count for level, count in enumerate(counts))
    return _SUB if cost[_SUB] < cost[_UP] else _UP
