"""The page-accounting certificate: every source file, what was done to it, and where its pages stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.files import FileKind, Handling
from app.domain.packet import PacketPlan, PacketRequest, PlannedPage, SectionRequest, SourceFile
from app.domain.words import DisplayMode, Text
from app.i18n.catalogue import N_
from app.packet import layout, listing
from app.packet.listing import Line, height_of, lines_of, ranges, small_lines
from app.packet.pen import RIGHT, Pen
from app.packet.sheets import placed_indices
from app.packet.wording import Wording, wording_of
from app.typeset.text import wrap

if TYPE_CHECKING:
    from app.packet.holdings import Sums

_COUNT_COLUMN = 46.0
_RANGE_COLUMN = 62.0
_FILE_WIDTH = layout.TEXT_WIDTH - listing.LABEL_COLUMN - 2 * _COUNT_COLUMN - _RANGE_COLUMN - 8
_NOTE = 30.0
_SUMS = 190.0

_Place = tuple[int, int]
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FileRow:
    """Holds a source file's row: its section, exhibit and file from 0; without a place, the sums."""

    lines: tuple[Line, ...]
    place: tuple[int, int, int] | None = None
    least: float = 0.0
    sticky: bool = False

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return max(height_of(self.lines) + listing.ROW_GAP, self.least)


def accounting_pages(
    request: PacketRequest, own: frozenset[_Place] | None = None
) -> tuple[tuple[FileRow, ...], ...]:
    """Return the source files listed on each page of the certificate; its sums stand after the last.

    A volume lists those of its own exhibits: `own` holds their section and place, both from 0.
    """
    say, uses = wording_of(request), uses_of(request)
    rows = [
        FileRow(_file_lines(say, file, tuple(_whereabouts(say, uses, file, place))), place)
        for place, file in _files(request)
        if own is None or place[:2] in own
    ]
    sums = FileRow((), least=_sums_room(request, say, uses))
    return listing.flow_rows([*rows, sums], listing.LIST_ROOM - _NOTE, listing.LIST_ROOM)


def _sums_room(request: PacketRequest, say: Wording, uses: Mapping[_Key, "Use"]) -> float:
    """Return how much room the sums take at most: of each block a sum, and the parts that may be there."""
    files = 3 + any(use.left_out for use in uses.values()) + any(use.unusable for use in uses.values())
    pages = 3 + request.draft + 2 * request.options.printing
    row = 28.0 if say.mode is DisplayMode.BOTH else 18.0
    return 12.0 + max(files, pages) * row + 40.0


def _files(request: PacketRequest) -> Iterator[tuple[tuple[int, int, int], SourceFile]]:
    for index, section in enumerate(request.sections):
        for number, exhibit in enumerate(section.exhibits):
            for place, file in enumerate(exhibit.files):
                yield (index, number, place), file


# Where a file's pages stand


@dataclass(slots=True)
class Use:
    """Gathers where the pages of one file stand, by their index from 0, and where it is asked for.

    `first` is the row that tells of it; a file may come again, under another exhibit or the same.
    """

    file: SourceFile
    first: tuple[int, int, int]
    placed: dict[int, list[_Place]] = field(default_factory=dict)
    unusable: set[int] = field(default_factory=set)
    rows: dict[_Place, tuple[int, int, int]] = field(default_factory=dict)
    labels: dict[_Place, str] = field(default_factory=dict)

    @property
    def left_out(self) -> tuple[int, ...]:
        """Return the pages that nobody asked for, from 0."""
        every = range(len(self.file.pages))
        return tuple(index for index in every if index not in self.placed and index not in self.unusable)


def uses_of(request: PacketRequest) -> dict[_Key, Use]:
    """Return, for each file, where its pages stand in the whole packet."""
    uses: dict[_Key, Use] = {}
    for place, file in _files(request):
        use = uses.setdefault((file.name, file.sha256), Use(file, place))
        exhibit = place[:2]
        use.rows.setdefault(exhibit, place)
        use.labels[exhibit] = exhibit_label(request.sections[place[0]], *exhibit)
        placed = placed_indices(file)
        for index in placed:
            use.placed.setdefault(index, []).append(exhibit)
        lost = range(len(file.pages)) if file.problem is not None else file.selected
        use.unusable.update(index for index in lost if index not in placed)
    return uses


