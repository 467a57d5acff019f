"""Reads how Word says that text looks; a measure that cannot be read is taken as not given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from app.letters.styles import BODY_PT

BLACK = (0.0, 0.0, 0.0)
Color = tuple[float, float, float]
Look = dict[str, Any]

_TWIPS_PT, _HALF_PT = 20, 2
_LINE_PARTS = 240
# Other programs write measures with a decimal point, or with their unit (ISO/IEC 29500-1, 22.9.2.15).
_MEASURE = re.compile(r"(-?[0-9]{1,8}(?:\.[0-9]{1,8})?)(mm|cm|in|pt|pc|pi)?\Z")
_UNITS_PT = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}
_SMALLEST_PT, _LARGEST_PT = 1.0, 400.0
_PLAIN: Look = {
    "size": BODY_PT, "heavy": False, "color": BLACK, "shade": None, "hidden": False, "capitals": False,
    "align": "left", "before": 0.0, "after": 0.0, "indent": 0.0, "left": 0.0, "right": 0.0, "pitch": 1.2,
    "line": 0.0, "with_next": False, "together": False, "new_page": False, "numbered": False,
}  # fmt: skip
_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "even", "distribute": "even"}
_ONOFF = {"w:b": "heavy", "w:vanish": "hidden", "w:caps": "capitals"}
_KEPT = {"w:keepNext": "with_next", "w:keepLines": "together", "w:pageBreakBefore": "new_page"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds the measures of the page, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    header: float
    footer: float


# A4, with the margins of Word.
_USUAL = Sheet(595.28, 841.89, 70.9, 70.9, 70.9, 70.9, 36.0, 28.3)
_LEAST_TEXT_PT = 72.0


def sheet_of(section: Any) -> Sheet:
    """Return the measures of a section's pages, A4 where it gives none that leave room for words."""

    def told(name: str, attribute: str, usual: float) -> float:
        element = None if section is None else section.find(qn(name))
        measure = None if element is None else points(element.get(qn(attribute)))
        return usual if measure is None else max(0.0, measure)

    sheet = Sheet(
        told("w:pgSz", "w:w", _USUAL.width),
        told("w:pgSz", "w:h", _USUAL.height),
        *(told("w:pgMar", f"w:{side}", getattr(_USUAL, side)) for side in (
            "left", "right", "top", "bottom", "header", "footer",
        )),
    )  # fmt: skip
    across, down = sheet.width - sheet.left - sheet.right, sheet.height - sheet.top - sheet.bottom
    return sheet if min(across, down) >= _LEAST_TEXT_PT else _USUAL


def points(value: str | None, per_point: float = _TWIPS_PT) -> float | None:
    """Return a measure in points; a number without a unit has so many parts of a point."""
    found = _MEASURE.match(value or "")
    if found is None:
        return None
    number = float(found[1])
    return number * _UNITS_PT[found[2]] if found[2] else number / per_point


def is_on(element: Any) -> bool:
    """Say whether something is switched on: by being named, unless it says otherwise."""
    return element is not None and element.get(qn("w:val")) not in ("0", "false", "off")


def layout_of(properties: Any) -> Look:
    """Return what the properties of a paragraph say of its layout."""
    return {} if properties is None else dict(_layout(properties))


def _layout(properties: Any) -> Iterator[tuple[str, Any]]:
    for element in properties:
        if element.tag == qn("w:jc"):
            yield "align", _ALIGNED.get(element.get(qn("w:val")), "left")
        elif element.tag == qn("w:spacing"):
            yield from _spacing(element)
        elif element.tag == qn("w:ind"):
            yield from _indents(element)
        elif element.tag == qn("w:numPr"):
            number = element.find(qn("w:numId"))
            yield "numbered", number is None or number.get(qn("w:val")) != "0"
        else:
            for name, kept in _KEPT.items():
                if element.tag == qn(name):
                    yield kept, is_on(element)


