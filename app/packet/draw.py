"""Draws the packet's own pages and every stamp on one canvas, so that they share one font subset.

Each page of the plan has its page here: front matter complete, a source page's with the stamp only.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.domain.packet import A4_HEIGHT_PT, PacketPlan, PageKind, PlannedExhibit, PlannedPage, SectionRequest
from app.domain.words import Text
from app.i18n.catalogue import both
from app.packet import layout, listing
from app.packet.listing import Row
from app.packet.pen import Link, Pen
from app.packet.plan import file_page_numbers
from app.packet.stamp import draw_stamp, exhibit_of
from app.packet.typeset import FONT, font, shorten, width_of, wrap

_RIGHT = layout.MARGIN + layout.TEXT_WIDTH


@dataclass(frozen=True, slots=True)
class Drawn:
    """Holds the drawn pages as a PDF, one a planned page, and the links upon them."""

    pdf: bytes
    links: tuple[Link, ...]


def draw_pages(plan: PacketPlan, report: Callable[[int], None]) -> Drawn:
    """Draw front matter and stamps; `report` is told each page's number."""
    font()
    # ASCII85 would make every stream a quarter larger.
    rl_config.useA85 = 0
    buffer = io.BytesIO()
    # Without a first font of ours reportlab adds an unembedded Helvetica to every document.
    canvas = Canvas(buffer, pageCompression=1, invariant=1, initialFontName=FONT, initialFontSize=10)
    pen = Pen(canvas)
    lists = _Lists(plan)
    for page in plan.pages:
        canvas.setPageSize((page.width_pt, page.height_pt))
        _draw_page(pen, plan, page, lists)
        draw_stamp(pen, plan, page)
        canvas.showPage()
        report(page.number)
    canvas.save()
    return Drawn(buffer.getvalue(), tuple(pen.links))


class _Lists:
    """The rows of every list, laid out once."""

    def __init__(self, plan: PacketPlan) -> None:
        request = plan.request
        self.people = listing.people_pages(request)
        self.contents = listing.contents_pages(request)
        self.accounting = listing.accounting_pages(request)
        self.dividers = tuple(listing.divider_pages(n, section) for n, section in enumerate(request.sections))


