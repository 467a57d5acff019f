"""A shared copy leaves out what was chosen, in every place where that page stands, or is not written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from app.casework import keep, redacting
from app.casework.desk import OpenCase
from app.casework.redacting import remove_areas, write_checked
from app.casework.share import purpose_of, read_area, read_area_list, share_packet
from app.casework.wire import from_line, to_line
from app.casework.worker import VERBS
from app.domain.case import Evidence
from app.domain.errors import MachineStopped, UnusableInput
from app.domain.files import FileFacts, FileKind, ReadyFile
from app.domain.packet import Area, Built, PacketOptions, PacketPlan, PacketRequest, ShareCopy, SourceFile
from app.domain.words import Text
from app.packet.plan import plan_packet
from app.packet.verify import compare_with_request, verify_packet
from tests.support.cases import PACK, TODAY, desk_in, family
from tests.unit.packet import support
from tests.unit.packet.test_packet_redaction import (
    SECRET,
    SECRET_AREA,
    noise,
    picture_pdf,
    streams_of,
    text_pdf,
)

DAY = date(2026, 11, 22)
PURPOSE = Text("For one purpose only", "仅供一事使用")


def secret_on(name: str, page: int = 1) -> Area:
    return Area(name, page, *SECRET_AREA)


def asked(*files: SourceFile, areas: tuple[Area, ...]) -> PacketRequest:
    share = ShareCopy("宁波测试公司", DAY, areas, PURPOSE)
    request = support.request(support.section(*(support.exhibit(file) for file in files)))
    return replace(request, options=PacketOptions(share=share))


def facts_of(file: SourceFile) -> FileFacts:
    return FileFacts(file.sha256, file.size_bytes, file.kind, pages=file.pages)


def seen(*files: SourceFile) -> dict[str, ReadyFile]:
    return {
        file.name: ReadyFile(
            file.name,
            file.path,
            file.kind,
            FileFacts(file.sha256, file.size_bytes, file.kind, pages=file.pages),
        )
        for file in files
    }


def share(folder: Path, *files: SourceFile, areas: tuple[Area, ...]) -> tuple[PacketPlan, Path]:
    """Write a shared copy of files, one an exhibit."""
    desk = desk_in(folder / "data")
    work = folder / "work"
    work.mkdir()
    done = remove_areas(desk, asked(*files, areas=areas), seen(*files), work, support.silent)
    plan = plan_packet(done.request)
    target = folder / "copy.pdf"
    write_checked(desk, done, plan, target, support.silent)
    return plan, target


def pages_of(plan: PacketPlan, name: str, index: int) -> list[int]:
    return [
        page.number
        for page in plan.pages
        if page.source is not None and (page.source.file.name, page.source.index) == (name, index)
    ]


# What is taken out


def test_the_same_page_is_redacted_wherever_it_stands_and_under_every_name(tmp_path: Path):
    first = support.pdf_file(text_pdf(tmp_path / "first.pdf"))
    # The same bytes under another name, and the same file once more.
    (tmp_path / "second.pdf").write_bytes((tmp_path / "first.pdf").read_bytes())
    second = support.pdf_file(tmp_path / "second.pdf")
    plan, target = share(tmp_path, first, second, first, areas=(secret_on("first.pdf"),))
    assert not [data for data in streams_of(target) if SECRET.encode() in data]
    for name in ("first.pdf", "second.pdf"):
        for number in pages_of(plan, name, 0):
            assert SECRET not in support.text_by_pdfium(target, number)
        for number in pages_of(plan, name, 1):
            assert "another page" in support.text_by_pdfium(target, number)
    assert verify_packet(target).sound
    assert {file.sha256 for file in verify_packet(target).files} == {first.sha256}


def test_a_picture_that_a_scanner_left_within_reach_of_other_pages_is_gone(tmp_path: Path):
    one, two, three = noise(1), noise(2), noise(3)
    pictures = {"I1": one, "I2": two}
    scan = support.pdf_file(picture_pdf(tmp_path / "scan.pdf", "I1", "I2", pictures=pictures))
    other = support.pdf_file(picture_pdf(tmp_path / "other.pdf", "I3", pictures={"I3": three}))
    plan, target = share(tmp_path, scan, other, areas=(secret_on("scan.pdf"),))
    streams = streams_of(target)
    assert one.data not in streams
    # Its neighbour became a picture as well; another file is as it was.
    assert two.data not in streams
    assert three.data in streams
    (file,) = (file for file in verify_packet(target).files if file.name == "scan.pdf")
    assert file.redacted == (0,)
    assert len(pages_of(plan, "scan.pdf", 1)) == 1


def test_a_pdf_that_was_made_of_a_redacted_photo_does_not_carry_it_along(tmp_path: Path):
    data = support.picture_bytes(support.corner_picture(), "JPEG", quality=90)
    photo = support.picture_file(tmp_path / "photo.jpg", data, FileKind.JPEG)
    placed = replace(
        noise(1),
        entries={
            **noise(1).entries,
            "Width": 320,
            "Height": 200,
            "ColorSpace": support.Name("DeviceRGB"),
            "Filter": support.Name("DCTDecode"),
        },
        data=data,
    )
    made = support.pdf_file(picture_pdf(tmp_path / "made.pdf", "I1", pictures={"I1": placed}))
    _, target = share(tmp_path, photo, made, areas=(Area("photo.jpg", 1, 0, 0, 0.5, 0.5),))
    assert not [each for each in streams_of(target) if data[200:600] in each]


def test_the_certificate_and_the_manifest_still_name_the_original(tmp_path: Path):
    file = support.pdf_file(text_pdf(tmp_path / "护照.pdf"))
    plan, target = share(tmp_path, file, areas=(secret_on("护照.pdf"),))
    words = "".join(support.text_by_pdfium(target, plan.page_count).split())
    assert "护照.pdf" in words
    assert file.sha256 in words
    (entry,) = verify_packet(target).files
    assert (entry.sha256, entry.redacted) == (file.sha256, (0,))


def test_a_copy_is_no_packet_for_the_window_and_says_so_on_its_cover(tmp_path: Path):
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    plan, target = share(tmp_path, file, areas=())
    words = support.text_by_pdfium(target, 1)
    assert "宁波测试公司" in words
    assert "not for submission" in words
    assert "Submission packet" not in words
    assert (verify_packet(target).recipient, plan.request.draft) == ("宁波测试公司", False)


def test_the_same_copy_is_the_same_bytes(tmp_path: Path):
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        file = support.pdf_file(text_pdf(tmp_path / name / "a.pdf"))
        written.append(share(tmp_path / name, file, areas=(secret_on("a.pdf"),))[1].read_bytes())
    assert written[0] == written[1]


def test_nothing_is_written_while_anything_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(redacting, "turned_edges", lambda edges, _turn: (0.1, 0.7, 0.9, 0.99))
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    with pytest.raises(UnusableInput) as caught:
        share(tmp_path, file, areas=(secret_on("a.pdf"),))
    assert caught.value.code == "share.remains"
    assert not (tmp_path / "copy.pdf").exists()
    assert not list(tmp_path.glob(".copy*"))


@pytest.mark.parametrize(
    ("area", "code"),
    [(secret_on("b.pdf"), "share.no_such_file"), (secret_on("a.pdf", 3), "share.no_such_page")],
)
def test_an_area_that_names_nothing_is_refused(tmp_path: Path, area: Area, code: str):
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    with pytest.raises(UnusableInput) as caught:
        share(tmp_path, file, areas=(area,))
    assert caught.value.code == code


# A whole case


def opened_case(folder: Path) -> OpenCase:
    evidence = Evidence("work-history-proof", "anna", ("a.pdf",))
    text_pdf(folder / "a.pdf")
    return OpenCase(replace(family(), evidence=(evidence,)), {"a.pdf": folder / "a.pdf"})


def shared(folder: Path, recipient: str, *areas: Area) -> Path:
    target = folder / "copy.pdf"
    share_packet(
        desk_in(folder / "data"),
        opened_case(folder),
        target,
        recipient=recipient,
        day=DAY,
        areas=areas,
        draft=True,
        today=TODAY,
        report=support.silent,
    )
    return target


def test_a_case_is_shared_without_what_was_chosen(tmp_path: Path):
    target = shared(tmp_path, "  宁波\n测试公司 ", secret_on("a.pdf"))
    found = verify_packet(target)
    assert (found.sound, found.recipient) == (True, "宁波 测试公司")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    # It is the passport number too, which the cover of a packet tells and that of a copy does not.
    assert SECRET not in text
    assert "another page" in text


def test_a_recipient_in_bytes_that_are_no_words_is_written_as_far_as_it_can_be(tmp_path: Path):
    found = verify_packet(shared(tmp_path, "\udcff\x1b[31m\u202eACME", secret_on("a.pdf")))
    assert (found.sound, found.recipient) == (True, "?[31mACME")


def test_a_copy_is_not_named_after_numbers_that_it_does_not_tell(tmp_path: Path):
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    request = asked(file, areas=())
    (row,) = request.people
    other = replace(request, people=((*row[:2], Text.same("E0000001"), row[3], Text.same("1990-01-01")),))
    assert plan_packet(request).packet_id == plan_packet(other).packet_id
    whole = replace(request, options=PacketOptions())
    assert plan_packet(whole).packet_id != plan_packet(replace(other, options=PacketOptions())).packet_id


def test_a_copy_is_held_against_its_case_by_what_it_tells(tmp_path: Path):
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    _, target = share(tmp_path, file, areas=(secret_on("a.pdf"),))
    usual = replace(asked(file, areas=()), options=PacketOptions())
    assert compare_with_request(verify_packet(target), usual) == ()


def test_a_full_disk_is_told_of_the_file_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_plan: PacketPlan, path: Path, _report: object) -> Built:
        raise MachineStopped("machine.disk_full", path=str(path), reason="full")

    monkeypatch.setattr(redacting, "write_packet", refuse)
    file = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    with pytest.raises(MachineStopped) as caught:
        share(tmp_path, file, areas=(secret_on("a.pdf"),))
    assert caught.value.params["path"] == str(tmp_path / "copy.pdf")
    assert not list(tmp_path.glob(".copy*"))


@pytest.mark.parametrize(
    ("recipient", "area", "code"),
    [
        (" \t", secret_on("a.pdf"), "share.no_recipient"),
        ("\u200b\u202e\x1b", secret_on("a.pdf"), "share.no_recipient"),
        ("x" * 201, secret_on("a.pdf"), "share.recipient_too_long"),
        ("x", secret_on("other.pdf"), "share.no_such_file"),
        ("x", Area("a.pdf", 1, 0.5, 0.1, 0.5, 0.2), "share.area_empty"),
        ("x", Area("a.pdf", 1, 0.5, 0.1, 1.5, 0.2), "share.area_empty"),
        ("x", Area("a.pdf", 1, float("nan"), 0.1, 0.5, 0.2), "share.area_empty"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(
    tmp_path: Path, recipient: str, area: Area, code: str
):
    with pytest.raises(UnusableInput) as caught:
        shared(tmp_path, recipient, area)
    assert caught.value.code == code
    assert not (tmp_path / "copy.pdf").exists()


def test_the_purpose_follows_from_the_category(tmp_path: Path):
    opened = opened_case(tmp_path)
    assert "permanent residence" in purpose_of(PACK, opened).en
    permit = replace(opened, case=replace(opened.case, category="rp.work"))
    assert "residence permit" in purpose_of(PACK, permit).en


CASE = """
format = 1
title = "ROE family"
category = "pr.wage-tax"
place = "ningbo"
submit_on = 2026-12-15

