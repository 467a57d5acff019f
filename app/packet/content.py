"""Reads content streams for the archival check: operators, device colours, and which text is painted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

_OPERATORS = frozenset(
    str.split(
        "w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts "
        "Td TD Tm T* Tj TJ ' \" d0 d1 CS cs SC SCN sc scn G g RG rg K k sh Do MP DP BMC BDC EMC BX EX"
    )
)
_WITH_RESOURCES = frozenset(["gs", "Tf", "CS", "cs", "sh", "Do"])
_INTENTS = frozenset({"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"})
_SHOWING = frozenset({"Tj", "'", '"', "TJ"})
_UNPAINTED = 3
_DEEPEST = 28


@dataclass
class Reading:
    """Holds what a content stream does that an archive cares for; `shown` holds painted text by font."""

    faults: set[tuple[str, str]] = field(default_factory=set)
    shown: dict[str, set[bytes]] = field(default_factory=dict)
    uses_resources: bool = False


@dataclass
class _State:
    font: str = ""
    mode: int = 0


def read_content(data: bytes) -> Reading:
    """Read the decoded bytes of one content stream."""
    reading = Reading()
    with pikepdf.new() as pdf:
        try:
            _follow(pikepdf.parse_content_stream(pikepdf.Stream(pdf, data)), reading)
        except (pikepdf.PdfError, ValueError, TypeError, LookupError):
            reading.faults.add(("archival.content", ""))
    return reading


def _follow(instructions: Iterable[Any], reading: Reading) -> None:
    state, saved = _State(), list[_State]()
    for instruction in instructions:
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "INLINE IMAGE":
            _check_inline(instruction.iimage, reading)
        elif operator not in _OPERATORS:
            reading.faults.add(("archival.content", operator[:20]))
        elif operator == "q":
            saved.append(replace(state))
            if len(saved) > _DEEPEST:
                reading.faults.add(("archival.limits", ""))
        elif operator == "Q":
            state = saved.pop() if saved else state
        else:
            _apply(operator, operands, state, reading)


def _apply(operator: str, operands: Any, state: _State, reading: Reading) -> None:
    if operator in _WITH_RESOURCES:
        reading.uses_resources = True
    if operator == "Tf":
        state.font = str(operands[0])[1:]
    elif operator == "Tr":
        state.mode = int(operands[0])
    elif operator in ("K", "k") or (operator in ("CS", "cs") and str(operands[0]) == "/DeviceCMYK"):
        reading.faults.add(("archival.cmyk", ""))
    elif operator == "ri" and str(operands[0]) not in _INTENTS:
        reading.faults.add(("archival.intent", str(operands[0])[1:]))
    elif operator in _SHOWING and state.mode != _UNPAINTED:
        reading.shown.setdefault(state.font, set()).update(_strings(operands[-1]))


def _strings(operand: Any) -> Iterator[bytes]:
    items = operand if isinstance(operand, pikepdf.Array) else [operand]
    yield from (bytes(item) for item in items if isinstance(item, pikepdf.String))


def _check_inline(image: Any, reading: Reading) -> None:
    """Look at a picture within the content (6.2.8): the keys and their values may be shortened."""
    entries = {str(key): image.obj[key] for key in image.obj.keys()}  # noqa: SIM118 - no mapping of Python
    filters = str(image.filters)
    if "LZW" in filters:
        reading.faults.add(("archival.lzw", ""))
    if "Crypt" in filters:
        reading.faults.add(("archival.foreign_stream", ""))
    space = str(entries.get("/CS", entries.get("/ColorSpace", "")))
    if "CMYK" in space:
        reading.faults.add(("archival.cmyk", ""))
    if any(bool(entries.get(key, False)) for key in ("/I", "/Interpolate")):
        reading.faults.add(("archival.interpolated", ""))
    intent = entries.get("/Intent")
    if intent is not None and str(intent) not in _INTENTS:
        reading.faults.add(("archival.intent", str(intent)[1:]))
