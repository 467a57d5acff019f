"""A folder for copies that live only while a packet is built; they hold private papers."""

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.env.private_room import MEMORY_FOLDER
from app.env.processes import MARK, is_gone, own_mark
from app.env.replace import machine_error

_PREFIX = "yongju-"
_NAME = re.compile(rf"{_PREFIX}(?P<mark>{MARK})-.*", re.DOTALL)
# Where it cannot be known whether a process still runs: a build never takes this long.
_A_DAY = 24 * 60 * 60


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """Give a private folder that is removed afterwards, and remove those that a killed run left behind.

    Raises MachineStopped where no folder can be made.
    """
    try:
        sweep_rooms()
        made = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{own_mark()}-", ignore_cleanup_errors=True)
    except OSError as error:
        raise machine_error(error, _named_folder()) from error
    with made as name:
        yield Path(name)


def sweep_rooms() -> None:
    """Remove what processes that are gone left in the folders for temporary files, in memory and on the disk.

    Raises OSError where there is no folder for them.
    """
    for parent in dict.fromkeys((Path(tempfile.gettempdir()), MEMORY_FOLDER)):
        _sweep(parent)


def _named_folder() -> Path:
    """Return the folder for temporary files that is asked for, whether or not it can be used."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next(filter(None, named), tempfile.gettempprefix()))


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}[0-9]*-*"):
        if folder.is_dir() and not folder.is_symlink() and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    known = _NAME.fullmatch(folder.name)
    if known is None:
        return False
    gone = is_gone(known["mark"])
    if gone is not None:
        return gone
    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime > _A_DAY
    return False
