"""The plan knows every page before a byte is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.files import FileKind, PageFacts
from app.domain.packet import A4_HEIGHT_PT, PacketPlan, PageKind, SourceFile
from app.domain.words import Text
from app.packet.holdings import packet_files
from app.packet.plan import missing_characters, plan_packet
from tests.unit.packet import support


def _file(pages: int, *, problem: str | None = None, width: float = 595, height: float = 842) -> SourceFile:
    facts = tuple(PageFacts(number, width, height) for number in range(1, pages + 1))
    return SourceFile(
        "a.pdf", "/nowhere/a.pdf", FileKind.PDF, "ab" * 32, 1, facts, tuple(range(pages)), problem
    )


def _numbers_agree(plan: PacketPlan) -> None:
    assert [page.number for page in plan.pages] == list(range(1, plan.page_count + 1))
    for section in plan.sections:
        assert plan.pages[section.divider_page - 1].kind is PageKind.DIVIDER
        for exhibit in section.exhibits:
            last = exhibit.first_page + exhibit.page_count
            labels = {page.label for page in plan.pages[exhibit.first_page - 1 : last - 1]}
            assert labels == {exhibit.label}
    for bookmark in plan.bookmarks:
        assert 1 <= bookmark.page <= plan.page_count


@given(shape=st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=6), max_size=4))
@settings(max_examples=40, deadline=None)
def test_numbers_labels_and_bookmarks_agree_for_any_shape_of_packet(shape: list[list[int]]) -> None:
    sections = [support.section(*(support.exhibit(_file(pages)) for pages in part)) for part in shape]
    plan = plan_packet(support.request(*sections))
    _numbers_agree(plan)
    assert sum(page.kind is PageKind.SHEET for page in plan.pages) == sum(sum(part) for part in shape)


def test_the_order_is_cover_contents_divider_exhibit_accounting() -> None:
    plan = plan_packet(support.request(support.section(support.exhibit(_file(2)))))
    kinds = [page.kind.value for page in plan.pages]
    assert kinds == ["cover", "contents", "divider", "sheet", "sheet", "accounting"]


def test_many_exhibits_flow_over_several_contents_pages() -> None:
    exhibits = [
        support.exhibit(_file(1), title=Text("Long title " * 12, "很长的标题" * 14)) for _ in range(150)
    ]
    plan = plan_packet(support.request(support.section(*exhibits)))
    parts = [page.part for page in plan.pages if page.kind is PageKind.CONTENTS]
    assert len(parts) > 5
    assert parts == list(range(len(parts)))
    _numbers_agree(plan)


def test_many_people_flow_to_a_second_cover_page() -> None:
    request = support.request(support.section(support.exhibit(_file(1))))
    crowd = type(request)(
        **{name: getattr(request, name) for name in request.__slots__} | {"people": request.people * 40}
    )
    plan = plan_packet(crowd)
    assert [page.kind for page in plan.pages].count(PageKind.COVER) > 1


def test_a_page_wider_than_tall_lies_on_a_lying_sheet() -> None:
    plan = plan_packet(support.request(support.section(support.exhibit(_file(1, width=842, height=595)))))
    sheet = plan.pages[support.sheet_number(plan) - 1]
    assert sheet.width_pt == A4_HEIGHT_PT


def test_selected_pages_come_in_the_order_chosen() -> None:
    file = _file(4)
    chosen = type(file)(**{name: getattr(file, name) for name in file.__slots__} | {"selected": (2, 0)})
    plan = plan_packet(support.request(support.section(support.exhibit(chosen))))
    assert [page.source.index for page in plan.pages if page.source] == [2, 0]


def test_an_unusable_file_becomes_one_placeholder_in_a_draft() -> None:
    files = (_file(3, problem="encrypted"), _file(2))
    plan = plan_packet(support.request(support.section(support.exhibit(*files)), draft=True))
    kinds = [page.kind for page in plan.pages if page.exhibit == 1]
    assert kinds == [PageKind.PLACEHOLDER, PageKind.SHEET, PageKind.SHEET]


def test_an_exhibit_without_files_becomes_a_placeholder_in_a_draft() -> None:
    plan = plan_packet(support.request(support.section(support.exhibit()), draft=True))
    assert [page.problem for page in plan.pages if page.exhibit == 1] == ["missing"]


@pytest.mark.parametrize("files", [(), (_file(1, problem="empty"),)], ids=["no file", "unusable file"])
def test_without_a_draft_an_unusable_file_is_a_mistake_of_the_caller(files: tuple[SourceFile, ...]) -> None:
    with pytest.raises(ValueError, match="1-1"):
        plan_packet(support.request(support.section(support.exhibit(*files))))


def test_every_file_is_accounted_for_with_its_pages() -> None:
    plan = plan_packet(support.request(support.section(support.exhibit(_file(2), _file(3)))))
    exhibit = plan.sections[0].exhibits[0]
    assert exhibit.file_pages[1] == tuple(range(exhibit.first_page + 2, exhibit.first_page + 5))
    assert [len(file.pages) for file in packet_files(plan)] == [2, 3]


def test_characters_that_the_font_lacks_are_named_with_their_text() -> None:
    request = support.request(support.section(support.exhibit(_file(1), person=f"{support.RARE}𠮷")))
    assert missing_characters(request) == (("𠮷", f"{support.RARE}𠮷"),)
