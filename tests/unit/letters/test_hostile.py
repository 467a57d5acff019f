"""Word files that were made to do harm: refused or cleaned, quickly, without a look at anything else."""

import io
import socket
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError
from lxml import etree  # type: ignore[import-untyped]

from app.domain.letters import LetterForm
from app.domain.words import Text
from app.letters.catalogue import facts, lists
from app.letters.fill import Filling, environment, fill_template
from app.letters.limits import TooLong
from app.letters.package import MAX_FILE
from app.letters.screen import Screened, screen_template
from app.letters.values import Values
from tests.unit.letters.word_files import (
    MAIN,
    edited,
    in_body,
    letterhead,
    parts,
    related,
    saved,
    with_parts,
    word_file,
)

_MOST_SECONDS = 5.0
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_GOOD = word_file("{{ person.name }}")


def screened_quickly(raw: bytes) -> Screened:
    """Screen a file and see to it that this took no more than it may."""
    begun = time.process_time()
    screened = screen_template(raw)
    assert time.process_time() - begun < _MOST_SECONDS
    return screened


def codes(raw: bytes) -> set[str]:
    """Return the kinds of faults of a file."""
    return {fault.code for fault in screened_quickly(raw).faults}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def ole(words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + words.encode("utf-16-le") + bytes(500)


# Files that are no template at all.


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "template.not_word"),
        (b"%PDF-1.7", "template.not_word"),
        (b"PK\x03\x04", "template.unreadable"),
        (_GOOD[:-30], "template.unreadable"),
        (_GOOD[: len(_GOOD) // 2], "template.unreadable"),
        (zipped({"a.txt": b"a"}), "template.not_word"),
        (ole("WordDocument"), "template.old_word"),
        (ole("EncryptedPackage"), "template.locked"),
        (ole("Workbook"), "template.not_word"),
        (bytes(MAX_FILE + 1), "template.too_large"),
        (with_parts(_GOOD, {MAIN: b"<w:document"}), "template.unreadable"),
        (with_parts(_GOOD, {MAIN: b"<a/>"}), "template.unreadable"),
        (with_parts(_GOOD, {MAIN: None}), "template.unreadable"),
        (with_parts(_GOOD, {"_rels/.rels": None}), "template.not_word"),
        (with_parts(_GOOD, {"[Content_Types].xml": b"<Types/>"}), "template.not_word"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_word_document_is_refused_whole(raw: bytes, code: str) -> None:
    assert codes(raw) == {code}


def test_a_document_with_macros_is_refused_and_a_template_of_word_is_taken() -> None:
    types = "[Content_Types].xml"
    plain = "wordprocessingml.document.main+xml"
    official = f"application/vnd.openxmlformats-officedocument.{plain}"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert codes(edited(_GOOD, types, lambda text: text.replace(official, macro))) == {"template.macros"}
    assert codes(with_parts(_GOOD, {"word/vbaProject.bin": b"x"})) == {"template.macros"}
    dotx = edited(_GOOD, types, lambda text: text.replace(plain, "wordprocessingml.template.main+xml"))
    assert codes(dotx) == set()
    assert docx.Document(io.BytesIO(screen_template(dotx).clean)).paragraphs


def test_strict_open_xml_is_refused_by_name() -> None:
    strict = edited(
        _GOOD,
        "_rels/.rels",
        lambda text: text.replace(
            "http://schemas.openxmlformats.org/officeDocument", "http://purl.oclc.org/ooxml/officeDocument"
        ),
    )
    assert codes(strict) == {"template.strict"}


# Bombs.


def test_archives_that_grow_beyond_measure_are_refused_before_they_grow() -> None:
    big = zipped({**parts(_GOOD), MAIN: b" " * 50_000_000})
    assert len(big) < 500_000
    assert codes(big) == {"template.too_large"}
    media = b"\0" * 39_000_000
    raw = edited(
        with_parts(_GOOD, {f"word/media/{n}.png": media for n in range(3)}),
        "[Content_Types].xml",
        lambda text: text.replace(
            "<Default", '<Default Extension="png" ContentType="image/png"/><Default', 1
        ),
    )
    rows = "".join(
        '<Relationship Id="rIdX{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="media/{n}.png"/>'.replace("{n}", str(n))
        for n in range(3)
    )
    raw = edited(
        raw,
        "word/_rels/document.xml.rels",
        lambda text: text.replace("</Relationships>", rows + "</Relationships>"),
    )
    pictures = "".join(f'<w:p><w:r><x:y xmlns:x="x" {_R} r:id="rIdX{n}"/></w:r></w:p>' for n in range(3))
    assert codes(in_body(raw, pictures)) == {"template.too_large"}
    many = zipped({**parts(_GOOD), **{f"word/{n}.xml": b"" for n in range(3_000)}})
    assert codes(many) == {"template.too_large"}


def test_a_part_that_is_larger_than_its_directory_says_is_refused() -> None:
    raw = bytearray(zipped({**parts(_GOOD), MAIN: b"<a/>" * 5_000_000}))
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(MAIN.encode()))
    raw[at + 24 : at + 28] = struct.pack("<I", 100)
    assert codes(bytes(raw)) == {"template.unreadable"}


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "prolog",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY l11 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", [MAIN, "word/styles.xml", "_rels/.rels", "[Content_Types].xml"])
def test_entities_are_neither_expanded_nor_fetched(part: str, prolog: str) -> None:
    def poisoned(text: str) -> str:
        body = text.partition("?>")[2]
        return f'<?xml version="1.0" encoding="UTF-8"?>{prolog}{body.replace("person.name", "&l11;")}'

    assert codes(edited(_GOOD, part, poisoned)) == {"template.unreadable"}
    wide = parts(_GOOD)[part].decode().partition("?>")[2]
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{prolog}{wide}'.encode("utf-16")
    assert codes(with_parts(_GOOD, {part: hidden})) == {"template.unreadable"}


def paragraphs_of(words: str, count: int) -> bytes:
    piece = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    return in_body(word_file(), piece * count)


def runs_of(words: str, count: int) -> bytes:
    return in_body(word_file(), f"<w:p>{f'<w:r><w:t>{words}</w:t></w:r>' * count}</w:p>")


_CELL = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: paragraphs_of("word", 100_000), "template.too_large"),
        (lambda: paragraphs_of("w" * 300, 9_000), "template.too_large"),
        (lambda: paragraphs_of("{{ person.name }}", 9_000), "template.too_many_tags"),
        (lambda: paragraphs_of("{{", 9_000), "template.too_many_tags"),
        (lambda: paragraphs_of("}}", 9_000), "template.too_many_tags"),
        (lambda: paragraphs_of("{", 9_000), "template.too_many_tags"),
        (lambda: runs_of("{{", 9_000), "template.too_many_tags"),
        (lambda: runs_of("{{{%{#", 9_000), "template.too_many_tags"),
        (lambda: runs_of("｛｛ x ｝｝", 9_000), "template.full_width"),
        (lambda: runs_of("%", 9_000), ""),
        (lambda: paragraphs_of("#", 9_000), ""),
        (lambda: paragraphs_of("&lt;w:p&gt;" * 100, 800), ""),
        (lambda: paragraphs_of("a" * 1_400_000, 1), ""),
        (lambda: in_body(word_file(), f"<w:tbl><w:tr>{_CELL * 6_000}</w:tr></w:tbl>"), ""),
        (lambda: in_body(word_file(), f"<w:tbl>{f'<w:tr>{_CELL}</w:tr>' * 5_000}</w:tbl>"), ""),
        (lambda: in_body(word_file(), "<w:r>" * 300 + "</w:r>" * 300), "template.unreadable"),
        (lambda: in_body(word_file(), "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60), ""),
        (lambda: in_body(word_file(), "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 100), "template.too_large"),
        (
            lambda: in_body(word_file(), "".join(f'<w:p xmlns:a{n}="a{n}"/>' for n in range(20_000))),
            "",
        ),
        (lambda: in_body(word_file(), "<w:p " + " ".join(f"a{n}=''" for n in range(90_000)) + "/>"), ""),
        (lambda: in_body(word_file(), "<w:p/>" * 59_000), ""),
    ],
)  # fmt: skip
def test_documents_beyond_measure_take_no_more_than_they_may(make: Callable[[], bytes], code: str) -> None:
    begun = time.process_time()
    found = {fault.code for fault in screen_template(make()).faults}
    assert time.process_time() - begun < _MOST_SECONDS
    assert (code in found) if code else found <= {"template.too_large"}


def test_a_loop_that_would_write_without_end_is_stopped() -> None:
    words = "x" * 3_000
    raw = word_file(f"{{% for a in stays %}}{{% for b in stays %}}{words}{{% endfor %}}{{% endfor %}}")
    screened = screen_template(raw)
    assert screened.faults == ()
    row = {name: Text.same("1") for name, _ in lists()["stays"].fields}
    begun = time.process_time()
    with pytest.raises(TooLong):
        fill_template(
            screened.clean,
            Filling(Values({}, {"stays": (row,) * 400}), screened.used),
            LetterForm.ZH,
            keep_marks=True,
        )
    assert time.process_time() - begun < _MOST_SECONDS


# What a letter may not take along.


def places_of(raw: bytes, code: str) -> list[int]:
    return [fault.place.paragraph for fault in screen_template(raw).faults if fault.code == code]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f'<w:altChunk {_R} r:id="rIdX"/>', "template.inserted_file"),
        (f'<w:p><w:subDoc {_R} r:id="rIdX"/></w:p>', "template.inserted_file"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "template.object"),
        ("<w:p><w:r><w:control/></w:r></w:p>", "template.object"),
        ("<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", "template.tracked_change"),
        ("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", "template.tracked_change"),
        *(
            (f'<w:p><w:fldSimple w:instr=" {name} x"/></w:p>', "template.field")
            for name in (
                "INCLUDETEXT", "INCLUDEPICTURE", "DDE", "ddeauto", "LINK", "IMPORT", "RD", "DATABASE",
                "MERGEFIELD", "MACROBUTTON", "QUOTE", "IF", "ASK", "FILLIN", "DOCVARIABLE", "=",
            )
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText></w:r><w:r>'
            '<w:instrText>EAUTO c:\\\\x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            "template.field",
        ),
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            "template.field",
        ),
    ],
)  # fmt: skip
def test_what_would_leave_a_hole_in_a_letter_is_refused_with_its_place(xml: str, code: str) -> None:
    raw = in_body(related(_GOOD, "aFChunk", "chunk.html", external=False), xml)
    screened = screened_quickly(raw)
    assert {fault.code for fault in screened.faults} == {code}
    assert {fault.place.paragraph for fault in screened.faults} <= {0, 1}


