"""Values cross the wire between window and worker unchanged, and nothing but the product's own types."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.wire import from_line, to_line
from app.domain.case import EvidencePart
from app.domain.findings import Finding, Severity
from app.domain.packet import Progress
from app.domain.words import Text
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, family, findings_of


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, 2.5, "王\n", date(2026, 12, 15), b"\x00\xff", EvidencePart.TRANSLATION,
        Text(en="a", zh="b"), Progress("page", 1, 2, "x"), frozenset({"a", "b"}), (1, (2, "x")), {"a": (1,)},
        Finding("x.y", Severity.NOTE, params={"day": date(2026, 1, 1), "names": ("a", "b")}),
    ],
)  # fmt: skip
def test_a_value_comes_back_the_same(value: object):
    assert from_line(to_line(value)) == value


def test_a_whole_case_its_checklist_and_its_findings_come_back_the_same():
    case = family()
    everything = (case, make_checklist(PACK, case, today=TODAY), findings_of(case))
    assert from_line(to_line(everything)) == everything


def test_one_value_is_one_line():
    assert "\n" not in to_line({"words": "a\nb\u2028c"})


@pytest.mark.parametrize(
    "line", ['{"!": "Popen", "args": ["x"]}', '{"!": "dict"', '{"plain": 1}', "nonsense"]
)
def test_nothing_else_is_ever_made(line: str):
    with pytest.raises((ValueError, KeyError)):
        from_line(line)


_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.dates(),
    lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(_plain)
def test_any_plain_value_comes_back_the_same(value: object):
    assert from_line(to_line(value)) == value
