"""A five-star card number holds against its check digit."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.card import check_cards, is_sound_card_number
from app.domain.reading import Fact, FactName
from tests.support.cases import family
from tests.support.readings import bench_of, fact, page, reading

SOUND, WRONG = "911124198108030024", "911124198108030025"


def codes(*facts: Fact) -> list[str]:
    case = family()
    card = replace(case.evidence[0], requirement="sponsor-identity", files=("card.jpg",))
    case = case.with_evidence((*case.evidence, card))
    return [finding.code for finding in check_cards(bench_of(case, {"card.jpg": reading(page(*facts))}))]


@pytest.mark.parametrize(
    ("number", "sure", "expected"),
    [
        (SOUND, 0.99, []),
        ("911124 19810803 0024", 0.99, []),
        (WRONG, 0.99, ["card.number_check"]),
        (WRONG, 0.7, ["card.number_unclear"]),
        ("USA110000000000", 0.99, []),  # the older card
        ("310101198001010011", 0.99, []),  # a citizen's number
        ("91112419810803002", 0.99, []),
    ],
)
def test_only_a_wrong_check_digit_of_a_five_star_card_is_told(number: str, sure: float, expected: list[str]):
    assert codes(fact(FactName.CARD_NUMBER, number, sure=sure)) == expected


def test_a_number_that_was_read_soundly_elsewhere_is_silent():
    assert codes(fact(FactName.CARD_NUMBER, WRONG), fact(FactName.CARD_NUMBER, SOUND)) == []


@given(st.from_regex(r"9[0-9]{16}", fullmatch=True))
def test_exactly_one_check_digit_is_right(digits: str):
    assert sum(is_sound_card_number(digits + check) for check in "0123456789X") == 1


@given(st.from_regex(r"9[0-9]{16}", fullmatch=True), st.integers(1, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits: str, place: int, shift: int):
    check = next(each for each in "0123456789X" if is_sound_card_number(digits + each))
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not is_sound_card_number(wrong + check)
