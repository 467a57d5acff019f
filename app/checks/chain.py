"""Has every paper from abroad its authentication, its Chinese translation, the translator's licence?"""

from collections import Counter
from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.rules import Chain, Requirement


def check_chains(bench: Bench) -> Iterator[Finding]:
    """State the links that are missing, per requirement and person."""
    pairs = dict.fromkeys((evidence.requirement, evidence.person) for evidence in bench.case.evidence)
    for requirement_id, person in pairs:
        requirement = bench.pack.requirements.get(requirement_id)
        if requirement is None:
            continue
        given = [
            evidence
            for evidence in bench.case.evidence
            if (evidence.requirement, evidence.person) == (requirement_id, person)
        ]
        if requirement.chain is not None:
            yield from _check_links(requirement.chain, given, bench)
        yield from _check_licence(requirement, given, bench)


def _check_links(chain: Chain, given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    abroad = [
        evidence
        for evidence in given
        if evidence.part is EvidencePart.ORIGINAL and _is_abroad(evidence, chain, bench)
    ]
    if chain.authentication:
        for evidence in _without(EvidencePart.AUTHENTICATION, abroad, given, bench):
            yield _missing("chain.authentication_missing", evidence, chain, bench)
    if chain.translation:
        for evidence in _without(EvidencePart.TRANSLATION, abroad, given, bench):
            yield _missing("chain.translation_missing", evidence, chain, bench)


def _missing(code: str, evidence: Evidence, chain: Chain, bench: Bench) -> Finding:
    params: dict[str, Param] = {"country": evidence.country} if evidence.country else {}
    source = chain.source
    need = bench.chains.get((evidence.requirement, evidence.person, evidence.country))
    if code == "chain.authentication_missing" and need is not None and need.way is not None:
        params["way"] = need.way.value
        source = need.source
        if need.how is not None:
            params["how"] = need.how
    return found(code, evidence, file=evidence.files[0], source=source, params=params)


def _is_abroad(evidence: Evidence, chain: Chain, bench: Bench) -> bool:
    if evidence.country is None:
        return chain.assumed_abroad
    return evidence.country not in bench.pack.home_countries


def _without(
    part: EvidencePart, abroad: list[Evidence], given: list[Evidence], bench: Bench
) -> list[Evidence]:
    """Return the originals for which there is no such part, counted country by country.

    A part that names no country, or China, where it was made, serves any original that has none.
    """
    links = Counter(evidence.country for evidence in given if evidence.part is part)
    lacking, unplaced = [], []
    for evidence in abroad:
        if evidence.country is None:
            unplaced.append(evidence)
        elif links[evidence.country] > 0:
            links[evidence.country] -= 1
        else:
            lacking.append(evidence)
    spare = sum(links[country] for country in (None, *bench.pack.home_countries))
    # An original that names no country may go with a part of any that is left.
    left = links.total() - min(spare, len(lacking))
    return [*lacking[spare:], *unplaced[left:]]


def _check_licence(requirement: Requirement, given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    licence = bench.place.translator_licence_on(bench.case.submit_on)
    if licence is None or not licence.asked:
        return
    parts = {evidence.part for evidence in given}
    if EvidencePart.TRANSLATION in parts and EvidencePart.TRANSLATOR_LICENCE not in parts:
        translation = next(e for e in given if e.part is EvidencePart.TRANSLATION)
        yield found(
            "chain.translator_licence_missing",
            requirement=requirement.id,
            person=translation.person,
            source=licence.source,
        )
