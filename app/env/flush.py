"""Returns only once the disk holds something: a file, the names in a folder, everything below a folder.

On Windows a folder cannot be flushed and need not be: its file system keeps a journal of names, so that
after a power cut a name stands for the whole old file or the whole new one.
"""

import contextlib
import errno
import os
import sys
from pathlib import Path

# File systems that cannot flush a folder answer so; their names are safe by themselves, or not at all.
_NOT_FOR_FOLDERS = frozenset(
    {errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EISDIR}
)


def flush_to_disk(path: Path) -> None:
    """Return once the disk holds all of a file; raises OSError where it refuses."""
    with path.open("rb+") as stream:
        flush_open(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Return once the disk holds the names in a folder as they are; raises OSError where it refuses."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except PermissionError:
        # A folder in which one may write and not read: nobody can ask for more.
        return
    try:
        flush_open(descriptor)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Return once the disk holds all that is below a folder; raises OSError where it refuses."""
    for root, _, files in os.walk(folder, topdown=False):
        for name in files:
            flush_to_disk(Path(root) / name)
        flush_folder(Path(root))


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it where they are not there, all with a mode, held by the disk then.

    Raises OSError where that cannot be.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=mode, exist_ok=True)
    # Also where something else stands in its place, which is told then.
    folder.mkdir(mode=mode, exist_ok=True)
    for each in reversed(missing):
        flush_folder(each.parent)


def flush_open(descriptor: int) -> None:
    """Return once the disk holds all of an open file; raises OSError where it refuses."""
    if sys.platform == "darwin":
        import fcntl

        # There fsync is done when the drive has the data, which may yet lose them.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)
