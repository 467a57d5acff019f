"""What the page of cases does to keep them: hands over, takes over, deletes for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.handover import TakeOver
from app.gui.case_log import ListDeed
from app.gui.fields import button
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.domain.summaries import CaseSummary
    from app.gui.pages.cases import CasesPage


class CaseKeeping:
    """Shows the dialogs about keeping for the page of cases."""

    def __init__(self, page: CasesPage) -> None:
        self._page = page
        self._session, self._words = page.session, page.words
        self.hand_over_button = button(page.words, N_("Hand over…"))
        self.take_over_button = button(page.words, N_("Take over…"))
        self.hand_over_button.clicked.connect(lambda: self.hand_over())
        self.take_over_button.clicked.connect(lambda: self.take_over())

    def forget(self) -> None:
        """Delete the chosen case for good."""
        from app.gui.forget_dialog import forget_for_good

        chosen = self._page.chosen()
        if chosen is not None and forget_for_good(self._session, self._words, chosen, self._page):
            self._page.forget_case(chosen.id)

    def hand_over(self, case: CaseSummary | None = None) -> None:
        """Hand a case over, the chosen one unless another is named."""
        from app.gui.hand_over_dialog import hand_over

        wanted = case or self._page.chosen()
        if wanted is not None:
            hand_over(self._session, self._words, wanted, self._page)

    def take_over(self, path: Path | None = None) -> None:
        """Take a handed-over case over; where no file is named it is asked for."""
        from app.gui.take_over_dialog import choose_handed_over, take_over

        path = path or choose_handed_over(self._words, self._page)
        taken = None if path is None else take_over(self._session, self._words, path, self._page)
        if taken is None:
            return
        if not taken.is_changed:
            told = self._words.say("Nothing differs: “{title}” stays as it is.", title=taken.title)
            self._session.told.emit(told)
            return
        deed = ListDeed.REPLACE if taken.how is TakeOver.REPLACE else ListDeed.TAKE_OVER
        self._page.refresh()
        self._page.note_done(deed, taken.case_id, taken.title)
