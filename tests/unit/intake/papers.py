"""Makes the papers that the reader is tried on: nothing here is a file from outside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Writer = Callable[[str, bytes], Path]


def noise(width: int = 300, height: int = 400) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


def paper(name: str = "ANNA", width: int = 600, height: int = 850) -> Image.Image:
    """Draw a form made out to somebody."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for row in range(12):
        draw.line((40, 100 + 55 * row, width - 40, 100 + 55 * row), "black", 2)
        draw.text((50, 70 + 55 * row), f"Field {row}", "black", font_size=24)
        draw.text((260, 70 + 55 * row), f"{name} {row * 37}", "black", font_size=26)
    return image


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def pdf_of(pages: int = 12) -> bytes:
    """Make a PDF whose pages each carry a picture and a line of text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number}")
        canvas.drawImage(ImageReader(io.BytesIO(encoded(noise(), "JPEG"))), 100, 100, 300, 400)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """Join objects, the first of them the catalogue, to a PDF with cross-references."""
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(data))
    )


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def page_pdf(page: bytes = b"", *more: bytes, catalogue: bytes = b"", content: bytes = b"") -> bytes:
    """Make a PDF of one page; objects of one's own start at number 5."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + page + b">>",
        stream(b"", content),
        *more,
    )


def docx_of(text: str = "在职证明", extra: dict[str, bytes] | None = None) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a") as package:
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return buffer.getvalue()


LOCKED_OFFICE_FILE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
)
