"""Counting in calendar months, as rules do."""

import calendar
import math
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """Return the same day a number of months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one, negative where it is earlier."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_after(first, months) <= last else months - 1


def days_after(day: date, days: int) -> date:
    """Return the day that lies some days after another, the last or first there is where none does."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def time_after(day: date, amount: float, unit: str) -> date:
    """Return the day that lies a time after another; years and months in whole calendar months."""
    if unit == "days":
        return days_after(day, math.ceil(amount))
    return months_after(day, math.ceil(amount * 12) if unit == "years" else math.ceil(amount))


def time_between(first: date, last: date, unit: str) -> float:
    """Return the time from one day to another, years and months counted in whole months."""
    if unit == "days":
        return (last - first).days
    months = months_between(first, last)
    return round(months / 12, 2) if unit == "years" else months
