"""Own Word templates: what the screen reads of them, and every fault that it tells with its place."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from app.domain.letters import DocumentPlace, LetterForm, LetterKind, LetterTemplate
from app.domain.words import Language, Text
from app.i18n.letters import TEMPLATE_FAULTS, word_template_fault
from app.letters.catalogue import facts, letters_folder, lists, templates
from app.letters.fill import Filling, fill_template
from app.letters.marks import BEGIN, END
from app.letters.screen import Screened, screen_template
from app.letters.values import Values
from tests.unit.letters.word_files import (
    MAIN,
    add_paragraphs,
    add_text_box,
    edited,
    in_body,
    letterhead,
    parts,
    related,
    saved,
    table_file,
    word_file,
)

CHINESE = {"person.name": "王丽", "case.office": "北京市公安局", "employer.name": "远山公司"}


def codes(raw: bytes) -> list[tuple[str, str]]:
    """Return the faults of a template, each with its tag."""
    return [(fault.code, fault.tag) for fault in screen_template(raw).faults]


def filled(screened: Screened, known: dict[str, str] | None = None) -> Any:
    """Return the document that a template becomes."""
    said = {name: Text.same(words) for name, words in (CHINESE if known is None else known).items()}
    row = {name: Text(en=f"{name} en", zh=f"{name} zh") for name, _ in lists()["years"].fields}
    values = Values(said, {"years": (row, row), "gaps": ()})
    filling = Filling(values, screened.used)
    document = fill_template(screened.clean, filling, LetterForm.ZH, keep_marks=False)
    return docx.Document(io.BytesIO(saved(document)))


def words_of(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


# What passes.


@pytest.mark.parametrize("form", [LetterForm.ZH, LetterForm.COLUMNS])
@pytest.mark.parametrize("template", templates().values(), ids=lambda template: template.id)
def test_every_letter_of_ours_passes_and_names_what_it_declares(
    template: LetterTemplate, form: LetterForm
) -> None:
    path = letters_folder() / f"{template.id}.{form}.docx"
    screened = screen_template(path.read_bytes())
    assert screened.faults == ()
    assert screened.used == {*template.needs, *template.may}
    assert screened.forms == (set(Language) if form is LetterForm.COLUMNS else set())
    if template.kind is LetterKind.LETTER:
        assert screened.optional == set(template.may)


def test_a_name_is_found_however_word_parted_it_into_runs() -> None:
    screened = screen_template(word_file("Dear {¦{ per¦son.na¦me }¦}, born {{person.birth_date}}."))
    assert screened.faults == ()
    assert screened.used == {"person.name", "person.birth_date"}
    known = {"person.name": "ROE, Jane", "person.birth_date": "1 May 1990"}
    assert words_of(filled(screened, known)) == ["Dear ROE, Jane, born 1 May 1990."]


def test_a_name_is_found_in_tables_within_tables_headers_footers_and_text_boxes() -> None:
    document = docx.Document()
    inner = document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "{{ person.name }}"
    add_text_box(document.add_paragraph("beside"), "{{ post.title }}")
    document.sections[0].header.paragraphs[0].text = "{{ employer.name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ today.day }}"
    screened = screen_template(saved(document))
    assert screened.faults == ()
    assert screened.used == {"person.name", "post.title", "employer.name", "today.day"}
    made = filled(screened, {"post.title": "工程师"})
    assert made.element.body.xml.count("工程师") == 2  # the box and its copy for older programs


def test_conditions_loops_prefixes_and_quotes_as_word_types_them_can_be_used() -> None:
    raw = word_file(
        "{%p if person.sex == “男” and not (post.until or zh.person.name != ’’) %}",
        "{{ en.person.name|upper }}{# a note #}",
        "{%p elif post['since'] %}",
        "{%r if case.place %}x{% else %}y{%r endif %}",
        "{%p endif %}",
        "{% for line in zh.years %}{{ loop.index }} {{ line.zh.year }}{% endfor %}",
    )
    screened = screen_template(raw)
    assert screened.faults == ()
    assert screened.forms == set(Language)
    assert screened.used == {
        "person.sex", "post.until", "person.name", "post.since", "case.place", "years",
    }  # fmt: skip
    assert words_of(filled(screened, {"post.since": "2020"})) == ["y", "1 year zh2 year zh"]


@pytest.mark.parametrize(
    "words",
    [
        "{% if post.until %}{{ post.until }}{% endif %}",
        "{% if post.title and post.until %}{{ post.until }}{% endif %}{% if post.title %}{% endif %}",
        "{% if not post.until %}{% else %}{{ post.until }}{% endif %}",
        "{% if post.until == 'x' %}{{ post.until }}{% endif %}",
        "{% if post.until != '' %}{{ post.until }}{% endif %}",
        "{% if not post.until or post.title %}{% elif case.place %}{{ post.until }}{% endif %}",
        "{% if post.until %}{% if post.title %}{{ post.until }}{% endif %}{% endif %}",
    ],
)
def test_a_name_that_is_said_only_where_it_is_known_is_optional(words: str) -> None:
    screened = screen_template(word_file(words))
    assert screened.faults == ()
    assert screened.optional == screened.used


@pytest.mark.parametrize(
    "words",
    [
        "{{ post.until }}",
        "{% if post.title %}{{ post.until }}{% endif %}",
        "{% if post.until or post.title %}{{ post.until }}{% endif %}",
        "{% if post.until %}{% else %}{{ post.until }}{% endif %}",
        "{% if post.until %}{{ post.until }}{% endif %}{{ post.until }}",
        "{% if post.until != 'x' %}{{ post.until }}{% endif %}",
        "{% if post.until == '' %}{{ post.until }}{% endif %}",
    ],
)
def test_a_name_that_is_said_whether_it_is_known_or_not_is_needed(words: str) -> None:
    screened = screen_template(word_file(words))
    assert screened.faults == ()
    assert "post.until" in screened.used - screened.optional


# What does not pass.


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ person.name", "template.broken_tag"),
        ("person.name }}", "template.broken_tag"),
        ("{{ person.name }}}", "template.broken_tag"),
        ("{{{ person.name }}", "template.broken_tag"),
        ("{{ }}", "template.broken_tag"),
        ("{% %}", "template.broken_tag"),
        ("{{ person name }}", "template.broken_tag"),
        ("{% if %}{% endif %}", "template.broken_tag"),
        ("{% if " + "(" * 250 + " %}{% endif %}", "template.broken_tag"),
        ("{{ " + "a" * 400 + " }}", "template.tag_too_long"),
        ("｛｛ person.name ｝｝", "template.full_width"),
        ("{{ persn.name }}", "template.unknown_name"),
        ("{{ person }}", "template.unknown_name"),
        ("{{ row.year }}", "template.unknown_name"),
        ("{{ loop.index }}", "template.unknown_name"),
        ("{% for row in yeers %}{{ row.year }}{% endfor %}", "template.unknown_list"),
        ("{% for row in person.name %}{% endfor %}", "template.unknown_list"),
        ("{% for row in years %}{{ row.yaer }}{% endfor %}", "template.unknown_name"),
        ("{{ years }}", "template.list_printed"),
        ("{% for person in years %}{% endfor %}", "template.name_taken"),
        ("{% for row in years %}{% for row in gaps %}{% endfor %}{% endfor %}", "template.name_taken"),
        ("{% if person.name %}", "template.unclosed_block"),
        ("{% for row in years %}", "template.unclosed_block"),
        ("{% endif %}", "template.unopened_end"),
        ("{% else %}", "template.unopened_end"),
        ("".join(f"{{% for {each} in years %}}" for each in "abc") + "{% endfor %}" * 3, "template.too_deep"),
        ("{% if post.title %}" * 13 + "{% endif %}" * 13, "template.too_deep"),
        ("{{ person.name() }}", "template.unsafe_expression"),
        ("{{ person.name ~ 'x' }}", "template.unsafe_expression"),
        ("{{ 'a' * 1000000000 }}", "template.unsafe_expression"),
        ("{{ 7 * 7 }}", "template.unsafe_expression"),
        ("{{ 'words' }}", "template.unsafe_expression"),
        ("{{ person.__class__ }}", "template.unsafe_expression"),
        ("{{ ''.__class__.__mro__ }}", "template.unsafe_expression"),
        ("{{ person['__class__'] }}", "template.unsafe_expression"),
        ("{{ person[post.title] }}", "template.unsafe_expression"),
        ("{{ person[0] }}", "template.unsafe_expression"),
        ("{{ person.name[0:1] }}", "template.unsafe_expression"),
        ("{{ person.name|lower }}", "template.unsafe_expression"),
        ("{{ person.name|upper(1) }}", "template.unsafe_expression"),
        ("{{ person.name|attr('x') }}", "template.unsafe_expression"),
        ("{{ person.name if post.title }}", "template.unsafe_expression"),
        ("{{ range(10) }}", "template.unsafe_expression"),
        ("{{ cycler }}", "template.unknown_name"),
        ("{{ [person.name] }}", "template.unsafe_expression"),
        ("{{ person.name, post.title }}", "template.unsafe_expression"),
        ("{{ person.name == post.title }}", "template.unsafe_expression"),
        ("{% if person.name is defined %}{% endif %}", "template.unsafe_expression"),
        ("{% if 'a' in person.name %}{% endif %}", "template.unsafe_expression"),
        ("{% if post.until > '2020' %}{% endif %}", "template.unsafe_expression"),
        ("{% if person.name() %}{% endif %}", "template.unsafe_expression"),
        ("{% if person.name == 'A&B' %}{% endif %}", "template.not_supported"),
        ("{% for row in years %}{{ loop.length }}{% endfor %}", "template.unsafe_expression"),
        ("{% for row in range(9) %}{% endfor %}", "template.unsafe_expression"),
        ("{% for row in years if row.year %}{% endfor %}", "template.not_supported"),
        ("{% for row in years recursive %}{% endfor %}", "template.not_supported"),
        ("{% for a, b in years %}{% endfor %}", "template.not_supported"),
        ("{% for row in years %}{% else %}{% endfor %}", "template.not_supported"),
        ("{% set x = 1 %}", "template.not_supported"),
        ("{% include 'x' %}", "template.not_supported"),
        ("{% extends 'x' %}", "template.not_supported"),
        ("{% raw %}x{% endraw %}", "template.not_supported"),
        ("{% cellbg '#fff' %}", "template.not_supported"),
        ("{% colspan 2 %}", "template.not_supported"),
        ("{% hm %}", "template.not_supported"),
        ("{% vm %}", "template.not_supported"),
        ("{{r person.name }}", "template.not_supported"),
        ("{{p person.name }}", "template.not_supported"),
        ("{%- if person.name %}{% endif %}", "template.not_supported"),
        ("Dear {%p if person.name %}", "template.not_alone"),
        ("{%tr if person.name %}", "template.not_alone"),
    ],
)  # fmt: skip
def test_what_a_letter_does_not_know_is_a_fault_of_its_kind(words: str, code: str) -> None:
    screened = screen_template(word_file(words))
    assert code in {fault.code for fault in screened.faults}
    assert screened.clean == b""


def test_every_fault_is_told_at_once_in_the_order_of_the_document() -> None:
    raw = word_file("{{ persn.name }}", "{{ 1 + 1 }} {% set x = 1 %}", "x }}", "{{ person.name }}")
    assert codes(raw) == [
        ("template.unknown_name", "{{ persn.name }}"),
        ("template.unsafe_expression", "{{ 1 + 1 }}"),
        ("template.not_supported", "{% set x = 1 %}"),
        ("template.broken_tag", "}}"),
    ]


def test_a_tag_that_begins_in_one_paragraph_and_ends_in_the_next_is_broken() -> None:
    assert codes(word_file("{{ person", ".name }}")) == [
        ("template.broken_tag", "{{ person"),
        ("template.broken_tag", "}}"),
    ]
    # To docxtpl even these would be one: it does not look at what lies between.
    assert codes(word_file("a {", "{ person.name }}"))[0] == ("template.broken_tag", "{")


def test_a_fault_names_the_place_as_a_person_looks_for_it() -> None:
    document = docx.Document()
    document.add_paragraph("first")
    document.add_paragraph("Dear {{ nobody.x }}")
    document.add_table(rows=1, cols=1)
    table = document.add_table(rows=2, cols=3)
    table.cell(1, 2).paragraphs[0].text = "cell"
    table.cell(1, 2).add_paragraph("{{ nobody.y }}")
    add_text_box(document.add_paragraph("anchor"), "box {{ nobody.z }}")
    document.sections[0].header.paragraphs[0].text = "{{ nobody.h }}"
    places = [fault.place for fault in screen_template(saved(document)).faults]
    assert places == [
        DocumentPlace("body", 2, words="Dear {{ nobody.x }}"),
        DocumentPlace("body", 2, 2, 2, 3, "{{ nobody.y }}"),
        DocumentPlace("body", 3, words="box {{ nobody.z }}"),
        DocumentPlace("header", 1, words="{{ nobody.h }}"),
    ]


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("persn.name", "person.name"),
        ("person.pasport_number", "person.passport_number"),
        ("护照号码", "person.passport_number"),
        ("zh.persn.name", "person.name"),
        ("qqqqqq", ""),
    ],
)
def test_an_unknown_name_comes_with_the_nearest_known_one(written: str, nearest: str) -> None:
    (fault,) = screen_template(word_file(f"{{{{ {written} }}}}")).faults
    assert (fault.code, fault.nearest) == ("template.unknown_name", nearest)


def test_a_block_that_would_tear_a_table_apart_is_refused() -> None:
    raw = table_file(["{% if person.name %}a", "b"], ["c", "d{% endif %}"])
    assert codes(raw) == []  # from cell to cell of one table: rows stay rows
    document = docx.Document()
    document.add_paragraph("{% if person.name %}")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "x{% endif %}"
    assert codes(saved(document)) == [("template.block_across", "{% endif %}")]
    assert codes(word_file("{%p if person.name %}", "x{% endif %}")) == [
        ("template.block_across", "{% endif %}")
    ]


def test_a_row_that_goes_with_its_tag_may_hold_nothing_else() -> None:
    assert codes(table_file(["{%tr for row in years %}", "x"], ["{{ row.year }}"], ["{%tr endfor %}"])) == [
        ("template.not_alone", "{%tr for row in years %}")
    ]


def test_what_is_torn_by_an_unknown_list_is_told_once() -> None:
    assert codes(word_file("{% for row in yeers %}{{ row.x }}{{ row.y }}{% endfor %}")) == [
        ("template.unknown_list", "{% for row in yeers %}")
    ]


def test_a_tag_in_a_description_a_field_or_a_deleted_word_is_refused() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph._p.append(
        parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="{{{{ person.name }}}}"/>')
    )
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="HYPERLINK {{{{ person.name }}}}"><w:r/></w:fldSimple>'
        )
    )
    run = paragraph.add_run()
    run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>PAGE {{{{ person.name }}}}</w:instrText>"))
    found = [code for code, _ in codes(saved(document))]
    assert found == ["template.hidden_tag", "template.hidden_tag", "template.broken_tag"]


def test_a_thousand_tags_are_the_most() -> None:
    assert codes(word_file("{{ person.name }}" * 500, "{{ person.name }}" * 500)) == []
    assert codes(word_file("{{ person.name }}" * 1001))[-1][0] == "template.too_many_tags"


@pytest.mark.parametrize("language", Language)
def test_every_fault_is_worded_with_its_tag_and_place(language: Language) -> None:
    raw = word_file("Dear {{ persn.name }}", "{%p if post.title %}", "{% endif %}", "{{ 1 + 1 }}")
    told = [word_template_fault(fault, language) for fault in screen_template(raw).faults]
    assert "{{ persn.name }}" in told[0]
    assert "person.name" in told[0]
    assert "1" in told[0].partition(":")[0].partition("：")[0]
    assert "{%p if post.title %}" in told[1]
    assert "{% endif %}" in told[1]
    assert len(set(TEMPLATE_FAULTS.values())) == len(TEMPLATE_FAULTS)


# What comes out.


def test_a_letterhead_comes_out_with_its_picture_borders_and_fonts() -> None:
    before = letterhead()
    screened = screen_template(saved(before))
    assert screened.faults == ()
    made = filled(screened)
    section = made.sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert head._element.xml.count("<pic:pic") == 1
        (image,) = [rel for rel in head.part.rels.values() if rel.reltype.endswith("/image")]
        assert image.target_part.blob.startswith(b"\x89PNG")
        assert head.paragraphs[1].text == "远山公司"
    assert section.footer.paragraphs[0].text == "To: 北京市公安局"
    (run, name) = made.paragraphs[0].runs
    assert (run.font.name, run.font.size.pt, run.bold) == ("Garamond", 11, True)
    assert (name.text, name.font.name, name.bold) == ("王丽", "Garamond", True)
    (table,) = made.tables
    assert table.style.name == "Table Grid"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["year zh", "wage zh"]] * 2
    looks = [
        [
            (style.name, style.element.xml.count("<w:"))
            for style in each.styles
            if style.element.rPr is not None
        ]
        for each in (made, docx.Document(io.BytesIO(screened.clean)))
    ]
    assert looks[0] == looks[1]
    assert len(looks[0]) > 40


def east_asian(run: Any) -> str | None:
    fonts = None if run._r.rPr is None else run._r.rPr.find(qn("w:rFonts"))
    return None if fonts is None else fonts.get(qn("w:eastAsia"))


def test_chinese_that_is_filled_in_gets_a_chinese_font_where_the_template_names_none() -> None:
    made = filled(screen_template(word_file("中文 {{ person.name }}", "Name: {{ person.name }}")))
    assert [east_asian(run) for run in made.paragraphs[1].runs] == ["SimSun", "SimSun"]
    latin = filled(screen_template(word_file("{{ person.name }}")), {"person.name": "ROE"})
    assert [east_asian(run) for run in latin.paragraphs[0].runs] == [None]


@pytest.mark.parametrize("where", ["style", "defaults"])
def test_a_chinese_font_that_the_template_names_stays(where: str) -> None:
    document = docx.Document()
    add_paragraphs(document, ["{{ person.name }}"])
    styles = document.styles
    holder = styles["Normal"].element if where == "style" else styles.element
    for fonts in holder.iter(qn("w:rFonts")):
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), "KaiTi")
    if where == "style":
        styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "KaiTi")
    made = filled(screen_template(saved(document)))
    assert [east_asian(run) for run in made.paragraphs[0].runs] == [None]


def test_a_cell_a_table_and_a_text_box_that_a_condition_empties_still_open_in_word() -> None:
    raw = table_file(["{%p if person.name %}", "b"], ["c", "d"])
    document = docx.Document(io.BytesIO(raw))
    cell = document.tables[0].cell(0, 0)
    add_paragraphs(cell, ["{{ person.name }}", "{%p endif %}"])
    table = document.add_table(rows=3, cols=1)
    for row, words in zip(table.rows, ("{%tr for row in gaps %}", "x", "{%tr endfor %}"), strict=True):
        row.cells[0].text = words
    made = filled(screen_template(saved(document)), {})
    assert len(made.tables) == 1
    for each in made.element.body.iter(qn("w:tc")):
        assert each[-1].tag == qn("w:p")


def test_a_table_with_widths_and_spans_that_are_none_is_filled_all_the_same() -> None:
    document = docx.Document(
        io.BytesIO(
            table_file(["{%tr if person.name %}"], ["{{ person.name }}", "b"], ["{%tr endif %}"], ["c"])
        )
    )
    for column, width in zip(document.element.body.iter(qn("w:gridCol")), ("wide", "4680.5"), strict=True):
        column.set(qn("w:w"), width)
    cell = document.tables[0].cell(3, 0)._tc.get_or_add_tcPr()
    cell.append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="many"/>'))
    for known in ({}, {"person.name": "ROE"}):
        (table,) = filled(screen_template(saved(document)), known).tables
        assert [row.cells[0].text for row in table.rows] == [*known.values(), "c"]


def test_what_comes_along_when_words_are_pasted_breaks_no_letter() -> None:
    document = docx.Document()
    add_paragraphs(document, ["{{ person.name }}"])
    document.sections[0].header.paragraphs[0].text = "{{ person.name }}"
    pasted = "A\x0bB\x00C\ud800 & <D>\nE\tF"
    made = filled(screen_template(saved(document)), {"person.name": pasted})
    assert words_of(made) == ["A B C  & <D>\nE\tF"]
    assert made.sections[0].header.paragraphs[0].text == "A B C  & <D>\nE\tF"


_ALTERNATIVE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:Choice Requires="wps"><w:t>{{ person.name }}</w:t></mc:Choice></mc:AlternateContent>'
)


@pytest.mark.parametrize(
    "inner",
    [
        '<w:hyperlink w:anchor="a"><w:t>{{ person.name }}</w:t></w:hyperlink>',
        "<w:t>{{ person.name }}</w:t>",
        f"<w:r>{_ALTERNATIVE}</w:r>",
    ],
)
def test_no_mark_stays_in_a_letter_wherever_its_words_stand(inner: str) -> None:
    screened = screen_template(in_body(word_file(), f"<w:p>{inner}</w:p>"))
    assert screened.faults == ()
    said = Values({"person.name": Text.same("王丽")}, {})
    made = fill_template(screened.clean, Filling(said, screened.used), LetterForm.ZH, keep_marks=True)
    xml = parts(saved(made))[MAIN].decode()
    assert "王丽" in xml
    assert not {BEGIN, END} & set(xml)


def test_words_that_stand_in_no_run_are_put_into_one_and_marked() -> None:
    raw = in_body(
        word_file(), '<w:p><w:hyperlink w:anchor="a"><w:t>{{ person.name }}</w:t></w:hyperlink></w:p>'
    )
    screened = screen_template(raw)
    said = Values({"person.name": Text.same("王丽")}, {})
    made = fill_template(screened.clean, Filling(said, screened.used), LetterForm.ZH, keep_marks=True)
    (run,) = made.paragraphs[0]._p.iter(qn("w:r"))
    assert run.text == "王丽"
    assert run.rPr.find(qn("w:shd")) is not None


def test_a_header_that_a_document_names_twice_is_two_in_the_letter() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ person.name }}"
    raw = related(saved(document), "header", "header1.xml", external=False)
    even = '<w:headerReference w:type="even" r:id="rIdX"/><w:pgSz'
    screened = screen_template(edited(raw, MAIN, lambda text: text.replace("<w:pgSz", even, 1)))
    assert screened.faults == ()
    told = re.findall('PartName="([^"]+)"', parts(screened.clean)["[Content_Types].xml"].decode())
    assert len(told) == len(set(told))
    said = Values({"person.name": Text.same("王丽")}, {})
    made = saved(fill_template(screened.clean, Filling(said, screened.used), LetterForm.ZH, keep_marks=False))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    section = docx.Document(io.BytesIO(made)).sections[0]
    assert [each.paragraphs[0].text for each in (section.header, section.even_page_header)] == ["王丽"] * 2


def test_screening_what_was_cleaned_changes_nothing_more() -> None:
    once = screen_template(saved(letterhead()))
    assert screen_template(once.clean) == once


def test_all_that_a_template_can_name_is_in_the_catalogue() -> None:
    every = word_file(
        *(f"{{{{ {name} }}}}" for name in facts()), *(f"{{% if {n} %}}{{% endif %}}" for n in lists())
    )
    screened = screen_template(every)
    assert screened.faults == ()
    assert screened.used == facts().keys() | lists().keys()