def exhibit_label(section: SectionRequest, index: int, place: int) -> str:
    """Return the label of a section's exhibit; both are counted from 0."""
    return section.exhibits[place].label or f"{section.number or index + 1}-{place + 1}"


def _whereabouts(
    say: Wording, uses: Mapping[_Key, Use], file: SourceFile, place: tuple[int, int, int]
) -> Iterator[Text]:
    """Say what became of the pages of a file that do not stand here: once under each exhibit."""
    use, here = uses[file.name, file.sha256], place[:2]
    if use.rows[here] != place:
        return
    elsewhere: dict[str, list[int]] = {}
    for index, exhibits in sorted(use.placed.items()):
        if here not in exhibits:
            elsewhere.setdefault(use.labels[exhibits[0]], []).append(index + 1)
    for label, pages in elsewhere.items():
        yield say("under exhibit {label}: p. {pages}", pages=ranges(pages), label=label)
    if use.first != place and not elsewhere:
        yield say("the same file as under exhibit {label}", label=use.labels[use.first[:2]])
    if use.left_out:
        yield say("left out by choice: p. {pages}", pages=ranges(index + 1 for index in use.left_out))


# What was done to a file


def _file_lines(say: Wording, file: SourceFile, whereabouts: tuple[Text, ...]) -> tuple[Line, ...]:
    name = lines_of(Text.same(file.name), _FILE_WIDTH, zh_size=9.0)
    digest = tuple(Line(words, 6.2, quiet=True) for words in wrap(f"SHA-256 {file.sha256}", 6.2, _FILE_WIDTH))
    size = say("{count} bytes", count=f"{file.size_bytes:,}")
    remarks = [say.listed((size, *handling_words(file, say)))]
    if file.signatures:
        remarks.append(listing.signed_words(file.signatures, say))
    remarks += [*_unusable_words(file, say), *whereabouts]
    return (*name, *digest, *(line for text in remarks for line in small_lines(text, _FILE_WIDTH, 7.4)))


_LOSSLESS = N_("picture kept without loss")
_PICTURES = {
    FileKind.JPEG: N_("picture unchanged, camera data left out"),
    FileKind.HEIC: N_("turned into a high-quality JPEG"),
}
_DONE = {
    "rebuilt": N_("damaged file rebuilt"),
    "drawn": N_("damaged file, shown as pictures of its pages"),
    "unlocked": N_("the author's restrictions taken off"),
    "converted": N_("turned into pages from a word-processor file"),
    "flattened": N_("form fields drawn in"),
    "pictured": N_("every page shown as a picture, because a copy would look different"),
    "turned": N_("every page turned upright"),
    "turned_by_hand": N_("every page turned by hand"),
}
_DONE_WITH = {
    "rebuilt": N_("damaged file rebuilt with {tool}"),
    "drawn": N_("damaged file, shown as pictures of its pages drawn by {tool}"),
    "unlocked": N_("the author's restrictions taken off with {tool}"),
    "converted": N_("laid out as pages by {tool}"),
    "flattened": N_("form fields drawn in with {tool}"),
    "pictured": N_("every page shown as a picture drawn by {tool}, because a copy would look different"),
}
_DONE_ON = {
    "flattened": N_("form fields drawn in: p. {pages}"),
    "pictured": N_("shown as pictures, because a copy would look different: p. {pages}"),
    "turned": N_("turned upright: p. {pages}"),
    "turned_by_hand": N_("turned by hand: p. {pages}"),
}
_PICTURED = frozenset({"drawn", "pictured"})
# Treatments that stand for a handling where nobody named it.
_MEANT = {"repaired": "rebuilt", "unlocked": "unlocked", "converted": "converted", "flattened": "flattened"}


def handling_words(file: SourceFile, say: Wording) -> tuple[Text, ...]:
    """Say how a file's pages came into the packet: what was done to it, then how they were taken over."""
    if file.problem is not None:
        reason = listing.problem_words(file.problem, say)
        return (say.filled("not usable: {reason}", reason=reason),)
    done = list(_handling_here(file))
    meant = _MEANT.get(file.treatment)
    if meant is not None and not done:
        done.insert(0, Handling(meant))
    untouched = set(placed_indices(file)) - {each.index for each in file.redacted}
    kept = (_copied_words(file, say),) if untouched or not file.redacted else ()
    return (*(_done_words(each, say) for each in done), *_redacted_words(file, say), *kept)


