"""Two sides of a card stand on one page at their size, and each is accounted for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.domain.files import FileKind, PageFacts
from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT, PacketPlan, PageKind, SourceFile
from app.packet import layout
from app.packet.holdings import packet_files, sums_of
from app.packet.plan import plan_packet
from app.packet.sheets import arranged
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from tests.unit.packet import support

MM = 25.4 / 72
CARD_PIXELS = (1011, 638)  # 85.6 x 54 mm at 300 dpi
A4 = (A4_WIDTH_PT, A4_HEIGHT_PT)


def _side(folder: Path, name: str, color: str, dpi: float | None) -> SourceFile:
    path = folder / name
    path.write_bytes(support.picture_bytes(Image.new("RGB", CARD_PIXELS, color), "JPEG"))
    scale = 72 / (dpi or 72)
    facts = PageFacts(1, CARD_PIXELS[0] * scale, CARD_PIXELS[1] * scale, dpi=dpi)
    return support.source_file(path, FileKind.JPEG, (facts,))


def _build(
    folder: Path, *files: SourceFile, one_page: bool = True, draft: bool = False
) -> tuple[PacketPlan, Path]:
    exhibit = replace(support.exhibit(*files), one_page=one_page)
    plan = plan_packet(support.request(support.section(exhibit), draft=draft))
    target = folder / "packet.pdf"
    write_packet(plan, target, support.silent)
    return plan, target


def _sheets(plan: PacketPlan) -> list[int]:
    return [page.number for page in plan.pages if page.kind is PageKind.SHEET]


@pytest.mark.parametrize("dpi", [300.0, None, 72.0], ids=["scan", "no resolution", "a camera's 72 dpi"])
def test_two_sides_stand_on_one_page_at_the_size_of_a_card(tmp_path: Path, dpi: float | None) -> None:
    scale = 1 if dpi != 72.0 else 4
    front, back = (_side(tmp_path, name, "red", dpi) for name in ("front.jpg", "back.jpg"))
    files = (front, back)
    if scale == 4:
        facts = PageFacts(1, 4044, 2552, dpi=72.0)
        files = (replace(front, pages=(facts,)), replace(back, pages=(facts,)))
    plan, path = _build(tmp_path, *files)
    assert len(_sheets(plan)) == 1
    placed = support.matrices(pypdf.PdfReader(path).pages[_sheets(plan)[0] - 1])
    assert len(placed) == 2
    for matrix in placed:
        assert matrix[0] * CARD_PIXELS[0] * MM == pytest.approx(85.6, abs=0.1)
        assert matrix[3] * CARD_PIXELS[1] * MM == pytest.approx(54.0, abs=0.1)


def test_the_first_side_stands_above_the_second(tmp_path: Path) -> None:
    files = _side(tmp_path, "front.jpg", "#ff0000", 300), _side(tmp_path, "back.jpg", "#0000ff", 300)
    plan, path = _build(tmp_path, *files)
    page = plan.pages[_sheets(plan)[0] - 1]
    picture = support.rendered(path, page.number)
    boxes = [layout.Box(frame.x, frame.y, frame.width, frame.height) for frame in page.frames]
    assert support.corner_colors(picture, boxes[0]) == ((255, 0, 0),) * 4
    assert support.corner_colors(picture, boxes[1]) == ((0, 0, 255),) * 4
    assert boxes[0].y > boxes[1].top


def test_a_side_that_was_photographed_standing_is_turned_in_its_place(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(200, 320), "JPEG", quality=95)
    turned = support.picture_file(tmp_path / "a.jpg", data, FileKind.JPEG, turn=90, dpi=None)
    plan, path = _build(tmp_path, turned, turned)
    page = plan.pages[_sheets(plan)[0] - 1]
    picture = support.rendered(path, page.number)
    for frame in page.frames:
        assert frame.width > frame.height
        box = layout.Box(frame.x, frame.y, frame.width, frame.height)
        # A quarter turn clockwise brings the lower left corner to the upper left.
        assert support.corner_colors(picture, box) == (support.CORNERS[3], *support.CORNERS[:3])


def test_each_side_is_accounted_for(tmp_path: Path) -> None:
    front, back = _side(tmp_path, "front.jpg", "red", 300), _side(tmp_path, "back.jpg", "blue", 300)
    plan, path = _build(tmp_path, front, back)
    number = _sheets(plan)[0]
    assert [(file.name, file.pages, file.indices) for file in packet_files(plan)] == [
        ("front.jpg", (number,), (0,)),
        ("back.jpg", (number,), (0,)),
    ]
    assert (sums_of(plan).source_pages, sums_of(plan).sheets) == (2, 1)
    found = verify_packet(path)
    assert (found.sound, found.source_pages) == (True, 2)


@pytest.mark.parametrize("name", ["front.jpg", "back.jpg"])
def test_a_change_to_either_side_is_found_and_named(tmp_path: Path, name: str) -> None:
    front, back = _side(tmp_path, "front.jpg", "red", 300), _side(tmp_path, "back.jpg", "blue", 300)
    _, path = _build(tmp_path, front, back)
    data = path.read_bytes()
    # The pictures' scans stand in the file as they are: alter the last bytes of one.
    picture = (tmp_path / name).read_bytes()
    scan = picture[picture.index(b"\xff\xda") :]
    assert data.count(scan) == 1
    path.write_bytes(data.replace(scan, scan[:-10] + bytes(8) + scan[-2:]))
    found = verify_packet(path).discrepancies
    assert [(each.code, each.file) for each in found] == [("source.altered", name)]


def test_sides_stay_on_pages_of_their_own_unless_asked(tmp_path: Path) -> None:
    files = _side(tmp_path, "front.jpg", "red", 300), _side(tmp_path, "back.jpg", "blue", 300)
    plan, _ = _build(tmp_path, *files, one_page=False)
    assert len(_sheets(plan)) == 2


def test_two_full_pages_stand_side_by_side_when_asked(tmp_path: Path, pdf_file: SourceFile) -> None:
    pages = tuple(PageFacts(number, *A4) for number in (1, 2, 3))
    plan = plan_packet(
        support.request(
            support.section(replace(support.exhibit(replace(pdf_file, pages=pages)), one_page=True))
        )
    )
    first, second = (plan.pages[number - 1] for number in _sheets(plan))
    assert (first.width_pt, first.height_pt) == (A4_HEIGHT_PT, A4_WIDTH_PT)
    assert first.frames[0].width / A4_WIDTH_PT > 0.6
    assert (len(first.sources), len(second.sources)) == (2, 1)
    assert packet_files(plan)[0].pages == (first.number, second.number)
    assert packet_files(plan)[0].indices == (0, 1, 2)


def test_pdf_pages_with_fields_are_paired_without_mixing_their_parts(tmp_path: Path) -> None:
    appearance = support.Stream(
        {"Type": support.Name("XObject"), "Subtype": support.Name("Form"), "BBox": [0, 0, 50, 50]},
        b"0 1 0 rg 0 0 50 50 re f",
    )
    stamp = {
        "Type": support.Name("Annot"),
        "Subtype": support.Name("Stamp"),
        "Rect": [20, 20, 120, 120],
        "AP": {"N": appearance},
    }
    pages = [
        {"Contents": support.content(f"{red} 0 {1 - red} rg 0 0 300 400 re f"), "Annots": [stamp]}
        for red in (1, 0)
    ]
    file = support.pdf_file(support.write_pdf(tmp_path / "card.pdf", pages))
    plan, path = _build(tmp_path, file)
    assert verify_packet(path).sound
    page = plan.pages[_sheets(plan)[0] - 1]
    picture = support.rendered(path, page.number)
    for frame, color in zip(page.frames, ((255, 0, 0), (0, 0, 255)), strict=True):
        box = layout.Box(frame.x, frame.y, frame.width, frame.height)
        upper_left, upper_right, lower_right, lower_left = support.corner_colors(picture, box)
        assert (upper_left, upper_right, lower_right) == (color,) * 3
        assert lower_left == (0, 255, 0)


def test_a_side_that_cannot_be_used_leaves_the_other_on_a_page_of_its_own(tmp_path: Path) -> None:
    front = _side(tmp_path, "front.jpg", "red", 300)
    lost = replace(_side(tmp_path, "back.jpg", "blue", 300), problem="unreadable", selected=())
    plan, path = _build(tmp_path, front, lost, draft=True)
    kinds = [page.kind for page in plan.pages if page.exhibit == 1]
    assert kinds == [PageKind.SHEET, PageKind.PLACEHOLDER]
    assert verify_packet(path).source_pages == 1


_SIZES = st.tuples(st.floats(20, 1200), st.floats(20, 1200))


@given(first=_SIZES, second=_SIZES)
def test_any_two_pages_stand_apart_on_the_page_in_their_shapes(
    first: tuple[float, float], second: tuple[float, float]
) -> None:
    pair = arranged(first, second)
    area = layout.sheet_area(*pair.size)
    one, other = pair.frames
    for frame, size in ((one, first), (other, second)):
        assert frame.width == pytest.approx(size[0] * pair.scale)
        assert frame.height == pytest.approx(size[1] * pair.scale)
        assert frame.x >= area.x - 0.01
        assert frame.y >= area.y - 0.01
        assert frame.x + frame.width <= area.right + 0.01
        assert frame.y + frame.height <= area.top + 0.01
    assert pair.scale <= 1
    assert other.y + other.height < one.y or other.x > one.x + one.width
