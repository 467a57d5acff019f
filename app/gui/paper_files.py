"""Opens the file that is shown in another program, and the folder from which it was taken."""

from pathlib import Path

from app.gui.file_chip import open_file, show_in_folder
from app.gui.origin_watch import OriginWatch
from app.gui.paper_viewer import PaperViewer
from app.gui.scratch import Scratch
from app.gui.session import Session


class PaperFiles:
    """Knows the file that is shown, where it is kept and where it came from."""

    def __init__(self, session: Session, viewer: PaperViewer, watch: OriginWatch, scratch: Scratch) -> None:
        self._session = session
        self._viewer = viewer
        self._watch = watch
        self._scratch = scratch

    @property
    def _origin(self) -> str:
        name = self._viewer.file
        return "" if name is None else self._session.origins().get(name, "")

    @property
    def can_show_folder(self) -> bool:
        """Say whether the folder is there from which the file was taken."""
        return self._watch.is_there(self._origin)

    def open_file(self) -> None:
        """Open the file where it came from, or a copy: what is kept must not be changed."""
        name = self._viewer.file
        if name is None:
            return
        if self.can_show_folder and self._watch.change_of(name) is None:
            open_file(Path(self._origin))
            return
        kept = self._session.path_of(name)
        if kept is not None:
            self._session.when_readable(kept, lambda: self._scratch.copy_file(kept, name, _open_copy))

    def show_folder(self) -> None:
        """Show the file in the folder from which it was taken."""
        if self.can_show_folder:
            show_in_folder(Path(self._origin))


def _open_copy(path: Path | None) -> None:
    if path is not None:
        open_file(path)
