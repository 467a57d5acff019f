"""Makes facts of what stands beside a label: what fits a field, and what it says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.reading import FactName, FactValue
from app.intake.countries import country_of
from app.intake.days import day_of, days_in, months_in, periods_in
from app.intake.names import leading_name, name_of, sex_of
from app.intake.writing import fold, has_han, plain, vocabulary

_PASSPORT = re.compile(r"[A-Z]{0,3}[0-9A-Z]{5,11}")
_MOST_TEXT = 120
_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Value:
    """Holds one fact read from a text, before anyone knows where the text stands."""

    name: FactName
    value: FactValue
    confidence: float = 1.0
    others: tuple[date, ...] = ()
    year: int | None = None
    month: int | None = None


_DAYS = {
    "issued_on": FactName.ISSUED_ON,
    "date": FactName.ISSUED_ON,
    "expires_on": FactName.EXPIRES_ON,
    "valid_from": FactName.VALID_FROM,
    "birth_date": FactName.BIRTH_DATE,
    "translated_on": FactName.TRANSLATED_ON,
    "applied_on": FactName.ISSUED_ON,
}
_TEXTS = {
    "authority": FactName.AUTHORITY,
    "employer": FactName.EMPLOYER,
    "position": FactName.POSITION,
    "university": FactName.UNIVERSITY,
    "degree": FactName.DEGREE,
    "business_scope": FactName.BUSINESS_SCOPE,
    "birth_place": FactName.BIRTH_PLACE,
}


def values_of(field: str, text: str, *, month_first: bool = False) -> tuple[Value, ...]:
    """Read what a text says as the value of a field; nothing where it does not fit."""
    text = text.strip().lstrip(":：.。 ").strip()
    if not text or (len(text) > _MOST_TEXT and field != "business_scope"):
        return ()
    if field in _DAYS:
        return tuple(_day(field, text, month_first=month_first))
    if field in _TEXTS:
        return tuple(_text(field, text))
    reader = _READERS.get(field)
    return tuple(reader(text)) if reader else ()


def fits(field: str, text: str) -> bool:
    """Say whether a text can be the value of a field."""
    if field in ("ignored", "signature"):
        return True
    return bool(values_of(field, text))


def _day(field: str, text: str, *, month_first: bool) -> Iterator[Value]:
    period = next(iter(periods_in(text, month_first=month_first)), None)
    if period and field in ("expires_on", "valid_from"):
        yield from _validity(text)
        return
    if period:
        return
    day = day_of(text, month_first=month_first, born=field == "birth_date")
    if day and _mostly(text, day.text, field):
        yield Value(_DAYS[field], day.value, day.confidence, day.others)


def _mostly(text: str, part: str, field: str) -> bool:
    """Say whether a day is what a text is about, and not one word in a sentence."""
    rest = len(plain(text)) - len(plain(part))
    return rest <= (40 if field in ("issued_on", "birth_date") else 16)


def _validity(text: str) -> Iterator[Value]:
    period = next(iter(periods_in(text)), None)
    if period and period.until:
        yield Value(FactName.VALID_FROM, period.begin)
        yield Value(FactName.EXPIRES_ON, period.until)
        return
    days = days_in(text)
    if len(days) == 2 and days[0].value < days[1].value:
        yield Value(FactName.VALID_FROM, days[0].value, days[0].confidence)
        yield Value(FactName.EXPIRES_ON, days[1].value, days[1].confidence)
    elif len(days) == 1 and re.match(r"\W*(?:至|到|until|to|till|bis)", fold(text)):
        yield Value(FactName.EXPIRES_ON, days[0].value, days[0].confidence, days[0].others)


def _period(text: str) -> Iterator[Value]:
    period = next(iter(periods_in(text)), None)
    if period and period.until and period.begin <= period.until:
        yield Value(FactName.PERIOD_FROM, period.begin)
        yield Value(FactName.PERIOD_UNTIL, period.until)
        return
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*(?:年度?)?\s*", text)
    if year:
        yield Value(FactName.PERIOD_FROM, date(int(year[1]), 1, 1))
        yield Value(FactName.PERIOD_UNTIL, date(int(year[1]), 12, 31))


def _employment(name: FactName) -> Callable[[str], Iterator[Value]]:
    def read(text: str) -> Iterator[Value]:
        period = next(iter(periods_in(text)), None)
        if period and name is FactName.EMPLOYED_SINCE:
            yield Value(name, period.begin)
            return
        day = day_of(text)
        if day:
            yield Value(name, day.value, day.confidence, day.others)
            return
        months = months_in(text)
        if len(months) == 1:
            yield Value(name, months[0].first_day, year=months[0].year, month=months[0].month)

    return read


def _text(field: str, text: str) -> Iterator[Value]:
    text = text.strip(" ,，。;；:：|")
    bare = plain(text)
    if len(bare) < 2 or bare in ("无", "none", "na", "nil") or bare.isdecimal():
        return
    if field not in ("business_scope", "birth_place") and (re.search(r"[。；;]\s*\S", text) or days_in(text)):
        return
    if field == "employer" and not _can_be_employer(text):
        return
    if field == "degree" and not any(word in fold(text) for word in vocabulary("words")["degree"]["words"]):
        return
    yield Value(_TEXTS[field], text)


def _can_be_employer(text: str) -> bool:
    """Say whether a text can name an employer: neither a unit of money nor a sentence."""
    if has_han(text):
        return 4 <= len(text) <= _LONGEST_VALUE and not re.match(r"(?:人民币)?[万亿]?[元圆人]", text)
    return 3 <= len(text) <= 2 * _LONGEST_VALUE and any(map(str.isalpha, text))


def _name(text: str) -> Iterator[Value]:
    name = name_of(text)
    if name is None and re.search(
        r"[，,;；(（]\s*(?:[男女护国]|\d{4}年)|[，,]\s*(?:male|female|passport|holder|born)", fold(text)
    ):
        head = leading_name(text)
        name = name_of(head) if head else None
    if name is None:
        return
    if name.latin:
        yield Value(FactName.NAME, name.latin)
    if name.surname and name.given_names:
        yield Value(FactName.SURNAME, name.surname)
        yield Value(FactName.GIVEN_NAMES, name.given_names)
    if name.chinese:
        yield Value(FactName.CHINESE_NAME, name.chinese)
    if name.sex:
        yield Value(FactName.SEX, name.sex)


def _part_of_name(fact: FactName) -> Callable[[str], Iterator[Value]]:
    def read(text: str) -> Iterator[Value]:
        name = name_of(text)
        if name and name.latin and (name.surname is None or fact is FactName.GIVEN_NAMES):
            yield Value(fact, name.latin)

    return read


def _chinese_name(text: str) -> Iterator[Value]:
    name = name_of(text, alone=False)
    if name and name.chinese:
        yield Value(FactName.CHINESE_NAME, name.chinese)


_BOXES = "□☐▢○◯"
_TICKED = "☑■√✓✔☒●◉"


def ticked_in(text: str) -> str:
    """Return what a form's choice says: the ticked word, nothing where none or several are, or all of it."""
    ticked = re.findall(rf"[{_TICKED}]\s*([^{_BOXES}{_TICKED}]+)", text)
    if any(box in text for box in _BOXES) or ticked:
        return str(ticked[0]).strip() if len(ticked) == 1 else ""
    return text


