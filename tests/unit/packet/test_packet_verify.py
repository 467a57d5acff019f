"""Verifying finds whatever differs from the manifest, and never stumbles."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.packet import SourceFile
from app.packet.manifest import from_json, make_manifest, to_json
from app.packet.verify import compare_with_request, verify_packet
from tests.unit.packet import support


@pytest.fixture
def packet(tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile) -> Path:
    return support.build(tmp_path, jpeg_file, pdf_file)[1]


def _after(packet: Path, change: Callable[[pikepdf.Pdf], object]) -> list[tuple[str, int | None]]:
    """Change a packet with another program and return what verifying finds."""
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(packet, compress_streams=False)
    return [(one.code, one.page) for one in verify_packet(packet).discrepancies]


def test_a_packet_as_it_was_built_is_sound(packet: Path) -> None:
    verification = verify_packet(packet)
    assert verification.sound
    assert (verification.title, verification.source_pages, verification.draft) == ("MÜLLER family", 4, False)
    assert [file.name for file in verification.files] == ["照片.jpg", "文件.pdf"]


def test_rewriting_it_with_another_program_changes_nothing(packet: Path) -> None:
    assert _after(packet, lambda pdf: None) == []


def test_a_removed_page_is_found(packet: Path) -> None:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4]

    codes = _after(packet, remove)
    assert ("packet.page_count", None) in codes
    assert ("page.missing", 5) in codes
    assert "page.altered" not in {code for code, _ in codes}


def test_swapped_pages_are_found(packet: Path) -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[4]
        del pdf.pages[4]
        pdf.pages.insert(5, page)

    assert {("page.moved", 5), ("page.moved", 6)} <= set(_after(packet, swap))


def test_a_page_put_in_is_found(packet: Path) -> None:
    codes = _after(packet, lambda pdf: pdf.add_blank_page())
    assert ("packet.page_count", None) in codes
    assert ("page.unknown", 9) in codes


def test_altered_source_content_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].Resources.XObject.P.write(b"0 0 1 rg 0 0 100 100 re f")

    assert ("source.altered", 5) in _after(packet, alter)


def test_content_drawn_over_a_page_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].contents_add(b"0 0 1 rg 0 0 100 100 re f")

    assert ("page.altered", 5) in _after(packet, alter)


def test_a_script_put_in_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    assert ("active.content", None) in _after(packet, alter)


def test_a_link_bent_elsewhere_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Annots[1].Dest[0] = pdf.pages[0].obj

    assert _after(packet, alter) == [("link.differs", 2)]


def test_a_changed_bookmark_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Title = "else"

    assert ("bookmarks.differ", 1) in _after(packet, alter)


def test_changed_page_labels_are_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels.Nums[1].St = 5

    assert ("labels.differ", None) in _after(packet, alter)


def test_a_font_taken_out_is_found(packet: Path) -> None:
    def alter(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].Resources.Font.values():
            del font.FontDescriptor.FontFile2

    assert "font.not_embedded" in {code for code, _ in _after(packet, alter)}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as caught:
        verify_packet(tmp_path / "none.pdf")
    assert caught.value.code == "packet.not_found"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "packet.not_a_pdf"), (b"PK\3\4 zip", "packet.not_a_pdf"), (b"%PDF-1.7\n", "packet.not_a_pdf")],
)
def test_what_is_no_pdf_is_named(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    with pytest.raises(UnusableInput) as caught:
        verify_packet(tmp_path / "x.pdf")
    assert caught.value.code == code


def test_a_pdf_that_is_no_packet_is_named(tmp_path: Path) -> None:
    path = support.write_pdf(tmp_path / "x.pdf", [{}])
    with pytest.raises(UnusableInput) as caught:
        verify_packet(path)
    assert caught.value.code == "packet.not_ours"


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_packet_is_never_sound(packet: Path, share: float) -> None:
    data = packet.read_bytes()
    packet.write_bytes(data[: int(len(data) * share)])
    _assert_not_sound(packet)


@given(place=st.floats(0.01, 0.99), noise=st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_packet_with_noise_in_it_raises_nothing_unforeseen(
    packet: Path, place: float, noise: bytes
) -> None:
    data = bytearray(packet.read_bytes())
    start = int(len(data) * place)
    data[start : start + len(noise)] = noise
    damaged = packet.with_name("damaged.pdf")
    damaged.write_bytes(data)
    with contextlib.suppress(UnusableInput):
        verify_packet(damaged)


def _assert_not_sound(path: Path) -> None:
    try:
        verification = verify_packet(path)
    except UnusableInput:
        return
    assert not verification.sound


def test_files_that_changed_or_came_or_went_since_are_named(
    packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    fields = {name: getattr(jpeg_file, name) for name in jpeg_file.__slots__}
    changed = SourceFile(**fields | {"sha256": "cd" * 32})
    added = SourceFile(**fields | {"name": "new.jpg"})
    request = support.request(support.section(support.exhibit(changed), support.exhibit(added)))
    found = {(one.code, one.file) for one in compare_with_request(verify_packet(packet), request)}
    assert found == {
        ("case.file_changed", "照片.jpg"),
        ("case.file_not_in_packet", "new.jpg"),
        ("case.file_gone", "文件.pdf"),
    }


def test_the_case_as_it_was_shows_no_difference(
    packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    request = support.request(support.section(support.exhibit(jpeg_file), support.exhibit(pdf_file)))
    assert compare_with_request(verify_packet(packet), request) == ()


def test_a_manifest_reads_back_as_it_was(tmp_path: Path, jpeg_file: SourceFile) -> None:
    plan, _ = support.build(tmp_path, jpeg_file)
    manifest = make_manifest(plan, (), (("a", 1, 0),), ((1, 2),))
    assert from_json(to_json(manifest)) == manifest


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"format": 2}', b'{"format": 1}', b"\xff"])
def test_a_manifest_of_another_format_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json and format errors alike
        from_json(data)
