"""An upload file holds the person's pages as they are: their size, their bytes, nothing of ours on them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import SourceFile
from app.packet.layout import Box
from app.packet.upload import upload_pages, write_upload
from app.packet.values import Name, Stream
from tests.unit.packet.support import (
    corner_colors,
    corner_picture,
    corners_content,
    pdf_file,
    picture_bytes,
    picture_file,
    rendered,
    text_by_pdfium,
    write_pdf,
)

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


def written(folder: Path, *files: SourceFile) -> Path:
    target = folder / "paper.pdf"
    write_upload([page for file in files for page in upload_pages(file)], "paper", target)
    return target


def sizes(path: Path) -> list[tuple[float, float]]:
    boxes = [page.mediabox for page in pypdf.PdfReader(path).pages]
    return [(round(float(box.width), 2), round(float(box.height), 2)) for box in boxes]


def sheet(path: Path, box: tuple[float, float, float, float], **entries: object) -> SourceFile:
    page = {"MediaBox": list(box), "Contents": corners_content(box), **entries}
    return pdf_file(write_pdf(path, [page]))  # type: ignore[list-item]


def test_pages_of_a_pdf_keep_their_size_and_their_turn(tmp_path: Path) -> None:
    files = (
        sheet(tmp_path / "a3.pdf", (0, 0, 842, 1191)),
        sheet(tmp_path / "letter.pdf", (10, 20, 622, 812)),
        sheet(tmp_path / "turned.pdf", (0, 0, 300, 400), Rotate=90),
    )
    target = written(tmp_path, *files)
    assert sizes(target) == [(842, 1191), (612, 792), (400, 300)]
    expected = [(RED, GREEN, BLUE, YELLOW)] * 2 + [(YELLOW, RED, GREEN, BLUE)]
    for number, ((width, height), corners) in enumerate(zip(sizes(target), expected, strict=True), start=1):
        assert corner_colors(rendered(target, number), Box(0, 0, width, height)) == corners


def test_a_jpeg_passes_through_byte_for_byte_without_what_it_says_of_its_maker(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera maker"
    data = picture_bytes(corner_picture(), "JPEG", exif=exif, quality=90, dpi=(160, 160))
    target = written(tmp_path, picture_file(tmp_path / "a.jpg", data, FileKind.JPEG, dpi=160.0))
    assert b"Camera maker" in data
    scan = data[data.index(b"\xff\xda") :]
    assert scan in target.read_bytes()
    assert b"Camera maker" not in target.read_bytes()


@pytest.mark.parametrize(
    ("pixels", "points", "dpi", "expected"),
    [
        ((1240, 1754), (595.2, 841.92), 150.0, (595.2, 841.92)),
        ((300, 200), (300, 200), None, (144, 96)),
        ((4000, 3000), (4000, 3000), 72.0, (793.7, 595.28)),
        ((4000, 3000), (4000, 3000), None, (793.7, 595.28)),
        ((1728, 1100), (609.88, 808.16), 204.0, (609.88, 808.16)),
    ],
)
def test_a_picture_has_a_page_of_its_own_shape(
    tmp_path: Path,
    pixels: tuple[int, int],
    points: tuple[float, float],
    dpi: float | None,
    expected: tuple[float, float],
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(picture_bytes(corner_picture(*pixels), "PNG"))
    data = path.read_bytes()
    facts = PageFacts(1, *points, dpi=dpi)
    digest = hashlib.sha256(data).hexdigest()
    file = SourceFile("a.png", str(path), FileKind.PNG, digest, len(data), (facts,), (0,))
    target = written(tmp_path, file)
    assert sizes(target) == [expected]
    # It fills the page to its edges.
    page = rendered(target, 1)
    assert page.getpixel((1, 1)) == RED
    assert page.getpixel((page.width - 2, page.height - 2)) == BLUE


def test_pages_stand_in_the_order_that_was_chosen_and_with_their_words(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), invariant=True)
    for number in range(1, 4):
        canvas.drawString(72, 720, f"page {number}")
        canvas.showPage()
    canvas.save()
    file = replace(pdf_file(tmp_path / "a.pdf"), selected=(2, 0))
    target = written(tmp_path, file)
    assert [text_by_pdfium(target, number).strip() for number in (1, 2)] == ["page 3", "page 1"]


def test_annotations_become_part_of_the_page_and_nothing_acts(tmp_path: Path) -> None:
    appearance = Stream(
        {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [0, 0, 10, 10]},
        b"0 1 0 rg 0 0 10 10 re f",
    )
    note = {
        "Type": Name("Annot"),
        "Subtype": Name("Stamp"),
        "Rect": [100, 100, 200, 200],
        "AP": {"N": appearance},
    }
    link = {
        "Type": Name("Annot"),
        "Subtype": Name("Link"),
        "Rect": [0, 0, 50, 50],
        "A": {"S": Name("URI"), "URI": b"https://example.org"},
    }
    path = write_pdf(tmp_path / "a.pdf", [{"MediaBox": [0, 0, 300, 400], "Annots": [note, link]}])
    target = written(tmp_path, pdf_file(path))
    assert rendered(target, 1).getpixel((150, 250)) == GREEN
    assert "/Annots" not in pypdf.PdfReader(target).pages[0]
    assert b"URI" not in target.read_bytes()


def test_the_same_pages_give_the_same_bytes_and_the_digest_is_theirs(tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.pdf", (0, 0, 300, 400))
    results = []
    for name in ("one.pdf", "two.pdf"):
        done = write_upload(upload_pages(file), "paper", tmp_path / name)
        data = (tmp_path / name).read_bytes()
        assert done.sha256 == hashlib.sha256(data).hexdigest()
        assert done.size_bytes == len(data)
        results.append(data)
    assert results[0] == results[1]


def test_the_bytes_of_each_page_are_counted(tmp_path: Path) -> None:
    noise = Image.effect_noise((400, 400), 90)
    heavy = picture_file(tmp_path / "a.jpg", picture_bytes(noise, "JPEG", quality=95), FileKind.JPEG)
    light = sheet(tmp_path / "a.pdf", (0, 0, 300, 400))
    pages = [*upload_pages(light), *upload_pages(heavy)]
    done = write_upload(pages, "paper", tmp_path / "paper.pdf")
    assert len(done.page_bytes) == 2
    assert done.page_bytes[0] < 2_000 < heavy.size_bytes < done.page_bytes[1]


def test_a_file_without_a_usable_page_gives_none(tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.pdf", (0, 0, 300, 400))
    assert not list(upload_pages(replace(file, problem="unreadable")))
    bad = replace(file.pages[0], problem="unreadable")
    assert not list(upload_pages(replace(file, pages=(bad,))))


def test_a_source_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.pdf", (0, 0, 300, 400))
    Path(file.path).write_bytes(Path(file.path).read_bytes() + b"\n")
    with pytest.raises(UnusableInput) as raised:
        written(tmp_path, file)
    assert raised.value.code == "packet.source_changed"


def test_what_is_written_opens_without_a_remark(tmp_path: Path) -> None:
    target = written(tmp_path, sheet(tmp_path / "a.pdf", (0, 0, 300, 400)))
    reader = pypdf.PdfReader(io.BytesIO(target.read_bytes()), strict=True)
    assert reader.metadata is not None
    assert reader.metadata.title == "paper"
    assert len(reader.pages) == 1
