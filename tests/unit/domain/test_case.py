"""Page selections are read as people write them, and ages as people count them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import months_after
from app.domain.case import PageSelectionError, Person, PersonRole, select_pages


@pytest.mark.parametrize(
    ("selection", "pages"),
    [(None, (0, 1, 2, 3)), ("2", (1,)), ("1-3", (0, 1, 2)), (" 3 - 4 , 1 ", (2, 3, 0)), ("2,2", (1, 1))],
)
def test_a_selection_names_pages_in_its_order(selection: str | None, pages: tuple[int, ...]):
    assert select_pages(selection, 4) == pages


@pytest.mark.parametrize(
    "selection", ["", "0", "5", "3-2", "1-", "-1", "a", "1;2", "٣", "9" * 5000, "1-99999999"]
)
def test_a_selection_that_cannot_be_followed_is_refused(selection: str):
    with pytest.raises(PageSelectionError):
        select_pages(selection, 4)


@given(st.text(), st.integers(0, 20))
def test_no_selection_ever_leaves_the_file(selection: str, count: int):
    try:
        pages = select_pages(selection, count)
    except PageSelectionError:
        return
    assert all(0 <= index < count for index in pages)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 3, 1), 17), (date(2026, 3, 2), 18), (date(2027, 3, 1), 18)]
)
def test_a_birthday_counts_from_its_own_day(day: date, age: int):
    assert Person("p", PersonRole.CHILD, birth_date=date(2008, 3, 2)).age_on(day) == age


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 6, 2), 6, date(2026, 12, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, after: date):
    assert months_after(day, months) == after
