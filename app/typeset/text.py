"""Measures and breaks text with the bundled font, and says which characters it cannot draw."""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

from app.env import paths

FONT = "YongjuSans"

# Characters that must not begin a line, and those that must not end one (after JIS X 4051 and CLREQ).
_NOT_FIRST = frozenset("，。、；：？！）】》〉」』〕〗”’…—·％,.;:?!)]}%°")
_ACCENTED = re.compile(r"\w[\u0300-\u036f]+")
# Chinese names are seldom longer; what is longer is no name.
_LONGEST_NAME = 8
_NOT_LAST = frozenset("（【《〈「『〔〖“‘([{$¥￥#")

# Single quotation marks are as wide as a Chinese character; beside a Latin letter ("O’Neill") the font's own
# narrow ones are drawn (its feature "pwid"). By mark: the code under which that goes, and its glyph.
_NARROW = {"‘": ("\U0010fff8", 30416), "’": ("\U0010fff9", 30417)}
_BESIDE_LATIN = re.compile(
    "(?<=[0-9A-Za-z\u00c0-\u052f\u1e00-\u1fff])’|‘(?=[A-Za-z\u00c0-\u052f\u1e00-\u1fff])"
)
_CODES = {ord(code): ord(mark) for mark, (code, _) in _NARROW.items()}


class PacketFont(ttfonts.TTFont):  # type: ignore[misc]
    """The bundled font with a subset tag of its own and text that can be copied out of the packet.

    reportlab tags every subset AAAAAA and spells characters beyond the first 65,536 as odd-length
    numbers in the ToUnicode map, which no reader understands.
    """

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802 - reportlab's name
        """Split text by subsets as TTFont.splitString does, with narrow quotation marks beside Latin."""
        return super().splitString(_with_narrow_marks(text), doc, encoding)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Add the font's objects to a document; follows TTFont.addObjects of reportlab 5.1."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = f"{_subset_tag(subset)}+{self.face.name.decode('ascii')}"
            font = pdfdoc.PDFTrueTypeFont()
            font.Name = name
            font.BaseFont = base
            font.FirstChar = 0
            font.LastChar = len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in subset])
            unicode_map = pdfdoc.PDFStream()
            unicode_map.content = to_unicode_map(base, subset)
            unicode_map.filters = [pdfdoc.PDFZCompress]
            font.ToUnicode = doc.Reference(unicode_map, f"toUnicodeCMap:{base}")
            font.FontDescriptor = self.face.addSubsetObjects(doc, base, subset)
            doc.Reference(font, name)
            doc.idToObject["BasicFonts"].dict[name] = font
        del self.state[doc]


