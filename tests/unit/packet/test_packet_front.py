"""The front matter says what an officer looks for, and says the same as the packet."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import MachineStopped
from app.domain.files import Handling, PageFacts, Signature
from app.domain.packet import PacketPlan, PageKind, SectionRequest, SourceFile
from app.domain.words import DisplayMode, Text
from app.packet import cover, listing
from app.packet.certificate import accounts_of
from app.packet.draw import draw_pages
from app.packet.holdings import sums_of
from app.packet.identity import code_words, grouped, packet_id, shown_digest
from app.packet.plan import plan_packet
from app.packet.stamp import page_words
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from tests.unit.packet import front, support
from tests.unit.packet.front import asking, paper, source

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def _drawn(plan: PacketPlan, folder: Path) -> Path:
    path = folder / "front.pdf"
    path.write_bytes(draw_pages(plan, lambda number: None).pdf)
    return path


def _words(plan: PacketPlan, folder: Path, kind: PageKind) -> str:
    """Return what stands on the pages of a kind, line by line."""
    path = _drawn(plan, folder)
    numbers = [page.number for page in plan.pages if page.kind is kind]
    return "\n".join(support.text_by_pdfium(path, number) for number in numbers).replace("\r", "")


# Cover


def test_the_code_on_the_cover_can_be_read_by_a_camera(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan, path = support.build(tmp_path, jpeg_file)
    picture = numpy.array(support.rendered(path, 1, 2.0))[:, :, ::-1].copy()
    words, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert words == code_words(plan.packet_id, plan.page_count)
    assert words == f"YONGJU 1 ID {plan.packet_id} PAGES {plan.page_count}"


def test_the_code_stays_readable_with_the_longest_words_about_it(tmp_path: Path) -> None:
    plan = plan_packet(front.hard_request())
    picture = numpy.array(support.rendered(_drawn(plan, tmp_path), 1, 2.0))[:, :, ::-1].copy()
    words, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert words == code_words(plan.packet_id, plan.page_count)


def test_the_id_stands_on_the_cover_and_in_the_manifest(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan, path = support.build(tmp_path, jpeg_file)
    assert re.fullmatch("[0-9A-F]{20}", plan.packet_id)
    assert grouped(plan.packet_id) in support.text_by_pdfium(path, 1)
    assert verify_packet(path).packet_id == plan.packet_id
    assert plan.packet_id == packet_id(verify_packet(path).shown_digest)


def test_another_id_on_the_cover_is_found(
    tmp_path: Path, jpeg_file: SourceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover, "grouped", lambda words: grouped(words[::-1]))
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    monkeypatch.setattr("app.packet.stamp.grouped", lambda words: "")
    with pytest.raises(MachineStopped) as caught:
        write_packet(plan, tmp_path / "p.pdf", support.silent)
    assert "packet.id_differs" in str(caught.value.params)


def test_the_id_is_that_of_what_the_case_puts_in() -> None:
    usual = asking(support.section(paper(source("a.pdf", 3))))
    same = {
        "in English": asking(support.section(paper(source("a.pdf", 3))), language=DisplayMode.EN),
        "as a draft": dataclasses.replace(usual, draft=True),
    }
    other = {
        "other bytes": asking(support.section(paper(source("a.pdf", 3, sha256="0" * 64)))),
        "fewer pages": asking(support.section(paper(source("a.pdf", 3, selected=(0,))))),
        "another agent": dataclasses.replace(usual, agent="Somebody"),
        "more copies": asking(support.section(paper(source("a.pdf", 3), form="copy", copies_asked=2))),
    }
    first = packet_id(shown_digest(usual))
    assert [why for why, each in same.items() if plan_packet(each).packet_id != first] == []
    assert [why for why, each in other.items() if plan_packet(each).packet_id == first] == []


def test_the_cover_names_applicant_agent_and_counts(tmp_path: Path) -> None:
    papers = (
        paper(source("a.pdf", 5, selected=(0, 1, 2)), form="copy", copies_asked=3),
        paper(source("b.pdf", 2), form="original"),
    )
    plan = plan_packet(asking(support.section(*papers), agent="Wegweiser & Töchter"))
    lines = _words(plan, tmp_path, PageKind.COVER).split("\n")
    assert "MÜLLER ANNA" in lines[3] or support.PERSON in "\n".join(lines)
    assert "Wegweiser & Töchter" in lines
    numbers = [line for line in lines if re.fullmatch(r"[\d ]+", line)]
    assert " ".join(numbers).split()[:6] == ["1", "2", "5", str(plan.page_count), "2", "3"]


# Contents, dividers and originals


def _row_words(plan: PacketPlan, kind: PageKind) -> list[tuple[int, str]]:
    """Return, for each link on the pages of a kind, where it leads and the words within it."""
    drawn = draw_pages(plan, lambda number: None)
    document = pypdfium2.PdfDocument(drawn.pdf)
    textpages = {
        page.number: document[page.number - 1].get_textpage() for page in plan.pages if page.kind is kind
    }
    found = []
    for link in drawn.links:
        if link.page in textpages:
            box = link.box
            words = textpages[link.page].get_text_bounded(box.x, box.y - 1, box.right + 2, box.top + 1)
            found.append((link.target, " ".join(str(words).split())))
    document.close()
    return found


def test_every_row_says_the_page_to_which_it_leads_in_a_large_packet() -> None:
    papers = tuple(
        paper(source(f"{n}.pdf", 1 + n % 9), title=Text(f"Paper {n}", f"材料{n}"), form="copy")
        for n in range(120)
    )
    plan = plan_packet(asking(support.section(*papers), support.section(*papers)))
    for kind in (PageKind.CONTENTS, PageKind.DIVIDER, PageKind.ORIGINALS):
        rows = _row_words(plan, kind)
        assert len(rows) >= 240
        assert [row for row in rows if str(row[0]) not in row[1].split()] == []


def test_stamps_labels_and_bookmarks_agree_on_every_page_of_a_large_packet(tmp_path: Path) -> None:
    papers = tuple(paper(source(f"{n}.pdf", 1 + n % 5), form="copy") for n in range(200))
    plan = plan_packet(asking(support.section(*papers)))
    document = pypdfium2.PdfDocument(_drawn(plan, tmp_path))
    for page in plan.pages:
        words = document[page.number - 1].get_textpage().get_text_bounded()
        assert page_words(page.number, plan.page_count) in words
        if page.exhibit is not None:
            assert f"{page.label} (" in words or page.label in words
    document.close()
    firsts = {exhibit.label: exhibit.first_page for exhibit in plan.sections[0].exhibits}
    titled = {mark.title.en.split()[0]: mark.page for mark in plan.bookmarks if mark.level == 1}
    assert titled == firsts


def test_the_contents_say_original_or_copy_and_how_many() -> None:
    papers = (
        paper(source("a.pdf"), form="original"),
        paper(source("b.pdf"), form="copy", copies_asked=2),
        paper(source("c.pdf"), form="copy"),
        paper(source("d.pdf"), form="original-and-copy", copies_asked=3),
        paper(source("e.pdf"), form="original-and-copy", copies_asked=1),
        paper(source("f.pdf")),
    )
    plan = plan_packet(asking(support.section(*papers), language=DisplayMode.EN))
    forms = [row for _, row in _row_words(plan, PageKind.CONTENTS)][2:-1]
    wanted = ["Original", "2 copies", "Copy", "Original, 3 copies", "Original, 1 copy", ""]
    assert [form for form, row in zip(wanted, forms, strict=True) if form not in row] == []
    assert "op" not in forms[-1].lower()


def test_originals_are_listed_person_by_person_with_what_is_done_with_them(tmp_path: Path) -> None:
    first = support.section(
        paper(source("a.pdf"), form="original", person="ANNA"),
        paper(source("b.pdf"), form="copy", person="BEN"),
    )
    second = support.section(
        paper(source("c.pdf"), form="original-and-copy", person="ANNA", notes=(Text.same("As it is."),)),
        paper(source("d.pdf"), person="BEN"),
    )
    plan = plan_packet(asking(first, second, language=DisplayMode.EN))
    words = _words(plan, tmp_path, PageKind.ORIGINALS)
    order = ["ANNA", "1-1", "Hand in the original", "2-1", "As it is.", "BEN", "1-2", "Show the original"]
    places = [words.index(word) for word in order]
    assert places == sorted(places)
    assert "2-2" not in words


def test_without_originals_there_is_no_list_of_them() -> None:
    plan = plan_packet(asking(support.section(paper(source("a.pdf")))))
    assert PageKind.ORIGINALS not in {page.kind for page in plan.pages}


def test_a_divider_says_who_signed_and_when(tmp_path: Path) -> None:
    signatures = (Signature("ZHANG San 张三", date(2026, 9, 1)), Signature(""))
    plan = plan_packet(
        asking(support.section(paper(source("a.pdf", signatures=signatures))), language=DisplayMode.EN)
    )
    words = _words(plan, tmp_path, PageKind.DIVIDER)
    said = "Signed digitally by ZHANG San 张三 on 1 September 2026; Signed digitally by someone not named"
    assert said in " ".join(words.split())


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    for count in range(1, 40):
        sections = [support.section(*(paper(source(f"{n}.pdf"), form="copy") for n in range(count)))] * 5
        for pages in (
            listing.contents_pages(asking(*sections)),
            listing.originals_pages(asking(*sections)),
        ):
            assert [rows[-1] for rows in pages if rows and rows[-1].sticky] == []


# Certificate


def test_the_certificate_tells_all_of_a_file(tmp_path: Path) -> None:
    handling = (
        Handling("rebuilt", "qpdf"),
        Handling("pictured", "PDFium", (2, 4)),
        Handling("turned", pages=(1, 5)),
    )
    file = source("scan.pdf", 6, selected=(0, 1, 2), handling=handling, size_bytes=1234567)
    plan = plan_packet(asking(support.section(paper(file)), language=DisplayMode.EN))
    words = _words(plan, tmp_path, PageKind.ACCOUNTING)
    together = " ".join(words.split())
    for said in (
        f"SHA-256 {file.sha256}",
        "1,234,567 bytes",
        "damaged file rebuilt with qpdf",
        "shown as pictures, because a copy would look different: p. 2",
        "turned upright: p. 1",
        "left out by choice: p. 4–6",
        "6 3 4–6",
    ):
        assert said in together


def test_a_file_that_serves_two_requirements_is_told_of_under_both(tmp_path: Path) -> None:
    one = source("both.pdf", 5, selected=(0, 1))
    other = dataclasses.replace(one, selected=(1, 2))
    again = dataclasses.replace(one, selected=(3,))
    between = source("b.pdf")
    plan = plan_packet(
        asking(support.section(paper(one), paper(other, between, again)), language=DisplayMode.EN)
    )
    together = " ".join(_words(plan, tmp_path, PageKind.ACCOUNTING).split())
    assert "under exhibit 1-2: p. 3–4" in together
    assert "under exhibit 1-1: p. 1" in together
    assert together.count("left out by choice: p. 5") == 2
    accounts = accounts_of(plan)
    assert (accounts.files, accounts.pages, accounts.placed, accounts.left_out) == (2, 6, 5, 1)
    assert sums_of(plan).source_pages == 6


@st.composite
def _requests(draw: st.DrawFn) -> Any:
    names = ["a.pdf", "b.pdf", "c.pdf"]
    counts = {name: draw(st.integers(0, 5)) for name in names}
    bad = {name: draw(st.sampled_from([None, None, "encrypted"])) for name in names}

    def made() -> SourceFile:
        name = draw(st.sampled_from(names))
        pages = counts[name]
        every = st.lists(st.integers(0, pages - 1), max_size=6) if pages else st.just([])
        facts = tuple(
            PageFacts(n, 595, 842, problem="unreadable" if n == 3 else None) for n in range(1, pages + 1)
        )
        chosen = tuple(draw(every))
        return dataclasses.replace(source(name, pages), pages=facts, selected=chosen, problem=bad[name])

    shape = draw(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=3))
    sections = [
        support.section(*(paper(*(made() for _ in range(files))) for files in part)) for part in shape
    ]
    return dataclasses.replace(asking(*sections), draft=True)


@given(request=_requests())
@settings(max_examples=60, deadline=None)
def test_the_sums_of_the_certificate_add_up_for_any_selection(request: Any) -> None:
    plan = plan_packet(request)
    accounts, sums = accounts_of(plan), sums_of(plan)
    parts = (accounts.placed, accounts.elsewhere, accounts.unusable, accounts.left_out)
    assert sum(parts) == accounts.pages
    assert min(parts) >= 0
    pages = (sums.sheets, sums.placeholders, sums.repeated, sums.blank, sums.own)
    assert sum(pages) == plan.page_count
    assert accounts.placed <= sums.source_pages


# Languages


@pytest.mark.parametrize("language", list(DisplayMode))
def test_a_packet_verifies_in_each_language(
    tmp_path: Path, jpeg_file: SourceFile, language: DisplayMode
) -> None:
    plan = plan_packet(asking(support.section(support.exhibit(jpeg_file)), language=language))
    path = tmp_path / "p.pdf"
    write_packet(plan, path, support.silent)
    reader = pypdf.PdfReader(path)
    assert verify_packet(path).sound
    assert str(reader.root_object["/Lang"]) == ("en" if language is DisplayMode.EN else "zh-CN")
    stamps = {
        DisplayMode.EN: "Page 2 of 5",
        DisplayMode.ZH: "第 2 页 / 共 5 页",
        DisplayMode.BOTH: "第 2 页 / 共 5 页 · Page 2 of 5",
    }
    words = support.text_by_pdfium(path, 2)
    assert stamps[language] in words
    assert ("Page 2" in words) == (language is not DisplayMode.ZH)


def test_an_english_packet_keeps_chinese_for_names_only(tmp_path: Path) -> None:
    section = SectionRequest(
        Text("Identity", "身份材料"),
        Text(f"Principal applicant: {support.PERSON}", f"主申请人：{support.PERSON}"),
        (paper(source("a.pdf", 2), form="original-and-copy", details=(Text("Valid", "有效"),)),),
    )
    request = dataclasses.replace(asking(section, language=DisplayMode.EN), draft=True)
    plan = plan_packet(request)
    path = _drawn(plan, tmp_path)
    for number in range(1, plan.page_count + 1):
        assert set(HAN.findall(support.text_by_pdfium(path, number))) <= set("安娜")
    titles = " ".join(mark.title.zh for mark in plan.bookmarks)
    assert set(HAN.findall(titles)) <= set("安娜")


def test_a_chinese_packet_shows_no_english_of_the_rules(tmp_path: Path) -> None:
    plan = plan_packet(asking(support.section(paper(source("a.pdf"))), language=DisplayMode.ZH))
    path = _drawn(plan, tmp_path)
    words = " ".join(support.text_by_pdfium(path, number) for number in range(1, plan.page_count + 1))
    for said in ("Permanent residence", "Ningbo", "Passport", "Identity", "Page 1", "Contents", "Part 1"):
        assert said not in words
    assert "外国人永久居留" in words
    assert plan.request.category.en == "Permanent residence"


def test_the_information_is_in_the_language_of_the_packet(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan = plan_packet(asking(support.section(support.exhibit(jpeg_file)), language=DisplayMode.EN))
    write_packet(plan, tmp_path / "p.pdf", support.silent)
    reader = pypdf.PdfReader(tmp_path / "p.pdf")
    assert reader.metadata is not None
    assert reader.metadata.subject == "Permanent residence"
    flat: list[Any] = []
    todo: list[Any] = list(reader.outline)
    while todo:
        item = todo.pop(0)
        if isinstance(item, list):
            todo = [*item, *todo]
        else:
            flat.append(item)
    assert [str(item.title) for item in flat][:2] == ["Cover", "Contents"]
    assert not any(HAN.search(str(item.title).replace("安娜", "")) for item in flat)
