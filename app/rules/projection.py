"""Says how things would stand on a later day if they go on as they are.

Numbers that grow with time grow, who is in China stays, and every year brings what the newest full year
brought. Nothing else changes.
"""

import calendar
import math
from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import days_after, months_after, time_between
from app.domain.case import Answer, YearRow
from app.domain.judgement import Verdict
from app.domain.rules import EachYear, Place, YearColumn
from app.rules.facts import Facts
from app.rules.standards import days_to_try, judge_years

_ONE_DAY = timedelta(days=1)


def facts_on(facts: Facts, day: date) -> Facts:
    """Return the facts as they would be on a later day."""
    return replace(
        facts,
        submit_on=day,
        answers={fact: _grown(facts, fact, answer, day) for fact, answer in facts.answers.items()},
        rows=_rows_on(facts, day),
        stays=None if facts.stays is None else facts.stays.going_on_until(day),
    )


def _grown(facts: Facts, fact: str, answer: Answer, day: date) -> Answer:
    unit = facts.growing.get(fact)
    if unit is None or isinstance(answer, bool) or not isinstance(answer, int | float):
        return answer
    if fact in facts.days:
        return time_between(facts.days[fact], day, unit)
    return answer + time_between(facts.submit_on, day, unit)


def _rows_on(facts: Facts, day: date) -> dict[int, YearRow]:
    """Return the rows of years with those that lie ahead, up to the day."""
    rows = dict(facts.rows)
    newest = rows.get(facts.submit_on.year - 1)
    if newest is None:
        return rows
    for year in range(facts.submit_on.year, day.year + 1):
        row = rows.get(year, YearRow(year, newest.person))
        values = {column.value: _value_on(facts, row, newest, column, day) for column in YearColumn}
        rows[year] = replace(row, **values)  # type: ignore[arg-type]  # by their names
    return rows


def _value_on(facts: Facts, row: YearRow, newest: YearRow, column: YearColumn, day: date) -> float | None:
    """Return what a year comes to by a day: what is known, and the pace of the newest full year beyond it."""
    pace = getattr(newest, column.value)
    if pace is None:
        return None
    known = getattr(row, column.value) if row.year == facts.submit_on.year else None
    begins, ends = date(row.year, 1, 1), min(date(row.year, 12, 31), day)
    if known is not None:
        begins = facts.submit_on + _ONE_DAY
    share = max(0, (ends - begins).days + 1) / (366 if calendar.isleap(row.year) else 365)
    value = (known or 0) + pace * share
    return int(value) if column is YearColumn.STAY else round(value, 2)


def years_met_on(test: EachYear, facts: Facts, place: Place) -> date | None:
    """Return the first later day on which a year rule holds, None where none comes in as many years."""
    if facts.stays is not None and test.column is YearColumn.STAY:
        return _stays_met_on(test, facts, place)
    for day in days_to_try(test, facts, place):
        if judge_years(test, facts_on(facts, day), place).verdict is Verdict.MET:
            return day
    return None


def _stays_met_on(test: EachYear, facts: Facts, place: Place) -> date | None:
    day, last = facts.submit_on, months_after(facts.submit_on, 12 * (test.years + 1))
    while day < last:
        rule = judge_years(test, facts_on(facts, day), place)
        if rule.verdict is Verdict.MET:
            return day
        # Another day adds one to a year that ends with it, or two where a leap day goes by.
        day = days_after(day, max(1, math.floor(rule.shortfall / 2)))
    return None
