"""Words for where loose files are proposed to belong, and why."""

from app.domain.case import EvidencePart
from app.domain.papers import KindTable
from app.domain.sorting import Placement, Reason, Spot, Sureness
from app.domain.words import Language
from app.i18n.catalogue import N_, catalogue
from app.i18n.readings import kind_title
from app.i18n.terms import PART_NAMES
from app.i18n.wording import Names

SURENESS_NAMES = {
    Sureness.SURE: N_("sure"),
    Sureness.LIKELY: N_("likely"),
    Sureness.UNSURE: N_("unsure"),
    Sureness.UNKNOWN: N_("unknown"),
}
REASONS = {
    "words": N_("by the words {words}"),
    "looks": N_("by how it looks"),
    "not_read": N_("it could not be read: it may be empty, damaged or locked, or no paper at all"),
    "no_words": N_("no writing was found on it"),
    "no_kind": N_("no known kind of paper was recognised"),
    "nothing_asks": N_("no requirement asks for such a paper"),
    "several_papers": N_("the file holds several different papers"),
    "number": N_("it bears the passport number {number}"),
    "name": N_("it bears the name {name}"),
    "birth_date": N_("the date of birth agrees"),
    "asked_of_one": N_("it is asked of this person only"),
    "several_people": N_("it bears the names of several people of the case: {people}"),
    "other_person": N_("it names somebody who is not in the case, or is spelt in another way"),
    "earlier_permit": N_("it has expired, or a later permit is there"),
    "file_name": N_("the name of the file says so"),
    "credit_code": N_("the translation bears the same credit code"),
    "beside": N_("its name is like that of {file}"),
    "page_of": N_("one of the {count} pages of the paper that begins in {file}"),
}


def word_sureness(sureness: Sureness, language: Language) -> str:
    """Say how sure a proposal is."""
    return catalogue(language)(SURENESS_NAMES[sureness])


def word_reason(reason: Reason, names: Names, language: Language) -> str:
    """Say why a file is placed where it is."""
    say = catalogue(language)
    return say(
        REASONS[reason.code],
        **{key: _value(key, value, names, language) for key, value in reason.params.items()},
    )


def _value(key: str, value: object, names: Names, language: Language) -> object:
    if not isinstance(value, tuple):
        return value
    if key == "people":
        words = [names.person(str(each), language) for each in value]
        return (", " if language is Language.EN else "、").join(words)
    if language is Language.ZH:
        return "、".join(f"“{each}”" for each in value)
    return ", ".join(f'"{each}"' for each in value)


def word_spot(spot: Spot, names: Names, language: Language) -> str:
    """Say a requirement, whose it is, and which part of it."""
    say = catalogue(language)
    words = [names.requirement(spot.requirement, language)]
    if spot.person is not None:
        words.append(names.person(spot.person, language))
    if spot.part is not EvidencePart.ORIGINAL:
        words.append(say(PART_NAMES[spot.part]))
    return " · ".join(words)


def word_placement_kind(placement: Placement, kinds: KindTable, language: Language) -> str | None:
    """Say what kind of paper a file was taken for; None where for none."""
    guess = placement.kind
    return None if guess is None else kind_title(kinds, guess).in_language(language)
