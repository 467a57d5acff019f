"""Lays an exhibit's source pages out on pages: one each, a photo as often as asked, two sides on one.

Only what is known of a source page counts here (size, resolution); the file itself is not opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.files import PageFacts
from app.domain.packet import (
    A4_HEIGHT_PT,
    A4_WIDTH_PT,
    PT_PER_MM,
    ExhibitRequest,
    Frame,
    PageKind,
    PageSource,
    PlannedPage,
    SourceFile,
)
from app.packet import layout
from app.packet.layout import Box

MISSING = "missing"

# Room between two photos: two cut marks and the white around them.
PHOTO_GAP = 8 * PT_PER_MM
# Where photos may stand; below it the name, above it white for the hand that cuts.
PHOTO_AREA = Box(
    layout.MARGIN,
    layout.STAMP_BAND + 34 * PT_PER_MM,
    layout.TEXT_WIDTH,
    A4_HEIGHT_PT - layout.STAMP_BAND - 60 * PT_PER_MM,
)

# The longer edge of an identity card (ISO/IEC 7810, ID-1: 85.60 mm), for pictures of unknown size.
CARD_EDGE = 85.6 * PT_PER_MM
# No paper that is scanned as two sides is longer than A3; a camera's stated resolution makes it so.
_LONGEST_PAPER = 420 * PT_PER_MM
PAIR_GAP = 8 * PT_PER_MM
CAPTION_ROOM = 6 * PT_PER_MM

_Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """Pairs a page of an exhibit, not numbered yet, with the files that stand on it, by their place."""

    page: PlannedPage
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two sources arranged on a page: its size, how much smaller they are than they are on paper."""

    size: _Size
    scale: float
    frames: tuple[Frame, Frame]


def exhibit_pages(exhibit: ExhibitRequest) -> tuple[ExhibitPage, ...]:
    """Return the pages of one copy of an exhibit, in order; at least one."""
    if not exhibit.files:
        return (ExhibitPage(_placeholder(None, MISSING), ()),)
    pages = (
        ExhibitPage(page, (place,)) for place, file in enumerate(exhibit.files) for page in _file_pages(file)
    )
    return tuple(_paired(pages)) if exhibit.one_page else tuple(pages)


def placed_indices(file: SourceFile) -> tuple[int, ...]:
    """Return which pages of a file stand in the packet, from 0; a photo shown four times is one page."""
    if file.problem is not None:
        return ()
    return tuple(index for index in file.selected if file.pages[index].problem is None)


def _file_pages(file: SourceFile) -> Iterator[PlannedPage]:
    if file.problem is not None or not file.selected:
        facts = file.pages[0] if file.pages else PageFacts(1, A4_WIDTH_PT, A4_HEIGHT_PT)
        yield _placeholder(PageSource(file, 0, facts), file.problem or "empty")
        return
    for index in file.selected:
        source = PageSource(file, index, file.pages[index])
        if source.facts.problem is not None:
            yield _placeholder(source, source.facts.problem)
        elif file.physical_mm is not None:
            yield from _photo_sheets(source, file.physical_mm, file.photo_count)
        else:
            width, height = layout.page_size(source.facts)
            yield PlannedPage(0, PageKind.SHEET, width, height, sources=(source,))


def _placeholder(source: PageSource | None, problem: str) -> PlannedPage:
    sources = () if source is None else (source,)
    return PlannedPage(0, PageKind.PLACEHOLDER, A4_WIDTH_PT, A4_HEIGHT_PT, sources=sources, problem=problem)


# Photos at their printed size


def _photo_sheets(source: PageSource, size_mm: _Size, count: int) -> Iterator[PlannedPage]:
    for frames in photo_frames(size_mm, count):
        yield PlannedPage(0, PageKind.SHEET, A4_WIDTH_PT, A4_HEIGHT_PT, sources=(source,), frames=frames)


def photo_frames(size_mm: _Size, count: int) -> tuple[tuple[Frame, ...], ...]:
    """Return where each of `count` photos of a size in mm stands, a tuple for each sheet needed."""
    size = size_mm[0] * PT_PER_MM, size_mm[1] * PT_PER_MM
    most = _most(size[0], PHOTO_AREA.width) * _most(size[1], PHOTO_AREA.height)
    wanted = max(count, 1)
    return tuple(_photo_grid(size, min(most, wanted - done)) for done in range(0, wanted, most))


def _most(length: float, room: float) -> int:
    """Return how many photos stand side by side; one does, even where it leaves no margin."""
    return max(1, int((room + PHOTO_GAP + 0.01) / (length + PHOTO_GAP)))


