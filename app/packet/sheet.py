"""Turns a page of a PDF into form XObjects: the page as it is, and its annotations' pictures.

The page becomes one form whose content bytes are copied, never parsed. A form keeps patterns and
shadings in place, keeps unbalanced q and Q to itself, and carries nothing active.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ArrayObject, StreamObject

from app.packet.images import MAX_PIXELS, TooLargeError
from app.packet.layout import Box, Matrix, multiply
from app.packet.source import UNREADABLE, Source, decoded
from app.packet.values import Name, Pointer, Stream, Value, compressed

MAX_CONTENT_BYTES = 75_000_000
_LETTER = Box(0, 0, 612, 792)
_SMALLEST = 0.01
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_UNSEEN_ANNOTATIONS = frozenset({"Link", "Popup"})
_PAINTED_ANNOTATIONS = frozenset(
    (
        *("FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Ink", "Stamp", "Caret"),
        *("Highlight", "Underline", "Squiggly", "StrikeOut"),
    )
)
_DEEPEST_FIELD = 32
_CHUNK = 1 << 18


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


def pdf_sheet(source: Source, index: int, box: Box | None = None) -> Sheet:
    """Read one page of a PDF; `index` counts from 0, `box` overrides what the page says of itself."""
    page = source.reader.pages[index]
    box = box or visible_box(source, page)
    annotations = tuple(_appearances(source, page))
    return Sheet((Part("P", _page_form(source, page, box)), *annotations), box, _unit(source, page))


def visible_box(source: Source, page: PageObject) -> Box:
    """Return the page's crop box within its media box, whatever state the two are in."""
    media = _box_of(source, page, "/MediaBox") or _LETTER
    crop = _box_of(source, page, "/CropBox")
    if crop is None:
        return media
    left, bottom = max(media.x, crop.x), max(media.y, crop.y)
    width, height = min(media.right, crop.right) - left, min(media.top, crop.top) - bottom
    return Box(left, bottom, width, height) if min(width, height) > _SMALLEST else media


def lacks_appearances(source: Source, indices: Sequence[int]) -> bool:
    """Say whether a page has annotations that should be seen but carry no picture of themselves."""
    return any(
        _has_something_to_show(source, entries) and _appearance_of(source, entries) is None
        for index in indices
        for entries in _annotations(source, source.reader.pages[index])
    )


def wants_appearances_drawn(source: Source) -> bool:
    """Say whether a form declares that the pictures of its fields are out of date."""
    form = source.resolve(source.value_of(dict.get(source.reader.root_object, "/AcroForm")))
    return isinstance(form, Mapping) and source.resolve(form.get("NeedAppearances")) is True


def _has_something_to_show(source: Source, entries: Mapping[str, Value]) -> bool:
    if not _should_be_seen(source, entries):
        return False
    kind = source.resolve(entries.get("Subtype"))
    return _has_value(source, entries) if kind == Name("Widget") else kind in _PAINTED_ANNOTATIONS


def _has_value(source: Source, entries: Mapping[str, Value]) -> bool:
    """Say whether a form field, or the field it belongs to, is filled in."""
    for _ in range(_DEEPEST_FIELD):
        value = source.resolve(entries.get("V"))
        if value is not None:
            return value not in (b"", Name("Off"))
        parent = source.resolve(entries.get("Parent"))
        if not isinstance(parent, Mapping):
            return False
        entries = parent
    return False


def hidden_layers(source: Source) -> tuple[Pointer, ...]:
    """Return the layers that a reader shows only when asked to."""
    root = source.reader.root_object
    properties = source.resolve(source.value_of(dict.get(root, "/OCProperties")))
    if not isinstance(properties, Mapping):
        return ()
    default = source.resolve(properties.get("D"))
    if not isinstance(default, Mapping):
        return ()
    if default.get("BaseState") == Name("OFF"):
        shown = set(_pointers(source.resolve(default.get("ON"))))
        return tuple(one for one in _pointers(source.resolve(properties.get("OCGs"))) if one not in shown)
    return _pointers(source.resolve(default.get("OFF")))


def refuse_excess(stream: Stream) -> None:
    """Refuse a stream that would take unreasonable memory to show: declared size, or a content bomb."""
    entries = stream.entries
    if entries.get("Subtype") == Name("Image"):
        width, height = entries.get("Width"), entries.get("Height")
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
            raise TooLargeError(f"{width} x {height} pixels")
        return
    filters = entries.get("Filter")
    names = filters if isinstance(filters, list) else [filters]
    if names and names[0] in (Name("FlateDecode"), Name("Fl")):
        _refuse_bomb(stream.data, doubled=len(names) > 1)


def _refuse_bomb(data: bytes, *, doubled: bool) -> None:
    """Inflate without keeping anything, and stop when there is too much of it."""
    inflater = zlib.decompressobj()
    total, rest = 0, data
    # What is compressed twice grows twice.
    limit = MAX_CONTENT_BYTES // 100 if doubled else MAX_CONTENT_BYTES
    while rest and not inflater.eof:
        try:
            total += len(inflater.decompress(rest, _CHUNK))
        except zlib.error:
            return
        if total > limit:
            raise TooLargeError(f"more than {limit} bytes of content")
        rest = inflater.unconsumed_tail


# The page itself


