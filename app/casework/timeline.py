"""How long the papers of a case count, and the last day on which all of them do."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from app.checks.bench import Bench
from app.checks.dates import KnownDay, authentication_day, issue_day, lacks_last_day, own_last_day
from app.checks.passport import PASSPORT, in_use_until, travellers
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart
from app.domain.rules import Effective, Place, Requirement, Validity
from app.domain.timelines import Limit, LimitKind, Span, Timeline

_ONE_DAY = timedelta(days=1)


def make_timeline(bench: Bench) -> Timeline:
    """Return every paper whose time the rules limit, by person, and the last day on which all count."""
    spans: list[Span] = []
    timeless, passports_of = 0, {each.id for each in travellers(bench)}
    for person in bench.case.people:
        if person.id in passports_of:
            spans.append(_passport_span(person.id, bench))
        for index, evidence in enumerate(bench.case.evidence):
            if evidence.person != person.id or bench.item_of(evidence) is None:
                continue
            if evidence.made_from:
                # It counts from the day on which it is signed, and that has not come.
                continue
            span = _span(index, evidence, bench)
            if span is not None:
                spans.append(span)
            elif evidence.part is EvidencePart.ORIGINAL and evidence.requirement != PASSPORT:
                timeless += 1
    day, set_by = last_good_day([span.limits for span in spans])
    return Timeline(
        spans=tuple(spans),
        last_day=None if day in (date.min, date.max) else day,
        never=day == date.min,
        set_by=set_by,
        soon_days=bench.pack.use_by_soon_days,
        timeless=timeless,
    )


def last_good_day(papers: Sequence[Iterable[Limit]]) -> tuple[date, tuple[int, ...]]:
    """Return the last day on which every paper counts, and the places of those that do not the day after.

    It is the last day there is where nothing ends it, and the first one where no day is good.
    """
    broken = [
        (place, days)
        for place, limits in enumerate(papers)
        for limit in limits
        if (days := limit.broken_days()) is not None
    ]
    set_by: tuple[int, ...] = ()
    day = date.max
    while over := [(place, days) for place, days in broken if days[0] <= day <= days[1]]:
        first = min(days[0] for _, days in over)
        set_by = tuple(sorted({place for place, days in over if days[0] == first}))
        if first == date.min:
            return date.min, set_by
        day = first - _ONE_DAY
    return day, set_by


def validity_limits(
    place: Place, requirement: Requirement, part: EvidencePart, issued: KnownDay
) -> list[Limit]:
    """Return the use-by days of a part that was issued on a day, one for each rule that was or will be."""
    return [
        Limit(
            LimitKind.AGE,
            months_after(issued.day, validity.months),
            validity.months,
            since,
            until,
            read=issued.page is not None,
        )
        for since, until, validity in _validities(place, requirement)
        if part in validity.counts_from
    ]


def _validities(place: Place, requirement: Requirement) -> Iterator[tuple[date, date, Validity]]:
    """Give the rule of each stretch of days: a place's own stands before the general one."""
    rules = (*place.validity.get(requirement.id, ()), *requirement.validity)
    starts = sorted({date.min, *(start for each in rules for start in _changes(each.effective))})
    for start, following in zip(starts, (*starts[1:], None), strict=True):
        held = place.validity_on(requirement, start)
        if held is not None:
            yield start, date.max if following is None else following - _ONE_DAY, held


def _changes(effective: Effective) -> Iterator[date]:
    if effective.since is not None:
        yield effective.since
    if effective.until is not None and effective.until < date.max:
        yield effective.until + _ONE_DAY


def _span(index: int, evidence: Evidence, bench: Bench) -> Span | None:
    requirement = bench.pack.requirements.get(evidence.requirement)
    if requirement is None or requirement.id == PASSPORT:
        return None
    issued = issue_day(evidence, bench)
    limits = _age_limits(evidence, requirement, issued, bench)
    expires = own_last_day(evidence, requirement, bench)
    if expires is not None:
        limits.append(_expiry(expires))
    if not limits and not _wants_a_day(evidence, requirement, bench):
        return None
    day = None if issued is None else issued.day
    return Span(evidence.person, requirement.id, evidence.part, index, day, tuple(limits))


def _age_limits(
    evidence: Evidence, requirement: Requirement, issued: KnownDay | None, bench: Bench
) -> list[Limit]:
    limits = []
    if issued is not None:
        limits += validity_limits(bench.place, requirement, evidence.part, issued)
    if evidence.part is EvidencePart.ORIGINAL:
        attached = authentication_day(evidence, bench)
        if attached is not None:
            limits += validity_limits(bench.place, requirement, EvidencePart.AUTHENTICATION, attached)
    return limits


def _expiry(expires: KnownDay) -> Limit:
    return Limit(LimitKind.EXPIRY, expires.day, read=expires.page is not None)


def _wants_a_day(evidence: Evidence, requirement: Requirement, bench: Bench) -> bool:
    """Say whether the day that would limit a paper is not known."""
    validity = bench.place.validity_on(requirement, bench.case.submit_on)
    if validity is not None and evidence.part in validity.counts_from:
        return issue_day(evidence, bench) is None
    return lacks_last_day(evidence, requirement, bench)


def _passport_span(person: str, bench: Bench) -> Span:
    last = in_use_until(person, bench)
    given = [
        (index, each)
        for index, each in enumerate(bench.case.evidence)
        if (each.requirement, each.person, each.part) == (PASSPORT, person, EvidencePart.ORIGINAL)
    ]
    index, evidence = given[0] if given else (None, None)
    issued = None if evidence is None or len(given) > 1 else issue_day(evidence, bench)
    limits = () if last is None else (_passport_limit(last, bench),)
    day = None if issued is None else issued.day
    return Span(person, PASSPORT, EvidencePart.ORIGINAL, index, day, limits)


def _passport_limit(last: KnownDay, bench: Bench) -> Limit:
    months = bench.pack.passport_months
    return Limit(LimitKind.PASSPORT, last.day, months, read=last.page is not None)
