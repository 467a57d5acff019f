"""What is done with letters: they are filled, drawn and written by workers, and kept as read here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.env.later import import_later
from app.gui.case_deeds import sweep
from app.gui.letter_changes import LetterChanges
from app.gui.worker_client import Request, Stopped, WorkerClient

# The window is painted before anything of a case is known: what only cases need is read when first used.
if TYPE_CHECKING:
    from app.casework import letter_keeping, letter_proposals
    from app.casework.desk import Desk
    from app.casework.letter_proposals import DetailProposal
    from app.domain.letters import Letter, LetterForm, LetterOffer, WrittenLetter
else:
    letter_keeping = import_later("app.casework.letter_keeping")
    letter_proposals = import_later("app.casework.letter_proposals")

# Who has looked at no letter for so long writes none at present.
_IDLE_MS = 60_000


@dataclass(frozen=True, slots=True)
class LettersSeen:
    """Holds every letter that can be made, which were read as they are now, and the one that is looked at."""

    offers: tuple[LetterOffer, ...]
    read: tuple[tuple[str, str], ...]
    letter: Letter | None


class LetterDeeds(LetterChanges):
    """Lists and fills the letters of the open case, has them written, and keeps that one was read."""

    def __init__(
        self, desk: Desk, parent: QObject | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(desk, parent, today=today)
        # A second worker: a preview is not to wait until papers are read.
        self._drafter: WorkerClient | None = None
        self._drafter_idle = QTimer(self)
        self._drafter_idle.setSingleShot(True)
        self._drafter_idle.setInterval(_IDLE_MS)
        self._drafter_idle.timeout.connect(self.end_drafting)

    def detail_proposals(self, person: str) -> tuple[DetailProposal, ...]:
        """Return what was read in a person's papers of the details that letters need."""
        if self.review is None:
            return ()
        return letter_proposals.proposals_in(self.case, person, self.review.readings)

    def note_read(self, letter: Letter) -> None:
        """Keep that the person at work has read a letter as it was filled."""
        self._change(lambda case_id: letter_keeping.note_read(self.desk, case_id, letter, today=self.today()))

    # What the workers do.

    def preview_letter(
        self,
        letter: str,
        person: str,
        form: LetterForm,
        done: Callable[[WrittenLetter], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Have a letter drawn as it is so far; the latest that is asked for wins."""
        self._draft("preview_letter", self._about(letter, person, form), done, failed)

    def look_at_letters(
        self,
        letter: str,
        person: str,
        form: LetterForm,
        done: Callable[[LettersSeen], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Have every letter listed, and one filled; none where `letter` is empty."""

        def seen(answer: Any) -> None:
            done(LettersSeen(*answer))

        self._draft("look_at_letters", self._about(letter, person, form), seen, failed)

    def _draft(
        self,
        verb: str,
        arguments: dict[str, object],
        done: Callable[[Any], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        if self._drafter is None:
            self._drafter = WorkerClient(self.desk.data_folder, self, key=self._key)
        self._drafter.withdraw(verb)
        self._drafter.ask(Request(verb, arguments, self._while_open(done), failed))

    @property
    def is_drafting(self) -> bool:
        """Say whether letters are being filled or drawn."""
        drafter = self._drafter
        return drafter is not None and (drafter.has("look_at_letters") or drafter.has("preview_letter"))

    def keep_drafting(self, *, on: bool) -> None:
        """Hold on to what draws letters while they are looked at, and a while longer."""
        if on:
            self._drafter_idle.stop()
        else:
            self._drafter_idle.start()

    def end_drafting(self) -> None:
        """Let go of what draws letters, and of what it has drawn."""
        drafter, self._drafter = self._drafter, None
        self._drafter_idle.stop()
        if drafter is not None:
            drafter.close()
            drafter.deleteLater()

    def write_letter(
        self,
        letter: str,
        person: str,
        form: LetterForm,
        destination: Path,
        done: Callable[[WrittenLetter], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Write a letter as a Word file or a PDF; when that is stopped nothing of it is left."""
        destination = destination.absolute()

        def stop(stopped: Stopped) -> None:
            sweep(destination)
            failed(stopped)

        arguments = {**self._about(letter, person, form), "destination": str(destination)}
        self._ask("write_letter", arguments, self._while_open(done), stop)

    def attach_letter(
        self,
        letter: str,
        person: str,
        form: LetterForm,
        done: Callable[[], None],
        failed: Callable[[Stopped], None],
    ) -> None:
        """Let a letter that was read stand for what it answers, not signed yet."""

        def attached(result: Any) -> None:
            self._take(result.changed)
            done()

        self._ask("attach_letter", self._about(letter, person, form), self._while_open(attached), failed)

    def _about(self, letter: str, person: str, form: LetterForm) -> dict[str, object]:
        return {
            "case_id": self.case_id,
            "letter": letter,
            "person": person,
            "form": form,
            "today": self.today(),
        }
