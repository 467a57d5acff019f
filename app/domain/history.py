"""Studies and work month by month: where nothing is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.calendar import months_after, months_between
from app.domain.case import HistoryRow

# A curriculum vitae begins where a person comes of age (articles 17 and 18 of the Civil Code).
OF_AGE = 18


@dataclass(frozen=True, slots=True)
class HistoryGap:
    """Holds months of which a history tells nothing, the first and the last of them, both included."""

    since: date
    until: date

    @property
    def months(self) -> int:
        """Return how many months it lasts."""
        return months_between(self.since, self.until) + 1


def comes_of_age(birth_date: date) -> date:
    """Return the first of the month in which a person turns 18."""
    return months_after(birth_date, 12 * OF_AGE).replace(day=1)


def find_gaps(rows: Iterable[HistoryRow], since: date, until: date) -> tuple[HistoryGap, ...]:
    """Return the months from one to another, both included, of which no row tells anything.

    A month in which anything is told is told of; a row without an end lasts.
    """
    return tuple(_gaps(sorted(rows, key=lambda row: row.since), since.replace(day=1), until.replace(day=1)))


def _gaps(rows: Iterable[HistoryRow], next_month: date, last_month: date) -> Iterator[HistoryGap]:
    for row in rows:
        if next_month > last_month:
            return
        begins = row.since.replace(day=1)
        if begins > next_month:
            yield HistoryGap(next_month, min(months_after(begins, -1), last_month))
        ends = last_month if row.until is None else row.until.replace(day=1)
        next_month = max(next_month, months_after(ends, 1))
    if next_month <= last_month:
        yield HistoryGap(next_month, last_month)
