"""Takes chosen areas out of pages for good: the page becomes a picture in which they are painted over.

Nothing of the page but that picture reaches the packet: no text, no hidden layer, no original picture.
The functions named by `casework.share` run in guarded processes and speak in plain tuples.
"""

import contextlib
import hashlib
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from pypdf import PageObject
from pypdf.generic import ArrayObject, NameObject, StreamObject
from pypdfium2 import raw

from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.domain.packet import PageSource
from app.packet.images import UNREADABLE_PICTURE, CannotPassError, read_picture
from app.packet.layout import is_credible
from app.packet.sheet import content_streams
from app.packet.source import UNREADABLE, Source, decoded
from app.packet.values import Name, Pointer, Stream, Value

# Left, top, right and bottom edge as shares of the page, from its upper left.
Edges = tuple[float, float, float, float]

# Stands for the digests of what cannot be looked through.
UNKNOWN = "unknown"
DPI = 300
# An A3 page at 300 dots an inch has 17 million; larger pages are drawn coarser.
_MOST_PIXELS = 36_000_000
_JPEG_QUALITY = 90
# A JPEG is made of squares of so many pixels: what fills them whole is of one colour afterwards.
_BLOCK = 8
_INK = 0
# What decoding may add to a plain area.
_TOLERANCE = 2
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_DRAWN_STREAMS = (Name("Image"), Name("Form"))
# Numbers, names, and the operators that place and clip what stands elsewhere (ISO 32000-1, table 51).
_PLACING = re.compile(rb"(?:[-+.\d]++|/[^\s/\[\]()<>]++|q|Q|cm|Do|gs|re|W\*?|n|\s++|\0)*+")
_DEEPEST = 40
_PDFIUM_ERRORS = (pypdfium2.PdfiumError, RuntimeError, ValueError, OverflowError)
_DECODER_ERRORS = (*UNREADABLE_PICTURE, Image.DecompressionBombError)


def standing_for(source: PageSource) -> PageSource:
    """Return the picture that stands for a page of a shared copy, or the page itself."""
    found = next((each for each in source.file.redacted if each.index == source.index), None)
    if found is None:
        return source
    facts = source.facts
    # A page of a PDF has a size of its own; a picture keeps what it states, or that it states none.
    dpi = facts.dpi if source.file.kind.is_picture and not is_credible(facts.dpi) else float(DPI)
    file = replace(source.file, path=found.path, kind=found.kind, treatment="redacted", redacted=(), parts=())
    return PageSource(file, 0, replace(facts, turn=0, mirrored=False, dpi=dpi))


