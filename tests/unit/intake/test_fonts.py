"""The fonts that Word files ask for, and those that stand in a PDF made from them."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.run import Run
from reportlab.pdfgen.canvas import Canvas

from app.intake.docx_fonts import fonts_of
from app.intake.font_names import family_of, is_same_family, substitutions, takes_same_room
from app.intake.pdf_fonts import read_making
from tests.unit.intake.papers import Writer


def asked(document: docx.document.Document) -> tuple[str, ...]:
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return fonts_of(package)


def named(run: Run, latin: str, east_asian: str | None = None) -> None:
    run.font.name = latin
    if east_asian is not None:
        run._element.rPr.rFonts.set(qn("w:eastAsia"), east_asian)


def test_only_the_fonts_of_characters_that_are_written_count() -> None:
    document = docx.Document()
    named(document.add_paragraph().add_run("在职证明"), "Arial", "仿宋")
    assert asked(document) == ("仿宋",)
    named(document.add_paragraph().add_run("ANNA"), "Georgia", "楷体")
    assert asked(document) == ("Georgia", "仿宋")
    named(document.add_paragraph().add_run("   "), "Verdana")
    assert asked(document) == ("Georgia", "仿宋")


def test_a_style_names_the_font_where_the_run_does_not() -> None:
    document = docx.Document()
    base = document.styles.add_style("Base", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    base.font.name = "Verdana"
    own = document.styles.add_style("Own", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = base
    document.add_paragraph("ANNA", style="Own")
    assert asked(document) == ("Verdana",)
    character = document.styles.add_style("Mark", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    character.font.name = "Tahoma"
    document.paragraphs[0].runs[0].style = character
    assert asked(document) == ("Tahoma",)


def test_the_theme_names_the_font_where_no_style_does() -> None:
    # The template of python-docx sets body text in the minor font of its theme.
    document = docx.Document()
    document.add_paragraph("ANNA")
    assert asked(document) == ("Cambria",)


def test_headers_count_as_well() -> None:
    document = docx.Document()
    paragraph = document.sections[0].header.paragraphs[0]
    named(paragraph.add_run("ANNA"), "Georgia")
    assert asked(document) == ("Georgia",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宋体", "ABCDEF+SimSun"),
        ("NSimSun", "SimSun,Bold"),
        ("仿宋", "FangSong-Regular"),
        ("仿宋_GB2312", "FangSong_GB2312"),
        ("楷体", "KaiTi"),
        ("黑体", "SimHei"),
        ("微软雅黑", "MicrosoftYaHei-Bold"),
        ("等线 Light", "DengXian"),
        ("Times New Roman", "TimesNewRomanPS-BoldItalicMT"),
        ("Times New Roman", "BAAAAA+TimesNewRomanPSMT"),
        ("Arial", "ArialMT"),
        ("Arial", "Arial-BoldMT"),
        ("Noto Sans SC", "NotoSansCJKsc-Regular"),
        ("@宋体", "SimSun"),
        ("Cambria", "Cambria-Bold"),
    ],
)
def test_one_family_has_many_names(one: str, other: str) -> None:
    assert is_same_family(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("宋体", "SimHei"),
        ("仿宋", "KaiTi"),
        ("Arial", "Arial Narrow"),
        ("Cambria", "DejaVuSerif"),
        ("", "Arial"),
    ],
)
def test_other_families_are_told_apart(one: str, other: str) -> None:
    assert not is_same_family(one, other)
    assert not takes_same_room(one, other)


@pytest.mark.parametrize(
    ("asked_for", "used"),
    [
        ("Times New Roman", "LiberationSerif-Bold"),
        ("Arial", "LiberationSans"),
        ("Courier New", "LiberationMono-Italic"),
        ("Calibri", "Carlito"),
        ("Cambria", "Caladea-Regular"),
        ("Times New Roman", "NimbusRoman-Regular"),
    ],
)
def test_fonts_made_to_take_the_same_room_are_no_substitution(asked_for: str, used: str) -> None:
    assert takes_same_room(asked_for, used)
    assert substitutions((asked_for,), (used,)) == ()


def test_a_font_that_was_not_there_is_paired_with_what_came_instead() -> None:
    used = ("ArialMT", "DejaVuSerif", "WenQuanYiZenHei")
    assert substitutions(("Arial", "Cambria", "仿宋"), used) == (
        ("Cambria", "DejaVuSerif"),
        ("仿宋", "WenQuanYiZenHei"),
    )
    assert substitutions(("仿宋",), ()) == (("仿宋", "—"),)


def test_a_name_of_nothing_but_styles_stays_a_name() -> None:
    assert family_of("Black") == "black"
    assert family_of("Regular-Bold")


def test_the_fonts_of_a_pdf_are_named_with_those_in_its_forms(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), initialFontName="Courier")
    canvas.setProducer("Layouter® 7.4")
    canvas.beginForm("form")
    canvas.setFont("Times-Bold", 12)
    canvas.drawString(10, 10, "within")
    canvas.endForm()
    canvas.doForm("form")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(10, 50, "on the page")
    canvas.save()
    producer, fonts = read_making(path)
    assert producer == "Layouter 7.4"
    assert {"Helvetica", "Times-Bold"} <= set(fonts)


def test_a_file_that_is_no_pdf_names_nothing(write: Writer) -> None:
    assert read_making(write("a.pdf", b"%PDF-1.7\nnothing")) == ("", ())
