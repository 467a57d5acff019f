"""Reads machine-readable zones from lines of text, by ICAO Doc 9303 parts 3 to 7.

A reader of writing misreads. What it read is changed only where the place of a character allows letters
alone or digits alone, where fillers are taken for letters, or where check digits leave one single
reading; every change is named. A digit is never made another digit to please a check digit: a check
digit that does not hold stays failed.
"""

import itertools
import math
import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from babel.core import Locale, get_global

from app.domain.names import NUMBER_CONFUSIONS
from app.domain.reading import Box, TextLine, Zone, ZoneFormat

Lines: TypeAlias = Sequence[str | TextLine]

FILLER = "<"
DOCUMENT_NUMBER, BIRTH_DATE, EXPIRES_ON = "document_number", "birth_date", "expires_on"
OPTIONAL, COMPOSITE = "optional", "composite"
SURNAME, GIVEN_NAMES, ISSUER, NATIONALITY, SEX = "surname", "given_names", "issuer", "nationality", "sex"
# Fields without a check digit.
UNGUARDED = frozenset({SURNAME, GIVEN_NAMES, ISSUER, NATIONALITY, SEX})

_WEIGHTS = (7, 3, 1)
# A reader loses or adds a filler or two in a long run; a line further off is another line.
_MOST_OFF = 2
# Behind names nothing else comes: how many fillers there are does not matter.
_MOST_OFF_NAMES = 8
_LETTER_FOR = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}
_DIGIT_FOR = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
# What readers make of a filler, beside other brackets; letters only where nothing but fillers can stand.
_FILLER_SIGNS = frozenset("<‹〈《≤{[(（＜くΛ∧^Δ△▲Ⅽ∠ㄑ«≪")
_FILLER_LETTERS = frozenset("CKLXSE")
_REALIGNED, _CHANGED, _IN_DOUBT = 0.8, 0.8, 0.7
# How sure a zone is whose check digits all hold: three and more hardly hold by chance.
_PROVEN = 0.95

# Codes of Doc 9303 part 3 section 5 that are not ISO 3166-1 alpha-3.
_EXTRA_CODES = frozenset(
    {
        "D", "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "UNA", "UNK", "UNO", "UTO", "XAA", "XBA", "XCC",
        "XCE", "XCO", "XCT", "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXX",
    }
)  # fmt: skip
_ISO_CODES = {"D": "DEU", "GBD": "GBR", "GBN": "GBR", "GBO": "GBR", "GBP": "GBR", "GBS": "GBR"}


class _Part(NamedTuple):
    """A stretch of one line of a zone."""

    line: int
    start: int
    end: int


class _Check(NamedTuple):
    """A check digit: the field it is named after, where it stands, and what it is worked out from."""

    name: str
    at: _Part
    over: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """One format: a letter for what may stand at each place, where the fields are, the check digits.

    A letters or filler, N the same (names), X letters, digits or filler, D digit, B digit or filler,
    S sex.
    """

    format: ZoneFormat
    kinds: tuple[str, ...]
    parts: dict[str, _Part]
    checks: tuple[_Check, ...]
    optional: tuple[_Part, ...]
    first: str

    @property
    def width(self) -> int:
        return len(self.kinds[0])

    @property
    def names(self) -> _Part:
        return self.parts["names"]


