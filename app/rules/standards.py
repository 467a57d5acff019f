"""Judges year rules: each counted year against its own threshold.

"The last four years" are the four full years before the year of submission, or the part year and
the three before it where the part year already meets the rule. Where entries and exits are listed,
days in China are counted in years back from the planned day instead, month by month, as far as the
list reaches.

Each year's wage standard is a number of times the place's average wage of the year before; where that
is not known, the latest known one stands and its year is told. A place may have set a figure instead,
or beside it: then whoever reaches either does, and both are told.
"""

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.case import YearRow
from app.domain.judgement import Standard, Verdict, YearJudgement
from app.domain.rules import EachYear, FixedWageStandard, Place, YearAmount, YearColumn
from app.rules.facts import Facts
from app.rules.income import wage_for_share, wage_for_tax
from app.rules.stays import CountedStays, years_back
from app.rules.verdicts import all_of

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearRule:
    """Holds how a year rule came out: its verdict, the counted years, and figures that would turn it.

    `waiting` is the part year whose figure is not told though it could take the place of a short year.
    """

    verdict: Verdict
    years: tuple[YearJudgement, ...]
    waiting: int | None = None

    @property
    def shortfall(self) -> float:
        """Return what is missing in the year that lacks most."""
        return max((year.shortfall for year in self.years), default=0)


def judge_years(test: EachYear, facts: Facts, place: Place) -> YearRule:
    """Judge a year rule by its counted years, newest first."""
    by_stays = _judge_stays(test, facts)
    if by_stays is not None and by_stays.verdict is not Verdict.UNKNOWN:
        return by_stays
    by_rows = _judge_rows(test, facts, place)
    # Stays that do not reach back far enough say less than figures of whole years do.
    if by_stays is not None and by_rows.verdict is Verdict.UNKNOWN:
        return by_stays
    return by_rows


def _judge_rows(test: EachYear, facts: Facts, place: Place) -> YearRule:
    this_year = facts.submit_on.year
    part_year = _judge(test, this_year, facts, place)
    full = tuple(
        _judge(test, year, facts, place) for year in range(this_year - 1, this_year - 1 - test.years, -1)
    )
    with_part = (part_year, *full[:-1])
    by_full, by_part = (all_of(each.verdict for each in years) for years in (full, with_part))
    if by_full is Verdict.MET or by_part is Verdict.MET:
        return YearRule(Verdict.MET, full if by_full is Verdict.MET else with_part)
    if by_full is Verdict.UNKNOWN:
        return YearRule(by_full, with_part if _is_better(part_year, with_part, full) else full)
    if by_part is Verdict.UNKNOWN and part_year.value is None and _can_still(test, part_year, facts):
        # Nothing says that the part year already meets the rule; that it might is told.
        return YearRule(Verdict.NOT_MET, full, this_year)
    if by_part is Verdict.UNKNOWN and part_year.value is not None:
        return YearRule(by_part, with_part)
    return YearRule(Verdict.NOT_MET, with_part if _is_better(part_year, with_part, full) else full)


def _can_still(test: EachYear, part_year: YearJudgement, facts: Facts) -> bool:
    """Say whether the part year could reach what is asked: no year has more days than have passed."""
    days = (facts.submit_on - date(facts.submit_on.year, 1, 1)).days + 1
    return test.column is not YearColumn.STAY or part_year.threshold is None or days >= part_year.threshold


def _is_better(
    part_year: YearJudgement, with_part: tuple[YearJudgement, ...], full: tuple[YearJudgement, ...]
) -> bool:
    """Say whether the oldest full year spoils the count and the part year would not."""
    if part_year.verdict is not Verdict.MET:
        return False
    return sum(each.verdict is Verdict.MET for each in with_part) > sum(
        each.verdict is Verdict.MET for each in full
    )


def days_to_try(test: EachYear, facts: Facts, place: Place) -> Iterator[date]:
    """Give the later days on which figures of years can meet a rule: when a year ends or gets there."""
    year = facts.submit_on.year
    newest = facts.rows.get(year - 1)
    pace = None if newest is None else getattr(newest, test.column.value)
    for ahead in range(year, year + test.years + 2):
        if ahead > year:
            yield date(ahead, 1, 1)
        threshold = _judge(test, ahead, facts, place).threshold
        if not pace or threshold is None:
            continue
        row = facts.rows.get(ahead)
        told = None if row is None or ahead != year else getattr(row, test.column.value)
        known = told or 0
        begins = date(ahead, 1, 1) - _ONE_DAY if told is None else facts.submit_on
        if threshold <= known:
            continue
        length = 366 if calendar.isleap(ahead) else 365
        # A figure is rounded on its way, so the day after is tried too.
        needed = math.ceil(min((threshold - known) / pace, 2) * length)
        left = (date(ahead, 12, 31) - begins).days
        tried = (begins + timedelta(days=days) for days in (needed, needed + 1) if days <= left)
        yield from (day for day in tried if day > facts.submit_on)


