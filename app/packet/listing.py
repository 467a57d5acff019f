"""The rows of the packet's lists (contents, a section's exhibits, originals to bring), broken into lines.

A row's height never depends on a page number, so the lists can be laid out before pages are numbered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from babel.dates import format_date

from app.domain.files import Signature
from app.domain.packet import (
    A4_HEIGHT_PT,
    ExhibitRequest,
    PacketRequest,
    PageKind,
    SectionRequest,
)
from app.domain.words import Text
from app.i18n.catalogue import N_
from app.i18n.packets import word_left_out
from app.packet import layout
from app.packet.identity import left_out_told
from app.packet.wording import Wording, wording_of
from app.typeset.text import wrap, wrap_name

LABEL_COLUMN = 38.0
FORM_COLUMN = 92.0
NUMBER_COLUMN = 40.0
TICK_COLUMN = 22.0
USE_COLUMN = 122.0
ORIGINALS_NOTE = 30.0
ROW_GAP = 7.0
LEADING = 1.36

ZH_SIZE = 10.5
EN_SIZE = 8.8
SMALL_SIZE = 7.8
HEADING_SIZE = 12.0

FIRST_TOP = A4_HEIGHT_PT - layout.TOP
HEADER_HEIGHT = 62.0
TABLE_HEAD = 32.0
LIST_ROOM = FIRST_TOP - HEADER_HEIGHT - TABLE_HEAD - layout.BOTTOM
# Nobody's title needs more; one that does is cut, with an ellipsis to say so.
_MOST_LINES = 16
_GAP = 8.0  # between a column of text and the next

_Measure = TypeVar("_Measure", bound="Measured")


@dataclass(frozen=True, slots=True)
class Line:
    """Holds one line of a row: what is drawn, how large, and whether it stands back or out."""

    words: str
    size: float
    quiet: bool = False
    heavy: bool = False

    @property
    def height(self) -> float:
        """Return the line's share of the row."""
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Row:
    """Holds a row of a list; `section` and `exhibit` count from 0, `sticky` rows stay with the next.

    A row of one of the packet's own lists names its `kind`. `side` stands in a column of its own. A row
    that is `nowhere` leads to no page.
    """

    lines: tuple[Line, ...]
    section: int = 0
    exhibit: int | None = None
    kind: PageKind | None = None
    side: tuple[Line, ...] = ()
    sticky: bool = False
    gap: float = ROW_GAP
    nowhere: bool = False

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return max(height_of(self.lines), height_of(self.side)) + self.gap


class Measured(Protocol):
    """A row whose height is known before it is drawn."""

    @property
    def height(self) -> float:
        """Return how much room the row takes."""

    @property
    def sticky(self) -> bool:
        """Say whether the row must not be parted from the next."""


def height_of(lines: Iterable[Line]) -> float:
    """Return how much room lines take beneath each other."""
    return sum(line.height for line in lines)


def lines_of(
    text: Text, width: float, *, zh_size: float = ZH_SIZE, en_size: float = EN_SIZE, heavy: bool = False
) -> tuple[Line, ...]:
    """Break a text into lines, Chinese first; a text that reads the same in both stands once."""
    chinese = tuple(Line(words, zh_size, heavy=heavy) for words in _limited(text.zh, zh_size, width))
    if text.en == text.zh:
        return chinese
    return chinese + tuple(Line(words, en_size, quiet=True) for words in _limited(text.en, en_size, width))


def name_lines(name: str, size: float, width: float) -> tuple[Line, ...]:
    """Break a person's name, of which a Chinese part stays whole."""
    return tuple(Line(words, size) for words in wrap_name(name, size, width))


def small_lines(text: Text, width: float, size: float = SMALL_SIZE) -> tuple[Line, ...]:
    """Break a remark into quiet lines: both languages on one line where they fit."""
    languages = tuple(dict.fromkeys((text.zh, text.en)))
    together = wrap(" · ".join(languages), size, width)
    if len(together) > 1:
        together = tuple(line for words in languages for line in _limited(words, size, width))
    return tuple(Line(words, size, quiet=True) for words in together)


