"""Word files for tests: letterheads as agencies have them, and packages changed by hand."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from PIL import Image

_BOX = (
    '<w:r {ns}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
    "<w:txbxContent>{words}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{words}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_BOX_NAMES = (
    nsdecls("w", "wp", "a") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "word/document.xml"


def saved(document: Any) -> bytes:
    """Return a document as the bytes of a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file(*paragraphs: str) -> bytes:
    """Return a Word file of these paragraphs; "¦" parts one into runs."""
    document = docx.Document()
    add_paragraphs(document, paragraphs)
    return saved(document)


def add_paragraphs(holder: Any, paragraphs: Iterable[str]) -> None:
    """Add paragraphs to a document, a cell or a header."""
    for words in paragraphs:
        paragraph = holder.add_paragraph()
        for run in words.split("¦"):
            paragraph.add_run(run)


def table_file(*rows: Iterable[str]) -> bytes:
    """Return a Word file with one table."""
    document = docx.Document()
    document.add_paragraph("Before")
    cells = [list(row) for row in rows]
    table = document.add_table(rows=0, cols=max(map(len, cells)))
    for row in cells:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = words
    return saved(document)


def add_text_box(paragraph: Any, words: str) -> None:
    """Hang a text box on a paragraph, with its copy for older programs as Word writes it."""
    inner = f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    paragraph._p.append(parse_xml(_BOX.format(ns=_BOX_NAMES, words=inner)))


def picture() -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (150, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def letterhead() -> Any:
    """Return a document as an agency has it: a picture above, fonts and borders of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for head in (section.header, section.first_page_header, section.even_page_header):
        head.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Pt(80))
        head.add_paragraph("{{ employer.name }}")
    section.footer.paragraphs[0].text = "To: {{ case.office }}"
    run = document.add_paragraph().add_run("Name: {{ person.name }}")
    run.font.name, run.font.size, run.bold = "Garamond", Pt(11), True
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in years %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ row.year }}", "{{ row.wage }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    return document


def parts(raw: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(raw: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """Return a package with parts changed, added, or taken out (None)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts(raw), **changed}.items():
            if data is not None:
                archive.writestr(name, data)
    return buffer.getvalue()


def edited(raw: bytes, name: str, edit: Callable[[str], str]) -> bytes:
    """Return a package with the text of a part edited; it must come out otherwise."""
    before = parts(raw)[name].decode("utf-8")
    after = edit(before)
    assert after != before
    return with_parts(raw, {name: after.encode("utf-8")})


def related(raw: bytes, kind: str, target: str, *, external: bool, of: str = MAIN) -> bytes:
    """Return a package in which a part refers to one thing more, as "rIdX"."""
    folder, _, file = of.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    mode = ' TargetMode="External"' if external else ""
    row = f'<Relationship Id="rIdX" Type="{base}{kind}" Target="{target}"{mode}/>'
    empty = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    text = parts(raw).get(name, empty.encode()).decode("utf-8")
    return with_parts(raw, {name: text.replace("</Relationships>", f"{row}</Relationships>").encode()})


def in_body(raw: bytes, xml: str) -> bytes:
    """Return a Word file with a piece of XML at the beginning of its body."""
    return edited(raw, MAIN, lambda text: text.replace("<w:body>", f"<w:body>{xml}", 1))


def write(folder: Path, name: str, raw: bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(raw)
    return path
