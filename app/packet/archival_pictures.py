"""Says what about a picture or a colour profile keeps it out of PDF/A-2b (ISO 19005-2, 6.2.4 and 6.2.8)."""

import struct
import zlib
from collections.abc import Iterator, Mapping

from app.packet.readback import inflated
from app.packet.source import Source
from app.packet.values import Name, Stream, Value

_DEPTHS = frozenset({1, 2, 4, 8, 16})
_PROFILE_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4, b"Lab ": 3}
_LATEST_PROFILE = 4
_LARGEST_PROFILE = 20_000_000
# JPEG 2000, Part 1, Annex I: colours by number (sRGB, grey, sYCC) or by a profile.
_NUMBERED, _PROFILED = 1, (2, 3)
_KNOWN_COLORS = frozenset({16, 17, 18})
_CHANNELS = frozenset({1, 3, 4})
_PER_CHANNEL = 255


def picture_faults(source: Source, stream: Stream) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a picture: code and name."""
    entries = stream.entries
    if entries.keys() & {"Alternates", "OPI"}:
        yield "archival.alternates", ""
    if source.resolve(entries.get("Interpolate")) is True:
        yield "archival.interpolated", ""
    filters = source.resolve(entries.get("Filter"))
    names = [source.resolve(name) for name in filters] if isinstance(filters, list) else [filters]
    if Name("JPXDecode") in names:
        yield from _jpeg2000_faults(stream, colored="ColorSpace" in entries, alone=len(names) == 1)
        return
    depth = source.resolve(entries.get("BitsPerComponent"))
    mask = source.resolve(entries.get("ImageMask")) is True
    if not (mask and depth in (None, 1)) and depth not in _DEPTHS:
        yield "archival.depth", str(depth)


def _jpeg2000_faults(stream: Stream, *, colored: bool, alone: bool) -> Iterator[tuple[str, str]]:
    """Give what keeps a JPEG 2000 picture out (6.2.8.3); what cannot be read counts against it."""
    try:
        fault = _jpeg2000_fault(stream.data) if alone else "filter"
    except (struct.error, ValueError, LookupError):
        fault = "structure"
    if fault and not (fault == "color" and colored):
        yield "archival.jpeg2000", fault


def _jpeg2000_fault(data: bytes) -> str:
    boxes = dict(_boxes(data))
    header = list(_boxes(boxes[b"jp2h"]))
    _, _, channels, depth = struct.unpack_from(">IIHB", dict(header)[b"ihdr"])
    colors = [body for kind, body in header if kind == b"colr"]
    if channels not in _CHANNELS:
        return "channels"
    if depth == _PER_CHANNEL:
        return "depth"
    # Of several ways to say the colours exactly one is marked as the one to take.
    best = [body for body in colors if body[2] == 1] if len(colors) > 1 else colors
    if len(best) != 1:
        return "color"
    method = best[0][0]
    known = method == _NUMBERED and struct.unpack_from(">I", best[0], 3)[0] in _KNOWN_COLORS
    return "" if known or method in _PROFILED else "color"


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        start = place + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = place + length if length else len(data)
        if end <= place:
            raise ValueError("a box without a length")
        yield kind, data[start:end]
        place = end


def profile_fault(source: Source, stream: Stream) -> str:
    """Return what is wrong with a colour profile (6.2.4.2), empty for one that is sound."""
    count = source.resolve(stream.entries.get("N"))
    if source.resolve(stream.entries.get("Filter")) not in (None, Name("FlateDecode")):
        # Rare enough to be left to the validator.
        return ""
    try:
        header = inflated(_resolved(source, stream), _LARGEST_PROFILE)[:128]
    except (ValueError, zlib.error):
        return "ICC"
    if len(header) < 128 or header[36:40] != b"acsp" or header[8] > _LATEST_PROFILE:
        return "ICC"
    if header[12:16] not in _PROFILE_CLASSES or _COMPONENTS.get(header[16:20]) != count:
        return header[12:20].decode("latin-1")
    return ""


def _resolved(source: Source, stream: Stream) -> Stream:
    entries: Mapping[str, Value] = {key: source.resolve(value) for key, value in stream.entries.items()}
    return Stream(entries, stream.data)
