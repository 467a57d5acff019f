"""Takes the writing of a Word document as lines of one long page.

Where it stands is known only once a converter has laid it out.
"""

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.domain.reading import Box, TextLine

_MOST_LINES = 2000
_COLUMN_OF_TEXT = (0.1, 0.9)


def read_docx(path: Path) -> tuple[TextLine, ...]:
    """Return the lines of a Word document; the cells of a table row stand side by side.

    Boxes keep rows and columns apart and nothing more. Raises one of DOCX_ERRORS.
    """
    rows = [row for row in _rows(docx.Document(str(path))) if any(cell.strip() for cell in row)][:_MOST_LINES]
    height = 1 / max(len(rows), 1)
    return tuple(line for at, row in enumerate(rows) for line in _side_by_side(row, at * height, height))


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
        # A cell that spans columns comes once for each.
        cells = list({id(cell._tc): cell for cell in row.cells}.values())
        yield [cell.text.replace("\n", " ") for cell in cells]


def _side_by_side(row: list[str], top: float, height: float) -> Iterator[TextLine]:
    start, end = _COLUMN_OF_TEXT
    width = (end - start) / len(row)
    for at, text in enumerate(row):
        if text.strip():
            left = start + at * width
            yield TextLine(text.strip(), Box(left, top, left + 0.9 * width, top + 0.7 * height))
