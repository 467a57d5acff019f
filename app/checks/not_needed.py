"""What somebody said is not needed: it blocks no longer, and each such word is told with who gave it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.checks.bench import Bench, found
from app.domain.case import NotNeeded
from app.domain.findings import Finding, Param, Severity
from app.domain.not_needed import Left, Said, said_not_needed

# What such a paper may lack; that it is not there at all, its state in the checklist says.
_GIVES_WAY = frozenset({"chain.authentication_missing", "chain.translation_missing"})


def settle_not_needed(findings: Iterable[Finding], bench: Bench) -> Iterator[Finding]:
    """Pass findings on, but for what papers lack of which somebody said that they are not needed."""
    lacking: set[NotNeeded] = set()
    for finding in findings:
        row = _row_about(finding, bench) if finding.code in _GIVES_WAY else None
        if row is None:
            yield finding
        else:
            lacking.add(row)
    for said in said_not_needed(bench.case, bench.checklist):
        yield _told(said, lacks_links=said.row in lacking)


def _row_about(finding: Finding, bench: Bench) -> NotNeeded | None:
    country = finding.params.get("country")
    rows = (
        row
        for row in bench.case.not_needed
        if (row.requirement, row.person) == (finding.requirement, finding.person)
        and row.country in (None, country)
    )
    return next(rows, None)


def _told(said: Said, *, lacks_links: bool) -> Finding:
    row = said.row
    params: dict[str, Param] = {"reason": row.reason, "said_by": row.said_by}
    if row.said_on is not None:
        params["said_on"] = row.said_on
    if row.country is not None:
        params["country"] = row.country
    in_part = said.left is Left.IN_PART or lacks_links
    if in_part:
        params["in_part"] = True
    source = () if said.item is None else said.item.ask.source
    code = "requirement.said_not_needed" if in_part else _CODES[said.left]
    finding = found(code, requirement=row.requirement, person=row.person, params=params, source=source)
    if said.left is Left.OUT and not said.weighs:
        return replace(finding, severity=Severity.NOTE)
    return finding


_CODES = {
    Left.OUT: "requirement.said_not_needed",
    Left.IN_PART: "requirement.said_not_needed",
    Left.GIVEN: "requirement.not_needed_given",
    Left.UNASKED: "requirement.not_needed_unasked",
}
