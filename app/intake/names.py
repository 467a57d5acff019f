"""Tells the names of people from other words, and takes apart how papers print them."""

import functools
import re
from dataclasses import dataclass

from app.intake.writing import fold, has_han, is_han, plain, vocabulary

_MOST_WORDS, _MOST_HAN = 8, 24
# A name in Chinese characters alone has two to four of them, or a dot between its parts.
_LONGEST_HAN_ALONE = 4
_MARKS = "·•・‧"
# Latin letters with every mark that the languages of Europe and Vietnam put on them.
_LATIN_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]
CAPITAL = "A-Z" + "".join(letter for letter in _LATIN_LETTERS if letter.isupper())
LETTER = "A-Za-z" + "".join(_LATIN_LETTERS)
_WORD = re.compile(rf"[{LETTER}][{LETTER}'’`.\-]*")
_COMMA = re.compile(r"\s*[,，]\s*")


@dataclass(frozen=True, slots=True)
class PersonName:
    """Holds a name as a paper prints it, in Latin letters, in Chinese, or both."""

    latin: str | None = None
    surname: str | None = None
    given_names: str | None = None
    chinese: str | None = None
    sex: str | None = None


def sex_of(text: str) -> str | None:
    """Return F, M or X for a text that says only that."""
    key = plain(text)
    for sex, words in vocabulary("words")["sex"].items():
        if key and key in {plain(word) for word in words}:
            return str(sex)
    return None


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(vocabulary("words")["names"][name])


def name_of(text: str, *, alone: bool = True) -> PersonName | None:
    """Read a text that is the name of one person, with titles, the sex or the other writing beside it.

    `alone` says that nothing else vouches for a name of Chinese characters only.
    """
    latin: list[str] = []
    han: list[str] = []
    sex = None
    for piece in _pieces(text):
        if (found := sex_of(piece)) and (len(piece) > 1 or is_han(piece) or latin):
            sex = found
        elif is_latin_name(piece):
            latin.append(without_title(piece))
        elif chinese := chinese_name_of(piece):
            han.append(chinese)
        elif re.search(r"\w", piece) and not _is_note(piece):
            return None
    if len(latin) > 1 or len(han) > 1 or not (latin or han):
        return None
    if (
        not latin
        and alone
        and len(han[0]) > _LONGEST_HAN_ALONE
        and not any(mark in han[0] for mark in _MARKS)
    ):
        return None
    return _made(latin[0] if latin else None, han[0] if han else None, sex)


def _made(latin: str | None, chinese: str | None, sex: str | None) -> PersonName:
    surname, given = None, None
    if latin and len(parts := _COMMA.split(latin.strip(" ,"))) == 2:
        surname, given = parts
    return PersonName(latin.strip(" ,.-") if latin else None, surname, given, chinese, sex)


def _pieces(text: str) -> list[str]:
    """Part a text at brackets, slashes and where the script changes."""
    rough = re.split(
        rf"[()（）/／|｜;；\[\]【】]|(?<=[{LETTER}.])[\s,，]*(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[\s,，]*(?=[{LETTER}])",
        text,
    )
    return [piece.strip(" ,，:：、-") for piece in rough if piece and piece.strip(" ,，:：、-")]


def _is_note(piece: str) -> bool:
    """Say whether a piece only explains: born Schmidt, 拼音."""
    return plain(piece).startswith(
        (
            "nee",
            "born",
            "geb",
            "formerly",
            "aka",
            "surname",
            "given",
            "英文",
            "中文",
            "拼音",
            "护照",
            "passport",
        )
    )


def without_title(text: str) -> str:
    """Return a name without Mr, Dr and the like before it."""
    words = text.split()
    while len(words) > 1 and plain(words[0]) in _words("titles") and (len(words[0]) > 1):
        words = words[1:]
    return " ".join(words)


def is_latin_name(text: str) -> bool:
    """Say whether a text is written as a name in Latin letters is."""
    text = without_title(text.strip(" ,，."))
    words = [word for word in re.split(r"[\s,，]+", text) if word]
    if not 1 <= len(words) <= _MOST_WORDS or text.count(",") + text.count("，") > 1:
        return False
    if not all(_WORD.fullmatch(word) for word in words) or len(plain(text)) < 2:
        return False
    if any(fold(word).strip(".") in _words("never") for word in words):
        return False
    return all(
        word[0].isupper() or fold(word) in _words("particles") or "'" in word for word in words
    ) and any(map(str.isupper, words[-1]))


def chinese_name_of(text: str) -> str | None:
    """Return a name written in Chinese characters, without the honorific after it."""
    text = text.strip()
    for honorific in _words("honorifics"):
        text = text.removesuffix(honorific)
    letters = [letter for letter in text if letter not in (*_MARKS, "-") and not letter.isspace()]
    if not 2 <= len(letters) <= _MOST_HAN or not all(map(is_han, letters)):
        return None
    if any(word in text for word in _words("never_han")):
        return None
    return re.sub(r"\s+", "", text)


def leading_name(text: str) -> str | None:
    """Return the name that a text begins with, before a comma, a number or a telephone number."""
    match = re.match(
        rf"[\u3400-\u9fff{_MARKS}]{{2,}}|[{LETTER}][{LETTER}'’.\- ]*(?:,\s*[{CAPITAL}][{LETTER}'’\- ]*)?",
        text.strip(),
    )
    if not match:
        return None
    found = match.group().strip(" -.")
    return found if (chinese_name_of(found) if has_han(found) else is_latin_name(found)) else None