def fitted(
    words: str, sizes: Sequence[float], width: float, most: int, *, limit: int = _MOST_LINES
) -> tuple[Line, ...]:
    """Break words at the largest of the sizes at which they take at most so many lines.

    Where not even the smallest will do, they take more, and are cut at `limit` lines.
    """
    for size in sizes:
        broken = wrap_name(words, size, width)
        if len(broken) <= most:
            break
    return tuple(Line(line, size) for line in _cut_short(broken, limit))


def _limited(words: str, size: float, width: float) -> tuple[str, ...]:
    return _cut_short(wrap_name(words, size, width), _MOST_LINES)


def _cut_short(lines: tuple[str, ...], limit: int) -> tuple[str, ...]:
    if len(lines) <= limit:
        return lines
    return (*lines[: limit - 1], lines[limit - 1][:-1] + "…")


def flow(
    heights: Sequence[float], sticky: Sequence[bool], first_room: float, room: float
) -> tuple[range, ...]:
    """Divide rows among pages: ranges of row numbers, at least one page, nothing left over.

    The first page stays empty where not even the first row has room on it.
    """
    pages: list[range] = []
    start, left, whole = 0, first_room, False
    for index in range(len(heights)):
        needed = _needed(heights, sticky, index, room)
        # The white beneath the last row is not missed at the foot of a page.
        if needed - ROW_GAP > left and (index > start or not whole):
            pages.append(range(start, index))
            start, left, whole = index, room, True
        left -= heights[index]
    return (*pages, range(start, len(heights)))


def _needed(heights: Sequence[float], sticky: Sequence[bool], index: int, room: float) -> float:
    """Return the room for a row together with the rows it must not be parted from, at most a page's."""
    needed = heights[index]
    while sticky[index] and index + 1 < len(heights) and needed + heights[index + 1] <= room:
        index += 1
        needed += heights[index]
    return needed


def flow_rows(rows: Sequence[_Measure], first_room: float, room: float) -> tuple[tuple[_Measure, ...], ...]:
    """Divide rows among pages."""
    ranges = flow([row.height for row in rows], [row.sticky for row in rows], first_room, room)
    return tuple(tuple(rows[index] for index in part) for part in ranges)


# Contents


def contents_pages(request: PacketRequest) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of each contents page."""
    say = wording_of(request)
    request = say.request(request)
    rows = [
        row for index, section in enumerate(request.sections) for row in _section_rows(say, index, section)
    ]
    own = [_own_row(say("Originals to bring"), PageKind.ORIGINALS)] if originals_of(request) else []
    if request.supplement is not None:
        own.insert(0, _own_row(say("Changes since the earlier packet"), PageKind.CHANGES))
    accounting = _own_row(say("Page-accounting certificate"), PageKind.ACCOUNTING)
    return flow_rows([*own, *rows, *_left_out_rows(say, request), accounting], LIST_ROOM, LIST_ROOM)


def _left_out_rows(say: Wording, request: PacketRequest) -> Iterator[Row]:
    """Give the papers that are not handed in, each with why and who said so."""
    papers = left_out_told(request)
    if papers:
        heading = lines_of(
            say("Not handed in"), layout.TEXT_WIDTH, zh_size=HEADING_SIZE, en_size=9.0, heavy=True
        )
        yield Row(heading, section=-1, sticky=True, gap=ROW_GAP + 7, nowhere=True)
    for paper in papers:
        width = layout.TEXT_WIDTH - LABEL_COLUMN
        lines = lines_of(_of_person(paper.title, paper.person_name), width)
        yield Row((*lines, *small_lines(say.of(word_left_out(paper)), width)), section=-1, nowhere=True)


def section_title(number: int, section: SectionRequest, say: Wording | None = None) -> Text:
    """Return a section's title with its number and whose papers it holds."""
    part, owner = (say or Wording())("Part {number}", number=number), section.subtitle
    title = Text(zh=f"{part.zh}　{section.title.zh}", en=f"{part.en}  {section.title.en}")
    if section.title.zh == section.title.en:
        title = Text.same(title.zh)
    return Text(zh=f"{title.zh} · {owner.zh}", en=f"{title.en} · {owner.en}") if owner.zh else title


def exhibit_title(exhibit: ExhibitRequest) -> Text:
    """Return an exhibit's title; the person whose paper it is stands once, beside the Chinese."""
    return _of_person(exhibit.title, exhibit.person_name)


