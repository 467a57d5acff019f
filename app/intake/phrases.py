"""Finds phrases in recognised writing, although characters were lost, split up or taken for others.

Two texts compare equal when their letters and digits do, whatever spaces, marks, width, case, accents or
traditional forms they are written with.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

GAP = "…"
# How many characters may stand in the gap of a phrase: a name with its number, not a paragraph.
_WIDEST_GAP = 45
# Latin words shorter than this also occur within others ("visa" in "advisable"): they need both ends free.
_SHORT_LATIN = 9
# How much of a piece the index looks up, and at how many places of a text a piece is followed.
_PIECE = 6
_MOST_PLACES = 6
# A title of so many characters is also known with one of them misread, where a line is nothing else.
SHORT_TITLE = (4, 5)
_TO_BLANK = re.compile(r"[\W_]+")
_BORDER = re.compile(r"(?<=[^\W㐀-鿿])(?=[㐀-鿿])|(?<=[㐀-鿿])(?=[^\W㐀-鿿])")


@dataclass(frozen=True, slots=True)
class Writing:
    """Holds which characters count as the same."""

    folding: Mapping[int, str]

    @classmethod
    def make(cls, traditional: str, simplified: str, letters: Mapping[str, str]) -> "Writing":
        """Pair traditional with simplified characters; raises ValueError when they do not pair up."""
        if len(traditional) != len(simplified):
            raise ValueError("as many simplified as traditional characters are needed")
        pairs = dict(zip(traditional, simplified, strict=True)) | dict(letters)
        return cls({ord(key): value for key, value in pairs.items()})

    def spaced(self, text: str) -> str:
        """Return the words of a text, folded, with one blank between them and at both ends."""
        folded = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(each for each in folded if not unicodedata.combining(each))
        words = _TO_BLANK.sub(" ", plain.translate(self.folding))
        return f" {_BORDER.sub(' ', words).strip()} "

    def squeezed(self, text: str) -> str:
        """Return the letters and digits of a text, folded."""
        return self.spaced(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Script:
    """Holds a text in the two forms in which phrases are looked for."""

    squeezed: str
    spaced: str

    @classmethod
    def make(cls, text: str, writing: Writing) -> "Script":
        """Fold a text."""
        spaced = writing.spaced(text)
        return cls(spaced.replace(" ", ""), spaced)


@dataclass(frozen=True, slots=True)
class Match:
    """Holds where a phrase was found in the squeezed text, and how many characters differ."""

    start: int
    end: int
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Holds a phrase to be looked for; `pattern` where it has a gap, `chinese` decides its tolerance."""

    text: str
    squeezed: str = field(compare=False)
    spaced: str = field(compare=False)
    chinese: bool = field(compare=False)
    pattern: re.Pattern[str] | None = field(default=None, compare=False)
    first: str = field(default="", compare=False)  # what stands before the first gap
    stem: bool = False  # a short Latin word may go on ("employ", "employed")

    @classmethod
    def make(cls, text: str, writing: Writing, *, stem: bool = False) -> "Phrase":
        """Fold a phrase; "…" in it stands for anything short. Raises ValueError when no word is in it."""
        parts = [writing.squeezed(part) for part in text.split(GAP)]
        if not all(parts):
            raise ValueError(f"no word in {text!r}")
        pattern = None
        if len(parts) > 1:
            pattern = re.compile(f".{{0,{_WIDEST_GAP}}}?".join(re.escape(part) for part in parts))
        squeezed = "".join(parts)
        chinese = any("㐀" <= each <= "鿿" for each in squeezed)
        return cls(text, squeezed, writing.spaced(text), chinese, pattern, parts[0], stem)

    def find(self, script: Script, *, loosely: bool = False) -> Match | None:
        """Find the phrase in a text; loosely also where a few of its characters are wrong or missing."""
        if self.pattern is not None:
            found = self.pattern.search(script.squeezed)
            return Match(*found.span()) if found else None
        if not self.chinese and len(self.squeezed) < _SHORT_LATIN:
            return self._find_word(script)
        start = script.squeezed.find(self.squeezed)
        if start >= 0:
            return Match(start, start + len(self.squeezed))
        return find_nearly(self.squeezed, script.squeezed, self.tolerance()) if loosely else None

    def _find_word(self, script: Script) -> Match | None:
        at = script.spaced.find(self.spaced.rstrip() if self.stem else self.spaced)
        if at < 0:
            return None
        start = at - script.spaced.count(" ", 0, at)
        return Match(start, start + len(self.squeezed))

    def pieces(self) -> list[str]:
        """Return pieces of which at least one stands unharmed wherever the phrase is found."""
        if self.pattern is not None:
            return [self.first]
        if self.chinese and len(self.squeezed) in SHORT_TITLE:
            return [self.squeezed[:2], self.squeezed[2:]]
        return [piece for _, piece in pieces_of(self.squeezed, self.tolerance())]

    def tolerance(self) -> int:
        """Return how many characters may differ: none in what would then be another word."""
        length = len(self.squeezed)
        if self.chinese:
            return 0 if length < 6 else 1 if length < 10 else 2
        return 0 if length < _SHORT_LATIN else 1 if length < 14 else 2 if length < 25 else 3


