"""Letters: which can be made of a case, what each still needs, and writing one as a Word file or as a PDF."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.casework.destination import refuse_destination
from app.casework.letter_source import source_of
from app.domain.case import Case, Evidence, LetterRead, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.letters import (
    DocumentPlace,
    FaultyTemplate,
    FilledFact,
    Letter,
    LetterForm,
    LetterKind,
    LetterOffer,
    LetterTemplate,
    MissingFact,
    TemplateFault,
    Wanted,
    WrittenLetter,
)
from app.domain.words import Language
from app.env.replace import replacing
from app.letters import catalogue
from app.letters.fill import Filling, fill_template
from app.letters.limits import TooLong
from app.letters.package import without_times
from app.letters.said import Row
from app.letters.values import Values, values_of

WORD, PDF = ".docx", ".pdf"
# So begin the names that are about the day on which a letter is written, not about the case.
_DAY_FACTS = "today."


def letter_of(desk: Desk, letter: str) -> LetterTemplate:
    """Return a letter by its id, an own one among them, or a Word template that is not kept by its path.

    Raises UnusableInput where there is none, FaultyTemplate for a template that cannot be used.
    """
    if letter.lower().endswith(WORD):
        from app.letters.own import read_own_file

        return read_own_file(Path(letter))
    if letter.startswith(OWN):
        from app.letters.own import own_templates

        if (found := own_templates(own_folder(desk)).get(letter)) is not None:
            return found
    return catalogue.template_of(letter)


OWN = "own:"


def own_folder(desk: Desk) -> Path:
    """Return where the templates that the person brought are kept."""
    return desk.data_folder / "letters"


def every_letter(desk: Desk) -> tuple[LetterTemplate, ...]:
    """Return every letter that there is, the person's own ones last."""
    from app.letters.own import own_templates

    return (*catalogue.templates().values(), *own_templates(own_folder(desk)).values())


def list_letters(desk: Desk, opened: OpenCase, *, today: date) -> tuple[LetterOffer, ...]:
    """Return every letter that can be made for a person of the case, what the checklist asks for first."""
    checklist = list_checklist(desk, opened.case, today=today)
    offers: list[LetterOffer] = []
    for person in opened.case.people:
        values = values_of(source_of(desk, opened.case, person, checklist, today=today))
        for template in every_letter(desk):
            if person.role in template.about:
                offers.append(_offer(template, opened.case, person, checklist, values))
    return tuple(sorted(offers, key=lambda offer: not offer.requirement))


def _offer(
    template: LetterTemplate, case: Case, person: Person, checklist: tuple[ChecklistItem, ...], values: Values
) -> LetterOffer:
    asked = next(
        (
            item
            for item in checklist
            if item.person.id == person.id and answers(template, item) and item.state is not ItemState.WAIVED
        ),
        None,
    )
    # What is missing of the papers is seen only in a review.
    missing = [
        each for each in _missing(template, case, person, values, LetterForm.ZH) if each.key != "wanted"
    ]
    return LetterOffer(
        template,
        person.id,
        "" if asked is None else asked.requirement.id,
        None if asked is None else asked.state,
        len(missing),
    )


def answers(template: LetterTemplate, item: ChecklistItem) -> bool:
    """Say whether a letter, once signed, is what an item of the checklist asks for."""
    return item.requirement.id in template.answers or bool(set(item.ask.instead) & set(template.answers))


def person_for(template: LetterTemplate, case: Case, person_id: str | None) -> Person:
    """Return whom a letter is about: the person named, else the first whom it can be about.

    Raises UnusableInput where there is no such person, or the letter is about others.
    """
    if person_id is not None:
        person = case.person(person_id)
        if person is None:
            raise UnusableInput("letter.no_such_person", person=person_id, known=", ".join(_ids(case)))
        if person.role not in template.about:
            raise UnusableInput("letter.not_about", person=person_id)
        return person
    people = sorted(case.people, key=lambda each: each.role is not PersonRole.PRINCIPAL)
    found = next((each for each in people if each.role in template.about), None)
    if found is None:
        raise UnusableInput("letter.nobody_for_it")
    return found


def _ids(case: Case) -> Iterator[str]:
    return (person.id for person in case.people)


def fill_letter(
    desk: Desk,
    opened: OpenCase,
    letter: str,
    *,
    person: str | None = None,
    form: LetterForm,
    today: date,
    wanted: tuple[Wanted, ...] = (),
) -> Letter:
    """Return what a letter says of a person, and what it still lacks; nothing is written.

    Raises UnusableInput where there is no such letter, or it cannot be about the person.
    """
    template = letter_of(desk, letter)
    about = person_for(template, opened.case, person)
    values = _values(desk, opened.case, about, wanted, today)
    return _filled(opened.case, template, about, form, values)


def _values(desk: Desk, case: Case, person: Person, wanted: tuple[Wanted, ...], today: date) -> Values:
    checklist = list_checklist(desk, case, today=today)
    return values_of(source_of(desk, case, person, checklist, wanted=wanted, today=today))


