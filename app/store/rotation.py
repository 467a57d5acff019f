"""When a backup is due, and which ones stay: the last few, then one a day, one a week, one a month."""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping

LAST, WEEKS, MONTHS = 7, 4, 12
# Sooner than this after the last one a backup made by itself would hardly hold anything new.
PAUSE = dt.timedelta(hours=4)


def is_due(last: dt.datetime | None, now: dt.datetime, *, has_changed: bool) -> bool:
    """Say whether a backup is to be made by itself: after changes, once a day or after some hours."""
    if last is None:
        return True
    if not has_changed:
        return False
    # A clock that was put back must not keep backups from being made.
    return last.date() != now.date() or not dt.timedelta() <= now - last < PAUSE


def plan_rotation(moments: Iterable[dt.datetime], today: dt.date, keep: int = LAST) -> frozenset[dt.datetime]:
    """Return which backups stay: the last ones, the last of each of as many days, of recent weeks and months.

    The newest always stays. A day, week or month without any does not make an older one go.
    """
    newest_first = sorted(frozenset(moments), reverse=True)
    kept = set(newest_first[: max(keep, 1)])
    # Several that somebody asked for in one hour do not push out those of the days before.
    kept |= _last_of_each({each: each.date() for each in newest_first}, keep)
    kept |= _last_of_each({each: _week_of(each.date()) for each in newest_first}, WEEKS)
    recent = [each for each in newest_first if _months_between(each.date(), today) <= MONTHS]
    kept |= _last_of_each({each: (each.year, each.month) for each in recent}, MONTHS)
    return frozenset(kept)


def _last_of_each(periods: Mapping[dt.datetime, Hashable], most: int) -> set[dt.datetime]:
    """Return the newest of each of the newest periods; what is given comes newest first."""
    found: dict[Hashable, dt.datetime] = {}
    for moment, period in periods.items():
        found.setdefault(period, moment)
    return set([*found.values()][:most])


def _week_of(day: dt.date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _months_between(day: dt.date, today: dt.date) -> int:
    return (today.year - day.year) * 12 + today.month - day.month
