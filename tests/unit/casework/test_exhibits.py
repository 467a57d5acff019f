"""The pages that a case names are the pages that go into the packet, in that order."""

import statistics
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.casework.assemble import assemble_packet, verify_against_case
from app.casework.desk import OpenCase
from app.casework.exhibits import make_request
from app.domain.case import Case, Evidence, NotNeeded, PageTurn
from app.domain.errors import PacketBlocked
from app.domain.files import FileKind, ReadyFile
from app.domain.packet import ExhibitRequest, SourceFile
from app.domain.reading import PageReading, Reading, TextSource
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, changed_evidence, desk_in, family, healthy_file


def case_with(pages: str | None, *files: str) -> Case:
    evidence = Evidence("work-history-proof", "anna", files, pages=pages)
    return replace(family(), evidence=(evidence,))


def chosen(case: Case, pages_in_file: int) -> list[tuple[str, tuple[int, ...]]]:
    names = case.evidence[0].files
    facts = {name: healthy_file(name, pages=pages_in_file) for name in names}
    ready = {name: ReadyFile(name, name, each.kind, each) for name, each in facts.items()}
    request = make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)
    return [(file.name, file.selected) for file in request.sections[0].exhibits[0].files]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (None, [("a.pdf", (0, 1)), ("b.pdf", (0, 1))]),
        ("2-3", [("a.pdf", (1,)), ("b.pdf", (0,))]),
        ("1-2", [("a.pdf", (0, 1))]),
        ("4,1", [("b.pdf", (1,)), ("a.pdf", (0,))]),
        ("3,2,3", [("b.pdf", (0,)), ("a.pdf", (1,)), ("b.pdf", (0,))]),
    ],
)
def test_a_selection_counts_through_all_files_and_keeps_its_order(pages: str | None, expected: list):
    assert chosen(case_with(pages, "a.pdf", "b.pdf"), 2) == expected


def test_a_letter_that_is_not_signed_says_so_instead_of_days_that_are_not_its_own():
    letter = Evidence(
        "employment-proof",
        "anna",
        ("a.pdf",),
        country="CHN",
        issued_on=TODAY,
        made_from="employment-certificate",
    )
    for evidence, unsigned, words in (
        (letter, True, "Written, but not signed and sealed yet"),
        (replace(letter, made_from=""), False, "Issued in China on"),
    ):
        case = replace(family(), evidence=(evidence,))
        ready = {"a.pdf": ReadyFile("a.pdf", "a.pdf", FileKind.PDF, healthy_file("a.pdf"))}
        request = make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)
        [exhibit] = request.sections[0].exhibits
        assert exhibit.unsigned is unsigned
        assert exhibit.details[0].en.startswith(words)


def test_what_is_asked_and_not_handed_in_is_told_person_by_person():
    rows = (
        NotNeeded("passport", "jon", "lost", "Window 3"),
        NotNeeded("income-proof", "anna", "two suffice", "Window 3", date(2026, 11, 2)),
        NotNeeded("photo", "anna", "taken at the window", "Window 3", country="DEU"),
        NotNeeded("work-history-proof", "anna", "given all the same", "Window 3"),
        NotNeeded("investment-approval", "anna", "asked by nobody", "Window 3"),
    )
    papers = tuple(Evidence(kind, "anna", ("a.pdf",)) for kind in ("income-proof", "work-history-proof"))
    case = replace(family(), evidence=papers, not_needed=rows)
    ready = {"a.pdf": ReadyFile("a.pdf", "a.pdf", FileKind.PDF, healthy_file("a.pdf"))}
    request = make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)
    told = [(each.person_name, each.reason, each.in_part) for each in request.left_out]
    assert told == [
        ("ROE ANNA", "two suffice", True),
        ("ROE ANNA", "taken at the window", False),
        ("ROE JON", "lost", False),
    ]
    assert request.left_out[1].title.en.endswith("issued in Germany")


