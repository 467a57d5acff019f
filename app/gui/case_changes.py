"""Changes of the open case: each is kept before the call returns, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.case import PersonRole
from app.domain.operations import Deed
from app.env.later import import_later
from app.gui.open_case import OpenCase

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import keep
    from app.casework.desk import Desk
    from app.casework.results import Undone
    from app.domain.case import (
        Answer,
        Evidence,
        NotNeeded,
        Person,
        PersonRole,
        Stay,
        YearRow,
    )
    from app.domain.operations import Deed, HistoryEntry, Operation
else:
    keep = import_later("app.casework.keep")


class CaseChanges(OpenCase):
    """Changes the open case, and takes changes back."""

    def set_basics(self, **changed: Any) -> None:
        """Change title, category, place or planned day."""
        if any(getattr(self.case, name) != value for name, value in changed.items()):
            self._change(lambda case_id: keep.set_basics(self.desk, case_id, **changed))

    def set_agent(self, agent: str) -> None:
        """Say who prepares the case and hands it in."""
        if agent.strip() != self.case.agent:
            self._change(lambda case_id: keep.set_agent(self.desk, case_id, agent))

    def set_answer(self, question: str, answer: Answer | None) -> None:
        """Answer a question, or take the answer back."""
        if self.case.answers.get(question) != answer:
            self._change(lambda case_id: keep.set_answer(self.desk, case_id, question, answer))

    def save_year(self, row: YearRow) -> None:
        """Keep the figures of a year."""
        base = next(
            (each for each in self.case.years if (each.year, each.person) == (row.year, row.person)), None
        )
        self._change(lambda case_id: keep.save_year(self.desk, case_id, row, base))

    def save_stays(self, person_id: str, stays: tuple[Stay, ...]) -> None:
        """Keep a person's entries and exits."""
        base = tuple(stay for stay in self.case.stays_in_order() if stay.person == person_id)
        if base != stays:
            self._change(lambda case_id: keep.save_stays(self.desk, case_id, person_id, stays, base))

    def move_person(self, person_id: str, to: int) -> None:
        """Put a person at another place among the people of the case."""
        self._change(lambda case_id: keep.move_person(self.desk, case_id, person_id, to))

    def save_person(self, person: Person) -> None:
        """Keep what is said of a person."""
        base = self.case.person(person.id)
        if base != person:
            self._change(lambda case_id: keep.save_person(self.desk, case_id, person, base))

    def add_person(self, role: PersonRole) -> Person:
        """Add a person of a role."""
        person = keep.new_person(self.case, role)
        self.save_person(person)
        return person

    def remove_person(self, person_id: str) -> None:
        """Take a person out, with everything entered under them."""
        self._change(lambda case_id: keep.remove_person(self.desk, case_id, person_id))

    def save_evidence(self, index: int, evidence: Evidence, *, deed: Deed = Deed.CHANGE_PAPER) -> None:
        """Keep what is said of a piece of evidence, at its place in the case."""
        base = self.case.evidence[index]
        if base != evidence:
            self._change(
                lambda case_id: keep.save_evidence(self.desk, case_id, index, evidence, base, deed=deed)
            )

    def move_evidence(self, index: int, to: int) -> None:
        """Put a piece of evidence at another place of the case's evidence."""
        base = self.case.evidence[index]
        self._change(lambda case_id: keep.move_evidence(self.desk, case_id, index, to, base))

    def detach(self, index: int) -> None:
        """Take a piece of evidence out of the case."""
        base = self.case.evidence[index]
        self._change(lambda case_id: keep.detach_evidence(self.desk, case_id, index, base))

    def say_not_needed(self, row: NotNeeded) -> None:
        """Say that a paper is not needed, why, and who said so."""
        self._change(lambda case_id: keep.say_not_needed(self.desk, case_id, row))

    def take_not_needed_back(self, row: NotNeeded) -> None:
        """Ask for a paper again of which it was said that it is not needed."""
        self._change(lambda case_id: keep.take_not_needed_back(self.desk, case_id, row))

    # What was done, and taking it back.

    def undoable(self) -> tuple[Operation | None, Operation | None]:
        """Return the change of the open case that can be undone, and the one that can be done again."""
        if self.case_id is not None and not self._is_closed:
            with self._telling():
                return keep.undoable(self.desk, self.case_id)
        return None, None

    def undo(self) -> None:
        """Take the last change of the open case back."""
        self._travel(keep.undo)

    def redo(self) -> None:
        """Do the change of the open case again that was undone last."""
        self._travel(keep.redo)

    def history(self) -> tuple[HistoryEntry, ...]:
        """Return every change of the open case, the first one first."""
        if self.case_id is not None:
            with self._telling():
                return keep.list_history(self.desk, self.case_id)
        return ()

    def go_to(self, number: int) -> bool:
        """Show the open case as it was after a change of its history; say whether that could be done."""
        changed = None
        if self.case_id is not None:
            with self._telling():
                changed = keep.go_to(self.desk, self.case_id, number)
        if changed is not None:
            self._take(changed)
        return changed is not None

    def _travel(self, go: Callable[[Desk, str], Undone | None]) -> None:
        if self.case_id is None:
            return
        done = None
        with self._telling():
            done = go(self.desk, self.case_id)
        if done is not None:
            self._take(done.changed)
            self.undone.emit(done.operation)
