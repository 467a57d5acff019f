"""The facts of a letter: everything that is missing in one list, then what it may say, then what it says."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.letters import FilledFact, Letter, LetterFact, LetterList, MissingFact
from app.domain.words import Language
from app.gui.fields import button, card, subheading, text_label
from app.gui.letter_block import DetailKey, FactBlock
from app.gui.marks import Mark, mark_icon
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_

# In which step what letters say is entered where it is no detail.
_STEPS = {
    "people": N_("Enter it in People"),
    "category": N_("Enter it in Category"),
    "documents": N_("Enter it in Documents"),
}
HISTORY, RELATIVES = frozenset({"history", "gaps"}), frozenset({"relatives"})


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
        words.changed.connect(self._name)
        self._name()

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


def _label(missing: MissingFact, words: Words) -> str:
    label = words.shown(missing.fact.label, " / ")
    return words.say("{label} (in English)", label=label) if missing.language is Language.EN else label


def _line(label: str, value: str) -> str:
    return f"{label}: {value}"


def _show_line(label: QLabel, line: str) -> None:
    """Show a line that can be copied, or nothing."""
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    label.setText(line)
    label.setAccessibleName(line)
    label.setTextInteractionFlags(selectable if line else Qt.TextInteractionFlag.NoTextInteraction)
    label.setVisible(bool(line))


def _let_go(part: QWidget) -> None:
    """Take a part away without letting it save anything more."""
    for each in part.findChildren(QObject):
        each.blockSignals(True)
    part.hide()
    part.deleteLater()


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
        self._following: list[QLabel] = []
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

    def forget(self) -> None:
        """Show nothing of a case that is no longer open; nothing typed there is kept in another."""
        self.letter = self._shown = None
        self._clear()
        for table in self._tables.values():
            _let_go(table)
        self._tables.clear()

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
            _let_go(block)
        self.blocks.clear()
        for label in self._following:
            _show_line(label, "")
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
                wanted.setdefault((each.fact.where, each.person), []).append(_label(each, words))
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
        following = [each for each in letter.filled if not each.asked]
        while len(self._following) < len(following):
            label = text_label("", "muted")
            self._following.append(label)
            self._facts.addWidget(label)
        for at, label in enumerate(self._following):
            each = following[at] if at < len(following) else None
            line = (
                "" if each is None else _line(words.shown(each.label, " / "), words.shown(each.shown, " / "))
            )
            _show_line(label, line)

    def _count(self, letter: Letter) -> None:
        say = self._words.say
        self.title.setText(say("What is missing") if letter.missing else say("Nothing is missing"))
        lists = [each for each in letter.missing if isinstance(each.fact, LetterList)]
        told = [_label(each, self._words) for each in lists if each.fact.where not in _STEPS]
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