def _two_lines(form: ZoneFormat, width: int, first: str, *, optional_check: bool, composite: bool) -> _Layout:
    """Lay out a format of two lines: they differ in width and in the check digits at the end."""
    optional = _Part(1, 28, width - optional_check - composite)
    number, birth, expiry = _Part(1, 0, 9), _Part(1, 13, 19), _Part(1, 21, 27)
    checks = [
        _Check(DOCUMENT_NUMBER, _Part(1, 9, 10), (number,)),
        _Check(BIRTH_DATE, _Part(1, 19, 20), (birth,)),
        _Check(EXPIRES_ON, _Part(1, 27, 28), (expiry,)),
    ]
    if optional_check:
        checks.append(_Check(OPTIONAL, _Part(1, optional.end, optional.end + 1), (optional,)))
    if composite:
        over = (_Part(1, 0, 10), _Part(1, 13, 20), _Part(1, 21, width - 1))
        checks.append(_Check(COMPOSITE, _Part(1, width - 1, width), over))
    tail = "X" * (optional.end - optional.start) + "B" * optional_check + "D" * composite
    overflow = "B" if form is ZoneFormat.TD2 else "D"
    data = "X" * 9 + overflow + "A" * 3 + "B" * 6 + "D" + "S" + "B" * 6 + "D" + tail
    return _Layout(
        format=form,
        kinds=("A" * 5 + "N" * (width - 5), data),
        parts={
            "code": _Part(0, 0, 2), ISSUER: _Part(0, 2, 5), "names": _Part(0, 5, width),
            DOCUMENT_NUMBER: number, NATIONALITY: _Part(1, 10, 13), BIRTH_DATE: birth, SEX: _Part(1, 20, 21),
            EXPIRES_ON: expiry,
        },
        checks=tuple(checks),
        optional=(optional,),
        first=first,
    )  # fmt: skip


def _three_lines() -> _Layout:
    """Lay out TD1, the card of three lines."""
    number, birth, expiry = _Part(0, 5, 14), _Part(1, 0, 6), _Part(1, 8, 14)
    over = (_Part(0, 5, 30), _Part(1, 0, 7), _Part(1, 8, 15), _Part(1, 18, 29))
    return _Layout(
        format=ZoneFormat.TD1,
        kinds=(
            "A" * 5 + "X" * 9 + "B" + "X" * 15,
            "B" * 6 + "D" + "S" + "B" * 6 + "D" + "A" * 3 + "X" * 11 + "D",
            "N" * 30,
        ),
        parts={
            "code": _Part(0, 0, 2), ISSUER: _Part(0, 2, 5), "names": _Part(2, 0, 30),
            DOCUMENT_NUMBER: number, NATIONALITY: _Part(1, 15, 18), BIRTH_DATE: birth, SEX: _Part(1, 7, 8),
            EXPIRES_ON: expiry,
        },
        checks=(
            _Check(DOCUMENT_NUMBER, _Part(0, 14, 15), (number,)),
            _Check(BIRTH_DATE, _Part(1, 6, 7), (birth,)),
            _Check(EXPIRES_ON, _Part(1, 14, 15), (expiry,)),
            _Check(COMPOSITE, _Part(1, 29, 30), over),
        ),
        optional=(_Part(0, 15, 30), _Part(1, 18, 29)),
        first="ACI",
    )  # fmt: skip


