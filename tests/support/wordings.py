"""Papers in many wordings, as plain text, with what each of them is; and a way to spoil them as OCR does.

They stand in tests/data/wordings. Every entry begins with `## kind` (`## translation of kind`, `## kind~`
without a title, `## ?kind` where it need not be sure, `## -` for papers of no kind that any requirement
asks for); its first line is the title. All names, numbers and companies are made up.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from app.domain.reading import Box, TextLine
from app.intake.sheet import Sheet

_FOLDER = Path(__file__).parents[1] / "data" / "wordings"
_HEIGHT, _TITLE_HEIGHT, _STEP = 0.016, 0.026, 0.032
# What readers of print take for one another.
_CONFUSED = {
    "证": "证征", "职": "职织", "记": "记纪", "录": "录绿", "书": "书节", "务": "务各", "员": "员贝",
    "O": "0", "0": "O", "I": "1", "l": "1", "S": "5", "m": "rn", "i": "l", "e": "c", "：": ":", "（": "(",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """Holds one paper as text; `kind` is None where it is none that is asked for."""

    kind: str | None
    text: str
    of: str | None = None
    titled: bool = True
    must_be_known: bool = True


def wordings() -> tuple[Wording, ...]:
    """Return the papers at which the vocabularies were tried while they were written."""
    return _read("tried.txt")


def more_wordings() -> tuple[Wording, ...]:
    """Return papers that were written after the vocabularies."""
    return _read("held_out.txt")


def _read(name: str) -> tuple[Wording, ...]:
    blocks = re.split(r"^## ", (_FOLDER / name).read_text("utf-8"), flags=re.M)[1:]
    return tuple(_wording(block) for block in blocks)


def _wording(block: str) -> Wording:
    head, _, text = block.partition("\n")
    kind, _, of = head.strip().partition(" of ")
    known = not kind.startswith("?")
    untitled = kind.endswith("~")
    kind = kind.strip("?~")
    return Wording(None if kind == "-" else kind, text.strip(), of or None, not untitled, known)


def sheet_of(text: str, *, large_title: bool = True, letterhead: bool = False) -> Sheet:
    """Lay a text out as one page, a line below the other."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if letterhead:
        lines.insert(0, "宁波远望智能装备股份有限公司")
    placed = []
    top = 0.06
    title_at = 1 if letterhead else 0
    for number, line in enumerate(lines):
        height = _TITLE_HEIGHT if large_title and number == title_at else _HEIGHT
        width = min(0.8, 0.018 * len(line))
        left = 0.5 - width / 2 if number <= title_at else 0.1
        placed.append(TextLine(line, Box(left, top, left + width, top + height)))
        top += _STEP if number > title_at else 1.6 * _STEP
    scale = max(1.0, top / 0.98)
    lines_made = tuple(
        TextLine(each.text, Box(each.box.left, each.box.top / scale, each.box.right, each.box.bottom / scale))
        for each in placed
    )
    return Sheet(1, 1.414, lines_made)


def spoil(text: str, seed: int, share: float = 0.02) -> str:
    """Return a text as a reader of a poor scan gives it: characters lost, taken for others, blanks set."""
    chance = random.Random(f"{seed}{text}")
    return "".join(_spoilt(each, chance, share) for each in text)


def _spoilt(character: str, chance: random.Random, share: float) -> str:
    if character == "\n":
        return character
    roll = chance.random()
    if roll < share * 0.4:
        return ""
    if roll < share * 0.8:
        return chance.choice(_CONFUSED.get(character, character))
    if roll < share:
        return "" if character == " " else character + " "
    return character
