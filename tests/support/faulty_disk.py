"""A disk that refuses its n-th call, and a disk whose power is cut after each call.

`FaultyDisk` stands between Python and the system for everything below one folder: every call that changes
anything there is counted, may be refused, and is noted. Its `cuts` are all states in which the disk may be
found where the power went after any of these calls: it holds what was flushed, and of the rest any part.
"""

import contextlib
import errno
import io
import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FULL, FORBIDDEN, BROKEN = errno.ENOSPC, errno.EACCES, errno.EIO
# A full disk still lets names go and change.
_NEEDS_ROOM = frozenset({"create", "mkdir", "write", "link", "fsync"})
_MOST_PENDING = 5


Name = tuple[int, str]  # the number of a folder, and a name in it


@dataclass(frozen=True, slots=True)
class Bytes:
    """Holds what was in a file, None for a folder, and when it was written."""

    data: bytes | None
    time: int


Found = Mapping[str, Bytes]


@dataclass(frozen=True, slots=True)
class Call:
    """Holds one call that changed something: what it was, and the names or the bytes that it left.

    Files and folders go by numbers, which stay whatever they are called; a name that leads to None is gone.
    """

    kind: str
    names: tuple[tuple[Name, int | None], ...] = ()
    file: int = -1
    content: Bytes | None = None