_LAYOUTS = (
    _two_lines(ZoneFormat.TD3, 44, "P", optional_check=True, composite=True),
    _two_lines(ZoneFormat.MRVA, 44, "V", optional_check=False, composite=False),
    _two_lines(ZoneFormat.TD2, 36, "PACI", optional_check=False, composite=True),
    _two_lines(ZoneFormat.MRVB, 36, "V", optional_check=False, composite=False),
    _three_lines(),
)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One way to take the lines: as a format, with what was changed and what does not hold."""

    layout: _Layout
    lines: tuple[str, ...]
    failed: tuple[str, ...]
    repaired: tuple[str, ...] = ()
    doubtful: frozenset[str] = field(default=frozenset())
    trust: float = 1.0

    @property
    def rank(self) -> tuple[bool, int, int, float, int]:
        """Return what makes one attempt better than another, the greater the better."""
        held = len(self.layout.checks) - len(self.failed)
        return self.lines[0][0] in self.layout.first, -len(self.failed), held, self.trust, -len(self.doubtful)


# ---- doors


def parse_zone(lines: Lines, today: date) -> Zone | None:
    """Read two or three lines as a zone, None if they are none."""
    raw = tuple(_text(line) for line in lines)
    cleaned = [clean_line(text) for text in raw]
    attempts = [attempt for layout in _LAYOUTS for attempt in _attempts(layout, cleaned)]
    believable = [attempt for attempt in attempts if _is_believable(attempt)]
    if not believable:
        return None
    best = max(believable, key=lambda attempt: attempt.rank)
    return _zone(best, raw, min(map(_confidence, lines)), _around(lines), today)


def find_zone(lines: Lines, today: date) -> Zone | None:
    """Find the zone among the lines of a page, which stand in reading order."""
    rows = [row for row in _rows(lines) if looks_like_line(_text(row))]
    found = [
        zone
        for count in (2, 3)
        for start in range(len(rows) - count + 1)
        if (zone := parse_zone(rows[start : start + count], today)) is not None
    ]
    return max(found, key=lambda zone: (-len(zone.failed), zone.confidence), default=None)


def looks_like_line(text: str) -> bool:
    """Say whether a line may be one of a zone: as long, of capitals, digits and fillers."""
    if not is_of_capitals(text):
        return False
    cleaned = clean_line(text)
    off = _MOST_OFF_NAMES if cleaned.endswith(FILLER) else _MOST_OFF
    return any(abs(len(cleaned) - layout.width) <= off for layout in _LAYOUTS)


def is_of_capitals(text: str) -> bool:
    """Say whether a text holds hardly anything but capitals, digits and signs."""
    bare = text.replace(" ", "")
    foreign = sum(
        c.islower() or (c.isalpha() and c not in _FILLER_SIGNS and ord(c) > _LAST_LIKE) for c in bare
    )
    return bool(bare) and foreign <= _MOST_FOREIGN * len(bare)


_MOST_FOREIGN = 0.1
# Behind Latin, Greek and Cyrillic letters, some of which look like those of the zone.
_LAST_LIKE = 0x04FF


def clean_line(text: str) -> str:
    """Return a line with nothing but A to Z, digits and fillers."""
    kept = (_clean_character(c) for c in unicodedata.normalize("NFKC", text).upper() if not c.isspace())
    return "".join(kept)


def _clean_character(character: str) -> str:
    if character in _FILLER_SIGNS:
        return FILLER * 2 if character in "«≪" else FILLER
    if character.isascii() and character.isalnum():
        return character
    if character.isalnum() or character in _LETTERS_LIKE:
        return _LETTERS_LIKE.get(character, "")
    return "" if character in _SPECKS else FILLER


_SPECKS = frozenset(".,'`·:;\"_*□■…—–")
# Signs and letters of other scripts that look like a letter of the zone.
_LETTERS_LIKE = dict(zip("∪АВЕКМНОРСТХΑΒΕΖΗΙΚΜΝΟΡΤΧ", "UABEKMHOPCTXABEZHIKMNOPTX", strict=True))


def check_digit(text: str) -> int:
    """Return the check digit of a text (weights 7, 3, 1; A is 10, a filler 0)."""
    return sum(_value(c) * _WEIGHTS[at % 3] for at, c in enumerate(text)) % 10


def _value(character: str) -> int:
    return 0 if character == FILLER else int(character, 36)


def field_places(form: ZoneFormat) -> dict[str, tuple[int, int, int]]:
    """Return where each field and its check digit stand: line, start, end."""
    layout = _layout(form)
    places: dict[str, tuple[int, int, int]] = {
        name: part for name, part in layout.parts.items() if name not in ("names", "code")
    }
    places |= {SURNAME: layout.names, GIVEN_NAMES: layout.names}
    for check in layout.checks:
        start = check.over[0].start if len(check.over) == 1 else check.at.start
        places[check.name] = (check.at.line, start, check.at.end)
    return places


def with_number(zone: Zone, number: str) -> Zone:
    """Return a zone with another reading of its document number of the same length."""
    layout = _layout(zone.format)
    part = layout.parts[DOCUMENT_NUMBER]
    if number == zone.document_number or len(number) > part.end - part.start:
        return zone
    lines = _put(zone.lines, part, number.ljust(part.end - part.start, FILLER))
    repaired = tuple(sorted({*zone.repaired, DOCUMENT_NUMBER}))
    return replace(
        zone, lines=lines, document_number=number, failed=_failed(layout, lines), repaired=repaired
    )


def _layout(form: ZoneFormat) -> _Layout:
    return next(layout for layout in _LAYOUTS if layout.format is form)


# ---- lines of a page


def _text(line: str | TextLine) -> str:
    return line if isinstance(line, str) else line.text


def _confidence(line: str | TextLine) -> float:
    return 1.0 if isinstance(line, str) else line.confidence


def _around(lines: Lines) -> Box | None:
    boxes = [line.box for line in lines if isinstance(line, TextLine)]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _rows(lines: Lines) -> list[str | TextLine]:
    """Join pieces that stand on one row: a long run of fillers is often found as two lines."""
    rows: list[str | TextLine] = []
    for line in lines:
        before = rows[-1] if rows else None
        if isinstance(line, TextLine) and isinstance(before, TextLine) and _one_row(before, line):
            rows[-1] = _join(before, line)
        else:
            rows.append(line)
    return rows


def _one_row(a: TextLine, b: TextLine) -> bool:
    together = clean_line(a.text) + clean_line(b.text)
    if FILLER not in together or len(together) > _LAYOUTS[0].width + _MOST_OFF_NAMES:
        return False
    shared = min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top)
    least = min(a.box.bottom - a.box.top, b.box.bottom - b.box.top)
    return shared > _SAME_ROW * least


_SAME_ROW = 0.6


def _join(a: TextLine, b: TextLine) -> TextLine:
    left, right = sorted((a, b), key=lambda line: line.box.left)
    box = _around((a, b))
    assert box is not None  # both have one
    return TextLine(left.text + right.text, box, min(a.confidence, b.confidence))


# ---- attempts


def _attempts(layout: _Layout, lines: Sequence[str]) -> Iterator[_Attempt]:
    """Give the ways in which lines can be taken as a format."""
    if len(lines) != len(layout.kinds):
        return
    ways: list[tuple[str, ...]] = [()]
    for number, line in enumerate(lines):
        fitted = _fitted(line, layout.width, is_names=number == layout.names.line)
        ways = [(*way, each) for way in ways for each in fitted]
    moved = frozenset(number for number, line in enumerate(lines) if len(line) != layout.width)
    for way in ways:
        yield _settled(layout, way, moved)


def _fitted(line: str, width: int, *, is_names: bool) -> list[str]:
    """Return the ways to bring a line to its width by adding or taking fillers in one run."""
    off = width - len(line)
    if abs(off) > (_MOST_OFF_NAMES if is_names and line.endswith(FILLER) else _MOST_OFF):
        return []
    cleared = {line, _without_lone_letters(line)} if not is_names else {line}
    if off == 0:
        return sorted(cleared)
    if is_names:
        return [line.rstrip(FILLER).ljust(width, FILLER)] if len(line.rstrip(FILLER)) <= width else []
    fitted = {_with_run_moved(each, run, off) for each in cleared for run in re.finditer("<+|$", each)}
    return sorted(each for each in fitted if len(each) == width)


def _with_run_moved(line: str, run: re.Match[str], off: int) -> str:
    if off < 0 and len(run.group()) < -off:
        return ""
    return line[: run.start()] + FILLER * (len(run.group()) + off) + line[run.end() :]


def _without_lone_letters(line: str) -> str:
    """Return a line with the letters that a filler is taken for made fillers, where fillers surround them."""
    return re.sub(r"(?<=<<)[CKLXSE]{1,2}(?=<<)", lambda found: FILLER * len(found.group()), line)


def _settled(layout: _Layout, lines: tuple[str, ...], moved: frozenset[int]) -> _Attempt:
    """Bring each character into its class, clear the fillers, mend the number; say what was done."""
    classed = tuple(in_class(line, each) for line, each in zip(lines, layout.kinds, strict=True))
    named = _with_clear_names(layout, classed)
    coded = _with_clear_codes(layout, named)
    changed = _fields_changed(layout, lines, coded)
    attempt = _mended(_Attempt(layout, coded, _failed(layout, coded)))
    repaired = sorted({*attempt.repaired, *(changed - {*attempt.failed, SURNAME, GIVEN_NAMES})})
    stray = _has_stray(layout, attempt.lines)
    return replace(
        attempt,
        repaired=tuple(repaired),
        doubtful=attempt.doubtful | _doubtful(layout, attempt.lines, changed, moved, stray),
        trust=_trust(attempt, changed, moved),
    )


def kinds(form: ZoneFormat) -> tuple[str, ...]:
    """Return what may stand at each place of each line, a letter for each (see `_Layout`)."""
    return _layout(form).kinds


def _trust(attempt: _Attempt, changed: set[str], moved: frozenset[int]) -> float:
    """Say how far the way of taking the lines is to be trusted where check digits do not hold."""
    data_moved = bool(moved - {attempt.layout.names.line})
    return (
        (_REALIGNED if data_moved else 1.0)
        * (_CHANGED if not changed.isdisjoint(attempt.failed) else 1.0)
        * (_IN_DOUBT if attempt.doubtful else 1.0)
    )


def in_class(line: str, kinds: str) -> str:
    """Return a line with letters where only digits can stand made digits, and the other way round."""
    return "".join(_character_of(c, kind) for c, kind in zip(line, kinds, strict=True))


def _character_of(character: str, kind: str) -> str:
    if kind in "AN":
        return _LETTER_FOR.get(character, character)
    if kind in "BD":
        return _DIGIT_FOR.get(character, character)
    return character


def _with_clear_names(layout: _Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make fillers of the letters that stand behind the names for fillers (MUELLER<<ANNA<<<K<<)."""
    names = _of(lines, layout.names)
    known, gap, rest = _after_names(names)
    # So many fillers never stand between names: whatever comes then is none.
    of_fillers = _LETTERS if len(gap) >= _END_OF_NAMES else _FILLER_LETTERS
    if any(len(stray) > 2 or not of_fillers.issuperset(stray) for stray in _strays(rest)):
        return lines
    return _put(lines, layout.names, (known + gap).ljust(len(names), FILLER)) if rest else lines


