"""Passwords become what a person types in any viewer, or are refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.passwords import LONGEST_BYTES, typed_password


def test_full_width_letters_are_typed_as_plain_ones() -> None:
    assert typed_password("密码Ａ①") == "密码A1"


def test_an_ideographic_space_is_a_space_and_a_soft_hyphen_is_nothing() -> None:
    assert typed_password("a\u3000b\u00adc") == "a bc"


def test_a_rare_character_beyond_the_basic_plane_stays() -> None:
    assert typed_password("𬭎-2026") == "𬭎-2026"


@pytest.mark.parametrize("words", ["", "\u00ad"])
def test_an_empty_password_is_refused(words: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        typed_password(words)
    assert caught.value.code == "password.empty"


@pytest.mark.parametrize("words", ["a\x07b", "\ue000", "a\ud800", "\u0627a"])
def test_what_a_viewer_may_refuse_is_refused(words: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        typed_password(words)
    assert caught.value.code == "password.unusable_character"


def test_a_password_may_have_127_bytes_and_no_more() -> None:
    assert len(typed_password("永" * 42 + "a").encode()) == LONGEST_BYTES
    with pytest.raises(UnusableInput) as caught:
        typed_password("永" * 43)
    assert caught.value.code == "password.too_long"


@given(st.text(max_size=60))
def test_what_is_typed_is_typed_the_same_again(words: str) -> None:
    try:
        typed = typed_password(words)
    except UnusableInput:
        return
    assert typed_password(typed) == typed