def test_linked_pictures_and_objects_outside_are_refused() -> None:
    linked = f'<w:p><w:r><a:blip xmlns:a="a" {_R} r:link="rIdX"/></w:r></w:p>'
    for target in ("http://127.0.0.1:9/x.png", "file:///etc/passwd", "\\\\host\\share\\x.png"):
        raw = in_body(related(_GOOD, "image", target, external=True), linked)
        assert codes(raw) == {"template.linked_picture"}
        assert places_of(raw, "template.linked_picture") == [1]
    chart = in_body(related(_GOOD, "chart", "charts/chart1.xml", external=False), linked)
    assert codes(chart) == {"template.object"}
    header = edited(
        saved(letterhead()),
        "word/header1.xml",
        lambda text: text.replace("</w:hdr>", f"{linked}</w:hdr>"),
    )
    outside = related(header, "image", "http://127.0.0.1:9/x", external=True, of="word/header1.xml")
    (fault,) = screen_template(outside).faults
    assert (fault.code, fault.place.part) == ("template.linked_picture", "header")


def test_what_changes_nothing_on_the_page_is_dropped_and_reaches_no_letter() -> None:
    raw = related(saved(letterhead()), "attachedTemplate", "http://127.0.0.1:9/evil.dotm", external=True,
                  of="word/settings.xml")  # fmt: skip
    raw = edited(
        raw,
        "word/settings.xml",
        lambda text: text.replace(
            "</w:settings>",
            f'<w:attachedTemplate {_R} r:id="rIdX"/><w:mailMerge><w:query w:val="secret"/></w:mailMerge>'
            '<w:documentProtection w:edit="readOnly"/><w:updateFields w:val="1"/></w:settings>',
        ),
    )
    raw = related(raw, "customXml", "../customXml/item1.xml", external=False)
    raw = related(raw, "oleObject", "http://127.0.0.1:9/evil", external=True, of="word/styles.xml")
    raw = with_parts(
        raw,
        {
            "customXml/item1.xml": b"<secret/>",
            "word/comments.xml": b"secret",
            "word/embeddings/evil.bin": b"evil",
            "word/activeX/activeX1.bin": b"evil",
            "evil.exe": b"evil",
        },
    )
    xml = (
        '<w:p w:rsidR="00AB12CD"><w:commentRangeStart w:id="0"/><w:sdt><w:sdtPr>'
        '<w:dataBinding w:xpath="/secret"/>'
        '<w15:dataBinding xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
        'w15:xpath="/secret"/>'
        "</w:sdtPr><w:sdtContent><w:r><w:t>kept</w:t></w:r></w:sdtContent></w:sdt><w:r>"
        '<w:commentReference w:id="0"/></w:r><w:smartTag w:element="secret"><w:r><w:t> too</w:t></w:r>'
        "</w:smartTag>"
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="http://127.0.0.1:9/evil">'
        f'<v:imagedata src="file:///evil" {_R} r:id="rIdNothing"/></v:shape></w:pict></w:r></w:p>'
    )
    screened = screened_quickly(in_body(raw, xml))
    assert screened.faults == ()
    clean = parts(screened.clean)
    everything = b"".join(clean.values())
    for trace in (
        b"evil",
        b"secret",
        b"127.0.0.1",
        b"documentProtection",
        b"updateFields",
        b"rsid",
        b"python-docx",
    ):
        assert trace not in everything, trace
    assert docx.Document(io.BytesIO(screened.clean)).paragraphs[0].text == " too"
    assert b"kept" in clean[MAIN]
    assert not [name for name in clean if "custom" in name.lower() or "comments" in name]


