"""Folders for files that live no longer than their owner; in memory while an encrypted store is open."""

from PySide6.QtCore import QDir, QTemporaryDir

from app.env.processes import own_mark


def private_folder() -> QTemporaryDir:
    """Make a folder that is removed with the object; the next run removes what a killed one left."""
    # The same kind of name as that of a work folder, by which it is known whose it was.
    return QTemporaryDir(QDir.temp().filePath(f"yongju-{own_mark()}-XXXXXX"))
