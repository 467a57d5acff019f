"""Copies from which plain pypdf and Pillow can take pages."""

import io
import shutil
import subprocess
import time
from pathlib import Path
from typing import NoReturn

import pypdf
import pytest

from app.domain.files import FileKind, FileProblem, Repair
from app.intake import converter
from app.intake.examine import examine_file
from app.intake.ready import make_ready
from tests.unit.intake.papers import Writer, docx_of, encoded, noise, page_pdf, pdf_of


def test_a_healthy_file_is_used_itself(write: Writer, tmp_path: Path) -> None:
    for name, data in (("a.pdf", page_pdf()), ("a.jpg", encoded(noise(), "JPEG"))):
        path = write(name, data)
        facts = examine_file(path, name)
        ready = make_ready(path, name, facts, tmp_path / "work")
        assert (ready.path, ready.kind, ready.facts) == (str(path), facts.kind, facts)


def test_a_repaired_copy_has_all_pages_and_the_same_bytes_each_time(write: Writer, tmp_path: Path) -> None:
    path = write("a.pdf", pdf_of(3)[:-100])
    facts = examine_file(path, "a.pdf")
    assert facts.repair is Repair.PIKEPDF
    copies = [Path(make_ready(path, "a.pdf", facts, tmp_path / name).path) for name in ("one", "two")]
    assert copies[0].read_bytes() == copies[1].read_bytes()
    assert len(pypdf.PdfReader(copies[0]).pages) == 3


def test_a_restricted_file_is_copied_without_its_encryption(write: Writer, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page_pdf()))
    writer.encrypt("", "owner", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    path = write("a.pdf", buffer.getvalue())
    ready = make_ready(path, "a.pdf", examine_file(path, "a.pdf"), tmp_path / "work")
    reader = pypdf.PdfReader(ready.path)
    assert not reader.is_encrypted
    assert len(reader.pages) == 1
    assert ready.facts.restricted


def test_a_file_with_a_problem_comes_back_as_it_is(write: Writer, tmp_path: Path) -> None:
    path = write("a.pdf", b"<html>")
    facts = examine_file(path, "a.pdf")
    assert make_ready(path, "a.pdf", facts, tmp_path / "work").facts == facts
    assert not (tmp_path / "work").exists()


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
    one = make_ready(path, path.name, facts, tmp_path / "one")
    time.sleep(1.1)  # so that dates within differ
    two = make_ready(path, path.name, facts, tmp_path / "two")
    assert (one.kind, one.facts.kind, one.facts.problem) == (FileKind.PDF, FileKind.DOCX, None)
    assert len(one.facts.pages) == 1
    assert one.facts.pages[0].width_pt > 500
    assert "安娜在本公司全职工作" in pypdf.PdfReader(one.path).pages[0].extract_text()
    assert page_streams(one.path) == page_streams(two.path)
    # A system with a Chinese font of its own may prefer that one.
    assert any(b"NotoSansSC" in each for each in page_streams(one.path)) or has_chinese_font()
    assert [entry.name for entry in (tmp_path / "one").iterdir()] == [Path(one.path).name]


def make_nothing(*_arguments: object, **_options: object) -> None:
    """Do as LibreOffice does on a profile in use."""


def hang(*_arguments: object, **_options: object) -> NoReturn:
    raise subprocess.TimeoutExpired("soffice", 120)


def write_nonsense(command: list[str], **_options: object) -> None:
    Path(command[-1]).with_suffix(".pdf").write_bytes(b"%PDF-1.7\nnothing")


@pytest.mark.parametrize("run", [make_nothing, hang, write_nonsense])
def test_a_conversion_that_fails_makes_the_file_unreadable(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: object
) -> None:
    monkeypatch.setattr("app.intake.docx.find_converter", lambda: Path("soffice"))
    monkeypatch.setattr(converter, "find_converter", lambda: Path("soffice"))
    path = write("a.docx", docx_of())
    facts = examine_file(path, "a.docx")
    monkeypatch.setattr(subprocess, "run", run)
    ready = make_ready(path, "a.docx", facts, tmp_path / "work")
    assert (ready.facts.problem, ready.kind) == (FileProblem.UNREADABLE, FileKind.DOCX)


def test_the_converter_is_found_on_the_path_or_in_its_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"")
    monkeypatch.setattr(converter.shutil, "which", lambda name: None)
    monkeypatch.setattr(converter, "_usual_places", lambda: iter([tmp_path / "gone", program]))
    assert converter.find_converter() == program
    monkeypatch.setattr(converter, "_usual_places", lambda: iter([]))
    assert converter.find_converter() is None
    monkeypatch.setattr(
        converter.shutil, "which", lambda name: f"/opt/{name}" if name == "libreoffice" else None
    )
    assert converter.find_converter() == Path("/opt/libreoffice")
