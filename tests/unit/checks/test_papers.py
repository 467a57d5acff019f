"""Every file is the paper that it is given for, whole, and can be read."""

from dataclasses import replace

import pytest

from app.checks.pages import check_pages
from app.checks.papers import check_papers
from app.domain.case import Case, PageTurn
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.reading import Box, FactName, PageQuality, PageReading, Seal, TextLine, TextSource
from tests.support.cases import changed_evidence, family, healthy_file
from tests.support.readings import GOOD, SOMEWHERE, bench_of, fact, page, reading

HEALTH = "anna/health.pdf"


def paper_codes(
    *pages: PageReading, file: str = HEALTH, case: Case | None = None, sheets: int = 1
) -> list[str]:
    facts = {file: healthy_file(file, pages=sheets)}
    return [f.code for f in check_papers(bench_of(case or family(), {file: reading(*pages)}, facts))]


def page_codes(one: PageReading, seen: PageFacts | None = None, file: str = HEALTH) -> list[str]:
    facts: dict[str, FileFacts] = {}
    if seen is not None:
        facts[file] = replace(healthy_file(file), kind=FileKind.JPEG, pages=(seen,))
    return [f.code for f in check_pages(bench_of(family(), {file: reading(one)}, facts))]


# Kinds


def test_a_paper_of_another_kind_is_told_with_what_it_is():
    [finding] = check_papers(bench_of(family(), {HEALTH: reading(page(kind="tax-record"))}))
    assert (finding.code, finding.file, finding.page) == ("document.mismatch", HEALTH, 1)
    assert finding.params["kind_id"] == "tax-record"


@pytest.mark.parametrize(
    ("kind", "sure", "codes"),
    [
        ("health-certificate", True, []),
        ("tax-record", False, []),
        ("unheard-of", True, []),
        (None, True, []),
    ],
)
def test_the_right_kind_and_doubt_are_silent(kind: str | None, sure: bool, codes: list[str]):
    assert paper_codes(page(kind=kind, sure=sure)) == codes


def test_a_requirement_without_a_kind_takes_any_paper():
    assert paper_codes(page(kind="tax-record"), file="work/employment-proof.pdf") == []


def test_an_apostille_before_the_paper_in_its_file_is_silent():
    pages = (page(kind="apostille"), page(kind="criminal-record", number=2))
    assert paper_codes(*pages, file="anna/criminal-record.pdf", sheets=2) == []


def test_a_chain_is_right_in_its_parts_and_wrong_elsewhere():
    assert paper_codes(page(kind="apostille"), file="anna/criminal-record-authentication.pdf") == []
    right = page(kind="translation", of="criminal-record")
    assert paper_codes(right, file="anna/criminal-record-translation.pdf") == []
    wrong = page(kind="translation", of="marriage-certificate")
    assert paper_codes(wrong, file="anna/criminal-record-translation.pdf") == ["document.mismatch"]


# Pages that a paper says it has


@pytest.mark.parametrize(
    ("asked", "sheets", "codes"), [(2, 2, []), (3, 2, ["document.page_missing"]), (1, 2, [])]
)
def test_a_paper_has_as_many_pages_as_it_says(asked: int, sheets: int, codes: list[str]):
    assert paper_codes(page(fact(FactName.PAGES_STATED, asked)), sheets=sheets) == codes


def test_a_page_count_that_was_hard_to_read_is_silent():
    assert paper_codes(page(fact(FactName.PAGES_STATED, 3, sure=0.5))) == []


def test_pages_that_the_selection_leaves_out_are_missing():
    case = changed_evidence(family(), "health-certificate", "anna", pages="1")
    one = page(fact(FactName.PAGES_STATED, 2))
    assert paper_codes(one, case=case, sheets=2) == ["document.page_missing"]


def test_pages_in_two_entries_are_scattered_and_not_missing():
    case = family()
    first = next(e for e in case.evidence if e.files == (HEALTH,))
    case = case.with_evidence((*case.evidence, replace(first, files=("anna/more.pdf",))))
    assert paper_codes(page(fact(FactName.PAGES_STATED, 2)), case=case) == ["document.pages_scattered"]


def test_the_pages_of_a_word_file_are_known_only_after_conversion():
    case = changed_evidence(family(), "health-certificate", "anna", files=("anna/health.docx",))
    facts = {"anna/health.docx": replace(healthy_file("h.docx"), kind=FileKind.DOCX, pages=())}
    read = {"anna/health.docx": reading(page(fact(FactName.PAGES_STATED, 3), kind="tax-record"))}
    assert [f.code for f in check_papers(bench_of(case, read, facts))] == ["document.mismatch"]


def test_a_reading_that_stopped_is_told():
    [finding] = check_papers(bench_of(family(), {HEALTH: reading(trouble="timeout")}))
    assert (finding.code, finding.params) == ("reading.stopped", {"reason": "timeout"})


# Blank, blurred, coarse


def bare(**more: object) -> PageReading:
    return page(source=TextSource.NONE, **more)


def test_a_page_with_nothing_on_it_is_blank():
    assert page_codes(bare(quality=PageQuality(ink=0.0001))) == ["page.blank"]


