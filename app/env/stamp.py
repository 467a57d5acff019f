"""Tells from outside whether a file is still the one that was looked at, without reading it."""

from pathlib import Path


def file_stamp(path: Path) -> str | None:
    """Return a file's size, times and number in the file system as text, None where there is no file.

    Writing to a file, or putting another in its place, changes it, unless somebody takes care that it
    does not: sets the clock, or on Windows the times.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} {status.st_dev}"
