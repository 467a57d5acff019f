"""A printing set starts everything new on an odd page and repeats each exhibit as often as asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.files import FileKind, PageFacts
from app.domain.packet import ExhibitRequest, PacketOptions, PacketPlan, PacketRequest, PageKind, SourceFile
from app.packet.holdings import packet_files, sums_of
from app.packet.plan import plan_packet
from app.packet.stamp import page_words
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from tests.unit.packet import support

PRINTING = PacketOptions(printing=True)


def _file(pages: int) -> SourceFile:
    facts = tuple(PageFacts(number, 595, 842) for number in range(1, pages + 1))
    return SourceFile("a.pdf", "/nowhere/a.pdf", FileKind.PDF, "ab" * 32, 1, facts, tuple(range(pages)))


def _request(*exhibits: ExhibitRequest, printing: bool = True) -> PacketRequest:
    options = PRINTING if printing else PacketOptions()
    return replace(support.request(support.section(*exhibits)), options=options)


def _built(folder: Path, file: SourceFile, copies: int) -> tuple[PacketPlan, Path]:
    plan = plan_packet(_request(replace(support.exhibit(file), copies=copies), support.exhibit(file)))
    target = folder / f"packet-{copies}.pdf"
    write_packet(plan, target, support.silent)
    return plan, target


_SHAPES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), min_size=1, max_size=6)


@given(shape=_SHAPES)
@settings(max_examples=40, deadline=None)
def test_every_divider_exhibit_and_copy_starts_on_an_odd_page(shape: list[tuple[int, int]]) -> None:
    exhibits = [replace(support.exhibit(_file(pages)), copies=copies) for pages, copies in shape]
    plan = plan_packet(_request(*exhibits))
    starts = [page.number for page in plan.pages if page.exhibit is not None and page.part == 0]
    assert len(starts) == sum(copies for _, copies in shape)
    dividers = [section.divider_page for section in plan.sections]
    assert all(number % 2 for number in (*starts, *dividers))


@given(shape=_SHAPES)
@settings(max_examples=40, deadline=None)
def test_pages_are_left_blank_only_before_something_new_and_are_counted(shape: list[tuple[int, int]]) -> None:
    exhibits = [replace(support.exhibit(_file(pages)), copies=copies) for pages, copies in shape]
    plan = plan_packet(_request(*exhibits))
    assert [page.number for page in plan.pages] == list(range(1, plan.page_count + 1))
    for page, following in pairwise(plan.pages):
        if page.kind is PageKind.BLANK:
            assert page.number % 2 == 0
            assert following.part == 0
    sums = sums_of(plan)
    counted = sums.sheets + sums.placeholders + sums.repeated + sums.blank + sums.own
    assert counted == plan.page_count
    assert sums.sheets == sum(pages for pages, _ in shape)
    assert sums.repeated == sum(pages * (copies - 1) for pages, copies in shape)


def test_without_printing_nothing_is_repeated_or_left_blank() -> None:
    plan = plan_packet(_request(replace(support.exhibit(_file(2)), copies=3), printing=False))
    kinds = [page.kind.value for page in plan.pages if page.kind is not PageKind.ORIGINALS]
    assert kinds == ["cover", "contents", "divider", "sheet", "sheet", "accounting"]


def test_copies_share_what_they_show_so_that_the_file_hardly_grows(
    tmp_path: Path, jpeg_file: SourceFile
) -> None:
    data = support.picture_bytes(support.noise(700, 500), "JPEG", quality=95)
    scan = support.picture_file(tmp_path / "scan.jpg", data, FileKind.JPEG)
    plan, once = _built(tmp_path, scan, 1)
    more, thrice = _built(tmp_path, scan, 3)
    added = more.page_count - plan.page_count
    assert added == 4
    assert thrice.stat().st_size - once.stat().st_size < added * 3_000
    assert len(data) > 100_000


def test_a_printing_set_verifies_and_accounts_for_each_file_once(
    tmp_path: Path, pdf_file: SourceFile
) -> None:
    plan, path = _built(tmp_path, pdf_file, 3)
    found = verify_packet(path)
    assert found.discrepancies == ()
    assert found.source_pages == 6
    first = plan.sections[0].exhibits[0]
    assert packet_files(plan)[0].pages == (first.first_page, first.first_page + 1, first.first_page + 2)


def test_each_copy_says_which_it_is_and_what_page_it_is(tmp_path: Path, pdf_file: SourceFile) -> None:
    plan, path = _built(tmp_path, pdf_file, 3)
    pages = [page for page in plan.pages if page.label == "1-1"]
    assert [(page.copy, page.part) for page in pages] == [(n, part) for n in (1, 2, 3) for part in (0, 1, 2)]
    for page in pages:
        words = support.text_by_pdfium(path, page.number)
        assert f"Copy {page.copy} of 3" in words
        assert page_words(page.number, plan.page_count) in words
        assert f"1-1 ({page.part + 1}/3)" in words
    assert "Copy" not in support.text_by_pdfium(path, plan.sections[0].exhibits[1].first_page)


def test_a_blank_page_says_that_it_is_blank_on_purpose(tmp_path: Path, pdf_file: SourceFile) -> None:
    plan, path = _built(tmp_path, pdf_file, 2)
    blank = [page.number for page in plan.pages if page.kind is PageKind.BLANK]
    assert blank
    for number in blank:
        assert "This page is intentionally blank" in support.text_by_pdfium(path, number)


def test_the_contents_lead_to_the_first_copy(tmp_path: Path, pdf_file: SourceFile) -> None:
    plan, path = _built(tmp_path, pdf_file, 3)
    contents = next(page.number for page in plan.pages if page.kind is PageKind.CONTENTS)
    targets = support.link_targets(path, contents)
    exhibits = plan.sections[0].exhibits
    assert {exhibit.first_page for exhibit in exhibits} <= targets
    assert not targets & {page.number for page in plan.pages if page.copy > 1}


def test_the_same_printing_set_has_the_same_bytes(tmp_path: Path, pdf_file: SourceFile) -> None:
    _, path = _built(tmp_path, pdf_file, 2)
    first = path.read_bytes()
    _built(tmp_path, pdf_file, 2)
    assert path.read_bytes() == first


@pytest.mark.parametrize("copies", [0, -1])
def test_a_place_that_asks_for_no_copy_still_gets_the_exhibit_once(copies: int) -> None:
    plan = plan_packet(_request(replace(support.exhibit(_file(1)), copies=copies)))
    assert [page.copy for page in plan.pages if page.kind is PageKind.SHEET] == [1]
