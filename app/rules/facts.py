"""Gathers what is known of a person: answers, what the case itself says, figures of years, stays.

A number that is counted from a day ("years of work", since a day; age, since birth) is worked out from
that day where it is known. What contradicts itself is left out, with whatever is worked out from it:
nothing is decided on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import time_between
from app.domain.case import Answer, Case, Person, YearRow
from app.domain.rules import IncomeTax, Question, RulePack
from app.rules.income import income_tax_on
from app.rules.stays import CountedStays, count_stays


@dataclass(frozen=True, slots=True)
class Facts:
    """Holds what is known on the planned day.

    `days` are the days from which numbers are counted. `growing` are the units of numbers that grow
    with time. `contradicted` names what was left out.
    """

    submit_on: date
    answers: Mapping[str, Answer]
    days: Mapping[str, date]
    growing: Mapping[str, str]
    rows: Mapping[int, YearRow]
    stays: CountedStays | None
    income_taxes: tuple[IncomeTax, ...]
    contradicted: frozenset[str] = frozenset()

    def with_answer(self, fact: str, answer: Answer) -> "Facts":
        """Return the facts with one more answer."""
        return replace(self, answers={**self.answers, fact: answer})

    def income_tax_of(self, year: int) -> IncomeTax | None:
        """Return how the tax of a year is worked out."""
        return income_tax_on(self.income_taxes, date(year, 12, 31))


def facts_of(
    pack: RulePack, case: Case, person: Person | None = None, *, without: Iterable[str] = ()
) -> Facts:
    """Return what is known of a person of a case (the principal unless named), some facts left out."""
    person = person or case.principal
    left_out = _with_what_follows(pack, frozenset(without))
    answers = {fact: answer for fact, answer in case.answers.items() if fact not in left_out}
    days: dict[str, date] = {}
    for question in pack.questions.values():
        if question.id not in left_out:
            _derive(question, person, case, answers, days)
    rows = {row.year: row for row in case.years_of_principal()}
    stays = () if "stays" in left_out else case.stays_of_principal()
    return Facts(
        submit_on=case.submit_on,
        answers=answers,
        days=days,
        growing={
            question.id: question.measure or "years"
            for question in pack.questions.values()
            if question.since is not None or question.derived == "age"
        },
        rows={year: _row_without(row, left_out) for year, row in rows.items()},
        stays=count_stays(stays, case.submit_on, pack.stay_counting),
        income_taxes=pack.income_tax,
        contradicted=left_out,
    )


def said_of(question: Question, person: Person, day: date) -> Answer | None:
    """Return what the case itself says of a person in answer to a question, None where nothing."""
    match question.derived:
        case "age":
            return person.age_on(day)
        case "married":
            return person.married
        case "nationality":
            return person.nationality
    return None


def counted_since(question: Question, answers: Mapping[str, Answer], day: date) -> tuple[date, float] | None:
    """Return the day from which a number is counted, and the number by a day, where that is known."""
    since = None if question.since is None else answers.get(question.since)
    if not isinstance(since, date):
        return None
    return since, time_between(since, day, question.measure or "years")


def _with_what_follows(pack: RulePack, left_out: frozenset[str]) -> frozenset[str]:
    """Add the numbers that are counted from a day that is left out."""
    follow = (question.id for question in pack.questions.values() if question.since in left_out)
    return left_out | frozenset(follow)


def _derive(
    question: Question, person: Person | None, case: Case, answers: dict[str, Answer], days: dict[str, date]
) -> None:
    counted = counted_since(question, answers, case.submit_on)
    if counted is not None:
        days[question.id], answers[question.id] = counted
    if question.derived is None or person is None:
        return
    said = said_of(question, person, case.submit_on)
    if said is not None:
        answers[question.id] = said
        if question.derived == "age" and person.birth_date is not None:
            days[question.id] = person.birth_date
    elif person is not case.principal:
        # What was answered there is about the principal applicant.
        answers.pop(question.id, None)


def _row_without(row: YearRow, left_out: frozenset[str]) -> YearRow:
    dropped = {
        column: None
        for column in ("wage_cny", "tax_cny", "days_in_china")
        if f"year.{row.year}.{column}" in left_out
    }
    return replace(row, **dropped)  # type: ignore[arg-type]  # by its name
