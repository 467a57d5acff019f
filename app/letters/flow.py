"""Reads a filled Word document into what is drawn: paragraphs, tables and pictures, in their order."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from PIL import Image

from app.letters.styles import BODY_PT, GRID, STYLE_NAMES

_EMU_PT = 12700
# A sheet of A4 at 600 dots per inch.
_MOST_PIXELS = 36_000_000
# No picture is higher than this share of the text's height: it has room on every page.
_PICTURE_SHARE = 0.9
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_TWIPS_PT = 20
_BLACK = (0.0, 0.0, 0.0)
Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Holds words of one look; `shade` is the colour behind them. Sizes in points."""

    words: str
    size: float = BODY_PT
    heavy: bool = False
    color: Color = _BLACK
    shade: Color | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Holds a picture that stands in a line; measures in points."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ParagraphFlow:
    """Holds a paragraph: its lines as they were typed, each of runs and pictures; measures in points."""

    lines: tuple[tuple[Run | Picture, ...], ...]
    align: str = "left"  # left, center, right, even
    before: float = 0.0
    after: float = 0.0
    first_indent: float = 0.0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 1.2
    size: float = BODY_PT
    with_next: bool = False
    together: bool = False
    new_page: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class CellFlow:
    """Holds a cell: its paragraphs, over how many columns it goes, whether it goes on from the row above."""

    content: "tuple[ParagraphFlow | TableFlow, ...]"
    span: int = 1
    goes_on: bool = False
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class RowFlow:
    """Holds a row of a table; one that `repeats` heads each page, a `whole` one stands on one page."""

    cells: tuple[CellFlow, ...]
    repeats: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TableFlow:
    """Holds a table; `divided` has a line between its columns, where none stand around its cells."""

    rows: tuple[RowFlow, ...]
    widths: tuple[float, ...]
    lines: bool
    divided: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Holds the measures of the page, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    header: float
    footer: float


@dataclass(frozen=True, slots=True)
class LetterFlow:
    """Holds all that a letter shows, and the kinds of things in it that are not drawn."""

    sheet: Sheet
    body: tuple[ParagraphFlow | TableFlow, ...]
    header: tuple[ParagraphFlow | TableFlow, ...]
    footer: tuple[ParagraphFlow | TableFlow, ...]
    left_out: tuple[str, ...]


def read_flow(document: Any) -> LetterFlow:
    """Read a Word document."""
    reader = _Reader(document)
    section = document.sections[0]
    return LetterFlow(
        _sheet_of(section),
        tuple(reader.blocks(document.element.body, document)),
        tuple(reader.blocks(section.header._element, section.header)),
        tuple(reader.blocks(section.footer._element, section.footer)),
        tuple(dict.fromkeys(reader.left_out)),
    )


def _sheet_of(section: Any) -> Sheet:
    measures = (
        section.page_width, section.page_height, section.left_margin, section.right_margin,
        section.top_margin, section.bottom_margin, section.header_distance, section.footer_distance,
    )  # fmt: skip
    usual = (595.28, 841.89, 70.9, 70.9, 70.9, 70.9, 36.0, 28.3)
    points = (each.pt if each is not None else other for each, other in zip(measures, usual, strict=True))
    return Sheet(*(max(0.0, each) for each in points))


