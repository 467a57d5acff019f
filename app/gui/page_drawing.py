"""Has pages of files drawn outside the window's process: a hostile file may bring its reader down.

One process draws for the whole window and stays warm while pages are wanted. Who wants pages says so
anew whenever that changes; what is wanted no more is never begun.
"""

import atexit
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from shiboken6 import isValid

import app
from app.gui.picture import HEAD

_ROOT = Path(app.__file__).resolve().parents[1]
# Its own limit of processor time ends the process before, unless the machine is busy with other things.
_LONGEST_MS = 20_000
# A file of which so many pages took too long, or brought the process down, has no more of them drawn.
_MOST_FAILURES = 2
# Pages that nobody wants any more may take so long before the process is ended for the sake of others.
_PATIENCE_MS = 1_500
_IDLE_MS = 60_000
_DELAY_MS = 40
_BYTES_A_PIXEL = 4
# A picture that no sheet has; who answers with one is out of order.
_MOST_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class PageWish:
    """Names a page, counted from 0, to be drawn with so many pixels on its longer side, turned clockwise."""

    path: Path
    page: int
    size: int
    turn: int = 0


# What became of a wish: how many pages the file has, and the picture; None where none can be made.
Take = Callable[[PageWish, int, QImage | None], None]


@dataclass(slots=True)
class _Customer:
    wishes: list[PageWish]
    take: Take
    is_urgent: bool


class PageArtist(QObject):
    """Draws the pages that are wanted, one at a time, the urgent ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._customers: dict[object, _Customer] = {}
        # Files that are still being deciphered.
        self._held: set[Path] = set()
        self._at: tuple[object, PageWish] | None = None
        self._answer = bytearray()
        self._failures: dict[Path, int] = {}
        self._too_long = self._timer(_LONGEST_MS, self._fail)
        self._stale = self._timer(_PATIENCE_MS, self._drop_stale)
        self._idle = self._timer(_IDLE_MS, self.end)

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    def want(
        self, customer: object, wishes: Sequence[PageWish], take: Take, *, is_urgent: bool = False
    ) -> None:
        """Draw these pages for a customer, in this order, and no others that it wanted before."""
        if wishes:
            begun = self._at[1] if self._at is not None and self._at[0] is customer else None
            self._customers[customer] = _Customer([each for each in wishes if each != begun], take, is_urgent)
        else:
            self._customers.pop(customer, None)
        if self._is_stale and not self._stale.isActive():
            self._stale.start()
        self._draw_next()

    def is_wanted_by(self, customer: object) -> bool:
        """Say whether a customer still waits for a page."""
        return customer in self._customers

    def hold(self, path: Path) -> None:
        """Draw no page of a file before it is released: it is not there yet."""
        self._held.add(path)

    def release(self, path: Path) -> None:
        """Draw the pages that are wanted of a file that is there now."""
        self._held.discard(path)
        self._draw_next()

    def warm_up(self) -> None:
        """Start the process, so that the first page is not waited for."""
        if self._process is None:
            self._start()
        if self._at is None:
            self._idle.start()

    def end(self) -> None:
        """End the process; the next page that is wanted starts it again."""
        process, self._process = self._process, None
        for timer in (self._too_long, self._stale, self._idle):
            timer.stop()
        if process is not None:
            process.blockSignals(True)
            process.kill()
            if process.waitForFinished(1000):
                process.deleteLater()
            else:
                # On a busy machine: whoever started it may be gone before it is.
                process.setParent(QCoreApplication.instance())

    @property
    def _is_stale(self) -> bool:
        """Say whether a page is being drawn that nobody waits for, while others are waited for."""
        return self._at is not None and self._at[0] not in self._customers and bool(self._customers)

    def _start(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(_ROOT))
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(_ROOT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._fail)
        process.errorOccurred.connect(lambda _: self._fail())
        self._process = process
        process.start(sys.executable, ["-m", "app.gui.picture"])

    def _is_drawing(self) -> bool:
        return self._at is not None

    def _draw_next(self) -> None:
        if self._is_drawing():
            return
        while True:
            customer = self._next_customer()
            if customer is None:
                self._idle.start()
                return
            wishes = self._customers[customer].wishes
            wish = next(each for each in wishes if each.path not in self._held)
            wishes.remove(wish)
            if self._failures.get(wish.path, 0) < _MOST_FAILURES:
                break
            self._give(customer, wish, 0, None)
            if self._is_drawing():
                # Whoever was given it has wanted another, which is begun.
                return
        self.warm_up()
        self._idle.stop()
        self._at = (customer, wish)
        self._answer.clear()
        self._too_long.start()
        asked = [str(wish.path.absolute()), wish.page, wish.size, wish.turn]
        if self._process is not None:
            self._process.write(json.dumps(asked).encode() + b"\n")

    def _next_customer(self) -> object | None:
        waiting = [
            customer
            for customer, each in self._customers.items()
            if any(wish.path not in self._held for wish in each.wishes)
        ]
        urgent = [customer for customer in waiting if self._customers[customer].is_urgent]
        return next(iter(urgent or waiting), None)

    def _read(self) -> None:
        if self._process is None:
            return
        self._answer += self._process.readAllStandardOutput().data()
        if len(self._answer) < HEAD.size:
            return
        count, width, height, is_drawn = HEAD.unpack_from(self._answer)
        size = width * height * _BYTES_A_PIXEL
        if width * height > _MOST_PIXELS or len(self._answer) > HEAD.size + size:
            self._fail()
        elif len(self._answer) == HEAD.size + size:
            self._finish(count, _image(self._answer, width, height) if is_drawn else None)

    def _finish(self, count: int, image: QImage | None) -> None:
        at, self._at = self._at, None
        self._too_long.stop()
        self._stale.stop()
        self._answer.clear()
        if at is not None:
            self._give(*at, count, image)
        self._draw_next()

    def _give(self, token: object, wish: PageWish, count: int, image: QImage | None) -> None:
        customer = self._customers.get(token)
        if customer is None:
            return
        if not customer.wishes:
            del self._customers[token]
        customer.take(wish, count, image)

    def _fail(self) -> None:
        """Give up the page that is being drawn, with the process that came to grief over it."""
        self.end()
        if self._at is not None:
            path = self._at[1].path
            self._failures[path] = self._failures.get(path, 0) + 1
            self._finish(0, None)

    def _drop_stale(self) -> None:
        if self._is_stale:
            self.end()
            self._finish(0, None)


def _image(answer: bytearray, width: int, height: int) -> QImage:
    """Return the picture of an answer; with pixels of its own, since the answer's are soon overwritten."""
    pixels = bytes(memoryview(answer)[HEAD.size :])
    shown = QImage(pixels, width, height, width * _BYTES_A_PIXEL, QImage.Format.Format_RGB32)
    return shown.copy()


