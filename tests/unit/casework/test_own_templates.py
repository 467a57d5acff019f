"""Own Word templates at the desk: kept, listed, filled, and told what they use."""

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.casework.desk import Desk, OpenCase
from app.casework.letters import LetterLacks, list_letters, write_letter
from app.casework.own_templates import (
    add_template,
    export_template,
    fields_of,
    list_templates,
    look_at_template,
    remove_template,
)
from app.domain.errors import UnusableInput
from app.domain.letters import FaultyTemplate, LetterForm
from app.domain.words import Text
from tests.support.cases import TODAY, desk_in, family

TITLE = Text(en="Our certificate", zh="本所证明")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "data")


def template(folder: Path, *paragraphs: str, name: str = "Letter head.docx") -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    path = folder / name
    path.write_bytes(buffer.getvalue())
    return path


def named(**details: str) -> OpenCase:
    told = {key.replace("__", "."): value for key, value in details.items()}
    return OpenCase(replace(family(), details={"anna": dict(told)}), {})


def words_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_a_template_that_stands_for_a_letter_is_offered_where_that_is_asked_for(
    desk: Desk, tmp_path: Path
) -> None:
    path = template(tmp_path, "{{ employer.name }}: {{ person.name }}")
    kept = add_template(desk, path, TITLE, "employment-certificate")
    [row] = list_templates(desk)
    assert (row.title, row.faults) == (TITLE, ())
    offer = next(each for each in list_letters(desk, named(), today=TODAY) if each.template.id == kept.id)
    assert offer.requirement == "employment-proof"
    remove_template(desk, kept.id)
    assert list_templates(desk) == ()


def test_a_template_of_one_language_needs_its_facts_in_that_language_alone(
    desk: Desk, tmp_path: Path
) -> None:
    path = template(tmp_path, "兹证明{{ person.name }}在{{ employer.name }}任职。")
    out = tmp_path / "out.docx"
    with pytest.raises(LetterLacks):
        write_letter(desk, named(), str(path), out, form=LetterForm.COLUMNS, today=TODAY)
    case = named(employer__name="示例公司")
    write_letter(desk, case, str(path), out, form=LetterForm.COLUMNS, today=TODAY, read=True)
    assert words_of(out) == "兹证明ROE ANNA在示例公司任职。"
    with pytest.raises(LetterLacks):
        write_letter(desk, case, str(path), out, form=LetterForm.EN, today=TODAY)


def test_a_template_that_names_both_languages_needs_both(desk: Desk, tmp_path: Path) -> None:
    path = template(tmp_path, "{{ zh.employer.name }} / {{ en.employer.name }}")
    case = named(employer__name="示例公司")
    with pytest.raises(LetterLacks) as lacks:
        write_letter(desk, case, str(path), tmp_path / "out.docx", form=LetterForm.ZH, today=TODAY)
    assert [each.key for each in lacks.value.letter.missing] == ["employer.name.en"]


def test_a_faulty_template_is_told_with_its_place_and_neither_kept_nor_filled(
    desk: Desk, tmp_path: Path
) -> None:
    path = template(tmp_path, "fine", "{{ employer.nmae }} and {{ range(9) }}")
    found = look_at_template(path).faults
    assert {each.place.paragraph for each in found} == {2}
    assert {each.code for each in found} >= {"template.unknown_name"}
    with pytest.raises(FaultyTemplate):
        add_template(desk, path, TITLE, "")
    with pytest.raises(FaultyTemplate):
        write_letter(desk, named(), str(path), tmp_path / "out.docx", form=LetterForm.ZH, today=TODAY)
    assert not (tmp_path / "out.docx").exists()
    assert list_templates(desk) == ()


def test_a_template_that_outgrows_every_letter_with_the_rows_of_a_case_is_told_and_nothing_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{% for a in years %}{% for b in years %}")
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:name"), "x" * 700_000)
    paragraph._p.append(mark)
    paragraph.add_run("{% endfor %}{% endfor %}")
    path, out = tmp_path / "long.docx", tmp_path / "out.docx"
    document.save(str(path))
    # With the few rows with which it is tried it is none too long.
    assert look_at_template(path).faults == ()
    with pytest.raises(FaultyTemplate) as raised:
        write_letter(desk, named(), str(path), out, form=LetterForm.ZH, today=TODAY, blanks=True)
    assert [fault.code for fault in raised.value.faults] == ["template.too_large"]
    assert raised.value.params["file"] == "long.docx"
    assert not out.exists()


def test_our_own_templates_can_be_taken_as_a_start_and_pass_as_they_are(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "start.docx"
    for form in LetterForm:
        export_template("wage-certificate", form, path)
        assert look_at_template(path).faults == ()
    with pytest.raises(UnusableInput, match=r"letter\.unknown"):
        export_template("love-letter", LetterForm.ZH, path)


def test_the_names_that_a_template_uses_are_told_with_those_it_cannot_do_without(
    desk: Desk, tmp_path: Path
) -> None:
    path = template(tmp_path, "{{ person.name }}{% if post.title %}, {{ post.title }}{% endif %}")
    assert {(each.name, each.needed) for each in fields_of(desk, str(path))} == {
        ("person.name", True),
        ("post.title", False),
    }
    assert {"employer.name", "years", "row.year"} <= {each.name for each in fields_of(desk, None)}
