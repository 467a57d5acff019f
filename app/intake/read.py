"""Reads one file: what stands on each page, what kind of paper it is, what it states.

The order of the work: the writing of a page from its text layer, else by recognition; the page set
upright; the machine-readable zone; the kind; the facts. Nothing here judges.
"""

import dataclasses
import functools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np

from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.reading import Box, Fact, PageReading, PhotoMeasures, Reading, TextLine, TextSource, Zone
from app.intake.facts import state_facts
from app.intake.frame import Frame, make_frame
from app.intake.kinds import recognise
from app.intake.ocr import Corners, Picture, RecognisedLine, Recogniser
from app.intake.paper import find_paper
from app.intake.pictures import NotDrawn, drawing, opened_pdf, picture_of, render
from app.intake.quality import measure_quality
from app.intake.seals import find_seals, for_reading
from app.intake.seen import MOST_READ_PAGES, NOT_DRAWN
from app.intake.sheet import Sheet, in_reading_order
from app.intake.version import reader_version
from app.intake.zone import looks_like_zone, read_zone, settle_with_print

_TOO_MANY_PAGES = "too-many-pages"
# A portrait may bear the name of the studio, not more.
_MOST_LETTERS_ON_PHOTO = 24
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_A4_RATIO = 297 / 210
# Enough to tell a seal; the writing of these pages is in their text layer.
_SEAL_DPI = 75


def read_file(path: Path, facts: FileFacts, today: date) -> Reading:
    """Read a file that was examined; one that cannot be used has no pages, one partly read says so."""
    reading = Reading(facts.sha256, reader_version())
    if facts.problem is not None:
        return reading
    try:
        if facts.kind is FileKind.DOCX:
            return dataclasses.replace(reading, pages=(_read_document(path),))
        with _whole(path, facts) as whole:
            tried = tuple(_read_pages(whole, facts, today))
            pages = tuple(page for page in tried if page is not None)
            photo = _measured_photo(whole, facts, pages)
    except NotDrawn:
        return dataclasses.replace(reading, trouble=NOT_DRAWN)
    if photo is not None and photo.faces:
        pages = (_as_photo(pages[0]),)
    trouble = _TOO_MANY_PAGES if len(facts.pages) > MOST_READ_PAGES else None
    if len(pages) < len(tried):
        trouble = NOT_DRAWN
    return dataclasses.replace(reading, pages=pages, photo=photo, trouble=trouble)


@contextmanager
def _whole(path: Path, facts: FileFacts) -> Iterator[Path]:
    """Give the path of the pages: of a damaged file the rebuilt copy, which the packet takes too."""
    if facts.repair is None:
        yield path
        return
    from app.intake.repair import REPAIR_ERRORS, Locked, repair_pdf

    with tempfile.TemporaryDirectory(prefix="yongju-") as folder:
        copy = Path(folder) / "copy.pdf"
        with drawing((*REPAIR_ERRORS, Locked)):
            repair_pdf(path, facts.repair, copy)
        yield copy


def _read_pages(path: Path, facts: FileFacts, today: date) -> Iterator[PageReading | None]:
    """Give each page that can be used, None for one that could not be drawn after all."""
    for page in facts.pages[:MOST_READ_PAGES]:
        if page.problem is None:
            try:
                yield _read_layer(path, facts, page, today) or _read_picture(path, facts, page, today)
            except NotDrawn:
                yield None


@functools.cache
def recogniser() -> Recogniser:
    """Return the one recogniser of this process."""
    return Recogniser()


def _read_document(path: Path) -> PageReading:
    from app.intake.docx import DOCX_ERRORS
    from app.intake.docx_text import read_docx

    with drawing(DOCX_ERRORS):
        lines = read_docx(path)
    sheet = Sheet(1, _A4_RATIO, lines)
    kinds = recognise(sheet)
    facts = state_facts(sheet, kinds[0] if kinds else None)
    return PageReading(
        number=1,
        source=TextSource.LAYER,
        lines=tuple(dataclasses.replace(line, box=_NOWHERE) for line in lines),
        kinds=kinds,
        facts=tuple(dataclasses.replace(fact, box=_NOWHERE) for fact in facts),
    )


def _read_layer(path: Path, facts: FileFacts, page: PageFacts, today: date) -> PageReading | None:
    """Read a page by its text layer, None where it has none to rely on."""
    if facts.kind is not FileKind.PDF:
        return None
    from app.intake.layer import read_layer

    with drawing(), opened_pdf(path) as document:
        drawn = document[page.number - 1]
        try:
            layer = read_layer(drawn, is_picture=page.dpi is not None)
            if layer is None:
                return None
            width, height = drawn.get_size()
            picture = render(drawn, _SEAL_DPI)
        finally:
            drawn.close()
    size = (max(1, round(width)), max(1, round(height)))
    frame = make_frame(size, (), turn=layer.turn)
    upright = [
        TextLine(line.text, frame.upright_box(_corners(line.box, size)), line.confidence)
        for line in layer.lines
    ]
    sheet = Sheet(page.number, frame.height / frame.width, in_reading_order(upright))
    reading = PageReading(
        number=page.number, source=TextSource.LAYER, turn=layer.turn, seals=find_seals(picture)
    )
    return _understood(reading, sheet, frame, None, today)