def _sex(text: str) -> Iterator[Value]:
    sex = sex_of(ticked_in(text))
    if sex:
        yield Value(FactName.SEX, sex)


def _nationality(text: str) -> Iterator[Value]:
    code = country_of(text)
    if code:
        yield Value(FactName.NATIONALITY, code)


def passport_number_of(text: str) -> str | None:
    """Return the passport number in a text that holds one, as it was read."""
    cleaned = re.sub(r"(?<=\w)[ \-](?=\d)", "", fold(text).upper())
    tokens = [
        token
        for token in re.findall(r"[0-9A-Z]+", cleaned)
        if _PASSPORT.fullmatch(token) and any(map(str.isdigit, token))
    ]
    return tokens[0] if len(tokens) == 1 and 6 <= len(tokens[0]) <= 12 else None


def _passport(text: str) -> Iterator[Value]:
    number = passport_number_of(re.sub(r"[(（].*?[)）]", " ", text))
    if number and len(text) <= _LONGEST_VALUE and not days_in(text):
        yield Value(FactName.PASSPORT_NUMBER, number)


def _id_number(text: str) -> Iterator[Value]:
    """Read the number of a paper of identity: a passport's, unless it is as long as a card's."""
    yield from _card_number(text)
    yield from _passport(text)


def _document_number(text: str) -> Iterator[Value]:
    text = re.sub(r"^(?:no|nr|№)[.:：°º]*\s*", "", text.strip(" .:：。,，#"), flags=re.IGNORECASE)
    if any(map(str.isdigit, text)) and len(text) <= 40 and not days_in(text) and len(text.split()) <= 4:
        yield Value(FactName.DOCUMENT_NUMBER, text)


