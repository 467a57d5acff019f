"""PDF objects as plain Python values, and their one canonical spelling.

A name is a Name (one character a byte, so that a GBK font name keeps its bytes), a reference a
Pointer, a stream a Stream; numbers, booleans, None, bytes, lists and dictionaries are Python's own.
Spelling: ISO 32000-1, 7.3.
"""

import functools
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


class Name(str):
    """Holds a PDF name without its slash; each character stands for one byte."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """Refers to an indirect object by number and generation."""

    number: int
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Stream:
    """Holds a stream's dictionary (without its length) and its bytes as they stand in the file."""

    entries: Mapping[str, "Value"]
    data: bytes


Value: TypeAlias = (
    bool | int | float | bytes | Name | Pointer | Stream | Sequence["Value"] | Mapping[str, "Value"] | None
)

# What holds no other value, a name among the strings; asked first, as most values are.
SCALARS = (str, bytes, int, float, type(None))

_IRREGULAR = re.compile(r"[^!-~]|[#()<>\[\]{}/%]")


def text(words: str) -> bytes:
    """Return a text string's bytes (ISO 32000-1, 7.9.2.2)."""
    return words.encode("ascii") if words.isascii() else b"\xfe\xff" + words.encode("utf-16-be")


def compressed(data: bytes, entries: Mapping[str, Value] | None = None) -> Stream:
    """Make a stream with Flate compression."""
    return Stream({**(entries or {}), "Filter": Name("FlateDecode")}, zlib.compress(data, 6))


def spell_number(value: float) -> str:
    """Spell a number without an exponent, 1.0 as 1, so that reading it back gives the same number."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "0"
    words = format(Decimal(repr(value)), "f")
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words in {"-0", ""} else words


@functools.lru_cache(maxsize=4096)
def spell_name(name: str) -> bytes:
    """Spell a name with its slash; a packet has few, each thousands of times."""
    return b"/" + _IRREGULAR.sub(lambda match: f"#{ord(match[0]):02X}", name).encode("latin-1")


def spell(value: Value) -> bytes:
    """Spell any value that is no stream."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int | float):
        return spell_number(value).encode("ascii")
    if isinstance(value, Name):
        return spell_name(value)
    if isinstance(value, bytes):
        return _spell_string(value)
    if isinstance(value, Pointer):
        return b"%d %d R" % (value.number, value.generation)
    if isinstance(value, Mapping):
        return b"<<" + b"".join(spell_name(key) + b" " + spell(item) for key, item in value.items()) + b">>"
    if isinstance(value, Stream):
        raise TypeError("a stream stands only as an object of its own")
    return b"[" + b" ".join(spell(item) for item in value) + b"]"


def _spell_string(value: bytes) -> bytes:
    if value.isascii() and value.decode("ascii").isprintable():
        return b"(" + value.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return b"<" + value.hex().encode("ascii") + b">"
