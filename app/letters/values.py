"""What letters say of a case: every fact and every row of a list, as words in both languages.

Each fact is worded once, here, so that no two letters say it differently.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.case import Case, EvidencePart, Person, PersonRole
from app.domain.history import OF_AGE, HistoryGap, comes_of_age, find_gaps
from app.domain.letters import LetterFact, LetterSource
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, both
from app.i18n.families import OCCUPATION_NAMES
from app.i18n.written import addressed
from app.letters.catalogue import facts
from app.letters.family import (
    SPONSOR_RELATION,
    companion_rows,
    first_sponsor,
    relation_to_principal,
    relative_rows,
    sponsor_relation,
)
from app.letters.figures import FIGURES, stay_rows, stay_year_rows, year_rows, year_rows_here
from app.letters.said import (
    NOTHING,
    Row,
    detail_text,
    in_each,
    say_country,
    say_day,
    say_either,
    say_month,
    say_same,
    say_sex,
)


@dataclass(frozen=True, slots=True)
class Values:
    """Holds what letters about one person may say: the facts that are known, and the rows of each list."""

    facts: Mapping[str, Text]
    lists: Mapping[str, tuple[Row, ...]]


def values_of(source: LetterSource) -> Values:
    """Return what letters about the person say; what is not known is left out."""
    known = {name: text for name, text in _known_facts(source) if text is not None}
    return Values(known, {name: tuple(make(source)) for name, make in _LISTS.items()})


def _known_facts(source: LetterSource) -> Iterator[tuple[str, Text | None]]:
    for fact in facts().values():
        if not fact.is_asked_in(source.case):
            continue
        owner = source.case.principal if fact.of_principal else source.person
        if fact.asked:
            yield fact.name, _typed(fact, owner, source.case) or _ELSEWHERE.get(fact.name, _nothing)(source)
        else:
            yield fact.name, _FOLLOWING[fact.name](source)


def _typed(fact: LetterFact, owner: Person | None, case: Case) -> Text | None:
    if owner is None or not fact.is_asked_of(owner.nationality):
        return None
    return detail_text(fact, case.details_of(owner.id))


def _named(person: Person | None) -> Text | None:
    return None if person is None or not person.has_name else Text.same(person.full_name)


def _called(person: Person | None) -> Text | None:
    if person is None or not person.has_name:
        return None
    return Text(*(addressed(person, person.full_name, each) for each in (Language.EN, Language.ZH)))


def _marital_status(person: Person) -> Text | None:
    if person.married is None:
        return None
    return both("Married") if person.married else both("Not married")


def _minor(source: LetterSource) -> Text | None:
    """Say of whoever is not of age on the day of the letter that somebody else signs for them."""
    age = source.person.age_on(source.today)
    return both(_YES) if age is not None and age < OF_AGE else None


_YES = N_("Yes")


_FOLLOWING: Mapping[str, Callable[[LetterSource], Text | None]] = {
    "person.name": lambda source: _named(source.person),
    "person.surname": lambda source: say_same(source.person.surname),
    "person.given_names": lambda source: say_same(source.person.given_names),
    "person.chinese_name": lambda source: say_same(source.person.chinese_name),
    "person.called": lambda source: _called(source.person),
    "person.sex": lambda source: say_sex(source.person.sex),
    "person.minor": _minor,
    "person.birth_date": lambda source: say_day(source.person.birth_date),
    "person.nationality": lambda source: say_country(source.person.nationality),
    "person.passport_number": lambda source: say_same(source.person.passport_number),
    "person.passport_expires_on": lambda source: say_day(source.person.passport_expires_on),
    "person.marital_status": lambda source: _marital_status(source.person),
    "person.relation": relation_to_principal,
    "principal.name": lambda source: _named(source.case.principal),
    "principal.called": lambda source: _called(source.case.principal),
    "principal.nationality": lambda source: say_country(
        source.case.principal.nationality if source.case.principal else None
    ),
    "principal.passport_number": lambda source: say_same(
        source.case.principal.passport_number if source.case.principal else None
    ),
    "case.category": lambda source: source.category,
    "case.place": lambda source: source.place,
    "case.submit_on": lambda source: say_day(source.case.submit_on),
    "gap.explained": lambda source: both(_YES) if _is_explained(source) else None,
    "today.day": lambda source: say_day(source.today),
    **FIGURES,
}


def _nothing(_: LetterSource) -> Text | None:
    return None


def _leader(source: LetterSource) -> Person | None:
    return next((person for person in source.case.people if person.role is PersonRole.LEADER), None)


def _paper_day(source: LetterSource, requirement: str, field: str) -> Text | None:
    """Return the latest day of a kind that was entered with a person's papers."""
    papers = (
        row
        for row in source.case.evidence
        if (row.requirement, row.person) == (requirement, source.person.id)
    )
    days = [getattr(row, field) for row in papers if row.part is EvidencePart.ORIGINAL]
    return say_day(max((day for day in days if day is not None), default=None))