def find_nearly(phrase: str, text: str, most: int) -> Match | None:
    """Find the place in a text that differs from a phrase in the fewest characters, at most so many.

    One of the pieces of the phrase must stand there unharmed, so only around these is compared.
    """
    if most <= 0 or not text:
        return None
    best: Match | None = None
    for offset, piece in pieces_of(phrase, most):
        for at in _places(piece, text):
            start = max(0, at - offset - most)
            found = _nearest(phrase, text[start : at - offset + len(phrase) + most])
            if found.edits <= most and (best is None or found.edits < best.edits):
                best = Match(start + found.start, start + found.end, found.edits)
    return best


def pieces_of(phrase: str, most: int) -> list[tuple[int, str]]:
    """Cut a phrase into pieces of which one is unharmed where no more than so many characters differ."""
    size = len(phrase) // (most + 1)
    starts = [number * size for number in range(most + 1)]
    return [(start, phrase[start:end]) for start, end in zip(starts, [*starts[1:], len(phrase)], strict=True)]


def _places(piece: str, text: str) -> list[int]:
    places: list[int] = []
    at = text.find(piece)
    # A piece that occurs everywhere tells nothing; a few places are enough.
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append(at)
        at = text.find(piece, at + 1)
    return places


def _nearest(phrase: str, window: str) -> Match:
    """Find where in a window the phrase ends with the fewest differences (Myers 1999, bit by bit)."""
    masks: dict[str, int] = {}
    for bit, each in enumerate(phrase):
        masks[each] = masks.get(each, 0) | 1 << bit
    full, last = (1 << len(phrase)) - 1, 1 << (len(phrase) - 1)
    plus, minus, edits = full, 0, len(phrase)
    best = Match(0, 0, edits)
    for column, each in enumerate(window, start=1):
        equal = masks.get(each, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        rise, fall = minus | ~(diagonal | plus) & full, plus & diagonal
        edits += bool(rise & last) - bool(fall & last)
        rise, fall = (rise << 1) & full, (fall << 1) & full
        plus, minus = fall | ~(diagonal | rise) & full, rise & diagonal
        if edits < best.edits:
            best = Match(max(0, column - len(phrase)), column, edits)
    return best


class PhraseIndex:
    """Names the few of many phrases that a text can contain at all, by their pieces."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_piece: dict[str, set[Phrase]] = {}
        for phrase in phrases:
            for piece in phrase.pieces():
                self._by_piece.setdefault(piece[:_PIECE], set()).add(phrase)
        self._lengths = sorted({len(piece) for piece in self._by_piece})

    def possible(self, text: str) -> set[Phrase]:
        """Return every phrase of which a piece occurs in a squeezed text."""
        found: set[Phrase] = set()
        seen: set[str] = set()
        for length in self._lengths:
            seen.update(text[at : at + length] for at in range(len(text) - length + 1))
        for piece in seen & self._by_piece.keys():
            found |= self._by_piece[piece]
        return found
