"""Draws the stamp at the foot of every page: what it is, and which page of how many."""

from app.domain.packet import PacketPlan, PageKind, PlannedExhibit, PlannedPage
from app.domain.words import Text
from app.i18n.catalogue import both
from app.packet import layout, listing
from app.packet.pen import Pen
from app.packet.typeset import shorten, width_of

_SIZE = 8.6
_SMALL = 7.2
_BASE = layout.STAMP_BAND - 15.5


def page_words(number: int, count: int) -> str:
    """Return the words that number a page; verifying looks for exactly these."""
    chinese = both("Page {number} of {count}", number=number, count=count)
    return f"{chinese.zh} · {chinese.en}" if chinese.zh != chinese.en else chinese.en


def draw_stamp(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Stamp one page within the band that no content reaches."""
    left, right = layout.STAMP_MARGIN, page.width_pt - layout.STAMP_MARGIN
    pen.rule(left, right, layout.STAMP_BAND - 4.5)
    words = page_words(page.number, plan.page_count)
    pen.text(right, _BASE, words, _SIZE, align=1.0)
    room = right - left - width_of(words, _SIZE) - 14
    if plan.request.draft:
        _draw_draft_mark(pen, right)
    if page.label and page.kind is not PageKind.DIVIDER:
        left = _draw_label(pen, left, _position(plan, page))
        room -= left - layout.STAMP_MARGIN
    title = _title(plan, page)
    pen.text(left, _BASE, shorten(title.zh, _SIZE, room), _SIZE)
    if title.en != title.zh:
        pen.text(left, _BASE - 11, shorten(title.en, _SMALL, room), _SMALL, color=layout.QUIET)


def _draw_draft_mark(pen: Pen, right: float) -> None:
    mark = both("Draft – not for submission")
    words = mark.zh if mark.en == mark.zh else f"{mark.zh} {mark.en}"
    pen.text(right, _BASE - 11, words, _SMALL + 0.6, color=layout.ALERT, align=1.0)


def _draw_label(pen: Pen, left: float, words: str) -> float:
    """Draw the exhibit's label in a small box and return where text goes on."""
    width = width_of(words, _SIZE) + 10
    pen.panel(layout.Box(left, _BASE - 4.2, width, 14.5), layout.ACCENT, radius=2)
    pen.text(left + 5, _BASE, words, _SIZE, color=(1, 1, 1))
    return left + width + 6


def _position(plan: PacketPlan, page: PlannedPage) -> str:
    """Return the label, with the page within the exhibit where it has several."""
    exhibit = exhibit_of(plan, page)
    if exhibit.page_count == 1:
        return page.label
    return f"{page.label} ({page.number - exhibit.first_page + 1}/{exhibit.page_count})"


def _title(plan: PacketPlan, page: PlannedPage) -> Text:
    if page.exhibit is not None:
        return listing.exhibit_title(exhibit_of(plan, page).request)
    if page.section is not None:
        return listing.section_title(page.section, plan.sections[page.section - 1].request)
    return Text(zh=plan.request.category.zh, en=plan.request.category.en)


def exhibit_of(plan: PacketPlan, page: PlannedPage) -> PlannedExhibit:
    """Return the exhibit to which a page belongs."""
    if page.section is None or page.exhibit is None:
        raise ValueError(f"page {page.number} belongs to no exhibit")
    return plan.sections[page.section - 1].exhibits[page.exhibit - 1]
