"""Looks at PDFs: opens them, repairs what is damaged, and states the facts of each page.

Readers take turns: pypdf, which the packet is made with, then pypdf on a copy that qpdf rebuilt, then on
one that pdfium rebuilt, and where pypdf opens none of these, pdfium's pictures of the pages. Whatever opens
must also be complete: a file that lost pages, or a page that lost a part, is unreadable rather than shorter.
"""

import dataclasses
import errno
import logging
import math
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from app.domain.files import PageFacts, Repair, Signature
from app.intake.active import NOT_EXAMINED, find_active_content, is_signed
from app.intake.inflate import MAX_CONTENT_BYTES, Incomplete
from app.intake.notes import has_undrawn_stamp, is_dynamic_form
from app.intake.parts import MAX_DRAWN_BYTES, Drawn, Parts
from app.intake.rendering import Rendering
from app.intake.repair import (
    REPAIR_ERRORS,
    Damage,
    Locked,
    assess_damage,
    is_damaged,
    lost_its_last_part,
    repair_pdf,
)
from app.intake.seen import (
    DYNAMIC_FORM,
    EMPTY,
    ENCRYPTED,
    MAX_PAGES,
    TOO_HEAVY,
    TOO_HEAVY_PAGE,
    UNREADABLE,
    UNREADABLE_PAGE,
    Seen,
)
from app.intake.signatures import find_signatures

# pypdf tells of every oddity it reads over; what comes of them is stated as facts, and its records
# would carry text of private papers into the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

# Besides its own errors pypdf lets these through for malformed files; each was met in a corpus of 1,755
# odd files (missing boxes, wrong types, nesting, broken compression, content that outgrows memory).
PDF_ERRORS = (
    PyPdfError,
    DependencyError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)

_LETTER = (0.0, 0.0, 612.0, 792.0)
_SMALLEST_SIDE = 0.01
_MAX_UNIT = 75_000
_MAX_TREE_DEPTH = 50


class PagesLost(ValueError):
    """A document has fewer pages than it says."""


def examine_pdf(path: Path) -> Seen:
    """State the facts of a PDF, of a repaired copy where it is damaged."""
    try:
        seen = None if is_damaged(path) else _read(path, damaged=False)
    except Locked:
        return ENCRYPTED
    except (LimitReachedError, MemoryError):
        # The other readers have no limits: what pypdf refuses for its size must not reach them.
        return TOO_HEAVY
    except PDF_ERRORS:
        seen = None
    if seen is None:
        return _examine_repaired(path)
    return _without_hope(_better_of(seen, path) if seen.bad_pages and not seen.hopeless else seen)


def _better_of(seen: Seen, path: Path) -> Seen:
    """Prefer a rebuilt copy of an undamaged-looking file when fewer of its pages are bad."""
    repaired = _examine_repaired(path)
    whole = repaired.problem is None and len(repaired.pages) >= len(seen.pages)
    return repaired if whole and repaired.bad_pages < seen.bad_pages else seen


def _examine_repaired(path: Path) -> Seen:
    candidates: list[Seen] = []
    try:
        if lost_its_last_part(path):
            return UNREADABLE
        damage = assess_damage(path)
        for repair in Repair:
            if repair is Repair.PICTURES and candidates:
                # A picture shows nothing of what a page lacks: only what no reader opens becomes pictures.
                break
            with tempfile.TemporaryDirectory(prefix="yongju-") as folder:
                seen = _read_repaired(path, repair, Path(folder) / "copy.pdf", damage)
            if seen is None:
                continue
            if not seen.bad_pages or seen.hopeless:
                return _without_hope(seen)
            candidates.append(seen)
    except Locked:
        return ENCRYPTED
    except (LimitReachedError, MemoryError):
        return TOO_HEAVY
    except REPAIR_ERRORS:
        return UNREADABLE
    best = min(candidates, key=lambda each: each.bad_pages, default=UNREADABLE)
    return _without_hope(best)


def _read_repaired(path: Path, repair: Repair, copy: Path, damage: Damage) -> Seen | None:
    """State the facts of one rebuilt copy, or None when it cannot be read or lacks pages."""
    try:
        repair_pdf(path, repair, copy)
        seen = _read(copy, damaged=True)
    except (*PDF_ERRORS, *REPAIR_ERRORS):
        return None
    if not damage.allows(len(seen.pages)):
        return None
    pages = tuple(
        dataclasses.replace(page, problem=UNREADABLE_PAGE) if page.number - 1 in damage.incomplete else page
        for page in seen.pages
    )
    return dataclasses.replace(seen, pages=pages, repair=repair)


def _without_hope(seen: Seen) -> Seen:
    """Call a file unreadable when every page of it is, or too heavy when they all are that."""
    if not seen.pages or seen.bad_pages < len(seen.pages):
        return seen
    heavy = all(page.problem == TOO_HEAVY_PAGE for page in seen.pages)
    return dataclasses.replace(seen, problem=(TOO_HEAVY if heavy else UNREADABLE).problem)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[PdfReader, bool]]:
    """Open a PDF within limits; says also whether its owner restricted it."""
    size = path.stat().st_size
    with (
        path.open("rb") as stream,
        # A long scan is no attack: a stream may be as long as the file, but not grow without end.
        pypdf.apply_configuration(
            maximum_declared_stream_length=max(MAX_CONTENT_BYTES, size),
            stream_decoding_work_maximum_length=4 * MAX_CONTENT_BYTES,
        ),
    ):
        try:
            reader = PdfReader(stream)
        except NotImplementedError as error:
            # Locked for certain people by certificate, or by a scheme of one vendor.
            raise Locked from error
        restricted = reader.is_encrypted
        if restricted and not reader.decrypt(""):
            raise Locked
        yield reader, restricted


