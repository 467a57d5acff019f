"""Where a person left off in each case, and which cases were opened last."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.casework.kept_settings import LAST_STEPS
from app.gui.session import Session
from app.gui.steps import Step

if TYPE_CHECKING:
    from app.domain.summaries import CaseSummary

# Of so many cases it is remembered; who comes back to an older one begins at its category.
_REMEMBERED = 200
_OFFERED = 8
# Whoever walks from step to step causes one writing, not one for each.
_PAUSE_MS = 2_000
_NUMBERED = (Step.CASES, Step.CATEGORY, Step.PEOPLE, Step.DOCUMENTS, Step.REVIEW, Step.PACKET)


class LastSteps(QObject):
    """Remembers, with the cases, the step that was seen last in each of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._steps: dict[str, Step] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._write)

    def note(self, case_id: str, step: Step) -> None:
        """Note that a step of a case is seen now."""
        known = self._known()
        if known.get(case_id) is step and next(reversed(known)) == case_id:
            return
        known.pop(case_id, None)
        known[case_id] = step
        for oldest in list(known)[:-_REMEMBERED]:
            del known[oldest]
        self._timer.start()

    def save(self) -> None:
        """Write down what was noted just now."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def step_of(self, case_id: str) -> Step:
        """Return the step at which a person left a case, the category where that is not known."""
        return self._known().get(case_id, Step.CATEGORY)

    def ids(self) -> tuple[str, ...]:
        """Return the cases that were seen, the last one first."""
        return tuple(reversed(self._known()))

    def _known(self) -> dict[str, Step]:
        if self._steps is None:
            self._steps = {}
            with contextlib.suppress(ValueError, TypeError, AttributeError, LookupError):
                kept = json.loads(self._session.kept(LAST_STEPS) or "{}")
                self._steps = {str(case_id): _step_of(step) for case_id, step in kept.items()}
        return self._steps

    def _write(self) -> None:
        steps = {case_id: step.name.lower() for case_id, step in self._known().items()}
        self._session.keep(LAST_STEPS, json.dumps(steps))


def _step_of(kept: str | int) -> Step:
    """Return the step of a name; earlier versions kept its number, before there were letters."""
    return _NUMBERED[kept] if isinstance(kept, int) else Step[kept.upper()]


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
