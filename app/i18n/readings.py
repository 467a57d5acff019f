"""Words for what was read on papers: facts, kinds of paper, and how sure the reader is."""

from datetime import date

from app.domain.papers import KindTable
from app.domain.reading import Fact, FactName, FactValue, KindGuess, PageReading, Subject
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, both, catalogue
from app.i18n.terms import FACT_NAMES, SUBJECT_NAMES, country_name, date_words, money_words

_COUNTRIES = frozenset({FactName.NATIONALITY, FactName.ISSUING_COUNTRY})
_MONEY = frozenset({FactName.WAGE, FactName.WAGE_TOTAL, FactName.TAX, FactName.TAX_TOTAL})
_SEXES = {"F": N_("female"), "M": N_("male"), "X": N_("not specified")}
_MARITAL = {
    "married": N_("married"),
    "single": N_("single"),
    "divorced": N_("divorced"),
    "widowed": N_("widowed"),
}
# Below this a person is asked to compare with the page.
_CLEAR = 0.9


def word_fact_name(fact: Fact, language: Language) -> str:
    """Say what a fact is about, and for whom and when: `Tax paid, 2025-03`."""
    say = catalogue(language)
    parts = [say(FACT_NAMES[fact.name])]
    if fact.subject is not Subject.HOLDER:
        parts.append(say(SUBJECT_NAMES[fact.subject]))
    if fact.year is not None:
        parts.append(str(fact.year) if fact.month is None else f"{fact.year}-{fact.month:02d}")
    return (", " if language is Language.EN else "，").join(parts)


def word_fact_value(fact: Fact, language: Language) -> str:
    """Say the value of a fact, with the other days that its text could mean."""
    say, value = catalogue(language), fact.value
    if isinstance(value, date):
        days = [date_words(day, language) for day in (value, *fact.others)]
        return say("{first} or {second}", first=days[0], second=days[1]) if fact.others else days[0]
    if fact.name in _MONEY and isinstance(value, int | float):
        return money_words(value, language)
    if fact.name in _COUNTRIES:
        return country_name(str(value)).in_language(language)
    if fact.name is FactName.SEX:
        return say(_SEXES[str(value)]) if value in _SEXES else str(value)
    if fact.name is FactName.MARITAL_STATUS:
        return say(_MARITAL[str(value)]) if value in _MARITAL else str(value)
    return str(value)


def word_value(value: FactValue, language: Language) -> str:
    """Say a value that stands alone."""
    return date_words(value, language) if isinstance(value, date) else str(value)


def is_clear(fact: Fact) -> bool:
    """Say whether a fact can be taken as it was read; otherwise a person should look at the page."""
    return fact.confidence >= _CLEAR and not fact.others


def kind_title(kinds: KindTable, guess: KindGuess) -> Text:
    """Return the title of a kind of paper; of a translation, with what it translates."""
    title = _title(kinds, guess.kind)
    if guess.of is None:
        return title
    of = _title(kinds, guess.of)
    return Text(en=f"{title.en}: {of.en}", zh=f"{title.zh}：{of.zh}")


def word_kind(kinds: KindTable, page: PageReading, language: Language) -> str:
    """Say what kind of paper a page seems to be, and how sure that is."""
    say, guess = catalogue(language), page.kind
    if guess is None:
        return say("Page {page}: no kind of paper was recognised.", page=page.number)
    title = kind_title(kinds, guess).in_language(language)
    if guess.sure:
        return say("Page {page}: {kind}", page=page.number, kind=title)
    return say("Page {page}: perhaps {kind}", page=page.number, kind=title)


def _title(kinds: KindTable, kind_id: str) -> Text:
    kind = kinds.kinds.get(kind_id)
    return both("another paper") if kind is None else kind.title
