"""The question asked next is the one whose answer decides most categories."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.casework.match import match_case
from app.domain.case import Case
from app.domain.judgement import Fit, Matching
from app.domain.rules import Compared
from app.rules.facts import facts_of
from app.rules.next_question import trial_answers
from tests.support.cases import PACK, SUBMIT_ON, TODAY, desk_in, family

NOBODY = replace(family(), answers={}, years=(), people=())


def matching(case: Case) -> Matching:
    return match_case(desk_in(Path("nowhere")), case, today=TODAY)


def test_who_has_answered_nothing_is_asked_what_decides_most():
    found = matching(NOBODY).next_questions
    assert [each.decides for each in found] == sorted((each.decides for each in found), reverse=True)
    assert found[0].decides > 1


def test_what_is_answered_is_not_asked_again():
    first = matching(NOBODY).next_questions[0].question
    answered = replace(NOBODY, answers={first.id: False})
    assert first.id not in {each.question.id for each in matching(answered).next_questions}


def test_what_only_decided_categories_ask_is_not_asked():
    not_chinese = replace(NOBODY, answers={"origin.chinese": False, "work.in_china": True})
    asked = {each.question.id for each in matching(not_chinese).next_questions}
    assert "work.key_region_since" not in asked


@pytest.mark.parametrize("seed", range(6))
def test_whoever_answers_what_is_asked_ends_with_every_category_decided_or_waiting_for_years(seed: int):
    choose, answers = random.Random(seed).choice, {}
    for _ in PACK.questions:
        case = replace(NOBODY, answers=answers)
        found = matching(case)
        if not found.next_questions:
            break
        question = found.next_questions[0].question
        results = (result for match in found.matches for result in match.results)
        tests = [result.condition.test for result in results if result.condition.test is not None]
        tried = trial_answers(question, tests, facts_of(PACK, case))
        assert tried, question.id
        answers = {**answers, question.id: choose(tried)}
    left = [
        match for match in matching(replace(NOBODY, answers=answers)).matches if match.fit is Fit.UNDECIDED
    ]
    for match in left:
        waiting = {fact for result in match.results for fact in result.unanswered}
        contradicted = any(result.contradicted for result in match.results)
        assert contradicted or all(fact.startswith("year.") for fact in waiting)


def test_days_are_tried_on_both_sides_of_the_boundary():
    test = Compared("work.since", "at_least", 4, "years")
    tried = trial_answers(PACK.questions["work.since"], [test], facts_of(PACK, family()))
    assert tried == (date(2022, 12, 14), date(2022, 12, 15), date(2022, 12, 16))
    assert date(2026, 12, 15) == SUBMIT_ON
