"""Finding the category: the questions, how every category comes out, and what to ask next."""

from datetime import date

from app.casework.desk import Desk
from app.domain.case import Case
from app.domain.judgement import Matching
from app.domain.rules import Background, Category, Question, Test
from app.rules import match as rules_match
from app.rules.contradictions import contradicted_facts, find_contradictions
from app.rules.evaluate import facts_in
from app.rules.facts import facts_of
from app.rules.next_question import next_questions


def list_categories(desk: Desk) -> tuple[Category, ...]:
    """Return every category of the rules, in the pack's order."""
    return tuple(desk.pack.categories.values())


def list_background(desk: Desk) -> tuple[Background, ...]:
    """Return the instruments that are shown and never evaluated."""
    return tuple(desk.pack.background.values())


def match_case(desk: Desk, case: Case, *, today: date) -> Matching:
    """Judge every category for a case, nearest first; say what cannot be and what to ask next."""
    pack = desk.pack
    contradictions = find_contradictions(pack, case, today=today)
    facts = facts_of(pack, case, without=contradicted_facts(contradictions))
    matches = rules_match.match_all(pack, facts, pack.places[case.place])
    return Matching(matches, contradictions, next_questions(pack, case, matches, facts))


def questions_for(desk: Desk, category: str) -> tuple[Question, ...]:
    """Return the questions whose answers a category's conditions and papers hang on, in the pack's order."""
    asked = rules_match.facts_of_category(desk.pack.categories[category])
    return tuple(question for question in desk.pack.questions.values() if question.id in asked)


def questions_in(desk: Desk, test: Test) -> tuple[Question, ...]:
    """Return the questions on whose answers a test hangs, in the pack's order."""
    asked = frozenset(facts_in(test))
    return tuple(question for question in desk.pack.questions.values() if question.id in asked)
