"""Says what stands at a path; a drive that is gone, or a folder that may not be entered, holds nothing."""

from pathlib import Path


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder that can be reached."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Say whether a path is a file that can be reached."""
    try:
        return path.is_file()
    except OSError:
        return False
