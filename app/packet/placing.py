"""Places source pages: opens each file, copies what a page draws once, and says where it stands.

A page may show several sources (two sides of a card) or one several times (photos), each in a frame.
"""

import errno
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.packet import Frame, PageSource, PlannedPage, SourceFile
from app.packet import account, layout
from app.packet.annotations import Annotations, undrawn_pages
from app.packet.appearances import UNDRAWABLE, flattened_copy
from app.packet.copying import Copier
from app.packet.document import PdfDocument
from app.packet.hashing import Sha256, SourceCheck
from app.packet.images import UNREADABLE_PICTURE, Picture, TooLargeError, read_picture, taken_from
from app.packet.layers import Layer, Layers
from app.packet.layout import Box, Matrix
from app.packet.redaction import standing_for
from app.packet.sheet import Part, pdf_sheet
from app.packet.source import UNREADABLE, Source
from app.packet.values import Value, spell_number

# How a file is treated that is placed as it was brought.
_UNTOUCHED = frozenset({"copied", "picture"})


@dataclass(frozen=True, slots=True)
class Placed:
    """Holds what source pages put on a page: XObjects, the content that draws them, a digest of each.

    The digests may still be in the making.
    """

    parts: Mapping[str, Value]
    content: bytes
    digests: tuple[Sha256, ...]


@dataclass(frozen=True, slots=True)
class _Copied:
    """Holds what a source page draws, once it stands in the document; it may be drawn on several pages."""

    parts: tuple[Part, ...]
    pointers: Mapping[str, Value]
    box: Box
    unit: float
    digest: Sha256


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """A source file whose pages are being placed."""

    path: str
    source: Source
    copier: Copier
    layers: Layers
    annotations: Annotations


class Placer:
    """Places source pages of one packet, of which a file's pages should follow each other."""

    def __init__(self, document: PdfDocument, pages: Iterable[PlannedPage] = ()) -> None:
        self._document = document
        files = (source.file for page in pages for source in page.sources)
        self._check = SourceCheck(file for file in files if file.treatment in _UNTOUCHED)
        self._open: _OpenFile | None = None
        self._copied: dict[tuple[str, int], _Copied] = {}
        self.layers: list[Layer] = []

    def close(self) -> None:
        """Close the file that is open, and note which of its layers are shown."""
        if self._open is None:
            return
        copier, layers = self._open.copier, self._open.layers
        self.layers += [Layer(copier.copied[one], layers.is_shown(one)) for one in copier.layers]
        self._open.source.close()
        self._open = None

    def refuse_changed(self) -> None:
        """Refuse files that were written to while their pages were placed, with UnusableInput."""
        self._check.refuse_changed_meanwhile()

    def place(self, page: PlannedPage) -> Placed:
        """Copy what a page's sources draw and return how they stand on it.

        Raises UnusableInput when a source page cannot be used after all.
        """
        copied = tuple(self._usable_copy(source) for source in page.sources)
        parts: dict[str, Value] = {}
        for place, each in enumerate(copied):
            parts |= {account.placed_name(place, name): value for name, value in each.pointers.items()}
        content = b"".join(_drawings(page, copied))
        return Placed(parts, content, tuple(each.digest for each in copied))

    def _usable_copy(self, source: PageSource) -> _Copied:
        self._refuse_changed(source.file)
        try:
            return self._copy(taken_from(standing_for(source)))
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
        if file.treatment in _UNTOUCHED:
            self._check.refuse_changed(file)

    def _copy(self, source: PageSource) -> _Copied:
        key = source.file.path, source.index
        if key not in self._copied:
            picture = source.file.kind.is_picture
            self._copied[key] = self._copy_picture(source) if picture else self._copy_pdf_page(source)
        return self._copied[key]

    def _copy_picture(self, source: PageSource) -> _Copied:
        self.close()
        picture = _read_picture(source)
        box = Box(0, 0, picture.width, picture.height)
        part = Part("P", picture.stream, (picture.width, 0, 0, picture.height, 0, 0))
        walk = account.walk_placed(picture, [("P", picture.stream)])
        pointer = Copier(picture, self._document).add(picture.stream)
        # The picture itself stands in the file by now: only where it is drawn is kept in memory.
        return _Copied((Part("P", pointer, part.matrix),), {"P": pointer}, box, 1.0, walk.digest)

    def _copy_pdf_page(self, source: PageSource) -> _Copied:
        opened = self._opened(source)
        sheet = pdf_sheet(opened.source, source.index, opened.annotations)
        walk = account.walk_placed(opened.source, [(part.name, part.value) for part in sheet.parts])
        pointers = {part.name: opened.copier.add(part.value) for part in sheet.parts}
        parts = tuple(Part(part.name, pointers[part.name], part.matrix) for part in sheet.parts)
        return _Copied(parts, pointers, sheet.box, sheet.unit, walk.digest)

    def _opened(self, page: PageSource) -> _OpenFile:
        """Return the open source file of a page; a file's pages follow each other."""
        if self._open is not None and self._open.path == page.file.path:
            return self._open
        self.close()
        source = _open_pdf(page)
        layers = Layers(source)
        copier = Copier(source, self._document)
        self._open = _OpenFile(page.file.path, source, copier, layers, Annotations(source, layers))
        return self._open


