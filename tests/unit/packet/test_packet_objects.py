"""What is read the short way is what pypdf reads; whatever is spelled oddly is left to pypdf."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packet import source as source_module
from app.packet.document import PdfDocument
from app.packet.objects import NotPlainError, read_plain
from app.packet.source import Source
from app.packet.values import Name, Pointer, Stream, Value

PLAIN_TEXT = st.text("abc XYZ09.-_'", max_size=20)
SCALARS = (
    st.integers(-(10**9), 10**9)
    | st.booleans()
    | st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
    | st.binary(max_size=20)
    | PLAIN_TEXT.map(lambda words: words.encode("ascii"))
    | st.text(st.characters(min_codepoint=1, max_codepoint=255), min_size=1, max_size=12).map(Name)
    | st.integers(1, 9).map(Pointer)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ABCdef", min_size=1, max_size=6).map(Name), inner, max_size=4)
    ),
    max_leaves=12,
)


def written(value: Value) -> bytes:
    buffer = io.BytesIO()
    document = PdfDocument(buffer)
    document.add(value)
    pages = document.add({"Type": Name("Pages"), "Kids": [], "Count": 0})
    document.finish(document.add({"Type": Name("Catalog"), "Pages": pages}), document.add({}))
    return buffer.getvalue()


def read_by_pypdf(data: bytes) -> Value:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source_module, "read_plain", _never)
        return Source(io.BytesIO(data), clean=False).fetch(Pointer(1))


def _never(*_arguments: object) -> None:
    raise NotPlainError


def read_shortly(body: bytes, number: int = 1) -> tuple[Value, int]:
    return read_plain(io.BytesIO(body), 0, Pointer(number), dict, Stream)


@given(VALUES.filter(lambda value: not isinstance(value, Pointer)))
def test_values_are_read_as_pypdf_reads_them(value: Value) -> None:
    data = written(value)
    assert Source(io.BytesIO(data), clean=False).fetch(Pointer(1)) == read_by_pypdf(data)


@given(
    st.dictionaries(st.text("ABCdef", min_size=1, max_size=6), VALUES, max_size=4), st.binary(max_size=5000)
)
def test_streams_are_read_as_pypdf_reads_them(entries: Mapping[str, Value], content: bytes) -> None:
    data = written(Stream(entries, content))
    found = Source(io.BytesIO(data), clean=False).fetch(Pointer(1))
    assert found == read_by_pypdf(data)
    assert isinstance(found, Stream)
    assert found.data == content


def test_it_is_told_where_the_data_of_a_stream_stand() -> None:
    body = b"1 0 obj\n<</Length 3000>>\nstream\r\n" + b"x" * 3000 + b"\nendstream\nendobj\n"
    value, place = read_shortly(body)
    assert isinstance(value, Stream)
    assert body[place : place + 3000] == value.data


def test_an_object_longer_than_the_first_look_is_read_whole() -> None:
    value, _ = read_shortly(b"1 0 obj [" + b"12345 " * 5000 + b"] endobj ")
    assert value == [12345] * 5000


@pytest.mark.parametrize(
    "body",
    [
        b"2 0 obj 5 endobj ",
        b"1 0 obj 5 endob",
        b"1 0 obj /A#42 endobj ",
        b"1 0 obj /\xcb\xce endobj ",
        b"1 0 obj (a\\)b) endobj ",
        b"1 0 obj (a(b)) endobj ",
        b"1 0 obj (\xfe\xff) endobj ",
        b"1 0 obj <4> endobj ",
        b"1 0 obj % 5\n6 endobj ",
        b"1 0 obj <</A 1/A 2>> endobj ",
        b"1 0 obj <</A 1 endobj ",
        b"1 0 obj <<1 /A>> endobj ",
        b"1 0 obj ] endobj ",
        b"1 0 obj 2 0 R endobj ",
        b"1 0 obj 5. endobj ",
        b"1 0 obj +5 endobj ",
        b"1 0 obj 1e5 endobj ",
        b"1 0 obj 99999999999999999999 endobj ",
        b"1 0 obj truely endobj ",
        b"1 0 obj " + b"[" * 60 + b"]" * 60 + b" endobj ",
        b"1 0 obj <</Length 2 0 R>> stream\nabc\nendstream endobj ",
        b"1 0 obj <</Length 2>> stream\nabcdef\nendstream endobj ",
        b"1 0 obj <</Length 99>> stream\nabc\nendstream endobj ",
        b"1 0 obj <</Length -1>> stream\nabc\nendstream endobj ",
        b"1 0 obj <</Length true>> stream\nabc\nendstream endobj ",
        b"1 0 obj <<>> stream\nabc\nendstream endobj ",
        b"1 0 obj <</Length 900000000>> stream\nabc\nendstream endobj ",
        b"",
    ],
)
def test_what_is_spelled_oddly_is_not_read(body: bytes) -> None:
    with pytest.raises(NotPlainError):
        read_shortly(body)


def test_objects_in_streams_of_objects_and_freed_ones_are_left_to_pypdf() -> None:
    source = Source(io.BytesIO(written({"A": 1})), clean=False)
    source.reader.xref_objStm[1] = (4, 0)
    assert source._place_of(Pointer(1)) is None
    del source.reader.xref_objStm[1]
    assert source._place_of(Pointer(1)) is not None
    source.reader.xref_free_entry[0][1] = True
    assert source._place_of(Pointer(1)) is None


def test_nothing_of_an_encrypted_file_is_read_without_decrypting_it() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("", "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    source = Source(buffer, clean=False)
    assert source.unlock()
    assert all(source._place_of(Pointer(number)) is None for number in range(1, 6))
