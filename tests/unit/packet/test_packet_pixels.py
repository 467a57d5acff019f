"""Pictures that cannot pass through are decoded into ones that can, without loss."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.packet import images, layout, pixels, tiff
from app.packet.images import CannotPassError, read_picture
from app.packet.pixels import make_part, write_png
from app.packet.values import Name
from tests.unit.packet import support


def _made(tmp_path: Path, data: bytes, kind: FileKind, index: int = 0) -> Path:
    (tmp_path / "p").write_bytes(data)
    made = tmp_path / "part"
    assert make_part(tmp_path / "p", "p", kind, index, made)
    return made


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGBA", {}), ("PNG", "LA", {}), ("BMP", "RGB", {}), ("WEBP", "RGB", {"lossless": True}),
        ("TIFF", "RGB", {"compression": "tiff_lzw"}), ("TIFF", "L", {"compression": "packbits"}),
        ("TIFF", "P", {"compression": "tiff_lzw"}), ("TIFF", "1", {"compression": "group3"}),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}),
    ],
)  # fmt: skip
def test_what_is_decoded_passes_and_keeps_every_pixel(
    tmp_path: Path, kind: str, mode: str, options: dict[str, object]
) -> None:
    picture = support.corner_picture(321, 203).convert(mode)
    made = _made(tmp_path, support.picture_bytes(picture, kind, **options), FileKind[kind])
    with Image.open(made) as kept:
        assert kept.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


def test_what_passes_is_not_decoded(tmp_path: Path) -> None:
    fax = support.picture_bytes(support.corner_picture().convert("1"), "TIFF", compression="group4")
    for data, kind in (
        (support.picture_bytes(support.corner_picture(), "JPEG"), FileKind.JPEG),
        (support.picture_bytes(support.corner_picture(), "PNG"), FileKind.PNG),
        (fax, FileKind.TIFF),
    ):
        (tmp_path / "p").write_bytes(data)
        assert not make_part(tmp_path / "p", "p", kind, 0, tmp_path / "part")
        assert not (tmp_path / "part").exists()


def test_a_fax_in_one_strip_keeps_its_own_bytes(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture().convert("1"), "TIFF", compression="group4")
    (tmp_path / "p").write_bytes(data)
    strip = read_picture(tmp_path / "p", FileKind.TIFF, 0).stream.data
    assert strip
    assert strip in data


def test_a_fax_in_several_strips_becomes_one(tmp_path: Path) -> None:
    fax = support.corner_picture(320, 900).convert("1")
    data = support.picture_bytes(fax, "TIFF", compression="group4", strip_size=1000)
    with Image.open(io.BytesIO(data)) as stored:
        assert isinstance(stored, TiffImagePlugin.TiffImageFile)
        assert len(stored.tag_v2[273]) > 1
    picture = read_picture(_made(tmp_path, data, FileKind.TIFF), FileKind.TIFF, 0)
    assert picture.stream.entries["Filter"] == Name("CCITTFaxDecode")


def test_a_fax_with_mirrored_bytes_shows_the_same(tmp_path: Path) -> None:
    fax = support.corner_picture().convert("1")
    data = bytearray(support.picture_bytes(fax, "TIFF", compression="group4"))
    frame = tiff.read_frame(bytes(data), 0)
    assert frame is not None
    assert frame.strip is not None
    start, length = frame.strip
    mirrored = bytes(int(f"{byte:08b}"[::-1], 2) for byte in data[start : start + length])
    file = _fill_order_two(frame, mirrored)
    (tmp_path / "p").write_bytes(file)
    assert read_picture(tmp_path / "p", FileKind.TIFF, 0).stream.data == bytes(data[start : start + length])


def _fill_order_two(frame: tiff.Frame, strip: bytes) -> bytes:
    """Spell a fax whose first pixel stands in the lowest bit; the tag takes the place of the predictor's."""
    spelled = tiff.write_frame(frame.width, frame.height, frame, strip)
    place = spelled.rindex((317).to_bytes(2, "little"))
    order = (266).to_bytes(2, "little")
    return spelled[:place] + order + spelled[place + 2 : place + 8] + b"\2\0\0\0" + spelled[place + 12 :]


