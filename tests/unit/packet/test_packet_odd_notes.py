"""Notes and form fields stand in a packet as a person saw them in the file."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from app.intake.pdf import examine_pdf
from app.packet import appearances, looks
from tests.unit.packet import odd, odd_notes, support
from tests.unit.packet.test_packet_odd import placed

BACKGROUND = (230, 230, 230)


def within_the_note(image: Image.Image) -> Image.Image:
    """Return the part of a page of 300 by 400 points in which the annotation stands."""
    scale = image.height / 400
    return image.crop((int(35 * scale), int(95 * scale), int(145 * scale), int(205 * scale)))


def strangers(image: Image.Image) -> int:
    """Count the pixels of neither the page nor its background."""
    pixels = image.getcolors(image.width * image.height)
    assert pixels is not None
    plain = (BACKGROUND, (229, 229, 229), (255, 255, 255))
    return sum(count for count, color in pixels if color not in plain)


@pytest.mark.parametrize("kind", odd_notes.NOTES)
def test_a_note_or_field_stands_in_the_packet_as_it_was_seen(tmp_path: Path, kind: str) -> None:
    maker, is_seen = odd_notes.NOTES[kind]
    path = tmp_path / "odd.pdf"
    maker(path)
    shown, found = looks.picture_of(path, 0), looks.picture_of(placed(path), 0)
    assert shown is not None
    assert found is not None
    assert not looks.differ(shown, found)
    assert (strangers(found) > 30) is is_seen
    assert looks.differing_pages(path, examine_pdf(path).pages) == ()


@pytest.mark.parametrize("kind", odd_notes.OURS)
def test_what_pdfium_leaves_out_is_drawn_all_the_same(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.OURS[kind](path)
    found = looks.picture_of(placed(path), 0)
    assert found is not None
    assert strangers(within_the_note(found)) > 100
    assert looks.differing_pages(path, examine_pdf(path).pages) == ()


def test_a_chinese_value_can_be_copied_and_its_font_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.OURS["Chinese field"](path)
    data = placed(path)
    assert "安娜" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert b"/FontFile2" in data


def test_a_check_box_that_states_no_state_follows_its_value(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.UNSTATED(path)
    found = looks.picture_of(placed(path), 0)
    assert found is not None
    assert odd.picture_of_color(found, 0.3, 0.55) == odd.RED
    # Viewers disagree about such a box, so none of them is the measure.
    assert looks.differing_pages(path, examine_pdf(path).pages) == ()


@pytest.mark.parametrize("shown", [True, False])
def test_a_note_of_a_layer_is_seen_when_the_layer_is(tmp_path: Path, shown: bool) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.of_a_layer(shown=shown)(path)
    found = looks.picture_of(placed(path), 0)
    assert found is not None
    assert (strangers(found) > 30) is shown


def test_of_two_forms_with_the_same_field_names_each_keeps_its_values(tmp_path: Path) -> None:
    files = []
    for name, value in (("one", b"FIRSTVALUE"), ("two", b"OTHERVALUE")):
        odd_notes.field(V=value)(tmp_path / f"{name}.pdf")
        files.append(support.pdf_file(tmp_path / f"{name}.pdf"))
    plan, packet = support.build(tmp_path, *files)
    pages = pypdf.PdfReader(packet).pages
    words = [pages[page.number - 1].extract_text() for page in plan.pages if page.kind == "sheet"]
    assert [("FIRSTVALUE" in each, "OTHERVALUE" in each) for each in words] == [(True, False), (False, True)]


def test_what_was_drawn_in_is_named_and_needs_no_second_time(tmp_path: Path) -> None:
    path, copy, again = (tmp_path / name for name in ("odd.pdf", "copy.pdf", "again.pdf"))
    odd_notes.NOTES["filled field"][0](path)
    assert appearances.draw_in(path, copy, (0,)) == (0,)
    assert appearances.draw_in(copy, again, (0,)) == ()
    assert not again.exists()
    assert not looks.differ(_picture(path), _picture(copy))


def test_a_page_on_which_nothing_is_missing_is_not_drawn_in(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.NOTES["stamp"][0](path)
    assert appearances.draw_in(path, tmp_path / "copy.pdf", (0,)) == ()
    assert not (tmp_path / "copy.pdf").exists()


def test_a_stamp_of_which_nobody_has_the_picture_is_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.note(Name=odd.Name("Approved"))(path)
    assert examine_pdf(path).undrawn_notes == (1,)
    odd_notes.NOTES["stamp"][0](path)
    assert examine_pdf(path).undrawn_notes == ()


@pytest.mark.parametrize("lost", ["signature line", "value of a field", "layer"])
def test_a_small_thing_lost_makes_a_page_different(lost: str) -> None:
    before = Image.new("RGB", (707, 1000), "white")
    after = before.copy()
    if lost == "signature line":
        before.paste((150, 150, 150), (100, 800, 220, 801))
    elif lost == "value of a field":
        for place in range(8):
            before.paste((0, 0, 0), (100 + 6 * place, 500, 102 + 6 * place, 508))
    else:
        before.paste((255, 255, 120), (10, 10, 30, 30))
    assert looks.differ(before, after)
    assert looks.differ(after, before)


def test_soft_edges_make_no_page_different() -> None:
    before = Image.new("RGB", (707, 1000), "white")
    after = before.copy()
    before.paste((0, 0, 0), (100, 100, 500, 500))
    after.paste((128, 128, 128), (100, 100, 501, 501))
    after.paste((0, 0, 0), (101, 101, 500, 500))
    assert not looks.differ(before, after)


def _picture(path: Path) -> Image.Image:
    found = looks.picture_of(path, 0)
    assert found is not None
    return found


def test_a_page_that_cannot_even_be_looked_at_is_called_different(tmp_path: Path) -> None:
    path = tmp_path / "odd.pdf"
    odd_notes.NOTES["stamp"][0](path)
    pages = examine_pdf(path).pages
    data = path.read_bytes()
    broken = data.replace(b"/Kids [", b"/Kids )", 1)
    assert broken != data
    path.write_bytes(broken)
    assert looks.differing_pages(path, pages) == (0,)
