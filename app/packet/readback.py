"""Reads back the words that the packet itself drew: strings in its own content, through its own fonts.

Only what this program writes is understood (ISO 32000-1, 9.4.3: strings shown with Tj in simple fonts),
which is many times faster than reading just any content.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from app.packet.sfnt import TrueType
from app.packet.source import Source
from app.packet.values import Name, Pointer, Stream, Value

# No page of ours comes near it, and a hostile one must not fill the memory.
LARGEST_CONTENT = 1_000_000
_LARGEST_MAP = 100_000
_MOST_MEANINGS = 1000
_LARGEST_FONT = 15_000_000
# All subsets of a packet together take a tenth of it; they are held in memory while it is verified.
_MOST_FONT_BYTES = 60_000_000
_TOKEN = re.compile(rb"/([^\s/\[\]()<>]+)\s+\S+\s+Tf|\(((?:[^()\\]|\\.)*)\)\s*Tj|\b(BT)\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


@dataclass(frozen=True, slots=True)
class OwnFont:
    """Holds what the codes of a font mean, and which of them show a glyph; None where it is not embedded."""

    words: Mapping[int, str]
    program: TrueType | None

    def shows(self, code: int) -> bool:
        """Say whether a code has a meaning and a glyph."""
        if self.words.get(code, "\ufffd") in ("\ufffd", "\0", ""):
            return False
        try:
            return self.program is None or self.program.glyph_of_code(code) != 0
        except (struct.error, LookupError):
            return False


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """Holds a page's words, a line for each piece of text, and how many marks show nothing."""

    words: str
    unshown: int


class OwnFonts:
    """Reads the fonts in which the packet's own pages are drawn, each once, and no more than a packet has."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = _MOST_FONT_BYTES
        self._read: dict[Value, OwnFont] = {}

    def read(self, fonts: Value) -> dict[str, OwnFont]:
        """Read a page's fonts by their names; raises ValueError when they are no fonts, or too many."""
        rows = self._source.resolve(fonts)
        if not isinstance(rows, Mapping):
            raise ValueError("no fonts where they belong")
        return {name: self._one(value) for name, value in rows.items()}

    def _one(self, value: Value) -> OwnFont:
        if not isinstance(value, Pointer):
            return self._own_font(value)
        if value not in self._read:
            self._read[value] = self._own_font(self._source.resolve(value))
        return self._read[value]

    def _own_font(self, font: Value) -> OwnFont:
        if not isinstance(font, Mapping):
            raise ValueError("no font where one belongs")
        meaning = self._source.resolve(font.get("ToUnicode"))
        descriptor = self._source.resolve(font.get("FontDescriptor"))
        program = (
            self._source.resolve(descriptor.get("FontFile2")) if isinstance(descriptor, Mapping) else None
        )
        words = _meanings(self._inflated(meaning, _LARGEST_MAP)) if isinstance(meaning, Stream) else {}
        if not isinstance(program, Stream):
            return OwnFont(words, None)
        return OwnFont(words, TrueType(self._inflated(program, _LARGEST_FONT)))

    def _inflated(self, stream: Stream, most: int) -> bytes:
        data = inflated(stream, min(most, self._left))
        self._left -= len(data)
        if self._left <= 0:
            raise ValueError("more fonts than a packet has")
        return data


def drawn_words(content: bytes, fonts: Mapping[str, OwnFont]) -> DrawnWords:
    """Return the words that content shows."""
    pieces: list[str] = []
    unshown = 0
    font = None
    for match in _TOKEN.finditer(content):
        if match[3]:
            pieces.append("\n")
        elif match[1] is not None:
            font = fonts.get(match[1].decode("latin-1"))
        else:
            codes = _ESCAPE.sub(_unescaped, match[2])
            if font is None:
                unshown += len(codes)
                continue
            unshown += sum(not font.shows(code) for code in codes)
            pieces += [font.words.get(code, "\ufffd") for code in codes]
    return DrawnWords("".join(pieces), unshown)


def inflated(stream: Stream, most: int) -> bytes:
    """Return a stream's bytes; raises ValueError when they are more, or written in no way of ours."""
    filters = stream.entries.get("Filter")
    names = filters if isinstance(filters, list) else [filters] if filters is not None else []
    if not names:
        return stream.data
    if names != [Name("FlateDecode")] or stream.entries.get("DecodeParms") not in (None, [], [None]):
        raise ValueError("a stream in another form than ours")
    inflater = zlib.decompressobj()
    data = inflater.decompress(stream.data, most)
    if inflater.unconsumed_tail:
        raise ValueError("a stream larger than any of ours")
    return data


def _unescaped(match: re.Match[bytes]) -> bytes:
    mark = match[1]
    if mark[:1].isdigit() and mark[0] < ord("8"):
        return bytes([int(mark, 8) & 0xFF])
    return _PLAIN.get(mark, mark)


def _meanings(cmap: bytes) -> dict[int, str]:
    """Return the words of a ToUnicode map (ISO 32000-1, 9.10.3)."""
    found = (row for kind, block in _BLOCK.findall(cmap) for row in _block(kind, block))
    return dict(islice(found, _MOST_MEANINGS))


def _block(kind: bytes, block: bytes) -> Iterator[tuple[int, str]]:
    numbers = _HEX.findall(block)
    if kind == b"char":
        for code, words in zip(numbers[::2], numbers[1::2], strict=False):
            yield int(code or b"0", 16), _utf16(words)
        return
    for row in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]*>|\[[^\]]*\])", block):
        first, last = int(row[0], 16), min(int(row[1], 16), 255)
        targets = _HEX.findall(row[2])
        for place, code in enumerate(range(first, last + 1)):
            if row[2].startswith(b"[") and place < len(targets):
                yield code, _utf16(targets[place])
            elif row[2].startswith(b"<") and targets[0]:
                start = _utf16(targets[0])
                yield code, start[:-1] + chr(ord(start[-1]) + place)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
