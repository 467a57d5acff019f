"""Makes the pictures that pages are read on, as a viewer shows them, at a size fit for reading."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageOps

from app.domain.files import FileKind, PageFacts
from app.intake.image import FORMATS, MAX_PIXELS, PICTURE_ERRORS, know_heic
from app.intake.ocr import Picture, as_picture
from app.intake.rendering import PDFIUM_ERRORS, PDFIUM_LOCK
from app.intake.shrink import in_bands

# At 200 dpi the smallest print of forms (6 pt) has capitals of 12 pixels, which is what recognition needs.
_DPI = 200
_MOST_SIDE = 2800
_POINTS_PER_INCH = 72
# Of the others a mean of pixels is no pixel (palettes, 16 bits, one colour that is transparent).
_SHRINKABLE = ("RGB", "L", "CMYK", "YCbCr")

READ_ERRORS = (*PICTURE_ERRORS, *PDFIUM_ERRORS)


class NotDrawn(Exception):
    """A file or a page of it that its parser could not make anything of."""


@contextmanager
def drawing(errors: tuple[type[Exception], ...] = READ_ERRORS) -> Iterator[None]:
    """Tell what the parsers of files raise as NotDrawn.

    Only they stand within: what our own code or data got wrong must not be laid to a file. Want of memory
    is the machine's, and told as such.
    """
    try:
        yield
    except MemoryError:
        raise
    except errors as error:
        raise NotDrawn from error


def picture_of(path: Path, kind: FileKind, facts: PageFacts) -> Picture:
    """Return a page as shown (height x width x 3, BGR). Raises NotDrawn when it cannot be drawn."""
    with drawing():
        if kind is FileKind.PDF:
            with opened_pdf(path) as document:
                return _drawn(document, facts)
        return _loaded(path, kind, facts.number - 1)


@contextmanager
def opened_pdf(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF in pdfium, with its form fields, and close it again."""
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            document.init_forms()
            yield document
        finally:
            document.close()


def _drawn(document: pypdfium2.PdfDocument, facts: PageFacts) -> Picture:
    page = document[facts.number - 1]
    try:
        return render(page, _DPI)
    finally:
        page.close()


def render(page: pypdfium2.PdfPage, dpi: float) -> Picture:
    """Draw a page of a PDF as a viewer shows it; a huge one coarser."""
    scale = min(dpi / _POINTS_PER_INCH, _MOST_SIDE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, may_draw_forms=True)
    pixels = bitmap.to_numpy()
    channels = bitmap.n_channels
    if channels == 3:
        return as_picture(np.ascontiguousarray(pixels))
    way = cv2.COLOR_GRAY2BGR if channels == 1 else cv2.COLOR_BGRA2BGR
    return as_picture(cv2.cvtColor(pixels, way))


def _loaded(path: Path, kind: FileKind, frame: int) -> Picture:
    know_heic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=FORMATS[kind]) as image:
            if frame:
                image.seek(frame)
            if not 0 < image.width * image.height <= MAX_PIXELS:
                raise ValueError("no pixels, or too many")
            image.draft("RGB", (_MOST_SIDE, _MOST_SIDE))
            if image.mode in _SHRINKABLE and not image.has_transparency_data:
                # Before anything makes a copy: a finely scanned sheet has 140 million pixels. Loaded first,
                # since a TIFF is turned, and changes its size, only then.
                image.load()
                image.thumbnail((_MOST_SIDE, _MOST_SIDE), Image.Resampling.LANCZOS)
            image.load()
            brightest = _brightest(image)
            shown = in_bands(image, _MOST_SIDE, lambda part: _on_white(part, brightest))
            shown = ImageOps.exif_transpose(shown)
            shown.thumbnail((_MOST_SIDE, _MOST_SIDE), Image.Resampling.LANCZOS)
            return as_picture(np.ascontiguousarray(np.asarray(shown)[:, :, ::-1]))


def _brightest(image: Image.Image) -> float:
    """Return the level that is shown as white in a picture of more than 256 levels, 0 in any other."""
    if not _is_deep(image):
        return 0.0
    extremes = image.getextrema()
    return max(float(extremes[1]), 1.0)  # type: ignore[arg-type]  # one band has two numbers


def _is_deep(image: Image.Image) -> bool:
    return image.mode.startswith("I;16") or image.mode in ("I", "F")


def _on_white(image: Image.Image, brightest: float) -> Image.Image:
    if _is_deep(image):
        grey = np.asarray(image, np.float32) * (255.0 / brightest)
        return Image.fromarray(grey.astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
