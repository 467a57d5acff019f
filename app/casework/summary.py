"""What the list of cases says of the last check of one."""

from collections.abc import Iterable

from app.casework.results import Review
from app.domain.findings import Severity
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.summaries import CheckSummary


def check_summary(review: Review) -> CheckSummary:
    """Return what a review came to, in the few figures that a list can show."""
    given, asked = count_provided(review.checklist)
    days = [item.use_by.day for item in review.checklist if item.use_by is not None]
    return CheckSummary(
        blockers=review.count(Severity.BLOCKER),
        warnings=review.count(Severity.WARNING),
        given=given,
        asked=asked,
        lapses_on=min(days, default=None),
    )


def count_provided(items: Iterable[ChecklistItem]) -> tuple[int, int]:
    """Return how many papers are provided, and how many are asked; one that is let go is not."""
    let_go = (ItemState.WAIVED, ItemState.NOT_NEEDED)
    asked = [item.state for item in items if item.state not in let_go]
    return asked.count(ItemState.PROVIDED), len(asked)
