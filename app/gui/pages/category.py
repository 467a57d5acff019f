"""Which category fits: the questions and the years on one side, all categories on the other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework import match
from app.domain.case import Answer, YearRow
from app.domain.judgement import CategoryMatch, ConditionResult
from app.domain.rules import Question, YearColumn
from app.gui.fields import (
    DateField,
    button,
    heading,
    number_of,
    paragraphs,
    quiet,
    row_of,
    scrolled,
    set_flag,
    subheading,
    text_label,
    whole,
)
from app.gui.judgements import (
    COLUMN_NAMES,
    condition_line,
    met_line,
    source_lines,
    year_line,
)
from app.gui.marks import FIT_MARKS, VERDICT_MARKS
from app.gui.page import Page
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.terms import FIT_NAMES, FORCE_NAMES, KIND_NAMES, date_words

_YEARS_SHOWN = 5
_COLUMNS = tuple(YearColumn)


class QuestionCard(QFrame):
    """Asks one question; the answer is kept as it is made."""

    def __init__(
        self, question: Question, words: Words, answered: Callable[[str, Answer | None], None]
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.question = question
        self._words = words
        self._answered = answered
        self._show: Callable[[Answer | None], None] = lambda _: None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        self.title = text_label(words.shown(question.text))
        column.addWidget(self.title)
        column.addLayout(self._field())
        column.addWidget(text_label(words.shown(question.help), "muted"))
        if question.source:
            self._add_source(column)

    def show_answer(self, answer: Answer | None) -> None:
        """Show what the case holds."""
        self._show(answer)

    def _field(self) -> QHBoxLayout:
        make = {"number": self._number, "yes-no": self._yes_no, "choice": self._choice, "date": self._date}
        return make[self.question.kind]()

    def _name(self) -> str:
        return self._words.shown(self.question.text, " ")

    def _answer(self, answer: Answer | None) -> None:
        self._answered(self.question.id, answer)

    def _number(self) -> QHBoxLayout:
        line = QLineEdit()
        line.setMaximumWidth(150)
        line.setAccessibleName(self._name())
        self.title.setBuddy(line)

        def show(answer: Answer | None) -> None:
            if not line.isModified():
                known = isinstance(answer, int | float) and not isinstance(answer, bool)
                line.setText(f"{answer:.15g}" if known else "")

        def finish() -> None:
            number = number_of(line.text())
            wrong = bool(line.text().strip()) and number is None
            set_flag(line, "wrong", on=wrong)
            if not wrong:
                line.setModified(False)
                self._answer(None if number is None else whole(number))

        line.editingFinished.connect(finish)
        self._show = show
        self.field: QWidget = line
        unit = QLabel("" if self.question.unit is None else self._words.shown(self.question.unit, " "))
        return row_of(line, unit)

    def _yes_no(self) -> QHBoxLayout:
        group = QButtonGroup(self)
        values: tuple[tuple[bool | None, str], ...] = (
            (True, self._words.say("Yes")),
            (False, self._words.say("No")),
            (None, self._words.say("Not answered")),
        )
        buttons = {}
        for value, label in values:
            made = QRadioButton(label)
            made.setAccessibleName(f"{self._name()} {label}")
            group.addButton(made)
            made.clicked.connect(lambda _=False, value=value: self._answer(value))
            buttons[value] = made

        def show(answer: Answer | None) -> None:
            buttons[answer if isinstance(answer, bool) else None].setChecked(True)

        self._show = show
        self.field = buttons[True]
        return row_of(*buttons.values())

    def _choice(self) -> QHBoxLayout:
        combo = QComboBox()
        combo.setAccessibleName(self._name())
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(30)
        combo.addItem(self._words.say("Not answered"), None)
        for value, text in self.question.choices:
            combo.addItem(self._words.shown(text, " "), value)
        combo.activated.connect(lambda _: self._answer(combo.currentData()))
        self._show = lambda answer: combo.setCurrentIndex(max(0, combo.findData(answer)))
        self.field = combo
        return row_of(combo)

    def _date(self) -> QHBoxLayout:
        field = DateField(self._words, N_("Date"))
        field.line.setAccessibleName(self._name())
        field.edited.connect(lambda: self._answer(field.day))
        self._show = lambda answer: field.show_day(
            None if isinstance(answer, str | int | float | None) else answer, anew=False
        )
        self.field = field
        return row_of(field)

    def _add_source(self, column: QVBoxLayout) -> None:
        why = button(self._words, N_("Why this is asked"), "flat")
        why.setCheckable(True)
        text = text_label("\n".join(source_lines(self.question.source, self._words)), "muted")
        text.hide()
        why.toggled.connect(text.setVisible)
        column.addWidget(why)
        column.addWidget(text)


class YearTable(QTableWidget):
    """Takes the principal applicant's figures, a row for each calendar year."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(_YEARS_SHOWN, len(_COLUMNS))
        self._session = session
        self._words = words
        self._filling = False
        self._first = 0
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(38)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(34)
        self.verticalHeader().setFixedWidth(58)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(34 * _YEARS_SHOWN + 44)
        words.bind(self, N_("Figures of each year"), "setAccessibleName")
        self.cellChanged.connect(self._save)

    def show_years(self) -> None:
        """Show the figures from the year of submission back."""
        self._filling = True
        case, say = self._session.case, self._words.say
        self._first = case.submit_on.year
        known = {row.year: row for row in case.years_of_principal()}
        self.setHorizontalHeaderLabels([say(COLUMN_NAMES[column]) for column in _COLUMNS])
        self.setVerticalHeaderLabels([str(self._first - at) for at in range(_YEARS_SHOWN)])
        for at in range(_YEARS_SHOWN):
            row = known.get(self._first - at)
            for place, column in enumerate(_COLUMNS):
                value = None if row is None else getattr(row, column.value)
                item = QTableWidgetItem("" if value is None else f"{value:,.15g}")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                name = f"{self._first - at} {say(COLUMN_NAMES[column])}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {item.text()}")
                self.setItem(at, place, item)
        self._filling = False

    def _save(self, at: int, place: int) -> None:
        principal, item = self._session.case.principal, self.item(at, place)
        if self._filling or principal is None or item is None:
            return
        column, year = _COLUMNS[place], self._first - at
        number = number_of(item.text())
        fits = number is not None and (column is not YearColumn.STAY or (number <= 366 and number % 1 == 0))
        if item.text().strip() and not fits:
            say = self._words.say
            self._session.told.emit(say("{text} cannot stand here: a number is expected.", text=item.text()))
        else:
            known = {row.year: row for row in self._session.case.years_of_principal()}
            row = known.get(year, YearRow(year, principal.id))
            value = None if number is None else whole(number)
            self._session.save_year(replace(row, **{column.value: value}))  # type: ignore[arg-type]  # by its name
        self.show_years()


