"""Where a person left off in each case, and which cases were opened last."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from app.gui.session import Session
from app.gui.steps import Step

if TYPE_CHECKING:
    from app.domain.summaries import CaseSummary

_KEY = "last_steps"
# Of so many cases it is remembered; who comes back to an older one begins at its category.
_REMEMBERED = 200
_OFFERED = 8


class LastSteps:
    """Remembers the step that was seen last in each case, by the case's id alone."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._steps: dict[str, Step] = {}
        with contextlib.suppress(ValueError, TypeError):
            kept = json.loads(str(settings.value(_KEY, "{}")))
            self._steps = {str(case_id): Step(step) for case_id, step in kept.items()}

    def note(self, case_id: str, step: Step) -> None:
        """Note that a step of a case is seen now."""
        if self._steps.get(case_id) is step and next(reversed(self._steps)) == case_id:
            return
        self._steps.pop(case_id, None)
        self._steps[case_id] = step
        for oldest in list(self._steps)[:-_REMEMBERED]:
            del self._steps[oldest]
        self._settings.setValue(_KEY, json.dumps(self._steps))

    def step_of(self, case_id: str) -> Step:
        """Return the step at which a person left a case, the category where that is not known."""
        return self._steps.get(case_id, Step.CATEGORY)

    def ids(self) -> tuple[str, ...]:
        """Return the cases that were seen, the last one first."""
        return tuple(reversed(self._steps))


def recent_cases(session: Session, last_steps: LastSteps) -> tuple[CaseSummary, ...]:
    """Return a few cases to go on with: those opened last, then those changed last."""
    found: dict[str, CaseSummary] = {}
    for case_id in last_steps.ids():
        summary = session.summary(case_id)
        if summary is not None:
            found[case_id] = summary
        if len(found) == _OFFERED:
            return tuple(found.values())
    for summary in session.cases(limit=2 * _OFFERED):
        if not summary.archived:
            found.setdefault(summary.id, summary)
    return tuple(found.values())[:_OFFERED]