def _draw_page(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    if page.kind is PageKind.COVER:
        _draw_cover(pen, plan, page, lists)
    elif page.kind is PageKind.CONTENTS:
        _draw_contents(pen, plan, page, lists)
    elif page.kind is PageKind.DIVIDER:
        _draw_divider(pen, plan, page, lists)
    elif page.kind is PageKind.ACCOUNTING:
        _draw_accounting(pen, plan, page, lists)
    elif page.kind is PageKind.PLACEHOLDER:
        _draw_placeholder(pen, plan, page)
    elif page.source is not None and page.source.file.physical_mm is not None:
        _draw_photo_page(pen, plan, page, page.source.file.physical_mm)


# Cover


def _draw_cover(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    if page.part:
        top = _draw_header(pen, both("People in this packet"), page.part, len(lists.people))
        _draw_people(pen, lists.people[page.part], top)
        return
    top = listing.FIRST_TOP
    pen.panel(layout.Box(layout.MARGIN, top, 46, 3.2), layout.ACCENT)
    top = _draw_cover_heading(pen, plan, top - 18)
    if plan.request.draft:
        top = _draw_draft_band(pen, top)
    top = _draw_cover_facts(pen, plan, top)
    _draw_people(pen, lists.people[0], top)
    _draw_cover_foot(pen)


def _draw_cover_heading(pen: Pen, plan: PacketPlan, top: float) -> float:
    for line in listing.cover_heading(plan.request):
        large = line.size > 20
        color = layout.ACCENT if large else layout.QUIET if line.quiet else layout.INK
        if line.size == 10.5:
            top -= 5
        pen.text(layout.MARGIN, top - line.size, line.words, line.size, color=color, heavy=large)
        top -= line.height
    return top - 26


def _draw_draft_band(pen: Pen, top: float) -> float:
    box = layout.Box(layout.MARGIN, top - 30, layout.TEXT_WIDTH, 30)
    pen.panel(box, layout.ALERT_TINT, radius=3)
    pen.panel(layout.Box(box.x, box.y, 3.5, box.height), layout.ALERT)
    mark = both("Draft – not for submission")
    pen.text(box.x + 14, box.y + 10.5, mark.zh, 12.5, color=layout.ALERT, heavy=True)
    if mark.en != mark.zh:
        pen.text(box.right - 12, box.y + 11, mark.en, 10, color=layout.ALERT, align=1.0)
    return top - listing.DRAFT_BAND


def _counts(plan: PacketPlan) -> Text:
    return both(
        "{sections} sections, {exhibits} exhibits, {pages} pages",
        sections=len(plan.sections),
        exhibits=sum(len(section.exhibits) for section in plan.sections),
        pages=plan.page_count,
    )


def _draw_cover_facts(pen: Pen, plan: PacketPlan, top: float) -> float:
    for label, lines in listing.cover_facts(plan.request, _counts(plan)):
        pen.rule(layout.MARGIN, _RIGHT, top)
        pen.pair(layout.MARGIN, top - 14, label, 9.2)
        pen.lines(layout.MARGIN + listing.FACT_LABEL, top - 3.5, lines)
        top -= listing.fact_height(lines)
    return top - 22


def _people_heads() -> tuple[Text, ...]:
    return (both("Role"), both("Name"), both("Passport number"), both("Nationality"), both("Date of birth"))


def _draw_people(pen: Pen, rows: tuple[listing.PersonRow, ...], top: float) -> None:
    pen.panel(layout.Box(layout.MARGIN, top - 27, layout.TEXT_WIDTH, 27), layout.TINT)
    columns = [layout.MARGIN + 7]
    for share in listing.PEOPLE_COLUMNS:
        columns.append(columns[-1] + share * layout.TEXT_WIDTH)
    for x, head in zip(columns, _people_heads(), strict=False):
        pen.pair(x, top - 12.5, head, 8.8, color=layout.ACCENT)
    top -= listing.TABLE_HEAD - 3
    for row in rows:
        for x, cell in zip(columns, row.cells, strict=False):
            pen.lines(x, top - 4, cell)
        top -= row.height
        pen.rule(layout.MARGIN, _RIGHT, top)


def _draw_cover_foot(pen: Pen) -> None:
    notes = (
        both("Prepared offline with Yongju on the applicant's own computer; nothing was sent anywhere."),
        both("The office decides what it accepts; this packet promises no outcome."),
    )
    y = layout.BOTTOM + 38
    for words in (*(note.zh for note in notes), *(note.en for note in notes if note.en != note.zh)):
        pen.text(layout.MARGIN, y, words, 7.6, color=layout.QUIET)
        y -= 11


# Contents, dividers, accounting


def _draw_header(pen: Pen, title: Text, part: int, parts: int) -> float:
    """Draw a list page's heading and return where the list begins."""
    top = listing.FIRST_TOP
    room = layout.TEXT_WIDTH - 40
    pen.text(layout.MARGIN, top - 20, shorten(title.zh, 21, room), 21, color=layout.ACCENT, heavy=True)
    if title.en != title.zh:
        pen.text(layout.MARGIN, top - 37, shorten(title.en, 11, room), 11, color=layout.QUIET)
    if parts > 1:
        pen.text(_RIGHT, top - 20, f"{part + 1} / {parts}", 9.5, color=layout.QUIET, align=1.0)
    pen.rule(layout.MARGIN, _RIGHT, top - 52, color=layout.ACCENT, width=0.9)
    return top - listing.HEADER_HEIGHT


def _draw_contents(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    top = _draw_header(pen, both("Contents"), page.part, len(lists.contents))
    for row in lists.contents[page.part]:
        top = _draw_contents_row(pen, plan, page, row, top)


def _draw_contents_row(pen: Pen, plan: PacketPlan, page: PlannedPage, row: Row, top: float) -> float:
    if row.exhibit is None:
        target = _section_target(plan, row.section)
        return _draw_group_row(pen, page, row, top, target)
    exhibit = plan.sections[row.section].exhibits[row.exhibit]
    return _draw_exhibit_row(pen, page, row, top, exhibit)


def _section_target(plan: PacketPlan, section: int) -> int:
    if section >= 0:
        return plan.sections[section].divider_page
    return next(page.number for page in plan.pages if page.kind is PageKind.ACCOUNTING)


def _draw_group_row(pen: Pen, page: PlannedPage, row: Row, top: float, target: int) -> float:
    start = top - 8
    pen.lines(layout.MARGIN, start, row.lines, heavy=True, color=layout.ACCENT)
    _draw_number(pen, page, row, start, layout.MARGIN, target)
    return top - row.height


def _draw_exhibit_row(pen: Pen, page: PlannedPage, row: Row, top: float, exhibit: PlannedExhibit) -> float:
    left = layout.MARGIN + listing.LABEL_COLUMN
    pen.text(layout.MARGIN, top - row.lines[0].size, exhibit.label, row.lines[0].size, color=layout.ACCENT)
    pen.lines(left, top, row.lines)
    _draw_number(pen, page, row, top, left, exhibit.first_page)
    return top - row.height


def _draw_number(pen: Pen, page: PlannedPage, row: Row, top: float, left: float, target: int) -> None:
    """Draw dots and page number at a row's first line, and make the whole row lead there."""
    first = row.lines[0]
    baseline = top - first.size
    words = str(target)
    pen.text(_RIGHT, baseline, words, listing.ZH_SIZE, align=1.0)
    start = left + width_of(first.words, first.size) + 8
    end = _RIGHT - width_of(words, listing.ZH_SIZE) - 7
    if end - start > 12:
        pen.dots(start, end, baseline + 1.6)
    height = sum(line.height for line in row.lines)
    pen.link(page.number, layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height), target)


def _draw_divider(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    number = page.section or 0
    section = plan.sections[number - 1]
    rows = lists.dividers[number - 1]
    if page.part:
        title = listing.section_title(number, section.request)
        top = _draw_header(pen, title, page.part, len(rows))
    else:
        top = _draw_section_heading(pen, number, section.request)
    for row in rows[page.part]:
        exhibit = section.exhibits[row.exhibit or 0]
        top = _draw_exhibit_row(pen, page, row, top, exhibit)


def _draw_section_heading(pen: Pen, number: int, section: SectionRequest) -> float:
    top = listing.DIVIDER_TOP
    pen.pair(layout.MARGIN + 1, top, both("Part {number}", number=number), 11)
    pen.text(layout.MARGIN - 3, top - 88, str(number), 84, color=layout.ACCENT)
    top -= 112
    for line in listing.divider_heading(section):
        pen.lines(layout.MARGIN, top, (line,), heavy=line.size > 20)
        top -= line.height
    pen.rule(layout.MARGIN, _RIGHT, top - 16, color=layout.ACCENT, width=0.9)
    return listing.divider_list_top(section)


def _draw_accounting(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    top = _draw_header(pen, both("Page accounting"), page.part, len(lists.accounting))
    if not page.part:
        note = both("Every source file, how many of its pages stand in this packet, and where.")
        pen.lines(layout.MARGIN, top + 12, listing.lines_of(note, layout.TEXT_WIDTH, zh_size=9, en_size=8))
        top -= 34 - 12
    _draw_accounting_heads(pen, top)
    top -= listing.TABLE_HEAD
    for row in lists.accounting[page.part]:
        top = _draw_accounting_row(pen, plan, row, top)


def _accounting_columns() -> tuple[float, float, float]:
    """Return the right edges of the columns: pages in the file, in the packet, packet pages."""
    packet = _RIGHT - listing.RANGE_COLUMN
    return packet - listing.COUNT_COLUMN, packet, _RIGHT


def _draw_accounting_heads(pen: Pen, top: float) -> None:
    pen.panel(layout.Box(layout.MARGIN - 5, top - 23, layout.TEXT_WIDTH + 10, 27), layout.TINT)
    pen.pair(layout.MARGIN, top - 8.5, both("Exhibit"), 8.6, color=layout.ACCENT)
    pen.pair(layout.MARGIN + listing.LABEL_COLUMN, top - 8.5, both("Source file"), 8.6, color=layout.ACCENT)
    heads = (both("Pages in file"), both("In packet"), both("Packet pages"))
    for x, head in zip(_accounting_columns(), heads, strict=True):
        pen.pair(x, top - 8.5, head, 8.6, align=1.0, color=layout.ACCENT)


def _draw_accounting_row(pen: Pen, plan: PacketPlan, row: Row, top: float) -> float:
    if row.file is None:
        return _draw_sums(pen, plan, top)
    exhibit = plan.sections[row.section].exhibits[row.exhibit or 0]
    file = exhibit.request.files[row.file]
    numbers = file_page_numbers(exhibit, row.file)
    pen.text(layout.MARGIN, top - 9, exhibit.label, 9, color=layout.ACCENT)
    pen.lines(layout.MARGIN + listing.LABEL_COLUMN, top, row.lines)
    usable = sum(1 for number in numbers if plan.pages[number - 1].kind is PageKind.SHEET)
    cells = (str(len(file.pages)) if file.pages else "–", str(usable), _span(numbers))
    for x, cell in zip(_accounting_columns(), cells, strict=True):
        pen.text(x, top - 9, cell, 9, align=1.0)
    pen.rule(layout.MARGIN, _RIGHT, top - row.height + 4.5)
    return top - row.height


def _span(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _draw_sums(pen: Pen, plan: PacketPlan, top: float) -> float:
    sheets = sum(1 for page in plan.pages if page.kind is PageKind.SHEET)
    placeholders = sum(1 for page in plan.pages if page.kind is PageKind.PLACEHOLDER)
    own = plan.page_count - sheets - placeholders
    files = [file for section in plan.sections for item in section.exhibits for file in item.request.files]
    sums = both(
        "{files} files: {sheets} source pages + {own} pages of cover, contents, dividers and accounting",
        files=len(files),
        sheets=sheets,
        own=own,
    )
    total = both("= {count} pages in this packet", count=plan.page_count)
    if placeholders:
        total = both(
            "+ {placeholders} placeholders = {count} pages in this packet",
            placeholders=placeholders,
            count=plan.page_count,
        )
    top -= 8
    for words in dict.fromkeys((f"{sums.zh} {total.zh}", f"{sums.en} {total.en}")):
        for line in wrap(words, 9.4, layout.TEXT_WIDTH):
            pen.text(layout.MARGIN, top - 9.4, line, 9.4)
            top -= 14
    return top


# Pages inside an exhibit


def _draw_placeholder(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    exhibit = exhibit_of(plan, page)
    box = layout.Box(layout.MARGIN, A4_HEIGHT_PT / 2 - 60, layout.TEXT_WIDTH, 250)
    pen.panel(box, layout.ALERT_TINT, radius=4)
    pen.frame(box, layout.ALERT, 0.8)
    x, top = box.x + 26, box.top - 34
    heading = both("This page is missing")
    pen.text(x, top - 8, heading.zh, 20, color=layout.ALERT, heavy=True)
    if heading.en != heading.zh:
        pen.text(x, top - 27, heading.en, 11.5, color=layout.ALERT)
    top -= 54
    for label, value in _placeholder_facts(exhibit, page):
        pen.pair(x, top - 10, label, 9)
        end = pen.lines(x + 92, top, listing.lines_of(value, layout.TEXT_WIDTH - 144))
        top = min(end, top - 24) - 10


def _placeholder_facts(exhibit: PlannedExhibit, page: PlannedPage) -> tuple[tuple[Text, Text], ...]:
    title = listing.exhibit_title(exhibit.request)
    labelled = Text(zh=f"{exhibit.label} {title.zh}", en=f"{exhibit.label} {title.en}")
    why = (both("Why"), listing.problem_words(page.problem or ""))
    if page.source is None:
        return ((both("Exhibit"), labelled), why)
    return ((both("Exhibit"), labelled), (both("Source file"), Text.same(page.source.file.name)), why)


def _draw_photo_page(pen: Pen, plan: PacketPlan, page: PlannedPage, size_mm: tuple[float, float]) -> None:
    frame = layout.photo_frame(*size_mm)
    pen.frame(frame, layout.QUIET, 0.35)
    exhibit = exhibit_of(plan, page).request
    middle = page.width_pt / 2
    y = frame.y - 30
    if exhibit.person_name:
        pen.text(middle, y, exhibit.person_name, 13, align=0.5)
        y -= 22
    words = both(
        "{width} × {height} mm, printed at full size", width=f"{size_mm[0]:g}", height=f"{size_mm[1]:g}"
    )
    for line in dict.fromkeys((words.zh, words.en)):
        pen.text(middle, y, line, 9, align=0.5, color=layout.QUIET)
        y -= 14
