"""Everything about the chosen row of the list of papers."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from app.casework import match
from app.casework.summary import count_provided
from app.domain.case import Evidence, Person
from app.domain.judgement import ChecklistItem
from app.domain.rules import Question, Requirement
from app.gui.depends import Depends
from app.gui.evidence_form import EvidenceForm
from app.gui.fields import button, card, quiet, rich_label, row_of, text_label
from app.gui.finding_cards import FindingCards
from app.gui.marks import mark_icon
from app.gui.not_needed_card import NotNeededCard
from app.gui.origin_notice import OriginNotice
from app.gui.paper_actions import PaperActions, PaperDeed
from app.gui.paper_sheet import paper_sheet
from app.gui.paper_words import OPEN_STATES, findings_of, findings_of_evidence, key_of, person_words
from app.gui.part_slots import PartRow
from app.gui.session import Session
from app.gui.state_marks import STATE_MARKS
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.terms import STATE_NAMES


class PersonCard(QWidget):
    """Says how far the papers of a person are, and takes more of them."""

    add_wanted = Signal(str)
    row_wanted = Signal(object)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session, self._words = session, words
        self._person: Person | None = None
        self.told = text_label("", "muted")
        self.hint = quiet(
            words, N_("Drop files or a folder on the heading: they are sorted among these papers.")
        )
        self.add_button = button(words, N_("Add a folder of papers…"))
        self.add_button.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.hint)
        column.addLayout(row_of(self.add_button))
        self.open_title = quiet(words, N_("Still missing"))
        self.open_rows = QVBoxLayout()
        self.open_rows.setSpacing(2)
        column.addSpacing(8)
        column.addWidget(self.open_title)
        column.addLayout(self.open_rows)

    def show_person(self, person: Person | None) -> None:
        """Show a person."""
        self._person = person
        self.setVisible(person is not None)
        if person is None:
            self.told.clear()
            return
        items = tuple(each for each in self._session.checklist() if each.person.id == person.id)
        given, total = count_provided(items)
        self.told.setText(self._words.say("{given} of {total} provided", given=given, total=total))
        self._show_open([each for each in items if each.state in OPEN_STATES])

    def _show_open(self, items: list[ChecklistItem]) -> None:
        """List what is missing; each leads to its row."""
        while (old := self.open_rows.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.open_title.setVisible(bool(items))
        for item in items:
            made = QPushButton(self._words.shown(item.title, " / "))
            made.setObjectName("flat")
            made.setAutoDefault(False)
            made.setIcon(mark_icon(STATE_MARKS[item.state]))
            made.clicked.connect(partial(self.row_wanted.emit, key_of(item)))
            self.open_rows.addWidget(made)

    def _add(self) -> None:
        if self._person is not None:
            self.add_wanted.emit(self._person.id)


class DocumentsDetail(QWidget):
    """Shows what is asked, what was found and what is given of one row."""

    def __init__(
        self,
        session: Session,
        words: Words,
        show_question: Callable[[str], None],
        deeds: Mapping[PaperDeed, Callable[[], object]],
    ) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self.title = text_label("", "subheading")
        self.state = text_label("", "muted")
        self.empty = quiet(words, N_("Choose a row to see what is asked, or drop files on it."))
        self.person = PersonCard(session, words)
        self.origin = OriginNotice(words)
        self.not_needed = NotNeededCard(words)
        self.depends = Depends(session, words, show_question)
        self.findings = FindingCards(session, words)
        self.parts = PartRow(words)
        self.form = EvidenceForm(words)
        self.deeds = PaperActions(words, deeds)
        self.about = rich_label()
        words.bind(self.about, N_("What is asked and why"), "setAccessibleName")
        self._build()

    def _build(self) -> None:
        words = self._words
        self.given_as_label = QLabel()
        words.bind(self.given_as_label, N_("What you add is"))
        self.given_as = QComboBox()
        self.given_as.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.given_as_label.setBuddy(self.given_as)
        words.bind(self.given_as, N_("What you add is"), "setAccessibleName")
        self.paper, paper = card(margin=14)
        paper.addWidget(self.form)
        paper.addWidget(self.deeds)
        # Where the window has no third column, the pages stand here.
        self.viewer_place = QVBoxLayout()
        self.about_place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        for each in (
            self.title,
            self.state,
            self.empty,
            self.person,
            self.origin,
            self.depends,
            self.findings,
            self.given_as_label,
            self.given_as,
            self.parts,
            self.not_needed,
            self.paper,
        ):
            column.addWidget(each)
        column.addLayout(self.viewer_place)
        column.addLayout(self.about_place)
        column.addStretch(1)

    def show_row(self, item: ChecklistItem | None, index: int | None, person: Person | None) -> None:
        """Show an item, the paper at a place of the case, or a person's heading."""
        evidence = None if index is None else self._session.case.evidence[index]
        self.empty.setVisible(item is None and evidence is None and person is None)
        self._show_head(item, evidence, person)
        self.person.show_person(person)
        self._show_findings(item, evidence)
        self._show_given_as(item)
        self.parts.show_item(item)
        self.not_needed.show_item(item, self._session.today())
        self.depends.show_questions(self._questions(item))
        self.paper.setVisible(evidence is not None)
        self.form.show_evidence(index, evidence)
        self._show_about(item, evidence)

    def requirement_of(self, item: ChecklistItem | None, evidence: Evidence | None) -> Requirement | None:
        """Return the requirement that a row is about."""
        if item is not None:
            return item.requirement
        return None if evidence is None else self._session.desk.pack.requirements[evidence.requirement]

    def _show_head(
        self, item: ChecklistItem | None, evidence: Evidence | None, person: Person | None
    ) -> None:
        words, requirement = self._words, self.requirement_of(item, evidence)
        self.title.setVisible(requirement is not None or person is not None)
        self.state.setVisible(item is not None)
        if requirement is not None:
            self.title.setText(words.shown(requirement.title))
        elif person is not None:
            self.title.setText(person_words(person, words))
        if item is not None:
            state = words.shown(both(STATE_NAMES[item.state]), " / ")
            head = f"{self._session.names.person(item.person.id, words.language)} · {state}"
            signing = (words.shown(each.signing) for each in item.unsigned if each.signing is not None)
            self.state.setText("\n".join((head, *signing)))

    def _show_findings(self, item: ChecklistItem | None, evidence: Evidence | None) -> None:
        found = self._session.findings()
        if item is not None:
            self.findings.show_findings(findings_of(item, found))
        else:
            self.findings.show_findings([] if evidence is None else findings_of_evidence(evidence, found))

    def _show_given_as(self, item: ChecklistItem | None) -> None:
        instead = item is not None and bool(item.ask.instead)
        self.given_as_label.setVisible(instead)
        self.given_as.setVisible(instead)
        before = self.given_as.currentData()
        self.given_as.clear()
        if item is None:
            return
        for name in (item.ask.requirement, *item.ask.instead):
            title = self._session.desk.pack.requirements[name].title
            self.given_as.addItem(self._words.shown(title, " / "), name)
        self.given_as.setCurrentIndex(max(0, self.given_as.findData(before)))

    def _show_about(self, item: ChecklistItem | None, evidence: Evidence | None) -> None:
        requirement = self.requirement_of(item, evidence)
        self.about.setVisible(requirement is not None)
        if requirement is not None:
            self.about.setText(paper_sheet(self._session, self._words, item, requirement))

    def _questions(self, item: ChecklistItem | None) -> list[Question]:
        """Return the questions on which it hangs whether a paper is asked."""
        if item is None:
            return []
        tests = [waiver.when for waiver in item.waivable]
        tests += [item.waiver.when] if item.waiver is not None else []
        tests += [item.ask.when] if item.ask.when is not None else []
        desk = self._session.desk
        return list({each.id: each for test in tests for each in match.questions_in(desk, test)}.values())
