"""Turns a page of a PDF into form XObjects: the page as it is, and its annotations' pictures.

The page becomes one form whose content bytes are copied, never parsed. A form keeps patterns and
shadings in place, keeps unbalanced q and Q to itself, and carries nothing active.
"""

import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ArrayObject, StreamObject

from app.packet.annotations import Annotations
from app.packet.bombs import MAX_CONTENT_BYTES
from app.packet.images import TooLargeError
from app.packet.layers import Layers
from app.packet.layout import Box, Matrix
from app.packet.resources import named_resources
from app.packet.source import UNREADABLE, Source, decoded, is_number
from app.packet.values import Name, Pointer, Stream, Value

_LETTER = Box(0, 0, 612, 792)
_SMALLEST = 0.01
_LARGEST_UNIT = 75_000


@dataclass(frozen=True, slots=True)
class Part:
    """Holds one XObject of a page: a stream, or a pointer to it, and where it stands in the page's box."""

    name: str
    value: Stream | Pointer
    matrix: Matrix | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds what a source page draws: its XObjects, its visible box and the size of its unit in points."""

    parts: tuple[Part, ...]
    box: Box
    unit: float = 1.0


def pdf_sheet(
    source: Source, index: int, annotations: Annotations | None = None, box: Box | None = None
) -> Sheet:
    """Read one page of a PDF; `index` counts from 0, `box` overrides what the page says of itself."""
    page = source.reader.pages[index]
    box = box or visible_box(source, page)
    annotations = annotations or Annotations(source, Layers(source))
    shown = annotations.appearances(page, page_turn(source, page))
    notes = (Part(f"A{number:04d}", each.value, each.matrix) for number, each in enumerate(shown))
    return Sheet((Part("P", _page_form(source, page, box)), *notes), box, _unit(source, page))


def page_turn(source: Source, page: PageObject) -> int:
    """Return how far a viewer turns the page, clockwise; of odd values the whole quarters count."""
    try:
        turn = source.resolve(source.value_of(dict.get(page, "/Rotate")))
    except UNREADABLE:
        return 0
    return int(turn / 90) % 4 * 90 if is_number(turn) and math.isfinite(turn) else 0


def visible_box(source: Source, page: PageObject) -> Box:
    """Return the page's crop box within its media box, whatever state the two are in."""
    media = _box_of(source, page, "/MediaBox") or _LETTER
    crop = _box_of(source, page, "/CropBox")
    if crop is None:
        return media
    left, bottom = max(media.x, crop.x), max(media.y, crop.y)
    width, height = min(media.right, crop.right) - left, min(media.top, crop.top) - bottom
    return Box(left, bottom, width, height) if min(width, height) > _SMALLEST else media


# The page itself


def _page_form(source: Source, page: PageObject, box: Box) -> Stream:
    filters, data = _content(source, page)
    entries: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "FormType": 1,
        "BBox": [box.x, box.y, box.right, box.top],
        "Resources": named_resources(
            source, source.value_of(dict.get(page, "/Resources")) or {}, lambda: _whole_content(page)
        ),
    }
    group = source.value_of(dict.get(page, "/Group"))
    if group is not None:
        entries["Group"] = group
    return Stream({**entries, **filters}, data)


def _content(source: Source, page: PageObject) -> tuple[Mapping[str, Value], bytes]:
    """Return a page's content: one stream as it stands, several decoded and joined."""
    streams = content_streams(page)
    if len(streams) == 1:
        stream = source.unfiltered().value_of(streams[0])
        if isinstance(stream, Stream):
            return _with_filters(stream), stream.data
    if not streams:
        return {}, b""
    joined = b"\n".join(_decoded_parts(streams))
    return {"Filter": Name("FlateDecode")}, _packed(joined, sum(len(each._data) for each in streams))


def _whole_content(page: PageObject) -> bytes | None:
    """Return a page's decoded content; None where only a viewer can decode it."""
    try:
        return b"\n".join(_decoded_parts(content_streams(page)))
    except UNREADABLE:
        return None


def content_streams(page: PageObject) -> list[StreamObject]:
    """Return the streams of a page's content, in order."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    items = contents if isinstance(contents, ArrayObject) else [contents]
    parts = [item.get_object() for item in items if item is not None]
    return [part for part in parts if isinstance(part, StreamObject)]


def _with_filters(stream: Stream) -> Mapping[str, Value]:
    names = {"F": "Filter", "DP": "DecodeParms", "Filter": "Filter", "DecodeParms": "DecodeParms"}
    return {name: stream.entries[key] for key, name in names.items() if key in stream.entries}


def _packed(data: bytes, enough: int) -> bytes:
    """Compress content, and harder when it came out larger than it was in its parts."""
    packed = zlib.compress(data, 6)
    return packed if len(packed) <= enough else min(packed, zlib.compress(data, 9), key=len)


def _decoded_parts(streams: Sequence[StreamObject]) -> Iterator[bytes]:
    total = 0
    for stream in streams:
        data = decoded(stream)
        total += len(data)
        if total > MAX_CONTENT_BYTES:
            raise TooLargeError(f"more than {MAX_CONTENT_BYTES} bytes of content")
        yield data


def _unit(source: Source, page: PageObject) -> float:
    unit = source.resolve(source.value_of(dict.get(page, "/UserUnit")))
    return float(unit) if is_number(unit) and 0 < unit <= _LARGEST_UNIT else 1.0


def _box_of(source: Source, page: PageObject, key: str) -> Box | None:
    try:
        corners = source.resolve(source.value_of(dict.get(page, key)))
        # More than four numbers are no box either, to viewers.
        numbers = source.numbers(corners, 4) if isinstance(corners, list) and len(corners) == 4 else None
    except UNREADABLE:
        return None
    if numbers is None:
        return None
    x0, y0, x1, y1 = numbers
    box = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
    return box if min(box.width, box.height) > _SMALLEST else None
