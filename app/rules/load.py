"""Loads a rule pack from its folder and tells every fault of it at once, with file, line and key."""

import functools
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from app.domain.errors import Fault, FaultyFile, UnusableInput
from app.domain.rules import RulePack
from app.rules import schema
from app.rules.make import make_pack
from app.rules.pack_files import Marked, PackFiles
from app.rules.references import reference_faults
from app.toml_lines import model_faults, read_toml

_File = TypeVar("_File", bound=schema.Table)


def load_pack(folder: Path) -> RulePack:
    """Load a rule pack.

    Raises UnusableInput when there is none, FaultyFile with every fault at once.
    """
    if not (folder / "pack.toml").is_file():
        raise UnusableInput("pack.not_found", path=str(folder))
    files, faults = _read_files(folder)
    faults += reference_faults(files)
    if faults or files.head is None or files.apostille is None:
        ordered = sorted(faults, key=lambda fault: (fault.file, fault.line or 0, fault.key))
        raise FaultyFile("pack.faulty", tuple(ordered), path=str(folder))
    return make_pack(files, files.head.table, files.apostille.table)


def _read_files(folder: Path) -> tuple[PackFiles, list[Fault]]:
    read = _Reader(folder)
    files = PackFiles(
        head=read.file(folder / "pack.toml", schema.PackFile),
        apostille=read.file(folder / "apostille.toml", schema.ApostilleFile),
        sources=read.folder("sources", schema.SourcesFile),
        questions=read.folder("questions", schema.QuestionsFile),
        lists=read.folder("lists", schema.ListFile),
        sets=read.folder("sets", schema.SetFile),
        categories=read.folder("categories", schema.CategoryFile),
        requirements=read.folder("requirements", schema.RequirementFile),
        places=read.folder("places", schema.PlaceFile),
        background=read.folder("background", schema.BackgroundFile),
        unread=tuple(read.unread),
    )
    return files, read.faults


class _Reader:
    """Reads the files of a pack and collects what is wrong with each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self.unread: list[str] = []

    def folder(self, name: str, model: type[_File]) -> tuple[Marked[_File], ...]:
        found = []
        for path in sorted((self._folder / name).glob("*.toml")):
            read = self.file(path, model)
            if read is None:
                continue
            if getattr(read.table, "id", path.stem) != path.stem:
                self.faults.append(read.toml.fault("pack.file_name", ("id",), name=path.stem))
            found.append(read)
        return tuple(found)

    def file(self, path: Path, model: type[_File]) -> Marked[_File] | None:
        name = path.relative_to(self._folder).as_posix()
        if not path.is_file():
            self.faults.append(Fault("pack.file_missing", name, None, ""))
            return None
        toml = read_toml(path.read_bytes(), name)
        self.faults += toml.faults
        try:
            return Marked(model.model_validate(toml.data), toml)
        except ValidationError as error:
            self.faults += model_faults(error, toml, _known_keys)
            self.unread.append(name)
            return None


@functools.cache
def _known_keys(_table: str) -> set[str]:
    """Return the keys of all tables of a pack, pooled: the same name means the same everywhere."""
    keys: set[str] = set()
    for model in vars(schema).values():
        if isinstance(model, type) and issubclass(model, schema.Table):
            keys |= {info.alias or name for name, info in model.model_fields.items()}
    return keys