def turned_edges(edges: Edges, turn: int) -> Edges:
    """Return where an area is after its page is turned clockwise."""
    left, top, right, bottom = edges
    for _ in range(turn // 90 % 4):
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return left, top, right, bottom


# What a page draws


def digest_streams(path: str, kind: str, indices: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Return for each page the digests of its content and of the pictures and forms within its reach.

    Two pages that share one of them share it in the packet, where the one would carry what the other
    had taken out, drawn or not: a spread cut in two by crop boxes has one content for both halves.
    Font programs, colour profiles and content that only places pictures are left out. A page that cannot
    be looked through has UNKNOWN.
    """
    try:
        return tuple(_digests(Path(path), FileKind(kind), indices))
    except (*UNREADABLE, *UNREADABLE_PICTURE):
        return tuple((UNKNOWN,) for _ in indices)


def _digests(path: Path, kind: FileKind, indices: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
    if kind.is_picture:
        for index in indices:
            yield _digest_picture(path, kind, index)
        return
    with Source.open(path, clean=True) as source:
        source.unlock()
        for index in indices:
            yield tuple(sorted(_digests_of_page(source, index)))


def _digest_picture(path: Path, kind: FileKind, index: int) -> tuple[str, ...]:
    try:
        return (_digest(read_picture(path, kind, index).stream.data),)
    except CannotPassError:
        # Its data does not go into a packet, nor into other PDFs, as it is.
        return ()


def _digests_of_page(source: Source, index: int) -> set[str]:
    page = source.reader.pages[index]
    found: set[str] = set()
    seen: set[Pointer] = set()
    for value in (source.value_of(dict.get(page, "/Annots")), source.value_of(page.get("/Resources"))):
        _gather(source, value, found, seen, 0)
    return found.union(_digest(bytes(each._data)) for each in content_streams(page) if _draws(each))


def _draws(content: StreamObject) -> bool:
    """Say whether content draws anything itself; that of scans only places a picture, each time alike."""
    try:
        return _PLACING.fullmatch(decoded(content)) is None
    except UNREADABLE:
        return True


def _gather(source: Source, value: Value, found: set[str], seen: set[Pointer], depth: int) -> None:
    """Walk through all that a value leads to."""
    if isinstance(value, Pointer):
        if value in seen:
            return
        seen.add(value)
        value = source.resolve(value)
    if depth > _DEEPEST:
        raise ValueError("objects nested too deeply")
    if isinstance(value, Stream):
        if value.entries.get("Subtype") in _DRAWN_STREAMS or "PatternType" in value.entries:
            found.add(_digest(value.data))
        value = value.entries
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key not in ("Parent", "P"):
                _gather(source, each, found, seen, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _gather(source, each, found, seen, depth + 1)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# Making the picture


def redact_pages(
    path: str,
    kind: str,
    wanted: tuple[tuple[int, int, bool, int, tuple[Edges, ...]], ...],
    folder: str,
    name: str,
) -> tuple[tuple[int, str, str], ...]:
    """Turn pages into pictures with their areas painted over; return index, path and kind of each.

    Of each page: its index, turn and mirroring as the file has them, the turn that it gets besides, and
    the areas as it is seen before that turn. Raises UnusableInput where a page cannot be drawn.
    """
    sort = FileKind(kind)
    made = []
    for index, turn, mirrored, further, areas in wanted:
        try:
            seen = (
                _picture_as_seen(Path(path), sort, index, turn, mirrored)
                if sort.is_picture
                else _page_as_seen(Path(path), index)
            )
        except (*_DECODER_ERRORS, *_PDFIUM_ERRORS) as error:
            raise UnusableInput("share.cannot_remove", file=name, page=index + 1) from error
        painted = _painted(_turned(seen, further), [turned_edges(edges, further) for edges in areas])
        written, written_kind = _write(painted, Path(folder) / f"redacted-{index}")
        made.append((index, str(written), written_kind.value))
    return tuple(made)


def _picture_as_seen(path: Path, kind: FileKind, index: int, turn: int, mirrored: bool) -> Image.Image:
    # Its libraries are loaded where pictures are decoded only, not by every packet.
    from app.packet.pixels import decode_picture

    picture = decode_picture(path, kind, index)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return _turned(picture, turn)


def _page_as_seen(path: Path, index: int) -> Image.Image:
    with _document(path) as document:
        # Without a form environment fields that carry no picture of themselves stay undrawn.
        document.init_forms()
        page = document[index]
        width, height = page.get_size()
        if not math.isfinite(width * height) or min(width, height) <= 0:
            raise ValueError("a page without a size")
        scale = min(DPI / 72, math.sqrt(_MOST_PIXELS / (width * height)))
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return drawn.convert("RGB")


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    return picture.transpose(_TURNS[turn % 360]) if turn % 360 in _TURNS else picture


def _painted(picture: Image.Image, areas: Sequence[Edges]) -> Image.Image:
    """Paint areas over, a few pixels wider than chosen, so that no edge of what stood there is left."""
    plain = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    painted = plain.copy()
    # What belongs to the picture as a file, such as a small preview of it, has no place here.
    painted.info = {}
    brush = ImageDraw.Draw(painted)
    for edges in areas:
        left, top, right, bottom = _pixels(edges, painted.size)
        corner = (_BLOCK * (left // _BLOCK), _BLOCK * (top // _BLOCK))
        opposite = (-(-right // _BLOCK) * _BLOCK - 1, -(-bottom // _BLOCK) * _BLOCK - 1)
        brush.rectangle((corner, opposite), fill=_INK if painted.mode == "L" else (_INK,) * 3)
    return painted


def _pixels(edges: Edges, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels that an area touches: first column and row, and those after the last."""
    left, top, right, bottom = edges
    width, height = size
    return (
        max(0, math.floor(left * width)),
        max(0, math.floor(top * height)),
        min(width, math.ceil(right * width)),
        min(height, math.ceil(bottom * height)),
    )


def _write(picture: Image.Image, stem: Path) -> tuple[Path, FileKind]:
    """Write a picture as PNG where that is smaller, as of printed text, else as JPEG."""
    if picture.mode == "RGB" and _is_grey(picture):
        picture = picture.convert("L")
    jpeg, png = io.BytesIO(), io.BytesIO()
    picture.save(jpeg, "JPEG", quality=_JPEG_QUALITY, subsampling="4:4:4")
    picture.save(png, "PNG")
    kind, data = (
        (FileKind.PNG, png.getvalue()) if png.tell() <= jpeg.tell() else (FileKind.JPEG, jpeg.getvalue())
    )
    path = stem.with_suffix(f".{kind.value}")
    path.write_bytes(data)
    return path, kind


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


# Looking whether it is gone


def find_remains(
    path: str,
    removed: tuple[tuple[int, int, tuple[Edges, ...]], ...],
    bare: tuple[int, ...],
    gone: tuple[str, ...],
    own: str,
    password: str = "",
) -> tuple[tuple[int, str], ...]:
    """Say on which pages of a written packet something is left of what was to go, and what.

    `removed` names page, place of the picture among the page's, and areas as it stands there. `bare`
    are pages that show pictures only, `gone` digests of streams that nothing in the file may have; `own`
    is what our watermark says.
    """
    found: list[tuple[int, str]] = []
    with _document(Path(path), password) as document:
        pictures = _pictures_of(document, removed, frozenset(own))
        found += ((number, what) for number, what in pictures if what)
    with Source.open(Path(path), clean=False) as source:
        if password:
            source.reader.decrypt(password)
        pages = source.reader.pages
        numbers = {number for number, _, _ in removed}.intersection(bare)
        found += ((number, "text") for number in sorted(numbers) if _placed_words(pages[number - 1]))
        found += ((0, "picture") for data in _all_streams(source) if _digest(data) in frozenset(gone))
    return tuple(dict.fromkeys(found))


@contextlib.contextmanager
def _document(path: Path, password: str = "") -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(path, password=password or None)
    try:
        yield document
    finally:
        document.close()


def _pictures_of(
    document: pypdfium2.PdfDocument,
    removed: Sequence[tuple[int, int, tuple[Edges, ...]]],
    own: frozenset[str],
) -> Iterator[tuple[int, str]]:
    """Give each page with what is left on it, or with nothing."""
    for number, place, areas in removed:
        page = document[number - 1]
        items = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=1))
        if place >= len(items):
            yield number, "picture"
            continue
        picture = items[place].get_bitmap().to_pil()
        left, bottom, right, top = items[place].get_bounds()
        words = page.get_textpage()
        for edges in areas:
            yield number, "" if _is_plain(picture, edges) else "picture"
            inside = words.get_text_bounded(*_on_page(edges, left, bottom, right, top))
            yield number, "text" if set(inside) - own - set(" \r\n\t") else ""