class _Reader:
    """Reads blocks with the looks that their styles give them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._looks: dict[str, dict[str, Any]] = {}
        # To look a style up by way of each paragraph costs more than all else of it.
        self._styles = {style.style_id: style for style in document.styles}
        self._usual = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        sheet = _sheet_of(document.sections[0])
        self._highest = max(1.0, (sheet.height - sheet.top - sheet.bottom) * _PICTURE_SHARE)
        self.left_out: list[str] = []

    def blocks(self, element: Any, parent: Any) -> Iterator[ParagraphFlow | TableFlow]:
        """Give the paragraphs and tables of a part, those within content controls too."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self._paragraphs(Paragraph(child, parent))
            elif child.tag == qn("w:tbl"):
                yield self._table(Table(child, parent))
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                yield from self.blocks(content if content is not None else (), parent)

    def _paragraphs(self, paragraph: Any) -> Iterator[ParagraphFlow]:
        """Give a paragraph, in two where a page break stands in it."""
        style = self._styles.get(paragraph._p.style, self._usual)
        look = self._look(style)
        own = _own_layout(paragraph.paragraph_format)
        look = look | {name: value for name, value in own.items() if value is not None}
        size = look["size"]
        if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            self.left_out.append("numbering")
        parts = list(_split_pages(list(self._lines(paragraph, look))))
        for number, (lines, breaks) in enumerate(parts):
            yield ParagraphFlow(
                lines=lines,
                align=look["align"],
                before=look["before"] if number == 0 else 0.0,
                after=look["after"],
                first_indent=look["indent"],
                left=look["left"],
                right=look["right"],
                pitch=look["line"] / size if look["line"] else look["pitch"],
                size=size,
                with_next=bool(look["with_next"]),
                together=bool(look["together"]),
                new_page=breaks or (bool(look["new_page"]) and number == 0),
                style=style.name if style is not None else "",
            )

    def _look(self, style: Any) -> dict[str, Any]:
        """Return what a style says, with what it takes over from the styles that it is based on."""
        if style is None:
            return dict(_PLAIN)
        if style.style_id not in self._looks:
            base = self._look(style.base_style)
            own = _own_layout(style.paragraph_format) | _own_font(style.font)
            self._looks[style.style_id] = base | {k: v for k, v in own.items() if v is not None}
        return self._looks[style.style_id]

    def _lines(self, paragraph: Any, look: dict[str, Any]) -> Iterator[list[Run | Picture | str]]:
        """Give the lines as they were typed; the text "page" stands where a page ends."""
        line: list[Run | Picture | str] = []
        for run in _runs(paragraph._p):
            font = look | self._run_look(run, look)
            for each in run:
                if each.tag == qn("w:t") and each.text:
                    line.append(_run(each.text, font))
                elif each.tag in (qn("w:tab"), qn("w:ptab")):
                    line.append(_run("\u3000", font))
                elif each.tag == qn("w:noBreakHyphen"):
                    line.append(_run("-", font))
                elif each.tag in (qn("w:br"), qn("w:cr")):
                    if each.get(qn("w:type")) == "page":
                        line.append("page")
                    else:
                        yield line
                        line = []
                elif each.tag == qn("w:drawing"):
                    line.extend(self._pictures(each, paragraph))
                elif each.tag in (qn("w:pict"), qn("w:object")) or each.tag.endswith("}AlternateContent"):
                    self.left_out.append("shape")
        yield line

    def _run_look(self, run: Any, look: dict[str, Any]) -> dict[str, Any]:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return {}
        found: dict[str, Any] = {}
        for child in properties:
            value = child.get(qn("w:val"))
            if child.tag == qn("w:b"):
                found["heavy"] = value not in ("0", "false")
            elif child.tag == qn("w:sz") and value:
                found["size"] = float(value) / 2
            elif child.tag == qn("w:color"):
                found["color"] = _color(value) or look["color"]
            elif child.tag == qn("w:shd"):
                found["shade"] = _color(child.get(qn("w:fill")))
        return found

    def _pictures(self, drawing: Any, paragraph: Any) -> Iterator[Picture]:
        inline = drawing.find(qn("wp:inline"))
        blip = None if inline is None else next(inline.iter(qn("a:blip")), None)
        related = None if blip is None else paragraph.part.related_parts.get(blip.get(qn("r:embed")))
        if related is None:
            self.left_out.append("shape")
            return
        extent = inline.find(qn("wp:extent"))
        if not _is_drawable(related.blob):
            self.left_out.append("picture")
            return
        width, height = int(extent.get("cx")) / _EMU_PT, int(extent.get("cy")) / _EMU_PT
        shrink = min(1.0, self._highest / height) if height else 1.0
        yield Picture(related.blob, width * shrink, height * shrink)

    def _table(self, table: Any) -> TableFlow:
        name = table.style.name if table.style is not None else ""
        widths = _widths(table)
        rows = tuple(self._row(row, table) for row in table._tbl.tr_lst)
        has_lines = name == GRID or name == "Table Grid" or _has_borders(table)
        # Beside a single row, such as a heading, a line would be a stray stroke.
        divided = name == STYLE_NAMES["columns"] and len(rows) > 1
        return TableFlow(rows, widths, has_lines, divided)

    def _row(self, row: Any, table: Any) -> RowFlow:
        told = () if row.trPr is None else tuple(each.tag for each in row.trPr)
        cells = tuple(self._cell(cell, table) for cell in row.tc_lst)
        return RowFlow(cells, qn("w:tblHeader") in told, qn("w:cantSplit") in told)

    def _cell(self, cell: Any, table: Any) -> CellFlow:
        goes_on = cell.vMerge == "continue"
        content = () if goes_on else tuple(self.blocks(cell, table))
        width = cell.width.pt if cell.width is not None else 0.0
        return CellFlow(content, cell.grid_span, goes_on, width)


