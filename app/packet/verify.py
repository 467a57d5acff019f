"""Verifies a packet: reads it back and holds it against its own manifest, and against a request.

Needs nothing but the file. What differs is data (Discrepancy); only what is no packet raises.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

import pypdf
from pypdf import PageObject
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, StreamObject

from app.domain.errors import UnusableInput
from app.domain.packet import Discrepancy, PacketRequest, PageKind, Verification
from app.packet import account
from app.packet.manifest import OWNER, Manifest, PageRecord, from_json, shown_digest
from app.packet.source import UNREADABLE, Source, decoded, is_action
from app.packet.stamp import page_words
from app.packet.values import Name, Pointer, Stream, Value

# pypdf seeks before the start of files whose table of objects is damaged: OSError.
UNREADABLE_FILE = (OSError, *UNREADABLE)
_LARGEST_STREAM = 1_000_000_000
_PAGE_KEYS = frozenset({"Type", "Parent", "MediaBox", "Resources", "Contents", "Annots"})
_SETTINGS = ("Version", "Lang", "PageMode", "PageLabels", "ViewerPreferences")
# Entries of a page, and notes laid over it, that none of ours has and that change what is seen.
_LOOKS = frozenset({"Rotate", "CropBox", "UserUnit", "BleedBox", "TrimBox", "ArtBox", "annotation"})
_CATALOGUE_KEYS = frozenset({"Type", "Pages", "Outlines", "PieceInfo", *_SETTINGS})


def verify_packet(path: Path) -> Verification:
    """Read a packet back and say in what it differs from its own manifest.

    Raises UnusableInput when the path leads to no packet of ours.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnusableInput("packet.not_found", path=str(path)) from error
    with stream:
        return verify_stream(stream, str(path), _report_nothing)


def _report_nothing(number: int) -> None:
    del number


def verify_stream(stream: BinaryIO, path: str, report: Callable[[int], None]) -> Verification:
    """Verify an open packet; `report` is told the number of each page looked at."""
    if b"%PDF-" not in stream.read(1024):
        raise UnusableInput("packet.not_a_pdf", path=path)
    stream.seek(0)
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        source = _opened(stream, path)
        try:
            return _Reading(source, _manifest_of(source)).verification(path, report)
        except UNREADABLE_FILE as error:
            raise UnusableInput("packet.not_ours", path=path) from error


def _opened(stream: BinaryIO, path: str) -> Source:
    try:
        source = Source(stream, clean=False)
        if len(source.reader.pages) == 0:
            raise ValueError("no pages")
    except UNREADABLE_FILE as error:
        raise UnusableInput("packet.not_a_pdf", path=path) from error
    return source


def compare_with_request(verification: Verification, request: PacketRequest) -> tuple[Discrepancy, ...]:
    """Say which of a case's files are not in the packet, are in it with other bytes, or are there no more."""
    packed = {(file.requirement, file.name): file.sha256 for file in verification.files}
    asked = {
        (exhibit.requirement, file.name): file.sha256
        for section in request.sections
        for exhibit in section.exhibits
        for file in exhibit.files
    }
    found = [
        Discrepancy("case.file_changed", expected=packed[key], found=asked[key], file=key[1])
        for key in asked
        if key in packed and packed[key] != asked[key]
    ]
    found += [
        Discrepancy("case.file_not_in_packet", found=asked[key], file=key[1])
        for key in asked.keys() - packed.keys()
    ]
    found += [
        Discrepancy("case.file_gone", expected=packed[key], file=key[1])
        for key in packed.keys() - asked.keys()
    ]
    if not found and verification.shown_digest != shown_digest(request):
        found.append(Discrepancy("case.changed"))
    return tuple(sorted(found, key=lambda one: (one.file, one.code)))


def _manifest_of(source: Source) -> Manifest:
    pieces = source.resolve(source.value_of(dict.get(source.reader.root_object, "/PieceInfo")))
    ours = source.resolve(pieces.get(OWNER)) if isinstance(pieces, Mapping) else None
    private = ours.get("Private") if isinstance(ours, Mapping) else None
    if not isinstance(private, Pointer):
        raise ValueError("no manifest")
    stream = source.reader.get_object(private.number)
    if not isinstance(stream, StreamObject):
        raise ValueError("no manifest")
    return from_json(decoded(stream))


