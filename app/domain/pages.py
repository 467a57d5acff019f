"""The pages of a paper as a person orders them: which are wanted, in which order, and turned how far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.domain.case import Evidence, PageSelectionError, PageTurn, select_pages

_FULL_TURN = 360


@dataclass(frozen=True, slots=True)
class PageSlot:
    """Holds one place in the order of a paper's pages; pages count from 1 over all its files."""

    page: int
    is_in: bool = True


def read_selection(selection: str | None, count: int) -> tuple[int, ...]:
    """Return the numbers of the wanted pages, in order; all where the selection cannot be followed."""
    try:
        return tuple(index + 1 for index in select_pages(selection, count))
    except PageSelectionError:
        return tuple(range(1, count + 1))


def write_selection(pages: Sequence[int], count: int) -> str | None:
    """Return page numbers as a selection such as "1-3,5", None where they are all pages in their order."""
    if tuple(pages) == tuple(range(1, count + 1)):
        return None
    runs: list[list[int]] = []
    for before, page in pairwise((None, *pages)):
        if runs and before is not None and page == before + 1:
            runs[-1].append(page)
        else:
            runs.append([page or 0])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def arrange(selection: str | None, count: int) -> tuple[PageSlot, ...]:
    """Return every page: the wanted ones in their order, each other one behind the page before it."""
    slots = [PageSlot(page) for page in read_selection(selection, count)]
    wanted = {slot.page for slot in slots}
    for page in range(1, count + 1):
        if page in wanted:
            continue
        before = [place for place, slot in enumerate(slots) if slot.page == page - 1]
        slots.insert(before[-1] + 1 if before else 0, PageSlot(page, is_in=False))
    return tuple(slots)


def selection_of(slots: Sequence[PageSlot], count: int) -> str | None:
    """Return the selection that gives the wanted pages of an order."""
    return write_selection([slot.page for slot in slots if slot.is_in], count)


def with_pages_in(slots: Sequence[PageSlot], chosen: Collection[int], *, is_in: bool) -> tuple[PageSlot, ...]:
    """Return an order in which the chosen places are taken in or left out."""
    return tuple(replace(slot, is_in=is_in) if place in chosen else slot for place, slot in enumerate(slots))


def moved(slots: Sequence[PageSlot], chosen: Collection[int], step: int) -> tuple[PageSlot, ...]:
    """Return an order in which the chosen pages come one place earlier (-1) or later (1).

    Only pages that are wanted have an order; those left out do not stand in the way.
    """
    order = [place for place, slot in enumerate(slots) if slot.is_in]
    moving = [place in chosen for place in order]
    at = range(1, len(order)) if step < 0 else range(len(order) - 2, -1, -1)
    for here in at:
        there = here + step
        if moving[here] and not moving[there]:
            order[here], order[there] = order[there], order[here]
            moving[here], moving[there] = False, True
    return tuple(slots[place] for place in order)


def moved_to(slots: Sequence[PageSlot], chosen: Collection[int], before: int) -> tuple[PageSlot, ...]:
    """Return an order in which the chosen pages stand together before a place (the count: at the end)."""
    block = [slot for place, slot in enumerate(slots) if place in chosen and slot.is_in]
    first = [slot for place, slot in enumerate(slots) if place < before and place not in chosen]
    last = [slot for place, slot in enumerate(slots) if place >= before and place not in chosen]
    return tuple(slot for slot in (*first, *block, *last) if slot.is_in)


def turned(
    turns: Sequence[PageTurn], pages: Collection[int], degrees: int, shown: Mapping[int, int]
) -> tuple[PageTurn, ...]:
    """Return turns after which pages stand by so many degrees further than they are shown now."""
    known = {turn.page: turn.degrees for turn in turns}
    known.update({page: (shown.get(page, 0) + degrees) % _FULL_TURN for page in pages})
    return tuple(PageTurn(page, known[page]) for page in sorted(known))


def turns_in_file(evidence: Evidence, place: int, counts: Mapping[str, int]) -> dict[int, int]:
    """Return how far a person turned the pages of one of a paper's files, by their number in that file.

    `place` is that of the file in the paper, `counts` how many pages each file has.
    """
    first = sum(counts.get(name, 0) for name in evidence.files[:place])
    count = counts.get(evidence.files[place], 0)
    inside = (turn for turn in evidence.turns if first < turn.page <= first + count)
    return {turn.page - first: turn.degrees for turn in inside}
