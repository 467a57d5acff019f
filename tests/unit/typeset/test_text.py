"""Text is measured and broken as it will be drawn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.typeset.text import drawable, shorten, to_unicode_map, width_of, wrap


@given(words=st.text(alphabet="永居abc ，。（）-/.", max_size=60), width=st.floats(40, 300))
@settings(max_examples=100, deadline=None)
def test_no_line_is_wider_than_asked_and_no_word_is_lost(words: str, width: float) -> None:
    lines = wrap(words, 10, width)
    assert all(width_of(line, 10) <= width + 12 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_latin_words_stay_whole_and_chinese_breaks_between_characters() -> None:
    assert wrap("residence permit 居留许可", 10, 70) == ("residence", "permit 居留许", "可")


def test_a_closing_mark_does_not_begin_a_line() -> None:
    lines = wrap("永久居留，永久居留。永久居留", 10, 41)
    assert not any(line[0] in "，。" for line in lines)


def test_a_character_without_picture_is_shown_as_its_code() -> None:
    assert drawable("𠮷 a\tb") == "〔U+20BB7〕 a b"


def test_shortened_words_fit_and_say_so() -> None:
    assert shorten("a rather long title", 10, 50).endswith("…")
    assert width_of(shorten("a rather long title", 10, 50), 10) <= 50
    assert shorten("short", 10, 50) == "short"


def test_characters_beyond_the_first_plane_are_mapped_as_pairs() -> None:
    assert "<01> <D872DF4E>" in to_unicode_map("X", [0, 0x2CB4E])


def test_accents_written_apart_are_joined_and_invisible_marks_left_out() -> None:
    assert drawable("Mu\u0308ller\u200b") == "Müller"


def test_a_name_is_never_swapped_for_its_compatibility_form() -> None:
    assert drawable("\uf9d0") == "\uf9d0"


def test_another_font_of_the_same_face_does_not_take_the_place_of_ours(repo_root: Path) -> None:
    program = (
        "from reportlab.pdfbase import pdfmetrics, ttfonts; "
        "from app.env import paths; from app.typeset import text; "
        "pdfmetrics.registerFont(ttfonts.TTFont('Other', str(paths.font_file()))); "
        "text.font(); print(type(pdfmetrics.getFont(text.FONT)).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "PacketFont"
