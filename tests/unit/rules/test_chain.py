"""The chain of a paper follows from its country, the day, and what the place takes."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.case import Evidence, EvidencePart
from app.domain.judgement import ChainNeed
from app.domain.rules import AuthenticationWay
from app.rules.chain import chain_need, chains_of
from tests.support.cases import PACK, SUBMIT_ON

RECORD = PACK.requirements["criminal-record"]
CHAIN = RECORD.chain
assert CHAIN is not None


def need(country: str | None, day: date = SUBMIT_ON, place: str = "shanghai") -> ChainNeed | None:
    assert CHAIN is not None
    return chain_need(PACK, PACK.places[place], CHAIN, country, day)


def way(country: str | None, day: date = SUBMIT_ON, place: str = "shanghai") -> AuthenticationWay | None:
    found = need(country, day, place)
    assert found is not None
    return found.way


def test_a_paper_of_a_member_takes_an_apostille_from_the_day_of_the_convention_in_china():
    assert way("DEU", date(2023, 11, 6)) is AuthenticationWay.CONSULAR
    assert way("DEU", date(2023, 11, 7)) is AuthenticationWay.APOSTILLE


def test_a_state_that_joined_later_takes_an_apostille_from_its_own_day():
    assert way("CAN", date(2024, 1, 10)) is AuthenticationWay.CONSULAR
    assert way("CAN", date(2024, 1, 11)) is AuthenticationWay.APOSTILLE


def test_a_state_outside_the_convention_takes_the_consulate():
    assert way("MYS") is AuthenticationWay.CONSULAR


def test_between_india_and_china_the_convention_does_not_hold():
    assert way("IND") is AuthenticationWay.CONSULAR


def test_hong_kong_has_a_way_of_its_own_that_is_told_in_words():
    found = need("HKG")
    assert found is not None
    assert found.way is AuthenticationWay.OTHER
    assert found.how is not None


def test_a_paper_of_china_needs_no_chain():
    assert need("CHN") is None


def test_where_the_place_has_not_said_that_it_takes_an_apostille_it_is_to_be_asked():
    assert way("DEU", place="ningbo") is AuthenticationWay.ASK


def test_a_country_that_is_not_named_leaves_both_ways_open():
    assert way(None) is AuthenticationWay.BY_COUNTRY


@pytest.mark.parametrize(("place", "asked"), [("shanghai", True), ("shenzhen", True), ("ningbo", False)])
def test_the_licence_of_the_translator_is_the_places_to_ask(place: str, asked: bool):
    found = need("DEU", place=place)
    assert found is not None
    assert found.translator_licence is asked


def test_the_day_of_the_authentication_decides_and_the_planned_day_while_there_is_none():
    original = Evidence("criminal-record", "anna", ("a.pdf",), country="CAN", issued_on=date(2023, 12, 1))
    early = replace(original, part=EvidencePart.AUTHENTICATION, issued_on=date(2024, 1, 10))
    late = replace(early, issued_on=date(2024, 1, 11))
    undated = replace(early, issued_on=None)
    place = PACK.places["shanghai"]

    def way_with(*given: Evidence) -> AuthenticationWay | None:
        (chain,) = chains_of(PACK, place, RECORD, given, SUBMIT_ON)
        return chain.way

    assert way_with(original) is AuthenticationWay.APOSTILLE
    assert way_with(original, early) is AuthenticationWay.CONSULAR
    assert way_with(original, late) is AuthenticationWay.APOSTILLE
    # One without a day of its own was made no later than the paper can tell.
    assert way_with(original, undated) is AuthenticationWay.CONSULAR


def test_the_authentication_of_one_country_says_nothing_of_another():
    spain = Evidence("criminal-record", "anna", ("a.pdf",), country="ESP", issued_on=date(2023, 9, 1))
    stamped = replace(spain, part=EvidencePart.AUTHENTICATION, issued_on=date(2023, 10, 1))
    france = replace(spain, country="FRA", files=("b.pdf",), issued_on=date(2026, 5, 1))
    ways = {
        each.country: each.way
        for each in chains_of(PACK, PACK.places["shanghai"], RECORD, (spain, stamped, france), SUBMIT_ON)
    }
    assert ways == {"ESP": AuthenticationWay.CONSULAR, "FRA": AuthenticationWay.APOSTILLE}


def test_papers_of_two_countries_have_a_chain_each():
    given = tuple(
        Evidence("criminal-record", "anna", (f"{c}.pdf",), country=c) for c in ("DEU", "MYS", "CHN")
    )
    ways = [each.way for each in chains_of(PACK, PACK.places["shanghai"], RECORD, given, SUBMIT_ON)]
    assert ways == [AuthenticationWay.APOSTILLE, AuthenticationWay.CONSULAR]


def test_every_need_says_where_it_is_written():
    for country in ("DEU", "MYS", "IND", "HKG", None):
        found = need(country)
        assert found is not None
        assert found.source
