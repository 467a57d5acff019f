"""Reads days, months and periods as papers write them, in every usual form, and names what is ambiguous.

A day that cannot be is refused. What an optical reader confuses (O and 0, l and 1, the ink of a seal over
the last character) is understood where nothing else can be meant, with less confidence.
"""

import functools
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.intake.writing import fold, vocabulary

FIRST_YEAR, LAST_YEAR = 1900, 2099
# A day that had to be repaired, and one whose last character a seal hides.
_REPAIRED, _UNDER_SEAL = 0.8, 0.7
# Two-digit years from here on can only mean the last century: nobody's passport ends in 2060.
_LAST_CENTURY_FROM = 60
_DIGIT = "[0-9oil|]"
_SLIPS = str.maketrans("oil|", "0111")
_HAN_DIGITS = {"〇": 0, "零": 0, "○": 0, "o": 0, "0": 0} | {
    han: n for n, han in enumerate("一二三四五六七八九", 1)
}
_HAN_DIGITS |= {"元": 1, "壹": 1, "贰": 2, "叁": 3}


@dataclass(frozen=True, slots=True)
class Day:
    """Holds a day found at a place in a text, the other days that it could mean, and how sure it is."""

    value: date
    text: str
    start: int
    end: int
    confidence: float = 1.0
    others: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """Holds a month found at a place in a text."""

    year: int
    month: int
    text: str
    start: int
    end: int

    @property
    def first_day(self) -> date:
        """Return the first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Return the last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """Holds a stretch of time found in a text; `until` is None while it lasts."""

    begin: date
    until: date | None
    start: int
    end: int
    whole_months: bool = False


@functools.cache
def _months() -> dict[str, int]:
    """Return the number of the month for each of its names in every language."""
    names: dict[str, int] = {}
    for language in vocabulary("months").values():
        for number, words in enumerate(language, 1):
            names.update(dict.fromkeys(words, number))
    return names


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day | None]], ...]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    word = rf"(?P<name>{names})\.?(?:\s*[/|]\s*(?P<same>{names})\.?)?(?![^\W\d_])"
    digit, han = _DIGIT, "[〇零○o0一二三四五六七八九]"
    ordinal = r"(?:st|nd|rd|th|er|º|°|o(?=\s)|a(?=\s)|\.|-?го)?"
    filler = r"(?:day\s+of|of|de|di|du|del|den)?"
    year = rf"(?P<year>[12]{digit}{{3}})(?!\d)"
    return (
        (
            re.compile(
                rf"(?<![\d])(?P<year>[12]{digit}{{3}})\s*年\s*(?P<month>{digit}{{1,2}})\s*月\s*"
                rf"(?P<day>{digit}{{1,2}})\s*(?:(?P<end>日|号|目|月)|(?![\d年]))"
            ),
            _from_chinese,
        ),
        (
            re.compile(
                rf"(?P<year>[一二]{han}{{3}})\s*年\s*(?P<month>[正元一二三四五六七八九十]{{1,2}})\s*月\s*"
                r"(?P<day>[一二三四五六七八九十廿卅]{1,4})\s*[日号]"
            ),
            _from_han,
        ),
        (
            re.compile(
                rf"(?<![0-9a-z.])(?P<year>[12]{digit}{{3}})\s?(?P<mark>[-/.])\s?(?P<month>{digit}{{1,2}})\s?(?P=mark)"
                rf"\s?(?P<day>{digit}{{1,2}})(?!\d|[-/]\d(?!\d{{3}}))"
            ),
            _from_numbers,
        ),
        (
            re.compile(
                rf"(?<!\d)(?<!\d[./-])(?P<day>[0-3o]?\d)\s*{ordinal}\s*{filler}\s*[-/.]?\s*{word}"
                rf"\s*[-/.,]?\s*{filler}\s*{year}"
            ),
            _from_words,
        ),
        (
            re.compile(rf"(?<![^\W\d_]){word}\s*(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*[,.]?\s*{year}"),
            _from_words,
        ),
        (
            re.compile(
                r"(?<![0-9a-z./-])(?P<day>\d{1,2})\s?(?P<mark>[./-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
                r"(?P<year>[12]\d{3})(?![\d/-])"
            ),
            _from_day_first,
        ),
        (
            re.compile(
                rf"(?<!\d)(?P<year>[12]\d{{3}})\s*[-/. ]\s*{word}\s*[-/. ]\s*(?P<day>\d{{1,2}})(?!\d)"
            ),
            _from_words,
        ),
    )


@functools.cache
def _two_digit_years() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    word = rf"(?P<name>{names})\.?(?:\s*/\s*(?P<same>{names})\.?)?"
    return (
        re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s*[-/.]?\s*{word}\s*[-/.]?\s*'?(?P<year>\d{{2}})(?![\d\w])"),
        re.compile(
            r"(?<![0-9a-z./-])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{2})(?![0-9a-z./-])"
        ),
    )


def _made(match: re.Match[str], year: int, month: int, day: int, confidence: float = 1.0) -> Day | None:
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Day(date(year, month, day), match.group(), match.start(), match.end(), confidence)


def _number(text: str) -> int:
    return int(text.translate(_SLIPS))


def _care(*parts: str) -> float:
    return 1.0 if all(part.isdecimal() for part in parts) else _REPAIRED


def _from_chinese(match: re.Match[str]) -> Day | None:
    parts = match["year"], match["month"], match["day"]
    confidence = _care(*parts)
    if match["end"] not in ("日", "号"):
        confidence = min(confidence, _UNDER_SEAL)
    year, month, day = map(_number, parts)
    return _made(match, year, month, day, confidence)


def _from_han(match: re.Match[str]) -> Day | None:
    year = int("".join(str(_HAN_DIGITS[han]) for han in match["year"]))
    month, day = _han_number(match["month"].replace("正", "一")), _han_number(match["day"])
    return _made(match, year, month, day) if month and day else None


def _han_number(text: str) -> int | None:
    """Return a number up to 99 written in Chinese characters."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return _HAN_DIGITS[text] if len(text) == 1 else None
    tens, _, units = text.partition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return None
    return (_HAN_DIGITS[tens] if tens else 1) * 10 + (_HAN_DIGITS[units] if units else 0)