def _photo_grid(size: _Size, count: int) -> tuple[Frame, ...]:
    width, height = size
    columns = _columns(size, count)
    across = columns * (width + PHOTO_GAP) - PHOTO_GAP
    left = (A4_WIDTH_PT - across) / 2
    return tuple(
        Frame(
            left + index % columns * (width + PHOTO_GAP),
            PHOTO_AREA.top - height - index // columns * (height + PHOTO_GAP),
            width,
            height,
        )
        for index in range(count)
    )


def _columns(size: _Size, count: int) -> int:
    """Return the number of columns that leaves the fewest places empty, then comes closest to a square."""
    most_rows = _most(size[1], PHOTO_AREA.height)
    choices = [
        columns
        for columns in range(1, _most(size[0], PHOTO_AREA.width) + 1)
        if -(-count // columns) <= most_rows
    ]

    def rank(columns: int) -> tuple[int, int, int]:
        rows = -(-count // columns)
        return columns * rows - count, abs(columns - rows), rows

    return min(choices, key=rank)


# Two sides on one page


def _paired(pages: Iterable[ExhibitPage]) -> Iterator[ExhibitPage]:
    """Put each two pages that follow each other on one; one that cannot be paired stays alone."""
    waiting: ExhibitPage | None = None
    for each in pages:
        if waiting is not None and _may_be_paired(each):
            yield _pair(waiting, each)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if _may_be_paired(each):
            waiting = each
        else:
            yield each
    if waiting is not None:
        yield waiting


def _may_be_paired(each: ExhibitPage) -> bool:
    return each.page.kind is PageKind.SHEET and not each.page.frames


def _pair(first: ExhibitPage, second: ExhibitPage) -> ExhibitPage:
    sources = (*first.page.sources, *second.page.sources)
    sizes = tuple(paper_size(source) for source in sources)
    pair = arranged(sizes[0], sizes[1])
    page = PlannedPage(0, PageKind.SHEET, *pair.size, sources=sources, frames=pair.frames)
    return ExhibitPage(page, (*first.files, *second.files))


def paper_size(source: PageSource) -> _Size:
    """Return how large a source page is on paper, in points; a picture that does not say is a card's."""
    facts = source.facts
    size = facts.width_pt, facts.height_pt
    if not source.file.kind.is_picture:
        return size
    if layout.is_credible(facts.dpi) and max(size) <= _LONGEST_PAPER:
        return size
    scale = CARD_EDGE / max(size)
    return size[0] * scale, size[1] * scale


def arranged(first: _Size, second: _Size) -> _Pair:
    """Return two pages one above the other, or side by side on a lying page where that keeps them larger."""
    stacked, beside = _stacked(first, second), _beside(first, second)
    return beside if beside.scale > stacked.scale + 1e-6 else stacked


def _stacked(first: _Size, second: _Size) -> _Pair:
    area = layout.sheet_area(A4_WIDTH_PT, A4_HEIGHT_PT)
    spare = PAIR_GAP + 2 * CAPTION_ROOM
    scale = min(1.0, area.width / max(first[0], second[0]), (area.height - spare) / (first[1] + second[1]))
    total = (first[1] + second[1]) * scale + spare
    y = area.top - (area.height - total) / 2
    frames = []
    for place, (width, height) in enumerate((first, second)):
        y -= height * scale
        x = area.x + (area.width - width * scale) / 2
        frames.append(Frame(x, y, width * scale, height * scale, place))
        y -= CAPTION_ROOM + PAIR_GAP
    return _Pair((A4_WIDTH_PT, A4_HEIGHT_PT), scale, (frames[0], frames[1]))


def _beside(first: _Size, second: _Size) -> _Pair:
    area = layout.sheet_area(A4_HEIGHT_PT, A4_WIDTH_PT)
    scale = min(
        1.0,
        (area.width - PAIR_GAP) / (first[0] + second[0]),
        (area.height - CAPTION_ROOM) / max(first[1], second[1]),
    )
    total = (first[0] + second[0]) * scale + PAIR_GAP
    x = area.x + (area.width - total) / 2
    middle = area.y + (area.height + CAPTION_ROOM) / 2
    frames = []
    for place, (width, height) in enumerate((first, second)):
        frames.append(Frame(x, middle - height * scale / 2, width * scale, height * scale, place))
        x += width * scale + PAIR_GAP
    return _Pair((A4_HEIGHT_PT, A4_WIDTH_PT), scale, (frames[0], frames[1]))
