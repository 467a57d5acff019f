"""Pages are turned as their text asks, and only those."""

from dataclasses import replace

import pytest

from app.casework.upright import set_upright
from app.domain.files import FileKind, Handling, PageFacts, ReadyFile
from app.domain.reading import PageReading, Reading, TextSource
from tests.support.cases import healthy_file


def _ready(*turns, mirrored=False):
    facts = healthy_file("a.pdf", pages=len(turns))
    pages = tuple(
        replace(page, turn=turn, mirrored=mirrored) for page, turn in zip(facts.pages, turns, strict=True)
    )
    return ReadyFile("a.pdf", "a.pdf", FileKind.PDF, replace(facts, pages=pages))


def _reading(*turns):
    pages = (
        PageReading(number, TextSource.RECOGNISED, turn=turn) for number, turn in enumerate(turns, start=1)
    )
    return Reading("hash", "reader", tuple(pages))


def _pages(ready, reading, by_hand=None) -> tuple[PageFacts, ...]:
    return set_upright(ready, reading, by_hand).facts.pages


@pytest.mark.parametrize(("own", "asked", "turn"), [(0, 90, 90), (90, 270, 0), (180, 270, 90), (0, 180, 180)])
def test_the_turn_comes_on_top_of_the_pages_own(own, asked, turn):
    (page,) = _pages(_ready(own), _reading(asked))
    assert page.turn == turn
    shown = (595, 842) if asked == 180 else (842, 595)
    assert (page.width_pt, page.height_pt) == shown


def test_a_page_that_stands_upright_stays():
    ready = _ready(0, 0)
    assert _pages(ready, _reading(0, 0)) == ready.facts.pages


def test_only_the_page_on_its_side_is_turned():
    first, second = _pages(_ready(0, 0), _reading(0, 90))
    assert (first.turn, second.turn) == (0, 90)


def test_what_was_not_read_stays_as_it_is():
    ready = _ready(0)
    assert _pages(ready, None) == ready.facts.pages


def test_a_persons_turn_wins_over_that_of_the_text():
    ready = _ready(0, 90, 0, 0)
    pages = _pages(ready, _reading(90, 90, 90, 0), {1: 0, 2: 180, 4: 270})
    assert [page.turn for page in pages] == [0, 270, 90, 270]


def test_what_a_person_turned_is_told_apart_from_what_the_text_asked():
    ready = _ready(0, 0, 0)
    turned = set_upright(ready, _reading(90, 90, 90), {1: 90, 3: 0})
    assert turned.handling == (Handling("turned", pages=(2,)), Handling("turned_by_hand", pages=(1,)))


def test_turns_need_no_reading():
    (page,) = _pages(_ready(0), None, {1: 90})
    assert (page.turn, page.width_pt, page.height_pt) == (90, 842, 595)
