"""Writes a packet: front matter, source pages, stamps, bookmarks and manifest into one file.

The file is assembled beside its destination, read back and held against its manifest, and only then
moved into place. Whatever stops the work leaves the destination as it was.
"""

import errno
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pypdf

import app
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.packet import Built, PacketPlan, PageKind, PageSource, PlannedPage, Progress, SourceFile
from app.domain.words import DisplayMode, Text
from app.env.replace import replacing
from app.packet import account, layout
from app.packet.appearances import UNDRAWABLE, flattened_copy
from app.packet.copying import Copier
from app.packet.document import PdfDocument
from app.packet.draw import draw_pages
from app.packet.images import UNREADABLE_PICTURE, Picture, TooLargeError, read_picture
from app.packet.layout import Box, Matrix
from app.packet.manifest import OWNER, PageRecord, make_manifest, page_record, to_json
from app.packet.pen import Link
from app.packet.sheet import (
    Part,
    Sheet,
    hidden_layers,
    lacks_appearances,
    pdf_sheet,
    visible_box,
    wants_appearances_drawn,
)
from app.packet.source import UNREADABLE, Source
from app.packet.values import Name, Pointer, Stream, Value, compressed, spell_number, text
from app.packet.verify import verify_stream

Report = Callable[[Progress], None]
# A scan of a large page may legitimately be this large; pypdf's own limit is 75 MB.
_LARGEST_STREAM = 1_000_000_000
# How a file is treated that is placed as it was brought.
_UNTOUCHED = frozenset({"copied", "picture"})


def write_packet(plan: PacketPlan, destination: Path, report: Report) -> Built:
    """Write a packet, verify it and only then put it into place.

    Raises MachineStopped when the disk refuses or the written file is not as planned, UnusableInput
    when a source page cannot be used after all, and whatever `report` raises.
    """
    with replacing(destination) as temporary:
        with temporary.open("wb", buffering=1 << 20) as stream:
            _assemble(plan, stream, report)
        _refuse_unsound(plan, temporary, destination, report)
        size, digest = temporary.stat().st_size, _sha256(temporary)
    return Built(str(destination), plan.page_count, size, digest)


def _assemble(plan: PacketPlan, stream: BinaryIO, report: Report) -> None:
    count = plan.page_count
    drawn = draw_pages(plan, lambda number: report(Progress("draw", number, count)))
    with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
        assembly = _Assembly(plan, PdfDocument(stream), drawn.pdf, drawn.links)
        try:
            for page in plan.pages:
                report(Progress("page", page.number, count, page.source.file.name if page.source else ""))
                assembly.add_page(page)
        finally:
            assembly.close()
    report(Progress("write", 0, 1))
    assembly.finish()
    report(Progress("write", 1, 1))


def _refuse_unsound(plan: PacketPlan, temporary: Path, destination: Path, report: Report) -> None:
    count = plan.page_count
    with temporary.open("rb") as stream:
        found = verify_stream(
            stream, str(destination), lambda number: report(Progress("verify", number, count))
        )
    if found.page_count != count or not found.sound:
        codes = ", ".join(sorted({discrepancy.code for discrepancy in found.discrepancies}))
        raise MachineStopped("packet.verification_failed", path=str(destination), reason=codes)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class _OpenFile:
    """A source file whose pages are being placed."""

    path: str
    source: Source
    copier: Copier
    layers: tuple[Pointer, ...]
    boxes: Mapping[int, Box]


