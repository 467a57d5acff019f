"""Holds what a page draws against what is there: its content, pictures, forms, fonts and patterns.

pypdf reads on where data is missing, which is right for looking and wrong for a packet that may lose
nothing. So every stream that a page uses must be there, and its compression must reach its end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from app.intake.image import MAX_PIXELS, decodes_as_jpeg
from app.intake.inflate import MAX_CONTENT_BYTES, Incomplete, inflate

# Content that grows beyond this when its forms are drawn as often as they are called is not rendered.
MAX_DRAWN_BYTES = 30_000_000
_MAX_PICTURE_BYTES = 1_000_000_000
_SLACK = 1 << 20
_LEAST_TILE = 1e-9
_MAX_DEPTH = 40
_MAX_PARTS = 20_000
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_CALL = re.compile(rb"/([^\s()<>\[\]{}/%]+)\s+Do\b")
_CATEGORIES = ("/XObject", "/Font", "/Pattern", "/Shading", "/ExtGState", "/ColorSpace")
# Of a font, a picture, a state: what leads elsewhere or draws nothing.
_UNDRAWN = frozenset(
    {
        "/Parent",
        "/P",
        "/Metadata",
        "/PieceInfo",
        "/OC",
        "/OCGs",
        "/Usage",
        "/StructParent",
        "/StructParents",
        "/OPI",
        "/AF",
        "/Measure",
        "/Ref",
        "/PtData",
        "/Dest",
        "/A",
        "/AA",
        "/ToUnicode",
        "/Alternates",
    }
)
_XOBJECTS = ("/Image", "/Form", "/PS")
_PICTURE_KEYS = ("/SMask", "/Mask", "/ColorSpace")
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_JPEG = frozenset({"/DCTDecode", "/DCT"})
_EOI = b"\xff\xd9"
# What follows the end of a JPEG is mostly short; where it is long (a phone's film), decoding tells.
_EOI_WITHIN = 4096


@dataclass(slots=True)
class Drawn:
    """Sums up what drawing something takes: bytes of content, and whether pictures are among it."""

    weight: int = 0
    has_pictures: bool = False

    def add(self, other: "Drawn", times: int = 1) -> None:
        """Count another one in."""
        self.weight += other.weight * times
        self.has_pictures = self.has_pictures or other.has_pictures


@dataclass(slots=True)
class Parts:
    """Proves pages of one document complete; parts that pages share are looked at once.

    With `all_used` every named part counts as drawn, as is right for a damaged file.
    """

    all_used: bool
    hopeless: bool = False
    _drawn: dict[int, Drawn] = field(default_factory=dict)
    _broken: set[int] = field(default_factory=set)
    _open: set[int] = field(default_factory=set)
    _count: int = 0
    _paper: float = 0.0

    def look_at(self, page: PageObject, paper: float) -> Drawn:
        """Return what drawing a page of so many square points takes.

        Raises Incomplete, or what pypdf raises.
        """
        self._count = 0
        self._paper = paper
        content = _page_content(page)
        return self._content_drawn(content, _resolved(page, "/Resources"), 0)

    def _content_drawn(self, content: bytes, resources: object, depth: int) -> Drawn:
        drawn = Drawn(weight=len(content))
        if not isinstance(resources, DictionaryObject):
            return drawn
        used = None if self.all_used else _names_in(content)
        calls = _calls_in(content)
        if self.all_used:
            _refuse_unknown_calls(content, resources)
        for category in _CATEGORIES:
            named = _resolved(resources, category)
            if not isinstance(named, DictionaryObject):
                continue
            for name in named:
                if used is not None and str(name) not in used:
                    continue
                value = dict.__getitem__(named, name)
                if self.all_used and not _is_of_its_kind(value, category):
                    raise Incomplete("a part became something else")
                part = self._part_drawn(value, depth + 1)
                drawn.add(part, calls.get(str(name), 1))
        return drawn

    def _part_drawn(self, value: object, depth: int) -> Drawn:
        """Look at a part and everything below it, once."""
        self._count += 1
        if depth > _MAX_DEPTH or self._count > _MAX_PARTS:
            raise LimitReachedError("parts nested too deeply, or too many of them")
        if not isinstance(value, IndirectObject):
            return self._value_drawn(value, depth)
        number = value.idnum
        if number in self._drawn or number in self._open:
            return self._drawn.get(number, Drawn())
        if number in self._broken:
            raise Incomplete("a part looked at before")
        self._open.add(number)
        try:
            target = value.get_object()
            if target is None:
                raise Incomplete("a part is not there")
            self._drawn[number] = self._value_drawn(target, depth)
        except Incomplete:
            self._broken.add(number)
            raise
        finally:
            self._open.discard(number)
        return self._drawn[number]

    def _value_drawn(self, value: object, depth: int) -> Drawn:
        if isinstance(value, StreamObject):
            return self._stream_drawn(value, depth)
        if isinstance(value, DictionaryObject):
            below = (dict.__getitem__(value, key) for key in value if str(key) not in _UNDRAWN)
            drawn = self._below(below, depth)
            if value.get("/Subtype") == "/Type3" and _draws_parts(_resolved(value, "/Resources")):
                # Each letter may draw the parts anew, and nobody counts the letters.
                drawn.weight += MAX_DRAWN_BYTES + 1
            return drawn
        if isinstance(value, ArrayObject):
            return self._below((list.__getitem__(value, at) for at in range(len(value))), depth)
        return Drawn()

    def _below(self, values: Iterator[PdfObject], depth: int) -> Drawn:
        drawn = Drawn()
        for value in values:
            if isinstance(value, IndirectObject | DictionaryObject | ArrayObject):
                drawn.add(self._part_drawn(value, depth + 1))
        return drawn

    def _stream_drawn(self, stream: StreamObject, depth: int) -> Drawn:
        if stream.get("/Subtype") == "/Image":
            _refuse_broken_picture(stream)
            drawn = Drawn(has_pictures=True)
            leads_to = (dict.__getitem__(stream, key) for key in _PICTURE_KEYS if key in stream)
            drawn.add(self._below(leads_to, depth))
            return drawn
        if stream.get("/Subtype") == "/Form" or stream.get("/PatternType") == 1:
            drawn = self._content_drawn(decode_content(stream), _resolved(stream, "/Resources"), depth)
            if stream.get("/PatternType") == 1:
                drawn.weight *= 1 + int(self._paper / _tile_area(stream))
            return drawn
        _refuse_unfinished(stream)
        return Drawn()


def _draws_parts(resources: object) -> bool:
    return isinstance(resources, DictionaryObject) and ("/XObject" in resources or "/Pattern" in resources)


def _tile_area(pattern: StreamObject) -> float:
    """Return how much of the page one tile covers (ISO 32000-1, 8.7.3)."""
    matrix = pattern.get("/Matrix")
    a, b, c, d = (float(item) for item in matrix[:4]) if isinstance(matrix, ArrayObject) else (1, 0, 0, 1)
    steps = float(pattern.get("/XStep", 1)) * float(pattern.get("/YStep", 1))
    return max(abs(steps * (a * d - b * c)), _LEAST_TILE)


def _resolved(holder: DictionaryObject, key: str) -> object:
    value = dict.get(holder, key)
    if not isinstance(value, IndirectObject):
        return value
    target = value.get_object()
    if target is None:
        raise Incomplete(f"{key} is not there")
    return target


def _page_content(page: PageObject) -> bytes:
    contents = _resolved(page, "/Contents")
    if isinstance(contents, StreamObject):
        return decode_content(contents)
    if not isinstance(contents, ArrayObject):
        return b""
    joined: list[bytes] = []
    for at in range(len(contents)):
        item = list.__getitem__(contents, at).get_object()
        if item is None:
            raise Incomplete("a part of the content is not there")
        if isinstance(item, StreamObject):
            joined.append(decode_content(item))
        if sum(map(len, joined)) > MAX_CONTENT_BYTES:
            raise LimitReachedError("too much content")
    return b"\n".join(joined)


def decode_content(stream: StreamObject) -> bytes:
    """Return what a content stream says; raises Incomplete when it breaks off."""
    if _filters(stream) and not _is_plain_flate(stream):
        _refuse_unfinished(stream)
        return stream.get_data()
    data = _raw_bytes(stream)
    if not _filters(stream):
        return data
    return b"".join(inflate(data, MAX_CONTENT_BYTES))


def _is_plain_flate(stream: StreamObject) -> bool:
    filters = _filters(stream)
    return len(filters) == 1 and filters[0] in _FLATE and "/DecodeParms" not in stream and "/DP" not in stream


def _refuse_unfinished(stream: StreamObject) -> None:
    """Refuse a stream whose outermost compression does not reach its end."""
    filters = _filters(stream)
    data = _raw_bytes(stream)
    if not data.strip() and int(stream.get("/Length1", 1) or 0) != 0:
        raise Incomplete("a stream without data")
    if filters and filters[0] in _FLATE:
        for _ in inflate(data, _MAX_PICTURE_BYTES):
            pass


def _refuse_broken_picture(stream: StreamObject) -> None:
    width, height = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if width * height > MAX_PIXELS:
        raise LimitReachedError("too many pixels")
    data = _raw_bytes(stream)
    filters = _filters(stream)
    if not data:
        raise Incomplete("a picture without data")
    if not filters:
        return
    if filters[0] in _FLATE:
        _refuse_short_picture(data, enough=width * height * 16 + height + _SLACK)
    if filters[0] in _JPEG and _EOI not in data[-_EOI_WITHIN:] and not decodes_as_jpeg(data):
        raise Incomplete("a JPEG without an end")


def _refuse_short_picture(data: bytes, enough: int) -> None:
    total = 0
    for piece in inflate(data, _MAX_PICTURE_BYTES):
        total += len(piece)
        if total > enough:
            return


def _filters(stream: StreamObject) -> list[str]:
    value = stream.get("/Filter", stream.get("/F"))
    value = value.get_object() if value is not None else None
    if isinstance(value, ArrayObject):
        return [str(item.get_object()) for item in value]
    return [str(value)] if isinstance(value, str) else []


def _raw_bytes(stream: StreamObject) -> bytes:
    # The encoded bytes have no public name in pypdf; a test covers this one.
    return bytes(stream._data)


def _names_in(content: bytes) -> set[str]:
    return {spelt for found in _NAME.finditer(content) for spelt in _spellings(found[1])}


def _is_of_its_kind(value: object, category: str) -> bool:
    """Say whether a rebuilt file still holds what the name stands for, not another object of its number."""
    target = value.get_object() if isinstance(value, IndirectObject) else value
    if category == "/XObject":
        return isinstance(target, StreamObject) and target.get("/Subtype") in _XOBJECTS
    if category == "/Font":
        return isinstance(target, DictionaryObject) and "/Subtype" in target
    return target is not None


def _refuse_unknown_calls(content: bytes, resources: DictionaryObject) -> None:
    # Viewers draw nothing then; in a damaged file it is more likely the name that was lost.
    named = _resolved(resources, "/XObject")
    known = {str(name) for name in named} if isinstance(named, DictionaryObject) else set()
    if any(_spellings(found[1]).isdisjoint(known) for found in _CALL.finditer(content)):
        raise Incomplete("something drawn has no name")


def _calls_in(content: bytes) -> dict[str, int]:
    calls: dict[str, int] = {}
    for found in _CALL.finditer(content):
        for spelt in _spellings(found[1]):
            calls[spelt] = calls.get(spelt, 0) + 1
    return calls


def _spellings(name: bytes) -> set[str]:
    """Return a name as pypdf may have read it: as UTF-8, GBK or Latin-1."""
    plain = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), name)
    spelt = {"/" + plain.decode("latin-1")}
    for charset in ("utf-8", "gbk"):
        try:
            spelt.add("/" + plain.decode(charset))
        except UnicodeDecodeError:
            continue
    return spelt
