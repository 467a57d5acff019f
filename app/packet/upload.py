"""Writes the papers of one requirement as a PDF of their own: the person's pages, nothing else on them.

No front matter and no stamps. A page of a PDF keeps its size, a picture gets a page of its own shape;
whatever is placed is copied as in a packet (`packet.placing`), so pictures pass through unchanged,
annotations are flattened, and the same inputs give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf

import app
from app.domain.errors import MachineStopped
from app.domain.files import PageFacts
from app.domain.packet import (
    A4_HEIGHT_PT,
    A4_WIDTH_PT,
    PT_PER_MM,
    Frame,
    PageKind,
    PageSource,
    PlannedPage,
    SourceFile,
)
from app.packet import layout
from app.packet.document import PdfDocument
from app.packet.layers import properties_of
from app.packet.layout import Box
from app.packet.placing import Placer
from app.packet.source import UNREADABLE, Source
from app.packet.values import Name, Pointer, Value, compressed, text

# A scan of a large page may legitimately be this large; pypdf's own limit is 75 MB.
_LARGEST_STREAM = 1_000_000_000
# The largest page that ISO 32000-1 (annex C) lets a reader expect.
_LARGEST_SIDE = 14_400.0
# A picture that states so low a resolution that its page would be larger than A3 is no paper of that size.
_A3 = (2 * A4_WIDTH_PT, A4_HEIGHT_PT)


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Holds a source page and the size in points of the page on which it stands alone."""

    source: PageSource
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class WrittenUpload:
    """Holds what was written: size, SHA-256, and how many bytes each page took."""

    size_bytes: int
    sha256: str
    page_bytes: tuple[int, ...]


def upload_pages(file: SourceFile) -> Iterator[UploadPage]:
    """Give the usable pages of a file in the order in which they are wanted, each at its own size."""
    if file.problem is not None:
        return
    for index in file.selected:
        facts = file.pages[index]
        if facts.problem is None:
            yield UploadPage(PageSource(file, index, facts), *_page_size(file, facts))


def write_upload(pages: Iterable[UploadPage], title: str, destination: Path) -> WrittenUpload:
    """Write pages as one PDF and read it back.

    Raises UnusableInput when a page cannot be used after all, MachineStopped when the file is not as
    it should be, OSError when it cannot be written.
    """
    with destination.open("wb", buffering=1 << 20) as stream:
        writing = _Writing(PdfDocument(stream))
        with pypdf.apply_configuration(maximum_declared_stream_length=_LARGEST_STREAM):
            try:
                for page in pages:
                    writing.add(page, stream.tell())
            finally:
                writing.close()
        sizes = writing.finish(title, stream.tell())
    _refuse_unsound(destination, len(sizes))
    with destination.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return WrittenUpload(destination.stat().st_size, digest, sizes)


class _Writing:
    """A PDF that gets one page after the other."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._tree = document.reserve()
        self._placer = Placer(document)
        self._kids: list[Pointer] = []
        self._starts: list[int] = []

    def close(self) -> None:
        """Close the source file that is open."""
        self._placer.close()

    def add(self, page: UploadPage, start: int) -> None:
        """Write one page; `start` is where the file ends so far."""
        self._starts.append(start)
        width, height = page.width_pt, page.height_pt
        number = len(self._kids) + 1
        frames = (Frame(0, 0, width, height),)
        placed = self._placer.place(
            PlannedPage(number, PageKind.SHEET, width, height, sources=(page.source,), frames=frames)
        )
        entries: dict[str, Value] = {
            "Type": Name("Page"),
            "Parent": self._tree,
            "MediaBox": [0, 0, round(width, 3), round(height, 3)],
            "Resources": {"XObject": placed.parts},
            "Contents": self._document.add(compressed(placed.content)),
        }
        self._kids.append(self._document.add(entries))

    def finish(self, title: str, end: int) -> tuple[int, ...]:
        """Write what stands around the pages and return how many bytes each of them took."""
        self._document.add({"Type": Name("Pages"), "Kids": self._kids, "Count": len(self._kids)}, self._tree)
        catalogue: dict[str, Value] = {
            "Type": Name("Catalog"),
            "Pages": self._tree,
            "ViewerPreferences": {"DisplayDocTitle": True},
        }
        layers = self._placer.layers
        if layers:
            catalogue["OCProperties"] = properties_of(layers)
        maker = text(f"Yongju {app.__version__}")
        information: dict[str, Value] = {"Title": text(title), "Creator": maker, "Producer": maker}
        self._document.finish(self._document.add(catalogue), self._document.add(information))
        ends = (*self._starts[1:], end)
        return tuple(after - before for before, after in zip(self._starts, ends, strict=True))


def _page_size(file: SourceFile, facts: PageFacts) -> tuple[float, float]:
    if file.physical_mm is not None:
        return file.physical_mm[0] * PT_PER_MM, file.physical_mm[1] * PT_PER_MM
    if file.kind.is_picture:
        return _picture_size(facts)
    scale = min(1.0, _LARGEST_SIDE / max(facts.width_pt, facts.height_pt))
    return facts.width_pt * scale, facts.height_pt * scale


def _picture_size(facts: PageFacts) -> tuple[float, float]:
    """Return a picture's own size where it states a credible one, else one on which it stays sharp."""
    stated = layout.is_credible(facts.dpi)
    scale = 1.0 if stated else 72 / layout.MIN_PICTURE_DPI
    width, height = facts.width_pt * scale, facts.height_pt * scale
    short, long = sorted((width, height))
    if stated and short <= _A3[1] and long <= _A3[0]:
        return width, height
    fitted = layout.fit(width, height, Box(0, 0, *layout.page_size(facts)))
    return fitted.width, fitted.height


def _refuse_unsound(path: Path, count: int) -> None:
    try:
        with Source.open(path, clean=False) as source:
            found = len(source.reader.pages)
    except UNREADABLE as error:
        raise MachineStopped(
            "packet.verification_failed", path=str(path), reason=type(error).__name__
        ) from error
    if found != count:
        raise MachineStopped("packet.verification_failed", path=str(path), reason="packet.page_count")