def _code_of(kind: str) -> str:
    """Tell what makes a page act from what only changes how it looks."""
    return "page.altered" if kind in _LOOKS else "active.content"


class _Reading:
    """A packet being read back."""

    def __init__(self, source: Source, manifest: Manifest) -> None:
        self._source = source
        self._manifest = manifest
        self._pages = source.reader.pages
        self._count = len(self._pages)
        self._numbers = {_pointer(page): number for number, page in enumerate(self._pages, start=1)}
        self._font_digests: dict[Pointer, str] = {}

    def verification(self, path: str, report: Callable[[int], None]) -> Verification:
        """Look at everything and say what was found."""
        found = [*self._page_discrepancies(report), *self._frame_discrepancies()]
        return Verification(
            path=path,
            title=self._manifest.title,
            category=self._manifest.category,
            place=self._manifest.place,
            page_count=self._count,
            source_pages=sum(1 for page in self._manifest.pages if page.kind == PageKind.SHEET),
            draft=self._manifest.draft,
            discrepancies=tuple(found),
            files=self._manifest.files,
            shown_digest=self._manifest.shown_digest,
        )

    # Pages

    def _page_discrepancies(self, report: Callable[[int], None]) -> Iterator[Discrepancy]:
        records = self._manifest.pages
        if self._count != len(records):
            yield Discrepancy("packet.page_count", expected=str(len(records)), found=str(self._count))
        seen = [self._look_at(number, report) for number in range(1, self._count + 1)]
        matches = _matches(seen, records)
        yield from _order_discrepancies(seen, matches, records)
        for page in seen:
            yield from page.problems
            if page.number in matches:
                yield from self._against_record(page, records[matches[page.number] - 1], len(records))
        numbers = {pointer: matches.get(number, 0) for pointer, number in self._numbers.items()}
        yield from self._link_discrepancies(seen, matches, numbers)
        yield from self._bookmark_discrepancies(numbers)

    def _look_at(self, number: int, report: Callable[[int], None]) -> "_SeenPage":
        report(number)
        try:
            return self._read_page(number)
        except UNREADABLE as error:
            return _SeenPage(
                number, problems=(Discrepancy("page.unreadable", number, found=type(error).__name__),)
            )

    def _read_page(self, number: int) -> "_SeenPage":
        source = self._source
        entries = self._entries(source.fetch(_pointer(self._pages[number - 1])))
        resources = self._entries(source.resolve(entries.get("Resources")))
        streams = self._streams(entries.get("Contents"))
        links = tuple(self._links(entries.get("Annots")))
        placed = self._entries(source.resolve(resources.get("XObject")) or {})
        active = _ActiveContent()
        placed_digest = account.digest_placed(source, placed.items(), active.watch) if placed else ""
        kinds = [*active.kinds, *(str(key) for key in entries.keys() - _PAGE_KEYS)]
        kinds += ["annotation"] * sum(1 for link in links if link is None)
        sound = tuple(link for link in links if link is not None)
        size = source.resolve(entries.get("MediaBox"))
        fonts = resources.get("Font")
        return _SeenPage(
            number,
            page_digest=account.digest_page(
                size if isinstance(size, list) else (),
                streams,
                self._fonts_digest(fonts),
                [link.box for link in sound],
            ),
            placed_digest=placed_digest,
            targets=tuple(link.target for link in sound),
            words=self._words(entries.get("Contents"), fonts),
            problems=(
                *(Discrepancy(_code_of(kind), number, found=kind) for kind in sorted(set(kinds))),
                *(Discrepancy("font.not_embedded", number, found=name) for name in self._unembedded(fonts)),
            ),
        )

    def _entries(self, value: Value) -> Mapping[str, Value]:
        if not isinstance(value, Mapping):
            raise ValueError("no dictionary where one belongs")
        return value

    def _streams(self, contents: Value) -> list[Value]:
        items = contents if isinstance(contents, list) else [contents]
        return [self._source.resolve(item) for item in items]

    def _links(self, annotations: Value) -> Iterator["_SeenLink | None"]:
        """Give each link to a page; None for an annotation that is anything else."""
        items = self._source.resolve(annotations)
        for item in items if isinstance(items, list) else ():
            yield self._link(self._source.resolve(item))

    def _link(self, entries: Value) -> "_SeenLink | None":
        if not isinstance(entries, Mapping) or entries.keys() & {"A", "AA", "PA"}:
            return None
        box, target = entries.get("Rect"), entries.get("Dest")
        if (
            entries.get("Subtype") != Name("Link")
            or not isinstance(box, list)
            or not isinstance(target, list)
        ):
            return None
        corners = tuple(float(number) for number in box if isinstance(number, int | float))
        page = target[0] if target and isinstance(target[0], Pointer) else None
        return _SeenLink(corners, page) if len(corners) == 4 else None

    def _fonts_digest(self, fonts: Value) -> str:
        key = fonts if isinstance(fonts, Pointer) else None
        if key is None:
            return account.digest_value(self._source, fonts)
        if key not in self._font_digests:
            self._font_digests[key] = account.digest_value(self._source, key)
        return self._font_digests[key]

    def _unembedded(self, fonts: Value) -> Iterator[str]:
        """Give the names of fonts in which we drew and whose outlines are not in the file."""
        for name, pointer in self._entries(self._source.resolve(fonts)).items():
            font = self._entries(self._source.resolve(pointer))
            descriptor = self._source.resolve(font.get("FontDescriptor"))
            program = descriptor.get("FontFile2") if isinstance(descriptor, Mapping) else None
            if not isinstance(self._source.resolve(program), Stream):
                yield name

    def _words(self, contents: Value, fonts: Value) -> str:
        """Return the text that we drew on a page: that of its last content stream, in our fonts."""
        last = contents[-1] if isinstance(contents, list) and contents else contents
        if not isinstance(last, Pointer) or not isinstance(fonts, Pointer):
            return ""
        reader = self._source.reader
        page = PageObject(reader)
        page[NameObject("/Contents")] = IndirectObject(last.number, last.generation, reader)
        resources = DictionaryObject()
        resources[NameObject("/Font")] = IndirectObject(fonts.number, fonts.generation, reader)
        page[NameObject("/Resources")] = resources
        return page.extract_text()

    def _against_record(self, page: "_SeenPage", record: PageRecord, count: int) -> Iterator[Discrepancy]:
        if page.placed_digest != record.placed_digest:
            yield Discrepancy(
                "source.altered",
                page.number,
                expected=record.placed_digest,
                found=page.placed_digest,
                file=record.source,
            )
        stamp = page_words(record.number, count)
        if stamp not in page.words:
            yield Discrepancy("stamp.missing", page.number, expected=stamp)
        elif page.number != record.number:
            yield Discrepancy(
                "stamp.differs", page.number, expected=page_words(page.number, count), found=stamp
            )

    # Around the pages

    def _link_discrepancies(
        self, seen: Sequence["_SeenPage"], matches: Mapping[int, int], numbers: Mapping[Pointer, int]
    ) -> Iterator[Discrepancy]:
        expected: dict[int, list[int]] = {}
        for number, target in self._manifest.links:
            expected.setdefault(number, []).append(target)
        for page in seen:
            wanted = expected.get(matches.get(page.number, 0), [])
            found = [numbers.get(pointer, 0) if pointer is not None else 0 for pointer in page.targets]
            if page.number in matches and wanted != found:
                yield Discrepancy("link.differs", page.number, expected=_listed(wanted), found=_listed(found))

    def _bookmark_discrepancies(self, numbers: Mapping[Pointer, int]) -> Iterator[Discrepancy]:
        try:
            found = tuple(self._bookmarks(numbers))
        except UNREADABLE as error:
            yield Discrepancy("bookmarks.differ", found=type(error).__name__)
            return
        wanted = self._manifest.bookmarks
        for mine, theirs in zip_longest(wanted, found):
            if mine != theirs:
                yield Discrepancy(
                    "bookmarks.differ", mine[1] if mine else None, expected=str(mine), found=str(theirs)
                )

    def _bookmarks(self, numbers: Mapping[Pointer, int]) -> Iterator[tuple[str, int, int]]:
        for item, level in _leaves(self._source.reader.outline, 0):
            target = dict.get(item, "/Page")
            number = (
                numbers.get(Pointer(target.idnum, target.generation), 0)
                if isinstance(target, IndirectObject)
                else 0
            )
            yield str(item.title), number, level

    def _frame_discrepancies(self) -> Iterator[Discrepancy]:
        reader = self._source.reader
        catalogue = self._entries(self._source.value_of(reader.root_object))
        for key in sorted(catalogue.keys() - _CATALOGUE_KEYS - {"OCProperties"}):
            yield Discrepancy("active.content", found=key)
        labels = list(reader.page_labels)
        if labels != [str(number) for number in range(1, self._count + 1)]:
            yield Discrepancy("labels.differ", expected=f"1-{self._count}", found=", ".join(labels[:5]))
        settings = {key: catalogue[key] for key in _SETTINGS if key in catalogue}
        information = self._entries(
            self._source.resolve(self._source.value_of(dict.get(reader.trailer, "/Info")))
        )
        layers = self._entries(self._source.resolve(catalogue.get("OCProperties")) or {})
        default = self._entries(self._source.resolve(layers.get("D")) or {})
        hidden = _length(default.get("OFF"))
        try:
            digest = account.digest_frame(settings, information, hidden)
        except UNREADABLE:
            digest = ""
        if digest != self._manifest.frame_digest:
            yield Discrepancy("settings.differ", expected=self._manifest.frame_digest, found=digest)