def _handling_here(file: SourceFile) -> Iterator[Handling]:
    """Give what was done to a file, of single pages only those that were asked for."""
    for done in file.handling:
        pages = tuple(number for number in done.pages if number - 1 in file.selected)
        if pages or not done.pages:
            yield replace(done, pages=pages)


def _done_words(done: Handling, say: Wording) -> Text:
    pages = ranges(done.pages)
    if done.pages and done.code in _DONE_ON:
        return say(_DONE_ON[done.code], pages=pages)
    if done.tool and done.code in _DONE_WITH:
        return say(_DONE_WITH[done.code], tool=done.tool)
    return say(_DONE[done.code]) if done.code in _DONE else Text.same(done.code)


def _copied_words(file: SourceFile, say: Wording) -> Text:
    if any(each.code in _PICTURED and not each.pages for each in file.handling):
        return say("each picture on a page of its own")
    if file.kind.is_picture:
        return say(_PICTURES.get(file.kind, _LOSSLESS))
    return say("copied page for page")


def _redacted_words(file: SourceFile, say: Wording) -> Iterator[Text]:
    pages = [each.index + 1 for each in file.redacted if each.areas]
    if pages:
        yield say("areas taken out: p. {pages}", pages=ranges(pages))
    along = [each.index + 1 for each in file.redacted if not each.areas]
    if along:
        yield say(
            "pages {pages} shown as pictures: they share a picture with such a page", pages=ranges(along)
        )


def _unusable_words(file: SourceFile, say: Wording) -> Iterator[Text]:
    if file.problem is not None:
        return
    pages: dict[str, list[int]] = {}
    for index in file.selected:
        problem = file.pages[index].problem
        if problem is not None:
            pages.setdefault(problem, []).append(index + 1)
    for problem, numbers in pages.items():
        reason = listing.problem_words(problem, say)
        where = Text.same(ranges(numbers))
        yield say.filled("not usable ({reason}): p. {pages}", pages=where, reason=reason)


# Sums


@dataclass(frozen=True, slots=True)
class Accounts:
    """Counts the source files of a packet, or of one volume, and their pages.

    `pages` are those in the files; each is `placed` here, `elsewhere` (in another volume), `unusable` or
    `left_out`. A page that stands in the packet twice is `placed` once.
    """

    files: int
    size_bytes: int
    pages: int
    placed: int
    elsewhere: int
    unusable: int
    left_out: int


def accounts_of(plan: PacketPlan) -> Accounts:
    """Count the files whose exhibits stand in this packet, or in this volume of it."""
    own = {
        (index, number)
        for index, section in enumerate(plan.sections)
        for number, exhibit in enumerate(section.exhibits)
        if exhibit.volume == plan.volume
    }
    uses = [use for use in uses_of(plan.request).values() if not own.isdisjoint(use.rows)]
    here = [sum(1 for places in use.placed.values() if not own.isdisjoint(places)) for use in uses]
    return Accounts(
        files=len(uses),
        size_bytes=sum(use.file.size_bytes for use in uses),
        pages=sum(len(use.file.pages) for use in uses),
        placed=sum(here),
        elsewhere=sum(len(use.placed) for use in uses) - sum(here),
        unusable=sum(len(use.unusable - use.placed.keys()) for use in uses),
        left_out=sum(len(use.left_out) for use in uses),
    )


# Drawing


def draw_certificate(
    pen: Pen, plan: PacketPlan, page: PlannedPage, pages: tuple[tuple[FileRow, ...], ...], sums: "Sums"
) -> None:
    """Draw a page of the certificate."""
    say = wording_of(plan.request)
    top = pen.header(say("Page-accounting certificate"), page.part, len(pages))
    if not page.part:
        note = say(
            "Every source file with its SHA-256, what was done to it, and where each of its pages stands."
        )
        pen.lines(layout.MARGIN, top + 8, small_lines(note, layout.TEXT_WIDTH, 8.2))
        top -= _NOTE
    rows = pages[page.part]
    if any(row.place is not None for row in rows):
        top = _draw_heads(pen, say, top)
    for row in rows:
        if row.place is None:
            _draw_sums(pen, say, plan, sums, top)
        else:
            top = _draw_file_row(pen, plan, page, row, row.place, top)