def test_a_link_to_click_stays_where_it_leads_to_the_web() -> None:
    link = f'<w:p><w:hyperlink {_R} r:id="rIdX"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>'
    kept = in_body(related(_GOOD, "hyperlink", "https://example.org/a", external=True), link)
    assert b"https://example.org/a" in b"".join(parts(screened_quickly(kept).clean).values())
    for target in ("file:///etc/passwd", "\\\\host\\share", "javascript:alert(1)", "ms-word:ofe|u|x"):
        screened = screened_quickly(in_body(related(_GOOD, "hyperlink", target, external=True), link))
        assert screened.faults == ()
        rels = parts(screened.clean)["word/_rels/document.xml.rels"]
        assert b"rIdX" not in rels
        assert b"rIdX" not in parts(screened.clean)[MAIN]


@pytest.mark.parametrize(
    ("told", "stays"),
    [
        ('"https://example.org/a"', True),
        ("mailto:jane@example.org", True),
        ("“https://example.org” \\o “file://tip” \\h", True),
        ('\\l "chapter"', True),
        ('"https://example.org" \\l "chapter" \\t "_blank"', True),
        ('"file://evil/share/x.exe"', False),
        ("\\\\\\\\evil\\\\share\\\\x.exe", False),
        ("“\\\\evil\\share”", False),
        ('\\o "https://example.org" "javascript:alert(1)"', False),
        ('"https://example.org" "file://evil"', False),
        ("", False),
        ("\\h", False),
    ],
)
def test_a_field_that_is_a_link_stays_where_it_leads_to_the_web_or_within_the_letter(
    told: str, *, stays: bool
) -> None:
    words = told.replace('"', "&quot;")
    simple = f'<w:p><w:fldSimple w:instr=" HYPERLINK {words}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    parted = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>hyper</w:instrText></w:r><w:r>'
        f'<w:instrText>link {words}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    for xml in (simple, parted):
        assert codes(in_body(_GOOD, xml)) == (set() if stays else {"template.field"})


