"""The cover: whose packet this is, for which office and day, what it holds, and the code that names it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.packet import PacketPlan, PacketRequest, PlannedPage, ShareCopy
from app.domain.words import Text
from app.i18n.terms import long_date
from app.packet import layout, listing
from app.packet.changes import supplement_words
from app.packet.identity import code_words, grouped, people_told
from app.packet.listing import Line, fitted, height_of, lines_of, name_lines
from app.packet.pen import RIGHT, Pen
from app.packet.qr import QUIET_ZONE, qr_rows
from app.packet.sheets import placed_indices
from app.packet.wording import Wording, wording_of
from app.typeset.text import shorten

_PEOPLE_COLUMNS = (0.15, 0.33, 0.17, 0.14, 0.21)
_FACT_LABEL = 138.0
_CODE = 96.0
_CODE_HEIGHT = _CODE + 26.0
_HEADING_WIDTH = layout.TEXT_WIDTH - _CODE - 26
_DRAFT_BAND = 46.0
_TILES = 66.0
_FOOT = 58.0


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Holds a person's cells, each broken into lines."""

    cells: tuple[tuple[Line, ...], ...]
    sticky: bool = False

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return max((height_of(cell) for cell in self.cells), default=0.0) + 9.0


def people_pages(request: PacketRequest) -> tuple[tuple[PersonRow, ...], ...]:
    """Return the people listed on the cover and, where they are many, on its next pages."""
    say = wording_of(request)
    request = say.request(request)
    rows = tuple(PersonRow(_person_cells(person)) for person in people_told(request))
    facts = height_of_facts(cover_facts(request, say))
    band = _DRAFT_BAND * (request.draft + (request.options.share is not None))
    taken = _heading_room(request, say) + band + facts + _TILES + listing.TABLE_HEAD + _FOOT
    first_room = listing.FIRST_TOP - taken - layout.BOTTOM
    return listing.flow_rows(rows, first_room, listing.LIST_ROOM)


def _person_cells(person: tuple[Text, ...]) -> tuple[tuple[Line, ...], ...]:
    widths = tuple(share * layout.TEXT_WIDTH - 9 for share in _PEOPLE_COLUMNS)
    return tuple(
        name_lines(cell.zh, 9.6, width)
        if cell.zh == cell.en
        else lines_of(cell, width, zh_size=9.6, en_size=7.8)
        for cell, width in zip(person, widths, strict=False)
    )


def cover_heading(request: PacketRequest, say: Wording) -> tuple[Line, ...]:
    """Return the cover's heading: what this is, whose it is, for which category."""
    title = lines_of(_kind_words(request, say), _HEADING_WIDTH, zh_size=11.5, en_size=9.0)
    name = fitted(request.applicant or request.title, (27, 23, 19, 16, 13), _HEADING_WIDTH, 2, limit=4)
    category = fitted(request.category.zh, (14.5, 12.5, 10.5), _HEADING_WIDTH, 3, limit=4)
    english: tuple[Line, ...] = ()
    if request.category.en != request.category.zh:
        english = fitted(request.category.en, (10, 8.8), _HEADING_WIDTH, 3, limit=3)
    return (
        *title,
        Line("", 10.0),
        *(replace(line, heavy=True) for line in name),
        Line("", 5.0),
        *category,
        *(replace(line, quiet=True) for line in english),
    )


def _kind_words(request: PacketRequest, say: Wording) -> Text:
    if request.options.share is not None:
        return say("Copy of the papers of an application")
    if request.supplement is not None:
        return say("Supplement to a submission packet")
    return say("Submission packet")


def _heading_room(request: PacketRequest, say: Wording) -> float:
    return max(height_of(cover_heading(request, say)) + 18, _CODE_HEIGHT) + 26.0


Fact = tuple[Text, tuple[Line, ...]]


def cover_facts(request: PacketRequest, say: Wording) -> tuple[Fact, ...]:
    """Return the cover's labelled facts."""
    pairs = [
        (say("Place of submission"), request.place),
        (say("Office"), request.office),
        (say("Planned date of submission"), say.of(listing.date_words(request.submit_on))),
        (say("Case"), Text.same(request.title)),
    ]
    if request.supplement is not None:
        pairs.insert(0, (say("This supplement"), supplement_words(request.supplement, say)))
    if request.agent:
        pairs.append((say("Prepared and handed in by"), Text.same(request.agent)))
    return tuple((label, _fact_lines(value)) for label, value in pairs)


