"""Has Word files laid out, each once, for everybody on the page who shows its pages."""

from collections.abc import Callable
from pathlib import Path

from app.domain.files import ReadyFile
from app.gui.session import Session
from app.gui.worker_client import Stopped

_Done = Callable[[ReadyFile], None]
_Failed = Callable[[Stopped], None]


class Layouts:
    """Knows what became of each Word file, and who waits for it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[Path, ReadyFile] = {}
        self._waiting: dict[Path, list[tuple[_Done, _Failed]]] = {}
        session.opened.connect(self._forget)

    def lay_out(self, name: str, done: _Done, failed: _Failed) -> None:
        """Tell how a Word file of the case was laid out, now or once it is."""
        path = self._session.path_of(name)
        if path is None:
            return
        if path in self._known:
            done(self._known[path])
            return
        is_asked = path in self._waiting
        self._waiting.setdefault(path, []).append((done, failed))
        if not is_asked:
            self._session.lay_out(
                name, lambda ready: self._take(path, ready), lambda stopped: self._stop(path, stopped)
            )

    def _take(self, path: Path, ready: ReadyFile) -> None:
        if ready.facts.problem is None:
            self._known[path] = ready
        for done, _ in self._waiting.pop(path, ()):
            done(ready)

    def _stop(self, path: Path, stopped: Stopped) -> None:
        for _, failed in self._waiting.pop(path, ()):
            failed(stopped)

    def _forget(self) -> None:
        self._known.clear()
        self._waiting.clear()
