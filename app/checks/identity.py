"""Is everybody the same person on every paper: name, birth date, passport number, employer, position?

What a paper states is held against what is typed and against the zone of the passport; it agrees when
it agrees with either. What may only have been misread is never more than a note.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.checks.bench import Bench, found
from app.checks.dates import issue_day
from app.checks.evidence import CLEAR, ReadPage, Stated, evidence_of, is_link, read_pages, stated
from app.checks.mentions import (
    OF_FAMILY,
    OF_OTHERS,
    PARENTS,
    Mention,
    PrintedName,
    bears,
    mentions_on,
    names_of,
    person_of,
)
from app.checks.passport import PASSPORT, own_zones, passport_zones
from app.checks.spelling import is_chinese, judge_chinese_name, judge_name, zone_name
from app.checks.work import compare_employers, compare_positions
from app.domain.case import Evidence, EvidencePart, Person
from app.domain.findings import Finding, Param
from app.domain.ledger import Agreement, LedgerRow
from app.domain.names import Likeness, compare_names, may_be_misread_number, same_number
from app.domain.reading import Fact, FactName, FactValue, Subject, Zone

_CODES = {
    (FactName.NAME, Agreement.DIFFERS): "identity.name_mismatch",
    (FactName.NAME, Agreement.UNCLEAR): "identity.name_unclear",
    (FactName.CHINESE_NAME, Agreement.DIFFERS): "identity.name_mismatch",
    (FactName.CHINESE_NAME, Agreement.UNCLEAR): "identity.name_unclear",
    (FactName.BIRTH_DATE, Agreement.DIFFERS): "identity.birth_date_mismatch",
    (FactName.BIRTH_DATE, Agreement.UNCLEAR): "identity.birth_date_unclear",
    (FactName.PASSPORT_NUMBER, Agreement.DIFFERS): "identity.passport_number_mismatch",
    (FactName.PASSPORT_NUMBER, Agreement.UNCLEAR): "identity.passport_number_unclear",
    (FactName.EMPLOYER, Agreement.DIFFERS): "identity.employer_differs",
    (FactName.POSITION, Agreement.DIFFERS): "identity.position_differs",
}
# Where it is not known which was issued first: made out long ago as often as not, on an earlier passport.
_OF_THE_PAST = frozenset(
    (
        *("previous-permits", "former-passport", "former-id-card", "marriage-certificate"),
        *("birth-certificate", "kinship-proof", "academic-diploma", "degree-certificate"),
        *("naturalisation-proof", "household-cancellation", "chinese-origin-proof", "work-history-proof"),
        *("achievement-proof", "ranking-proof"),
    )
)
_ZONE_FIELDS = {
    FactName.NAME: {"surname", "given_names"},
    FactName.BIRTH_DATE: {"birth_date"},
    FactName.PASSPORT_NUMBER: {"document_number"},
}
# Links that are about the paper, not about the person.
_OF_NOBODY = (EvidencePart.AUTHENTICATION, EvidencePart.TRANSLATOR_LICENCE)
_OF_TODAYS_WORK = ("employer-recommendation", "employment-proof")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the ledger with the evidence and the expectation behind it."""

    evidence: Evidence
    row: LedgerRow
    expected: FactValue | None = None

    @property
    def agreement(self) -> Agreement:
        return self.row.agreement


def check_identity(bench: Bench) -> Iterator[Finding]:
    """State papers that name another person, or may do so."""
    told = set()
    for each in _rows(bench):
        row, evidence = each.row, each.evidence
        code = _CODES.get((row.what, row.agreement))
        key = (evidence.requirement, evidence.person, evidence.part, row.file, row.what)
        if code is None or key in told:
            continue
        told.add(key)
        yield found(code, evidence, file=row.file, page=row.page, params=_params(each))


def _params(each: _Row) -> dict[str, Param]:
    row = each.row
    read = row.value if isinstance(row.value, date) else row.text
    params: dict[str, Param] = {"read": read, "whose": row.person}
    if each.expected is not None:
        params["typed"] = each.expected
    if row.other_person is not None:
        params["other_person"] = row.other_person
    return params


def ledger_of(bench: Bench) -> tuple[LedgerRow, ...]:
    """Return everything that the case and its papers state about who each person is, person by person."""
    rows = [each.row for each in _rows(bench)]
    return tuple(
        row
        for person in bench.case.people
        for row in (*_typed_rows(person), *(each for each in rows if each.person == person.id))
    )


