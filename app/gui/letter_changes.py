"""Keeps what letters say of people, and has the worker look at templates that come from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.env.later import import_later
from app.gui.keeping_deeds import KeepingDeeds

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import letter_keeping
    from app.casework.own_templates import OwnTemplate, TemplateLook
    from app.domain.case import Answer, HistoryRow, Relative
    from app.domain.letters import LetterForm, LetterTemplate, WrittenLetter
    from app.gui.worker_client import Stopped
else:
    letter_keeping = import_later("app.casework.letter_keeping")


class LetterChanges(KeepingDeeds):
    """Keeps what letters say beside the rest, and has the worker look at templates that come from outside."""

    def save_details(self, person_id: str, changed: Mapping[str, Answer | None]) -> None:
        """Keep details that letters say of a person; None takes one out."""
        known = self.case.details_of(person_id)
        new = {key: value for key, value in changed.items() if known.get(key) != value}
        if new:
            self._change(lambda case_id: letter_keeping.save_details(self.desk, case_id, person_id, new))

    def save_history(self, person_id: str, rows: tuple[HistoryRow, ...]) -> None:
        """Keep a person's studies and work."""
        base = self.case.history_of(person_id)
        if base != rows:
            self._change(
                lambda case_id: letter_keeping.save_history(self.desk, case_id, person_id, rows, base)
            )

    def save_relatives(self, person_id: str, rows: tuple[Relative, ...]) -> None:
        """Keep the members of a person's family who are no persons of the case."""
        base = tuple(row for row in self.case.relatives if row.person == person_id)
        if base != rows:
            self._change(
                lambda case_id: letter_keeping.save_relatives(self.desk, case_id, person_id, rows, base)
            )

    # Own templates: what comes from outside is opened by the worker alone.

    def list_templates(
        self, done: Callable[[tuple[OwnTemplate, ...]], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Have the templates listed that are kept."""
        self.worker.withdraw("list_templates")
        self._ask("list_templates", {}, done, failed)

    def look_at_template(
        self, path: Path, done: Callable[[TemplateLook], None], failed: Callable[[Stopped], None]
    ) -> None:
        """Have a Word template looked at: what is wrong in it, and what it says; nothing is kept."""
        self.worker.withdraw("look_at_template")
        self._ask("look_at_template", {"path": str(path.absolute())}, done, failed)

    def add_template(
        self,
        path: Path,
        title: tuple[str, str],
        stands_for: str,
        done: Callable[[LetterTemplate], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Keep a Word template under a title in English and in Chinese."""
        arguments = {
            "path": str(path.absolute()),
            "title_en": title[0],
            "title_zh": title[1],
            "stands_for": stands_for,
        }
        self._ask("add_template", arguments, done, failed)

    # What is still missing.

    def write_gap_list(
        self,
        destination: Path,
        form: LetterForm,
        by: date,
        done: Callable[[WrittenLetter], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Write the list of what is still missing for the client."""
        arguments = {
            "case_id": self.case_id,
            "destination": str(destination.absolute()),
            "form": form,
            "by": by,
            "today": self.today(),
        }
        self._ask("gap_list", arguments, self._while_open(done), failed)
