"""Says what about a font keeps it out of PDF/A-2b (ISO 19005-2, 6.2.11), for the text that is painted."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.packet.readback import inflated
from app.packet.sfnt import TrueType
from app.packet.source import Source, is_number
from app.packet.values import Name, Stream, Value

_LARGEST = 60_000_000
_SYMBOLIC = 4
# How far a width may be off, in thousandths (6.2.11.5).
_CLOSE = 1.0
_UNREADABLE = (struct.error, ValueError, LookupError, zlib.error)
_IDENTITY = frozenset(map(Name, ("Identity-H", "Identity-V")))
_NAMED = {Name("WinAnsiEncoding"): "cp1252", Name("MacRomanEncoding"): "mac_roman"}
_PROGRAMS = ("FontFile", "FontFile2", "FontFile3")

_Faults = Iterator[tuple[str, str]]


@dataclass
class Shown:
    """Holds the strings that are painted in a font."""

    strings: set[bytes] = field(default_factory=set)


def font_faults(source: Source, value: Value, shown: Shown) -> _Faults:
    """Give what is wrong with a font: code and its name."""
    font = _entries(source, value)
    name = str(source.resolve(font.get("BaseFont")) or font.get("Name") or "")
    kind = font.get("Subtype")
    if kind == Name("Type0"):
        yield from _composite_faults(source, font, name, shown)
    elif kind == Name("Type3"):
        yield "archival.widths_unknown", name
    else:
        yield from _simple_faults(source, font, name, shown)


def _entries(source: Source, value: Value) -> Mapping[str, Value]:
    found = source.resolve(value)
    return found if isinstance(found, Mapping) else {}


def _program(source: Source, font: Mapping[str, Value]) -> tuple[str, Stream | None]:
    descriptor = _entries(source, font.get("FontDescriptor"))
    for key in _PROGRAMS:
        stream = source.resolve(descriptor.get(key))
        if isinstance(stream, Stream):
            return key, Stream({k: source.resolve(v) for k, v in stream.entries.items()}, stream.data)
    return "", None


def _parsed(stream: Stream) -> TrueType | None:
    try:
        return TrueType(inflated(stream, _LARGEST))
    except _UNREADABLE:
        return None


# Simple fonts


def _simple_faults(source: Source, font: Mapping[str, Value], name: str, shown: Shown) -> _Faults:
    key, stream = _program(source, font)
    if stream is None:
        yield "archival.font_not_embedded", name
        return
    program = _parsed(stream) if key == "FontFile2" and font.get("Subtype") == Name("TrueType") else None
    if program is None:
        yield "archival.widths_unknown", name
        return
    flags = source.resolve(_entries(source, font.get("FontDescriptor")).get("Flags"))
    symbolic = isinstance(flags, int) and bool(flags & _SYMBOLIC)
    encoding = source.resolve(font.get("Encoding"))
    base = source.resolve(encoding.get("BaseEncoding")) if isinstance(encoding, Mapping) else encoding
    if symbolic == (encoding is not None) or (not symbolic and base not in _NAMED):
        # A symbolic font has no encoding but its own, any other names one of two (6.2.11.6).
        yield "archival.font_encoding", name
        return
    if isinstance(encoding, Mapping) and "Differences" in encoding:
        yield "archival.widths_unknown", name
        return
    charset = "" if symbolic else _NAMED[Name(str(base))]
    yield from _simple_glyph_faults(source, font, name, program, charset, shown)


def _simple_glyph_faults(
    source: Source, font: Mapping[str, Value], name: str, program: TrueType, charset: str, shown: Shown
) -> _Faults:
    first = source.resolve(font.get("FirstChar"))
    widths = source.resolve(font.get("Widths"))
    if not isinstance(first, int) or not isinstance(widths, list):
        yield "archival.widths", name
        return
    for code in sorted({code for string in shown.strings for code in string}):
        try:
            glyph = _glyph(program, code, charset)
            width = source.resolve(widths[code - first]) if first <= code < first + len(widths) else 0
            fault = _glyph_fault(program, glyph, width)
        except _UNREADABLE:
            fault = "archival.widths_unknown"
        if fault:
            yield fault, name
            return


def _glyph(program: TrueType, code: int, charset: str) -> int:
    if not charset:
        return program.glyph_of_code(code)
    character = bytes([code]).decode(charset, "replace")
    return program.glyph_of_character(ord(character)) or program.glyph_of_code(code)


def _glyph_fault(program: TrueType, glyph: int, width: Value) -> str:
    if not 0 < glyph < program.glyph_count:
        return "archival.glyph_missing"
    if not is_number(width) or abs(program.width(glyph) - width) > _CLOSE:
        return "archival.widths"
    return ""


# Composite fonts


def _composite_faults(source: Source, font: Mapping[str, Value], name: str, shown: Shown) -> _Faults:
    children = source.resolve(font.get("DescendantFonts"))
    child = _entries(source, children[0]) if isinstance(children, list) and children else {}
    key, stream = _program(source, child)
    if stream is None:
        yield "archival.font_not_embedded", name
        return
    outlined = child.get("Subtype") == Name("CIDFontType2")
    mapping = source.resolve(child.get("CIDToGIDMap"))
    if outlined and not (mapping == Name("Identity") or isinstance(mapping, Stream)):
        yield "archival.font_encoding", name
        return
    program = _parsed(stream) if outlined and key == "FontFile2" else None
    if program is None or source.resolve(font.get("Encoding")) not in _IDENTITY:
        yield "archival.widths_unknown", name
        return
    glyphs = inflated(mapping, _LARGEST) if isinstance(mapping, Stream) else b""
    widths = _cid_widths(source, child)
    usual = source.resolve(child.get("DW", 1000))
    for cid in sorted(_cids(shown)):
        glyph = int.from_bytes(glyphs[2 * cid : 2 * cid + 2]) if glyphs else cid
        try:
            fault = _glyph_fault(program, glyph, widths.get(cid, usual))
        except _UNREADABLE:
            fault = "archival.widths_unknown"
        if fault:
            yield fault, name
            return


def _cids(shown: Shown) -> set[int]:
    return {
        int.from_bytes(string[place : place + 2])
        for string in shown.strings
        for place in range(0, len(string) - 1, 2)
    }


def _cid_widths(source: Source, font: Mapping[str, Value]) -> dict[int, Value]:
    """Read the widths of a CID font (ISO 32000-1, 9.7.4.3): "c [w1 w2]" and "first last w"."""
    row = source.resolve(font.get("W"))
    items = [source.resolve(item) for item in row] if isinstance(row, list) else []
    widths: dict[int, Value] = {}
    place = 0
    while place + 1 < len(items):
        first, second = items[place], items[place + 1]
        if not isinstance(first, int):
            break
        if isinstance(second, list):
            widths.update({first + n: source.resolve(width) for n, width in enumerate(second)})
            place += 2
        elif isinstance(second, int) and place + 2 < len(items):
            last = min(second, 0xFFFF)
            widths.update(dict.fromkeys(range(first, last + 1), items[place + 2]))
            place += 3
        else:
            break
    return widths
