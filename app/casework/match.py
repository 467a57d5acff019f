"""Finding the category: the questions, and how every category comes out."""

from app.casework.desk import Desk
from app.domain.case import Case
from app.domain.judgement import CategoryMatch
from app.domain.rules import Category, Question
from app.rules import match as rules_match


def list_categories(desk: Desk) -> tuple[Category, ...]:
    """Return every category of the rules, in the pack's order."""
    return tuple(desk.pack.categories.values())


def match_case(desk: Desk, case: Case) -> tuple[CategoryMatch, ...]:
    """Judge every category for a case, nearest first."""
    return rules_match.match_categories(desk.pack, case)


def questions_for(desk: Desk, category: str) -> tuple[Question, ...]:
    """Return the questions whose answers a category's conditions ask for, in the pack's order."""
    asked = rules_match.facts_of(desk.pack.categories[category])
    return tuple(question for question in desk.pack.questions.values() if question.id in asked)
