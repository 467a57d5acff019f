"""Measuring a photo and making a copy as a person does it."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from app.casework import photo
from app.domain.errors import UnusableInput
from app.domain.photos import CopyObstacle, MeasuredPhoto, MeasureName, MeasureState
from app.env import paths
from tests.support import portraits
from tests.support.cases import desk_in
from tests.support.portraits import portrait

DAY = date(2026, 12, 15)


def measured(path: Path, place: str = "ningbo", category: str | None = None) -> MeasuredPhoto:
    return photo.measure(desk_in(path.parent), path, place, category, DAY)


def test_a_good_photo_is_within_everything_that_is_asked(tmp_path: Path) -> None:
    result = measured(portraits.saved(portrait("alba"), tmp_path / "p.jpg", 95))
    assert not [row.name for row in result.rows if row.state is MeasureState.OUTSIDE]


@pytest.mark.parametrize("name", sorted(portraits.KNOWN))
def test_the_photos_of_the_sample_case_are_as_asked(name: str) -> None:
    path = paths.resource("sample_case", "photos", f"photo-{name}.jpg")
    rows = photo.measure(desk_in(path.parent), path, "ningbo", "pr.wage-tax", DAY).rows
    assert not [row.name for row in rows if row.state is MeasureState.OUTSIDE]


def test_a_category_chooses_the_profile(tmp_path: Path) -> None:
    path = portraits.saved(portrait(), tmp_path / "p.jpg", 95)
    visa = measured(path, category="visa.intern").profile
    assert visa.digital
    assert not measured(path).profile.digital


def test_a_copy_comes_out_within_everything_that_is_asked(tmp_path: Path) -> None:
    image = portrait().resize((1062, 1416), Image.Resampling.BICUBIC)
    result = measured(portraits.saved(portraits.smaller(image, 0.7), tmp_path / "p.jpg", 95))
    copy = photo.make_copy(desk_in(tmp_path), result, tmp_path / "copy.jpg")
    assert copy.path == str(tmp_path / "copy.jpg")
    again = measured(tmp_path / "copy.jpg")
    assert not [row.name for row in again.rows if row.state is MeasureState.OUTSIDE]
    assert (tmp_path / "p.jpg").exists()


def test_all_that_a_copy_cannot_mend_is_named_at_once(tmp_path: Path) -> None:
    image = portraits.turned(portraits.before(portrait(), (67, 142, 219)), 14)
    result = measured(portraits.saved(image, tmp_path / "p.jpg", 95))
    copy = photo.make_copy(desk_in(tmp_path), result, tmp_path / "copy.jpg")
    assert copy.path is None
    assert {CopyObstacle.BACKGROUND, CopyObstacle.TILTED} <= set(copy.obstacles)
    assert not (tmp_path / "copy.jpg").exists()


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    path = portraits.saved(portrait(), tmp_path / "p.jpg", 95)
    with pytest.raises(UnusableInput) as raised:
        photo.make_copy(desk_in(tmp_path), measured(path), path)
    assert raised.value.code == "photo.destination_is_original"


@pytest.mark.parametrize(
    ("place", "category", "code"),
    [("atlantis", None, "photo.unknown_place"), ("ningbo", "pr.nothing", "photo.unknown_category")],
)
def test_unknown_ids_are_refused(tmp_path: Path, place: str, category: str | None, code: str) -> None:
    path = portraits.saved(portrait(), tmp_path / "p.jpg")
    with pytest.raises(UnusableInput) as raised:
        measured(path, place, category)
    assert raised.value.code == code


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("no picture")
    with pytest.raises(UnusableInput) as raised:
        measured(tmp_path / "p.txt")
    assert raised.value.code == "photo.not_one_picture"


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    path = portraits.saved(portrait(), tmp_path / "p.jpg")
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(UnusableInput) as raised:
        measured(path)
    assert raised.value.code == "photo.damaged"


def test_measurements_are_many_and_none_is_a_score(tmp_path: Path) -> None:
    rows = measured(portraits.saved(portrait(), tmp_path / "p.jpg", 95)).rows
    assert {row.name for row in rows} == set(MeasureName)
