"""Counts days in China from a list of entries and exits.

Which of the days on which the border is crossed count is the pack's to say. A stay without an exit
goes on, and is taken to go on until the planned day if it is the last one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

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

    def going_on_until(self, day: date) -> "CountedStays":
        """Return the stays as they would be if one stayed on from the planned day until another."""
        if day <= self.known_until:
            return self
        return CountedStays((*self.spans, (self.known_until + _ONE_DAY, day)), self.known_from, day)

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
