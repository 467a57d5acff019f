"""Which category fits: the questions and the years on one side, all categories on the other."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework import match
from app.domain.judgement import CategoryMatch, Contradiction, Fit
from app.domain.rules import Topic
from app.gui.category_sheet import TOPICS, background_sheet, category_sheet, place_sheet
from app.gui.fields import button, heading, quiet, row_of, scrolled, subheading, text_label
from app.gui.judgements import fit_line, in_both, met_line, met_on_line
from app.gui.marks import Mark, mark_icon
from app.gui.nearness import nearness
from app.gui.page import Page
from app.gui.questions import AnswerList, AskPanel, QuestionCard
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.sheet import SheetView
from app.gui.state_marks import FIT_MARKS
from app.gui.stays import StaysEditor
from app.gui.steps import Step
from app.gui.theme import Colours, colours
from app.gui.words import Words
from app.gui.years import YearTable
from app.i18n.catalogue import N_, both
from app.i18n.terms import TOPIC_NAMES
from app.i18n.wording import word_contradiction

_CONTRADICTIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class CategoryKey:
    """Names the row of a category."""

    id: str


@dataclass(frozen=True, slots=True)
class BackgroundKey:
    """Names the row of the background, or of one of its topics."""

    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """Names the row of what the sources of the place say differently or not at all."""


Key = CategoryKey | BackgroundKey | PlaceKey
# What a row shows: title, second line, mark, and the colours in which the mark is drawn.
Cells = tuple[str, str, Mark | None, Colours]


class Fold(QWidget):
    """Hides a part of the page under its title until it is wanted; what is hidden is not filled."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.inside = inside
        self.head = QPushButton()
        self.head.setObjectName("fold")
        self.head.setCheckable(True)
        self.head.setAutoDefault(False)
        self.head.toggled.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(inside)
        self._title = ""
        inside.hide()

    @property
    def is_open(self) -> bool:
        """Say whether the part is shown."""
        return self.head.isChecked()

    def name(self, title: str) -> None:
        """Show a title."""
        self._title = title
        self.head.setText(f"{'▾' if self.is_open else '▸'}  {title}")
        self.head.setAccessibleName(title)

    def _turn(self, shown: bool) -> None:
        self.inside.setVisible(shown)
        self.name(self._title)


class ContradictionBox(QFrame):
    """Says what cannot be, what to do about it, and leads to the question."""

    def __init__(self, session: Session, words: Words, ask: "AskPanel") -> None:
        super().__init__()
        self.setObjectName("warning")
        self._session = session
        self._words = words
        self._ask = ask
        self._shown: object = None
        self._all = False
        self.buttons: list[QPushButton] = []
        self.labels: list[QLabel] = []
        self._icon = QLabel()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._rows, 1)
        self.hide()

    def refresh(self) -> None:
        """Show what contradicts itself now."""
        found = self._session.matching().contradictions
        names = self._session.names
        told = [
            (
                self._words.shown(
                    in_both(lambda language, each=each: word_contradiction(each, names, language))  # type: ignore[misc]  # bound now
                ),
                self._question_of(each),
            )
            for each in found
        ]
        wanted = (told, self._all, self._words.language, colours())
        if wanted == self._shown:
            return
        self._shown = wanted
        self._clear()
        self._icon.setPixmap(mark_icon(Mark.WARN).pixmap(16, 16))
        for words, question in told if self._all else told[:_CONTRADICTIONS_SHOWN]:
            self._add(words, question)
        if len(told) > _CONTRADICTIONS_SHOWN:
            self._add_switch(len(told))
        self.setVisible(bool(told))

    def _question_of(self, contradiction: Contradiction) -> str | None:
        questions = self._session.desk.pack.questions
        return next((fact for fact in contradiction.facts if fact in questions), None)

    def _add(self, words: str, question: str | None) -> None:
        row = QHBoxLayout()
        label = text_label(words)
        self.labels.append(label)
        row.addWidget(label, 1)
        if question is not None:
            made = self._button(self._words.say("Correct the answer"))
            made.setAccessibleDescription(words)
            made.clicked.connect(lambda: self._ask.ask(question))
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addLayout(row)

    def _add_switch(self, count: int) -> None:
        say = self._words.say
        words = say("Show fewer") if self._all else say("Show all {count}", count=count)
        made = self._button(words)
        made.clicked.connect(self._switch)
        self._rows.addWidget(made)

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words)
        made.setObjectName("flat")
        made.setAutoDefault(False)
        self.buttons.append(made)
        return made

    def _switch(self) -> None:
        self._all = not self._all
        self.refresh()

    def _clear(self) -> None:
        for each in (*self.labels, *self.buttons):
            each.hide()
            each.deleteLater()
        self.labels, self.buttons = [], []
        while (item := self._rows.takeAt(0)) is not None:
            item.invalidate()


