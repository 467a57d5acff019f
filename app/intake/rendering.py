"""Draws pages small through pdfium, and measures the pictures on them.

pdfium keeps its state in globals and is not safe to call from two threads: one lock for all of it.
It has no limits of its own either, so callers hold back what would take it too long.
"""

import ctypes
import logging
import math
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pypdfium2
from pypdfium2 import raw

from app.intake.grey import COLUMNS, ROWS, grey_cells

# It tells which optional parts it was built without; nothing in a document changes that.
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL + 1)

PDFIUM_LOCK = threading.RLock()
# What pypdfium2 raises when pdfium refuses; ctypes adds the other three for values out of range.
PDFIUM_ERRORS = (pypdfium2.PdfiumError, RuntimeError, ValueError, OverflowError, ctypes.ArgumentError)

_LEAST_SIDE = 1.0
_CELL_PIXELS = 24
# pdfium rounds the edges of a picture outwards to whole pixels. Drawn this much smaller, a picture that
# fills the page ends on the last pixel rather than beside it.
_MARGIN = 0.02
# A page with more objects than a scan with its layer of recognised words has is a drawing.
_MAX_OBJECTS = 20_000
_MAX_FORM_DEPTH = 4
# Of the page's area: what one picture, or its strips together, cover when the page is that picture.
_COVERS = 0.7
_COVER_TOGETHER = 0.8
_MOST_DPI = 10_000.0


class Rendering:
    """A PDF opened in pdfium; gives nothing for a page that pdfium refuses."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: pypdfium2.PdfDocument | None = None

    def __enter__(self) -> "Rendering":
        with PDFIUM_LOCK:
            try:
                self._document = pypdfium2.PdfDocument(self._path)
                self._document.init_forms()
            except PDFIUM_ERRORS:
                # Without a form environment fields stay undrawn; without a document there is nothing.
                pass
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            with PDFIUM_LOCK:
                self._document.close()

    def draw_page(self, index: int, *, measures: bool) -> tuple[bytes, float | None] | None:
        """Return the page's grey picture and, where asked, the resolution of the scan that it is."""
        if self._document is None:
            return None
        with PDFIUM_LOCK:
            try:
                page = self._document[index]
            except (*PDFIUM_ERRORS, IndexError):
                return None
            try:
                return _picture_of(page), _scan_dpi(page) if measures else None
            except PDFIUM_ERRORS:
                return None
            finally:
                page.close()


def _picture_of(page: pypdfium2.PdfPage) -> bytes:
    """Stretch the page over the cells: each is a square of pixels, so nothing falls between two."""
    shown_width, shown_height = page.get_size()
    if min(shown_width, shown_height) < _LEAST_SIDE or not math.isfinite(shown_width * shown_height):
        return b""
    width, height = COLUMNS * _CELL_PIXELS, ROWS * _CELL_PIXELS
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        matrix = raw.FS_MATRIX(
            (width - 2 * _MARGIN) / shown_width, 0, 0, (height - 2 * _MARGIN) / shown_height, _MARGIN, _MARGIN
        )
        clipping = raw.FS_RECTF(0, 0, width, height)
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap.raw, page.raw, matrix, clipping, raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
        )
        return grey_cells(bitmap.to_pil())
    finally:
        bitmap.close()


def _scan_dpi(page: pypdfium2.PdfPage) -> float | None:
    """Return the resolution of a page that is one picture, in one piece or in strips.

    Of layers that each cover the page (background and writing of a compressed scan) the finest counts,
    of strips side by side the coarsest.
    """
    if raw.FPDFPage_CountObjects(page.raw) > _MAX_OBJECTS:
        return None
    left, bottom, right, top = page.get_bbox()
    paper = abs((right - left) * (top - bottom))
    placed = list(_placed_pictures(page))
    whole = [dpi for dpi, area in placed if area >= _COVERS * paper]
    if whole:
        return max(whole)
    if sum(area for _, area in placed) >= _COVER_TOGETHER * paper:
        return min(dpi for dpi, _ in placed)
    return None


def _placed_pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    """Give the resolution and the area in points of each picture on a page."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_FORM_DEPTH):
        matrix = item.get_matrix()
        container = item.container
        while container is not None:
            matrix = matrix.multiply(container.get_matrix())
            container = container.container
        width, height = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
        across, down = item.get_px_size()
        if min(width, height) < _LEAST_SIDE or min(across, down) < 1:
            continue
        dpi = min(across / width, down / height) * 72
        if dpi <= _MOST_DPI:
            yield dpi, width * height