@pytest.mark.parametrize("orientation", [1, 3, 5, 6, 8])
@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
def test_tiff_pixels_come_as_they_are_stored(
    tmp_path: Path, orientation: int, mode: str, compression: str | None
) -> None:
    stored = support.corner_picture(40, 24).convert(mode)
    path = tmp_path / "p.tif"
    stored.save(path, "TIFF", compression=compression, tiffinfo={274: orientation})
    make_part(path, "p", FileKind.TIFF, 0, tmp_path / "part")
    with Image.open(tmp_path / "part") as kept:
        assert kept.size == (40, 24)
        assert kept.tobytes() == stored.tobytes()


def test_four_colours_stand_in_the_packet_as_they_were(tmp_path: Path) -> None:
    colors = support.corner_picture().convert("CMYK")
    path = tmp_path / "p.tif"
    colors.save(path, "TIFF", compression="tiff_lzw")
    file = support.source_file(path, FileKind.TIFF, (PageFacts(1, 320, 200),))
    plan, packet = support.build(tmp_path, file)
    number = support.sheet_number(plan)
    target = layout.fit(320 * 72 / 150, 200 * 72 / 150, support.area_of(plan, number))
    assert support.corner_colors(support.rendered(packet, number), target) == support.CORNERS
    image = pypdf.PdfReader(packet).pages[number - 1]["/Resources"]["/XObject"]["/P"]  # type: ignore[index]
    assert image["/ColorSpace"] == "/DeviceCMYK"


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture().convert("RGBA"), "PNG")
    assert (
        _made(tmp_path, data, FileKind.PNG).read_bytes() == _made(tmp_path, data, FileKind.PNG).read_bytes()
    )


def test_a_profile_that_tells_more_than_its_absence_goes_along(tmp_path: Path) -> None:
    profile = bytearray(200)
    profile[16:20] = b"RGB "
    clear = support.corner_picture().convert("RGBA")
    made = _made(tmp_path, support.picture_bytes(clear, "PNG", icc_profile=bytes(profile)), FileKind.PNG)
    space = read_picture(made, FileKind.PNG, 0).stream.entries["ColorSpace"]
    assert isinstance(space, list)
    assert space[0] == Name("ICCBased")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["L", "RGB", "P", "I;16"]), st.integers(1, 40), st.integers(1, 40), st.randoms(),
    st.sampled_from([1, 200, 1 << 22]),
)  # fmt: skip
def test_any_picture_is_written_as_the_png_it_is(
    mode: str, width: int, height: int, rng: object, band: int
) -> None:
    size = {"RGB": 3, "I;16": 2}.get(mode, 1)
    data = rng.randbytes(width * height * size)
    picture = Image.frombytes(mode, (width, height), data)
    if mode == "P":
        picture.putpalette(bytes(range(256)) * 3)
    before, pixels._BAND_BYTES = pixels._BAND_BYTES, band
    try:
        buffer = io.BytesIO()
        write_png(picture, b"", buffer)
    finally:
        pixels._BAND_BYTES = before
    with Image.open(buffer) as kept:
        assert kept.mode == mode
        assert kept.tobytes() == data


def test_a_picture_beyond_all_size_is_named_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MAX_PIXELS", 1000)
    (tmp_path / "p").write_bytes(support.picture_bytes(support.corner_picture(), "BMP"))
    with pytest.raises(UnusableInput) as caught:
        make_part(tmp_path / "p", "p", FileKind.BMP, 0, tmp_path / "part")
    assert caught.value.params["reason"] == "too_large"


def test_a_png_whose_data_is_not_what_was_written_does_not_pass(tmp_path: Path) -> None:
    data = bytearray(support.picture_bytes(support.corner_picture(), "PNG"))
    place = data.index(b"IDAT") + 10
    data[place] ^= 1
    (tmp_path / "p").write_bytes(data)
    with pytest.raises(CannotPassError):
        read_picture(tmp_path / "p", FileKind.PNG, 0)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_of_frames_do_anything_unforeseen(data: bytes) -> None:
    for start in (b"II*\0", b"MM\0*"):
        try:
            tiff.read_frame(start + data, 1)
        except images.UNREADABLE_PICTURE:
            continue
