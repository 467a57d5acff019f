"""What the papers of a case say that its letters need: proposed, with the page, and never taken unasked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.casework.desk import Desk, OpenCase
from app.casework.examining import examine_files, known_readings
from app.domain.case import Answer, Case, Evidence, EvidencePart, PersonRole
from app.domain.names import fold
from app.domain.reading import Fact, FactName, Reading, Subject
from app.i18n.readings import is_clear
from app.letters import catalogue

# Papers about what was before: their employers and posts are not the present ones.
_OF_THE_PAST = frozenset({"work-history-proof", "previous-permits", "former-passport"})
_WORK = {
    FactName.EMPLOYER: "employer.name",
    FactName.CREDIT_CODE: "employer.credit_code",
    FactName.POSITION: "post.title",
    FactName.EMPLOYED_SINCE: "post.since",
    FactName.EMPLOYED_UNTIL: "post.until",
}
# What means something only on one kind of paper.
_OF_PAPER: Mapping[str, Mapping[FactName, str]] = {
    "passport": {
        FactName.BIRTH_PLACE: "person.birth_place",
        FactName.ISSUED_ON: "person.passport_issued_on",
        FactName.AUTHORITY: "person.passport_issued_at",
    },
    "visa-or-permit": {
        FactName.DOCUMENT_NUMBER: "person.permit_number",
        FactName.EXPIRES_ON: "person.permit_expires_on",
    },
    "work-permit": {FactName.DOCUMENT_NUMBER: "post.permit_number"},
    "degree-certificate": {FactName.DEGREE: "person.education"},
}
# Where papers differ, so many are shown.
_MOST = 3
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class DetailProposal:
    """Holds what a paper says of a detail: the name under which it is kept, the value, and where it stands.

    `is_clear` says that it was read plainly; otherwise a person compares it with the page.
    """

    key: str
    value: Answer
    file: str
    page: int
    is_clear: bool


def propose_details(desk: Desk, opened: OpenCase, person: str) -> tuple[DetailProposal, ...]:
    """Return what a person's papers say of the details that letters need; nothing is read anew."""
    readings = known_readings(desk, examine_files(desk, opened, lambda _progress: None))
    return proposals_in(opened.case, person, readings)


def proposals_in(case: Case, person: str, readings: Mapping[str, Reading]) -> tuple[DetailProposal, ...]:
    """Return what readings of a person's papers say of the details, each value once, the plain ones first."""
    found: dict[tuple[str, str], DetailProposal] = {}
    of_each: dict[str, int] = {}
    for each in sorted(_proposals(case, person, readings), key=lambda each: not each.is_clear):
        same = (each.key, fold(str(each.value)))
        if same not in found and of_each.get(each.key, 0) < _MOST:
            found[same] = each
            of_each[each.key] = of_each.get(each.key, 0) + 1
    return tuple(found.values())


def _proposals(case: Case, person: str, readings: Mapping[str, Reading]) -> Iterator[DetailProposal]:
    known = case.person(person)
    works = known is not None and known.role is PersonRole.PRINCIPAL
    for evidence in case.evidence:
        if evidence.person != person or evidence.made_from or evidence.part not in _READ_PARTS:
            continue
        names = {**(_work_of(evidence) if works else {}), **_OF_PAPER.get(evidence.requirement, {})}
        for file in evidence.files:
            for fact in _facts_of(readings.get(file)):
                if (name := names.get(fact.name)) is not None and fact.subject is Subject.HOLDER:
                    yield from _proposal(name, fact, file)


# A translation says in Chinese what the original says.
_READ_PARTS = (EvidencePart.ORIGINAL, EvidencePart.TRANSLATION)


def _work_of(evidence: Evidence) -> Mapping[FactName, str]:
    return {} if evidence.requirement in _OF_THE_PAST else _WORK


def _facts_of(reading: Reading | None) -> Iterator[Fact]:
    for page in () if reading is None else reading.pages:
        yield from page.facts


def _proposal(name: str, fact: Fact, file: str) -> Iterator[DetailProposal]:
    detail = catalogue.details().get(name)
    if detail is None:
        return
    english = detail.bilingual and isinstance(fact.value, str) and _CHINESE.search(fact.value) is None
    key = f"{name}{catalogue.ENGLISH}" if english else name
    yield DetailProposal(key, fact.value, file, fact.page, is_clear(fact))
