"""Copies of files as a packet takes them (repaired, converted, decoded), kept by the original's SHA-256.

A folder that may be thrown away at any time: it holds nothing that cannot be made anew from the files.
So no trouble with it is ever told; what cannot be kept stays where it was made. Each entry is a folder
of its own, put into place whole, and nothing in it is used before it is held against its own digest.
"""

import contextlib
import hashlib
import io
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain import files
from app.domain.codec import Codec
from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, Handling, PageFacts, ReadyFile
from app.env.hidden import OLD, PART, make_hidden_folder, unused_hidden
from app.env.leftovers import sweep_folder
from app.store.sealing import Sealing
from app.store.streams import open_blocks, seal

MOST_BYTES = 4_000_000_000

_INDEX = "index.json"
_NAME = re.compile(r"[0-9a-f]{64}")
# What another process may just be writing into a packet.
_IN_USE_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """Names a kept copy within its folder, with what its bytes are held against."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Holds what was made of a file: names of copies, empty where the original itself serves."""

    version: str
    path: str
    kind: FileKind
    pages: tuple[PageFacts, ...]
    parts: tuple[str, ...]
    handling: tuple[Handling, ...]
    copies: tuple[KeptCopy, ...]
    converter: str
    substituted: tuple[tuple[str, str], ...]


_CODEC = Codec(files, sys.modules[__name__])


