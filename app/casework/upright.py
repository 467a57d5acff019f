"""Sets pages upright: as a person turned them, and where nobody did, as their text stands."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.files import Handling, PageFacts, ReadyFile
from app.domain.reading import Reading

_HALF = 180


def set_upright(
    ready: ReadyFile, reading: Reading | None = None, by_hand: Mapping[int, int] | None = None
) -> ReadyFile:
    """Return a file whose pages are turned as a person said, the others as their text asks.

    `by_hand` says by how many degrees clockwise, by the page's number in the file; 0 leaves it as it is.
    """
    told = by_hand or {}
    found = {} if reading is None else {page.number: page.turn % 360 for page in reading.pages}
    turns = {page.number: told.get(page.number, found.get(page.number, 0)) for page in ready.facts.pages}
    if not any(turns.values()):
        return ready
    pages = tuple(_turned(page, turns[page.number]) for page in ready.facts.pages)
    turned = [number for number, turn in turns.items() if turn]
    return replace(
        ready,
        facts=replace(ready.facts, pages=pages),
        handling=(
            *ready.handling,
            *_handling("turned", [number for number in turned if number not in told]),
            *_handling("turned_by_hand", [number for number in turned if number in told]),
        ),
    )


def _handling(code: str, pages: list[int]) -> tuple[Handling, ...]:
    return (Handling(code, pages=tuple(pages)),) if pages else ()


def _turned(page: PageFacts, turn: int) -> PageFacts:
    """Turn a page clockwise, after what its own rotation asks for."""
    width, height = page.width_pt, page.height_pt
    if turn % _HALF:
        width, height = height, width
    return replace(page, turn=(page.turn + turn) % 360, width_pt=width, height_pt=height)
