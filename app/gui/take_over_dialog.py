"""Takes a handed-over case over: opened by its passphrase, looked at, and only then kept."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.casework.results import Changed
from app.domain.handover import SUFFIX, Offer, Standing, TakeOver
from app.gui.difference_tree import DifferenceTree
from app.gui.fields import button, card, fit_to_screen, heading, quiet, row_of, scrolled, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.packet_plan import say_size
from app.gui.secret_fields import SecretFields
from app.gui.session import Session
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.handovers import word_moment, word_standing
from app.i18n.terms import date_words

_LOOK, _TAKE = "look_into", "take_over"
_MARKS = {
    Standing.NEW: Mark.GOOD,
    Standing.SAME: Mark.GOOD,
    Standing.AHEAD: Mark.GOOD,
    Standing.BEHIND: Mark.WARN,
    Standing.APART: Mark.WARN,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """Holds what was taken over: into which case, how, and whether that changed anything."""

    case_id: str
    title: str
    how: TakeOver
    is_changed: bool


class TakeOverDialog(QDialog):
    """Opens a file, shows its case and how it differs from the one that is kept, and takes it over."""

    def __init__(self, session: Session, words: Words, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._path = path
        self.offer: Offer | None = None
        self.taken: Taken | None = None
        self.setWindowTitle(words.say("Take a case over"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._ask_page())
        self.stack.addWidget(self._offer_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(words, N_("Take a case over")))
        column.addWidget(self.stack, 1)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.look = WorkRow(session, words, _LOOK, lambda: session.cancel(_LOOK))
        self.take = WorkRow(session, words, _TAKE, lambda: session.cancel(_TAKE))
        column.addWidget(self.look)
        column.addWidget(self.take)
        column.addLayout(self._buttons())
        fit_to_screen(self, QSize(760, 560))
        self._allow()
        self.secret.setFocus()

    # How it is made.

    def _ask_page(self) -> QWidget:
        words = self._words
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        name = text_label(self._path.name, "subheading")
        name.setToolTip(str(self._path))
        column.addWidget(name)
        column.addWidget(
            quiet(
                words,
                N_(
                    "Type the passphrase that whoever handed the case over told you: the one of this file, "
                    "not the one of your own cases. Nothing is kept before you have seen what is in it."
                ),
            )
        )
        self.secret = SecretFields(words, is_new=False)
        self.secret.entered.connect(self.open)
        column.addWidget(self.secret)
        column.addStretch(1)
        return scrolled(inside)

    def _offer_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.standing = Notice()
        column.addWidget(self.standing)
        # What is known here already is told in a line: what differs needs the room.
        self.brief = text_label("", "muted")
        column.addWidget(self.brief)
        inside = QWidget()
        above = QVBoxLayout(inside)
        above.setContentsMargins(0, 0, 4, 0)
        above.addWidget(self._facts())
        above.addStretch(1)
        self.about = scrolled(inside)
        column.addWidget(self.about, 1)
        self.differences = DifferenceTree(self._words)
        column.addWidget(self.differences, 1)
        return page

    def _facts(self) -> QWidget:
        frame, column = card(margin=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.facts: dict[str, QLabel] = {}
        for at, (key, message) in enumerate(
            (
                ("title", N_("Name of the case")),
                ("applicant", N_("Main applicant")),
                ("category", N_("Category")),
                ("place", N_("Place")),
                ("papers", N_("Papers")),
                ("made", N_("Handed over")),
            )
        ):
            label = QLabel()
            label.setObjectName("muted")
            self._words.bind(label, message)
            self.facts[key] = made = text_label()
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(made, at, 1)
        column.addLayout(grid)
        return frame

    def _buttons(self) -> QHBoxLayout:
        words = self._words
        self.open_button = button(words, N_("Open the file"), "primary")
        self.add_button = button(words, N_("Take over as a new case"), "primary")
        self.keep_both_button = button(words, N_("Keep both"))
        self.replace_button = button(words, N_("Take these instead of mine"))
        self.cancel_button = button(words, N_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self.open)
        for each, how in (
            (self.add_button, TakeOver.ADD),
            (self.keep_both_button, TakeOver.KEEP_BOTH),
            (self.replace_button, TakeOver.REPLACE),
        ):
            each.clicked.connect(lambda _=False, how=how: self.take_over(how))
        words.bind(
            self.replace_button, N_("Can be undone, and stands in the history of the case"), "setToolTip"
        )
        buttons = row_of()
        for each in (
            self.cancel_button,
            self.open_button,
            self.keep_both_button,
            self.replace_button,
            self.add_button,
        ):
            buttons.addWidget(each)
        return buttons

    # What is done.

    def open(self) -> None:
        """Open the file by the passphrase and show what it holds."""
        if self._is_working or not self.secret.judge():
            return
        self._begin(self.look)
        self._session.look_into(self._path, self.secret.text(), self._show_offer, self._stopped)

    def take_over(self, how: TakeOver) -> None:
        """Keep the case."""
        if self._is_working or self.offer is None:
            return
        offer = self.offer

        def done(changed: Changed) -> None:
            self.taken = Taken(changed.case_id, changed.case.title, how, bool(changed.stale))
            self._end()
            self.secret.forget()
            self.accept()

        self._begin(self.take)
        self._session.take_over(offer, self.secret.text(), how, done, self._stopped)

    def _show_offer(self, offer: Offer) -> None:
        self.offer = offer
        self._end()
        words, pack = self._words, self._session.desk.pack
        self.standing.tell(word_standing(offer, words.language), _MARKS[offer.standing])
        told, differs = self._told(offer), bool(offer.differences)
        for key, value in told.items():
            self.facts[key].setText(value)
        self.brief.setText(words.say("Handed over: {moment}", moment=f"{told['made']} · {told['papers']}"))
        self.differences.show_differences(offer.differences, pack)
        self.brief.setVisible(differs)
        self.differences.setVisible(differs)
        self.about.setHidden(differs)
        self.stack.setCurrentIndex(1)
        self._allow()
        wanted = self.add_button if offer.standing is Standing.NEW else self.cancel_button
        wanted.setFocus()

    def _told(self, offer: Offer) -> dict[str, str]:
        words, pack, say = self._words, self._session.desk.pack, self._words.say
        papers = say.plural("{count} paper", "{count} papers", offer.papers)
        files = say.plural("{count} file", "{count} files", offer.files)
        place = words.shown(pack.places[offer.place].title, " ")
        day = date_words(offer.submit_on, words.language)
        made = say("{moment}, with {program}", moment=self._moment(offer.made_at), program=offer.made_by)
        return {
            "title": offer.title,
            "applicant": offer.applicant or "–",
            "category": words.shown(pack.categories[offer.category].title, " / "),
            "place": say("{place}, planned for {day}", place=place, day=day),
            "papers": f"{papers} · {files} · {say_size(offer.size_bytes, words)}",
            "made": made,
        }

    def _moment(self, at: str) -> str:
        return word_moment(at, self._words.language)

    # What may be done.

    @property
    def _is_working(self) -> bool:
        return not (self.look.isHidden() and self.take.isHidden())

    def _begin(self, row: WorkRow) -> None:
        self.notice.hide()
        row.begin()
        self._allow()

    def _end(self) -> None:
        self.look.end()
        self.take.end()
        self._allow()

    def _allow(self) -> None:
        standing = None if self.offer is None else self.offer.standing
        differs = standing in (Standing.AHEAD, Standing.BEHIND, Standing.APART)
        for each, usable in (
            (self.open_button, standing is None),
            (self.add_button, standing is Standing.NEW),
            (self.keep_both_button, differs),
            (self.replace_button, differs),
        ):
            each.setVisible(usable)
            each.setEnabled(not self._is_working)
        self.secret.setEnabled(not self._is_working)
        closes = standing is Standing.SAME
        self._words.bind(self.cancel_button, N_("Close") if closes else N_("Cancel"))

    def _stopped(self, stopped: Stopped) -> None:
        self._end()
        told = error_words(stopped, self._words)
        if stopped.code == "handover.wrong_passphrase":
            self.secret.refuse(told)
            return
        lines = [told, *error_details(stopped, self._words, self._session.names)]
        self.notice.tell("\n".join(lines), Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD)

    def reject(self) -> None:
        """Stop what is being read or kept before the dialog closes."""
        for row, verb in ((self.look, _LOOK), (self.take, _TAKE)):
            if not row.isHidden():
                self._session.cancel(verb)
        self.secret.forget()
        super().reject()


def choose_handed_over(words: Words, parent: QWidget) -> Path | None:
    """Ask which handed-over case is to be taken over."""
    say = words.say
    kinds = say("Handed-over cases") + f" (*{SUFFIX})"
    chosen, _ = QFileDialog.getOpenFileName(parent, say("Take a case over"), str(Path.home()), kinds)
    return Path(chosen) if chosen else None


def take_over(session: Session, words: Words, path: Path, parent: QWidget) -> Taken | None:
    """Show what a file holds and take it over when the person says so; None where nothing was taken."""
    dialog = TakeOverDialog(session, words, path, parent)
    dialog.exec()
    taken = dialog.taken
    dialog.deleteLater()
    return taken
