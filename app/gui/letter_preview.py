"""Shows a letter as its pages will be, drawn anew after each change while the old page stays in sight."""

from pathlib import Path

from app.gui.preview import Preview


class LetterPreview(Preview):
    """Shows the pages of a letter; the page that is seen stays until that of the next file is drawn."""

    def renew(self, path: Path, pages: int, name: str) -> None:
        """Show the same letter as it is now, at the same page where it still has one."""
        if self._drawn is None:
            self.show_file(path, name=name)
            return
        self.stop()
        self._path, self._name = path, name
        self._page = min(self._page, max(pages - 1, 0))
        if self.isVisible():
            self._start()
        else:
            self._drawn = None
            self._set_state("drawing")

    @property
    def is_at_rest(self) -> bool:
        """Say whether what is wanted is drawn."""
        return self._state == "shown" and not self._drawer.is_busy
