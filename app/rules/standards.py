"""Judges year rules: each counted year against its own threshold.

"The last four years" are the four full years before the year of submission, or the part year and
the three before it where the part year already meets the rule. Where entries and exits are listed,
days in China are counted in years back from the planned day instead, month by month.

Each year's wage standard is a number of times the place's average wage of the year before; where that
is not known, the latest known one stands and its year is told. A place may have set a figure instead,
or beside it: then whoever reaches either does, and both are told.
"""

import math
from datetime import date, timedelta

from app.domain.case import YearRow
from app.domain.judgement import Standard, Verdict, YearJudgement
from app.domain.rules import EachYear, FixedWageStandard, Place, YearAmount, YearColumn
from app.domain.sources import Source
from app.rules.facts import Facts
from app.rules.income import wage_for_share, wage_for_tax
from app.rules.stays import CountedStays, met_from, years_back


def judge_years(test: EachYear, facts: Facts, place: Place) -> tuple[YearJudgement, ...]:
    """Return the counted years of a rule, newest first, each judged."""
    if facts.stays is not None and test.column is YearColumn.STAY and test.at_least.value is not None:
        return _judge_stays(test, facts.stays, test.at_least.value)
    this_year = facts.submit_on.year
    part_year = _judge(test, this_year, facts, place)
    full = [_judge(test, year, facts, place) for year in range(this_year - 1, this_year - 1 - test.years, -1)]
    with_part = [part_year, *full[:-1]]
    if part_year.verdict is not Verdict.MET:
        return tuple(full)
    if all(each.verdict is Verdict.MET for each in full) or not _is_better(with_part, full):
        return tuple(full)
    return tuple(with_part)


def years_met_on(test: EachYear, years: tuple[YearJudgement, ...], facts: Facts) -> date | None:
    """Return the day from which a year rule holds if things go on as they are; None where that is open.

    "As they are" means at the pace of the newest counted year; with a list of stays, staying on.
    """
    if facts.stays is not None and test.column is YearColumn.STAY and test.at_least.value is not None:
        return met_from(facts.stays, test.years, test.at_least.value)
    newest = years[0]
    short = [each.year for each in years if each.verdict is Verdict.NOT_MET]
    if not short or newest.verdict is not Verdict.MET or not newest.value or newest.threshold is None:
        return None
    if any(each.verdict is Verdict.UNKNOWN for each in years):
        return None
    # Once as many years lie behind the last short one, the newest as a part year that has got there.
    year = max(short) + test.years
    part = math.ceil(365 * newest.threshold / newest.value)
    day = date(year, 1, 1) + timedelta(days=min(364, max(0, part - 1)))
    return max(day, facts.submit_on)


def _judge_stays(test: EachYear, stays: CountedStays, threshold: float) -> tuple[YearJudgement, ...]:
    return tuple(
        _judge_window(stays, begins, ends, threshold)
        for begins, ends in years_back(stays.known_until, test.years)
    )


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


def _is_better(with_part: list[YearJudgement], full: list[YearJudgement]) -> bool:
    """Say whether the oldest full year is the one that spoils the count."""
    return sum(each.verdict is Verdict.MET for each in with_part) > sum(
        each.verdict is Verdict.MET for each in full
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
    income, strict_income = _incomes(test, threshold, facts)
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


def _incomes(test: EachYear, threshold: float | None, facts: Facts) -> tuple[float | None, float | None]:
    """Return the wages on which the tax asked falls due, by the text and by the harder reading."""
    if test.column is not YearColumn.TAX or facts.income_tax is None:
        return None, None
    income = None if threshold is None else round(wage_for_tax(threshold, facts.income_tax), 2)
    share = None if test.strict is None else test.strict.share
    strict = None if share is None else wage_for_share(share, facts.income_tax)
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
        for standard, fixed in _wage_standards(place, year, times)
    ]
    return sorted(found, key=lambda each: each.cny)


def _taken(standard: Standard, share: float, fixed: FixedWageStandard | None) -> float:
    """Return a share of a wage standard; of a set figure the tax that was set with it, where it was."""
    if share < 1 and fixed is not None and fixed.tax_cny is not None:
        return fixed.tax_cny
    return round(standard.cny * share, 2)


def wage_standard(
    place: Place, year: int, times: float
) -> tuple[float | None, int | None, tuple[Source, ...]]:
    """Return a place's wage standard of a year in CNY, the year of the average wage used, and the source.

    All None and empty when the place has no figure for that year or any before it. Where two stand
    beside each other, the lower.
    """
    found = sorted((each for each, _ in _wage_standards(place, year, times)), key=lambda each: each.cny)
    return (found[0].cny, found[0].average_year, found[0].source) if found else (None, None, ())


def _wage_standards(place: Place, year: int, times: float) -> list[tuple[Standard, FixedWageStandard | None]]:
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
