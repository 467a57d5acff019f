"""Studies and work month by month."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import months_after
from app.domain.case import HistoryRow
from app.domain.history import HistoryGap, comes_of_age, find_gaps

_FIRST, _LAST = date(2003, 5, 1), date(2026, 11, 1)


def row(since: date, until: date | None) -> HistoryRow:
    return HistoryRow("anna", since, until)


def test_a_history_without_rows_is_one_gap() -> None:
    assert find_gaps((), _FIRST, _LAST) == (HistoryGap(_FIRST, _LAST),)


def test_months_between_two_rows_are_named_and_the_next_month_is_no_gap() -> None:
    rows = (
        row(_FIRST, date(2008, 6, 1)),
        row(date(2008, 7, 1), date(2012, 3, 1)),
        row(date(2012, 9, 1), None),
    )
    [gap] = find_gaps(rows, _FIRST, _LAST)
    assert (gap.since, gap.until, gap.months) == (date(2012, 4, 1), date(2012, 8, 1), 5)


def test_overlapping_rows_leave_no_gap_and_rows_before_18_do_not_count() -> None:
    rows = (
        row(date(1999, 9, 1), date(2010, 1, 1)),
        row(date(2005, 1, 1), date(2006, 1, 1)),
        row(date(2010, 2, 1), None),
    )
    assert find_gaps(rows, _FIRST, _LAST) == ()


def test_a_history_begins_with_the_month_of_the_eighteenth_birthday() -> None:
    assert comes_of_age(date(1985, 3, 2)) == date(2003, 3, 1)
    assert comes_of_age(date(2004, 2, 29)) == date(2022, 2, 1)


_MONTHS = st.integers(0, 120).map(lambda months: months_after(_FIRST, months))


@given(st.lists(st.tuples(_MONTHS, _MONTHS).map(sorted), max_size=8))
def test_every_month_is_either_told_of_or_in_one_gap(spans: list[list[date]]) -> None:
    rows = tuple(row(since, until) for since, until in spans)
    last = months_after(_FIRST, 120)
    gaps = find_gaps(rows, _FIRST, last)
    for months in range(121):
        month = months_after(_FIRST, months)
        told = any(each.since <= month <= (each.until or last) for each in rows)
        assert told is not any(gap.since <= month <= gap.until for gap in gaps)
        assert sum(gap.since <= month <= gap.until for gap in gaps) <= 1