def test_a_link_whose_address_another_field_makes_is_refused() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    words = (
        "<w:r><w:instrText>HYPERLINK </w:instrText></w:r>",
        "<w:r><w:instrText>REF x</w:instrText></w:r>",
    )
    nested = f"<w:p>{begin}{words[0]}{begin}{words[1]}{end}{end}</w:p>"
    assert codes(in_body(_GOOD, nested)) == {"template.field"}


def test_addresses_that_a_drawing_of_older_programs_holds_are_dropped() -> None:
    drawing = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" o:href="file://evil/a" o:title="kept">'
        '<v:fill o:althref="file://evil/b"/></v:shape></w:pict></w:r></w:p>'
    )
    screened = screened_quickly(in_body(_GOOD, drawing))
    assert screened.faults == ()
    assert b"kept" in parts(screened.clean)[MAIN]
    assert b"evil" not in parts(screened.clean)[MAIN]


@pytest.mark.parametrize("encoding", ["UTF-7", "ISO-8859-1", "GB18030", "IBM037"])
def test_a_part_that_says_another_encoding_than_words_is_refused(encoding: str) -> None:
    body = parts(_GOOD)[MAIN].decode().partition("?>")[2]
    if encoding == "UTF-7":
        # So written, no sign "<" is there that could be counted.
        body = body.replace("+", "+-").replace("<", "+ADw-")
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    whole = (head + body).encode(encoding if encoding == "IBM037" else "ascii")
    assert codes(with_parts(_GOOD, {MAIN: whole})) == {"template.unreadable"}


