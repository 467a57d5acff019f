"""Is every passport's machine-readable zone sound, and does the passport last long enough?"""

from collections.abc import Iterable, Iterator
from datetime import date

from app.checks.bench import Bench, found
from app.checks.dates import KnownDay, differing, expiry_day
from app.checks.evidence import CLEAR, ReadPage, evidence_of, own_pages, read_pages
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart, Person
from app.domain.findings import Finding, Param
from app.domain.names import may_be_misread_number, same_number
from app.domain.reading import FactName, Zone, ZoneFormat

PASSPORT = "passport"
_OF_VISAS = (ZoneFormat.MRVA, ZoneFormat.MRVB)
# Fewer lines than on any data page: the reader saw hardly anything, and a zone is not all that it missed.
_LEAST_LINES = 3


def check_passports(bench: Bench) -> Iterator[Finding]:
    """State zones that could not be read or are wrong, and passports that have expired or soon will."""
    for evidence in evidence_of(bench, PASSPORT):
        if evidence.part is EvidencePart.ORIGINAL:
            yield from _check_zones(evidence, bench)
    for person in travellers(bench):
        yield from _check_expiry(person, bench)


def passport_zones(bench: Bench, person: str) -> tuple[tuple[Evidence, ReadPage, Zone], ...]:
    """Return the sound zones of the passports given for a person, with where they stand."""
    return tuple(
        (evidence, page, zone)
        for evidence in evidence_of(bench, PASSPORT, person)
        for page, zone in own_zones(own_pages(bench, evidence))
        if _is_sure(zone) and not zone.failed
    )


def own_zones(pages: Iterable[ReadPage]) -> list[tuple[ReadPage, Zone]]:
    """Return the zones of travel documents on pages; the visas in a passport have zones of their own."""
    zones = ((page, page.read.zone) for page in pages)
    return [(page, zone) for page, zone in zones if zone is not None and zone.format not in _OF_VISAS]


def _is_sure(zone: Zone) -> bool:
    return zone.confidence >= CLEAR


# The zone


