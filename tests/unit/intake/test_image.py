"""Facts of pictures: frames, orientation, resolution, damage."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageOps

from app.domain.files import FileFacts, FileKind, FileProblem
from app.intake.examine import examine_file
from app.intake.grey import shown_upright
from app.intake.image import TURNS
from tests.unit.intake.papers import Writer, encoded, noise, paper


def examined(write: Writer, data: bytes, name: str = "photo.jpg") -> FileFacts:
    return examine_file(write(name, data), name)


def with_orientation(image: Image.Image, value: int, form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = value
    return encoded(image, form, exif=exif)


def furthest(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("value", range(1, 9))
def test_turning_and_mirroring_do_what_the_orientation_asks_for(value: int) -> None:
    image = noise(8, 5)
    tagged = Image.open(io.BytesIO(with_orientation(image, value, "PNG")))
    turn, mirrored = TURNS[value]
    wanted = ImageOps.exif_transpose(tagged).convert("RGB")
    assert shown_upright(image, turn, mirrored=mirrored).tobytes() == wanted.tobytes()


@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("value", range(1, 9))
def test_every_orientation_shows_the_page_upright(write: Writer, value: int, form: str) -> None:
    upright = paper(width=400, height=600)
    turn, mirrored = TURNS[value]
    # The camera's view: turned back, then mirrored back.
    stored = upright.rotate(turn, expand=True)
    stored = ImageOps.mirror(stored) if mirrored else stored
    (page,) = examined(write, with_orientation(stored, value, form)).pages
    assert (page.turn, page.mirrored) == (turn, mirrored)
    assert (page.width_pt, page.height_pt) == (400, 600)
    (straight,) = examined(write, encoded(upright, "PNG")).pages
    assert furthest(page.picture, straight.picture) <= 3


@pytest.mark.parametrize(
    ("stated", "dpi", "width_pt"),
    [(300, 300, 72), (150, 150, 144), (72, None, 300), (1, None, 300), (96, 96, 225), (60000, None, 300)],
)
def test_a_resolution_counts_when_it_can_be_one(
    write: Writer, stated: int, dpi: float | None, width_pt: float
) -> None:
    (page,) = examined(write, encoded(noise(300, 600), "JPEG", dpi=(stated, stated))).pages
    assert page.dpi == dpi
    assert page.width_pt == pytest.approx(width_pt)
    assert page.height_pt == pytest.approx(2 * width_pt)


def test_a_fax_with_two_resolutions_has_its_true_shape(write: Writer) -> None:
    data = encoded(noise(204, 98).convert("1"), "TIFF", dpi=(204, 98))
    (page,) = examined(write, data).pages
    assert (page.width_pt, page.height_pt, page.dpi) == (pytest.approx(72), pytest.approx(72), 98)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "F"])
def test_every_frame_of_a_tiff_is_a_page(write: Writer, mode: str) -> None:
    frames = [noise(40 + n, 60).convert("L").convert(mode) for n in range(3)]
    data = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    facts = examined(write, data, "scan.tif")
    assert (facts.kind, facts.problem) == (FileKind.TIFF, None)
    assert [(page.number, page.width_pt) for page in facts.pages] == [(1, 40), (2, 41), (3, 42)]


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_a_film_is_one_page(write: Writer, form: str) -> None:
    data = encoded(noise(), form, save_all=True, append_images=[noise(), noise()], duration=100)
    assert len(examined(write, data).pages) == 1


def test_a_phone_picture_with_a_second_view_is_one_page(write: Writer) -> None:
    data = encoded(noise(), "MPO", save_all=True, append_images=[noise()])
    facts = examined(write, data)
    assert (facts.kind, len(facts.pages)) == (FileKind.JPEG, 1)


CUT = {
    "JPEG half": encoded(noise(), "JPEG")[:9000],
    "JPEG end": encoded(noise(), "JPEG")[:-100],
    "progressive JPEG": encoded(noise(), "JPEG", progressive=True)[:-300],
    "PNG half": encoded(noise(), "PNG")[:9000],
    "PNG end": encoded(noise(), "PNG")[:-100],
    "TIFF raw": encoded(noise(), "TIFF")[:-1000],
    "TIFF fax": encoded(noise(900, 900).convert("1"), "TIFF", compression="group4")[:9000],
    "TIFF LZW": encoded(noise(), "TIFF", compression="tiff_lzw")[:9000],
    "WebP": encoded(noise(), "WEBP")[:-200],
    "BMP": encoded(noise(), "BMP")[:-500],
    "JPEG start": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "PNG start": b"\x89PNG\r\n\x1a\n",
    "TIFF start": b"II*\0\x08\0\0\0",
    "HEIC start": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
}


@pytest.mark.parametrize("data", CUT.values(), ids=CUT.keys())
def test_a_cut_picture_is_unreadable(write: Writer, data: bytes) -> None:
    facts = examined(write, data)
    assert (facts.problem, facts.pages) == (FileProblem.UNREADABLE, ())


@pytest.mark.parametrize("share", [0.2, 0.4, 0.5, 0.6, 0.8, 0.95, 0.99])
@pytest.mark.parametrize("compression", [None, "tiff_lzw", "jpeg"])
def test_a_cut_tiff_never_comes_with_fewer_pages(
    write: Writer, share: float, compression: str | None
) -> None:
    frames = [noise(200, 200) for _ in range(4)]
    data = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression=compression)
    facts = examined(write, data[: int(len(data) * share)])
    assert facts.problem is FileProblem.UNREADABLE


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "data",
    [
        png_of(60_000, 60_000),
        b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x3f\0\xff\x3f\0",
    ],
    ids=["PNG", "WebP"],
)
def test_a_picture_of_absurd_size_is_too_heavy(write: Writer, data: bytes) -> None:
    assert examined(write, data).problem is FileProblem.TOO_HEAVY


def test_a_picture_without_width_is_unreadable(write: Writer) -> None:
    assert examined(write, png_of(0, 5)).problem is FileProblem.UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        encoded(paper(), "JPEG", quality=50),
        encoded(paper().resize((1200, 1700), Image.Resampling.LANCZOS), "JPEG"),
        encoded(paper().resize((420, 595), Image.Resampling.LANCZOS), "PNG"),
        encoded(paper(), "WEBP", quality=70),
        encoded(paper().convert("L"), "TIFF", compression="tiff_lzw"),
        encoded(paper().convert("RGBA"), "PNG"),
        encoded(paper().convert("P", palette=Image.Palette.ADAPTIVE), "PNG"),
        encoded(paper().convert("CMYK"), "JPEG"),
    ],
    ids=["harder", "larger", "smaller", "WebP", "TIFF", "transparent", "palette", "CMYK"],
)
def test_the_same_picture_stored_otherwise_looks_the_same(write: Writer, data: bytes) -> None:
    (one,) = examined(write, encoded(paper(), "PNG")).pages
    (other,) = examined(write, data).pages
    assert furthest(one.picture, other.picture) <= 4


def test_the_same_form_for_somebody_else_looks_different(write: Writer) -> None:
    (one,) = examined(write, encoded(paper("ANNA"), "JPEG")).pages
    (other,) = examined(write, encoded(paper("LEA"), "JPEG")).pages
    assert furthest(one.picture, other.picture) >= 8
