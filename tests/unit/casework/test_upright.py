"""Pages are turned as their text asks, and only those."""

from dataclasses import replace

import pytest

from app.casework.upright import set_upright
from app.domain.files import FileKind, PageFacts, ReadyFile
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


def _pages(ready, reading) -> tuple[PageFacts, ...]:
    return set_upright({"a.pdf": ready}, {} if reading is None else {"a.pdf": reading})["a.pdf"].facts.pages


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
