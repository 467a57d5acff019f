"""Finds answers that cannot be, alone or together, so that nothing is decided on them."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.domain.calendar import months_after, months_between, time_between
from app.domain.case import Answer, Case, Person, PersonRole, Stay
from app.domain.findings import Param
from app.domain.judgement import Absence, Contradiction
from app.domain.rules import Question, RulePack
from app.rules.facts import counted_since, said_of
from app.rules.stays import count_stays

_MONTHS_A_YEAR = 12
# Rounding of counted months to years must not look like a contradiction.
_SLACK_YEARS = 0.1


def find_contradictions(pack: RulePack, case: Case, *, today: date) -> tuple[Contradiction, ...]:
    """Return everything that cannot be in what a case says of its people, answers, years and stays."""
    return (
        *_people(pack, case, today),
        *(each for question in pack.questions.values() for each in _answer(question, pack, case, today)),
        *_years(case),
        *_stays(pack, case),
    )


def find_long_absences(pack: RulePack, case: Case) -> Iterator[Absence]:
    """Give the gaps between two stays that are longer than the pack calls long."""
    longest = pack.stay_counting.long_absence_days
    for before, after in pairwise(case.stays_of_principal()):
        if longest is None or before.left_on is None:
            continue
        days = (after.entered_on - before.left_on).days
        if days > longest:
            yield Absence(before.left_on, after.entered_on, days)


def contradicted_facts(contradictions: tuple[Contradiction, ...]) -> frozenset[str]:
    """Return every fact that stands in a contradiction."""
    return frozenset(fact for each in contradictions for fact in each.facts)


def _people(pack: RulePack, case: Case, today: date) -> Iterator[Contradiction]:
    ages = tuple(question.id for question in pack.questions.values() if question.derived == "age")
    principal = case.principal
    for person in case.people:
        own = ages if person is principal else ()
        if person.birth_date is not None and person.birth_date > today:
            params: dict[str, Param] = {"birth_date": person.birth_date}
            yield Contradiction("person.born_in_future", own, params, person.id)
        if person.role is PersonRole.CHILD and principal is not None and _is_older(person, principal):
            yield Contradiction("person.child_older", ages, {}, person.id)
    if principal is not None and principal.married is False:
        spouses = (person for person in case.people if person.role is PersonRole.SPOUSE)
        facts = tuple(question.id for question in pack.questions.values() if question.derived == "married")
        for spouse in spouses:
            yield Contradiction("person.spouse_of_unmarried", facts, {}, spouse.id)


def _is_older(child: Person, parent: Person) -> bool:
    born, before = child.birth_date, parent.birth_date
    return born is not None and before is not None and born <= before


def _answer(question: Question, pack: RulePack, case: Case, today: date) -> Iterator[Contradiction]:
    answer = case.answers.get(question.id)
    if answer is not None:
        yield from _alone(question, answer, case, today)
        yield from _against_the_case(question, answer, case)
    yield from _against_another(question, pack, case)


def _alone(question: Question, answer: Answer, case: Case, today: date) -> Iterator[Contradiction]:
    told: dict[str, Param] = {"question": question.id, "value": _param(answer)}
    facts = (question.id, *((question.since,) if question.since else ()))
    if isinstance(answer, date):
        if question.not_in_future and answer > today:
            yield Contradiction("answer.in_future", (question.id,), told)
        if _before_age(question, answer, case):
            yield Contradiction("answer.before_age", (question.id,), {**told, "age": question.from_age or 0})
        return
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return
    least, most = question.least, question.most
    if least is not None and answer < least:
        yield Contradiction("answer.too_small", facts, {**told, "least": least})
    elif most is not None and answer > most:
        yield Contradiction("answer.too_large", facts, {**told, "most": most})
    elif question.from_age is not None and _began_too_young(question, answer, case):
        yield Contradiction("answer.before_age", (question.id,), {**told, "age": question.from_age})


def _before_age(question: Question, day: date, case: Case) -> bool:
    principal = case.principal
    born = None if principal is None else principal.birth_date
    if question.from_age is None or born is None:
        return False
    return day < months_after(born, question.from_age * _MONTHS_A_YEAR)


def _began_too_young(question: Question, amount: float, case: Case) -> bool:
    """Say whether a time up to the planned day would have begun before the age at which it can."""
    principal = case.principal
    born = None if principal is None else principal.birth_date
    if born is None:
        return False
    age = months_between(born, case.submit_on) / _MONTHS_A_YEAR
    years = {"months": amount / _MONTHS_A_YEAR, "days": amount / 366}.get(question.measure, amount)
    return age - years < (question.from_age or 0)


def _against_the_case(question: Question, answer: Answer, case: Case) -> Iterator[Contradiction]:
    """Hold an answer against what the case says of the person, and a number against its first day."""
    principal = case.principal
    said = None if principal is None else said_of(question, principal, case.submit_on)
    if said is not None and said != answer:
        told: dict[str, Param] = {"question": question.id, "value": _param(answer), "said": _param(said)}
        yield Contradiction("answer.differs_from_person", (question.id,), told)
    counted = counted_since(question, case.answers, case.submit_on)
    if counted is None or not isinstance(answer, int | float):
        return
    since, number = counted
    whole = int(number) if isinstance(answer, int) else number
    if abs(whole - answer) > _SLACK_YEARS:
        told = {"question": question.id, "value": _param(answer), "since": since, "counted": number}
        yield Contradiction("answer.differs_from_day", (question.id, question.since or ""), told)


def _against_another(question: Question, pack: RulePack, case: Case) -> Iterator[Contradiction]:
    """Hold a time against another that it lies in: five years do not lie inside three."""
    outer = None if question.inside is None else pack.questions.get(question.inside)
    if outer is None:
        return
    time, around = _length(question, case), _length(outer, case)
    if time is None or around is None or time <= around + _SLACK_YEARS:
        return
    told: dict[str, Param] = {"question": question.id, "other": outer.id, "value": time, "around": around}
    yield Contradiction("answer.longer_than", (question.id, outer.id), told)


def _length(question: Question, case: Case) -> float | None:
    """Return for how many years up to the planned day something has gone on, None where it is not told."""
    counted = counted_since(question, case.answers, case.submit_on)
    if counted is not None:
        return time_between(counted[0], case.submit_on, "years")
    answer = case.answers.get(question.id)
    if isinstance(answer, date):
        return time_between(answer, case.submit_on, "years")
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return None
    return {"months": answer / _MONTHS_A_YEAR, "days": answer / 366}.get(question.measure, answer)


def _years(case: Case) -> Iterator[Contradiction]:
    for row in case.years_of_principal():
        told: dict[str, Param] = {"year": row.year}
        first, last = date(row.year, 1, 1), min(date(row.year, 12, 31), case.submit_on)
        possible = max(0, (last - first).days + 1)
        if row.days_in_china is not None and row.days_in_china > possible:
            facts = (f"year.{row.year}.days_in_china",)
            params: dict[str, Param] = {**told, "value": row.days_in_china, "most": possible}
            yield Contradiction("year.too_many_days", facts, params)
        if row.wage_cny is not None and row.tax_cny is not None and row.tax_cny > row.wage_cny:
            both = (f"year.{row.year}.wage_cny", f"year.{row.year}.tax_cny")
            yield Contradiction(
                "year.tax_above_wage", both, {**told, "tax": row.tax_cny, "wage": row.wage_cny}
            )


def _stays(pack: RulePack, case: Case) -> Iterator[Contradiction]:
    """Hold the list of stays against itself and against the days entered for whole years."""
    stays = case.stays_of_principal()
    for before, after in pairwise(stays):
        yield from _pair(before, after)
    for stay in stays:
        if stay.left_on is not None and stay.left_on < stay.entered_on:
            params: dict[str, Param] = {"entered_on": stay.entered_on, "left_on": stay.left_on}
            yield Contradiction("stay.ends_before", ("stays",), params)
    counted = count_stays(stays, case.submit_on, pack.stay_counting)
    for row in case.years_of_principal() if counted else ():
        first, last = date(row.year, 1, 1), min(date(row.year, 12, 31), case.submit_on)
        if counted is None or row.days_in_china is None or counted.unknown_within(first, last):
            continue
        days = counted.days_within(first, last)
        # Whether the days on which the border is crossed count is read differently.
        crossings = sum(stay.entered_on.year == row.year for stay in stays)
        crossings += sum(stay.left_on is not None and stay.left_on.year == row.year for stay in stays)
        if abs(days - row.days_in_china) > crossings:
            facts = (f"year.{row.year}.days_in_china",)
            params = {"year": row.year, "value": row.days_in_china, "counted": days}
            yield Contradiction("stay.differs_from_year", facts, params)


def _pair(before: Stay, after: Stay) -> Iterator[Contradiction]:
    params: dict[str, Param] = {"entered_on": before.entered_on, "next_entered_on": after.entered_on}
    if before.left_on is None:
        yield Contradiction("stay.open_inside", ("stays",), params)
    elif after.entered_on < before.left_on:
        params = {**params, "left_on": before.left_on}
        yield Contradiction("stay.overlaps", ("stays",), params)


def _param(answer: Answer) -> Param:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer
