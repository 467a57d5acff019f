"""Which papers a category and a place ask of each person, what has been given, and until when it counts."""

from datetime import date

from app.domain.calendar import months_after
from app.domain.case import Case, Evidence, EvidencePart, Person
from app.domain.judgement import ChecklistItem, ItemState, UseBy
from app.domain.rules import Ask, Place, Requirement, RulePack, Validity


def make_checklist(pack: RulePack, case: Case) -> tuple[ChecklistItem, ...]:
    """Return what is asked of every person, in the order of people and of the pack's sections."""
    place = pack.places[case.place]
    asks = asks_for(pack, case, place)
    order = {section.id: index for index, section in enumerate(pack.sections)}
    items = [
        _item(pack, case, place, asks, ask, person)
        for person in case.people
        for ask in asks
        if person.role in ask.of
    ]
    people = {person.id: index for index, person in enumerate(case.people)}
    return tuple(sorted(items, key=lambda item: (people[item.person.id], order[item.requirement.section])))


def asks_for(pack: RulePack, case: Case, place: Place) -> tuple[Ask, ...]:
    """Return what the category asks, and what the place asks for it besides."""
    category = pack.categories[case.category]
    extra = (ask for ask in place.asks if ask.category in (None, category.id))
    return (*category.asks, *extra)


def _item(
    pack: RulePack, case: Case, place: Place, asks: tuple[Ask, ...], ask: Ask, person: Person
) -> ChecklistItem:
    requirement = pack.requirements[ask.requirement]
    accepted = {ask.requirement, *ask.instead}
    elsewhere = _countries_asked_apart(ask, asks, person)
    given = tuple(
        evidence
        for evidence in case.evidence
        if evidence.person == person.id
        and evidence.requirement in accepted
        and _is_from(evidence, ask.country, elsewhere)
    )
    age = person.age_on(case.submit_on)
    optional = ask.from_age is not None and age is not None and age < ask.from_age
    return ChecklistItem(
        ask=ask,
        requirement=requirement,
        person=person,
        state=_state(ask, given, optional=optional),
        evidence=given,
        use_by=earliest_use_by(requirement, place, given, case.submit_on),
        copies=place.copies.get(requirement.id, 1),
        optional=optional,
    )


def _countries_asked_apart(ask: Ask, asks: tuple[Ask, ...], person: Person) -> frozenset[str]:
    """Return the countries from which the same requirement is asked in items of their own."""
    if ask.country is not None:
        return frozenset()
    same = (each for each in asks if each.requirement == ask.requirement and person.role in each.of)
    return frozenset(each.country for each in same if each.country is not None)


def _is_from(evidence: Evidence, country: str | None, elsewhere: frozenset[str]) -> bool:
    """Say whether evidence answers an ask for a country, or one for any that is not asked apart."""
    return evidence.country == country if country is not None else evidence.country not in elsewhere


def _state(ask: Ask, given: tuple[Evidence, ...], *, optional: bool) -> ItemState:
    originals = [evidence for evidence in given if evidence.part is EvidencePart.ORIGINAL]
    if not originals:
        return ItemState.ASK_WINDOW if optional else ItemState.MISSING
    pieces = len({name for evidence in originals for name in evidence.files})
    return ItemState.TOO_FEW if ask.pieces > 1 and pieces < ask.pieces else ItemState.PROVIDED


def use_by(validity: Validity, evidence: Evidence) -> UseBy | None:
    """Return the last day on which a paper counts; None when nothing sets one or its date is not known."""
    if evidence.issued_on is None or evidence.part not in validity.counts_from:
        return None
    return UseBy(months_after(evidence.issued_on, validity.months), evidence.part.value, validity.months)


def earliest_use_by(
    requirement: Requirement, place: Place, given: tuple[Evidence, ...], day: date
) -> UseBy | None:
    """Return the use-by day that comes first, a permit's own expiry included."""
    validity = place.validity_on(requirement, day)
    days = [use_by(validity, evidence) for evidence in given] if validity else []
    if not requirement.may_have_expired:
        originals = (each for each in given if each.part is EvidencePart.ORIGINAL)
        ends = [each.expires_on for each in originals if each.expires_on is not None]
        # Of several permits the present one counts; the earlier ones have run out, as they must.
        days += [UseBy(max(ends), EvidencePart.ORIGINAL.value, 0)] if ends else []
    return min((day for day in days if day is not None), key=lambda each: each.day, default=None)