def _open_pdf(page: PageSource) -> Source:
    """Open a PDF, with what carries no picture of itself drawn in."""
    path = Path(page.file.path)
    try:
        source = Source.open(path, clean=True)
    except OSError as error:
        raise _unusable(page, "unreadable") from error
    if not source.unlock():
        source.close()
        raise _unusable(page, "encrypted")
    # Of all pages: the file stays open for whoever shows other pages of it next.
    pages = dict(enumerate(source.reader.pages))
    undrawn = undrawn_pages(source, pages, Annotations(source, Layers(source)))
    if not undrawn:
        return source
    with source:
        try:
            return Source(io.BytesIO(flattened_copy(path, source, undrawn)), clean=True)
        except UNDRAWABLE as error:
            raise _unusable(page, "unreadable") from error


def _read_picture(page: PageSource) -> Picture:
    try:
        return read_picture(Path(page.file.path), page.file.kind, page.index)
    except TooLargeError:
        raise
    except UNREADABLE_PICTURE as error:
        raise _unusable(page, "unreadable") from error


def _unusable(page: PageSource, reason: str) -> UnusableInput:
    return UnusableInput("packet.page_unusable", file=page.file.name, page=page.index + 1, reason=reason)


# Where it stands


def _drawings(page: PlannedPage, copied: tuple[_Copied, ...]) -> Iterator[bytes]:
    """Give the content of a page: each frame's source in it, or its one source in the room there is."""
    for frame in page.frames or (None,):
        place = 0 if frame is None else frame.source
        source, each = taken_from(standing_for(page.sources[place])), copied[place]
        target = _target(page, source, each) if frame is None else _in_frame(frame, source, each)
        matrix = layout.placing(each.box, source.facts.turn, target, mirrored=source.facts.mirrored)
        yield _content(matrix, each, place)


def _in_frame(frame: Frame, source: PageSource, copied: _Copied) -> Box:
    """Return the largest place in the middle of a frame that keeps the source's shape."""
    width, height = layout.upright_size(copied.box, source.facts.turn)
    if source.file.kind.is_picture and layout.is_credible(source.facts.dpi):
        # Faxes state one resolution across and another down; the facts have reckoned with both.
        width, height = source.facts.width_pt, source.facts.height_pt
    return layout.fit(width, height, Box(frame.x, frame.y, frame.width, frame.height), largest=math.inf)


def _target(page: PlannedPage, source: PageSource, copied: _Copied) -> Box:
    width, height = layout.upright_size(copied.box, source.facts.turn)
    area = layout.sheet_area(page.width_pt, page.height_pt)
    if not source.file.kind.is_picture:
        return layout.fit(width * copied.unit, height * copied.unit, area)
    return _picture_target(source, width, height, area)


def _picture_target(source: PageSource, width: float, height: float, area: Box) -> Box:
    """Return where a picture stands: at its own size where it states one, else as large as stays sharp."""
    if layout.is_credible(source.facts.dpi):
        # Faxes state one resolution across and another down; the facts have reckoned with both.
        return layout.fit(source.facts.width_pt, source.facts.height_pt, area)
    scale = 72 / layout.MIN_PICTURE_DPI
    return layout.fit(width * scale, height * scale, area)


def _content(matrix: Matrix, copied: _Copied, place: int) -> bytes:
    """Return the content that draws a source's parts within its box; `place` is its among the page's."""
    box = copied.box
    rows = [b"q", _spell_matrix(matrix)]
    if len(copied.parts) > 1:
        rows.append(" ".join(map(spell_number, (box.x, box.y, box.width, box.height))).encode() + b" re W n")
    for part in copied.parts:
        inner = _spell_matrix(part.matrix) + b" " if part.matrix else b""
        name = account.placed_name(place, part.name)
        rows.append(b"q " + inner + b"/" + name.encode("ascii") + b" Do Q")
    return b"\n".join((*rows, b"Q\n"))


def _spell_matrix(matrix: Matrix) -> bytes:
    return " ".join(spell_number(round(number, 9)) for number in matrix).encode("ascii") + b" cm"