def _filled(case: Case, template: LetterTemplate, person: Person, form: LetterForm, values: Values) -> Letter:
    names = {**catalogue.facts()}
    filled = tuple(
        FilledFact(name, names[name].label, values.facts[name], _owner(case, person, name), names[name].asked)
        for name in (*template.needs, *template.may)
        if name in names and name in values.facts
    )
    missing = tuple(_missing(template, case, person, values, form))
    could = tuple(_missing(template, case, person, values, form, optional=True))
    content = _fingerprint(_template_bytes(template, form), values, template)
    read = next((row for row in case.letters_read if _is_of(row, template, person, form, content)), None)
    return Letter(
        template,
        form,
        person.id,
        filled,
        missing,
        could,
        content,
        "" if read is None else read.read_by,
        None if read is None else read.read_on,
    )


def _is_of(row: LetterRead, template: LetterTemplate, person: Person, form: LetterForm, content: str) -> bool:
    return (row.letter, row.person, row.form, row.content) == (template.id, person.id, form.value, content)


def _owner(case: Case, person: Person, name: str) -> str:
    principal = case.principal
    of_principal = name in catalogue.facts() and catalogue.facts()[name].of_principal
    return principal.id if of_principal and principal is not None else person.id


def _missing(
    template: LetterTemplate,
    case: Case,
    person: Person,
    values: Values,
    form: LetterForm,
    *,
    optional: bool = False,
) -> Iterator[MissingFact]:
    """Give what a letter does not find in the case, once for each language in which it lacks.

    What it may say and is known in one of its languages alone is missing: they would say different things.
    """
    languages = template.languages_in(form)
    for name in _looked_for(template, case, person, values, languages, optional=optional):
        if name in catalogue.lists():
            yield from _missing_rows(name, person, values, languages)
            continue
        fact, known = catalogue.facts()[name], values.facts.get(name)
        owner = _owner(case, person, name)
        if not fact.bilingual:
            if known is None:
                yield MissingFact(fact, owner, name)
            continue
        for language in languages:
            if known is None or not known.in_language(language):
                key = name if language is Language.ZH else name + catalogue.ENGLISH
                yield MissingFact(fact, owner, key, language)


def _looked_for(
    template: LetterTemplate,
    case: Case,
    person: Person,
    values: Values,
    languages: tuple[Language, ...],
    *,
    optional: bool,
) -> list[str]:
    """Return the names that a letter has to find, or those that it would say as well."""
    halves = [name for name in template.may if _lacks_a_half(name, values, languages)]
    due = [name for name in template.needs if _is_asked_in(name, case)]
    if template.kind is LetterKind.LETTER:
        due += [name for name in template.may if _is_due(name, case) and name not in values.facts]
    needs = [_or_instead(name, template, person, values) for name in due]
    needed = [*(name for name in needs if name), *halves]
    if not optional:
        return needed
    others = (name for name in template.may if name not in needed)
    return [name for name in others if _is_asked_of(name, case, person)]


def _or_instead(name: str, template: LetterTemplate, person: Person, values: Values) -> str:
    """Return the fact to ask for where one is needed, another in its place; none where that is known."""
    if name in values.facts:
        return name
    for other in template.may:
        fact = catalogue.facts().get(other)
        if fact is not None and fact.instead_of == name and fact.is_asked_of(person.nationality):
            return "" if other in values.facts else other
    return name


def _is_asked_of(name: str, case: Case, person: Person) -> bool:
    fact = catalogue.facts().get(name)
    return fact is None or (fact.is_asked_of(person.nationality) and fact.is_asked_in(case))


def _is_due(name: str, case: Case) -> bool:
    """Say whether somebody of the case makes a fact needed that a letter only may say."""
    fact = catalogue.facts().get(name)
    return fact is not None and fact.beside is not None and fact.is_asked_in(case)


def _is_asked_in(name: str, case: Case) -> bool:
    fact = catalogue.facts().get(name)
    return fact is None or fact.is_asked_in(case)


def _missing_rows(
    name: str, person: Person, values: Values, languages: tuple[Language, ...]
) -> Iterator[MissingFact]:
    """Give a list without rows, and each language in which its rows lack what they say in the other."""
    rows, made_of = values.lists[name], catalogue.lists()[name]
    if not rows:
        yield MissingFact(made_of, person.id, name)
    for language in languages:
        if _lacks_words(rows, language):
            yield MissingFact(made_of, person.id, name, language)


def _lacks_a_half(name: str, values: Values, languages: tuple[Language, ...]) -> bool:
    """Say whether a letter would say something in one language and not in the other."""
    if name in catalogue.lists():
        return any(_lacks_words(values.lists[name], each) for each in languages)
    text = values.facts.get(name)
    return text is not None and len({bool(text.in_language(each)) for each in languages}) > 1


def _lacks_words(rows: tuple[Row, ...], language: Language) -> bool:
    """Say whether rows lack in a language what they say in the other: a cell would be empty."""
    texts = (text for row in rows for text in row.values() if text.en or text.zh)
    return not all(text.in_language(language) for text in texts)


