"""The questions: one card each, one of them in front, and the answers that are given."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.casework import match
from app.domain.case import Answer
from app.domain.judgement import NextQuestion
from app.domain.rules import Question
from app.domain.words import Language, Text
from app.gui.autosave import Autosave
from app.gui.fields import DateField, button, number_of, row_of, set_flag, subheading, text_label, whole
from app.gui.judgements import answer_text, in_both, source_lines
from app.gui.left_out import LeftOut
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_, catalogue

_CATEGORIES_NAMED = 6
_ANSWERS_HEIGHT = 230


class QuestionCard(QFrame):
    """Asks one question; the answer is kept as it is made."""

    def __init__(
        self,
        question: Question,
        words: Words,
        answered: Callable[[str, Answer | None], None],
        asked_by: Iterable[Text] = (),
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
        reason = asked_by_words(asked_by, words)
        if reason:
            column.addWidget(text_label(reason, "muted"))
        sources = source_lines(question.source, words)
        if sources:
            self._add_sources(column, sources)

    def fields(self) -> list[QWidget]:
        """Return what the Tab key goes through, in its order."""
        return [
            each
            for each in self.findChildren(QWidget)
            # The list that a combo box opens is a window of its own.
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.window() is self.window()
        ]

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
            known = isinstance(answer, int | float) and not isinstance(answer, bool)
            # A slip that is still to be corrected stays, and so does "6." for 6.
            if not line.isModified() and (not known or number_of(line.text()) != answer):
                saving.show(f"{answer:.15g}" if known else "")

        def finish() -> None:
            number = number_of(line.text())
            wrong = bool(line.text().strip()) and number is None
            set_flag(line, "wrong", on=wrong)
            if not wrong:
                line.setModified(False)
                self._answer(None if number is None else whole(number))

        def pause() -> None:
            if not line.text().strip() or number_of(line.text()) is not None:
                finish()

        saving = Autosave(line, finish, pause)
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

    def _add_sources(self, column: QVBoxLayout, sources: list[str]) -> None:
        why = button(self._words, N_("Where it is written"), "flat")
        why.setCheckable(True)
        text = text_label("\n".join(sources), "muted")
        text.hide()
        why.toggled.connect(text.setVisible)
        column.addWidget(why)
        column.addWidget(text)


class Trail:
    """Remembers which question is in front, which were before it and which were put aside.

    Nothing is lost by either: a question that was put aside comes again after all others.
    """

    def __init__(self) -> None:
        self.current: str | None = None
        self._before: list[str] = []
        self._aside: list[str] = []
        # A question that a person went to stays in front, whatever else is answered meanwhile.
        self._held = False

    @property
    def can_go_back(self) -> bool:
        """Say whether there was a question before."""
        return bool(self._before)

    def settle(self, waiting: list[str], *, hold: bool) -> None:
        """Put the first of the waiting questions in front, unless the one that is there is held."""
        if hold and self.current is not None:
            self._held = True
        if not self._held or self.current is None:
            self.current = self._first(waiting)

    def go_on(self, waiting: list[str], *, answered: bool) -> None:
        """Go on to the next question; an unanswered one is put aside."""
        left = self.current
        if left is not None:
            self._before.append(left)
            self._aside = [each for each in self._aside if each != left]
            if not answered:
                self._aside.append(left)
        self._held = False
        self.current = self._first([each for each in waiting if each != left]) or self._first(waiting)

    def go_back(self) -> None:
        """Go back to the question before."""
        if self._before:
            self.current, self._held = self._before.pop(), True

    def go_to(self, question: str) -> None:
        """Put a question in front."""
        if self.current is not None and self.current != question:
            self._before.append(self.current)
        self.current, self._held = question, True

    def _first(self, waiting: list[str]) -> str | None:
        fresh = next((each for each in waiting if each not in self._aside), None)
        return fresh or next((each for each in self._aside if each in waiting), None)


class AskPanel(QWidget):
    """Asks the question whose answer decides most; others are reached by Skip and Back."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.trail = Trail()
        self.card: QuestionCard | None = None
        self._made_for: object = None
        self._asked_for: object = None
        self._asked_by: dict[str, dict[str, list[Text]]] = {}
        self.title = subheading(words, N_("The question that decides most now"))
        self.none_left = text_label("", "muted")
        self.decides = text_label("", "muted")
        self.back_button = button(words, N_("Back"))
        self.next_button = button(words, N_("Skip"))
        self.leave_button = button(words, N_("Does not apply to me"))
        self.again_button = button(words, N_("Ask these again"), "flat")
        self.progress = text_label("", "muted")
        self.left_out: LeftOut | None = None
        self.leave_button.clicked.connect(self.leave_out)
        self.again_button.clicked.connect(self.ask_again)
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for each in (self.title, self.none_left, self.decides):
            self._column.addWidget(each)
        self._column.addLayout(row_of(self.back_button, self.next_button, self.leave_button))
        told = row_of(self.progress, stretch=False)
        told.setStretch(0, 1)
        told.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(told)

    def refresh(self) -> None:
        """Show the question that is in front, and how much its answer decides."""
        asked_for = (self._session.case_id, self._session.desk)
        if asked_for != self._asked_for:
            self._asked_for, self.trail, self._asked_by = asked_for, Trail(), {}
            case_id = self._session.case_id or ""
            self.left_out = LeftOut(self._session, case_id)
        current = self.trail.current
        focus = QApplication.focusWidget()
        typing = self.card is not None and focus is not None and self.card.isAncestorOf(focus)
        hold = typing or (current is not None and current in self._session.case.answers)
        self.trail.settle(self._waiting(), hold=hold)
        self._show()

    def go_on(self) -> None:
        """Go on to the next question."""
        current = self.trail.current
        self.trail.go_on(self._waiting(), answered=current in self._session.case.answers)
        self._show()
        self.take_focus()

    def go_back(self) -> None:
        """Go back to the question before."""
        self.trail.go_back()
        self._show()
        self.take_focus()

    def ask(self, question: str) -> None:
        """Put a question in front."""
        self.trail.go_to(question)
        self._show()
        self.take_focus()

    def leave_out(self) -> None:
        """Ask the question in front no more; what hangs on it stays open."""
        current = self.trail.current
        if current is not None and self.left_out is not None:
            self.left_out.add(current)
            if current in self._session.case.answers:
                self._session.set_answer(current, None)
            self.go_on()

    def ask_again(self) -> None:
        """Ask the questions again that were left out."""
        if self.left_out is not None:
            self.left_out.take_back()
        self.refresh()

    def take_focus(self) -> None:
        """Put the cursor into the field of the question."""
        if self.card is not None:
            self.card.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _waiting(self) -> list[str]:
        answers = self._session.case.answers
        open_ones = (each.question.id for each in self._session.matching().next_questions)
        left_out = self.left_out or ()
        return [each for each in open_ones if each not in answers and each not in left_out]

    def _show(self) -> None:
        say, session = self._words.say, self._session
        question = session.desk.pack.questions.get(self.trail.current or "")
        self._make_card(question)
        self.back_button.setEnabled(self.trail.can_go_back)
        self.next_button.setVisible(question is not None)
        self.none_left.setVisible(question is None)
        self.none_left.setText(say("No open question decides anything more."))
        self.decides.setVisible(question is not None)
        self.leave_button.setVisible(question is not None)
        self._show_progress()
        if question is None or self.card is None:
            return
        answer = session.case.answers.get(question.id)
        self.card.show_answer(answer)
        self._words.bind(self.next_button, N_("Skip") if answer is None else N_("Next question"))
        text = self._decides_text(question, answer)
        self.decides.setText(text)

    def _show_progress(self) -> None:
        say, waiting = self._words.say, len(self._waiting())
        known = self._session.desk.pack.questions
        answered = sum(each in known for each in self._session.case.answers)
        out = 0 if self.left_out is None else len(self.left_out)
        parts = [
            say.plural("{count} question answered", "{count} questions answered", answered),
            say.plural("{count} still decides something", "{count} still decide something", waiting),
        ]
        if out:
            parts.append(say.plural("{count} does not apply", "{count} do not apply", out))
        self.progress.setText(" · ".join(parts))
        self.again_button.setVisible(bool(out))

    def _decides_text(self, question: Question, answer: Answer | None) -> str:
        say = self._words.say
        if answer is not None:
            return say("Answered: what it changes stands on the right.")
        known = {each.question.id: each for each in self._session.matching().next_questions}
        found: NextQuestion | None = known.get(question.id)
        if found is None:
            return say("No category that is still open hangs on this; papers may.")
        count = round(found.decides)
        if count < 1:
            return say("No answer to this decides a category alone; it brings some nearer.")
        return say.plural(
            "On average, an answer to this decides {count} category.",
            "On average, an answer to this decides {count} categories.",
            count,
        )

    def _make_card(self, question: Question | None) -> None:
        wanted = (question, self._session.desk, self._words.language, self._words.mode)
        if wanted == self._made_for:
            return
        self._made_for = wanted
        if self.card is not None:
            self._column.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        if question is not None:
            asked_by = self._reasons(question.id)
            self.card = QuestionCard(question, self._words, self._session.set_answer, asked_by)
            self._column.insertWidget(1, self.card)
            # At once: only what is seen can take the focus.
            self.card.show()
            # It is younger than the buttons, and comes before them.
            fields = self.card.fields()
            for before, after in zip(fields, [*fields[1:], self.back_button], strict=True):
                QWidget.setTabOrder(before, after)
            QWidget.setTabOrder(self.back_button, self.next_button)
            QWidget.setTabOrder(self.next_button, self.leave_button)

    def _reasons(self, question: str) -> list[Text]:
        place = self._session.case.place
        if place not in self._asked_by:
            desk, asked_by = self._session.desk, self._asked_by.setdefault(place, {})
            for category in match.list_categories(desk):
                for each in match.questions_for(desk, category.id, place):
                    asked_by.setdefault(each.id, []).append(category.title)
        return self._asked_by[place].get(question, [])