def _fact_lines(value: Text) -> tuple[Line, ...]:
    """Break a fact so that even five long ones leave room for the rest of the cover."""
    width = layout.TEXT_WIDTH - _FACT_LABEL
    chinese = fitted(value.zh, (10.5, 9), width, 2, limit=2)
    if value.en == value.zh:
        return chinese
    english = fitted(value.en, (8.6, 7.8), width, 2, limit=2)
    return chinese + tuple(replace(line, quiet=True) for line in english)


def _fact_height(label: Text, lines: tuple[Line, ...]) -> float:
    """Return how much room a labelled fact takes; its label needs two lines in two languages."""
    return max(height_of(lines), 0.0 if label.zh == label.en else 24.0) + 8.0


def height_of_facts(facts: Iterable[Fact]) -> float:
    """Return how much room the facts take, with the white beneath them."""
    return sum(_fact_height(label, lines) for label, lines in facts) + 12.0


def draw_cover(
    pen: Pen, plan: PacketPlan, page: PlannedPage, people: tuple[tuple[PersonRow, ...], ...]
) -> None:
    """Draw a page of the cover; people who have no room on the first stand on the next."""
    say = wording_of(plan.request)
    if page.part:
        top = pen.header(say("People in this packet"), page.part, len(people))
        _draw_people(pen, say, people[page.part], top)
        return
    request = say.request(plan.request)
    top = listing.FIRST_TOP
    _draw_code(pen, say, plan, top)
    _draw_heading(pen, request, say, top)
    top -= _heading_room(request, say)
    if request.draft:
        top = _draw_draft_band(pen, say, top)
    if request.options.share is not None:
        top = _draw_share_band(pen, say, request.options.share, top)
    top = _draw_facts(pen, cover_facts(request, say), top)
    top = _draw_tiles(pen, _counts(say, plan), top)
    if people[0]:
        _draw_people(pen, say, people[0], top)
    _draw_foot(pen, say)


def _draw_heading(pen: Pen, request: PacketRequest, say: Wording, top: float) -> None:
    pen.panel(layout.Box(layout.MARGIN, top, 46, 3.2), layout.ACCENT)
    top -= 18
    for line in cover_heading(request, say):
        color = layout.ACCENT if line.heavy else layout.INK
        top = pen.lines(layout.MARGIN, top, (line,), color=color)


def _draw_code(pen: Pen, say: Wording, plan: PacketPlan, top: float) -> None:
    """Draw the code at the upper right, its words beneath it for the eye."""
    rows = qr_rows(code_words(plan.packet_id, plan.page_count))
    # The white around a code may reach into the margin, so that its dark part stands in line with the rest.
    white = QUIET_ZONE * _CODE / (len(rows) + 2 * QUIET_ZONE)
    box = layout.Box(RIGHT + white - _CODE, top + white - _CODE + 3.2, _CODE, _CODE)
    pen.modules(box, rows, QUIET_ZONE)
    label = say("Packet id")
    words = label.zh if label.zh == label.en else f"{label.zh} {label.en}"
    pen.text(RIGHT, box.y - 3, words, 7.4, color=layout.QUIET, align=1.0)
    pen.text(RIGHT, box.y - 14.5, grouped(plan.packet_id), 8.4, align=1.0)


def _draw_draft_band(pen: Pen, say: Wording, top: float) -> float:
    box = layout.Box(layout.MARGIN, top - 30, layout.TEXT_WIDTH, 30)
    pen.panel(box, layout.ALERT_TINT, radius=3)
    pen.panel(layout.Box(box.x, box.y, 3.5, box.height), layout.ALERT)
    mark = say("Draft – not for submission")
    pen.text(box.x + 14, box.y + 10.5, mark.zh, 12.5, color=layout.ALERT, heavy=True)
    if mark.en != mark.zh:
        pen.text(box.right - 12, box.y + 11, mark.en, 10, color=layout.ALERT, align=1.0)
    return top - _DRAFT_BAND


