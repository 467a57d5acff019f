"""Verifies a packet: reads it back and holds it against its own manifest, and against a request.

Needs nothing but the file. What differs is data (Discrepancy); only what is no packet raises.
"""

import io
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import pypdf

from app.domain.errors import UnusableInput
from app.domain.packet import Discrepancy, PacketRequest, ShareCopy, Verification
from app.domain.passwords import typed_password
from app.packet import account
from app.packet.digest import Walk
from app.packet.identity import grouped, packet_id, shown_digest
from app.packet.manifest import LARGEST, OWNER, Manifest, PageRecord, SourceRecord, from_json
from app.packet.readback import LARGEST_CONTENT, DrawnWords, OwnFont, OwnFonts, drawn_words, inflated
from app.packet.source import UNREADABLE, Source, is_action
from app.packet.stamp import page_pattern, page_words
from app.packet.surroundings import Surroundings, history_discrepancies, page_pointers
from app.packet.values import Name, Pointer, Stream, Value
from app.packet.volumes import sibling_names

# pypdf seeks before the start of files whose table of objects is damaged: OSError.
UNREADABLE_FILE = (OSError, *UNREADABLE)
_LARGEST_STREAM = 1_000_000_000
# So much may follow the end of a PDF; what follows is told as an update.
_LONGEST_TAIL = 1 << 16
_PAGE_KEYS = frozenset({"Type", "Parent", "MediaBox", "Resources", "Contents", "Annots"})
_RESOURCE_KEYS = frozenset({"Font", "XObject", "ExtGState", "ProcSet"})
_LINK_KEYS = frozenset({"Type", "Subtype", "Rect", "Border", "Dest", "F"})
_NO_BORDER: Value = [0, 0, 0]
_PRINTED = 4  # ISO 32000-1, table 165
# What a page of a packet may hold but nothing drawn on it ever is.
_NEVER_DRAWN = frozenset(
    map(Name, ("Annot", "Sig", "Filespec", "EmbeddedFile", "Catalog", "Page", "Pages", "SigRef", "3D"))
)
_EMBEDDED = frozenset({"FontFile", "FontFile2", "FontFile3"})
_SIMPLE_FONTS = frozenset(map(Name, ("Type1", "MMType1", "TrueType")))
# Entries of a page, and notes laid over it, that none of ours has and that change what is seen.
_LOOKS = frozenset({"Rotate", "CropBox", "UserUnit", "BleedBox", "TrimBox", "ArtBox", "Group", "annotation"})


def _report_nothing(number: int, count: int) -> None:
    del number, count


def verify_packet(
    path: Path, password: str = "", report: Callable[[int, int], None] = _report_nothing
) -> Verification:
    """Read a packet back and say in what it differs from its own manifest.

    `report` is told each page looked at and how many there are. Raises UnusableInput when the path leads
    to no packet of ours, or to one that the password does not open.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnusableInput("packet.not_found", path=str(path)) from error
    with stream:
        return verify_stream(stream, str(path), report, password)


def verify_stream(
    stream: BinaryIO, path: str, report: Callable[[int, int], None], password: str = ""
) -> Verification:
    """Verify an open packet; `report` is told each page looked at and how many there are."""
    if b"%PDF-" not in stream.read(1024) or not _is_whole(stream):
        raise UnusableInput("packet.not_a_pdf", path=path)
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        source, pages = _opened(stream, path, password)
        try:
            return _Reading(source, stream, pages, _manifest_of(source)).verification(path, report)
        except UNREADABLE_FILE as error:
            raise UnusableInput("packet.not_ours", path=path) from error


def _is_whole(stream: BinaryIO) -> bool:
    """Say whether a file ends as a PDF does; pypdf looks for that line by line, back to the beginning."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - _LONGEST_TAIL))
    return b"%%EOF" in stream.read()


def _opened(stream: BinaryIO, path: str, password: str) -> tuple[Source, list[Pointer]]:
    try:
        source = Source(stream, clean=False)
        if source.reader.is_encrypted:
            _unlock(source, path, password)
        pages = page_pointers(source)
        if not pages:
            raise ValueError("no pages")
    except UNREADABLE_FILE as error:
        raise UnusableInput("packet.not_a_pdf", path=path) from error
    return source, pages


