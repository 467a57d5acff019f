"""Whose papers take an apostille, since when, and whose go another way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.case import Case, Evidence, EvidencePart
from app.domain.rules import AuthenticationWay, RulePack
from app.domain.sources import Confidence
from app.rules.chain import chains_of
from app.store.case_toml import is_country

CaseMaker = Callable[..., Case]

DAY = date(2026, 12, 15)
IN_FORCE = date(2023, 11, 7)


@pytest.mark.parametrize(("day", "holds"), [(date(2023, 11, 6), False), (IN_FORCE, True), (DAY, True)])
def test_the_convention_holds_for_china_since_7_november_2023(pack: RulePack, day: date, holds: bool) -> None:
    assert pack.apostille.effective.holds_on(day) is holds
    assert pack.apostille.joins("DEU", day) is holds


def test_every_member_is_a_country_with_a_day_and_none_is_china(pack: RulePack) -> None:
    members = {each.country: each for each in pack.apostille.members}
    assert len(members) == len(pack.apostille.members) == 127
    assert [code for code in members if not is_country(code)] == []
    assert [code for code, member in members.items() if member.effective.since is None] == []
    assert [code for code, member in members.items() if member.effective.until is not None] == []
    assert not {"CHN", "HKG", "MAC", "TWN"} & set(members)


@pytest.mark.parametrize(
    ("country", "since"),
    [
        ("CAN", date(2024, 1, 11)),
        ("RWA", date(2024, 6, 5)),
        ("BGD", date(2025, 3, 30)),
        ("DZA", date(2026, 7, 9)),
        ("VNM", date(2026, 9, 11)),
    ],
)
def test_a_state_that_joined_later_counts_from_its_own_day(pack: RulePack, country: str, since: date) -> None:
    assert not pack.apostille.joins(country, date.fromordinal(since.toordinal() - 1))
    assert pack.apostille.joins(country, since)


def test_no_other_state_joined_after_china(pack: RulePack) -> None:
    later = {each.country for each in pack.apostille.members if (each.effective.since or DAY) > IN_FORCE}
    assert later == {"CAN", "RWA", "BGD", "DZA", "VNM"}


@pytest.mark.parametrize("country", ["DEU", "AUS", "IRL", "USA", "GBR", "FRA", "JPN", "KOR", "RUS", "BRA"])
def test_states_from_which_many_applicants_come_are_members(pack: RulePack, country: str) -> None:
    assert pack.apostille.joins(country, DAY)


@pytest.mark.parametrize("country", ["MYS", "THA", "EGY", "NGA", "ARE", "IRN", "NPL", "LKA"])
def test_states_outside_the_convention_are_no_members(pack: RulePack, country: str) -> None:
    assert not pack.apostille.joins(country, DAY)


@pytest.mark.parametrize(
    ("country", "way", "words"),
    [
        ("IND", AuthenticationWay.CONSULAR, "objected"),
        ("HKG", AuthenticationWay.OTHER, "attesting officer"),
        ("MAC", AuthenticationWay.OTHER, "notary"),
        ("TWN", AuthenticationWay.OTHER, "notarised there"),
    ],
)
def test_whose_papers_go_another_way(
    pack: RulePack, country: str, way: AuthenticationWay, words: str
) -> None:
    found = pack.apostille.exception_on(country, DAY)
    assert found is not None
    assert found.way is way
    assert words in found.how.en


def test_nobody_else_goes_another_way(pack: RulePack) -> None:
    assert {each.country for each in pack.apostille.exceptions} == {"IND", "HKG", "MAC", "TWN"}


def test_the_way_of_papers_from_taiwan_is_confirmed_by_nothing_that_was_read(pack: RulePack) -> None:
    found = pack.apostille.exception_on("TWN", DAY)
    assert found is not None
    assert {source.confidence for source in found.source} == {Confidence.UNVERIFIED}


def test_the_list_of_members_is_read_in_part_only(pack: RulePack) -> None:
    sure = {source.instrument: source.confidence for source in pack.apostille.source}
    assert sure["hcch-status"] is Confidence.SECONDARY
    assert sure["apostille-depositary"] is Confidence.OFFICIAL


@pytest.mark.parametrize(
    ("place", "country", "way"),
    [
        ("ningbo", "DEU", AuthenticationWay.ASK),
        ("shanghai", "DEU", AuthenticationWay.APOSTILLE),
        ("beijing", "VNM", AuthenticationWay.APOSTILLE),
        ("national", "IND", AuthenticationWay.CONSULAR),
        ("guangdong", "MYS", AuthenticationWay.CONSULAR),
        ("shenzhen", "HKG", AuthenticationWay.OTHER),
    ],
)
def test_the_way_of_a_criminal_record_follows_from_place_and_country(
    pack: RulePack, paper: Callable[..., Evidence], place: str, country: str, way: AuthenticationWay
) -> None:
    given = (paper("criminal-record", country=country),)
    (need,) = chains_of(pack, pack.places[place], pack.requirements["criminal-record"], given, DAY)
    assert need.way is way


@pytest.mark.parametrize(
    ("issued_on", "way"),
    [(date(2026, 9, 10), AuthenticationWay.CONSULAR), (date(2026, 9, 11), AuthenticationWay.APOSTILLE)],
)
def test_an_authentication_from_before_its_state_joined_is_the_consulate_s(
    pack: RulePack, paper: Callable[..., Evidence], issued_on: date, way: AuthenticationWay
) -> None:
    part = EvidencePart.AUTHENTICATION
    given = (
        paper("criminal-record", country="VNM"),
        paper("criminal-record", country="VNM", part=part, issued_on=issued_on),
    )
    (need,) = chains_of(pack, pack.places["beijing"], pack.requirements["criminal-record"], given, DAY)
    assert need.way is way
