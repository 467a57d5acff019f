"""Which chain a paper needs: authentication by apostille or consulate, translation, translator's licence.

The way of authentication follows from the country of issue and a day: that of the authentication where
there is one (of the paper, where it bears none), and the planned day while there is none. An apostille
counts once the convention is in force for the issuing state and for China, and once the place takes it.
"""

from datetime import date
from typing import TypeAlias

from app.domain.case import Case, Evidence, EvidencePart
from app.domain.judgement import ChainNeed
from app.domain.rules import AuthenticationWay, Chain, Place, Requirement, RulePack
from app.domain.sources import Source
from app.domain.words import Text


def chains_of(
    pack: RulePack, place: Place, requirement: Requirement, given: tuple[Evidence, ...], day: date
) -> tuple[ChainNeed, ...]:
    """Return the chain that each paper given needs, one for each country; what would hold while none is."""
    chain = requirement.chain
    if chain is None:
        return ()
    originals = [each for each in given if each.part is EvidencePart.ORIGINAL]
    countries = dict.fromkeys(each.country for each in originals) or {None: None}
    needs = (chain_need(pack, place, chain, country, _day_of(given, country, day)) for country in countries)
    return tuple(need for need in needs if need is not None)


def chains_in(pack: RulePack, case: Case) -> dict[tuple[str, str, str | None], ChainNeed]:
    """Return what each original of a case needs, by requirement, person and country of issue."""
    place, found = pack.places[case.place], {}
    for requirement_id, person in dict.fromkeys((each.requirement, each.person) for each in case.evidence):
        given = tuple(
            each for each in case.evidence if (each.requirement, each.person) == (requirement_id, person)
        )
        for need in chains_of(pack, place, pack.requirements[requirement_id], given, case.submit_on):
            found[requirement_id, person, need.country] = need
    return found


def chain_need(
    pack: RulePack, place: Place, chain: Chain, country: str | None, day: date
) -> ChainNeed | None:
    """Return the chain that a paper of a country needs on a day, None where it needs none."""
    if country in pack.home_countries or (country is None and not chain.assumed_abroad):
        return None
    licence = place.translator_licence_on(day)
    needs_licence = chain.translation and licence is not None and licence.asked
    way, how, source = _way(pack, place, country, day) if chain.authentication else (None, None, ())
    return ChainNeed(
        way=way,
        translation=chain.translation,
        translator_licence=needs_licence,
        source=(*chain.source, *source, *(licence.source if needs_licence and licence else ())),
        country=country,
        how=how,
    )


_Way: TypeAlias = tuple[AuthenticationWay, Text | None, tuple[Source, ...]]


def _way(pack: RulePack, place: Place, country: str | None, day: date) -> _Way:
    if country is None:
        return AuthenticationWay.BY_COUNTRY, None, ()
    apart = pack.apostille.exception_on(country, day)
    if apart is not None:
        return apart.way, apart.how, apart.source
    if not pack.apostille.joins(country, day):
        return AuthenticationWay.CONSULAR, None, ()
    switch = place.apostille_on(day)
    taken = {
        "yes": AuthenticationWay.APOSTILLE,
        "no": AuthenticationWay.CONSULAR,
        "ask": AuthenticationWay.ASK,
    }
    way = AuthenticationWay.APOSTILLE if switch is None else taken[switch.taken]
    return way, None, (*pack.apostille.source, *(() if switch is None else switch.source))


def _day_of(given: tuple[Evidence, ...], country: str | None, day: date) -> date:
    """Return the day by which the way of authentication is chosen."""
    own = [each for each in given if each.country in (country, None)]
    made = [each for each in own if each.part is EvidencePart.AUTHENTICATION]
    if not made:
        return day
    papers = [each for each in own if each.part is EvidencePart.ORIGINAL]
    return next((each.issued_on for each in (*made, *papers) if each.issued_on is not None), day)
