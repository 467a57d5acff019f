"""Pictures reach the page upright, whole, and without what tells about their maker."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.packet import images, layout
from app.packet.images import TooLargeError, read_picture
from app.packet.jpeg import read_jpeg
from app.packet.layout import Box
from app.packet.pixels import make_part
from app.packet.values import Name
from tests.unit.packet import support

# EXIF orientation: the clockwise turn and the mirroring that make the stored picture upright.
ORIENTATIONS = {
    1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True),
    5: (270, True), 6: (90, False), 7: (90, True), 8: (270, False),
}  # fmt: skip
_TO_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretMaker"
    exif[0x8825] = {1: "N", 2: (30.0, 1.0, 2.0)}
    return exif.tobytes()


def _stored(orientation: int) -> Image.Image:
    upright = support.corner_picture()
    turn = _TO_STORED.get(orientation)
    return upright if turn is None else upright.transpose(turn)


def _shown_corners(tmp_path: Path, data: bytes, kind: FileKind, **facts: object) -> tuple[object, ...]:
    file = support.picture_file(tmp_path / "p", data, kind, **facts)
    plan, path = support.build(tmp_path, file)
    number = support.sheet_number(plan)
    target = layout.fit(320 * 72 / 150, 200 * 72 / 150, support.area_of(plan, number))
    return support.corner_colors(support.rendered(path, number), target)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_phone_photo_stands_upright_whatever_its_orientation_tag(tmp_path: Path, orientation: int) -> None:
    stored = _stored(orientation)
    data = support.picture_bytes(stored, "JPEG", quality=95, exif=_exif(orientation))
    turn, mirrored = ORIENTATIONS[orientation]
    assert _shown_corners(tmp_path, data, FileKind.JPEG, turn=turn, mirrored=mirrored) == support.CORNERS


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_tiff_stands_upright_whatever_its_orientation_tag(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "p.tif"
    _stored(orientation).save(path, "TIFF", tiffinfo={274: orientation})
    turn, mirrored = ORIENTATIONS[orientation]
    file = support.source_file(path, FileKind.TIFF, (PageFacts(1, 320, 200, turn, mirrored),))
    plan, packet = support.build(tmp_path, file)
    number = support.sheet_number(plan)
    target = layout.fit(320 * 72 / 150, 200 * 72 / 150, support.area_of(plan, number))
    assert support.corner_colors(support.rendered(packet, number), target) == support.CORNERS


def test_jpeg_data_passes_through_and_metadata_does_not() -> None:
    plain = support.picture_bytes(support.corner_picture(), "JPEG", quality=90)
    told = support.picture_bytes(
        support.corner_picture(), "JPEG", quality=90, exif=_exif(1), comment=b"Secret"
    )
    jpeg = read_jpeg(told + b"appended" + plain)
    assert jpeg is not None
    assert jpeg.data == plain
    assert (jpeg.width, jpeg.height, jpeg.components) == (320, 200, 3)


def test_the_packet_tells_nothing_about_the_camera(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(), "JPEG", exif=_exif(1))
    _, path = support.build(tmp_path, support.picture_file(tmp_path / "p.jpg", data, FileKind.JPEG))
    assert b"SecretMaker" in data
    assert b"SecretMaker" not in path.read_bytes()
    assert b"Exif" not in path.read_bytes()


def test_a_progressive_jpeg_passes_through_with_all_its_scans() -> None:
    data = support.picture_bytes(support.corner_picture(), "JPEG", progressive=True, quality=90)
    jpeg = read_jpeg(data)
    assert jpeg is not None
    assert jpeg.data == data


def test_a_four_colour_jpeg_of_adobe_is_shown_in_its_colours(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture().convert("CMYK"), "JPEG", quality=95)
    assert _shown_corners(tmp_path, data, FileKind.JPEG) == support.CORNERS


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("BMP", {}), ("WEBP", {"lossless": True}), ("TIFF", {"compression": "tiff_lzw"})],
    ids=["png", "bmp", "webp", "tiff"],
)
def test_pictures_are_kept_without_loss(tmp_path: Path, kind: str, options: dict[str, object]) -> None:
    data = support.picture_bytes(support.corner_picture(), kind, **options)
    file = support.picture_file(tmp_path / "p", data, FileKind[kind])
    plan, path = support.build(tmp_path, file)
    image = pypdf.PdfReader(path).pages[support.sheet_number(plan) - 1].images[0]
    assert image.image is not None
    assert image.image.convert("RGB").tobytes() == support.corner_picture().tobytes()


def test_png_data_passes_through() -> None:
    data = support.picture_bytes(support.corner_picture(), "PNG")
    assert images._png_chunks(data)[b"IDAT"] in data


def test_a_palette_keeps_its_colours(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture().convert("P"), "PNG")
    assert _shown_corners(tmp_path, data, FileKind.PNG) == support.CORNERS


def test_sixteen_bits_a_sample_are_kept(tmp_path: Path) -> None:
    deep = Image.new("I;16", (40, 30), 0x8123)
    deep.paste(0x4567, (3, 2, 20, 20))
    deep.save(tmp_path / "p.png")
    deep.save(tmp_path / "p.tif")
    assert make_part(tmp_path / "p.tif", "p.tif", FileKind.TIFF, 0, tmp_path / "part")
    for path in (tmp_path / "p.png", tmp_path / "part"):
        assert read_picture(path, FileKind.PNG, 0).stream.entries["BitsPerComponent"] == 16
        with Image.open(path) as kept:
            assert kept.convert("I").tobytes() == deep.convert("I").tobytes()


def test_what_is_transparent_is_shown_on_white(tmp_path: Path) -> None:
    clear = support.corner_picture().convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 160, 100))
    shown = _shown_corners(tmp_path, support.picture_bytes(clear, "PNG"), FileKind.PNG)
    assert shown == ((255, 255, 255), *support.CORNERS[1:])


def test_every_frame_of_a_black_and_white_fax_is_kept_with_its_compression(tmp_path: Path) -> None:
    frames = [Image.new("1", (320, 200), color) for color in (0, 1, 0)]
    for frame in frames:
        frame.paste(1 - int(frame.getpixel((0, 0)) > 0), (0, 0, 160, 100))  # type: ignore[operator]
    path = tmp_path / "fax.tif"
    frames[0].save(path, "TIFF", compression="group4", save_all=True, append_images=frames[1:])
    facts = tuple(PageFacts(number, 320, 200) for number in (1, 2, 3))
    plan, packet = support.build(tmp_path, support.source_file(path, FileKind.TIFF, facts))
    black, white = (0, 0, 0), (255, 255, 255)
    for frame, number in enumerate(range(4, 7)):
        area = layout.fit(320 * 72 / 150, 200 * 72 / 150, support.area_of(plan, number))
        corner, rest = (white, black) if frame != 1 else (black, white)
        assert support.corner_colors(support.rendered(packet, number), area) == (corner, rest, rest, rest)
    assert read_picture(path, FileKind.TIFF, 0).stream.entries["Filter"] == Name("CCITTFaxDecode")


def test_a_heic_photo_becomes_a_jpeg_of_the_same_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The bundled decoder cannot write HEIC, so a PNG stands in for what it decodes.
    support.corner_picture().save(tmp_path / "p.heic", "PNG")
    assert make_part(tmp_path / "p.heic", "p.heic", FileKind.HEIC, 0, tmp_path / "part")
    picture = read_picture(tmp_path / "part", FileKind.JPEG, 0)
    assert picture.stream.entries["Filter"] == Name("DCTDecode")
    assert (picture.width, picture.height) == (320, 200)


def test_a_colour_profile_goes_with_the_picture(tmp_path: Path) -> None:
    profile = bytearray(200)
    profile[16:20] = b"RGB "
    data = support.picture_bytes(support.corner_picture(), "JPEG", icc_profile=bytes(profile))
    (tmp_path / "p.jpg").write_bytes(data)
    picture = read_picture(tmp_path / "p.jpg", FileKind.JPEG, 0)
    space = picture.stream.entries["ColorSpace"]
    assert isinstance(space, list)
    assert space[0] == Name("ICCBased")


def test_a_scan_keeps_the_size_of_its_paper(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(300, 600), "JPEG", dpi=(300, 300))
    file = support.source_file(
        _kept(tmp_path / "s.jpg", data), FileKind.JPEG, (PageFacts(1, 72, 144, dpi=300.0),)
    )
    plan, path = support.build(tmp_path, file)
    number = support.sheet_number(plan)
    area = support.area_of(plan, number)
    target = layout.centred(72, 144, area)
    assert support.corner_colors(support.rendered(path, number), target) == support.CORNERS


def test_a_fax_with_oblong_dots_keeps_the_shape_of_its_paper(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(400, 200), "JPEG")
    facts = PageFacts(1, 144, 144, dpi=100.0)
    plan, path = support.build(
        tmp_path, support.source_file(_kept(tmp_path / "f.jpg", data), FileKind.JPEG, (facts,))
    )
    number = support.sheet_number(plan)
    target = layout.centred(144, 144, support.area_of(plan, number))
    assert support.corner_colors(support.rendered(path, number), target) == support.CORNERS


def test_no_picture_reaches_into_the_stamp(tmp_path: Path) -> None:
    data = support.picture_bytes(Image.new("RGB", (2000, 3000), "red"), "JPEG")
    plan, path = support.build(tmp_path, support.picture_file(tmp_path / "p.jpg", data, FileKind.JPEG))
    shown = support.rendered(path, support.sheet_number(plan))
    below = shown.crop((0, shown.height - int(layout.STAMP_BAND) + 1, shown.width, shown.height))
    assert (255, 0, 0) not in {color for _, color in below.getcolors(100_000) or ()}


def test_a_picture_of_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    path = _kept(tmp_path / "p.png", support.picture_bytes(support.corner_picture(), "PNG"))
    with pytest.raises(TooLargeError):
        read_picture(path, FileKind.PNG, 0)


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.HEIC, FileKind.WEBP])
def test_a_damaged_picture_is_named_not_crashed_over(tmp_path: Path, kind: FileKind) -> None:
    path = _kept(tmp_path / "p", b"\xff\xd8\xff\xe0 not a picture")
    file = support.source_file(path, kind, (PageFacts(1, 100, 100),))
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, file)
    assert caught.value.params == {"file": "p", "page": 1, "reason": "unreadable"}
    assert not (tmp_path / "packet.pdf").exists()


@pytest.mark.parametrize("kind", [FileKind.JPEG, FileKind.PNG])
def test_a_picture_cut_off_in_the_middle_is_refused(tmp_path: Path, kind: FileKind) -> None:
    noise = Image.effect_noise((300, 300), 90)
    data = support.picture_bytes(noise, kind.name)
    path = _kept(tmp_path / "p", data[: len(data) // 2])
    with pytest.raises(images.UNREADABLE_PICTURE):
        read_picture(path, kind, 0)
    with pytest.raises(UnusableInput):
        make_part(path, "p", kind, 0, tmp_path / "part")
    assert not (tmp_path / "part").exists()


def _kept(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_upright_moves_the_upper_left_corner_as_the_turn_says() -> None:
    matrix = layout.upright(Box(0, 0, 10, 20), 90, mirrored=False)
    assert (matrix[2] * 20 + matrix[4], matrix[3] * 20 + matrix[5]) == (20, 10)


def test_a_sample_packet_picture_decodes(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(), "JPEG")
    picture = read_picture(_kept(tmp_path / "p.jpg", data), FileKind.JPEG, 0)
    assert Image.open(io.BytesIO(picture.stream.data)).size == (320, 200)