def _last_entry(source: LetterSource) -> Text | None:
    entries = [stay.entered_on for stay in source.case.stays_in_order() if stay.person == source.person.id]
    return say_day(max((day for day in entries if day <= source.today), default=None))


def _is_explained(source: LetterSource) -> bool:
    """Say whether the words of a statement on the gaps of the history are there."""
    return detail_text(facts()["gap.what"], source.case.details_of(source.person.id)) is not None


def _only_gap(source: LetterSource, field: str) -> Text | None:
    gaps = _gaps_of(source)
    return say_month(getattr(gaps[0], field)) if len(gaps) == 1 else None


# What the case says elsewhere already, where nobody typed it among the details.
_ELSEWHERE: Mapping[str, Callable[[LetterSource], Text | None]] = {
    "case.office": lambda source: source.office,
    "agent.company": lambda source: in_each(source.case.agent, "") if source.case.agent else None,
    "leader.name": lambda source: _named(_leader(source)),
    "leader.nationality": lambda source: say_country(getattr(_leader(source), "nationality", None)),
    "leader.identity_number": lambda source: say_same(getattr(_leader(source), "passport_number", None)),
    "person.passport_issued_on": lambda source: _paper_day(source, "passport", "issued_on"),
    "person.permit_expires_on": lambda source: _paper_day(source, "visa-or-permit", "expires_on"),
    "person.entered_on": _last_entry,
    SPONSOR_RELATION: lambda source: sponsor_relation(source, source.person, first_sponsor(source)),
    "gap.since": lambda source: _only_gap(source, "since"),
    "gap.until": lambda source: _only_gap(source, "until"),
}


def _history_rows(source: LetterSource) -> Iterator[Row]:
    for row in source.case.history_of(source.person.id):
        yield {
            "since": say_month(row.since),
            "until": say_month(row.until),
            "kind": both(OCCUPATION_NAMES[row.kind]),
            **{name: say_either(row, name) for name in ("organisation", "post", "place")},
        }


def _gap_rows(source: LetterSource) -> Iterator[Row]:
    for gap in _gaps_of(source):
        yield {
            "since": say_month(gap.since),
            "until": say_month(gap.until),
            "months": Text.same(str(gap.months)),
        }


def _gaps_of(source: LetterSource) -> tuple[HistoryGap, ...]:
    """Return the months that a person's history leaves out; none where there is no history to speak of."""
    rows = source.case.history_of(source.person.id)
    if source.person.birth_date is None or not rows:
        return ()
    return find_gaps(rows, comes_of_age(source.person.birth_date), source.today)


def _paper_rows(source: LetterSource) -> Iterator[Row]:
    for number, paper in enumerate(source.handed_in, 1):
        yield {
            "number": Text.same(str(number)),
            "title": paper.title,
            "person": paper.person,
            "form": paper.form,
            "amount": paper.amount,
        }


def _wanted_rows(source: LetterSource) -> Iterator[Row]:
    for wanted in source.wanted:
        yield {
            "title": wanted.title,
            "person": wanted.person,
            "what": wanted.what,
            "from_whom": wanted.from_whom,
            "by": say_day(wanted.by) or NOTHING,
        }


_LISTS: Mapping[str, Callable[[LetterSource], Iterator[Row]]] = {
    "years": year_rows,
    "years_here": year_rows_here,
    "history": _history_rows,
    "gaps": _gap_rows,
    "relatives": relative_rows,
    "companions": companion_rows,
    "stays": stay_rows,
    "stay_years": stay_year_rows,
    "papers": _paper_rows,
    "wanted": _wanted_rows,
}
