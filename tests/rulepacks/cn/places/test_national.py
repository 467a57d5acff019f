"""What holds where no place of its own is known."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.rules import CategoryKind, Range, RulePack
from app.domain.sources import Confidence
from tests.support.standards import wage_standard

DAY = date(2026, 12, 15)


def test_no_wage_standard_is_known(pack: RulePack) -> None:
    assert wage_standard(pack.places["national"], 2025, 6) == (None, None, ())


def test_the_office_is_that_of_the_city_or_district(pack: RulePack) -> None:
    office = pack.places["national"].office
    assert "your city" in office.en
    assert "设区的市" in office.zh


# ------------------------------------------------------------------------------------------ photos


@pytest.mark.parametrize(
    ("kind", "count", "colours"),
    [
        (CategoryKind.PERMANENT_RESIDENCE, 4, ("white", "light-grey", "light-blue")),
        (CategoryKind.RESIDENCE_PERMIT, 1, ("white", "light-grey", "light-blue")),
        (CategoryKind.FILING, 1, ("white", "light-grey", "light-blue")),
        (CategoryKind.VISA, 1, ("white",)),
    ],
)
def test_photos_are_33_by_48_mm_and_of_the_last_six_months(
    pack: RulePack, kind: CategoryKind, count: int, colours: tuple[str, ...]
) -> None:
    photo = pack.places["national"].photo_on(kind, DAY)
    assert photo is not None
    assert (photo.width_mm, photo.height_mm, photo.count, photo.months) == (33, 48, count, 6)
    assert photo.colours == colours
    assert not photo.receipt


@pytest.mark.parametrize("kind", [CategoryKind.PERMANENT_RESIDENCE, CategoryKind.RESIDENCE_PERMIT])
def test_the_digital_photo_follows_the_exit_entry_guide(pack: RulePack, kind: CategoryKind) -> None:
    photo = pack.places["national"].photo_on(kind, DAY)
    assert photo is not None
    assert (photo.pixels_wide, photo.pixels_high) == (Range(354, 480), Range(472, 640))
    assert (photo.file_kb, photo.dpi) == (Range(20, 80), Range(300, 600))
    assert (photo.head_height_mm, photo.head_width_mm) == (Range(28, 33), None)


def test_the_photo_for_a_visa_has_limits_of_its_own(pack: RulePack) -> None:
    photo = pack.places["national"].photo_on(CategoryKind.VISA, DAY)
    assert photo is not None
    assert (photo.pixels_wide, photo.pixels_high) == (Range(354, 420), Range(472, 560))
    assert photo.file_kb == Range(40, 120)
    assert (photo.head_width_mm, photo.head_height_mm) == (Range(15, 22), Range(28, 33))
    assert (photo.above_head_mm, photo.below_chin_mm) == (Range(3, 5), Range(7, None))


@pytest.mark.parametrize(
    ("conflict", "values"),
    [
        ("photo-file-size", ["20 to 80 KB", "30 to 80 KB"]),
        ("visa-photo-head-height", ["28 to 33 mm", "20 to 33 mm"]),
        ("visa-photo-above-head", ["3 to 5 mm", "2 to 5 mm"]),
        (
            "photo-head-width",
            ["21 to 24 mm (Nanjing, papers of foreigners)", "15 to 22 mm (visas)"],
        ),
    ],
)
def test_what_sources_say_differently_of_photos_stands_with_every_value(
    pack: RulePack, conflict: str, values: list[str]
) -> None:
    found = next(each for each in pack.places["national"].conflicts if each.id == conflict)
    assert [each.value.en for each in found.readings] == values
    assert all(each.source for each in found.readings)


def test_the_numbers_of_the_photo_standard_are_told_to_be_missing(pack: RulePack) -> None:
    missing = next(each for each in pack.places["national"].missing if each.id == "photo-standard")
    assert "GA/T 1180-2014" in missing.about.zh


def test_what_was_not_found_of_files_and_forms_is_told(pack: RulePack) -> None:
    assert {"file-size-of-papers", "form-fields"} <= {each.id for each in pack.places["national"].missing}


@pytest.mark.parametrize("figure", ["400 CNY", "800 CNY", "1,000 CNY", "200 CNY"])
def test_the_fees_of_a_residence_permit_are_told_for_permits_alone(pack: RulePack, figure: str) -> None:
    national = pack.places["national"]
    told = [note.text.en for note in national.notes_for(None, pack.categories["rp.work"], DAY)]
    assert any(figure in text for text in told)
    told = [note.text.en for note in national.notes_for(None, pack.categories["pr.wage-tax"], DAY)]
    assert not any("Fees of a residence permit" in text for text in told)


# ------------------------------------------------------------------------------- chain, copies, papers


@pytest.mark.parametrize(("day", "taken"), [(date(2023, 11, 6), None), (date(2023, 11, 7), "yes")])
def test_an_apostille_is_taken_since_7_november_2023(pack: RulePack, day: date, taken: str | None) -> None:
    switch = pack.places["national"].apostille_on(day)
    assert (None if switch is None else switch.taken) == taken


def test_the_translators_licence_is_not_asked(pack: RulePack) -> None:
    switch = pack.places["national"].translator_licence_on(DAY)
    assert switch is not None
    assert not switch.asked
    assert {source.confidence for source in switch.source} == {Confidence.UNVERIFIED}


def test_nothing_is_asked_besides_what_the_category_asks(pack: RulePack) -> None:
    national = pack.places["national"]
    assert national.asks == ()
    assert national.copies == ()
    assert national.deposits == ()
    assert national.validity == {}
    assert national.variants == ()
    assert national.severity == {}


# ------------------------------------------------------------------------------------------ files for portals


@pytest.mark.parametrize("kind", list(CategoryKind))
def test_no_limit_of_a_portal_is_stated_as_a_rule(pack: RulePack, kind: CategoryKind) -> None:
    for place in pack.places.values():
        profile = place.upload_on(kind, DAY)
        assert not profile.binding, place.id
        assert (profile.most_kb, profile.most_pages) == (2000, None), place.id
        assert profile.source[0].instrument == "product"
        assert profile.source[0].confidence is Confidence.UNVERIFIED


def test_what_a_guide_to_another_portal_says_limits_nothing(pack: RulePack) -> None:
    profile = pack.places["national"].upload_on(CategoryKind.PERMANENT_RESIDENCE, DAY)
    guide = profile.source[1]
    assert guide.confidence is Confidence.SECONDARY
    assert guide.note is not None
    assert "limits nothing" in guide.note.en


def test_papers_of_a_chain_are_one_file_and_files_are_numbered(pack: RulePack) -> None:
    profile = pack.places["national"].upload_on(CategoryKind.RESIDENCE_PERMIT, DAY)
    assert profile.chain_in_one
    assert profile.formats == ("pdf", "jpg")
    assert profile.name.startswith("{number}")
