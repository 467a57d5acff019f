"""Does every paper still count on the day of submission, and do the days typed stand on the papers?

Where no day is typed, the one that was read for certain takes its place.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.checks.bench import Bench, found
from app.checks.evidence import ReadPage, Stated, is_link, own_pages, read_pages, stated
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.reading import Fact, FactName
from app.domain.rules import Requirement, Validity

_PASSPORT = "passport"
# A translation or an authentication bears the day of the paper that it belongs to.
_WITH_A_LAST_DAY = (EvidencePart.ORIGINAL, EvidencePart.TRANSLATOR_LICENCE)
_ISSUE_FACT = {
    EvidencePart.ORIGINAL: FactName.ISSUED_ON,
    EvidencePart.AUTHENTICATION: FactName.AUTHENTICATED_ON,
}
# The translator's day, or the day of the paper: either may have been typed for a translation.
_TYPED_FACT = {**_ISSUE_FACT, EvidencePart.TRANSLATION: FactName.TRANSLATED_ON}
# A day of these on a page is about something else than the paper's issue or last day.
_OTHER_DAYS = (FactName.BIRTH_DATE, FactName.ISSUED_ON, FactName.EXPIRES_ON, FactName.AUTHENTICATED_ON)

# 03/10/2026: the day first, or the month.
_IN_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*\d{4}")


@dataclass(frozen=True, slots=True)
class KnownDay:
    """Holds a day as it was typed, or as it was read on a page."""

    day: date
    page: ReadPage | None = None

    def place(self, evidence: Evidence) -> tuple[str, int | None]:
        """Return the file and the page on which it stands, the first file for a day that was typed."""
        return (evidence.files[0], None) if self.page is None else (self.page.file, self.page.number)

    @property
    def params(self) -> dict[str, Param]:
        """Return what tells a finding that the day was read."""
        return {} if self.page is None else {"read": True}


def check_dates(bench: Bench) -> Iterator[Finding]:
    """State papers that are too old, lapse soon, have expired, or carry an impossible or another date."""
    for evidence, item in bench.evidence():
        issued = issue_day(evidence, bench)
        if issued is not None and issued.day > bench.today:
            yield _about("date.in_future", evidence, issued, {"issued_on": issued.day})
        requirement = bench.pack.requirements.get(evidence.requirement)
        if requirement is not None and item is not None:
            yield from _check_age(evidence, requirement, bench)
            yield from _check_expiry(evidence, requirement, bench)
        yield from _check_typed(evidence, bench)


def issue_day(evidence: Evidence, bench: Bench) -> KnownDay | None:
    """Return the day of issue that was typed, else the one that was read for certain."""
    if evidence.issued_on is not None:
        return KnownDay(evidence.issued_on)
    name = _ISSUE_FACT.get(evidence.part)
    return None if name is None else _read_day(evidence, name, bench)


def authentication_day(evidence: Evidence, bench: Bench) -> KnownDay | None:
    """Return the day of an authentication: its own, or of the one that stands in an original's file."""
    if evidence.part is EvidencePart.AUTHENTICATION:
        return issue_day(evidence, bench)
    if evidence.part is not EvidencePart.ORIGINAL:
        return None
    pages = [
        page
        for page in read_pages(bench, evidence)
        if is_link(page, EvidencePart.AUTHENTICATION, evidence.requirement, bench)
    ]
    return _one_day(list(stated(pages, FactName.AUTHENTICATED_ON)), _birth_date(evidence, bench))


def expiry_day(evidence: Evidence, bench: Bench) -> KnownDay | None:
    """Return the last day that was typed, else the one that was read for certain."""
    if evidence.expires_on is not None:
        return KnownDay(evidence.expires_on)
    return _read_day(evidence, FactName.EXPIRES_ON, bench)


def _read_day(evidence: Evidence, name: FactName, bench: Bench) -> KnownDay | None:
    return _one_day(list(stated(own_pages(bench, evidence), name)), _birth_date(evidence, bench))


def _birth_date(evidence: Evidence, bench: Bench) -> date | None:
    person = bench.case.person(evidence.person)
    return None if person is None else person.birth_date


def _one_day(days: list[Stated], birth_date: date | None) -> KnownDay | None:
    """Return the one day that pages state for certain; two different ones leave it open."""
    if not days or not all(each.clear for each in days):
        return None
    meant = {_meant(each, birth_date) for each in days}
    day = meant.pop()
    return None if meant or day is None else KnownDay(day, days[0].page)


