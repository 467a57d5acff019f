"""Marks of what was filled in, until a person has read it."""

import docx
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from app.letters.marks import BEGIN, END, MARK_COLOR, marked, settle_marks


def settled(*runs: str, keep: bool) -> list[tuple[str, bool]]:
    """Return the runs of a paragraph after its marks were settled, and whether each is shaded."""
    paragraph = docx.Document().add_paragraph()
    for run in runs:
        paragraph.add_run(run).bold = True
    settle_marks(paragraph._p, keep=keep)
    assert all(run.bold for run in paragraph.runs)
    return [(run.text, _is_shaded(run)) for run in paragraph.runs]


def _is_shaded(run: object) -> bool:
    shading = run._r.rPr.find(qn("w:shd"))  # type: ignore[attr-defined]
    return shading is not None and shading.get(qn("w:fill")) == MARK_COLOR


def test_what_was_filled_in_is_shaded_and_keeps_the_looks_of_its_run() -> None:
    assert settled(f"Name: {BEGIN}ROE{END}, born", keep=True) == [
        ("Name: ", False),
        ("ROE", True),
        (", born", False),
    ]


def test_nothing_is_shaded_once_it_was_read() -> None:
    assert settled(f"Name: {BEGIN}ROE{END}", keep=False) == [("Name: ", False), ("ROE", False)]


def test_a_mark_that_runs_over_several_runs_shades_each_of_them() -> None:
    assert settled(f"a{BEGIN}b", "c", f"d{END}e", keep=True) == [
        ("a", False), ("b", True), ("c", True), ("d", True), ("e", False),
    ]  # fmt: skip


def test_a_run_without_marks_stays_as_it_is() -> None:
    assert settled("plain", keep=True) == [("plain", False)]


@given(st.lists(st.tuples(st.text("ab <&", max_size=5), st.text("yz>'", max_size=5)), max_size=5))
def test_no_word_is_lost_or_shaded_wrongly_whatever_is_filled_in(pieces: list[tuple[str, str]]) -> None:
    words = "".join(f"{plain}{BEGIN}{filled}{END}" for plain, filled in pieces)
    runs = settled(words, keep=True)
    assert "".join(text for text, _ in runs) == "".join(plain + filled for plain, filled in pieces)
    assert "".join(text for text, shaded in runs if shaded) == "".join(filled for _, filled in pieces)


def test_marks_that_a_value_brings_along_do_not_count() -> None:
    assert marked(f"a{END}b{BEGIN}") == f"{BEGIN}ab{END}"
    assert marked("") == ""


def test_marks_stand_around_a_value_and_leave_its_escaping_to_the_template() -> None:
    sandbox = SandboxedEnvironment(autoescape=True, finalize=marked)
    assert sandbox.from_string("x{{ a }}y{{ b }}").render(a="A&B", b=Markup("<i>")) == (
        f"x{BEGIN}A&amp;B{END}y{BEGIN}<i>{END}"
    )