class CategoryPage(Page):
    """Asks the questions and shows how every category comes out."""

    def __init__(self, session: Session, words: Words, show_step: Callable[[Step], None]) -> None:
        super().__init__(session, words)
        self._show_step = show_step
        self.cards: dict[str, QuestionCard] = {}
        self._cards_for: object = None
        self._folds_for: str | None = None
        self._rows: dict[Key, Cells] = {}
        self._rows_for: object = None
        self._shown_case: tuple[str | None, str] | None = None
        self._build()

    def _build(self) -> None:
        words = self.words
        self.asking = AskPanel(self.session, words)
        self.contradictions = ContradictionBox(self.session, words, self.asking)
        self.years = YearTable(self.session, words)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(scrolled(self._questions()))
        split.addWidget(self._categories())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([440, 490])
        split.setHandleWidth(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Category")))
        column.addWidget(self.contradictions)
        column.addWidget(split, 1)

    def _questions(self) -> QWidget:
        words = self.words
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(
            quiet(
                words,
                N_("Answer what you know. What is not answered stays undecided; it never counts as met."),
            )
        )
        column.addWidget(self.asking)
        holder = QWidget()
        self._card_column = QVBoxLayout(holder)
        self._card_column.setContentsMargins(0, 0, 0, 0)
        self._card_column.setSpacing(10)
        self.own_questions = Fold(holder)
        self.own_questions.head.toggled.connect(lambda _: self._fill_folds())
        self.answers = AnswerList(self.session, words, self.ask)
        self.given = Fold(self.answers)
        self.given.head.toggled.connect(lambda _: self._fill_folds())
        column.addSpacing(4)
        column.addWidget(self.given)
        column.addWidget(self.own_questions)
        column.addSpacing(4)
        column.addWidget(subheading(words, N_("Figures of each year")))
        column.addWidget(
            quiet(words, N_("Of the principal applicant. The year of the planned day may be a part year."))
        )
        column.addWidget(self.years)
        column.addSpacing(4)
        self.stays = StaysEditor(self.session, words)
        self.stays_fold = Fold(self.stays)
        self.stays_fold.head.toggled.connect(lambda _: self._fill_folds())
        column.addWidget(self.stays_fold)
        column.addStretch(1)
        self._scrolled_side = side
        return side

    def _categories(self) -> QWidget:
        words = self.words
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        words.bind(self.tree, N_("All categories, nearest first"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        self.detail = SheetView()
        words.bind(self.detail, N_("What this says and where it is written"), "setAccessibleName")
        self.choose_button = button(words, N_("Use this category"), "primary")
        self.choose_button.clicked.connect(self.choose)
        self.chosen_label = text_label("", "muted")
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(subheading(words, N_("All categories, nearest first")))
        column.addWidget(self.tree, 1)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.detail, 1)
        bottom = row_of(self.choose_button, stretch=False)
        bottom.addWidget(self.chosen_label, 1)
        self.next_button = button(words, N_("Go on to people"), "primary")
        self.next_button.clicked.connect(lambda: self._show_step(Step.PEOPLE))
        bottom.addWidget(self.next_button)
        column.addLayout(bottom)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(top)
        split.addWidget(below)
        split.setHandleWidth(12)
        split.setSizes([260, 320])
        return split

    def refresh(self) -> None:
        """Show the questions, the answers and how every category comes out; only what changed is drawn."""
        if not self.session.has_case:
            return
        self.asking.refresh()
        self.contradictions.refresh()
        self._fill_folds()
        self.years.show_years()
        self._fill_tree()

    def ask(self, question: str) -> None:
        """Put a question in front."""
        if self._is_stale:
            self._refresh_now()
        self.asking.ask(question)

    def choose(self) -> None:
        """Make the category of the current row the case's; what is not evaluated is said before."""
        shown = self._current_match()
        if shown is not None and (shown.not_evaluated is None or self._insists(shown)):
            self.session.set_basics(category=shown.category.id)

    def _insists(self, shown: CategoryMatch) -> bool:
        say, words = self.words.say, self.words
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(say("Use this category"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        title = words.shown(shown.category.title, " / ")
        box.setText(f"{title}\n{words.shown(fit_line(shown), ' / ')}")
        box.setInformativeText(
            say("No application can be made on it on the planned day at this place, as far as the rules say.")
        )
        use = box.addButton(say("Use it all the same"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(say("Keep the present one"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is use

    # The questions.

    def _fill_folds(self) -> None:
        if not self.session.has_case:
            return
        case, say = self.session.case, self.words.say
        if self.session.case_id != self._folds_for:
            # What was answered is the way that one came: it lies open.
            self._folds_for = self.session.case_id
            self.given.head.setChecked(any(each in self.session.desk.pack.questions for each in case.answers))
        own = match.questions_for(self.session.desk, case.category, case.place)
        self.own_questions.name(say("All questions of this category ({count})", count=len(own)))
        known = self.session.desk.pack.questions
        self.given.name(say("Answers given ({count})", count=sum(each in known for each in case.answers)))
        if self.own_questions.is_open:
            self._make_cards()
            for each in self.cards.values():
                each.show_answer(case.answers.get(each.question.id))
        if self.given.is_open:
            self.answers.refresh()
        self.stays_fold.name(say("Entries and exits ({count})", count=len(case.stays)))
        if self.stays_fold.is_open:
            self.stays.refresh()

    def _make_cards(self) -> None:
        """Make the questions anew where others are asked, or in another language."""
        case = self.session.case
        desk = self.session.desk
        wanted = (self.session.case_id, case.category, desk, self.words.language, self.words.mode)
        if wanted == self._cards_for:
            return
        self._cards_for = wanted
        for each in self.cards.values():
            self._card_column.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.cards = {}
        for question in match.questions_for(self.session.desk, case.category, case.place):
            self.cards[question.id] = QuestionCard(question, self.words, self.session.set_answer)
            self._card_column.addWidget(self.cards[question.id])
            self.cards[question.id].show()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through the questions before it goes on; they are younger than what follows."""
        fields = [field for made in self.cards.values() for field in made.fields()]
        stays = (self.stays_fold.head, self.stays.people, self.stays.table, self.stays.add_button)
        after = (self.years, *stays, self.stays.paste_button)
        last = (self.stays.remove_button, self.tree, self.detail, self.choose_button, self.next_button)
        before = (self.given.head, self.answers, self.own_questions.head)
        for one, next_one in pairwise((*before, *fields, *after, *last)):
            QWidget.setTabOrder(one, next_one)

    # The categories.

    def _fill_tree(self) -> None:
        tree, case = self.tree, self.session.case
        # Another case or another category of the case is shown from its own row.
        anew = (self.session.case_id, case.category) != self._shown_case
        self._shown_case = (self.session.case_id, case.category)
        current: Key = row_data(tree.currentItem()) or CategoryKey(case.category)
        wanted = self._wanted_rows()
        tree.blockSignals(True)
        moved = list(self._rows) != list(wanted) or self._rows_for != self._look()
        if moved:
            self._sort_rows(wanted)
        self._rows_for = self._look()
        changed = {key: cells for key, cells in wanted.items() if self._rows.get(key) != cells}
        for row in tree.rows() if changed else ():
            if (key := row_data(row)) in changed:
                title, second, mark, _scheme = changed[key]
                set_cell(row, 0, title, second, mark=mark)
        self._rows = wanted
        wanted_key = CategoryKey(case.category) if anew else current
        if row_data(tree.currentItem()) != wanted_key or moved:
            # The chosen row stays in sight wherever it has gone.
            tree.select_row(wanted_key)
        tree.blockSignals(False)
        self._show_detail()

    def _look(self) -> object:
        return self.words.language, self.words.mode

    def _sort_rows(self, wanted: dict[Key, Cells]) -> None:
        """Bring the rows into their order, moving only those that changed their place."""
        tree = self.tree
        tops = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
        known = {row_data(item): item for item in tops if item is not None}
        wanted_tops = [key for key in wanted if not isinstance(key, BackgroundKey) or key.topic is None]
        for key in known.keys() - set(wanted_tops):
            tree.takeTopLevelItem(tree.indexOfTopLevelItem(known.pop(key)))
        for at, key in enumerate(wanted_tops):
            item = known.get(key) or self._new_row(key)
            was = tree.indexOfTopLevelItem(item)
            if was != at:
                opened = item.isExpanded()
                tree.takeTopLevelItem(was)
                tree.insertTopLevelItem(at, item)
                item.setExpanded(opened)

    def _new_row(self, key: Key) -> QTreeWidgetItem:
        item = add_row(self.tree, "", data=key)
        self._rows.pop(key, None)
        for topic in self._topics() if key == BackgroundKey() else ():
            add_row(item, "", data=BackgroundKey(topic))
            self._rows.pop(BackgroundKey(topic), None)
        item.setExpanded(True)
        return item

    def _wanted_rows(self) -> dict[Key, Cells]:
        """Return what every row shows, in the order of the rows."""
        words, scheme = self.words, colours()
        rows: dict[Key, Cells] = {}
        for each in self.session.matches():
            first, second = self._category_cells(each)
            rows[CategoryKey(each.category.id)] = (first, second, FIT_MARKS[each.fit], scheme)
        title, second = words.lines(both("Background"))
        about = words.shown(
            both("What the card gives, what the holder must do, how the status is lost, where to get help")
        )
        rows[BackgroundKey()] = (title, f"{second}\n{about}" if second else about, Mark.NOTE, scheme)
        for topic in self._topics():
            first, second = words.lines(both(TOPIC_NAMES[topic]))
            rows[BackgroundKey(topic)] = (first, second, None, scheme)
        place = self.session.desk.pack.places[self.session.case.place]
        if place.conflicts or place.missing:
            first, second = words.lines(place.title)
            about = words.shown(both("Where the sources of this place differ or say nothing"))
            rows[PlaceKey()] = (first, f"{second}\n{about}" if second else about, Mark.NOTE, scheme)
        return rows

    def _topics(self) -> list[Topic]:
        held = match.list_background(self.session.desk)
        known = {article.topic for background in held for article in background.articles}
        return [topic for topic in TOPICS if topic in known]

    def _category_cells(self, each: CategoryMatch) -> tuple[str, str]:
        words = self.words
        title, second = words.lines(each.category.title)
        state = words.shown(fit_line(each), " ")
        if each.results:
            state += " · " + words.shown(met_line(each), " ")
        if each.category.id == self.session.case.category:
            state = words.say("Chosen") + " · " + state
        lines = [second, state]
        if each.fit is Fit.DOES_NOT_FIT and each.met_on is not None:
            lines.append(words.shown(met_on_line(each.met_on)))
        near = nearness(each, self.session.names, self.session.desk.pack.questions.__contains__)
        if near is not None:
            lines.append(words.shown(near))
        return title, "\n".join(line for line in lines if line)

    def _current_match(self) -> CategoryMatch | None:
        key = row_data(self.tree.currentItem())
        if not self.session.has_case or not isinstance(key, CategoryKey):
            return None
        return next((each for each in self.session.matches() if each.category.id == key.id), None)

    def _show_detail(self) -> None:
        if not self.session.has_case:
            return
        key, shown = row_data(self.tree.currentItem()), self._current_match()
        own = shown is not None and shown.category.id == self.session.case.category
        self.choose_button.setEnabled(shown is not None and not own)
        self.choose_button.setVisible(not own)
        self.next_button.setVisible(own)
        self.chosen_label.setText(self.words.say("This is the category of the case.") if own else "")
        session, words = self.session, self.words
        if shown is not None:
            self.detail.show_sheet(key, category_sheet(shown, session, words))
        elif isinstance(key, BackgroundKey):
            self.detail.show_sheet(key, background_sheet(key.topic, session, words))
        elif isinstance(key, PlaceKey):
            place = session.desk.pack.places[session.case.place]
            self.detail.show_sheet((key, place.id), place_sheet(place, session, words))
        else:
            self.detail.show_sheet(None, "")
