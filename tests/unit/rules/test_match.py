"""The matcher is three-valued: what is not answered is unknown, and unknown never satisfies."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Answer, YearRow
from app.domain.judgement import Fit, Verdict
from app.domain.rules import All, AnyOf, Compared, Force, Not, OneOf, Test, Within
from app.rules.match import match_categories, match_category
from tests.support.cases import PACK, family

NINGBO = PACK.places["ningbo"]
WAGE_TAX = PACK.categories["pr.wage-tax"]
CHANGE = PACK.categories["rp.in-country-change"]

_answers = st.fixed_dictionaries(
    {},
    optional={
        "work.consecutive_years": st.integers(0, 10),
        "work.hired": st.booleans(),
        "work_permit.class": st.sampled_from(["A", "B", "C"]),
        "work_visa.cannot_leave": st.booleans(),
    },
)
_rows = st.lists(
    st.builds(
        YearRow, year=st.integers(2021, 2026), person=st.just("anna"),
        wage_cny=st.none() | st.integers(0, 10**6), tax_cny=st.none() | st.integers(0, 10**6),
        days_in_china=st.none() | st.integers(0, 366),
    ),
    max_size=6, unique_by=lambda row: row.year,
)  # fmt: skip


@given(_answers, _rows)
def test_nothing_unanswered_ever_fits(answers: dict[str, Answer], rows: list[YearRow]):
    case = replace(family(), answers=answers, years=tuple(rows))
    for match in match_categories(PACK, case):
        if match.fit is Fit.FITS:
            assert all(result.verdict is Verdict.MET for result in match.results)
            assert not any(year.value is None for result in match.results for year in result.years)


@given(_answers, _answers)
def test_another_answer_never_turns_met_into_unknown(first: dict[str, Answer], more: dict[str, Answer]):
    before = match_category(CHANGE, replace(family(), answers=first), NINGBO)
    after = match_category(CHANGE, replace(family(), answers={**more, **first}), NINGBO)
    for old, new in zip(before.results, after.results, strict=True):
        if old.verdict is not Verdict.UNKNOWN:
            assert new.verdict is old.verdict


@given(_answers)
def test_the_order_of_answers_does_not_matter(answers: dict[str, Answer]):
    turned = dict(reversed(answers.items()))
    assert match_categories(PACK, replace(family(), answers=answers)) == match_categories(
        PACK, replace(family(), answers=turned)
    )


def verdict_of(test: Test, **answers: Answer) -> Verdict:
    """Judge one test on its own, as the only condition of a category."""
    condition = replace(WAGE_TAX.conditions[0], test=test)
    category = replace(WAGE_TAX, conditions=(condition,))
    return match_category(category, replace(family(), answers=answers), NINGBO).results[0].verdict


def test_every_kind_of_test_has_three_outcomes():
    cases: list[tuple[Test, dict[str, Answer], dict[str, Answer]]] = [
        (Compared("x", "at_least", 4), {"x": 4}, {"x": 3}),
        (Compared("x", "at_most", 4), {"x": 4}, {"x": 5}),
        (Compared("x", "before", date(2026, 1, 2)), {"x": date(2026, 1, 1)}, {"x": date(2026, 1, 2)}),
        (Compared("x", "after", date(2026, 1, 2)), {"x": date(2026, 1, 3)}, {"x": date(2026, 1, 2)}),
        (Within("x", 1, 3), {"x": 3}, {"x": 4}),
        (OneOf("x", ("A", "B")), {"x": "B"}, {"x": "C"}),
        (Not(Compared("x", "at_least", 4)), {"x": 3}, {"x": 4}),
        (All((Compared("x", "at_least", 1), Compared("y", "at_least", 1))), {"x": 1, "y": 1}, {"x": 0}),
        (AnyOf((Compared("x", "at_least", 1), Compared("y", "at_least", 1))), {"x": 1}, {"x": 0, "y": 0}),
    ]
    for test, met, not_met in cases:
        assert verdict_of(test, **met) is Verdict.MET, test
        assert verdict_of(test, **not_met) is Verdict.NOT_MET, test
        assert verdict_of(test) is Verdict.UNKNOWN, test


def test_what_is_not_in_force_is_shown_and_never_judged():
    for category in (
        replace(WAGE_TAX, force=Force.DRAFT),
        replace(WAGE_TAX, effective_from=date(2026, 12, 16)),
        replace(WAGE_TAX, effective_until=date(2026, 12, 14)),
    ):
        match = match_category(category, family(), NINGBO)
        assert (match.fit, match.results) == (Fit.NOT_EVALUATED, ())


def test_the_nearest_category_comes_first():
    fits = [match.fit for match in match_categories(PACK, family())]
    assert fits == [Fit.FITS, Fit.UNDECIDED]