def _unlock(source: Source, path: str, password: str) -> None:
    """Open a locked packet; what has no password but is encrypted all the same is read as well."""
    if source.reader.decrypt(typed_password(password) if password else ""):
        return
    raise UnusableInput("packet.wrong_password" if password else "packet.locked", path=path)


def compare_with_request(verification: Verification, request: PacketRequest) -> tuple[Discrepancy, ...]:
    """Say which of a case's files are not in the packet, are in it with other bytes, or are there no more.

    What an earlier packet holds and its supplement does not repeat counts as there.
    """
    files = (*verification.standing, *verification.files)
    packed = {(file.requirement, file.name): file.sha256 for file in files}
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
    stated = verification.case_digest or verification.shown_digest
    # Packets of the first format state it of fewer words than are shown now.
    if not found and stated and stated != shown_digest(_as_told(request, verification)):
        found.append(Discrepancy("case.changed"))
    return tuple(sorted(found, key=lambda one: (one.file, one.code)))


def _as_told(request: PacketRequest, verification: Verification) -> PacketRequest:
    """Return the case's request as a shared copy tells it, where the packet is one."""
    if not verification.recipient:
        return request
    share = ShareCopy(verification.recipient, request.submit_on)
    return replace(request, options=replace(request.options, share=share))


def _manifest_of(source: Source) -> Manifest:
    pieces = source.resolve(source.value_of(dict.get(source.reader.root_object, "/PieceInfo")))
    ours = source.resolve(pieces.get(OWNER)) if isinstance(pieces, Mapping) else None
    private = ours.get("Private") if isinstance(ours, Mapping) else None
    if not isinstance(private, Pointer):
        raise ValueError("no manifest")
    stream = source.fetch(private)
    if not isinstance(stream, Stream):
        raise ValueError("no manifest")
    return from_json(inflated(stream, LARGEST))


def _code_of(kind: str) -> str:
    """Tell what makes a page act from what only changes how it looks."""
    return "page.altered" if kind in _LOOKS else "active.content"