def _from_numbers(match: re.Match[str]) -> Day | None:
    parts = match["year"], match["month"], match["day"]
    year, month, day = map(_number, parts)
    return _made(match, year, month, day, _care(*parts))


def _from_words(match: re.Match[str]) -> Day | None:
    month, same = _months()[match["name"]], match["same"]
    if same and _months()[same] != month:
        return None
    day, year = match["day"], match["year"]
    return _made(match, _number(year), month, _number(day), _care(day, year))


def _from_day_first(match: re.Match[str]) -> Day | None:
    year, first, second = int(match["year"]), int(match["day"]), int(match["month"])
    usual, turned = _made(match, year, second, first), _made(match, year, first, second)
    if usual is None or turned is None or first == second or match["mark"] == ".":
        return usual or turned
    return replace(usual, others=(turned.value,))


def _month_first(day: Day) -> Day:
    """Read an ambiguous day as a country does that writes the month first."""
    return replace(day, value=day.others[0], others=(day.value,)) if day.others else day


def days_in(text: str, *, month_first: bool = False) -> tuple[Day, ...]:
    """Find every day in a text, in order; `month_first` tells how the paper's country writes 1/9/2026."""
    folded = fold(text)
    found: list[Day] = []
    for pattern, make in _patterns():
        for match in pattern.finditer(folded):
            day = make(match)
            if day and not any(day.start < other.end and other.start < day.end for other in found):
                found.append(replace(day, text=text[day.start : day.end].strip()))
    days = sorted(found, key=lambda day: day.start)
    return tuple(_month_first(day) if month_first else day for day in days)


def day_of(text: str, *, month_first: bool = False, born: bool = False) -> Day | None:
    """Read the one day that stands beside a label: here 20260901 and two-digit years are days as well.

    `born` says that the day is one of birth: a two-digit year may then be of either century.
    """
    days = days_in(text, month_first=month_first)
    if days:
        return days[0] if len({day.value for day in days}) == 1 else None
    return (
        _from_compact(text)
        or _from_spaced(text, month_first=month_first)
        or _from_two_digits(text, born=born)
    )


def _from_spaced(text: str, *, month_first: bool) -> Day | None:
    """Read "14 07 1991", as French passports print it."""
    spaced = re.fullmatch(r"\s*(\d\d) (\d\d) ([12]\d{3})\s*", text)
    days = days_in("/".join(spaced.groups()), month_first=month_first) if spaced else ()
    return replace(days[0], text=text.strip()) if days else None


def _from_compact(text: str) -> Day | None:
    match = re.search(r"(?<![0-9A-Za-z])([12]\d{3})(\d\d)(\d\d)(?![0-9A-Za-z])", text.strip())
    return _made(match, *map(int, match.groups())) if match else None


def _from_two_digits(text: str, *, born: bool) -> Day | None:
    folded = fold(text)
    for pattern in _two_digit_years():
        match = pattern.search(folded)
        if match:
            return _in_its_century(match, text, born=born)
    return None


