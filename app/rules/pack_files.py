"""The files of a rule pack as they were read, each with the lines of its keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar, cast

from app.rules import schema
from app.toml_lines import KeyPath, MarkedToml

_Table = TypeVar("_Table", bound=schema.Table, covariant=True)
_Kind = TypeVar("_Kind", bound=schema.Table)


@dataclass(frozen=True, slots=True)
class Marked(Generic[_Table]):
    """Holds one file's table and where each of its keys stands."""

    table: _Table
    toml: MarkedToml


@dataclass(frozen=True, slots=True)
class PackFiles:
    """Holds what could be read of a pack; `unread` names the files that could not, such as places/x.toml."""

    head: Marked[schema.PackFile] | None
    apostille: Marked[schema.ApostilleFile] | None
    sources: tuple[Marked[schema.SourcesFile], ...]
    questions: tuple[Marked[schema.QuestionsFile], ...]
    lists: tuple[Marked[schema.ListFile], ...]
    sets: tuple[Marked[schema.SetFile], ...]
    categories: tuple[Marked[schema.CategoryFile], ...]
    requirements: tuple[Marked[schema.RequirementFile], ...]
    places: tuple[Marked[schema.PlaceFile], ...]
    background: tuple[Marked[schema.BackgroundFile], ...]
    unread: tuple[str, ...]

    def all(self) -> Iterator[Marked[schema.Table]]:
        """Give every file."""
        yield from (each for each in (self.head, self.apostille) if each is not None)
        for group in (self.sources, self.questions, self.lists, self.sets, self.categories):
            yield from group
        for rest in (self.requirements, self.places, self.background):
            yield from rest

    def tables(self) -> "Tables":
        """Walk every table of every file, once."""
        found: Tables = {}
        for marked in self.all():
            _walk(marked.table, (), marked.toml, found)
        return found


Tables: TypeAlias = dict[type[schema.Table], list[tuple[MarkedToml, KeyPath, schema.Table]]]


def every(tables: Tables, kind: type[_Kind]) -> Iterator[tuple[MarkedToml, KeyPath, _Kind]]:
    """Give every table of a kind, with its file and the path of its key."""
    for known, rows in tables.items():
        if issubclass(known, kind):
            for toml, path, table in rows:
                yield toml, path, cast("_Kind", table)


# What holds no table that anything refers to: most of a pack, so looked at first.
_LEAVES = frozenset({str, int, float, bool, date, type(None), schema.TextTable})


def _walk(value: object, path: KeyPath, toml: MarkedToml, found: Tables) -> None:
    if isinstance(value, schema.Table):
        found.setdefault(type(value), []).append((toml, path, value))
        # The attributes of a model are its fields; only `not` has to be named otherwise in Python.
        for name, inner in vars(value).items():
            if type(inner) not in _LEAVES:
                _walk(inner, (*path, name.rstrip("_")), toml, found)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            if type(each) not in _LEAVES:
                _walk(each, (*path, index), toml, found)
    elif isinstance(value, dict):
        for key, each in value.items():
            _walk(each, (*path, key), toml, found)