class _Reading:
    """A packet being read back."""

    def __init__(self, source: Source, stream: BinaryIO, pages: list[Pointer], manifest: Manifest) -> None:
        self._source = source
        self._stream = stream
        self._manifest = manifest
        self._pages = pages
        self._count = len(self._pages)
        self._numbers = {page: number for number, page in enumerate(self._pages, start=1)}
        self._known = frozenset(record.page_digest for record in manifest.pages)
        self._font_digests: dict[Pointer, str] = {}
        self._font_reader = OwnFonts(source)
        self._own_fonts: dict[Pointer, Mapping[str, OwnFont]] = {}
        self._placed: dict[str, _SeenPlaced] = {}
        self._digested: list[tuple[int, int]] = []
        self._around = _Watch()
        self._surroundings = Surroundings(source, manifest, self._around)
        self._unembedded: dict[str, set[str]] = {}

    def verification(self, path: str, report: Callable[[int, int], None]) -> Verification:
        """Look at everything and say what was found."""
        pages = tuple(self._page_discrepancies(report))
        found = [
            *history_discrepancies(self._stream, self._digested),
            *pages,
            *self._identity_discrepancies(),
            *self._surroundings.discrepancies(),
            *(Discrepancy("active.content", found=kind) for kind in sorted(self._around.kinds)),
        ]
        return Verification(
            path=path,
            title=self._manifest.title,
            category=self._manifest.category,
            place=self._manifest.place,
            page_count=self._count,
            source_pages=sum(
                len(file.indices) for file in self._manifest.files if file.volume == self._manifest.volume
            ),
            draft=self._manifest.draft,
            discrepancies=tuple(found),
            files=self._manifest.files,
            shown_digest=self._manifest.shown_digest,
            volume=self._manifest.volume,
            volumes=self._manifest.volumes,
            siblings=sibling_names(Path(path), self._manifest.volume, self._manifest.volumes),
            packet_id=self._manifest.packet_id,
            recipient=self._manifest.recipient,
            shared_on=self._manifest.shared_on,
            supplement_to=self._manifest.supplement_to,
            standing=self._manifest.standing,
            labels=self._manifest.labels,
            case_digest=self._manifest.case_digest,
            attachments=tuple(each.name for each in self._manifest.attachments),
            unembedded_fonts=tuple(
                (name, tuple(sorted(fonts))) for name, fonts in sorted(self._unembedded.items())
            ),
        )

    # Pages

    def _page_discrepancies(self, report: Callable[[int, int], None]) -> Iterator[Discrepancy]:
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
        yield from self._surroundings.bookmark_discrepancies(numbers)

    def _look_at(self, number: int, report: Callable[[int, int], None]) -> "_SeenPage":
        report(number, self._count)
        try:
            return self._read_page(number)
        except UNREADABLE as error:
            return _SeenPage(
                number, problems=(Discrepancy("page.unreadable", number, found=type(error).__name__),)
            )

    def _read_page(self, number: int) -> "_SeenPage":
        source = self._source
        entries = self._entries(source.fetch(self._pages[number - 1]))
        resources = self._entries(source.resolve(entries.get("Resources")))
        streams = self._streams(entries.get("Contents"))
        # What we draw is seen through as these states say.
        states = source.resolve(resources.get("ExtGState"))
        links = tuple(self._links(entries.get("Annots")))
        placed = self._seen_placed(self._entries(source.resolve(resources.get("XObject")) or {}))
        kinds = [*placed.kinds, *(entries.keys() - _PAGE_KEYS), *(resources.keys() - _RESOURCE_KEYS)]
        kinds += ["annotation"] * sum(1 for link in links if link is None)
        sound = tuple(link for link in links if link is not None)
        size = source.resolve(entries.get("MediaBox"))
        fonts = resources.get("Font")
        own = self._fonts(fonts)
        page_digest = account.digest_page(
            size if isinstance(size, list) else (),
            streams if states is None else [*streams, states],
            self._fonts_digest(fonts),
            [link.box for link in sound],
        )
        # Of a page that is none of the packet's there is nothing to hold the words against.
        drawn = drawn_words(_content_of(streams[-1]) if page_digest in self._known else b"", own)
        return _SeenPage(
            number,
            page_digest=page_digest,
            placed=placed.walks,
            targets=tuple(link.target for link in sound),
            words=drawn.words,
            problems=(
                *(Discrepancy(_code_of(kind), number, found=kind) for kind in sorted(set(kinds))),
                *_font_problems(number, own, drawn),
            ),
            unembedded=placed.unembedded,
        )

    def _seen_placed(self, parts: Mapping[str, Value]) -> "_SeenPlaced":
        """Look at what is placed on a page; what stands on several is looked at once."""
        key = repr(sorted(parts.items()))
        if key not in self._placed:
            watch, before = _Watch(), len(self._source.extents)
            walks = account.walks_of_placed(self._source, parts, watch)
            # What is placed is held against its digest: nothing needs to be looked for in it.
            self._digested += self._source.extents[before:]
            self._placed[key] = _SeenPlaced(walks, frozenset(watch.kinds), frozenset(watch.unembedded))
        return self._placed[key]

    def _fonts(self, fonts: Value) -> Mapping[str, OwnFont]:
        if not isinstance(fonts, Pointer):
            return self._font_reader.read(fonts)
        if fonts not in self._own_fonts:
            # What cannot be read is not tried anew for every page.
            self._own_fonts[fonts] = {}
            self._own_fonts[fonts] = self._font_reader.read(fonts)
        return self._own_fonts[fonts]

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
        if not isinstance(entries, Mapping) or entries.keys() - _LINK_KEYS:
            return None
        box, target = entries.get("Rect"), entries.get("Dest")
        if (
            entries.get("Subtype") != Name("Link")
            or not isinstance(box, list)
            or not isinstance(target, list)
        ):
            return None
        # A border may be as wide as the page, and a destination show a corner of one only.
        looks = self._source.resolve(entries.get("Border")), target[1:]
        if looks != (_NO_BORDER, [Name("Fit")]) or entries.get("F", _PRINTED) != _PRINTED:
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

    def _against_record(self, page: "_SeenPage", record: PageRecord, count: int) -> Iterator[Discrepancy]:
        yield from _against_sources(page, record.sources)
        for source in record.sources if page.unembedded else ():
            self._unembedded.setdefault(source.name, set()).update(page.unembedded)
        pattern = self._manifest.stamp or page_pattern(self._manifest.language)
        stamp = page_words(record.number, count, pattern)
        if stamp not in page.words:
            yield Discrepancy("stamp.missing", page.number, expected=stamp)
        elif page.number != record.number:
            asked = page_words(page.number, count, pattern)
            yield Discrepancy("stamp.differs", page.number, expected=asked, found=stamp)
        printed = grouped(self._manifest.packet_id)
        if record.number == 1 and printed not in page.words:
            yield Discrepancy("packet.id_differs", page.number, expected=printed)

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

    def _identity_discrepancies(self) -> Iterator[Discrepancy]:
        """Hold the id against the digest of what the case put in, from which it is made."""
        printed, made = self._manifest.packet_id, packet_id(self._manifest.shown_digest)
        if printed and printed != made:
            yield Discrepancy("packet.id_differs", expected=grouped(made), found=grouped(printed))


