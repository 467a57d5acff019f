"""Marks by which a file tells which process made it, and whether that process still runs."""

import functools
import hashlib
import os
import re
from pathlib import Path

MARK = r"\d{1,9}-[0-9a-f]{6}-\d{1,20}"
_PARTS = re.compile(r"(\d+)-([0-9a-f]+)-(\d+)")
# After the name in brackets: the state comes first, the moment of the start twentieth (man 5 proc).
_STATE, _START = 0, 19
_ENDED = frozenset("ZXx")


def own_mark() -> str:
    """Return what names this process among all that run or ever ran here: number, machine and start."""
    return _mark_of(os.getpid())


def is_gone(mark: str) -> bool | None:
    """Say whether the process of a mark has ended; None where that cannot be known from here.

    It cannot be known of another machine that writes to the same drive, of another user's process, nor
    on Windows, which has no harmless way to ask after a process.
    """
    found = _PARTS.fullmatch(mark)
    if found is None or found[2] != _machine() or os.name != "posix":
        return None
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return None
    state, start = _seen(int(found[1]))
    # The number may have gone to another process; one that ended and was not waited for writes no more.
    return state in _ENDED or (bool(start) and start != found[3])


@functools.cache
def _mark_of(process: int) -> str:
    return f"{process}-{_machine()}-{_seen(process)[1] or '0'}"


def _seen(process: int) -> tuple[str, str]:
    """Return the state and the start of a process, nothing where the system does not tell."""
    try:
        words = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return words[_STATE], words[_START]
    except (OSError, LookupError):
        return "", ""


@functools.cache
def _machine() -> str:
    """Return what tells machines apart, and parts of one that number their processes by themselves."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    try:
        numbering = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        numbering = 0
    return hashlib.sha256(f"{name} {numbering}".encode()).hexdigest()[:6]
