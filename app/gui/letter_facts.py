"""The facts of a letter: everything that is missing in one list, then what it may say, then what it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.casework.letter_proposals import DetailProposal
from app.domain.case import Answer
from app.domain.letters import DetailKind, FilledFact, Letter, LetterFact, LetterList, MissingFact
from app.domain.words import Language
from app.gui.fields import button, card, subheading, text_label
from app.gui.letter_fields import DetailField, field_for
from app.gui.marks import Mark, mark_icon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.readings import word_value

ENGLISH = ".en"
# In which step what letters say is entered where it is no detail.
_STEPS = {
    "people": N_("Enter it in People"),
    "category": N_("Enter it in Category"),
    "documents": N_("Enter it in Documents"),
}
# From this width on, two fields stand beside each other.
_BESIDE, _LINES_BESIDE = 240, 440
HISTORY, RELATIVES = frozenset({"history", "gaps"}), frozenset({"relatives"})


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


class Fold(QWidget):
    """Holds a part under a heading that opens and closes it."""

    def __init__(self, words: Words, title: str) -> None:
        super().__init__()
        self._words, self._title = words, title
        self._count = 0
        self.head = QPushButton()
        self.head.setObjectName("fold")
        self.head.setAutoDefault(False)
        self.head.setCheckable(True)
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(8, 0, 0, 6)
        self.column.setSpacing(12)
        self.inside.hide()
        self.head.toggled.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.inside)

    def show_count(self, count: int) -> None:
        """Say how many things it holds."""
        self._count = count
        self._name()
        self.setVisible(count > 0)

    def _open(self, opened: bool) -> None:
        self.inside.setVisible(opened)
        self._name()

    def _name(self) -> None:
        sign = "▾" if self.head.isChecked() else "▸"
        name = self._words.say(self._title, count=self._count)
        self.head.setText(f"{sign}  {name}")
        self.head.setAccessibleName(name)


def _stops_in(part: QWidget) -> Iterator[QWidget]:
    """Give what takes the focus, in order; a field made of several goes as one."""
    if part.focusProxy() is not None:
        yield part
        return
    if part.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
        yield part
    for inside in part.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not inside.isWindow():
            yield from _stops_in(inside)


class LetterFacts(QWidget):
    """Shows the facts of one letter; each is kept while one types."""

    # The step in which something is entered, and of whom.
    step_wanted = Signal(str, str)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self.blocks: dict[DetailKey, FactBlock] = {}
        self.links: list[QPushButton] = []
        self._tables: dict[str, QWidget] = {}
        self._shown: tuple[str, str] | None = None
        self._linked: object = None
        self.letter: Letter | None = None
        # What has the focus before the first of them.
        self.comes_after: QWidget | None = None
        self._ordered: tuple[QWidget, ...] = ()
        self.title = subheading(words, N_("What is missing"))
        self.none = text_label("", "muted")
        self.missing, missing = card(margin=14)
        self._missing = QVBoxLayout()
        self._missing.setSpacing(12)
        self._links = QVBoxLayout()
        self._links.setSpacing(6)
        missing.addWidget(self.title)
        missing.addWidget(self.none)
        missing.addLayout(self._links)
        missing.addLayout(self._missing)
        self._table_place = QVBoxLayout()
        self._table_place.setSpacing(10)
        self.optional = Fold(words, N_("It may say more ({count})"))
        self.said = Fold(words, N_("What it says ({count})"))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        self.said.column.addLayout(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.missing)
        column.addLayout(self._table_place)
        column.addWidget(self.optional)
        column.addWidget(self.said)

    def show_letter(self, letter: Letter) -> None:
        """Show what a letter lacks and says; while one letter is shown, no field goes from under the hand."""
        self.letter = letter
        key = (letter.template.id, letter.person)
        anew = key != self._shown
        if anew:
            self._shown = key
            self._clear()
        self._add(letter.missing, self._missing)
        self._add(letter.open, self.optional.column)
        self._add_said(letter.filled)
        lacking = frozenset(each.key for each in letter.missing)
        for block in self.blocks.values():
            block.renew(lacking, anew=anew)
        self._show_links(letter)
        self._show_tables(letter)
        self._show_following(letter)
        self._count(letter)
        self.propose()

    def save_now(self) -> None:
        """Save what was typed and waits to be saved."""
        for block in self.blocks.values():
            block.save_now()
        for table in self._tables.values():
            table.save_now()  # type: ignore[attr-defined]  # both kinds of table have it

    def focus_first(self) -> None:
        """Put the cursor on the first thing that is missing."""
        lacking = set() if self.letter is None else {each.key for each in self.letter.missing}
        for block in self.blocks.values():
            if lacking & set(block.fields):
                next(iter(block.fields.values())).widget.setFocus()
                return

    def propose(self) -> None:
        """Offer what was read in papers."""
        people = {key.person for key in self.blocks}
        found = {person: self._session.detail_proposals(person) for person in people}
        for key, block in self.blocks.items():
            block.propose(found[key.person])
        self._order()

    def _order(self) -> None:
        """Let Tab go as one reads, whenever each part came."""
        ordered = tuple(each for part in self._parts() for each in _stops_in(part))
        if self.comes_after is not None and ordered != self._ordered:
            self._ordered = ordered
            for first, then in pairwise((self.comes_after, *ordered)):
                QWidget.setTabOrder(first, then)

    def _parts(self) -> Iterator[QWidget]:
        """Give the parts that hold what takes the focus, from the top."""
        yield from self.links
        blocks = list(self.blocks.values())
        yield from (each for each in blocks if each.parentWidget() is self.missing)
        yield from self._tables.values()
        for fold in (self.optional, self.said):
            yield fold.head
            yield from (each for each in blocks if each.parentWidget() is fold.inside)

    # How it is made.

    def _clear(self) -> None:
        for block in self.blocks.values():
            block.hide()
            block.deleteLater()
        self.blocks.clear()
        self._linked = None
        for fold in (self.optional, self.said):
            fold.head.setChecked(False)

    def _add(self, facts: Iterable[MissingFact], place: QVBoxLayout) -> None:
        for each in facts:
            if isinstance(each.fact, LetterFact) and each.fact.asked:
                self._add_block(DetailKey(each.person, each.fact.name), each.fact, place)

    def _add_said(self, facts: Iterable[FilledFact]) -> None:
        known = self._known_facts()
        for each in facts:
            fact = known.get(each.name)
            if each.asked and fact is not None:
                self._add_block(DetailKey(each.person, each.name), fact, self.said.column)

    def _known_facts(self) -> "dict[str, LetterFact]":
        from app.casework.letter_states import detail_facts

        return dict(detail_facts())

    def _add_block(self, key: DetailKey, fact: LetterFact, place: QVBoxLayout) -> None:
        if key not in self.blocks:
            self.blocks[key] = block = FactBlock(self._session, self._words, key, fact)
            place.addWidget(block)

    # What belongs elsewhere.

    def _show_links(self, letter: Letter) -> None:
        """Name what is missing and entered in another step, with the way there."""
        words = self._words
        wanted: dict[tuple[str, str], list[str]] = {}
        for each in letter.missing:
            if each.fact.where in _STEPS and not getattr(each.fact, "asked", False):
                wanted.setdefault((each.fact.where, each.person), []).append(
                    words.shown(each.fact.label, " / ")
                )
        shown = (wanted, words.mode, words.language)
        if shown == self._linked:
            return
        self._linked = shown
        while (item := self._links.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.links = []
        for (where, person), labels in wanted.items():
            self._add_link(where, person, labels)

    def _add_link(self, where: str, person: str, labels: list[str]) -> None:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        mark = QLabel()
        mark.setPixmap(mark_icon(Mark.OPEN).pixmap(16, 16))
        gap = "、" if self._words.language is Language.ZH else ", "
        link = button(self._words, _STEPS[where], "flat")
        link.clicked.connect(lambda: self.step_wanted.emit(where, person))
        inside = QVBoxLayout()
        inside.setSpacing(0)
        inside.addWidget(text_label(gap.join(dict.fromkeys(labels))))
        inside.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(inside, 1)
        self._links.addWidget(whole)
        self.links.append(link)

    def _show_tables(self, letter: Letter) -> None:
        """Show the history or the family where the letter tells of it."""
        names = {*letter.template.needs, *letter.template.may}
        for kind, lists, make in (
            ("history", HISTORY, self._history_table),
            ("relatives", RELATIVES, self._relatives_table),
        ):
            wanted = bool(lists & names)
            if wanted and kind not in self._tables:
                self._tables[kind] = table = make()
                self._table_place.addWidget(table)
            if kind in self._tables:
                self._tables[kind].setVisible(wanted)
                if wanted:
                    self._tables[kind].show_person(letter.person)  # type: ignore[attr-defined]  # both have it

    def _history_table(self) -> QWidget:
        from app.gui.history_table import HistoryTable

        return HistoryTable(self._session, self._words)

    def _relatives_table(self) -> QWidget:
        from app.gui.relatives_table import RelativesTable

        return RelativesTable(self._session, self._words)

    def _show_following(self, letter: Letter) -> None:
        """Tell what the letter says that follows from the case itself."""
        words = self._words
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in letter.filled:
            if not each.asked:
                line = f"{words.shown(each.label, ' / ')}: {words.shown(each.shown, ' / ')}"
                label = text_label(line, "muted")
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._facts.addWidget(label)

    def _count(self, letter: Letter) -> None:
        say = self._words.say
        self.title.setText(say("What is missing") if letter.missing else say("Nothing is missing"))
        lists = [each for each in letter.missing if isinstance(each.fact, LetterList)]
        told = [self._words.shown(each.fact.label, " / ") for each in lists if each.fact.where not in _STEPS]
        self.none.setText("\n".join(told))
        self.none.setVisible(bool(told))
        shown = {block for block in self.blocks.values() if block.parentWidget() is self.optional.inside}
        self.optional.show_count(len(shown))
        self.said.show_count(len(letter.filled))
        lacking = {each.key for each in letter.missing}
        for block in self.blocks.values():
            for fold in (self.optional, self.said):
                # What is emptied there is not to be missing out of sight.
                if block.parentWidget() is fold.inside and lacking & set(block.fields):
                    fold.head.setChecked(True)
        has_block = any(block.parentWidget() is self.missing for block in self.blocks.values())
        self.missing.setVisible(bool(letter.missing) or has_block or not self._tables)
