"""Rebuilds damaged PDFs, and finds in the damaged bytes what a rebuilt copy may not lack.

A rebuilt copy looks whole even when half of it was cut off: what is missing became null on the way.
So the damaged file itself is asked: how many pages it speaks of, and which objects are spoken of but
are no longer there.
"""

import contextlib
import logging
import mmap
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from app.domain.files import Repair
from app.intake.inflate import MAX_CONTENT_BYTES, Incomplete, inflate
from app.intake.page_pictures import write_as_pictures
from app.intake.rendering import PDFIUM_ERRORS, PDFIUM_LOCK

# qpdf tells of every oddity it mends; what comes of them is stated as facts.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)

# What pikepdf raises for a file that qpdf cannot rebuild: its own errors, and the plain ones of its bindings.
PIKEPDF_ERRORS = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    OverflowError,
    MemoryError,
)
REPAIR_ERRORS = (*PIKEPDF_ERRORS, *PDFIUM_ERRORS)

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj(?![a-z])")
_REFERENCE = re.compile(rb"(?<![\d.])(\d{1,10})\s+\d{1,5}\s+R(?![A-Za-z])")
# Ways back up and away from a page, which are no part of what it shows.
_AWAY = re.compile(rb"/(?:Parent|P|Dest|StructParent|B|Next|Prev|First|Last|Popup|IRT)\s+\d+\s+\d+\s+R")
_TYPE = re.compile(rb"/Type\s*/(Pages|Page)(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,7})(?!\d|\s+\d+\s+R)")
_CROSS_REFERENCES = re.compile(rb"(?<!start)xref|/Type\s*/XRef|startxref|trailer")
_POINTER = re.compile(rb"startxref\s+(\d{1,12})")
_POINTER_WITHIN = 1024
_HEADER_WITHIN = 1024
_TABLE = re.compile(rb"(?:xref|\d+\s+\d+\s+obj)")
_LENGTH = re.compile(rb"/Linearized.{0,200}?/L\s+(\d{1,12})", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_STREAM_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(\s+\d{1,5}\s+R)?")
_STREAM_END = re.compile(rb"\s{0,2}endstream")
_UNCHECKED = re.compile(rb"/(?:DCT|JPX|CCITTFax|JBIG2)Decode|/DCT\b")
_END = b"%%EOF"
_MAX_OBJECT_BYTES = 1_000_000
_MAX_OBJECTS = 500_000
_MAX_OBJECT_STREAMS = 5_000
_MAX_INFLATED = 200_000_000


class Locked(Exception):
    """The file does not open without a password."""


@contextlib.contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content


def is_damaged(path: Path) -> bool:
    """Say whether a PDF breaks off, is shorter than it says, or lost or gained bytes in the middle.

    pypdf would mend the cross-references of such a file without a word.
    """
    with _mapped(path) as content:
        end = content.rfind(_END)
        if end < 0 or _OBJECT.search(content, end):
            return True
        pointers = list(_POINTER.finditer(content, max(0, end - _POINTER_WITHIN)))
        return not pointers or not _leads_to_cross_references(content, int(pointers[-1][1]))


def _leads_to_cross_references(content: mmap.mmap, offset: int) -> bool:
    linearised = _LENGTH.search(content[:_HEADER_WITHIN])
    # The pointer of a linearised file leads to its beginning, so its length has to be right as well;
    # what an editor added later stands behind that length.
    if linearised is not None and offset < int(linearised[1]) != len(content):
        return False
    # Offsets count from the header, which other bytes may precede.
    header = max(0, content.find(b"%PDF-", 0, _HEADER_WITHIN))
    places = {offset, offset + header}
    return any(_TABLE.match(content, place) and not content[place - 1 : place].isdigit() for place in places)


def lost_its_last_part(path: Path) -> bool:
    """Say whether a PDF with a complete earlier state was cut while a later one was still coming.

    The cross-references come last, so when they have begun every object is there. Without them nobody
    can tell which objects the later state would have had.
    """
    with _mapped(path) as content:
        end = content.rfind(_END)
        if end < 0:
            return False
        added = list(_OBJECT.finditer(content, end))
        return bool(added) and _CROSS_REFERENCES.search(content, added[-1].start()) is None


def repair_pdf(path: Path, repair: Repair, destination: Path) -> None:
    """Write a rebuilt copy without encryption; raises one of REPAIR_ERRORS or Locked."""
    if repair is Repair.PIKEPDF:
        with _opened(path) as document, warnings.catch_warnings():
            # Fields that belong to no form are kept like others.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            # Streams pass as they are: what was compressed twice may be a bomb, and nothing may change.
            document.save(
                destination,
                deterministic_id=True,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
        return
    if repair is Repair.PICTURES:
        write_as_pictures(path, destination)
        return
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            document.save(destination)
        finally:
            document.close()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[pikepdf.Pdf]:
    try:
        document = pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Locked from error
    with document:
        yield document


@dataclass(frozen=True, slots=True)
class Damage:
    """Holds what the damaged bytes speak of: how many pages, and which pages lack a part."""

    pages: int
    incomplete: frozenset[int]

    def allows(self, pages: int) -> bool:
        """Say whether a rebuilt copy with so many pages has all of them."""
        return pages >= self.pages


def assess_damage(path: Path) -> Damage:
    """Read from the bytes, and from object streams that still open, what a copy may not lack.

    Raises ValueError when that cannot be told, LimitReachedError when it would take too much.
    """
    with _mapped(path) as content:
        plain = _plain_objects(content)
        _refuse_unaccounted_loss(content)
        _refuse_packed_bombs(plain, content)
        objects = {
            number: one.text for number, one in plain.items() if _ends_where_it_says(one, plain, content)
        }
    claims: list[int] = [0]
    order: list[int] | None = None
    try:
        with _opened(path) as document:
            packed = _packed_objects(document)
            claims.append(_claimed_pages(document))
            order = [page.obj.objgen[0] for page in document.pages]
    except PIKEPDF_ERRORS:
        packed = {}
    objects.update(packed)
    graph = _Graph(objects)
    pages = [number for number, text in objects.items() if _kind_of(text) == b"Page"]
    claims.extend(_counted(text) for text in objects.values() if _kind_of(text) == b"Pages")
    if order is None and not all(map(graph.is_complete, pages)):
        raise ValueError("a page lacks a part, and nobody can tell which page it is")
    incomplete = frozenset(at for at, number in enumerate(order or ()) if not graph.is_complete(number))
    return Damage(max(len(pages), *claims), incomplete)


def _refuse_unaccounted_loss(content: mmap.mmap) -> None:
    """Refuse a file whose cross-references would stand behind the pointer to them.

    So much is gone that the last state of the file may be gone as a whole, and nothing left speaks of it.
    """
    pointers = list(_POINTER.finditer(content, max(0, len(content) - _POINTER_WITHIN)))
    if pointers and int(pointers[-1][1]) >= pointers[-1].start():
        raise ValueError("more is lost than the rest tells of")


def _kind_of(text: bytes) -> bytes | None:
    found = _TYPE.search(text)
    return found[1] if found else None


def _counted(text: bytes) -> int:
    found = _COUNT.search(text)
    return int(found[1]) if found else 0


def _claimed_pages(document: pikepdf.Pdf) -> int:
    # Asked before the pages are touched: qpdf corrects the count then.
    count = document.Root.Pages.get("/Count", 0)
    return int(count) if isinstance(count, int) else 0


@dataclass(frozen=True, slots=True)
class _Plain:
    """Holds an object as it stands in the file: its text, and where its stream data begins."""

    text: bytes
    data_at: int | None


def _refuse_packed_bombs(objects: dict[int, _Plain], content: mmap.mmap) -> None:
    # qpdf has no limits: it would inflate an object stream to whatever size.
    for plain in objects.values():
        if plain.data_at is None or b"/ObjStm" not in plain.text:
            continue
        end = content.find(b"endstream", plain.data_at)
        data = content[plain.data_at : end if end >= 0 else len(content)]
        with contextlib.suppress(Incomplete):
            for _ in inflate(data, MAX_CONTENT_BYTES):
                pass


def _plain_objects(content: mmap.mmap) -> dict[int, _Plain]:
    """Return the objects by number; of several with one number the last counts."""
    starts = []
    for found in _OBJECT.finditer(content):
        starts.append((int(found[1]), found.end(), found.start()))
        if len(starts) > _MAX_OBJECTS:
            raise ValueError("too many objects")
    ends = [start for _, _, start in starts[1:]] + [len(content)]
    objects = {}
    for (number, begin, _), end in zip(starts, ends, strict=True):
        body = content[begin : min(end, begin + _MAX_OBJECT_BYTES)]
        opened = _STREAM.search(body)
        # The last object of a cut file breaks off: as good as not there.
        if end == len(content) and not opened and b"endobj" not in body:
            continue
        text = body[: opened.start()] if opened else body
        objects[number] = _Plain(text, begin + opened.end() if opened else None)
    return objects


def _ends_where_it_says(plain: _Plain, objects: dict[int, _Plain], content: mmap.mmap) -> bool:
    """Say whether a stream has the length it states: bytes that got lost inside do not show otherwise."""
    if plain.data_at is None:
        return True
    stated = _STREAM_LENGTH.search(plain.text)
    if stated is None:
        return False
    length = int(stated[1])
    if stated[2]:
        held = objects.get(length)
        number = re.match(rb"\s*(\d{1,12})", held.text) if held else None
        if number is None:
            return False
        length = int(number[1])
    end = min(plain.data_at + length, len(content))
    if _UNCHECKED.search(plain.text) and content[end - 1 : end] in (b"\r", b"\n"):
        # One byte less, and the end of line before `endstream` has become data. Other filters notice.
        return False
    return _STREAM_END.match(content, end) is not None


def _packed_objects(document: pikepdf.Pdf) -> dict[int, bytes]:
    """Return the texts of the objects that object streams hold (ISO 32000-1, 7.5.7)."""
    objects: dict[int, bytes] = {}
    inflated = streams = 0
    for item in document.objects:
        if not isinstance(item, pikepdf.Stream) or item.get("/Type") != "/ObjStm":
            continue
        streams += 1
        data = item.read_bytes()
        inflated += len(data)
        if streams > _MAX_OBJECT_STREAMS or inflated > _MAX_INFLATED:
            raise ValueError("too much in object streams")
        first, count = int(item.First), int(item.N)
        header = [int(each) for each in data[:first].split()[: 2 * count]]
        offsets = [*header[1::2], len(data) - first]
        for at, number in enumerate(header[::2]):
            objects[number] = data[first + offsets[at] : first + offsets[at + 1]]
    return objects


class _Graph:
    """Follows references from object to object in the texts of a damaged file."""

    def __init__(self, objects: dict[int, bytes]) -> None:
        self._texts = objects
        self._nodes = {number for number, text in objects.items() if _kind_of(text)}
        self._targets: dict[int, tuple[int, ...]] = {}

    def is_complete(self, number: int) -> bool:
        """Say whether everything that a page leads to is there."""
        waiting, reached = [number], {number}
        while waiting:
            one = waiting.pop()
            if one not in self._texts:
                return False
            # A link to another page does not make that page a part of this one.
            new = set(self._targets_of(one)) - reached - self._nodes
            reached |= new
            waiting.extend(new)
        return True

    def _targets_of(self, number: int) -> tuple[int, ...]:
        if number not in self._targets:
            text = _AWAY.sub(b"", self._texts[number])
            self._targets[number] = tuple(int(found[1]) for found in _REFERENCE.finditer(text))
        return self._targets[number]
