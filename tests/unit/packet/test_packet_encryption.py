"""A locked packet opens with its password in every reader, and with no other."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UnusableInput
from app.domain.packet import PacketOptions, SourceFile
from app.packet.document import PdfDocument
from app.packet.encryption import Lock
from app.packet.plan import plan_packet
from app.packet.values import Name, Stream
from app.packet.verify import verify_packet
from app.packet.write import write_packet
from tests.unit.packet import support

GIVEN, TYPED = "密码Ａ①", "密码A1"


@pytest.fixture
def locked(tmp_path: Path, jpeg_file: SourceFile, pdf_file: SourceFile) -> Path:
    return _locked(tmp_path / "locked.pdf", GIVEN, jpeg_file, pdf_file)


def _locked(path: Path, password: str, *files: SourceFile) -> Path:
    exhibits = (support.exhibit(file) for file in files)
    request = support.request(support.section(*exhibits))
    options = PacketOptions(password=password)
    write_packet(plan_packet(replace(request, options=options)), path, support.silent)
    return path


def _opens_in_pypdf(path: Path, password: str) -> bool:
    return bool(pypdf.PdfReader(path).decrypt(password))


def _opens_in_pikepdf(path: Path, password: str) -> bool:
    try:
        with pikepdf.open(path, password=password) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PasswordError:
        return False


def _opens_in_pdfium(path: Path, password: str) -> bool:
    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError:
        return False
    count = len(document)
    document.close()
    return count > 0


@pytest.mark.parametrize("opens", [_opens_in_pypdf, _opens_in_pikepdf, _opens_in_pdfium])
def test_readers_open_it_with_the_password_as_it_is_typed_and_no_other(
    locked: Path, opens: Callable[[Path, str], bool]
) -> None:
    assert opens(locked, TYPED)
    assert not opens(locked, "")
    assert not opens(locked, "密码B1")
    assert not opens(locked, TYPED + " ")


def test_it_verifies_with_the_password_however_it_is_typed(locked: Path) -> None:
    assert verify_packet(locked, TYPED).sound
    assert verify_packet(locked, GIVEN).sound


@pytest.mark.parametrize(("password", "code"), [("", "packet.locked"), ("else", "packet.wrong_password")])
def test_without_the_right_password_it_is_said_so(locked: Path, password: str, code: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        verify_packet(locked, password)
    assert caught.value.code == code


def test_a_password_for_a_packet_without_one_is_no_hindrance(tmp_path: Path, jpeg_file: SourceFile) -> None:
    path = support.build(tmp_path, jpeg_file)[1]
    assert verify_packet(path, "any").sound


def test_what_is_seen_is_what_an_open_packet_shows(
    tmp_path: Path, locked: Path, jpeg_file: SourceFile
) -> None:
    document = pypdfium2.PdfDocument(locked, password=TYPED)
    text = document[0].get_textpage().get_text_bounded()
    count = len(document)
    document.close()
    assert "MÜLLER family" in text
    with pikepdf.open(locked, password=TYPED) as pdf:
        assert len(pdf.pages) == count
        pdf.save(tmp_path / "open.pdf")
    picture = support.rendered(tmp_path / "open.pdf", 4)
    assert len(picture.getcolors(1 << 24) or []) > 4


def test_everything_is_allowed_once_it_is_open(locked: Path) -> None:
    with pikepdf.open(locked, password=TYPED) as pdf:
        assert all(pdf.allow)
        assert pdf.encryption.P == -4
        assert (pdf.encryption.R, pdf.encryption.V, pdf.encryption.bits) == (6, 5, 256)
        assert pdf.encryption.stream_method.name == "aesv3"
        assert pdf.encryption.string_method.name == "aesv3"


def test_no_words_and_no_paper_can_be_read_in_the_file(locked: Path, jpeg_file: SourceFile) -> None:
    data = locked.read_bytes()
    picture = Path(jpeg_file.path).read_bytes()
    assert b"xpacket" not in data
    assert picture[200:260] not in data
    assert "MÜLLER".encode("utf-16-be") not in data
    for stream in re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL):
        assert not _inflates(stream)


def _inflates(data: bytes) -> bool:
    try:
        zlib.decompress(data)
    except zlib.error:
        return False
    return True


def test_each_time_it_is_written_the_key_is_another(tmp_path: Path, jpeg_file: SourceFile) -> None:
    first = _locked(tmp_path / "1.pdf", "secret", jpeg_file)
    second = _locked(tmp_path / "2.pdf", "secret", jpeg_file)
    assert first.read_bytes() != second.read_bytes()


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("\u00ad", "password.empty"),
        ("長" * 43, "password.too_long"),
        ("a\u0007", "password.unusable_character"),
    ],
)
def test_a_password_that_no_viewer_takes_is_refused_before_anything_is_written(
    tmp_path: Path, jpeg_file: SourceFile, password: str, code: str
) -> None:
    with pytest.raises(UnusableInput) as caught:
        _locked(tmp_path / "x.pdf", password, jpeg_file)
    assert caught.value.code == code
    assert not (tmp_path / "x.pdf").exists()


@given(data=st.binary(max_size=70), words=st.binary(max_size=40))
@settings(max_examples=25, deadline=None)
def test_strings_and_streams_of_every_length_come_back(data: bytes, words: bytes) -> None:
    buffer = io.BytesIO()
    document = PdfDocument(buffer, Lock("pass"))
    stream = document.add(Stream({"Words": words, "Deep": [{"In": words}]}, data))
    pages = document.add({"Type": Name("Pages"), "Kids": [], "Count": 0})
    root = document.add({"Type": Name("Catalog"), "Pages": pages, "Data": stream})
    document.finish(root, document.add({"Title": words}))
    with pikepdf.open(io.BytesIO(buffer.getvalue()), password="pass") as pdf:
        assert pdf.Root.Data.read_bytes() == data
        assert bytes(pdf.Root.Data.Words) == words
        assert bytes(pdf.Root.Data.Deep[0].In) == words
        assert bytes(pdf.docinfo.Title) == words