def _meant(each: Stated, birth_date: date | None) -> date | None:
    """Return the day that is meant; of 3/10/2026 the one in the order in which the page writes days."""
    value = each.fact.value
    if not isinstance(value, date) or not each.fact.others:
        return value if isinstance(value, date) else None
    orders = {order for fact in each.page.read.facts if (order := _day_first(fact, birth_date)) is not None}
    if len(orders) != 1:
        return None
    day_first = orders.pop()
    fitting = [day for day in each.days() if _is_day_first(each.fact.text, day) is day_first]
    return fitting[0] if len(fitting) == 1 else None


def _day_first(fact: Fact, birth_date: date | None) -> bool | None:
    """Say whether a fact proves that days stand before months: it can mean no other day, or is known."""
    if not isinstance(fact.value, date):
        return None
    if not fact.others:
        return _is_day_first(fact.text, fact.value)
    known = fact.name is FactName.BIRTH_DATE and birth_date in (fact.value, *fact.others)
    return _is_day_first(fact.text, birth_date) if known and birth_date is not None else None


def _is_day_first(text: str, day: date) -> bool | None:
    """Say whether a day in numbers is written day first; None where it is written otherwise, or 5/5."""
    writing = _IN_NUMBERS.fullmatch(text.strip())
    if writing is None or day.day == day.month:
        return None
    return {(day.day, day.month): True, (day.month, day.day): False}.get((int(writing[1]), int(writing[2])))


def _about(code: str, evidence: Evidence, day: KnownDay, params: dict[str, Param]) -> Finding:
    file, page = day.place(evidence)
    return found(code, evidence, file=file, page=page, params={**params, **day.params})


# How long it counts


def _check_age(evidence: Evidence, requirement: Requirement, bench: Bench) -> Iterator[Finding]:
    validity = bench.place.validity_on(requirement, bench.case.submit_on)
    if validity is None:
        return
    if evidence.part is EvidencePart.ORIGINAL and EvidencePart.AUTHENTICATION in validity.counts_from:
        attached = authentication_day(evidence, bench)
        if attached is not None:
            link = replace(evidence, part=EvidencePart.AUTHENTICATION)
            yield from _check_use_by(link, attached, validity, bench)
    if evidence.part not in validity.counts_from:
        return
    issued = issue_day(evidence, bench)
    if issued is None:
        yield found("date.not_found", evidence, file=evidence.files[0], source=validity.source)
        return
    yield from _check_use_by(evidence, issued, validity, bench)


def _check_use_by(
    evidence: Evidence, issued: KnownDay, validity: Validity, bench: Bench
) -> Iterator[Finding]:
    use_by = months_after(issued.day, validity.months)
    file, page = issued.place(evidence)
    params: dict[str, Param] = {
        "issued_on": issued.day,
        "months": validity.months,
        "use_by": use_by,
        "submit_on": bench.case.submit_on,
        **issued.params,
    }
    if bench.case.submit_on > use_by:
        yield found("date.too_old", evidence, file=file, page=page, source=validity.source, params=params)
    elif (use_by - bench.case.submit_on).days < bench.pack.use_by_soon_days:
        yield _lapses_soon(evidence, KnownDay(use_by, issued.page), bench)


def _lapses_soon(evidence: Evidence, use_by: KnownDay, bench: Bench) -> Finding:
    left = (use_by.day - bench.case.submit_on).days
    return _about("date.use_by_soon", evidence, use_by, {"use_by": use_by.day, "days": left})


def own_last_day(evidence: Evidence, requirement: Requirement, bench: Bench) -> KnownDay | None:
    """Return the day on which a paper expires; None where that is not known or a later one is given."""
    if not _may_expire(evidence, requirement):
        return None
    expires = _last_day(evidence, requirement, bench)
    if expires is None or _is_followed(evidence, expires, requirement, bench):
        return None
    return expires


def lacks_last_day(evidence: Evidence, requirement: Requirement, bench: Bench) -> bool:
    """Say whether a paper has a last day of its own that is not known."""
    if not requirement.expires or evidence.part is not EvidencePart.ORIGINAL:
        return False
    return _may_expire(evidence, requirement) and _last_day(evidence, requirement, bench) is None


def _may_expire(evidence: Evidence, requirement: Requirement) -> bool:
    ends = not requirement.may_have_expired and requirement.id != _PASSPORT
    return ends and evidence.part in _WITH_A_LAST_DAY


def _check_expiry(evidence: Evidence, requirement: Requirement, bench: Bench) -> Iterator[Finding]:
    if lacks_last_day(evidence, requirement, bench):
        yield found("date.expiry_missing", evidence, file=evidence.files[0], source=requirement.source)
    expires = own_last_day(evidence, requirement, bench)
    if expires is None:
        return
    file, page = expires.place(evidence)
    submit_on = bench.case.submit_on
    if expires.day <= submit_on:
        yield found(
            "date.expired",
            evidence,
            file=file,
            page=page,
            source=requirement.source,
            params={"expires_on": expires.day, "submit_on": submit_on, **expires.params},
        )
    elif (expires.day - submit_on).days < bench.pack.use_by_soon_days:
        yield _lapses_soon(evidence, expires, bench)


