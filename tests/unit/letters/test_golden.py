"""Every letter in every form says the same words as a Word file, as a PDF, and as it did before.

`YONGJU_LETTERS=write` writes the kept texts anew; look at what differs before committing them.
"""

import re
from collections.abc import Iterator

import pytest

from app.domain.letters import LetterForm, LetterTemplate
from app.domain.words import Language, Text
from app.intake.kinds import recognise, requirement_candidates
from app.letters.catalogue import facts, letters_folder, template_of, templates
from app.letters.values import values_of
from app.letters.wording import read_wording
from tests.support.wordings import sheet_of
from tests.unit.letters import rich_case
from tests.unit.letters.golden import FOLDER, WRITE, is_made_of, kept, told

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Not everybody is under age, has a Chinese identity card, or joins somebody.
_OF_SOME = {"person.minor", "person.identity_number", "sponsor.relation"}
every_letter = pytest.mark.parametrize("letter", templates())
every_form = pytest.mark.parametrize("form", LetterForm)


def test_everything_is_known_in_the_rich_case() -> None:
    for person in rich_case.PEOPLE:
        known = values_of(rich_case.source(person))
        # Wages and papers are the principal's, whomever the letter is about.
        lacking = {name for name in facts() if not (known.facts.get(name) or Text.same("")).zh}
        mine = {"person.passport_issued_on", "person.permit_expires_on", *_OF_SOME}
        assert lacking - mine <= {"person.surname"}, person.id
    for template in templates().values():
        known = rich_case.values(template)
        names = rich_case.used(template)
        missing = [name for name in names if not known.facts.get(name, known.lists.get(name))]
        assert set(missing) - _OF_SOME <= {"person.surname"}, template.id


@every_letter
@every_form
def test_both_files_of_a_letter_say_what_it_said_before(letter: str, form: LetterForm) -> None:
    made, path = kept(letter, form), FOLDER / f"{letter}.{form.value}.txt"
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(made.readable, "utf-8", newline="\n")
    assert made.readable == path.read_text("utf-8")
    assert told(made.by_pdfium, made) == made.body
    assert told(made.by_pypdf, made) == made.body
    assert (made.lacking, made.left_out) == ((), ())


def test_no_text_is_kept_of_a_letter_that_is_gone() -> None:
    names = {f"{letter}.{form.value}.txt" for letter in templates() for form in LetterForm}
    assert {path.name for path in FOLDER.iterdir()} == names


@every_letter
@every_form
def test_what_is_marked_is_a_word_of_the_case_and_no_other_figure_stands_there(
    letter: str, form: LetterForm
) -> None:
    template, stretches = template_of(letter), kept(letter, form).stretches
    words = {language: set(_words_of(template, language)) for language in Language}
    numbers = {language: set(_constant_numbers(template, language)) for language in Language}
    for each in stretches:
        if each.marked:
            assert any(is_made_of(each.runs, words[language]) for language in each.languages), each
        else:
            allowed = set().union(*(numbers[language] for language in each.languages))
            assert set(_NUMBER.findall("".join(each.runs))) <= allowed, each


def _words_of(template: LetterTemplate, language: Language) -> Iterator[str]:
    known = rich_case.values(template)
    for name in rich_case.used(template):
        if name in known.facts:
            yield known.facts[name].in_language(language)
        for row in known.lists.get(name, ()):
            yield from (text.in_language(language) for text in row.values())


def _constant_numbers(template: LetterTemplate, language: Language) -> Iterator[str]:
    for block in read_wording(letters_folder() / f"{template.id}.toml"):
        texts = [block.text, *(text for column in block.columns for text in (column.head, column.cell))]
        for text in texts:
            yield from _NUMBER.findall(_TAG.sub("\0", text.in_language(language)))


@pytest.mark.parametrize("letter", [each.id for each in templates().values() if each.answers])
@every_form
def test_our_own_reader_takes_a_letter_for_the_paper_that_it_answers(letter: str, form: LetterForm) -> None:
    said = kept(letter, form).readable.partition("-" * 20 + "\n")[0]
    best = recognise(sheet_of(said))[0]
    assert best.sure
    assert set(requirement_candidates(best)) & set(template_of(letter).answers)
