"""Made readings: what a reader might have found on the pages of a case, without any page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.casework.checklist import list_checklist
from app.checks.bench import Bench
from app.checks.check import check_case
from app.domain.case import Case, Evidence, EvidencePart, Person
from app.domain.files import FileFacts
from app.domain.findings import Finding
from app.domain.papers import KindTable, PaperKind
from app.domain.reading import (
    Box,
    Fact,
    FactName,
    FactValue,
    KindGuess,
    PageQuality,
    PageReading,
    Reading,
    Subject,
    TextLine,
    TextSource,
    Zone,
    ZoneFormat,
)
from app.domain.rules import EachYear
from app.domain.words import Text
from app.rules.chain import chains_in
from app.rules.match import known_facts
from app.rules.standards import judge_years
from tests.support.cases import PACK, TODAY, desk_in, healthy

SOMEWHERE = Box(0.1, 0.1, 0.5, 0.12)
GOOD = PageQuality(ink=0.05, sharpness=0.4)


def _kind(name: str, *answers: str, parts: tuple[EvidencePart, ...] = (EvidencePart.ORIGINAL,)) -> PaperKind:
    return PaperKind(name, Text(zh=name, en=name), answers, parts)


KINDS = KindTable(
    {
        kind.id: kind
        for kind in (
            _kind("passport", "passport", "former-passport"),
            _kind("work-permit", "work-permit"),
            _kind("health-certificate", "health-certificate"),
            _kind("criminal-record", "criminal-record"),
            _kind("tax-record", "tax-proof"),
            _kind("marriage-certificate", "marriage-certificate"),
            _kind("apostille", parts=(EvidencePart.AUTHENTICATION,)),
            _kind("translation", parts=(EvidencePart.TRANSLATION,)),
            _kind("translator-licence", parts=(EvidencePart.TRANSLATOR_LICENCE,)),
        )
    }
)


def fact(
    name: FactName,
    value: FactValue,
    *,
    sure: float = 0.99,
    others: tuple[date, ...] = (),
    year: int | None = None,
    month: int | None = None,
    subject: Subject = Subject.HOLDER,
) -> Fact:
    """Return a fact as a reader might have found it."""
    return Fact(name, value, str(value), 1, SOMEWHERE, sure, others, year, month, subject)


def page(
    *facts: Fact,
    number: int = 1,
    kind: str | None = None,
    sure: bool = True,
    of: str | None = None,
    words: tuple[str, ...] = (),
    **more: object,
) -> PageReading:
    """Return a page with facts; `words` are its lines."""
    kinds = () if kind is None else (KindGuess(kind, 0.95, sure, of=of),)
    lines = tuple(
        TextLine(text, Box(0.1, 0.1 + 0.02 * row, 0.5, 0.115 + 0.02 * row), 0.98)
        for row, text in enumerate(words)
    )
    made = PageReading(
        number,
        TextSource.RECOGNISED,
        lines=lines,
        quality=GOOD,
        kinds=kinds,
        facts=tuple(replace(each, page=number) for each in facts),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def reading(*pages: PageReading, trouble: str | None = None) -> Reading:
    """Return a reading of a file with these pages."""
    return Reading("0" * 64, "made", pages, trouble=trouble)


def zone_of(person: Person, **changed: object) -> Zone:
    """Return the sound zone of a person's passport."""
    zone = Zone(
        format=ZoneFormat.TD3,
        lines=("", ""),
        read=("", ""),
        document_code="P",
        issuer=person.nationality or "",
        surname=person.surname,
        given_names=person.given_names,
        document_number=person.passport_number or "",
        nationality=person.nationality or "",
        birth_date=person.birth_date,
        sex="F",
        expires_on=person.passport_expires_on,
    )
    return replace(zone, **changed)  # type: ignore[arg-type]


def about(person: Person, subject: Subject = Subject.HOLDER) -> tuple[Fact, ...]:
    """Return what papers state of a person, as they are typed."""
    stated = (
        (FactName.NAME, person.full_name),
        (FactName.BIRTH_DATE, person.birth_date),
        (FactName.PASSPORT_NUMBER, person.passport_number),
    )
    return tuple(fact(name, value, subject=subject) for name, value in stated if value)


def agreeing(case: Case) -> dict[str, Reading]:
    """Return readings of all papers of a case, photos apart, that say what is typed."""
    papers = (each for each in case.evidence if each.requirement != "photo")
    return {name: _agreeing(case, each) for each in papers for name in each.files}


def _agreeing(case: Case, evidence: Evidence) -> Reading:
    person = case.person(evidence.person)
    facts = [] if person is None else list(about(person))
    if evidence.part is EvidencePart.AUTHENTICATION:
        return reading(page(fact(FactName.AUTHENTICATED_ON, evidence.issued_on or TODAY), kind="apostille"))
    if evidence.part is EvidencePart.TRANSLATION:
        return reading(page(*facts, kind="translation", of=evidence.requirement))
    if evidence.issued_on is not None:
        facts.append(fact(FactName.ISSUED_ON, evidence.issued_on))
    if evidence.expires_on is not None:
        facts.append(fact(FactName.EXPIRES_ON, evidence.expires_on))
    kind = evidence.requirement if evidence.requirement in KINDS.kinds else None
    zone = zone_of(person) if person is not None and evidence.requirement == "passport" else None
    return reading(page(*facts, kind=kind, words=("one", "two", "three"), zone=zone))


def bench_of(
    case: Case,
    readings: Mapping[str, Reading],
    facts: Mapping[str, FileFacts] | None = None,
    today: date = TODAY,
) -> Bench:
    """Return a bench with made readings."""
    place = PACK.places[case.place]
    known = known_facts(PACK, case, today=today)
    years = tuple(
        (judgement, condition.source)
        for condition in PACK.categories[case.category].conditions_on(case.submit_on)
        if isinstance(condition.test, EachYear)
        for judgement in judge_years(condition.test, known, place).years
    )
    return Bench(
        case=case,
        pack=PACK,
        category=PACK.categories[case.category],
        place=place,
        checklist=list_checklist(desk_in(Path("nowhere")), case, today=today),
        years=years,
        facts={**healthy(case), **(facts or {})},
        today=today,
        chains=chains_in(PACK, case),
        readings=readings,
        kinds=KINDS,
    )


def findings_with(
    case: Case,
    readings: Mapping[str, Reading],
    facts: Mapping[str, FileFacts] | None = None,
    today: date = TODAY,
) -> tuple[Finding, ...]:
    """Run every check over a case with made readings."""
    return check_case(bench_of(case, readings, facts, today))


def codes_with(
    case: Case,
    readings: Mapping[str, Reading],
    facts: Mapping[str, FileFacts] | None = None,
    today: date = TODAY,
) -> list[str]:
    """Return the codes of all findings over a case with made readings."""
    return [finding.code for finding in findings_with(case, readings, facts, today)]
