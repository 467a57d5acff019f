"""Runs every check over a case, in the order in which a person would mend things."""

from collections.abc import Iterator
from dataclasses import replace

from app.checks.amounts import check_amounts
from app.checks.answers import check_answers
from app.checks.bench import Bench
from app.checks.card import check_cards
from app.checks.chain import check_chains
from app.checks.conditions import check_conditions
from app.checks.dates import check_dates
from app.checks.figures import check_figures
from app.checks.files import check_files
from app.checks.history import check_history
from app.checks.identity import check_identity
from app.checks.letters import check_letters
from app.checks.not_needed import settle_not_needed
from app.checks.pages import check_pages
from app.checks.papers import check_papers
from app.checks.passport import check_passports
from app.checks.people import check_people
from app.checks.photo import check_photos
from app.checks.requirements import check_requirements
from app.checks.seals import check_seals
from app.checks.stays import check_stay_record
from app.domain.findings import Finding, Severity

_GRAVEST_FIRST = (Severity.BLOCKER, Severity.WARNING, Severity.NOTE)


def check_case(bench: Bench) -> tuple[Finding, ...]:
    """Return all findings, gravest first, with the severities that the place sets."""
    findings = [
        _as_the_place_sets(finding, bench) for finding in settle_not_needed(_all_findings(bench), bench)
    ]
    return tuple(sorted(findings, key=lambda finding: _GRAVEST_FIRST.index(finding.severity)))


def _all_findings(bench: Bench) -> Iterator[Finding]:
    yield from check_answers(bench)
    yield from check_conditions(bench)
    yield from check_people(bench)
    yield from check_requirements(bench)
    yield from check_letters(bench)
    yield from check_files(bench)
    # What is no paper yet is not looked at as one.
    signed = bench.without_unsigned()
    yield from check_papers(signed)
    yield from check_pages(signed)
    yield from check_seals(signed)
    yield from check_photos(signed)
    yield from check_identity(signed)
    yield from check_passports(signed)
    yield from check_cards(signed)
    yield from check_dates(signed)
    yield from check_chains(signed)
    yield from check_history(signed)
    yield from check_figures(signed)
    yield from check_amounts(signed)
    yield from check_stay_record(signed)


def _as_the_place_sets(finding: Finding, bench: Bench) -> Finding:
    severity = bench.place.severity.get(finding.code, finding.severity)
    return replace(finding, severity=severity)
