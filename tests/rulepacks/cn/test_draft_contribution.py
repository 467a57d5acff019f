"""The draft of 2020 on people with outstanding contributions: shown, never evaluated."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.case import Case
from app.domain.judgement import CategoryMatch, Fit, NotEvaluated
from app.domain.rules import Force, RulePack

CATEGORY = "draft.contribution"
CONDITIONS = ["draft.contribution", "draft.recommended"]

CaseMaker = Callable[..., Case]
Judge = Callable[[Case], CategoryMatch]


def test_it_is_never_evaluated_because_it_is_a_draft(make_case: CaseMaker, judge: Judge) -> None:
    match = judge(make_case(CATEGORY))
    assert (match.fit, match.not_evaluated) == (Fit.NOT_EVALUATED, NotEvaluated.DRAFT)
    assert match.results == ()


def test_its_conditions_are_words_and_a_source_only(pack: RulePack) -> None:
    conditions = pack.categories[CATEGORY].conditions
    assert [each.id for each in conditions] == CONDITIONS
    assert all(each.test is None and each.source for each in conditions)


def test_every_condition_and_the_title_say_that_it_is_a_draft(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    texts = [category.title, *(each.label for each in category.conditions)]
    assert all(text.en.startswith("Draft") and text.zh.startswith("草案") for text in texts)


def test_it_says_that_nothing_shows_its_adoption(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert category.force is Force.DRAFT
    assert any("Nothing that was read shows that it was adopted" in each.text.en for each in category.notes)


def test_no_paper_is_asked_and_nobody_comes_along(pack: RulePack) -> None:
    category = pack.categories[CATEGORY]
    assert (category.asks, category.accompanying) == ((), ())
