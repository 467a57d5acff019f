"""Reads of an embedded TrueType program what decides which glyph is shown: its map and its widths.

Tables: ISO/IEC 14496-22 (cmap, head, hhea, hmtx, maxp).
"""

import struct
from collections.abc import Mapping
from functools import cached_property

_SYMBOL, _UNICODE, _MACINTOSH = (3, 0), (3, 1), (1, 0)
_MOST_CODES = 1 << 17
# Symbolic fonts keep their codes from here on as well (ISO 32000-1, 9.6.6.4).
_SYMBOL_STARTS = (0x0000, 0xF000, 0xF100, 0xF200)


class TrueType:
    """A TrueType program; raises ValueError, struct.error or LookupError when it is none or damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if data[:4] not in (b"\0\1\0\0", b"true"):
            raise ValueError("no TrueType program")
        (count,) = struct.unpack_from(">H", data, 4)
        rows = (struct.unpack_from(">4sIII", data, 12 + 16 * place) for place in range(count))
        self._tables = {name: (offset, length) for name, _, offset, length in rows}

    @cached_property
    def glyph_count(self) -> int:
        """Return how many glyphs there are."""
        return int(struct.unpack_from(">H", self._data, self._tables[b"maxp"][0] + 4)[0])

    def width(self, glyph: int) -> float:
        """Return a glyph's advance in thousandths of the font's size."""
        (units,) = struct.unpack_from(">H", self._data, self._tables[b"head"][0] + 18)
        (count,) = struct.unpack_from(">H", self._data, self._tables[b"hhea"][0] + 34)
        offset = self._tables[b"hmtx"][0] + 4 * min(glyph, count - 1)
        return float(struct.unpack_from(">H", self._data, offset)[0]) * 1000 / float(units)

    def glyph_of_code(self, code: int) -> int:
        """Return the glyph that a symbolic font shows for a code, 0 where it has none."""
        symbols = self._maps.get(_SYMBOL)
        if symbols is not None:
            return next((symbols[start + code] for start in _SYMBOL_STARTS if symbols.get(start + code)), 0)
        return self._maps.get(_MACINTOSH, {}).get(code, 0)

    def glyph_of_character(self, character: int) -> int:
        """Return the glyph that a font with a named encoding shows for a character, 0 where it has none."""
        return self._maps.get(_UNICODE, {}).get(character, 0)

    @cached_property
    def _maps(self) -> Mapping[tuple[int, int], Mapping[int, int]]:
        start = self._tables[b"cmap"][0]
        (count,) = struct.unpack_from(">H", self._data, start + 2)
        rows = (struct.unpack_from(">HHI", self._data, start + 4 + 8 * place) for place in range(count))
        offsets = {(platform, kind): offset for platform, kind, offset in rows}
        known = (_SYMBOL, _UNICODE, _MACINTOSH)
        return {key: self._map_at(start + offsets[key]) for key in known if key in offsets}

    def _map_at(self, start: int) -> Mapping[int, int]:
        (kind,) = struct.unpack_from(">H", self._data, start)
        if kind == 0:
            return dict(enumerate(self._data[start + 6 : start + 262]))
        if kind == 4:
            return self._segments(start)
        if kind == 6:
            first, count = struct.unpack_from(">HH", self._data, start + 6)
            return dict(enumerate(struct.unpack_from(f">{count}H", self._data, start + 10), first))
        return {}

    def _segments(self, start: int) -> Mapping[int, int]:
        count = struct.unpack_from(">H", self._data, start + 6)[0] // 2
        words = [
            struct.unpack_from(f">{count}H", self._data, start + 14 + 2 * count * place + (2 if place else 0))
            for place in range(4)
        ]
        found: dict[int, int] = {}
        if sum(max(0, last - first) for last, first in zip(*words[:2], strict=True)) > _MOST_CODES:
            raise ValueError("codes that are mapped more than once")
        for place, (last, first, delta, offset) in enumerate(zip(*words, strict=True)):
            at = start + 16 + 6 * count + 2 * place + offset
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code
                if offset:
                    (glyph,) = struct.unpack_from(">H", self._data, at + 2 * (code - first))
                if glyph or not offset:
                    found[code] = (glyph + delta) & 0xFFFF
        return found
