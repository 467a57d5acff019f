"""Copies of photos: cut and scaled to a profile, never painted, never enlarged beyond a little."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.domain.files import FileKind
from app.domain.photos import CopyObstacle, PhotoCopy, head_sizes
from app.domain.rules import PhotoProfile, Range
from app.domain.words import Text
from app.intake.photo import measure_photo
from app.intake.workshop import make_compliant
from tests.support import portraits
from tests.support.portraits import portrait

PROFILE = PhotoProfile(
    width_mm=33, height_mm=48, count=1, background=Text("white", "白色"), colours=("white",), source=(),
    pixels_wide=Range(354, 480), pixels_high=Range(472, 640), file_kb=Range(20, 80), dpi=Range(300, 600),
    head_height_mm=Range(28, 33),
)  # fmt: skip


def copied(image: Image.Image, folder: Path, profile: PhotoProfile = PROFILE) -> PhotoCopy:
    path = portraits.saved(image, folder / "original.jpg", 95)
    measures = measure_photo(path, FileKind.JPEG)
    assert measures is not None
    return make_compliant(path, FileKind.JPEG, measures, profile, folder / "copy.jpg")


def large() -> Image.Image:
    """Return a large portrait with much room around the head."""
    image = portrait().resize((1062, 1416), Image.Resampling.BICUBIC)
    wide = Image.new("RGB", (1700, 1416), portraits.White)
    wide.paste(image, (500, 0))
    return wide


def test_a_copy_has_the_asked_size_bytes_and_head(tmp_path: Path) -> None:
    copy = copied(large(), tmp_path)
    assert copy.path is not None
    measures = measure_photo(Path(copy.path), FileKind.JPEG)
    assert measures is not None
    assert (measures.width, measures.height) == (480, 640)
    assert 20_480 <= measures.size_bytes <= 80_000
    sizes = head_sizes(measures, PROFILE)
    assert sizes.height is not None
    assert 28 <= sizes.height <= 33
    assert sizes.centre == pytest.approx(0, abs=0.02)


def test_a_copy_states_the_resolution_of_its_print_and_nothing_else(tmp_path: Path) -> None:
    copy = copied(large(), tmp_path)
    with Image.open(str(copy.path)) as image:
        assert image.mode == "RGB"
        assert image.info["dpi"] == (339, 339)
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_the_original_stays_byte_for_byte(tmp_path: Path) -> None:
    path = portraits.saved(large(), tmp_path / "again.jpg", 95)
    before = path.read_bytes()
    copied(large(), tmp_path)
    assert (tmp_path / "original.jpg").read_bytes() == before


def test_the_pixels_of_a_copy_are_those_of_the_original_part(tmp_path: Path) -> None:
    image = large()
    copy = copied(image, tmp_path)
    expected = image.crop(copy.cut).resize((copy.width, copy.height), Image.Resampling.LANCZOS)
    with Image.open(str(copy.path)) as made:
        apart = [abs(a - b) for a, b in zip(made.tobytes(), expected.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 2


def test_a_photo_that_fits_is_neither_cut_nor_scaled(tmp_path: Path) -> None:
    copy = copied(portrait(), tmp_path, replace(PROFILE, head_height_mm=Range(26, 34)))
    assert copy.cut == (0, 0, 354, 472)
    assert copy.scale == 1.0


def test_a_photo_with_few_pixels_is_refused(tmp_path: Path) -> None:
    copy = copied(portrait().resize((200, 267)), tmp_path)
    assert copy.obstacles == (CopyObstacle.TOO_FEW_PIXELS,)
    assert not (tmp_path / "copy.jpg").exists()


def test_a_head_without_room_around_it_is_refused(tmp_path: Path) -> None:
    tight = large().crop((660, 90, 1420, 1416))
    assert copied(tight, tmp_path).obstacles == (CopyObstacle.NO_ROOM,)


def test_a_head_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    assert copied(large().crop((0, 250, 1700, 1416)), tmp_path).obstacles == (CopyObstacle.HEAD_CUT,)


def test_two_faces_and_no_face_are_refused(tmp_path: Path) -> None:
    two = portraits.beside(portrait("lucia"), portrait("mateo"))
    assert copied(two, tmp_path).obstacles == (CopyObstacle.NOT_ONE_FACE,)
    assert copied(Image.new("RGB", (800, 800), "white"), tmp_path).obstacles == (CopyObstacle.NOT_ONE_FACE,)


def test_bytes_that_cannot_be_reached_are_a_reason(tmp_path: Path) -> None:
    assert copied(large(), tmp_path, replace(PROFILE, file_kb=Range(1, 2))).obstacles == (
        CopyObstacle.FILE_SIZE,
    )


def test_the_asked_gap_and_width_are_kept(tmp_path: Path) -> None:
    visa = replace(
        PROFILE, above_head_mm=Range(3, 5), below_chin_mm=Range(7, None), head_width_mm=Range(15, 22.5)
    )
    copy = copied(large(), tmp_path, visa)
    assert copy.path is not None
    measures = measure_photo(Path(copy.path), FileKind.JPEG)
    assert measures is not None
    sizes = head_sizes(measures, visa)
    assert sizes.above == pytest.approx(4, abs=1.2)
    assert sizes.width == pytest.approx(21.5, abs=1.5)


def test_a_print_without_a_digital_profile_gets_three_hundred_dots_an_inch(tmp_path: Path) -> None:
    bare = replace(PROFILE, pixels_wide=None, pixels_high=None, file_kb=None, dpi=None)
    copy = copied(large(), tmp_path, bare)
    assert copy.dpi == pytest.approx(300, abs=2)
    assert copy.width / copy.height == pytest.approx(33 / 48, abs=0.003)
