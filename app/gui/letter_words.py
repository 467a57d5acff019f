"""What letters and their states are called, and in which groups they are listed."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.case import Case
from app.domain.judgement import ItemState
from app.domain.letters import LetterForm, LetterKind, LetterOffer, LetterTemplate
from app.gui.marks import Mark
from app.gui.words import Words
from app.i18n.catalogue import N_

FORM_NAMES = {
    LetterForm.ZH: N_("Chinese"),
    LetterForm.EN: N_("English"),
    LetterForm.COLUMNS: N_("Chinese and English beside each other"),
    LetterForm.AFTER: N_("Chinese, then English"),
}


class LetterState(StrEnum):
    """How far a letter is."""

    MISSING = "missing"
    READY = "ready"
    READ = "read"
    UNSIGNED = "unsigned"
    SIGNED = "signed"


_MARKS = {
    LetterState.MISSING: Mark.OPEN,
    LetterState.READY: Mark.NOTE,
    LetterState.READ: Mark.GOOD,
    LetterState.UNSIGNED: Mark.WARN,
    LetterState.SIGNED: Mark.GOOD,
}
_STATE_NAMES = {
    LetterState.READY: N_("ready to read"),
    LetterState.READ: N_("read"),
    LetterState.UNSIGNED: N_("attached, not signed"),
    LetterState.SIGNED: N_("signed paper is there"),
}


# Where it hangs on an answer, or is left out, a paper is not asked for.
ASKED_STATES = (ItemState.MISSING, ItemState.TOO_FEW, ItemState.UNSIGNED, ItemState.PROVIDED)


class Group(StrEnum):
    """Under which heading a letter is listed."""

    ASKED = "asked"
    LETTERS = "letters"
    SHEETS = "sheets"
    LISTS = "lists"
    OWN = "own"


GROUP_NAMES = {
    Group.ASKED: N_("Asked for by the checklist"),
    Group.LETTERS: N_("Other letters"),
    Group.SHEETS: N_("Data sheets for official forms"),
    Group.LISTS: N_("Lists"),
    Group.OWN: N_("Own templates"),
}
_GROUPS = {
    LetterKind.LETTER: Group.LETTERS,
    LetterKind.SHEET: Group.SHEETS,
    LetterKind.LIST: Group.LISTS,
}


@dataclass(frozen=True, slots=True)
class LetterKey:
    """Names a letter about a person."""

    letter: str
    person: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """Holds a row of the list: a letter with all whom it can be about, the one who is meant first."""

    group: Group
    template: LetterTemplate
    offers: tuple[LetterOffer, ...]

    @property
    def key(self) -> LetterKey:
        """Return the name of what the row stands for."""
        return LetterKey(self.template.id, self.offers[0].person)


def key_of(offer: LetterOffer) -> LetterKey:
    """Return the name of an offer."""
    return LetterKey(offer.template.id, offer.person)


def rows_of(offers: tuple[LetterOffer, ...]) -> tuple[LetterRow, ...]:
    """Return the rows: each letter that is asked of a person, then each other letter once."""
    asked = [offer for offer in offers if offer.requirement and offer.state in ASKED_STATES]
    rows = [LetterRow(Group.ASKED, offer.template, (offer,)) for offer in asked]
    held = {offer.template.id for offer in asked}
    others: dict[str, list[LetterOffer]] = {}
    for offer in offers:
        if offer.template.id not in held:
            others.setdefault(offer.template.id, []).append(offer)
    for each in others.values():
        group = Group.OWN if each[0].template.is_own else _GROUPS[each[0].template.kind]
        rows.append(LetterRow(group, each[0].template, tuple(each)))
    return tuple(sorted(rows, key=lambda row: list(Group).index(row.group)))


def state_of(offer: LetterOffer, read: frozenset[LetterKey]) -> LetterState:
    """Return how far a letter is; `read` are those that a person has read as they are now."""
    if offer.state is ItemState.PROVIDED:
        return LetterState.SIGNED
    if offer.state is ItemState.UNSIGNED:
        return LetterState.UNSIGNED
    if offer.missing:
        return LetterState.MISSING
    return LetterState.READ if key_of(offer) in read else LetterState.READY


def mark_of(offer: LetterOffer, state: LetterState) -> Mark:
    """Return the mark of a state; what is asked for is not done by being read."""
    return Mark.NOTE if state is LetterState.READ and offer.requirement else _MARKS[state]


def state_words(offer: LetterOffer, state: LetterState, words: Words) -> str:
    """Say how far a letter is."""
    if state is LetterState.MISSING:
        return words.say.plural("{count} fact missing", "{count} facts missing", offer.missing)
    return words.say(_STATE_NAMES[state])


def person_name(case: Case, person: str) -> str:
    """Return what a person is called in lists, the id while no name is entered."""
    known = case.person(person)
    return person if known is None else known.full_name
