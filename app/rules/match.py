"""Judges categories: every condition met, not met or unknown, with what is short and why."""

from collections.abc import Iterator
from datetime import date

from app.domain.case import Answer, Case
from app.domain.judgement import CategoryMatch, ConditionResult, Fit, Verdict
from app.domain.rules import (
    All,
    AnyOf,
    Category,
    Compared,
    Condition,
    EachYear,
    Force,
    Not,
    OneOf,
    Place,
    RulePack,
    Test,
    Within,
)
from app.rules.standards import judge_years

_NEAREST_FIRST = (Fit.FITS, Fit.UNDECIDED, Fit.DOES_NOT_FIT, Fit.NOT_EVALUATED)


def match_categories(pack: RulePack, case: Case) -> tuple[CategoryMatch, ...]:
    """Judge every category of a pack for a case, nearest first."""
    place = pack.places[case.place]
    matches = [match_category(category, case, place) for category in pack.categories.values()]
    return tuple(sorted(matches, key=_distance))


def match_category(category: Category, case: Case, place: Place) -> CategoryMatch:
    """Judge one category; what is not in force on the day of submission is shown, never evaluated."""
    if category.force is not Force.IN_FORCE or not _is_effective(category, case.submit_on):
        return CategoryMatch(category, Fit.NOT_EVALUATED, ())
    results = tuple(_judge(condition, case, place) for condition in category.conditions)
    return CategoryMatch(category, _fit(results), results)


def facts_of(category: Category) -> frozenset[str]:
    """Return the keys of the answers that a category's conditions ask for."""
    return frozenset(fact for condition in category.conditions for fact in _facts(condition.test))


def _is_effective(category: Category, day: date) -> bool:
    begun = category.effective_from is None or category.effective_from <= day
    return begun and (category.effective_until is None or day <= category.effective_until)


def _fit(results: tuple[ConditionResult, ...]) -> Fit:
    verdict = _all(result.verdict for result in results)
    return {Verdict.MET: Fit.FITS, Verdict.NOT_MET: Fit.DOES_NOT_FIT, Verdict.UNKNOWN: Fit.UNDECIDED}[verdict]


def _distance(match: CategoryMatch) -> tuple[int, float, str]:
    total = len(match.results) or 1
    unmet = sum(result.verdict is not Verdict.MET for result in match.results)
    return _NEAREST_FIRST.index(match.fit), unmet / total, match.category.id


def _judge(condition: Condition, case: Case, place: Place) -> ConditionResult:
    test = condition.test
    if isinstance(test, EachYear):
        years = judge_years(test, case, place)
        return ConditionResult(
            condition,
            _all(year.verdict for year in years),
            shortfall=max((year.shortfall for year in years), default=0) or None,
            unit="days" if test.column.value == "days_in_china" else "cny",
            years=years,
            unanswered=tuple(f"year.{y.year}.{y.column.value}" for y in years if y.value is None),
        )
    verdict = _evaluate(test, case, place)
    unanswered = tuple(fact for fact in dict.fromkeys(_facts(test)) if fact not in case.answers)
    if not isinstance(test, Compared):
        return ConditionResult(condition, verdict, unanswered=unanswered)
    value = case.answers.get(test.fact)
    return ConditionResult(
        condition, verdict, value, test.value, _shortfall(test, value), test.unit, unanswered=unanswered
    )


def _shortfall(test: Compared, value: Answer | None) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or isinstance(test.value, date):
        return None
    missing = test.value - value if test.relation == "at_least" else value - test.value
    return float(missing) if missing > 0 else None


def _evaluate(test: Test, case: Case, place: Place) -> Verdict:
    match test:
        case All(tests):
            return _all(_evaluate(each, case, place) for each in tests)
        case AnyOf(tests):
            return _any(_evaluate(each, case, place) for each in tests)
        case Not(inner):
            return _inverted(_evaluate(inner, case, place))
        case EachYear():
            return _all(year.verdict for year in judge_years(test, case, place))
        case OneOf(fact, values):
            return _when_answered(case, fact, lambda answer: answer in values)
        case Within(fact, low, high):
            return _when_answered(case, fact, lambda answer: low <= answer <= high)
        case Compared(fact, relation, value):
            return _when_answered(case, fact, lambda answer: _RELATIONS[relation](answer, value))


_RELATIONS = {
    "at_least": lambda answer, value: answer >= value,
    "at_most": lambda answer, value: answer <= value,
    "before": lambda answer, value: answer < value,
    "after": lambda answer, value: answer > value,
}


def _when_answered(case: Case, fact: str, holds) -> Verdict:  # type: ignore[no-untyped-def]
    if fact not in case.answers:
        return Verdict.UNKNOWN
    return Verdict.MET if holds(case.answers[fact]) else Verdict.NOT_MET


def _all(verdicts: Iterator[Verdict]) -> Verdict:
    found = set(verdicts)
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.MET


def _any(verdicts: Iterator[Verdict]) -> Verdict:
    found = set(verdicts)
    if Verdict.MET in found:
        return Verdict.MET
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.NOT_MET


def _inverted(verdict: Verdict) -> Verdict:
    return {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(verdict, Verdict.UNKNOWN)


def _facts(test: Test) -> Iterator[str]:
    match test:
        case All(tests) | AnyOf(tests):
            for each in tests:
                yield from _facts(each)
        case Not(inner):
            yield from _facts(inner)
        case Compared(fact) | Within(fact) | OneOf(fact):
            yield fact
        case EachYear():
            return
