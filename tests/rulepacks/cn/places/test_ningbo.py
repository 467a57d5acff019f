"""Ningbo: its wage and tax lines, its photos, its office."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.rules import CategoryKind, RulePack
from app.domain.sources import Confidence
from app.domain.words import Text
from tests.support.standards import wage_standard

DAY = date(2026, 12, 15)


def test_six_times_the_average_wage_of_2018_is_424_680(pack: RulePack) -> None:
    standard, average_year, _ = wage_standard(pack.places["ningbo"], 2019, 6)
    assert (standard, average_year) == (424_680, 2018)


def test_a_fifth_of_the_wage_standard_is_84_936(pack: RulePack) -> None:
    standard, _, _ = wage_standard(pack.places["ningbo"], 2019, 6)
    assert standard is not None
    assert round(standard * 0.20, 2) == 84_936


def test_a_later_year_stands_on_the_latest_known_average_and_tells_its_year(pack: RulePack) -> None:
    standard, average_year, source = wage_standard(pack.places["ningbo"], 2025, 6)
    assert (standard, average_year) == (424_680, 2018)
    assert source[0].where == Text("line 12", "第12行")


def test_before_2019_no_standard_is_known(pack: RulePack) -> None:
    assert wage_standard(pack.places["ningbo"], 2018, 6) == (None, None, ())


def test_the_average_wage_is_published_and_says_that_it_could_not_be_confirmed(pack: RulePack) -> None:
    (source,) = pack.places["ningbo"].average_wages[0].source
    assert source.confidence is Confidence.PUBLISHED
    assert source.note is not None
    assert "could not be confirmed" in source.note.en
    assert "424,680" in source.note.en
    assert "84,936" in source.note.en


def test_that_later_averages_were_not_found_is_told(pack: RulePack) -> None:
    missing = {each.id: each for each in pack.places["ningbo"].missing}
    assert "2019" in missing["average-wage-after-2018"].about.en
    assert "official-text" in missing


def test_four_white_photos_are_asked_for_permanent_residence(pack: RulePack) -> None:
    photo = pack.places["ningbo"].photo_on(CategoryKind.PERMANENT_RESIDENCE, DAY)
    assert photo is not None
    assert (photo.count, photo.width_mm, photo.height_mm) == (4, 33, 48)
    assert (photo.background.en, photo.background.zh, photo.colours) == ("white", "白色", ("white",))
    assert not photo.digital
    assert not photo.receipt


def test_for_a_residence_permit_photos_are_as_elsewhere(pack: RulePack) -> None:
    kind = CategoryKind.RESIDENCE_PERMIT
    assert pack.places["ningbo"].photo_on(kind, DAY) == pack.places["national"].photo_on(kind, DAY)


@pytest.mark.parametrize(
    ("day", "taken"), [(date(2023, 11, 6), None), (date(2023, 11, 7), "ask"), (DAY, "ask")]
)
def test_the_window_should_be_asked_about_apostilles(pack: RulePack, day: date, taken: str | None) -> None:
    switch = pack.places["ningbo"].apostille_on(day)
    assert (None if switch is None else switch.taken) == taken


def test_the_office_is_the_exit_entry_administration(pack: RulePack) -> None:
    assert pack.places["ningbo"].office.zh == "宁波市公安局出入境管理局"


def test_no_translators_licence_and_no_further_papers_are_asked(pack: RulePack) -> None:
    ningbo = pack.places["ningbo"]
    licence = ningbo.translator_licence_on(DAY)
    assert licence is not None
    assert not licence.asked
    assert ningbo.asks == ()
    assert ningbo.copies == ()
    assert ningbo.severity == {}


def test_the_days_that_a_residence_permit_takes_are_told(pack: RulePack) -> None:
    category = pack.categories["rp.in-country-change"]
    notes = pack.places["ningbo"].notes_for(None, category, DAY)
    assert any("5 working days" in note.text.en for note in notes)
