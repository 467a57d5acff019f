"""Takes the writing of a Word document as lines of one long page.

Where it stands is known only once a converter has laid it out.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from app.domain.reading import Box, TextLine

_MOST_LINES = 2000
# A paragraph is one line, and the longest has not as many letters. What looks for names, days and numbers
# takes a time that grows with the square of a line.
_LONG_LINE, _LONGEST_LINE = 1500, 2000
_MOST_COLUMNS = 100
_COLUMN_OF_TEXT = (0.1, 0.9)


def read_docx(path: Path) -> tuple[TextLine, ...]:
    """Return the lines of a Word document; the cells of a table row stand side by side.

    Boxes keep rows and columns apart and nothing more. Raises one of DOCX_ERRORS.
    """
    rows = list(itertools.islice(_written_rows(docx.Document(str(path))), _MOST_LINES))
    height = 1 / max(len(rows), 1)
    return tuple(line for at, row in enumerate(rows) for line in _side_by_side(row, at * height, height))


def _written_rows(document: Document) -> Iterator[list[str]]:
    for row in _rows(document):
        if any(cell.strip() for cell in row):
            yield from ([piece] for piece in _pieces(row[0])) if len(row) == 1 else [row]


def _pieces(line: str) -> Iterator[str]:
    """Give a line in pieces that end between two words, where there are words."""
    while len(line) > _LONGEST_LINE:
        blank = line.find(" ", _LONG_LINE, _LONGEST_LINE)
        end = _LONGEST_LINE if blank < 0 else blank
        yield line[:end]
        line = line[end:]
    yield line


def _rows(document: Document) -> Iterator[list[str]]:
    for section in document.sections:
        yield from ([paragraph.text] for paragraph in section.header.paragraphs)
    for item in document.iter_inner_content():
        yield from _rows_of(item)
    for section in document.sections:
        yield from ([paragraph.text] for paragraph in section.footer.paragraphs)


def _rows_of(item: Paragraph | Table) -> Iterator[list[str]]:
    if isinstance(item, Paragraph):
        yield from ([line] for line in item.text.split("\n"))
        return
    for row in item.rows:
        # Not the row's own list of cells: there a cell that spans columns comes once for each of them.
        texts = (_Cell(cell, item).text.replace("\n", " ") for cell in row._tr.tc_lst)
        yield [text[:_LONGEST_LINE] for text in itertools.islice(texts, _MOST_COLUMNS)]


def _side_by_side(row: list[str], top: float, height: float) -> Iterator[TextLine]:
    start, end = _COLUMN_OF_TEXT
    width = (end - start) / len(row)
    for at, text in enumerate(row):
        if text.strip():
            left = start + at * width
            yield TextLine(text.strip(), Box(left, top, left + 0.9 * width, top + 0.7 * height))
