"""Reads amounts of money as papers write them: digits, units, and Chinese capital numerals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.intake.writing import fold

# A figure with a mark read as the other one, and one whose marks leave two readings.
_REPAIRED, _DOUBTFUL = 0.85, 0.6
_WAN = 10_000
_SLIPS = str.maketrans("oil|s", "01115")
_CURRENCY = r"(?:人民币|人民幣|rmb|cny|cn￥|￥|¥|yuan)"
_NUMBER = r"[0-9][0-9oil|]*(?:[.,，．'’][0-9oil|]+|[ ](?=[0-9]{3}(?![0-9]))[0-9]{3})*"
_FIGURE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-−–负])?\s*(?P<currency>{_CURRENCY}|y(?=\d))?\s*[:：]?\s*(?P<sign2>[-−–])?\s*"
    rf"(?P<number>{_NUMBER})\s*(?P<close>\))?\s*"
    r"(?P<unit>万元整?|万圆|万|元整?|圆整?|yuan|rmb|cny|人民币)?",
    re.IGNORECASE,
)
_SPECKS = " °º·•.,'`*:;、。\"_^~"
_WORD_AFTER = re.compile(r"[0-9a-z年月日号%％]|[-/.:]\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """Holds an amount in yuan found at a place in a text; `marked` says that a currency stands with it."""

    value: float
    text: str
    start: int
    end: int
    confidence: float = 1.0
    marked: bool = False
    cents: bool = False


def amount_of(text: str, *, unit: int = 1) -> Amount | None:
    """Read a text that is an amount and nothing else; `unit` is what the paper says that figures count in."""
    folded = fold(text).strip()
    match = _FIGURE.fullmatch(folded)
    if match:
        return _amount(match, text.strip(), unit)
    return _without_specks(text, folded, unit)


def _without_specks(text: str, folded: str, unit: int) -> Amount | None:
    """Read an amount with cents where the reader took specks of dirt for marks: ·32,733.33, 15;547.19."""
    bare = re.sub(r"(?<=\d)[;:](?=\d{3}(?!\d))", ",", folded.strip(_SPECKS))
    match = _FIGURE.fullmatch(bare)
    amount = _amount(match, bare, unit) if match and bare != folded else None
    if amount is None or not amount.cents:
        return None
    return replace(amount, text=text.strip(), confidence=min(amount.confidence, _REPAIRED))


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Find the amounts in a text that a currency or a unit marks, or that are written with cents."""
    return tuple(amount for amount in _figures(text) if amount.marked or amount.cents)


def _figures(text: str) -> Iterator[Amount]:
    folded = fold(text)
    position = 0
    while match := _FIGURE.search(folded, position):
        position = max(match.end(), match.start() + 1)
        before = folded[match.start("number") - 1 : match.start("number")]
        inside = before.isalnum() and before.isascii() and not match["currency"]
        if inside or (not match["unit"] and _WORD_AFTER.match(folded, match.end("number"))):
            continue
        amount = _amount(match, text, 1, bracketed=True)
        if amount:
            yield amount


def _amount(match: re.Match[str], text: str, unit: int, *, bracketed: bool = False) -> Amount | None:
    read = _value(match["number"])
    if read is None:
        return None
    value, confidence, cents = read
    if (match["unit"] or "").startswith("万") or unit == _WAN:
        decimals = _ten_thousands(match["number"])
        value, confidence = (decimals, 1.0) if decimals is not None else (value, confidence)
        unit = _WAN
    # In a cell brackets mean less than nothing; in a sentence they are brackets.
    in_brackets = bool(match["open"] and match["close"]) and not bracketed
    if match["sign"] or match["sign2"] or in_brackets:
        value = -value
    marked = bool(match["currency"] or match["unit"])
    start, end = match.start("sign") if match["sign"] else match.start("number"), match.end()
    if match["currency"]:
        start = min(start, match.start("currency"))
    return Amount(round(value * unit, 2), text[start:end].strip(), start, end, confidence, marked, cents)