def _corners(box: Box, size: tuple[int, int]) -> Corners:
    width, height = size
    left, top, right, bottom = box.left * width, box.top * height, box.right * width, box.bottom * height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _read_picture(path: Path, facts: FileFacts, page: PageFacts, today: date) -> PageReading:
    """Read a page by what it looks like."""
    picture = picture_of(path, facts.kind, page)
    seals = find_seals(picture)
    grey = for_reading(picture, seals)
    found = recogniser().find_lines(grey)
    turn, _ = recogniser().turn_of(grey, found)
    read = recogniser().recognise(grey, found, turn)
    size = (picture.shape[1], picture.shape[0])
    frame = make_frame(size, [line.corners for line in read], turn=turn, paper=_paper_in(picture, read))
    sheet = Sheet(page.number, frame.height / frame.width, _upright_lines(read, frame))
    reading = PageReading(
        number=page.number,
        source=TextSource.RECOGNISED if read else TextSource.NONE,
        turn=turn,
        tilt=frame.tilt,
        quality=measure_quality(picture, grey, found, read, frame),
        seals=seals,
    )
    return _understood(reading, sheet, frame, picture, today)


def _paper_in(picture: Picture, read: tuple[RecognisedLine, ...]) -> Corners | None:
    """Return the corners of the paper in a photo, where nearly all of the writing stands on it."""
    paper = find_paper(picture)
    if paper is None or not read:
        return None
    import cv2

    middles = [line.corners.mean(axis=0) for line in read]
    outside = sum(
        cv2.pointPolygonTest(paper, (float(x), float(y)), measureDist=False) < 0 for x, y in middles
    )
    return paper if outside <= 0.05 * len(middles) else None


def _upright_lines(read: tuple[RecognisedLine, ...], frame: Frame) -> tuple[TextLine, ...]:
    return in_reading_order(
        TextLine(line.text, frame.upright_box(line.corners), round(line.confidence, 3)) for line in read
    )


def _understood(
    reading: PageReading, sheet: Sheet, frame: Frame, picture: Picture | None, today: date
) -> PageReading:
    """Add the zone, the kind and the facts, and put everything where it stands on the page as shown."""
    zone = None
    if picture is not None and looks_like_zone(sheet.lines):
        zone = read_zone(frame.upright_picture(picture), recogniser(), today, sheet.lines)
    elif picture is None and looks_like_zone(sheet.lines):
        zone = _zone_of_layer(sheet, today)
    kinds = recognise(sheet, zone=zone)
    facts = state_facts(sheet, kinds[0] if kinds else None)
    if zone is not None:
        zone = settle_with_print(zone, facts)
    return dataclasses.replace(
        reading,
        lines=tuple(dataclasses.replace(line, box=frame.shown_box(line.box)) for line in sheet.lines),
        kinds=kinds,
        facts=tuple(_shown(fact, frame) for fact in facts),
        zone=None if zone is None else _shown_zone(zone, frame),
    )


def _zone_of_layer(sheet: Sheet, today: date) -> Zone | None:
    from app.intake.mrz import find_zone

    return find_zone(sheet.lines, today)


def _shown(fact: Fact, frame: Frame) -> Fact:
    return dataclasses.replace(fact, box=frame.shown_box(fact.box))


def _shown_zone(zone: Zone, frame: Frame) -> Zone:
    return zone if zone.box is None else dataclasses.replace(zone, box=frame.shown_box(zone.box))


def _measured_photo(path: Path, facts: FileFacts, pages: tuple[PageReading, ...]) -> PhotoMeasures | None:
    """Measure a picture that bears hardly any writing: it may be a portrait."""
    if not (facts.kind.is_picture or facts.kind is FileKind.PDF) or len(facts.pages) != 1 or not pages:
        return None
    if sum(len(line.text) for line in pages[0].lines) > _MOST_LETTERS_ON_PHOTO:
        return None
    from app.intake.photo import measure_photo

    with drawing():
        return measure_photo(path, facts.kind)


def _as_photo(page: PageReading) -> PageReading:
    sheet = Sheet(1, _A4_RATIO, page.lines)
    return dataclasses.replace(page, kinds=recognise(sheet, has_face_photo=True), turn=0, seals=())
