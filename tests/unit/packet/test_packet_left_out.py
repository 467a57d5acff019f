"""A paper that is not handed in stands in the contents with why and who said so, and in the packet's id."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from app.domain.packet import LeftOut, PacketOptions, PacketRequest, ShareCopy, SourceFile
from app.domain.words import DisplayMode, Text
from app.packet import listing
from app.packet.identity import shown_digest
from app.packet.plan import missing_characters, plan_packet
from app.packet.verify import compare_with_request, verify_packet
from app.packet.write import write_packet
from tests.unit.packet import support

PAPER = LeftOut(Text("Annual report", "年度报告"), "ROE ANNA", "younger than a year", "Window 3")
PARTLY = dataclasses.replace(PAPER, title=Text("Income", "收入"), said_on=date(2026, 11, 2), in_part=True)


def asked(*papers: LeftOut, files: tuple[SourceFile, ...] = (), **options: object) -> PacketRequest:
    request = support.request(support.section(*(support.exhibit(file) for file in files)))
    chosen = PacketOptions(**options)  # type: ignore[arg-type]
    return dataclasses.replace(request, options=chosen, left_out=papers)


def contents(request: PacketRequest) -> list[str]:
    """Return the lines of the contents that lead to no page."""
    rows = [row for page in listing.contents_pages(request) for row in page]
    return [line.words for row in rows if row.nowhere for line in row.lines]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (DisplayMode.EN, ["Not handed in", "Annual report · ROE ANNA"]),
        (DisplayMode.ZH, ["未提交的材料", "年度报告 · ROE ANNA"]),
        (DisplayMode.BOTH, ["未提交的材料", "Not handed in", "年度报告 · ROE ANNA", "Annual report"]),
    ],
)
def test_the_contents_name_it_in_the_packets_language(language: DisplayMode, expected: list[str]) -> None:
    *heading, words = contents(asked(PAPER, language=language))
    assert heading == expected
    assert ("Not handed in: younger than a year (said by Window 3)" in words) is (language.value != "zh")
    assert ("未提交：younger than a year（告知人：Window 3）" in words) is (language.value != "en")


def test_of_a_part_the_contents_say_that_it_is_one() -> None:
    words = contents(asked(PARTLY, language=DisplayMode.EN))[-1]
    assert words == "Handed in only in part: younger than a year (said by Window 3, 2 November 2026)"


def test_without_such_a_paper_nothing_is_said_and_the_id_is_as_before() -> None:
    assert contents(asked()) == []
    assert shown_digest(asked()) == shown_digest(support.request(support.section()))


@pytest.mark.parametrize("name", ["reason", "said_by", "said_on", "person_name", "in_part"])
def test_each_word_of_it_makes_another_packet(name: str) -> None:
    other = {"said_on": date(2026, 11, 3), "in_part": True}.get(name, "other")
    changed = dataclasses.replace(PAPER, **{name: other})  # type: ignore[arg-type]
    assert len({shown_digest(asked(each)) for each in (PAPER, changed)} | {shown_digest(asked())}) == 3


def test_a_shared_copy_goes_to_no_office_and_does_not_tell_it() -> None:
    share = ShareCopy("Landlord", date(2026, 12, 1))
    assert contents(asked(PAPER, share=share)) == []
    assert shown_digest(asked(PAPER, share=share)) == shown_digest(asked(share=share))


def test_a_character_of_it_that_cannot_be_drawn_is_told() -> None:
    paper = dataclasses.replace(PAPER, reason="because 𠮷")
    assert missing_characters(asked(paper)) == (("𠮷", "because 𠮷"),)


def test_the_packet_verifies_and_is_held_against_the_case(tmp_path: Path, jpeg_file: SourceFile) -> None:
    request = asked(PAPER, PARTLY, files=(jpeg_file,))
    plan = plan_packet(request)
    write_packet(plan, tmp_path / "packet.pdf", support.silent)
    read = verify_packet(tmp_path / "packet.pdf")
    assert read.sound
    page = support.text_by_pdfium(tmp_path / "packet.pdf", 2)
    assert "Not handed in: younger than a year (said by Window 3)" in " ".join(page.split())
    assert compare_with_request(read, request) == ()
    [found] = compare_with_request(read, asked(PAPER, files=(jpeg_file,)))
    assert found.code == "case.changed"
