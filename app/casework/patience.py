"""Makes whoever gives wrong passphrases wait, longer each time."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from app.domain.errors import UnusableInput

_FREE_TRIES = 3
_LONGEST_PAUSE = 30.0


class Patience:
    """Lets one passphrase be tried after the other, after three wrong ones with growing pauses between.

    It keeps a stranger at an open window from trying many. Who has a copy of the files tries without it:
    there only the passphrase itself, and what each try costs, stand in the way.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._wrong = 0
        self._not_before = 0.0

    @property
    def seconds_left(self) -> float:
        """Return how long the next try will wait."""
        return max(0.0, self._not_before - self._clock())

    @contextlib.contextmanager
    def one_try(self) -> Iterator[None]:
        """Wait until it is time, and let what is done within be a try: wrong where UnusableInput ends it."""
        with self._lock:
            if left := self.seconds_left:
                self._sleep(left)
            try:
                yield
            except UnusableInput:
                self._note_wrong()
                raise
            self._wrong, self._not_before = 0, 0.0

    def _note_wrong(self) -> None:
        self._wrong += 1
        if self._wrong >= _FREE_TRIES:
            pause = min(_LONGEST_PAUSE, 2.0 ** (self._wrong - _FREE_TRIES))
            self._not_before = self._clock() + pause