def _of_person(title: Text, person: str) -> Text:
    if not person:
        return title
    named = f"{title.zh} · {person}"
    return Text.same(named) if title.zh == title.en else Text(zh=named, en=title.en)


def form_words(exhibit: ExhibitRequest, say: Wording) -> Text | None:
    """Say in what form a paper is handed in and in how many copies, None where the rules do not say."""
    copies = exhibit.copies_asked
    if exhibit.form == "original":
        return say("Original")
    if exhibit.form == "copy":
        return say("Copy") if copies is None else say.plural("{count} copy", "{count} copies", copies)
    if exhibit.form != "original-and-copy":
        return None
    if copies is None:
        return say("Original and copy")
    return say.plural("Original, {count} copy", "Original, {count} copies", copies)


def _own_row(title: Text, kind: PageKind) -> Row:
    lines = lines_of(title, layout.TEXT_WIDTH - NUMBER_COLUMN, zh_size=11.0)
    return Row(lines, section=-1, kind=kind, gap=ROW_GAP + 7)


def _section_rows(say: Wording, index: int, section: SectionRequest) -> Iterable[Row]:
    title = section_title(section.number or index + 1, section, say)
    heading = lines_of(
        title, layout.TEXT_WIDTH - NUMBER_COLUMN, zh_size=HEADING_SIZE, en_size=9.0, heavy=True
    )
    yield Row(heading, section=index, sticky=True, gap=ROW_GAP + 7)
    for number in range(len(section.exhibits)):
        yield _exhibit_row(say, section, (index, number), ())


def _exhibit_row(
    say: Wording, section: SectionRequest, place: tuple[int, int], remarks: tuple[Text, ...]
) -> Row:
    exhibit = section.exhibits[place[1]]
    width = layout.TEXT_WIDTH - LABEL_COLUMN - FORM_COLUMN - NUMBER_COLUMN - _GAP
    title = exhibit.title if _is_of_one_person(section) else exhibit_title(exhibit)
    lines = lines_of(title, width)
    form = form_words(exhibit, say)
    side = () if form is None else lines_of(form, FORM_COLUMN - 12, zh_size=9.0, en_size=7.8)
    # Remarks go on beneath the form, where it ends above them.
    room = width + FORM_COLUMN if height_of(side) + 2 <= height_of(lines) else width
    for remark in (*([say.listed(exhibit.details)] if exhibit.details else []), *remarks):
        lines += small_lines(remark, room)
    return Row(lines, section=place[0], exhibit=place[1], side=side)


def _is_of_one_person(section: SectionRequest) -> bool:
    """Say whether the heading already names the person of every exhibit."""
    names = {exhibit.person_name for exhibit in section.exhibits}
    return len(names) == 1 and names.pop() in section.subtitle.zh


# Dividers

DIVIDER_TOP = A4_HEIGHT_PT - 92
DIVIDER_NUMBER = 104.0


def divider_heading(section: SectionRequest) -> tuple[Line, ...]:
    """Return the heading beneath a divider's number: title and subtitle."""
    title, owner = section.title, section.subtitle
    lines = tuple(
        replace(line, heavy=True) for line in fitted(title.zh, (24, 19, 15, 12), layout.TEXT_WIDTH, 3)
    )
    if title.en != title.zh:
        english = fitted(title.en, (13.5, 11, 9), layout.TEXT_WIDTH, 3)
        lines += tuple(replace(line, quiet=True) for line in english)
    return (*lines, Line("", 6.0), *lines_of(owner, layout.TEXT_WIDTH, zh_size=10.5, en_size=8.8))


def divider_list_top(section: SectionRequest) -> float:
    """Return where the list of a divider's exhibits begins."""
    return DIVIDER_TOP - DIVIDER_NUMBER - height_of(divider_heading(section)) - 34


def divider_pages(
    index: int, section: SectionRequest, say: Wording | None = None
) -> tuple[tuple[Row, ...], ...]:
    """Return the exhibits listed on each page of a section's divider."""
    wording = say or Wording()
    rows = [
        _exhibit_row(wording, section, (index, number), tuple(_signed_remarks(exhibit, wording)))
        for number, exhibit in enumerate(section.exhibits)
    ]
    return flow_rows(rows, divider_list_top(section) - TABLE_HEAD - layout.BOTTOM, LIST_ROOM)


