"""A written packet holds what was planned."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from app.domain.errors import Cancelled, MachineStopped, UnusableInput
from app.domain.files import FileKind
from app.domain.packet import PacketPlan, Progress, SourceFile
from app.packet import assembly, document
from app.packet.plan import plan_packet
from app.packet.stamp import page_words
from app.packet.write import write_packet
from tests.unit.packet import support


@pytest.fixture
def packet(tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile) -> tuple[PacketPlan, Path]:
    return support.build(tmp_path, jpeg_file, pdf_file)


def test_the_result_says_which_bytes_were_written(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    built = write_packet(plan, tmp_path / "p.pdf", support.silent)
    data = (tmp_path / "p.pdf").read_bytes()
    assert (built.size_bytes, built.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert built.page_count == plan.page_count


def test_every_page_is_stamped_with_its_number_for_every_reader(packet: tuple[PacketPlan, Path]) -> None:
    plan, path = packet
    reader = pypdf.PdfReader(path)
    for page in plan.pages:
        stamp = page_words(page.number, plan.page_count)
        assert stamp in reader.pages[page.number - 1].extract_text()
        assert stamp in support.text_by_pdfium(path, page.number)


def test_exhibit_pages_carry_label_position_and_person(packet: tuple[PacketPlan, Path]) -> None:
    plan, path = packet
    first = plan.sections[0].exhibits[1].first_page
    words = support.text_by_pdfium(path, first + 1)
    assert "1-2 (2/3)" in words
    assert support.PERSON in words


def test_every_contents_row_lands_on_its_exhibit(packet: tuple[PacketPlan, Path]) -> None:
    plan, path = packet
    reader = pypdf.PdfReader(path)
    rows = reader.pages[1]["/Annots"]
    pages = {page.indirect_reference: number for number, page in enumerate(reader.pages, start=1)}
    targets = [
        pages[dict.get(row.get_object()["/Dest"][0].get_object(), "/X") or row.get_object()["/Dest"][0]]
        for row in rows
    ]
    expected = [plan.sections[0].divider_page, *(item.first_page for item in plan.sections[0].exhibits)]
    assert targets == [*expected, plan.page_count]


def test_bookmarks_lead_from_cover_to_accounting(packet: tuple[PacketPlan, Path]) -> None:
    plan, path = packet
    reader = pypdf.PdfReader(path)
    cover, contents, part, exhibits, accounting = reader.outline
    assert isinstance(exhibits, list)
    found = [
        reader.get_destination_page_number(item) for item in (cover, contents, part, *exhibits, accounting)
    ]  # type: ignore[arg-type]
    assert [number + 1 for number in found if number is not None] == [
        bookmark.page for bookmark in plan.bookmarks
    ]


def test_a_viewer_counts_pages_as_the_stamps_do(packet: tuple[PacketPlan, Path]) -> None:
    plan, path = packet
    assert list(pypdf.PdfReader(path).page_labels) == [str(page.number) for page in plan.pages]


def test_rare_chinese_names_can_be_copied_out(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file, person=support.RARE))))
    path = tmp_path / "p.pdf"
    write_packet(plan, path, support.silent)
    number = support.sheet_number(plan)
    assert support.RARE in support.text_by_pdfium(path, number)
    assert support.RARE in pypdf.PdfReader(path).pages[number - 1].extract_text()


def test_every_font_is_ours_and_embedded(packet: tuple[PacketPlan, Path]) -> None:
    reader = pypdf.PdfReader(packet[1])
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert font["/FontDescriptor"]["/FontFile2"].get_data()
            assert str(font["/BaseFont"]).endswith("+NotoSansSC-Regular")
    assert b"Helvetica" not in packet[1].read_bytes()


def test_the_document_says_what_it_is_and_nothing_of_the_clock(packet: tuple[PacketPlan, Path]) -> None:
    reader = pypdf.PdfReader(packet[1])
    assert reader.metadata is not None
    assert reader.metadata.title == "MÜLLER family"
    assert str(reader.metadata.creator).startswith("Yongju")
    assert reader.metadata.creation_date is None
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/PageMode"] == "/UseOutlines"


def test_a_draft_says_so_on_every_page_and_names_what_is_missing(
    tmp_path: Path, jpeg_file: SourceFile
) -> None:
    fields = {name: getattr(jpeg_file, name) for name in jpeg_file.__slots__}
    locked = SourceFile(**fields | {"name": "locked.pdf", "problem": "encrypted", "selected": ()})
    plan, path = support.build(tmp_path, locked, jpeg_file, draft=True)
    pages = [support.text_by_pdfium(path, number) for number in range(1, plan.page_count + 1)]
    assert all("Draft – not for submission" in words for words in pages)
    assert "locked.pdf" in pages[3]
    assert "locked with a password" in pages[3]


_BUILD = """
import sys
from pathlib import Path
from tests.unit.packet import support
folder = Path(sys.argv[1])
from app.domain.files import FileKind, PageFacts
jpeg = support.source_file(folder / "a.jpg", FileKind.JPEG, (PageFacts(1, 320, 200),))
plan, path = support.build(folder, jpeg, support.pdf_file(folder / "b.pdf"))
print(__import__("hashlib").sha256(path.read_bytes()).hexdigest())
"""


def test_the_same_papers_give_the_same_bytes_everywhere(tmp_path: Path, repo_root: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(support.picture_bytes(support.corner_picture(), "JPEG"))
    support.write_pdf(tmp_path / "b.pdf", [{"Contents": support.corners_content((0, 0, 300, 400))}] * 2)
    digests = set()
    for seed, zone in (("0", "UTC"), ("0", "UTC"), ("77", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(repo_root)}
        call = [sys.executable, "-c", _BUILD, str(tmp_path)]
        digests.add(subprocess.run(call, env=environment, check=True, capture_output=True).stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("step", ["draw", "page", "write", "verify"])
def test_cancelling_at_any_step_leaves_nothing(tmp_path: Path, jpeg_file: SourceFile, step: str) -> None:
    def cancel(progress: Progress) -> None:
        if progress.step == step:
            raise Cancelled

    target = tmp_path / "out"
    target.mkdir()
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    with pytest.raises(Cancelled):
        write_packet(plan, target / "p.pdf", cancel)
    assert list(target.iterdir()) == []


def test_progress_is_told_page_by_page(tmp_path: Path, jpeg_file: SourceFile) -> None:
    told: list[Progress] = []
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    write_packet(plan, tmp_path / "p.pdf", told.append)
    done = [one.done for one in told if one.step == "page"]
    assert done == list(range(1, plan.page_count + 1))
    assert jpeg_file.name in {one.name for one in told}


def test_a_full_disk_leaves_the_earlier_packet_alone(
    tmp_path: Path, jpeg_file: SourceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "p.pdf"
    target.parent.mkdir()
    target.write_bytes(b"earlier")

    def full(self: Any, root: Any, information: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(document.PdfDocument, "finish", full)
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    with pytest.raises(MachineStopped) as caught:
        write_packet(plan, target, support.silent)
    assert caught.value.code == "machine.disk_full"
    assert [file.read_bytes() for file in target.parent.iterdir()] == [b"earlier"]


def test_a_packet_that_does_not_verify_is_not_put_into_place(
    tmp_path: Path, jpeg_file: SourceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest: Callable[..., Any] = assembly.page_record
    monkeypatch.setattr(
        assembly,
        "page_record",
        lambda page, digest, placed: honest(page, digest, tuple(each[::-1] for each in placed)),
    )
    plan = plan_packet(support.request(support.section(support.exhibit(jpeg_file))))
    with pytest.raises(MachineStopped) as caught:
        write_packet(plan, tmp_path / "p.pdf", support.silent)
    assert caught.value.code == "packet.verification_failed"
    assert not (tmp_path / "p.pdf").exists()


def test_a_photo_is_printed_at_its_size_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    data = support.picture_bytes(support.corner_picture(330, 480), "JPEG")
    file = support.picture_file(tmp_path / "photo.jpg", data, FileKind.JPEG)
    fields = {name: getattr(file, name) for name in file.__slots__}
    plan, path = support.build(tmp_path, SourceFile(**fields | {"physical_mm": (33.0, 48.0)}))
    number = support.sheet_number(plan)
    page = pypdf.PdfReader(path).pages[number - 1]
    matrix = page["/Contents"][0].get_object().get_data().split(b"\n")[1].split()  # type: ignore[index]
    assert float(matrix[0]) * 330 * 25.4 / 72 == pytest.approx(33, abs=0.1)
    assert float(matrix[3]) * 480 * 25.4 / 72 == pytest.approx(48, abs=0.1)
    assert "33 × 48 mm" in support.text_by_pdfium(path, number)


def test_a_paper_that_changed_since_it_was_examined_is_refused(tmp_path: Path, jpeg_file: SourceFile) -> None:
    Path(jpeg_file.path).write_bytes(support.picture_bytes(support.corner_picture(), "JPEG", quality=30))
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, jpeg_file)
    assert caught.value.code == "packet.source_changed"
    assert not (tmp_path / "packet.pdf").exists()


def test_a_paper_that_went_away_is_named(tmp_path: Path, jpeg_file: SourceFile) -> None:
    Path(jpeg_file.path).unlink()
    with pytest.raises(UnusableInput) as caught:
        support.build(tmp_path, jpeg_file)
    assert caught.value.params == {"file": jpeg_file.name}
