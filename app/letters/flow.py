"""Reads a filled Word document into what is drawn: paragraphs, tables and pictures, in their order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from app.letters.limits import MAX_CHARACTERS, MAX_PIXELS, TooLong
from app.letters.looks import BLACK, Color, Look, Sheet, Styles, is_on, layout_of, points, sheet_of
from app.letters.pictures import drawable_pixels
from app.letters.styles import BODY_PT, GRID, STYLE_NAMES

_EMU_PT = 12700
# No picture is higher than this share of the text's height: it has room on every page.
_PICTURE_SHARE = 0.9
_USUAL_COLUMN = 50.0
_MOST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Holds words of one look; `shade` is the colour behind them. Sizes in points."""

    words: str
    size: float = BODY_PT
    heavy: bool = False
    color: Color = BLACK
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


Blocks = tuple[ParagraphFlow | TableFlow, ...]


@dataclass(frozen=True, slots=True)
class LetterFlow:
    """Holds all that a letter shows, and the kinds of things in it that are not drawn.

    `others` are the header and the footer of the first page ("first") and of even pages ("even"), where
    these have others than the rest.
    """

    sheet: Sheet
    body: Blocks
    header: Blocks
    footer: Blocks
    left_out: tuple[str, ...]
    others: Mapping[str, tuple[Blocks, Blocks]] = field(default_factory=dict)


def read_flow(document: Any) -> LetterFlow:
    """Read a Word document; what it says in no way that can be read is taken as not said.

    Raises TooLong where there is more of it than of any letter.
    """
    reader = _Reader(document)
    body = document.element.body
    sections = list(body.iter(qn("w:sectPr")))
    first = sections[0] if sections else None
    if len(sections) > 1:
        reader.left_out.append("sections")
    blocks = tuple(reader.blocks(body, document.part))
    header, footer = reader.margins(first, "default")
    others = {kind: reader.margins(first, kind) for kind in reader.special_pages(first)}
    return LetterFlow(sheet_of(first), blocks, header, footer, tuple(dict.fromkeys(reader.left_out)), others)


