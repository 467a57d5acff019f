"""Untouched originals are attached byte for byte, and verifying accepts exactly those."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app.domain.errors import UnusableInput
from app.domain.packet import Originals, PacketOptions, SourceFile
from app.packet.plan import plan_packet
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from tests.unit.packet import support

NAME = "1-2 文件.pdf"


@pytest.fixture
def packet(tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile) -> Path:
    return _packet(tmp_path / "packet.pdf", jpeg_file, replace(pdf_file, attached=True))


def _packet(path: Path, *files: SourceFile, password: str = "") -> Path:
    request = support.request(support.section(*(support.exhibit(file) for file in files)))
    options = PacketOptions(originals=Originals.ATTACHED, password=password)
    write_packet(plan_packet(replace(request, options=options)), path, support.silent)
    return path


def _after(packet: Path, change: Callable[[pikepdf.Pdf], object]) -> list[tuple[str, str]]:
    with pikepdf.open(packet, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(packet, compress_streams=False)
    return [(one.code, one.file) for one in verify_packet(packet).discrepancies]


def test_an_attached_original_has_its_own_bytes(packet: Path, pdf_file: SourceFile) -> None:
    with pikepdf.open(packet) as pdf:
        assert list(pdf.attachments) == [NAME]
        file = pdf.attachments[NAME].get_file()
        data = file.read_bytes()
        assert data == Path(pdf_file.path).read_bytes()
        assert file.mime_type == "application/pdf"
        assert file.size == len(data)
        assert file.md5 == hashlib.md5(data, usedforsecurity=False).digest()
        assert pdf.attachments[NAME].description == f"SHA-256 {pdf_file.sha256}"
        assert len(pdf.Root.AF) == 1


def test_verifying_names_what_is_attached_and_finds_nothing(packet: Path) -> None:
    verification = verify_packet(packet)
    assert verification.sound
    assert verification.attachments == (NAME,)


def test_without_files_to_attach_there_is_no_trace_of_any(tmp_path: Path, jpeg_file: SourceFile) -> None:
    path = support.build(tmp_path, jpeg_file)[1]
    with pikepdf.open(path) as pdf:
        assert "/Names" not in pdf.Root
        assert "/AF" not in pdf.Root


def test_the_same_packet_has_the_same_bytes(
    tmp_path: Path, packet: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    again = _packet(tmp_path / "again.pdf", jpeg_file, replace(pdf_file, attached=True))
    assert again.read_bytes() == packet.read_bytes()


def test_a_locked_packet_carries_it_as_well(
    tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile
) -> None:
    path = _packet(tmp_path / "x.pdf", jpeg_file, replace(pdf_file, attached=True), password="secret")
    assert verify_packet(path, "secret").sound
    with pikepdf.open(path, password="secret") as pdf:
        assert pdf.attachments[NAME].get_file().read_bytes() == Path(pdf_file.path).read_bytes()


def test_the_original_is_taken_where_its_pages_come_from_a_copy(
    tmp_path: Path, pdf_file: SourceFile, jpeg_file: SourceFile
) -> None:
    original = tmp_path / "signed.pdf"
    original.write_bytes(b"%PDF-1.4 signed")
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    file = replace(
        pdf_file, original=str(original), sha256=digest, size_bytes=15, treatment="repaired", attached=True
    )
    path = _packet(tmp_path / "x.pdf", file)
    with pikepdf.open(path) as pdf:
        assert pdf.attachments["1-1 文件.pdf"].get_file().read_bytes() == b"%PDF-1.4 signed"
    assert verify_packet(path).sound


def test_an_original_that_changed_is_refused(tmp_path: Path, pdf_file: SourceFile) -> None:
    original = tmp_path / "signed.pdf"
    original.write_bytes(b"else")
    file = replace(pdf_file, original=str(original), attached=True)
    with pytest.raises(UnusableInput) as caught:
        _packet(tmp_path / "x.pdf", file)
    assert caught.value.code == "packet.source_changed"
    assert not (tmp_path / "x.pdf").exists()


def test_another_file_in_its_place_is_found(packet: Path) -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names.EmbeddedFiles.Names[1].EF.F.write(b"MZ")

    assert _after(packet, exchange) == [("attachment.differs", NAME)]


def test_a_file_added_is_found(packet: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["evil.exe"] = b"MZ"

    assert ("attachment.differs", "evil.exe") in _after(packet, add)


def test_a_file_taken_out_is_found(packet: Path) -> None:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Names
        del pdf.Root.AF

    assert _after(packet, remove) == [("attachment.missing", NAME)]


def test_a_file_added_to_a_packet_without_any_is_found(tmp_path: Path, jpeg_file: SourceFile) -> None:
    path = support.build(tmp_path, jpeg_file)[1]

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["evil.exe"] = b"MZ"

    assert ("attachment.differs", "evil.exe") in _after(path, add)


def test_scripts_beside_the_attachments_are_found(packet: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=["a", script])

    assert _after(packet, add)
