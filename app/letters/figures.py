"""What letters say of wages, taxes and days in China: rows and sums that agree with each other."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from app.domain.calendar import days_after
from app.domain.case import Stay, YearRow
from app.domain.letters import LetterSource
from app.domain.words import Text
from app.i18n.catalogue import N_, both
from app.i18n.written import to_fen
from app.letters.said import NOTHING, Row, say_capitals, say_day, say_money

_Amount = Callable[[YearRow], float | None]


def _wage(row: YearRow) -> float | None:
    return row.wage_cny


def _tax(row: YearRow) -> float | None:
    return row.tax_cny


class _Years:
    """Holds the counted years of which something is said: all of them, or those spent with the employer."""

    def __init__(self, source: LetterSource, first: int | None) -> None:
        known = source.case.years_of_principal()
        rows = [row for row in known if row.year in source.counted] if source.counted else list(known)
        self.rows = tuple(row for row in rows if first is None or row.year >= first)
        # Those that lie wholly before the planned day: what is told of the rest is what there is so far.
        whole = (year for year in source.counted if year < source.case.submit_on.year)
        self._whole = frozenset(year for year in whole if first is None or year >= first)

    def total(self, amount: _Amount) -> float | None:
        """Sum amounts, each as it is written, so that the rows of a table give its total.

        There is none where a whole year lacks its own, or a year that has a wage lacks its tax: it would be
        short.
        """
        told = {row.year: value for row in self.rows if (value := amount(row)) is not None}
        due = self._whole | {row.year for row in self.rows if row.wage_cny is not None}
        return float(sum(map(to_fen, told.values()))) if told and due <= told.keys() else None

    def one(self, choose: Callable[[list[int]], int]) -> Text | None:
        """Say one of the years in which there was a wage."""
        years = [row.year for row in self.rows if row.wage_cny is not None]
        return Text.same(str(choose(years))) if years else None


def _all(source: LetterSource) -> _Years:
    return _Years(source, None)


def _here(source: LetterSource) -> _Years:
    """Return the years since the person works for the employer: nobody certifies what another one paid."""
    principal = source.case.principal
    since = None if principal is None else source.case.details_of(principal.id).get("post.since")
    return _Years(source, since.year if isinstance(since, date) else None)


def year_rows(source: LetterSource) -> Iterator[Row]:
    """Give the figures of every counted year, newest first."""
    return map(_year_row, _all(source).rows)


def year_rows_here(source: LetterSource) -> Iterator[Row]:
    """Give the figures of the counted years with the present employer, oldest first."""
    return map(_year_row, reversed(_here(source).rows))


def _year_row(row: YearRow) -> Row:
    return {
        "year": Text.same(str(row.year)),
        "wage": say_money(row.wage_cny) or NOTHING,
        "wage_in_words": say_capitals(row.wage_cny) or NOTHING,
        "tax": say_money(row.tax_cny) or NOTHING,
        "days": NOTHING if row.days_in_china is None else Text.same(str(row.days_in_china)),
    }


def stay_rows(source: LetterSource) -> Iterator[Row]:
    """Give each stay of the person with its days, in the order of entry."""
    for stay in source.case.stays_in_order():
        if stay.person == source.person.id:
            yield {
                "entered_on": say_day(stay.entered_on) or NOTHING,
                "left_on": say_day(stay.left_on) or NOTHING,
                "days": _days_of(stay, source),
            }


def _days_of(stay: Stay, source: LetterSource) -> Text:
    """Count the days of a stay as the rules count them, up to the planned day."""
    first = stay.entered_on if source.counting.entry_day else days_after(stay.entered_on, 1)
    last = source.case.submit_on
    if stay.left_on is not None:
        last = min(last, stay.left_on if source.counting.exit_day else days_after(stay.left_on, -1))
    return Text.same(str((last - first).days + 1)) if first <= last else Text.same("0")


def stay_year_rows(source: LetterSource) -> Iterator[Row]:
    """Give the person's days in China in each calendar year, oldest first."""
    for year, days in sorted(source.days_by_year):
        yield {"year": Text.same(str(year)), "days": Text.same(str(days))}


def _all_days(source: LetterSource) -> Text | None:
    return Text.same(str(sum(days for _, days in source.days_by_year))) if source.days_by_year else None


_COUNTED_HOW = {
    (True, True): N_("The day of entry and the day of exit both count."),
    (True, False): N_("The day of entry counts; the day of exit does not."),
    (False, True): N_("The day of entry does not count; the day of exit does."),
    (False, False): N_("Neither the day of entry nor the day of exit counts."),
}

FIGURES: Mapping[str, Callable[[LetterSource], Text | None]] = {
    "wages.total": lambda source: say_money(_all(source).total(_wage)),
    "wages.total_in_words": lambda source: say_capitals(_all(source).total(_wage)),
    "wages.first_year": lambda source: _all(source).one(min),
    "wages.last_year": lambda source: _all(source).one(max),
    "wages_here.total": lambda source: say_money(_here(source).total(_wage)),
    "wages_here.total_in_words": lambda source: say_capitals(_here(source).total(_wage)),
    "wages_here.first_year": lambda source: _here(source).one(min),
    "wages_here.last_year": lambda source: _here(source).one(max),
    "taxes_here.total": lambda source: say_money(_here(source).total(_tax)),
    "taxes_here.total_in_words": lambda source: say_capitals(_here(source).total(_tax)),
    "stay.total_days": _all_days,
    "stay.counted_how": lambda source: both(
        _COUNTED_HOW[source.counting.entry_day, source.counting.exit_day]
    ),
}
