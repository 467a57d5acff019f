"""Says where in a Word document something stands, as a person would look for it."""

from collections.abc import Iterator
from typing import Any

from app.domain.letters import DocumentPlace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _TEXT = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "t"))
# What stands around paragraphs without being seen.
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "footnote", "endnote"))
_FIRST_WORDS = 30


class Places:
    """Knows the place of every paragraph of a part ("body", "header", "footer" or "note")."""

    def __init__(self, root: Any, part: str) -> None:
        self._part = part
        self._places: dict[Any, DocumentPlace] = {}
        self._words: dict[Any, str] = {}
        body = root.find(f"{W}body")
        self._go_through(root if body is None else body)

    def of(self, element: Any) -> DocumentPlace:
        """Return the place of an element: that of the outermost paragraph in which it stands."""
        paragraph = paragraph_of(element)
        words = ""
        if paragraph is not None:
            words = self._words.get(paragraph) or self._words.setdefault(paragraph, first_words(paragraph))
        found = None
        while element is not None:
            found = self._places.get(element, found)
            element = element.getparent()
        if found is None:
            return DocumentPlace(self._part, 0, words=words)
        return DocumentPlace(self._part, found.paragraph, found.table, found.row, found.column, words)

    def _go_through(self, container: Any) -> None:
        tables = 0
        for count, child in enumerate(_children(container, _PARAGRAPH, _TABLE), 1):
            if child.tag == _TABLE:
                tables += 1
                self._go_through_table(child, tables)
            else:
                self._places[child] = DocumentPlace(self._part, count - tables)

    def _go_through_table(self, table: Any, number: int) -> None:
        for row, each in enumerate(_children(table, _ROW), 1):
            for column, cell in enumerate(_children(each, _CELL), 1):
                # A table within a cell counts as the paragraph after which it stands.
                paragraph = 0
                for child in _children(cell, _PARAGRAPH, _TABLE):
                    paragraph += child.tag == _PARAGRAPH
                    self._places[child] = DocumentPlace(self._part, max(paragraph, 1), number, row, column)


def _children(container: Any, *tags: str) -> list[Any]:
    found: list[Any] = []
    waiting = list(reversed(container))
    while waiting:
        child = waiting.pop()
        if child.tag in tags:
            found.append(child)
        elif child.tag in _AROUND:
            waiting.extend(reversed(child))
    return found


def paragraph_of(element: Any) -> Any:
    """Return the paragraph in which an element stands, None where it stands in none."""
    while element is not None and element.tag != _PARAGRAPH:
        element = element.getparent()
    return element


def own_texts(paragraph: Any) -> Iterator[Any]:
    """Give the pieces of text of a paragraph itself, not of text boxes that hang on it."""
    return (each for each in paragraph.iter(_TEXT) if paragraph_of(each) is paragraph)


def first_words(paragraph: Any) -> str:
    """Return the words with which a paragraph begins."""
    words = ""
    for each in own_texts(paragraph):
        words = f"{words}{each.text or ''}".lstrip()
        if len(words) > _FIRST_WORDS:
            return f"{words[:_FIRST_WORDS]}…"
    return words.rstrip()