def _columns() -> tuple[float, float, float]:
    """Return the right edges of the columns: pages in the file, in the packet, packet pages."""
    placed = RIGHT - _RANGE_COLUMN
    return placed - _COUNT_COLUMN, placed, RIGHT


def _draw_heads(pen: Pen, say: Wording, top: float) -> float:
    in_file, placed, packet = _columns()
    return pen.heads(
        top,
        (
            (layout.MARGIN, say("Exhibit"), 0.0),
            (layout.MARGIN + listing.LABEL_COLUMN, say("Source file"), 0.0),
            (in_file, say("In file"), 1.0),
            (placed, say("Placed"), 1.0),
            (packet, say("Packet pages"), 1.0),
        ),
    )


def _draw_file_row(
    pen: Pen, plan: PacketPlan, page: PlannedPage, row: FileRow, place: tuple[int, int, int], top: float
) -> float:
    exhibit = plan.sections[place[0]].exhibits[place[1]]
    file, numbers = exhibit.request.files[place[2]], exhibit.file_pages[place[2]]
    pen.label(layout.MARGIN, top - 9, exhibit.label, 9)
    pen.lines(layout.MARGIN + listing.LABEL_COLUMN, top, row.lines)
    in_file = str(len(file.pages)) if file.pages else "–"
    cells = (in_file, str(len(placed_indices(file))), ranges(numbers))
    for x, cell in zip(_columns(), cells, strict=True):
        pen.text(x, top - 9, cell, 9, align=1.0)
    if numbers:
        height = height_of(row.lines)
        pen.link(page.number, layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height), numbers[0])
    pen.rule(layout.MARGIN, RIGHT, top - row.height + 4.5)
    return top - row.height


def _draw_sums(pen: Pen, say: Wording, plan: PacketPlan, sums: "Sums", top: float) -> None:
    accounts = accounts_of(plan)
    half = (layout.TEXT_WIDTH - 30) / 2
    split = plan.volumes > 1
    here = say("placed in this volume") if split else say("placed in this packet")
    files = [
        (say("Pages in {count} different files", count=accounts.files), accounts.pages, True),
        (here, accounts.placed, False),
        (say("left out by choice"), accounts.left_out, False),
        (say("not usable"), accounts.unusable, False),
        (say("in another volume"), accounts.elsewhere, False),
    ]
    pages = [
        (say("Pages in this volume") if split else say("Pages in this packet"), plan.page_count, True),
        (say("with source pages"), sums.sheets, False),
        (say("cover, lists, dividers, certificate"), sums.own, False),
        (say("placeholders"), sums.placeholders, False),
        (say("further copies for printing"), sums.repeated, False),
        (say("left blank for printing"), sums.blank, False),
    ]
    top -= 12
    left_end = _draw_sum_block(pen, layout.MARGIN, half, files, top)
    right_end = _draw_sum_block(pen, RIGHT - half, half, pages, top)
    words = say(
        "{pages} pages of source files are placed; a page that is placed twice counts twice.",
        pages=sums.source_pages,
    )
    pen.lines(layout.MARGIN, min(left_end, right_end) - 10, small_lines(words, layout.TEXT_WIDTH))


def _draw_sum_block(
    pen: Pen, left: float, width: float, rows: list[tuple[Text, int, bool]], top: float
) -> float:
    """Draw a sum and beneath it what it is made of; parts that are nothing are left out."""
    for label, count, whole in rows:
        if not (count or whole):
            continue
        size, color = (10.5, layout.ACCENT) if whole else (9.0, layout.INK)
        pen.text(left + width, top - size - 2, str(count), size, color=color, align=1.0, heavy=whole)
        lines = lines_of(label, width - 60, zh_size=size, en_size=7.4, heavy=whole)
        top = pen.lines(left + (0 if whole else 10), top - 2, lines, color=color) - 3.5
        pen.rule(left, left + width, top, width=0.9 if whole else 0.5)
    return top
