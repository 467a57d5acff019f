"""Facts of Word documents."""

import io
import zipfile
from pathlib import Path

import pytest

from app.domain.files import FileFacts, FileKind, FileProblem
from app.intake.examine import examine_file
from tests.unit.intake.papers import LOCKED_OFFICE_FILE, Writer, docx_of


@pytest.fixture(autouse=True)
def _with_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.intake.docx.find_converter", lambda: Path("soffice"))


def examined(write: Writer, data: bytes) -> FileFacts:
    return examine_file(write("letter.docx", data), "letter.docx")


def rewritten(part: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return buffer.getvalue()


def with_macros() -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx_of())) as package:
        types = package.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    buffer = io.BytesIO(
        rewritten(
            "[Content_Types].xml",
            types.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        )
    )
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    return buffer.getvalue()


def test_a_document_that_opens_is_healthy_and_has_no_pages_yet(write: Writer) -> None:
    facts = examined(write, docx_of())
    assert (facts.kind, facts.problem, facts.pages, facts.active_content) == (FileKind.DOCX, None, (), ())


def test_without_a_converter_the_document_waits_for_one(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.intake.docx.find_converter", lambda: None)
    assert examined(write, docx_of()).problem is FileProblem.NEEDS_CONVERTER


def test_a_locked_document_is_encrypted(write: Writer) -> None:
    facts = examined(write, LOCKED_OFFICE_FILE)
    assert (facts.kind, facts.problem) == (FileKind.DOCX, FileProblem.ENCRYPTED)


@pytest.mark.parametrize(
    "data",
    [
        docx_of()[:-500],
        docx_of()[:3000],
        rewritten("word/document.xml", b"<w:document"),
        rewritten("word/document.xml", b""),
        rewritten("_rels/.rels", b"<nothing/>"),
    ],
    ids=["lost end", "half", "broken XML", "no XML", "no main part"],
)
def test_a_damaged_document_is_unreadable(write: Writer, data: bytes) -> None:
    assert examined(write, data).problem is FileProblem.UNREADABLE


def test_an_archive_with_the_ending_of_a_document_is_unsupported(write: Writer) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("a.txt", "a")
    facts = examined(write, buffer.getvalue())
    assert (facts.problem, facts.named_kind) == (FileProblem.UNSUPPORTED, FileKind.DOCX)


def test_a_document_that_unpacks_without_end_is_too_heavy(write: Writer) -> None:
    buffer = io.BytesIO(docx_of())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(4):
            package.writestr(f"word/media/{number}.bin", bytes(90_000_000))
    assert examined(write, buffer.getvalue()).problem is FileProblem.TOO_HEAVY


def test_macros_and_embedded_files_are_named(write: Writer) -> None:
    facts = examined(write, docx_of(extra={"word/embeddings/oleObject1.bin": b"x"}))
    assert facts.active_content == ("attachment",)
    facts = examined(write, with_macros())
    assert (facts.problem, facts.active_content) == (None, ("macros",))
