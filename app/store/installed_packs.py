"""Rule packs that a person has taken in beside the bundled one, the keys they trust, and which is in use.

Below the data folder: `rules/PACK_ID/VERSION-DIGEST/` holds a pack's files, `rules/trusted.toml` the keys,
`rules/in_use.toml` the pack in use (the bundled one where that file is not there).
"""

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from app.domain.errors import UnusableInput
from app.domain.packs import TrustedKey
from app.env.flush import make_folder
from app.env.replace import machine_error, replacing_folder, take_away, write_bytes
from app.toml_lines import read_toml

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST_VERSION = 40
_DIGITS = 8

_Hex = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
_Id = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
_FolderName = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*-[0-9a-f]{8}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_Model = TypeVar("_Model", bound=_Strict)


class _Key(_Strict):
    publisher: StrictStr
    key: _Hex
    trusted_on: dt.date


class _Trusted(_Strict):
    format: Literal[1]
    key: list[_Key] = []


class _InUse(_Strict):
    format: Literal[1]
    pack: _Id
    folder: _FolderName
    digest: _Hex


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """Names a pack that is kept, by its id and the name of its folder."""

    id: str
    folder: str

    @property
    def name(self) -> str:
        """Return what sets it apart from every other kept pack."""
        return f"{self.id}/{self.folder}"


@dataclass(frozen=True, slots=True)
class InUse:
    """Names the pack in use and what its files were when it was put in use."""

    pack: InstalledPack
    digest: str


@dataclass(frozen=True, slots=True)
class InstalledPacks:
    """Keeps packs, trusted keys and the choice between packs below one folder."""

    folder: Path

    def kept(self) -> tuple[InstalledPack, ...]:
        """Return every kept pack, by id and version."""
        return tuple(sorted(self._kept(), key=lambda pack: pack.name))

    def _kept(self) -> Iterator[InstalledPack]:
        for path in self.folder.glob("*/*"):
            if _ID.fullmatch(path.parent.name) and not path.name.startswith(".") and path.is_dir():
                yield InstalledPack(path.parent.name, path.name)

    def path_of(self, pack: InstalledPack) -> Path:
        """Return the folder of a pack, whether or not it is kept."""
        return self.folder / pack.id / pack.folder

    def files_of(self, pack: InstalledPack) -> dict[str, bytes]:
        """Return every file of a kept pack by name. Raises UnusableInput when they cannot be read."""
        root = self.path_of(pack)
        try:
            paths = [path for path in sorted(root.rglob("*")) if path.is_file()]
            return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        except OSError as error:
            raise UnusableInput("rules.cannot_read", path=str(root), reason=error.strerror or "") from error

    def keep(self, pack_id: str, version: str, digest: str, files: Mapping[str, bytes]) -> InstalledPack:
        """Keep a pack's files as one folder, whole or not at all.

        Raises MachineStopped when they cannot be written.
        """
        if not _ID.fullmatch(pack_id):
            raise ValueError(pack_id)
        pack = InstalledPack(pack_id, f"{_name_of(version)}-{digest[:_DIGITS]}")
        destination = self.path_of(pack)
        self._make(destination.parent)
        with replacing_folder(destination) as new:
            for name, content in files.items():
                path = new / PurePosixPath(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return pack

    def remove(self, pack: InstalledPack) -> None:
        """Forget a kept pack."""
        path = self.path_of(pack)
        take_away(path)
        with contextlib.suppress(OSError):
            path.parent.rmdir()

    def in_use(self) -> InUse | None:
        """Return which pack is in use, None for the bundled one.

        Raises UnusableInput when that cannot be read.
        """
        read = self._read("in_use.toml", _InUse, "rules.in_use_unreadable")
        return None if read is None else InUse(InstalledPack(read.pack, read.folder), read.digest)

    def use(self, chosen: InUse | None) -> None:
        """Put a kept pack in use, or the bundled one with None."""
        path = self.folder / "in_use.toml"
        if chosen is None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise machine_error(error, path) from error
            return
        pack = f'pack = "{chosen.pack.id}"\nfolder = "{chosen.pack.folder}"\n'
        self._write("in_use.toml", f'format = 1\n{pack}digest = "{chosen.digest}"\n')

    def trusted(self) -> tuple[TrustedKey, ...]:
        """Return the keys that the person has confirmed. Raises UnusableInput when they cannot be read."""
        read = self._read("trusted.toml", _Trusted, "rules.trusted_unreadable")
        rows = () if read is None else read.key
        return tuple(TrustedKey(row.publisher, row.key, row.trusted_on) for row in rows)

    def trust(self, key: TrustedKey) -> None:
        """Keep a key that the person has confirmed."""
        known = [each for each in self.trusted() if each.key != key.key]
        tables = [
            f"\n[[key]]\npublisher = {json.dumps(each.publisher, ensure_ascii=False)}\n"
            f'key = "{each.key}"\ntrusted_on = {each.trusted_on.isoformat()}\n'
            for each in [*known, key]
        ]
        self._write("trusted.toml", "".join(["format = 1\n", *tables]))

    def _read(self, name: str, model: type[_Model], code: str) -> _Model | None:
        path = self.folder / name
        try:
            raw = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UnusableInput(code, path=str(path)) from error
        toml = read_toml(raw, name)
        try:
            if toml.faults:
                raise UnusableInput(code, path=str(path))
            return model.model_validate(toml.data)
        except ValidationError as error:
            raise UnusableInput(code, path=str(path)) from error

    def _write(self, name: str, words: str) -> None:
        self._make(self.folder)
        write_bytes(self.folder / name, words.encode())

    def _make(self, folder: Path) -> None:
        try:
            # The data folder holds private papers: where this is the first to make it, it is private too.
            make_folder(self.folder.parent, 0o700)
            make_folder(folder)
        except OSError as error:
            raise machine_error(error, folder) from error


def _name_of(version: str) -> str:
    """Return a version as it can stand in the name of a folder on every system."""
    return _NOT_IN_NAMES.sub("-", version)[:_LONGEST_VERSION].strip(".-") or "0"
