"""The change list of a supplement: what was added, replaced and taken out since the earlier packet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.packet import Change, ChangeKind, PacketPlan, PacketRequest, PlannedPage, Supplement
from app.domain.words import Text
from app.i18n.catalogue import N_
from app.packet import layout, listing
from app.packet.identity import grouped
from app.packet.listing import Line, height_of, lines_of, small_lines
from app.packet.pen import RIGHT, Pen
from app.packet.wording import Wording, wording_of

_LABEL_COLUMN = 52.0
_OLD_COLUMN = 118.0
_PAGE_COLUMN = 46.0
_PAPER = layout.MARGIN + _LABEL_COLUMN
_OLD = RIGHT - _PAGE_COLUMN - _OLD_COLUMN
_PAPER_WIDTH = _OLD - _PAPER - 12
_HEADINGS = {
    ChangeKind.ADDED: N_("Added: {count}"),
    ChangeKind.REPLACED: N_("Replaced: {count}"),
    ChangeKind.REMOVED: N_("No longer part of the application: {count}"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Holds a row of the change list: a heading, or one change with what it was in the earlier packet."""

    lines: tuple[Line, ...]
    change: Change | None = None
    old: tuple[Line, ...] = ()
    sticky: bool = False
    gap: float = listing.ROW_GAP

    @property
    def height(self) -> float:
        """Return how much room the row takes."""
        return max(height_of(self.lines), height_of(self.old)) + self.gap


def changes_pages(request: PacketRequest) -> tuple[tuple[ChangeRow, ...], ...]:
    """Return the rows of each page of the change list; none for a packet that is no supplement."""
    supplement = request.supplement
    if supplement is None:
        return ()
    say = wording_of(request)
    rows = [row for kind in ChangeKind for row in _rows_of_kind(supplement, kind, say)]
    return listing.flow_rows(rows, listing.LIST_ROOM - _note_height(supplement, say), listing.LIST_ROOM)


def supplement_words(supplement: Supplement, say: Wording) -> Text:
    """Say which packet a supplement belongs to."""
    return say(
        "Supplement to packet {id} of {title}", id=grouped(supplement.packet_id), title=supplement.title
    )


def draw_changes(
    pen: Pen, plan: PacketPlan, page: PlannedPage, pages: Sequence[tuple[ChangeRow, ...]]
) -> None:
    """Draw a page of the change list."""
    supplement = plan.request.supplement
    if supplement is None:
        raise ValueError(f"page {page.number} lists changes of a packet that is no supplement")
    say = wording_of(plan.request)
    top = pen.header(say("Changes since the earlier packet"), page.part, len(pages))
    if not page.part:
        pen.lines(layout.MARGIN, top + 6, _note(supplement, say))
        top -= _note_height(supplement, say)
    top = pen.heads(top, _heads(say))
    for row in pages[page.part]:
        top = _draw_row(pen, plan, page, row, top)


def _heads(say: Wording) -> tuple[tuple[float, Text, float], ...]:
    return (
        (layout.MARGIN, say("Exhibit"), 0.0),
        (_PAPER, say("Paper"), 0.0),
        (_OLD, say("In the earlier packet"), 0.0),
        (RIGHT, say("Page"), 1.0),
    )


def _note(supplement: Supplement, say: Wording) -> tuple[Line, ...]:
    counts = say.plural(
        "{count} exhibit of the earlier packets stands unchanged and is not repeated here.",
        "{count} exhibits of the earlier packets stand unchanged and are not repeated here.",
        supplement.unchanged,
    )
    words = supplement_words(supplement, say)
    return (
        *lines_of(words, layout.TEXT_WIDTH, zh_size=9.6, en_size=8.4),
        *lines_of(counts, layout.TEXT_WIDTH, zh_size=9.6, en_size=8.4),
    )


def _note_height(supplement: Supplement, say: Wording) -> float:
    return height_of(_note(supplement, say)) + 8.0


