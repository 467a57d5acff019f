"""Compares employers and positions as papers write them."""

import unicodedata

from app.domain.ledger import Agreement

# What says that it is a company, and in which form; dropped before names are compared, longest first.
_FORMS = (
    *("股份有限公司", "有限责任公司", "有限公司", "集团公司", "公司"),
    *(
        "COMPANYLIMITED",
        "CORPORATION",
        "INCORPORATED",
        "COLTD",
        "LIMITED",
        "COMPANY",
        "LLC",
        "LTD",
        "INC",
        "CO",
    ),
)
_BRACKETS = {"(": ")", "[": "]"}
# One sign that differs may be the reader's; two hardly ever.
_MISREAD = 1


def compare_employers(one: str, other: str) -> Agreement:
    """Say whether two papers name one employer."""
    return _compare(_without_form(_folded(one)), _without_form(_folded(other)))


def compare_positions(one: str, other: str) -> Agreement:
    """Say whether two papers name one position; what stands in brackets only explains it."""
    first, second = _folded(_without_brackets(one)), _folded(_without_brackets(other))
    if first and second and (first.startswith(second) or second.startswith(first)):
        return Agreement.AGREES
    return _compare(first, second)


def _compare(one: str, other: str) -> Agreement:
    if not one or not other or _is_chinese(one) is not _is_chinese(other):
        return Agreement.UNKNOWN
    if one == other:
        return Agreement.AGREES
    if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= _MISREAD:
        return Agreement.UNCLEAR
    return Agreement.DIFFERS


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def _without_form(name: str) -> str:
    for form in _FORMS:
        if name.endswith(form) and len(name) > len(form):
            return name[: -len(form)]
    return name


def _without_brackets(text: str) -> str:
    kept, depth = [], 0
    for letter in unicodedata.normalize("NFKC", text):
        if letter in _BRACKETS:
            depth += 1
        elif letter in _BRACKETS.values():
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)
