"""Front matter sets well whatever it has to hold, and every character can be taken out again."""

from __future__ import annotations

import functools
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from app.domain.packet import PacketPlan, PageKind
from app.domain.words import DisplayMode, Text
from app.packet import layout, listing
from app.packet.draw import Drawn, draw_pages
from app.packet.plan import missing_characters, plan_packet
from tests.support.names import NAMES
from tests.unit.packet import front, support

EACH_LANGUAGE = pytest.mark.parametrize("language", list(DisplayMode))


@functools.cache
def hard(language: DisplayMode = DisplayMode.BOTH) -> tuple[PacketPlan, Drawn, dict[int, list[front.Words]]]:
    """Draw the hard request once in each language."""
    plan = plan_packet(front.hard_request(language))
    with pytest.MonkeyPatch.context() as patch:
        return plan, *front.drawn_words(plan, patch)


@EACH_LANGUAGE
def test_nothing_leaves_the_page_or_runs_into_something_else(
    language: DisplayMode,
) -> None:
    plan, _, pages = hard(language)
    assert len(pages) == plan.page_count
    for page in plan.pages:
        words = pages[page.number]
        outside = [
            line.text
            for line in words
            if line.left < layout.STAMP_MARGIN - 0.01
            or line.right > page.width_pt - layout.SHEET_EDGE + 0.01
            or line.baseline < 8
            or line.baseline + line.size > page.height_pt - 20
        ]
        assert outside == [], page.number
        assert front.collisions(words) == [], page.number


@EACH_LANGUAGE
def test_lists_end_above_the_stamp(language: DisplayMode) -> None:
    plan, _, pages = hard(language)
    for page in plan.pages:
        if page.kind in (PageKind.SHEET, PageKind.PLACEHOLDER):
            continue
        above = [line for line in pages[page.number] if line.baseline > layout.STAMP_BAND]
        assert min(line.baseline - 0.2 * line.size for line in above) > layout.STAMP_BAND + 4


def test_page_numbers_stand_at_the_right_edge() -> None:
    plan, _, pages = hard()
    edge = layout.MARGIN + layout.TEXT_WIDTH
    targets = {str(exhibit.first_page) for section in plan.sections for exhibit in section.exhibits}
    found = [
        line.right
        for page in plan.pages
        if page.kind is PageKind.CONTENTS
        for line in pages[page.number]
        if line.text in targets and line.left > edge - listing.NUMBER_COLUMN
    ]
    assert len(found) >= len(targets)
    assert {round(right, 6) for right in found} == {round(edge, 6)}


@EACH_LANGUAGE
def test_every_character_can_be_taken_out_by_two_readers(
    language: DisplayMode,
) -> None:
    plan, drawn, pages = hard(language)
    reader = pypdf.PdfReader(io.BytesIO(drawn.pdf))
    document = pypdfium2.PdfDocument(drawn.pdf)
    for page in plan.pages:
        wanted = {mark for line in pages[page.number] for mark in line.text if not mark.isspace()}
        by_pypdf = reader.pages[page.number - 1].extract_text()
        by_pdfium = document[page.number - 1].get_textpage().get_text_bounded()
        assert wanted - set(by_pypdf) == set(), page.number
        assert wanted - set(by_pdfium) == set(), page.number
    document.close()
    assert all(mark in {m for words in pages.values() for w in words for m in w.text} for mark in "㛃䶮𬭎𫟹")


def test_every_font_is_embedded_and_has_a_tag_of_its_own() -> None:
    titles = ("".join(chr(0x4E00 + 100 * n + k) for k in range(100)) for n in range(6))
    papers = (front.paper(front.source("a.pdf"), title=Text.same(title)) for title in titles)
    plan = plan_packet(front.asking(support.section(*papers)))
    reader = pypdf.PdfReader(io.BytesIO(draw_pages(plan, lambda number: None).pdf))
    fonts: dict[int, Any] = {}
    for page in reader.pages:
        named = page["/Resources"]["/Font"]  # type: ignore[index]
        fonts |= {named.raw_get(name).idnum: named[name] for name in named}
    names = [str(font["/BaseFont"]) for font in fonts.values()]
    assert len(names) == len(set(names)) > 2
    for font in fonts.values():
        assert font["/FontDescriptor"]["/FontFile2"].get_data()


def test_names_come_out_whole_on_cover_contents_and_stamps() -> None:
    papers = [front.paper(front.source(f"{name}.pdf"), person=name) for name in NAMES.values()]
    usual = front.asking(support.section(*papers))
    people = tuple((each[0], Text.same(name), *each[2:]) for each in usual.people for name in NAMES.values())
    plan = plan_packet(replace(usual, people=people, title=" ".join(NAMES["Polish"])))
    assert missing_characters(plan.request) == ()
    drawn = draw_pages(plan, lambda number: None)
    kinds = (PageKind.COVER, PageKind.CONTENTS, PageKind.SHEET)
    for by in (_by_pypdf(drawn.pdf), _by_pdfium(drawn.pdf)):
        assert "〔" not in "".join(by)
        for kind in kinds:
            words = "".join(by[page.number - 1] for page in plan.pages if page.kind is kind)
            assert [name for name in NAMES.values() if _dense(name) not in words] == [], kind


def _by_pypdf(pdf: bytes) -> list[str]:
    return [_dense(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def _by_pdfium(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    words = [_dense(page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    return words


def _dense(words: str) -> str:
    return "".join(words.split())


def test_a_character_without_a_picture_is_named_by_its_code(tmp_path: Path) -> None:
    plan, drawn, _ = hard()
    path = tmp_path / "front.pdf"
    path.write_bytes(drawn.pdf)
    contents = [page.number for page in plan.pages if page.kind is PageKind.CONTENTS]
    assert any("缺〔U+20BB7〕" in support.text_by_pdfium(path, number) for number in contents)
