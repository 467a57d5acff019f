"""Invented papers with their truth: what the product's reading is held against.

Nothing here knows the recogniser's vocabulary: layouts and wordings are such as one meets. All people,
firms and numbers are made up by dice.
"""

import hashlib
import io

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.support.papers import fonts
from tests.support.papers.book import LAYOUTS, render
from tests.support.papers.model import Paper, Run, Truth
from tests.support.papers.people import TODAY
from tests.support.papers.worsen import TURN_BACK, VARIANTS, worsen

# Each enters its layouts in the book.
from tests.support.papers import chain, civil, firm, forms, health, identity, money, others, police, work  # noqa: F401  isort: skip

__all__ = [
    "KINDS", "NEGATIVES", "TODAY", "TURN_BACK", "VARIANTS", "Paper", "Run", "Truth", "layouts", "make_paper",
    "page_pdf", "to_jpeg", "to_pdf", "to_png", "worsen",
]  # fmt: skip

# Papers that no packet asks for (a lease and a bank statement may be asked for as proof of a living).
NEGATIVES = frozenset({"invoice", "lease", "bank-statement", "airline-ticket", "menu", "blank", "letter"})
KINDS = tuple(LAYOUTS)
_FONT = "PapersText"


def layouts(kind: str) -> tuple[str, ...]:
    """Return the names of a kind's layouts."""
    return tuple(LAYOUTS[kind])


def make_paper(kind: str, layout: str | int, seed: int, dpi: int = 200) -> Paper:
    """Draw an invented paper; the same arguments give the same paper."""
    name = layouts(kind)[layout] if isinstance(layout, int) else layout
    return render(kind, name, seed, dpi)


def to_png(image: Image.Image, dpi: int = 200) -> bytes:
    """Write one page as PNG."""
    kept = io.BytesIO()
    image.save(kept, "PNG", dpi=(dpi, dpi), compress_level=1)
    return kept.getvalue()


def to_jpeg(image: Image.Image, dpi: int = 200, quality: int = 90) -> bytes:
    """Write one page as JPEG."""
    kept = io.BytesIO()
    image.save(kept, "JPEG", dpi=(dpi, dpi), quality=quality)
    return kept.getvalue()


def to_pdf(paper: Paper, text_layer: bool) -> bytes:
    """Write all pages as PDF, with the text under the pictures when asked."""
    return page_pdf(paper.pages, paper.dpi, paper.runs if text_layer else ())


def page_pdf(pages: tuple[Image.Image, ...], dpi: int, runs: tuple[Run, ...] = ()) -> bytes:
    """Write pictures as the pages of a PDF; `runs` become a text layer that is not drawn."""
    kept = io.BytesIO()
    canvas = Canvas(kept, invariant=1)
    for number, image in enumerate(pages):
        wide, tall = (side / dpi * 72 for side in image.size)
        canvas.setPageSize((wide, tall))
        canvas.drawImage(ImageReader(io.BytesIO(to_jpeg(image, dpi))), 0, 0, wide, tall)
        _lay_text(canvas, [run for run in runs if run.page == number], dpi, tall)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def _lay_text(canvas: Canvas, runs: list[Run], dpi: int, tall: float) -> None:
    if not runs:
        return
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, str(fonts.BUNDLED)))
    for run in runs:
        text = canvas.beginText(run.box[0] / dpi * 72, tall - run.box[3] / dpi * 72 + run.points * 0.25)
        text.setTextRenderMode(3)
        natural = pdfmetrics.stringWidth(run.text, _FONT, run.points)
        text.setFont(_FONT, run.points)
        if natural:
            text.setHorizScale((run.box[2] - run.box[0]) / dpi * 72 / natural * 100)
        text.textOut(run.text)
        canvas.drawText(text)


def fingerprint(paper: Paper) -> str:
    """Return a digest of the pixels, to tell that two papers are the same."""
    return hashlib.sha256(b"".join(page.tobytes() for page in paper.pages)).hexdigest()
