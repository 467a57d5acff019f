"""Pictures of more pixels, pages or passes than any reader can bear."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from tests.support.bombs.kinds import MIB, bomb, deflated


def _png(width: int, height: int, bits: int, colour: int, packed: bytes, *more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    chunks = [_chunk(b"IHDR", head), *more, _chunk(b"IDAT", packed), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@bomb(".png")
def png_of_billions_of_pixels() -> bytes:
    """60,000 x 60,000 pixels in half a megabyte, every one of them there."""
    return _png(60_000, 60_000, 1, 0, deflated(bytes(7501 * 100), 600))


@bomb(".png")
def png_just_below_the_limit() -> bytes:
    """As many pixels of four bytes as are let in: 700 MB from 0.7 MB."""
    return _png(13_300, 13_300, 8, 6, deflated(bytes(53_201 * 100), 133))


@bomb(".png")
def png_with_endless_words() -> bytes:
    """A comment that inflates to 8 GB, and a colour profile that does."""
    words = deflated(bytes(8 * MIB), 1000)
    profile = _chunk(b"iCCP", b"p\0\0" + words)
    return _png(8, 8, 8, 0, zlib.compress(bytes(72)), profile, _chunk(b"zTXt", b"k\0\0" + words))


def _tiff(frames: Sequence[Sequence[tuple[int, int, int]]], data: bytes, *, loops: bool = False) -> bytes:
    """Join directories of (tag, type, value) behind shared data, which begins at byte 8."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8 + len(data)) + data)
    for number, tags in enumerate(frames, start=1):
        after = len(out) + 2 + 12 * len(tags) + 4
        out += struct.pack("<H", len(tags))
        for tag, kind, value in sorted(tags):
            out += struct.pack("<HHII", tag, kind, 1, value)
        last = number == len(frames)
        out += struct.pack("<I", (8 + len(data) if loops else 0) if last else after)
    return bytes(out)


def _frame(
    width: int, height: int, size: int, *, bits: int = 1, packing: int = 1
) -> list[tuple[int, int, int]]:
    return [
        (256, 4, width),
        (257, 4, height),
        (258, 3, bits),
        (259, 3, packing),
        (262, 3, 0),
        (273, 4, 8),
        (278, 4, height),
        (279, 4, size),
    ]


@bomb(".tif")
def tiff_of_impossible_size() -> bytes:
    """Two thousand million pixels a side."""
    return _tiff([_frame(2_000_000_000, 2_000_000_000, 100)], bytes(100))


@bomb(".tif", is_slow=True)
def tiff_of_thousands_of_large_pages() -> bytes:
    """5,000 pages of 100 million pixels, all from the same few bytes."""
    data = deflated(bytes(1250 * 1000), 10)
    return _tiff([_frame(10_000, 10_000, len(data), packing=8)] * 5000, data)


@bomb(".tif", is_slow=True)
def tiff_of_too_many_pages() -> bytes:
    """60,000 pages."""
    return _tiff([_frame(8, 8, 8)] * 60_000, bytes(8))


@bomb(".tif", is_harmless=True)
def tiff_that_loops() -> bytes:
    """Directories of which the last leads back to the first."""
    return _tiff([_frame(64, 64, 512)] * 3, bytes(512), loops=True)


@bomb(".tif")
def tiff_of_tags_without_end() -> bytes:
    """A tag of a thousand million numbers."""
    head = struct.pack("<HHII", 273, 4, 1_000_000_000, 8)
    tags = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in _frame(64, 64, 512)[:5])
    return b"II*\0" + struct.pack("<IH", 8, 6) + tags + head + struct.pack("<I", 0) + bytes(600)


@bomb(".webp")
def webp_of_impossible_size() -> bytes:
    """A canvas of 16 million pixels a side."""
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\xff\xff" * 2
    return b"RIFF" + struct.pack("<I", len(body)) + body


