"""Finds answers that cannot be, alone or together, so that nothing is decided on them."""

import math
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.domain.calendar import months_after, months_between, time_between
from app.domain.case import Answer, Case, Person, PersonRole, Stay
from app.domain.findings import Param
from app.domain.judgement import Absence, Contradiction
from app.domain.rules import Question, RulePack, YearColumn
from app.rules.facts import counted_since, said_of
from app.rules.stays import count_stays

_MONTHS_A_YEAR = 12
# Rounding of counted months to years must not look like a contradiction.
_SLACK_YEARS = 0.1
_UNITS_OF_TIME = ("years", "months", "days")


def find_contradictions(pack: RulePack, case: Case, *, today: date) -> tuple[Contradiction, ...]:
    """Return everything that cannot be in what a case says of its people, answers, years and stays."""
    return (
        *_people(pack, case, today),
        *_premises(pack, case),
        *(each for question in pack.questions.values() for each in _answer(question, pack, case, today)),
        *_years(case),
        *_stays(pack, case),
    )


def find_long_absences(pack: RulePack, case: Case) -> tuple[Absence, ...]:
    """Return the times between two stays, or up to the planned day, that the pack calls long."""
    longest, stays = pack.stay_counting.long_absence_days, case.stays_of_principal()
    returns = (*(stay.entered_on for stay in stays[1:]), case.submit_on)
    away = (
        Absence(stay.left_on, back_on, (back_on - stay.left_on).days)
        for stay, back_on in zip(stays, returns, strict=False)
        if stay.left_on is not None
    )
    return tuple(each for each in away if longest is not None and each.days > longest)


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


def _premises(pack: RulePack, case: Case) -> Iterator[Contradiction]:
    """Hold answers that make sense only if something is so against what is known of that."""
    principal = case.principal
    for question in pack.questions.values():
        answer = case.answers.get(question.id)
        premise = None if question.only_if is None else pack.questions.get(question.only_if)
        if answer is None or premise is None:
            continue
        said = None if principal is None else said_of(premise, principal, case.submit_on)
        if (said if said is not None else case.answers.get(premise.id)) is False:
            told: dict[str, Param] = {"question": question.id, "other": premise.id, "value": _param(answer)}
            yield Contradiction("answer.only_if", (question.id, premise.id), told)


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
    inner, around = _amount(question, case), _amount(outer, case)
    if inner is None or around is None:
        return
    # Whole years leave out the months beyond them.
    whole = isinstance(case.answers.get(outer.id), int) and outer.measure in _UNITS_OF_TIME
    if (math.floor(inner) if whole else inner) <= around + (_SLACK_YEARS if whole else 0):
        return
    code = "answer.longer_than" if _is_time(question) else "answer.more_than"
    told: dict[str, Param] = {"question": question.id, "other": outer.id, "value": inner, "around": around}
    yield Contradiction(code, (question.id, outer.id), told)


def _is_time(question: Question) -> bool:
    return question.kind == "date" or question.measure in _UNITS_OF_TIME


def _amount(question: Question, case: Case) -> float | None:
    """Return an amount, or for how many years up to the planned day something has gone on; None if untold."""
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
    born = None if case.principal is None else case.principal.birth_date
    for row in case.years_of_principal():
        told: dict[str, Param] = {"year": row.year}
        if born is not None and row.year < born.year:
            every = tuple(f"year.{row.year}.{column.value}" for column in YearColumn)
            yield Contradiction("year.before_birth", every, {**told, "birth_date": born})
        if row.year > case.submit_on.year:
            continue
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
    for person in case.people:
        own = tuple(stay for stay in case.stays_in_order() if stay.person == person.id)
        facts = ("stays",) if person is case.principal else ()
        yield from _stays_of(person, own, facts)
    yield from _stays_against_years(pack, case)


def _stays_of(person: Person, stays: tuple[Stay, ...], facts: tuple[str, ...]) -> Iterator[Contradiction]:
    for before, after in pairwise(stays):
        yield from _pair(person, before, after, facts)
    for stay in stays:
        params: dict[str, Param] = {"entered_on": stay.entered_on}
        if stay.left_on is not None and stay.left_on < stay.entered_on:
            yield Contradiction("stay.ends_before", facts, {**params, "left_on": stay.left_on}, person.id)
        if person.birth_date is not None and stay.entered_on < person.birth_date:
            params = {**params, "birth_date": person.birth_date}
            yield Contradiction("stay.before_birth", facts, params, person.id)


def _stays_against_years(pack: RulePack, case: Case) -> Iterator[Contradiction]:
    stays = case.stays_of_principal()
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
            facts = (f"year.{row.year}.days_in_china", "stays")
            params: dict[str, Param] = {"year": row.year, "value": row.days_in_china, "counted": days}
            yield Contradiction("stay.differs_from_year", facts, params)


def _pair(person: Person, before: Stay, after: Stay, facts: tuple[str, ...]) -> Iterator[Contradiction]:
    params: dict[str, Param] = {"entered_on": before.entered_on, "next_entered_on": after.entered_on}
    if before.left_on is None:
        yield Contradiction("stay.open_inside", facts, params, person.id)
    elif after.entered_on < before.left_on:
        params = {**params, "left_on": before.left_on}
        yield Contradiction("stay.overlaps", facts, params, person.id)


def _param(answer: Answer) -> Param:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return answer
