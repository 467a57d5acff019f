"""Watches the files from which the papers of the case were copied: who corrects one there, is asked here."""

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.files import OriginChange, Origins
from app.gui.session import Session

# A system allows only so many watches, and each costs; what is more is looked at when the window is used.
_MOST = 200
_LOOK_AFTER_MS, _OPENED_AFTER_MS = 600, 1500


class OriginWatch(QObject):
    """Knows which of the case's files changed where they came from; the worker looks, never the window."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[str, OriginChange] = {}
        self._there: frozenset[str] = frozenset()
        # What was decided to stay as it is kept: the case, the file, and what stands on the disk instead.
        self._kept: set[tuple[str | None, str, str]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _: self._timer.start(_LOOK_AFTER_MS))
        session.opened.connect(self._on_open)
        session.changed.connect(self._on_change)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.applicationStateChanged.connect(self._on_state)
        self._on_open()

    def look(self) -> None:
        """Have the files held against those from which they were copied."""
        if self._session.has_case and self._session.has_origins():
            self._session.compare_origins(self.take)

    def take(self, origins: Origins) -> None:
        """Take over what was found, and watch what can be watched."""
        self._found = {each.name: each for each in origins.changes}
        self._there = frozenset(origins.paths)
        wanted = set(origins.paths[:_MOST])
        watched = set(self._watcher.files())
        if watched - wanted:
            self._watcher.removePaths(list(watched - wanted))
        if wanted - watched:
            # An editor that writes a new file and renames it ends the watch on the old one.
            self._watcher.addPaths(list(wanted - watched))
        self.changed.emit()

    def change_of(self, name: str) -> OriginChange | None:
        """Return how a file differs by now where it came from, None where it does not or was decided."""
        found = self._found.get(name)
        if found is None or found.is_gone or self._key(found) in self._kept:
            return None
        return found

    def is_there(self, path: str) -> bool:
        """Say whether a file was there when it was looked for last."""
        return path in self._there

    def keep(self, change: OriginChange) -> None:
        """Let the kept file stay, until the one on the disk changes again."""
        self._kept.add(self._key(change))
        self.changed.emit()

    def _key(self, change: OriginChange) -> tuple[str | None, str, str]:
        return self._session.case_id, change.name, change.sha256

    def _on_open(self) -> None:
        self._found, self._there = {}, frozenset()
        if self._watcher.files():
            self._watcher.removePaths(self._watcher.files())
        self._timer.start(_OPENED_AFTER_MS)

    def _on_change(self, stale: frozenset[str]) -> None:
        if "evidence" in stale:
            self._timer.start(_LOOK_AFTER_MS)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._timer.start(_LOOK_AFTER_MS)
