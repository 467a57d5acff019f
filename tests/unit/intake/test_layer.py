"""The writing of a PDF page by its text layer."""

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.intake.layer import read_layer

_WORDS = "Line number {} of this page"


def _page(draw, rotation=0):
    stream = io.BytesIO()
    pdf = canvas.Canvas(stream, pagesize=(595, 842))
    draw(pdf)
    if rotation:
        pdf.setPageRotation(rotation)
    pdf.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    return document, document[0]


def _lines(turned=0):
    def draw(pdf):
        pdf.translate(297, 421)
        pdf.rotate(turned)
        for number in range(5):
            pdf.drawString(-150, 100 - 30 * number, _WORDS.format(number))

    return draw


@pytest.mark.parametrize(
    ("turned", "rotation", "turn"),
    [(0, 0, 0), (90, 0, 90), (180, 0, 180), (270, 0, 270), (0, 90, 270), (90, 90, 0), (180, 90, 90)],
)
def test_the_turn_that_sets_writing_upright_is_told(turned, rotation, turn):
    _document, page = _page(_lines(turned), rotation)
    layer = read_layer(page, is_picture=False)
    assert layer is not None
    assert layer.turn == turn
    assert {line.text for line in layer.lines} == {_WORDS.format(number) for number in range(5)}


def test_what_the_crop_box_cuts_off_is_not_read():
    def draw(pdf):
        pdf.setCropBox((0, 600, 595, 842))
        for number in range(10):
            pdf.drawString(60, 800 - 60 * number, _WORDS.format(number))

    _document, page = _page(draw)
    layer = read_layer(page, is_picture=False)
    assert layer is not None
    assert [line.text for line in layer.lines] == [_WORDS.format(number) for number in range(4)]


def test_cells_of_a_row_are_lines_of_their_own():
    def draw(pdf):
        for number in range(6):
            pdf.drawString(60, 700 - 30 * number, f"Month {number}")
            pdf.drawString(300, 700 - 30 * number, f"{number},000.00")

    _document, page = _page(draw)
    layer = read_layer(page, is_picture=False)
    assert layer is not None
    assert [line.text for line in layer.lines][:2] == ["Month 0", "0,000.00"]
    assert layer.lines[1].box.left == pytest.approx(300 / 595, abs=0.005)


def test_letters_along_a_ring_are_left_out():
    def draw(pdf):
        _lines()(pdf)
        for angle in range(20, 340, 40):
            pdf.saveState()
            pdf.rotate(angle)
            pdf.drawString(0, 60, "X")
            pdf.restoreState()

    _document, page = _page(draw)
    layer = read_layer(page, is_picture=False)
    assert layer is not None
    assert all("X" not in line.text for line in layer.lines)


def test_the_layer_over_a_scan_is_not_trusted():
    _document, page = _page(_lines())
    assert read_layer(page, is_picture=True) is None


def test_a_page_that_is_mostly_a_picture_is_looked_at():
    def draw(pdf):
        picture = ImageReader(Image.new("RGB", (60, 80), "grey"))
        pdf.drawImage(picture, 40, 200, 500, 600)
        pdf.drawString(60, 100, "A caption that is long enough to count")

    _document, page = _page(draw)
    assert read_layer(page, is_picture=False) is None


def test_a_page_with_hardly_any_letters_is_looked_at():
    _document, page = _page(lambda pdf: pdf.drawString(60, 100, "Scanned by"))
    assert read_layer(page, is_picture=False) is None
