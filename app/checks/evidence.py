"""What was read on the pages that a piece of evidence takes, as checks want it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.checks.bench import Bench
from app.domain.case import Evidence, EvidencePart
from app.domain.files import FileFacts, FileKind, PageFacts
from app.domain.packet import A4_HEIGHT_PT, A4_WIDTH_PT
from app.domain.papers import PaperKind
from app.domain.reading import Box, Fact, FactName, PageReading, Reading, Subject, TextSource

# Of the characters that a reader was this sure of, hardly one in a hundred was wrong on test pages.
CLEAR = 0.9
# Under a stamp the reader errs more often, and is then less sure.
CLEAR_UNDER_A_SEAL = 0.97

LINKS = (EvidencePart.AUTHENTICATION, EvidencePart.TRANSLATION, EvidencePart.TRANSLATOR_LICENCE)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Holds a page that a piece of evidence takes: its file, what was seen of it and read on it."""

    file: str
    seen: PageFacts
    read: PageReading

    @property
    def number(self) -> int:
        """Return the page's number in its file."""
        return self.read.number


@dataclass(frozen=True, slots=True)
class Stated:
    """Holds a fact with the page on which it stands."""

    page: ReadPage
    fact: Fact

    @property
    def file(self) -> str:
        """Return the file in which it stands."""
        return self.page.file

    @property
    def clear(self) -> bool:
        """Say whether it was read for certain: what it means, and under a stamp every line of it."""
        read, box = self.page.read, self.fact.box
        if self.fact.confidence < CLEAR:
            return False
        return (
            not _is_stamped(read, box)
            or _read_surely(read, box)
            or self.fact.confidence >= CLEAR_UNDER_A_SEAL
        )

    def days(self) -> tuple[date, ...]:
        """Return every day that it may mean; none where it is no date."""
        value = self.fact.value
        return (value, *self.fact.others) if isinstance(value, date) else ()


def _is_stamped(page: PageReading, box: Box) -> bool:
    return page.source is TextSource.RECOGNISED and any(_overlap(seal.box, box) for seal in page.seals)


def _read_surely(page: PageReading, box: Box) -> bool:
    """Say whether the letters there were read for certain, whatever is made of them."""
    lines = [line for line in page.lines if _overlap(line.box, box)]
    return bool(lines) and all(line.confidence >= CLEAR_UNDER_A_SEAL for line in lines)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) > max(one.left, other.left)
    return across and min(one.bottom, other.bottom) > max(one.top, other.top)


def read_pages(bench: Bench, evidence: Evidence) -> tuple[ReadPage, ...]:
    """Return the pages that a piece of evidence takes and that were read, in their order."""
    return tuple(
        ReadPage(file, seen, read)
        for file, pages in bench.used_pages(evidence).items()
        if (reading := bench.readings.get(file)) is not None
        for seen in pages or _uncounted(bench.facts[file], reading)
        if (read := reading.page(seen.number)) is not None
    )


def _uncounted(facts: FileFacts, reading: Reading) -> Iterator[PageFacts]:
    """Give the pages of a document whose pages show only after conversion."""
    if facts.kind is FileKind.DOCX and not facts.pages and facts.problem is None:
        for page in reading.pages:
            yield PageFacts(page.number, A4_WIDTH_PT, A4_HEIGHT_PT)


def sure_kind(page: ReadPage, bench: Bench) -> PaperKind | None:
    """Return the kind of paper that a page is beyond doubt, None where there is doubt."""
    guess = page.read.kind
    return bench.kinds.kinds.get(guess.kind) if guess is not None and guess.sure else None


def is_link(page: ReadPage, part: EvidencePart, requirement: str, bench: Bench) -> bool:
    """Say whether a page is that link of a requirement's chain and no original, beyond doubt."""
    kind = sure_kind(page, bench)
    return kind is not None and part in kind.parts and not bench.kinds.answers(kind.id, requirement)


def own_pages(bench: Bench, evidence: Evidence) -> tuple[ReadPage, ...]:
    """Return the pages of the paper itself.

    Left out are other links of its chain in the same file, and what is another kind of paper for certain:
    the visa pages of a passport, a file chosen by mistake.
    """
    return tuple(page for page in read_pages(bench, evidence) if _is_own(page, evidence, bench))


def _is_own(page: ReadPage, evidence: Evidence, bench: Bench) -> bool:
    others = (part for part in LINKS if part is not evidence.part)
    if any(is_link(page, part, evidence.requirement, bench) for part in others):
        return False
    guess = page.read.kind
    return guess is None or not bench.kinds.names_other_kind(guess, evidence.requirement, evidence.part)


def stated(pages: Iterable[ReadPage], *names: FactName, subject: Subject | None = None) -> Iterator[Stated]:
    """Give the facts of some names that stand on pages, in their order, of one subject if one is named."""
    for page in pages:
        for fact in page.read.facts:
            if fact.name in names and subject in (None, fact.subject):
                yield Stated(page, fact)


def evidence_of(bench: Bench, requirement: str, person: str | None = None) -> tuple[Evidence, ...]:
    """Return the evidence given for a requirement, of one person if one is named."""
    return tuple(
        evidence
        for evidence in bench.case.evidence
        if evidence.requirement == requirement and person in (None, evidence.person)
    )
