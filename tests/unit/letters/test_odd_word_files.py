"""Word files as other programs write them, or as nobody should, are drawn as Word shows them, or told."""

import io
import time
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from PIL import Image

from app.domain.words import Language
from app.letters.flow import ParagraphFlow, Run, TableFlow, read_flow
from app.letters.limits import MAX_PAGES, TooLong
from app.letters.pages import lay_out
from app.letters.pdf import draw_letter
from app.letters.screen import screen_template
from tests.unit.letters.word_files import picture, saved

_NAMES = (
    nsdecls("w", "wp", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_BREATH_S = 10.0


def of_xml(*blocks: str) -> Any:
    """Return a document of blocks that are written as XML, before its section."""
    document = docx.Document()
    body = document.element.body
    for block in list(parse_xml(f"<w:body {_NAMES}>{''.join(blocks)}</w:body>")):
        body.insert(len(body) - 1, block)
    return document


def words_of(document: Any) -> list[str]:
    """Return what a PDF shows, line by line."""
    drawn = draw_letter(document, "题", language=Language.ZH)
    pages = pypdf.PdfReader(io.BytesIO(drawn.data)).pages
    return " ".join(page.extract_text() for page in pages).split()


def left_out(document: Any) -> tuple[str, ...]:
    return draw_letter(document, "题", language=Language.ZH).left_out


def paragraph(words: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{words}</w:t></w:r></w:p>"


def only(document: Any) -> ParagraphFlow:
    (block,) = read_flow(document).body
    assert isinstance(block, ParagraphFlow)
    return block


@pytest.mark.parametrize(
    ("written", "shown"),
    [("start", "left"), ("end", "right"), ("both", "even"), ("numTab", "left"), ("nowhere", "left")],
)
def test_every_way_to_write_an_alignment_is_drawn(written: str, shown: str) -> None:
    assert only(of_xml(paragraph("甲", f'<w:jc w:val="{written}"/>'))).align == shown


@pytest.mark.parametrize(
    ("written", "points"),
    [("12.5", 0.625), ("240", 12.0), ("12pt", 12.0), ("1in", 72.0), ("-5", 0.0), ("inf", 0.0), ("x", 0.0)],
)
def test_a_measure_that_cannot_be_read_is_taken_as_not_given(written: str, points: float) -> None:
    block = only(of_xml(paragraph("甲", f'<w:spacing w:before="{written}"/>')))
    assert block.before == pytest.approx(points)


@pytest.mark.parametrize(("written", "size"), [("30", 15.0), ("15pt", 15.0), ("nan", 12.0), ("99999", 12.0)])
def test_letters_have_a_size_that_can_be_drawn(written: str, size: float) -> None:
    document = of_xml(paragraph("甲", run=f'<w:sz w:val="{written}"/>'))
    (run,) = only(document).lines[0]
    assert isinstance(run, Run)
    assert run.size == size


def test_indents_that_are_written_from_the_start_and_end_are_kept() -> None:
    block = only(of_xml(paragraph("甲", '<w:ind w:start="400" w:end="200" w:hanging="100"/>')))
    assert (block.left, block.right, block.first_indent) == (20.0, 10.0, -5.0)


def test_a_document_without_section_is_drawn_on_a4() -> None:
    document = of_xml(paragraph("甲"))
    document.element.body.remove(document.element.body.sectPr)
    assert words_of(document) == ["甲"]
    assert read_flow(document).sheet.width == pytest.approx(595.28)


def test_pages_that_leave_no_room_for_words_become_a4() -> None:
    document = of_xml(paragraph("甲"))
    document.sections[0].page_width = Pt(60)
    assert words_of(document) == ["甲"]


def test_a_table_without_properties_or_widths_shows_all_its_cells() -> None:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>" for words in ("one", "two", "three")
    )
    assert words_of(of_xml(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")) == ["one", "two", "three"]


def test_rows_and_cells_within_content_controls_are_shown() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = "<w:tr>" + cell.format("a") + control.format(cell.format("b")) + "</w:tr>"
    rows += control.format("<w:tr>" + cell.format("c") + cell.format("d") + "</w:tr>")
    assert words_of(of_xml(f"<w:tbl>{rows}</w:tbl>")) == ["a", "b", "c", "d"]


def test_styles_that_are_based_on_each_other_in_a_circle_are_drawn() -> None:
    document = of_xml(paragraph("甲", '<w:pStyle w:val="One"/>'))
    for name, base in (("One", "Two"), ("Two", "One")):
        document.styles.element.append(
            parse_xml(
                f'<w:style {_NAMES} w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="{base}"/><w:rPr><w:b/></w:rPr></w:style>'
            )
        )
    (run,) = only(document).lines[0]
    assert isinstance(run, Run)
    assert run.heavy


def test_hidden_words_stay_hidden_and_capitals_are_drawn_as_capitals() -> None:
    document = of_xml(
        paragraph("hidden", run="<w:vanish/>"),
        paragraph("shown", run='<w:vanish w:val="0"/>'),
        paragraph("straße", run="<w:caps/>"),
    )
    assert words_of(document) == ["shown", "STRASSE"]


def test_numbers_that_a_style_gives_are_told() -> None:
    document = docx.Document()
    document.add_paragraph("one", style="List Number")
    assert left_out(document) == ("numbering",)
    assert words_of(document) == ["one"]


@pytest.mark.parametrize(
    ("inside", "told", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "symbol", []),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "note", []),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "formula", []),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>yong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>永</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>",
            "ruby",
            ["永"],
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(inside: str, told: str, shown: list[str]) -> None:
    document = of_xml(f"<w:p>{inside}</w:p>")
    assert (left_out(document), words_of(document)) == ((told,), shown)


def test_of_two_ways_in_which_something_is_written_one_is_drawn() -> None:
    both = "<mc:AlternateContent><mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
    both += "</mc:AlternateContent>"
    inline = both.format("<w:r><w:t>a</w:t></w:r>", "<w:r><w:t>older</w:t></w:r>")
    block = both.format(paragraph("b"), paragraph("older"))
    assert words_of(of_xml(f"<w:p>{inline}</w:p>", block)) == ["a", "b"]


def test_the_first_page_and_even_pages_have_the_headers_that_are_theirs() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    heads = (section.first_page_header, section.even_page_header, section.header)
    for head, words in zip(heads, ("FIRST", "EVEN", "REST"), strict=True):
        head.paragraphs[0].text = words
    for number in range(120):
        document.add_paragraph(str(number))
    drawn = draw_letter(document, "题", language=Language.ZH)
    pages = pypdf.PdfReader(io.BytesIO(drawn.data)).pages
    assert drawn.pages >= 3
    heads_shown = [{"FIRST", "EVEN", "REST"} & set(page.extract_text().split()) for page in pages]
    assert heads_shown[:3] == [{"FIRST"}, {"EVEN"}, {"REST"}]


def test_later_sections_are_told() -> None:
    document = docx.Document()
    document.add_paragraph("甲")
    document.add_section()
    document.add_paragraph("乙")
    assert left_out(document) == ("sections",)
    assert words_of(document) == ["甲", "乙"]


@pytest.mark.parametrize("extent", ["", '<wp:extent cx="1.5e3" cy="x"/>'])
def test_a_picture_without_measures_is_told(extent: str) -> None:
    document = docx.Document()
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture()))
    inline = next(document.element.body.iter(qn("wp:inline")))
    inline.remove(inline.extent)
    if extent:
        inline.insert(0, parse_xml(extent.replace("/>", f" {_NAMES}/>")))
    assert left_out(document) == ("picture",)


def test_a_picture_that_comes_again_is_in_the_file_once() -> None:
    document = docx.Document()
    buffer = io.BytesIO()
    Image.effect_noise((1500, 1500), 80).save(buffer, "PNG")
    run = document.add_paragraph().add_run()
    run.add_picture(buffer, width=Pt(40))
    once = draw_letter(document, "题", language=Language.ZH)
    for _ in range(60):
        document.add_paragraph().add_run().add_picture(buffer, width=Pt(40))
    begun = time.process_time()
    often = draw_letter(document, "题", language=Language.ZH)
    assert time.process_time() - begun < _BREATH_S
    assert len(often.data) < len(once.data) * 1.2
    assert often.left_out == ()


def test_pictures_that_take_too_much_memory_together_are_told() -> None:
    document = docx.Document()
    for shade in range(3):
        buffer = io.BytesIO()
        Image.new("L", (5500, 5500), shade).save(buffer, "PNG")
        document.add_paragraph().add_run().add_picture(buffer, width=Pt(40))
    assert left_out(document) == ("picture",)


def test_more_pages_than_any_letter_has_are_refused() -> None:
    document = docx.Document()
    document.add_paragraph("甲").paragraph_format.space_after = Pt(700)
    body = document.element.body
    for _ in range(MAX_PAGES + 1):
        body.insert(0, parse_xml(body[0].xml))
    with pytest.raises(TooLong):
        lay_out(read_flow(document))


def test_more_words_than_any_letter_has_are_refused_when_the_template_is_added() -> None:
    document = docx.Document()
    document.add_paragraph("{% for row in years %}" + "ab " * 110_000 + "{% endfor %}")
    assert [fault.code for fault in screen_template(saved(document)).faults] == ["template.too_large"]


def test_header_and_footer_that_leave_no_room_are_refused() -> None:
    document = docx.Document()
    for _ in range(80):
        document.sections[0].header.add_paragraph("甲")
    with pytest.raises(TooLong):
        lay_out(read_flow(document))


def test_cells_beyond_the_widths_of_a_table_have_room_for_their_words() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>word</w:t></w:r></w:p></w:tc>'
    document = of_xml(f'<w:tbl><w:tblGrid><w:gridCol w:w="0"/></w:tblGrid><w:tr>{cell * 3}</w:tr></w:tbl>')
    (table,) = read_flow(document).body
    assert isinstance(table, TableFlow)
    assert len(table.widths) == 6
    assert words_of(document) == ["word"] * 3
