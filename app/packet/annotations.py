"""Annotations and form fields of a page (ISO 32000-1, 12.5.5): what is seen of them on a screen.

Whether a printer would leave one out is not asked: the packet shows what the person saw.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ArrayObject

from app.packet.layers import Layers
from app.packet.layout import Matrix, multiply
from app.packet.source import Source, is_number
from app.packet.values import Name, Pointer, Stream, Value

_HIDDEN, _NO_ROTATE, _NO_VIEW = 1 << 1, 1 << 4, 1 << 5
# A viewer draws the text of a note only in a window of its own.
_WINDOWS = frozenset({Name("Popup")})
_PAINTED = frozenset(
    Name(kind)
    for kind in (
        *("FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Ink"),
        *("Highlight", "Underline", "Squiggly", "StrikeOut"),
    )
)
_FILLED_FIELDS = frozenset({Name("Tx"), Name("Ch"), Name("Btn")})
_DEEPEST_FIELD = 32
_KEYS = ("Subtype", "F", "Rect", "AP", "AS", "V", "Parent", "OC", "FT", "Ff", "MK")
# Below this a box has no extent, and nothing is stretched to fill it.
_NO_EXTENT = 0.001


@dataclass(frozen=True, slots=True)
class Appearance:
    """Holds the picture of an annotation and the matrix that puts it in its place on the page."""

    value: Stream | Pointer
    matrix: Matrix


class Annotations:
    """Reads the annotations of a source's pages."""

    def __init__(self, source: Source, layers: Layers) -> None:
        self._source = source
        # An annotation as a whole is foreign to a page's drawing, and so may be the field that it is part of.
        self._raw = source.unfiltered()
        self._layers = layers

    def appearances(self, page: PageObject, turn: int) -> Iterator[Appearance]:
        """Give the pictures of a page's annotations; `turn` is the page's own rotation, clockwise."""
        for entries in self._seen_on(page):
            value = self._normal_appearance(entries)
            appearance = None if value is None else self._placed(entries, value, page, turn)
            if appearance is not None:
                yield appearance

    def has_any(self, page: PageObject) -> bool:
        """Say whether anything may be seen of a page's annotations."""
        return any(
            self._raw.resolve(entries.get("Subtype")) != Name("Link") or entries.get("AP") is not None
            for entries in self._seen_on(page)
        )

    def lacks_appearances(self, page: PageObject) -> bool:
        """Say whether a page has annotations that should be seen but carry no picture of themselves."""
        return any(
            self._shows_something(entries) and self._normal_appearance(entries) is None
            for entries in self._seen_on(page)
        )

    def is_shown_differently(self, page: PageObject) -> bool:
        """Say whether viewers disagree about an annotation of a page.

        A button may not state which of its pictures is shown: some follow the field's value, as we do,
        others show neither. A note may belong to a hidden layer: some, pdfium among them, show it.
        """
        return any(
            self._is_unstated(entries) or not self._layers.shows(entries.get("OC"))
            for _, entries in self._all_on(page)
        )

    def _is_unstated(self, entries: Mapping[str, Value]) -> bool:
        appearance = self._raw.resolve(entries.get("AP"))
        normal = self._raw.resolve(appearance.get("N")) if isinstance(appearance, Mapping) else None
        return isinstance(normal, Mapping) and not isinstance(self._raw.resolve(entries.get("AS")), Name)

    def unseen(self, page: PageObject) -> tuple[int, ...]:
        """Return the places of annotations, among all of the page's, that are not seen."""
        return tuple(place for place, entries in self._all_on(page) if not self._is_seen(entries))

    def has_fields(self, page: PageObject) -> bool:
        """Say whether a page has form fields that are seen."""
        return any(self._is_widget(entries) for entries in self._seen_on(page))

    def _all_on(self, page: PageObject) -> Iterator[tuple[int, Mapping[str, Value]]]:
        items = page.get("/Annots")
        items = items.get_object() if items is not None else None
        for place, item in enumerate(items if isinstance(items, ArrayObject) else ()):
            entries = item.get_object()
            if isinstance(entries, dict):
                yield place, {key: self._raw.value_of(dict.get(entries, f"/{key}")) for key in _KEYS}

    def _seen_on(self, page: PageObject) -> Iterator[Mapping[str, Value]]:
        return (entries for _, entries in self._all_on(page) if self._is_seen(entries))

    def _is_seen(self, entries: Mapping[str, Value]) -> bool:
        flags = self._raw.resolve(entries.get("F"))
        if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
            return False
        return self._raw.resolve(entries.get("Subtype")) not in _WINDOWS and self._layers.shows(
            entries.get("OC")
        )

    def _is_widget(self, entries: Mapping[str, Value]) -> bool:
        return self._raw.resolve(entries.get("Subtype")) == Name("Widget")

    def _shows_something(self, entries: Mapping[str, Value]) -> bool:
        if self._is_widget(entries):
            kind = self._inherited(entries, "FT")
            value = self._inherited(entries, "V")
            is_filled = value not in (None, b"", Name("Off"), Name(""))
            return kind in _FILLED_FIELDS and (is_filled or self._has_panel(entries))
        return self._raw.resolve(entries.get("Subtype")) in _PAINTED

    def _has_panel(self, entries: Mapping[str, Value]) -> bool:
        """Say whether a field has a background or a border."""
        look = self._raw.resolve(entries.get("MK"))
        panel = (look.get("BG"), look.get("BC")) if isinstance(look, Mapping) else ()
        return any(self._raw.resolve(each) for each in panel)

    def _inherited(self, entries: Mapping[str, Value], key: str) -> Value:
        """Return what a form field, or the field it belongs to, says."""
        for _ in range(_DEEPEST_FIELD):
            value = self._raw.resolve(entries.get(key))
            if value is not None:
                return value
            parent = self._raw.resolve(entries.get("Parent"))
            if not isinstance(parent, Mapping):
                return None
            entries = parent
        return None

    def _normal_appearance(self, entries: Mapping[str, Value]) -> Stream | Pointer | None:
        """Return the normal appearance in the annotation's present state."""
        appearance = self._raw.resolve(entries.get("AP"))
        normal = appearance.get("N") if isinstance(appearance, Mapping) else None
        target = self._raw.resolve(normal)
        if isinstance(target, Mapping):
            normal = target.get(self._state(entries, target))
            target = self._raw.resolve(normal)
        if not isinstance(target, Stream):
            return None
        return normal if isinstance(normal, Pointer) else target

    def _state(self, entries: Mapping[str, Value], states: Mapping[str, Value]) -> str:
        """Return the appearance state; one that is not stated follows the field's value."""
        stated = self._raw.resolve(entries.get("AS"))
        if isinstance(stated, Name) and stated:
            return stated
        value = self._inherited(entries, "V")
        return value if isinstance(value, Name) and value in states else "Off"

    def _placed(
        self, entries: Mapping[str, Value], value: Stream | Pointer, page: PageObject, turn: int
    ) -> Appearance | None:
        form = self._source.resolve(value)
        if not isinstance(form, Stream):
            return None
        matrix = self._fitting(entries, form)
        if matrix is None:
            return None
        flags = self._raw.resolve(entries.get("F"))
        if isinstance(flags, int) and flags & _NO_ROTATE and turn:
            matrix = multiply(matrix, self._turned_back(entries, turn))
        return Appearance(self._with_resources(value, form, page), matrix)

    def _with_resources(self, value: Stream | Pointer, form: Stream, page: PageObject) -> Stream | Pointer:
        """Return an appearance that states what it draws with; one that does not draws with the page's."""
        if isinstance(value, Pointer) and form.entries.get("Resources") and _is_form(form):
            return value
        shared = self._source.value_of(dict.get(page, "/Resources"))
        entries: dict[str, Value] = {**form.entries, "Type": Name("XObject"), "Subtype": Name("Form")}
        if not entries.get("Resources") and shared is not None:
            entries["Resources"] = shared
        return Stream(entries, form.data)

    def _fitting(self, entries: Mapping[str, Value], form: Stream) -> Matrix | None:
        """Return the matrix that fits the appearance's box into the annotation's rectangle."""
        rectangle = self._source.numbers(entries.get("Rect"), 4)
        bounds = self._source.numbers(form.entries.get("BBox"), 4)
        if rectangle is None or bounds is None:
            return None
        a, b, c, d, e, f = self._source.numbers(form.entries.get("Matrix"), 6) or (1, 0, 0, 1, 0, 0)
        corners = [(x, y) for x in (bounds[0], bounds[2]) for y in (bounds[1], bounds[3])]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        across = _stretch(min(rectangle[0], rectangle[2]), max(rectangle[0], rectangle[2]), xs)
        along = _stretch(min(rectangle[1], rectangle[3]), max(rectangle[1], rectangle[3]), ys)
        return across[0], 0, 0, along[0], across[1], along[1]

    def _turned_back(self, entries: Mapping[str, Value], turn: int) -> Matrix:
        """Return the matrix that keeps a note upright on a turned page, around its upper left corner."""
        left, bottom, right, top = self._source.numbers(entries.get("Rect"), 4) or (0, 0, 0, 0)
        x, y = min(left, right), max(bottom, top)
        cos, sin = round(math.cos(math.radians(turn))), round(math.sin(math.radians(turn)))
        return multiply(multiply((1, 0, 0, 1, -x, -y), (cos, sin, -sin, cos, 0, 0)), (1, 0, 0, 1, x, y))


def wants_appearances_drawn(source: Source) -> bool:
    """Say whether a form declares that the pictures of its fields are out of date."""
    form = source.resolve(source.value_of(dict.get(source.reader.root_object, "/AcroForm")))
    return isinstance(form, Mapping) and source.resolve(form.get("NeedAppearances")) is True


def undrawn_pages(
    source: Source, pages: Mapping[int, PageObject], annotations: Annotations
) -> tuple[int, ...]:
    """Return the indices of pages on which something is seen that carries no picture, or an old one."""
    stale = wants_appearances_drawn(source)
    return tuple(
        index
        for index, page in pages.items()
        if annotations.lacks_appearances(page) or (stale and annotations.has_fields(page))
    )


def _stretch(low: float, high: float, values: Sequence[float]) -> tuple[float, float]:
    """Return scale and shift that take a range of values to the range from low to high."""
    extent = max(values) - min(values)
    scale = (high - low) / extent if extent >= _NO_EXTENT else 1.0
    return scale, low - min(values) * scale


def _is_form(form: Stream) -> bool:
    return form.entries.get("Subtype") == Name("Form") and all(
        is_number(item) or isinstance(item, Pointer) for item in _row(form.entries.get("BBox"))
    )


def _row(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else ()
