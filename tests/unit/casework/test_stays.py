"""Days in China counted from entries and exits, beside what was typed."""

from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.casework.stays import CountedYear, count_years
from app.domain.case import Case, Person, PersonRole, Stay, YearRow
from tests.support.cases import desk_in

YEARS = range(2026, 2023, -1)


def case_of(*stays: Stay, typed: tuple[YearRow, ...] = ()) -> Case:
    people = (Person("anna", PersonRole.PRINCIPAL), Person("max", PersonRole.SPOUSE))
    return Case("T", "pr.wage-tax", "ningbo", date(2026, 12, 15), people, stays=stays, years=typed)


def desk(folder: Path) -> Desk:
    return desk_in(folder / "data")


def test_nothing_is_counted_where_no_entry_is_known(tmp_path: Path):
    assert count_years(desk(tmp_path), case_of(Stay("max", date(2025, 1, 1))), "anna", YEARS) == ()


def test_the_days_before_the_first_entry_are_not_known(tmp_path: Path):
    case = case_of(Stay("anna", date(2025, 1, 1), date(2025, 1, 31)), Stay("anna", date(2026, 12, 1)))
    counted = {each.year: each for each in count_years(desk(tmp_path), case, "anna", YEARS)}
    assert (counted[2026].days, counted[2026].unknown) == (15, 0)
    assert counted[2025].unknown == 0
    assert (counted[2024].days, counted[2024].unknown) == (0, 366)


def test_typed_days_differ_only_where_every_day_is_known():
    assert CountedYear(2025, 30, 0, 31).differs
    assert not CountedYear(2025, 30, 0, 30).differs
    assert not CountedYear(2025, 30, 5, 31).differs
    assert not CountedYear(2025, 30, 0, None).differs
