"""Draws what the packet itself adds to an exhibit's pages: marks around photos and sides, words on blanks."""

from app.domain.packet import A4_HEIGHT_PT, PT_PER_MM, Frame, PacketPlan, PageKind, PlannedPage
from app.domain.words import Text
from app.packet import layout, listing
from app.packet.pen import Pen
from app.packet.wording import Wording, wording_of

_CUT_GAP = 1 * PT_PER_MM
_CUT_LENGTH = 2.5 * PT_PER_MM
_CUT_WIDTH = 0.3
_CAPTION_SIZE = 8.0


def draw_exhibit_page(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Draw what stands around the sources of a page: cut marks and a name, or the number of each side."""
    source = page.source
    if source is not None and source.file.physical_mm is not None:
        _draw_photo_words(pen, plan, page, source.file.physical_mm)
        for frame in page.frames:
            _draw_cut_marks(pen, frame)
        return
    for frame in page.frames:
        words = str(frame.source + 1)
        pen.text(frame.x + frame.width / 2, frame.y - 12, words, _CAPTION_SIZE, align=0.5, color=layout.QUIET)


def _draw_cut_marks(pen: Pen, frame: Frame) -> None:
    """Draw short lines that lead to the corners of a frame and stop before them."""
    right, top = frame.x + frame.width, frame.y + frame.height
    for y in (frame.y, top):
        for start in (frame.x - _CUT_GAP - _CUT_LENGTH, right + _CUT_GAP):
            pen.rule(start, start + _CUT_LENGTH, y, color=layout.QUIET, width=_CUT_WIDTH)
    for x in (frame.x, right):
        for start in (frame.y - _CUT_GAP - _CUT_LENGTH, top + _CUT_GAP):
            pen.bar(x, start, start + _CUT_LENGTH, color=layout.QUIET, width=_CUT_WIDTH)


def _draw_photo_words(pen: Pen, plan: PacketPlan, page: PlannedPage, size_mm: tuple[float, float]) -> None:
    say = wording_of(plan.request)
    middle = page.width_pt / 2
    y = min(frame.y for frame in page.frames) - 34
    name = _owner(plan, page)
    if name:
        pen.text(middle, y, name, 13, align=0.5)
        y -= 20
    for line in dict.fromkeys(_photo_words(say, len(page.frames), size_mm)):
        pen.text(middle, y, line, 9, align=0.5, color=layout.QUIET)
        y -= 14


def _photo_words(say: Wording, count: int, size_mm: tuple[float, float]) -> tuple[str, str]:
    words = say.plural(
        "{count} photo of {width} × {height} mm, printed at full size",
        "{count} photos of {width} × {height} mm, printed at full size",
        count,
        width=f"{size_mm[0]:g}",
        height=f"{size_mm[1]:g}",
    )
    return words.zh, words.en


def _owner(plan: PacketPlan, page: PlannedPage) -> str:
    if page.section is None or page.exhibit is None:
        return ""
    return plan.sections[page.section - 1].exhibits[page.exhibit - 1].request.person_name


def draw_blank(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Draw the words of a page that is blank on purpose."""
    words = blank_words(wording_of(plan.request))
    pen.pair(page.width_pt / 2, A4_HEIGHT_PT / 2, words, 10, align=0.5)


def blank_words(say: Wording) -> Text:
    """Say that a page is blank on purpose."""
    return say("This page is intentionally blank")


def volume_words(plan: PacketPlan) -> Text | None:
    """Say which volume of how many this is, None where there is but one."""
    if plan.volumes == 1:
        return None
    say = wording_of(plan.request)
    return say("Volume {number} of {count}", number=plan.volume, count=plan.volumes)


def copy_words(plan: PacketPlan, page: PlannedPage) -> Text | None:
    """Say which copy of how many a page belongs to, None where there is but one."""
    if page.section is None or page.exhibit is None or not plan.request.options.printing:
        return None
    copies = plan.sections[page.section - 1].exhibits[page.exhibit - 1].request.copies
    if copies < 2:
        return None
    say = wording_of(plan.request)
    return say("Copy {number} of {count}", number=page.copy, count=copies)


def draw_volume_mark(pen: Pen, plan: PacketPlan, page: PlannedPage) -> None:
    """Draw, on the first page of a volume, which one it is."""
    words = volume_words(plan)
    if words is None or page.kind is not PageKind.COVER or page.part:
        return
    pen.text(layout.MARGIN, listing.FIRST_TOP + 12, in_one_line(words), 12, color=layout.ACCENT, heavy=True)


def in_one_line(words: Text) -> str:
    """Return a text in both languages on one line, once where both are the same."""
    return words.zh if words.zh == words.en else f"{words.zh} · {words.en}"