def _page_form(source: Source, page: PageObject, box: Box) -> Stream:
    filters, data = _content(source, page)
    entries: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "FormType": 1,
        "BBox": [box.x, box.y, box.right, box.top],
        "Resources": source.value_of(dict.get(page, "/Resources")) or {},
    }
    group = source.value_of(dict.get(page, "/Group"))
    if group is not None:
        entries["Group"] = group
    return Stream({**entries, **filters}, data)


def _content(source: Source, page: PageObject) -> tuple[Mapping[str, Value], bytes]:
    """Return a page's content: one stream as it stands, several decoded and joined."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if isinstance(contents, StreamObject):
        stream = source.value_of(contents)
        if isinstance(stream, Stream):
            kept = {key: stream.entries[key] for key in ("Filter", "DecodeParms") if key in stream.entries}
            return kept, stream.data
    if not isinstance(contents, ArrayObject):
        return {}, b""
    joined = compressed(b"\n".join(_decoded_parts(contents)))
    return joined.entries, joined.data


def _decoded_parts(contents: ArrayObject) -> Iterator[bytes]:
    total = 0
    for item in contents:
        part = item.get_object()
        if not isinstance(part, StreamObject):
            continue
        data = decoded(part)
        total += len(data)
        if total > MAX_CONTENT_BYTES:
            raise TooLargeError(f"more than {MAX_CONTENT_BYTES} bytes of content")
        yield data


def _unit(source: Source, page: PageObject) -> float:
    unit = source.resolve(source.value_of(dict.get(page, "/UserUnit")))
    return float(unit) if isinstance(unit, int | float) and 0 < unit <= 75_000 else 1.0


def _box_of(source: Source, page: PageObject, key: str) -> Box | None:
    try:
        numbers = _numbers(source, source.value_of(dict.get(page, key)), 4)
    except UNREADABLE:
        return None
    if numbers is None:
        return None
    x0, y0, x1, y1 = numbers
    box = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
    return box if min(box.width, box.height) > _SMALLEST else None


def _numbers(source: Source, value: Value, count: int) -> tuple[float, ...] | None:
    items = source.resolve(value)
    if not isinstance(items, list) or len(items) < count:
        return None
    resolved = [source.resolve(item) for item in items[:count]]
    numbers = tuple(float(item) for item in resolved if isinstance(item, int | float))
    return numbers if len(numbers) == count else None


def _pointers(value: Value) -> tuple[Pointer, ...]:
    return tuple(item for item in value if isinstance(item, Pointer)) if isinstance(value, list) else ()


# Annotations (ISO 32000-1, 12.5.5)


def _annotations(source: Source, page: PageObject) -> Iterator[Mapping[str, Value]]:
    items = page.get("/Annots")
    items = items.get_object() if items is not None else None
    for item in items if isinstance(items, ArrayObject) else ():
        entries = item.get_object()
        if isinstance(entries, dict):
            # An annotation as a whole is foreign to a page's drawing, so only these keys are read.
            keys = ("/Subtype", "/F", "/Rect", "/AP", "/AS", "/V", "/Parent")
            yield {key[1:]: source.value_of(dict.get(entries, key)) for key in keys}


def _should_be_seen(source: Source, entries: Mapping[str, Value]) -> bool:
    flags = source.resolve(entries.get("F"))
    if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
        return False
    return source.resolve(entries.get("Subtype")) not in _UNSEEN_ANNOTATIONS


def _appearances(source: Source, page: PageObject) -> Iterator[Part]:
    for number, entries in enumerate(_annotations(source, page)):
        pointer = _appearance_of(source, entries) if _should_be_seen(source, entries) else None
        if pointer is None:
            continue
        matrix = _appearance_matrix(source, entries, pointer)
        if matrix is not None:
            yield Part(f"A{number:04d}", pointer, matrix)


def _appearance_of(source: Source, entries: Mapping[str, Value]) -> Pointer | None:
    """Return the normal appearance in the annotation's present state."""
    appearance = source.resolve(entries.get("AP"))
    normal = appearance.get("N") if isinstance(appearance, Mapping) else None
    target = source.resolve(normal)
    if isinstance(target, Mapping):
        state = source.resolve(entries.get("AS"))
        normal = target.get(state) if isinstance(state, Name) else None
        target = source.resolve(normal)
    return normal if isinstance(normal, Pointer) and isinstance(target, Stream) else None


def _appearance_matrix(source: Source, entries: Mapping[str, Value], pointer: Pointer) -> Matrix | None:
    """Return the matrix that fits the appearance's box into the annotation's rectangle."""
    form = source.resolve(pointer)
    if not isinstance(form, Stream):
        return None
    rectangle = _numbers(source, entries.get("Rect"), 4)
    bounds = _numbers(source, form.entries.get("BBox"), 4)
    if rectangle is None or bounds is None:
        return None
    a, b, c, d, e, f = _numbers(source, form.entries.get("Matrix"), 6) or (1, 0, 0, 1, 0, 0)
    corners = [(x, y) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if min(width, height) <= 0:
        return None
    left, bottom = min(rectangle[0], rectangle[2]), min(rectangle[1], rectangle[3])
    scale_x = abs(rectangle[2] - rectangle[0]) / width
    scale_y = abs(rectangle[3] - rectangle[1]) / height
    return multiply((1, 0, 0, 1, -min(xs), -min(ys)), (scale_x, 0, 0, scale_y, left, bottom))
