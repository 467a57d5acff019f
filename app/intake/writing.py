"""Folds writing so that it can be compared, letter by letter, without losing where each letter stands."""

import functools
import tomllib
import unicodedata
from typing import Any

from app.env import paths

_HAN = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"))
_ORDINAL_MARKS = "ºª°"  # in 1º they are no letter o
_DASHES = "‐‑‒–—―－−"


@functools.cache
def vocabulary(name: str) -> dict[str, Any]:
    """Load one of the vocabularies of papers."""
    with paths.resource("labels", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _simplified() -> dict[str, str]:
    return dict(vocabulary("characters")["simplified"])


@functools.cache
def _folded(letter: str) -> str:
    if letter in _DASHES:
        return "-"
    if letter in _ORDINAL_MARKS:
        return letter
    if letter in _simplified():
        return _simplified()[letter]
    base = unicodedata.normalize("NFKD", letter)[:1].lower()[:1] or letter
    return _simplified().get(base, base)


def fold(text: str) -> str:
    """Return the text in small letters without accents, half width, simplified: of the same length."""
    return "".join(map(_folded, text))


@functools.lru_cache(maxsize=1 << 14)
def is_han(letter: str) -> bool:
    """Say whether a letter is a Chinese character."""
    return any(first <= letter <= last for first, last in _HAN)


def has_han(text: str) -> bool:
    """Say whether a text has any Chinese character."""
    return any(map(is_han, text))


def plain(text: str) -> str:
    """Return only the folded letters and digits of a text."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