_artists: list[PageArtist] = []


def page_artist() -> PageArtist:
    """Return the one that draws for the whole window."""
    if not _artists:
        made = PageArtist()
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(made.end)
        # Where no application was run to its end, too.
        atexit.register(made.end)
        _artists.append(made)
    return _artists[0]


def forget_when_gone(owner: QObject, token: object) -> None:
    """Draw nothing more for a customer once its owner is gone."""
    artist = page_artist()

    def forget() -> None:
        # When the program ends, the artist may be gone first.
        if isValid(artist):
            artist.want(token, (), take_nothing)

    # Not by a method of its own, which is gone by then.
    owner.destroyed.connect(forget)


class PageDrawer(QObject):
    """Draws one page at a time; a page that is wanted meanwhile takes the place of the one before."""

    drawn = Signal(int, QPixmap)  # how many pages the file has, and the page
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: PageWish | None = None
        # Whoever runs over many rows does not want a picture of each.
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._ask)
        self._token = object()
        forget_when_gone(self, self._token)

    @property
    def is_busy(self) -> bool:
        """Say whether a page is being drawn or about to be."""
        return self._delay.isActive() or page_artist().is_wanted_by(self._token)

    def draw(self, path: Path, page: int, size: int, turn: int = 0) -> None:
        """Draw a page, counted from 0, of at most `size` pixels on its longer side."""
        self.stop()
        self._wanted = PageWish(path, page, size, turn)
        page_artist().warm_up()
        self._delay.start()

    def stop(self) -> None:
        """Want no page any more."""
        self._delay.stop()
        self._wanted = None
        page_artist().want(self._token, (), take_nothing)

    def _ask(self) -> None:
        if self._wanted is not None:
            page_artist().want(self._token, (self._wanted,), self._take, is_urgent=True)

    def _take(self, wish: PageWish, count: int, image: QImage | None) -> None:
        if wish != self._wanted:
            return
        self._wanted = None
        if image is None:
            self.failed.emit()
        else:
            self.drawn.emit(count, QPixmap.fromImage(image))


def take_nothing(wish: PageWish, count: int, image: QImage | None) -> None:
    """Leave a page that nobody wants."""
