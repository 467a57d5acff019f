"""A place for what must not lie about readable: in memory where the system has a folder of it.

Linux has one (`/dev/shm`): what is written there never comes to a disk, unless the machine swaps. Elsewhere
it is the usual folder for temporary files, and what is there goes when the store is locked or closed.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

MEMORY_FOLDER = Path("/dev/shm")
# A large case, with the copies that a packet is made of.
_ROOM_BYTES = 1 << 30
_PR_SET_DUMPABLE = 4


def memory_folder() -> Path | None:
    """Return a folder that is memory and has room, None where there is none."""
    try:
        if sys.platform != "linux" or not os.access(MEMORY_FOLDER, os.W_OK | os.X_OK):
            return None
        return MEMORY_FOLDER if shutil.disk_usage(MEMORY_FOLDER).free >= _ROOM_BYTES else None
    except OSError:
        return None


def write_in_memory() -> None:
    """Have this process, and those that it starts, write temporary files to memory where there is room."""
    folder = memory_folder()
    if folder is None or Path(tempfile.gettempdir()).resolve().is_relative_to(folder):
        return
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = str(folder)
    tempfile.tempdir = str(folder)


def leave_no_dumps() -> None:
    """Have the system write no picture of this process's memory, nor let the same account look into it.

    On Linux other programs of the account can then neither read its memory nor its surroundings. What it
    starts writes no such picture either, but looks after the rest itself.
    """
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        import ctypes

        # Programs that collect pictures of crashed processes are not held by the limit.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
