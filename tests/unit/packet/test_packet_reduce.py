"""Scans are drawn anew with fewer pixels; drawings, sharp words and colours stay what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.packet.reduce import reduce_scans

WIDE, HIGH = 595, 842


def scan(dpi: int, *, seal: bool = False) -> Image.Image:
    """Return a grey page with lines of marks, with a small red seal where wanted."""
    picture = Image.new("RGB", (round(WIDE * dpi / 72), round(HIGH * dpi / 72)), (250, 250, 248))
    draw = ImageDraw.Draw(picture)
    for row in range(dpi // 2, picture.height, dpi // 4):
        draw.line((dpi, row, picture.width - dpi, row), fill=(30, 30, 30), width=max(1, dpi // 60))
    if seal:
        side = dpi // 2
        draw.ellipse((dpi, dpi, dpi + side, dpi + side), outline=(200, 30, 30), width=dpi // 40)
    return picture


def pdf_of(path: Path, *pictures: Image.Image, words: str = "", invisible: bool = False) -> Path:
    canvas = Canvas(str(path), pagesize=(WIDE, HIGH), invariant=True)
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, WIDE, HIGH)
        if words:
            line = canvas.beginText(72, 720)
            line.setTextRenderMode(3 if invisible else 0)
            line.textOut(words)
            canvas.drawText(line)
        canvas.showPage()
    canvas.save()
    return path


def test_a_scan_gets_the_asked_resolution_and_states_it(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", scan(300))
    [(index, had, now, name)] = reduce_scans(path, (0,), 150, 75, tmp_path)
    assert (index, had, now) == (0, 300, 150)
    with Image.open(tmp_path / name) as picture:
        assert picture.size == pytest.approx((1240, 1754), abs=2)
        assert tuple(map(round, picture.info["dpi"])) == (150, 150)


def test_a_scan_never_gets_more_pixels_than_it_has(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", scan(120))
    [(_, had, now, name)] = reduce_scans(path, (0,), 200, 80, tmp_path)
    assert (had, now) == (120, 120)
    with Image.open(tmp_path / name) as picture:
        assert picture.size == pytest.approx((992, 1403), abs=2)


@pytest.mark.parametrize(("seal", "mode"), [(False, "L"), (True, "RGB")])
def test_grey_stays_grey_and_a_small_seal_keeps_its_colour(tmp_path: Path, seal: bool, mode: str) -> None:
    path = pdf_of(tmp_path / "a.pdf", scan(200, seal=seal))
    [(*_, name)] = reduce_scans(path, (0,), 150, 75, tmp_path)
    with Image.open(tmp_path / name) as picture:
        assert picture.mode == mode
        if seal:
            red, green, _ = picture.convert("RGB").split()
            _, most = ImageChops.subtract(red, green).getextrema()
            assert isinstance(most, int)
            assert most > 100


def test_words_that_can_be_seen_are_never_made_a_picture(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", scan(200), words="typed on the scan")
    assert reduce_scans(path, (0,), 150, 75, tmp_path) == ()


def test_invisible_words_of_a_text_recognition_make_no_difference(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", scan(200), words="recognised", invisible=True)
    assert len(reduce_scans(path, (0,), 150, 75, tmp_path)) == 1


def test_a_drawing_is_left_alone(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(WIDE, HIGH))
    canvas.line(72, 72, 500, 700)
    canvas.showPage()
    canvas.save()
    assert reduce_scans(tmp_path / "a.pdf", (0,), 150, 75, tmp_path) == ()


def test_only_the_named_pages_are_drawn(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", *[scan(200)] * 3)
    assert [index for index, *_ in reduce_scans(path, (0, 2), 150, 75, tmp_path)] == [0, 2]


def test_a_page_that_would_be_enormous_is_left_alone(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(14_000, 14_000))
    canvas.drawImage(ImageReader(Image.effect_noise((400, 400), 50)), 0, 0, 100, 100)
    canvas.showPage()
    canvas.save()
    assert reduce_scans(tmp_path / "a.pdf", (0,), 150, 75, tmp_path) == ()