@pytest.mark.parametrize(
    "one",
    [
        bare(quality=PageQuality(ink=0.0001, low_confidence=1.0)),  # writing that was found and not read
        bare(quality=PageQuality(ink=0.005)),  # a picture, a signature
        bare(quality=PageQuality(ink=0.0001), seals=(Seal(SOMEWHERE, "round", "red"),)),
        page(quality=PageQuality(ink=0.0001), words=("-",)),
        bare(quality=None),
    ],
)
def test_a_page_with_anything_on_it_is_not_blank(one: PageReading):
    assert "page.blank" not in page_codes(one)


def with_picture(picture: bytes, **more: object) -> list[str]:
    return page_codes(bare(**more), PageFacts(1, 595, 842, picture=picture))


def test_the_look_of_a_page_tells_bare_paper_from_a_faint_drawing():
    paper, ink = bytearray(b"\xf0" * 24 * 34), PageQuality(ink=0.006)
    for row in range(34):  # the shadow of the scanner's lid along one edge
        paper[row * 24] = 90
    assert with_picture(bytes(paper), quality=ink) == ["page.blank"]
    paper[12 * 24 + 12] -= 12  # a thin stroke darkens its cell by some levels
    assert with_picture(bytes(paper), quality=PageQuality(ink=0.0)) == []


def test_a_soft_page_that_the_reader_doubts_is_blurred():
    soft = PageQuality(ink=0.05, sharpness=0.12, low_confidence=0.5)
    assert page_codes(page(quality=soft, words=("?",))) == ["page.blurred"]
    unread = PageQuality(ink=0.05, sharpness=0.08, low_confidence=1.0)
    assert page_codes(bare(quality=unread)) == ["page.blurred"]


def test_a_soft_page_that_was_read_well_and_a_sharp_one_that_was_not_are_silent():
    assert page_codes(page(quality=replace(GOOD, sharpness=0.12), words=("word",))) == []
    assert page_codes(page(quality=replace(GOOD, low_confidence=0.5), words=("word",))) == []


@pytest.mark.parametrize(
    ("dpi", "codes"), [(149, ["page.low_resolution"]), (150, []), (149.9, []), (300, []), (None, [])]
)
def test_scans_have_at_least_150_dots_per_inch(dpi: float | None, codes: list[str]):
    assert page_codes(page(words=("word",)), PageFacts(1, 595, 842, dpi=dpi)) == codes


@pytest.mark.parametrize(("width", "height"), [(3000, 4000), (4000, 3000)])
def test_a_camera_that_states_72_dots_per_inch_does_no_harm(width: float, height: float):
    assert page_codes(page(words=("word",)), PageFacts(1, width, height, dpi=72)) == []
    assert page_codes(page(words=("word",)), PageFacts(1, 595, 842, dpi=72)) == ["page.low_resolution"]


def test_a_drawn_page_without_a_text_layer_has_no_resolution():
    assert [f.code for f in check_pages(bench_of(family(), {HEALTH: reading(sheet_of_print())}))] == []


def test_an_incredible_resolution_is_no_resolution():
    assert page_codes(page(words=("word",)), PageFacts(1, 595, 842, dpi=1)) == []


def sheet_of_print(rows: int = 40, height: float = 0.014) -> PageReading:
    lines = tuple(
        TextLine("a line of print", Box(0.1, 0.02 * row, 0.9, 0.02 * row + height), 0.98)
        for row in range(rows)
    )
    return replace(page(), lines=lines)


def test_a_phone_photo_is_large_enough():
    assert page_codes(sheet_of_print(), PageFacts(1, 1500, 2000)) == []


def test_a_small_picture_of_a_whole_sheet_is_too_coarse():
    assert page_codes(sheet_of_print(), PageFacts(1, 800, 1131)) == ["page.low_resolution"]
    assert page_codes(sheet_of_print(rows=6), PageFacts(1, 800, 1131)) == []  # a card, perhaps


def test_photos_are_not_judged_as_papers():
    assert page_codes(bare(quality=PageQuality(ink=0)), file="anna/photo.jpg") == []


# Sideways, cut, washed out


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_told_with_its_turn(turn: int):
    one = page(turn=turn, words=("one", "two", "three"))
    [finding] = check_pages(bench_of(family(), {HEALTH: reading(one)}))
    assert (finding.code, finding.params) == ("page.sideways", {"turn": turn})


@pytest.mark.parametrize("degrees", [0, 90])
def test_a_page_that_a_person_turned_is_not_told(degrees: int):
    one = page(turn=90, words=("one", "two", "three"))
    case = family()
    rows = [
        replace(row, turns=(PageTurn(1, degrees),)) if HEALTH in row.files else row for row in case.evidence
    ]
    assert list(check_pages(bench_of(case.with_evidence(tuple(rows)), {HEALTH: reading(one)}))) == []


def test_a_small_tilt_and_a_turn_that_hardly_any_line_shows_are_silent():
    assert page_codes(page(tilt=2.0, words=("one", "two", "three"))) == []
    assert page_codes(page(turn=90, words=("one",))) == []


def test_cut_edges_and_glare_are_notes():
    cut = replace(GOOD, cut_edges=("right",))
    assert page_codes(page(quality=cut, words=("word",))) == ["page.cut_edge"]
    washed = replace(GOOD, glare=0.2, low_confidence=0.15)
    assert page_codes(page(quality=washed, words=("word",))) == ["page.glare"]
    assert page_codes(page(quality=replace(GOOD, glare=0.2), words=("word",))) == []
