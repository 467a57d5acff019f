"""One fact of a letter: what it is, a field for it in each language, and what papers say of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.casework.letter_proposals import DetailProposal
from app.domain.case import Answer
from app.domain.letters import DetailKind, LetterFact
from app.gui.fields import button, text_label
from app.gui.letter_fields import DetailField, field_for
from app.gui.marks import Mark, mark_icon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.readings import word_value

ENGLISH = ".en"
# From this width on, two fields stand beside each other.
_BESIDE, _LINES_BESIDE = 240, 440


@dataclass(frozen=True, slots=True)
class DetailKey:
    """Names a fact that is typed: whose it is, and what."""

    person: str
    name: str


class FactBlock(QWidget):
    """Shows one fact: what it is, a hint, a field for each language, and what papers say of it."""

    def __init__(self, session: Session, words: Words, key: DetailKey, fact: LetterFact) -> None:
        super().__init__()
        self._session, self._words = session, words
        self.key, self.fact = key, fact
        self.fields: dict[str, DetailField] = {}
        self.takes: list[QPushButton] = []
        self._proposed: object = None
        self._is_beside: bool | None = None
        self._mark = QLabel()
        self.label = text_label()
        self.hint = text_label("", "small-muted")
        self.wrong = text_label("", "wrong")
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addLayout(self._entering())
        column.addWidget(self.wrong)
        self._proposals = QVBoxLayout()
        self._proposals.setSpacing(2)
        column.addLayout(self._proposals)

    def _entering(self) -> QGridLayout:
        self._heads: dict[str, QLabel] = {}
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        keys = (self.key.name, f"{self.key.name}{ENGLISH}") if self.fact.bilingual else (self.key.name,)
        for at, name in enumerate(keys):
            field = field_for(self._words, self.fact, partial(self._save, name))
            self.fields[name] = field
            if self.fact.bilingual:
                head = QLabel()
                head.setObjectName("small-muted")
                self._words.bind(head, N_("In English") if at else N_("In Chinese"))
                self._heads[name] = head
        self._lay_out(beside=self.fact.bilingual)
        return grid

    def _lay_out(self, *, beside: bool) -> None:
        """Put the two languages beside each other, or one below the other where there is no room."""
        if beside is self._is_beside:
            return
        self._is_beside = beside
        for at, (name, field) in enumerate(self.fields.items()):
            row, column = (0, at) if beside else (2 * at, 0)
            if name in self._heads:
                self._grid.addWidget(self._heads[name], row, column)
            self._grid.addWidget(field.widget, row + 1, column)
            self._grid.setColumnStretch(at, 1 if beside or at == 0 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give words of several lines the whole width where there is little of it."""
        super().resizeEvent(event)
        if self.fact.bilingual:
            least = _LINES_BESIDE if self.fact.kind is DetailKind.LINES else _BESIDE
            self._lay_out(beside=event.size().width() >= least)

    def renew(self, missing: frozenset[str], *, anew: bool) -> None:
        """Show what the case says; `missing` are the names under which the letter still lacks something."""
        words, say = self._words, self._words.say
        label = words.shown(self.fact.label, " / ")
        self.label.setText(label)
        details = self._session.case.details_of(self.key.person)
        for name, field in self.fields.items():
            field.name(self._called(label, name))
            field.show(details.get(name), anew=anew)
        lacks = bool(missing & set(self.fields))
        known = any(name in details for name in self.fields)
        mark = Mark.OPEN if lacks else Mark.GOOD if known else Mark.OFF
        self._mark.setPixmap(mark_icon(mark).pixmap(16, 16))
        self._mark.setAccessibleName(say("missing") if lacks else "")
        hint = "" if self.fact.hint is None else words.shown(self.fact.hint)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._judge()

    def _called(self, label: str, name: str) -> str:
        say = self._words.say
        if not self.fact.bilingual:
            return label
        message = N_("{label}, in English") if name.endswith(ENGLISH) else N_("{label}, in Chinese")
        return say(message, label=label)

    def _judge(self) -> None:
        wrong = any(field.is_wrong for field in self.fields.values())
        # Days and months say themselves what is wrong with them.
        told = wrong and self.fact.kind.value in ("number", "money")
        self.wrong.setText(self._words.say("Write a number.") if told else "")
        self.wrong.setVisible(told)

    def _save(self, name: str) -> None:
        self._judge()
        field = self.fields[name]
        if not field.is_wrong:
            self._session.save_details(self.key.person, {name: field.said()})

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for field in self.fields.values():
            field.save_now()

    # What papers say.

    def propose(self, proposals: Iterable[DetailProposal]) -> None:
        """Offer what papers say of the fact, where the case does not say the same."""
        details = self._session.case.details_of(self.key.person)
        wanted = [
            each for each in proposals if each.key in self.fields and details.get(each.key) != each.value
        ]
        shown = (wanted, self._words.mode, self._words.language)
        if shown == self._proposed:
            return
        self._proposed = shown
        while (item := self._proposals.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.takes = []
        for each in wanted:
            self._offer(each)

    def _offer(self, proposal: DetailProposal) -> None:
        say = self._words.say
        value = (
            word_value(proposal.value, self._words.language) if not isinstance(proposal.value, bool) else ""
        )
        where = say("{file}, page {page}", file=Path(proposal.file).name, page=proposal.page)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        unsure = "" if proposal.is_clear else f" · {say('please compare with the page')}"
        told = text_label(f"{value}\n{where}{unsure}", "small-muted")
        take = button(self._words, N_("Take"), "small")
        take.setAccessibleName(say("Take {value} from {file}", value=value, file=where))
        take.setToolTip(take.accessibleName())
        take.clicked.connect(lambda: self._take(proposal))
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(told, 1)
        self._proposals.addWidget(whole)
        self.takes.append(take)

    def _take(self, proposal: DetailProposal) -> None:
        value: Answer = proposal.value
        self.fields[proposal.key].show(value, anew=True)
        self.fields[proposal.key].widget.setFocus()
        self._session.save_details(self.key.person, {proposal.key: value})