def _in_its_century(match: re.Match[str], text: str, *, born: bool) -> Day | None:
    short, named = int(match["year"]), match.groupdict().get("name")
    if named is None and match["month"] != match["day"] and max(int(match["month"]), int(match["day"])) <= 12:
        return None  # 1/9/26: neither the order nor the century is certain
    if named and match["same"] and _months()[match["same"]] != _months()[named]:
        return None
    month = _months()[named] if named else int(match["month"])
    first = int(match["day"])
    if month > 12 and first <= 12 and not named:
        month, first = first, month
    late, early = _made(match, 2000 + short, month, first), _made(match, 1900 + short, month, first)
    chosen = early if born and short >= _LAST_CENTURY_FROM else late
    if chosen is None:
        return None
    others = (early.value,) if born and chosen is late and early else ()
    return replace(
        chosen, text=text[match.start() : match.end()].strip(), others=others, confidence=_REPAIRED
    )


_MONTH_FORMS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*年度?\s*(?P<month>\d{1,2})\s*月(?:份)?"),
    re.compile(
        r"(?<![0-9a-z./])(?<![a-z]-)(?P<year>(?:19|20)\d\d)\s?[-./]\s?(?P<month>0?[1-9]|1[0-2])(?!\d|\s?[-./]\s?\d{1,2}(?!\d))"
    ),
    re.compile(
        r"(?<![0-9a-z./-])(?P<month>0?[1-9]|1[0-2])\s?[/.]\s?(?P<year>(?:19|20)\d\d)(?![0-9a-z]|[-./]\d)"
    ),
)


@functools.cache
def _worded_month() -> re.Pattern[str]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W_])(?P<name>{names})\.?(?![^\W\d_])\s*[-,/]?\s*(?:of|de|del)?\s*(?P<year>(?:19|20)\d\d)(?!\d)"
    )


def months_in(text: str) -> tuple[Month, ...]:
    """Find every month that stands without a day, in order."""
    folded, days = fold(text), days_in(text)
    found: list[Month] = []
    for pattern in (*_MONTH_FORMS, _worded_month()):
        for match in pattern.finditer(folded):
            month = _month_made(match, text)
            taken: list[Day | Month] = [*days, *found]
            if month and not any(month.start < other.end and other.start < month.end for other in taken):
                found.append(month)
    return tuple(sorted(found, key=lambda month: month.start))


def _month_made(match: re.Match[str], text: str) -> Month | None:
    fields = match.groupdict()
    number = _months()[fields["name"]] if fields.get("name") else int(fields["month"])
    if not 1 <= number <= 12:
        return None
    start, end = match.span()
    return Month(int(fields["year"]), number, text[start:end].strip(), start, end)


_JOINS = re.compile(
    r"\s*(?:起|始)?\s*(?:[-~一]*\s*[至到]|[-~]+|一+|to|until|till|through|bis|au|al|hasta|a|ate|по)\s*"
)
_LASTING = re.compile(r"今|现在|目前|present|now|date|长期", re.IGNORECASE)


def periods_in(text: str, *, month_first: bool = False) -> tuple[Period, ...]:
    """Find every stretch of time in a text: two days, or two months, joined by a word or a dash."""
    days = days_in(text, month_first=month_first)
    ends: list[Day | Month] = sorted([*days, *months_in(text)], key=lambda found: found.start)
    return tuple(_periods_between(text, ends))


def _periods_between(text: str, ends: list[Day | Month]) -> Iterator[Period]:
    folded = fold(text)
    for index, first in enumerate(ends):
        join = _JOINS.match(folded, first.end)
        if not join:
            continue
        after = ends[index + 1] if index + 1 < len(ends) else None
        if after is not None and after.start == join.end():
            yield _period(first, after)
        elif bare := _bare_month(folded, join.end(), first):
            yield _period(first, bare)
        elif lasting := _LASTING.match(folded, join.end()):
            yield _period(first, None, lasting.end())


def _bare_month(folded: str, start: int, first: Day | Month) -> Month | None:
    """Read "2022年1月至12月": the second month has the year of the first."""
    match = re.compile(r"(\d{1,2})\s*月(?!\s*\d)").match(folded, start)
    if not match or not isinstance(first, Month) or not first.month <= int(match[1]) <= 12:
        return None
    return Month(first.year, int(match[1]), match.group(), match.start(), match.end())


def _period(first: Day | Month, last: Day | Month | None, end: int = 0) -> Period:
    begin = first.first_day if isinstance(first, Month) else first.value
    months = isinstance(first, Month)
    if last is None:
        return Period(begin, None, first.start, end, months)
    until = last.last_day if isinstance(last, Month) else last.value
    return Period(begin, until, first.start, last.end, months and isinstance(last, Month))
