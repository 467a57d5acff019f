"""Moves several files or folders into place together: all of them, or after any stop none of them.

A list of what is about to move (`.NAME.MARK.moves`) is on the disk before the first of them moves, and
its removal is the moment from which all of it counts. What stood in their places waits beside them under
hidden names until then; wherever the list is found and its process is gone, it is put back.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.env.flush import flush_folder, flush_open
from app.env.hidden import MOVES, OLD, is_hidden_name, make_hidden_file, unused_hidden

_LARGEST_LIST = 4_000_000


@dataclass(frozen=True, slots=True)
class _Step:
    """Names, within one folder, what comes, where it goes, and where what stands there waits.

    `new` is empty where something only goes, `old` where nothing stands; `made` tells what comes apart
    from whatever somebody else may put in the same place.
    """

    place: str
    new: str = ""
    old: str = ""
    made: tuple[int, int] = (0, 0)


def move_together(moves: Sequence[tuple[Path | None, Path]]) -> None:
    """Move each of several to its place, all in one folder; None takes away what stands there.

    What one rename does alone may come from another folder of the same disk.
    What is moved is on the disk already. Raises OSError; then everything is as it was, or will be once
    the folder is swept.
    """
    new, place = moves[0]
    folder = place.parent
    if new is not None and len(moves) == 1 and _is_one_rename(new, place):
        new.replace(place)
        flush_folder(folder)
        return
    if any(path.parent != folder for move in moves for path in filter(None, move)):
        raise ValueError("several folders")
    steps = tuple(_step_of(new, place) for new, place in moves)
    listed = _write_list(folder, steps)
    try:
        _set_aside(folder, steps)
        _move_in(folder, steps)
        listed.unlink()
    except BaseException:
        with contextlib.suppress(OSError):
            _take_back(folder, steps)
            listed.unlink()
        raise
    # Only then may what waits go: were the list found after a power cut, it would be missing.
    flush_folder(folder)
    for step in steps:
        remove(folder / step.old if step.old else None)


def take_back(listed: Path) -> bool:
    """Take back what a process that is gone had begun to move; say whether that is done.

    Another process may be at it, or the disk refuse it; then nothing beside the list is a leftover yet.
    """
    with contextlib.suppress(OSError), _held(listed) as is_mine:
        if not is_mine:
            return False
        # A list that is not whole never reached the disk, and nothing moved by it.
        _take_back(listed.parent, _read_list(listed))
        listed.unlink(missing_ok=True)
        return True
    return False


def remove(path: Path | None) -> None:
    """Remove a file or folder that nothing names any more; what cannot be removed stays."""
    if path is None:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _step_of(new: Path | None, place: Path) -> _Step:
    old = unused_hidden(place, OLD).name if os.path.lexists(place) else ""
    if new is None:
        return _Step(place.name, old=old)
    return _Step(place.name, new.name, old, _kind_of(new))


def _is_one_rename(new: Path, place: Path) -> bool:
    """Say whether one rename does it all: over a file, or to where nothing stands."""
    return not os.path.lexists(place) or not (new.is_dir() or place.is_dir())


def _kind_of(path: Path) -> tuple[int, int]:
    found = path.stat(follow_symlinks=False)
    return found.st_size, found.st_mtime_ns


def _write_list(folder: Path, steps: Sequence[_Step]) -> Path:
    listed = make_hidden_file(folder / steps[0].place, MOVES)
    try:
        with listed.open("wb") as stream:
            stream.write(json.dumps([asdict(step) for step in steps]).encode())
            stream.flush()
            flush_open(stream.fileno())
        flush_folder(folder)
    except BaseException:
        remove(listed)
        raise
    return listed


def _read_list(listed: Path) -> tuple[_Step, ...]:
    """Return the steps of a list, none where it is not whole or names what no list of ours names."""
    try:
        if listed.is_symlink() or listed.stat().st_size > _LARGEST_LIST:
            return ()
        steps = tuple(_read_step(each) for each in json.loads(listed.read_bytes()))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return ()
    return steps if all(map(_is_ours, steps)) else ()


def _read_step(kept: dict[str, Any]) -> _Step:
    size, time = kept["made"]
    return _Step(str(kept["place"]), str(kept["new"]), str(kept["old"]), (int(size), int(time)))


def _is_ours(step: _Step) -> bool:
    """Say whether a step stays within its folder and moves nothing but what we made or set aside."""
    is_plain = Path(step.place).name == step.place and step.place not in ("", "..")
    return is_plain and all(not name or is_hidden_name(name) for name in (step.new, step.old))


def _set_aside(folder: Path, steps: Sequence[_Step]) -> None:
    for step in steps:
        if not step.old:
            continue
        place, old = folder / step.place, folder / step.old
        try:
            # Under two names for a moment: whoever looks meanwhile finds the one file or the other.
            os.link(place, old, follow_symlinks=False)
        except (OSError, NotImplementedError):
            # A folder, or a disk that knows one name for each file.
            place.replace(old)
    flush_folder(folder)


def _move_in(folder: Path, steps: Sequence[_Step]) -> None:
    for step in steps:
        if step.new:
            (folder / step.new).replace(folder / step.place)
        elif step.old:
            (folder / step.place).unlink(missing_ok=True)
    flush_folder(folder)


def _take_back(folder: Path, steps: Sequence[_Step]) -> None:
    for step in reversed(steps):
        _take_step_back(folder, step)
    flush_folder(folder)


def _take_step_back(folder: Path, step: _Step) -> None:
    place, old = folder / step.place, folder / step.old
    waits = bool(step.old) and os.path.lexists(old)
    if _is_made(step, place) and (not step.old or (waits and place.is_dir())):
        # Where it came from: what lies there goes with all that was left.
        place.replace(folder / step.new)
    if waits and (not os.path.lexists(place) or _is_made(step, place) or place.samefile(old)):
        # Where somebody else put anything in the place meanwhile, what they replaced does not return.
        old.replace(place)
        # Two names of one file stay two.
        remove(old)


def _is_made(step: _Step, place: Path) -> bool:
    """Say whether what stands in a place is what was to come there, and no longer where it came from."""
    with contextlib.suppress(OSError):
        is_moved = bool(step.new) and not os.path.lexists(place.with_name(step.new))
        return is_moved and _kind_of(place) == step.made
    return False


@contextlib.contextmanager
def _held(listed: Path) -> Iterator[bool]:
    """Hold a list of moves, so that of several processes that find it one takes it back."""
    if sys.platform == "win32":
        yield True
        return
    import fcntl

    with listed.open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            # A drive without locks: two that find it in the same moment are hardly to be met there.
            pass
        # Taken back and removed by another just now: then there is nothing left to do here.
        yield listed.exists()
