"""How letters say things: days, months, money, countries and what was typed, as words in both languages."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from app.domain.case import Answer, HistoryRow, Relative, Sex
from app.domain.letters import DetailKind, LetterFact
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, both
from app.i18n.terms import country_name
from app.i18n.written import capital_amount, written_amount, written_day, written_month
from app.letters.catalogue import ENGLISH

Row = Mapping[str, Text]
NOTHING = Text.same("")
SEX_NAMES = {Sex.FEMALE: N_("Female"), Sex.MALE: N_("Male"), Sex.UNSPECIFIED: N_("Not stated")}
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNTIL_NOW = N_("present")


def detail_text(fact: LetterFact, details: Mapping[str, Answer]) -> Text | None:
    """Return what was typed of a fact, in both languages, empty in one that is not known; None in neither."""
    zh, en = details.get(fact.name), details.get(fact.name + ENGLISH)
    if en in (None, "") and not (fact.bilingual and _is_chinese(zh)):
        en = zh
    chinese, english = worded(fact, zh, Language.ZH), worded(fact, en, Language.EN)
    return None if chinese is None and english is None else Text(en=english or "", zh=chinese or "")


def _is_chinese(value: Answer | None) -> bool:
    """Say whether a reader of English could not read it: names in Latin letters stand in both languages."""
    return isinstance(value, str) and _CHINESE.search(value) is not None


def _says_something(words: str) -> bool:
    """Say whether anything can be seen of words: blanks, marks of direction and the like say nothing."""
    return any(unicodedata.category(mark)[0] not in "CZ" for mark in words)


def worded(fact: LetterFact, value: Answer | None, language: Language) -> str | None:
    """Write what was typed of a fact in a language."""
    if value is None or value == "":
        return None
    match fact.kind:
        case DetailKind.DATE if isinstance(value, date):
            return written_day(value, language)
        case DetailKind.MONTH if isinstance(value, date):
            return written_month(value, language)
        case DetailKind.MONEY if isinstance(value, int | float):
            return written_amount(value, language)
        case DetailKind.NUMBER if isinstance(value, int | float):
            return f"{value:,.10g}"
        case DetailKind.CHOICE:
            chosen = next((label for each, label in fact.choices if each == value), None)
            return str(value) if chosen is None else chosen.in_language(language)
    words = str(value).strip()
    if not _says_something(words):
        return None
    if fact.kind is DetailKind.LINES and language is Language.ZH:
        # Every paragraph begins two characters in.
        return words.replace("\n", "\n\u3000\u3000")
    return words


def say_day(day: date | None) -> Text | None:
    """Say a day."""
    return None if day is None else Text(*(written_day(day, each) for each in (Language.EN, Language.ZH)))


def say_month(day: date | None) -> Text:
    """Say the month of a day; what has no end lasts until now."""
    if day is None:
        return both(_UNTIL_NOW)
    return Text(*(written_month(day, each) for each in (Language.EN, Language.ZH)))


def say_money(cny: float | None) -> Text | None:
    """Say an amount in figures."""
    return None if cny is None else Text(*(written_amount(cny, each) for each in (Language.EN, Language.ZH)))


def say_capitals(cny: float | None) -> Text | None:
    """Say an amount in Chinese capitals."""
    return None if cny is None else Text.same(f"人民币{capital_amount(cny)}")


def say_same(words: str | None) -> Text | None:
    """Say what is the same in both languages."""
    return Text.same(words) if words else None


def say_country(code: str | None) -> Text | None:
    """Say a country."""
    return None if code is None else country_name(code)


def say_sex(sex: Sex | None) -> Text | None:
    """Say a sex as passports do."""
    return None if sex is None else both(SEX_NAMES[sex])


def say_either(row: HistoryRow | Relative, name: str) -> Text:
    """Say words of a row that have a form in each language."""
    return in_each(getattr(row, name), getattr(row, f"{name}_en"))


def in_each(zh: str, en: str) -> Text:
    """Return words in both languages; Chinese ones are no English ones, where there are none of these."""
    return Text(en=en or ("" if _is_chinese(zh) else zh), zh=zh or en)
