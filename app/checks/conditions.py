"""Does the case's own category fit, as far as answers tell, and is everyone there whom it is about?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import PersonRole
from app.domain.findings import Finding, Param
from app.domain.judgement import ConditionResult, Verdict

# Somebody may come along or not; these are whom the application rests on.
_NEEDED = (PersonRole.SPONSOR, PersonRole.LEADER)


def check_conditions(bench: Bench) -> Iterator[Finding]:
    """State the conditions that are not met or open, people who are missing, and a planned day gone by."""
    yield from _check_roles(bench)
    for result in () if bench.match is None else bench.match.results:
        # Figures of years and contradictions are told by checks of their own.
        if not result.years and not result.contradicted:
            yield from _check_condition(result)
    if bench.case.submit_on < bench.today:
        yield found("case.planned_day_past", params={"submit_on": bench.case.submit_on})


def _check_roles(bench: Bench) -> Iterator[Finding]:
    """State the people of whom papers are asked and who are not entered."""
    present = {person.role for person in bench.case.people}
    sure = [ask for ask in bench.category.asks_on(bench.case.submit_on) if ask.when is None]
    for role in _NEEDED:
        asks = [ask for ask in sure if role in ask.of]
        if asks and role not in present:
            params: dict[str, Param] = {
                "role": role.value,
                "requirements": tuple(ask.requirement for ask in asks),
            }
            yield found("person.role_missing", params=params, source=asks[0].source)


def _check_condition(result: ConditionResult) -> Iterator[Finding]:
    """State a condition that answers do not meet, or that waits for one."""
    params: dict[str, Param] = {"condition": result.condition.label}
    if result.verdict is Verdict.NOT_MET:
        if result.met_on is not None:
            params["met_on"] = result.met_on
        yield found("category.condition_not_met", source=result.condition.source, params=params)
    elif result.verdict is Verdict.UNKNOWN:
        yield found("category.condition_open", source=result.condition.source, params=params)
