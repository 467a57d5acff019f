"""The rows of the packet's lists (people, contents, a section's exhibits, accounting), broken into lines.

A row's height never depends on a page number, so the lists can be laid out before pages are numbered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from app.domain.files import FileKind
from app.domain.packet import A4_HEIGHT_PT, ExhibitRequest, PacketRequest, SectionRequest, SourceFile
from app.domain.words import DisplayMode, Text
from app.i18n.catalogue import N_, both
from app.packet import layout
from app.packet.typeset import wrap

LABEL_COLUMN = 38.0
NUMBER_COLUMN = 54.0
ROW_GAP = 7.0
LEADING = 1.36

ZH_SIZE = 10.5
EN_SIZE = 8.8
SMALL_SIZE = 7.8
HEADING_SIZE = 12.5

# Widths of the accounting's columns after the first, right to left: packet pages, in packet, in file.
COUNT_COLUMN = 50.0
RANGE_COLUMN = 62.0
PEOPLE_COLUMNS = (0.17, 0.31, 0.18, 0.17, 0.17)
FIRST_TOP = A4_HEIGHT_PT - layout.TOP
HEADER_HEIGHT = 74.0
TABLE_HEAD = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """Holds one line of a row: what is drawn, how large, and whether it stands back."""

    words: str
    size: float
    quiet: bool = False

    @property
    def height(self) -> float:
        """Return the line's share of the row."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Row:
    """Holds a row of a list; `section` and `exhibit` count from 0, `sticky` rows stay with the next."""

    lines: tuple[Line, ...]
    section: int = 0
    exhibit: int | None = None
    file: int | None = None
    sticky: bool = False
    gap: float = ROW_GAP

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return sum(line.height for line in self.lines) + self.gap


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Holds a person's cells, each broken into lines."""

    cells: tuple[tuple[Line, ...], ...]

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return max((sum(line.height for line in cell) for cell in self.cells), default=0.0) + 9.0


def lines_of(
    text: Text, width: float, *, zh_size: float = ZH_SIZE, en_size: float = EN_SIZE
) -> tuple[Line, ...]:
    """Break a text into lines, Chinese first; a text that reads the same in both stands once."""
    chinese = tuple(Line(words, zh_size) for words in wrap(text.zh, zh_size, width))
    if text.en == text.zh:
        return chinese
    return chinese + tuple(Line(words, en_size, quiet=True) for words in wrap(text.en, en_size, width))


def flow(
    heights: Sequence[float], sticky: Sequence[bool], first_room: float, room: float
) -> tuple[range, ...]:
    """Divide rows among pages: ranges of row numbers, at least one page, nothing left over."""
    pages: list[range] = []
    start, left = 0, first_room
    for index in range(len(heights)):
        needed = _needed(heights, sticky, index)
        if needed > left and index > start:
            pages.append(range(start, index))
            start, left = index, room
        left -= heights[index]
    return (*pages, range(start, len(heights)))


def _needed(heights: Sequence[float], sticky: Sequence[bool], index: int) -> float:
    """Return the room for a row together with the rows it must not be parted from."""
    needed = heights[index]
    while sticky[index] and index + 1 < len(heights):
        index += 1
        needed += heights[index]
    return needed


def flow_rows(rows: Sequence[Row], first_room: float, room: float) -> tuple[tuple[Row, ...], ...]:
    """Divide rows among pages."""
    ranges = flow([row.height for row in rows], [row.sticky for row in rows], first_room, room)
    return tuple(tuple(rows[index] for index in part) for part in ranges)


LIST_ROOM = FIRST_TOP - HEADER_HEIGHT - layout.BOTTOM


def contents_pages(request: PacketRequest) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of each contents page."""
    rows = [row for index, section in enumerate(request.sections) for row in _section_rows(index, section)]
    return flow_rows([*rows, _accounting_row()], LIST_ROOM, LIST_ROOM)


def section_title(number: int, section: SectionRequest) -> Text:
    """Return a section's title with its number and whose papers it holds."""
    part, owner = both("Part {number}", number=number), section.subtitle
    title = Text(zh=f"{part.zh}　{section.title.zh}", en=f"{part.en}  {section.title.en}")
    return Text(zh=f"{title.zh} · {owner.zh}", en=f"{title.en} · {owner.en}") if owner.zh else title


def exhibit_title(exhibit: ExhibitRequest) -> Text:
    """Return an exhibit's title; the person whose paper it is stands once, beside the Chinese."""
    title, person = exhibit.title, exhibit.person_name
    if not person:
        return title
    named = f"{title.zh} · {person}"
    return Text.same(named) if title.zh == title.en else Text(zh=named, en=title.en)


