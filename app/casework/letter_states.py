"""How far the letters are that the checklist asks for: light enough to be said beside every step."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.judgement import ChecklistItem, ItemState
from app.domain.letters import LetterFact
from app.letters.catalogue import facts, templates

# Where it hangs on an answer, or is left out, a paper is not asked for.
_ASKED = (ItemState.MISSING, ItemState.TOO_FEW, ItemState.UNSIGNED, ItemState.PROVIDED)


@dataclass(frozen=True, slots=True)
class LetterCount:
    """Holds how many papers that one of our letters can be are asked for, signed, and given unsigned."""

    asked: int
    signed: int
    unsigned: int


def count_letters(items: tuple[ChecklistItem, ...]) -> LetterCount:
    """Count the papers of a checklist that one of our letters can be."""
    answered = {requirement for each in templates().values() for requirement in each.answers}
    own = [
        item for item in items if item.state in _ASKED and answered & {item.requirement.id, *item.ask.instead}
    ]
    states = [item.state for item in own]
    return LetterCount(len(own), states.count(ItemState.PROVIDED), states.count(ItemState.UNSIGNED))


def detail_facts() -> Mapping[str, LetterFact]:
    """Return every fact that a person types, by its name."""
    return {name: fact for name, fact in facts().items() if fact.asked}
