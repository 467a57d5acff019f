"""Counts days in China from a list of entries and exits.

Which of the days on which the border is crossed count is the pack's to say. A stay without an exit
goes on, and is taken to go on until the planned day if it is the last one.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from app.domain.calendar import months_after
from app.domain.case import Stay
from app.domain.rules import StayCounting

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CountedStays:
    """Holds the spans of days that count, in order and apart from each other, both ends included.

    Nothing is known of the days before `known_from`.
    """

    spans: tuple[tuple[date, date], ...]
    known_from: date
    known_until: date

    def days_within(self, first: date, last: date) -> int:
        """Return how many days count from one day to another, both included."""
        whole = ((max(first, begin), min(last, end)) for begin, end in self.spans)
        return sum((end - begin).days + 1 for begin, end in whole if begin <= end)

    def unknown_within(self, first: date, last: date) -> int:
        """Return of how many days nothing is known."""
        return max(0, (min(last, self.known_from - _ONE_DAY) - first).days + 1)


def count_stays(stays: tuple[Stay, ...], submit_on: date, counting: StayCounting) -> CountedStays | None:
    """Return the days that stays come to, up to the planned day; None where there are none.

    Stays are in the order of entry. Days that two stays share count once.
    """
    entered = [stay for stay in stays if stay.entered_on <= submit_on]
    if not entered:
        return None
    spans: list[tuple[date, date]] = []
    for stay in entered:
        begin = stay.entered_on if counting.entry_day else stay.entered_on + _ONE_DAY
        end = submit_on
        if stay.left_on is not None:
            end = min(submit_on, stay.left_on if counting.exit_day else stay.left_on - _ONE_DAY)
        if end < begin:
            continue
        if spans and begin <= spans[-1][1] + _ONE_DAY:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((begin, end))
    return CountedStays(tuple(spans), entered[0].entered_on, submit_on)


def years_back(day: date, years: int) -> list[tuple[date, date]]:
    """Return the years that end on a day, counted back month by month, newest first."""
    return [
        (months_after(day, -12 * (back + 1)) + _ONE_DAY, months_after(day, -12 * back))
        for back in range(years)
    ]


def met_from(counted: CountedStays, years: int, threshold: float) -> date | None:
    """Return the first day from which each of the years before it has enough days, staying on from now.

    None where no such day comes within the years that count.
    """
    submit_on = counted.known_until
    first = months_after(submit_on, -12 * years)
    last = months_after(submit_on, 12 * years)
    total = (last - first).days + 1
    here = [0] * (total + 1)
    for begin, end in (*counted.spans, (submit_on + _ONE_DAY, last)):
        for offset in range(max(0, (begin - first).days), (end - first).days + 1):
            here[offset + 1] = 1
    until = list(accumulate(here))
    day = submit_on
    while day <= last:
        counts = (
            until[(end - first).days + 1] - until[(begin - first).days]
            for begin, end in years_back(day, years)
        )
        short = math.ceil(max(threshold - count for count in counts))
        if short <= 0:
            return day
        # A day more adds at most one day to a year, so nothing can change before.
        day += timedelta(days=short)
    return None
