"""What `yongju letter` prints for people."""

import re
from collections.abc import Iterable, Iterator, Sequence

from app.casework.letters import LetterLacks
from app.domain.case import Case
from app.domain.letters import (
    DetailKind,
    LetterFact,
    LetterField,
    LetterKind,
    LetterOffer,
    LetterTemplate,
    MissingFact,
    WrittenLetter,
)
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.letters import LEFT_OUT_NAMES
from app.i18n.terms import STATE_NAMES
from app.i18n.wording import word_app_error

_KINDS = {
    LetterKind.LETTER: N_("Letters"),
    LetterKind.SHEET: N_("Data sheets to copy from"),
    LetterKind.LIST: N_("Lists"),
}


_EXAMPLES = {
    DetailKind.DATE: "2026-01-31",
    DetailKind.MONTH: "2026-01-01",
    DetailKind.NUMBER: "0",
    DetailKind.MONEY: "0",
}


def letters_words(templates: Sequence[LetterTemplate], language: Language) -> str:
    """Tell which letters there are and what each is for."""
    say = catalogue(language)
    lines: list[str] = []
    for kind, heading in _KINDS.items():
        lines += ["", say(heading)]
        for template in templates:
            if template.kind is kind:
                lines += [
                    f"  {template.id}",
                    f"    {template.title.in_language(language)}. {template.use.in_language(language)}"
                    if language is Language.EN
                    else f"    {template.title.zh}。{template.use.zh}",
                ]
    return "\n".join(lines[1:])


def offers_words(offers: Iterable[LetterOffer], case: Case, language: Language) -> str:
    """Tell which letters can be made of a case, and what each still lacks."""
    return "\n".join(_offer_line(offer, case, language) for offer in offers)


def _offer_line(offer: LetterOffer, case: Case, language: Language) -> str:
    say = catalogue(language)
    person = case.person(offer.person)
    told = [offer.template.id, offer.template.title.in_language(language)]
    told.append(offer.person if person is None else person.full_name)
    if offer.requirement:
        told.append(say("asked for"))
    if offer.state is not None:
        told.append(say(STATE_NAMES[offer.state]))
    if offer.missing:
        told.append(say.plural("{count} fact missing", "{count} facts missing", offer.missing))
    return " · ".join(told)


def fields_words(fields: Iterable[LetterField], language: Language) -> str:
    """Tell the names that a template uses, or may use."""
    return "\n".join(_field_line(field, language) for field in fields)


def _field_line(field: LetterField, language: Language) -> str:
    say = catalogue(language)
    line = f"{field.name:34} {field.label.in_language(language)}"
    return line if field.needed else f"{line} · {say('where known')}"


def lacks_words(lacks: LetterLacks, language: Language) -> str:
    """Tell everything that a letter lacks, and where each is entered."""
    return "\n".join((*_missing_lines(lacks.letter.missing, language), "", word_app_error(lacks, language)))


def _missing_lines(missing: Iterable[MissingFact], language: Language) -> Iterator[str]:
    say = catalogue(language)
    told: dict[str, list[MissingFact]] = {}
    elsewhere: list[MissingFact] = []
    for each in missing:
        if getattr(each.fact, "asked", False):
            told.setdefault(each.person, []).append(each)
        else:
            elsewhere.append(each)
    for person, rows in told.items():
        yield say("Into case.toml, below {table}:", table=f"[details.{_key(person)}]")
        for each in rows:
            yield f"  {_line(each)}   # {_label(each, language)}"
    if elsewhere:
        yield say("Missing in the case itself:")
        for each in elsewhere:
            yield f"  {_label(each, language)} [{each.person}]"


def _key(name: str) -> str:
    """Return a key as TOML wants it."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else f'"{name}"'


def _line(missing: MissingFact) -> str:
    """Return a line of TOML to fill in; as it is told it says nothing yet."""
    fact = missing.fact
    if isinstance(fact, LetterFact) and fact.choices:
        return f'# "{missing.key}" = ' + " | ".join(f'"{value}"' for value, _ in fact.choices)
    if isinstance(fact, LetterFact) and fact.kind in _EXAMPLES:
        return f'# "{missing.key}" = {_EXAMPLES[fact.kind]}'
    return f'"{missing.key}" = ""'


def _label(missing: MissingFact, language: Language) -> str:
    label = missing.fact.label.in_language(language)
    if missing.language is Language.EN:
        return catalogue(language)("{label} (in English)", label=label)
    return label


def written_words(written: WrittenLetter, language: Language) -> str:
    """Tell what was written, and what is still to be done with it."""
    say = catalogue(language)
    template = written.letter.template
    lines = [say("Written: {path}", path=written.path)]
    if written.marked:
        lines.append(
            say(
                "What was filled in is marked. Read it through against the papers; then write it again with "
                "--read, which leaves out the marks and, in a letter, the note on who signs it."
            )
        )
    if written.letter.missing:
        count = len(written.letter.missing)
        lines.append(say.plural("{count} blank to fill by hand", "{count} blanks to fill by hand", count))
    lines.append(template.signing.in_language(language))
    if written.lacking:
        characters = " ".join(written.lacking)
        lines.append(say("The PDF has no picture for these characters: {characters}", characters=characters))
    if written.left_out:
        things = ", ".join(say(LEFT_OUT_NAMES[each]) for each in written.left_out)
        lines.append(say("Only the Word file shows: {things}", things=things))
    return "\n".join(line for line in lines if line)
