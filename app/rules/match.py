"""Judges categories: every condition met, not met or unknown, with what is short and why."""

from collections.abc import Iterable
from datetime import date

from app.domain.case import Case
from app.domain.judgement import (
    CategoryMatch,
    ConditionResult,
    FactResult,
    Fit,
    NotEvaluated,
    Verdict,
    YearJudgement,
)
from app.domain.rules import Category, Condition, Force, Place, RulePack, Test, YearColumn
from app.rules.contradictions import contradicted_facts, find_contradictions
from app.rules.evaluate import evaluate, facts_in, verdict_of
from app.rules.facts import Facts, facts_of
from app.rules.projection import facts_on
from app.rules.verdicts import all_of

_FITS, _WITHIN_REACH, _OUT_OF_REACH, _NOT_EVALUATED = range(4)
_FIT_OF = {
    Verdict.MET: Fit.FITS, Verdict.NOT_MET: Fit.DOES_NOT_FIT, Verdict.UNKNOWN: Fit.UNDECIDED
}  # fmt: skip
# What is not answered is as far as half; what is short, further by how much of the whole is short.
_UNKNOWN_DISTANCE = 0.5


def match_all(pack: RulePack, facts: Facts, place: Place) -> tuple[CategoryMatch, ...]:
    """Judge every category of a pack by what is known, nearest first."""
    matches = [match_facts(category, facts, place) for category in pack.categories.values()]
    return tuple(sorted(matches, key=_order))


def match_category(pack: RulePack, category: Category, case: Case, *, today: date) -> CategoryMatch:
    """Judge one category; what is not in force on the day of submission is shown, never evaluated."""
    return match_facts(category, known_facts(pack, case, today=today), pack.places[case.place])


def known_facts(pack: RulePack, case: Case, *, today: date) -> Facts:
    """Return what is known of the principal, without what contradicts itself."""
    impossible = contradicted_facts(find_contradictions(pack, case, today=today))
    return facts_of(pack, case, without=impossible)


def match_facts(category: Category, facts: Facts, place: Place) -> CategoryMatch:
    """Judge one category by what is known."""
    reason = _not_evaluated(category, facts.submit_on, place)
    if reason is not None:
        return CategoryMatch(category, Fit.NOT_EVALUATED, (), reason)
    results = tuple(
        judge_condition(condition, condition.test, facts, place)
        for condition in category.conditions_on(facts.submit_on)
        if condition.test is not None
    )
    fit = _fit_of(result.verdict for result in results)
    met_on = _met_on(category, results, facts, place) if fit is Fit.DOES_NOT_FIT else None
    return CategoryMatch(category, fit, results, None, _distance(results), met_on)


def _fit_of(verdicts: Iterable[Verdict]) -> Fit:
    """Return what conditions come to; where all of them have ended, nothing is left that could be met."""
    found = tuple(verdicts)
    return _FIT_OF[all_of(found)] if found else Fit.UNDECIDED


def facts_of_category(pack: RulePack, category: Category, place: Place) -> frozenset[str]:
    """Return the keys of the answers on which a category's conditions, papers and waivers hang at a place."""
    asks = (*category.asks, *(ask for ask in place.asks if ask.scope.covers(category, place.id)))
    waivers = (
        waiver
        for ask in asks
        for waiver in pack.requirements[ask.requirement].waivers
        if waiver.scope.covers(category, place.id)
    )
    tests = [each.test for each in category.conditions if each.test is not None]
    tests += [ask.when for ask in asks if ask.when is not None]
    tests += [waiver.when for waiver in waivers]
    return frozenset(fact for test in tests for fact in facts_in(test))


