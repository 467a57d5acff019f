"""Finding the category: the questions, how every category comes out, and what to ask next."""

from dataclasses import replace
from datetime import date

from app.casework.desk import Desk
from app.domain.calendar import time_between
from app.domain.case import Answer, Case
from app.domain.errors import UnusableInput
from app.domain.judgement import CategoryMatch, Contradiction, Matching
from app.domain.rules import Background, Category, Question, Test
from app.rules import match as rules_match
from app.rules.contradictions import contradicted_facts, find_contradictions
from app.rules.evaluate import facts_in
from app.rules.facts import Facts, facts_of
from app.rules.next_question import next_questions
from app.store.case_toml import FIRST_SUBMIT_ON, LAST_SUBMIT_ON


def list_categories(desk: Desk) -> tuple[Category, ...]:
    """Return every category of the rules, in the pack's order."""
    return tuple(desk.pack.categories.values())


def list_background(desk: Desk) -> tuple[Background, ...]:
    """Return the instruments that are shown and never evaluated."""
    return tuple(desk.pack.background.values())


def match_case(desk: Desk, case: Case, *, today: date) -> Matching:
    """Judge every category for a case, nearest first; say what cannot be and what to ask next."""
    matches, contradictions, facts = _judged(desk, case, today)
    return Matching(matches, contradictions, next_questions(desk.pack, case, matches, facts))


def list_matches(desk: Desk, case: Case, *, today: date) -> tuple[CategoryMatch, ...]:
    """Judge every category for a case, nearest first; what to ask next takes much longer to find."""
    return _judged(desk, case, today)[0]


def _judged(
    desk: Desk, case: Case, today: date
) -> tuple[tuple[CategoryMatch, ...], tuple[Contradiction, ...], Facts]:
    pack = desk.pack
    contradictions = find_contradictions(pack, case, today=today)
    facts = facts_of(pack, case, without=contradicted_facts(contradictions))
    return rules_match.match_all(pack, facts, pack.places[case.place]), contradictions, facts


def questions_for(desk: Desk, category: str, place: str) -> tuple[Question, ...]:
    """Return the questions on which a category hangs at a place, papers included, in the pack's order."""
    asked = rules_match.facts_of_category(desk.pack, desk.pack.categories[category], desk.pack.places[place])
    return tuple(question for question in desk.pack.questions.values() if question.id in asked)


def questions_in(desk: Desk, test: Test) -> tuple[Question, ...]:
    """Return the questions on whose answers a test hangs, in the pack's order."""
    asked = frozenset(facts_in(test))
    return tuple(question for question in desk.pack.questions.values() if question.id in asked)


def as_if_on(desk: Desk, case: Case, day: date) -> Case:
    """Return a case as it would stand if it were submitted on another day.

    Numbers that grow with time move by whole years. Figures of years that are not over by then are left
    out, because nothing is known of the part that is.

    Raises UnusableInput when the day lies beyond what a case can have.
    """
    if not FIRST_SUBMIT_ON <= day <= LAST_SUBMIT_ON:
        raise UnusableInput("call.day_out_of_range", day=day, first=FIRST_SUBMIT_ON, last=LAST_SUBMIT_ON)
    years = int(time_between(case.submit_on, day, "years"))
    answers = {
        key: _moved(answer, years, desk.pack.questions.get(key)) for key, answer in case.answers.items()
    }
    rows = tuple(row for row in case.years if row.year < day.year or day.year >= case.submit_on.year)
    return replace(case, submit_on=day, answers=answers, years=rows)


def _moved(answer: Answer, years: int, question: Question | None) -> Answer:
    grows = question is not None and question.since is not None and question.measure in ("", "years")
    if not grows or isinstance(answer, bool) or not isinstance(answer, int | float):
        return answer
    return max(0, answer + years)
