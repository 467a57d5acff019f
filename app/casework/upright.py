"""Sets pages upright by their text: a page scanned on its side stands straight in the packet."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.files import Handling, PageFacts, ReadyFile
from app.domain.reading import Reading

_HALF = 180


def set_upright(ready: Mapping[str, ReadyFile], readings: Mapping[str, Reading]) -> dict[str, ReadyFile]:
    """Return files whose pages are turned as their text asks; those without a reading as they are."""
    return {name: _set_upright(each, readings.get(name)) for name, each in ready.items()}


def _set_upright(ready: ReadyFile, reading: Reading | None) -> ReadyFile:
    turns = {page.number: page.turn for page in reading.pages} if reading is not None else {}
    if not any(turns.values()):
        return ready
    pages = tuple(_turned(page, turns.get(page.number, 0)) for page in ready.facts.pages)
    facts = replace(ready.facts, pages=pages)
    turned = Handling("turned", pages=tuple(page.number for page in pages if turns.get(page.number, 0)))
    return replace(ready, facts=facts, handling=(*ready.handling, turned)) if turned.pages else ready


def _turned(page: PageFacts, turn: int) -> PageFacts:
    """Turn a page clockwise, after what its own rotation asks for."""
    width, height = page.width_pt, page.height_pt
    if turn % _HALF:
        width, height = height, width
    return replace(page, turn=(page.turn + turn) % 360, width_pt=width, height_pt=height)
