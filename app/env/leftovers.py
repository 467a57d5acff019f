"""Sweeps what processes that were killed left in a folder, and nothing of those that still run."""

import contextlib
import time
from pathlib import Path

from app.env.hidden import MOVES, kind_and_mark
from app.env.moves import remove, take_back
from app.env.processes import is_gone

# Where it cannot be known whether a process still runs: nothing that it writes takes this long.
_A_DAY = 24 * 60 * 60


def sweep_folder(folder: Path) -> None:
    """Take back what processes that are gone had begun to move in a folder, then remove their leftovers.

    What cannot be looked at or removed stays; it is in nobody's way.
    """
    with contextlib.suppress(OSError):
        if all(take_back(path) for path, kind in _leftovers(folder) if kind == MOVES):
            for path, _ in _leftovers(folder):
                remove(path)


def _leftovers(folder: Path) -> list[tuple[Path, str]]:
    return [(path, known[0]) for path in folder.iterdir() if (known := _known(path))]


def _known(path: Path) -> tuple[str, str] | None:
    """Return the kind and mark of what a process left that is gone, None for everything else."""
    known = kind_and_mark(path.name)
    return known if known is not None and _is_left(path, known[1]) else None


def _is_left(path: Path, mark: str) -> bool:
    gone = is_gone(mark)
    if gone is not None:
        return gone
    with contextlib.suppress(OSError):
        return time.time() - path.stat(follow_symlinks=False).st_mtime > _A_DAY
    return False
