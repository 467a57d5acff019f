"""Locks the window when nobody has touched it for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow

USUAL_MINUTES = 10
# What can be chosen, in minutes; 0 for never.
CHOICES = (1, 5, 10, 30, 0)
_LOOK_MS = 2_000
_SECONDS = 60
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
        QEvent.Type.NativeGesture,
    }
)


class IdleLock(QObject):
    """Calls `lock` when no key, mouse or finger has touched any window of the program for so many minutes.

    It listens to the windows of the system, which are few, not to every widget.
    """

    def __init__(self, lock: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._lock = lock
        self.minutes = 0
        self._touched = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen_to)
        for window in QGuiApplication.topLevelWindows():
            self._listen_to(window)

    def begin(self, minutes: int) -> None:
        """Count from now on; 0 minutes for never."""
        self.minutes = minutes
        self._touched = self._now()
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def end(self) -> None:
        """Count no more."""
        self._timer.stop()

    def look(self) -> None:
        """Lock where the time is over."""
        if self._is_over():
            self._timer.stop()
            self._lock()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note each touch; the first one after the time was over, as after a sleep, comes too late."""
        if event.type() in _TOUCHES and self._timer.isActive():
            if self._is_over():
                QTimer.singleShot(0, self, self.look)
                return True
            self._touched = self._now()
        return False

    def _is_over(self) -> bool:
        if not self._timer.isActive():
            return False
        # A machine that sleeps stops the one clock, a person who sets the other one may set it back.
        gone = (now - then for now, then in zip(self._now(), self._touched, strict=True))
        return max(gone) >= self.minutes * _SECONDS

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.monotonic(), time.time()

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None:
            # An object that listens already is only moved to the front.
            window.installEventFilter(self)
