"""Is a name on a paper the name of a person, as typed or as in the zone of the passport?

What may be the reader's slip, or another way of writing, is unclear and no difference.
"""

import re

from app.checks.bench import Bench
from app.checks.evidence import ReadPage
from app.checks.mentions import OF_FAMILY, Mention, PrintedName
from app.checks.passport import PASSPORT, passport_zones
from app.domain.case import Person
from app.domain.ledger import Agreement
from app.domain.names import Likeness, compare_names, fold
from app.domain.reading import Zone

_WORD = re.compile(r"[^\W\d_]+")
# Papers give the father's name between the two, and passports leave it out.
_PATRONYMIC = re.compile(r"(?:ICH|YCH|OVNA|EVNA|IVNA|ICHNA|OGLU|OGLY|KYZY|QIZI|ИЧ|ВНА|ИЧНА|ОГЛИ|КЫЗЫ)$")
_ONE_LETTER = 0.95  # a single letter is left out or mistaken now and then where the reader was less sure


def judge_name(
    mention: Mention, name: PrintedName, person: Person, bench: Bench, other: str | None
) -> tuple[Agreement, str | None]:
    """Say how a printed name stands to a person's, and which was expected; `other` bears it for certain."""
    known = _known_names(person, bench, typed_only=mention.evidence.requirement == PASSPORT)
    if not known:
        return Agreement.UNKNOWN, None
    likenesses = [compare_names(text, name.text, cut=cut) for text, cut in known]
    expected = known[0][0]
    if Likeness.SAME in likenesses:
        return Agreement.AGREES, expected
    if Likeness.MISREAD in likenesses:
        return Agreement.UNCLEAR, expected
    texts = [text for text, _ in known]
    if Likeness.DIFFERENT not in likenesses or any(
        _is_a_part(name.text, each, mention.page) for each in texts
    ):
        return Agreement.UNKNOWN, expected
    slip = other is None and _may_be_the_readers_slip(mention, name, person, texts)
    sure = name.clear and not slip
    return (Agreement.DIFFERS if sure else Agreement.UNCLEAR), expected


def _known_names(person: Person, bench: Bench, *, typed_only: bool) -> list[tuple[str, bool]]:
    """Return the names that a person is known by, and whether each is a zone without room for all."""
    typed = [(person.full_name, False)] if person.has_name else []
    if typed and typed_only:
        return typed
    zones = [(zone_name(zone), zone.cut) for _, _, zone in passport_zones(bench, person.id)]
    return [*typed, *(each for each in zones if each[0])]


def _is_a_part(read: str, known: str, page: ReadPage) -> bool:
    """Say whether only a part of the right name was found, and the rest stands elsewhere on the page."""
    parts, words = _folded_words(read), _folded_words(known)
    if not parts or not set(parts) < set(words):
        return False
    printed = {word for line in page.read.lines for word in _folded_words(line.text)}
    return set(words) - set(parts) <= printed


def _folded_words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def _may_be_the_readers_slip(mention: Mention, name: PrintedName, person: Person, known: list[str]) -> bool:
    """Say whether the right name may stand there all the same: elsewhere on the page, or but for a letter."""
    if mention.evidence.requirement in OF_FAMILY and _is_only_another_surname(person, name.text):
        return True
    spelt = (*known, f"{person.given_names} {person.surname}")
    if any(_stands_on(mention.page, fold(text)) for text in spelt):
        return True
    if any(_is_but_for_a_patronymic(text, name.text) for text in known):
        return True
    near = any(_is_one_letter_off(fold(text), fold(name.text)) for text in known)
    return near and name.confidence < _ONE_LETTER


def _is_but_for_a_patronymic(known: str, text: str) -> bool:
    words = _WORD.findall(text)
    kept = [word for word in words if not _PATRONYMIC.search(fold(word))]
    return len(kept) < len(words) and compare_names(known, " ".join(kept)) is Likeness.SAME


def _stands_on(page: ReadPage, letters: str) -> bool:
    """Say whether whole words of the page, one after the other, make up these letters."""
    words = [word for line in page.read.lines for word in _folded_words(line.text)]
    for start in range(len(words) if letters else 0):
        spelt = ""
        for word in words[start:]:
            spelt += word
            if not letters.startswith(spelt):
                break
            if spelt == letters:
                return True
    return False


def _is_only_another_surname(person: Person, text: str) -> bool:
    given = person.given_names
    return bool(given) and fold(given) in fold(text) and fold(person.surname) not in fold(text)


def _is_one_letter_off(one: str, other: str) -> bool:
    """Say whether one letter was added, left out or changed."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    tails = ((1, 1), (1, 0), (0, 1))
    return any(one[start + a :] == other[start + b :] for a, b in tails)


def is_chinese(text: str) -> bool:
    """Say whether a text is written in Chinese signs alone."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all("\u3400" <= letter <= "\u9fff" for letter in letters)


def judge_chinese_name(name: PrintedName, person: Person, bench: Bench, *, alone: bool) -> Agreement:
    """Compare names in Chinese; of a foreigner they are written by ear, so hardly anything is a fault."""
    if not person.chinese_name:
        return Agreement.UNKNOWN
    known, read = (_letters(text) for text in (person.chinese_name, name.text))
    if known == read:
        return Agreement.AGREES
    if person.nationality in bench.pack.home_countries:
        misread = len(known) == len(read) and sum(a != b for a, b in zip(known, read, strict=True)) == 1
        return Agreement.DIFFERS if name.clear and not misread else Agreement.UNCLEAR
    told = alone and name.clear and not set(known) & set(read)
    return Agreement.UNCLEAR if told else Agreement.UNKNOWN


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def zone_name(zone: Zone) -> str:
    """Return the whole name in a zone."""
    return f"{zone.surname} {zone.given_names}".strip()
