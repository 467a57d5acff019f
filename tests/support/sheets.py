"""Sheets as a reader of print gives them, made from rows and columns of text."""

from collections.abc import Sequence

from app.domain.reading import Box, KindGuess, TextLine
from app.intake.sheet import Sheet

_LINE, _WIDE, _NARROW = 0.016, 0.0165, 0.0074


def line(text: str, left: float, top: float, height: float = _LINE, confidence: float = 0.99) -> TextLine:
    """A run of text at a place, as wide as its letters are."""
    width = sum(_WIDE if ord(letter) > 0x2E7F else _NARROW for letter in text)
    return TextLine(text, Box(left, top, min(left + width, 0.97), top + height), confidence)


def sheet_of(*rows: str | tuple[tuple[float, str], ...] | None, step: float = 0.03, number: int = 1) -> Sheet:
    """A sheet from rows: a text at the left, "left: ..." pairs of place and text, or None for a blank row."""
    lines, top = [], 0.06
    for row in rows:
        cells = ((0.12, row),) if isinstance(row, str) else row or ()
        lines += [line(text, left, top) for left, text in cells]
        top += step
    return Sheet(number, 1.414, tuple(lines))


def columns(places: Sequence[float], *texts: str | None) -> tuple[tuple[float, str], ...]:
    """A row of cells at the places of a table's columns; None leaves a cell empty."""
    return tuple((place, text) for place, text in zip(places, texts, strict=False) if text is not None)


def form(*pairs: tuple[str, str], at: float = 0.42) -> Sheet:
    """A form of one column: labels at the left, values beside them."""
    return sheet_of(*(((0.12, label), (at, value)) for label, value in pairs))


def stacked(*pairs: tuple[str, str]) -> Sheet:
    """A form whose values stand below their labels, as in a passport."""
    rows: list[tuple[tuple[float, str], ...]] = []
    for label, value in pairs:
        rows += [((0.35, label),), ((0.35, value),)]
    return sheet_of(*rows, step=0.022)


def letter(*paragraphs: str, foot: tuple[str, ...] = (), wide: int = 42) -> Sheet:
    """A letter: a title, paragraphs broken into lines at the right rim, lines at the foot on the right."""
    rows: list[tuple[tuple[float, str], ...] | None] = [((0.42, paragraphs[0]),), None]
    for paragraph in paragraphs[1:]:
        rows += [((0.12, piece),) for piece in _broken(paragraph, wide)]
    rows += [None, None, None]
    rows += [((0.62, text),) for text in foot]
    return sheet_of(*rows, step=0.024)


def _broken(text: str, wide: int) -> list[str]:
    """Break a text into lines of about one width; words in Latin letters stay whole."""
    lines, used, start, blank = [], 0.0, 0, 0
    for index, letter_ in enumerate(text):
        used += 1 if ord(letter_) > 0x2E7F else 0.53
        if letter_ == " " or ord(letter_) > 0x2E7F:
            blank = index + 1
        if used > wide and blank > start:
            lines.append(text[start:blank].rstrip())
            used = sum(1 if ord(one) > 0x2E7F else 0.53 for one in text[blank : index + 1])
            start = blank
    lines.append(text[start:])
    return [one for one in lines if one]


def kind(name: str, of: str | None = None) -> KindGuess:
    """A kind that was recognised surely."""
    return KindGuess(name, 1.0, True, (), of)