def _typed_rows(person: Person) -> Iterator[LedgerRow]:
    typed = (
        (FactName.NAME, person.full_name if person.has_name else None),
        (FactName.CHINESE_NAME, person.chinese_name),
        (FactName.BIRTH_DATE, person.birth_date),
        (FactName.PASSPORT_NUMBER, person.passport_number),
    )
    for what, value in typed:
        if value:
            yield LedgerRow(person.id, what, value, str(value), Agreement.AGREES)


# Rows


def _rows(bench: Bench) -> Iterator[_Row]:
    for evidence in bench.case.evidence:
        if evidence.part is EvidencePart.TRANSLATOR_LICENCE:
            continue
        for page in read_pages(bench, evidence):
            yield from _rows_of_page(evidence, page, bench)


def _rows_of_page(evidence: Evidence, page: ReadPage, bench: Bench) -> Iterator[_Row]:
    rows = list(_zone_rows(evidence, page, bench))
    if not any(is_link(page, part, evidence.requirement, bench) for part in _OF_NOBODY):
        mentions = mentions_on(evidence, page)
        for mention in mentions:
            person = person_of(mention, mentions, bench)
            if person is not None:
                rows += _weighed(mention, _mention_rows(mention, person, bench))
    yield from _beside_agreeing(rows)


def _weighed(mention: Mention, rows: Iterable[_Row]) -> list[_Row]:
    """Leave out what is no one's fault: papers of others, parents by other names."""
    kept = list(rows)
    if mention.evidence.requirement in OF_OTHERS or mention.subject in PARENTS:
        return [_with(each, Agreement.UNKNOWN) if _is_off(each) else each for each in kept]
    return kept


def _is_off(each: _Row) -> bool:
    return each.agreement in (Agreement.DIFFERS, Agreement.UNCLEAR)


def _with(each: _Row, agreement: Agreement) -> _Row:
    return replace(each, row=replace(each.row, agreement=agreement))


def _beside_agreeing(rows: list[_Row]) -> Iterator[_Row]:
    """Take what differs beside a statement of the same page that agrees as unclear, never as a fault.

    What then fits another person of the case is about that one.
    """
    agreeing = {(each.row.person, each.row.what) for each in rows if each.agreement is Agreement.AGREES}
    for each in rows:
        beside = bool(_settling(each) & agreeing)
        if _is_off(each) and beside and each.row.other_person is not None:
            yield _with(each, Agreement.UNKNOWN)
        elif each.agreement is Agreement.DIFFERS and beside:
            yield _with(each, Agreement.UNCLEAR)
        else:
            yield each


def _settling(each: _Row) -> set[tuple[str, FactName]]:
    """Return by which statements about the same person a differing one is settled."""
    by = {each.row.what}
    if each.row.what is FactName.NAME and each.row.other_person is not None:
        # A form names the family too: whose it is, birth date and passport number tell.
        by |= {FactName.BIRTH_DATE, FactName.PASSPORT_NUMBER}
    return {(each.row.person, what) for what in by}


def _mention_rows(mention: Mention, person: Person, bench: Bench) -> Iterator[_Row]:
    yield from _name_rows(mention, person, bench)
    for each in mention.of(FactName.BIRTH_DATE):
        yield _birth_row(mention, each, person, bench)
    for each in mention.of(FactName.PASSPORT_NUMBER):
        yield _number_row(mention, each, person, bench)
    if mention.subject is Subject.HOLDER:
        for each in mention.of(FactName.EMPLOYER, FactName.POSITION):
            yield _work_row(mention, each, person, bench)


def _row(mention: Mention, person: Person, each: Stated, agreement: Agreement) -> LedgerRow:
    fact, evidence = each.fact, mention.evidence
    return LedgerRow(
        person=person.id,
        what=fact.name,
        value=fact.value,
        text=fact.text,
        agreement=agreement,
        requirement=evidence.requirement,
        part=evidence.part,
        file=each.file,
        page=each.page.number,
        box=fact.box,
    )


# Names


def _name_rows(mention: Mention, person: Person, bench: Bench) -> Iterator[_Row]:
    names = names_of(mention)
    latin = [name for name in names if not is_chinese(name.text)]
    for name in latin:
        other = _someone_else(name.text, person, bench)
        agreement, expected = judge_name(mention, name, person, bench, other)
        other = other if _is_told(agreement) else None
        yield _name_row(mention, person, name, FactName.NAME, agreement, expected, other)
    for name in names:
        if is_chinese(name.text):
            agreement = judge_chinese_name(name, person, bench, alone=not latin)
            other = _someone_else(name.text, person, bench) if _is_told(agreement) else None
            yield _name_row(
                mention, person, name, FactName.CHINESE_NAME, agreement, person.chinese_name, other
            )


