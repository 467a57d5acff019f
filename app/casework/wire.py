"""Values on the wire between the window and its worker: JSON with the product's own types named.

Only the listed classes are ever made from what comes in, so a worker that a hostile file has taken
over cannot make the window run anything.
"""

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from app.casework import results
from app.domain import case, errors, files, findings, judgement, packet, rules, sources, words

_MODULES = (results, case, errors, files, findings, judgement, packet, rules, sources, words)
_CLASSES: dict[str, type] = {
    name: each
    for module in _MODULES
    for name, each in vars(module).items()
    if isinstance(each, type)
    and each.__module__ == module.__name__
    and (is_dataclass(each) or issubclass(each, Enum))
}


def to_line(value: object) -> str:
    """Write a value as one line of JSON."""
    return json.dumps(_encoded(value), ensure_ascii=True, separators=(",", ":"))


def from_line(line: str | bytes) -> Any:
    """Read a value from one line of JSON. Raises ValueError when it is none of ours."""
    return _decoded(json.loads(line))


def _encoded(value: object) -> object:
    match value:
        case Enum():
            return {"!": type(value).__name__, "=": value.value}
        case None | bool() | int() | float() | str():
            return value
        case dt.date():
            return {"!": "date", "=": value.isoformat()}
        case bytes():
            return {"!": "bytes", "=": value.hex()}
        case tuple() | list():
            return [_encoded(each) for each in value]
        case frozenset():
            return {"!": "set", "=": sorted(_encoded(each) for each in value)}  # type: ignore[type-var]  # of words
        case dict():
            return {"!": "dict", "=": [[_encoded(key), _encoded(each)] for key, each in value.items()]}
    if is_dataclass(value):
        return {
            "!": type(value).__name__,
            **{f.name: _encoded(getattr(value, f.name)) for f in fields(value)},
        }
    raise TypeError(type(value).__name__)


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decoded(each) for each in value)
    if not isinstance(value, dict):
        return value
    name = value.pop("!", None)
    match name:
        case "date":
            return dt.date.fromisoformat(value["="])
        case "bytes":
            return bytes.fromhex(value["="])
        case "set":
            return frozenset(value["="])
        case "dict":
            return {_decoded(key): _decoded(each) for key, each in value["="]}
    made = _CLASSES.get(str(name))
    if made is None:
        raise ValueError(f"no such type: {name}")
    if issubclass(made, Enum):
        return made(value["="])
    return made(**{key: _decoded(each) for key, each in value.items()})
