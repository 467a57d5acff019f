"""Whatever a letter says, its PDF says it too, and nothing stands outside the margins."""

import io
import re

import docx
import pypdf
import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.words import Language
from app.letters.flow import read_flow
from app.letters.pages import PlacedSpan, lay_out
from app.letters.pdf import draw_letter
from app.letters.styles import GRID, NARROW, STYLE_NAMES, add_styles, prepare_page
from app.typeset.text import drawable

CHINESE = "永久居留申请材料䶮㛃𬱖𠮷"
SIGNS = "，。、；：？！（）《》“”‘’—…·【】"
LATIN = "abcXYZéãÇñ0123456789"
MARKS = ",.;:?!()<>&'\"/@#%_-+*"
word = st.one_of(
    st.text(CHINESE + SIGNS, min_size=1, max_size=30),
    st.text(LATIN + MARKS, min_size=1, max_size=15),
    st.text(CHINESE + SIGNS + LATIN + MARKS, min_size=1, max_size=20),
    st.text(LATIN + "@.-_", min_size=60, max_size=160),
    st.just("____________________"),
    st.just("\u3000\u3000"),
)
paragraph = st.lists(word, max_size=12).map(" ".join)
style = st.sampled_from(("title", "heading", "body", "body-en", "plain", "sign", "note", "cell-right"))
block = st.one_of(
    st.tuples(style, paragraph),
    # A row of a table, or of text in facing columns.
    st.tuples(st.sampled_from((GRID, STYLE_NAMES["columns"])), st.lists(paragraph, min_size=2, max_size=4)),
)


def dense(words: str) -> str:
    return re.sub(r"\s", "", words)


def document_of(blocks: list[tuple[str, str | list[str]]]) -> docx.document.Document:
    document = docx.Document()
    prepare_page(document, NARROW)
    add_styles(document, Language.ZH, NARROW)
    for name, told in blocks:
        if isinstance(told, str):
            document.add_paragraph(told, style=STYLE_NAMES[name])
            continue
        table = document.add_table(rows=1, cols=len(told))
        table.style = name
        for cell, words in zip(table.rows[0].cells, told, strict=True):
            cell.text = words
            cell.paragraphs[0].style = STYLE_NAMES["cell-left"]
    return document


@given(blocks=st.lists(block, max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_is_drawn_is_what_was_given_and_stands_within_the_margins(
    blocks: list[tuple[str, str | list[str]]],
) -> None:
    document = document_of(blocks)
    flow = read_flow(document)
    margin = NARROW.margin_mm * 72 / 25.4
    pages = lay_out(flow)
    for page in pages:
        for each in page.content:
            if isinstance(each, PlacedSpan):
                assert each.x >= margin - 0.1, each
                assert each.x + each.span.width <= flow.sheet.width - margin + 0.1, each
                assert margin - 0.1 <= each.y <= flow.sheet.height - margin, each
    given_text = "".join("".join(told) for _, told in blocks)
    drawn = draw_letter(document, "t", language=Language.ZH)
    wanted = dense(drawable(given_text))
    assert _told(_by_pypdf(drawn.data), drawn.pages) == wanted
    assert _told(_by_pdfium(drawn.data), drawn.pages) == wanted


def _told(pages: list[str], count: int) -> str:
    """Return what the pages say without their numbers."""
    numbers = [f"{number}/{count}" if count > 1 else "" for number in range(1, count + 1)]
    dense_pages = [dense(page) for page in pages]
    assert all(page.endswith(number) for page, number in zip(dense_pages, numbers, strict=True))
    return "".join(page.removesuffix(number) for page, number in zip(dense_pages, numbers, strict=True))


def _by_pypdf(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _by_pdfium(data: bytes) -> list[str]:
    pdf, texts = pypdfium2.PdfDocument(data), []
    try:
        for page in pdf:
            holder = page.get_textpage()
            # A hyphen at the end of a line comes out as a character of its own.
            texts.append(holder.get_text_range().replace("\ufffe", "-").replace("\x02", "-"))
            holder.close()
    finally:
        pdf.close()
    return texts
