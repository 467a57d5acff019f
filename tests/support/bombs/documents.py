"""Word files and archives that inflate, nest or never end."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

from tests.support.bombs.kinds import MIB, bomb
from tests.support.bombs.pdf import laughs

_TYPES = (
    b"<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    b"<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    b"<Default Extension='xml' ContentType='application/xml'/><Override PartName='/word/document.xml' "
    b"ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
)
_RELATIONS = (
    b"<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    b"<Relationship Id='r1' Target='word/document.xml' Type="
    b"'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/></Relationships>"
)
_WORD = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
_WORD_END = b"</w:body></w:document>"


def docx(body: bytes, *, head: bytes = b"", more: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """Return a Word document with a body of one's own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", b"<?xml version='1.0'?>" + head + _WORD + body + _WORD_END)
        for name, content in more:
            package.writestr(name, content)
    return buffer.getvalue()


def _paragraph(words: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + words + b"</w:t></w:r></w:p>"


@bomb(".docx")
def docx_of_nested_entities() -> bytes:
    """A thousand million laughs."""
    return docx(_paragraph(b"&i;"), head=laughs())


@bomb(".docx")
def docx_of_one_long_entity() -> bytes:
    """One entity of 100 kB, named 100,000 times."""
    head = b"<!DOCTYPE w [<!ENTITY a '" + b"ha" * 50_000 + b"'>]>"
    return docx(_paragraph(b"&a;" * 100_000), head=head)


@bomb(".docx", is_harmless=True)
def docx_that_would_fetch() -> bytes:
    """An entity that is another file of the machine."""
    head = (
        b"<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/hostname'><!ENTITY b SYSTEM 'http://127.0.0.1:9/x'>]>"
    )
    return docx(_paragraph(b"&a;&b;"), head=head)


@bomb(".docx", is_slow=True)
def docx_that_inflates() -> bytes:
    """A document of 280 MB of blanks between two words."""
    return docx(_paragraph(b"a" + b" " * 280_000_000 + b"b"))


@bomb(".docx", is_slow=True)
def docx_of_millions_of_paragraphs() -> bytes:
    """A document of two million empty paragraphs."""
    return docx(b"<w:p/>" * 2_000_000)


@bomb(".docx")
def docx_of_too_many_parts() -> bytes:
    """60,000 parts."""
    return docx(_paragraph(b"a"), more=((f"word/media/{n}", b"") for n in range(60_000)))


@bomb(".docx")
def docx_of_overlapping_parts() -> bytes:
    """5,000 parts that are all the same bytes, which inflate to 250 GB together (D. Fifield, 2019)."""
    data = bytearray(docx(_paragraph(b"a"), more=[("word/media/a", bytes(50_000_000))]))
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    directory = bytes(data[start:end])
    last = directory[directory.rindex(b"PK\x01\x02") :]
    many = directory + b"".join(
        last[:28] + struct.pack("<H", 18) + last[30:46] + b"word/media/%07d" % n for n in range(5000)
    )
    total = struct.unpack_from("<H", data, end + 10)[0] + 5000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, total, total, len(many), start, 0)
    return bytes(data[:start]) + many + tail


@bomb(".docx")
def docx_of_a_huge_directory() -> bytes:
    """A list of 300,000 parts that are not there, under the name of four."""
    data = bytearray(docx(_paragraph(b"a")))
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", data, end + 16)[0]
    directory = bytes(data[start:end])
    last = directory[directory.rindex(b"PK\x01\x02") :]
    many = directory + last * 300_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 4, 4, len(many), start, 0)
    return bytes(data[:start]) + many + tail


@bomb(".docx")
def docx_nested_deep() -> bytes:
    """Tags 100,000 deep."""
    return docx(b"<w:p>" * 100_000 + b"</w:p>" * 100_000)


@bomb(".docx")
def docx_of_nested_tables() -> bytes:
    """Tables within tables, 60 deep."""
    begin, end = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return docx((begin * 60 + _paragraph(b"a") + end * 60) * 200)


@bomb(".docx")
def docx_of_a_cell_without_end() -> bytes:
    """A cell that spans two thousand million columns."""
    cell = b"<w:tc><w:tcPr><w:gridSpan w:val='2000000000'/></w:tcPr>" + _paragraph(b"a") + b"</w:tc>"
    return docx(b"<w:tbl><w:tr>" + cell + b"</w:tr></w:tbl>")


@bomb(".docx", is_slow=True)
def docx_hard_to_lay_out() -> bytes:
    """100,000 paragraphs, each of which must stay together with the next."""
    kept = b"<w:p><w:pPr><w:keepNext/><w:keepLines/></w:pPr><w:r><w:t>Name: ROE 1985-03-02</w:t></w:r></w:p>"
    return docx(kept * 100_000)


@bomb(".docx", is_harmless=True)
def docx_of_long_lines() -> bytes:
    """A line of two million letters."""
    return docx(_paragraph(b"Name: ROE ANNA 1985-03-02 CNY 1,234.56 " * 50_000))


@bomb(".zip")
def zip_of_nothing() -> bytes:
    """An archive that inflates to 64 MB of nothing; no paper at all."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("a", "w", force_zip64=True) as part,
    ):
        for _ in range(64):
            part.write(bytes(MIB))
    return buffer.getvalue()
