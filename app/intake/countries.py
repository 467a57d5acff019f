"""Tells countries from what papers call them: names in many languages, adjectives, codes."""

import functools
import re

from babel.core import Locale, get_global

from app.intake.writing import fold, has_han, is_han, plain, vocabulary

_LANGUAGES = ("en", "zh", "de", "fr", "es", "pt", "it", "nl", "ru")
# Within running text a code of two or three letters is too often another word.
_SHORTEST_IN_TEXT = 4
_CHINESE_TAILS = ("国籍", "公民", "国民", "籍", "人")


@functools.cache
def _by_alpha2() -> dict[str, str]:
    past = vocabulary("countries")["past"]
    codes = (item for item in get_global("territory_aliases").items() if item[0] not in past)
    return {two[0]: three for three, two in codes if len(three) == 3 and three.isalpha() and len(two) == 1}


@functools.cache
def _names() -> dict[str, str]:
    """Return the alpha-3 code for every folded name; a name that two countries share is left out."""
    names: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for alpha2, name in Locale(language).territories.items():
            if alpha2 in _by_alpha2():
                names.setdefault(plain(name), set()).add(_by_alpha2()[alpha2])
    known = {name: codes.pop() for name, codes in names.items() if len(codes) == 1}
    known |= {three.lower(): three for three in _by_alpha2().values()}
    for code, others in vocabulary("countries")["names"].items():
        known |= {plain(name): code for name in others}
    return known


def country_of(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a text that names one country and nothing else."""
    key = plain(text)
    if found := _names().get(key):
        return found
    for tail in _CHINESE_TAILS:
        if key.endswith(tail) and (
            found := _names().get(key.removesuffix(tail)) or _names().get(key[: -len(tail)] + "国")
        ):
            return found
    return _of_parts(text)


def _of_parts(text: str) -> str | None:
    """Read "CANADIENNE/CANADIAN", "德国 GERMANY" or "IRL 爱尔兰": every part means the same country."""
    parts = [
        part
        for part in re.split(r"[/／()（）,，|]|\s+(?=[^\x00-\x7f])|(?<=[\u4e00-\u9fff])\s*(?=[A-Za-z])", text)
        if plain(part)
    ]
    if len(parts) < 2:
        return None
    codes = {_names().get(plain(part)) for part in parts}
    return codes.pop() if len(codes) == 1 else None


@functools.cache
def _longest_first() -> tuple[tuple[str, str], ...]:
    long = [
        (name, code)
        for name, code in _names().items()
        if len(name) >= (2 if has_han(name) else _SHORTEST_IN_TEXT)
    ]
    return tuple(sorted(long, key=lambda item: -len(item[0])))


def country_at_start(text: str) -> str | None:
    """Return the country that a text begins with, as "德国本公文书" or "Germany This public document"."""
    key = plain(text)
    for name, code in _longest_first():
        if key.startswith(name) and (has_han(name) or _word_ends(text, len(name))):
            return code
    return None


def _word_ends(text: str, length: int) -> bool:
    """Say whether a word ends after so many letters and digits of a text."""
    seen = 0
    for index, letter in enumerate(fold(text)):
        seen += letter.isalnum()
        if seen == length:
            after = text[index + 1 : index + 2]
            return not after.isalnum() or is_han(after) or (text[index].islower() and after.isupper())
    return True


def writes_month_first(code: str | None) -> bool:
    """Say whether papers of a country write 9/1/2026 for the first of September."""
    return code in vocabulary("countries")["month_first"]
