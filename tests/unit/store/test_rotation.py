"""Old backups go by a plan that never takes the newest, and leaves a way back to every month of a year."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from app.store.rotation import LAST, MONTHS, PAUSE, WEEKS, is_due, plan_rotation

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

_MOMENTS = st.frozensets(
    st.datetimes(
        dt.datetime(2024, 1, 1),
        dt.datetime(2027, 6, 1),
        timezones=st.just(dt.UTC),  # some of a wrong clock
    ),
    max_size=40,
)


@settings(max_examples=25)
@given(_MOMENTS, st.integers(1, 10))
def test_the_newest_always_stay_and_nothing_is_made_up(moments: frozenset[dt.datetime], keep: int):
    kept = plan_rotation(moments, NOON.date(), keep)
    assert kept <= moments
    assert {*sorted(moments)[-keep:]} <= kept
    assert len(kept) <= 2 * keep + WEEKS + MONTHS


@settings(max_examples=25)
@given(_MOMENTS)
def test_what_stays_would_stay_again(moments: frozenset[dt.datetime]):
    kept = plan_rotation(moments, NOON.date())
    assert plan_rotation(kept, NOON.date()) == kept


def test_after_two_years_of_days_every_month_of_the_last_one_has_a_backup():
    there: frozenset[dt.datetime] = frozenset()
    for day in range(730):
        now = NOON + day * DAY
        there = plan_rotation({*there, now, now + PAUSE}, now.date())
        assert now + PAUSE in there
    months = {(each.year, each.month) for each in there}
    assert len(months) == MONTHS
    assert len({each.isocalendar()[:2] for each in there if each > now - 4 * 7 * DAY}) >= WEEKS
    assert {(now - back * DAY).date() for back in range(LAST)} <= {each.date() for each in there}


def test_many_in_one_hour_do_not_push_out_the_days_before():
    days = [NOON - back * DAY for back in range(1, LAST)]
    today = [NOON + dt.timedelta(minutes=minute) for minute in range(20)]
    assert {*days} <= plan_rotation([*days, *today], NOON.date())


def test_one_is_due_once_a_day_or_after_hours_and_only_after_changes():
    assert is_due(None, NOON, has_changed=False)
    assert not is_due(NOON - 9 * DAY, NOON, has_changed=False)
    assert is_due(NOON - DAY, NOON, has_changed=True)
    assert not is_due(NOON - PAUSE / 2, NOON, has_changed=True)
    assert is_due(NOON - PAUSE, NOON, has_changed=True)
    # A clock that was put back.
    assert is_due(NOON + PAUSE, NOON, has_changed=True)
