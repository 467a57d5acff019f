"""Pages come as a viewer shows them, whatever the file holds."""

import io

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from app.domain.files import FileKind
from app.intake.examine import examine_file
from app.intake.pictures import NotDrawn, drawing, picture_of


def _saved(tmp_path, image, name, **options):
    path = tmp_path / name
    image.save(path, **options)
    facts = examine_file(path, name)
    return path, facts


def _first(path, facts):
    return picture_of(path, facts.kind, facts.pages[0])


def _corner_marked(mode="RGB", size=(400, 300)):
    """Make a white picture whose top left is dark."""
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (100, 80), "black"), (0, 0))
    return image


def _is_dark(picture, rows, columns):
    return picture[rows, columns].mean() < 60


def test_a_photo_is_turned_as_its_tag_asks(tmp_path):
    image = _corner_marked()
    exif = Image.Exif()
    exif[0x0112] = 6
    path, facts = _saved(tmp_path, image, "a.jpg", exif=exif, quality=95)
    picture = _first(path, facts)
    assert picture.shape == (400, 300, 3)
    assert _is_dark(picture, slice(10, 60), slice(230, 290))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_kind_of_pixel_becomes_three_channels(tmp_path, mode):
    image = _corner_marked().convert(mode)
    name = "a.tif"
    path, facts = _saved(tmp_path, image, name)
    picture = _first(path, facts)
    assert picture.shape == (300, 400, 3)
    assert picture.dtype == np.uint8
    assert _is_dark(picture, slice(10, 60), slice(10, 80))
    assert picture[200:, 200:].min() > 240


def test_what_is_transparent_is_white(tmp_path):
    path, facts = _saved(tmp_path, Image.new("RGBA", (200, 200), (0, 0, 0, 0)), "a.png")
    assert _first(path, facts).min() == 255


def test_sixteen_bits_use_their_whole_range(tmp_path):
    levels = np.full((100, 100), 60000, np.uint16)
    levels[:20, :20] = 1000
    path, facts = _saved(tmp_path, Image.fromarray(levels), "a.png")
    picture = _first(path, facts)
    assert picture[50, 50, 0] == 255
    assert picture[5, 5, 0] < 10


def test_a_later_frame_of_a_tiff_is_a_later_page(tmp_path):
    first, second = Image.new("L", (80, 80), 255), Image.new("L", (80, 80), 10)
    path, facts = _saved(tmp_path, first, "a.tif", save_all=True, append_images=[second])
    assert picture_of(path, facts.kind, facts.pages[1]).max() < 20


def test_a_huge_page_is_drawn_coarser(tmp_path):
    path = tmp_path / "a.pdf"
    stream = io.BytesIO()
    pdf = canvas.Canvas(stream, pagesize=(14000, 14000))
    pdf.drawString(100, 100, "x")
    pdf.save()
    path.write_bytes(stream.getvalue())
    assert max(_first(path, examine_file(path, "a.pdf")).shape) <= 2801


def test_what_cannot_be_drawn_is_told_as_such(tmp_path):
    path, facts = _saved(tmp_path, _corner_marked(), "a.png")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(NotDrawn):
        _first(path, facts)


def test_want_of_memory_is_not_laid_to_the_file():
    with pytest.raises(MemoryError), drawing():
        raise MemoryError


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "P", "RGBA"])
def test_a_large_picture_is_shrunk_and_still_turned(tmp_path, mode):
    image = _corner_marked(size=(4200, 3000)).convert(mode)
    exif = Image.Exif()
    exif[0x0112] = 6
    name = "a.jpg" if mode == "CMYK" else "a.png"
    path, facts = _saved(tmp_path, image, name, exif=exif)
    picture = _first(path, facts)
    assert picture.shape == (2800, 2000, 3)
    assert _is_dark(picture, slice(5, 50), slice(1950, 1995))
    assert picture[1000:, :1000].min() > 240


def test_the_kind_decides_and_not_the_name(tmp_path):
    path, facts = _saved(tmp_path, _corner_marked(), "a.png", format="JPEG")
    assert facts.kind is FileKind.JPEG
    assert _first(path, facts).shape == (300, 400, 3)
