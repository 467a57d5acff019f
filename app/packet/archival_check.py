"""Says whether a written packet may call itself PDF/A-2b (ISO 19005-2), and if not, why: all reasons at once.

The file is checked as it was written, so everything is seen that a source puts into it: forms,
patterns, fonts, pictures, content operators. What is wrong is named here for the person; pikepdf's
validator, which approves only what it knows to conform, has the last word on what it checks. What neither
can establish counts against a paper.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdf
from pikepdf import pdfa
from pypdf.generic import StreamObject

from app.domain.errors import Fault
from app.domain.findings import Param
from app.domain.packet import PacketPlan, PageKind, PlannedPage
from app.packet.archival_fonts import Shown, font_faults
from app.packet.archival_pictures import picture_faults, profile_fault
from app.packet.content import Reading, read_content
from app.packet.source import UNREADABLE, Source, decoded
from app.packet.values import Name, Pointer, Stream, Value

# The clauses on fonts, and what the validator could not follow.
_FONT_RULES = ("ISO_19005_2:6.2.11", "pikepdf:internal", "pikepdf:schema-Font")
_OBJECT = re.compile(r"obj (\d+) ")

# What is remarked about fonts is said here, or is of no consequence.
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


def _names(words: str) -> frozenset[Name]:
    return frozenset(map(Name, words.split()))


_INTENTS = _names("RelativeColorimetric AbsoluteColorimetric Perceptual Saturation")
_BLENDS = _names(
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight "
    "Difference Exclusion Hue Saturation Color Luminosity"
)
_CMYK = frozenset({Name("DeviceCMYK"), Name("CMYK")})
_HALFTONES = (1, 5)
_LARGEST_STREAM = 1_000_000_000
_FORM_EXTRAS = frozenset({"OPI", "PS", "Ref", "Subtype2"})
# ISO 19005-2, 6.1.13.
_LONGEST_STRING, _LONGEST_NAME, _LARGEST_INTEGER, _MOST_COLORANTS = 32767, 127, 2**31 - 1, 32
_PROCESS = frozenset(map(Name, ("Cyan", "Magenta", "Yellow", "Black", "None", "All")))


def archival_faults(plan: PacketPlan, path: Path) -> tuple[Fault, ...]:
    """Return every reason why a written packet is no PDF/A-2b, and where it stands; none for one that is."""
    with (
        pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM),
        Source.open(path, clean=False) as source,
    ):
        inspection = _Inspection(source, plan)
        named = tuple(inspection.faults())
        return _settled(named, inspection, _findings(path))


def _findings(path: Path) -> list[pdfa.Finding]:
    with pikepdf.open(path) as pdf:
        # Private data are allowed (ISO 32000-1, 14.5), but the validator looks no further when it meets them.
        del pdf.Root.PieceInfo
        return pdfa.check(pdf, "2b").findings


def _settled(
    named: tuple[Fault, ...], inspection: "_Inspection", findings: list[pdfa.Finding]
) -> tuple[Fault, ...]:
    """Return what is wrong: what was named, and violations found on pages of which nothing was named.

    Widths that could not be checked here are sound where the validator checked all fonts and found nothing.
    """
    if not any(finding.rule.startswith(_FONT_RULES) for finding in findings):
        named = tuple(fault for fault in named if fault.code != "archival.widths_unknown")
    known = {(fault.file, fault.params["page"]) for fault in named}
    found = (inspection.fault_of(finding) for finding in findings if finding.kind == "violation")
    more = {(fault.file, fault.params["page"]): fault for fault in found}
    # A page's own object has no home among the papers: it says again what was named already.
    rest = [fault for place, fault in more.items() if place not in known]
    return (*named, *(fault for fault in rest if not named or fault.code != "archival.own"))


@dataclass
class _Found:
    """Gathers the reasons found on one page."""

    codes: dict[tuple[str, str], None] = field(default_factory=dict)

    def note(self, code: str, name: str = "") -> None:
        self.codes.setdefault((code, name))


class _Inspection:
    """An inspection of all that source pages put into a packet; what is shared is looked at once."""

    def __init__(self, source: Source, plan: PacketPlan) -> None:
        self._source = source
        self._plan = plan
        self._met: set[Pointer] = set()
        self._shown: dict[Pointer, Shown] = {}
        self._inks: dict[str, str] = {}
        self._homes: dict[int, PlannedPage] = {}
        self._page_now: PlannedPage | None = None

    def faults(self) -> Iterator[Fault]:
        """Give every reason, with file and page."""
        told: set[tuple[str, str, str]] = set()
        for page in self._plan.pages:
            if page.kind is not PageKind.SHEET:
                continue
            self._page_now = page
            for code, name in self._page(page).codes:
                file = page.sources[0].file.name
                if (file, code, name) not in told:
                    told.add((file, code, name))
                    yield Fault(code, file, None, "", {"page": page.sources[0].index + 1, "name": name})

    def fault_of(self, finding: pdfa.Finding) -> Fault:
        """Return what the validator found, with the file and page to which the object belongs."""
        match = _OBJECT.match(finding.where)
        page = self._homes.get(int(match[1])) if match else None
        rule = finding.rule.rpartition(":")[2]
        if page is None:
            return Fault("archival.own", self._plan.request.title, None, "", {"page": 0, "name": rule})
        source = page.sources[0]
        params: dict[str, Param] = {"page": source.index + 1, "name": rule}
        return Fault("archival.rule", source.file.name, None, "", params)

    def _page(self, page: PlannedPage) -> _Found:
        found = _Found()
        try:
            entries = self._source.value_of(self._source.reader.pages[page.number - 1])
            resources = self._entries(entries, "Resources")
            fonts: set[Pointer] = set()
            for value in self._entries(resources, "XObject").values():
                self._walk(value, found, fonts)
            self._check_fonts(fonts, found)
        except (*UNREADABLE, UnicodeError) as error:
            found.note("archival.unreadable", type(error).__name__)
        return found

    def _entries(self, value: Value, key: str) -> Mapping[str, Value]:
        holder = self._source.resolve(value)
        entries = holder.entries if isinstance(holder, Stream) else holder
        found = self._source.resolve(entries.get(key)) if isinstance(entries, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    # Objects

    def _walk(self, value: Value, found: _Found, fonts: set[Pointer]) -> None:
        waiting: list[tuple[Value, str, Value]] = [(value, "", None)]
        while waiting:
            item, key, holder = waiting.pop()
            if isinstance(item, Pointer):
                if item in self._met:
                    continue
                self._met.add(item)
                if self._page_now is not None:
                    self._homes[item.number] = self._page_now
                target = self._source.fetch(item)
                self._look(item, target, found, fonts)
                item = target
            entries = item.entries if isinstance(item, Stream) else item
            if isinstance(entries, Mapping):
                self._check_entries(item, entries, found)
                waiting += [(part, name, entries) for name, part in entries.items()]
            elif isinstance(entries, list):
                self._check_array(entries, found)
                waiting += [(part, key, holder) for part in entries]
            else:
                _check_scalar(entries, key, holder, found)

    def _look(self, pointer: Pointer, target: Value, found: _Found, fonts: set[Pointer]) -> None:
        """Look into content where a stream is some, and note a font."""
        if isinstance(target, Mapping) and target.get("Type") == Name("Font"):
            fonts.add(pointer)
            if target.get("Subtype") == Name("Type3"):
                for glyph in self._entries(target, "CharProcs").values():
                    self._read(glyph, self._entries(target, "Resources"), found)
        elif isinstance(target, Stream) and _is_content(target.entries):
            self._read(pointer, self._entries(target, "Resources"), found)

    def _check_entries(self, item: Value, entries: Mapping[str, Value], found: _Found) -> None:
        if isinstance(item, Stream):
            self._check_stream(item, found)
        if "BM" in entries:
            self._check_blend(entries["BM"], found)
        if _transfers(entries):
            found.note("archival.transfer_function")
        if entries.get("OPM") == 1 and (entries.get("OP") is True or entries.get("op") is True):
            found.note("archival.overprint")
        if "HalftoneType" in entries and (
            entries["HalftoneType"] not in _HALFTONES or "HalftoneName" in entries
        ):
            found.note("archival.halftone")
        # Of a layer an intent is something else.
        for key in ("RI", "Intent") if entries.get("Type") != Name("OCG") else ():
            intent = self._source.resolve(entries.get(key))
            if isinstance(intent, Name) and intent not in _INTENTS:
                found.note("archival.intent", str(intent))

    def _check_blend(self, value: Value, found: _Found) -> None:
        mode = self._source.resolve(value)
        for each in mode if isinstance(mode, list) else [mode]:
            if self._source.resolve(each) not in _BLENDS:
                found.note("archival.blend_mode", str(each))

    def _check_stream(self, stream: Stream, found: _Found) -> None:
        entries = stream.entries
        filters = self._source.resolve(entries.get("Filter"))
        names = filters if isinstance(filters, list) else [filters]
        if any(self._source.resolve(name) in (Name("LZWDecode"), Name("LZW")) for name in names):
            found.note("archival.lzw")
        if any(self._source.resolve(name) == Name("Crypt") for name in names) or "F" in entries:
            found.note("archival.foreign_stream")
        kind = entries.get("Subtype")
        if kind == Name("Form") and entries.keys() & _FORM_EXTRAS:
            found.note("archival.form", ", ".join(sorted(entries.keys() & _FORM_EXTRAS)))
        elif kind == Name("PS"):
            found.note("archival.form", "PostScript")
        elif kind == Name("Image"):
            for code, name in picture_faults(self._source, stream):
                found.note(code, name)
        elif "N" in entries and "Alternate" in entries:
            self._check_profile(stream, found)

    def _check_profile(self, stream: Stream, found: _Found) -> None:
        fault = profile_fault(self._source, stream)
        if fault:
            found.note("archival.profile", fault)

    def _check_array(self, items: list[Value], found: _Found) -> None:
        kind = items[0] if items else None
        if kind == Name("ICCBased") and len(items) == 2:
            stream = self._source.resolve(items[1])
            if isinstance(stream, Stream):
                self._check_profile(stream, found)
        elif kind == Name("Separation") and len(items) == 4:
            self._check_ink(items, found)
        elif kind == Name("DeviceN") and len(items) >= 4:
            self._check_inks(items, found)

    def _check_ink(self, items: list[Value], found: _Found) -> None:
        """Hold an ink against others of its name: they must all look the same (6.2.4.4.2)."""
        name = str(items[1])
        look = repr([self._spread(item) for item in items[2:]])
        if self._inks.setdefault(name, look) != look:
            found.note("archival.ink", name)

    def _spread(self, value: Value) -> Value:
        resolved = self._source.resolve(value)
        if isinstance(resolved, Mapping):
            return {key: self._source.resolve(item) for key, item in sorted(resolved.items())}
        return resolved

    def _check_inks(self, items: list[Value], found: _Found) -> None:
        names = self._source.resolve(items[1])
        attributes = self._source.resolve(items[4]) if len(items) > 4 else None
        known = self._entries(attributes, "Colorants") if isinstance(attributes, Mapping) else {}
        spots = [name for name in names if name not in _PROCESS] if isinstance(names, list) else []
        if not isinstance(names, list) or len(names) > _MOST_COLORANTS or {*map(str, spots)} - known.keys():
            found.note("archival.ink", ", ".join(map(str, spots)))

    # Content

    def _read(self, pointer: Value, resources: Mapping[str, Value], found: _Found) -> None:
        if not isinstance(pointer, Pointer):
            return
        stream = self._source.reader.get_object(pointer.number)
        if not isinstance(stream, StreamObject):
            return
        reading = read_content(decoded(stream))
        for code, name in sorted(reading.faults):
            found.note(code, name)
        self._note_text(reading, self._entries(resources, "Font"), found)
        if reading.uses_resources and not resources:
            found.note("archival.resources")

    def _note_text(self, reading: Reading, fonts: Mapping[str, Value], found: _Found) -> None:
        for name, strings in reading.shown.items():
            pointer = fonts.get(name)
            if isinstance(pointer, Pointer):
                shown = self._shown.setdefault(pointer, Shown())
                shown.strings.update(strings)
            else:
                for code, which in font_faults(self._source, pointer, Shown(strings)):
                    found.note(code, which or name)

    def _check_fonts(self, fonts: set[Pointer], found: _Found) -> None:
        for pointer in sorted(fonts, key=lambda one: one.number):
            # Text that is never painted, as under a scan, needs no outlines (6.2.11.4.1).
            shown = self._shown.get(pointer)
            if shown is None:
                continue
            for code, name in font_faults(self._source, pointer, shown):
                found.note(code, name)


def _is_content(entries: Mapping[str, Value]) -> bool:
    return entries.get("Subtype") == Name("Form") or entries.get("PatternType") == 1


def _transfers(entries: Mapping[str, Value]) -> bool:
    """Say whether a graphics state changes tones on the device (6.2.5)."""
    if entries.get("Type") != Name("ExtGState") and not {"SA", "OPM", "ca", "CA", "BM"} & entries.keys():
        return False
    return "TR" in entries or "HTP" in entries or entries.get("TR2", "Default") != "Default"


def _check_scalar(value: Value, key: str, holder: Value, found: _Found) -> None:
    if isinstance(value, Name):
        profile = isinstance(holder, Mapping) and key == "Alternate" and "N" in holder
        if value in _CMYK and not profile:
            found.note("archival.cmyk")
        if len(value) > _LONGEST_NAME:
            found.note("archival.limits")
        if key in ("BaseFont", "FontName") and not _is_utf8(value):
            found.note("archival.font_name", _shown_name(value))
    elif _exceeds(value):
        found.note("archival.limits")


def _exceeds(value: Value) -> bool:
    if isinstance(value, bytes):
        return len(value) > _LONGEST_STRING
    return isinstance(value, int) and abs(value) > _LARGEST_INTEGER


def _shown_name(name: Name) -> str:
    # What is not UTF-8 in Chinese files is mostly GBK.
    return name.encode("latin-1").decode("gb18030", "replace")


def _is_utf8(name: Name) -> bool:
    try:
        name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True
