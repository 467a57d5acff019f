"""One file read from its first byte to its facts, whatever kind of file it is."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from app.domain.reading import FactName, TextSource
from app.env.paths import font_file
from app.intake import read
from app.intake.examine import examine_file
from app.intake.read import read_file
from tests.support.scans import draw_page, save_jpeg, slanted, turned

_TODAY = date(2026, 11, 22)
_LETTER = (
    "在职证明",
    "姓名\tGALLAGHER DEAN",
    "护照号码\tRB7461935",
    "出生日期\t1977年5月5日",
    "现任职务\t高级工程师",
    "到职时间\t2019年4月1日",
    "兹证明上述人员自到职之日起一直在本公司全职工作。",
    "上海某某新材料有限公司",
    "2026年11月11日",
)


def _read(path: Path):
    return read_file(path, examine_file(path, path.name), _TODAY)


def _values(page):
    return {fact.name: fact.value for fact in page.facts}


def _pdf(lines, pages=1) -> bytes:
    pdfmetrics.registerFont(TTFont("sc", str(font_file())))
    stream = io.BytesIO()
    pdf = canvas.Canvas(stream, pagesize=(595, 842))
    for _ in range(pages):
        pdf.setFont("sc", 12)
        for row, line in enumerate(lines):
            for column, text in enumerate(line.split("\t")):
                pdf.drawString(60 + 160 * column, 760 - 26 * row, text)
        pdf.showPage()
    pdf.save()
    return stream.getvalue()


def _is_the_letter(page):
    values = _values(page)
    assert page.kind is not None
    assert (page.kind.kind, page.kind.sure) == ("employment-proof", True)
    assert values[FactName.NAME] == "GALLAGHER DEAN"
    assert values[FactName.BIRTH_DATE] == date(1977, 5, 5)
    assert values[FactName.EMPLOYED_SINCE] == date(2019, 4, 1)
    assert values[FactName.ISSUED_ON] == date(2026, 11, 11)
    return True


def test_a_text_layer_is_read_as_it_stands(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_LETTER))
    (page,) = _read(path).pages
    assert page.source is TextSource.LAYER
    assert _is_the_letter(page)
    assert all(fact.confidence > 0.8 for fact in page.facts)


def test_a_word_document_is_read_without_places(tmp_path):
    document = docx.Document()
    for line in _LETTER:
        document.add_paragraph(line.replace("\t", "："))
    document.save(str(tmp_path / "a.docx"))
    (page,) = _read(tmp_path / "a.docx").pages
    assert _is_the_letter(page)
    assert {(fact.box.right, fact.box.bottom) for fact in page.facts} == {(0.0, 0.0)}


@pytest.mark.parametrize("degrees", [0, 90])
def test_a_scan_is_read_and_its_facts_stand_where_they_are_shown(tmp_path, degrees):
    save_jpeg(turned(slanted(draw_page(_LETTER), 2.0), degrees), tmp_path / "a.jpg")
    (page,) = _read(tmp_path / "a.jpg").pages
    assert page.source is TextSource.RECOGNISED
    assert page.turn == (360 - degrees) % 360
    assert page.tilt == pytest.approx(2.0, abs=0.4)
    assert _is_the_letter(page)
    born = next(fact for fact in page.facts if fact.name is FactName.BIRTH_DATE)
    middle = ((born.box.left + born.box.right) / 2, (born.box.top + born.box.bottom) / 2)
    # It stands in the upper half, left of the middle; after a turn to the right, in the right half.
    expected = (0.42, 0.15) if degrees == 0 else (1 - 0.15, 0.42)
    assert middle == pytest.approx(expected, abs=0.06)


def test_a_blank_page_has_no_kind_and_no_facts(tmp_path):
    save_jpeg(draw_page([]), tmp_path / "a.jpg")
    (page,) = _read(tmp_path / "a.jpg").pages
    assert (page.source, page.kinds, page.facts) == (TextSource.NONE, (), ())
    assert page.quality is not None
    assert page.quality.ink < 0.001


def test_a_file_that_cannot_be_used_has_no_pages_and_no_trouble(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nothing else")
    reading = _read(path)
    assert (reading.pages, reading.trouble) == ((), None)


def test_what_changed_since_it_was_examined_is_told_as_trouble(tmp_path):
    path = tmp_path / "a.jpg"
    save_jpeg(draw_page(_LETTER), path)
    facts = examine_file(path, path.name)
    path.write_bytes(path.read_bytes()[:500])
    assert read_file(path, facts, _TODAY).trouble == "unreadable"


def test_a_page_that_cannot_be_drawn_does_not_cost_the_others(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_LETTER, pages=3))
    drawn = read.render

    calls = []

    def refuse_the_second(page, dpi):
        calls.append(dpi)
        if len(calls) == 2:
            raise ValueError
        return drawn(page, dpi)

    monkeypatch.setattr(read, "render", refuse_the_second)
    reading = _read(path)
    assert [page.number for page in reading.pages] == [1, 3]
    assert reading.trouble == "unreadable"


def test_a_damaged_file_is_read_as_it_was_rebuilt(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_LETTER)[:-120])
    assert examine_file(path, path.name).repair is not None
    reading = _read(path)
    assert reading.trouble is None
    _is_the_letter(reading.pages[0])


@pytest.mark.parametrize("fault", [KeyError, ValueError, TypeError])
def test_a_fault_of_our_own_is_not_laid_to_the_file(tmp_path, monkeypatch, fault):
    def stumble(*_arguments, **_options):
        raise fault

    save_jpeg(draw_page(_LETTER), tmp_path / "a.jpg")
    monkeypatch.setattr(read, "recognise", stumble)
    with pytest.raises(fault):
        _read(tmp_path / "a.jpg")


def test_a_book_is_read_up_to_a_number_of_pages_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_READ_PAGES", 2)
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf(_LETTER, pages=4))
    reading = _read(path)
    assert [page.number for page in reading.pages] == [1, 2]
    assert reading.trouble == "too-many-pages"


def test_the_same_bytes_give_the_same_reading(tmp_path):
    save_jpeg(draw_page(_LETTER), tmp_path / "a.jpg")
    assert _read(tmp_path / "a.jpg") == _read(tmp_path / "a.jpg")
