"""Counting in calendar months, as rules do."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day a number of months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