def _draw_share_band(pen: Pen, say: Wording, share: ShareCopy, top: float) -> float:
    """Draw for whom and of which day a shared copy is, and that it is not for the window."""
    box = layout.Box(layout.MARGIN, top - 34, layout.TEXT_WIDTH, 34)
    pen.panel(box, layout.ALERT_TINT, radius=3)
    pen.panel(layout.Box(box.x, box.y, 3.5, box.height), layout.ALERT)
    day = long_date(share.day)
    words = say.filled(
        "Copy for {recipient}, {day}: not for submission", recipient=Text.same(share.recipient), day=day
    )
    room = box.width - 28
    if words.zh == words.en:
        pen.text(box.x + 14, box.y + 12.5, shorten(words.zh, 11, room), 11, color=layout.ALERT, heavy=True)
    else:
        pen.text(box.x + 14, box.y + 19, shorten(words.zh, 11, room), 11, color=layout.ALERT, heavy=True)
        pen.text(box.x + 14, box.y + 7, shorten(words.en, 8.6, room), 8.6, color=layout.ALERT)
    return top - _DRAFT_BAND


def _draw_facts(pen: Pen, facts: tuple[Fact, ...], top: float) -> float:
    for label, lines in facts:
        pen.rule(layout.MARGIN, RIGHT, top)
        pen.pair(layout.MARGIN, top - 14, label, 9.2)
        pen.lines(layout.MARGIN + _FACT_LABEL, top - 3.5, lines)
        top -= _fact_height(label, lines)
    pen.rule(layout.MARGIN, RIGHT, top)
    return top - 12


def _counts(say: Wording, plan: PacketPlan) -> tuple[tuple[Text, int], ...]:
    exhibits = [exhibit for section in plan.request.sections for exhibit in section.exhibits]
    pages = sum(len(placed_indices(file)) for exhibit in exhibits for file in exhibit.files)
    copies = sum(exhibit.copies_asked or 1 for exhibit in exhibits if "copy" in exhibit.form)
    return (
        (say("Parts"), len(plan.sections)),
        (say("Exhibits"), len(exhibits)),
        (say("Source pages"), pages),
        (say("Pages in all"), sum(plan.volume_pages) or plan.page_count),
        (say("Originals"), len(listing.originals_of(plan.request))),
        (say("Copies"), copies),
    )


def _draw_tiles(pen: Pen, counts: tuple[tuple[Text, int], ...], top: float) -> float:
    height = _TILES - 18
    pen.panel(layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height), layout.TINT, radius=3)
    width = layout.TEXT_WIDTH / len(counts)
    for place, (label, count) in enumerate(counts):
        middle = layout.MARGIN + (place + 0.5) * width
        pen.text(middle, top - 20, str(count), 16, color=layout.ACCENT, align=0.5, heavy=True)
        pen.pair(middle, top - 32.5, label, 8.6, align=0.5)
        if place:
            pen.bar(layout.MARGIN + place * width, top - height + 9, top - 9)
    return top - _TILES


def _people_heads(say: Wording) -> tuple[Text, ...]:
    return (say("Role"), say("Name"), say("Passport number"), say("Nationality"), say("Date of birth"))


def _draw_people(pen: Pen, say: Wording, rows: tuple[PersonRow, ...], top: float) -> None:
    columns = [layout.MARGIN]
    for share in _PEOPLE_COLUMNS:
        columns.append(columns[-1] + share * layout.TEXT_WIDTH)
    top = pen.heads(top, tuple((x, head, 0.0) for x, head in zip(columns, _people_heads(say), strict=False)))
    for row in rows:
        for x, cell in zip(columns, row.cells, strict=False):
            pen.lines(x, top - 4, cell)
        top -= row.height
        pen.rule(layout.MARGIN, RIGHT, top)


def _draw_foot(pen: Pen, say: Wording) -> None:
    notes = (
        say("Prepared offline with Yongju on the applicant's own computer; nothing was sent anywhere."),
        say("The office decides what it accepts; this packet promises no outcome."),
    )
    english = tuple(note.en for note in notes if note.en != note.zh)
    y = layout.BOTTOM + 11 * (len(english) + len(notes) - 1) + 2
    for words in (*(note.zh for note in notes), *english):
        pen.text(layout.MARGIN, y, words, 7.6, color=layout.QUIET)
        y -= 11
