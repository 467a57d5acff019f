"""How the lines of a letter come onto pages: what stays together, what is repeated, nothing is lost."""

import io
from collections.abc import Sequence

import docx
import pypdf
import pypdfium2
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from app.domain.words import Language
from app.letters.flow import read_flow
from app.letters.pages import Page, PlacedSpan, Rule, lay_out
from app.letters.pdf import draw_letter
from app.letters.styles import GRID, STYLE_NAMES, WHOLE, add_styles, prepare_page
from tests.support.names import NAMES

LINE = "此文用于占据版面，"


def sheet() -> docx.document.Document:
    document = docx.Document()
    prepare_page(document, WHOLE)
    add_styles(document, Language.ZH, WHOLE)
    return document


def add(document: docx.document.Document, words: str, style: str = "body") -> Paragraph:
    return document.add_paragraph(words, style=STYLE_NAMES[style])


def add_table(
    document: docx.document.Document, rows: Sequence[tuple[str, ...]], *, style: str = GRID
) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = style
    for number, row in enumerate(rows):
        added = table.add_row()
        if style == GRID:
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0 and style == GRID:
            added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, words in zip(added.cells, row, strict=True):
            cell.width = Pt(450 / len(row))
            cell.text = words
            cell.paragraphs[0].style = STYLE_NAMES["cell-left"]


def text_of(page: Page) -> str:
    return "".join(each.span.words for each in page.content if isinstance(each, PlacedSpan))


def texts(document: docx.document.Document) -> list[str]:
    return [text_of(page) for page in lay_out(read_flow(document))]


def lines_on(page: Page) -> int:
    return len({each.y for each in page.content if isinstance(each, PlacedSpan)})


def test_a_paragraph_leaves_two_lines_at_least_on_either_page() -> None:
    parted = 0
    for count in range(18, 30):
        document = sheet()
        for number in range(count):
            add(document, f"第{number}段")
        add(document, LINE * 20)
        pages = lay_out(read_flow(document))
        lines = [lines_on(page) - text_of(page).count("第") for page in pages]
        assert "".join(map(text_of, pages)).endswith(LINE * 20)
        assert sum(lines) == 6
        assert 1 not in lines, count
        parted += len(lines) == 2 and 0 not in lines
    assert parted >= 3


def test_a_heading_never_ends_a_page_nor_does_a_signature_stand_alone() -> None:
    for count in range(24, 36):
        document = sheet()
        for number in range(count):
            add(document, f"第{number}段")
        add(document, "一、标题", "heading")
        add(document, "内容")
        add(document, "以上属实。")
        add(document, "签名：________\n2026年11月22日", "sign")
        pages = texts(document)
        assert not any(page.endswith("一、标题") for page in pages), count
        assert all("以上属实。" in page for page in pages if "签名" in page), count
        assert all("2026年" in page for page in pages if "签名" in page), count


def test_the_head_of_a_table_stands_on_each_of_its_pages_and_no_row_is_split() -> None:
    document = sheet()
    rows = [("序号", "材料")] + [
        (f"{number}。", f"甲{number}\n乙{number}\n丙{number}") for number in range(60)
    ]
    add_table(document, rows)
    pages = texts(document)
    assert len(pages) > 2
    assert all(page.startswith("序号材料") for page in pages)
    for number in range(60):
        (page,) = (page for page in pages if f"{number}。甲{number}乙" in page)
        assert f"甲{number}乙{number}丙{number}" in page
    assert "".join(page.removeprefix("序号材料") for page in pages) == "".join(
        "".join(row).replace("\n", "") for row in rows[1:]
    )


def test_a_head_is_not_left_at_the_end_of_a_page_without_a_row() -> None:
    for count in range(26, 38):
        document = sheet()
        for number in range(count):
            add(document, f"第{number}段")
        add_table(document, [("序号", "材料"), ("1", "甲"), ("2", "乙")])
        for page in texts(document):
            assert not page.endswith("序号材料"), count


