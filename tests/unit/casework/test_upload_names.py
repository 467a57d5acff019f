"""Names of upload files are what the place's pattern says, and nothing that a system refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.upload_names import file_name

PATTERN = "{number}-{requirement_zh}-{person}-{part}"
FIELDS = {
    "number": "03",
    "requirement_zh": "护照",
    "requirement_en": "Passport",
    "person": "MÜLLER ANNA",
    "part": "",
}


def named(pattern: str = PATTERN, taken: frozenset[str] = frozenset(), **fields: str) -> str:
    return file_name(pattern, {**FIELDS, **fields}, "pdf", taken)


@pytest.mark.parametrize(
    ("pattern", "fields", "expected"),
    [
        (PATTERN, {}, "03-护照-MÜLLER ANNA.pdf"),
        (PATTERN, {"part": "译文"}, "03-护照-MÜLLER ANNA-译文.pdf"),
        ("{requirement_en}_{part}_{person}", {}, "Passport_MÜLLER ANNA.pdf"),
        ("{part}-{requirement_en}", {}, "Passport.pdf"),
        (PATTERN, {"person": 'A/B\\C:D*E?F"G<H>I|J'}, "03-护照-A B C D E F G H I J.pdf"),
        (PATTERN, {"person": "a\n\tb\x00c"}, "03-护照-a b c.pdf"),
        (PATTERN, {"person": "MU\u0308LLER"}, "03-护照-MÜLLER.pdf"),
        (PATTERN, {"person": "../../etc"}, "03-护照-etc.pdf"),
        ("{requirement_en}", {"requirement_en": "CON"}, "CON_.pdf"),
        ("{requirement_en}", {"requirement_en": "..."}, "03.pdf"),
        ("{requirement_en}", {"requirement_en": "㛃䶮𬭎"}, "㛃䶮𬭎.pdf"),
    ],
)
def test_a_pattern_is_filled(pattern: str, fields: dict[str, str], expected: str) -> None:
    assert named(pattern, **fields) == expected


def test_a_name_that_is_taken_counts_on_whatever_its_case() -> None:
    taken = frozenset({"passport.pdf", "passport-2.pdf"})
    assert named("{requirement_en}", taken) == "Passport-3.pdf"
    assert named("{requirement_en}", taken, requirement_en="PASSPORT") == "PASSPORT-3.pdf"


def test_a_long_title_leaves_room_for_the_person() -> None:
    name = named(requirement_zh="证" * 200)
    assert "MÜLLER ANNA" in name


@given(st.fixed_dictionaries({key: st.text(max_size=80) for key in FIELDS}))
def test_no_name_is_refused_by_any_system(fields: dict[str, str]) -> None:
    name = file_name(PATTERN, fields, "pdf", frozenset())
    stem = name.removesuffix(".pdf")
    assert stem
    assert not set(name) & set('/\\:*?"<>|')
    assert name.isprintable()
    assert stem == stem.strip(" .")
    assert not stem.startswith("-")
    assert len(name.encode()) <= 124
