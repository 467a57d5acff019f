"""Draws the lists that lead into the packet: contents, dividers, originals to bring."""

from app.domain.packet import (
    A4_HEIGHT_PT,
    A4_WIDTH_PT,
    PacketPlan,
    PlannedExhibit,
    PlannedPage,
    PlannedSection,
)
from app.domain.words import Text
from app.packet import layout, listing
from app.packet.listing import Row, height_of
from app.packet.pen import RIGHT, Pen
from app.packet.wording import Wording, wording_of
from app.typeset.text import width_of

_FORM = RIGHT - listing.NUMBER_COLUMN - listing.FORM_COLUMN
_USE = RIGHT - listing.NUMBER_COLUMN - listing.USE_COLUMN
_TITLE = layout.MARGIN + listing.LABEL_COLUMN
_PAPER = layout.MARGIN + listing.TICK_COLUMN + listing.LABEL_COLUMN
_TICK = 10.0
# Index tabs at the edge of the dividers, one below the other, so that a printed stack shows them.
_TABS, _TAB_HEIGHT, _TAB_WIDTH, _TAB_TOP = 12, 40.0, 17.0, 150.0

RowPages = tuple[tuple[Row, ...], ...]


def draw_contents(pen: Pen, plan: PacketPlan, page: PlannedPage, pages: RowPages) -> None:
    """Draw a page of the contents."""
    say = wording_of(plan.request)
    top = pen.header(say("Contents"), page.part, len(pages))
    top = _draw_heads(pen, say, top)
    for row in pages[page.part]:
        if row.exhibit is not None:
            exhibit = plan.sections[row.section].exhibits[row.exhibit]
            top = _draw_exhibit(pen, say, plan, page, row, top, exhibit)
        elif row.nowhere:
            top = _draw_left_out(pen, row, top)
        else:
            top = _draw_group(pen, say, plan, page, row, top)


def _draw_heads(pen: Pen, say: Wording, top: float) -> float:
    return pen.heads(
        top,
        (
            (layout.MARGIN, say("Exhibit"), 0.0),
            (_TITLE, say("Paper"), 0.0),
            (_FORM, say("Form"), 0.0),
            (RIGHT, say("Page"), 1.0),
        ),
    )


def _draw_group(pen: Pen, say: Wording, plan: PacketPlan, page: PlannedPage, row: Row, top: float) -> float:
    start = top - 7
    pen.lines(layout.MARGIN, start, row.lines, heavy=True, color=layout.ACCENT)
    volume, target = _group_target(plan, row)
    _draw_number(pen, say, plan, page, row, start, (volume, target))
    pen.rule(layout.MARGIN, RIGHT, top - row.height + 3.5, color=layout.ACCENT, width=0.6)
    return top - row.height


def _draw_left_out(pen: Pen, row: Row, top: float) -> float:
    """Draw a paper that is not handed in, or the heading above such: nothing in the packet to lead to."""
    if row.sticky:
        pen.lines(layout.MARGIN, top - 7, row.lines, heavy=True, color=layout.ACCENT)
        pen.rule(layout.MARGIN, RIGHT, top - row.height + 3.5, color=layout.ACCENT, width=0.6)
    else:
        pen.lines(_TITLE, top, row.lines)
        pen.rule(_TITLE, RIGHT, top - row.height + 4.5)
    return top - row.height


def _group_target(plan: PacketPlan, row: Row) -> tuple[int, int]:
    if row.kind is None:
        section = plan.sections[row.section]
        return section.volume, section.divider_page
    return plan.volume, next(page.number for page in plan.pages if page.kind is row.kind)


def _draw_exhibit(
    pen: Pen, say: Wording, plan: PacketPlan, page: PlannedPage, row: Row, top: float, exhibit: PlannedExhibit
) -> float:
    size = row.lines[0].size if row.lines else listing.ZH_SIZE
    pen.label(layout.MARGIN, top - size, exhibit.label, size)
    pen.lines(_TITLE, top, row.lines)
    pen.lines(_FORM, top - 1.5, row.side)
    _draw_number(pen, say, plan, page, row, top, (exhibit.volume, exhibit.first_page))
    pen.rule(_TITLE, RIGHT, top - row.height + 4.5)
    return top - row.height


def _draw_number(
    pen: Pen,
    say: Wording,
    plan: PacketPlan,
    page: PlannedPage,
    row: Row,
    top: float,
    target: tuple[int, int],
) -> None:
    """Draw the page number at a row's first line, and make the whole row lead there.

    `target` is a volume and a page of it; no link leads out of a file.
    """
    volume, number = target
    baseline = top - (row.lines[0].size if row.lines else listing.ZH_SIZE)
    pen.text(RIGHT, baseline, str(number), listing.ZH_SIZE, align=1.0)
    if plan.volumes > 1:
        words = say("Vol. {number}", number=volume).zh
        before = RIGHT - width_of(str(number), listing.ZH_SIZE) - 5
        pen.text(before, baseline, words, 7.4, color=layout.QUIET, align=1.0)
    if volume == plan.volume:
        height = max(height_of(row.lines), height_of(row.side))
        pen.link(page.number, layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height), number)