def test_a_row_higher_than_a_page_goes_on_over_pages_and_loses_nothing() -> None:
    document = sheet()
    long, short = "".join(f"第{number}句。" for number in range(900)), "短"
    add_table(document, [("题", "文"), (short, long), ("后", "行")])
    pages = lay_out(read_flow(document))
    assert len(pages) > 2
    whole = "".join(text_of(page).removeprefix("题文") for page in pages)
    assert whole == f"{short}{long}后行"
    assert text_of(pages[0]).startswith(f"题文{short}第0句")
    bottom = WHOLE.margin_mm * 72 / 25.4
    for page in pages:
        assert min(each.y for each in page.content if isinstance(each, PlacedSpan)) >= bottom
        # Lines stand on both sides of the cell on each page.
        assert len({each.x1 for each in page.content if isinstance(each, Rule) and each.x1 == each.x2}) >= 3


def test_text_in_facing_columns_goes_on_over_pages_instead_of_leaving_one_half_empty() -> None:
    document = sheet()
    for number in range(15):
        add(document, f"第{number}段")
    chinese, english = "中文内容，" * 180, "English words " * 140
    add_table(document, [("题", "Title"), (chinese, english)], style=STYLE_NAMES["columns"])
    first, second = texts(document)
    assert "中文" in first
    assert "English" in first
    assert "中文" in second or "English" in second
    whole = first.partition("Title")[2] + second
    assert (whole.count("中"), whole.count("，"), whole.count("English")) == (180, 180, 140)


def test_a_name_in_a_narrow_cell_is_set_smaller_rather_than_cut() -> None:
    document = sheet()
    add_table(document, [tuple("甲乙丙丁戊己"), ("VASCONCELOS ALBUQUERQUE", *"乙丙丁戊己")])
    (page,) = lay_out(read_flow(document))
    spans = [each.span for each in page.content if isinstance(each, PlacedSpan)]
    assert {"VASCONCELOS", "ALBUQUERQUE"} <= {span.words for span in spans}
    assert {span.size for span in spans if span.words == "乙"} == {10}
    assert all(7.5 <= span.size < 10 for span in spans if span.words == "ALBUQUERQUE")


def test_a_list_is_made_smaller_until_it_fits_on_a_page_and_else_keeps_its_size() -> None:
    for rows, pages in ((20, 1), (42, 1), (120, 4)):
        document = sheet()
        add_table(document, [("序号", "材料"), *((str(number), "护照") for number in range(rows))])
        full = len(lay_out(read_flow(document)))
        drawn = draw_letter(document, "t", language=Language.ZH, one_page=True)
        usual = draw_letter(document, "t", language=Language.ZH)
        assert (drawn.pages, usual.pages) == (pages, full), rows
        # Of the three the second alone is another file for it.
        assert (drawn.data == usual.data) is (rows != 42), rows


def test_a_list_in_two_languages_after_each_other_is_made_smaller_to_a_page_for_each() -> None:
    document = sheet()
    for language in (Language.ZH, Language.EN):
        add(document, language.value).paragraph_format.page_break_before = language is Language.EN
        add_table(document, [("序号", "材料"), *((str(number), "护照") for number in range(40))])
    assert len(lay_out(read_flow(document))) == 4
    assert draw_letter(document, "t", language=Language.ZH, one_page=True).pages == 2


@pytest.mark.parametrize("count", [1, 40])
def test_a_page_break_that_was_typed_begins_a_page(count: int) -> None:
    document = sheet()
    paragraph = add(document, "前" * count)
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("后")
    assert texts(document) == ["前" * count, "后"]


def test_names_come_out_whole_and_only_what_the_font_lacks_is_named() -> None:
    document = sheet()
    for name in NAMES.values():
        add(document, f"兹证明{name}在本单位工作。")
    add(document, "𠮷 Łucja", "title")
    drawn = draw_letter(document, "t", language=Language.ZH)
    by_pypdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(drawn.data)).pages)
    pdf = pypdfium2.PdfDocument(drawn.data)
    by_pdfium = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    assert drawn.lacking == ("𠮷",)
    for words in ("".join(by_pypdf.split()), "".join(by_pdfium.split())):
        assert [name for name in NAMES.values() if name.replace(" ", "") not in words] == []
        assert "〔U+20BB7〕Łucja" in words
        assert words.count("〔") == 1
