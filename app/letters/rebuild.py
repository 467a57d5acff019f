"""Reads the parts of a Word template that a letter can show, and writes a clean template of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # it ships none

from app.domain.letters import TemplateFault
from app.letters.clean import clean_part, find_faults
from app.letters.package import (
    Package,
    Part,
    Relationship,
    Unusable,
    open_package,
    parse,
    serialised,
    write_package,
)
from app.letters.places import Places, W

# What docxtpl goes through with its patterns: a second for each million characters.
_MAX_FILLED = 1_500_000
_MAX_SECTIONS = 40
_HOLDERS_OF_RUNS = frozenset(
    f"{W}{name}" for name in ("p", "hyperlink", "fldSimple", "sdtContent", "bdo", "dir", "rt", "rubyBase")
)
_COUNT = re.compile(r"[0-9]{1,4}\Z")
# Some programs write widths with a decimal point.
_WIDTH = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?\Z")
_MAIN = "word/document.xml"
_ML = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHOWN = {"header": "header", "footer": "footer", "footnotes": "note", "endnotes": "note"}
_ROOTS = {"header": "hdr", "footer": "ftr"}
_BESIDE = ("styles", "numbering", "settings", "fontTable", "theme")
_TYPES = {kind: f"{_ML}{kind}+xml" for kind in (*_SHOWN, *_BESIDE)} | {
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "document": f"{_ML}document.main+xml",
}
_PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/jpg": "jpg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "image/x-emf": "emf",
    "image/x-wmf": "wmf",
}
_FONTS = {
    "application/vnd.openxmlformats-officedocument.obfuscatedFont": "odttf",
    "application/x-fontdata": "fntdata",
}
_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_WORDS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)


@dataclass(slots=True)
class Sheet:
    """Holds a part whose words a letter shows: where it belongs ("body", "header", "footer", "note")."""

    name: str
    kind: str
    part: str
    root: Any
    places: Places
    relationships: list[Relationship]
    id: str = ""  # by which the document refers to it


@dataclass(slots=True)
class Opened:
    """Holds a Word template that was opened and cleaned, and what cannot stay in it."""

    package: Package
    sheets: list[Sheet]
    faults: list[TemplateFault]
    beside: dict[str, Relationship] = field(default_factory=dict)


def open_template(raw: bytes) -> Opened:
    """Open a Word template and clean what a letter shows of it. Raises Unusable where it is none."""
    package = open_package(raw)
    main = package.main
    relationships = package.relationships(main)
    body = _open_sheet(package, main, "document", "body", relationships)
    opened = Opened(package, [body[0]], list(body[1]))
    inside = {each.id: each for each in relationships.values() if not each.external}
    if not _is_document(body[0].root):
        raise Unusable("template.unreadable")
    sections = sum(1 for _ in body[0].root.iter(f"{W}sectPr"))
    left = _MAX_FILLED - _written(body[0]) if sections <= _MAX_SECTIONS else -1
    used = {each.id for each in body[0].relationships}
    notes = {each.kind: each.id for each in reversed(inside.values()) if _SHOWN.get(each.kind) == "note"}
    for each in inside.values():
        if left < 0:
            raise Unusable("template.too_large")
        is_used = each.id in used or notes.get(each.kind) == each.id
        if each.kind in _SHOWN and is_used:
            sheet, faults = _open_sheet(
                package, each.target, each.kind, _SHOWN[each.kind], package.relationships(each.target)
            )
            if sheet.root.tag != f"{W}{_ROOTS.get(each.kind, each.kind)}":
                raise Unusable("template.unreadable")
            sheet.id = each.id
            left -= _written(sheet)
            opened.sheets.append(sheet)
            opened.faults.extend(faults)
        elif each.kind in _BESIDE:
            opened.beside.setdefault(each.kind, each)
    if left < 0:
        raise Unusable("template.too_large")
    return opened


def _written(sheet: Sheet) -> int:
    return len(etree.tostring(sheet.root, encoding="unicode"))


def _is_document(root: Any) -> bool:
    return root.tag == f"{W}document" and root.find(f"{W}body") is not None


def _open_sheet(
    package: Package, name: str, kind: str, part: str, relationships: Mapping[str, Relationship]
) -> tuple[Sheet, list[TemplateFault]]:
    root = parse(package.read(name))
    places = Places(root, part)
    faults = _some(find_faults(root, places, relationships))
    kept = clean_part(root, relationships)
    _settle_grids(root)
    _settle_words(root)
    return Sheet(name, kind, part, root, places, kept), faults


def _some(faults: Iterator[TemplateFault], most: int = 200) -> list[TemplateFault]:
    """Return faults once for each place, and no more than anybody reads."""
    found: dict[TemplateFault, None] = {}
    for fault in faults:
        found[fault] = None
        if len(found) == most:
            break
    return list(found)


def _settle_grids(root: Any) -> None:
    """Give every table the grid of columns that docxtpl counts on, with widths that are numbers."""
    for table in root.iter(f"{W}tbl"):
        if table.find(f"{W}tblGrid") is None:
            grid = etree.Element(f"{W}tblGrid")
            for _ in range(max((len(row.findall(f"{W}tc")) for row in table.iter(f"{W}tr")), default=0)):
                etree.SubElement(grid, f"{W}gridCol")
            properties = table.find(f"{W}tblPr")
            table.insert(0 if properties is None else table.index(properties) + 1, grid)
    for column in root.iter(f"{W}gridCol"):
        if not _WIDTH.match(column.get(f"{W}w", "")):
            column.set(f"{W}w", "0")
    for span in list(root.iter(f"{W}gridSpan")):
        if not _COUNT.match(span.get(f"{W}val", "")):
            span.getparent().remove(span)


def _settle_words(root: Any) -> None:
    """Put words into a run that stand in a paragraph without one: marks and looks are those of runs."""
    for text in list(root.iter(f"{W}t")):
        holder = text.getparent()
        if holder.tag in _HOLDERS_OF_RUNS:
            run = etree.Element(f"{W}r")
            holder.replace(text, run)
            run.append(text)


def rebuild(opened: Opened) -> bytes:
    """Write a template anew from its cleaned parts. Raises Unusable where one of them cannot be read."""
    writer = _Writer(opened.package)
    body = opened.sheets[0]
    main = [each for each in body.relationships if each.kind not in _SHOWN]
    # A part to which the document refers twice becomes two: docxtpl fills each under the name of the one.
    names = {sheet.id: f"word/{sheet.kind}{number}.xml" for number, sheet in enumerate(opened.sheets[1:], 1)}
    main += (Relationship(sheet.id, sheet.kind, names[sheet.id]) for sheet in opened.sheets[1:])
    writer.add(_MAIN, body.kind, body.root, main)
    for sheet in opened.sheets[1:]:
        writer.add(names[sheet.id], sheet.kind, sheet.root, sheet.relationships)
    for kind, each in opened.beside.items():
        part = writer.add_beside(kind, each.target)
        writer.parts[0].relationships.append(Relationship(each.id, kind, part))
    core = Part(_CORE, _CORE_TYPE, _CORE_WORDS)
    roots = [Relationship("rId1", "officeDocument", _MAIN), Relationship("rId2", "core-properties", _CORE)]
    return write_package((*writer.parts, core, *writer.media.values()), roots)


class _Writer:
    """Gathers the parts of a clean template, each under a name of our own."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.parts: list[Part] = []
        self.media: dict[str, Part] = {}

    def add(self, name: str, kind: str, root: Any, relationships: list[Relationship]) -> None:
        kept = [found for each in relationships if (found := self._renamed(each)) is not None]
        lost = {each.id for each in relationships} - {each.id for each in kept}
        if lost:
            # A picture of a kind that no letter shows: nothing may ask for it.
            clean_part(root, {each.id: each for each in kept})
        self.parts.append(Part(name, _TYPES[kind], serialised(root), kept))

    def add_beside(self, kind: str, target: str) -> str:
        root = parse(self._package.read(target))
        relationships = {} if kind == "settings" else self._package.relationships(target)
        kept = clean_part(root, relationships, settings=kind == "settings")
        name = f"word/{kind}.xml"
        self.add(name, kind, root, kept)
        return name

    def _renamed(self, each: Relationship) -> Relationship | None:
        if each.external or each.kind in _SHOWN:
            return each
        if each.target not in self.media:
            kinds = _FONTS if each.kind == "font" else _PICTURES
            kind = self._package.type_of(each.target)
            if kind not in kinds:
                return None
            name = f"word/media/{each.kind}{len(self.media) + 1}.{kinds[kind]}"
            self.media[each.target] = Part(name, kind, self._package.read(each.target))
        return Relationship(each.id, each.kind, self.media[each.target].name)