# Dividers


def draw_divider(pen: Pen, plan: PacketPlan, page: PlannedPage, pages: RowPages) -> None:
    """Draw a section's divider: its number, what it holds and whose, and its exhibits."""
    say = wording_of(plan.request)
    section = plan.sections[(page.section or 1) - 1]
    if page.part:
        title = listing.section_title(section.number, section.request, say)
        top = pen.header(title, page.part, len(pages))
    else:
        top = _draw_section_heading(pen, say, section)
    _draw_tab(pen, section.number)
    if pages[page.part]:
        top = _draw_heads(pen, say, top)
    for row in pages[page.part]:
        top = _draw_exhibit(pen, say, plan, page, row, top, section.exhibits[row.exhibit or 0])


def _draw_section_heading(pen: Pen, say: Wording, section: PlannedSection) -> float:
    top = listing.DIVIDER_TOP
    pen.pair(layout.MARGIN + 1, top, say("Part {number}", number=section.number), 11)
    pen.text(layout.MARGIN - 3, top - 82, str(section.number), 80, color=layout.ACCENT)
    top -= listing.DIVIDER_NUMBER
    top = pen.lines(layout.MARGIN, top, listing.divider_heading(section.request))
    pen.rule(layout.MARGIN, RIGHT, top - 14, color=layout.ACCENT, width=0.9)
    return listing.divider_list_top(section.request)


def _draw_tab(pen: Pen, number: int) -> None:
    place = (number - 1) % _TABS
    right = A4_WIDTH_PT - layout.SHEET_EDGE
    top = A4_HEIGHT_PT - _TAB_TOP - place * (_TAB_HEIGHT + 6)
    pen.panel(
        layout.Box(right - _TAB_WIDTH, top - _TAB_HEIGHT, _TAB_WIDTH, _TAB_HEIGHT), layout.ACCENT, radius=3
    )
    pen.text(right - _TAB_WIDTH / 2, top - _TAB_HEIGHT / 2 - 4, str(number), 11, color=(1, 1, 1), align=0.5)


# Originals to bring


def draw_originals(pen: Pen, plan: PacketPlan, page: PlannedPage, pages: RowPages) -> None:
    """Draw a page of the list of originals, with boxes to tick."""
    say = wording_of(plan.request)
    top = pen.header(say("Originals to bring"), page.part, len(pages))
    if not page.part:
        note = say("Tick what is in the folder before leaving for the window.")
        pen.lines(layout.MARGIN, top + 8, listing.small_lines(note, layout.TEXT_WIDTH, 8.2))
        top -= listing.ORIGINALS_NOTE
    top = pen.heads(top, _original_heads(say))
    for row in pages[page.part]:
        if row.exhibit is None:
            pen.lines(layout.MARGIN, top - 7, row.lines, color=layout.ACCENT)
            pen.rule(layout.MARGIN, RIGHT, top - row.height + 3.5, color=layout.ACCENT, width=0.6)
            top -= row.height
        else:
            exhibit = plan.sections[row.section].exhibits[row.exhibit]
            top = _draw_original(pen, say, plan, page, row, top, exhibit)


def _original_heads(say: Wording) -> tuple[tuple[float, Text, float], ...]:
    return (
        (layout.MARGIN + listing.TICK_COLUMN, say("Exhibit"), 0.0),
        (_PAPER, say("Paper"), 0.0),
        (_USE, say("At the window"), 0.0),
        (RIGHT, say("Page"), 1.0),
    )


def _draw_original(
    pen: Pen, say: Wording, plan: PacketPlan, page: PlannedPage, row: Row, top: float, exhibit: PlannedExhibit
) -> float:
    size = row.lines[0].size if row.lines else listing.ZH_SIZE
    pen.frame(layout.Box(layout.MARGIN + 1, top - size - 0.8, _TICK, _TICK), layout.INK, 0.7)
    pen.label(layout.MARGIN + listing.TICK_COLUMN, top - size, exhibit.label, size)
    pen.lines(_PAPER, top, row.lines)
    pen.lines(_USE, top - 1.5, row.side)
    _draw_number(pen, say, plan, page, row, top, (exhibit.volume, exhibit.first_page))
    pen.rule(layout.MARGIN + listing.TICK_COLUMN, RIGHT, top - row.height + 4.5)
    return top - row.height
