"""Measures how long the window stands still while it imports, checks and builds, and how soon it cancels.

Run: python -m benchmarks.stalls. A timer that should beat every 5 ms runs in the real window; told are the
longest gap between two beats and the gap that 99 of 100 stay below, in milliseconds of the clock. Beside
them stand the same two figures of a window that does nothing: on a busy machine the clock also counts the
work of others, so the difference is what the window itself costs.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from app.domain.words import Language
from app.env import paths
from app.gui.main import make_application, make_window
from app.gui.steps import Step
from app.gui.window import MainWindow

BEAT_MS = 5
GOAL_MS = 50
LONGEST_S = 600


@dataclass(slots=True)
class Beat:
    """Notes the gaps between the beats of a timer; `work` names those in which the window itself worked."""

    gaps: list[tuple[float, float]] = field(default_factory=list)
    _last: tuple[float, float] = (0.0, 0.0)
    _timer: QTimer = field(default_factory=QTimer)

    def begin(self) -> None:
        """Begin anew."""
        self.gaps = []
        self._last = time.perf_counter(), time.thread_time()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def end(self) -> None:
        """Stop."""
        self._timer.stop()
        self._timer.timeout.disconnect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.gaps.append((now[0] - self._last[0], now[1] - self._last[1]))
        self._last = now

    def told(self) -> str:
        """Return the figures: by the clock, and of this thread's own processor time."""
        wall = sorted(gap * 1000 for gap, _ in self.gaps)
        own = sorted(spent * 1000 for _, spent in self.gaps)
        at = int(len(wall) * 0.99)
        return (
            f"longest {wall[-1]:6.1f} ms  p99 {wall[at]:5.1f} ms   "
            f"own work: longest {own[-1]:6.1f} ms  p99 {own[at]:5.1f} ms"
        )


def wait(until: Callable[[], bool]) -> None:
    """Let the window go on until something holds."""
    loop, ends = QEventLoop(), time.monotonic() + LONGEST_S
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > ends else None)
    timer.start(20)
    loop.exec()


def measure(name: str, begin: Callable[[], object], until: Callable[[], bool]) -> None:
    """Print the figures of one piece of work."""
    beat = Beat()
    beat.begin()
    begin()
    wait(until)
    beat.end()
    print(f"{name:<28} {beat.told()}")


def is_idle(window: MainWindow) -> bool:
    """Say whether nothing is at work for the open case, and all papers are read."""
    session = window.session
    return session.review is not None and not session.is_reviewing and not session.unread


def run(folder: Path) -> None:
    """Measure every piece of work on the sample case."""
    window = make_window(folder / "data", Language.EN)
    window.resize(1280, 800)
    window.show()
    for step in Step:
        window.page(step)
    wait(_after(1.0))
    measure("nothing", lambda: None, _after(2.0))
    sample = paths.resource("sample_case")
    measure("import", lambda: window.session.import_folder(sample), lambda: window.session.has_case)
    for step in (Step.DOCUMENTS, Step.REVIEW, Step.PACKET):
        measure(f"go to {step.name.lower()}", lambda step=step: window.show_step(step), _after(1.0))  # type: ignore[misc]  # bound now
    window.show_step(Step.REVIEW)
    measure("check, papers read", lambda: None, lambda: is_idle(window))
    for step in (Step.DOCUMENTS, Step.REVIEW, Step.PACKET):
        window.show_step(step)
        wait(_after(1.0))
        measure(f"check again, {step.name.lower()}", lambda: change(window), _after(4.0))
    page = window.page(Step.PACKET)
    measure("build", lambda: page.build_to(folder / "packet.pdf"), lambda: page.built is not None)  # type: ignore[attr-defined]
    cancel(window, folder)
    window.close()


def change(window: MainWindow) -> None:
    """Change the case a little, so that all of it is judged anew."""
    window.session.set_basics(title=f"{window.session.case.title} +")


def cancel(window: MainWindow, folder: Path) -> None:
    """Print how soon a build that is under way is stopped and the window goes on."""
    page, session = window.page(Step.PACKET), window.session
    page.build_to(folder / "second.pdf")  # type: ignore[attr-defined]
    wait(lambda: page.bar.maximum() > 1)  # type: ignore[attr-defined]
    told: list[float] = []
    session.failed.connect(lambda _: told.append(time.perf_counter()))
    began = time.perf_counter()
    session.cancel_build()
    wait(lambda: bool(told))
    left = [each.name for each in folder.iterdir() if each.name.startswith(".")]
    took = (told[0] - began) * 1000
    print(f"{'cancel':<28} acknowledged after {took:.1f} ms, left behind: {left or 'nothing'}")


def _after(seconds: float) -> Callable[[], bool]:
    ends: list[float] = []

    def over() -> bool:
        if not ends:
            ends.append(time.monotonic() + seconds)
        return time.monotonic() > ends[0]

    return over


def main() -> int:
    """Print every figure."""
    application = make_application()
    folder = Path(tempfile.mkdtemp(prefix="stalls-"))
    print(f"goal: no gap above {GOAL_MS} ms")
    try:
        run(folder)
    finally:
        application.processEvents()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
