"""What all pages share: they show the session, and are shown anew when it or the language changes."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.gui.open_case import EVERYTHING
from app.gui.session import Session
from app.gui.words import Words


class Page(QWidget):
    """Is brought up to date when something changed, at once while visible and else when shown."""

    # Which changes of the case concern the page.
    concerned = EVERYTHING

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self._is_stale = True
        session.opened.connect(self.make_stale)
        session.changed.connect(self._on_change)
        words.changed.connect(self.make_stale)

    def make_stale(self) -> None:
        """Show the page anew, now or when it is next seen."""
        if self.isVisible():
            self._refresh_now()
        else:
            self._is_stale = True

    def refresh(self) -> None:
        """Show what the session holds."""
        raise NotImplementedError

    def undoable(self) -> tuple[str, str]:
        """Return the names of what can be undone and redone here, each empty where there is nothing."""
        if not self.session.has_case:
            return "", ""
        from app.i18n.operations import word_operation

        pack, language = self.session.desk.pack, self.words.language
        last, next_one = self.session.undoable()
        return (
            "" if last is None else word_operation(last, pack, language),
            "" if next_one is None else word_operation(next_one, pack, language),
        )

    def undo(self) -> None:
        """Take the last change back."""
        self.session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        self.session.redo()

    def paste(self) -> bool:
        """Take what is on the clipboard; say whether the page had a use for it."""
        return False

    def search(self) -> bool:
        """Go to where one searches on the page; say whether there is such a place."""
        return False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Bring the page up to date before it is seen."""
        if self._is_stale:
            self._refresh_now()
        super().showEvent(event)

    def _refresh_now(self) -> None:
        self._is_stale = False
        self.refresh()

    def _on_change(self, stale: frozenset[str]) -> None:
        if stale & self.concerned:
            self.make_stale()
