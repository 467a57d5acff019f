"""Text is measured and broken as it will be drawn."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen import canvas

from app.env import paths
from app.typeset.text import drawable, font, lacks, shorten, to_unicode_map, width_of, wrap
from tests.support.names import NAMES


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


@pytest.mark.parametrize("language", NAMES)
def test_names_are_drawn_whole_in_every_language_of_latin_greek_and_cyrillic_script(language: str) -> None:
    assert drawable(NAMES[language]) == NAMES[language]


def test_no_letter_of_the_latin_greek_and_cyrillic_blocks_is_missing() -> None:
    letters = [chr(code) for code in (*range(0x00C0, 0x0250), *range(0x0386, 0x03CF), *range(0x0400, 0x0530))]
    letters += [chr(code) for code in range(0x1E00, 0x2000)]
    missing = [letter for letter in letters if unicodedata.category(letter)[0] == "L" and lacks(letter)]
    assert missing == []


@pytest.mark.parametrize("mark", ["𠮷", "🙂", "ა", "ش"])
def test_what_the_font_lacks_is_still_named(mark: str) -> None:
    assert lacks(mark)
    assert drawable(f"Ł{mark}") == f"Ł〔U+{ord(mark):04X}〕"


@pytest.mark.parametrize("name", ["O’Neill", "D’Árcy", "Ivan’ov", "‘Abd"])
def test_an_apostrophe_in_a_name_is_narrow_and_stays_the_same_character(name: str) -> None:
    plain = name.replace("’", "'").replace("‘", "'")
    assert width_of(name, 10) == pytest.approx(width_of(plain, 10), abs=0.1)
    written = canvas.Canvas(buffer := io.BytesIO())
    written.setFont(font().fontName, 10)
    written.drawString(40, 700, name)
    written.save()
    with closing(pypdfium2.PdfDocument(buffer.getvalue())) as document:
        page = document[0].get_textpage()
        assert page.get_text_range() == name
        at = max(name.find("’"), name.find("‘"))
        left, _, right, _ = page.get_charbox(at, loose=True)
        assert right - left < 4
    assert name in PdfReader(buffer).pages[0].extract_text()


def test_quotation_marks_beside_chinese_keep_the_width_of_a_chinese_character() -> None:
    assert width_of("‘永居’", 10) == 40
    assert width_of("“ABC”", 10) > 20


def test_the_narrow_quotation_marks_are_those_that_the_font_itself_offers() -> None:
    file = TTFont(paths.font_file())
    offered = {
        name: file.getGlyphID(narrow)
        for record in file["GSUB"].table.FeatureList.FeatureRecord
        if record.FeatureTag == "pwid"
        for at in record.Feature.LookupListIndex
        for table in file["GSUB"].table.LookupList.Lookup[at].SubTable
        for name, narrow in getattr(table, "ExtSubTable", table).mapping.items()
    }
    glyphs = font().face.charToGlyph
    names = {mark: file.getBestCmap()[ord(mark)] for mark in "‘’"}
    assert {mark: offered[names[mark]] for mark in names} == {"‘": glyphs[0x10FFF8], "’": glyphs[0x10FFF9]}


def test_the_codes_of_the_narrow_marks_are_nobodys_to_type() -> None:
    assert lacks("\U0010fff8")
    assert drawable("\U0010fff9") == "〔U+10FFF9〕"


def test_an_accent_above_or_below_makes_a_letter_no_wider() -> None:
    pairs = zip("ŁĘŞİŘŽȘȚĂŐΪЇЌḐ", "LESIRZSTAOΙIКD", strict=True)
    for letter, plain in pairs:
        assert width_of(letter, 100) == pytest.approx(width_of(plain, 100), abs=2), letter
    assert width_of("\u0302", 100) == 0


def test_a_widened_font_is_as_its_tables_say() -> None:
    with TTFont(paths.font_file(), lazy=True) as bundled:
        shapes, head, most = bundled["glyf"], bundled["head"], bundled["maxp"]
        for letter in "ŁęŞİřžȘțΆЇҚƘ":
            shape = shapes[bundled.getBestCmap()[ord(letter)]]
            assert shape.numberOfContours > 0
            assert len(shape.coordinates) <= most.maxPoints
            assert head.xMin <= shape.xMin < shape.xMax <= head.xMax
            # Nothing reaches beyond a line of text.
            assert bundled["hhea"].descent <= shape.yMin < shape.yMax <= bundled["hhea"].ascent


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
