"""Judges year rules: each counted year against its own threshold.

"The last four years" are the four full years before the year of submission, or the part year and
the three before it where the part year already meets the rule. Each year's wage standard is a number
of times the place's average wage of the year before; where that is not known, the latest known one
stands and its year is told. A place may have set a figure instead.
"""

from datetime import date

from app.domain.case import Case, YearRow
from app.domain.judgement import Verdict, YearJudgement
from app.domain.rules import EachYear, Place, YearAmount, YearColumn
from app.domain.sources import Source


def judge_years(test: EachYear, case: Case, place: Place) -> tuple[YearJudgement, ...]:
    """Return the counted years of a rule, newest first, each judged."""
    this_year = case.submit_on.year
    rows = {row.year: row for row in case.years_of_principal()}
    part_year = _judge(test, this_year, rows.get(this_year), place)
    full = [
        _judge(test, year, rows.get(year), place)
        for year in range(this_year - 1, this_year - 1 - test.years, -1)
    ]
    with_part = [part_year, *full[:-1]]
    if part_year.verdict is not Verdict.MET:
        return tuple(full)
    if all(each.verdict is Verdict.MET for each in full) or not _is_better(with_part, full):
        return tuple(full)
    return tuple(with_part)


def _is_better(with_part: list[YearJudgement], full: list[YearJudgement]) -> bool:
    """Say whether the oldest full year is the one that spoils the count."""
    return sum(each.verdict is Verdict.MET for each in with_part) > sum(
        each.verdict is Verdict.MET for each in full
    )


def _judge(test: EachYear, year: int, row: YearRow | None, place: Place) -> YearJudgement:
    value = None if row is None else getattr(row, test.column.value)
    threshold, average_year, source = _threshold(test.at_least, year, row, place)
    strict = None if test.strict is None else _threshold(test.strict, year, row, place)[0]
    return YearJudgement(
        year=year,
        column=test.column,
        value=value,
        threshold=threshold,
        strict_threshold=strict,
        average_year=average_year,
        verdict=_verdict(value, threshold),
        strict_verdict=Verdict.MET if test.strict is None else _verdict(value, strict),
        source=source,
    )


def _verdict(value: float | None, threshold: float | None) -> Verdict:
    if value is None or threshold is None:
        return Verdict.UNKNOWN
    return Verdict.MET if value >= threshold else Verdict.NOT_MET


def _threshold(
    amount: YearAmount, year: int, row: YearRow | None, place: Place
) -> tuple[float | None, int | None, tuple[Source, ...]]:
    share = 1.0 if amount.share is None else amount.share
    if amount.value is not None:
        return amount.value, None, ()
    if amount.of_column is not None:
        base = None if row is None else getattr(row, YearColumn(amount.of_column).value)
        return (None if base is None else round(base * share, 2)), None, ()
    standard, average_year, source = wage_standard(place, year, amount.times_average_wage or 0)
    return (None if standard is None else round(standard * share, 2)), average_year, source


def wage_standard(
    place: Place, year: int, times: float
) -> tuple[float | None, int | None, tuple[Source, ...]]:
    """Return a place's wage standard of a year in CNY, the year of the average wage used, and the source.

    All None and empty when the place has no figure for that year or any before it.
    """
    last_day = date(year, 12, 31)
    for fixed in place.wage_standards:
        if fixed.effective_from <= last_day and (
            fixed.effective_until is None or last_day <= fixed.effective_until
        ):
            return fixed.cny, None, fixed.source
    known = [each for each in place.average_wages if each.year < year]
    if not known:
        return None, None, ()
    return known[-1].cny * times, known[-1].year, known[-1].source
