"""Counts what a stream grows to, without keeping it, and refuses what grows beyond reason.

pypdf has such limits for what it decodes; a packet copies streams as they stand, so nobody would notice
before the viewer does.
"""

import base64
import re
import zlib
from collections.abc import Sequence

from app.packet.digest import Fetcher
from app.packet.images import MAX_PIXELS, TooLargeError
from app.packet.values import Name, Pointer, Stream, Value

MAX_CONTENT_BYTES = 75_000_000
# What is compressed twice grows twice.
_MAX_BEFORE_LAST = MAX_CONTENT_BYTES // 10
_CHUNK = 1 << 18
_MAX_DEPTH = 32
_SPACE = re.compile(rb"[\0\t\n\f\r ]+")
_LZW_CLEAR, _LZW_END, _LZW_FULL = 256, 257, 4096
_RUN_END = 128
_SHORT_NAMES = {
    "Fl": "FlateDecode",
    "LZW": "LZWDecode",
    "RL": "RunLengthDecode",
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
}


def refuse_excess(stream: Stream, source: Fetcher) -> None:
    """Refuse a stream that would take unreasonable memory to show: declared size, or a content bomb."""
    entries = stream.entries
    if _resolved(source, entries.get("Subtype")) == Name("Image"):
        width, height = _resolved(source, entries.get("Width")), _resolved(source, entries.get("Height"))
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
            raise TooLargeError(f"{width} x {height} pixels")
        return
    _refuse_bomb(stream.data, _filters_of(entries.get("Filter"), source))


def _resolved(source: Fetcher, value: Value) -> Value:
    for _ in range(_MAX_DEPTH):
        if not isinstance(value, Pointer):
            return value
        value = source.fetch(value)
    return None


def _filters_of(value: Value, source: Fetcher) -> list[str]:
    value = _resolved(source, value)
    filters = [_resolved(source, each) for each in value] if isinstance(value, list) else [value]
    return [_SHORT_NAMES.get(each, str(each)) for each in filters if isinstance(each, Name)]


def _refuse_bomb(data: bytes, filters: Sequence[str]) -> None:
    """Undo one filter after the other; the last one is only counted."""
    for place, name in enumerate(filters):
        last = place + 1 == len(filters)
        limit = MAX_CONTENT_BYTES if last else _MAX_BEFORE_LAST
        if name in ("ASCII85Decode", "ASCIIHexDecode"):
            data = _from_ascii(data, name)
        elif name == "FlateDecode":
            data = _inflated(data, limit, keep=not last)
        elif name in ("LZWDecode", "RunLengthDecode"):
            size = _lzw_size(data, limit) if name == "LZWDecode" else _run_length_size(data)
            if size > limit:
                raise TooLargeError(f"more than {limit} bytes of content")
            return
        else:
            return


def _from_ascii(data: bytes, name: str) -> bytes:
    """Undo a spelling in printable characters; nothing where it is no such spelling."""
    words = _SPACE.sub(b"", data)
    try:
        if name == "ASCIIHexDecode":
            digits = words.partition(b">")[0]
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        return base64.a85decode(words.removeprefix(b"<~").partition(b"~")[0])
    except ValueError:
        return b""


def _inflated(data: bytes, limit: int, *, keep: bool) -> bytes:
    """Inflate, and stop when there is too much of it; what is broken ends where it breaks."""
    inflater = zlib.decompressobj()
    pieces, total, rest = [], 0, data
    while rest and not inflater.eof:
        try:
            piece = inflater.decompress(rest, _CHUNK)
        except zlib.error:
            break
        total += len(piece)
        if total > limit:
            raise TooLargeError(f"more than {limit} bytes of content")
        if keep:
            pieces.append(piece)
        rest = inflater.unconsumed_tail
    return b"".join(pieces)


def _lzw_size(data: bytes, limit: int) -> int:
    """Return what LZW data grow to, at most a little beyond the limit: only lengths are kept of the table."""
    lengths = [1] * 258
    total = previous = bits = held = 0
    width = 9
    for byte in data:
        held = (held << 8 | byte) & 0xFFFFF
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == _LZW_END or total > limit:
            break
        if code == _LZW_CLEAR:
            del lengths[258:]
            width, previous = 9, 0
            continue
        length = lengths[code] if code < len(lengths) else previous + 1
        if previous and len(lengths) < _LZW_FULL:
            lengths.append(previous + 1)
        total, previous = total + length, length
        width = min(12, max(9, (len(lengths) + 1).bit_length()))
    return total


def _run_length_size(data: bytes) -> int:
    total = place = 0
    while place < len(data) and data[place] != _RUN_END:
        length = data[place]
        total += length + 1 if length < _RUN_END else 257 - length
        place += length + 2 if length < _RUN_END else 2
    return total
