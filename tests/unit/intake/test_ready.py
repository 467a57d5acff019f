"""Copies from which plain pypdf and Pillow can take pages."""

import io
import shutil
import subprocess
import time
from pathlib import Path

import pypdf
import pytest

from app.domain.files import FileKind, FileProblem, Repair
from app.intake import converter
from app.intake.examine import examine_file
from app.intake.ready import lay_out, needs_copy, rebuild
from tests.unit.intake.papers import Writer, docx_of, encoded, noise, page_pdf, pdf_of


def rebuilt(path: Path, folder: Path) -> Path:
    folder.mkdir()
    facts = examine_file(path, path.name)
    assert needs_copy(facts)
    assert rebuild(path, facts, folder / "copy.pdf")
    return folder / "copy.pdf"


def test_a_healthy_file_needs_no_copy(write: Writer) -> None:
    for name, data in (("a.pdf", page_pdf()), ("a.jpg", encoded(noise(), "JPEG"))):
        assert not needs_copy(examine_file(write(name, data), name))


def test_a_repaired_copy_has_all_pages_and_the_same_bytes_each_time(write: Writer, tmp_path: Path) -> None:
    path = write("a.pdf", pdf_of(3)[:-100])
    assert examine_file(path, "a.pdf").repair is Repair.PIKEPDF
    one, two = (rebuilt(path, tmp_path / name) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert len(pypdf.PdfReader(one).pages) == 3


def test_a_restricted_file_is_copied_without_its_encryption(write: Writer, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page_pdf()))
    writer.encrypt("", "owner", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    reader = pypdf.PdfReader(rebuilt(write("a.pdf", buffer.getvalue()), tmp_path / "work"))
    assert not reader.is_encrypted
    assert len(reader.pages) == 1


def test_what_cannot_be_rebuilt_leaves_nothing_behind(write: Writer, tmp_path: Path) -> None:
    path = write("a.pdf", b"<html>")
    assert not rebuild(path, examine_file(path, "a.pdf"), tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def page_streams(path: str) -> list[bytes]:
    """Return what a packet takes of a page: its content, its fonts and their programs."""
    page = pypdf.PdfReader(path).pages[0]
    found = [page.get_contents().get_data()]
    for font in page["/Resources"]["/Font"].values():
        entries = font.get_object()
        found.append(str(entries["/BaseFont"]).encode())
        found.append(entries["/FontDescriptor"]["/FontFile2"].get_object().get_data())
    return found


def has_chinese_font() -> bool:
    program = shutil.which("fc-list")
    return program is not None and bool(subprocess.check_output([program, ":lang=zh-cn", "file"]).strip())


def test_a_document_becomes_the_same_pdf_twice_with_chinese_in_it(write: Writer, tmp_path: Path) -> None:
    path = write("在职 证明.docx", docx_of("兹证明安娜在本公司全职工作 ANNA 㛃"))
    facts = examine_file(path, path.name)
    if converter.find_converter() is None:
        assert facts.problem is FileProblem.NEEDS_CONVERTER
        return
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    assert lay_out(path, one)
    time.sleep(1.1)  # so that dates within differ
    assert lay_out(path, two)
    seen = examine_file(one, one.name)
    assert (seen.kind, seen.problem, len(seen.pages)) == (FileKind.PDF, None, 1)
    assert seen.pages[0].width_pt > 500
    assert "安娜在本公司全职工作" in pypdf.PdfReader(one).pages[0].extract_text()
    assert page_streams(str(one)) == page_streams(str(two))
    # A system with a Chinese font of its own may prefer that one.
    assert any(b"NotoSansSC" in each for each in page_streams(str(one))) or has_chinese_font()
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, "one.pdf", "two.pdf"}


def test_a_document_that_no_program_lays_out_is_told_as_that(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "find_converter", lambda: None)
    assert lay_out(write("a.docx", docx_of()), tmp_path / "copy.pdf") is None
    assert not (tmp_path / "copy.pdf").exists()
