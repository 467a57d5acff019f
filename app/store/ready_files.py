"""Copies of files as a packet takes them (repaired, converted, decoded), kept by the original's SHA-256.

A folder that may be thrown away at any time: it holds nothing that cannot be made anew from the files.
So no trouble with it is ever told; what cannot be kept stays where it was made. Each entry is a folder
of its own, put into place whole, and nothing in it is used before it is held against its own digest.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain import files
from app.domain.codec import Codec
from app.domain.files import FileFacts, FileKind, Handling, PageFacts, ReadyFile

MOST_BYTES = 4_000_000_000

_INDEX = "index.json"
_UNFINISHED = ".part-"
_A_DAY = 24 * 60 * 60
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

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def find(self, path: Path, name: str, facts: FileFacts, version: str) -> ReadyFile | None:
        """Return what was made of a file of these facts, None when it is not kept whole."""
        folder = self._folder / facts.sha256
        kept = _read_index(folder / _INDEX)
        if (
            kept is None
            or kept.version != version
            or not all(_is_whole(folder, copy) for copy in kept.copies)
        ):
            return None
        with contextlib.suppress(OSError):
            os.utime(folder / _INDEX)

        def place(copy: str) -> str:
            return str(folder / copy) if copy else str(path)

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
        folder = self._folder / ready.facts.sha256
        places = {each: str(folder / name) for each, name in names.items()}
        return replace(
            ready,
            path=places.get(ready.path, ready.path),
            parts=tuple(places.get(part, part) for part in ready.parts),
        )

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Remove all that is kept of files which nothing names any more."""
        for folder in self._entries():
            if folder.name not in hashes:
                shutil.rmtree(folder, ignore_errors=True)

    def trim(self) -> None:
        """Remove what was not used for longest where all of it together is too much."""
        self._sweep()
        entries = sorted(((_used_at(folder), folder) for folder in self._entries()), reverse=True)
        total = 0
        for used_at, folder in entries:
            total += sum(_size_of(each) for each in folder.iterdir())
            if total > self._most_bytes and time.time() - used_at > _IN_USE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)

    def _take(self, ready: ReadyFile, version: str, made: list[str]) -> dict[str, str]:
        """Move copies into an entry, and that into place. Raises OSError, and moves nothing, at trouble."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder))
        names = {each: f"{number}{Path(each).suffix}" for number, each in enumerate(made)}
        try:
            copies = tuple(_copied(Path(each), staging / name) for each, name in names.items())
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
            (staging / _INDEX).write_text(_CODEC.to_line(kept), "ascii")
            self._put_into_place(staging, ready.facts.sha256)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        for each in made:
            with contextlib.suppress(OSError):
                Path(each).unlink()
        return names

    def _put_into_place(self, staging: Path, sha256: str) -> None:
        target = self._folder / sha256
        if target.exists():
            # Made by another version, or damaged: out of the way whole, so that no half of it is ever found.
            old = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder)) / "old"
            target.rename(old)
            shutil.rmtree(old.parent, ignore_errors=True)
        staging.rename(target)

    def _entries(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (each for each in self._folder.iterdir() if not each.name.startswith(_UNFINISHED))

    def _sweep(self) -> None:
        """Remove what a killed process left unfinished."""
        for folder in self._folder.glob(f"{_UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if time.time() - folder.stat().st_mtime > _A_DAY:
                    shutil.rmtree(folder, ignore_errors=True)


def _read_index(path: Path) -> KeptFile | None:
    try:
        kept = _CODEC.from_line(path.read_text("ascii"))
    except (OSError, ValueError):
        return None
    return kept if isinstance(kept, KeptFile) else None


def _is_whole(folder: Path, copy: KeptCopy) -> bool:
    if copy.name != Path(copy.name).name or not copy.name:
        return False
    try:
        with (folder / copy.name).open("rb") as stream:
            return (
                os.fstat(stream.fileno()).st_size == copy.size_bytes
                and hashlib.file_digest(stream, "sha256").hexdigest() == copy.sha256
            )
    except OSError:
        return False


def _copied(source: Path, destination: Path) -> KeptCopy:
    try:
        # Usually on the same disk: nothing is copied, and what was made stays there until all is kept.
        os.link(source, destination)
    except OSError:
        shutil.copyfile(source, destination)
    with destination.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return KeptCopy(destination.name, stream.tell(), digest)


def _used_at(folder: Path) -> float:
    with contextlib.suppress(OSError):
        return (folder / _INDEX).stat().st_mtime
    return 0.0


def _size_of(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0
