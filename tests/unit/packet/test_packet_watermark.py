"""Every page of a shared copy says for whom it is, all over, and hides nothing by saying so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PIL import ImageChops

from app.domain.packet import PacketOptions, PacketPlan, ShareCopy, SourceFile
from app.domain.words import DisplayMode, Text
from app.packet.plan import plan_packet
from app.packet.verify import verify_packet
from app.packet.watermark import watermark_words
from app.packet.write import write_packet
from tests.unit.packet import support

PURPOSE = Text("For the application for permanent residence only", "仅供办理永久居留使用")
SHARE = ShareCopy("宁波测试公司 𬭎", date(2026, 11, 22), (), PURPOSE)


def shared(
    folder: Path, file: SourceFile, mode: DisplayMode = DisplayMode.BOTH, share: ShareCopy | None = SHARE
) -> tuple[PacketPlan, Path]:
    request = support.request(support.section(support.exhibit(file)))
    plan = plan_packet(replace(request, options=PacketOptions(language=mode, share=share)))
    target = folder / f"{'plain' if share is None else 'shared'}-{mode.value}.pdf"
    write_packet(plan, target, support.silent)
    return plan, target


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("mode", list(DisplayMode))
def test_every_page_says_it_and_verifying_finds_nothing_wrong(
    tmp_path: Path, pdf_file: SourceFile, mode: DisplayMode
):
    plan, target = shared(tmp_path, pdf_file, mode)
    found = verify_packet(target)
    assert found.sound, found.discrepancies
    assert (found.recipient, found.shared_on) == (SHARE.recipient, "2026-11-22")
    lines = watermark_words(SHARE, mode)
    assert SHARE.recipient in lines[-1]
    for page in range(1, plan.page_count + 1):
        words = squeezed(support.text_by_pdfium(target, page))
        assert [line for line in lines if squeezed(line) not in words] == []


def test_the_language_of_the_packet_is_that_of_its_watermark():
    assert PURPOSE.en not in "".join(watermark_words(SHARE, DisplayMode.ZH))
    assert PURPOSE.zh not in "".join(watermark_words(SHARE, DisplayMode.EN))
    both = watermark_words(SHARE, DisplayMode.BOTH)
    assert both[:2] == (PURPOSE.zh, PURPOSE.en)


def test_no_third_of_a_page_is_without_it(tmp_path: Path, pdf_file: SourceFile):
    plan, target = shared(tmp_path, pdf_file)
    _, plain = shared(tmp_path, pdf_file, share=None)
    number = support.sheet_number(plan)
    difference = ImageChops.difference(
        support.rendered(target, number), support.rendered(plain, number)
    ).convert("L")
    width, height = difference.size
    for column in range(3):
        for row in range(3):
            box = (
                column * width // 3,
                row * height // 3,
                (column + 1) * width // 3,
                (row + 1) * height // 3,
            )
            changed = sum(difference.crop(box).point(lambda level: 255 if level > 8 else 0).histogram()[255:])
            assert changed > 0.005 * width * height / 9, (column, row)


def test_it_is_light_and_what_lies_under_it_stays(tmp_path: Path, pdf_file: SourceFile):
    plan, target = shared(tmp_path, pdf_file)
    _, plain = shared(tmp_path, pdf_file, share=None)
    number = support.sheet_number(plan)
    difference = ImageChops.difference(support.rendered(target, number), support.rendered(plain, number))
    area = support.area_of(plan, number)
    # The stamp's band, at the foot, says something else on a copy.
    top = difference.crop((0, 0, difference.width, int(difference.height - area.y - 1)))
    assert 15 < max(high for _, high in top.getextrema()) < 90


def test_a_very_long_recipient_is_cut_and_says_so():
    share = replace(SHARE, recipient="宁波市某某某人力资源服务有限公司" * 12)
    last = watermark_words(share, DisplayMode.BOTH)[-1]
    assert last.endswith("…")
    assert last.startswith("宁波市某某某人力资源")


def test_a_packet_that_is_no_copy_has_none(tmp_path: Path, pdf_file: SourceFile):
    _, plain = shared(tmp_path, pdf_file, share=None)
    pages = pypdf.PdfReader(plain).pages
    assert all("/ExtGState" not in page["/Resources"] for page in pages)
    assert not any(SHARE.recipient in page.extract_text() for page in pages)


def test_a_watermark_made_invisible_is_noticed(tmp_path: Path, pdf_file: SourceFile):
    _, target = shared(tmp_path, pdf_file)
    raw = target.read_bytes()
    opacity = b"/ca .14" if b"/ca .14" in raw else b"/ca 0.14"
    assert opacity in raw
    target.write_bytes(raw.replace(opacity, opacity[:-2] + b"00"))
    assert "page.altered" in {each.code for each in verify_packet(target).discrepancies}