class _Assembly:
    """A packet being put together, page after page."""

    def __init__(
        self, plan: PacketPlan, document: PdfDocument, drawn: bytes, links: tuple[Link, ...]
    ) -> None:
        self._plan = plan
        self._document = document
        self._front = Source(io.BytesIO(drawn), clean=False)
        self._front_copier = Copier(self._front, document)
        self._links = links
        self._tree = document.reserve()
        self._targets = tuple(document.reserve() for _ in plan.pages)
        self._open: _OpenFile | None = None
        self._hidden: list[Pointer] = []
        self._checked: set[str] = set()
        self._fonts_digest = ""
        self._records: list[PageRecord] = []

    def close(self) -> None:
        """Close what is open."""
        self._close_file()
        self._front.close()

    def add_page(self, page: PlannedPage) -> None:
        """Write one page with what stands on it."""
        parts: dict[str, Value] = {}
        placing = b""
        placed_digest = ""
        if page.kind is PageKind.SHEET and page.source is not None:
            parts, placing, placed_digest = self._place(page, page.source)
        self._write_page(page, parts, placing, placed_digest)

    def finish(self) -> None:
        """Write what stands around the pages: tree, outline, catalogue, manifest."""
        kids = list(self._targets)
        self._document.add({"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, self._tree)
        bookmarks = tuple(
            (_outline_title(bookmark.title), bookmark.page, bookmark.level)
            for bookmark in self._plan.bookmarks
        )
        settings = _catalogue_settings()
        information = _information(self._plan)
        manifest = make_manifest(
            self._plan,
            tuple(self._records),
            bookmarks,
            tuple((link.page, link.target) for link in self._links),
        ).with_frame(account.digest_frame(settings, information, len(self._hidden)))
        private = self._document.add(compressed(to_json(manifest)))
        catalogue: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": self._tree,
            "Outlines": write_outline(self._document, bookmarks, self._targets),
            **settings,
            # The date is required where private data stand; it is the same for every packet.
            "PieceInfo": {OWNER: {"LastModified": b"D:20000101000000Z", "Private": private}},
        }
        if self._hidden:
            # Layers that a source hides stay hidden; those that it shows need no entry.
            catalogue["OCProperties"] = {"OCGs": list(self._hidden), "D": {"OFF": list(self._hidden)}}
        root = self._document.add(catalogue)
        self._document.finish(root, self._document.add(information))

    # One page

    def _write_page(
        self, page: PlannedPage, parts: Mapping[str, Value], placing: bytes, placed_digest: str
    ) -> None:
        front = self._front.reader.pages[page.number - 1]
        stamp = self._front.resolve(self._front.value_of(dict.get(front, "/Contents")))
        resources = self._front.resolve(self._front.value_of(dict.get(front, "/Resources")))
        if not isinstance(stamp, Stream) or not isinstance(resources, Mapping):
            raise RuntimeError("a drawn page without content")
        fonts = resources["Font"]
        self._fonts_digest = self._fonts_digest or account.digest_value(self._front, fonts)
        streams = [compressed(placing), stamp] if placing else [stamp]
        links = [link for link in self._links if link.page == page.number]
        size = [0.0, 0.0, round(page.width_pt, 3), round(page.height_pt, 3)]
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": self._tree,
            "MediaBox": size,
            "Resources": {"Font": self._front_copier.copy(fonts), **({"XObject": parts} if parts else {})},
            "Contents": [self._document.add(stream) for stream in streams],
        }
        if links:
            entries["Annots"] = [self._annotation(link) for link in links]
        self._document.add(entries, self._targets[page.number - 1])
        places = [_corners(link.box) for link in links]
        page_digest = account.digest_page(size, streams, self._fonts_digest, places)
        self._records.append(page_record(page, page_digest, placed_digest))

    def _annotation(self, link: Link) -> Value:
        return {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": [round(number, 3) for number in _corners(link.box)],
            "Border": [0, 0, 0],
            "Dest": [self._targets[link.target - 1], Name("Fit")],
        }

    # A source page

    def _place(self, page: PlannedPage, source: PageSource) -> tuple[dict[str, Value], bytes, str]:
        self._refuse_changed(source.file)
        try:
            if source.file.kind.is_picture:
                return self._place_picture(page, source)
            return self._place_pdf_page(page, source)
        except TooLargeError as error:
            raise _unusable(source, "too_large") from error
        except UNREADABLE as error:
            raise _unusable(source, "unreadable") from error
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            # pypdf seeks before the start of files whose table of objects is damaged.
            raise _unusable(source, "unreadable") from error

    def _refuse_changed(self, file: SourceFile) -> None:
        """Refuse a file that is no longer the one that was examined; made copies have no known digest."""
        if file.path in self._checked or file.treatment not in _UNTOUCHED:
            return
        if _sha256_of_source(file) != file.sha256:
            raise UnusableInput("packet.source_changed", file=file.name)
        self._checked.add(file.path)

    def _place_picture(self, page: PlannedPage, source: PageSource) -> tuple[dict[str, Value], bytes, str]:
        self._close_file()
        picture = _read_picture(source)
        box = Box(0, 0, picture.width, picture.height)
        target = _picture_target(page, source, picture)
        matrix = layout.placing(box, source.facts.turn, target, mirrored=source.facts.mirrored)
        part = Part("P", picture.stream, (picture.width, 0, 0, picture.height, 0, 0))
        pointer = Copier(picture, self._document).add(picture.stream)
        digest = account.digest_placed(picture, [("P", picture.stream)])
        return {"P": pointer}, _placing(matrix, box, (part,)), digest

    def _place_pdf_page(self, page: PlannedPage, source: PageSource) -> tuple[dict[str, Value], bytes, str]:
        opened = self._opened(source)
        sheet = pdf_sheet(opened.source, source.index, opened.boxes.get(source.index))
        matrix = layout.placing(
            sheet.box, source.facts.turn, _sheet_target(page, source, sheet), mirrored=source.facts.mirrored
        )
        digest = account.digest_placed(opened.source, [(part.name, part.value) for part in sheet.parts])
        pointers: dict[str, Value] = {part.name: opened.copier.add(part.value) for part in sheet.parts}
        return pointers, _placing(matrix, sheet.box, sheet.parts), digest

    def _opened(self, page: PageSource) -> _OpenFile:
        """Return the open source file of a page; a file's pages follow each other."""
        if self._open is not None and self._open.path == page.file.path:
            return self._open
        self._close_file()
        source, boxes = _open_pdf(page)
        copier = Copier(source, self._document)
        self._open = _OpenFile(page.file.path, source, copier, hidden_layers(source), boxes)
        return self._open

    def _close_file(self) -> None:
        if self._open is None:
            return
        copied = self._open.copier.copied
        self._hidden += [copied[pointer] for pointer in self._open.layers if pointer in copied]
        self._open.source.close()
        self._open = None