def _on_page(
    edges: Edges, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    width, height = right - left, top - bottom
    return left + edges[0] * width, top - edges[3] * height, left + edges[2] * width, top - edges[1] * height


def _is_plain(picture: Image.Image, edges: Edges) -> bool:
    """Say whether an area of a picture is of one colour."""
    bands = picture.crop(_pixels(edges, picture.size)).convert("RGB").getextrema()
    return all(isinstance(each, tuple) and each[1] - each[0] <= _TOLERANCE for each in bands)


def _placed_words(page: PageObject) -> str:
    """Return the text of a page without what we drew upon it, which is its last content stream."""
    contents = dict.get(page, "/Contents")
    contents = contents.get_object() if contents is not None else None
    placed = PageObject(page.pdf)
    placed[NameObject("/Resources")] = page["/Resources"]
    placed[NameObject("/Contents")] = ArrayObject(contents[:-1] if isinstance(contents, list) else [])
    return placed.extract_text().strip()


def _all_streams(source: Source) -> Iterator[bytes]:
    """Give the encoded bytes of every stream of a file."""
    count = source.value_of(dict.get(source.reader.trailer, "/Size"))
    if not isinstance(count, int):
        raise ValueError("a file that does not say how many objects it has")
    for number in range(1, count):
        value = source.fetch(Pointer(number))
        if isinstance(value, Stream):
            yield value.data
