"""Reads checklists for tests."""

from datetime import date

from app.domain.case import Case
from app.domain.judgement import ItemState
from app.domain.rules import RulePack
from app.rules.checklist import make_checklist

TODAY = date(2026, 11, 20)


def asked_of(pack: RulePack, case: Case, person: str) -> list[str]:
    """Return what is asked for certain, not what hangs on an answer that is not given."""
    items = [item for item in make_checklist(pack, case, today=TODAY) if item.person.id == person]
    return [item.requirement.id for item in items if item.state is not ItemState.UNDECIDED]
