"""Make the bundled font: Noto Sans SC, widened by the Latin, Greek and Cyrillic letters that it lacks.

    python tests/data/make_font.py NOTO_SANS_SC SOURCE_SANS NOTO_SANS OUT

Noto Sans SC draws its Latin after Source Sans, larger by 733 to 656. So what it lacks is taken from Source
Sans at that size, and what that lacks too from Noto Sans, likewise brought to the height of its capitals.
Everything that Noto Sans SC has stays as it is, byte for byte: shapes, widths, order, and every table that is
not about the new ones. So do its names, which every packet and the papers of the sample case copy; whose the
new letters are stands in `resources/fonts/OFL.txt`.

The three files, each under the SIL Open Font License 1.1 (`resources/fonts/OFL.txt`), are told by `FONTS`.
The same files give the same bytes on every run.
"""

import hashlib
import sys
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = {
    # Version 2.004-H2, static TrueType; as first added to this repository.
    "Noto Sans SC": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    # Version 3.052: TTF/SourceSans3-Regular.ttf of the npm package source-sans 3.52.0.
    "Source Sans": "4644c81b86ec9caaa76b634889968ed3c4f4f52f054855933acc7c2b21e53b0f",
    # Version 2.004: NotoSans-Regular.ttf of the Debian package fonts-noto-core 20201225-1.
    "Noto Sans": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
}
# Latin with signs of sound and accents, Greek, Cyrillic; more of Latin and Greek, punctuation; currencies.
BLOCKS = ((0x0100, 0x0530), (0x1E00, 0x2070), (0x20A0, 0x20D0))
# Accents over or under two letters have no place in front of one pen.
DOUBLE = range(0x035C, 0x0363)
TOP_OF_SQUARE = 880
# Half the width of a small letter: an accent of its own stands over the middle of the one before.
MIDDLE = -285
OVERLAPS = 0x40


def main(noto_sans_sc: str, source_sans: str, noto_sans: str, out: str) -> None:
    """Write the widened font."""
    files = [
        _checked(Path(file), name)
        for file, name in zip((noto_sans_sc, source_sans, noto_sans), FONTS, strict=True)
    ]
    # What the tables say of the whole font goes on describing it as it was: packets copy it.
    font = TTFont(files[0], recalcBBoxes=False, recalcTimestamp=False)
    added = _added(font, [TTFont(file) for file in files[1:]])
    font.save(out)
    print(f"{added} letters added")


def _checked(file: Path, name: str) -> Path:
    if hashlib.sha256(file.read_bytes()).hexdigest() != FONTS[name]:
        raise SystemExit(f"{file} is not the {name} that the bundled font is made of")
    return file


def _added(font: TTFont, donors: list[TTFont]) -> int:
    """Add every missing letter that a donor has, in the order of their codes."""
    order = list(font.getGlyphOrder())
    has = font.getBestCmap()
    new: dict[int, str] = {}
    for code in _wanted():
        donor = next((each for each in donors if code in each.getBestCmap()), None)
        if code in has or donor is None:
            continue
        name = f"glyph{len(order):05d}"
        glyph, width = _drawn(font, donor, code)
        order.append(name)
        new[code] = name
        font["glyf"].glyphs[name] = glyph
        font["hmtx"].metrics[name] = (width, getattr(glyph, "xMin", 0))
        font["vmtx"].metrics[name] = (1000, TOP_OF_SQUARE - getattr(glyph, "yMax", TOP_OF_SQUARE))
    font.setGlyphOrder(order)
    font["glyf"].setGlyphOrder(order)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap.update(new)
    return len(new)


def _wanted() -> Iterator[int]:
    for code in chain.from_iterable(range(*block) for block in BLOCKS):
        # Control and format characters are never drawn.
        if code not in DOUBLE and unicodedata.category(chr(code)) not in ("Cc", "Cf", "Cn", "Zl", "Zp"):
            yield code


def _drawn(font: TTFont, donor: TTFont, code: int) -> tuple[Any, int]:
    """Return a letter's shape, without hints and without parts, and its width."""
    name = donor.getBestCmap()[code]
    scale = _capital(font) / _capital(donor)
    recording = DecomposingRecordingPen(donor.getGlyphSet())
    donor.getGlyphSet()[name].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(TransformPen(pen, (scale, 0, 0, scale, _shift(donor, name, code, scale), 0)))
    glyph = pen.glyph(dropImpliedOnCurves=False)
    glyph.recalcBounds(font["glyf"])
    if glyph.numberOfContours > 0:
        glyph.flags[0] |= OVERLAPS
    mark = unicodedata.category(chr(code)) == "Mn"
    return glyph, 0 if mark else round(donor["hmtx"][name][0] * scale)


def _shift(donor: TTFont, name: str, code: int, scale: float) -> float:
    """Return how far a letter is moved: accents over the letter before, nothing else."""
    glyph = donor["glyf"][name]
    if unicodedata.category(chr(code)) != "Mn" or not hasattr(glyph, "xMin"):
        return 0.0
    return MIDDLE - scale * float(glyph.xMin + glyph.xMax) / 2


def _capital(font: TTFont) -> int:
    return int(font["glyf"][font.getBestCmap()[ord("H")]].yMax)


if __name__ == "__main__":
    main(*sys.argv[1:])
