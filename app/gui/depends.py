"""The questions on which a paper hangs, with their answers; each can be answered from here."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.rules import Question
from app.gui.fields import card, quiet, text_label
from app.gui.judgements import answer_text
from app.gui.session import Session
from app.gui.words import Words
from app.i18n.catalogue import N_


class Depends(QWidget):
    """Lists the questions on which a paper hangs; each can be answered from here."""

    def __init__(self, session: Session, words: Words, show_question: Callable[[str], None]) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._show_question = show_question
        self.buttons: dict[str, QPushButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._parts: list[QWidget] = []
        frame, column = card(margin=12)
        column.addWidget(quiet(words, N_("Whether it is asked depends on these answers")))
        column.addLayout(self._rows)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def show_questions(self, questions: list[Question]) -> None:
        """Show questions, with the answers that are given."""
        for each in self._parts:
            self._rows.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._parts, self.buttons = [], {}
        for question in questions:
            self._add(question)
        self.setVisible(bool(questions))

    def _add(self, question: Question) -> None:
        say, shown = self._words.say, self._words.shown
        answer = self._session.case.answers.get(question.id)
        words = shown(question.text)
        if answer is not None:
            words += "\n" + shown(answer_text(question, answer), " / ")
        action = say("Answer") if answer is None else say("Change")
        made = QPushButton(action)
        made.setAutoDefault(False)
        made.setAccessibleName(f"{action}: {shown(question.text, ' ')}")
        made.clicked.connect(lambda: self._show_question(question.id))
        self.buttons[question.id] = made
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text_label(words), 1)
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._parts.append(part)
        self._rows.addWidget(part)