def test_one_header_that_many_relationships_name_is_no_way_to_take_long() -> None:
    target = "header9.xml"
    words = f"<w:p><w:r><w:t>{'x' * 90}</w:t></w:r></w:p>" * 9_000
    header = f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{words}</w:hdr>'
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    rows = "".join(f'<Relationship Id="rIdX{n}" Type="{base}header" Target="{target}"/>' for n in range(60))
    raw = with_parts(_GOOD, {f"word/{target}": header.encode()})
    raw = edited(
        raw,
        "word/_rels/document.xml.rels",
        lambda text: text.replace("</Relationships>", f"{rows}</Relationships>"),
    )
    named = "".join(f'<w:p><w:r><x:y xmlns:x="x" {_R} r:id="rIdX{n}"/></w:r></w:p>' for n in range(60))
    assert codes(in_body(raw, named)) == {"template.too_large"}


def test_properties_of_the_document_are_no_way_in() -> None:
    document = docx.Document()
    document.core_properties.title = "{{ ''.__class__ }}"
    document.core_properties.author = "{% for a in range(9) %}x{% endfor %}"
    screened = screen_template(saved(document))
    assert screened.faults == ()
    assert b"class" not in parts(screened.clean)["docProps/core.xml"]


def test_a_foreign_use_of_words_prefix_is_refused() -> None:
    for xml in (
        '<w:p xmlns:w="http://example.org"/>',
        "<q:p xmlns:q='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
    ):
        assert codes(in_body(_GOOD, xml)) == {"template.unreadable"}


