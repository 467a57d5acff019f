"""Compares names of people and passport numbers as papers, zones and readers of writing spell them.

Three answers are kept apart, for a person acts on each in another way:

same        one name in two spellings: case, accents, hyphens and blanks, surname first or last, the
            transliterations of ICAO Doc 9303 part 3 section 6 (Ü is U, UE or UXX), a zone without room.
misread     not the same as it stands, but every difference is one that readers of print make
            (0 for O, rn for m): "looks misread, please look".
different   anything else. One clear letter is enough: MEYER is not MAYER, ANNA is not ANNE, and a
            name left out is a difference.

A fourth, undecided, is for two scripts that no table turns into one another (安娜 and ANNA).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TypeAlias, TypeVar


class Likeness(StrEnum):
    """How two names stand to each other."""

    SAME = "same"
    MISREAD = "misread"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


_T = TypeVar("_T")
_Slot: TypeAlias = tuple[str, ...]  # the strings of A to Z that one written letter may be
_Word: TypeAlias = tuple[_Slot, ...]

# ICAO Doc 9303 part 3 section 6 A, and what print and older passports write instead. Letters that only
# carry a mark are not listed: the mark falls away.
_LATIN = {
    "Ä": ("A", "AE"), "Å": ("A", "AA"), "Æ": ("AE", "A"), "Ð": ("D", "DH"), "Đ": ("D", "DJ"),
    "Ə": ("E", "A"), "Ħ": ("H",), "Ĳ": ("IJ", "Y"), "ĸ": ("Q", "K"), "Ł": ("L",), "Ŀ": ("L",),
    "Ñ": ("N", "NXX"), "Ŋ": ("N", "NG"), "Ö": ("O", "OE"), "Ő": ("O", "OE"), "Ø": ("O", "OE"),
    "Œ": ("OE",), "Þ": ("TH",), "Ŧ": ("T",), "Ü": ("U", "UE", "UXX"), "Ű": ("U", "UE"),
    "ẞ": ("SS", "S"),
}  # fmt: skip
# The same, section 6 B; with the forms of other countries and of older passports.
_CYRILLIC = {
    "А": ("A",), "Б": ("B",), "В": ("V",), "Г": ("G", "H"), "Ґ": ("G",), "Ѓ": ("G", "GJ"), "Д": ("D",),
    "Ђ": ("D", "DJ", "DZ"), "Е": ("E", "YE", "IE", "JE"), "Ё": ("E", "YO", "IO", "YE"),
    "Є": ("IE", "YE"), "Ж": ("ZH", "Z", "J"), "З": ("Z",), "И": ("I", "Y"), "І": ("I",),
    "Ї": ("I", "YI"), "Й": ("I", "Y", "J"), "Ј": ("J",), "К": ("K",), "Ќ": ("K", "KJ"), "Л": ("L",),
    "Љ": ("LJ",), "М": ("M",), "Н": ("N",), "Њ": ("NJ",), "О": ("O",), "П": ("P",), "Р": ("R",),
    "С": ("S",), "Т": ("T",), "Ћ": ("C",), "У": ("U",), "Ў": ("U",), "Ф": ("F",), "Х": ("KH", "H"),
    "Ц": ("TS", "C", "TC"), "Ч": ("CH", "C"), "Џ": ("DZ", "DJ"), "Ш": ("SH", "S"), "Щ": ("SHCH", "SHT"),
    "Ъ": ("IE", "", "A"), "Ы": ("Y",), "Ь": ("",), "Э": ("E",), "Ю": ("IU", "YU", "JU"),
    "Я": ("IA", "YA", "JA"), "Ѫ": ("U", "A"), "Ѵ": ("Y",),
}  # fmt: skip
_TABLE: dict[str, _Slot] = _LATIN | _CYRILLIC

# Pinyin Ü stands only after L and N, at the end of a syllable or before E; Chinese passports write YU
# (since 2012), earlier ones V, and some forms U (LÜ, LV, LYU; NÜE, NVE, NYUE).
_PINYIN = {"Ü": ("U", "V", "YU", "UE", "UXX"), "V": ("V", "YU")}

# UE, OE, AE before a consonant are mostly an umlaut written out: MUELLER is printed MULLER by systems
# without marks. Not where they are two syllables (SAMUEL, MICHAELA) or belong to a G or Q (MIGUEZ).
_UMLAUT = re.compile(r"(?<![AEIOUY])(?!(?<=[GQ])UE(?!N))[AOU]E(?=[B-DF-HJKMNP-TV-XZ]|L[B-DF-HJ-NP-TV-XZ])")
_ELIDED = frozenset("'’‘ʼ`´′")
_TITLES = frozenset({"MR", "MRS", "MS", "DR", "PROF"})
# These count before a name only: Don and Sir are names as well, D. and M. may be initials.
_BEFORE_NAMES = re.compile(
    r"(?:(?:sr|sra|srta|don|do[nñ]a|d[nñ]a|herrn?|frau|monsieur|madame|mme|mlle|sig|sig\.ra|signora?|senhora?"
    r"|miss|sir)\b\.?|[dm]\.\s?ª?)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
# The smallest name field has 30 places (TD1); a shorter name was not cut.
_LEAST_CUT = 28

# Pairs of which print, and OCR-B too, hardly tells one from the other.
# Readers halve a narrow W: Whitlock becomes Vhitlock.
_HALVED_W = frozenset("VW")
NUMBER_CONFUSIONS = frozenset(frozenset(pair) for pair in ("O0", "I1", "S5", "B8", "Z2", "G6"))
# What has more words is a sentence.
_MOST_WORDS = 12
# One misread letter in ten is what a reader does on a bad page; more is another name.
_LETTERS_PER_SLIP = 10


def fold(name: str) -> str:
    """Return a name in capitals without marks, blanks, hyphens, apostrophes and commas."""
    return "".join(_plain(_capitals(word)) for word in _words(name))


def compare_names(a: str, b: str, *, cut: bool = False) -> Likeness:
    """Say how two names stand to each other; with `cut`, one of them is a zone that had no room."""
    if fold(a) == fold(b) != "":
        return Likeness.SAME
    first, second = _spelt_words(a), _spelt_words(b)
    if not first or not second:
        return _without_table(a, b)
    if _same(first, second) or (cut and (_cut_from(first, second) or _cut_from(second, first))):
        return Likeness.SAME
    return Likeness.MISREAD if _misread(_words(a), _words(b)) else Likeness.DIFFERENT


def same_name(a: str, b: str, *, cut: bool = False) -> bool:
    """Say whether two writings are one name, in any order of surname and given names."""
    return compare_names(a, b, cut=cut) is Likeness.SAME


def same_number(a: str, b: str) -> bool:
    """Say whether two passport numbers are one, but for case, blanks and hyphens."""
    return _number(a) == _number(b) != ""


def may_be_misread_number(a: str, b: str) -> bool:
    """Say whether two numbers differ only where print hardly tells letters from digits (O/0, I/1)."""
    first, second = _number(a), _number(b)
    if first == second or len(first) != len(second):
        return False
    pairs = (frozenset(pair) for pair in zip(first, second, strict=True))
    return all(len(pair) == 1 or pair in NUMBER_CONFUSIONS or pair == _HALVED_W for pair in pairs)


def _number(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


# ---- words and their spellings


def _words(name: str) -> list[str]:
    """Return the words of a name as written; apostrophes join, all else but letters and digits parts."""
    name = name.strip()
    while (title := _BEFORE_NAMES.match(name)) is not None:
        name = name[title.end() :]
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    words = "".join(_word_character(c) for c in composed).split()
    return [word for word in words if word.upper() not in _TITLES] or words


def _word_character(character: str) -> str:
    if character in _ELIDED or unicodedata.combining(character):
        return ""
    if "\u3400" <= character <= "\u9fff":
        return f" {character} "  # Chinese stands beside Latin writing without a blank
    return character if character.isalnum() else " "


def _capitals(word: str) -> str:
    """Return a word in capitals, as many as it had letters: ß becomes ẞ."""
    return "".join("ẞ" if c == "ß" else c.upper() if len(c.upper()) == 1 else c for c in word)


def _plain(capitals: str) -> str:
    return "".join(_spellings(capitals, at)[0] for at in range(len(capitals)))


def _spellings(word: str, at: int) -> _Slot:
    letter = word[at]
    if letter in "ÜV" and at > 0 and word[at - 1] in "LN" and word[at + 1 :] in ("", "E"):
        return _PINYIN[letter]
    bare = _without_mark(letter)
    return _TABLE.get(letter) or _TABLE.get(bare) or (bare,)


def _without_mark(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def _spelt_words(name: str) -> list[_Word]:
    """Return the words that the tables can spell; what stands beside them in another script is left out."""
    return [_slots(_capitals(word)) for word in _words(name) if all(map(_has_spelling, word))]


def _has_spelling(character: str) -> bool:
    return character.isdecimal() or unicodedata.name(character, "").startswith(("LATIN", "CYRILLIC"))


def _slots(capitals: str) -> _Word:
    slots, at = [], 0
    umlauts = {found.start(): found.group() for found in _UMLAUT.finditer(capitals)}
    while at < len(capitals):
        pair = umlauts.get(at)
        slots.append((pair, pair[0]) if pair else _spellings(capitals, at))
        at += 2 if pair else 1
    return tuple(slots)


def _without_table(a: str, b: str) -> Likeness:
    """Compare names in scripts without a table: only the same script can be told to differ."""
    scripts = {_script(name) for name in (a, b)}
    if len(scripts) == 1 and scripts != {""}:
        return Likeness.DIFFERENT
    return Likeness.UNDECIDED


def _script(name: str) -> str:
    letter = next((c for c in name if c.isalpha()), "")
    # Scripts younger than this Python's table have letters without a name.
    words = unicodedata.name(letter, "").split() if letter else []
    return words[0].split("-")[0] if words else ""


# ---- the same name


def _same(a: Sequence[_Word], b: Sequence[_Word]) -> bool:
    return _matches(a, b) or _matches(b, a)


def _matches(a: Sequence[_Word], b: Sequence[_Word]) -> bool:
    """Say whether some order of `a`, in any spelling, is some order of `b` in a consistent one."""
    texts = {_spelt(_joined(order), choice) for order in _turned(b) for choice in (0, 1)}
    return any(_spells(_joined(order), text) for order in _turned(a) for text in texts)


def _spells(word: _Word, text: str, *, cut: bool = False) -> bool:
    """Say whether a text is one of the spellings of a word; with `cut`, or how one begins."""
    reached = {0}
    for slot in word:
        if cut and len(text) in reached:
            return True
        reached = {at + len(each) for at in reached for each in slot if text.startswith(each, at)}
        if not reached:
            return False
    return len(text) in reached


def _turned(words: Sequence[_T]) -> Iterator[tuple[_T, ...]]:
    """Give a name from each of its words on: surname first, surname last."""
    turns = len(words) if len(words) <= _MOST_WORDS else 1
    for start in range(turns):
        yield (*words[start:], *words[:start])


def _joined(words: Sequence[_Word]) -> _Word:
    return tuple(slot for word in words for slot in word)


def _spelt(word: _Word, choice: int) -> str:
    return "".join(slot[min(choice, len(slot) - 1)] for slot in word)


def _cut_from(part: Sequence[_Word], whole: Sequence[_Word]) -> bool:
    """Say whether a zone without room would write `whole` as `part`: words shortened or left out."""
    if sum(map(len, part)) + len(part) - 1 < _LEAST_CUT:
        return False
    short = [_spelt(word, 0) for word in part]
    return any(
        _shortened(short, order) or _spells(_joined(order), "".join(short), cut=True)
        for order in _turned(whole)
    )


def _shortened(short: Sequence[str], words: Sequence[_Word]) -> bool:
    """Say whether each word begins one of the full ones, in their order; the first is never left out."""
    at = 0
    for number, word in enumerate(short):
        while at < len(words) and not _spells(words[at], word, cut=True):
            at += 1
        if at == len(words) or (number == 0 and at > 0):
            return False
        at += 1
    return True


# ---- misread


def _misread(a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether few slips of a reader, and nothing else, part two names."""
    return any(_few_slips(x, y) for x in _written_orders(a) for y in _written_orders(b))


