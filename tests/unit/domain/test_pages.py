"""What a person does with the pages of a paper comes out as a selection and turns that say just that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Evidence, PageTurn, select_pages
from app.domain.pages import (
    arrange,
    moved,
    moved_to,
    read_selection,
    selection_of,
    turned,
    turns_in_file,
    with_pages_in,
    write_selection,
)

COUNTS = st.integers(min_value=1, max_value=9)


@st.composite
def orders(draw: st.DrawFn) -> tuple[tuple[int, ...], int]:
    """Some pages of a paper, in any order, maybe one twice."""
    count = draw(COUNTS)
    pages = draw(st.lists(st.integers(1, count), min_size=1, max_size=12))
    return tuple(pages), count


@given(orders())
def test_a_written_selection_reads_back_as_the_same_pages(order: tuple[tuple[int, ...], int]) -> None:
    pages, count = order
    selection = write_selection(pages, count)
    assert read_selection(selection, count) == pages
    assert [index + 1 for index in select_pages(selection, count)] == list(pages)


@pytest.mark.parametrize(
    ("pages", "selection"),
    [
        ((1, 2, 3, 4, 5), None),
        ((1, 2, 3), "1-3"),
        ((1, 2, 3, 5), "1-3,5"),
        ((3, 2, 1), "3,2,1"),
        ((4, 5, 1), "4-5,1"),
        ((2, 2), "2,2"),
    ],
)
def test_selections_are_short(pages: tuple[int, ...], selection: str | None) -> None:
    assert write_selection(pages, 5) == selection


@given(orders())
def test_every_page_is_shown_and_the_wanted_ones_keep_their_order(
    order: tuple[tuple[int, ...], int],
) -> None:
    pages, count = order
    slots = arrange(write_selection(pages, count), count)
    assert tuple(slot.page for slot in slots if slot.is_in) == pages
    left_out = sorted(slot.page for slot in slots if not slot.is_in)
    assert left_out == sorted(set(range(1, count + 1)) - set(pages))


def test_a_page_left_out_stays_behind_the_one_before_it() -> None:
    slots = arrange("3,1", 4)
    assert [slot.page for slot in slots] == [3, 4, 1, 2]
    assert [slot.is_in for slot in slots] == [True, False, True, False]


def test_a_selection_that_cannot_be_followed_shows_every_page() -> None:
    assert read_selection("1-9", 3) == (1, 2, 3)


@given(orders(), st.sets(st.integers(0, 11)))
def test_what_is_left_out_can_be_taken_in_again(order: tuple[tuple[int, ...], int], chosen: set[int]) -> None:
    pages, count = order
    slots = arrange(write_selection(pages, count), count)
    out = with_pages_in(slots, chosen, is_in=False)
    back = with_pages_in(
        out, {place for place in chosen if place < len(slots) and slots[place].is_in}, is_in=True
    )
    assert selection_of(back, count) == write_selection(pages, count)


def test_pages_move_past_those_that_are_left_out() -> None:
    slots = arrange("1,3-4", 4)
    assert [slot.page for slot in slots] == [1, 2, 3, 4]
    assert selection_of(moved(slots, {2}, -1), 4) == "3,1,4"
    assert selection_of(moved(slots, {0, 2}, 1), 4) == "4,1,3"


def test_a_block_stops_at_the_end() -> None:
    slots = arrange(None, 4)
    assert selection_of(moved(slots, {0, 1}, -1), 4) is None
    assert selection_of(moved(slots, {2, 3}, 1), 4) is None


def test_pages_that_are_dragged_stand_together_where_they_are_let_go() -> None:
    slots = arrange(None, 5)
    assert selection_of(moved_to(slots, {0, 3}, 3), 5) == "2-3,1,4-5"
    assert selection_of(moved_to(slots, {1}, 5), 5) == "1,3-5,2"
    assert selection_of(moved_to(slots, {1}, 1), 5) is None


@given(COUNTS, st.data())
def test_moving_loses_no_page(count: int, data: st.DataObject) -> None:
    slots = arrange(None, count)
    chosen = data.draw(st.sets(st.integers(0, count - 1)))
    before = data.draw(st.integers(0, count))
    for made in (moved(slots, chosen, 1), moved(slots, chosen, -1), moved_to(slots, chosen, before)):
        assert sorted(slot.page for slot in made) == list(range(1, count + 1))


def test_a_turn_counts_on_from_how_the_page_is_shown() -> None:
    turns = (PageTurn(3, 270),)
    assert turned(turns, {1, 3}, 90, {1: 180, 3: 270}) == (PageTurn(1, 270), PageTurn(3, 0))
    assert turned((), {2}, -90, {}) == (PageTurn(2, 270),)


def test_turns_are_told_file_by_file() -> None:
    turns = (PageTurn(1, 90), PageTurn(4, 180), PageTurn(9, 270))
    evidence = Evidence("passport", "anna", ("a.pdf", "b.pdf"), turns=turns)
    counts = {"a.pdf": 3, "b.pdf": 2}
    assert turns_in_file(evidence, 0, counts) == {1: 90}
    assert turns_in_file(evidence, 1, counts) == {1: 180}
