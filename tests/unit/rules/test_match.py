"""The matcher is three-valued: what is not answered is unknown, and unknown never satisfies."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Answer, Case, Stay, YearRow
from app.domain.judgement import CategoryMatch, Fit, NotEvaluated, Verdict
from app.domain.rules import (
    All,
    AnyOf,
    Category,
    Compared,
    Effective,
    Entry,
    Force,
    Not,
    OneOf,
    Question,
    Test,
    Within,
)
from app.domain.words import Text
from app.rules.match import known_facts, match_all, match_category, match_facts
from app.rules.projection import facts_on
from tests.support.cases import PACK, SUBMIT_ON, TODAY, changed_person, changed_year, family

WAGE_TAX = PACK.categories["pr.wage-tax"]


def _answer_to(question: Question) -> st.SearchStrategy[Answer]:
    match question.kind:
        case "yes-no":
            return st.booleans()
        case "choice":
            return st.sampled_from([value for value, _ in question.choices])
        case "date":
            return st.dates(date(1950, 1, 1), date(2028, 1, 1))
    return st.integers(-1, 80) | st.floats(0, 3_000_000, allow_nan=False)


# Any answers to any questions, contradictory ones among them.
_answers = st.fixed_dictionaries(
    {}, optional={question.id: _answer_to(question) for question in PACK.questions.values()}
)
_rows = st.lists(
    st.builds(
        YearRow, year=st.integers(2021, 2026), person=st.just("anna"),
        wage_cny=st.none() | st.integers(0, 10**6), tax_cny=st.none() | st.integers(0, 10**6),
        days_in_china=st.none() | st.integers(0, 366),
    ),
    max_size=6, unique_by=lambda row: row.year,
)  # fmt: skip
_places = st.sampled_from(list(PACK.places))
_stays = st.lists(
    st.builds(
        lambda entered, days: Stay("anna", entered, None if days is None else entered + timedelta(days=days)),
        st.dates(date(2020, 1, 1), date(2026, 12, 31)),
        st.none() | st.integers(-3, 900),
    ),
    max_size=4,
)


def matched(case: Case) -> tuple[CategoryMatch, ...]:
    return match_all(PACK, known_facts(PACK, case, today=TODAY), PACK.places[case.place])


def one(category: Category, case: Case) -> CategoryMatch:
    return match_category(PACK, category, case, today=TODAY)


@given(_answers, _rows, _stays, _places)
@settings(max_examples=60, deadline=None)
def test_nothing_fits_any_more_once_everything_that_was_told_is_taken_away(
    answers: dict[str, Answer], rows: list[YearRow], stays: list[Stay], place: str
):
    case = replace(family(), answers=answers, years=tuple(rows), stays=tuple(stays), place=place)
    for match in matched(case):
        if match.fit is Fit.FITS:
            assert match.distance == 0
            silent = replace(case, answers={}, people=(), years=(), stays=())
            assert one(match.category, silent).fit is Fit.UNDECIDED


@given(_places)
@settings(deadline=None)
def test_whoever_has_told_nothing_fits_nothing_and_is_shut_out_of_nothing(place: str):
    silent = replace(family(), answers={}, years=(), people=(), place=place)
    assert {match.fit for match in matched(silent)} <= {Fit.UNDECIDED, Fit.NOT_EVALUATED}


@given(_answers, _answers, _rows, _rows, _stays, _places)
@settings(max_examples=80, deadline=None)
def test_what_is_told_besides_never_turns_met_into_unknown(
    first: dict[str, Answer],
    more: dict[str, Answer],
    rows: list[YearRow],
    other_rows: list[YearRow],
    stays: list[Stay],
    place: str,
):
    known = {row.year for row in rows}
    every_row = (*rows, *(row for row in other_rows if row.year not in known))
    base = replace(family(), answers=first, years=tuple(rows), place=place)
    fuller = replace(base, answers={**more, **first}, years=every_row, stays=tuple(stays))
    after = {match.category.id: match for match in matched(fuller)}
    for old in matched(base):
        for was, now in zip(old.results, after[old.category.id].results, strict=True):
            # Unless what is new contradicts it: then nothing is decided on either.
            if was.verdict is Verdict.MET and not now.contradicted:
                assert now.verdict is not Verdict.UNKNOWN


@given(_answers, _rows, _stays)
@settings(max_examples=40, deadline=None)
def test_the_order_of_answers_years_and_stays_does_not_matter(
    answers: dict[str, Answer], rows: list[YearRow], stays: list[Stay]
):
    case = replace(family(), answers=answers, years=tuple(rows), stays=tuple(stays))
    turned = replace(
        case,
        answers=dict(reversed(answers.items())),
        years=tuple(reversed(rows)),
        stays=tuple(reversed(stays)),
    )
    assert matched(case) == matched(turned)


@given(_answers, _rows, _stays, _places)
@settings(max_examples=80, deadline=None)
def test_the_day_from_which_a_category_would_fit_lies_ahead_and_fits(
    answers: dict[str, Answer], rows: list[YearRow], stays: list[Stay], place: str
):
    case = replace(family(), answers=answers, years=tuple(rows), stays=tuple(stays), place=place)
    facts = known_facts(PACK, case, today=TODAY)
    for match in matched(case):
        if match.met_on is not None:
            assert match.met_on > SUBMIT_ON
            by_then = match_facts(match.category, facts_on(facts, match.met_on), PACK.places[place])
            assert by_then.fit is Fit.FITS


@given(_answers, _rows)
@settings(max_examples=40, deadline=None)
def test_what_fits_comes_first_then_what_is_within_reach_by_distance_and_last_what_is_not_judged(
    answers: dict[str, Answer], rows: list[YearRow]
):
    found = matched(replace(family(), answers=answers, years=tuple(rows)))
    ranks = [(_reach(match), match.distance) for match in found]
    assert all(first <= second for first, second in pairwise(ranks))
    assert all(0 <= match.distance <= 1 for match in found)


def _reach(match: CategoryMatch) -> int:
    if match.fit in (Fit.FITS, Fit.NOT_EVALUATED):
        return 0 if match.fit is Fit.FITS else 3
    short = [result for result in match.results if result.verdict is Verdict.NOT_MET]
    return 1 if all(result.met_on or result.shortfall for result in short) else 2


def test_what_lacks_only_time_stands_before_what_nothing_is_known_of():
    answers: dict[str, Answer] = {
        "sponsor.relation": "spouse",
        "sponsor.status": "chinese-citizen",
        "marriage.since": date(2022, 1, 15),
        "stay.since": date(2021, 1, 1),
        "livelihood.stable": True,
        "housing.has": True,
    }
    found = [match.category.id for match in matched(replace(family(), answers=answers, years=()))]
    assert found.index("pr.spouse") < found.index("visa.intern")


def judged(test: Test, **answers: Answer) -> CategoryMatch:
    """Judge one test on its own, as the only condition of a category."""
    category = replace(WAGE_TAX, conditions=(replace(WAGE_TAX.conditions[0], test=test),))
    return one(category, replace(family(), answers=answers))


def verdict_of(test: Test, **answers: Answer) -> Verdict:
    return judged(test, **answers).results[0].verdict


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


def test_a_time_since_a_day_is_met_on_the_day_itself_and_not_the_day_before():
    test = Compared("since", "at_least", 5, "years")
    assert verdict_of(test, since=date(2021, 12, 15)) is Verdict.MET
    short = judged(test, since=date(2021, 12, 16)).results[0]
    assert short.verdict is Verdict.NOT_MET
    assert (short.shortfall, short.shortfall_unit, short.met_on) == (1, "days", date(2026, 12, 16))


def test_each_relation_of_a_time_is_to_the_day():
    on_the_day, later = date(2021, 12, 15), date(2021, 12, 16)
    outcomes = {
        relation: [
            verdict_of(Compared("since", relation, 5, "years"), since=day) is Verdict.MET
            for day in (on_the_day, later)
        ]
        for relation in ("at_least", "at_most", "before", "after")
    }
    assert outcomes == {
        "at_least": [True, False], "at_most": [True, True], "before": [False, True], "after": [False, False]
    }  # fmt: skip


def test_the_time_between_two_days_is_met_at_the_boundary():
    test = Compared("arrival", "at_most", 2, "years", "graduation")
    days = {"graduation": date(2023, 6, 30)}
    assert verdict_of(test, arrival=date(2025, 6, 30), **days) is Verdict.MET
    assert verdict_of(test, arrival=date(2025, 7, 1), **days) is Verdict.NOT_MET
    assert verdict_of(test, arrival=date(2025, 6, 30)) is Verdict.UNKNOWN


def test_years_of_work_are_counted_from_the_day_where_that_is_known():
    four = Compared("work.consecutive_years", "at_least", 4, "years")
    assert verdict_of(four, **{"work.since": date(2022, 12, 15)}) is Verdict.MET
    late = judged(four, **{"work.since": date(2023, 1, 31)})
    assert late.fit is Fit.DOES_NOT_FIT
    assert late.met_on == date(2027, 1, 31)
    assert late.results[0].shortfall == (date(2027, 1, 31) - SUBMIT_ON).days


def test_a_number_of_years_that_is_short_comes_true_after_as_many_more():
    late = judged(Compared("work.consecutive_years", "at_least", 4, "years"), **{"work.consecutive_years": 3})
    assert late.met_on == date(2027, 12, 15)


def test_what_no_time_changes_has_no_day():
    assert judged(OneOf("x", ("A",)), x="B").met_on is None
    assert judged(Compared("x", "at_least", 4, "cny"), x=3).met_on is None


def test_of_alternatives_the_one_that_comes_first_counts_and_of_all_the_last():
    soon, late = Compared("a", "at_least", 5, "years"), Compared("b", "at_least", 5, "years")
    days = {"a": date(2022, 1, 10), "b": date(2023, 1, 10)}
    assert judged(AnyOf((soon, late)), **days).met_on == date(2027, 1, 10)
    assert judged(All((soon, late)), **days).met_on == date(2028, 1, 10)


def test_what_is_not_in_force_is_shown_and_never_judged():
    for category, reason in (
        (replace(WAGE_TAX, force=Force.DRAFT), NotEvaluated.DRAFT),
        (replace(WAGE_TAX, effective=Effective(since=date(2026, 12, 16))), NotEvaluated.NOT_YET),
        (replace(WAGE_TAX, effective=Effective(until=date(2026, 12, 14))), NotEvaluated.ENDED),
        (replace(WAGE_TAX, places=("shanghai",)), NotEvaluated.ELSEWHERE),
    ):
        match = one(category, family())
        assert (match.fit, match.results, match.not_evaluated) == (Fit.NOT_EVALUATED, (), reason)


def test_a_rule_that_changes_is_judged_as_it_stands_on_the_planned_day():
    old = replace(
        WAGE_TAX.conditions[0],
        test=Compared("x", "at_least", 3),
        effective=Effective(until=date(2026, 12, 31)),
    )
    new = replace(old, test=Compared("x", "at_least", 5), effective=Effective(since=date(2027, 1, 1)))
    category = replace(WAGE_TAX, conditions=(old, new))
    case = replace(family(), answers={"x": 4})
    assert one(category, replace(case, submit_on=date(2026, 12, 31))).fit is Fit.FITS
    assert one(category, replace(case, submit_on=date(2027, 1, 1))).fit is Fit.DOES_NOT_FIT


def test_the_family_of_the_sample_fits_and_drafts_are_never_evaluated():
    found = {match.category.id: match for match in matched(family())}
    assert found["pr.wage-tax"].fit is Fit.FITS
    assert {name for name, match in found.items() if match.not_evaluated is NotEvaluated.DRAFT} == {
        "draft.achievement", "draft.urgent-talent", "draft.academic", "draft.enterprise", "draft.contribution"
    }  # fmt: skip


def test_a_case_can_be_asked_for_any_day():
    early = {match.category.id: match for match in matched(replace(family(), submit_on=date(2019, 7, 31)))}
    assert early["pr.wage-tax"].not_evaluated is NotEvaluated.NOT_YET
    assert early["pr.post"].not_evaluated is None


def test_the_wage_on_which_the_tax_is_met_is_told_for_both_readings():
    case = changed_year(family(), 2025, tax_cny=59_250, wage_cny=424_680)
    year = next(
        year
        for result in one(WAGE_TAX, case).results
        for year in result.years
        if result.condition.id == "tax.each-year" and year.year == 2025
    )
    assert year.verdict is Verdict.NOT_MET
    assert (year.income, year.strict_income) == (519_520, 709_200)


def test_a_year_rule_comes_true_once_the_short_year_has_passed_at_the_pace_of_the_newest():
    case = changed_year(family(), 2023, wage_cny=400_000)
    wage = next(r for r in one(WAGE_TAX, case).results if r.condition.id == "wage.each-year")
    assert wage.verdict is Verdict.NOT_MET
    # 2026, 2025 and 2024 in full, and of 2027 as much as brings 424 680 at 900 000 a year.
    assert wage.met_on == date(2027, 1, 1) + timedelta(days=172)


def test_what_contradicts_itself_is_named_and_decides_nothing():
    young = changed_person(family(), "anna", birth_date=date(2027, 1, 1))
    elder = next(match for match in matched(young) if match.category.id == "pr.elder")
    age = next(result for result in elder.results if "person.age" in result.contradicted)
    assert age.verdict is Verdict.UNKNOWN
    assert elder.fit is not Fit.FITS


def test_a_part_year_that_is_not_told_could_take_the_place_of_a_short_oldest_year():
    rows = tuple(row for row in changed_year(family(), 2022, wage_cny=300_000).years if row.year != 2026)
    wage = next(
        each
        for each in one(WAGE_TAX, replace(family(), years=rows)).results
        if each.condition.id == "wage.each-year"
    )
    assert wage.verdict is Verdict.NOT_MET
    assert wage.unanswered == ("year.2026.wage_cny",)
    assert [year.year for year in wage.years if year.verdict is Verdict.NOT_MET] == [2022]


def test_a_part_year_too_short_for_what_is_asked_leaves_nothing_open():
    rows = tuple(row for row in changed_year(family(), 2022, days_in_china=100).years if row.year != 2026)
    early = replace(family(), years=rows, submit_on=date(2026, 6, 30))
    stay = next(each for each in one(WAGE_TAX, early).results if each.condition.id == "stay.each-year")
    assert stay.verdict is Verdict.NOT_MET
    assert stay.unanswered == ()


def test_a_day_that_cannot_be_decides_nothing_and_no_number_counted_from_it_does():
    for since in (date(1990, 1, 1), date(2027, 6, 1)):
        case = replace(family(), answers={"work.since": since})
        work = one(WAGE_TAX, case).results[0]
        assert work.condition.id == "work.consecutive-years"
        assert work.verdict is Verdict.UNKNOWN
        assert "work.consecutive_years" in work.contradicted


def test_what_has_not_begun_has_not_lasted_less_than_any_time():
    assert verdict_of(Compared("x", "at_most", 30, "days"), x=date(2027, 1, 1)) is Verdict.NOT_MET
    came = Compared("arrival", "at_most", 2, "years", "graduation")
    assert verdict_of(came, arrival=date(2004, 6, 1), graduation=date(2024, 6, 1)) is Verdict.NOT_MET


def test_a_spouse_who_is_not_married_is_named_and_does_not_fit():
    case = changed_person(replace(family(), people=family().people[:1]), "anna", married=False)
    answers: dict[str, Answer] = {
        "sponsor.relation": "spouse", "sponsor.status": "citizen", "marriage.since": date(2015, 1, 1),
        "stay.since": date(2015, 1, 1), "livelihood.stable": True, "housing.has": True,
    }  # fmt: skip
    match = one(PACK.categories["pr.spouse"], replace(case, answers=answers))
    assert match.fit is not Fit.FITS
    assert any("marriage.since" in result.contradicted for result in match.results)


def test_the_opposite_of_a_test_asks_for_the_opposite():
    result = judged(Not(Compared("person.age", "at_least", 18, "years"))).results[0]
    (age,) = result.facts
    assert (age.relation, age.threshold, age.verdict, age.shortfall) == ("below", 18, Verdict.NOT_MET, None)


def test_an_entry_of_a_list_counts_only_where_and_while_it_holds():
    entries = (
        Entry("zone", Text("Zone", "区"), place="ningbo"),
        Entry("old", Text("Old", "旧"), effective=Effective(until=date(2026, 12, 14))),
    )
    test = OneOf("x", (), entries)
    assert verdict_of(test, x="zone") is Verdict.MET
    assert verdict_of(test, x="old") is Verdict.NOT_MET
    category = replace(WAGE_TAX, conditions=(replace(WAGE_TAX.conditions[0], test=test),))
    elsewhere = replace(family(), answers={"x": "zone"}, place="shanghai")
    assert one(category, elsewhere).results[0].verdict is Verdict.NOT_MET


def test_conditions_that_have_all_ended_leave_nothing_that_fits():
    ended = tuple(replace(each, effective=Effective(until=date(2020, 1, 1))) for each in WAGE_TAX.conditions)
    assert one(replace(WAGE_TAX, conditions=ended), family()).fit is Fit.UNDECIDED