class ReadyFiles:
    """Keeps what was made of files; several processes may use one folder of it.

    What is kept counts only for the version of the code that is asked for.
    """

    def __init__(self, folder: Path, sealing: Sealing | None = None, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._sealing = sealing
        self._most_bytes = most_bytes

    def find(self, path: Path, name: str, facts: FileFacts, version: str) -> ReadyFile | None:
        """Return what was made of a file of these facts, None when it is not kept whole."""
        folder = self._folder_of(facts.sha256)
        kept = self._read_index(folder / _INDEX)
        if kept is None or kept.version != version:
            return None
        clear = self._clear_folder(facts.sha256)
        if not all(self._is_whole(folder, clear, copy) for copy in kept.copies):
            return None
        with contextlib.suppress(OSError):
            os.utime(folder / _INDEX)

        def place(copy: str) -> str:
            return str(clear / copy) if copy else str(path)

        return ReadyFile(
            name=name,
            path=place(kept.path),
            kind=kept.kind,
            facts=replace(facts, pages=kept.pages, converter=kept.converter, substituted=kept.substituted),
            handling=kept.handling,
            parts=tuple(map(place, kept.parts)),
        )

    def keep(self, original: Path, ready: ReadyFile, version: str) -> ReadyFile:
        """Take the copies that were made of a file, and return where they are now."""
        made = [each for each in dict.fromkeys((ready.path, *ready.parts)) if each != str(original)]
        try:
            names = self._take(ready, version, made)
        except OSError:
            return ready
        clear = self._clear_folder(ready.facts.sha256)
        places = {each: str(clear / name) for each, name in names.items()}
        return replace(
            ready,
            path=places.get(ready.path, ready.path),
            parts=tuple(places.get(part, part) for part in ready.parts),
        )

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Remove all that is kept of files which nothing names any more."""
        named = {self._folder_of(each).name for each in hashes}
        for folder in self._entries():
            if folder.name not in named and _NAME.fullmatch(folder.name):
                shutil.rmtree(folder, ignore_errors=True)

    def trim(self) -> None:
        """Remove what was not used for longest where all of it together is too much."""
        sweep_folder(self._folder)
        entries = sorted(((_used_at(folder), folder) for folder in self._entries()), reverse=True)
        total = 0
        for used_at, folder in entries:
            total += sum(_size_of(each) for each in folder.iterdir())
            if total > self._most_bytes and time.time() - used_at > _IN_USE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)

    def _take(self, ready: ReadyFile, version: str, made: list[str]) -> dict[str, str]:
        """Move copies into an entry, and that into place. Raises OSError, and moves nothing, at trouble."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        staging = make_hidden_folder(self._folder / "ready", PART)
        names = {each: f"{number}{Path(each).suffix}" for number, each in enumerate(made)}
        try:
            copies = tuple(self._copied(Path(each), staging / name) for each, name in names.items())
            path, parts = names.get(ready.path, ""), tuple(names.get(part, "") for part in ready.parts)
            kept = KeptFile(
                version,
                path,
                ready.kind,
                ready.facts.pages,
                parts,
                ready.handling,
                copies,
                ready.facts.converter,
                ready.facts.substituted,
            )
            self._write_index(staging / _INDEX, _CODEC.to_line(kept).encode("ascii"))
            self._put_into_place(staging, self._folder_of(ready.facts.sha256))
            self._clear_away(made, ready.facts.sha256, names)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return names

    def _clear_away(self, made: list[str], sha256: str, names: dict[str, str]) -> None:
        """Remove what was made, now that it is kept; of an encrypted store it goes to its room."""
        clear = self._clear_folder(sha256)
        for each in made:
            if self._sealing is not None:
                clear.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.move(each, clear / names[each])
            else:
                with contextlib.suppress(OSError):
                    Path(each).unlink()

    def _folder_of(self, sha256: str) -> Path:
        return self._folder / (sha256 if self._sealing is None else self._sealing.name_of(sha256))

    def _clear_folder(self, sha256: str) -> Path:
        """Return the folder in which the copies of a file can be read."""
        return self._folder_of(sha256) if self._sealing is None else self._sealing.room / f"ready-{sha256}"

    def _read_index(self, path: Path) -> KeptFile | None:
        try:
            raw = path.read_bytes()
            if self._sealing is not None:
                raw = b"".join(open_blocks(io.BytesIO(raw), self._sealing.file_key))
            kept = _CODEC.from_line(raw.decode("ascii"))
        except (OSError, ValueError, UnusableInput):
            return None
        return kept if isinstance(kept, KeptFile) else None

    def _write_index(self, path: Path, raw: bytes) -> None:
        with path.open("wb") as stream:
            if self._sealing is None:
                stream.write(raw)
            else:
                seal(io.BytesIO(raw), stream, self._sealing.file_key)

    def _is_whole(self, folder: Path, clear: Path, copy: KeptCopy) -> bool:
        if copy.name != Path(copy.name).name or not copy.name:
            return False
        if self._sealing is not None and not (clear / copy.name).exists():
            self._decipher(folder / copy.name, clear / copy.name, self._sealing.file_key)
        return _has_digest(clear / copy.name, copy)

    @staticmethod
    def _decipher(sealed: Path, clear: Path, key: bytes) -> None:
        """Decipher a copy; where that cannot be done there is none, or one with another digest."""
        with contextlib.suppress(OSError, UnusableInput), sealed.open("rb") as reader:
            clear.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with clear.open("wb") as writer:
                for block in open_blocks(reader, key):
                    writer.write(block)

    def _copied(self, source: Path, destination: Path) -> KeptCopy:
        if self._sealing is not None:
            with source.open("rb") as reader, destination.open("wb") as writer:
                seal(reader, writer, self._sealing.file_key)
            return _copy_of(source, destination.name)
        try:
            # Usually on the same disk: nothing is copied, and what was made stays there until all is kept.
            os.link(source, destination)
        except OSError:
            shutil.copyfile(source, destination)
        return _copy_of(destination, destination.name)

    def _put_into_place(self, staging: Path, target: Path) -> None:
        if target.exists():
            # Made by another version, or damaged: out of the way whole, so that no half of it is ever found.
            old = unused_hidden(target, OLD)
            target.rename(old)
            shutil.rmtree(old, ignore_errors=True)
        staging.rename(target)

    def _entries(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (each for each in self._folder.iterdir() if not each.name.startswith("."))


def _has_digest(path: Path, copy: KeptCopy) -> bool:
    try:
        return _copy_of(path, copy.name) == copy
    except OSError:
        return False


def _copy_of(path: Path, name: str) -> KeptCopy:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return KeptCopy(name, stream.tell(), digest)


def _used_at(folder: Path) -> float:
    with contextlib.suppress(OSError):
        return (folder / _INDEX).stat().st_mtime
    return 0.0


def _size_of(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0