def _written_orders(words: Sequence[str]) -> set[str]:
    """Give the letters of a name in each order of its parts, Ö as O and as OE, their case kept."""
    shown = [[_with_case(word, choice) for word in words] for choice in (0, 1)]
    return {"".join(order) for each in shown for order in _turned(each)}


def _with_case(word: str, choice: int) -> str:
    """Return a word without marks, its case kept where it tells what may have been printed.

    An I within a word of small letters may be an l; a first capital is what it is.
    """
    bare = "".join(_kept_case(c, choice) for c in word)
    if not any(c.islower() for c in bare):
        return bare
    return bare[:1] + bare[1:].replace("I", "l")


def _kept_case(character: str, choice: int) -> str:
    spellings = _spellings(_capitals(character), 0)
    spelt = spellings[min(choice, len(spellings) - 1)]
    return spelt.lower() if character.islower() else spelt


def _few_slips(a: str, b: str) -> bool:
    """Say whether hardly more slips than one in ten letters turn one writing into the other."""
    most = max(1, round(min(len(a), len(b)) / _LETTERS_PER_SLIP))
    reached = {0: {0: 0}}  # slips up to so many characters of a, and of b
    for at in range(len(a)):
        for against, slips in reached.pop(at, {}).items():
            for (more, further), price in _slip_steps(a[at : at + 2], b[against : against + 2]):
                onto = reached.setdefault(at + more, {})
                cost = slips + price
                if cost <= onto.get(against + further, most):
                    onto[against + further] = cost
    return len(b) in reached.get(len(a), {})


def _slip_steps(a: str, b: str) -> Iterator[tuple[tuple[int, int], int]]:
    if a and b and a[0].upper() == b[0].upper():
        yield (1, 1), 0
    elif a and b and (_confused(a[0], b[0]) or _confused(b[0], a[0])):
        yield (1, 1), 1
    if _rn_for_m(a, b):
        yield (2, 1), 1
    if _rn_for_m(b, a):
        yield (1, 2), 1


def _confused(read: str, meant: str) -> bool:
    """Say whether a character may be read for another; small l looks like 1 and I, capital L does not."""
    pair = frozenset((read, meant.upper()))
    if pair in NUMBER_CONFUSIONS or pair in (frozenset("1L"), _HALVED_W):
        return True
    return read == "l" and meant.upper() in ("1", "I")


def _rn_for_m(pair: str, single: str) -> bool:
    """Say whether rn stands for m: at least one of the two in small letters, where they look alike."""
    return (
        len(pair) == 2
        and pair.upper() == "RN"
        and single[:1].upper() == "M"
        and (pair.islower() or single[:1] == "m")
    )
