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

_LARGE = 1 << 16
_BATCH = 1 << 18
_MOST_WAITING = 4
_AHEAD = 2
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


class StreamSha256:
    """The SHA-256 of what is written, computed behind the writer's back and in its order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._helper = None if _helpers() is None else _Helpers(1)
        self._batch = bytearray()
        self._last: Future[None] | None = None

    def update(self, data: bytes) -> None:
        """Take data in after what came before."""
        if self._helper is None:
            self._hash.update(data)
            return
        if len(data) < _LARGE:
            self._batch += data
        else:
            self._submit_batch()
            self._last = self._helper.submit(lambda: self._hash.update(data))
        if len(self._batch) > _BATCH:
            self._submit_batch()

    def digest(self) -> bytes:
        """Return the digest of all that was taken in so far."""
        self._submit_batch()
        if self._last is not None:
            # One thread does them in their order: after the last all are done.
            self._last.result()
        return self._hash.digest()

    def hexdigest(self) -> str:
        """Return that digest, hexadecimal."""
        return self.digest().hex()

    def _submit_batch(self) -> None:
        if self._batch and self._helper is not None:
            data, self._batch = bytes(self._batch), bytearray()
            self._last = self._helper.submit(lambda: self._hash.update(data))


class SourceCheck:
    """Holds source files against the digests with which they were examined, a few ahead of their use."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._waiting = list({file.path: file for file in files}.values())
        self._hashes: dict[str, Future[str]] = {}
        self._stamps: dict[str, tuple[SourceFile, tuple[int, ...]]] = {}
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
        self._refuse_unless(file, self._hashes[file.path].result())
        self._sound.add(file.path)

    def refuse_changed_meanwhile(self) -> None:
        """Raise UnusableInput where a file was written to after it was hashed."""
        for path, (file, stamp) in self._stamps.items():
            if path in self._sound and _stamp_of(file) != stamp:
                self._refuse_unless(file, _sha256_of(file))

    def _begin(self, file: SourceFile) -> None:
        self._stamps[file.path] = (file, _stamp_of(file))
        helpers = _helpers()
        if helpers is not None:
            self._hashes[file.path] = helpers.submit(lambda: _sha256_of(file))
            return
        done: Future[str] = Future()
        done.set_result(_sha256_of(file))
        self._hashes[file.path] = done

    def _refuse_unless(self, file: SourceFile, digest: str) -> None:
        if digest != file.sha256:
            raise UnusableInput("packet.source_changed", file=file.name)


def _stamp_of(file: SourceFile) -> tuple[int, ...]:
    try:
        status = Path(file.path).stat()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=file.name) from error
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev


def _sha256_of(file: SourceFile) -> str:
    digest, buffer = hashlib.sha256(), bytearray(min(_BLOCK, max(1, file.size_bytes)))
    view = memoryview(buffer)
    try:
        with Path(file.path).open("rb", buffering=0) as stream:
            while count := stream.readinto(buffer):
                digest.update(view[:count])
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=file.name) from error
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
    return _Helpers(2) if cores > 1 else None