def make_pdf(path: Path, words: str, *, restricted: bool = False) -> None:
    canvas = Canvas(str(path), invariant=True)
    for number in range(1, 4):
        canvas.drawString(72, 720, f"{words} {number}")
        # A page of fewer letters is looked at as a picture, which takes long.
        canvas.drawString(72, 640, "as read from its text layer")
        canvas.showPage()
    canvas.save()
    if restricted:
        writer = pypdf.PdfWriter(clone_from=path)
        writer.encrypt("", "owner", algorithm="AES-256")
        writer.write(path)


def built_words(tmp_path: Path, case: Case, files: dict[str, Path]) -> list[str]:
    desk = desk_in(tmp_path / "data")
    packet = tmp_path / "packet.pdf"
    opened = OpenCase(case, files)
    assemble_packet(desk, opened, packet, draft=True, today=TODAY, report=lambda _: None)
    text = [page.extract_text() for page in pypdf.PdfReader(packet).pages]
    return [line for page in text for line in page.splitlines() if line.startswith(("paper", "other"))]


def test_the_words_of_the_chosen_pages_stand_in_the_packet(tmp_path: Path):
    make_pdf(tmp_path / "a.pdf", "paper")
    make_pdf(tmp_path / "b.pdf", "other")
    case = case_with("5,2", "a.pdf", "b.pdf")
    files = {name: tmp_path / name for name in ("a.pdf", "b.pdf")}
    assert built_words(tmp_path, case, files) == ["other 2", "paper 2"]


def test_a_letter_that_is_not_signed_goes_into_a_draft_alone_and_is_told_there(tmp_path: Path):
    make_pdf(tmp_path / "a.pdf", "paper")
    case = changed_evidence(case_with(None, "a.pdf"), "work-history-proof", "anna", made_from="gap-list")
    opened, packet = OpenCase(case, {"a.pdf": tmp_path / "a.pdf"}), tmp_path / "packet.pdf"
    desk = desk_in(tmp_path / "data")
    with pytest.raises(PacketBlocked) as told:
        assemble_packet(desk, opened, packet, draft=False, today=TODAY, report=lambda _: None)
    assert "letter.unsigned" in {each.code for each in told.value.findings}
    assemble_packet(desk, opened, packet, draft=True, today=TODAY, report=lambda _: None)
    text = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(packet).pages]
    assert any("Contents" in page and "not signed and sealed yet" in page for page in text)


def test_a_file_that_its_author_restricted_goes_in_whole(tmp_path: Path):
    make_pdf(tmp_path / "a.pdf", "paper", restricted=True)
    words = built_words(tmp_path, case_with(None, "a.pdf"), {"a.pdf": tmp_path / "a.pdf"})
    assert words == ["paper 1", "paper 2", "paper 3"]


def test_a_page_that_a_person_turned_is_drawn_so_and_told(tmp_path: Path):
    picture = Image.new("RGB", (300, 400), (200, 30, 30))
    picture.paste((30, 30, 200), (0, 200, 300, 400))
    picture.save(tmp_path / "a.png", dpi=(150, 150))
    evidence = Evidence("work-history-proof", "anna", ("a.png",), turns=(PageTurn(1, 90),))
    packet = tmp_path / "packet.pdf"
    opened = OpenCase(replace(family(), evidence=(evidence,)), {"a.png": tmp_path / "a.png"})
    desk = desk_in(tmp_path / "data")
    assemble_packet(desk, opened, packet, draft=True, today=TODAY, report=lambda _: None)

    assert "turned by hand" in " ".join(page.extract_text() for page in pypdf.PdfReader(packet).pages)
    assert red_and_blue(packet) == "red right of blue"
    assert verify_against_case(packet, desk, opened, lambda _: None, today=TODAY).discrepancies == ()
    other = replace(evidence, turns=(PageTurn(1, 270),))
    changed = replace(opened, case=replace(opened.case, evidence=(other,)))
    found = verify_against_case(packet, desk, changed, lambda _: None, today=TODAY).discrepancies
    assert [each.code for each in found] == ["case.changed"]


