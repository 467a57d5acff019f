"""Can every page be read: is there something on it, sharp, large enough, upright and whole?"""

from collections.abc import Iterator
from itertools import chain, pairwise
from statistics import median

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, read_pages
from app.domain.case import Evidence
from app.domain.findings import Finding, Param
from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT
from app.domain.reading import TextSource

_PHOTO = "photo"

# Dust and the shadow of an edge leave less ink than this; one line of print leaves more.
_NO_INK, _LITTLE_INK = 0.0006, 0.02
# The small grey picture of a page is so many cells wide. Next to each other, cells of bare paper differ
# by no more levels than this away from the edges, under the light of a scanner or a lamp.
_COLUMNS, _EDGE_CELLS, _PAPER_LEVELS = 24, 2, 5
# Scans blurred by 3 to 5 pixels at 200 dpi, until reading fails, come to 0.06 to 0.14; sharp ones to 0.22
# and more. Between lie soft ones that are read without fault: there the reader's doubts decide.
_SOFT, _VERY_SOFT = 0.2, 0.085
_DOUBTFUL = 0.1
_LEAST_DPI = 150
# Resolutions beyond these are a slip of the program that wrote them.
_CREDIBLE_DPI = (60, 1300)
# Pictures that state no resolution are measured as if they had this one.
_NO_DPI = 72
# Where the resolution is not stated: writing as small as this, on a page of this shape with as many
# lines, is that of an A4 sheet.
_A4_WIDTH_IN, _A4_SHAPE, _A4_LINES, _A4_LINE_HEIGHT = 8.27, (1.3, 1.5), 15, 0.019
# A quarter turn is told apart from upright by how well the lines are read; a few lines prove little.
_TELLING_LINES, _TELLING_CONFIDENCE = 3, 0.8
# Less is a highlight on a laminate, and hides no word.
_GLARE = 0.03
_TO_ROUND = 0.5


def check_pages(bench: Bench) -> Iterator[Finding]:
    """State pages that are blank, blurred, coarse, sideways, cut off or washed out."""
    for evidence in bench.case.evidence:
        if evidence.requirement == _PHOTO:
            continue
        by_hand = bench.turned_pages(evidence)
        for page in read_pages(bench, evidence):
            is_picture = bench.facts[page.file].kind.is_picture
            yield from _check_page(evidence, page, is_picture=is_picture)
            # Of a page that a person turned, that person has seen how it stands.
            if (page.file, page.number) not in by_hand and _is_sideways(page):
                yield _state("page.sideways", evidence, page, {"turn": page.read.turn % 360})


def _check_page(evidence: Evidence, page: ReadPage, *, is_picture: bool) -> Iterator[Finding]:
    if _is_blank(page):
        yield _state("page.blank", evidence, page)
        return
    if _is_blurred(page):
        yield _state("page.blurred", evidence, page)
    dpi = _dpi(page, is_picture=is_picture)
    if dpi is not None and dpi < _LEAST_DPI - _TO_ROUND:
        yield _state("page.low_resolution", evidence, page, {"dpi": round(dpi), "least": _LEAST_DPI})
    quality = page.read.quality
    if quality is None or page.read.source is not TextSource.RECOGNISED:
        return
    if quality.cut_edges:
        yield _state("page.cut_edge", evidence, page, {"sides": quality.cut_edges})
    if quality.glare > _GLARE and quality.low_confidence > _DOUBTFUL:
        yield _state("page.glare", evidence, page)


def _is_sideways(page: ReadPage) -> bool:
    return bool(page.read.turn % 360) and _is_telling(page) and not _is_blank(page)


def _state(code: str, evidence: Evidence, page: ReadPage, params: dict[str, Param] | None = None) -> Finding:
    return found(code, evidence, file=page.file, page=page.number, params=params)


def _is_blank(page: ReadPage) -> bool:
    """Say whether nothing was found on a page, neither writing nor stamp, and it looks bare besides."""
    read, quality = page.read, page.read.quality
    if quality is None or quality.low_confidence or quality.ink >= _LITTLE_INK:
        return False
    if read.lines or read.facts or read.seals or read.zone is not None or page.seen.problem is not None:
        return False
    picture = page.seen.picture
    return _is_bare(picture) if picture else quality.ink < _NO_INK


def _is_bare(picture: bytes) -> bool:
    """Say whether no cell of the small grey picture stands out from its neighbours; its edges apart."""
    rows = [picture[at : at + _COLUMNS] for at in range(0, len(picture), _COLUMNS)]
    inner = [row[_EDGE_CELLS:-_EDGE_CELLS] for row in rows[_EDGE_CELLS:-_EDGE_CELLS]]
    across = (pair for row in inner for pair in pairwise(row))
    down = (pair for upper, lower in pairwise(inner) for pair in zip(upper, lower, strict=True))
    return all(abs(one - other) <= _PAPER_LEVELS for one, other in chain(across, down))


def _is_blurred(page: ReadPage) -> bool:
    quality = page.read.quality
    if quality is None or quality.sharpness is None or page.read.source is TextSource.LAYER:
        return False
    if page.read.zone is not None and not page.read.zone.failed:
        return False
    doubtful = quality.low_confidence > _DOUBTFUL or not page.read.lines
    return quality.sharpness < (_SOFT if doubtful else _VERY_SOFT)


def _dpi(page: ReadPage, *, is_picture: bool) -> float | None:
    """Return the resolution at the size at which a page is printed, None for pages that are drawn.

    What is larger than a sheet is printed smaller, so a camera that states 72 dots per inch does no harm.
    """
    stated, sides = page.seen.dpi, sorted((page.seen.width_pt, page.seen.height_pt))
    if stated is not None and _CREDIBLE_DPI[0] <= stated <= _CREDIBLE_DPI[1]:
        return stated / min(1, A4_WIDTH_PT / sides[0], A4_HEIGHT_PT / sides[1])
    if not is_picture or page.read.source is not TextSource.RECOGNISED or not _is_an_a4_sheet(page):
        return None
    return sides[0] * (stated or _NO_DPI) / _NO_DPI / _A4_WIDTH_IN


def _is_an_a4_sheet(page: ReadPage) -> bool:
    """Say whether a picture without a stated resolution can only be that of a whole sheet of print."""
    sides = sorted((page.seen.width_pt, page.seen.height_pt))
    if not _A4_SHAPE[0] <= sides[1] / max(sides[0], 1) <= _A4_SHAPE[1] or page.read.turn % 180:
        return False
    heights = [line.box.bottom - line.box.top for line in page.read.lines]
    return len(heights) >= _A4_LINES and median(heights) <= _A4_LINE_HEIGHT


def _is_telling(page: ReadPage) -> bool:
    lines = page.read.lines
    return len(lines) >= _TELLING_LINES and median(line.confidence for line in lines) >= _TELLING_CONFIDENCE