def _is_told(agreement: Agreement) -> bool:
    return agreement in (Agreement.DIFFERS, Agreement.UNCLEAR)


def _name_row(
    mention: Mention,
    person: Person,
    name: PrintedName,
    what: FactName,
    agreement: Agreement,
    expected: str | None,
    other: str | None,
) -> _Row:
    fact = Fact(what, name.text, name.text, mention.page.number, name.box, name.confidence)
    row = _row(mention, person, Stated(mention.page, fact), agreement)
    return _Row(mention.evidence, replace(row, other_person=other), expected)


def _someone_else(text: str, person: Person, bench: Bench) -> str | None:
    others = (each for each in bench.case.people if each is not person)
    return next((each.id for each in others if bears(each, text)), None)


# Birth dates and passport numbers


def _birth_row(mention: Mention, each: Stated, person: Person, bench: Bench) -> _Row:
    typed_only = mention.evidence.requirement == PASSPORT
    known = [person.birth_date] if person.birth_date is not None else []
    if not known or not typed_only:
        zones = passport_zones(bench, person.id)
        known += [zone.birth_date for _, _, zone in zones if zone.birth_date is not None]
    agreement = _judge_day(each, known)
    others = (other for other in bench.case.people if other is not person)
    other = next((other.id for other in others if other.birth_date in each.days()), None)
    if other is not None and mention.evidence.requirement in OF_FAMILY:
        agreement = Agreement.UNKNOWN
    row = replace(_row(mention, person, each, agreement), other_person=other if _is_told(agreement) else None)
    return _Row(mention.evidence, row, known[0] if known else None)


def _judge_day(each: Stated, known: list[date]) -> Agreement:
    days = each.days()
    if not known or not days:
        return Agreement.UNKNOWN
    if set(days) & set(known):
        return Agreement.AGREES
    return Agreement.DIFFERS if each.clear and len(days) == 1 else Agreement.UNCLEAR


def _number_row(mention: Mention, each: Stated, person: Person, bench: Bench) -> _Row:
    typed = person.passport_number
    numbers = [typed] if typed else []
    if not numbers or mention.evidence.requirement != PASSPORT:
        numbers += [zone.document_number for _, _, zone in passport_zones(bench, person.id)]
        numbers += _former_numbers(person, bench)
    agreement = _judge_number(each, numbers)
    if agreement is Agreement.DIFFERS and _may_be_older(mention, person, bench):
        agreement = Agreement.UNKNOWN
    other = _owner_of(str(each.fact.value), person, bench) if agreement is Agreement.DIFFERS else None
    if other is not None and mention.evidence.requirement in OF_FAMILY:
        agreement = Agreement.UNKNOWN
    row = replace(_row(mention, person, each, agreement), other_person=other)
    return _Row(mention.evidence, row, numbers[0] if numbers else None)


def _former_numbers(person: Person, bench: Bench) -> list[str]:
    """Return the numbers of earlier passports that are given."""
    given = evidence_of(bench, "former-passport", person.id)
    several = evidence_of(bench, PASSPORT, person.id)
    pages = [page for each in (*given, *several) for page in read_pages(bench, each)]
    zones = [zone.document_number for _, zone in own_zones(pages)]
    printed = stated(pages, FactName.PASSPORT_NUMBER, subject=Subject.HOLDER)
    return [*zones, *(str(each.fact.value) for each in printed)] if given or len(several) > 1 else []


def _judge_number(each: Stated, numbers: list[str]) -> Agreement:
    # A speck read as a point cuts a number in two; what stands there whole counts as well.
    read = (str(each.fact.value), each.fact.text)
    if not numbers:
        return Agreement.UNKNOWN
    pairs = [(number, way) for number in numbers for way in read]
    if any(same_number(*pair) or may_be_misread_number(*pair) for pair in pairs):
        # O and 0 look the same in most print; what hardly a person can tell apart is no difference.
        return Agreement.AGREES
    return Agreement.DIFFERS if each.clear else Agreement.UNCLEAR


def _may_be_older(mention: Mention, person: Person, bench: Bench) -> bool:
    """Say whether a paper may have been made out on an earlier passport."""
    issued = issue_day(mention.evidence, bench)
    passports = [issue_day(each, bench) for each in evidence_of(bench, PASSPORT, person.id)]
    days = [each.day for each in passports if each is not None]
    if issued is not None and days:
        return issued.day < max(days)
    return mention.evidence.requirement in _OF_THE_PAST