def _check_zones(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    pages = read_pages(bench, evidence)
    zones = own_zones(pages)
    sound = [zone for _, zone in zones if _is_sure(zone) and not zone.failed]
    wrong = [(page, zone) for page, zone in zones if _is_sure(zone) and zone.failed]
    # The same passport may have been photographed twice; another one's sound zone says nothing of this one.
    wrong = [each for each in wrong if not any(_is_of_the_same(each[1], zone) for zone in sound)]
    if wrong:
        page, zone = wrong[0]
        params: dict[str, Param] = {"fields": zone.failed}
        yield found("passport.mrz_check_digit", evidence, file=page.file, page=page.number, params=params)
        return
    if sound:
        return
    if zones or _was_read_whole(evidence, pages, bench):
        first = zones[0][0] if zones else None
        yield found(
            "passport.mrz_unreadable",
            evidence,
            file=first.file if first else evidence.files[0],
            page=first.number if first else None,
        )


def _is_of_the_same(one: Zone, other: Zone) -> bool:
    number, numbers = one.document_number, other.document_number
    return same_number(number, numbers) or may_be_misread_number(number, numbers)


def _was_read_whole(evidence: Evidence, pages: tuple[ReadPage, ...], bench: Bench) -> bool:
    """Say whether the reader came to its end with every page that is used."""
    used = sum(len(each) for each in bench.used_pages(evidence).values())
    readings = [bench.readings.get(name) for name in evidence.files]
    stopped = any(reading is None or reading.trouble for reading in readings)
    return bool(pages) and len(pages) == used and not stopped


# How long it lasts


def travellers(bench: Bench) -> list[Person]:
    """Return the people of whom a passport is asked."""
    asked = {item.person.id for item in bench.checklist if item.requirement.id == PASSPORT}
    return [person for person in bench.case.people if person.id in asked]


def in_use_until(person_id: str, bench: Bench) -> KnownDay | None:
    """Return the day on which the passport that a person uses expires, None while that is not known."""
    person = bench.case.person(person_id)
    return None if person is None else _last_day(person, _given_to(person, bench), bench)


def _given_to(person: Person, bench: Bench) -> list[Evidence]:
    return [each for each in evidence_of(bench, PASSPORT, person.id) if each.part is EvidencePart.ORIGINAL]


def _last_day(person: Person, given: list[Evidence], bench: Bench) -> KnownDay | None:
    return min(_known_last_days(person, given, bench), key=lambda each: each.day, default=None)


def _check_expiry(person: Person, bench: Bench) -> Iterator[Finding]:
    given = _given_to(person, bench)
    yield from _check_typed(person, given, bench)
    last = _last_day(person, given, bench)
    file = given[0].files[0] if given else None
    if last is None:
        yield found("passport.expiry_missing", requirement=PASSPORT, person=person.id, file=file)
        return
    code = _code(last.day, bench)
    if code is not None:
        page = last.page
        yield found(
            code,
            requirement=PASSPORT,
            person=person.id,
            file=page.file if page else file,
            page=page.number if page else None,
            source=bench.pack.passport_source,
            params={
                "expires_on": last.day,
                "submit_on": bench.case.submit_on,
                "months": bench.pack.passport_months,
                **last.params,
            },
        )


def _code(expires_on: date, bench: Bench) -> str | None:
    if expires_on <= bench.case.submit_on:
        return "passport.expired"
    soon = months_after(bench.case.submit_on, bench.pack.passport_months)
    return "passport.expires_soon" if expires_on <= soon else None


def _known_last_days(person: Person, given: list[Evidence], bench: Bench) -> list[KnownDay]:
    """Return the last days that are typed, else the ones that were read."""
    days = (person.passport_expires_on, *(each.expires_on for each in given))
    known = [KnownDay(day) for day in days if day is not None]
    known = known or [day for each in given if (day := _read_last_day(each, bench)) is not None]
    if len(given) > 1 and known:
        # Of several passports the one that lasts longest is in use; the earlier one comes along as proof.
        return [max(known, key=lambda each: each.day)]
    return known


def _read_last_day(evidence: Evidence, bench: Bench) -> KnownDay | None:
    """Return the last day by the zone, whose check digits vouch for it, else as printed."""
    for page, zone in own_zones(own_pages(bench, evidence)):
        if _is_sure(zone) and "expires_on" not in zone.failed and zone.expires_on:
            return KnownDay(zone.expires_on, page)
    return expiry_day(evidence, bench)


def _check_typed(person: Person, given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    """State a last day that is typed and that no passport given bears."""
    for evidence in given:
        typed = evidence.expires_on
        if typed is not None:
            yield from _differing(evidence, typed, (evidence,), bench)
    own = person.passport_expires_on
    if given and own is not None and all(each.expires_on != own for each in given):
        yield from _differing(given[0], own, tuple(given), bench)


def _differing(
    evidence: Evidence, typed: date, among: tuple[Evidence, ...], bench: Bench
) -> Iterator[Finding]:
    pages = tuple(page for each in among for page in own_pages(bench, each))
    zones = [(page, zone, zone.expires_on) for page, zone in own_zones(pages) if zone.expires_on]
    if any(day == typed for _, _, day in zones):
        return
    sound = [each for each in zones if _is_sure(each[1]) and "expires_on" not in each[1].failed]
    if not sound:
        yield from differing(evidence, pages, FactName.EXPIRES_ON, "expires_on", typed)
        return
    if _is_printed(pages, typed):
        return
    page, _, day = sound[0]
    params: dict[str, Param] = {"reason": "expires_on", "typed": typed, "read": day}
    yield found("date.differs", evidence, file=page.file, page=page.number, params=params)


def _is_printed(pages: tuple[ReadPage, ...], typed: date) -> bool:
    """Say whether the day stands on the page beside the zone; then the zone may have been misread."""
    facts = (fact for page in pages for fact in page.read.facts if fact.name is FactName.EXPIRES_ON)
    return any(typed == fact.value and fact.confidence >= CLEAR for fact in facts)
