"""A folder for copies that live only while a packet is built; they hold private papers."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.env.replace import machine_error

_PREFIX = "yongju-"
_A_DAY = 24 * 60 * 60


@contextlib.contextmanager
def work_folder() -> Iterator[Path]:
    """Give a private folder that is removed afterwards, and remove those that a killed run left behind.

    Raises MachineStopped where no folder can be made.
    """
    try:
        _sweep(Path(tempfile.gettempdir()))
        made = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True)
    except OSError as error:
        raise machine_error(error, _named_folder()) from error
    with made as name:
        yield Path(name)


def _named_folder() -> Path:
    """Return the folder for temporary files that is asked for, whether or not it can be used."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next(filter(None, named), tempfile.gettempprefix()))


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}[0-9]*-*"):
        if folder.is_dir() and not folder.is_symlink() and _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
    if not owner.isdecimal() or int(owner) == os.getpid():
        return False
    if os.name == "posix":
        return not Path(f"/proc/{owner}").exists() if Path("/proc/self").exists() else _is_gone(int(owner))
    # Windows has no harmless way to ask after a process: a build never takes a day.
    with contextlib.suppress(OSError):
        return time.time() - folder.stat().st_mtime > _A_DAY
    return False


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
