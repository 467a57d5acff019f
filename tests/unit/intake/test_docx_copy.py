"""Copies of Word documents without what they would fetch or run."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from app.intake.docx_copy import write_inert_copy
from app.intake.examine import examine_file
from tests.unit.intake.papers import Writer, docx_of

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_AWAY = "http://192.0.2.1/a"


def changed(changes: dict[str, tuple[str, str]], extra: dict[str, bytes] | None = None) -> bytes:
    """Make a document with a text replaced in some of its parts, and further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of())) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name in changes:
                before, after = changes[name]
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode(), 1)
            new.writestr(name, text)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def related(kind: str, *, external: bool = True) -> dict[str, tuple[str, str]]:
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rX" Type="{_TYPE}{kind}" Target="{_AWAY}"{mode}/>'
    return {"word/_rels/document.xml.rels": ("</Relationships>", f"{link}</Relationships>")}


def field(*pieces: str) -> dict[str, tuple[str, str]]:
    """Put a field with its instruction in several runs before the end of the text."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in pieces)
    whole = f"<w:p>{char('begin')}{codes}{char('separate')}<w:r><w:t>shown</w:t></w:r>{char('end')}</w:p>"
    return {"word/document.xml": ("<w:sectPr", f"{whole}<w:sectPr")}


def simple(code: str) -> dict[str, tuple[str, str]]:
    whole = f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>shown</w:t></w:r></w:fldSimple></w:p>'
    return {"word/document.xml": ("<w:sectPr", f"{whole}<w:sectPr")}


FETCHING = {
    "picture": related("image"),
    "linked object": related("oleObject"),
    "template": related("attachedTemplate"),
    "picture field": field(f'INCLUDEPICTURE "{_AWAY}"'),
    "field in pieces": field(" INCLUDE", f'TEXT "{_AWAY}"'),
    "program": field(f'DDEAUTO cmd "{_AWAY}"'),
    "simple field": simple(f"LINK Word.Document.8 {_AWAY}"),
}
HARMLESS = {
    "link to click": related("hyperlink"),
    "page number": field(" PAGE "),
    "date": simple("DATE"),
    "part within": related("image", external=False),
}


def copied(write: Writer, tmp_path: Path, data: bytes) -> dict[str, bytes]:
    copy = tmp_path / "copy.docx"
    write_inert_copy(write("a.docx", data), copy)
    with zipfile.ZipFile(copy) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("changes", FETCHING.values(), ids=FETCHING.keys())
def test_what_a_document_would_fetch_is_left_out_and_told(
    write: Writer, tmp_path: Path, changes: dict[str, tuple[str, str]]
) -> None:
    data = changed(changes)
    assert examine_file(write("b.docx", data), "b.docx").active_content == ("linked",)
    parts = copied(write, tmp_path, data)
    assert not any(_AWAY.encode() in content for content in parts.values())
    assert b"shown" in parts["word/document.xml"] or "word/document.xml" not in changes


@pytest.mark.parametrize("changes", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_fetches_nothing_is_copied_as_it_stands(
    write: Writer, tmp_path: Path, changes: dict[str, tuple[str, str]]
) -> None:
    data = changed(changes)
    assert examine_file(write("b.docx", data), "b.docx").active_content == ()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert copied(write, tmp_path, data) == {name: package.read(name) for name in package.namelist()}


def test_macros_and_controls_are_left_out_with_what_leads_to_them(write: Writer, tmp_path: Path) -> None:
    changes = {
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rM" Type="{_TYPE}vbaProject" Target="vbaProject.bin"/></Relationships>',
        ),
        "[Content_Types].xml": (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    }
    data = changed(changes, {"word/vbaProject.bin": b"x", "word/activeX/activeX1.bin": b"x"})
    parts = copied(write, tmp_path, data)
    assert not [name for name in parts if re.search("vba|activeX", name)]
    everything = b"".join(parts.values())
    assert b"vbaProject" not in everything
    assert b"macroEnabled" not in everything
    assert "在职证明".encode() in everything