def _sha256_of_source(file: SourceFile) -> str:
    try:
        return _sha256(Path(file.path))
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=file.name) from error


def _open_pdf(page: PageSource) -> tuple[Source, Mapping[int, Box]]:
    """Open a PDF, flattened where annotations have no pictures, with the boxes that flattening changes."""
    path = Path(page.file.path)
    try:
        source = Source.open(path, clean=True)
    except OSError as error:
        raise _unusable(page, "unreadable") from error
    if not source.unlock():
        source.close()
        raise _unusable(page, "encrypted")
    if not (lacks_appearances(source, page.file.selected) or wants_appearances_drawn(source)):
        return source, {}
    boxes = {index: visible_box(source, source.reader.pages[index]) for index in page.file.selected}
    count = len(source.reader.pages)
    source.close()
    try:
        flattened = Source(io.BytesIO(flattened_copy(path)), clean=True)
    except UNDRAWABLE as error:
        raise _unusable(page, "unreadable") from error
    if len(flattened.reader.pages) != count:
        # pdfium reads the page tree otherwise than we do: what it drew may stand on other pages.
        flattened.close()
        raise _unusable(page, "unreadable")
    return flattened, boxes


def _read_picture(page: PageSource) -> Picture:
    try:
        return read_picture(Path(page.file.path), page.file.kind, page.index)
    except TooLargeError:
        raise
    except UNREADABLE_PICTURE as error:
        raise _unusable(page, "unreadable") from error


def _unusable(page: PageSource, reason: str) -> UnusableInput:
    return UnusableInput("packet.page_unusable", file=page.file.name, page=page.index + 1, reason=reason)


def _picture_target(page: PlannedPage, source: PageSource, picture: Picture) -> Box:
    """Return where a picture stands: at its own size where it states one, else as large as stays sharp."""
    box = Box(0, 0, picture.width, picture.height)
    width, height = layout.upright_size(box, source.facts.turn)
    if source.file.physical_mm is not None:
        frame = layout.photo_frame(*source.file.physical_mm)
        return layout.fit(width, height, frame, largest=max(frame.width, frame.height))
    area = layout.sheet_area(page.width_pt, page.height_pt)
    if layout.is_credible(source.facts.dpi):
        # Faxes state one resolution across and another down; the facts have reckoned with both.
        return layout.fit(source.facts.width_pt, source.facts.height_pt, area)
    scale = 72 / layout.MIN_PICTURE_DPI
    return layout.fit(width * scale, height * scale, area)