def _last_day(evidence: Evidence, requirement: Requirement, bench: Bench) -> KnownDay | None:
    """Return a paper's last day; one that was read counts only where such a paper has one of its own.

    What stands beside "until" on other papers is a term of service or of a contract as often.
    """
    typed_only = not requirement.expires and evidence.part is EvidencePart.ORIGINAL
    if evidence.expires_on is None and typed_only:
        return None
    return expiry_day(evidence, bench)


def _is_followed(evidence: Evidence, expires: KnownDay, requirement: Requirement, bench: Bench) -> bool:
    """Say whether a later permit of the same kind is given: only the present one has to be valid.

    One without an expiry date may be the later one; that its date is missing is told of itself.
    """
    same = [
        _last_day(other, requirement, bench)
        for other in bench.case.evidence
        if other is not evidence
        and (other.requirement, other.person, other.part)
        == (evidence.requirement, evidence.person, evidence.part)
    ]
    return any(other is None or other.day > expires.day for other in same)


# What is typed against what was read


def _check_typed(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    pages = own_pages(bench, evidence)
    name = _TYPED_FACT.get(evidence.part)
    if evidence.issued_on is not None and name is not None:
        yield from differing(evidence, pages, name, "issued_on", evidence.issued_on)
    # The last day of a passport is held against its zone.
    if evidence.requirement == _PASSPORT:
        return
    if evidence.expires_on is not None and evidence.part in _WITH_A_LAST_DAY:
        yield from differing(evidence, pages, FactName.EXPIRES_ON, "expires_on", evidence.expires_on)


def differing(
    evidence: Evidence, pages: tuple[ReadPage, ...], name: FactName, what: str, typed: date
) -> Iterator[Finding]:
    """State a typed day that the paper does not bear, or may not bear where it could not be read well."""
    days = list(stated(pages, name))
    if not days or any(typed in each.days() for each in days) or _stands_on(pages, name, typed):
        return
    clear = [each for each in days if each.clear and not each.fact.others]
    told = clear[0] if clear else days[0]
    code = "date.differs" if clear else "date.unclear"
    yield found(
        code,
        evidence,
        file=told.file,
        page=told.page.number,
        params={"reason": what, "typed": typed, "read": _first_day(told), "text": told.fact.text},
    )


def _first_day(each: Stated) -> date:
    return next(iter(each.days()), date.min)


def _stands_on(pages: tuple[ReadPage, ...], name: FactName, day: date) -> bool:
    """Say whether a day stands anywhere on the pages without being known to be something else.

    A paper may bear several days (examined, signed, registered); which one its issue is, is not always
    told for certain.
    """
    if name is FactName.TRANSLATED_ON and any(
        day in each.days() for each in stated(pages, FactName.ISSUED_ON, FactName.AUTHENTICATED_ON)
    ):
        return True
    others = [other for other in _OTHER_DAYS if other is not name]
    if any(day in each.days() for each in stated(pages, *others)):
        return False
    return any(mentions(line.text, day) for page in pages for line in page.read.lines)


_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\D{1,3}(?=(\d{1,2})\D{1,3}(\d{1,4})(?!\d))")
# The month as a word of whatever language, before the day or after it.
_DAY_WORD_YEAR = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\W{0,3}(?:(?:of|de)\s)?[^\W\d_]{3,}(?: de)?\W{0,3}(\d{4})"
)
_WORD_DAY_YEAR = re.compile(r"[^\W\d_]{3,}\W{0,2}(\d{1,2})(?:st|nd|rd|th)?\W{1,3}(\d{4})(?!\d)")


def mentions(text: str, day: date) -> bool:
    """Say whether a line of text may contain a day, in whatever order and writing."""
    text = unicodedata.normalize("NFKC", text)
    if day.strftime("%Y%m%d") in text or any(_may_be(each.groups(), day) for each in _NUMERIC.finditer(text)):
        return True
    worded = (each for pattern in (_DAY_WORD_YEAR, _WORD_DAY_YEAR) for each in pattern.finditer(text))
    return any((int(each[1]), int(each[2])) == (day.day, day.year) for each in worded)


def _may_be(numbers: tuple[str, ...], day: date) -> bool:
    first, second, third = (int(each) for each in numbers)
    if (first, second, third) == (day.year, day.month, day.day):
        return True
    in_order = (first, second) in ((day.day, day.month), (day.month, day.day))
    return in_order and third in (day.year, day.year % 100)
