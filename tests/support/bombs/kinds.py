"""Files that are made to bring their readers down: small, and endless, huge or deep once they are opened.

Each function makes the bytes of one kind; `BOMBS` lists all of them, those that take seconds as slow. Nothing
in them does harm but to a reader without limits: what would be run or fetched is a word that leads nowhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20
_ADLER_PRIME = 65521

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Bomb:
    """One kind of hostile file: its name, its ending, and what makes its bytes.

    `is_harmless` says that a reader with bounds comes through it: then the file is judged as any other.
    """

    name: str
    ending: str
    make: Make
    is_harmless: bool = False
    is_slow: bool = False

    @property
    def file_name(self) -> str:
        """Return the name of its file."""
        return f"{self.name}{self.ending}"

    def write(self, folder: Path) -> Path:
        """Write the bomb into a folder."""
        path = folder / self.file_name
        path.write_bytes(self.make())
        return path


BOMBS: dict[str, Bomb] = {}


def bomb(ending: str, *, is_harmless: bool = False, is_slow: bool = False) -> Callable[[Make], Make]:
    """Enter what makes a bomb in the list of all of them."""

    def note(make: Make) -> Make:
        name = make.__name__
        BOMBS[name] = Bomb(name, ending, make, is_harmless, is_slow)
        return make

    return note


def deflated(unit: bytes, times: int) -> bytes:
    """Return a zlib stream of a piece repeated so often, without ever having all of it in memory."""
    packer = zlib.compressobj(9)
    first = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    check = _adler(unit, times)
    return first + again * (times - 1) + b"\x03\x00" + check.to_bytes(4, "big")


def _adler(unit: bytes, times: int) -> int:
    """Return the Adler-32 of a piece repeated (RFC 1950): the sums of one piece, as often as it comes."""
    low, high, size = sum(unit) % _ADLER_PRIME, 0, len(unit)
    whole = zlib.adler32(unit, 0)
    high = whole >> 16
    a, b = 1, 0
    if not low and not high:
        b = a * size * times
    else:
        for _ in range(times):
            b = (b + a * size + high) % _ADLER_PRIME
            a = (a + low) % _ADLER_PRIME
    return (b % _ADLER_PRIME) << 16 | a
