"""The checklist: what is asked of whom, and how far each item is, without opening any file."""

from datetime import date

from app.casework.desk import Desk
from app.domain.case import Case
from app.domain.judgement import ChecklistItem
from app.rules.checklist import make_checklist


def list_checklist(desk: Desk, case: Case, *, today: date) -> tuple[ChecklistItem, ...]:
    """Return what is asked of every person of a case."""
    return make_checklist(desk.pack, case, today=today)
