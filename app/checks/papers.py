"""Is every file the paper that it is given for, and are all of its pages there?"""

from collections.abc import Iterator
from dataclasses import replace

from app.checks.bench import Bench, found
from app.checks.evidence import CLEAR, ReadPage, own_pages, read_pages, stated
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Param
from app.domain.reading import FactName, KindGuess

_PHOTO = "photo"
# Two kinds of one family that share so much leave little for any other.
_TOGETHER_SURE = 0.85


def check_papers(bench: Bench) -> Iterator[Finding]:
    """State papers of another kind, missing pages, and files that could not be read to their end."""
    for evidence in bench.case.evidence:
        yield from _check_kinds(evidence, bench)
        yield from _check_pages(evidence, bench)
        yield from _check_trouble(evidence, bench)


# Kinds


def _check_kinds(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    """State each file on which a page is certainly another kind of paper, and none the one asked for."""
    pages = read_pages(bench, evidence)
    for file in dict.fromkeys(page.file for page in pages):
        answers = [(page, _accepts(evidence, page, bench)) for page in pages if page.file == file]
        wrong = next((page for page, answer in answers if answer is False), None)
        if wrong is not None and not any(answer for _, answer in answers):
            yield _mismatch(evidence, wrong, bench)


def _accepts(evidence: Evidence, page: ReadPage, bench: Bench) -> bool | None:
    requirement = bench.pack.requirements.get(evidence.requirement)
    chained = requirement is None or requirement.chain is not None
    answers = {
        bench.kinds.accepts(evidence.requirement, evidence.part, guess, chained=chained)
        for guess in _guesses(page, bench)
    }
    return answers.pop() if len(answers) == 1 else None


def _guesses(page: ReadPage, bench: Bench) -> tuple[KindGuess, ...]:
    """Return what a page may be: its likeliest kind, or all of its kinds where two of a family lead.

    Whether a sticker is a visa or a permit, a letter a proof of work or of income as well, may be open;
    that it is neither of anything else is then as sure.
    """
    first, *others = page.read.kinds or (None,)
    if first is None or first.sure or not others:
        return () if first is None else (first,)
    family = set(_answered(first, bench)) & set(_answered(others[0], bench))
    if not family or first.confidence + others[0].confidence < _TOGETHER_SURE:
        return (first,)
    return tuple(replace(guess, sure=True) for guess in page.read.kinds)


def _answered(guess: KindGuess, bench: Bench) -> tuple[str, ...]:
    kind = bench.kinds.kinds.get(guess.kind)
    return () if kind is None else kind.answers


def _mismatch(evidence: Evidence, page: ReadPage, bench: Bench) -> Finding:
    guess = page.read.kind
    kind = None if guess is None else bench.kinds.kinds.get(guess.kind)
    params: dict[str, Param] = {} if kind is None else {"kind": kind.title, "kind_id": kind.id}
    return found("document.mismatch", evidence, file=page.file, page=page.number, params=params)


# Pages


def _check_pages(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    """State an original that says of itself how many pages it has, and is short of some."""
    if evidence.part is not EvidencePart.ORIGINAL:
        return
    counts = list(stated(own_pages(bench, evidence), FactName.PAGES_STATED))
    said = {each.fact.value for each in counts if each.fact.confidence >= CLEAR}
    if len(said) != 1 or len(said) != len({each.fact.value for each in counts}):
        return
    asked = said.pop()
    here, together = _given(evidence, bench), sum(_given(each, bench) for each in _siblings(evidence, bench))
    if not isinstance(asked, int) or here >= asked or not _are_counted(evidence, bench):
        return
    code = "document.pages_scattered" if together >= asked else "document.page_missing"
    first = counts[0]
    params: dict[str, Param] = {"asked": asked, "given": here}
    yield found(code, evidence, file=first.file, page=first.page.number, params=params)


def _are_counted(evidence: Evidence, bench: Bench) -> bool:
    """Say whether the pages of every file are known."""
    facts = [bench.facts.get(name) for name in evidence.files]
    return all(each is not None and each.pages and each.problem is None for each in facts)


def _siblings(evidence: Evidence, bench: Bench) -> Iterator[Evidence]:
    """Give all evidence of the same part for the same requirement and person."""
    key = (evidence.requirement, evidence.person, evidence.part)
    for other in bench.case.evidence:
        if (other.requirement, other.person, other.part) == key:
            yield other


def _given(evidence: Evidence, bench: Bench) -> int:
    return sum(len(pages) for pages in bench.used_pages(evidence).values())


# Trouble


def _check_trouble(evidence: Evidence, bench: Bench) -> Iterator[Finding]:
    for name in evidence.files:
        reading = bench.readings.get(name)
        if reading is not None and reading.trouble is not None and evidence.requirement != _PHOTO:
            yield found("reading.stopped", evidence, file=name, params={"reason": reading.trouble})