_END_OF_NAMES = 4
_LETTERS = frozenset(string.ascii_uppercase)


def _after_names(names: str) -> tuple[str, str, str]:
    """Part the names from what follows the fillers behind them."""
    found = re.match(r"(<*[^<].*?<<[^<].*?)(<<+)(.*)$", names)
    return (found[1], found[2], found[3]) if found else (names, "", "")


def _strays(rest: str) -> list[str]:
    return [piece for piece in rest.split(FILLER) if piece]


def _has_stray(layout: _Layout, lines: tuple[str, ...]) -> bool:
    """Say whether something stands behind the names where only fillers may, or a digit within them."""
    names = _of(lines, layout.names)
    return bool(_strays(_after_names(names)[2])) or any(c.isdigit() for c in names)


def _with_clear_codes(layout: _Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make D<< of what a reader makes of it (DKK, D<C): no code of three letters begins so."""
    for name in (ISSUER, NATIONALITY):
        code = _of(lines, layout.parts[name])
        if (
            code not in _codes()
            and code[:1] == "D"
            and all(c in _FILLER_LETTERS | {FILLER} for c in code[1:])
        ):
            lines = _put(lines, layout.parts[name], "D<<")
    return lines


@cache
def _codes() -> frozenset[str]:
    """Return every code of a state or organisation, filled to three places."""
    known = Locale.parse("en").territories
    aliases = get_global("territory_aliases")
    iso = {code for code in aliases if len(code) == 3 and code.isalpha() and aliases[code][0] in known}
    return frozenset(code.ljust(3, FILLER) for code in (iso - _NO_STATES) | _EXTRA_CODES)


# What Babel calls an unknown region and the far islands.
_NO_STATES = frozenset({"ZZZ", "QOO"})


def _fields_changed(layout: _Layout, before: tuple[str, ...], after: tuple[str, ...]) -> set[str]:
    fields = {name for name, part in layout.parts.items() if _of(before, part) != _of(after, part)}
    fields |= {check.name for check in layout.checks if _of(before, check.at) != _of(after, check.at)}
    if "names" in fields:
        fields = fields - {"names"} | {SURNAME, GIVEN_NAMES}
    return fields


def _doubtful(
    layout: _Layout, lines: tuple[str, ...], changed: set[str], moved: frozenset[int], stray: bool
) -> frozenset[str]:
    """Name the fields that no check digit guards and that were not read plainly."""
    names = {SURNAME, GIVEN_NAMES}
    unsure = changed & {*names, ISSUER, NATIONALITY, SEX}
    unsure |= {name for name in (ISSUER, NATIONALITY) if _of(lines, layout.parts[name]) not in _codes()}
    if stray or layout.names.line in moved:
        unsure |= names
    if _of(lines, layout.parts[SEX]) not in "MFX<":
        unsure.add(SEX)
    return frozenset(unsure)


# ---- check digits


def _of(lines: Sequence[str], part: _Part) -> str:
    return lines[part.line][part.start : part.end]


def _put(lines: tuple[str, ...], part: _Part, text: str) -> tuple[str, ...]:
    line = lines[part.line]
    changed = line[: part.start] + text + line[part.end :]
    return (*lines[: part.line], changed, *lines[part.line + 1 :])


def _failed(layout: _Layout, lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(check.name for check in layout.checks if not _holds(layout, lines, check))


def _holds(layout: _Layout, lines: tuple[str, ...], check: _Check) -> bool:
    text, digit = "".join(_of(lines, part) for part in check.over), _of(lines, check.at)
    if check.name == DOCUMENT_NUMBER and (long := _long_number(layout, lines)):
        text, digit = long[0], long[1]
    if digit == FILLER:
        return not text.strip(FILLER)  # an empty field may go without
    return digit.isdigit() and check_digit(text) == int(digit)


def _long_number(layout: _Layout, lines: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Return a number of more than nine places, its check digit and what follows it (parts 5 and 6)."""
    if layout.format not in (ZoneFormat.TD1, ZoneFormat.TD2):
        return None
    start = next(check.at for check in layout.checks if check.name == DOCUMENT_NUMBER)
    principal = _of(lines, layout.parts[DOCUMENT_NUMBER])
    overflow, _, rest = _of(lines, layout.optional[0]).partition(FILLER)
    if _of(lines, start) != FILLER or FILLER in principal or len(overflow) < 2:
        return None
    return principal + overflow[:-1], overflow[-1], rest


def _mended(attempt: _Attempt) -> _Attempt:
    """Mend a field of letters and digits if all check digits leave exactly one reading of one character.

    Where only several such changes together would do, nothing is changed, but the field is in doubt.
    """
    field_name = _one_open_field(attempt)
    if field_name is None:
        return attempt
    layout, part = attempt.layout, _over(attempt.layout, field_name)
    text = _of(attempt.lines, part)
    mended = [_put(attempt.lines, part, other) for other in _other_readings(text)]
    proven = [lines for lines in mended if not _failed(layout, lines)]
    if len(proven) == 1:
        return replace(attempt, lines=proven[0], failed=(), repaired=(field_name,))
    if proven or any(
        not _failed(layout, _put(attempt.lines, part, other)) for other in _mixed_readings(text)
    ):
        return replace(attempt, doubtful=frozenset({field_name}))
    return attempt


def _one_open_field(attempt: _Attempt) -> str | None:
    """Return the one field that may be mended: its own check digit and the composite one fail."""
    if COMPOSITE not in {check.name for check in attempt.layout.checks}:
        return None  # one check digit alone would be pleased by chance too often
    own = [name for name in attempt.failed if name != COMPOSITE]
    return own[0] if len(own) == 1 and own[0] in (DOCUMENT_NUMBER, OPTIONAL) else None


def _over(layout: _Layout, name: str) -> _Part:
    return next(check.over[0] for check in layout.checks if check.name == name)


def _mixed_readings(text: str) -> Iterator[str]:
    """Give a text with each confusable character read either way."""
    choices = [(character, *_other_character(character)) for character in text]
    if math.prod(map(len, choices)) <= _MOST_READINGS:
        yield from map("".join, itertools.product(*choices))


# As many as nine places give.
_MOST_READINGS = 512


def _other_readings(number: str) -> Iterator[str]:
    """Give a text with one character read the other way, letter for digit; and its end as fillers."""
    for at, character in enumerate(number):
        for other in _other_character(character):
            yield number[:at] + other + number[at + 1 :]
    bare = number.rstrip("".join(_FILLER_LETTERS) + FILLER)
    if bare:
        yield bare.ljust(len(number), FILLER)


def _other_character(character: str) -> set[str]:
    return {c for pair in NUMBER_CONFUSIONS if character in pair for c in pair - {character}}


# ---- is it a zone


def _is_believable(attempt: _Attempt) -> bool:
    """Say whether lines are a zone at all: check digits that hold, or every place filled as it must be."""
    held = len(attempt.layout.checks) - len(attempt.failed)
    names = _of(attempt.lines, attempt.layout.names)
    if held >= _ENOUGH_HELD:
        return any(c.isalpha() for c in names)
    if FILLER * 2 not in names or not re.search("[A-Z]{2}", names):
        return False
    return attempt.lines[0][0] in attempt.layout.first and _misfits(attempt) == 0


# Two check digits hold by chance in one of a hundred lines of print that are of a zone's length.
_ENOUGH_HELD = 3


def _misfits(attempt: _Attempt) -> int:
    """Count the characters that cannot stand where they stand."""
    allowed = {"A": r"[A-Z<]", "N": r"[A-Z<]", "X": r"[A-Z0-9<]", "D": r"\d", "B": r"[\d<]", "S": "[MFX<]"}
    return sum(
        re.match(allowed[kind], c) is None
        for line, kinds in zip(attempt.lines, attempt.layout.kinds, strict=True)
        for c, kind in zip(line, kinds, strict=True)
    )


# ---- fields


def _zone(attempt: _Attempt, read: tuple[str, ...], confidence: float, box: Box | None, today: date) -> Zone:
    layout, lines = attempt.layout, attempt.lines
    birth, expiry = (_of(lines, layout.parts[name]) for name in (BIRTH_DATE, EXPIRES_ON))
    surname, given_names = split_names(_of(lines, layout.names))
    number, optional = _number_and_optional(layout, lines)
    return Zone(
        format=layout.format,
        lines=lines,
        read=read,
        document_code=_plain(_of(lines, layout.parts["code"])),
        issuer=_country(_of(lines, layout.parts[ISSUER])),
        surname=surname,
        given_names=given_names,
        document_number=number,
        nationality=_country(_of(lines, layout.parts[NATIONALITY])),
        birth_date=_birth_date(birth, today),
        sex=_plain(_of(lines, layout.parts[SEX])),
        expires_on=_expiry_date(expiry, today),
        optional=optional,
        failed=attempt.failed,
        repaired=attempt.repaired,
        cut=not _of(lines, layout.names).endswith(FILLER),
        confidence=confidence * attempt.trust if attempt.failed else max(confidence, _PROVEN),
        box=box,
        doubtful=tuple(sorted(attempt.doubtful)),
    )


def split_names(names: str) -> tuple[str, str]:
    """Return surname and given names of a name field; a name of one part is a surname."""
    known = _after_names(names)
    surname, _, given = (known[0] + known[1] + known[2]).rstrip(FILLER).partition(FILLER * 2)
    return _plain(surname), _plain(given)


def _plain(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _country(code: str) -> str:
    """Return the ISO code where a zone writes another one for the same country (D for DEU)."""
    plain = _plain(code)
    return _ISO_CODES.get(plain, plain)


def _number_and_optional(layout: _Layout, lines: tuple[str, ...]) -> tuple[str, str]:
    pieces = [_of(lines, part) for part in layout.optional]
    number = _of(lines, layout.parts[DOCUMENT_NUMBER])
    if long := _long_number(layout, lines):
        number, pieces[0] = long[0], long[2]
    return _plain(number).replace(" ", ""), _plain(" ".join(pieces))


def _birth_date(text: str, today: date) -> date | None:
    """Return the latest such day that is not to come; None where a part of it is not known."""
    born = [day for century in (2000, 1900) if (day := _day(text, century)) and day <= today]
    return born[0] if born else None


# Nothing is issued for longer: a day further off is one of the last century.
_LONGEST_VALIDITY = 50


def _expiry_date(text: str, today: date) -> date | None:
    days = [day for century in (2000, 1900) if (day := _day(text, century)) is not None]
    return next((day for day in days if day.year <= today.year + _LONGEST_VALIDITY), None)


def _day(text: str, century: int) -> date | None:
    if not text.isdigit():
        return None
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
