"""How long each paper counts, what chain it needs from abroad, and whether it must still be valid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Evidence, EvidencePart
from app.domain.judgement import UseBy
from app.domain.rules import RulePack
from app.rules.checklist import earliest_use_by

SUBMIT_ON = date(2026, 12, 15)
AUTHENTICATED, NO_CHAIN = (True, True), None
ABROAD, IN_CHINA = True, False

# requirement: section, form, (authentication, translation), taken to be from abroad while no country is named
REQUIREMENTS = {
    "application-form": ("identity", "original", NO_CHAIN, None),
    "photo": ("identity", "original", NO_CHAIN, None),
    "passport": ("identity", "original-and-copy", NO_CHAIN, None),
    "visa-or-permit": ("identity", "original-and-copy", NO_CHAIN, None),
    "accommodation-registration": ("identity", "original-and-copy", NO_CHAIN, None),
    "employment-proof": ("work", "original", NO_CHAIN, None),
    "work-permit": ("work", "original-and-copy", NO_CHAIN, None),
    "work-history-proof": ("work", "original", NO_CHAIN, None),
    "employer-registration": ("work", "original-and-copy", NO_CHAIN, None),
    "employer-annual-report": ("work", "copy", NO_CHAIN, None),
    "employer-recommendation": ("work", "original", NO_CHAIN, None),
    "organisation-letter": ("work", "original", NO_CHAIN, None),
    "visa-delay-statement": ("work", "original", NO_CHAIN, None),
    "income-proof": ("income-tax", "original", NO_CHAIN, None),
    "tax-proof": ("income-tax", "original-and-copy", NO_CHAIN, None),
    "stay-record": ("stay", "original", NO_CHAIN, None),
    "previous-permits": ("stay", "original-and-copy", NO_CHAIN, None),
    "health-certificate": ("health-character", "original-and-copy", AUTHENTICATED, IN_CHINA),
    "criminal-record": ("health-character", "original-and-copy", AUTHENTICATED, ABROAD),
    "marriage-certificate": ("family", "original-and-copy", AUTHENTICATED, ABROAD),
    "birth-certificate": ("family", "original-and-copy", AUTHENTICATED, ABROAD),
    "kinship-proof": ("family", "original-and-copy", AUTHENTICATED, IN_CHINA),
}


def test_every_requirement_stands_in_the_table(pack: RulePack) -> None:
    assert sorted(pack.requirements) == sorted(REQUIREMENTS)


@pytest.mark.parametrize("requirement_id", REQUIREMENTS)
def test_each_requirement_says_where_it_goes_and_what_chain_it_needs(
    pack: RulePack, requirement_id: str
) -> None:
    requirement = pack.requirements[requirement_id]
    chain = requirement.chain
    links = None if chain is None else (chain.authentication, chain.translation)
    abroad = None if chain is None else chain.assumed_abroad
    assert (requirement.section, requirement.form, links, abroad) == REQUIREMENTS[requirement_id]


def test_only_earlier_permits_may_have_expired(pack: RulePack) -> None:
    past = {name for name, requirement in pack.requirements.items() if requirement.may_have_expired}
    assert past == {"previous-permits"}


def test_only_health_certificate_and_criminal_record_grow_too_old(pack: RulePack) -> None:
    ageing = {name: requirement.validity for name, requirement in pack.requirements.items()}
    assert {name for name, validity in ageing.items() if validity} == {
        "health-certificate",
        "criminal-record",
    }


def test_a_health_certificate_counts_for_six_months_from_its_issue(
    pack: RulePack, paper: Callable[..., Evidence]
) -> None:
    given = paper("health-certificate", issued_on=date(2026, 6, 15))
    found = earliest_use_by(
        pack.requirements["health-certificate"], pack.places["ningbo"], (given,), SUBMIT_ON
    )
    assert found == UseBy(date(2026, 12, 15), "original", 6)


def test_a_health_certificates_authentication_sets_no_day(
    pack: RulePack, paper: Callable[..., Evidence]
) -> None:
    given = paper("health-certificate", part=EvidencePart.AUTHENTICATION, issued_on=date(2026, 1, 5))
    assert (
        earliest_use_by(pack.requirements["health-certificate"], pack.places["ningbo"], (given,), SUBMIT_ON)
        is None
    )


@pytest.mark.parametrize(
    ("original", "authentication", "day", "part"),
    [
        (date(2026, 7, 1), date(2026, 8, 1), date(2027, 1, 1), "original"),
        (date(2026, 9, 1), date(2026, 8, 31), date(2027, 2, 28), "authentication"),
    ],
)
def test_a_criminal_record_counts_until_the_earlier_of_its_two_days(
    pack: RulePack,
    paper: Callable[..., Evidence],
    original: date,
    authentication: date,
    day: date,
    part: str,
) -> None:
    given = (
        paper("criminal-record", issued_on=original),
        paper("criminal-record", part=EvidencePart.AUTHENTICATION, issued_on=authentication),
    )
    found = earliest_use_by(pack.requirements["criminal-record"], pack.places["ningbo"], given, SUBMIT_ON)
    assert found == UseBy(day, part, 6)


@pytest.mark.parametrize("requirement_id", ["marriage-certificate", "birth-certificate", "kinship-proof"])
def test_no_national_rule_limits_the_age_of_family_papers(
    pack: RulePack, paper: Callable[..., Evidence], requirement_id: str
) -> None:
    given = paper(requirement_id, issued_on=date(2009, 5, 1))
    assert (
        earliest_use_by(pack.requirements[requirement_id], pack.places["ningbo"], (given,), SUBMIT_ON) is None
    )


@pytest.mark.parametrize(
    ("requirement_id", "former"),
    [
        ("work-permit", "外国专家证"),
        ("employer-annual-report", "年检"),
        ("employer-registration", "批准证书"),
    ],
)
def test_papers_that_older_lists_name_otherwise_tell_their_former_name(
    pack: RulePack, requirement_id: str, former: str
) -> None:
    legacy = pack.requirements[requirement_id].legacy
    assert legacy is not None
    assert former in legacy.zh