def _read(path: Path, *, damaged: bool) -> Seen:
    """State the facts of a PDF that opens; raises what pypdf raises, PagesLost or Locked."""
    try:
        return _facts_of(path, damaged=damaged)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # pypdf seeks before the start of files whose table of objects is damaged.
        raise ValueError("a place before the start of the file") from error


def _facts_of(path: Path, *, damaged: bool) -> Seen:
    with _opened(path) as (reader, restricted):
        claimed = _claimed_pages(reader)
        if claimed > MAX_PAGES or len(reader.pages) > MAX_PAGES:
            raise LimitReachedError("too many pages")
        if len(reader.pages) < claimed:
            raise PagesLost
        if not len(reader.pages):
            return EMPTY
        if _asks_to_wait(reader):
            return DYNAMIC_FORM
        parts = Parts(all_used=damaged)
        with Rendering(path) as rendering:
            pages = tuple(
                _page_facts(page, index, parts, rendering) for index, page in enumerate(reader.pages)
            )
        signatures = _signatures(reader)
        return Seen(
            pages=pages,
            active_content=_active_content(reader),
            signed=bool(signatures),
            restricted=restricted,
            undrawn_notes=_undrawn_notes(reader),
            hopeless=parts.hopeless,
            signatures=signatures,
        )


def _claimed_pages(reader: PdfReader) -> int:
    tree = reader.root_object["/Pages"]
    count = tree.get("/Count", 0) if isinstance(tree, DictionaryObject) else 0
    return count if isinstance(count, int) else 0


def _active_content(reader: PdfReader) -> tuple[str, ...]:
    try:
        return find_active_content(reader)
    except PDF_ERRORS:
        return (NOT_EXAMINED,)


def _signatures(reader: PdfReader) -> tuple[Signature, ...]:
    """Return who signed; somebody without a name where that cannot be told."""
    try:
        found = find_signatures(reader)
    except PDF_ERRORS:
        found = ()
    try:
        return found or ((Signature(""),) if is_signed(reader) else ())
    except PDF_ERRORS:
        return found


def _asks_to_wait(reader: PdfReader) -> bool:
    try:
        return is_dynamic_form(reader)
    except PDF_ERRORS:
        return False


def _undrawn_notes(reader: PdfReader) -> tuple[int, ...]:
    """Return the numbers of pages with a stamp that nobody draws."""
    try:
        return tuple(number for number, page in enumerate(reader.pages, start=1) if has_undrawn_stamp(page))
    except PDF_ERRORS:
        return ()


def _page_facts(page: PageObject, index: int, parts: Parts, rendering: Rendering) -> PageFacts:
    width, height = _shown_size(page)
    turn = _turn_of(page)
    if turn in (90, 270):
        width, height = height, width
    facts = PageFacts(number=index + 1, width_pt=width, height_pt=height, turn=turn)
    drawn = _drawn(page, parts, width * height)
    if isinstance(drawn, str):
        return dataclasses.replace(facts, problem=drawn)
    if drawn.weight > MAX_DRAWN_BYTES:
        return facts
    seen = rendering.draw_page(index, measures=drawn.has_pictures)
    if seen is None:
        return facts
    picture, dpi = seen
    return dataclasses.replace(facts, picture=picture, dpi=dpi)


def _drawn(page: PageObject, parts: Parts, paper: float) -> Drawn | str:
    """Return what drawing a page takes, or in a word why it cannot be drawn."""
    try:
        return parts.look_at(page, paper)
    except (LimitReachedError, MemoryError):
        parts.hopeless = True
        return TOO_HEAVY_PAGE
    except Incomplete:
        parts.hopeless = True
        return UNREADABLE_PAGE
    except PDF_ERRORS:
        return UNREADABLE_PAGE


def _shown_size(page: PageObject) -> tuple[float, float]:
    """Return width and height of the crop box within the media box, as viewers take them.

    A missing or senseless media box is Letter, as it is in viewers.
    """
    media = _box(page, "/MediaBox") or _LETTER
    crop = _box(page, "/CropBox") or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if min(right - left, top - bottom) <= _SMALLEST_SIDE:
        left, bottom, right, top = media
    unit = _unit_of(page)
    return (right - left) * unit, (top - bottom) * unit


def _box(page: PageObject, key: str) -> tuple[float, float, float, float] | None:
    try:
        value = page.get(key)
        items = value.get_object() if value is not None else None
        if not isinstance(items, ArrayObject) or len(items) != 4:
            return None
        x0, y0, x1, y1 = (_as_number(item.get_object()) for item in items)
    except PDF_ERRORS:
        return None
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    usable = all(map(math.isfinite, box)) and min(box[2] - box[0], box[3] - box[1]) > _SMALLEST_SIDE
    return box if usable else None


def _turn_of(page: PageObject) -> int:
    """Return how far viewers turn the page, clockwise; of odd values the whole quarters count."""
    return int(_number(page, "/Rotate", 0) / 90) % 4 * 90


def _unit_of(page: PageObject) -> float:
    unit = _number(page, "/UserUnit", 1)
    return unit if 0 < unit <= _MAX_UNIT else 1.0


def _number(page: PageObject, key: str, usual: float) -> float:
    try:
        value = page.get(key)
        number = _as_number(value.get_object()) if value is not None else usual
    except PDF_ERRORS:
        return usual
    return number if math.isfinite(number) else usual


def _as_number(value: object) -> float:
    """Return a number; raises TypeError for words that spell one, which viewers do not take for it."""
    if not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)
