"""What every check is given, and how it states a finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.case import Case, Evidence, PageSelectionError, select_pages
from app.domain.files import FileFacts, PageFacts
from app.domain.findings import DEFAULT_SEVERITY, Finding, Param
from app.domain.judgement import (
    Absence,
    CategoryMatch,
    ChainNeed,
    ChecklistItem,
    Contradiction,
    YearJudgement,
)
from app.domain.pages import turns_in_file
from app.domain.papers import KindTable
from app.domain.reading import Reading
from app.domain.rules import Category, Place, RulePack
from app.domain.sources import Source


@dataclass(frozen=True, slots=True)
class Bench:
    """Holds a case, the rules that apply to it, and what was seen in its files (by their names).

    `chains` holds what each original from abroad needs, by requirement, person and country of issue;
    `match` how the case's category comes out. `readings` holds what was read in the files, by their
    names, and `kinds` what kinds of paper there are.
    """

    case: Case
    pack: RulePack
    category: Category
    place: Place
    checklist: tuple[ChecklistItem, ...]
    years: tuple[tuple[YearJudgement, tuple[Source, ...]], ...]
    facts: Mapping[str, FileFacts]
    today: date
    chains: Mapping[tuple[str, str, str | None], ChainNeed] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    absences: tuple[Absence, ...] = ()
    match: CategoryMatch | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    kinds: KindTable = field(default_factory=lambda: KindTable({}))

    def without_unsigned(self) -> "Bench":
        """Return the bench without letters of ours that nobody has signed yet: they prove nothing."""
        if not any(evidence.made_from for evidence in self.case.evidence):
            return self
        checklist = (replace(item, evidence=_signed(item.evidence)) for item in self.checklist)
        case = self.case.with_evidence(_signed(self.case.evidence))
        return replace(self, case=case, checklist=tuple(checklist))

    def evidence(self) -> Iterator[tuple[Evidence, ChecklistItem | None]]:
        """Give each piece of evidence with the item of the checklist that it answers, if any."""
        for evidence in self.case.evidence:
            yield evidence, self.item_of(evidence)

    def used_pages(self, evidence: Evidence) -> dict[str, tuple[PageFacts, ...]]:
        """Return the pages taken from each file of a piece of evidence; all where the selection is wrong."""
        seen = {name: self.facts[name].pages for name in evidence.files if name in self.facts}
        pages = [(name, page) for name, each in seen.items() for page in each]
        try:
            chosen = [pages[index] for index in select_pages(evidence.pages, len(pages))]
        except PageSelectionError:
            chosen = pages
        return {name: tuple(page for owner, page in chosen if owner == name) for name in seen}

    def turned_pages(self, evidence: Evidence) -> frozenset[tuple[str, int]]:
        """Return the pages of a piece of evidence that a person turned: the file, and the number in it."""
        counts = {name: len(self.facts[name].pages) for name in evidence.files if name in self.facts}
        return frozenset(
            (name, page)
            for place, name in enumerate(evidence.files)
            for page in turns_in_file(evidence, place, counts)
        )

    def item_of(self, evidence: Evidence) -> ChecklistItem | None:
        """Return the item that a piece of evidence answers; the one that asks for its country first."""
        items = [item for item in self.checklist if evidence in item.evidence]
        return next((item for item in items if item.ask.country), items[0] if items else None)


def _signed(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(each for each in evidence if not each.made_from)


def found(
    code: str,
    about: Evidence | ChecklistItem | None = None,
    *,
    requirement: str | None = None,
    person: str | None = None,
    file: str | None = None,
    page: int | None = None,
    source: tuple[Source, ...] = (),
    params: Mapping[str, Param] | None = None,
) -> Finding:
    """State a finding with its default severity, about a piece of evidence or an item of the checklist."""
    part = None
    if isinstance(about, Evidence):
        requirement, person, part = about.requirement, about.person, about.part.value
    elif about is not None:
        requirement, person = about.requirement.id, about.person.id
    return Finding(
        code, DEFAULT_SEVERITY[code], requirement, person, part, file, page, dict(params or {}), source
    )
