"""Draws the packet's own pages and every stamp on one canvas, so that they share one font subset.

Each page of the plan has its page here: front matter complete, a source page's with the stamp only.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.domain.packet import A4_HEIGHT_PT, PacketPlan, PageKind, PlannedExhibit, PlannedPage
from app.domain.words import Text
from app.packet import certificate, changes, contents, cover, layout, listing
from app.packet.holdings import own_places, sums_of
from app.packet.inner import draw_blank, draw_exhibit_page, draw_volume_mark
from app.packet.pen import Link, Pen
from app.packet.stamp import draw_stamp, exhibit_of
from app.packet.watermark import draw_watermark
from app.packet.wording import Wording, wording_of
from app.typeset.text import FONT, font


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
        draw_watermark(pen, plan, page)
        draw_stamp(pen, plan, page)
        canvas.showPage()
        report(page.number)
    canvas.save()
    return Drawn(buffer.getvalue(), tuple(pen.links))


class _Lists:
    """The rows of every list, laid out once."""

    def __init__(self, plan: PacketPlan) -> None:
        request = plan.request
        say = wording_of(request)
        self.people = cover.people_pages(request)
        self.contents = listing.contents_pages(request)
        self.originals = listing.originals_pages(request)
        self.changes = changes.changes_pages(request)
        self.accounting = certificate.accounting_pages(request, own_places(plan))
        self.sums = sums_of(plan)
        self.dividers = tuple(
            listing.divider_pages(place, section.request, say) for place, section in enumerate(plan.sections)
        )


def _draw_page(pen: Pen, plan: PacketPlan, page: PlannedPage, lists: _Lists) -> None:
    if page.kind is PageKind.COVER:
        cover.draw_cover(pen, plan, page, lists.people)
        draw_volume_mark(pen, plan, page)
    elif page.kind is PageKind.CONTENTS:
        contents.draw_contents(pen, plan, page, lists.contents)
    elif page.kind is PageKind.CHANGES:
        changes.draw_changes(pen, plan, page, lists.changes)
    elif page.kind is PageKind.ORIGINALS:
        contents.draw_originals(pen, plan, page, lists.originals)
    elif page.kind is PageKind.DIVIDER:
        contents.draw_divider(pen, plan, page, lists.dividers[(page.section or 1) - 1])
    elif page.kind is PageKind.ACCOUNTING:
        certificate.draw_certificate(pen, plan, page, lists.accounting, lists.sums)
    elif page.kind is PageKind.PLACEHOLDER:
        _draw_placeholder(pen, plan, page)
    elif page.kind is PageKind.BLANK:
        draw_blank(pen, plan, page)
    elif page.kind is PageKind.SHEET:
        draw_exhibit_page(pen, plan, page)


# Pages inside an exhibit


def _draw_placeholder(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    say = wording_of(plan.request)
    exhibit = exhibit_of(plan, page)
    facts = tuple(
        (label, listing.lines_of(value, layout.TEXT_WIDTH - 144))
        for label, value in _placeholder_facts(say, exhibit, page)
    )
    heights = [max(listing.height_of(lines), 24.0) + 10 for _, lines in facts]
    height = 110 + sum(heights)
    box = layout.Box(
        layout.MARGIN, max(A4_HEIGHT_PT * 0.56 - height / 2, layout.BOTTOM), layout.TEXT_WIDTH, height
    )
    pen.panel(box, layout.ALERT_TINT, radius=4)
    pen.frame(box, layout.ALERT, 0.8)
    x, top = box.x + 26, box.top - 34
    heading = say("This page is missing")
    pen.text(x, top - 8, heading.zh, 20, color=layout.ALERT, heavy=True)
    if heading.en != heading.zh:
        pen.text(x, top - 27, heading.en, 11.5, color=layout.ALERT)
    top -= 54
    for (label, lines), room in zip(facts, heights, strict=True):
        pen.pair(x, top - 10, label, 9)
        pen.lines(x + 92, top, lines)
        top -= room


def _placeholder_facts(
    say: Wording, exhibit: PlannedExhibit, page: PlannedPage
) -> tuple[tuple[Text, Text], ...]:
    title = listing.exhibit_title(exhibit.request)
    labelled = Text(zh=f"{exhibit.label} {title.zh}", en=f"{exhibit.label} {title.en}")
    why = (say("Why"), listing.problem_words(page.problem or "", say))
    if page.source is None:
        return ((say("Exhibit"), labelled), why)
    return ((say("Exhibit"), labelled), (say("Source file"), Text.same(page.source.file.name)), why)