def _card_number(text: str) -> Iterator[Value]:
    number = re.fullmatch(r"[A-Z]{0,3}\d{12}|\d{15}|\d{17}[\dX]", re.sub(r"\s", "", fold(text)).upper())
    if number:
        yield Value(FactName.CARD_NUMBER, number.group())


def _credit_code(text: str) -> Iterator[Value]:
    code = re.sub(r"[\s\-]", "", fold(text)).upper()
    if re.fullmatch(r"[0-9A-Z]{18}", code):
        yield Value(FactName.CREDIT_CODE, code)


def _permit_class(text: str) -> Iterator[Value]:
    folded = fold(text).strip()
    found = set(
        re.findall(r"(?<![a-z])([abc])\s*(?:类|级|class)|(?:class|category|类别?)\s*([abc])(?![a-z])", folded)
    )
    letters = {first or second for first, second in found}
    if re.fullmatch(r"[abc]", folded):
        letters = {folded}
    if not letters:
        letters = (
            {"a"}
            if "高端人才" in folded
            else {"b"}
            if "专业人才" in folded
            else {"c"}
            if "其他外国人" in folded or "其他人员" in folded
            else set()
        )
    if len(letters) == 1:
        yield Value(FactName.WORK_PERMIT_CLASS, letters.pop().upper())


def _marital_status(text: str) -> Iterator[Value]:
    key = plain(ticked_in(text))
    known = vocabulary("words")["marital_status"]
    found = {status for status, words in known.items() for word in words if key == plain(word)}
    found = found or {
        status
        for status, words in known.items()
        if any(has_han(word) and plain(word) in key for word in words)
    }
    if len(found) == 1:
        yield Value(FactName.MARITAL_STATUS, found.pop())


_READERS: dict[str, Callable[[str], Iterator[Value]]] = {
    "name": _name,
    "principal": _name,
    "birth_name": _part_of_name(FactName.SURNAME),
    "surname": _part_of_name(FactName.SURNAME),
    "given_names": _part_of_name(FactName.GIVEN_NAMES),
    "chinese_name": _chinese_name,
    "sex": _sex,
    "nationality": _nationality,
    "passport_number": _passport,
    "id_number": _id_number,
    "document_number": _document_number,
    "card_number": _card_number,
    "credit_code": _credit_code,
    "work_permit_class": _permit_class,
    "marital_status": _marital_status,
    "validity": _validity,
    "period": _period,
    "employed_since": _employment(FactName.EMPLOYED_SINCE),
    "employed_until": _employment(FactName.EMPLOYED_UNTIL),
}