@dataclass(slots=True)
class FaultyDisk:
    """Counts the calls that change anything below a folder, and refuses the one with a number.

    With `lasting` all later ones are refused as well: a disk stays full, a folder stays forbidden.
    """

    root: Path
    refuse: int | None = None
    reason: int = FULL
    lasting: bool = False
    calls: list[Call] = field(default_factory=list)
    count: int = 0
    refused: str = ""
    _start: "_Disk | None" = None
    _numbers: dict[int, int] = field(default_factory=dict)
    _fresh: Iterator[int] = field(default_factory=itertools.count)

    @contextlib.contextmanager
    def mounted(self) -> Iterator["FaultyDisk"]:
        """Stand between Python and the system within the block."""
        honest = {
            name: getattr(os, name)
            for name in ("open", "fsync", "replace", "link", "unlink", "mkdir", "rmdir")
        }
        open_stream = io.open
        self._start = self._as_it_is()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "open", lambda *a, **k: self._open(honest["open"], *a, **k))
            patch.setattr(os, "fsync", lambda descriptor: self._fsync(honest["fsync"], descriptor))
            for name in ("replace", "rename"):
                patch.setattr(os, name, lambda *a, **k: self._rename(honest["replace"], *a, **k))
            patch.setattr(os, "link", lambda *a, **k: self._link(honest["link"], *a, **k))
            for name in ("unlink", "remove"):
                patch.setattr(os, name, lambda *a, **k: self._remove("unlink", honest["unlink"], *a, **k))
            patch.setattr(os, "rmdir", lambda *a, **k: self._remove("rmdir", honest["rmdir"], *a, **k))
            patch.setattr(os, "mkdir", lambda *a, **k: self._mkdir(honest["mkdir"], *a, **k))
            patch.setattr(io, "open", lambda *a, **k: self._stream(open_stream, *a, **k))
            yield self

    def cuts(self) -> Iterator[tuple[bool, Found]]:
        """Give every state in which the disk may be found after a cut, once each, and whether all was done.

        A state holds what is in each file and folder by its path below the root. What was there before
        the block was safe.
        """
        assert self._start is not None
        disk, seen = self._start.copy(), set()
        for done in range(len(self.calls) + 1):
            for state in disk.found():
                key = done == len(self.calls), tuple(sorted(state.items(), key=lambda item: item[0]))
                if key not in seen:
                    seen.add(key)
                    yield key[0], state
            if done < len(self.calls):
                disk.take(self.calls[done])

    def _as_it_is(self) -> "_Disk":
        disk = _Disk(self._number(self.root))
        for path in sorted(self.root.rglob("*")):
            number = disk.names[self._name(path)] = self._number(path)
            disk.safe[number] = disk.written[number] = _content(path)
            if path.is_dir():
                disk.folders.add(number)
        return disk

    def _before(self, kind: str) -> None:
        if self.refuse is None or (self.reason == FULL and kind not in _NEEDS_ROOM):
            return
        at, self.count = self.count, self.count + 1
        if at == self.refuse or (self.lasting and at > self.refuse):
            self.refused = kind
            raise OSError(self.reason, os.strerror(self.reason))

    def _within(self, path: Any, dir_fd: int | None = None) -> Path | None:
        """Return a path below the root as a whole one, None for every other."""
        if not isinstance(path, (str, os.PathLike)):
            return None
        whole = Path(path) if dir_fd is None else _behind(dir_fd) / path
        return whole.absolute() if whole.absolute().is_relative_to(self.root) else None

    def _number(self, path: Path) -> int:
        """Return the number of a file or folder, which stays whatever it is called."""
        return self._number_of(path.lstat().st_ino)

    def _number_of(self, inode: int) -> int:
        return self._numbers.setdefault(inode, next(self._fresh))

    def _name(self, path: Path) -> Name:
        return self._number(path.parent), path.name

    def _note_new(self, kind: str, path: Path) -> None:
        # The system gives the numbers of what is gone to what is new.
        self._numbers.pop(path.lstat().st_ino, None)
        self.calls.append(Call(kind, ((self._name(path), self._number(path)),)))

    # The calls

    def _open(self, honest: Callable[..., int], path: Any, flags: int, *rest: Any, **more: Any) -> int:
        where = self._within(path, more.get("dir_fd"))
        if where is None or not flags & os.O_CREAT or os.path.lexists(where):
            return honest(path, flags, *rest, **more)
        self._before("create")
        descriptor = honest(path, flags, *rest, **more)
        self._note_new("create", where)
        return descriptor

    def _mkdir(self, honest: Callable[..., None], path: Any, *rest: Any, **more: Any) -> None:
        where = self._within(path, more.get("dir_fd"))
        if where is None or os.path.lexists(where):
            return honest(path, *rest, **more)
        self._before("mkdir")
        honest(path, *rest, **more)
        self._note_new("mkdir", where)
        return None

    def _fsync(self, honest: Callable[[int], None], descriptor: int) -> None:
        where = self._within(_behind(descriptor))
        if where is None:
            return honest(descriptor)
        self._before("fsync")
        kind = "flush folder" if where.is_dir() else "fsync"
        self.calls.append(Call(kind, file=self._number(where), content=_content(where)))
        return None

    def _rename(self, honest: Callable[..., None], source: Any, target: Any, **more: Any) -> None:
        old, new = self._within(source), self._within(target)
        if old is None or new is None:
            return honest(source, target, **more)
        self._before("rename")
        names = (self._name(old), None), (self._name(new), self._number(old))
        is_same = new.exists() and new.samefile(old)
        honest(source, target, **more)
        if not is_same:
            self.calls.append(Call("rename", names))
        return None

    def _link(self, honest: Callable[..., None], source: Any, target: Any, **more: Any) -> None:
        new = self._within(target)
        if new is None:
            return honest(source, target, **more)
        self._before("link")
        honest(source, target, **more)
        self.calls.append(Call("link", ((self._name(new), self._number(new)),)))
        return None

    def _remove(self, kind: str, honest: Callable[..., None], path: Any, **more: Any) -> None:
        where = self._within(path, more.get("dir_fd"))
        if where is None or not os.path.lexists(where):
            return honest(path, **more)
        self._before(kind)
        honest(path, **more)
        self.calls.append(Call(kind, ((self._name(where), None),)))
        return None

    def _stream(self, honest: Callable[..., Any], path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        where = self._within(path)
        if where is None or not set(mode) & set("wax+"):
            return honest(path, mode, *rest, **more)
        is_new = not os.path.lexists(where)
        if is_new:
            self._before("create")
        stream = honest(path, mode, *rest, **more)
        if is_new:
            self._note_new("create", where)
        return _Stream(self, stream)

    def write(self, stream: Any, data: Any) -> int:
        """Write to a file; where that is refused, half of it is there."""
        try:
            self._before("write")
        except OSError:
            stream.write(data[: len(data) // 2])
            stream.flush()
            raise
        count = int(stream.write(data))
        stream.flush()
        # By the open file: its name may have gone on to another.
        number = self._number_of(os.fstat(stream.fileno()).st_ino)
        content = _content(Path(f"/proc/self/fd/{stream.fileno()}"))
        self.calls.append(Call("write", file=number, content=content))
        return count


class _Stream:
    """A file opened for writing, of which each write is told."""

    def __init__(self, disk: FaultyDisk, stream: Any) -> None:
        self._disk, self._inner = disk, stream

    def write(self, data: Any) -> int:
        return self._disk.write(self._inner, data)

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def _behind(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def _content(path: Path) -> Bytes:
    return Bytes(None if path.is_dir() else path.read_bytes(), path.stat().st_mtime_ns)


# The power is cut


@dataclass(slots=True)
class _Disk:
    """Holds what is on the disk for sure and what is on its way: names in folders, bytes in files."""

    root: int
    names: dict[Name, int] = field(default_factory=dict)
    folders: set[int] = field(default_factory=set)
    safe: dict[int, Bytes] = field(default_factory=dict)
    written: dict[int, Bytes] = field(default_factory=dict)
    pending: list[Call] = field(default_factory=list)

    def copy(self) -> "_Disk":
        return _Disk(
            self.root,
            dict(self.names),
            set(self.folders),
            dict(self.safe),
            dict(self.written),
            [*self.pending],
        )

    def take(self, call: Call) -> None:
        """Go on by one call."""
        if call.content is not None:
            self.written[call.file] = call.content
            if call.kind != "write":
                self.safe[call.file] = call.content
        if call.kind == "flush folder":
            due = [each for each in self.pending if each.names[-1][0][0] == call.file]
            self.pending = [each for each in self.pending if each not in due]
            for each in due:
                self._reach(each)
        elif call.names:
            if call.kind == "mkdir":
                self.folders.update(number for _, number in call.names if number is not None)
            self.pending.append(call)

    def found(self) -> Iterator[Found]:
        """Give every state in which the disk may be found now."""
        for chosen in _subsets(self.pending):
            disk = self.copy()
            for call in chosen:
                disk._reach(call)
            for torn in (_lost, _torn, _whole):
                yield dict(disk._shown(self.root, "", torn))

    def _reach(self, call: Call) -> None:
        for name, number in call.names:
            if number is None:
                self.names.pop(name, None)
            else:
                self.names[name] = number

    def _shown(
        self, folder: int, above: str, torn: Callable[[Bytes, Bytes], Bytes]
    ) -> Iterator[tuple[str, Bytes]]:
        for (place, name), number in self.names.items():
            if place != folder:
                continue
            path = f"{above}{name}"
            if number in self.folders:
                yield path, self.safe.get(number, Bytes(None, 0))
                yield from self._shown(number, f"{path}/", torn)
            else:
                safe = self.safe.get(number, Bytes(b"", 0))
                written = self.written.get(number, safe)
                yield path, safe if written == safe else torn(safe, written)


def _lost(safe: Bytes, _: Bytes) -> Bytes:
    return safe


def _torn(safe: Bytes, written: Bytes) -> Bytes:
    old, new = safe.data or b"", written.data or b""
    half = len(new) // 2
    return Bytes(new[:half] + old[half : len(new)], written.time)


def _whole(_: Bytes, written: Bytes) -> Bytes:
    return written


def _subsets(pending: Sequence[Call]) -> Iterator[tuple[Call, ...]]:
    """Give which of the changed names may have reached the disk: any, and of many the telling ones."""
    count = len(pending)
    if count <= _MOST_PENDING:
        for length in range(count + 1):
            yield from itertools.combinations(pending, length)
        return
    for at in range(count + 1):
        yield tuple(pending[:at])
        yield tuple(pending[at:])
        yield (*pending[:at], *pending[at + 1 :])
        yield tuple(pending[at : at + 1])


def lay_out(found: Found, folder: Path) -> None:
    """Write a state that was found to a folder of its own."""
    folder.mkdir()
    for path, content in found.items():
        if content.data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(content.data)
    # Folders last and from within: what is put into one changes its time.
    for path, content in reversed(found.items()):
        os.utime(folder / path, ns=(content.time, content.time))