class _Reader:
    """Reads blocks with the looks that their styles give them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = Styles(document)
        sections = document.element.body.iter(qn("w:sectPr"))
        sheet = sheet_of(next(sections, None))
        self._highest = max(1.0, (sheet.height - sheet.top - sheet.bottom) * _PICTURE_SHARE)
        self._left = MAX_CHARACTERS
        self._pictures_known: dict[bytes, int] = {}
        self.left_out: list[str] = []

    def special_pages(self, section: Any) -> Iterator[str]:
        """Give the kinds of pages that have a header and a footer of their own."""
        if section is not None and is_on(section.find(qn("w:titlePg"))):
            yield "first"
        if is_on(self._document.settings.element.find(qn("w:evenAndOddHeaders"))):
            yield "even"

    def margins(self, section: Any, kind: str) -> tuple[Blocks, Blocks]:
        """Return the header and the footer of a section on pages of a kind, empty where it names none."""
        return self._margin(section, "w:headerReference", kind), self._margin(
            section, "w:footerReference", kind
        )

    def _margin(self, section: Any, reference: str, kind: str) -> Blocks:
        for each in () if section is None else section.findall(qn(reference)):
            if each.get(qn("w:type"), "default") == kind:
                part = self._document.part.related_parts.get(each.get(qn("r:id")))
                return () if part is None else tuple(self.blocks(part.element, part))
        return ()

    def blocks(self, element: Any, part: Any) -> Iterator[ParagraphFlow | TableFlow]:
        """Give the paragraphs and tables of an element, those within content controls too."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self._paragraphs(child, part)
            elif child.tag == qn("w:tbl"):
                yield self._table(child, part)
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                yield from self.blocks(content if content is not None else (), part)
            elif child.tag == _ALTERNATIVES:
                yield from self.blocks(_chosen(child), part)
            elif child.tag in _FORMULAS:
                self.left_out.append("formula")

    def _paragraphs(self, paragraph: Any, part: Any) -> Iterator[ParagraphFlow]:
        """Give a paragraph, in two where a page break stands in it."""
        properties = paragraph.find(qn("w:pPr"))
        told = None if properties is None else properties.find(qn("w:pStyle"))
        style = self._styles.paragraph_style(None if told is None else told.get(qn("w:val")))
        look = self._styles.look(style) | layout_of(properties)
        size = look["size"]
        if look["numbered"]:
            self.left_out.append("numbering")
        parts = list(_split_pages(list(self._lines(paragraph, look, part))))
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
                style=self._styles.name(style),
            )

    def _lines(self, paragraph: Any, look: Look, part: Any) -> Iterator[list[Run | Picture | str]]:
        """Give the lines as they were typed; the text "page" stands where a page ends."""
        line: list[Run | Picture | str] = []
        for run in self._runs(paragraph):
            font = look | self._styles.run_look(run)
            if font["hidden"]:
                continue
            for each in run:
                if each.tag in (qn("w:br"), qn("w:cr")) and each.get(qn("w:type")) != "page":
                    yield line
                    line = []
                elif each.tag == qn("w:br"):
                    line.append("page")
                elif each.tag == qn("w:drawing"):
                    line.extend(self._pictures(each, part))
                elif words := self._words(each):
                    line.append(_run(words.upper() if font["capitals"] else words, font))
        yield line

    def _words(self, element: Any) -> str:
        """Return what a piece of a run says; what cannot be drawn is noted."""
        if element.tag == qn("w:t"):
            words = element.text or ""
            self._left -= len(words)
            if self._left < 0:
                raise TooLong
            return words
        if element.tag == qn("w:ruby"):
            # The words themselves; the small ones over them say how they are read.
            self.left_out.append("ruby")
            base = element.find(qn("w:rubyBase"))
            return "".join(self._words(each) for each in base.iter(qn("w:t"))) if base is not None else ""
        if element.tag in _NOT_DRAWN or element.tag == _ALTERNATIVES:
            self.left_out.append(_NOT_DRAWN.get(element.tag, "shape"))
        return _SIGNS.get(element.tag, "")

    def _runs(self, element: Any) -> Iterator[Any]:
        """Give the runs of a paragraph, without those in the text boxes that hang on it."""
        for child in element:
            if child.tag == qn("w:r"):
                yield child
            elif child.tag == _ALTERNATIVES:
                yield from self._runs(_chosen(child))
            elif child.tag in _FORMULAS:
                self.left_out.append("formula")
            else:
                yield from self._runs(child)

    def _pictures(self, drawing: Any, part: Any) -> Iterator[Picture]:
        inline = drawing.find(qn("wp:inline"))
        blip = None if inline is None else next(inline.iter(qn("a:blip")), None)
        related = None if blip is None else part.related_parts.get(blip.get(qn("r:embed")))
        if related is None:
            self.left_out.append("shape")
            return
        extent = inline.find(qn("wp:extent"))
        sides = [None if extent is None else points(extent.get(side), _EMU_PT) for side in ("cx", "cy")]
        if None in sides or not self._has_room_for(related.blob):
            self.left_out.append("picture")
            return
        width, height = (max(0.0, side or 0.0) for side in sides)
        shrink = min(1.0, self._highest / height) if height else 1.0
        yield Picture(related.blob, width * shrink, height * shrink)

    def _has_room_for(self, picture: bytes) -> bool:
        """Say whether a picture can be drawn beside the others; one that comes again counts once."""
        if picture not in self._pictures_known:
            self._pictures_known[picture] = drawable_pixels(picture)
        pixels = sum(self._pictures_known.values())
        return self._pictures_known[picture] > 0 and pixels <= MAX_PIXELS

    def _table(self, table: Any, part: Any) -> TableFlow:
        properties = table.find(qn("w:tblPr"))
        told = None if properties is None else properties.find(qn("w:tblStyle"))
        style = None if told is None else self._styles.style(told.get(qn("w:val")))
        name = self._styles.name(style)
        rows = tuple(self._row(row, part) for row in _within(table, "w:tr"))
        has_lines = name in (GRID, "Table Grid") or _has_borders(properties, style)
        # Beside a single row, such as a heading, a line would be a stray stroke.
        divided = name == STYLE_NAMES["columns"] and len(rows) > 1
        return TableFlow(rows, _widths(table, rows), has_lines, divided)

    def _row(self, row: Any, part: Any) -> RowFlow:
        properties = row.find(qn("w:trPr"))
        told = () if properties is None else tuple(each.tag for each in properties)
        cells = tuple(self._cell(cell, part) for cell in _within(row, "w:tc"))
        return RowFlow(cells, qn("w:tblHeader") in told, qn("w:cantSplit") in told)

    def _cell(self, cell: Any, part: Any) -> CellFlow:
        properties = cell.find(qn("w:tcPr"))
        told = {} if properties is None else {each.tag: each for each in properties}
        merged, span, width = (told.get(qn(f"w:{name}")) for name in ("vMerge", "gridSpan", "tcW"))
        goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
        measure = points(width.get(qn("w:w"))) if width is not None and _is_absolute(width) else None
        return CellFlow(
            () if goes_on else tuple(self.blocks(cell, part)),
            _count(span),
            goes_on,
            max(0.0, measure or 0.0),
        )


