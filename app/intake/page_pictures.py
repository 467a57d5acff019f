"""Draws pages as pictures through pdfium: the last step for what no reader takes as it stands.

What a viewer shows is drawn: notes and form fields included. Runs in guarded processes.
"""

import io
import math
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from app.intake.rendering import PDFIUM_LOCK

DPI = 200
_QUALITY = 90
# An A2 sheet at 200 dots an inch; larger ones are drawn coarser.
_MOST_PIXELS = 16_000_000
_LEAST_SIDE = 1.0
_POINTS = 72
# Of a channel: what the noise of a scan stays below where the page is grey.
_COLOURED = 24
_SMALL = 4


def picture_pages(path: Path, indices: tuple[int, ...], folder: Path, *, dpi: int = DPI) -> tuple[Path, ...]:
    """Draw pages (indices counted from 0) into JPEG files of a folder, in the order asked for.

    Each file states its resolution, so that it has the page's size in points. Raises one of PDFIUM_ERRORS
    when pdfium refuses the file or a page.
    """
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        with closing(document):
            document.init_forms()
            return tuple(_write_picture(document, index, folder, dpi) for index in indices)


def write_as_pictures(path: Path, destination: Path) -> None:
    """Write a PDF of the same sizes whose pages are pictures; raises what pdfium and pikepdf raise."""
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        with closing(document), pikepdf.new() as copy:
            document.init_forms()
            for picture, size in _drawn_pages(document, range(len(document)), DPI):
                _add_page(copy, picture, size)
            copy.save(destination, deterministic_id=True)


def _write_picture(document: pypdfium2.PdfDocument, index: int, folder: Path, dpi: int) -> Path:
    (drawn,) = _drawn_pages(document, (index,), dpi)
    picture, (width, _) = drawn
    target = folder / f"page-{index + 1:05d}.jpg"
    stated = picture.width / width * _POINTS
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True, subsampling=0, dpi=(stated, stated))
    return target


def _drawn_pages(
    document: pypdfium2.PdfDocument, indices: Iterable[int], dpi: int
) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
    """Give the picture of each page and its size in points, as it is shown."""
    for index in indices:
        page = document[index]
        with closing(page):
            width, height = page.get_size()
            if not _LEAST_SIDE <= min(width, height) <= max(width, height) < math.inf:
                raise ValueError("a page without a size")
            scale = min(dpi / _POINTS, math.sqrt(_MOST_PIXELS / (width * height)))
            drawn: Image.Image = page.render(scale=scale).to_pil()
            yield _plainest(drawn.convert("RGB")), (width, height)


def _plainest(picture: Image.Image) -> Image.Image:
    """Return a picture in grey when nothing in it is coloured."""
    red, green, blue = picture.reduce(_SMALL).split()
    pairs = ((red, green), (green, blue))
    spreads = (ImageChops.difference(one, other).histogram()[_COLOURED:] for one, other in pairs)
    return picture if any(map(any, spreads)) else picture.convert("L")


def _add_page(copy: pikepdf.Pdf, picture: Image.Image, size: tuple[float, float]) -> None:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True, subsampling=0)
    image = pikepdf.Stream(
        copy,
        buffer.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    width, height = size
    page = copy.add_blank_page(page_size=size)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=copy.make_indirect(image)))
    page.obj.Contents = copy.make_stream(f"{width:.4f} 0 0 {height:.4f} 0 0 cm /I Do".encode("ascii"))