class AnswerList(RowTree):
    """Lists the answers that are given; each leads back to its question."""

    def __init__(self, session: Session, words: Words, ask: Callable[[str], None]) -> None:
        super().__init__(1)
        self._session = session
        self._words = words
        self._ask = ask
        self._cells: dict[str, tuple[str, str]] = {}
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        words.bind(self, N_("Answers given"), "setAccessibleName")
        self.itemActivated.connect(lambda *_: self.follow())
        self.itemClicked.connect(lambda *_: self.follow())

    def follow(self) -> None:
        """Put the question of the current row in front."""
        question = row_data(self.currentItem())
        if question is not None:
            self._ask(question)

    def refresh(self) -> None:
        """Show the answers, each row only where it changed."""
        wanted = self._wanted()
        if list(wanted) != list(self._cells):
            self.clear()
            for question, cells in wanted.items():
                add_row(self, *cells, data=question)
        else:
            for at, (question, cells) in enumerate(wanted.items()):
                row = self.topLevelItem(at)
                if row is not None and self._cells[question] != cells:
                    set_cell(row, 0, *cells)
        self._cells = wanted
        self.fit()

    def fit(self) -> None:
        """Be as high as the rows need, up to a limit."""
        high = 0
        for at in range(self.topLevelItemCount()):
            high += self.sizeHintForIndex(self.model().index(at, 0)).height()
            if high > _ANSWERS_HEIGHT:
                break
        self.setFixedHeight(min(high, _ANSWERS_HEIGHT) + 10)

    def _wanted(self) -> dict[str, tuple[str, str]]:
        answers, shown = self._session.case.answers, self._words.shown
        return {
            question.id: (
                shown(question.text),
                shown(answer_text(question, answers[question.id]), " / "),
            )
            for question in self._session.desk.pack.questions.values()
            if question.id in answers
        }


def asked_by_words(titles: Iterable[Text], words: Words) -> str:
    """Name the categories that ask a question, the first of them."""
    named = list(titles)

    def make(language: Language) -> str:
        say, gap = catalogue(language), "、" if language is Language.ZH else "; "
        first = gap.join(each.in_language(language) for each in named[:_CATEGORIES_NAMED])
        more = len(named) - _CATEGORIES_NAMED
        if more > 0:
            first = say.plural("{named} and {count} more", "{named} and {count} more", more, named=first)
        return say("Categories that ask this: {named}", named=first)

    return words.shown(in_both(make)) if named else ""