@bomb(".webp", is_slow=True)
def webp_of_endless_frames() -> bytes:
    """A film of 20,000 frames of 16,000 x 11,000 pixels."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (16_000, 11_000)).save(buffer, "WEBP", lossless=True, quality=0, method=0)
    picture = buffer.getvalue()[12:]
    place = struct.pack("<I", 15_999)[:3] + struct.pack("<I", 10_999)[:3]
    frame = bytes(6) + place + b"\x64\0\0" + b"\0" + picture
    frames = (b"ANMF" + struct.pack("<I", len(frame)) + frame + bytes(len(frame) % 2)) * 20_000
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + place
    body = b"WEBP" + canvas + b"ANIM" + struct.pack("<I", 6) + bytes(6) + frames
    return b"RIFF" + struct.pack("<I", len(body)) + body


@bomb(".bmp")
def bmp_of_billions_of_pixels() -> bytes:
    """60,000 x 60,000 pixels that run-length coding packs into nothing."""
    head = struct.pack("<IiiHHIIiiII", 40, 60_000, 60_000, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 2000, 0, 0, 14 + 40 + 1024) + head + bytes(1024) + b"\xff\0" * 1000


@bomb(".bmp")
def bmp_just_below_the_limit() -> bytes:
    """As many pixels as are let in, from a hundred bytes of runs."""
    head = struct.pack("<IiiHHIIiiII", 40, 13_300, 13_300, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 2000, 0, 0, 14 + 40 + 1024) + head + bytes(1024) + b"\xff\0" * 700_000


def _box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + name + body


@bomb(".heic")
def heic_of_billions_of_pixels() -> bytes:
    """65,000 x 65,000 pixels, as its container says."""
    size = _box(b"ispe", struct.pack(">III", 0, 65_000, 65_000))
    settings = _box(b"hvcC", b"\x01\x01\x60\0\0\0\x90\0\0\0\0\0\x5d\xf0\0\xfc\xfd\xf8\xf8\0\0\x0f\0")
    links = _box(b"ipma", struct.pack(">IIHBBB", 0, 1, 1, 2, 1, 2))
    meta = _box(
        b"meta",
        bytes(4),
        _box(b"hdlr", bytes(8), b"pict", bytes(13)),
        _box(b"pitm", struct.pack(">IH", 0, 1)),
        _box(
            b"iinf",
            struct.pack(">IH", 0, 1),
            _box(b"infe", b"\x02\0\0\0" + struct.pack(">HH", 1, 0) + b"hvc1\0"),
        ),
        _box(b"iloc", struct.pack(">IBBHHHHII", 0, 0x44, 0, 1, 1, 0, 1, 400, 100)),
        _box(b"iprp", _box(b"ipco", size, settings), links),
    )
    return _box(b"ftyp", b"heic", bytes(4), b"mif1heic") + meta + bytes(600)


@bomb(".jpg", is_slow=True)
def jpeg_of_endless_scans() -> bytes:
    """A progressive picture of 160 million pixels that is gone over 3,000 times, each time from ten bytes."""
    tables = b"\xff\xdb\0\x43\0" + b"\x01" * 64
    # One code of one bit: ends the block, and one that ends a run of 32,767 blocks.
    codes = b"\xff\xc4\0\x14\0\x01" + bytes(15) + b"\0" + b"\xff\xc4\0\x14\x10\x01" + bytes(15) + b"\xe0"
    head = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, 16_000, 10_000, 1) + b"\x01\x11\0"
    first = b"\xff\xda\0\x08\x01\x01\0\0\0\0" + bytes(4)
    again = b"\xff\xda\0\x08\x01\x01\0\x01\x3f\0" + bytes(400)
    return b"\xff\xd8" + tables + codes + head + first + again * 3000 + b"\xff\xd9"


@bomb(".jpg")
def jpeg_of_billions_of_pixels() -> bytes:
    """65,500 x 65,500 pixels, of which none is there."""
    head = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 65_500, 65_500, 3)
    return b"\xff\xd8" + head + b"\x01\x22\0\x02\x11\0\x03\x11\0" + b"\xff\xd9"
