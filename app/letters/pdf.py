"""Sets a filled letter as a PDF: the same words as the Word file, with the bundled font, on any machine."""

import io
from dataclasses import dataclass
from itertools import chain
from typing import Any

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.words import Language
from app.letters.flow import LetterFlow, ParagraphFlow, Run, TableFlow, read_flow
from app.letters.pages import Page, PlacedImage, PlacedSpan, Rule, lay_out
from app.typeset.text import FONT, font, lacks, visible

_LANGUAGES = {Language.ZH: "zh-CN", Language.EN: "en"}
# A list that does not go on one page at its full size is set smaller, down to what can still be read.
_SCALES = (0.95, 0.9, 0.85, 0.8)
# What takes more pages than this for one has no room on it at the smallest scale.
_MOST_PAGES = 2
_RULE = (0.5, 0.5, 0.5)
_QUIET = (0.42, 0.45, 0.48)
_PAGE_NUMBER_SIZE = 8.5
_SMALL = 11.0


@dataclass(frozen=True, slots=True)
class DrawnLetter:
    """Holds a letter as a PDF.

    `lacking` are the characters for which the font has no picture, `left_out` the kinds of things that only
    the Word file shows.
    """

    data: bytes
    pages: int
    lacking: tuple[str, ...]
    left_out: tuple[str, ...]


def draw_letter(document: Any, title: str, *, language: Language, one_page: bool = False) -> DrawnLetter:
    """Return a filled Word document as a PDF, on one page where it can be and is wanted."""
    font()
    flow = read_flow(document)
    pages = lay_out(flow)
    if one_page:
        pages = _on_fewest(flow, pages)
    return DrawnLetter(_drawn(pages, flow, title, language), len(pages), _lacking(flow), flow.left_out)


def _on_fewest(flow: LetterFlow, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Return a list on one page, or on one for each language; at its full size where that cannot be."""
    fewest = 1 + sum(isinstance(block, ParagraphFlow) and block.new_page for block in flow.body[1:])
    if not fewest < len(pages) <= _MOST_PAGES * fewest:
        return pages
    smaller = (lay_out(flow, scale) for scale in _SCALES)
    return next((each for each in smaller if len(each) == fewest), pages)


def _drawn(pages: tuple[Page, ...], flow: LetterFlow, title: str, language: Language) -> bytes:
    rl_config.useA85 = 0
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(flow.sheet.width, flow.sheet.height),
        pageCompression=1,
        invariant=1,
        initialFontName=FONT,
        initialFontSize=10,
        lang=_LANGUAGES[language],
    )
    canvas.setTitle(title)
    canvas.setCreator("Yongju")
    pictures = _Pictures(canvas)
    for number, page in enumerate(pages, 1):
        _draw_page(canvas, page, pictures)
        if len(pages) > 1:
            _number(canvas, flow, f"{number} / {len(pages)}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Pictures:
    """Draws pictures, each of them once: where one comes again, the same form is shown."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._forms: dict[bytes, str] = {}

    def paint(self, placed: PlacedImage) -> None:
        """Show a picture at its place."""
        picture = placed.picture.picture
        name = self._form(picture.data)
        self._canvas.saveState()
        self._canvas.translate(placed.x, placed.y)
        self._canvas.scale(picture.width, picture.height)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def _form(self, data: bytes) -> str:
        if data not in self._forms:
            self._forms[data] = name = f"picture{len(self._forms) + 1}"
            with Image.open(io.BytesIO(data)) as image:
                clear = image.mode in ("P", "LA", "RGBA")
                reader = ImageReader(image.convert("RGBA" if clear else "RGB"))
            self._canvas.beginForm(name, 0, 0, 1, 1)
            self._canvas.drawImage(reader, 0, 0, 1, 1, mask="auto")
            self._canvas.endForm()
        return self._forms[data]


def _draw_page(canvas: Any, page: Page, pictures: _Pictures) -> None:
    for each in page.content:
        if isinstance(each, PlacedSpan) and (shade := each.span.shade) is not None:
            span = each.span
            canvas.setFillColorRGB(*shade)
            canvas.rect(each.x, each.y - 0.25 * span.size, span.width, 1.25 * span.size, stroke=0, fill=1)
    for each in page.content:
        match each:
            case PlacedSpan():
                _write(canvas, each)
            case PlacedImage():
                pictures.paint(each)
            case Rule():
                canvas.setStrokeColorRGB(*_RULE)
                canvas.setLineWidth(0.5)
                canvas.line(each.x1, each.y1, each.x2, each.y2)


def _write(canvas: Any, placed: PlacedSpan) -> None:
    span = placed.span
    text = canvas.beginText(placed.x, placed.y)
    text.setFont(FONT, span.size)
    text.setFillColorRGB(*span.color)
    if span.heavy:
        # The one bundled weight is made heavier by drawing the outline as well.
        text.setStrokeColorRGB(*span.color)
        text.setTextRenderMode(2)
        # Small letters would run together.
        canvas.setLineWidth(span.size * (0.022 if span.size > _SMALL else 0.012))
    text.textOut(span.words)
    if span.heavy:
        text.setTextRenderMode(0)
    canvas.drawText(text)


def _number(canvas: Any, flow: LetterFlow, words: str) -> None:
    canvas.setFont(FONT, _PAGE_NUMBER_SIZE)
    canvas.setFillColorRGB(*_QUIET)
    right = flow.sheet.width - flow.sheet.right
    canvas.drawRightString(right, max(14.0, flow.sheet.footer - 12), words)


def _lacking(flow: LetterFlow) -> tuple[str, ...]:
    """Return the characters that the font has no picture for, each once."""
    others = chain.from_iterable(flow.others.values())
    parts = (flow.header, flow.body, flow.footer, *others)
    words = "".join(_words(block) for part in parts for block in part)
    return tuple(dict.fromkeys(mark for mark in visible(words) if lacks(mark)))


def _words(block: ParagraphFlow | TableFlow) -> str:
    if isinstance(block, ParagraphFlow):
        return "".join(each.words for line in block.lines for each in line if isinstance(each, Run))
    cells = (cell for row in block.rows for cell in row.cells)
    return "".join(_words(inner) for cell in cells for inner in cell.content)
