"""What was done to the list of cases since the window opened: each by name, undone and done again."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class ListDeed(StrEnum):
    """What a person did to a case as a whole."""

    DUPLICATE = "duplicate"
    ARCHIVE = "archive"
    BRING_BACK = "bring-back"
    DELETE = "delete"
    TAKE_OVER = "take-over"
    REPLACE = "replace"


_NAMES = {
    ListDeed.DUPLICATE: N_("Copy of “{title}”"),
    ListDeed.ARCHIVE: N_("Archiving of “{title}”"),
    ListDeed.BRING_BACK: N_("Bringing back of “{title}”"),
    ListDeed.DELETE: N_("Deletion of “{title}”"),
    ListDeed.TAKE_OVER: N_("Taking over of “{title}”"),
    ListDeed.REPLACE: N_("Replacing of “{title}”"),
}


# What adds a case is taken back by deleting it, until the window closes.
_ADDS = frozenset({ListDeed.DUPLICATE, ListDeed.TAKE_OVER})


@dataclass(frozen=True, slots=True)
class ListEntry:
    """Holds one deed and the case to which it was done (the new one, where a case was added)."""

    deed: ListDeed
    case_id: str
    title: str


class CaseLog(QObject):
    """Does what is done to whole cases, and takes it back; it ends with the window."""

    changed = Signal()

    def __init__(self, session: Session, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._done: list[ListEntry] = []
        self._undone: list[ListEntry] = []

    def duplicate(self, case_id: str, title: str) -> ListEntry | None:
        """Keep a copy of a case under a title."""
        made = self._session.duplicate_case(case_id, title)
        return None if made is None else self._note(ListEntry(ListDeed.DUPLICATE, made, title))

    def do(self, deed: ListDeed, case_id: str, title: str) -> ListEntry | None:
        """Archive, bring back or delete a case."""
        entry = ListEntry(deed, case_id, title)
        return self._note(entry) if self._apply(entry) else None

    def note(self, deed: ListDeed, case_id: str, title: str) -> ListEntry:
        """Remember what was done already, so that it can be taken back."""
        return self._note(ListEntry(deed, case_id, title))

    def remembered(self) -> tuple[tuple[ListEntry, ...], tuple[ListEntry, ...]]:
        """Return what was done and what was undone, for a log that goes on from here."""
        return tuple(self._done), tuple(self._undone)

    def go_on_from(self, remembered: tuple[tuple[ListEntry, ...], tuple[ListEntry, ...]]) -> None:
        """Go on from what another log remembered."""
        self._done, self._undone = list(remembered[0]), list(remembered[1])
        self.changed.emit()

    def drop(self, case_id: str) -> None:
        """Forget what was done to a case that is gone for good."""
        self._done = [each for each in self._done if each.case_id != case_id]
        self._undone = [each for each in self._undone if each.case_id != case_id]
        self.changed.emit()

    def undoable(self) -> tuple[str, str]:
        """Return the names of what can be undone and done again, each empty for nothing."""
        return self._name(self._done), self._name(self._undone)

    def undo(self) -> ListEntry | None:
        """Take the last deed back and return it; None where there is none."""
        return self._go(self._done, self._undone, self._take_back)

    def redo(self) -> ListEntry | None:
        """Do the deed again that was undone last, and return it; None where there is none."""
        return self._go(self._undone, self._done, self._apply)

    def _note(self, entry: ListEntry) -> ListEntry:
        self._done.append(entry)
        self._undone.clear()
        self.changed.emit()
        return entry

    def _go(
        self, source: list[ListEntry], target: list[ListEntry], do: Callable[[ListEntry], bool]
    ) -> ListEntry | None:
        if not source:
            return None
        entry = source.pop()
        # What cannot be done, because another window was there first, is told and not offered again.
        done = do(entry)
        if done:
            target.append(entry)
        self.changed.emit()
        return entry if done else None

    def _apply(self, entry: ListEntry) -> bool:
        session = self._session
        if entry.deed in _ADDS:
            return session.restore_case(entry.case_id)
        if entry.deed is ListDeed.REPLACE:
            return session.redo_replacing(entry.case_id)
        if entry.deed is ListDeed.DELETE:
            return session.delete_case(entry.case_id)
        return session.archive_case(entry.case_id, archived=entry.deed is ListDeed.ARCHIVE)

    def _take_back(self, entry: ListEntry) -> bool:
        session = self._session
        if entry.deed in _ADDS:
            return session.delete_case(entry.case_id)
        if entry.deed is ListDeed.REPLACE:
            return session.undo_replacing(entry.case_id)
        if entry.deed is ListDeed.DELETE:
            return session.restore_case(entry.case_id)
        return session.archive_case(entry.case_id, archived=entry.deed is ListDeed.BRING_BACK)

    def _name(self, entries: list[ListEntry]) -> str:
        return self._words.say(_NAMES[entries[-1].deed], title=entries[-1].title) if entries else ""
