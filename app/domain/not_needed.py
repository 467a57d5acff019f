"""Papers of which somebody said that they are not needed: how that stands to what is asked and given."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.case import Case, EvidencePart, NotNeeded
from app.domain.judgement import ChecklistItem, ItemState


class Left(StrEnum):
    """What saying that a paper is not needed comes to."""

    OUT = "out"
    IN_PART = "in-part"  # some pieces of it are given, fewer than asked
    GIVEN = "given"  # it is given all the same
    UNASKED = "unasked"  # nobody asks for it, or a rule lets it go anyway


@dataclass(frozen=True, slots=True)
class Said:
    """Holds what was said of one paper, the item of the checklist that it answers, and what it comes to."""

    row: NotNeeded
    item: ChecklistItem | None
    left: Left

    @property
    def weighs(self) -> bool:
        """Say whether the paper would be missing without it; else whether it is asked was open anyway."""
        return (
            self.item is None or self.left is Left.IN_PART or not (self.item.optional or self.item.unanswered)
        )


def said_not_needed(case: Case, checklist: tuple[ChecklistItem, ...]) -> tuple[Said, ...]:
    """Return what was said of papers that are not needed, in the order of the case."""
    return tuple(_said(row, checklist) for row in case.not_needed)


def _said(row: NotNeeded, checklist: tuple[ChecklistItem, ...]) -> Said:
    item = _item_of(row, checklist)
    if item is None or item.state is ItemState.WAIVED:
        return Said(row, item, Left.UNASKED)
    originals = [each for each in item.evidence if each.part is EvidencePart.ORIGINAL]
    if item.state is ItemState.NOT_NEEDED:
        return Said(row, item, Left.IN_PART if originals else Left.OUT)
    # Of several countries' papers, one may be given and another left out.
    given = any(None in (row.country, each.country) or each.country == row.country for each in originals)
    return Said(row, item, Left.GIVEN if given else Left.OUT)


def _item_of(row: NotNeeded, checklist: tuple[ChecklistItem, ...]) -> ChecklistItem | None:
    """Return the item that asks for the paper: of its country, else of any that is not asked apart."""
    items = [
        item
        for item in checklist
        if (item.person.id, item.ask.requirement) == (row.person, row.requirement)
        and item.ask.country in (None, row.country)
    ]
    return next((item for item in items if item.ask.country == row.country), items[0] if items else None)