_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULAS = frozenset({f"{_MATH}oMath", f"{_MATH}oMathPara"})
_NOT_DRAWN = {
    qn("w:pict"): "shape",
    qn("w:object"): "shape",
    qn("w:sym"): "symbol",
    qn("w:footnoteReference"): "note",
    qn("w:endnoteReference"): "note",
}
_SIGNS = {qn("w:tab"): "\u3000", qn("w:ptab"): "\u3000", qn("w:noBreakHyphen"): "-"}


def _chosen(alternatives: Any) -> Any:
    """Return the first of the ways in which something is written, which newer programs take."""
    return alternatives[0] if len(alternatives) else ()


def _within(element: Any, name: str) -> Iterator[Any]:
    """Give the rows of a table or the cells of a row, those within content controls too."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _within(child, name)


def _is_absolute(width: Any) -> bool:
    return str(width.get(qn("w:type"), "dxa")) == "dxa"


def _count(span: Any) -> int:
    words = "" if span is None else span.get(qn("w:val"), "")
    return max(1, int(words)) if words.isdecimal() and len(words) < _MOST_DIGITS else 1


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


def _widths(table: Any, rows: tuple[RowFlow, ...]) -> tuple[float, ...]:
    """Return the widths of a table's columns, as its first whole row or its grid tells them."""
    for row in rows:
        if row.cells and all(cell.span == 1 and cell.width for cell in row.cells):
            return _padded([cell.width for cell in row.cells], rows)
    grid = table.find(qn("w:tblGrid"))
    told = [] if grid is None else [points(each.get(qn("w:w"))) for each in grid.findall(qn("w:gridCol"))]
    return _padded([each if each and each > 0 else _USUAL_COLUMN for each in told], rows)


def _padded(widths: list[float], rows: tuple[RowFlow, ...]) -> tuple[float, ...]:
    """Return widths for as many columns as the widest row has."""
    columns = max((sum(cell.span for cell in row.cells) for row in rows), default=0)
    usual = sum(widths) / len(widths) if widths else _USUAL_COLUMN
    return (*widths, *(usual,) * (columns - len(widths)))


def _has_borders(properties: Any, style: Any) -> bool:
    """Say whether lines stand around the cells of a table, by its own word or its style's."""
    for element in (properties, style):
        borders = None if element is None else next(element.iter(qn("w:tblBorders")), None)
        if borders is not None:
            return any(side.get(qn("w:val")) not in ("none", "nil", None) for side in borders)
    return False
