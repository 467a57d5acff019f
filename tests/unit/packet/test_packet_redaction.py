"""What was chosen is gone from the page, whatever it was made of, and the look at the result would notice."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.domain.errors import UnusableInput
from app.domain.files import FileKind, PageFacts
from app.domain.packet import Area, PageSource, RedactedPage, SourceFile
from app.packet.plan import plan_packet
from app.packet.redaction import (
    UNKNOWN,
    Edges,
    digest_streams,
    find_remains,
    redact_pages,
    standing_for,
    turned_edges,
)
from app.packet.source import Source
from app.packet.values import Name, Stream, Value
from app.packet.write import write_packet
from tests.unit.packet import support

SECRET = "C01X00T47"
# Where the test page says it, seen from the upper left of a page 300 wide and 400 high.
SECRET_AREA: Edges = (0.1, 0.1, 0.9, 0.2)
FONT: dict[str, Value] = {
    "F": {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")}
}
shares = st.floats(0, 1, allow_nan=False)


def words_at(y: float, words: str) -> str:
    return f"BT /F 18 Tf 40 {y} Td ({words}) Tj ET"


def text_pdf(path: Path) -> Path:
    """Write a page that says SECRET near its top and something else near its foot, then a page without it."""
    first = support.content(f"{words_at(340, SECRET)} {words_at(40, 'harmless')}")
    second = support.content(words_at(340, "another page"))
    resources = {"Font": FONT}
    return support.write_pdf(path, [{"Contents": each, "Resources": resources} for each in (first, second)])


def noise(seed: int) -> Stream:
    """Return a picture of 60 by 60 grey pixels of which no two are alike."""
    data = bytes((place * 97 + seed * 31 + place // 7) % 256 for place in range(3600))
    entries: dict[str, Value] = {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": 60,
        "Height": 60,
        "ColorSpace": Name("DeviceGray"),
        "BitsPerComponent": 8,
    }
    return Stream(entries, data)


def picture_pdf(path: Path, *shown: str, pictures: dict[str, Stream]) -> Path:
    """Write pages that each show one picture and have all of them within reach, as some scanners do."""
    pages = [
        {
            "Contents": support.content(f"q 300 0 0 400 0 0 cm /{name} Do Q"),
            "Resources": {"XObject": pictures},
        }
        for name in shown
    ]
    return support.write_pdf(path, pages)


def redacted(file: SourceFile, folder: Path, index: int, *areas: Edges, further: int = 0) -> SourceFile:
    """Return a file one of whose pages stands as a picture."""
    facts = file.pages[index]
    wanted = ((index, facts.turn, facts.mirrored, further, areas),)
    ((_, path, kind),) = redact_pages(file.path, file.kind.value, wanted, str(folder), file.name)
    turned = tuple(Area(file.name, index + 1, *turned_edges(edges, further)) for edges in areas)
    return replace(file, redacted=(RedactedPage(index, path, FileKind(kind), turned),))


def picture_of(file: SourceFile) -> Image.Image:
    return Image.open(file.redacted[0].path).convert("RGB")


def streams_of(path: Path) -> list[bytes]:
    """Return every stream of a file, as it stands and decoded."""
    found = []
    with Source.open(path, clean=False) as source:
        for number in range(1, int(source.reader.trailer["/Size"])):
            item = source.reader.get_object(number)
            if hasattr(item, "get_data"):
                # A picture of noise inflates to nothing that could be searched for.
                decodes = item.get("/Subtype") != "/Image"
                found += [bytes(item._data), item.get_data() if decodes else b""]
    return found


# Where an area is


@given(st.tuples(shares, shares, shares, shares), st.sampled_from([0, 90, 180, 270]))
def test_turning_an_area_there_and_back_changes_nothing(edges: Edges, turn: int):
    back = turned_edges(turned_edges(edges, turn), 360 - turn)
    assert back == pytest.approx(edges, abs=1e-12)


@pytest.mark.parametrize("further", [0, 90, 180, 270])
def test_the_same_corner_goes_however_the_page_is_turned_afterwards(tmp_path: Path, further: int):
    data = support.picture_bytes(support.corner_picture(), "PNG")
    file = support.picture_file(tmp_path / "a.png", data, FileKind.PNG)
    # The upper left corner, which is red.
    seen = picture_of(redacted(file, tmp_path, 0, (0, 0, 0.5, 0.5), further=further))
    colors = {color for _, color in seen.getcolors(1000) or []}
    assert colors == {(0, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)}


@pytest.mark.parametrize(("turn", "mirrored", "gone"), [(90, False, 3), (180, False, 2), (0, True, 1)])
def test_an_area_is_where_a_viewer_shows_it(tmp_path: Path, turn: int, mirrored: bool, gone: int):
    data = support.picture_bytes(support.corner_picture(), "PNG")
    file = support.picture_file(tmp_path / "a.png", data, FileKind.PNG, turn=turn, mirrored=mirrored)
    seen = picture_of(redacted(file, tmp_path, 0, (0, 0, 0.5, 0.5)))
    colors = {color for _, color in seen.getcolors(1000) or []}
    assert support.CORNERS[gone] not in colors
    assert len(colors) == 4


# What is made of a page


def test_of_a_page_of_text_nothing_is_left_but_a_picture(tmp_path: Path):
    file = redacted(support.pdf_file(text_pdf(tmp_path / "a.pdf")), tmp_path, 0, SECRET_AREA)
    plan = plan_packet(support.request(support.section(support.exhibit(file))))
    target = tmp_path / "packet.pdf"
    write_packet(plan, target, support.silent)
    number = support.sheet_number(plan)
    assert SECRET not in support.text_by_pdfium(target, number)
    assert not [data for data in streams_of(target) if SECRET.encode() in data or b"harmless" in data]
    # The other page of the file is copied as ever.
    assert "another page" in support.text_by_pdfium(target, number + 1)


def test_the_area_is_of_one_colour_and_the_rest_as_it_was(tmp_path: Path):
    file = redacted(support.pdf_file(text_pdf(tmp_path / "a.pdf")), tmp_path, 0, SECRET_AREA)
    picture = picture_of(file).convert("L")
    width, height = picture.size
    assert height == pytest.approx(400 * 300 / 72, abs=2)
    inside = picture.crop((int(0.1 * width), int(0.1 * height), int(0.9 * width), int(0.2 * height)))
    assert inside.getextrema() == (0, 0)
    foot = picture.crop((0, int(0.8 * height), width, height))
    assert foot.getextrema()[0] < 60 < 200 < foot.getextrema()[1]


def test_a_photo_written_as_jpeg_is_plain_to_the_edge_of_its_area(tmp_path: Path):
    photo = Image.effect_noise((403, 299), 90).convert("RGB")
    file = support.picture_file(
        tmp_path / "a.jpg", support.picture_bytes(photo, "JPEG", exif=b"Exif\0\0SECRETDATA"), FileKind.JPEG
    )
    done = redacted(file, tmp_path, 0, (0.203, 0.31, 0.611, 0.777))
    assert done.redacted[0].kind is FileKind.JPEG
    assert b"Exif" not in Path(done.redacted[0].path).read_bytes()
    left, top, right, bottom = int(0.203 * 403), int(0.31 * 299), int(0.611 * 403) + 1, int(0.777 * 299) + 1
    assert picture_of(done).crop((left, top, right, bottom)).getextrema() == ((0, 0),) * 3


def test_a_page_that_cannot_be_drawn_is_refused_by_name(tmp_path: Path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    with pytest.raises(UnusableInput) as caught:
        redact_pages(str(path), "jpeg", ((0, 0, False, 0, (SECRET_AREA,)),), str(tmp_path), "护照.jpg")
    assert (caught.value.code, caught.value.params) == (
        "share.cannot_remove",
        {"file": "护照.jpg", "page": 1},
    )


def test_a_picture_stands_where_its_page_would_have_stood(tmp_path: Path):
    plain = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    file = redacted(plain, tmp_path, 0, SECRET_AREA)
    boxes = []
    for each in (plain, file):
        plan = plan_packet(support.request(support.section(support.exhibit(each))))
        write_packet(plan, tmp_path / "packet.pdf", support.silent)
        page = support.rendered(tmp_path / "packet.pdf", support.sheet_number(plan)).convert("L")
        foot = page.crop((0, page.height // 2, page.width, page.height - 60))
        boxes.append(foot.point(lambda level: 255 if level < 128 else 0).getbbox())
    assert boxes[0] is not None
    assert boxes[1] == pytest.approx(boxes[0], abs=2)


def test_only_a_page_that_was_redacted_is_replaced(tmp_path: Path):
    file = redacted(support.pdf_file(text_pdf(tmp_path / "a.pdf")), tmp_path, 0, SECRET_AREA)
    first, second = (PageSource(file, index, file.pages[index]) for index in (0, 1))
    assert standing_for(first).file.path == file.redacted[0].path
    assert standing_for(second) is second


# What pages have in common


def test_pages_within_reach_of_the_same_picture_say_so(tmp_path: Path):
    one, two = noise(1), noise(2)
    path = picture_pdf(tmp_path / "a.pdf", "I1", "I2", pictures={"I1": one, "I2": two})
    first, second = digest_streams(str(path), "pdf", (0, 1))
    assert first == second
    assert len(first) == 2
    alone = picture_pdf(tmp_path / "b.pdf", "I2", pictures={"I2": two})
    (third,) = digest_streams(str(alone), "pdf", (0,))
    assert set(third) < set(first)


def test_a_photo_and_a_pdf_made_of_it_have_the_same_picture(tmp_path: Path):
    data = support.picture_bytes(support.corner_picture(), "JPEG", quality=90)
    (tmp_path / "a.jpg").write_bytes(data)
    entries = {**noise(1).entries, "Width": 320, "Height": 200, "ColorSpace": Name("DeviceRGB")}
    placed = Stream({**entries, "Filter": Name("DCTDecode")}, data)
    path = picture_pdf(tmp_path / "a.pdf", "I1", pictures={"I1": placed})
    ((of_photo,),) = digest_streams(str(tmp_path / "a.jpg"), "jpeg", (0,))
    assert of_photo in digest_streams(str(path), "pdf", (0,))[0]


def test_what_cannot_be_looked_through_says_so(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")
    assert digest_streams(str(path), "pdf", (0, 1)) == ((UNKNOWN,), (UNKNOWN,))


# The look at what was written


def written(folder: Path, file: SourceFile) -> tuple[Path, int]:
    plan = plan_packet(support.request(support.section(support.exhibit(file))))
    target = folder / "packet.pdf"
    write_packet(plan, target, support.silent)
    return target, support.sheet_number(plan)


def test_nothing_is_found_where_nothing_is_left(tmp_path: Path):
    file = redacted(support.pdf_file(text_pdf(tmp_path / "a.pdf")), tmp_path, 0, SECRET_AREA)
    target, number = written(tmp_path, file)
    assert find_remains(str(target), ((number, 0, (SECRET_AREA,)),), (number,), (), "") == ()


def test_an_area_that_is_not_plain_is_found(tmp_path: Path):
    # Painted over elsewhere than where it is looked for.
    file = redacted(support.pdf_file(text_pdf(tmp_path / "a.pdf")), tmp_path, 0, (0.1, 0.5, 0.9, 0.6))
    target, number = written(tmp_path, file)
    assert (number, "picture") in find_remains(str(target), ((number, 0, (SECRET_AREA,)),), (number,), (), "")


def test_words_and_pictures_that_are_still_there_are_found(tmp_path: Path):
    target, number = written(tmp_path, support.pdf_file(text_pdf(tmp_path / "a.pdf")))
    assert (number, "picture") in find_remains(str(target), ((number, 0, (SECRET_AREA,)),), (), (), "")
    assert (number, "text") in find_remains(str(target), ((number, 0, (SECRET_AREA,)),), (number,), (), "")


def test_a_stream_that_should_be_nowhere_is_found_wherever_it_is(tmp_path: Path):
    path = picture_pdf(tmp_path / "a.pdf", "I1", pictures={"I1": noise(1)})
    ((digest,),) = digest_streams(str(path), "pdf", (0,))
    target, _ = written(tmp_path, support.pdf_file(path))
    assert find_remains(str(target), (), (), (digest,), "") == ((0, "picture"),)
    file = redacted(support.pdf_file(path), tmp_path, 0, SECRET_AREA)
    target, _ = written(tmp_path, file)
    assert find_remains(str(target), (), (), (digest,), "") == ()


def test_words_beneath_an_area_are_found_even_over_a_plain_picture(tmp_path: Path):
    # A searchable scan whose hidden words were left: black picture, words in a layer above it.
    buffer = io.BytesIO()
    black = Image.new("L", (300, 400))
    ImageDraw.Draw(black)
    black.save(buffer, "JPEG")
    plain = Stream(
        {**noise(0).entries, "Width": 300, "Height": 400, "Filter": Name("DCTDecode")}, buffer.getvalue()
    )
    words = support.content(f"q 300 0 0 400 0 0 cm /I Do Q 3 Tr {words_at(340, SECRET)}")
    path = support.write_pdf(
        tmp_path / "a.pdf", [{"Contents": words, "Resources": {"Font": FONT, "XObject": {"I": plain}}}]
    )
    assert find_remains(str(path), ((1, 0, (SECRET_AREA,)),), (), (), "") == ((1, "text"),)
    assert find_remains(str(path), ((1, 0, ((0.1, 0.6, 0.9, 0.8),)),), (), (), "") == ()


def test_facts_of_pictures_keep_whether_they_state_a_size():
    facts = PageFacts(1, 100, 50, dpi=None)
    file = SourceFile("a.jpg", "a.jpg", FileKind.JPEG, "", 1, (facts,), (0,))
    done = replace(file, redacted=(RedactedPage(0, "b.png", FileKind.PNG),))
    assert standing_for(PageSource(done, 0, facts)).facts.dpi is None
    page = replace(done, kind=FileKind.PDF)
    assert standing_for(PageSource(page, 0, facts)).facts.dpi is not None


def test_pages_cut_from_one_content_by_crop_boxes_stand_in_for_each_other(tmp_path: Path):
    whole = support.content(f"{words_at(340, SECRET)} {words_at(40, 'harmless')}")
    halves = [[0, 200, 300, 400], [0, 0, 300, 200]]
    pages = [{"Contents": whole, "Resources": {"Font": FONT}, "CropBox": box} for box in halves]
    path = support.write_pdf(tmp_path / "a.pdf", pages)
    first, second = digest_streams(str(path), "pdf", (0, 1))
    assert first
    assert first == second


def test_content_that_only_places_a_picture_is_shared_by_nobody(tmp_path: Path):
    one, two = noise(1), noise(2)
    content = support.content("q 300 0 0 400 0 0 cm /I Do Q")
    pages = [{"Contents": content, "Resources": {"XObject": {"I": each}}} for each in (one, two)]
    path = support.write_pdf(tmp_path / "a.pdf", pages)
    first, second = digest_streams(str(path), "pdf", (0, 1))
    assert not set(first) & set(second)
