"""The checklist: what is asked of whom, and how far each item is, without opening any file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.casework.desk import Desk
from app.domain.case import Case
from app.domain.judgement import ChecklistItem, UnsignedLetter
from app.domain.letters import LetterTemplate
from app.domain.words import Text
from app.rules.checklist import make_checklist


def list_checklist(desk: Desk, case: Case, *, today: date) -> tuple[ChecklistItem, ...]:
    """Return what is asked of everybody in a case, and who signs the letters that are not signed yet."""
    items = make_checklist(desk.pack, case, today=today)
    if not any(evidence.made_from for evidence in case.evidence):
        return items
    return tuple(replace(item, unsigned=tuple(_unsigned_in(desk, item))) for item in items)


def _unsigned_in(desk: Desk, item: ChecklistItem) -> Iterator[UnsignedLetter]:
    for evidence in item.evidence:
        if evidence.made_from:
            template = _template_of(desk, evidence.made_from)
            title = Text.same(evidence.made_from) if template is None else template.title
            signing = None if template is None else template.signing
            yield UnsignedLetter(evidence.made_from, title, signing, evidence.files)


def _template_of(desk: Desk, letter: str) -> LetterTemplate | None:
    """Return the letter of an id, None where it is no longer there."""
    # Only here: most cases hold no letter that is not signed.
    from app.letters.catalogue import templates

    if (found := templates().get(letter)) is not None:
        return found
    from app.casework.letters import OWN, every_letter

    if not letter.startswith(OWN):
        return None
    return next((each for each in every_letter(desk) if each.id == letter), None)