def _fingerprint(template: bytes, values: Values, letter: LetterTemplate) -> str:
    """Return what stands for all that a letter says, but for the day on which it is written."""
    digest = hashlib.sha256(template)
    for name in sorted({*letter.needs, *letter.may}):
        if not name.startswith(_DAY_FACTS):
            said = values.lists.get(name) or values.facts.get(name)
            digest.update(repr((name, said)).encode())
    return digest.hexdigest()[:32]


def _template_bytes(template: LetterTemplate, form: LetterForm) -> bytes:
    if template.file is not None:
        from app.letters.own import own_bytes

        return own_bytes(template)
    return (catalogue.letters_folder() / f"{template.id}.{form.value}{WORD}").read_bytes()


def write_letter(
    desk: Desk,
    opened: OpenCase,
    letter: str,
    destination: Path,
    *,
    person: str | None = None,
    form: LetterForm,
    today: date,
    blanks: bool = False,
    read: bool = False,
    wanted: tuple[Wanted, ...] = (),
) -> WrittenLetter:
    """Write a letter as a Word file or as a PDF, by the ending of the file.

    Until a person has read it (`read`), what was filled is marked in it, and the margin of a letter says
    who signs it. Nothing is written while a fact is missing, unless `blanks` are left to fill by hand.
    Raises UnusableInput for another ending, for missing facts, where a paper of the case or the template
    itself stands, and as `fill_letter`; MachineStopped where it cannot be written.
    """
    ending = destination.suffix.lower()
    if ending not in (WORD, PDF):
        raise UnusableInput("letter.unknown_ending", file=destination.name)
    template = letter_of(desk, letter)
    refuse_destination(destination, opened, *(() if template.file is None else (Path(template.file),)))
    about = person_for(template, opened.case, person)
    values = _values(desk, opened.case, about, wanted, today)
    filled = _filled(opened.case, template, about, form, values)
    if filled.missing and not blanks:
        raise LetterLacks(filled)
    keep_marks = template.kind is not LetterKind.LIST and not (read or filled.is_read)
    data, written = _written(filled, values, ending, keep_marks=keep_marks)
    with replacing(destination) as temporary:
        temporary.write_bytes(data)
    return WrittenLetter(str(destination), filled, keep_marks, *written)


class LetterLacks(UnusableInput):
    """A letter lacks facts: the person gives them, or asks for blanks."""

    def __init__(self, letter: Letter) -> None:
        super().__init__("letter.facts_missing", count=len(letter.missing))
        self.letter = letter


def _notes_of_drafts(template: LetterTemplate) -> tuple[str, ...]:
    """Return what stands at the foot of a letter as long as it is a draft: nobody hands in an instruction."""
    is_handed_in = template.kind is LetterKind.LETTER
    return tuple(template.signing.in_language(each) for each in Language) if is_handed_in else ()


def _written(
    letter: Letter, values: Values, ending: str, *, keep_marks: bool
) -> tuple[bytes, tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Return a letter as it is written. Raises FaultyTemplate where it grows beyond every letter."""
    try:
        return _rendered(letter, values, ending, keep_marks=keep_marks)
    except TooLong as error:
        template = letter.template
        fault = TemplateFault("template.too_large", DocumentPlace("body", 0), "")
        raise FaultyTemplate(Path(template.file or template.id).name, (fault,)) from error


def _rendered(
    letter: Letter, values: Values, ending: str, *, keep_marks: bool
) -> tuple[bytes, tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Return the bytes of a letter, and its pages, the characters and the things that its PDF lacks."""
    template, form = letter.template, letter.form
    used = frozenset((*template.needs, *template.may))
    blanks = frozenset(each.key.removesuffix(catalogue.ENGLISH) for each in letter.missing)
    document = fill_template(
        _template_bytes(template, form),
        Filling(values, used, blanks),
        form,
        keep_marks=keep_marks,
        without_notes=() if keep_marks else _notes_of_drafts(template),
    )
    if ending == WORD:
        buffer = io.BytesIO()
        document.save(buffer)
        return without_times(buffer.getvalue()), (0, (), ())
    # Only here: a Word file is written without it.
    from app.letters.pdf import draw_letter

    language = form.languages[0]
    title = template.title.in_language(language)
    drawn = draw_letter(document, title, language=language, one_page=template.kind is LetterKind.LIST)
    return drawn.data, (drawn.pages, drawn.lacking, drawn.left_out)


def made_of(letter: Letter) -> str:
    """Return what stands for the form of a letter and what it says."""
    return f"{letter.form.value}:{letter.content}"


def is_outdated(desk: Desk, case: Case, evidence: Evidence, *, today: date) -> bool:
    """Say whether a letter that stands for a paper would say something else now."""
    form = evidence.made_of.partition(":")[0]
    try:
        now = fill_letter(
            desk,
            OpenCase(case, {}),
            evidence.made_from,
            person=evidence.person,
            form=LetterForm(form),
            today=today,
        )
    except (UnusableInput, ValueError):
        return False
    return made_of(now) != evidence.made_of
