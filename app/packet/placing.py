"""Places source pages: opens each file, copies what a page draws once, and says where it stands."""

import errno
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UnusableInput
from app.domain.packet import PageSource, PlannedPage, SourceFile
from app.packet import account, layout
from app.packet.appearances import UNDRAWABLE, flattened_copy
from app.packet.copying import Copier
from app.packet.document import PdfDocument
from app.packet.images import UNREADABLE_PICTURE, Picture, TooLargeError, read_picture
from app.packet.layout import Box, Matrix
from app.packet.sheet import (
    Part,
    hidden_layers,
    lacks_appearances,
    pdf_sheet,
    visible_box,
    wants_appearances_drawn,
)
from app.packet.source import UNREADABLE, Source
from app.packet.values import Pointer, Value, spell_number

# How a file is treated that is placed as it was brought.
_UNTOUCHED = frozenset({"copied", "picture"})


@dataclass(frozen=True, slots=True)
class Placed:
    """Holds what a source page put on a page: its XObjects, the content that draws them, their digest."""

    parts: Mapping[str, Value]
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class _Copied:
    """Holds what a source page draws, once it stands in the document; it may be drawn on several pages."""

    parts: tuple[Part, ...]
    pointers: Mapping[str, Value]
    box: Box
    unit: float
    digest: str


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """A source file whose pages are being placed."""

    path: str
    source: Source
    copier: Copier
    layers: tuple[Pointer, ...]
    boxes: Mapping[int, Box]


class Placer:
    """Places source pages of one packet, of which a file's pages should follow each other."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._open: _OpenFile | None = None
        self._checked: set[str] = set()
        self._copied: dict[tuple[str, int], _Copied] = {}
        self.hidden: list[Pointer] = []

    def close(self) -> None:
        """Close the file that is open, and note which of its layers a reader hides."""
        if self._open is None:
            return
        copied = self._open.copier.copied
        self.hidden += [copied[pointer] for pointer in self._open.layers if pointer in copied]
        self._open.source.close()
        self._open = None

    def place(self, page: PlannedPage, source: PageSource) -> Placed:
        """Copy what a source page draws and return how it stands on its page.

        Raises UnusableInput when the page cannot be used after all.
        """
        self._refuse_changed(source.file)
        try:
            copied = self._copy(source)
        except TooLargeError as error:
            raise _unusable(source, "too_large") from error
        except UNREADABLE as error:
            raise _unusable(source, "unreadable") from error
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            # pypdf seeks before the start of files whose table of objects is damaged.
            raise _unusable(source, "unreadable") from error
        target = _target(page, source, copied)
        matrix = layout.placing(copied.box, source.facts.turn, target, mirrored=source.facts.mirrored)
        return Placed(copied.pointers, _content(matrix, copied.box, copied.parts), copied.digest)

    def _refuse_changed(self, file: SourceFile) -> None:
        """Refuse a file that is no longer the one that was examined; made copies have no known digest."""
        if file.path in self._checked or file.treatment not in _UNTOUCHED:
            return
        if _sha256_of_source(file) != file.sha256:
            raise UnusableInput("packet.source_changed", file=file.name)
        self._checked.add(file.path)

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
        pointer = Copier(picture, self._document).add(picture.stream)
        digest = account.digest_placed(picture, [("P", picture.stream)])
        # The picture itself stands in the file by now: only where it is drawn is kept in memory.
        return _Copied((Part("P", pointer, part.matrix),), {"P": pointer}, box, 1.0, digest)

    def _copy_pdf_page(self, source: PageSource) -> _Copied:
        opened = self._opened(source)
        sheet = pdf_sheet(opened.source, source.index, opened.boxes.get(source.index))
        digest = account.digest_placed(opened.source, [(part.name, part.value) for part in sheet.parts])
        pointers = {part.name: opened.copier.add(part.value) for part in sheet.parts}
        parts = tuple(Part(part.name, pointers[part.name], part.matrix) for part in sheet.parts)
        return _Copied(parts, pointers, sheet.box, sheet.unit, digest)

    def _opened(self, page: PageSource) -> _OpenFile:
        """Return the open source file of a page; a file's pages follow each other."""
        if self._open is not None and self._open.path == page.file.path:
            return self._open
        self.close()
        source, boxes = _open_pdf(page)
        copier = Copier(source, self._document)
        self._open = _OpenFile(page.file.path, source, copier, hidden_layers(source), boxes)
        return self._open


def _sha256_of_source(file: SourceFile) -> str:
    try:
        with Path(file.path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
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


# Where it stands


def _target(page: PlannedPage, source: PageSource, copied: _Copied) -> Box:
    width, height = layout.upright_size(copied.box, source.facts.turn)
    if source.file.physical_mm is not None:
        frame = layout.photo_frame(*source.file.physical_mm)
        return layout.fit(width, height, frame, largest=max(frame.width, frame.height))
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


def _content(matrix: Matrix, box: Box, parts: tuple[Part, ...]) -> bytes:
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
