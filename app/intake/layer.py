"""Takes the writing of a PDF page from its text layer, where there is one that can be trusted."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

from app.domain.reading import Box, TextLine

# A page with fewer letters than this is a picture with a stamp of the scanning program on it.
_LEAST_LETTERS = 20
# The share of a page that pictures may cover while its text layer still tells what it says.
_MOST_PICTURE = 0.35
_MOST_UNMAPPED = 0.05
_MOST_CHARACTERS = 60_000
_QUARTER = 90
# Of the height of letters: beyond that gap, or that step up or down, another run begins.
_GAP, _STEP = 1.1, 0.45
# No line of a paper has as many letters: there another line begins, between two words where there are words.
# What looks for names, days and numbers takes a time that grows with the square of a line.
_LONG_LINE, _LONGEST_LINE = 400, 500
_SLANT = 8.0


@dataclass(slots=True)
class _Letter:
    """One character: its place on the page as shown in points from the top left, and its direction."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    angle: float


@dataclass(slots=True)
class _Run:
    """Letters that stand side by side."""

    letters: list[_Letter] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layer:
    """Holds the lines of a text layer on the page as shown, and the clockwise turn that sets them upright."""

    lines: tuple[TextLine, ...]
    turn: int


def read_layer(page: pypdfium2.PdfPage, *, is_picture: bool) -> Layer | None:
    """Return the text layer of a page, None where the page has to be looked at instead.

    The text over a scan is somebody else's recognition, so a page that is one picture has none.
    """
    if is_picture or _picture_share(page) > _MOST_PICTURE:
        return None
    text = page.get_textpage()
    try:
        letters = list(_letters(page, text))
    finally:
        text.close()
    written = [letter for letter in letters if letter.text.strip()]
    unmapped = sum(_is_unmapped(letter.text) for letter in written)
    if len(written) < _LEAST_LETTERS or unmapped > _MOST_UNMAPPED * len(written):
        return None
    direction = _direction_of(written)
    width, height = page.get_size()
    runs = _runs([letter for letter in letters if _difference(letter.angle, direction) <= _SLANT])
    lines = tuple(line for run in runs if (line := _line(run, width, height)) is not None)
    return Layer(lines, -direction % 360)


def _picture_share(page: pypdfium2.PdfPage) -> float:
    left, bottom, right, top = page.get_bbox()
    paper = abs((right - left) * (top - bottom))
    covered = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        x0, y0, x1, y1 = item.get_bounds()
        covered += max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(y1, top) - max(y0, bottom))
    return covered / paper if paper else 1.0


def _letters(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[_Letter]:
    width, height = page.get_size()
    box = raw.FS_RECTF()
    across, down = ctypes.c_int(), ctypes.c_int()
    # Device coordinates are whole numbers: a thousandth of a point apart is near enough.
    scale = 100
    rotation = page.get_rotation()
    for at in range(min(raw.FPDFText_CountChars(text.raw), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if code in (0, 0xFFFE) or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if not raw.FPDFText_GetLooseCharBox(text.raw, at, box):
            continue
        corners = []
        for x, y in ((box.left, box.top), (box.right, box.bottom)):
            raw.FPDF_PageToDevice(
                page.raw, 0, 0, round(width * scale), round(height * scale), 0, x, y, across, down
            )
            corners.append((across.value / scale, down.value / scale))
        (x0, y0), (x1, y1) = corners
        if not (0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height):
            continue  # beyond the crop box, where nobody sees it
        angle = math.degrees(raw.FPDFText_GetCharAngle(text.raw, at)) + rotation
        yield _Letter(chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), angle % 360)


def _is_unmapped(text: str) -> bool:
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff"


def _direction_of(letters: list[_Letter]) -> int:
    """Return the clockwise angle, in whole quarters, at which most letters run."""
    counts = dict.fromkeys(range(0, 360, _QUARTER), 0)
    for letter in letters:
        quarter = round(letter.angle / _QUARTER) * _QUARTER % 360
        if _difference(letter.angle, quarter) <= _SLANT:
            counts[quarter] += 1
    return max(counts, key=lambda quarter: counts[quarter])


def _difference(one: float, two: float) -> float:
    away = abs(one - two) % 360
    return min(away, 360 - away)


def _runs(letters: list[_Letter]) -> list[_Run]:
    runs: list[_Run] = []
    for letter in letters:
        if letter.text in "\r\n":
            runs.append(_Run())
            continue
        if not runs or not _continues(runs[-1], letter) or _is_full(runs[-1], letter):
            runs.append(_Run())
        runs[-1].letters.append(letter)
    return runs


def _is_full(run: _Run, letter: _Letter) -> bool:
    length = len(run.letters)
    return length >= _LONGEST_LINE or (length >= _LONG_LINE and not letter.text.strip())


def _continues(run: _Run, letter: _Letter) -> bool:
    if not run.letters:
        return True
    if not letter.text.strip():
        return True
    last = next((each for each in reversed(run.letters) if each.text.strip()), run.letters[-1])
    upended = round(last.angle / _QUARTER) % 2 == 1
    if upended:
        size = max(last.right - last.left, 0.1)
        gap = max(letter.top - last.bottom, last.top - letter.bottom)
        step = abs((letter.left + letter.right) - (last.left + last.right)) / 2
    else:
        size = max(last.bottom - last.top, 0.1)
        gap = max(letter.left - last.right, last.left - letter.right)
        step = abs((letter.top + letter.bottom) - (last.top + last.bottom)) / 2
    return gap <= _GAP * size and step <= _STEP * size


def _line(run: _Run, width: float, height: float) -> TextLine | None:
    written = [letter for letter in run.letters if letter.text.strip()]
    if not written:
        return None
    text = "".join(letter.text for letter in run.letters).strip()
    box = Box(
        round(max(0.0, min(each.left for each in written) / width), 4),
        round(max(0.0, min(each.top for each in written) / height), 4),
        round(min(1.0, max(each.right for each in written) / width), 4),
        round(min(1.0, max(each.bottom for each in written) / height), 4),
    )
    return TextLine(text, box)
