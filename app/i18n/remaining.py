"""How long work still takes: reckoned from how far it is, and said in words.

Seconds, minutes and hours are counted here: a formatter of time spans would make "2 months" of 45 days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.words import Language
from app.i18n.catalogue import catalogue

if TYPE_CHECKING:
    from app.domain.packet import Progress

# Before so much has passed, and so many pieces are done, the pace is a guess that would only jump.
_SECONDS_TO_KNOW, _PIECES_TO_KNOW = 2.0, 2
# How much the latest pieces count against what was reckoned before.
_NEWEST = 0.3
_MINUTE, _HOUR = 60, 3600
# From so many seconds on it is told in minutes, and from so many minutes on in hours.
_IN_MINUTES, _IN_HOURS = 55, 90


@dataclass(slots=True)
class Pace:
    """Reckons how long a step still takes from the reports of its progress; a new step begins anew."""

    _step: str = ""
    _total: int = 0
    _began: float = 0.0
    _first: int = 0
    _last: tuple[float, int] = (0.0, 0)
    _each: float | None = None

    def hear(self, progress: Progress, now: float) -> None:
        """Take a report in; `now` counts seconds from any moment."""
        is_same = (self._step, self._total) == (progress.step, progress.total)
        if not is_same or progress.done < self._last[1]:
            self._step, self._total = progress.step, progress.total
            self._began, self._first = now, progress.done
            self._last, self._each = (now, progress.done), None
            return
        at, done = self._last
        if progress.done > done:
            new = (now - at) / (progress.done - done)
            self._each = new if self._each is None else _NEWEST * new + (1 - _NEWEST) * self._each
            self._last = now, progress.done

    def left(self, now: float) -> float | None:
        """Return the seconds that the step still takes, None while that cannot be said."""
        at, done = self._last
        pieces, spent = done - self._first, now - self._began
        if self._each is None or spent < _SECONDS_TO_KNOW or pieces < _PIECES_TO_KNOW:
            return None
        # The mean of all pieces is steady, that of the latest follows a change: the longer one is right
        # more often, since what is larger mostly comes in a row.
        each = max((at - self._began) / pieces, self._each)
        waited = min(now - at, each)
        return max(0.0, (self._total - done) * each - waited)


def word_remaining(seconds: float, language: Language) -> str:
    """Say how long something still takes, about."""
    say = catalogue(language)
    if seconds < 5:
        return say("a few seconds left")
    if seconds < _IN_MINUTES:
        return say("about {count} seconds left", count=_up_to(seconds, 5 if seconds <= 20 else 10))
    minutes = max(1, round(seconds / _MINUTE))
    if minutes < _IN_HOURS:
        return say.plural("about {count} minute left", "about {count} minutes left", minutes)
    hours = max(2, round(seconds / _HOUR))
    return say.plural("about {count} hour left", "about {count} hours left", hours)


def _up_to(seconds: float, step: int) -> int:
    return math.ceil(seconds / step) * step
