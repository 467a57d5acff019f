"""TOML is read with the line of every key, and with every fault at once."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from app.toml_lines import dotted, nearest, read_toml

TEXT = '''title = "a # b"   # a comment
[table]
"dotted.key" = [
  1, # one ]
  2,
]
words = """
[not a table]
key = 1
"""
[[row]]
x = { y = 1 }
[[row]]
x = 2
'''


def test_every_key_has_its_line():
    marked = read_toml(TEXT.encode(), "f.toml")
    assert marked.data == tomllib.loads(TEXT)
    assert marked.faults == ()
    assert marked.line_of(("table", "dotted.key")) == 3
    assert marked.line_of(("table", "words")) == 7
    assert marked.line_of(("row", 1, "x")) == 14
    assert marked.line_of(("table", "key")) == 2  # the table stands in for a key that is not there


def test_a_duplicate_key_is_told_with_both_lines_and_the_first_stays():
    marked = read_toml(b"a = 1\nb = 2\na = [\n3,\n]\nc = 4\n", "f.toml")
    assert marked.data == {"a": 1, "b": 2, "c": 4}
    [fault] = marked.faults
    assert (fault.code, fault.line, fault.params["first_line"]) == ("toml.duplicate_key", 3, 1)


def test_a_duplicate_table_is_told_and_its_keys_do_not_land_elsewhere():
    marked = read_toml(b"[a]\nx = 1\n[b]\ny = 1\n[a]\nx = 2\nz = 3\n", "f.toml")
    assert marked.data == {"a": {"x": 1}, "b": {"y": 1}}
    assert [fault.line for fault in marked.faults] == [5]


def test_every_line_that_cannot_be_read_is_told():
    marked = read_toml(b"a = 1\nnot toml\nb = nope\nc = 3\n", "f.toml")
    assert marked.data == {"a": 1, "c": 3}
    assert [(fault.code, fault.line) for fault in marked.faults] == [("toml.syntax", 2), ("toml.syntax", 3)]


def test_what_is_never_closed_is_told_where_it_begins_and_the_rest_is_read():
    marked = read_toml(b'a = 1\nb = [1,\nc = """x\nd = 4\n', "f.toml")
    assert ("toml.unclosed", 2, "b") in [(fault.code, fault.line, fault.key) for fault in marked.faults]
    assert marked.data.get("d") == 4


def test_absurd_depth_and_absurd_numbers_are_faults():
    for text in (b"a = " + b"[" * 4000 + b"]" * 4000, b"a = " + b"1" * 5000):
        assert read_toml(text, "f.toml").faults


def test_text_in_another_encoding_is_told_with_its_line():
    marked = read_toml('a = 1\nb = "王"\n'.encode("gb18030"), "f.toml")
    assert [(fault.code, fault.line) for fault in marked.faults] == [("toml.not_utf8", 2)]


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    assert read_toml('\ufeffa = 1\r\nb = "x"\r\n'.encode(), "f.toml").data == {"a": 1, "b": "x"}


def test_paths_are_written_as_people_count():
    assert dotted(("person", 0, "birth_date")) == "person[1].birth_date"
    assert dotted(("answers", "work.hired")) == 'answers."work.hired"'


def test_the_nearest_name_is_one_that_is_near():
    assert nearest("pasport", ["passport", "photo"]) == "passport"
    assert nearest("zzz", ["passport", "photo"]) == ""


@given(st.text())
def test_no_text_stops_the_reader(text: str):
    marked = read_toml(text.encode("utf-8", "surrogatepass"), "f.toml")
    assert (
        marked.data
        or marked.faults
        or not text.strip()
        or all(line.strip().startswith("#") or not line.strip() for line in text.splitlines())
    )


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers(-5, 5), max_size=8))
def test_the_line_of_each_key_is_where_it_was_written(values: dict[str, int]):
    lines = [f"{key} = {value}" for key, value in values.items()]
    marked = read_toml("\n".join(lines).encode(), "f.toml")
    assert marked.data == values
    assert [marked.line_of((key,)) for key in values] == list(range(1, len(values) + 1))


def test_thousands_of_values_that_never_end_are_not_each_looked_for_to_the_last_line():
    read = read_toml(b"a = [\n" * 5_000, "case.toml")
    assert not read.data
    assert len(read.faults) < 200


def test_a_key_of_a_hundred_thousand_parts_is_told_in_no_time():
    read = read_toml(b"[" + b"a." * 100_000 + b"a]\n", "case.toml")
    assert [fault.code for fault in read.faults] == ["toml.too_deep"]
