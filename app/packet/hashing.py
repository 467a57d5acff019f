"""SHA-256 beside the work: large data is hashed by other threads while this one reads, copies and writes.

`hashlib` lets go of the interpreter over large buffers. What waits to be hashed is bounded, so that a
fast reader does not fill the memory; on a single core everything is hashed at once.
"""

import functools
import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from app.domain.errors import UnusableInput
from app.domain.packet import SourceFile
from app.env.flush import flush_to_disk
from app.env.stamp import file_stamp

_LARGE = 1 << 16
_MOST_WAITING = 4
_AHEAD = 2
# One may wait for the disk and one read a whole file while the third hashes what comes.
_THREADS = 3
# After each block a thread waits for its turn to go on: small ones would make it wait most of the time.
_BLOCK = 1 << 23

_Result = TypeVar("_Result")


class Sha256:
    """A SHA-256 in which large data counts as its own digest, computed meanwhile."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._later: list[bytes | Future[bytes]] = []

    def update(self, data: bytes) -> None:
        """Take data in as it stands."""
        if self._later:
            self._later.append(data)
        else:
            self._hash.update(data)

    def update_with_digest(self, data: bytes) -> None:
        """Take in the digest of data."""
        helpers = _helpers()
        if helpers is None or len(data) < _LARGE:
            self.update(hashlib.sha256(data).digest())
        else:
            self._later.append(helpers.submit(lambda: hashlib.sha256(data).digest()))

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in."""
        for each in self._later:
            self._hash.update(each if isinstance(each, bytes) else each.result())
        self._later.clear()
        return self._hash.hexdigest()


def file_sha256(path: Path) -> "Future[str]":
    """Compute the SHA-256 of a file, hexadecimal, beside other work; its result may be an OSError."""
    return _begun(lambda: _sha256_of(path))


def flushed(path: Path) -> "Future[None]":
    """Have a file written to the disk beside other work; its result may be an OSError."""
    return _begun(lambda: flush_to_disk(path))


class SourceCheck:
    """Holds source files against the digests with which they were examined, a few ahead of their use."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._waiting = list({file.path: file for file in files}.values())
        self._hashes: dict[str, Future[str]] = {}
        self._stamps: dict[str, tuple[SourceFile, str]] = {}
        self._sound: set[str] = set()

    def refuse_changed(self, file: SourceFile) -> None:
        """Raise UnusableInput where a file is no longer the one that was examined."""
        if file.path in self._sound:
            return
        if file.path not in self._hashes:
            self._begin(file)
        for following in self._waiting[: len(self._sound) + 1 + _AHEAD]:
            if following.path not in self._hashes:
                self._begin(following)
        _refuse_unless(file, self._hashes[file.path])
        self._sound.add(file.path)

    def refuse_changed_meanwhile(self) -> None:
        """Raise UnusableInput where a file was written to after it was hashed."""
        for path, (file, stamp) in self._stamps.items():
            if path in self._sound and _stamp_of(file) != stamp:
                _refuse_unless(file, file_sha256(Path(file.path)))

    def _begin(self, file: SourceFile) -> None:
        stamp = _stamp_of(file)
        self._stamps[file.path] = (file, stamp)
        # A file that bears the stamp under which it was hashed is not read a second time for that.
        self._hashes[file.path] = _done(file.sha256) if stamp == file.stamp else file_sha256(Path(file.path))


def _begun(work: Callable[[], _Result]) -> "Future[_Result]":
    """Begin something that may end in an OSError, on a single core do it."""
    helpers = _helpers()
    if helpers is not None:
        return helpers.submit(work)
    done: Future[_Result] = Future()
    try:
        done.set_result(work())
    except OSError as error:
        done.set_exception(error)
    return done


def _done(digest: str) -> "Future[str]":
    done: Future[str] = Future()
    done.set_result(digest)
    return done


def _refuse_unless(file: SourceFile, digest: "Future[str]") -> None:
    try:
        found = digest.result()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=file.name) from error
    if found != file.sha256:
        raise UnusableInput("packet.source_changed", file=file.name)


def _stamp_of(file: SourceFile) -> str:
    stamp = file_stamp(Path(file.path))
    if stamp is None:
        raise UnusableInput("file.cannot_open", file=file.name)
    return stamp


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        buffer = bytearray(max(1, min(_BLOCK, os.fstat(stream.fileno()).st_size)))
        view = memoryview(buffer)
        while count := stream.readinto(buffer):
            digest.update(view[:count])
    return digest.hexdigest()


class _Helpers:
    """Threads to which no more is given than they soon do."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="hashing")
        self._room = threading.BoundedSemaphore(count + _MOST_WAITING)

    def submit(self, work: Callable[[], _Result]) -> "Future[_Result]":
        """Have something done, as soon as there is room for it."""
        self._room.acquire()
        future = self._pool.submit(work)
        future.add_done_callback(lambda _future: self._room.release())
        return future


@functools.cache
def _helpers() -> _Helpers | None:
    """Return the threads that hash what comes in no order, None where they would only take turns."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return _Helpers(_THREADS) if cores > 1 else None