def _owner_of(number: str, person: Person, bench: Bench) -> str | None:
    others = (each for each in bench.case.people if each is not person and each.passport_number)
    return next((each.id for each in others if same_number(each.passport_number or "", number)), None)


# The zone against what is typed


def _zone_rows(evidence: Evidence, page: ReadPage, bench: Bench) -> Iterator[_Row]:
    person = bench.case.person(evidence.person)
    zone = next((zone for _, zone in own_zones((page,))), None)
    if zone is None or person is None or evidence.requirement != PASSPORT:
        return
    for what, value, known in _zone_values(zone, person):
        agreement = _judge_zone(zone, what, value, known)
        if agreement is Agreement.DIFFERS and _another_agrees(what, person, bench):
            agreement = Agreement.UNKNOWN
        other = _zone_owner(what, value, person, bench) if agreement is Agreement.DIFFERS else None
        row = LedgerRow(
            person=person.id,
            what=what,
            value=value,
            text=str(value),
            agreement=agreement,
            requirement=evidence.requirement,
            part=evidence.part,
            file=page.file,
            page=page.number,
            box=zone.box,
            other_person=other,
        )
        yield _Row(evidence, row, known or None)


def _zone_owner(what: FactName, value: FactValue, person: Person, bench: Bench) -> str | None:
    if what is FactName.NAME:
        return _someone_else(str(value), person, bench)
    return _owner_of(str(value), person, bench) if what is FactName.PASSPORT_NUMBER else None


def _zone_values(zone: Zone, person: Person) -> Iterator[tuple[FactName, FactValue, FactValue | None]]:
    if zone_name(zone):
        yield FactName.NAME, zone_name(zone), person.full_name if person.has_name else None
    if zone.birth_date is not None and "birth_date" not in zone.failed:
        yield FactName.BIRTH_DATE, zone.birth_date, person.birth_date
    if zone.document_number and "document_number" not in zone.failed:
        yield FactName.PASSPORT_NUMBER, zone.document_number, person.passport_number


def _judge_zone(zone: Zone, what: FactName, value: FactValue, known: FactValue | None) -> Agreement:
    if not known:
        return Agreement.UNKNOWN
    doubtful = zone.confidence < CLEAR or bool(set(zone.doubtful) & _ZONE_FIELDS[what])
    clear = Agreement.UNCLEAR if doubtful else Agreement.DIFFERS
    if what is FactName.BIRTH_DATE:
        return Agreement.AGREES if value == known else clear
    if what is FactName.PASSPORT_NUMBER:
        same = same_number(str(value), str(known)) or may_be_misread_number(str(value), str(known))
        return Agreement.AGREES if same else clear
    likeness = compare_names(str(known), str(value), cut=zone.cut)
    answers = {Likeness.SAME: Agreement.AGREES, Likeness.DIFFERENT: clear}
    return answers.get(likeness, Agreement.UNCLEAR if likeness is Likeness.MISREAD else Agreement.UNKNOWN)


def _another_agrees(what: FactName, person: Person, bench: Bench) -> bool:
    """Say whether another passport of the person bears what is typed: this is then an earlier one."""
    if len(evidence_of(bench, PASSPORT, person.id)) < 2 or what is FactName.BIRTH_DATE:
        return False
    zones = [zone for _, _, zone in passport_zones(bench, person.id)]
    values = [each for zone in zones for each in _zone_values(zone, person) if each[0] is what]
    return any(_judge_zone(zones[0], what, value, known) is Agreement.AGREES for _, value, known in values)


# Employer and position against the work permit


def _work_row(mention: Mention, each: Stated, person: Person, bench: Bench) -> _Row:
    permits = [
        page for given in evidence_of(bench, "work-permit", person.id) for page in read_pages(bench, given)
    ]
    known = list(stated(permits, each.fact.name, subject=Subject.HOLDER))
    compare = compare_employers if each.fact.name is FactName.EMPLOYER else compare_positions
    answers = [compare(str(one.fact.value), str(each.fact.value)) for one in known]
    agreement = Agreement.UNKNOWN
    if Agreement.AGREES in answers:
        agreement = Agreement.AGREES
    elif answers and mention.evidence.requirement in _OF_TODAYS_WORK:
        clear = each.clear and all(one.clear for one in known)
        agreement = answers[0] if clear else Agreement.UNKNOWN
    expected = str(known[0].fact.value) if known else None
    return _Row(mention.evidence, _row(mention, person, each, agreement), expected)
