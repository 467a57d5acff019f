"""Facts of PDFs: pages, damage, locks and limits."""

import io
import zlib
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image
from pypdf.constants import UserAccessPermissions

from app.domain.errors import UnusableInput
from app.domain.files import FileFacts, FileKind, FileProblem, Repair
from app.intake.examine import examine_file
from tests.unit.intake.papers import Writer, encoded, noise, page_pdf, paper, pdf_of, raw_pdf, stream

PAGES = 12
WHOLE = pdf_of(PAGES)


def saved(data: bytes, **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(buffer, **options)
    return buffer.getvalue()


def appended(data: bytes) -> bytes:
    """Add a thirteenth page the way an editor does, behind the end of the file."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def locked(password: str, algorithm: str = "AES-256") -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(page_pdf(b"/MediaBox[0 0 200 300]")))
    writer.encrypt(password, "owner", permissions_flag=UserAccessPermissions.PRINT, algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def examined(write: Writer, data: bytes) -> FileFacts:
    return examine_file(write("paper.pdf", data), "paper.pdf")


def page_of(write: Writer, data: bytes) -> tuple[float, float, int]:
    facts = examined(write, data)
    assert facts.problem is None
    (page,) = facts.pages
    return page.width_pt, page.height_pt, page.turn


VARIANTS = {
    "as a report writer leaves it": WHOLE,
    "pages first": saved(WHOLE),
    "with object streams": saved(WHOLE, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised": saved(WHOLE, linearize=True),
    "with a page added later": appended(WHOLE),
}


@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_whole_file_has_all_its_pages_and_needs_no_repair(write: Writer, data: bytes) -> None:
    facts = examined(write, data)
    assert (facts.kind, facts.problem, facts.repair) == (FileKind.PDF, None, None)
    assert len(facts.pages) in (PAGES, PAGES + 1)
    assert all(page.problem is None and len(page.picture) == 816 for page in facts.pages)
    assert [page.number for page in facts.pages] == list(range(1, len(facts.pages) + 1))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_file_cut_in_the_middle_is_unreadable(write: Writer, data: bytes, share: float) -> None:
    facts = examined(write, data[: int(len(data) * share)])
    assert facts.problem is FileProblem.UNREADABLE


@pytest.mark.parametrize("lost", [100, 20, 6])
@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_file_that_lost_its_end_is_repaired_whole_or_unreadable(
    write: Writer, data: bytes, lost: int
) -> None:
    facts = examined(write, data[:-lost])
    if facts.problem is not None:
        assert facts.problem is FileProblem.UNREADABLE
        return
    assert facts.repair is not None
    assert len(facts.pages) == len(examined(write, data).pages)
    assert not any(page.problem for page in facts.pages)


def test_the_usual_lost_end_is_repaired(write: Writer) -> None:
    facts = examined(write, WHOLE[:-100])
    assert (facts.problem, facts.repair, len(facts.pages)) == (None, Repair.PIKEPDF, PAGES)


@pytest.mark.parametrize("at", [0.2, 0.45, 0.7])
@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS.keys())
def test_bytes_lost_in_the_middle_spoil_a_page_or_the_file(write: Writer, data: bytes, at: float) -> None:
    start = int(len(data) * at)
    facts = examined(write, data[:start] + data[start + 700 :])
    assert facts.problem is FileProblem.UNREADABLE or any(page.problem for page in facts.pages)


def test_a_file_that_lost_its_whole_last_state_is_unreadable(write: Writer) -> None:
    data = appended(WHOLE)
    pointer = data.rindex(b"startxref")
    assert examined(write, WHOLE[:-60] + data[pointer:]).problem is FileProblem.UNREADABLE


@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS.keys())
def test_one_byte_lost_or_gained_does_not_pass_unnoticed(write: Writer, data: bytes) -> None:
    middle = data.index(b"stream", len(data) // 2) - 2000
    for changed in (data[:middle] + data[middle + 1 :], data[:middle] + b"x" + data[middle:]):
        facts = examined(write, changed)
        assert facts.problem is FileProblem.UNREADABLE or any(page.problem for page in facts.pages)


def test_a_file_that_speaks_of_more_pages_than_it_has_is_unreadable(write: Writer) -> None:
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    assert examined(write, data).problem is FileProblem.UNREADABLE


def test_a_file_without_pages_is_empty(write: Writer) -> None:
    data = raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    assert examined(write, data).problem is FileProblem.EMPTY


def test_no_bytes_at_all_are_empty(write: Writer) -> None:
    facts = examined(write, b"")
    assert (facts.problem, facts.kind, facts.size_bytes) == (FileProblem.EMPTY, FileKind.EMPTY, 0)


def test_html_with_the_ending_of_a_pdf_is_unsupported(write: Writer) -> None:
    facts = examined(write, b"<html><body>404</body></html>")
    assert (facts.problem, facts.named_kind) == (FileProblem.UNSUPPORTED, FileKind.PDF)


def test_a_folder_and_a_missing_file_are_named_as_the_case_names_them(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(UnusableInput) as caught:
            examine_file(path, "police/fbi.pdf")
        assert (caught.value.code, caught.value.params) == ("file.cannot_open", {"file": "police/fbi.pdf"})


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_asks_for_a_password_is_encrypted(write: Writer, algorithm: str) -> None:
    facts = examined(write, locked("secret", algorithm))
    assert (facts.problem, facts.pages) == (FileProblem.ENCRYPTED, ())


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_its_owner_restricted_still_opens(write: Writer, algorithm: str) -> None:
    facts = examined(write, locked("", algorithm))
    assert (facts.problem, facts.restricted, len(facts.pages)) == (None, True, 1)


def test_a_locked_file_that_lost_its_end_is_still_encrypted_or_unreadable(write: Writer) -> None:
    facts = examined(write, locked("secret")[:-20])
    assert facts.problem in (FileProblem.ENCRYPTED, FileProblem.UNREADABLE)


# Sizes


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        (b"/MediaBox[0 0 595 842]", (595, 842, 0)),
        (b"/MediaBox[0 0 595 842]/Rotate 90", (842, 595, 90)),
        (b"/MediaBox[0 0 595 842]/Rotate -90", (842, 595, 270)),
        (b"/MediaBox[0 0 595 842]/Rotate 540", (595, 842, 180)),
        (b"/MediaBox[0 0 595 842]/Rotate 45", (595, 842, 0)),
        (b"/MediaBox[595 842 0 0]", (595, 842, 0)),
        (b"/MediaBox[10 20 605 862]", (595, 842, 0)),
        (b"/MediaBox[0 0 595 842]/CropBox[100 100 300 500]", (200, 400, 0)),
        (b"/MediaBox[0 0 595 842]/CropBox[-50 -50 300 500]", (300, 500, 0)),
        (b"/MediaBox[0 0 595 842]/CropBox[900 900 999 999]", (595, 842, 0)),
        (b"/MediaBox[0 0 100 100]/UserUnit 2", (200, 200, 0)),
        (b"", (612, 792, 0)),
        (b"/MediaBox[0 0 0 0]", (612, 792, 0)),
        (b"/MediaBox[0 0 595]", (612, 792, 0)),
        (b"/MediaBox[(a) (b) (c) (d)]", (612, 792, 0)),
        (b"/MediaBox 5 0 R", (612, 792, 0)),
    ],
)
def test_a_page_is_as_large_as_viewers_show_it(
    write: Writer, entries: bytes, shown: tuple[float, float, int]
) -> None:
    assert page_of(write, page_pdf(entries)) == shown


def test_boxes_and_turns_are_inherited(write: Writer) -> None:
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 400]/CropBox[0 0 200 300]/Rotate 90>>",
        b"<</Type/Page/Parent 2 0 R>>",
    )
    assert page_of(write, data) == (300, 200, 90)


def test_a_scan_has_the_resolution_of_its_placed_picture(write: Writer) -> None:
    data = encoded(noise(827, 1169), "PDF", resolution=100)
    assert examined(write, data).pages[0].dpi == pytest.approx(100, rel=0.01)


def test_a_page_with_a_small_picture_has_no_resolution(write: Writer) -> None:
    assert examined(write, pdf_of(1)).pages[0].dpi is None


# Parts that a page draws

PICTURE = b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
DRAWS = b"q 100 0 0 100 0 0 cm /X Do Q"
USES = b"/MediaBox[0 0 100 100]/Resources<</XObject<</X 5 0 R>>>>"


@pytest.mark.parametrize(
    "part",
    [
        stream(PICTURE + b"/Filter/FlateDecode", zlib.compress(bytes(range(64)))[:-20]),
        stream(PICTURE + b"/Filter/FlateDecode", b"\x78\x9c\xff\xff\xff\xff"),
        stream(PICTURE + b"/Filter/DCTDecode", encoded(noise(8, 8), "JPEG")[:-40]),
        stream(PICTURE, b""),
        stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", zlib.compress(DRAWS)[:-8]),
        stream(b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 9 0 R>>>>", DRAWS),
        b"null",
    ],
)
def test_a_page_that_draws_a_broken_part_is_unreadable(write: Writer, part: bytes) -> None:
    facts = examined(write, page_pdf(USES, part, content=DRAWS))
    if part == b"null":
        # Null is what the file says, not what it lost.
        assert facts.problem is None
        return
    assert facts.problem is FileProblem.UNREADABLE
    assert [page.problem for page in facts.pages] == ["unreadable"]


def test_a_jpeg_with_a_film_behind_it_is_whole(write: Writer) -> None:
    data = encoded(noise(8, 8), "JPEG") + bytes(9000)
    part = stream(PICTURE + b"/Filter/DCTDecode", data)
    assert examined(write, page_pdf(USES, part, content=DRAWS)).problem is None


def test_a_part_that_is_missing_but_never_drawn_does_no_harm(write: Writer) -> None:
    assert examined(write, page_pdf(USES, content=b"0 0 9 9 re f")).problem is None


def test_a_drawn_part_that_is_not_in_the_file_makes_the_page_unreadable(write: Writer) -> None:
    assert examined(write, page_pdf(USES, content=DRAWS)).problem is FileProblem.UNREADABLE


def test_content_without_its_checksum_is_still_whole(write: Writer) -> None:
    squeezed = zlib.compress(b"0 0 50 50 re f " * 40)[:-4]
    data = page_pdf(b"/MediaBox[0 0 99 99]").replace(
        stream(b"", b""), stream(b"/Filter/FlateDecode", squeezed)
    )
    facts = examined(write, data)
    assert facts.problem is None
    assert facts.pages[0].problem is None


def test_one_bad_page_does_not_spoil_the_others(write: Writer) -> None:
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 99 99]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 6 0 R>>",
        stream(b"", b"0 0 9 9 re f"),
        stream(b"/Filter/FlateDecode", zlib.compress(b"0 0 9 9 re f" * 30)[:9]),
    )
    facts = examined(write, data)
    assert facts.problem is None
    assert [page.problem for page in facts.pages] == [None, "unreadable"]


# Hostile files

BOMB = zlib.compress(b" " * 120_000_000)


@pytest.mark.parametrize(
    "data",
    [
        page_pdf().replace(stream(b"", b""), stream(b"/Filter/FlateDecode", BOMB)),
        page_pdf().replace(
            stream(b"", b""), stream(b"/Filter[/FlateDecode/FlateDecode]", zlib.compress(BOMB))
        ),
        page_pdf(
            USES,
            stream(PICTURE.replace(b"Width 8/Height 8", b"Width 60000/Height 60000"), b"x"),
            content=DRAWS,
        ),
        raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 20000>>", b"<<>>"),
    ],
    ids=["content bomb", "double bomb", "picture bomb", "many pages"],
)
def test_what_grows_beyond_all_limits_is_too_heavy(write: Writer, data: bytes) -> None:
    assert examined(write, data).problem is FileProblem.TOO_HEAVY


def test_a_page_tree_that_loops_is_unreadable(write: Writer) -> None:
    data = raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 3>>")
    assert examined(write, data).problem is FileProblem.UNREADABLE


def test_an_object_stream_bomb_that_was_cut_does_not_reach_qpdf(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(pikepdf, "open", opened.append)
    data = page_pdf(b"", stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", BOMB))[:-20]
    assert examined(write, data).problem is FileProblem.TOO_HEAVY
    assert opened == []


def nested_forms() -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(form % (6 + depth), b"/X Do " * 10) for depth in range(9)]
    return page_pdf(USES, *forms, stream(form % 5, b"0 0 1 1 re f"), content=b"/X Do " * 10)


def fine_tiles() -> bytes:
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .01/YStep .01"
    page = b"/MediaBox[0 0 9999 9999]/Resources<</Pattern<</X 5 0 R>>>>"
    content = b"/Pattern cs /X scn 0 0 9999 9999 re f"
    return page_pdf(page, stream(tile, b"0 0 1 1 re f"), content=content)


@pytest.mark.parametrize("data", [nested_forms(), fine_tiles()], ids=["nested forms", "fine tiles"])
def test_a_page_that_would_take_too_long_to_draw_is_not_drawn(write: Writer, data: bytes) -> None:
    facts = examined(write, data)
    assert facts.problem is None
    assert facts.pages[0].picture == b""


# The small picture


def furthest(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_the_same_picture_in_a_pdf_looks_the_same(write: Writer, tmp_path: Path) -> None:
    photo = write("a.jpg", encoded(paper(), "JPEG", quality=90))
    scan = write("a.pdf", encoded(paper(), "PDF", resolution=150))
    upside = Image.open(photo).rotate(180)
    turned = raw_pdf_with_rotation(encoded(upside, "PDF", resolution=150))
    one = examine_file(photo, "a.jpg").pages[0].picture
    assert furthest(one, examine_file(scan, "a.pdf").pages[0].picture) <= 4
    assert furthest(one, examined(write, turned).pages[0].picture) <= 4


def raw_pdf_with_rotation(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].rotation = 180
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_the_same_form_for_somebody_else_looks_different(write: Writer) -> None:
    one = examined(write, encoded(paper("ANNA"), "PDF", resolution=150)).pages[0].picture
    other = examined(write, encoded(paper("LEA"), "PDF", resolution=150)).pages[0].picture
    assert furthest(one, other) >= 8
