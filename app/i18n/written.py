"""Days, amounts and names as letters write them, in Chinese and in English."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import babel.dates
import babel.numbers

from app.domain.case import Person, Sex
from app.domain.words import Language, Text
from app.i18n.catalogue import LOCALE_NAMES
from app.i18n.terms import date_words

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LARGEST = Decimal(10) ** 16


def written_day(day: date, language: Language) -> str:
    """Write a day in full."""
    return date_words(day, language)


def written_month(day: date, language: Language) -> str:
    """Write the month of a day."""
    pattern = "y年M月" if language is Language.ZH else "MMMM y"
    return babel.dates.format_date(day, pattern, locale=LOCALE_NAMES[language])


def written_amount(cny: float, language: Language) -> str:
    """Write an amount of money; fen only where there are any."""
    amount = to_fen(cny)
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    number = babel.numbers.format_decimal(amount, pattern, locale=LOCALE_NAMES[language])
    return f"人民币{number}元" if language is Language.ZH else f"CNY {number}"


def capital_amount(cny: float) -> str:
    """Write an amount in Chinese capitals, as bills and certificates do (520000: 伍拾贰万元整).

    After the rules for filling in bills, annex 1 of the payment measures of 1997 (支付结算办法附一).
    Raises ValueError for what is negative or not below ten thousand billion.
    """
    amount = to_fen(cny)
    if not 0 <= amount < _LARGEST:
        raise ValueError("no amount that is written in capitals")
    yuan, fen = divmod(int(amount * 100), 100)
    jiao, fen = divmod(fen, 10)
    if not (yuan or jiao or fen):
        return "零元整"
    words = f"{_capital_number(yuan)}元" if yuan else ""
    if not (jiao or fen):
        return f"{words}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return f"{words}{_DIGITS[fen]}分" if fen else f"{words}整"


def to_fen(cny: float) -> Decimal:
    """Return an amount as it is written: in yuan, to the fen."""
    return Decimal(str(cny)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _capital_number(number: int) -> str:
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        skipped = place + 1 < len(groups) and (group < 1000 or not groups[place + 1])
        words += ("零" if words and skipped else "") + _capital_group(group) + _GROUPS[place]
    return words


def _capital_group(group: int) -> str:
    words = ""
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += _DIGITS[digit] + _PLACES[place]
        elif words and group % 10**place and not words.endswith("零"):
            words += "零"
    return words


_HONORIFICS = {
    Sex.FEMALE: Text(en="Ms", zh="女士"),
    Sex.MALE: Text(en="Mr", zh="先生"),
}


def addressed(person: Person, name: str, language: Language) -> str:
    """Write a name with what a person is addressed by; the name alone where the passport leaves it open."""
    title = None if person.sex is None else _HONORIFICS.get(person.sex)
    if title is None:
        return name
    return f"{name}{title.zh}" if language is Language.ZH else f"{title.en} {name}"