def to_unicode_map(name: str, subset: Iterable[int]) -> str:
    """Return the map from codes to text, in UTF-16 (ISO 32000-1, 9.10.3), at most 100 a block."""
    pairs = [(code, _CODES.get(character, character)) for code, character in enumerate(subset) if character]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    rows = [_map_block(block) for block in blocks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *rows,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def _map_block(pairs: list[tuple[int, int]]) -> str:
    rows = (f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>" for code, character in pairs)
    return "\n".join([f"{len(pairs)} beginbfchar", *rows, "endbfchar"])


def _subset_tag(subset: Iterable[int]) -> str:
    digest = hashlib.sha256(",".join(map(str, subset)).encode("ascii")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


@functools.cache
def font() -> PacketFont:
    """Load the bundled font once and make it known to reportlab."""
    loaded = PacketFont(FONT, str(paths.font_file()), shapable=False)
    # Of two fonts with one face reportlab takes the first for both: ours gets a face of its own for a moment.
    face_name = loaded.face.name
    loaded.face.name = FONT.encode("ascii")
    pdfmetrics.registerFont(loaded)
    loaded.face.name = face_name
    for code, glyph in _NARROW.values():
        loaded.face.charToGlyph[ord(code)] = glyph
        loaded.face.charWidths[ord(code)] = loaded.face.hmetrics[glyph][0]
    return loaded


def _with_narrow_marks(words: str) -> str:
    if "’" not in words and "‘" not in words:
        return words
    return _BESIDE_LATIN.sub(lambda found: _NARROW[found[0]][0], words)


def lacks(character: str) -> bool:
    """Say whether the bundled font has no picture for a character that should have one."""
    return ord(character) not in font().face.charToGlyph or ord(character) in _CODES


class _Widths(dict[str, float]):
    """Gives the width of each character in the font's own units, a thousandth of its size."""

    def __missing__(self, mark: str) -> float:
        face = font().face
        self[mark] = width = float(face.charWidths.get(ord(mark), face.defaultWidth))
        return width


class _Drawn(dict[int, str]):
    """Gives, for a character's code, what is drawn for it: itself, its code in words, a blank, nothing."""

    def __missing__(self, code: int) -> str:
        shown = visible(chr(code))
        self[code] = drawn = f"〔U+{code:04X}〕" if shown and lacks(shown) else shown
        return drawn


_WIDTHS = _Widths()
_DRAWN = _Drawn()


def drawable(words: str) -> str:
    """Return the words as they are drawn: a character that the font lacks as its code, never as a blank."""
    return _joined(words).translate(_DRAWN)


def visible(words: str) -> str:
    """Return the words without what has no picture by nature: control and format characters.

    Letters with separate accents, as some systems write file names, become one character each.
    """
    kinds = ((mark, unicodedata.category(mark)) for mark in _joined(words))
    return "".join(" " if kind in ("Cc", "Zl", "Zp") else mark for mark, kind in kinds if kind != "Cf")


def _joined(words: str) -> str:
    if words.isascii():
        return words
    return _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match[0]), words)


def width_of(words: str, size: float) -> float:
    """Return how wide drawable words are."""
    return sum(map(_WIDTHS.__getitem__, _with_narrow_marks(words))) * size * 0.001


@functools.lru_cache(maxsize=4096)
def wrap(words: str, size: float, width: float) -> tuple[str, ...]:
    """Break words into lines no wider than `width`, Chinese between characters, Latin between words."""
    shown = drawable(words).strip()
    if width_of(shown, size) <= width:
        return (shown,) if shown else ()
    return _filled(_pieces(shown, size, width), size, width)


def wrap_name(name: str, size: float, width: float) -> tuple[str, ...]:
    """Break words with a person's name at the end, of which the Chinese part stays whole."""
    shown = drawable(name).strip()
    head, _, tail = shown.rpartition(" ")
    whole = len(tail) <= _LONGEST_NAME and all(map(_is_wide, tail))
    if not head or not whole or width_of(shown, size) <= width:
        return wrap(name, size, width)
    return _filled((*_pieces(f"{head} ", size, width), *_cut(tail, size, width)), size, width)


def _filled(pieces: Iterable[str], size: float, width: float) -> tuple[str, ...]:
    """Return lines of as many pieces as have room on each."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in pieces:
        if line and used + width_of(piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        kept = piece if line else piece.lstrip()
        line += kept
        used += width_of(kept, size)
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def shorten(words: str, size: float, width: float) -> str:
    """Return drawable words cut to a width, with an ellipsis where something was left out."""
    shown = drawable(words)
    if width_of(shown, size) <= width:
        return shown
    return shown[: _fitting(shown, size, width - width_of("…", size))].rstrip() + "…"


def _fitting(words: str, size: float, width: float) -> int:
    """Return how many characters from the start are no wider than `width`."""
    left = width / (size * 0.001)
    for count, mark in enumerate(words):
        left -= _WIDTHS[mark]
        if left < 0:
            return count
    return len(words)


def _pieces(words: str, size: float, width: float) -> Iterator[str]:
    """Give the smallest pieces that stay together on a line; a piece too wide is cut."""
    piece = ""
    for mark in words:
        if piece and may_break(piece[-1], mark):
            yield from _cut(piece, size, width)
            piece = ""
        piece += mark
    yield from _cut(piece, size, width)


def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two characters."""
    if after == " " or before in _NOT_LAST or after in _NOT_FIRST or (before == after and before in "_＿"):
        return False
    return before in " -_/" or _is_wide(before) or _is_wide(after)


@functools.cache
def _is_wide(mark: str) -> bool:
    return unicodedata.east_asian_width(mark) in ("W", "F")


def _cut(piece: str, size: float, width: float) -> Iterator[str]:
    while len(piece) > 1 and width_of(piece.rstrip(), size) > width:
        count = max(1, _fitting(piece, size, width))
        yield piece[:count]
        piece = piece[count:]
    if piece:
        yield piece