[[person]]
id = "anna"
role = "principal"
surname = "ROE"
given_names = "ANNA"

[[evidence]]
requirement = "work-history-proof"
files = ["a.pdf"]
"""


def test_the_window_shares_a_kept_case_through_its_worker(tmp_path: Path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    text_pdf(folder / "a.pdf")
    desk = desk_in(tmp_path / "data")
    case_id = keep.import_case(desk, folder, support.silent).case_id
    arguments = {
        "case_id": case_id,
        "destination": str(tmp_path / "copy.pdf"),
        "share_copy": ShareCopy("宁波测试公司", DAY, (secret_on("a.pdf"),)),
        "draft": True,
        "today": TODAY,
    }
    built = VERBS["share"](desk, support.silent, **from_line(to_line(arguments)))
    assert isinstance(built, Built)
    assert built.path == str(tmp_path / "copy.pdf")
    found = verify_packet(tmp_path / "copy.pdf")
    assert (found.sound, found.recipient, found.page_count) == (True, "宁波测试公司", built.page_count)


# How areas are written


def test_an_area_is_read_as_it_is_written():
    assert read_area("passport.pdf:1:10%,20%,60%,35.5%") == Area("passport.pdf", 1, 0.1, 0.2, 0.6, 0.355)
    assert read_area("C:odd:护照.pdf:12: 0% , 0%,100%,100%").file == "C:odd:护照.pdf"


@pytest.mark.parametrize(
    "words",
    ["", "a.pdf", "a.pdf:1", "a.pdf:1:10,20,30,40", "a.pdf:x:1%,2%,3%,4%", ":1:1%,2%,3%,4%", "a:1:1%,2%,3%"],
)
def test_what_is_no_area_is_refused_with_its_words(words: str):
    with pytest.raises(UnusableInput) as caught:
        read_area(words)
    assert (caught.value.code, caught.value.params) == ("share.area_unreadable", {"area": words})


def test_a_list_of_areas_is_read_from_a_file(tmp_path: Path):
    path = tmp_path / "areas.toml"
    path.write_text('areas = ["a.pdf:1:0%,0%,50%,50%", "b.pdf:2:0%,0%,50%,50%"]', encoding="utf-8")
    assert [area.file for area in read_area_list(path)] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize(
    "words", ["areas = 1", "areas = [1]", "other = []", "no toml", "areas = []\nmore = 1"]
)
def test_what_is_no_list_of_areas_is_refused(tmp_path: Path, words: str):
    path = tmp_path / "areas.toml"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(UnusableInput) as caught:
        read_area_list(path)
    assert caught.value.code == "share.list_unreadable"


def test_a_list_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(UnusableInput) as caught:
        read_area_list(tmp_path / "none.toml")
    assert caught.value.code == "share.no_list"


def test_a_page_turned_in_two_ways_is_redacted_as_it_stands_under_each_paper(tmp_path: Path):
    upright = support.pdf_file(text_pdf(tmp_path / "a.pdf"))
    pages = (replace(upright.pages[0], turn=180), *upright.pages[1:])
    upside_down = replace(upright, pages=pages)
    request = asked(upright, upside_down, areas=(secret_on("a.pdf"),))
    work = tmp_path / "work"
    work.mkdir()
    done = remove_areas(desk_in(tmp_path / "data"), request, seen(upright), work, support.silent)
    one, other = (exhibit.files[0] for exhibit in done.request.sections[0].exhibits)
    assert one.redacted[0].path != other.redacted[0].path
    (area,), (turned,) = one.redacted[0].areas, other.redacted[0].areas
    assert (turned.left, turned.top) == pytest.approx((1 - area.right, 1 - area.bottom))
