"""Photos stand at their printed size on one sheet, as many as asked, and count as one source page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.files import FileKind
from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT, PT_PER_MM, Frame, PageKind, SourceFile
from app.packet import layout
from app.packet.holdings import packet_files, sums_of
from app.packet.sheets import photo_frames
from app.packet.verify import verify_packet
from tests.unit.packet import support

MM = 25.4 / 72


def _photo(folder: Path, count: int, pixels: tuple[int, int] = (330, 480)) -> SourceFile:
    data = support.picture_bytes(support.corner_picture(*pixels), "JPEG", quality=95)
    file = support.picture_file(folder / "photo.jpg", data, FileKind.JPEG)
    return replace(file, physical_mm=(33.0, 48.0), photo_count=count)


def _sizes_mm(path: Path, number: int, pixels: tuple[int, int]) -> list[tuple[float, float]]:
    page = pypdf.PdfReader(path).pages[number - 1]
    return [(a * pixels[0] * MM, d * pixels[1] * MM) for a, _, _, d, _, _ in support.matrices(page)]


@pytest.mark.parametrize("count", [1, 2, 4, 6, 8, 12])
def test_as_many_photos_as_asked_stand_on_one_page_at_their_size(tmp_path: Path, count: int) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, count))
    assert [page.kind for page in plan.pages].count(PageKind.SHEET) == 1
    sizes = _sizes_mm(path, support.sheet_number(plan), (330, 480))
    assert len(sizes) == count
    for width, height in sizes:
        assert width == pytest.approx(33, abs=0.1)
        assert height == pytest.approx(48, abs=0.1)


def test_a_photo_shown_four_times_is_one_source_page(tmp_path: Path) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, 4))
    assert [file.indices for file in packet_files(plan)] == [(0,)]
    assert sums_of(plan).source_pages == sums_of(plan).sheets == 1
    found = verify_packet(path)
    assert (found.sound, found.source_pages) == (True, 1)


def test_each_photo_shows_the_whole_picture_in_its_frame(tmp_path: Path) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, 4))
    number = support.sheet_number(plan)
    picture = support.rendered(path, number)
    for frame in plan.pages[number - 1].frames:
        box = layout.Box(frame.x, frame.y, frame.width, frame.height)
        assert support.corner_colors(picture, box) == support.CORNERS


@pytest.mark.parametrize("pixels", [(400, 400), (480, 330), (100, 480)], ids=["square", "lying", "narrow"])
def test_a_photo_of_another_shape_fits_inside_without_distortion(
    tmp_path: Path, pixels: tuple[int, int]
) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, 2, pixels))
    for width, height in _sizes_mm(path, support.sheet_number(plan), pixels):
        assert width / height == pytest.approx(pixels[0] / pixels[1], rel=1e-3)
        assert width <= 33.01
        assert height <= 48.01
        assert width == pytest.approx(33, abs=0.01) or height == pytest.approx(48, abs=0.01)


def test_more_photos_than_a_page_holds_go_on_upon_the_next_and_still_count_once(tmp_path: Path) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, 30))
    sheets = [page for page in plan.pages if page.kind is PageKind.SHEET]
    assert len(sheets) > 1
    assert sum(len(page.frames) for page in sheets) == 30
    assert packet_files(plan)[0].pages == tuple(page.number for page in sheets)
    assert verify_packet(path).source_pages == 1


def test_the_name_stands_below_the_photos_and_not_in_them(tmp_path: Path) -> None:
    plan, path = support.build(tmp_path, _photo(tmp_path, 4))
    number = support.sheet_number(plan)
    page = pypdf.PdfReader(path).pages[number - 1]
    heights: list[float] = []

    def visit(words: str, _: object, matrix: list[float], *others: object) -> None:
        if support.PERSON in words:
            heights.append(matrix[5])

    page.extract_text(visitor_text=visit)
    lowest = min(frame.y for frame in plan.pages[number - 1].frames)
    assert max(heights) < lowest
    assert "33 × 48 mm" in support.text_by_pdfium(path, number)


def _apart(first: Frame, second: Frame) -> bool:
    across = second.x >= first.x + first.width or first.x >= second.x + second.width
    return across or second.y >= first.y + first.height or first.y >= second.y + second.height


@given(width=st.floats(15, 90), height=st.floats(15, 120), count=st.integers(1, 40))
def test_frames_of_any_size_and_number_stand_apart_on_the_page(
    width: float, height: float, count: int
) -> None:
    sheets = photo_frames((width, height), count)
    assert sum(map(len, sheets)) == count
    for frames in sheets:
        for index, frame in enumerate(frames):
            assert frame.width == pytest.approx(width * PT_PER_MM)
            assert min(frame.x, frame.y - layout.STAMP_BAND) > 0
            assert frame.x + frame.width < A4_WIDTH_PT
            assert frame.y + frame.height < A4_HEIGHT_PT
            assert all(_apart(frame, other) for other in frames[index + 1 :])
