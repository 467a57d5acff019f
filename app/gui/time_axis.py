"""Which days a timeline shows, where each of them lies, and which of them are named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import days_after, months_after
from app.domain.timelines import Timeline

# Passports last for years: what lies beyond is shown as going on.
_MONTHS_BEFORE, _MONTHS_BEYOND, _MONTHS_AROUND = 9, 9, 1
_STEPS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Lays days between two edges."""

    first: date
    last: date
    left: float
    width: float

    def place(self, day: date) -> float:
        """Return where a day lies; what is outside lies on the edge."""
        shown = min(max(day, self.first), self.last)
        return self.left + self.width * (shown - self.first).days / max(1, (self.last - self.first).days)

    def day_at(self, across: float) -> date:
        """Return the day that lies nearest to a place."""
        share = min(max(0.0, (across - self.left) / max(1.0, self.width)), 1.0)
        return self.first + timedelta(days=round(share * (self.last - self.first).days))

    def ticks(self, apart: float) -> Iterator[date]:
        """Give the first days of months that lie at least so far apart."""
        a_month = self.width * 30.4 / max(1, (self.last - self.first).days)
        step = next((each for each in _STEPS if each * a_month >= apart), _STEPS[-1])
        month = self.first.year * 12 + self.first.month - 1
        month += -month % step
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            if day >= self.first:
                yield day
            month += step


def bounds_of(timeline: Timeline, days: Iterable[date]) -> tuple[date, date]:
    """Return the first and the last day that a timeline shows: around some days and the ends near them."""
    near = sorted(days)
    earliest = months_after(near[0], -_MONTHS_BEFORE)
    latest = months_after(near[-1], _MONTHS_BEYOND)
    starts = [span.issued_on for span in timeline.spans if span.issued_on is not None]
    ends = [limit.day for span in timeline.spans for limit in span.limits]
    first = min([near[0], *(day for day in starts if day >= earliest)])
    last = max([near[-1], *(day for day in ends if day <= latest)])
    return days_after(first, -31 * _MONTHS_AROUND), days_after(last, 31 * _MONTHS_AROUND)
