"""Evaluates one test of the closed set: met, not met or unknown, and each answer it stands on.

What is not answered is unknown, and unknown never satisfies.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import days_after, time_after, time_between
from app.domain.case import Answer
from app.domain.findings import Param
from app.domain.judgement import FactResult, Verdict, YearJudgement
from app.domain.rules import All, AnyOf, Compared, EachYear, Entry, Not, OneOf, Place, Test, Within
from app.rules.facts import Facts
from app.rules.projection import years_met_on
from app.rules.standards import judge_years
from app.rules.verdicts import all_of, any_of, inverted

_UNITS_OF_TIME = ("years", "months", "days")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Holds how a test came out: its verdict, every answer and year it stands on, when it will hold.

    `waiting` names figures that are not told and could turn it.
    """

    verdict: Verdict
    facts: tuple[FactResult, ...] = ()
    years: tuple[YearJudgement, ...] = ()
    met_on: date | None = None
    waiting: tuple[str, ...] = ()


def evaluate(test: Test, facts: Facts, place: Place) -> Outcome:
    """Evaluate a test."""
    match test:
        case All(tests):
            return _joined(all_of, max, [evaluate(each, facts, place) for each in tests])
        case AnyOf(tests):
            return _joined(any_of, min, [evaluate(each, facts, place) for each in tests])
        case Not(inner):
            outcome = evaluate(inner, facts, place)
            facts_inverted = tuple(_inverted_fact(each) for each in outcome.facts)
            return Outcome(inverted(outcome.verdict), facts_inverted, outcome.years, None, outcome.waiting)
        case EachYear():
            rule = judge_years(test, facts, place)
            met_on = years_met_on(test, facts, place) if rule.verdict is Verdict.NOT_MET else None
            waiting = () if rule.waiting is None else (f"year.{rule.waiting}.{test.column.value}",)
            return Outcome(rule.verdict, (), rule.years, met_on, waiting)
        case OneOf() | Within() | Compared():
            result = _of_fact(test, facts, place)
            return Outcome(result.verdict, (result,), (), result.met_on)


def verdict_of(test: Test, facts: Facts, place: Place) -> Verdict:
    """Return how a test comes out, without what explains it."""
    return evaluate(test, facts, place).verdict


def facts_in(test: Test) -> Iterator[str]:
    """Give the keys of the answers that a test stands on."""
    match test:
        case All(tests) | AnyOf(tests):
            for each in tests:
                yield from facts_in(each)
        case Not(inner):
            yield from facts_in(inner)
        case Compared(fact, since=since):
            yield fact
            if since is not None:
                yield since
        case Within(fact) | OneOf(fact):
            yield fact
        case EachYear():
            return


def _joined(
    join: Callable[[Iterable[Verdict]], Verdict],
    choose: Callable[[list[date]], date],
    outcomes: list[Outcome],
) -> Outcome:
    verdict = join(each.verdict for each in outcomes)
    open_ones = [each for each in outcomes if each.verdict is not Verdict.MET]
    days = [each.met_on for each in open_ones if each.met_on is not None]
    # All must come true, or one of them.
    reached = bool(days) and (choose is not max or len(days) == len(open_ones))
    return Outcome(
        verdict,
        tuple(fact for each in outcomes for fact in each.facts),
        tuple(year for each in outcomes for year in each.years),
        choose(days) if reached and verdict is Verdict.NOT_MET else None,
        tuple(name for each in outcomes for name in each.waiting),
    )


def _of_fact(test: OneOf | Within | Compared, facts: Facts, place: Place) -> FactResult:
    answer = facts.answers.get(test.fact)
    match test:
        case OneOf(fact, values, entries):
            listed = (each.id for each in entries if _counts(each, facts, place))
            possible = (*values, *listed)
            verdict = _held(answer, lambda known: known in possible)
            return FactResult(fact, "one_of", verdict, answer, tuple(_word(each) for each in possible))
        case Within(fact, low, high, unit):
            verdict = _held(answer, lambda known: _is_within(known, low, high))
            bounds = (_word(low), _word(high))
            return FactResult(fact, "within", verdict, answer, bounds, unit)
        case Compared():
            return _compared(test, answer, facts)