def _accounting_row() -> Row:
    title = both("Page accounting")
    return Row(lines_of(title, layout.TEXT_WIDTH - NUMBER_COLUMN, zh_size=11.0), section=-1, gap=ROW_GAP + 6)


def _section_rows(index: int, section: SectionRequest) -> Iterable[Row]:
    width = layout.TEXT_WIDTH - NUMBER_COLUMN
    heading = lines_of(section_title(index + 1, section), width, zh_size=HEADING_SIZE, en_size=9.4)
    yield Row(heading, section=index, sticky=True, gap=ROW_GAP + 11)
    for number, exhibit in enumerate(section.exhibits):
        yield Row(_exhibit_lines(section, exhibit, width - LABEL_COLUMN), section=index, exhibit=number)


def _exhibit_lines(section: SectionRequest, exhibit: ExhibitRequest, width: float) -> tuple[Line, ...]:
    title = exhibit.title if _is_of_one_person(section) else exhibit_title(exhibit)
    return lines_of(title, width) + _detail_lines(exhibit, width)


def _is_of_one_person(section: SectionRequest) -> bool:
    """Say whether the heading already names the person of every exhibit."""
    names = {exhibit.person_name for exhibit in section.exhibits}
    return len(names) == 1 and names.pop() in section.subtitle.zh


def _detail_lines(exhibit: ExhibitRequest, width: float) -> tuple[Line, ...]:
    if not exhibit.details:
        return ()
    chinese = "；".join(detail.zh for detail in exhibit.details)
    english = "; ".join(detail.en for detail in exhibit.details)
    both_ways = (chinese,) if chinese == english else (chinese, english)
    one_line = wrap(" · ".join(both_ways), SMALL_SIZE, width)
    if len(one_line) > 1:
        one_line = tuple(part for words in both_ways for part in wrap(words, SMALL_SIZE, width))
    return tuple(Line(part, SMALL_SIZE, quiet=True) for part in one_line)


DIVIDER_TOP = A4_HEIGHT_PT - 108


def divider_heading(section: SectionRequest) -> tuple[Line, ...]:
    """Return the heading beneath a divider's number: title and subtitle."""
    title = lines_of(section.title, layout.TEXT_WIDTH, zh_size=24.0, en_size=13.5)
    return title + lines_of(section.subtitle, layout.TEXT_WIDTH, zh_size=10.2, en_size=8.8)


def divider_list_top(section: SectionRequest) -> float:
    """Return where the list of a divider's exhibits begins."""
    return DIVIDER_TOP - 112 - sum(line.height for line in divider_heading(section)) - 44


def divider_pages(index: int, section: SectionRequest) -> tuple[tuple[Row, ...], ...]:
    """Return the exhibits listed on each page of a section's divider."""
    width = layout.TEXT_WIDTH - NUMBER_COLUMN - LABEL_COLUMN
    rows = [
        Row(_exhibit_lines(section, exhibit, width), section=index, exhibit=number, gap=ROW_GAP + 3)
        for number, exhibit in enumerate(section.exhibits)
    ]
    return flow_rows(rows, divider_list_top(section) - layout.BOTTOM, LIST_ROOM)


COVER_FOOT = 66.0
DRAFT_BAND = 46.0
FACT_LABEL = 118.0


def cover_heading(request: PacketRequest) -> tuple[Line, ...]:
    """Return the cover's heading: the category, what this is, whose it is."""
    title = both("Submission packet")
    chinese = wrap(request.category.zh, 23.0, layout.TEXT_WIDTH)
    english = (
        ()
        if request.category.en == request.category.zh
        else wrap(request.category.en, 12.5, layout.TEXT_WIDTH)
    )
    return (
        *(Line(words, 23.0) for words in (*chinese, title.zh)),
        *(Line(words, 12.5, quiet=True) for words in (*english, title.en)),
        *(Line(words, 10.5) for words in wrap(request.title, 10.5, layout.TEXT_WIDTH)),
    )


def cover_facts(request: PacketRequest, counts: Text) -> tuple[tuple[Text, tuple[Line, ...]], ...]:
    """Return the cover's labelled facts; `counts` says how much the packet holds."""
    pairs = (
        (both("Place of submission"), request.place),
        (both("Office"), request.office),
        (both("Planned date of submission"), date_words(request.submit_on)),
        (both("This packet holds"), counts),
    )
    width = layout.TEXT_WIDTH - FACT_LABEL
    return tuple((label, lines_of(value, width, zh_size=10.5, en_size=8.6)) for label, value in pairs)


