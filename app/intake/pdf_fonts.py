"""Names the program that made a PDF and the fonts that stand in it."""

from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from app.intake.font_names import plain_name
from app.intake.pdf import PDF_ERRORS

_MAX_OBJECTS = 20_000
_MAX_NAME = 80


def read_making(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the program that a PDF names as its producer, and the names of its fonts, sorted.

    Empty where the file cannot be read: whether it can, is another question than who made it.
    """
    try:
        with path.open("rb") as stream:
            reader = PdfReader(stream)
            metadata = reader.metadata
            producer = (metadata.producer if metadata else None) or ""
            names = {plain_name(name) for page in reader.pages for name in _fonts_in(page.get("/Resources"))}
    except PDF_ERRORS:
        return "", ()
    return " ".join(producer.replace("®", "").split())[:_MAX_NAME], tuple(sorted(names))


def _fonts_in(resources: object) -> Iterator[str]:
    """Give the font names of resources and of the forms within them."""
    waiting, visited, count = [resources], set[int](), 0
    while waiting and count < _MAX_OBJECTS:
        count += 1
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in visited:
                continue
            visited.add(item.idnum)
        entries = _resolve(item)
        if not isinstance(entries, DictionaryObject):
            continue
        for font in _values(entries.get("/Font")):
            if isinstance(font, DictionaryObject) and "/BaseFont" in font:
                yield str(font["/BaseFont"]).removeprefix("/")
        for form in _values(entries.get("/XObject")):
            if isinstance(form, DictionaryObject):
                waiting.append(form.get("/Resources"))


def _values(entries: object) -> Iterator[object]:
    found = _resolve(entries)
    if isinstance(found, DictionaryObject):
        yield from map(_resolve, dict.values(found))
    elif isinstance(found, ArrayObject):
        yield from map(_resolve, list.__iter__(found))


def _resolve(value: object) -> object:
    return value.get_object() if isinstance(value, PdfObject) else value
