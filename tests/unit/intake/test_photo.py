"""What is measured on photos, on drawn portraits whose heads are known."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from app.domain.files import FileKind
from app.domain.photos import colour_words
from app.domain.reading import PhotoMeasures
from app.intake.photo import LoadedPhoto, measure_image, measure_photo
from tests.support import portraits
from tests.support.portraits import KNOWN, portrait

MM = 472 / 48  # pixels of a millimetre of the print


def measured(image: Image.Image) -> PhotoMeasures:
    return measure_image(LoadedPhoto(image, None, 50_000))


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_crown_chin_and_width_are_found_within_a_millimetre(name: str) -> None:
    face = measured(portrait(name)).faces[0]
    known = KNOWN[name]
    assert face.crown == pytest.approx(known.crown, abs=MM)
    assert face.chin == pytest.approx(known.chin, abs=MM)
    assert face.head_left == pytest.approx(known.left, abs=MM)
    assert face.head_right == pytest.approx(known.right, abs=MM)


@pytest.mark.parametrize("degrees", [-20, -10, -2, 5, 15, 25])
def test_the_lean_of_a_head_is_measured_clockwise(degrees: float) -> None:
    tilt = measured(portraits.turned(portrait(), degrees)).tilt
    assert tilt == pytest.approx(degrees, abs=1.0)


def test_a_photo_that_lies_on_its_side_is_told_by_its_lean() -> None:
    tilt = measured(portrait().rotate(-90, expand=True)).tilt
    assert tilt == pytest.approx(90, abs=2)


def test_the_eyes_are_found_in_their_row() -> None:
    eyes = measured(portrait()).faces[0].eyes
    assert eyes is not None
    assert (eyes[0][1] + eyes[1][1]) / 2 == pytest.approx(KNOWN["lucia"].eyes, abs=0.6 * MM)


def test_a_large_photo_is_measured_in_its_own_pixels() -> None:
    image = portrait().resize((1416, 1888), Image.Resampling.BICUBIC)
    measures = measured(image)
    assert (measures.width, measures.height) == (1416, 1888)
    assert measures.faces[0].chin == pytest.approx(4 * KNOWN["lucia"].chin, abs=4 * MM)


@pytest.mark.parametrize(
    ("wall", "word"),
    [
        ((250, 250, 250), "white"),
        ((205, 205, 205), "light-grey"),
        ((173, 216, 230), "light-blue"),
        ((67, 142, 219), "blue"),
        ((200, 30, 30), "red"),
        ((60, 120, 70), "green"),
        ((230, 215, 185), "other"),
    ],
)
def test_a_plain_background_is_named_and_even(wall: portraits.Colour, word: str) -> None:
    measures = measured(portraits.before(portrait(), wall))
    assert measures.background_colour == word
    assert measures.background_spread is not None
    assert measures.background_spread < 3


@pytest.mark.parametrize("wall", [portraits.shaded((354, 472), 250, 195), portraits.striped((354, 472))])
def test_a_background_that_is_not_plain_strays(wall: Image.Image) -> None:
    spread = measured(portraits.before(portrait(), wall)).background_spread
    assert spread is not None
    assert spread > 7.5


def test_soft_light_and_the_noise_of_jpeg_do_not_count_as_uneven(tmp_path: Path) -> None:
    image = portraits.before(portrait(), portraits.shaded((354, 472), 252, 243))
    measures = measure_photo(portraits.saved(image, tmp_path / "p.jpg", 30), FileKind.JPEG)
    assert measures is not None
    assert measures.background_spread is not None
    assert measures.background_spread < 4


def test_a_shadow_on_the_wall_beside_the_head_counts() -> None:
    wall = Image.new("RGB", (354, 472), (250, 250, 250))
    ImageDraw.Draw(wall).ellipse((230, 60, 350, 330), fill=(185, 185, 185))
    wall = wall.filter(ImageFilter.GaussianBlur(12))
    spread = measured(portraits.before(portrait(), wall)).background_spread
    assert spread is not None
    assert spread > 7.5


def test_a_grey_picture_saved_in_colour_is_grey() -> None:
    assert not measured(portrait().convert("L").convert("RGB")).colour


def test_a_pale_person_is_in_colour() -> None:
    pale = Image.blend(portrait("alba"), Image.new("RGB", (354, 472), (235, 232, 230)), 0.45)
    assert measured(pale).colour


def test_sharpness_falls_with_blur_and_not_with_contrast() -> None:
    image = portrait()
    sharp = measured(image).sharpness
    faint = measured(Image.blend(image, Image.new("RGB", image.size, (200, 200, 200)), 0.4)).sharpness
    blurred = measured(image.filter(ImageFilter.GaussianBlur(2))).sharpness
    assert sharp is not None
    assert faint is not None
    assert blurred is not None
    assert faint == pytest.approx(sharp, abs=0.06)
    assert blurred < 0.42 < 0.55 < sharp


def test_two_people_are_two_faces() -> None:
    assert len(measured(portraits.beside(portrait("lucia"), portrait("mateo"))).faces) == 2


def test_a_wall_has_no_face() -> None:
    assert measured(Image.new("RGB", (354, 472), (240, 240, 240))).faces == ()


def test_noise_and_writing_have_no_face() -> None:
    rng = np.random.default_rng(7)
    noise = Image.fromarray(rng.integers(0, 255, (472, 354, 3), np.uint8)).filter(ImageFilter.GaussianBlur(3))
    assert measured(noise).faces == ()
    page = Image.new("RGB", (600, 800), "white")
    drawing = ImageDraw.Draw(page)
    for row in range(40, 760, 24):
        drawing.text(
            (50, row), "Certificate of good conduct, number 4711 / 2026, issued on demand", fill="black"
        )
    assert measured(page).faces == ()


def test_a_head_that_runs_out_of_the_picture_is_cut() -> None:
    assert measured(portrait().crop((0, 70, 354, 472))).cut
    assert not measured(portrait()).cut


def test_a_washed_out_face_is_told() -> None:
    bright = measured(portrait().point(lambda level: min(255, int(level * 1.9 + 30))))
    assert bright.over > 0.4
    assert measured(portrait()).over < 0.05


def test_the_orientation_tag_is_followed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = portraits.saved(portrait().rotate(90, expand=True), tmp_path / "p.jpg", exif=exif, dpi=(300, 300))
    measures = measure_photo(path, FileKind.JPEG)
    assert measures is not None
    assert (measures.width, measures.height, measures.dpi) == (354, 472, 300)
    assert measures.size_bytes == path.stat().st_size
    assert measures.tilt == pytest.approx(0, abs=1)


@pytest.mark.parametrize("mode", ["CMYK", "LA", "P", "RGBA"])
def test_every_mode_of_pictures_is_measured(mode: str, tmp_path: Path) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    path = tmp_path / "p"
    path.write_bytes(portraits.as_bytes(portrait().convert(mode), kind))
    measures = measure_photo(path, FileKind(kind.lower()))
    assert measures is not None
    assert len(measures.faces) == 1
    assert measures.background_colour == "white"


def test_the_only_picture_of_a_pdf_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(portraits.as_bytes(portrait(), "PDF", resolution=300))
    measures = measure_photo(path, FileKind.PDF)
    assert measures is not None
    assert (measures.width, measures.height) == (354, 472)
    assert len(measures.faces) == 1


def test_a_pdf_of_two_pages_is_not_one_picture(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(portraits.as_bytes(portrait(), "PDF", save_all=True, append_images=[portrait("mateo")]))
    assert measure_photo(path, FileKind.PDF) is None


@pytest.mark.parametrize(
    ("lab", "words"),
    [
        ((98.0, 0.0, 0.0), ("white",)),
        ((91.0, 0.0, 0.0), ("white", "light-grey")),
        ((75.0, 1.0, -1.0), ("light-grey",)),
        ((40.0, 0.0, 0.0), ("other",)),
        ((57.6, 1.1, -45.5), ("blue",)),
    ],
)
def test_a_colour_between_two_words_may_be_called_by_both(
    lab: tuple[float, float, float], words: tuple[str, ...]
) -> None:
    assert set(colour_words(lab)) == set(words)
