"""Names of the files of an upload set: the place's pattern filled, with nothing that a system refuses."""

import re
import unicodedata
from collections.abc import Container, Mapping

# What joins the fields of a name; the one before or after an empty field goes with it.
_JOINTS = "-_ +"
_UNSAFE = re.compile(r"[^\w .()（）+-]+")
_DOUBLED = re.compile(rf"([{re.escape(_JOINTS)}])[{re.escape(_JOINTS)}]+")
# Names of devices that Windows takes for itself, whatever ending follows.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
# File systems take 255 bytes; portals cut or refuse earlier. A long title must not push out the name.
_MOST_BYTES = 120
_MOST_FIELD_BYTES = 54


def file_name(pattern: str, fields: Mapping[str, str], ending: str, taken: Container[str]) -> str:
    """Fill a pattern and return a name that no system refuses and that differs from those taken.

    `taken` holds names in small letters: on many systems two that differ only in case are one.
    """
    safe = {name: _safe(value) for name, value in fields.items()}
    joined = _DOUBLED.sub(r"\1", pattern.format(**safe)).strip(_JOINTS + ".")
    stem = _shortened(joined or safe.get("number") or "file", _MOST_BYTES)
    if _DEVICES.fullmatch(stem):
        stem = f"{stem}_"
    name, count = f"{stem}.{ending}", 2
    while name.casefold() in taken:
        name, count = f"{_shortened(stem, _MOST_BYTES - 8)}-{count}.{ending}", count + 1
    return name


def _safe(value: str) -> str:
    words = unicodedata.normalize("NFC", value)
    return _shortened(re.sub(r"\s+", " ", _UNSAFE.sub(" ", words)).strip(" ."), _MOST_FIELD_BYTES)


def _shortened(words: str, most: int) -> str:
    cut = words.encode("utf-8")[:most].decode("utf-8", errors="ignore")
    return cut.rstrip(_JOINTS + ".")
