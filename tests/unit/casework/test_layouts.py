"""Word files as they were laid out: shown, taken into account, and approved."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.casework import keep, ready
from app.casework.attach import attach_evidence
from app.casework.desk import Desk
from app.casework.layouts import preview_of, with_layouts
from app.casework.review import review_case
from app.domain.case import EvidencePart
from app.domain.files import FileFacts, FileProblem
from app.domain.packet import Progress
from tests.support.cases import desk_in
from tests.unit.intake.papers import docx_of

DAY = date(2026, 12, 15)


def silent(_progress: Progress) -> None:
    """Say nothing."""


def laid_out_pdf(pages: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, initialFontName="Courier", invariant=1)
    canvas.setProducer("Layouter 7.4")
    for number in range(pages):
        canvas.setFont("Courier", 12)
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Lay out without LibreOffice, and tell what was."""
    done: list[Path] = []

    def lay_out(path: Path, destination: Path, copy: object) -> str:
        done.append(path)
        destination.write_bytes(laid_out_pdf(2))
        return "Layouter"

    monkeypatch.setattr(ready, "lay_out", lay_out)
    monkeypatch.setattr("app.intake.docx.find_converter", lambda: Path("soffice"))
    return done


def case_with_letter(desk: Desk, tmp_path: Path) -> tuple[str, str]:
    case_id = keep.create_case(
        desk, title="Case", category="pr.wage-tax", place="ningbo", submit_on=DAY
    ).case_id
    path = tmp_path / "letter.docx"
    path.write_bytes(docx_of("ANNA"))
    attached = attach_evidence(
        desk,
        case_id,
        requirement="employment-proof",
        person="principal",
        part=EvidencePart.ORIGINAL,
        paths=(path,),
    )
    [name] = attached.facts
    return case_id, name


def facts_of(desk: Desk, case_id: str) -> FileFacts:
    [facts] = review_case(desk, desk.open_kept(case_id), today=DAY, report=silent, read=False).facts.values()
    return facts


def test_a_word_file_is_laid_out_once_and_then_known(tmp_path: Path, layouts: list[Path]) -> None:
    desk = desk_in(tmp_path)
    case_id, name = case_with_letter(desk, tmp_path)
    assert (facts_of(desk, case_id).pages, layouts) == ((), [])
    for _ in range(2):
        shown = preview_of(desk, desk.open_kept(case_id), name, tmp_path / "work")
        assert Path(shown.path).read_bytes() == laid_out_pdf(2)
        assert (len(shown.facts.pages), shown.facts.converter) == (2, "Layouter 7.4")
        # What python-docx's template asks for is not what stands there.
        assert dict(shown.facts.substituted) == {"Cambria": "Courier"}
    assert len(layouts) == 1
    assert facts_of(desk, case_id) == shown.facts


def test_the_review_tells_the_fonts_once_they_are_known_until_a_person_approves(
    tmp_path: Path, layouts: list[Path]
) -> None:
    desk = desk_in(tmp_path)
    case_id, name = case_with_letter(desk, tmp_path)

    def told() -> list[tuple[str, object]]:
        review = review_case(desk, desk.open_kept(case_id), today=DAY, report=silent, read=False)
        codes = ("file.layout_unapproved", "file.converted")
        return [(each.code, each.params.get("fonts")) for each in review.findings if each.code in codes]

    assert told() == [("file.layout_unapproved", None)]
    preview_of(desk, desk.open_kept(case_id), name, tmp_path / "work")
    assert told() == [("file.layout_unapproved", ("Cambria → Courier",))]
    (letter,) = desk.open_kept(case_id).case.evidence
    changed = keep.save_evidence(desk, case_id, 0, replace(letter, layout_approved=True))
    assert changed.stale == {"evidence"}
    assert told() == [("file.converted", None)]
    keep.save_evidence(desk, case_id, 0, letter)
    assert told() == [("file.layout_unapproved", ("Cambria → Courier",))]


def test_a_word_file_that_cannot_be_laid_out_comes_back_with_its_problem(
    tmp_path: Path, layouts: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "lay_out", lambda path, destination, copy: None)
    desk = desk_in(tmp_path)
    case_id, name = case_with_letter(desk, tmp_path)
    shown = preview_of(desk, desk.open_kept(case_id), name, tmp_path / "work")
    assert shown.facts.problem is FileProblem.UNREADABLE


def test_other_files_are_left_as_they_are(tmp_path: Path, layouts: list[Path]) -> None:
    desk = desk_in(tmp_path)
    case_id, name = case_with_letter(desk, tmp_path)
    opened = desk.open_kept(case_id)
    broken = FileFacts("0" * 64, 0, facts_of(desk, case_id).kind, problem=FileProblem.UNREADABLE)
    assert with_layouts(desk, opened, {name: broken}) == {name: broken}
