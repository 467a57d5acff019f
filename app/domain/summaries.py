"""What the list of cases shows of each."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """Holds what the last check of a case came to.

    `given` of `asked` papers are there. `lapses_on` is the first day on which one of the papers given no
    longer counts, None where none is known to lapse.
    """

    blockers: int
    warnings: int
    given: int
    asked: int
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """Holds what the list of cases shows of one; `checked` is None until it was checked once.

    `applicant` is the principal applicant's name. `archived` cases are put away, not deleted.
    `changed_at` is UTC, ISO 8601.
    """

    id: str
    title: str
    category: str
    place: str
    submit_on: date
    people: int
    papers: int
    applicant: str = ""
    archived: bool = False
    changed_at: str = ""
    checked: CheckSummary | None = None
