"""Filling a template: strict, escaped, and with nothing of Python within reach."""

import io
import zipfile
from typing import Any

import docx
import pytest
from jinja2 import TemplateError

from app.domain.letters import LetterForm
from app.domain.words import Text
from app.letters.fill import BLANK, Filling, fill_template
from app.letters.package import without_times
from app.letters.values import Values

VALUES = Values(
    {
        "person.name": Text.same("D'ARC & SON <B>"),
        "employer.name": Text(en="Example Ltd", zh="示例公司"),
    },
    {
        "years": ({"year": Text.same("2025"), "wage": Text(en="CNY 1", zh="人民币1元")},),
        "history": ({"post": Text(en="", zh="总监"), "place": Text.same("")},),
        "gaps": (),
    },
)


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def filled(
    *paragraphs: str,
    form: LetterForm = LetterForm.ZH,
    blanks: frozenset[str] = frozenset(),
    used: str = "post.title",
) -> str:
    filling = Filling(VALUES, frozenset({"person.name", "employer.name", "years", used}), blanks)
    document: Any = fill_template(template(*paragraphs), filling, form, keep_marks=False)
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_signs_of_xml_in_a_name_come_out_as_they_are() -> None:
    assert filled("{{ person.name }}, born") == "D'ARC & SON <B>, born"


def test_a_fact_is_said_in_the_language_of_the_letter_or_in_the_one_that_is_named() -> None:
    words = "{{ employer.name }}|{{ zh.employer.name }}|{{ en.employer.name }}"
    assert filled(words, form=LetterForm.ZH) == "示例公司|示例公司|Example Ltd"
    assert filled(words, form=LetterForm.EN) == "Example Ltd|示例公司|Example Ltd"


def test_what_is_not_known_is_left_out_or_a_blank() -> None:
    assert filled("[{{ post.title }}]") == "[]"
    assert filled("[{{ post.title }}]", blanks=frozenset({"post.title"})) == f"[{BLANK}]"
    assert filled("{% if post.title %}a{% else %}b{% endif %}") == "b"


def test_the_rows_of_a_list_are_gone_through_in_either_language() -> None:
    words = "{% for row in years %}{{ row.year }}: {{ row.en.wage }} / {{ row.zh.wage }}{% endfor %}"
    assert filled(words) == "2025: CNY 1 / 人民币1元"


def test_a_list_without_rows_leaves_rows_to_fill_by_hand() -> None:
    words = "{% for row in gaps %}[{{ row.since }}]{% endfor %}"
    assert filled(words, used="gaps") == ""
    assert filled(words, used="gaps", blanks=frozenset({"gaps"})) == f"[{BLANK}]" * 4


def test_what_a_row_says_in_the_other_language_alone_is_left_to_fill_by_hand() -> None:
    words = "{% for row in history %}[{{ row.post }}|{{ row.place }}]{% endfor %}"
    assert filled(words, used="history", form=LetterForm.EN) == "[|]"
    assert filled(words, used="history", form=LetterForm.EN, blanks=frozenset({"history"})) == f"[{BLANK}|]"


def test_signs_that_turn_the_order_of_others_do_not_come_into_the_letter() -> None:
    turned = Values({"person.name": Text.same("\u202eDOE\u2066 \u200eX\ufeff")}, {})
    filling = Filling(turned, frozenset({"person.name"}))
    document: Any = fill_template(template("{{ person.name }}"), filling, LetterForm.ZH, keep_marks=False)
    assert document.paragraphs[0].text == "DOE X"


def test_lines_that_windows_pastes_are_lines_as_any_others() -> None:
    pasted = Values({"person.name": Text.same("a\r\nb\rc\nd")}, {})
    filling = Filling(pasted, frozenset({"person.name"}))
    document: Any = fill_template(template("{{ person.name }}"), filling, LetterForm.ZH, keep_marks=False)
    assert document.paragraphs[0].text == "a\nb\nc\nd"


def test_braces_that_somebody_typed_stay_as_they_were_typed() -> None:
    typed = "{_{ x }_} {_% y %_} {_{_{ }_}_} 100%_}"
    said = Values({"person.name": Text.same(f"[{typed}]")}, {})
    filling = Filling(said, frozenset({"person.name"}))
    document: Any = fill_template(
        template(typed, "{{ person.name }}"), filling, LetterForm.ZH, keep_marks=False
    )
    assert [paragraph.text for paragraph in document.paragraphs] == [typed, f"[{typed}]"]


@pytest.mark.parametrize(
    "words",
    [
        "{{ employer.phone }}",
        "{{ company.name }}",
        "{{ employer.__class__ }}",
        "{{ employer._held }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ years.__iter__() }}",
        "{{ range(9) }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ person.name|attr('format') }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ dict() }}",
        "{{ self }}{{ self._TemplateReference__context }}",
    ],
)
def test_nothing_but_what_is_declared_can_be_reached(words: str) -> None:
    with pytest.raises((TemplateError, TypeError)):
        filled(words)


def test_a_word_file_does_not_tell_when_it_was_written() -> None:
    def written(year: int) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in ("[Content_Types].xml", "word/document.xml"):
                told = zipfile.ZipInfo(name, (year, 11, 22, 10, 20, 30))
                told.comment = b"a remark"
                archive.writestr(told, f"words of {name}")
        return buffer.getvalue()

    assert written(2001) != written(2026)
    assert without_times(written(2001)) == without_times(written(2026))
    with zipfile.ZipFile(io.BytesIO(without_times(written(2026)))) as archive:
        assert archive.testzip() is None
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("word/document.xml") == b"words of word/document.xml"


def test_a_value_that_looks_like_a_tag_is_no_tag() -> None:
    sly = Values({"person.name": Text.same("{{ employer.name }}{% for x in y %}")}, {})
    filling = Filling(sly, frozenset({"person.name"}))
    document = fill_template(template("{{ person.name }}"), filling, LetterForm.ZH, keep_marks=False)
    assert document.paragraphs[0].text == "{{ employer.name }}{% for x in y %}"
