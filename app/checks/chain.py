"""Has every paper from abroad its authentication, its Chinese translation, the translator's licence?

A link may stand in the same file as another part of the chain. What links say is held against the
original: the day of authentication, and how many pages were translated.
"""

from collections import Counter
from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.checks.dates import KnownDay, authentication_day, issue_day
from app.checks.evidence import CLEAR, is_link, own_pages, read_pages, stated
from app.domain.calendar import months_after
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.reading import FactName
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
            yield from _check_order(given, bench)
            yield from _check_page_count(given, bench)
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
    abroad = [evidence for evidence in abroad if not _holds(evidence, part, bench)]
    if not links and _in_another_link(part, given, bench):
        return abroad[1:]
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


def _holds(evidence: Evidence, part: EvidencePart, bench: Bench) -> bool:
    """Say whether a link of the chain stands in the same file, beyond doubt."""
    return any(is_link(page, part, evidence.requirement, bench) for page in read_pages(bench, evidence))


def _in_another_link(part: EvidencePart, given: list[Evidence], bench: Bench) -> bool:
    """Say whether the missing link stands in the file of another, the apostille in the translation's, say."""
    links = (evidence for evidence in given if evidence.part not in (EvidencePart.ORIGINAL, part))
    return any(_holds(evidence, part, bench) for evidence in links)


# What the links say of the original


def _check_order(given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    """State an authentication that bears an earlier day than the paper that it is for."""
    originals = [each for each in given if each.part is EvidencePart.ORIGINAL]
    for evidence in given:
        if evidence.part is EvidencePart.TRANSLATION:
            continue
        same = [each for each in originals if evidence.country in (None, each.country)]
        issued = [day for each in same if (day := issue_day(each, bench)) is not None]
        authenticated = authentication_day(evidence, bench)
        if authenticated is None or not issued or len(issued) < len(same):
            continue
        first = min(each.day for each in issued)
        if authenticated.day < first and not _has_lapsed(evidence, authenticated, bench):
            file, page = authenticated.place(evidence)
            params: dict[str, Param] = {"authenticated_on": authenticated.day, "issued_on": first}
            yield found("chain.authentication_before_issue", evidence, file=file, page=page, params=params)


def _has_lapsed(evidence: Evidence, authenticated: KnownDay, bench: Bench) -> bool:
    """Say whether an authentication no longer counts, which is told of itself."""
    requirement = bench.pack.requirements[evidence.requirement]
    validity = bench.place.validity_on(requirement, bench.case.submit_on)
    if validity is None or EvidencePart.AUTHENTICATION not in validity.counts_from:
        return False
    return months_after(authenticated.day, validity.months) < bench.case.submit_on


def _check_page_count(given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    """State a translation that says how many pages it has or was made from, where neither is so."""
    originals = [each for each in given if each.part is EvidencePart.ORIGINAL]
    for evidence in given:
        same = [each for each in originals if evidence.country in (None, each.country)] or originals
        if evidence.part is not EvidencePart.TRANSLATION or len(same) != 1:
            continue
        pages = own_pages(bench, evidence)
        counts = [each for each in stated(pages, FactName.PAGES_STATED) if each.fact.confidence >= CLEAR]
        said = {each.fact.value for each in counts}
        if len(said) == 1 and not said & _page_counts(evidence, same[0], given, bench):
            first, asked = counts[0], counts[0].fact.value
            params: dict[str, Param] = {"asked": asked, "given": _count(same[0], bench)}
            yield found(
                "chain.translation_pages", evidence, file=first.file, page=first.page.number, params=params
            )


def _page_counts(
    translation: Evidence, original: Evidence, given: list[Evidence], bench: Bench
) -> set[object]:
    """Return the numbers of pages that a translation may speak of, the authentication counted or not."""
    links = [
        each
        for each in given
        if each.part is EvidencePart.AUTHENTICATION and each.country in (None, original.country)
    ]
    own, authentication = _count(original, bench), sum(_count(each, bench) for each in links)
    counts = {own, own + authentication, _count(translation, bench)}
    return counts | {len(own_pages(bench, each)) for each in (original, translation)}


def _count(evidence: Evidence, bench: Bench) -> int:
    return sum(len(pages) for pages in bench.used_pages(evidence).values())


def _check_licence(requirement: Requirement, given: list[Evidence], bench: Bench) -> Iterator[Finding]:
    licence = bench.place.translator_licence_on(bench.case.submit_on)
    if licence is None or not licence.asked:
        return
    parts = {evidence.part for evidence in given}
    if any(_holds(evidence, EvidencePart.TRANSLATOR_LICENCE, bench) for evidence in given):
        return
    if EvidencePart.TRANSLATION in parts and EvidencePart.TRANSLATOR_LICENCE not in parts:
        translation = next(e for e in given if e.part is EvidencePart.TRANSLATION)
        yield found(
            "chain.translator_licence_missing",
            requirement=requirement.id,
            person=translation.person,
            source=licence.source,
        )
