"""What the window itself would leave behind of an encrypted store: dialogs' memory, clipboard, pictures."""

import atexit
import sys

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTemporaryDir
from PySide6.QtGui import QClipboard, QGuiApplication, QPixmapCache

from app.gui.page_drawing import page_artist
from app.gui.private_folder import private_folder

_QT, _DIALOGS = "QtProject", "FileDialog"
_folders: list[QTemporaryDir] = []


def leave_none() -> None:
    """From now on, have nothing written down of which folders and files are chosen in dialogs."""
    if sys.platform == "linux":
        # Qt's own dialogs: those of the desktop note in its list of recent files what is chosen.
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, on=True)
    if not _folders:
        _folders.append(private_folder())
        # It would stay: nothing is destroyed by itself when the program ends.
        atexit.register(_folders[0].remove)
        # Where Qt's dialog keeps the folders it was in; on Windows and macOS that is no file: see below.
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, _folders[0].path())


def remove_traces() -> None:
    """Remove what is left in this process and by dialogs of what was shown of cases."""
    page_artist().end()
    QPixmapCache.clear()
    _clear_clipboard()
    settings = QSettings(QSettings.Scope.UserScope, _QT)
    settings.remove(_DIALOGS)
    settings.sync()


def _clear_clipboard() -> None:
    """Empty the clipboard where this program filled it: what others put there is none of its business."""
    clipboard = QGuiApplication.clipboard()
    # Who draws into memory alone shares its clipboard with nobody, and cannot tell whose it is.
    is_alone = QGuiApplication.platformName() == "offscreen"
    if is_alone or clipboard.ownsClipboard():
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
