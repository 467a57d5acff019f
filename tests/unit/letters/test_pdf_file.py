"""What the file of a drawn letter is: its title and language, marks, pictures, and what it does not show."""

import io
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
from docx.oxml import OxmlElement
from docx.shared import Pt
from PIL import Image

from app.domain.letters import LetterForm
from app.domain.words import Language, Text
from app.letters.catalogue import template_of
from app.letters.fill import Filling, fill_template
from app.letters.pdf import DrawnLetter, draw_letter
from app.letters.values import Values, values_of
from tests.unit.letters import rich_case
from tests.unit.letters.word_files import add_text_box, letterhead, picture

_MARK = (0xFF, 0xE9, 0xA8)


def drawn(document: Any, language: Language = Language.ZH) -> DrawnLetter:
    return draw_letter(document, "题", language=language)


def of_paragraphs(*paragraphs: str) -> docx.document.Document:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return document


def pages_of(letter: DrawnLetter) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(letter.data)).pages)


def picture_of(letter: DrawnLetter) -> Image.Image:
    pdf = pypdfium2.PdfDocument(letter.data)
    try:
        page: Image.Image = pdf[0].render(scale=1).to_pil()
        return page.convert("RGB")
    finally:
        pdf.close()


def filled(*, keep_marks: bool) -> Any:
    template = template_of("declaration-of-truth")
    filling = Filling(rich_case.values(template), rich_case.used(template))
    raw = rich_case.template_bytes(template.id, "zh")
    return fill_template(raw, filling, LetterForm.ZH, keep_marks=keep_marks)


@pytest.mark.parametrize(("language", "named"), [(Language.ZH, "zh-CN"), (Language.EN, "en")])
def test_the_file_tells_its_title_and_language_and_no_day_of_its_own(language: Language, named: str) -> None:
    letter = draw_letter(of_paragraphs("永"), "在职证明 & <1>", language=language)
    reader = pypdf.PdfReader(io.BytesIO(letter.data))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "在职证明 & <1>"
    assert root["/Lang"] == named
    # The day that stands for none.
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.year == 2000


def test_the_same_letter_is_drawn_to_the_same_bytes() -> None:
    first, second = (drawn(filled(keep_marks=True)).data for _ in range(2))
    assert first == second


def test_a_letter_that_is_filled_again_says_what_the_case_says_then() -> None:
    template = template_of("declaration-of-truth")
    raw = rich_case.template_bytes(template.id, "zh")
    for person in rich_case.PEOPLE[:3]:
        filling = Filling(values_of(rich_case.source(person)), rich_case.used(template))
        document = fill_template(raw, filling, LetterForm.ZH, keep_marks=False)
        text = "".join("".join(page.extract_text().split()) for page in pages_of(drawn(document)))
        named = {each.id for each in rich_case.PEOPLE if str(each.passport_number) in text}
        # Each declares as what of the principal's, who is named as well.
        assert named == {person.id, "maria"}


def test_a_page_has_a_number_where_there_are_several() -> None:
    one, many = drawn(of_paragraphs("甲")), drawn(of_paragraphs(*["甲"] * 80))
    assert pages_of(one)[0].extract_text().split() == ["甲"]
    assert many.pages > 1
    for number, page in enumerate(pages_of(many), 1):
        assert page.extract_text().rstrip().endswith(f"{number} / {many.pages}")


def test_what_is_marked_stands_on_amber_ground_and_a_letter_that_was_read_has_none() -> None:
    marked, plain = (picture_of(drawn(filled(keep_marks=keep))) for keep in (True, False))
    assert sum(pixel == _MARK for pixel in marked.get_flattened_data()) > 1000
    assert not any(pixel == _MARK for pixel in plain.get_flattened_data())


def test_characters_that_the_font_lacks_are_named_once_and_written_as_their_code() -> None:
    letter = drawn(of_paragraphs("𠮷𠮷野家", "😀"))
    assert letter.lacking == ("𠮷", "😀")
    text = pages_of(letter)[0].extract_text()
    assert text.split() == ["〔U+20BB7〕〔U+20BB7〕野家", "〔U+1F600〕"]
    assert drawn(of_paragraphs("䶮㛃𬱖")).lacking == ()


def test_the_picture_of_a_letterhead_is_drawn_above_on_every_page() -> None:
    document = letterhead()
    for _ in range(60):
        document.add_paragraph("甲")
    letter = drawn(document)
    pages = pages_of(letter)
    assert len(pages) > 1
    for page in pages:
        assert len(page.images) == 1
        text = page.extract_text()
        assert text.startswith("{{ employer.name }}") or "{{ employer.name }}" in text
    colors = picture_of(letter).crop((70, 20, 180, 120)).get_flattened_data()
    assert sum(pixel == (150, 30, 30) for pixel in colors) > 500
    assert letter.left_out == ()


def test_a_picture_higher_than_a_page_is_made_to_fit_on_one() -> None:
    document = of_paragraphs()
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), width=Pt(300), height=Pt(2000))
    letter = drawn(document)
    assert letter.pages == 1
    assert len(pages_of(letter)[0].images) == 1


def test_a_picture_that_cannot_be_drawn_is_told_and_the_rest_is_drawn() -> None:
    document = of_paragraphs("甲")
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture()))
    (related,) = (each for each in document.part.related_parts.values() if each.partname.endswith(".png"))
    related._blob = b"\x89PNG broken"
    letter = drawn(document)
    assert letter.left_out == ("picture",)
    assert pages_of(letter)[0].extract_text().split() == ["甲"]


def test_floating_shapes_and_numbering_are_told_and_not_drawn() -> None:
    document = of_paragraphs("甲", "乙")
    add_text_box(document.paragraphs[0], "in a box")
    numbering = OxmlElement("w:numPr")
    document.paragraphs[1]._p.get_or_add_pPr().append(numbering)
    letter = drawn(document)
    assert letter.left_out == ("shape", "numbering")
    assert pages_of(letter)[0].extract_text().split() == ["甲", "乙"]


def test_the_font_is_in_the_file() -> None:
    (page,) = pages_of(drawn(of_paragraphs("永居 residence")))
    resources: Any = page["/Resources"]
    fonts = resources["/Font"]
    used = [font.get_object() for name, font in fonts.items() if "/FontDescriptor" in font.get_object()]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)


def test_names_in_the_header_and_the_footer_are_filled_in_the_pdf_as_in_the_word_file() -> None:
    own = of_paragraphs("永")
    own.sections[0].header.paragraphs[0].text = "Head {{ employer.name }}"
    own.sections[0].footer.paragraphs[0].text = "Foot {{ employer.name }}"
    buffer = io.BytesIO()
    own.save(buffer)
    values = Values({"employer.name": Text.same("ACME")}, {})
    filling = Filling(values, frozenset({"employer.name"}))
    document = fill_template(buffer.getvalue(), filling, LetterForm.ZH, keep_marks=True)
    words = pages_of(drawn(document))[0].extract_text()

    for part in (document.sections[0].header, document.sections[0].footer):
        assert part.paragraphs[0].text.endswith(" ACME")
        assert part.paragraphs[0].text in words
