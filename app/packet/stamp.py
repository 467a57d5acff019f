"""Draws the stamp at the foot of every page: what it is, and which page of how many."""

from app.domain.packet import PacketPlan, PageKind, PlannedExhibit, PlannedPage
from app.domain.words import DisplayMode, Text
from app.packet import layout, listing
from app.packet.identity import grouped
from app.packet.inner import copy_words, in_one_line, volume_words
from app.packet.pen import Pen
from app.packet.wording import Wording, wording_of
from app.typeset.text import shorten, width_of

_SIZE = 8.6
_SMALL = 7.2
_BASE = layout.STAMP_BAND - 15.5


def page_pattern(language: DisplayMode = DisplayMode.BOTH) -> str:
    """Return the words that number a page, with {number} and {count} where the figures stand.

    The manifest keeps them: a later wording must not make an earlier packet look changed.
    """
    say = Wording(language)
    words = say("Page {number} of {count}", number="{number}", count="{count}")
    return f"{words.zh} · {words.en}" if words.zh != words.en else words.en


def page_words(number: int, count: int, pattern: str = "") -> str:
    """Return the words that number a page; verifying looks for exactly these."""
    words = pattern or page_pattern()
    return words.replace("{number}", str(number)).replace("{count}", str(count))


def draw_stamp(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Stamp one page within the band that no content reaches."""
    say = wording_of(plan.request)
    left, right = layout.STAMP_MARGIN, page.width_pt - layout.STAMP_MARGIN
    pen.rule(left, right, layout.STAMP_BAND - 4.5)
    words = page_words(page.number, plan.page_count, page_pattern(say.mode))
    pen.text(right, _BASE, words, _SIZE, align=1.0)
    beneath = _draw_beneath(pen, say, plan, page, right)
    room = right - left - width_of(words, _SIZE) - 14
    small_room = right - left - beneath - 14
    if page.label and page.kind is not PageKind.DIVIDER:
        start = _draw_label(pen, left, _position(plan, page))
        room, small_room, left = room - (start - left), small_room - (start - left), start
    title = _title(say, plan, page)
    pen.text(left, _BASE, shorten(title.zh, _SIZE, room), _SIZE)
    if title.en != title.zh:
        pen.text(left, _BASE - 11, shorten(title.en, _SMALL, small_room), _SMALL, color=layout.QUIET)


def _draw_beneath(pen: Pen, say: Wording, plan: PacketPlan, page: PlannedPage, right: float) -> float:
    """Draw, beneath the page's number, that it is a draft, or of which packet it is; return how wide."""
    size, color, own = _SMALL - 0.4, layout.QUIET, Text.same(grouped(plan.packet_id))
    if plan.request.draft:
        size, color, own = _SMALL + 0.6, layout.ALERT, say("Draft – not for submission")
    shared = say("Copy – not for submission") if plan.request.options.share is not None else None
    parts = [shared, copy_words(plan, page), volume_words(plan), own]
    words = " · ".join(in_one_line(part) for part in parts if part is not None)
    pen.text(right, _BASE - 11, words, size, color=color, align=1.0)
    return width_of(words, size)


def _draw_label(pen: Pen, left: float, words: str) -> float:
    """Draw the exhibit's label in a small box and return where text goes on."""
    width = width_of(words, _SIZE) + 10
    pen.panel(layout.Box(left, _BASE - 4.2, width, 14.5), layout.ACCENT, radius=2)
    pen.text(left + 5, _BASE, words, _SIZE, color=(1, 1, 1))
    return left + width + 6


def _position(plan: PacketPlan, page: PlannedPage) -> str:
    """Return the label, with the page within the exhibit where it has several."""
    count = exhibit_of(plan, page).page_count
    return page.label if count == 1 else f"{page.label} ({page.part + 1}/{count})"


def _title(say: Wording, plan: PacketPlan, page: PlannedPage) -> Text:
    if page.exhibit is not None:
        return listing.exhibit_title(exhibit_of(plan, page).request)
    if page.section is not None:
        section = plan.sections[page.section - 1]
        return listing.section_title(section.number, section.request, say)
    return say.of(plan.request.category)


def exhibit_of(plan: PacketPlan, page: PlannedPage) -> PlannedExhibit:
    """Return the exhibit to which a page belongs."""
    if page.section is None or page.exhibit is None:
        raise ValueError(f"page {page.number} belongs to no exhibit")
    return plan.sections[page.section - 1].exhibits[page.exhibit - 1]
