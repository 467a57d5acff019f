"""Draws the scans of a PDF anew with fewer pixels, as JPEG, through pdfium.

Only pages that are nothing but pictures (and the invisible words of a text recognition) are scans: on
all others lines and letters are sharp at any size and cost few bytes. A scan is never drawn with more
pixels than it has, and what is grey stays grey. Runs in a guarded process: see `casework.upload`.
"""

import math
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

# What pypdfium2 raises for a file or page that pdfium refuses.
_UNDRAWABLE = (pypdfium2.PdfiumError, RuntimeError, ValueError, OverflowError)
_MAX_FORM_DEPTH = 6
_MAX_PIXELS = 60_000_000
_LEAST_SIDE = 1.0
_PICTURES = frozenset({raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM})
# A seal's ink differs more between its channels; JPEG and grey scanners differ less.
_COLOURED = 28
_SMALL = 4

# Page (from 0), dots per inch that it had, those that it has now, and the file with the picture.
Reduced = tuple[int, int, int, str]


def reduce_scans(
    path: Path, pages: tuple[int, ...], dpi: int, quality: int, folder: Path
) -> tuple[Reduced, ...]:
    """Draw those of the pages (from 0) that are scans at a resolution, as JPEG files in a folder."""
    document = pypdfium2.PdfDocument(path)
    try:
        drawn = (_reduce_page(document, index, dpi, quality, folder) for index in pages)
        return tuple(each for each in drawn if each is not None)
    finally:
        document.close()


def _reduce_page(
    document: pypdfium2.PdfDocument, index: int, dpi: int, quality: int, folder: Path
) -> Reduced | None:
    try:
        page = document[index]
        try:
            had = _scan_dpi(page)
            if had is None:
                return None
            wanted = min(dpi, round(had))
            picture = _drawn(page, wanted)
        finally:
            page.close()
    except _UNDRAWABLE:
        return None
    if picture is None:
        return None
    target = folder / f"{index + 1:05d}-{dpi}.jpg"
    picture.save(target, "JPEG", quality=quality, optimize=True, dpi=(wanted, wanted))
    return index, round(had), wanted, target.name


def _scan_dpi(page: pypdfium2.PdfPage) -> float | None:
    """Return the finest resolution of the pictures on a page that has nothing else to see."""
    finest = None
    for item in page.get_objects(max_depth=_MAX_FORM_DEPTH):
        if item.type == raw.FPDF_PAGEOBJ_TEXT and _is_invisible(item):
            continue
        if item.type not in _PICTURES:
            return None
        dpi = _picture_dpi(item) if item.type == raw.FPDF_PAGEOBJ_IMAGE else None
        finest = max((each for each in (finest, dpi) if each is not None), default=None)
    return finest


def _is_invisible(item: pypdfium2.PdfObject) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(item.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _picture_dpi(item: pypdfium2.PdfObject) -> float | None:
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    width, height = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    across, down = item.get_px_size()
    if min(width, height) < _LEAST_SIDE or min(across, down) < 1:
        return None
    return float(max(across / width, down / height) * 72)


def _drawn(page: pypdfium2.PdfPage, dpi: int) -> Image.Image | None:
    scale = dpi / 72
    width, height = page.get_size()
    if width * scale * height * scale > _MAX_PIXELS:
        return None
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture.convert("L") if _is_grey(picture) else picture


def _is_grey(picture: Image.Image) -> bool:
    """Say whether no spot of a picture has a colour; single pixels that a scanner tinted do not count."""
    red, green, blue = picture.reduce(_SMALL).split()
    spread = ImageChops.lighter(
        ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue)),
        ImageChops.difference(red, blue),
    )
    _, most = spread.getextrema()
    return isinstance(most, int | float) and most < _COLOURED
