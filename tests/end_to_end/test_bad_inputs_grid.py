"""Six bad inputs between two good ones: each is named and repaired, or blocks; nothing is lost unsaid."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.end_to_end.conftest import Run

# Of twenty letters and more: a page of fewer is looked at as a picture, which takes long.
FIRST, LAST = "First good paper of the case", "Last good paper of the case"
REPAIRED, VALUES = "Kept through the repair of a table", ("FIRSTVALUE", "OTHERVALUE")


def words_pdf(words: str, *, pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for _ in range(pages):
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def form_pdf(value: str) -> bytes:
    """Return a filled form whose program left the drawing to the viewer."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.drawString(72, 720, "A form that somebody has filled in")
    canvas.acroForm.textfield(name="name", x=72, y=600, width=300, height=40, value="", fontSize=20)
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as document:
        (field,) = document.pages[0].Annots
        field.V = pikepdf.String(value)
        del field.AP
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue()


def truncated() -> bytes:
    whole = words_pdf("Cut off", pages=5)
    return whole[: len(whole) // 2]


def bad_cross_reference() -> bytes:
    whole = words_pdf(REPAIRED, pages=2)
    pointer = whole.rindex(b"startxref")
    return whole[:pointer] + b"startxref\n7\n%%EOF\n"


def locked() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(words_pdf("Locked"))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(user="secret", owner="secret", R=6))
    return buffer.getvalue()


Files = dict[str, Callable[[], bytes]]
BLOCKED: dict[str, tuple[Files, str]] = {
    "truncated": ({"truncated.pdf": truncated}, "file.unreadable"),
    "zero bytes": ({"nothing.pdf": lambda: b""}, "file.empty"),
    "HTML": ({"page.pdf": lambda: b"<!doctype html><title>Sign in</title>"}, "file.unsupported"),
    "locked": ({"locked.pdf": locked}, "file.encrypted"),
}
USED: Files = {
    "crossed.pdf": bad_cross_reference,
    "form-1.pdf": lambda: form_pdf(VALUES[0]),
    "form-2.pdf": lambda: form_pdf(VALUES[1]),
}


def between_two_good_ones(sample: Path, files: Files) -> None:
    """Let a requirement of the sample case have these files, with a good one before and behind."""
    for name, make in {"good-1.pdf": lambda: words_pdf(FIRST), **files}.items():
        (sample / name).write_bytes(make())
    (sample / "good-2.pdf").write_bytes(words_pdf(LAST))
    names = ", ".join(f'"{name}"' for name in ("good-1.pdf", *files, "good-2.pdf"))
    case = sample / "case.toml"
    words, count = re.subn(
        r'(requirement = "work-permit".*?)files = \[.*?\]',
        rf"\1files = [{names}]",
        case.read_text(encoding="utf-8"),
        count=1,
        flags=re.DOTALL,
    )
    assert count == 1
    case.write_text(words, encoding="utf-8")


def words_of(packet: Path) -> Sequence[str]:
    return [page.extract_text() for page in pypdf.PdfReader(packet).pages]


@pytest.mark.parametrize("kind", BLOCKED)
def test_a_bad_input_between_good_ones_blocks_by_name(run: Run, sample: Path, tmp_path: Path, kind: str):
    files, code = BLOCKED[kind]
    between_two_good_ones(sample, files)
    packet = tmp_path / "packet.pdf"
    answer = run("build", sample, "-o", packet, "--json")
    assert answer.status == 1
    (blocker,) = (each for each in answer.json["findings"] if each["severity"] == "blocker")
    assert (blocker["code"], blocker["file"]) == (code, *files)
    assert not packet.exists()


def test_what_can_be_mended_is_in_the_packet_and_told(run: Run, sample: Path, tmp_path: Path):
    between_two_good_ones(sample, USED)
    packet = tmp_path / "packet.pdf"
    answer = run("build", sample, "-o", packet, "--json")
    assert answer.status == 0, answer.err
    told = run("check", sample, "--json").json["findings"]
    assert [each["file"] for each in told if each["code"] == "file.repaired"] == ["crossed.pdf"]
    pages = words_of(packet)
    assert sum(REPAIRED in words for words in pages) == 2
    for words in (FIRST, LAST, *VALUES):
        assert sum(words in page for page in pages) == 1, words
    assert any("drawn in" in page for page in pages), "the certificate says that fields were drawn in"
    assert run("verify", packet, "--json").json["sound"] is True


def test_a_draft_has_a_placeholder_for_each_bad_input_and_all_that_is_good(
    run: Run, sample: Path, tmp_path: Path
):
    bad = {name: make for files, _ in BLOCKED.values() for name, make in files.items()}
    between_two_good_ones(sample, {**bad, **USED})
    packet = tmp_path / "packet.pdf"
    answer = run("build", sample, "-o", packet, "--draft", "--json")
    assert answer.status == 0, answer.err
    verified = run("verify", packet, "--json").json
    assert (verified["sound"], verified["draft"]) == (True, True)
    pages = words_of(packet)
    for name in bad:
        assert any(name in words for words in pages), name
    for words in (FIRST, LAST, REPAIRED, *VALUES):
        assert any(words in page for page in pages), words
    told = run("check", sample, "--json").json["findings"]
    blocked = {each["file"]: each["code"] for each in told if each["severity"] == "blocker"}
    assert blocked == {next(iter(files)): code for files, code in BLOCKED.values()}
