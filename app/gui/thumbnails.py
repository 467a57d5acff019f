"""Small pictures of pages, drawn outside the window's process and kept in memory only."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.gui.page_drawing import PageWish, forget_when_gone, page_artist, take_nothing

# Some 100 KiB each: what a person leafs through in a sitting.
_KEPT = 400


class Thumbnails(QObject):
    """Keeps small pictures of pages, and has those drawn that are looked at."""

    changed = Signal(object)  # the file of which a page is there now, or of which none can be drawn

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Names of kept files are their hashes, so that another content is another path.
        self._kept: OrderedDict[PageWish, QPixmap | None] = OrderedDict()
        self._counts: dict[Path, int] = {}
        self._token = object()
        forget_when_gone(self, self._token)

    def count_of(self, path: Path) -> int | None:
        """Return how many pages a file has, None until one of them was drawn."""
        return self._counts.get(path)

    def has(self, wish: PageWish) -> bool:
        """Say whether it is known what a page looks like, or that it cannot be drawn."""
        return wish in self._kept

    def picture(self, wish: PageWish) -> QPixmap | None:
        """Return the picture of a page; None where there is none, or not yet."""
        if wish in self._kept:
            self._kept.move_to_end(wish)
        return self._kept.get(wish)

    def want(self, wishes: Sequence[PageWish]) -> None:
        """Have these pages drawn, in this order, and no others that were wanted before."""
        missing = [each for each in dict.fromkeys(wishes) if each not in self._kept]
        page_artist().want(self._token, missing, self._take if missing else take_nothing)

    def _take(self, wish: PageWish, count: int, image: QImage | None) -> None:
        self._kept[wish] = None if image is None else QPixmap.fromImage(image)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if image is not None:
            self._counts[wish.path] = count
        self.changed.emit(wish.path)