def _rows_of_kind(supplement: Supplement, kind: ChangeKind, say: Wording) -> Iterator[ChangeRow]:
    changes = [change for change in supplement.changes if change.kind is kind]
    if not changes:
        return
    heading = say(_HEADINGS[kind], count=len(changes))
    lines = lines_of(heading, layout.TEXT_WIDTH, zh_size=11.0, en_size=9.0, heavy=True)
    yield ChangeRow(lines, sticky=True, gap=listing.ROW_GAP + 7)
    for change in changes:
        yield ChangeRow(_paper_lines(change, say), change, _old_lines(supplement, change, say))


def _paper_lines(change: Change, say: Wording) -> tuple[Line, ...]:
    title = say.of(change.title)
    if change.person_name:
        person = f"{title.zh} · {change.person_name}"
        title = Text.same(person) if title.zh == title.en else Text(zh=person, en=title.en)
    files = Text.same(", ".join(change.files))
    return (*lines_of(title, _PAPER_WIDTH), *small_lines(files, _PAPER_WIDTH))


def _old_lines(supplement: Supplement, change: Change, say: Wording) -> tuple[Line, ...]:
    """Say where the paper stood before, or to which exhibit it was added."""
    width = _OLD_COLUMN - 12
    if change.kind is ChangeKind.ADDED:
        words = say("belongs to {label}", label=change.old_label) if change.old_label else say("new")
        return lines_of(words, width, zh_size=9.0, en_size=7.8)
    words = say.plural(
        "{label}, page {pages}",
        "{label}, pages {pages}",
        len(change.old_pages),
        label=change.old_label,
        pages=", ".join(_runs(change.old_pages)),
    )
    lines = lines_of(words, width, zh_size=9.0, en_size=7.8)
    if change.old_volume:
        lines += small_lines(say("volume {number}", number=change.old_volume), width)
    if change.old_packet and change.old_packet != supplement.packet_id:
        others = ", ".join(grouped(each) for each in change.old_packet.split(", "))
        lines += small_lines(say("of packet {id}", id=others), width)
    return lines


def _runs(pages: Iterable[int]) -> Iterator[str]:
    """Write page numbers in runs: 3, 5–7."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    for first, last in runs:
        yield str(first) if first == last else f"{first}–{last}"


def _draw_row(pen: Pen, plan: PacketPlan, page: PlannedPage, row: ChangeRow, top: float) -> float:
    change = row.change
    if change is None:
        pen.lines(layout.MARGIN, top - 6, row.lines, color=layout.ACCENT)
        pen.rule(layout.MARGIN, RIGHT, top - row.height + 3.5, color=layout.ACCENT, width=0.6)
        return top - row.height
    size = listing.ZH_SIZE
    label = change.label or change.old_label
    pen.text(layout.MARGIN, top - size, label, size, color=layout.ACCENT if change.label else layout.QUIET)
    pen.lines(_PAPER, top, row.lines)
    pen.lines(_OLD, top - 1, row.old)
    _draw_pages(pen, plan, page, row, top)
    pen.rule(_PAPER, RIGHT, top - row.height + 4.5)
    return top - row.height


def _draw_pages(pen: Pen, plan: PacketPlan, page: PlannedPage, row: ChangeRow, top: float) -> None:
    """Draw on which pages a paper stands now, and make its row lead there."""
    label = "" if row.change is None else row.change.label
    exhibits = (exhibit for section in plan.sections for exhibit in section.exhibits)
    exhibit = next((each for each in exhibits if label and each.label == label), None)
    if exhibit is None:
        pen.text(RIGHT, top - listing.ZH_SIZE, "–", listing.ZH_SIZE, align=1.0, color=layout.QUIET)
        return
    last = exhibit.first_page + exhibit.page_count - 1
    words = next(_runs(range(exhibit.first_page, last + 1)))
    pen.text(RIGHT, top - listing.ZH_SIZE, words, listing.ZH_SIZE, align=1.0)
    if exhibit.volume == plan.volume:
        height = max(height_of(row.lines), height_of(row.old))
        box = layout.Box(layout.MARGIN, top - height, layout.TEXT_WIDTH, height)
        pen.link(page.number, box, exhibit.first_page)
