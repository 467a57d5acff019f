"""What a file is, by its content."""

import io
import os
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import UnusableInput
from app.domain.files import FileKind
from app.intake.identify import identify_file, named_kind_of
from tests.unit.intake.papers import LOCKED_OFFICE_FILE, Writer, docx_of, encoded, noise, page_pdf


def zip_of(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def ftyp(*brands: bytes) -> bytes:
    return struct.pack(">I", 16 + 4 * len(brands[1:])) + b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])


RECOGNISED = [
    (page_pdf(), FileKind.PDF),
    (b"a line of a mail gateway\r\n" + page_pdf(), FileKind.PDF),
    (encoded(noise(9, 9), "JPEG"), FileKind.JPEG),
    (encoded(noise(9, 9), "PNG"), FileKind.PNG),
    (encoded(noise(9, 9), "TIFF"), FileKind.TIFF),
    (encoded(noise(9, 9), "TIFF", big_tiff=True), FileKind.TIFF),
    (b"MM\0*" + bytes(8), FileKind.TIFF),
    (encoded(noise(9, 9), "WEBP"), FileKind.WEBP),
    (encoded(noise(9, 9), "BMP"), FileKind.BMP),
    (ftyp(b"heic", b"mif1"), FileKind.HEIC),
    (ftyp(b"mif1", b"heix"), FileKind.HEIC),
    (ftyp(b"mif1"), FileKind.HEIC),
    (docx_of(), FileKind.DOCX),
    (docx_of()[:3000], FileKind.DOCX),
    (LOCKED_OFFICE_FILE, FileKind.DOCX),
    (b"", FileKind.EMPTY),
    (ftyp(b"avif", b"mif1"), FileKind.UNSUPPORTED),
    (ftyp(b"mif1", b"avif"), FileKind.UNSUPPORTED),
    (ftyp(b"isom", b"mp42"), FileKind.UNSUPPORTED),
    (b"<!DOCTYPE html><html></html>", FileKind.UNSUPPORTED),
    (encoded(noise(9, 9), "GIF"), FileKind.UNSUPPORTED),
    (LOCKED_OFFICE_FILE.replace(b"E\0n\0c\0", b"A\0b\0c\0"), FileKind.UNSUPPORTED),
    (zip_of(**{"readme.txt": b"x"}), FileKind.UNSUPPORTED),
    (zip_of(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.xml": b"<x/>"}), FileKind.UNSUPPORTED),
    (b"plain words", FileKind.UNSUPPORTED),
    (b"BM is how this text begins, which no picture does", FileKind.UNSUPPORTED),
    (b"\0" * 2000 + page_pdf(), FileKind.UNSUPPORTED),
]


@pytest.mark.parametrize(("content", "kind"), RECOGNISED)
@pytest.mark.parametrize("suffix", [".pdf", ".jpg", ".docx", ""])
def test_content_counts_and_the_ending_does_not(
    write: Writer, content: bytes, kind: FileKind, suffix: str
) -> None:
    assert identify_file(write("paper" + suffix, content)) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Scan.PDF", FileKind.PDF),
        ("IMG_1.JPG", FileKind.JPEG),
        ("a.jpeg", FileKind.JPEG),
        ("a.jpe", FileKind.JPEG),
        ("a.jfif", FileKind.JPEG),
        ("a.tif", FileKind.TIFF),
        ("a.TIFF", FileKind.TIFF),
        ("护照.heic", FileKind.HEIC),
        ("a.heif", FileKind.HEIC),
        ("a.webp", FileKind.WEBP),
        ("a.bmp", FileKind.BMP),
        ("a.b.docx", FileKind.DOCX),
        ("a.doc", None),
        ("pdf", None),
        ("a.pdf.exe", None),
    ],
)
def test_the_ending_names_a_kind(name: str, kind: FileKind | None) -> None:
    assert named_kind_of(name) is kind


def test_a_folder_and_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(UnusableInput) as caught:
            identify_file(path)
        assert caught.value.code == "file.cannot_open"


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_to_which_nobody_writes_is_refused_at_once(tmp_path: Path):
    os.mkfifo(tmp_path / "a.pdf")
    with pytest.raises(UnusableInput) as caught:
        identify_file(tmp_path / "a.pdf")
    assert caught.value.code == "file.cannot_open"
