"""How long the papers of a case count: which of them does on which day, and until when all do."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import months_after
from app.domain.case import EvidencePart
from app.domain.findings import Finding
from app.domain.judgement import YearJudgement


class LimitKind(StrEnum):
    """What ends the time in which a paper counts; only by its age it still does on the last day itself."""

    AGE = "age"
    EXPIRY = "expiry"
    PASSPORT = "passport"


class SpanState(StrEnum):
    """How a paper stands on a day: it counts, soon no longer, no longer, or nobody knows."""

    GOOD = "good"
    SOON = "soon"
    OVER = "over"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Limit:
    """Holds one end of a paper's time: its use-by day, or the day on which it expires.

    It is asked for on the days from `since` to `until` only: rules change. `months` is how long papers
    count from their issue, or how long before its end a passport is said to end soon. `read` says that
    the day was read on the paper and not typed.
    """

    kind: LimitKind
    day: date
    months: int = 0
    since: date = date.min
    until: date = date.max
    read: bool = False

    def asks_on(self, day: date) -> bool:
        """Say whether it is asked for on a day."""
        return self.since <= day <= self.until

    def breaks_on(self, day: date) -> bool:
        """Say whether the paper does not count on a day for this reason."""
        over = day > self.day if self.kind is LimitKind.AGE else day >= self.day
        return over and self.asks_on(day)

    def nears_on(self, day: date, soon_days: int) -> bool:
        """Say whether it is near on a day."""
        if not self.asks_on(day):
            return False
        if self.kind is LimitKind.PASSPORT:
            return self.day <= months_after(day, self.months)
        return (self.day - day).days < soon_days

    def broken_days(self) -> tuple[date, date] | None:
        """Return the first and the last day on which the paper does not count for this reason."""
        ends = self.day
        if self.kind is LimitKind.AGE:
            if self.day == date.max:
                return None
            ends = self.day + timedelta(days=1)
        first = max(ends, self.since)
        return (first, self.until) if first <= self.until else None


@dataclass(frozen=True, slots=True)
class Span:
    """Holds one paper on the timeline: since when it is there and what ends its time.

    `index` is its place in the case's evidence, None for a passport of which only the day is known.
    One without limits would have one, but the day is not known.
    """

    person: str
    requirement: str
    part: EvidencePart
    index: int | None
    issued_on: date | None
    limits: tuple[Limit, ...]

    def state_on(self, day: date, soon_days: int) -> SpanState:
        """Say how the paper stands on a day."""
        if not self.limits:
            return SpanState.UNDATED
        if any(limit.breaks_on(day) for limit in self.limits):
            return SpanState.OVER
        near = any(limit.nears_on(day, soon_days) for limit in self.limits)
        return SpanState.SOON if near else SpanState.GOOD

    def limit_on(self, day: date) -> Limit | None:
        """Return what ends its time by the rules of a day; of several the one that comes first."""
        asked = [limit for limit in self.limits if limit.asks_on(day)]
        return min(asked, key=lambda limit: limit.day, default=None)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Holds how long the papers of a case count.

    `last_day` is the last one on which all of them do, None where no paper sets one or where there is no
    such day (`never`); `set_by` are the papers that end it, by their places in `spans`. `timeless` counts
    the papers for which no rule sets a time.
    """

    spans: tuple[Span, ...] = ()
    last_day: date | None = None
    never: bool = False
    set_by: tuple[int, ...] = ()
    soon_days: int = 0
    timeless: int = 0


@dataclass(frozen=True, slots=True)
class DayJudgement:
    """Holds what would be found if a case were handed in on another day."""

    submit_on: date
    findings: tuple[Finding, ...]
    years: tuple[YearJudgement, ...]
    timeline: Timeline
