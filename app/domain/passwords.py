"""Passwords of PDF files, as every viewer takes them (ISO 32000-2, 7.6.4.1: SASLprep, RFC 4013)."""

import stringprep
import unicodedata

from app.domain.errors import UnusableInput

LONGEST_BYTES = 127

_PROHIBITED = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)


def typed_password(words: str) -> str:
    """Return a password as it is typed in a viewer: full-width letters and the like become plain ones.

    Raises UnusableInput for one that is empty, longer than 127 bytes of UTF-8, or holds a character that
    a viewer may refuse.
    """
    spaced = "".join(" " if stringprep.in_table_c12(mark) else mark for mark in words)
    kept = "".join(mark for mark in spaced if not stringprep.in_table_b1(mark))
    typed = unicodedata.normalize("NFKC", kept)
    if not typed:
        raise UnusableInput("password.empty")
    refused = next((mark for mark in typed if _is_prohibited(mark)), None)
    if refused is not None or _mixes_directions(typed):
        raise UnusableInput("password.unusable_character", mark=_named(refused or typed[0]))
    if len(typed.encode("utf-8")) > LONGEST_BYTES:
        raise UnusableInput("password.too_long", most=LONGEST_BYTES)
    return typed


def _is_prohibited(mark: str) -> bool:
    return any(prohibits(mark) for prohibits in _PROHIBITED)


def _mixes_directions(words: str) -> bool:
    """Say whether right-to-left letters stand where RFC 3454, 6 forbids them."""
    leftward = [stringprep.in_table_d1(mark) for mark in words]
    if not any(leftward):
        return False
    return any(map(stringprep.in_table_d2, words)) or not (leftward[0] and leftward[-1])


def _named(mark: str) -> str:
    return f"U+{ord(mark):04X}"
