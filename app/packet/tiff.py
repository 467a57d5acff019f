"""Reads where a TIFF keeps the data of a frame, and how it is packed (TIFF 6.0), without decoding any."""

import struct
from dataclasses import dataclass

GROUP_4 = 4
FLATE = (8, 32946)
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, SEPARATED = 0, 1, 2, 5

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _FILL_ORDER = 256, 257, 258, 259, 262, 266
_OFFSETS, _SAMPLES, _LENGTHS, _PLANAR, _GROUP_4_OPTIONS, _PREDICTOR = 273, 277, 279, 284, 293, 317
_TILE_OFFSETS, _EXTRA_SAMPLES, _PROFILE = 324, 338, 34675
# Bytes of a value and its format: BYTE, ASCII, SHORT, LONG, UNDEFINED.
_TYPES = {1: "B", 2: "B", 3: "H", 4: "I", 7: "B"}
_MOST_FRAMES = 100_000
_MOST_VALUES = 16_000_000


@dataclass(frozen=True, slots=True)
class Frame:
    """Holds how a frame is packed; `strip` is where its data begins and how long it is, if in one piece.

    `mirrored_bits` says that the first pixel stands in a byte's lowest bit.
    """

    width: int
    height: int
    bits: tuple[int, ...]
    compression: int
    photometric: int
    predictor: int
    mirrored_bits: bool
    strip: tuple[int, int] | None
    profile: bytes


def read_frame(data: bytes, index: int) -> Frame | None:
    """Read one frame's entries; `index` counts from 0. None when the file is of another layout.

    Raises ValueError, LookupError or struct.error where the file does not hold what it should.
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return None
    entries = _entries(data, order, _place_of(data, order, index))
    bits = entries.get(_BITS, (1,))
    samples = entries.get(_SAMPLES, (1,))[0]
    # One number may stand for all samples.
    bits = bits * samples if len(bits) == 1 else bits
    odd = entries.get(_PLANAR, (1,))[0] != 1 and samples > 1
    odd = odd or _EXTRA_SAMPLES in entries or _TILE_OFFSETS in entries
    odd = odd or entries.get(_GROUP_4_OPTIONS, (0,))[0] != 0
    return Frame(
        width=entries[_WIDTH][0],
        height=entries[_HEIGHT][0],
        bits=bits,
        compression=entries.get(_COMPRESSION, (1,))[0],
        photometric=entries[_PHOTOMETRIC][0],
        predictor=entries.get(_PREDICTOR, (1,))[0],
        mirrored_bits=entries.get(_FILL_ORDER, (1,))[0] == 2,
        strip=None if odd else _only_strip(entries),
        profile=bytes(entries.get(_PROFILE, ())),
    )


def write_frame(width: int, height: int, frame: Frame, strip: bytes) -> bytes:
    """Spell a file of one frame in one strip, with nothing in it but what its data needs."""
    rows: list[tuple[int, str, tuple[int, ...]]] = [
        (_WIDTH, "I", (width,)),
        (_HEIGHT, "I", (height,)),
        (_BITS, "H", frame.bits),
        (_COMPRESSION, "H", (frame.compression,)),
        (_PHOTOMETRIC, "H", (frame.photometric,)),
        (_OFFSETS, "I", (8,)),
        (_SAMPLES, "H", (len(frame.bits),)),
        (278, "I", (height,)),
        (_LENGTHS, "I", (len(strip),)),
        (_PREDICTOR, "H", (frame.predictor,)),
        *([(_PROFILE, "B", tuple(frame.profile))] if frame.profile else []),
    ]
    body = b"II*\0" + b"\0" * 4 + strip + b"\0" * (len(strip) % 2)
    codes = {"H": 3, "I": 4, "B": 7}
    directory = struct.pack("<H", len(rows))
    for tag, form, values in rows:
        packed = struct.pack(f"<{len(values)}{form}", *values)
        if len(packed) > 4:
            place = struct.pack("<I", len(body))
            body += packed + b"\0" * (len(packed) % 2)
            packed = place
        directory += struct.pack("<HHI", tag, codes[form], len(values)) + packed.ljust(4, b"\0")
    return body[:4] + struct.pack("<I", len(body)) + body[8:] + directory + b"\0" * 4


def _place_of(data: bytes, order: str, index: int) -> int:
    """Return where a frame's entries begin. Raises LookupError when there are fewer frames."""
    place = _number(data, order, 4)
    met: set[int] = set()
    for _ in range(index):
        if not place or place in met or len(met) > _MOST_FRAMES:
            raise LookupError("no such frame")
        met.add(place)
        (count,) = struct.unpack_from(order + "H", data, place)
        place = _number(data, order, place + 2 + 12 * count)
    if not place:
        raise LookupError("no such frame")
    return place


def _number(data: bytes, order: str, place: int) -> int:
    (number,) = struct.unpack_from(order + "I", data, place)
    return int(number)


def _entries(data: bytes, order: str, place: int) -> dict[int, tuple[int, ...]]:
    (count,) = struct.unpack_from(order + "H", data, place)
    found: dict[int, tuple[int, ...]] = {}
    for row in range(place + 2, place + 2 + 12 * count, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", data, row)
        form = _TYPES.get(kind)
        if form is None or length > _MOST_VALUES:
            continue
        size = struct.calcsize(f"{order}{length}{form}")
        start = row + 8 if size <= 4 else _number(data, order, row + 8)
        found[tag] = struct.unpack_from(f"{order}{length}{form}", data, start)
    return {tag: values for tag, values in found.items() if values}


def _only_strip(entries: dict[int, tuple[int, ...]]) -> tuple[int, int] | None:
    offsets, lengths = entries.get(_OFFSETS, ()), entries.get(_LENGTHS, ())
    return (offsets[0], lengths[0]) if len(offsets) == len(lengths) == 1 else None
