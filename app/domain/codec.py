"""Values as one line of JSON, with the product's own types named.

Only the listed classes are ever made from what comes in, so a process that a hostile file has taken
over cannot make the one that reads its answers run anything; nor can a file that was written over.
"""

import base64
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

_PLAIN = (type(None), bool, int, float, str)


class Codec:
    """Writes and reads values made of plain ones, tuples, dictionaries and the types of some modules.

    A dataclass is written as its name and its fields in order, so what one version writes another
    version may not be able to read: `schema` changes whenever the fields do.
    """

    def __init__(self, *modules: ModuleType) -> None:
        self._makers: dict[str, Callable[[Any], object]] = {
            "date": dt.date.fromisoformat,
            "bytes": functools.partial(base64.b64decode, validate=True),
            "path": Path,
            "set": lambda items: frozenset(map(_settled, items)),
            "dict": lambda items: {_settled(key): _settled(each) for key, each in items},
        }
        self._names: dict[type, str] = {}
        self._fields: dict[type, tuple[str, ...]] = {}
        for module in modules:
            for each in vars(module).values():
                if isinstance(each, type) and each.__module__ == module.__name__:
                    self._know(each)
        known = sorted((self._names[made], names) for made, names in self._fields.items())
        self.schema = hashlib.sha256(repr(known).encode()).hexdigest()[:16]
        self._decoder = json.JSONDecoder(object_hook=self._made)

    def to_line(self, value: object) -> str:
        """Write a value as one line of JSON."""
        return json.dumps(self._encoded(value), ensure_ascii=True, separators=(",", ":"))

    def from_line(self, line: str | bytes) -> Any:
        """Read a value from one line of JSON. Raises ValueError when it is none of ours."""
        text = line.decode() if isinstance(line, bytes) else line
        try:
            return _settled(self._decoder.decode(text))
        except (TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
            # What the classes say to contents that are not theirs, and JSON nested beyond all reason.
            raise ValueError("no value of ours") from error

    def _know(self, each: type) -> None:
        # Two modules may each have a type of one name.
        name = f"{each.__module__.rpartition('.')[2]}.{each.__name__}"
        if issubclass(each, Enum):
            self._makers[name] = each
        elif is_dataclass(each):
            self._fields[each] = tuple(field.name for field in fields(each))
            self._makers[name] = _maker(each, len(self._fields[each]))
        self._names[each] = name

    def _encoded(self, value: object) -> object:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind in self._fields:
            return {self._names[kind]: [self._encoded(getattr(value, name)) for name in self._fields[kind]]}
        match value:
            case Enum() if kind in self._names:
                return {self._names[kind]: value.value}
            case tuple() | list():
                return [self._encoded(each) for each in value]
            case dt.date() if kind is dt.date:
                return {"date": value.isoformat()}
            case bytes():
                return {"bytes": base64.b64encode(value).decode()}
            case PurePath():
                return {"path": str(value)}
            case frozenset():
                return {"set": sorted((self._encoded(each) for each in value), key=repr)}
            case dict():
                return {"dict": [[self._encoded(key), self._encoded(each)] for key, each in value.items()]}
        raise TypeError(kind.__name__)

    def _made(self, found: dict[str, Any]) -> object:
        if len(found) != 1:
            raise ValueError("more than one type named")
        ((name, content),) = found.items()
        make = self._makers.get(name)
        if make is None:
            raise ValueError(f"no such type: {name}")
        return make(content)


def _maker(each: type, count: int) -> Callable[[list[Any]], object]:
    def make(values: list[Any]) -> object:
        if len(values) != count:
            raise ValueError(f"not the fields of {each.__name__}")
        return each(*[_settled(value) if type(value) is list else value for value in values])

    return make


def _settled(value: Any) -> Any:
    """Turn the lists of JSON into the tuples that frozen values hold."""
    if type(value) is not list:
        return value
    return tuple([_settled(each) if type(each) is list else each for each in value])
