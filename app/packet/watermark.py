"""Draws the watermark of a shared copy: what it is for, for whom and since when, slanted over each page.

It is laid over the whole page in staggered rows, so that no part worth having can be cut out without
it, and so light that what lies under it stays readable.
"""

import math
from collections.abc import Iterator

from app.domain.packet import PacketPlan, PlannedPage, ShareCopy
from app.domain.words import DisplayMode, Language
from app.i18n.terms import long_date
from app.packet.pen import Color, Pen
from app.typeset.text import shorten, width_of

_COLOR: Color = (0.20, 0.25, 0.30)
_OPACITY = 0.14
_DEGREES = 32.0
_LARGE, _SMALL = 22.0, 10.4
_LEADING = 1.45
_WIDEST = 420.0
# Between one block and the next along its lines, and between one row of blocks and the next.
_GAP_ALONG, _GAP_ACROSS = 58.0, 74.0

Row = tuple[str, float, float]


def draw_watermark(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Draw the watermark of a shared copy; on any other packet's page nothing."""
    share = plan.request.options.share
    if share is None:
        return
    rows = _rows(share, plan.request.options.language)
    width = max(width_of(words, size) for words, size, _ in rows)
    height = sum(size * _LEADING for _, size, _ in rows)
    with pen.see_through(_OPACITY):
        for x, y in _places(page.width_pt, page.height_pt, width, height):
            pen.slanted(x, y, _DEGREES, rows, _COLOR)


def watermark_words(share: ShareCopy, mode: DisplayMode) -> tuple[str, ...]:
    """Return the watermark's lines, as they are drawn."""
    return tuple(words for words, _, _ in _rows(share, mode))


def _rows(share: ShareCopy, mode: DisplayMode) -> tuple[Row, ...]:
    """Return the lines of one block with their sizes, and how far above its middle each stands."""
    lines = [(shorten(words, size, _WIDEST), size) for words, size in _lines(share, mode) if words]
    up = sum(size * _LEADING for _, size in lines) / 2
    rows = []
    for words, size in lines:
        up -= size * _LEADING
        rows.append((words, size, up + size * (_LEADING - 1)))
    return tuple(rows)


def _lines(share: ShareCopy, mode: DisplayMode) -> Iterator[tuple[str, float]]:
    if mode is DisplayMode.BOTH:
        yield share.purpose.zh, _LARGE
        if share.purpose.en != share.purpose.zh:
            yield share.purpose.en, _SMALL
        yield f"{share.recipient} · {share.day.isoformat()}", _SMALL
        return
    language = Language(mode.value)
    # A line of English is twice as long as the Chinese of the same size.
    yield share.purpose.in_language(language), _LARGE if language is Language.ZH else _LARGE * 0.6
    yield f"{share.recipient} · {long_date(share.day).in_language(language)}", _SMALL


def _places(
    page_width: float, page_height: float, width: float, height: float
) -> Iterator[tuple[float, float]]:
    """Give the middles of the blocks, in rows that stand staggered like bricks."""
    along, across = width + _GAP_ALONG, height + _GAP_ACROSS
    cosine, sine = math.cos(math.radians(_DEGREES)), math.sin(math.radians(_DEGREES))
    reach = math.hypot(page_width, page_height) / 2
    rows, columns = math.ceil(reach / across), math.ceil(reach / along)
    for row in range(-rows, rows + 1):
        for column in range(-columns - 1, columns + 1):
            u, v = (column + (row % 2) / 2) * along, row * across
            x = page_width / 2 + u * cosine - v * sine
            y = page_height / 2 + u * sine + v * cosine
            if -0.3 * width < x < page_width + 0.3 * width and -height / 2 < y < page_height + height / 2:
                yield x, y
