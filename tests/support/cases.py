"""Small cases for tests: a clean family in Ningbo, to be spoilt in one place at a time."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.casework.review import judge_case
from app.domain.case import Case, Evidence, EvidencePart, Person, PersonRole, YearRow
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.findings import Finding
from app.domain.reading import Reading
from app.env import paths
from app.intake.guard import InProcess
from app.rules.load import load_pack

SUBMIT_ON = date(2026, 12, 15)
TODAY = date(2026, 11, 20)
PACK = load_pack(paths.resource("rulepacks", "cn"))

ANNA = Person(
    "anna", PersonRole.PRINCIPAL, "ROE", "ANNA", birth_date=date(1985, 3, 2), nationality="DEU",
    passport_number="C01X00T47", passport_expires_on=date(2031, 5, 1), married=True,
)  # fmt: skip
JON = Person(
    "jon", PersonRole.SPOUSE, "ROE", "JON", birth_date=date(1983, 8, 19), nationality="DEU",
    passport_number="C01X00T48", passport_expires_on=date(2031, 5, 1), married=True,
)  # fmt: skip
LEA = Person(
    "lea", PersonRole.CHILD, "ROE", "LEA", birth_date=date(2010, 10, 6), nationality="DEU",
    passport_number="C01X00T49", passport_expires_on=date(2031, 5, 1), married=False,
)  # fmt: skip

_CHAIN = (EvidencePart.AUTHENTICATION, EvidencePart.TRANSLATION)


def family() -> Case:
    """Return a case with everything in order."""
    return Case(
        title="ROE family",
        category="pr.wage-tax",
        place="ningbo",
        submit_on=SUBMIT_ON,
        people=(ANNA, JON, LEA),
        answers={"work.consecutive_years": 6, "agent.submits": False, "origin.former_citizen": False},
        years=tuple(YearRow(year, "anna", 900_000, 200_000, 300) for year in range(2026, 2021, -1)),
        evidence=tuple(_all_evidence()),
    )


def _all_evidence() -> list[Evidence]:
    given = []
    for person in ("anna", "jon", "lea"):
        given += [
            Evidence("application-form", person, (f"{person}/form.pdf",)),
            Evidence("photo", person, (f"{person}/photo.jpg",)),
            Evidence("passport", person, (f"{person}/passport.jpg",), country="DEU"),
            Evidence("visa-or-permit", person, (f"{person}/permit.jpg",), expires_on=date(2027, 8, 11)),
            Evidence(
                "health-certificate",
                person,
                (f"{person}/health.pdf",),
                country="CHN",
                issued_on=date(2026, 9, 1),
            ),
            *_chained("criminal-record", person, date(2026, 9, 1)),
        ]
    work = (
        "employment-proof", "work-history-proof", "employer-registration",
        "employer-annual-report", "employer-recommendation", "stay-record",
    )  # fmt: skip
    given += [Evidence(requirement, "anna", (f"work/{requirement}.pdf",)) for requirement in work]
    given += [Evidence("work-permit", "anna", ("work/work-permit.pdf",), expires_on=date(2027, 8, 11))]
    for year in range(2022, 2026):
        given += [
            Evidence("income-proof", "anna", (f"income/{year}.pdf",)),
            Evidence("tax-proof", "anna", (f"tax/{year}.pdf",)),
        ]
    given += _chained("marriage-certificate", "jon", date(2010, 3, 2))
    given += [Evidence("kinship-proof", "lea", ("lea/kinship.pdf",), country="CHN")]
    return given


def _chained(requirement: str, person: str, issued_on: date) -> list[Evidence]:
    original = Evidence(
        requirement, person, (f"{person}/{requirement}.pdf",), country="DEU", issued_on=issued_on
    )
    links = [
        replace(
            original,
            part=part,
            files=(f"{person}/{requirement}-{part.value}.pdf",),
            issued_on=date(2026, 9, 20),
        )
        for part in _CHAIN
    ]
    return [original, *links]


def healthy(case: Case) -> dict[str, FileFacts]:
    """Return facts of a healthy one-page file, different for each name."""
    names = dict.fromkeys(name for evidence in case.evidence for name in evidence.files)
    return {name: healthy_file(name) for name in names}


def healthy_file(name: str, pages: int = 1) -> FileFacts:
    """Return facts of a healthy file."""
    kind = FileKind.PDF if name.endswith("pdf") else FileKind.JPEG
    sheets = tuple(PageFacts(number, 595, 842) for number in range(1, pages + 1))
    return FileFacts(sha256=f"hash of {name}", size_bytes=1000, kind=kind, named_kind=kind, pages=sheets)


def findings_of(
    case: Case,
    facts: dict[str, FileFacts] | None = None,
    today: date = TODAY,
    readings: dict[str, Reading] | None = None,
) -> tuple[Finding, ...]:
    """Run every check over a case."""
    seen = {**healthy(case), **(facts or {})}
    return judge_case(desk_in(Path("nowhere")), case, seen, readings or {}, today=today).findings


def codes_of(case: Case, facts: dict[str, FileFacts] | None = None, today: date = TODAY) -> list[str]:
    """Return the codes of all findings."""
    return [finding.code for finding in findings_of(case, facts, today)]


def changed_evidence(
    case: Case, requirement: str, person: str, part: str = "original", **values: object
) -> Case:
    """Return the case with one piece of evidence changed."""

    def change(evidence: Evidence) -> Evidence:
        key = (evidence.requirement, evidence.person, evidence.part.value)
        return replace(evidence, **values) if key == (requirement, person, part) else evidence  # type: ignore[arg-type]

    return case.with_evidence(tuple(change(evidence) for evidence in case.evidence))


def without_evidence(case: Case, requirement: str, person: str, part: str | None = None) -> Case:
    """Return the case without some evidence."""
    kept = (
        evidence
        for evidence in case.evidence
        if (evidence.requirement, evidence.person) != (requirement, person)
        or (part is not None and evidence.part.value != part)
    )
    return case.with_evidence(tuple(kept))


def changed_person(case: Case, person_id: str, **values: object) -> Case:
    """Return the case with one person changed."""
    people = (replace(p, **values) if p.id == person_id else p for p in case.people)  # type: ignore[arg-type]
    return replace(case, people=tuple(people))


def changed_year(case: Case, year: int, **values: object) -> Case:
    """Return the case with one year's row changed."""
    rows = (replace(row, **values) if row.year == year else row for row in case.years)  # type: ignore[arg-type]
    return replace(case, years=tuple(rows))


def desk_in(folder: Path) -> Desk:
    """Return a desk that keeps its cases in a folder and examines files in this process."""
    return Desk(PACK, folder, guard=InProcess())