def _ten_thousands(number: str) -> float | None:
    """Return 98.625 for what counts in ten thousands: there a point is a decimal point."""
    return float(number.replace(",", "")) if re.fullmatch(r"[\d,]+\.\d+", number) else None


def _value(number: str) -> tuple[float, float, bool] | None:
    """Return the value of a figure, how sure it is, and whether it has cents.

    The last mark before exactly two digits begins the cents; every other mark must part three digits.
    """
    confidence = 1.0 if not re.search(r"[oil|]", number) else _REPAIRED
    number = (
        number.translate(_SLIPS).replace("，", ",").replace("．", ".").replace("’", ",").replace("'", ",")
    )
    parts = re.split(r"[.,\s]", number)
    marks = re.findall(r"[.,\s]", number)
    cents = ""
    if marks and marks[-1] != " " and len(parts[-1]) <= 2:
        cents = parts.pop()
        confidence = min(confidence, 1.0 if marks.pop() == "." else _REPAIRED)
    if any(len(part) != 3 for part in parts[1:]) or (len(parts) > 1 and not 1 <= len(parts[0]) <= 3):
        return None
    if "." in marks:
        confidence = min(confidence, _DOUBTFUL if len(marks) == 1 and not cents else _REPAIRED)
    whole = "".join(parts)
    if len(whole) > 12 or (len(whole) > 1 and whole[0] == "0"):
        return None
    return float(f"{whole}.{cents or '0'}"), confidence, len(cents) == 2


_DIGITS = {
    han: n
    for n, hans in enumerate(("零〇", "壹一", "贰二", "叁三", "肆四", "伍五", "陆六", "柒七", "捌八", "玖九"))
    for han in hans
} | {"弍": 2, "两": 2}
_UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_CAPITAL = re.compile(
    r"负?[零〇壹一贰弍二两叁三肆四伍五陆六柒七捌八玖九拾十佰百仟千万亿]+(?:元|圆)"
    r"[零〇壹一贰弍二两叁三肆四伍五陆六柒七捌八玖九角分]*[整正]?"
)


def capital_amount(text: str) -> Amount | None:
    """Read an amount in Chinese capital numerals (壹拾贰万叁仟元整); None for what is not well formed."""
    folded = fold(text).replace(" ", "")
    match = _CAPITAL.search(folded)
    if not match:
        return None
    written = match.group()
    whole, _, rest = re.split(r"(元|圆)", written, maxsplit=1)
    yuan, cents = _whole(whole.removeprefix("负")), _cents(rest)
    if yuan is None or cents is None:
        return None
    value = round(yuan + cents / 100, 2)
    return Amount(
        -value if whole.startswith("负") else value, written, match.start(), match.end(), marked=True
    )


def _cents(text: str) -> int | None:
    match = re.fullmatch(r"零?(?:(\w)角)?零?(?:(\w)分)?[整正]?", text)
    if not match:
        return None
    return 10 * _DIGITS.get(match[1] or "零", 0) + _DIGITS.get(match[2] or "零", 0)


def _whole(text: str) -> int | None:
    high, mark, low = text.partition("亿")
    if mark:
        upper, lower = _whole(high), _whole(low) if low else 0
        return None if upper is None or lower is None else upper * 10**8 + lower
    high, mark, low = text.partition("万")
    if mark:
        upper, lower = _section(high), _section(low) if low else 0
        return None if upper is None or lower is None else upper * _WAN + lower
    return _section(text)


def _section(text: str) -> int | None:
    """Return the value of up to four digits with their units; the units must fall."""
    total, last, digit = 0, 10_000, None
    for han in text:
        if han in _UNITS:
            unit = _UNITS[han]
            if unit >= last or (digit is None and unit != 10):
                return None
            total, last, digit = total + (1 if digit is None else digit) * unit, unit, None
        elif digit in (None, 0):
            digit = _DIGITS.get(han)
            if digit is None:
                return None
        else:
            return None
    return total + (digit or 0) if text else None
