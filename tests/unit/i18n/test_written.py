"""Days, amounts and names as letters write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Person, PersonRole, Sex
from app.domain.words import Language
from app.i18n.written import addressed, capital_amount, written_amount, written_day, written_month

_VALUES = {mark: value for value, mark in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("cny", "words"),
    [
        (0, "零元整"),
        (0.05, "伍分"),
        (0.5, "伍角整"),
        (10, "壹拾元整"),
        (1005, "壹仟零伍元整"),
        (10_005, "壹万零伍元整"),
        (520_000, "伍拾贰万元整"),
        (1_000_500, "壹佰万零伍佰元整"),
        (100_010_000, "壹亿零壹万元整"),
        (16_409.02, "壹万陆仟肆佰零玖元零贰分"),
        (1_680.32, "壹仟陆佰捌拾元叁角贰分"),
        (520_000.10, "伍拾贰万元壹角整"),
        (1e12, "壹万亿元整"),
    ],
)
def test_an_amount_in_capitals_is_written_as_on_bills(cny: float, words: str) -> None:
    assert capital_amount(cny) == words


def _spoken(words: str) -> int:
    """Return the number that capitals say, in whole yuan."""
    total = group = digit = 0
    for mark in words:
        if mark in _VALUES:
            digit = _VALUES[mark]
        elif mark in _PLACES:
            group, digit = group + digit * _PLACES[mark], 0
        elif mark in "万亿":
            group, digit = group + digit, 0
            if mark == "亿" and total and not group:
                total *= 10**8
            elif mark == "亿":
                total = (total + group) * 10**8 if total else group * 10**8
            else:
                total += group * 10**4
            group = 0
    return total + group + digit


@given(st.integers(1, 10**12 - 1))
def test_an_amount_in_capitals_says_the_same_number_again(yuan: int) -> None:
    words = capital_amount(yuan)
    assert _spoken(words.removesuffix("元整")) == yuan
    assert "零零" not in words


@pytest.mark.parametrize("cny", [-1, 1e16])
def test_no_amount_is_made_up_where_none_is_written(cny: float) -> None:
    with pytest.raises(ValueError, match="no amount"):
        capital_amount(cny)


def test_days_months_and_amounts_are_in_the_form_of_the_language() -> None:
    day = date(2026, 3, 5)
    assert (written_day(day, Language.ZH), written_day(day, Language.EN)) == ("2026年3月5日", "5 March 2026")
    assert (written_month(day, Language.ZH), written_month(day, Language.EN)) == ("2026年3月", "March 2026")
    assert written_amount(1234567.5, Language.ZH) == "人民币1,234,567.50元"
    assert written_amount(520_000, Language.EN) == "CNY 520,000"


@pytest.mark.parametrize(
    ("sex", "zh", "en"),
    [
        (Sex.FEMALE, "ROE JANE女士", "Ms ROE JANE"),
        (Sex.MALE, "ROE JANE先生", "Mr ROE JANE"),
        (Sex.UNSPECIFIED, "ROE JANE", "ROE JANE"),
        (None, "ROE JANE", "ROE JANE"),
    ],
)
def test_a_person_is_addressed_by_the_sex_in_the_passport_and_by_the_name_alone_where_it_is_open(
    sex: Sex | None, zh: str, en: str
) -> None:
    person = Person("jane", PersonRole.PRINCIPAL, "ROE", "JANE", sex=sex)
    assert addressed(person, person.full_name, Language.ZH) == zh
    assert addressed(person, person.full_name, Language.EN) == en
