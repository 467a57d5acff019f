"""Which papers a category and a place ask of each person, what has been given, and until when it counts."""

from collections.abc import Iterator
from datetime import date

from app.domain.calendar import months_after
from app.domain.case import Case, Evidence, EvidencePart, NotNeeded, Person
from app.domain.judgement import ChecklistItem, ItemState, UseBy, Verdict
from app.domain.rules import Ask, Category, Place, Requirement, RulePack, Validity, Waiver
from app.rules.chain import chains_of
from app.rules.contradictions import contradicted_facts, find_contradictions
from app.rules.evaluate import facts_in, verdict_of
from app.rules.facts import Facts, facts_of

_PHOTO = "photo"


def make_checklist(pack: RulePack, case: Case, *, today: date) -> tuple[ChecklistItem, ...]:
    """Return what is asked of every person, in the order of people and of the pack's sections."""
    place, category = pack.places[case.place], pack.categories[case.category]
    asks = asks_for(category, place, case.submit_on)
    impossible = contradicted_facts(find_contradictions(pack, case, today=today))
    items = []
    for person in case.people:
        about = _About(
            pack, case, category, place, asks, person, facts_of(pack, case, person, without=impossible)
        )
        items += [about.item(ask) for ask in asks if about.asks(ask)]
    order = {section.id: index for index, section in enumerate(pack.sections)}
    people = {person.id: index for index, person in enumerate(case.people)}
    return tuple(sorted(items, key=lambda item: (people[item.person.id], order[item.requirement.section])))


def asks_for(category: Category, place: Place, day: date) -> tuple[Ask, ...]:
    """Return what a category asks on a day, and what a place asks for it besides."""
    held = (ask for ask in place.asks if ask.effective.holds_on(day))
    return (*category.asks_on(day), *(ask for ask in held if ask.scope.covers(category, place.id)))


class _About:
    """What is asked of one person of a case."""

    def __init__(
        self,
        pack: RulePack,
        case: Case,
        category: Category,
        place: Place,
        asks: tuple[Ask, ...],
        person: Person,
        facts: Facts,
    ) -> None:
        self._pack = pack
        self._case = case
        self._category = category
        self._place = place
        self._asks = asks
        self._person = person
        self._facts = facts

    def asks(self, ask: Ask) -> bool:
        """Say whether the person is asked, or may be: an answer that is not given does not let a paper go."""
        if self._person.role not in ask.of:
            return False
        return ask.when is None or self._verdict(ask) is not Verdict.NOT_MET

    def item(self, ask: Ask) -> ChecklistItem:
        """Make the item of one ask."""
        case, place, day = self._case, self._place, self._case.submit_on
        requirement = self._pack.requirements[ask.requirement]
        given = tuple(self._given(ask))
        # What nobody signed proves nothing and does not grow old.
        signed = tuple(each for each in given if not each.made_from)
        age = self._person.age_on(day)
        optional = ask.from_age is not None and age is not None and age < ask.from_age
        waivers = tuple(self._waivers(requirement))
        waiver = next((each for each, verdict in waivers if verdict is Verdict.MET), None)
        said = self._said_not_needed(ask)
        copies = place.copies_of(requirement.id, self._category, day)
        return ChecklistItem(
            ask=ask,
            requirement=requirement,
            person=self._person,
            state=self._state(ask, given, waiver, said, optional=optional),
            evidence=given,
            use_by=earliest_use_by(requirement, place, signed, case.submit_on),
            copies=None if copies is None else copies.count,
            optional=optional,
            chains=chains_of(self._pack, place, requirement, signed, day),
            waiver=waiver,
            waivable=tuple(each for each, verdict in waivers if verdict is Verdict.UNKNOWN),
            deposits=place.deposits_for(requirement.id, self._category, day),
            notes=place.notes_for(requirement.id, self._category, day),
            unanswered=self._unanswered(ask),
            photo=place.photo_on(self._category.kind, day) if requirement.id == _PHOTO else None,
            not_needed=said,
        )

    def _verdict(self, ask: Ask) -> Verdict:
        return Verdict.MET if ask.when is None else verdict_of(ask.when, self._facts, self._place)

    def _unanswered(self, ask: Ask) -> tuple[str, ...]:
        if ask.when is None:
            return ()
        if self._verdict(ask) is not Verdict.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(fact for fact in facts_in(ask.when) if fact not in self._facts.answers))

    def _waivers(self, requirement: Requirement) -> Iterator[tuple[Waiver, Verdict]]:
        for waiver in requirement.waivers:
            held = waiver.effective.holds_on(self._case.submit_on)
            if held and waiver.scope.covers(self._category, self._place.id):
                yield waiver, verdict_of(waiver.when, self._facts, self._place)

    def _given(self, ask: Ask) -> Iterator[Evidence]:
        accepted = {ask.requirement, *ask.instead}
        elsewhere = self._countries_asked_apart(ask)
        for evidence in self._case.evidence:
            own = evidence.person == self._person.id and evidence.requirement in accepted
            if own and _is_from(evidence, ask.country, elsewhere):
                yield evidence

    def _countries_asked_apart(self, ask: Ask) -> frozenset[str]:
        """Return the countries from which the same requirement is asked in items of their own."""
        if ask.country is not None:
            return frozenset()
        same = (each for each in self._asks if each.requirement == ask.requirement and self.asks(each))
        return frozenset(each.country for each in same if each.country is not None)

    def _said_not_needed(self, ask: Ask) -> NotNeeded | None:
        """Return what was said of the paper: of its country, else of any that is not asked apart."""
        elsewhere = self._countries_asked_apart(ask)
        rows = [
            row
            for row in self._case.not_needed
            if (row.requirement, row.person) == (ask.requirement, self._person.id)
            and (row.country == ask.country or (ask.country is None and row.country not in elsewhere))
        ]
        return next((row for row in rows if row.country == ask.country), rows[0] if rows else None)

    def _state(
        self,
        ask: Ask,
        given: tuple[Evidence, ...],
        waiver: Waiver | None,
        said: NotNeeded | None,
        *,
        optional: bool,
    ) -> ItemState:
        every = [evidence for evidence in given if evidence.part is EvidencePart.ORIGINAL]
        originals = [evidence for evidence in every if not evidence.made_from]
        if every and not originals:
            return ItemState.UNSIGNED
        pieces = len({name for evidence in originals for name in evidence.files})
        if originals and not (ask.pieces > 1 and pieces < ask.pieces):
            return ItemState.PROVIDED
        if waiver is not None and not originals:
            return ItemState.WAIVED
        if said is not None:
            return ItemState.NOT_NEEDED
        if originals:
            return ItemState.TOO_FEW
        if self._verdict(ask) is Verdict.UNKNOWN:
            return ItemState.UNDECIDED
        return ItemState.ASK_WINDOW if optional else ItemState.MISSING


def _is_from(evidence: Evidence, country: str | None, elsewhere: frozenset[str]) -> bool:
    """Say whether evidence answers an ask for a country, or one for any that is not asked apart."""
    return evidence.country == country if country is not None else evidence.country not in elsewhere


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
