"""A file as something to take hold of: dragged out, copied, opened, shown in its folder."""

import contextlib
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QProcess, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.gui.fields import text_label
from app.gui.marks import Mark, mark_icon
from app.gui.words import Words
from app.i18n.catalogue import N_

_FOLDER_SERVICE = "org.freedesktop.FileManager1"


class FileChip(QFrame):
    """Shows one file; it can be dragged to where a file is wanted, and copied with the keyboard."""

    def __init__(self, words: Words, named: str = N_("Packet file: {name}")) -> None:
        super().__init__()
        self._words = words
        self._named = named
        self.path: Path | None = None
        self._pressed: QPoint | None = None
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.icon = QLabel()
        self.name = text_label()
        self.hint = text_label("", "muted")
        inside = QVBoxLayout()
        inside.setSpacing(1)
        inside.addWidget(self.name)
        inside.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(inside, 1)
        for each in (self.icon, self.name, self.hint):
            # The whole chip is taken hold of, whatever stands under the pointer.
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words.changed.connect(self._show)
        self._show()

    def show_file(self, path: Path | None) -> None:
        """Show a file."""
        self.path = path
        self._show()

    def mime_data(self) -> QMimeData:
        """Return the file as other programs take it."""
        data = QMimeData()
        if self.path is not None:
            data.setUrls([QUrl.fromLocalFile(str(self.path))])
            data.setText(str(self.path))
        return data

    def copy(self) -> None:
        """Put the file on the clipboard, to be pasted into a folder or a message."""
        if self.path is not None:
            QGuiApplication.clipboard().setMimeData(self.mime_data())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where it was taken hold of."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the file once it is clear that it is not only pressed."""
        if self._pressed is None or self.path is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._pressed = None
            self.drag()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the file."""
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Copy the file, or open it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def drag(self) -> None:
        """Let the file be carried out of the window; what stands here stays."""
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self.grab().scaledToWidth(min(self.width(), 260)))
        drag.exec(Qt.DropAction.CopyAction)

    def _open(self) -> None:
        if self.path is not None:
            open_file(self.path)

    def _show(self) -> None:
        say = self._words.say
        name = "" if self.path is None else self.path.name
        self.icon.setPixmap(mark_icon(Mark.GOOD).pixmap(QSize(16, 16)))
        # So that a long name without a blank in it can be broken.
        self.name.setText(_breakable(name))
        self.hint.setText(say("Drag it to where you need it, or copy it with Ctrl+C."))
        self.setAccessibleName(say(self._named, name=name))
        self.setAccessibleDescription(self.hint.text())
        self.setToolTip("" if self.path is None else str(self.path))


def _breakable(name: str) -> str:
    return "".join(f"{each}\u200b" if each in "-_." else each for each in name)


def open_file(path: Path) -> None:
    """Open a file with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: Path) -> None:
    """Show a file in its folder, selected where the system can do that."""
    if sys.platform == "win32":
        process = QProcess()
        process.setProgram("explorer.exe")
        process.setNativeArguments(f'/select,"{path}"')
        if process.startDetached()[0]:
            return
    elif sys.platform == "darwin":
        if QProcess.startDetached("open", ["-R", str(path)])[0]:
            return
    elif _ask_file_manager(path):
        return
    open_file(path.parent)


def _ask_file_manager(path: Path) -> bool:
    """Ask the desktop's file manager to select a file; say whether there is one to ask."""
    with contextlib.suppress(ImportError):
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.sessionBus()
        known = bus.interface() if bus.isConnected() else None
        if known is None or not known.isServiceRegistered(_FOLDER_SERVICE).value():
            return False
        call = QDBusMessage.createMethodCall(
            _FOLDER_SERVICE, "/org/freedesktop/FileManager1", _FOLDER_SERVICE, "ShowItems"
        )
        call.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
        return bool(bus.send(call))
    return False
