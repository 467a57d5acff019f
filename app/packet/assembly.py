"""Puts a packet together, page after page, into a document that is being written."""

import io
from collections.abc import Iterator, Mapping

from app.domain.packet import PacketPlan, PageKind, PlannedPage
from app.packet import account, frame, metadata
from app.packet.attachments import write_attachments
from app.packet.copying import Copier
from app.packet.document import PdfDocument
from app.packet.draw import Drawn
from app.packet.layers import properties_of, stated_layers
from app.packet.layout import Box
from app.packet.manifest import OWNER, PageRecord, make_manifest, page_record, to_json
from app.packet.pen import Link
from app.packet.placing import Placed, Placer
from app.packet.source import Source
from app.packet.surroundings import page_pointers
from app.packet.values import Name, Stream, Value, compressed

_EMPTY = Placed({}, b"", ())
_PRINTED = 4  # ISO 32000-1, table 165


class Assembly:
    """A packet being put together: every page once, in order, then what stands around them."""

    def __init__(self, plan: PacketPlan, document: PdfDocument, drawn: Drawn) -> None:
        self._plan = plan
        self._document = document
        self._front = Source(io.BytesIO(drawn.pdf), clean=False)
        self._front_pages = page_pointers(self._front)
        self._front_copier = Copier(self._front, document)
        self._placer = Placer(document, plan.pages)
        self._links = drawn.links
        self._tree = document.reserve()
        self._targets = tuple(document.reserve() for _ in plan.pages)
        self._fonts_digest = ""
        self._made: list[tuple[PlannedPage, str, Placed]] = []

    def close(self) -> None:
        """Close what is open."""
        self._placer.close()
        self._front.close()

    def add_page(self, page: PlannedPage) -> None:
        """Write one page with what stands on it."""
        placed = _EMPTY
        if page.kind is PageKind.SHEET:
            placed = self._placer.place(page)
        self._write_page(page, placed)

    def finish(self) -> None:
        """Write what stands around the pages: tree, outline, catalogue, manifest."""
        self._placer.close()
        self._placer.refuse_changed()
        kids = list(self._targets)
        self._document.add({"Type": Name("Pages"), "Kids": kids, "Count": len(kids)}, self._tree)
        bookmarks = frame.outline_of(self._plan)
        settings = frame.catalogue_settings(self._plan)
        information = metadata.information(self._plan)
        layers = self._placer.layers
        manifest = make_manifest(
            self._plan,
            tuple(self._records()),
            bookmarks,
            tuple((link.page, link.target) for link in self._links),
        ).with_frame(account.digest_frame(settings, information, stated_layers(layers)))
        private = self._document.add(compressed(to_json(manifest)))
        catalogue: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": self._tree,
            "Outlines": frame.write_outline(self._document, bookmarks, self._targets),
            **frame.written_settings(self._document, settings),
            "Metadata": self._document.add(metadata.xmp(self._plan)),
            **write_attachments(self._document, self._plan),
            # The date is required where private data stand; it is the same for every packet.
            "PieceInfo": {OWNER: {"LastModified": b"D:20000101000000Z", "Private": private}},
        }
        if layers:
            catalogue["OCProperties"] = properties_of(layers)
        root = self._document.add(catalogue)
        self._document.finish(root, self._document.add(information))

    def _records(self) -> Iterator[PageRecord]:
        """Give the records of the pages; by now the digests of what is placed on them are computed."""
        for page, page_digest, placed in self._made:
            yield page_record(page, page_digest, tuple(each.hexdigest() for each in placed.digests))

    def _write_page(self, page: PlannedPage, placed: Placed) -> None:
        front = self._front.fetch(self._front_pages[page.number - 1])
        if not isinstance(front, Mapping):
            raise RuntimeError("a drawn page that is none")
        stamp = self._front.resolve(front.get("Contents"))
        resources = self._front.resolve(front.get("Resources"))
        if not isinstance(stamp, Stream) or not isinstance(resources, Mapping):
            raise RuntimeError("a drawn page without content")
        fonts = resources["Font"]
        self._fonts_digest = self._fonts_digest or account.digest_value(self._front, fonts)
        streams = [compressed(placed.content), stamp] if placed.content else [stamp]
        states = self._front.resolve(resources.get("ExtGState"))
        links = [link for link in self._links if link.page == page.number]
        size = [0.0, 0.0, round(page.width_pt, 3), round(page.height_pt, 3)]
        parts: dict[str, Value] = {"XObject": placed.parts} if placed.parts else {}
        if isinstance(states, Mapping):
            # How far the watermark lets through what lies under it.
            parts["ExtGState"] = states
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": self._tree,
            "MediaBox": size,
            "Resources": {"Font": self._front_copier.copy(fonts), **parts},
            "Contents": [self._document.add(stream) for stream in streams],
        }
        if links:
            entries["Annots"] = [self._annotation(link) for link in links]
        self._document.add(entries, self._targets[page.number - 1])
        places = [_corners(link.box) for link in links]
        page_digest = account.digest_page(size, [*streams, *_present(states)], self._fonts_digest, places)
        self._made.append((page, page_digest, placed))

    def _annotation(self, link: Link) -> Value:
        return {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": [round(number, 3) for number in _corners(link.box)],
            "Border": [0, 0, 0],
            "F": _PRINTED,
            "Dest": [self._targets[link.target - 1], Name("Fit")],
        }


def _present(value: Value) -> list[Value]:
    return [] if value is None else [value]


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.top
