"""The four places of a paper, original to licence: what is given there, missing or not needed."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.case import Evidence, EvidencePart
from app.domain.judgement import ChainNeed, ChecklistItem, ItemState
from app.domain.rules import AuthenticationWay
from app.gui.marks import Mark
from app.i18n.catalogue import N_


class PartState(StrEnum):
    """How far one place of a paper is."""

    GIVEN = "given"
    UNSIGNED = "unsigned"  # a letter of ours that nobody has signed
    MISSING = "missing"
    IF_ABROAD = "if-abroad"  # needed where the paper comes from abroad, which is not known
    NOT_NEEDED = "not-needed"


PART_STATE_NAMES = {
    PartState.GIVEN: N_("Given"),
    PartState.UNSIGNED: N_("Not signed yet"),
    PartState.MISSING: N_("Missing"),
    PartState.IF_ABROAD: N_("If abroad"),
    PartState.NOT_NEEDED: N_("Not needed"),
}
PART_STATE_MARKS = {
    PartState.GIVEN: Mark.GOOD,
    PartState.UNSIGNED: Mark.WARN,
    PartState.MISSING: Mark.OPEN,
    PartState.IF_ABROAD: Mark.ASK,
    PartState.NOT_NEEDED: Mark.OFF,
}
# So short that four of them stand in one row; the whole name is told by the tool tip.
SHORT_PART_NAMES = {
    EvidencePart.ORIGINAL: N_("Original"),
    EvidencePart.AUTHENTICATION: N_("Apostille"),
    EvidencePart.TRANSLATION: N_("Translation"),
    EvidencePart.TRANSLATOR_LICENCE: N_("Licence"),
}
_LET_GO = (ItemState.WAIVED, ItemState.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Holds one of the four places of a paper and what is given there."""

    part: EvidencePart
    state: PartState
    given: tuple[Evidence, ...]


def places_of(item: ChecklistItem) -> tuple[Place, ...]:
    """Return the four places of an item."""
    return tuple(_place(item, part) for part in EvidencePart)


def has_chain(item: ChecklistItem) -> bool:
    """Say whether anything but the paper itself may be needed, or is given."""
    return any(
        place.part is not EvidencePart.ORIGINAL and place.state is not PartState.NOT_NEEDED
        for place in places_of(item)
    )


def _place(item: ChecklistItem, part: EvidencePart) -> Place:
    given = tuple(each for each in item.evidence if each.part is part)
    if given:
        signed = any(not each.made_from for each in given)
        return Place(part, PartState.GIVEN if signed else PartState.UNSIGNED, given)
    if item.state in _LET_GO:
        return Place(part, PartState.NOT_NEEDED, ())
    if part is EvidencePart.ORIGINAL:
        return Place(part, PartState.MISSING, ())
    needs = [chain for chain in item.chains if _needs(chain, part)]
    if any(chain.country is not None for chain in needs):
        return Place(part, PartState.MISSING, ())
    return Place(part, PartState.IF_ABROAD if needs else PartState.NOT_NEEDED, ())


def _needs(chain: ChainNeed, part: EvidencePart) -> bool:
    if part is EvidencePart.AUTHENTICATION:
        return chain.way not in (None, AuthenticationWay.NONE)
    if part is EvidencePart.TRANSLATION:
        return chain.translation
    return chain.translator_licence