@dataclass(frozen=True, slots=True)
class _SeenLink:
    box: tuple[float, ...]
    target: Pointer | None


@dataclass(frozen=True, slots=True)
class _SeenPage:
    """What one page of the file showed."""

    number: int
    page_digest: str = ""
    placed: tuple[Walk, ...] = ()
    targets: tuple[Pointer | None, ...] = ()
    words: str = ""
    problems: tuple[Discrepancy, ...] = ()
    unembedded: frozenset[str] = frozenset()

    @property
    def placed_digests(self) -> tuple[str, ...]:
        """Return the digest of each source on the page; they are computed while further pages are read."""
        return tuple(walk.hexdigest() for walk in self.placed)


@dataclass(frozen=True, slots=True)
class _SeenPlaced:
    """What was seen in the source pages on one page."""

    walks: tuple[Walk, ...]
    kinds: frozenset[str]
    unembedded: frozenset[str]


class _Watch:
    """Notices, in what no keys are known of, whatever could act, and fonts that are not embedded."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.unembedded: set[str] = set()

    def __call__(self, entries: Mapping[str, Value]) -> None:
        """Look at one dictionary."""
        kind = entries.get("Type")
        if is_action(entries):
            self.kinds.add("action")
        elif kind in (Name("Filespec"), Name("EmbeddedFile")):
            self.kinds.add("attached file")
        elif kind in _NEVER_DRAWN:
            self.kinds.add(str(kind))
        self._look_at_font(kind, entries)

    def _look_at_font(self, kind: Value, entries: Mapping[str, Value]) -> None:
        """Note a font without its outlines: by its descriptor, or for having none."""
        if kind == Name("FontDescriptor") and not entries.keys() & _EMBEDDED:
            self.unembedded.add(str(entries.get("FontName", "")))
        simple = kind == Name("Font") and entries.get("Subtype") in _SIMPLE_FONTS
        if simple and "FontDescriptor" not in entries:
            self.unembedded.add(str(entries.get("BaseFont", "")))


def _content_of(stream: Value) -> bytes:
    """Return what we drew on a page; nothing where it is no content of ours."""
    if not isinstance(stream, Stream):
        return b""
    try:
        return inflated(stream, LARGEST_CONTENT)
    except (ValueError, zlib.error):
        return b""


def _font_problems(number: int, fonts: Mapping[str, OwnFont], drawn: DrawnWords) -> Iterator[Discrepancy]:
    """Name fonts in which we drew and whose outlines are not in the file, and marks that show nothing."""
    for name, font in fonts.items():
        if font.program is None:
            yield Discrepancy("font.not_embedded", number, found=name)
    if drawn.unshown:
        yield Discrepancy("text.not_shown", number, found=str(drawn.unshown))


def _against_sources(page: _SeenPage, sources: Sequence[SourceRecord]) -> Iterator[Discrepancy]:
    """Hold each source on a page against its digest; a placeholder has none, nor anything placed."""
    wanted = [source for source in sources if source.digest]
    for source, found in zip_longest(wanted, page.placed_digests, fillvalue=None):
        expected = source.digest if source else ""
        if found != expected:
            name = source.name if source else ""
            yield Discrepancy("source.altered", page.number, expected=expected, found=found or "", file=name)


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