@pytest.fixture
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note every file and every connection that is opened."""
    seen: list[Any] = []
    own_open = io.open

    def opened(file: Any, *rest: Any, **named: Any) -> Any:
        seen.append(file)
        return own_open(file, *rest, **named)

    monkeypatch.setattr("builtins.open", opened)
    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(socket.socket, "connect", lambda *address: seen.append(address))
    return seen


def test_screening_opens_no_other_file_and_no_connection(nothing_else: list[Any]) -> None:
    facts(), lists()
    nothing_else.clear()
    raw = in_body(related(_GOOD, "hyperlink", "https://127.0.0.1:9/", external=True), "<w:p/>")
    nothing_else.clear()
    assert screen_template(raw).faults == ()
    assert nothing_else == []


# The sandbox itself: what would run is refused even where no screen stood before it.


@pytest.mark.parametrize(
    "words",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 'a' * 10 }}",
        "{{ x() }}",
        "{{ x|join }}",
        "{% set x = 1 %}",
        "{% import 'x' as y %}",
        "{% for a in b if c %}{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{{ x[y] }}",
        "{{ x._held }}",
        "{{ x['_held'] }}",
        "{{ x.__init__ }}",
        "{% if x is defined %}{% endif %}",
        "{% if x < 1 %}{% endif %}",
        "{{ self }}{{ x ~ y }}",
        "{% with a = 1 %}{% endwith %}",
    ],
)
def test_the_sandbox_refuses_all_that_is_not_on_the_list(words: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        environment().from_string(words)


# Any tag soup.

_SCRAPS = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%", "#", " ", "person.name", "zh.", "en.", "row",
    "row.year", "loop.index", "years", "gaps", "if ", "elif ", "else", "endif", "for row in years", "endfor",
    "p ", "tr ", "tc ", "r ", "and ", "or ", "not ", "== ", "!= ", "'x'", "|upper", "()", "[", "]",
    "__class__", "-", "+", "raw", "endraw", "set x = 1", "<", "&", "“", "”", "\n", "甲",
)  # fmt: skip
_TAGS = (
    "{{ person.name }}", "{{ en.person.name|upper }}", "{# a #}", "words", "{% else %}", "{%p else %}",
    "{{ row.year }}", "{{ loop.index }}", "{% if post.until == “x” %}", "{% endif %}", "{%p endif %}",
    "{%tr for row in years %}", "{%tr endfor %}",
)  # fmt: skip
_BLOCKS = (
    ("{% if post.until %}", "{% endif %}"), ("{%p if not post.until %}", "{%p endif %}"),
    ("{%tr if post.until %}", "{%tr endif %}"), ("{%tc if post.until %}", "{%tc endif %}"),
    ("{%r if post.until %}", "{% endif %}"), ("{% for row in years %}", "{% endfor %}"),
    ("{%p for row in years %}", "{%p endfor %}"), ("{%tr for row in zh.years %}", "{%tr endfor %}"),
    ("{% for row in gaps %}", "{%p endfor %}"), ("{% if years %}", "{% endfor %}"),
)  # fmt: skip
_SOUP = st.lists(st.sampled_from(_SCRAPS + _TAGS), max_size=8).map("".join)
_HOLDERS = ("body", "row", "row", "cell", "inner", "header", "same", "run", "box", "link")


def soup_file(pieces: list[tuple[str, str]]) -> bytes:
    """Return a Word file in which words lie about in all sorts of places."""
    body, header = "", ""
    for holder, words in pieces:
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        run = f'<w:r><w:t xml:space="preserve">{escaped}</w:t></w:r>'
        cell = f"<w:tc><w:p>{run}</w:p></w:tc>"
        match holder:
            case "header":
                header += f"<w:p>{run}</w:p>"
            case "row":
                rows = f"<w:tr>{cell}</w:tr>"
                body = (
                    f"{body.removesuffix('</w:tbl>')}{rows}</w:tbl>"
                    if body.endswith("</w:tbl>")
                    else f"{body}<w:tbl>{rows}</w:tbl>"
                )
            case "cell":
                body += f"<w:tbl><w:tr>{cell}{_CELL}</w:tr><w:tr>{_CELL}{_CELL}</w:tr></w:tbl>"
            case "inner":
                body += f"<w:tbl><w:tr>{cell}<w:tc><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:tc></w:tr></w:tbl>"
            case "same" if body.endswith("</w:p>"):
                body = f"{body.removesuffix('</w:p>')}{run}</w:p>"
            case "run":
                body += f"<w:p>{''.join(f'<w:r><w:t>{e}</w:t></w:r>' for e in halves(words))}</w:p>"
            case "box":
                box = f"<w:r><w:pict><w:txbxContent><w:p>{run}</w:p></w:txbxContent></w:pict></w:r>"
                body += f"<w:p>{run}{box}</w:p>"
            case "link":
                body += f"<w:p>{run}<w:hyperlink>{run}</w:hyperlink></w:p>"
            case _:
                body += f"<w:p>{run}</w:p>"
    return edited(
        in_body(_WITH_HEADER, f"{body}<w:p/>"),
        "word/header1.xml",
        lambda text: text.replace("</w:hdr>", f"{header}<w:p/></w:hdr>"),
    )


def halves(words: str) -> Iterator[str]:
    for half in (words[: len(words) // 2], words[len(words) // 2 :]):
        yield half.replace("&", "&amp;").replace("<", "&lt;")


def _with_header() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Head"
    # Styles and pictures only cost time here.
    return screen_template(saved(document)).clean


_WITH_HEADER = _with_header()
_HOLDER = st.sampled_from(_HOLDERS)
_Soup = list[tuple[str, str]]


def _around(inner: st.SearchStrategy[_Soup]) -> st.SearchStrategy[_Soup]:
    """Put a block around what there is: often in its like, sometimes not."""
    blocks = st.tuples(_HOLDER, _HOLDER, st.booleans(), st.sampled_from(_BLOCKS), inner)
    return blocks.map(
        lambda each: [(each[0], each[3][0]), *each[4], (each[1] if each[2] else each[0], each[3][1])]
    )


_LEAVES = st.lists(st.tuples(_HOLDER, st.sampled_from(_TAGS[:4])), max_size=2)
_SOUPS = st.lists(st.tuples(_HOLDER, _SOUP), max_size=6) | st.recursive(_LEAVES, _around, max_leaves=4)


def _strict_tables(template: DocxTemplate, xml: str) -> Any:
    """Parse what docxtpl made of a template without mending it first, as docxtpl would."""
    etree.fromstring(xml)
    return _mend_tables(template, xml)


_mend_tables = DocxTemplate.fix_tables


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_SOUPS, st.booleans(), st.integers(0, 3))
def test_any_soup_of_tags_gives_faults_or_fills(
    pieces: list[tuple[str, str]], is_known: bool, rows: int
) -> None:
    screened = screen_template(soup_file(pieces))
    assert bool(screened.faults) is not bool(screened.clean)
    if not screened.clean:
        return
    known = {name: Text.same("A & <b> {{ x }}") for name in facts()} if is_known else {}
    row = {name: Text.same("1") for each in lists().values() for name, _ in each.fields}
    filling = Filling(Values(known, dict.fromkeys(lists(), (row,) * rows)), screened.used)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DocxTemplate, "fix_tables", _strict_tables)
        document = fill_template(screened.clean, filling, LetterForm.EN, keep_marks=False)
    written = saved(document)
    text = b"".join(data for name, data in parts(written).items() if name.endswith(".xml"))
    assert "\ue000".encode() not in text
    if not is_known:
        assert b"{{" not in text
        assert b"{%" not in text


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(_GOOD)), st.booleans())
def test_a_file_that_was_damaged_anywhere_is_refused_or_passes(data: bytes, at: int, cut: bool) -> None:
    raw = _GOOD[:at] + data + (b"" if cut else _GOOD[at + len(data) :])
    screened = screen_template(raw)
    assert bool(screened.faults) is not bool(screened.clean)
