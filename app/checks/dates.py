"""Does every paper still count on the day of submission? From what the case says of its dates."""

from collections.abc import Iterator
from datetime import date

from app.checks.bench import Bench, found
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart, Person
from app.domain.findings import Finding, Param
from app.domain.rules import Requirement, Validity

_PASSPORT = "passport"
# A translation or an authentication bears the day of the paper that it belongs to.
_WITH_A_LAST_DAY = (EvidencePart.ORIGINAL, EvidencePart.TRANSLATOR_LICENCE)


def check_dates(bench: Bench) -> Iterator[Finding]:
    """State papers that are too old, lapse soon, have expired, or carry an impossible date."""
    for evidence, item in bench.evidence():
        if evidence.issued_on is not None and evidence.issued_on > bench.today:
            yield found(
                "date.in_future", evidence, file=evidence.files[0], params={"issued_on": evidence.issued_on}
            )
        requirement = bench.pack.requirements.get(evidence.requirement)
        if requirement is not None and item is not None:
            yield from _check_age(evidence, requirement, bench)
            yield from _check_expiry(evidence, requirement, bench)
    for person in _travellers(bench):
        yield from _check_passport(person, bench)


def _check_age(evidence: Evidence, requirement: Requirement, bench: Bench) -> Iterator[Finding]:
    validity = bench.place.validity_on(requirement, bench.case.submit_on)
    if validity is None or evidence.part not in validity.counts_from:
        return
    if evidence.issued_on is None:
        yield found("date.not_found", evidence, file=evidence.files[0], source=validity.source)
        return
    yield from _check_use_by(evidence, evidence.issued_on, validity, bench)


def _check_use_by(evidence: Evidence, issued_on: date, validity: Validity, bench: Bench) -> Iterator[Finding]:
    use_by = months_after(issued_on, validity.months)
    params: dict[str, Param] = {
        "issued_on": issued_on,
        "months": validity.months,
        "use_by": use_by,
        "submit_on": bench.case.submit_on,
    }
    if bench.case.submit_on > use_by:
        yield found("date.too_old", evidence, file=evidence.files[0], source=validity.source, params=params)
    elif (use_by - bench.case.submit_on).days < bench.pack.use_by_soon_days:
        yield _lapses_soon(evidence, use_by, bench)


def _check_expiry(evidence: Evidence, requirement: Requirement, bench: Bench) -> Iterator[Finding]:
    if requirement.may_have_expired or requirement.id == _PASSPORT or evidence.part not in _WITH_A_LAST_DAY:
        return
    if evidence.expires_on is None:
        if requirement.expires and evidence.part is EvidencePart.ORIGINAL:
            yield found("date.expiry_missing", evidence, file=evidence.files[0], source=requirement.source)
        return
    if _is_followed(evidence, bench):
        return
    submit_on = bench.case.submit_on
    if evidence.expires_on <= submit_on:
        yield found(
            "date.expired",
            evidence,
            file=evidence.files[0],
            source=requirement.source,
            params={"expires_on": evidence.expires_on, "submit_on": submit_on},
        )
    elif (evidence.expires_on - submit_on).days < bench.pack.use_by_soon_days:
        yield _lapses_soon(evidence, evidence.expires_on, bench)


def _is_followed(evidence: Evidence, bench: Bench) -> bool:
    """Say whether a later permit of the same kind is given: only the present one has to be valid.

    One without an expiry date may be the later one; that its date is missing is told of itself.
    """
    same = (
        other
        for other in bench.case.evidence
        if (other.requirement, other.person, other.part)
        == (evidence.requirement, evidence.person, evidence.part)
    )
    ours = evidence.expires_on or date.min
    return any(other.expires_on is None or other.expires_on > ours for other in same)


def _lapses_soon(evidence: Evidence, use_by: date, bench: Bench) -> Finding:
    left = (use_by - bench.case.submit_on).days
    return found(
        "date.use_by_soon", evidence, file=evidence.files[0], params={"use_by": use_by, "days": left}
    )


def _travellers(bench: Bench) -> list[Person]:
    """Return the people of whom a passport is asked."""
    asked = {item.person.id for item in bench.checklist if item.requirement.id == _PASSPORT}
    return [person for person in bench.case.people if person.id in asked]


def _check_passport(person: Person, bench: Bench) -> Iterator[Finding]:
    given: list[Evidence] = [
        evidence
        for evidence in bench.case.evidence
        if evidence.requirement == _PASSPORT and evidence.person == person.id
    ]
    days = (person.passport_expires_on, *(each.expires_on for each in given))
    known = [day for day in days if day is not None]
    if len(given) > 1 and known:
        # Of several passports the one that lasts longest is in use; the earlier one comes along as proof.
        known = [max(known)]
    file = given[0].files[0] if given else None
    source = bench.pack.passport_source
    if not known:
        yield found("passport.expiry_missing", requirement=_PASSPORT, person=person.id, file=file)
        return
    expires_on, submit_on = min(known), bench.case.submit_on
    params: dict[str, Param] = {
        "expires_on": expires_on,
        "submit_on": submit_on,
        "months": bench.pack.passport_months,
    }
    if expires_on <= submit_on:
        yield found(
            "passport.expired",
            requirement=_PASSPORT,
            person=person.id,
            file=file,
            source=source,
            params=params,
        )
    elif expires_on <= months_after(submit_on, bench.pack.passport_months):
        yield found(
            "passport.expires_soon",
            requirement=_PASSPORT,
            person=person.id,
            file=file,
            source=source,
            params=params,
        )
