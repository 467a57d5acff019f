"""Days in China counted from entries and exits, beside the days that a person typed."""

from dataclasses import dataclass
from datetime import date

from app.casework.desk import Desk
from app.domain.case import Case
from app.rules.stays import count_stays


@dataclass(frozen=True, slots=True)
class CountedYear:
    """Holds the days of one calendar year, up to the planned day; nothing is known of `unknown` of them."""

    year: int
    days: int
    unknown: int
    typed: int | None = None

    @property
    def differs(self) -> bool:
        """Say whether other days were typed than are counted, where all of them can be counted."""
        return self.typed is not None and not self.unknown and self.typed != self.days


def count_years(desk: Desk, case: Case, person_id: str, years: range) -> tuple[CountedYear, ...]:
    """Count a person's days in China in each of some years; nothing where no entry is known."""
    own = tuple(stay for stay in case.stays_in_order() if stay.person == person_id)
    counted = count_stays(own, case.submit_on, desk.pack.stay_counting)
    if counted is None:
        return ()
    typed = {row.year: row.days_in_china for row in case.years if row.person == person_id}
    made = []
    for year in years:
        first, last = date(year, 1, 1), min(date(year, 12, 31), case.submit_on)
        known = counted.days_within(first, last), counted.unknown_within(first, last)
        made.append(CountedYear(year, *known, typed.get(year)))
    return tuple(made)
