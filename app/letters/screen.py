"""Looks a Word template through before it is used: what it names, and everything that is wrong with it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from docx.opc.exceptions import OpcError
from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]  # it ships none

from app.domain.letters import DocumentPlace, LetterForm, TemplateFault
from app.domain.words import Language, Text
from app.letters.blocks import Reading
from app.letters.catalogue import facts, lists
from app.letters.fill import Filling, fill_template
from app.letters.flow import read_flow
from app.letters.limits import TooLong
from app.letters.package import Unusable
from app.letters.rebuild import Sheet, open_template, rebuild
from app.letters.tags import Line, find_tags, write_tags
from app.letters.values import Values

_WHOLE = DocumentPlace("body", 0)
# What python-docx and docxtpl raise for a document that Word would not have written.
_DOES_NOT_FILL = (
    TemplateError,
    OpcError,
    etree.LxmlError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    AssertionError,
    RecursionError,
    SyntaxError,
)


@dataclass(frozen=True, slots=True)
class Screened:
    """Holds what a template names and what is wrong with it.

    `used` are its facts and lists, `optional` those of them that it says only where they are known. `forms`
    are the languages whose prefix it uses: none where it says everything in the language of the letter.
    `clean` is the template as it may be filled, empty where there are faults.
    """

    faults: tuple[TemplateFault, ...] = ()
    used: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    forms: frozenset[Language] = frozenset()
    clean: bytes = b""


def screen_template(raw: bytes) -> Screened:
    """Look a Word template through; whatever the bytes are, nothing of them runs, and nothing is fetched."""
    try:
        return _screened(raw)
    except Unusable as unusable:
        return Screened((TemplateFault(unusable.code, _WHOLE, ""),))


def _screened(raw: bytes) -> Screened:
    opened = open_template(raw)
    faults = list(opened.faults)
    needed: set[str] = set()
    used: set[str] = set()
    forms: set[Language] = set()
    for sheet in opened.sheets:
        reading = _read(sheet)
        faults += (fault for _, fault in sorted(reading.faults, key=lambda placed: placed[0]))
        needed |= reading.needed
        used |= reading.used
        forms |= reading.forms
    found = Screened((), frozenset(used), frozenset(used - needed), frozenset(forms))
    clean = b"" if faults else rebuild(opened)
    if clean and (code := _refused(clean, found.used)):
        faults.append(TemplateFault(code, _WHOLE, ""))
    if faults:
        return Screened(tuple(dict.fromkeys(faults)), found.used, found.optional, found.forms)
    return Screened((), found.used, found.optional, found.forms, clean)


def _read(sheet: Sheet) -> Reading:
    line = Line(sheet.root)
    tags, faults = find_tags(line, sheet.places)
    reading = Reading(sheet.places, faults=faults)
    if sheet.part == "note":
        for tag in tags:
            fault = TemplateFault("template.in_note", sheet.places.of(tag.text), tag.shown)
            reading.faults.append((tag.begin, fault))
        return reading
    reading.read(tags)
    if not reading.faults:
        write_tags(line, tags)
    return reading


def _refused(clean: bytes, used: frozenset[str]) -> str:
    """Try whether a template comes out where everything is known; returns the fault where it does not."""
    known = {name: Text.same("甲 A") for name in used & facts().keys()}
    rows = {name: tuple(_rows(name)) for name in used & lists().keys()}
    try:
        document = fill_template(clean, Filling(Values(known, rows), used), LetterForm.ZH, keep_marks=True)
        document.save(io.BytesIO())
        read_flow(document)
    except TooLong:
        return "template.too_large"
    except _DOES_NOT_FILL:
        return "template.does_not_fill"
    return ""


def _rows(name: str) -> Iterator[dict[str, Text]]:
    for _ in range(2):
        yield {field: Text.same("甲") for field, _ in lists()[name].fields}