def _spacing(element: Any) -> Iterator[tuple[str, float]]:
    for name in ("before", "after"):
        if (measure := points(element.get(qn(f"w:{name}")))) is not None:
            yield name, max(0.0, measure)
    line = points(element.get(qn("w:line")))
    if line is None or line <= 0:
        return
    if element.get(qn("w:lineRule"), "auto") == "auto":
        yield "pitch", line * _TWIPS_PT / _LINE_PARTS
        yield "line", 0.0
    else:
        yield "line", line


def _indents(element: Any) -> Iterator[tuple[str, float]]:
    # "start" and "end" are what newer versions of the standard call them.
    for name, others in (
        ("left", ("left", "start")),
        ("right", ("right", "end")),
        ("indent", ("firstLine",)),
    ):
        told = (points(element.get(qn(f"w:{other}"))) for other in others)
        if (measure := next((each for each in told if each is not None), None)) is not None:
            yield name, measure
    if (hanging := points(element.get(qn("w:hanging")))) is not None:
        yield "indent", -hanging


def font_of(properties: Any) -> Look:
    """Return what the properties of a run say of its letters."""
    return {} if properties is None else dict(_font(properties))


def _font(properties: Any) -> Iterator[tuple[str, Any]]:
    for element in properties:
        value = element.get(qn("w:val"))
        if element.tag == qn("w:sz"):
            size = points(value, _HALF_PT)
            if size is not None and _SMALLEST_PT <= size <= _LARGEST_PT:
                yield "size", size
        elif element.tag == qn("w:color"):
            if (color := _color(value)) is not None:
                yield "color", color
        elif element.tag == qn("w:shd"):
            yield "shade", _color(element.get(qn("w:fill")))
        else:
            for name, kept in _ONOFF.items():
                if element.tag == qn(name):
                    yield kept, is_on(element)


def _color(hexadecimal: str | None) -> Color | None:
    if hexadecimal is None or not re.fullmatch("[0-9A-Fa-f]{6}", hexadecimal):
        return None
    red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


class Styles:
    """Knows the styles of a document, and what each says with those that it is based on."""

    def __init__(self, document: Any) -> None:
        elements = document.styles.element.findall(qn("w:style"))
        self._styles = {each.get(qn("w:styleId")): each for each in elements}
        kind, default = qn("w:type"), qn("w:default")
        self._usual = next(
            (
                each
                for each in elements
                if each.get(kind) == "paragraph" and each.get(default) in ("1", "true")
            ),
            None,
        )
        self._looks: dict[Any, Look] = {None: dict(_PLAIN)}
        self._letters: dict[Any, Look] = {}

    def style(self, name: str | None) -> Any:
        """Return the style of an id, None where there is none."""
        return self._styles.get(name)

    def paragraph_style(self, name: str | None) -> Any:
        """Return the style of a paragraph that names one, or none."""
        return self._styles.get(name, self._usual)

    def name(self, style: Any) -> str:
        """Return what a style is called in Word."""
        told = None if style is None else style.find(qn("w:name"))
        return "" if told is None else str(told.get(qn("w:val"), ""))

    def look(self, style: Any) -> Look:
        """Return what a style says of a paragraph and its letters."""
        if style not in self._looks:
            look = dict(_PLAIN)
            for each in self._line(style):
                look |= layout_of(each.find(qn("w:pPr"))) | font_of(each.find(qn("w:rPr")))
            self._looks[style] = look
        return self._looks[style]

    def run_look(self, run: Any) -> Look:
        """Return what a run says of its letters, by a style of letters and by itself."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return {}
        told = properties.find(qn("w:rStyle"))
        own = font_of(properties)
        return own if told is None else self._style_of_letters(told.get(qn("w:val"))) | own

    def _style_of_letters(self, name: str | None) -> Look:
        if name not in self._letters:
            look: Look = {}
            for each in self._line(self._styles.get(name)):
                look |= font_of(each.find(qn("w:rPr")))
            self._letters[name] = look
        return self._letters[name]

    def _line(self, style: Any) -> list[Any]:
        """Return a style and those that it is based on, the last of them first; each once."""
        line: list[Any] = []
        while style is not None and style not in line:
            line.insert(0, style)
            base = style.find(qn("w:basedOn"))
            style = None if base is None else self._styles.get(base.get(qn("w:val")))
        return line
