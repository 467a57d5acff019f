"""What the front matter says of a paper comes from the case, the rules and what was done to the file."""

from dataclasses import replace
from datetime import date

import pytest

from app.casework.exhibits import make_request
from app.casework.upright import set_upright
from app.domain.case import Case, Evidence, EvidencePart
from app.domain.files import FileFacts, FileKind, Handling, ReadyFile, Repair, Signature
from app.domain.packet import ExhibitRequest, PacketRequest
from app.domain.reading import PageReading, Reading, TextSource
from app.rules.checklist import make_checklist
from tests.support.cases import PACK, TODAY, family, healthy_file


def asked(case: Case, facts: FileFacts, *handling: Handling) -> PacketRequest:
    ready = {"a.pdf": ReadyFile("a.pdf", "a.pdf", FileKind.PDF, facts, handling)}
    return make_request(PACK, case, make_checklist(PACK, case, today=TODAY), ready, draft=True)


def exhibit_of(requirement: str, *, place: str = "ningbo", part: str = "original") -> ExhibitRequest:
    evidence = Evidence(requirement, "anna", ("a.pdf",), part=EvidencePart(part))
    case = replace(family(), place=place, evidence=(evidence,))
    return asked(case, healthy_file("a.pdf")).sections[0].exhibits[0]


def handled(facts: FileFacts, *handling: Handling) -> tuple[Handling, ...]:
    case = replace(family(), evidence=(Evidence("work-history-proof", "anna", ("a.pdf",)),))
    return asked(case, facts, *handling).sections[0].exhibits[0].files[0].handling


@pytest.mark.parametrize("requirement", ["passport", "income-proof", "employer-registration", "photo"])
def test_the_form_is_that_of_the_rule_pack(requirement: str):
    assert exhibit_of(requirement).form == PACK.requirements[requirement].form


def test_of_a_translators_licence_no_original_is_asked():
    assert exhibit_of("criminal-record", part="translator-licence").form == ""


def test_the_number_of_copies_is_the_places_own():
    place, category = PACK.places["shanghai"], PACK.categories[family().category]
    copies = place.copies_of("passport", category, family().submit_on)
    assert copies is not None
    assert exhibit_of("passport", place="shanghai").copies_asked == copies.count > 1


def test_where_no_text_says_how_many_copies_none_are_claimed():
    paper = exhibit_of("passport", place="ningbo")
    assert (paper.copies_asked, paper.copies) == (None, 1)


def test_the_places_notes_stand_with_the_paper_itself_only():
    assert exhibit_of("criminal-record", place="guangdong").notes
    assert not exhibit_of("criminal-record", place="guangdong", part="translation").notes


def test_applicant_and_agent_are_named():
    case = replace(family(), agent="Wegweiser", evidence=(Evidence("passport", "anna", ("a.pdf",)),))
    request = asked(case, healthy_file("a.pdf"))
    assert request.agent == "Wegweiser"
    assert case.principal is not None
    assert case.principal.full_name in request.applicant


@pytest.mark.parametrize(
    ("repair", "done"),
    [
        (Repair.PIKEPDF, Handling("rebuilt", "qpdf")),
        (Repair.PDFIUM, Handling("rebuilt", "PDFium")),
        (Repair.PICTURES, Handling("drawn", "PDFium")),
    ],
)
def test_a_repair_is_named_with_its_tool(repair: Repair, done: Handling):
    assert handled(replace(healthy_file("a.pdf"), repair=repair)) == (done,)


def test_what_whoever_made_the_file_ready_says_is_not_said_twice():
    facts = replace(healthy_file("a.pdf"), repair=Repair.PIKEPDF, restricted=True)
    own = Handling("rebuilt", "another tool")
    assert handled(facts, own) == (Handling("unlocked", "qpdf"), own)


def test_signatures_reach_the_packet():
    signatures = (Signature("ZHANG San", date(2026, 9, 1)),)
    case = replace(family(), evidence=(Evidence("work-history-proof", "anna", ("a.pdf",)),))
    request = asked(case, replace(healthy_file("a.pdf"), signatures=signatures))
    assert request.sections[0].exhibits[0].files[0].signatures == signatures


def test_pages_that_were_turned_are_named():
    ready = ReadyFile("a.pdf", "a.pdf", FileKind.PDF, healthy_file("a.pdf", pages=3))
    turns = enumerate((0, 90, 180), start=1)
    pages = tuple(PageReading(number, TextSource.RECOGNISED, turn=turn) for number, turn in turns)
    upright = set_upright(ready, Reading("hash", "reader", pages))
    assert upright.handling == (Handling("turned", pages=(2, 3)),)