def fact_height(lines: tuple[Line, ...]) -> float:
    """Return how much room a labelled fact takes; its label needs two lines itself."""
    return max(sum(line.height for line in lines), 26.0) + 7.0


def date_words(day: date) -> Text:
    """Write a date out in both languages."""
    return Text(en=format_date(day, "long", locale="en_GB"), zh=format_date(day, "long", locale="zh_CN"))


def people_pages(request: PacketRequest) -> tuple[tuple[PersonRow, ...], ...]:
    """Return the people listed on the cover and, where they are many, on its next pages."""
    rows = tuple(PersonRow(_person_cells(person)) for person in request.people)
    heading = sum(line.height for line in cover_heading(request)) + 62.0
    facts = sum(fact_height(lines) for _, lines in cover_facts(request, Text.same("0"))) + 22.0
    band = DRAFT_BAND if request.draft else 0.0
    first_room = FIRST_TOP - heading - band - facts - TABLE_HEAD - COVER_FOOT - layout.BOTTOM
    ranges = flow([row.height for row in rows], [False] * len(rows), first_room, LIST_ROOM - TABLE_HEAD)
    return tuple(tuple(rows[index] for index in part) for part in ranges)


def _person_cells(person: tuple[Text, ...]) -> tuple[tuple[Line, ...], ...]:
    widths = (share * layout.TEXT_WIDTH - 8 for share in PEOPLE_COLUMNS)
    return tuple(
        lines_of(cell, width, zh_size=9.6, en_size=7.8) for cell, width in zip(person, widths, strict=False)
    )


def accounting_pages(request: PacketRequest) -> tuple[tuple[Row, ...], ...]:
    """Return the source files listed on each page of the accounting; its sums stand after the last."""
    width = layout.TEXT_WIDTH - LABEL_COLUMN - 2 * COUNT_COLUMN - RANGE_COLUMN - 6
    rows = [
        Row(_file_lines(file, width), section=index, exhibit=number, file=place, gap=ROW_GAP)
        for index, section in enumerate(request.sections)
        for number, exhibit in enumerate(section.exhibits)
        for place, file in enumerate(exhibit.files)
    ]
    sums = Row((Line("", 10.0),) * 5, section=-1, gap=20.0)
    return flow_rows([*rows, sums], LIST_ROOM - TABLE_HEAD - 34, LIST_ROOM - TABLE_HEAD)


def _file_lines(file: SourceFile, width: float) -> tuple[Line, ...]:
    how = treatment(file).shown(DisplayMode.BOTH, " · ")
    lines = [Line(words, 9.0) for words in wrap(file.name, 9.0, width)]
    lines.append(Line(f"SHA-256 {file.sha256[:16]}", 7.0, quiet=True))
    return (*lines, *(Line(words, 7.4, quiet=True) for words in wrap(how, 7.4, width)))


_LOSSLESS = N_("picture kept without loss")
_PICTURES = {
    FileKind.JPEG: N_("picture unchanged, camera data left out"),
    FileKind.HEIC: N_("turned into a high-quality JPEG"),
}
_TREATMENTS = {
    "copied": N_("copied page for page"),
    "repaired": N_("damaged file repaired, then copied page for page"),
    "unlocked": N_("the author's restrictions taken off, then copied page for page"),
    "converted": N_("turned into pages from a word-processor file"),
    "flattened": N_("form fields drawn in, then copied page for page"),
}


def treatment(file: SourceFile) -> Text:
    """Say how a file's pages came into the packet."""
    if file.problem is not None:
        return _not_usable(problem_words(file.problem))
    if file.kind.is_picture and file.treatment in ("copied", "picture"):
        return both(_PICTURES.get(file.kind, _LOSSLESS))
    message = _TREATMENTS.get(file.treatment)
    return both(message) if message else Text.same(file.treatment)


_PROBLEMS = {
    "empty": N_("the file has no content"),
    "unreadable": N_("the file is damaged and could not be opened"),
    "encrypted": N_("the file is locked with a password"),
    "unsupported": N_("files of this kind cannot be used"),
    "needs_converter": N_("the file must first be saved as PDF"),
    "missing": N_("nothing has been provided yet"),
}


def problem_words(problem: str) -> Text:
    """Say why a file or page cannot be used."""
    message = _PROBLEMS.get(problem)
    return both(message) if message else Text.same(problem)


def _not_usable(reason: Text) -> Text:
    english, chinese = (both("not usable: {reason}", reason=words) for words in (reason.en, reason.zh))
    return Text(en=english.en, zh=chinese.zh)