class CategoryPage(Page):
    """Asks the questions and shows how every category comes out."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(session, words)
        self.cards: dict[str, QuestionCard] = {}
        self._asked: tuple[object, ...] = ()
        self._build()

    def _build(self) -> None:
        words = self.words
        self.years = YearTable(self.session, words)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(scrolled(self._questions()))
        split.addWidget(self._categories())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([450, 480])
        split.setHandleWidth(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Category")))
        column.addWidget(split, 1)

    def _questions(self) -> QWidget:
        words = self.words
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self.asked_for = text_label("", "subheading")
        column.addWidget(self.asked_for)
        column.addWidget(
            quiet(
                words,
                N_("Answer what you know. What is not answered stays undecided; it never counts as met."),
            )
        )
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(10)
        column.addLayout(self._card_column)
        column.addWidget(subheading(words, N_("Figures of each year")))
        column.addWidget(
            quiet(words, N_("Of the principal applicant. The year of the planned day may be a part year."))
        )
        column.addWidget(self.years)
        column.addStretch(1)
        return side

    def _categories(self) -> QWidget:
        words = self.words
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(subheading(words, N_("All categories, nearest first")))
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        words.bind(self.tree, N_("All categories, nearest first"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        column.addWidget(self.tree, 3)
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        words.bind(self.detail, N_("What this says and where it is written"), "setAccessibleName")
        column.addWidget(self.detail, 2)
        self.choose_button = button(words, N_("Use this category"), "primary")
        self.choose_button.clicked.connect(self.choose)
        self.chosen_label = text_label("", "muted")
        bottom = QHBoxLayout()
        bottom.addWidget(self.choose_button)
        bottom.addWidget(self.chosen_label, 1)
        column.addLayout(bottom)
        return side

    def refresh(self) -> None:
        """Show the questions, the answers and how every category comes out."""
        if not self.session.has_case:
            return
        self._make_cards()
        for each in self.cards.values():
            each.show_answer(self.session.case.answers.get(each.question.id))
        self.years.show_years()
        self._fill_tree()

    def choose(self) -> None:
        """Make the category of the current row the case's."""
        shown = self._current_match()
        if shown is not None:
            self.session.set_basics(category=shown.category.id)

    def _make_cards(self) -> None:
        """Make the questions anew where others are asked, or in another language."""
        case, pack = self.session.case, self.session.desk.pack
        self.asked_for.setText(self.words.shown(pack.categories[case.category].title))
        asked = (self.session.case_id, case.category, self.words.language, self.words.mode)
        if asked == self._asked:
            return
        self._asked = asked
        for each in self.cards.values():
            self._card_column.removeWidget(each)
            each.hide()
            each.deleteLater()
        self.cards = {}
        for question in match.questions_for(self.session.desk, case.category):
            self.cards[question.id] = QuestionCard(question, self.words, self.session.set_answer)
            self._card_column.addWidget(self.cards[question.id])
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through the questions before it goes on; they are younger than what follows."""
        fields = [
            each
            for made in self.cards.values()
            for each in made.findChildren(QWidget)
            # The list that a combo box opens is a window of its own.
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is self.window()
        ]
        for before, after in pairwise((*fields, self.years, self.tree, self.detail, self.choose_button)):
            QWidget.setTabOrder(before, after)

    def _fill_tree(self) -> None:
        open_rows = {row_data(row) for row in self.tree.rows() if row.isExpanded()}
        current = row_data(self.tree.currentItem()) or (self.session.case.category, "")
        first = not self.tree.topLevelItemCount()
        scroll = self.tree.verticalScrollBar().value()
        self.tree.clear()
        for each in self.session.matches():
            row = self._add_category(each)
            own = each.category.id == self.session.case.category
            row.setExpanded((each.category.id, "") in open_rows or (first and own))
        self.tree.select_row(current)
        if not first:
            self.tree.verticalScrollBar().setValue(scroll)
        self._show_detail()

    def _add_category(self, each: CategoryMatch) -> QTreeWidgetItem:
        words = self.words
        title, second = words.lines(each.category.title)
        state = words.shown(both(FIT_NAMES[each.fit]), " ")
        if each.results:
            state += " · " + words.shown(met_line(each), " ")
        own = each.category.id == self.session.case.category
        if own:
            state = words.say("Chosen") + " · " + state
        lines = f"{second}\n{state}" if second else state
        row = add_row(self.tree, title, lines, mark=FIT_MARKS[each.fit], data=(each.category.id, ""))
        for result in each.results:
            self._add_condition(row, each, result)
        return row

    def _add_condition(self, row: QTreeWidgetItem, each: CategoryMatch, result: ConditionResult) -> None:
        label, second = self.words.lines(result.condition.label)
        line = self.words.shown(condition_line(result, self.session.desk.pack))
        child = add_row(row, label, data=(each.category.id, result.condition.id))
        mark = VERDICT_MARKS[result.verdict]
        set_cell(child, 0, label, f"{second}\n{line}" if second else line, mark=mark)

    def _current_match(self) -> CategoryMatch | None:
        data = row_data(self.tree.currentItem())
        matches = self.session.matches() if self.session.has_case else ()
        return next((each for each in matches if data and each.category.id == data[0]), None)

    def _show_detail(self) -> None:
        shown, data = self._current_match(), row_data(self.tree.currentItem())
        own = shown is not None and shown.category.id == self.session.case.category
        self.choose_button.setEnabled(shown is not None and not own)
        self.chosen_label.setText(self.words.say("This is the category of the case.") if own else "")
        if shown is None:
            self.detail.clear()
            return
        result = next((r for r in shown.results if data and r.condition.id == data[1]), None)
        parts = self._category_parts(shown) if result is None else self._condition_parts(result)
        self.detail.setHtml(paragraphs(parts))

    def _category_parts(self, shown: CategoryMatch) -> list[tuple[str, list[str]]]:
        words, say, category = self.words, self.words.say, shown.category
        effective = []
        if category.effective.since is not None:
            day = date_words(category.effective.since, words.language)
            effective.append(say("In effect from {day}", day=day))
        if category.effective.until is not None:
            day = date_words(category.effective.until, words.language)
            effective.append(say("In effect until {day}", day=day))
        return [
            ("", [words.shown(category.title)]),
            (say("What it gives"), [words.shown(category.outcome), say(KIND_NAMES[category.kind])]),
            (
                say("Instrument"),
                [words.shown(category.instrument), say(FORCE_NAMES[category.force]), *effective],
            ),
            (say("Good to know"), [words.shown(note.text) for note in category.notes]),
            (say("Where it is written"), source_lines(category.source, words)),
        ]

    def _condition_parts(self, result: ConditionResult) -> list[tuple[str, list[str]]]:
        words, say = self.words, self.words.say
        pack = self.session.desk.pack
        return [
            ("", [words.shown(result.condition.label), words.shown(condition_line(result, pack))]),
            (say("Year by year"), [words.shown(year_line(year)) for year in result.years]),
            (say("Where it is written"), source_lines(result.condition.source, words)),
            (say("Where the figure comes from"), self._figure_sources(result)),
        ]

    def _figure_sources(self, result: ConditionResult) -> list[str]:
        found = dict.fromkeys(source for year in result.years for source in year.source)
        return source_lines(tuple(found), self.words)