def _signed_remarks(exhibit: ExhibitRequest, say: Wording) -> Iterator[Text]:
    for file in exhibit.files:
        if file.signatures:
            yield signed_words(file.signatures, say)


def signed_words(signatures: tuple[Signature, ...], say: Wording) -> Text:
    """Say who signed a file and when; the packet's pages do not carry the signatures themselves."""
    return say.listed(tuple(_signature_words(signature, say) for signature in signatures))


def _signature_words(signature: Signature, say: Wording) -> Text:
    signer = Text.same(signature.signer) if signature.signer else say("someone not named")
    if signature.signed_on is None:
        return say.filled("Signed digitally by {name}", name=signer)
    return say.filled("Signed digitally by {name} on {day}", name=signer, day=date_words(signature.signed_on))


# Originals to bring


def originals_of(request: PacketRequest) -> tuple[tuple[int, int], ...]:
    """Return the exhibits whose originals come to the window, person by person, as places from 0."""
    people: dict[str, list[tuple[int, int]]] = {}
    for index, section in enumerate(request.sections):
        for number, exhibit in enumerate(section.exhibits):
            if exhibit.form:
                people.setdefault(exhibit.person_name, []).append((index, number))
    return tuple(place for places in people.values() for place in places)


def originals_pages(request: PacketRequest) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of each page of originals, with a heading for each person; no page without one."""
    say = wording_of(request)
    request = say.request(request)
    places = originals_of(request)
    rows: list[Row] = []
    person = None
    for index, number in places:
        exhibit = request.sections[index].exhibits[number]
        if exhibit.person_name != person:
            person = exhibit.person_name
            rows.append(_person_row(person))
        rows.append(_original_row(say, exhibit, (index, number)))
    return flow_rows(rows, LIST_ROOM - ORIGINALS_NOTE, LIST_ROOM) if rows else ()


def _person_row(person: str) -> Row:
    lines = tuple(replace(line, heavy=True) for line in name_lines(person, 11.5, layout.TEXT_WIDTH))
    return Row(lines, sticky=True, gap=ROW_GAP + 8)


def _original_row(say: Wording, exhibit: ExhibitRequest, place: tuple[int, int]) -> Row:
    width = layout.TEXT_WIDTH - TICK_COLUMN - LABEL_COLUMN - USE_COLUMN - NUMBER_COLUMN - _GAP
    lines = lines_of(exhibit.title, width)
    side = lines_of(use_words(exhibit, say), USE_COLUMN - 12, zh_size=9.0, en_size=7.8)
    # Remarks go on beneath what is done at the window, where that ends above them.
    room = width + USE_COLUMN if height_of(side) + 2 <= height_of(lines) else width
    for remark in (*([say.listed(exhibit.details)] if exhibit.details else []), *exhibit.notes):
        lines += small_lines(remark, room)
    return Row(lines, section=place[0], exhibit=place[1], side=side)


_USES = {
    "original": N_("Hand in the original"),
    "copy": N_("Show the original"),
    "original-and-copy": N_("Bring original and copy"),
}


def use_words(exhibit: ExhibitRequest, say: Wording) -> Text:
    """Say what is done with an original at the window."""
    return say(_USES[exhibit.form])


# Words


def date_words(day: date) -> Text:
    """Write a date out in both languages."""
    return Text(en=format_date(day, "long", locale="en_GB"), zh=format_date(day, "long", locale="zh_CN"))


_PROBLEMS = {
    "empty": N_("the file has no content"),
    "unreadable": N_("the file is damaged and could not be opened"),
    "encrypted": N_("the file is locked with a password"),
    "unsupported": N_("files of this kind cannot be used"),
    "needs_converter": N_("the file must first be saved as PDF"),
    "dynamic_form": N_("only Adobe Reader can show this form"),
    "too_heavy": N_("the file takes too much time or memory to open"),
    "missing": N_("nothing has been provided yet"),
}


def problem_words(problem: str, say: Wording | None = None) -> Text:
    """Say why a file or page cannot be used."""
    message = _PROBLEMS.get(problem)
    return (say or Wording())(message) if message else Text.same(problem)


def ranges(numbers: Iterable[int]) -> str:
    """Write page numbers as ranges, in the order in which they come: 1–3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