def _judge_stays(test: EachYear, facts: Facts) -> YearRule | None:
    threshold = test.at_least.value
    if facts.stays is None or test.column is not YearColumn.STAY or threshold is None:
        return None
    years = tuple(
        _judge_window(facts.stays, begins, ends, threshold)
        for begins, ends in years_back(facts.submit_on, test.years)
    )
    return YearRule(all_of(year.verdict for year in years), years)


def _judge_window(stays: CountedStays, begins: date, ends: date, threshold: float) -> YearJudgement:
    days, unknown = stays.days_within(begins, ends), stays.unknown_within(begins, ends)
    verdict = Verdict.MET if days >= threshold else Verdict.NOT_MET
    if verdict is Verdict.NOT_MET and days + unknown >= threshold:
        verdict = Verdict.UNKNOWN
    return YearJudgement(
        year=ends.year,
        column=YearColumn.STAY,
        value=None if verdict is Verdict.UNKNOWN else days,
        threshold=threshold,
        strict_threshold=None,
        average_year=None,
        verdict=verdict,
        strict_verdict=Verdict.MET,
        source=(),
        begins=begins,
        ends=ends,
    )


def _judge(test: EachYear, year: int, facts: Facts, place: Place) -> YearJudgement:
    row = facts.rows.get(year)
    value = None if row is None else getattr(row, test.column.value)
    standards = _thresholds(test.at_least, year, row, place)
    used = standards[0] if standards else None
    threshold = None if used is None else used.cny
    strict = None
    if test.strict is not None:
        strict = next(iter(_thresholds(test.strict, year, row, place)), None)
    income, strict_income = _incomes(test, year, threshold, facts)
    return YearJudgement(
        year=year,
        column=test.column,
        value=value,
        threshold=threshold,
        strict_threshold=None if strict is None else strict.cny,
        average_year=None if used is None else used.average_year,
        verdict=_verdict(value, threshold),
        strict_verdict=Verdict.MET
        if test.strict is None
        else _verdict(value, None if strict is None else strict.cny),
        source=() if used is None else used.source,
        others=tuple(standards[1:]),
        income=income,
        strict_income=strict_income,
    )


def _incomes(
    test: EachYear, year: int, threshold: float | None, facts: Facts
) -> tuple[float | None, float | None]:
    """Return the wages on which the tax asked falls due, by the text and by the harder reading."""
    table = facts.income_tax_of(year)
    if test.column is not YearColumn.TAX or table is None:
        return None, None
    income = None if threshold is None else round(wage_for_tax(threshold, table), 2)
    share = None if test.strict is None else test.strict.share
    strict = None if share is None else wage_for_share(share, table)
    return income, None if strict is None else round(strict, 2)


def _verdict(value: float | None, threshold: float | None) -> Verdict:
    if value is None or threshold is None:
        return Verdict.UNKNOWN
    return Verdict.MET if value >= threshold else Verdict.NOT_MET


def _thresholds(amount: YearAmount, year: int, row: YearRow | None, place: Place) -> list[Standard]:
    """Return what a year must reach, the easiest first; empty where it is not known."""
    share = 1.0 if amount.share is None else amount.share
    if amount.value is not None:
        return [Standard(amount.value, None, ())]
    if amount.of_column is not None:
        base = None if row is None else getattr(row, YearColumn(amount.of_column).value)
        return [] if base is None else [Standard(round(base * share, 2), None, ())]
    times = amount.times_average_wage or 0
    found = [
        Standard(_taken(standard, share, fixed), standard.average_year, standard.source)
        for standard, fixed in wage_standards(place, year, times)
    ]
    return sorted(found, key=lambda each: each.cny)


def _taken(standard: Standard, share: float, fixed: FixedWageStandard | None) -> float:
    """Return a share of a wage standard; of a set figure the tax that was set with it, where it was."""
    if share < 1 and fixed is not None and fixed.tax_cny is not None:
        return fixed.tax_cny
    return round(standard.cny * share, 2)


def wage_standards(place: Place, year: int, times: float) -> list[tuple[Standard, FixedWageStandard | None]]:
    """Return the wage standards of a place in a year, each with the figure that the place set, if it did.

    Empty when the place has no figure for that year or any before it.
    """
    last_day = date(year, 12, 31)
    held = [
        each for each in place.wage_standards if each.effective.holds_on(last_day) and each.times == times
    ]
    found: list[tuple[Standard, FixedWageStandard | None]] = [
        (Standard(each.cny, None, each.source), each) for each in held
    ]
    if held and not all(each.beside_average for each in held):
        return found
    known = [each for each in place.average_wages if each.year < year]
    if known:
        newest = known[-1]
        found.append((Standard(round(newest.cny * times, 2), newest.year, newest.source), None))
    return found