_PLAIN: dict[str, Any] = {
    "size": BODY_PT, "heavy": False, "color": _BLACK, "shade": None, "align": "left", "before": 0.0,
    "after": 0.0, "indent": 0.0, "left": 0.0, "right": 0.0, "pitch": 1.2, "line": 0.0, "with_next": False,
    "together": False, "new_page": False,
}  # fmt: skip
_ALIGNED = {
    WD_ALIGN_PARAGRAPH.LEFT: "left",
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "even",
    WD_ALIGN_PARAGRAPH.DISTRIBUTE: "even",
}


def _runs(element: Any) -> Iterator[Any]:
    """Give the runs of a paragraph, without those in the text boxes that hang on it."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        else:
            yield from _runs(child)


def _own_layout(layout: Any) -> dict[str, Any]:
    pitch = layout.line_spacing
    return {
        "align": None if layout.alignment is None else _ALIGNED.get(layout.alignment, "left"),
        "before": _points(layout.space_before),
        "after": _points(layout.space_after),
        "indent": _points(layout.first_line_indent),
        "left": _points(layout.left_indent),
        "right": _points(layout.right_indent),
        "pitch": pitch if isinstance(pitch, float) else None,
        "line": None if pitch is None else 0.0 if isinstance(pitch, float) else pitch.pt,
        "with_next": layout.keep_with_next,
        "together": layout.keep_together,
        "new_page": layout.page_break_before,
    }


def _own_font(font: Any) -> dict[str, Any]:
    color = font.color.rgb if font.color is not None and font.color.type is not None else None
    return {
        "size": _points(font.size),
        "heavy": font.bold,
        "color": None if color is None else _color(str(color)),
    }


def _is_drawable(data: bytes) -> bool:
    """Say whether a picture can be drawn: of a usual format, whole, and no larger than a letterhead's."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                return False
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _points(length: Any) -> float | None:
    return None if length is None else float(length.pt)


def _color(hexadecimal: str | None) -> Color | None:
    if hexadecimal is None or len(hexadecimal) != 6:
        return None
    try:
        red, green, blue = (int(hexadecimal[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return None
    return red, green, blue


def _run(words: str, look: dict[str, Any]) -> Run:
    return Run(words, look["size"], bool(look["heavy"]), look["color"], look["shade"])


def _split_pages(
    lines: list[list[Run | Picture | str]],
) -> Iterator[tuple[tuple[tuple[Run | Picture, ...], ...], bool]]:
    """Give the lines of each part between page breaks, and whether a new page begins with it."""
    part: list[tuple[Run | Picture, ...]] = []
    begins = False
    for line in lines:
        now: list[Run | Picture] = []
        for each in line:
            if isinstance(each, str):
                if part or now:
                    yield (*part, tuple(now)), begins
                part, now, begins = [], [], True
            else:
                now.append(each)
        part.append(tuple(now))
    yield tuple(part), begins


def _widths(table: Any) -> tuple[float, ...]:
    """Return the widths of a table's columns, as its first whole row or its grid tells them."""
    for row in table._tbl.tr_lst:
        cells = row.tc_lst
        if all(cell.grid_span == 1 and cell.width is not None for cell in cells):
            return tuple(cell.width.pt for cell in cells)
    grid = table._tbl.tblGrid.gridCol_lst
    return tuple(each.w.pt if each.w is not None else 50.0 for each in grid)


def _has_borders(table: Any) -> bool:
    """Say whether lines stand around the cells, by the table's own word or its style's."""
    elements = [table._tbl.tblPr] + ([table.style.element] if table.style is not None else [])
    for element in elements:
        borders = next(element.iter(qn("w:tblBorders")), None)
        if borders is not None:
            return any(side.get(qn("w:val")) not in ("none", "nil", None) for side in borders)
    return False