@dataclass(frozen=True, slots=True)
class _SeenLink:
    box: tuple[float, ...]
    target: Pointer | None


@dataclass(frozen=True, slots=True)
class _SeenPage:
    """What one page of the file showed."""

    number: int
    page_digest: str = ""
    placed_digest: str = ""
    targets: tuple[Pointer | None, ...] = ()
    words: str = ""
    problems: tuple[Discrepancy, ...] = ()


class _ActiveContent:
    """Notices, on the way through what is placed on a page, whatever could act."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def watch(self, entries: Mapping[str, Value]) -> None:
        """Look at one dictionary."""
        if is_action(entries):
            self.kinds.add("action")
        if entries.get("Type") in (Name("Filespec"), Name("EmbeddedFile")):
            self.kinds.add("attached file")


def _matches(seen: Sequence[_SeenPage], records: Sequence[PageRecord]) -> dict[int, int]:
    """Pair each page of the file with the manifest's page that it is, both by number.

    First by digest; of what is left over, pages that stand in their own place, altered.
    """
    places = {record.page_digest: record.number for record in records}
    matches = {page.number: places[page.page_digest] for page in seen if page.page_digest in places}
    if len(set(matches.values())) < len(matches):
        firsts: dict[int, int] = {}
        for page_number, record in matches.items():
            firsts.setdefault(record, page_number)
        matches = {page_number: record for record, page_number in firsts.items()}
    return matches


def _order_discrepancies(
    seen: Sequence[_SeenPage], matches: Mapping[int, int], records: Sequence[PageRecord]
) -> Iterator[Discrepancy]:
    strangers = [page.number for page in seen if page.number not in matches]
    lost = [record for record in records if record.number not in set(matches.values())]
    if len(seen) == len(records):
        # Nothing was taken out or put in, so a page that is not recognised is one that was changed.
        for number in strangers:
            yield Discrepancy("page.altered", number, expected=_named(records[number - 1]))
    else:
        for number in strangers:
            yield Discrepancy("page.unknown", number)
        for record in lost:
            yield Discrepancy(
                "page.missing", record.number, expected=_named(record), file=record.source or record.kind
            )
    order = [matches[number] for number in sorted(matches)]
    for number, found, wanted in zip(sorted(matches), order, sorted(order), strict=True):
        if found != wanted:
            here, there = _named(records[wanted - 1]), _named(records[found - 1])
            yield Discrepancy("page.moved", number, expected=here, found=there)


def _named(record: PageRecord) -> str:
    """Name a page of the manifest in a way that reads the same in both languages."""
    return " ".join(part for part in (str(record.number), record.label, record.source) if part)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _length(value: Value) -> int:
    return len(value) if isinstance(value, list) else 0


def _leaves(outline: Any, level: int) -> Iterator[tuple[Any, int]]:
    """Give the outline's entries; pypdf nests the children of an entry in a list after it."""
    for item in outline:
        if isinstance(item, list):
            yield from _leaves(item, level + 1)
        else:
            yield item, level


def _pointer(page: PageObject) -> Pointer:
    reference = page.indirect_reference
    return Pointer(reference.idnum, reference.generation) if reference is not None else Pointer(0)
