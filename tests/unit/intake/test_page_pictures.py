"""Pages drawn as pictures, the last step of repair, and forms that nobody but one viewer draws."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.files import FileKind, FileProblem, Repair
from app.intake import pdf
from app.intake.examine import examine_file
from app.intake.page_pictures import picture_pages
from app.intake.ready import rebuild
from app.intake.repair import repair_pdf
from tests.unit.intake.papers import Writer, page_pdf, raw_pdf, stream


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    """Return a PDF of a grey page and of a coloured one that lies, with a field on it."""
    path = tmp_path / "two.pdf"
    canvas = Canvas(str(path), pagesize=(300, 400), invariant=1)
    canvas.rect(30, 30, 100, 100, fill=1)
    canvas.showPage()
    canvas.setPageSize((400, 300))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(30, 30, 100, 100, fill=1)
    canvas.acroForm.textfield(name="name", x=200, y=200, width=150, height=40, value="ANNA", fontSize=20)
    canvas.save()
    return path


def drawn(path: Path, index: int) -> Image.Image:
    with closing(pypdfium2.PdfDocument(path)) as document:
        document.init_forms()
        picture: Image.Image = document[index].render(scale=1).to_pil()
        return picture.convert("L")


def test_pages_become_pictures_in_the_order_asked_for(two_pages: Path, tmp_path: Path) -> None:
    made = picture_pages(two_pages, (1, 0), tmp_path)
    sizes = []
    for path in made:
        with Image.open(path) as picture:
            sizes.append((picture.size, picture.mode))
            assert picture.info["dpi"] == pytest.approx((200, 200), abs=1)
    assert sizes == [((1112, 834), "RGB"), ((834, 1112), "L")]


def test_what_is_filled_in_is_in_the_picture(two_pages: Path, tmp_path: Path) -> None:
    (made,) = picture_pages(two_pages, (1,), tmp_path)
    with Image.open(made) as picture:
        field = picture.convert("L").crop((580, 190, 950, 270))
    assert field.getextrema()[0] < 60


def test_a_page_of_pictures_has_the_size_that_it_had(two_pages: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    repair_pdf(two_pages, Repair.PICTURES, copy)
    after = examine_file(copy, "copy.pdf")
    assert [(page.width_pt, page.height_pt) for page in after.pages] == [(300, 400), (400, 300)]
    for index in (0, 1):
        cells = [drawn(path, index).reduce(10).tobytes() for path in (two_pages, copy)]
        assert max(abs(a - b) for a, b in zip(*cells, strict=True)) < 24


def test_what_no_reader_opens_becomes_pictures_and_says_so(
    two_pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = two_pages.read_bytes()
    two_pages.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")
    real = repair_pdf

    def repair(path: Path, kind: Repair, destination: Path) -> None:
        if kind is not Repair.PICTURES:
            raise RuntimeError("this reader does not open it")
        real(path, kind, destination)

    monkeypatch.setattr(pdf, "repair_pdf", repair)
    facts = examine_file(two_pages, "two.pdf")
    assert (facts.problem, facts.repair, len(facts.pages)) == (None, Repair.PICTURES, 2)
    assert rebuild(two_pages, facts, tmp_path / "copy.pdf")
    assert examine_file(tmp_path / "copy.pdf", "copy.pdf").repair is None


def test_a_page_that_lacks_a_part_does_not_become_a_picture_without_it(write: Writer) -> None:
    data = page_pdf(b"/Resources<</XObject<</I 9 0 R>>>>", content=b"/I Do")
    facts = examine_file(write("paper.pdf", data[:-40]), "paper.pdf")
    assert facts.problem is FileProblem.UNREADABLE or facts.repair is not Repair.PICTURES


def xfa(*fields: bytes, rendering: bytes = b"") -> bytes:
    listed = b"".join(b"%d 0 R " % number for number in range(6, 6 + len(fields)))
    form = b"/AcroForm<</XFA 5 0 R/Fields[" + listed + b"]>>" + rendering
    return page_pdf(b"", stream(b"", b"<xdp/>"), *fields, catalogue=form, content=b"BT ET")


FIELD = b"<</FT/Tx/T(name)/V(ANNA)>>"


@pytest.mark.parametrize("data", [xfa(), xfa(FIELD, rendering=b"/NeedsRendering true")])
def test_a_form_whose_pages_one_viewer_makes_is_refused_by_name(write: Writer, data: bytes) -> None:
    facts = examine_file(write("form.pdf", data), "form.pdf")
    assert (facts.kind, facts.problem) == (FileKind.PDF, FileProblem.DYNAMIC_FORM)


def test_a_form_with_pages_of_its_own_is_used(write: Writer) -> None:
    facts = examine_file(write("form.pdf", xfa(FIELD)), "form.pdf")
    assert (facts.problem, len(facts.pages)) == (None, 1)


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        (b"", (1,)),
        (b"/F 2", ()),
        (b"/AP<</N 5 0 R>>", ()),
        (b"/AP<<>>", (1,)),
    ],
    ids=["no picture", "hidden", "picture", "empty"],
)
def test_a_stamp_without_a_picture_is_told(write: Writer, stamp: bytes, told: tuple[int, ...]) -> None:
    note = b"/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/Name/Approved" + stamp + b">>]"
    data = page_pdf(note, stream(b"/Subtype/Form/BBox[0 0 9 9]", b""))
    assert examine_file(write("paper.pdf", data), "paper.pdf").undrawn_notes == told


def test_words_that_spell_a_number_are_no_box_and_no_turn(write: Writer) -> None:
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[(0)(0)(9)(9)]/Rotate(90)>>",
    )
    (page,) = examine_file(write("paper.pdf", data), "paper.pdf").pages
    assert (page.width_pt, page.height_pt, page.turn) == (612, 792, 0)


def test_a_rebuilt_copy_of_a_form_tells_no_warning(write: Writer, tmp_path: Path) -> None:
    note = b"/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[0 0 9 9]>>]"
    repair_pdf(write("paper.pdf", page_pdf(note)), Repair.PIKEPDF, tmp_path / "copy.pdf")
    with pikepdf.open(io.BytesIO((tmp_path / "copy.pdf").read_bytes())) as copy:
        assert len(copy.pages) == 1


def test_a_place_before_the_start_of_the_file_is_damage_and_no_fault_of_the_disk(write: Writer) -> None:
    data = page_pdf(b"/MediaBox[0 0 9 9]", content=b"0 0 9 9 re f", catalogue=b"/Kept 5 0 R")
    rows = data.rindex(b"trailer") - 20
    path = write("paper.pdf", data[:rows] + b"-" + data[rows + 1 :])
    facts = examine_file(path, "paper.pdf")
    assert (facts.repair, len(facts.pages)) == (Repair.PIKEPDF, 1)
