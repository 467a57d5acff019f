"""Finds the question whose answer decides most.

Every open question is answered on trial with each answer that makes a difference to some condition, and
the categories that are then decided are counted; the average over the answers is what it decides.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from app.domain.calendar import days_after, time_after
from app.domain.case import Answer, Case
from app.domain.judgement import CategoryMatch, Fit, NextQuestion, Verdict
from app.domain.rules import (
    All,
    AnyOf,
    Compared,
    Not,
    OneOf,
    Place,
    Question,
    RulePack,
    Test,
    Within,
)
from app.rules.evaluate import facts_in, verdict_of
from app.rules.facts import Facts

_UNITS_OF_TIME = ("years", "months", "days")


def next_questions(
    pack: RulePack, case: Case, matches: Iterable[CategoryMatch], facts: Facts
) -> tuple[NextQuestion, ...]:
    """Return the open questions of undecided categories, the one that decides most first."""
    place = pack.places[case.place]
    undecided = [_Open(each) for each in matches if each.fit is Fit.UNDECIDED]
    waiting: dict[str, list[_Open]] = {}
    for each in undecided:
        for fact in each.open_facts(facts):
            waiting.setdefault(fact, []).append(each)
    found = [
        NextQuestion(question, _decided(question, waiting[question.id], facts, place))
        for question in pack.questions.values()
        if question.id in waiting
    ]
    # Sorting keeps the order of equals: of two that decide as much, the one that stands first in the pack.
    return tuple(sorted(found, key=lambda each: -each.decides))


class _Open:
    """An undecided category: the verdicts of its conditions, and the tests that wait for an answer."""

    def __init__(self, match: CategoryMatch) -> None:
        self._unknown: list[tuple[Test, frozenset[str]]] = [
            (result.condition.test, frozenset(facts_in(result.condition.test)))
            for result in match.results
            if result.verdict is Verdict.UNKNOWN and result.condition.test is not None
        ]

    def open_facts(self, facts: Facts) -> frozenset[str]:
        every = (fact for _, names in self._unknown for fact in names)
        return frozenset(fact for fact in every if fact not in facts.answers)

    def tests(self) -> Iterator[Test]:
        yield from (test for test, _ in self._unknown)

    def decided_by(self, fact: str, facts: Facts, place: Place) -> float:
        """Return 1 where the category is decided, else how much of what was open no longer is, below 1."""
        closed = 0
        for test, names in self._unknown:
            if fact not in names:
                continue
            verdict = verdict_of(test, facts, place)
            if verdict is Verdict.NOT_MET:
                return 1.0
            closed += verdict is Verdict.MET
        whole = closed == len(self._unknown)
        # Half a step for every condition that closes keeps the order of equals sensible.
        return 1.0 if whole else 0.5 * closed / len(self._unknown)


def _decided(question: Question, waiting: list[_Open], facts: Facts, place: Place) -> float:
    answers = trial_answers(question, (test for each in waiting for test in each.tests()), facts)
    if not answers:
        return 0.0
    total = 0.0
    for answer in answers:
        tried = facts.with_answer(question.id, answer)
        total += sum(each.decided_by(question.id, tried, place) for each in waiting)
    return round(total / len(answers), 4)


def trial_answers(question: Question, tests: Iterable[Test], facts: Facts) -> tuple[Answer, ...]:
    """Return answers to a question, one for each way in which tests can come out."""
    if question.kind == "yes-no":
        return (True, False)
    if question.kind == "choice":
        return tuple(value for value, _ in question.choices)
    found: dict[Answer, None] = {}
    for test in tests:
        for answer in _edges(test, question.id, facts):
            if question.kind == ("date" if isinstance(answer, date) else "number"):
                found.setdefault(answer)
    return tuple(answer for answer in found if _can_be(question, answer))


def _can_be(question: Question, answer: Answer) -> bool:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return True
    least, most = question.least, question.most
    return (least is None or answer >= least) and (most is None or answer <= most)


def _edges(test: Test, fact: str, facts: Facts) -> Iterator[Answer]:
    """Give the answers on both sides of every value that a test holds an answer against."""
    match test:
        case All(tests) | AnyOf(tests):
            for each in tests:
                yield from _edges(each, fact, facts)
        case Not(inner):
            yield from _edges(inner, fact, facts)
        case Compared(name, _, value, unit, since) if name == fact:
            if unit in _UNITS_OF_TIME and not isinstance(value, date):
                anchor = facts.answers.get(since) if since is not None else facts.submit_on
                sign = 1 if since is not None else -1
                edge = time_after(anchor if isinstance(anchor, date) else facts.submit_on, sign * value, unit)
                yield from (days_after(edge, -1), edge, days_after(edge, 1))
            if isinstance(value, date):
                yield from (days_after(value, -1), value, days_after(value, 1))
            else:
                yield from (value - 1, value)
        case Within(name, low, high) if name == fact:
            if isinstance(low, date) and isinstance(high, date):
                yield from (days_after(low, -1), low, days_after(high, 1))
            elif not isinstance(low, date) and not isinstance(high, date):
                yield from (low - 1, low, high + 1)
        case Compared(since=since) if since == fact:
            yield from (facts.submit_on, time_after(facts.submit_on, -3, "years"))
        case OneOf(name, values, entries) if name == fact:
            yield from (*values, *(entry.id for entry in entries))