def _sheet_target(page: PlannedPage, source: PageSource, sheet: Sheet) -> Box:
    width, height = layout.upright_size(sheet.box, source.facts.turn)
    if source.file.physical_mm is not None:
        frame = layout.photo_frame(*source.file.physical_mm)
        return layout.fit(width, height, frame, largest=max(frame.width, frame.height))
    area = layout.sheet_area(page.width_pt, page.height_pt)
    return layout.fit(width * sheet.unit, height * sheet.unit, area)


def _placing(matrix: Matrix, box: Box, parts: tuple[Part, ...]) -> bytes:
    """Return the content that draws the parts within the page's box."""
    rows = [b"q", _spell_matrix(matrix)]
    if len(parts) > 1:
        rows.append(" ".join(map(spell_number, (box.x, box.y, box.width, box.height))).encode() + b" re W n")
    for part in parts:
        inner = _spell_matrix(part.matrix) + b" " if part.matrix else b""
        rows.append(b"q " + inner + b"/" + part.name.encode("ascii") + b" Do Q")
    return b"\n".join((*rows, b"Q\n"))


def _spell_matrix(matrix: Matrix) -> bytes:
    return " ".join(spell_number(round(number, 9)) for number in matrix).encode("ascii") + b" cm"


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.top


# Around the pages


def _catalogue_settings() -> dict[str, Value]:
    return {
        "Version": Name("1.7"),
        "Lang": b"zh-CN",
        "PageMode": Name("UseOutlines"),
        "PageLabels": {"Nums": [0, {"S": Name("D"), "St": 1}]},
        "ViewerPreferences": {"DisplayDocTitle": True, "PrintScaling": Name("None")},
    }


def _information(plan: PacketPlan) -> dict[str, Value]:
    request = plan.request
    subject = request.category.shown(DisplayMode.BOTH, " · ")
    return {
        "Title": text(request.title),
        "Subject": text(subject),
        "Creator": text(f"Yongju {app.__version__}"),
        "Producer": text(f"Yongju {app.__version__}"),
    }


def write_outline(
    document: PdfDocument, bookmarks: tuple[tuple[str, int, int], ...], targets: tuple[Pointer, ...]
) -> Pointer:
    """Write the outline (ISO 32000-1, 12.3.3) of bookmarks in two levels and return its root."""
    root = document.reserve()
    items = [document.reserve() for _ in bookmarks]
    tops = [n for n, bookmark in enumerate(bookmarks) if bookmark[2] == 0]
    for place, top in enumerate(tops):
        end = tops[place + 1] if place + 1 < len(tops) else len(bookmarks)
        children = list(range(top + 1, end))
        siblings = _chain(items, tops, place) | _family(items, children)
        document.add(_outline_item(bookmarks[top], targets, root) | siblings, items[top])
        for position, child in enumerate(children):
            entries = _outline_item(bookmarks[child], targets, items[top]) | _chain(items, children, position)
            document.add(entries, items[child])
    counts: dict[str, Value] = {"Type": Name("Outlines"), "First": items[tops[0]], "Last": items[tops[-1]]}
    return document.add({**counts, "Count": len(bookmarks)}, root)


def _outline_title(title: Text) -> str:
    """Return a bookmark's words in both languages, an exhibit's label only once."""
    label, _, rest = title.en.partition(" ")
    if title.zh != title.en and rest and title.zh.startswith(f"{label} "):
        return f"{title.zh} · {rest}"
    return title.shown(DisplayMode.BOTH, " · ")


def _outline_item(
    bookmark: tuple[str, int, int], targets: tuple[Pointer, ...], parent: Pointer
) -> dict[str, Value]:
    title, page, _ = bookmark
    return {"Title": text(title), "Parent": parent, "Dest": [targets[page - 1], Name("Fit")]}


def _chain(items: list[Pointer], row: list[int], place: int) -> dict[str, Value]:
    entries: dict[str, Value] = {}
    if place > 0:
        entries["Prev"] = items[row[place - 1]]
    if place + 1 < len(row):
        entries["Next"] = items[row[place + 1]]
    return entries


def _family(items: list[Pointer], children: list[int]) -> dict[str, Value]:
    if not children:
        return {}
    return {"First": items[children[0]], "Last": items[children[-1]], "Count": len(children)}
