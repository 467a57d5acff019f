"""Values written as lines come back the same; nothing but the named types is ever made from one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import files, reading, rules
from app.domain.codec import Codec
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.reading import Box, TextLine

CODEC = Codec(files, reading)
PAGE = st.builds(PageFacts, st.integers(), st.floats(allow_nan=False), st.floats(allow_nan=False))
FACTS = st.builds(
    FileFacts,
    sha256=st.text(),
    size_bytes=st.integers(),
    kind=st.sampled_from(FileKind),
    pages=st.lists(PAGE).map(tuple),
    active_content=st.lists(st.text()).map(tuple),
)


@given(FACTS)
def test_any_facts_come_back_the_same(facts: FileFacts):
    assert CODEC.from_line(CODEC.to_line(facts)) == facts


@given(st.binary())
def test_any_bytes_come_back_the_same(value: bytes):
    assert CODEC.from_line(CODEC.to_line(value)) == value


@pytest.mark.parametrize(
    "value",
    [Path("a/b"), Path("/a/\udcff.pdf"), frozenset({(1, "a"), (2, "b")}), {1: {"a": ((),)}}, [FileKind.PDF]],
)
def test_less_usual_values_come_back_the_same(value: object):
    expected = tuple(value) if isinstance(value, list) else value
    assert CODEC.from_line(CODEC.to_line(value)) == expected


def test_two_types_of_one_name_stay_two():
    both = Codec(reading, rules)
    made = both.from_line('{"reading.Reading":["a","1",[],null,null]}')
    assert type(made) is reading.Reading


@pytest.mark.parametrize(
    "line",
    [
        '{"subprocess.Popen":["x"]}',
        '{"files.PageFacts":[1]}',
        '{"files.PageFacts":{"number":1}}',
        '{"files.FileKind":"exe"}',
        '{"files.FileKind":[]}',
        '{"date":7}',
        '{"bytes":"~"}',
        '{"dict":[[[]]]}',
        '{"set":[{"dict":[]}]}',
        "{}",
        '{"date":"2026-01-01","bytes":""}',
        "[" * 100_000,
        "",
    ],
)
def test_any_other_line_is_refused(line: str):
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever words
        CODEC.from_line(line)


def test_a_value_of_another_type_is_not_written():
    with pytest.raises(TypeError):
        CODEC.to_line(subprocess.DEVNULL.__class__)


def test_the_schema_changes_with_the_types():
    assert Codec(files).schema != Codec(files, reading).schema
    assert Codec(files).schema == Codec(files).schema


def test_a_long_reading_is_short_on_the_wire():
    line = TextLine("出入境", Box(0.1, 0.2, 0.3, 0.4), 0.5)
    assert CODEC.to_line(line) == (
        '{"reading.TextLine":["\\u51fa\\u5165\\u5883",{"reading.Box":[0.1,0.2,0.3,0.4]},0.5]}'
    )