def _compared(test: Compared, answer: Answer | None, facts: Facts) -> FactResult:
    if test.unit in _UNITS_OF_TIME and not isinstance(test.value, date):
        first = facts.days.get(test.fact)
        if test.since is not None:
            return _time_between(test, test.value, facts)
        if first is None and isinstance(answer, date):
            first = answer
        if first is not None:
            return _time_since(test, test.value, first, facts)
    verdict = _held(answer, lambda known: _RELATIONS[test.relation](known, test.value))
    shortfall = _shortfall(test, answer)
    met_on = None
    grows = test.fact in facts.growing and test.relation == "at_least" and test.unit in _UNITS_OF_TIME
    if shortfall and grows:
        met_on = time_after(facts.submit_on, shortfall, test.unit)
    return FactResult(
        test.fact, test.relation, verdict, answer, test.value, test.unit, shortfall, test.unit, met_on
    )


def _time_since(test: Compared, amount: float, first: date, facts: Facts) -> FactResult:
    """Hold the time from a day to the planned day against an amount, to the day and inclusive."""
    due, day = time_after(first, amount, test.unit), facts.submit_on
    # What has not begun yet has lasted no time at all, not less than none.
    met = first <= day and _RELATIONS[test.relation](day, due)
    late = test.relation in ("at_least", "after") and not met
    return FactResult(
        fact=test.fact,
        relation=test.relation,
        verdict=Verdict.MET if met else Verdict.NOT_MET,
        value=_counted(test, first, facts),
        threshold=amount,
        unit=test.unit,
        shortfall=abs(((due if first <= day else first) - day).days) if not met else None,
        shortfall_unit="days",
        met_on=days_after(due, 0 if test.relation == "at_least" else 1) if late else None,
        since=first,
    )


def _counted(test: Compared, first: date, facts: Facts) -> Param:
    """Return what an answer comes to by the planned day: a number as it is known, a day as the time since."""
    known = facts.answers.get(test.fact)
    if isinstance(known, int | float):
        return known
    return time_between(first, facts.submit_on, test.unit)


def _time_between(test: Compared, amount: float, facts: Facts) -> FactResult:
    """Hold the time between two answered days against an amount, to the day and inclusive."""
    first, last = facts.answers.get(test.since or ""), facts.answers.get(test.fact)
    if not isinstance(first, date) or not isinstance(last, date):
        return FactResult(test.fact, test.relation, Verdict.UNKNOWN, None, amount, test.unit)
    due = time_after(first, amount, test.unit)
    met = first <= last and _RELATIONS[test.relation](last, due)
    return FactResult(
        fact=test.fact,
        relation=test.relation,
        verdict=Verdict.MET if met else Verdict.NOT_MET,
        value=time_between(first, last, test.unit),
        threshold=amount,
        unit=test.unit,
        shortfall=None if met else abs(((due if first <= last else first) - last).days),
        shortfall_unit="days",
        since=first,
    )


_RELATIONS: dict[str, Callable[..., bool]] = {
    "at_least": lambda answer, value: answer >= value,
    "at_most": lambda answer, value: answer <= value,
    "before": lambda answer, value: answer < value,
    "after": lambda answer, value: answer > value,
}


def _held(answer: Answer | None, holds: Callable[..., bool]) -> Verdict:
    if answer is None:
        return Verdict.UNKNOWN
    return Verdict.MET if holds(answer) else Verdict.NOT_MET


def _is_within(answer: object, low: object, high: object) -> bool:
    return bool(low <= answer <= high)  # type: ignore[operator]  # the loader lets only like kinds meet


def _shortfall(test: Compared, answer: Answer | None) -> float | None:
    if not isinstance(answer, int | float) or isinstance(answer, bool) or isinstance(test.value, date):
        return None
    missing = test.value - answer if test.relation in ("at_least", "after") else answer - test.value
    return round(float(missing), 2) if missing > 0 else None


def _counts(entry: Entry, facts: Facts, place: Place) -> bool:
    """Say whether an entry of a list counts on the planned day at a place."""
    return entry.place in (None, place.id) and entry.effective.holds_on(facts.submit_on)


_OPPOSITES = {
    "at_least": "below", "at_most": "above", "before": "from", "after": "until",
    "below": "at_least", "above": "at_most", "from": "before", "until": "after",
    "one_of": "none_of", "none_of": "one_of", "within": "outside", "outside": "within",
}  # fmt: skip


def _inverted_fact(result: FactResult) -> FactResult:
    """Turn how an answer stands against a test into how it stands against its opposite."""
    relation, threshold = _OPPOSITES[result.relation], result.threshold
    if relation in ("one_of", "none_of") and threshold in (("yes",), ("no",)):
        # Not yes is no.
        relation, threshold = "one_of", ("no",) if threshold == ("yes",) else ("yes",)
    return replace(
        result,
        relation=relation,
        verdict=inverted(result.verdict),
        threshold=threshold,
        shortfall=None,
        met_on=None,
    )


def _word(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