def red_and_blue(packet: Path) -> str:
    """Say how the two halves of the picture lie on the page of the packet that shows it."""
    for page in pypdfium2.PdfDocument(packet):
        shown = page.render(scale=0.5).to_pil().convert("RGB")
        places: dict[str, list[tuple[int, int]]] = {"red": [], "blue": []}
        for x in range(0, shown.width, 4):
            for y in range(0, shown.height, 4):
                r, g, b = shown.getpixel((x, y))
                if g < 80 and abs(r - b) > 100:
                    places["red" if r > b else "blue"].append((x, y))
        if min(map(len, places.values())) < 20:
            continue
        red, blue = (tuple(map(statistics.mean, zip(*places[name], strict=True))) for name in places)
        if abs(red[0] - blue[0]) > abs(red[1] - blue[1]):
            return "red right of blue" if red[0] > blue[0] else "red left of blue"
        return "red below blue" if red[1] > blue[1] else "red above blue"
    return "no picture"


def turned_files(case: Case) -> list[SourceFile]:
    facts = {name: healthy_file(name, pages=2) for each in case.evidence for name in each.files}
    ready = {name: ReadyFile(name, name, each.kind, each) for name, each in facts.items()}
    lying = Reading("hash", "reader", (PageReading(1, TextSource.RECOGNISED, turn=180),))
    request = make_request(
        PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True, readings={"b.pdf": lying}
    )
    exhibits = (exhibit for section in request.sections for exhibit in section.exhibits)
    return [file for exhibit in exhibits for file in exhibit.files]


def test_turns_count_through_all_files_of_their_own_paper():
    case = case_with(None, "a.pdf", "b.pdf")
    turned = replace(case.evidence[0], turns=(PageTurn(2, 90), PageTurn(4, 270), PageTurn(9, 90)))
    same = Evidence("income-proof", "anna", ("a.pdf", "b.pdf"))
    files = turned_files(replace(case, evidence=(turned, same)))
    by_paper = sorted([page.turn for page in file.pages] for file in files)
    assert by_paper == [[0, 0], [0, 90], [180, 0], [180, 270]]
    assert {turn for file in files for turn in file.turned} == {PageTurn(2, 90), PageTurn(2, 270)}


def requested(case: Case) -> ExhibitRequest:
    facts = {name: healthy_file(name) for name in case.evidence[0].files}
    ready = {name: ReadyFile(name, name, each.kind, each) for name, each in facts.items()}
    request = make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)
    return request.sections[0].exhibits[0]


def test_a_photo_stands_on_its_sheet_at_the_size_and_in_the_number_that_the_place_asks():
    case = replace(family(), evidence=(Evidence("photo", "anna", ("a.jpg",)),))
    profile = PACK.places[case.place].photo_on(PACK.categories[case.category].kind, case.submit_on)
    assert profile is not None
    file = requested(case).files[0]
    assert file.physical_mm == (profile.width_mm, profile.height_mm)
    assert file.photo_count == profile.count


@pytest.mark.parametrize("one_page", [True, False])
def test_two_sides_are_put_on_one_page_where_the_case_says_so(one_page: bool):
    case = case_with(None, "a.jpg", "b.jpg")
    case = replace(case, evidence=(replace(case.evidence[0], one_page=one_page),))
    assert requested(case).one_page is one_page


def test_papers_of_one_title_are_told_apart_by_their_files():
    given = [
        ("income-proof", "wage/2024.pdf"),
        ("income-proof", "wage/2025.pdf"),
        ("work-permit", "card.pdf"),
    ]
    case = replace(family(), evidence=tuple(Evidence(each, "anna", (name,)) for each, name in given))
    facts = {name: healthy_file(name, pages=1) for _, name in given}
    ready = {name: ReadyFile(name, name, each.kind, each) for name, each in facts.items()}
    request = make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)
    exhibits = {item.files[0].name: item for section in request.sections for item in section.exhibits}
    assert [detail.en for detail in exhibits["wage/2024.pdf"].details] == ["2024.pdf"]
    assert [detail.en for detail in exhibits["wage/2025.pdf"].details] == ["2025.pdf"]
    assert exhibits["card.pdf"].details == ()
