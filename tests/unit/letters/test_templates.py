"""The letters that come with the product: what each says, declares and looks like."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from app.domain.letters import LetterForm, LetterKind
from app.domain.words import Language
from app.letters.build_templates import build_all, build_template, template_name
from app.letters.catalogue import facts, letters_folder, lists, read_template, templates, wording_files
from app.letters.styles import STYLE_NAMES
from app.letters.wording import Block, BlockStyle, in_language, read_wording

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)?")
_WORDS_OF_JINJA = {"if", "elif", "else", "endif", "and", "or", "not", "upper"}


def used_in(block: Block, language: Language) -> set[str]:
    """Return the names that a block uses in a language, the list of a table among them."""
    texts = [block.text.in_language(language), *(each.cell.in_language(language) for each in block.columns)]
    tags = " ".join((found[1] or found[2]) for text in texts for found in _TAG.finditer(text))
    names = {
        name for name in _NAME.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", tags)) if name not in _WORDS_OF_JINJA
    }
    if block.rows:
        rows = {name.partition(".")[2] for name in names if name.startswith("row.")}
        assert rows <= {name for name, _ in lists()[block.rows].fields}, block
        names = {name for name in names if not name.startswith("row.")} | {block.rows}
    return names | ({block.when} if block.when else set())


@pytest.mark.parametrize("path", wording_files(), ids=lambda path: path.stem)
def test_a_letter_declares_exactly_what_it_says_in_either_language(path: Path) -> None:
    template, blocks = read_template(path), read_wording(path)
    declared = {*template.needs, *template.may}
    used = {name for block in blocks for language in Language for name in used_in(block, language)}
    assert used == declared
    assert not set(template.needs) & set(template.may)
    assert declared <= facts().keys() | lists().keys()


@pytest.mark.parametrize("path", wording_files(), ids=lambda path: path.stem)
def test_a_letter_says_what_it_needs_in_both_languages(path: Path) -> None:
    template, blocks = read_template(path), read_wording(path)
    for language in Language:
        used = {name for block in blocks for name in used_in(block, language)}
        assert set(template.needs) <= used, language


# All counted years, whoever paid: letters of ours say those with the present employer.
_FOR_OWN_TEMPLATES = {
    "years", "wages.total", "wages.total_in_words", "wages.first_year", "wages.last_year",
}  # fmt: skip


def test_every_fact_and_every_list_is_said_by_some_letter() -> None:
    declared = {name for each in templates().values() for name in (*each.needs, *each.may)}
    assert facts().keys() | lists().keys() == declared | _FOR_OWN_TEMPLATES
    assert not declared & _FOR_OWN_TEMPLATES


def test_every_letter_that_is_asked_for_is_there_and_tells_who_signs_it() -> None:
    assert {
        "employment-certificate", "wage-certificate", "employer-recommendation", "authority-recommendation",
        "university-recommendation", "leader-recommendation", "leader-guarantee", "invitation",
        "visa-delay-statement", "main-employer-consent", "part-time-employer-consent", "name-difference",
        "gap-explanation", "power-of-attorney", "declaration-of-truth", "curriculum-vitae", "kinship-table",
        "entries-and-exits", "cover-letter", "gap-list", "application-permanent-residence",
        "application-visa-stay-residence", "card-renewal",
    } <= templates().keys()  # fmt: skip
    for template in templates().values():
        told = [template.title, template.use]
        if template.kind is LetterKind.LETTER:
            told.append(template.signing)
        assert all(each.zh and each.en for each in told), template.id


def test_the_word_templates_are_those_of_the_wording() -> None:
    built = dict(build_all())
    kept = {path: path.read_bytes() for path in letters_folder().glob("*.docx")}
    assert built.keys() == kept.keys()
    differing = [path.name for path, data in built.items() if _parts(kept[path]) != _parts(data)]
    assert differing == [], "run python -m app.letters.build_templates"


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", LetterForm)
def test_every_run_and_every_style_names_an_east_asian_font(form: LetterForm) -> None:
    for letter in templates():
        document = docx.Document(str(letters_folder() / template_name(letter, form)))
        for style in document.styles:
            if style.name in STYLE_NAMES.values():
                assert _east_asian(style.element.rPr), (letter, style.name)
        footer = document.sections[0].footer._element
        for part in (document.element.body, footer):
            for run in part.iter(qn("w:r")):
                words = "".join(text.text or "" for text in run.iter(qn("w:t")))
                if words and not re.fullmatch(r"\{%(p|tr) .*%\}", words):
                    assert _east_asian(run.rPr), (letter, words)


def _east_asian(properties: object) -> str | None:
    fonts = None if properties is None else properties.find(qn("w:rFonts"))  # type: ignore[attr-defined]
    if fonts is None or any("Theme" in name for name in fonts.attrib):
        return None
    return str(fonts.get(qn("w:eastAsia")))


def test_a_block_says_the_names_of_its_own_language_where_two_stand_beside_each_other() -> None:
    words = "{{ person.name }}{% if post.until and person.sex == 'person.x' %}，{{ row.since }}{% endif %}"
    assert in_language(words, "en") == (
        "{{ en.person.name }}{% if en.post.until and "
        "en.person.sex == 'person.x' %}，{{ row.en.since }}{% endif %}"
    )


def test_a_template_is_built_to_the_same_bytes_every_time() -> None:
    path = wording_files()[0]
    template, blocks = read_template(path), read_wording(path)
    made = {build_template(template, blocks, LetterForm.COLUMNS) for _ in range(2)}
    assert len(made) == 1
    assert any(block.style is BlockStyle.TITLE for block in blocks)
