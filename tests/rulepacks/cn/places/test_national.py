"""What holds where no place of its own is known."""

from __future__ import annotations

from app.domain.rules import RulePack
from app.rules.standards import wage_standard


def test_no_wage_standard_is_known(pack: RulePack) -> None:
    assert wage_standard(pack.places["national"], 2025, 6) == (None, None, ())


def test_four_photos_of_33_by_48_mm_are_asked(pack: RulePack) -> None:
    photo = pack.places["national"].photo
    assert (photo.count, photo.width_mm, photo.height_mm) == (4, 33, 48)


def test_nothing_is_asked_besides_what_the_category_asks(pack: RulePack) -> None:
    national = pack.places["national"]
    assert national.asks == ()
    assert national.copies == {}
    assert national.severity == {}
    assert not national.translator_licence