def judge_condition(condition: Condition, test: Test, facts: Facts, place: Place) -> ConditionResult:
    """Judge one condition, with every answer and every year that it stands on."""
    outcome = evaluate(test, facts, place)
    contradicted = _contradicted(test, outcome.years, facts)
    unanswered = [fact for fact in facts_in(test) if fact not in facts.answers]
    unanswered += [f"year.{year.year}.{year.column.value}" for year in outcome.years if year.value is None]
    unanswered += outcome.waiting
    told = _headline(outcome.facts)
    most_short = max((year.shortfall for year in outcome.years), default=0)
    in_days = any(year.column is YearColumn.STAY for year in outcome.years)
    unit = told.unit if told is not None else "days" if in_days else "cny" if outcome.years else ""
    return ConditionResult(
        condition,
        outcome.verdict,
        value=None if told is None else told.value,
        threshold=None if told is None or isinstance(told.threshold, tuple) else told.threshold,
        shortfall=(most_short or None) if told is None else told.shortfall,
        unit=unit,
        shortfall_unit=unit if told is None else told.shortfall_unit,
        years=outcome.years,
        facts=outcome.facts,
        unanswered=tuple(dict.fromkeys(each for each in unanswered if each not in contradicted)),
        contradicted=contradicted,
        met_on=outcome.met_on,
    )


def _contradicted(test: Test, years: tuple[YearJudgement, ...], facts: Facts) -> tuple[str, ...]:
    named = [*facts_in(test), *(f"year.{year.year}.{year.column.value}" for year in years)]
    if any(year.column is YearColumn.STAY for year in years):
        named.append("stays")
    return tuple(dict.fromkeys(fact for fact in named if fact in facts.contradicted))


def _headline(results: tuple[FactResult, ...]) -> FactResult | None:
    """Return the one answer that a condition stands on, None where it stands on several or on years."""
    return results[0] if len(results) == 1 else None


def _not_evaluated(category: Category, day: date, place: Place) -> NotEvaluated | None:
    if category.force is not Force.IN_FORCE:
        return NotEvaluated.DRAFT
    if category.places and place.id not in category.places:
        return NotEvaluated.ELSEWHERE
    if category.effective.since is not None and day < category.effective.since:
        return NotEvaluated.NOT_YET
    if not category.effective.holds_on(day):
        return NotEvaluated.ENDED
    return None


def _order(match: CategoryMatch) -> tuple[int, float, str]:
    return _reach(match), match.distance, match.category.id


def _reach(match: CategoryMatch) -> int:
    """Put what time or a measurable shortfall keeps from fitting beside what is open, not behind it."""
    if match.fit is Fit.NOT_EVALUATED:
        return _NOT_EVALUATED
    if match.fit is Fit.FITS:
        return _FITS
    short = (result for result in match.results if result.verdict is Verdict.NOT_MET)
    return _WITHIN_REACH if all(each.met_on or each.shortfall for each in short) else _OUT_OF_REACH


def _distance(results: tuple[ConditionResult, ...]) -> float:
    """Return how far all conditions together are from met, 0 to 1."""
    return sum(_distance_of(result) for result in results) / (len(results) or 1)


def _distance_of(result: ConditionResult) -> float:
    if result.verdict is Verdict.MET:
        return 0.0
    if result.verdict is Verdict.UNKNOWN:
        return _UNKNOWN_DISTANCE
    return _UNKNOWN_DISTANCE + (1 - _UNKNOWN_DISTANCE) * _part_short(result)


def _part_short(result: ConditionResult) -> float:
    """Return how much of what is asked is short, 0 to 1; 1 where it cannot be measured."""
    if result.years:
        parts = [year.shortfall / year.threshold for year in result.years if year.threshold]
        return min(1.0, max(parts, default=1.0))
    value, threshold = result.value, result.threshold
    numbers = isinstance(value, int | float) and isinstance(threshold, int | float)
    if not numbers or isinstance(value, bool) or not threshold or not result.shortfall:
        return 1.0
    return min(1.0, abs(float(threshold) - float(value)) / abs(float(threshold)))  # type: ignore[arg-type]  # numbers


def _met_on(
    category: Category, results: tuple[ConditionResult, ...], facts: Facts, place: Place
) -> date | None:
    """Return the day from which all holds if things go on as they are, and nothing else has ended by then."""
    short = [result for result in results if result.verdict is Verdict.NOT_MET]
    days = [result.met_on for result in short if result.met_on is not None]
    if len(days) != len(short) or any(result.verdict is Verdict.UNKNOWN for result in results):
        return None
    day = max(days)
    if _not_evaluated(category, day, place) is not None:
        return None
    by_then = facts_on(facts, day)
    tests = (each.test for each in category.conditions_on(day) if each.test is not None)
    fits = _fit_of(verdict_of(test, by_then, place) for test in tests) is Fit.FITS
    return day if fits else None
