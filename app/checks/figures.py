"""Do wage, tax and days in China reach what each counted year must reach?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.findings import Finding, Param
from app.domain.judgement import Verdict, YearJudgement
from app.domain.rules import YearColumn

_PREFIX = {YearColumn.WAGE: "wage", YearColumn.TAX: "tax", YearColumn.STAY: "stay"}
_REQUIREMENT = {
    YearColumn.WAGE: "income-proof", YearColumn.TAX: "tax-proof", YearColumn.STAY: "stay-record"
}  # fmt: skip
_SHORT = {
    YearColumn.WAGE: "wage.below_threshold",
    YearColumn.TAX: "tax.below_standard",
    YearColumn.STAY: "stay.year_short",
}


def check_figures(bench: Bench) -> Iterator[Finding]:
    """State the years that lack a figure or fall short."""
    principal = bench.case.principal
    left_out = {fact for each in bench.contradictions for fact in each.facts}
    for judgement, rule_source in bench.years:
        if judgement.value is None and _named(judgement) & left_out:
            # It is entered, but it contradicts something else: that has been said.
            continue
        code = _code(judgement)
        if code is None:
            continue
        yield found(
            code,
            requirement=_REQUIREMENT[judgement.column],
            person=None if principal is None else principal.id,
            source=(*rule_source, *judgement.source),
            params=_params(judgement, code),
        )


def _named(judgement: YearJudgement) -> frozenset[str]:
    """Return the facts that a counted year stands on."""
    figure = f"year.{judgement.year}.{judgement.column.value}"
    return frozenset({figure, "stays"} if judgement.column is YearColumn.STAY else {figure})


def _code(judgement: YearJudgement) -> str | None:
    prefix = _PREFIX[judgement.column]
    if judgement.value is None:
        return f"{prefix}.year_missing"
    if judgement.threshold is None:
        return f"{prefix}.standard_unknown"
    if judgement.verdict is Verdict.NOT_MET:
        return _SHORT[judgement.column]
    # Only the tax rule has a second, harder reading.
    return "tax.below_strict_reading" if judgement.strict_verdict is Verdict.NOT_MET else None


def _params(judgement: YearJudgement, code: str) -> dict[str, Param]:
    params: dict[str, Param] = {"year": judgement.year}
    if judgement.value is not None:
        params["value"] = judgement.value
    threshold = judgement.strict_threshold if code == "tax.below_strict_reading" else judgement.threshold
    if threshold is not None and judgement.value is not None:
        params["threshold"] = threshold
        params["shortfall"] = round(threshold - judgement.value, 2)
    if judgement.average_year is not None:
        params["average_year"] = judgement.average_year
    if judgement.begins is not None and judgement.ends is not None:
        params.update(begins=judgement.begins, ends=judgement.ends)
    if judgement.income is not None and code == "tax.below_standard":
        params["income"] = judgement.income
    return params
