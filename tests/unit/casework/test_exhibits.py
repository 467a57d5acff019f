"""The pages that a case names are the pages that go into the packet, in that order."""

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.casework.assemble import assemble_packet
from app.casework.desk import OpenCase
from app.casework.exhibits import make_request
from app.domain.case import Case, Evidence
from app.domain.files import ReadyFile
from app.domain.packet import ExhibitRequest
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, desk_in, family, healthy_file


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


def make_pdf(path: Path, words: str, *, restricted: bool = False) -> None:
    canvas = Canvas(str(path), invariant=True)
    for number in range(1, 4):
        canvas.drawString(72, 720, f"{words} {number}")
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


def test_a_file_that_its_author_restricted_goes_in_whole(tmp_path: Path):
    make_pdf(tmp_path / "a.pdf", "paper", restricted=True)
    words = built_words(tmp_path, case_with(None, "a.pdf"), {"a.pdf": tmp_path / "a.pdf"})
    assert words == ["paper 1", "paper 2", "paper 3"]


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
