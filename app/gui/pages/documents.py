"""The papers: what is asked of whom, what has been given, and what the checks say of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework import match
from app.casework.summary import count_provided
from app.domain.case import Evidence, EvidencePart
from app.domain.findings import Finding, Severity
from app.domain.judgement import ChecklistItem
from app.domain.reading import Box
from app.domain.rules import Question, Requirement
from app.domain.words import Language, Text
from app.gui.evidence_form import EvidenceForm
from app.gui.fields import (
    button,
    card,
    dropped_files,
    heading,
    paragraphs,
    quiet,
    rich_label,
    scrolled,
    set_flag,
    text_label,
)
from app.gui.judgements import answer_text, in_both
from app.gui.marks import SEVERITY_MARKS, STATE_MARKS
from app.gui.page import Page
from app.gui.photo_table import PhotoTable
from app.gui.preview import Preview
from app.gui.read_facts import ReadFacts
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session
from app.gui.sheet import Sheet
from app.gui.sort_papers import ask_for_folder, sort_papers
from app.gui.word_pages import WordPages
from app.gui.words import Words
from app.i18n.catalogue import N_, both, catalogue, filled
from app.i18n.judgements import word_chain, word_deposit
from app.i18n.terms import FORM_NAMES, PART_NAMES, ROLE_NAMES, SEVERITY_NAMES, STATE_NAMES, date_words
from app.i18n.wording import advise, say_finding

_PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class ItemKey:
    """Names a row of the checklist."""

    person: str
    requirement: str
    country: str | None


@dataclass(frozen=True, slots=True)
class EvidenceKey:
    """Names a piece of evidence by its place in the case."""

    index: int


def key_of(item: ChecklistItem) -> ItemKey:
    """Return the name of an item's row."""
    return ItemKey(item.person.id, item.ask.requirement, item.ask.country)


class DocumentsTree(RowTree):
    """Shows the checklist; files can be dropped on its rows."""

    dropped = Signal(object, object)
    dropped_loose = Signal(object)

    def __init__(self) -> None:
        super().__init__(3)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.set_widths(196, 82)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files only."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show the row on which the files would land, none where they would be sorted."""
        row = self._row_under(event)
        self.setCurrentIndex(QModelIndex() if row is None else self.indexFromItem(row))
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which files were dropped on which row, or beside all rows."""
        row, files = self._row_under(event), dropped_files(event)
        if not files:
            return
        event.acceptProposedAction()
        if row is None or any(each.is_dir() for each in files):
            self.dropped_loose.emit(files)
        else:
            self.dropped.emit(row_data(row), files)

    def _row_under(self, event: QDropEvent) -> QTreeWidgetItem | None:
        row = self.itemAt(event.position().toPoint())
        return None if row_data(row) is None else row


class PartSlot(QFrame):
    """Takes the files of one part of a paper's chain: dropped here or chosen."""

    wanted = Signal(object, object)

    def __init__(self, part: EvidencePart, words: Words) -> None:
        super().__init__()
        self.part = part
        self._words = words
        self.setObjectName("slot")
        self.setAcceptDrops(True)
        self.name = QLabel()
        words.bind(self.name, PART_NAMES[part])
        self.files = text_label("", "muted")
        self.add_button = button(words, N_("Add files…"))
        self.add_button.clicked.connect(self.choose)
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addWidget(self.name)
        side.addWidget(self.files)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 10, 9)
        row.addLayout(side, 1)
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_files(self, names: list[str]) -> None:
        """Show which files stand for this part."""
        say = self._words.say
        self.files.setText("\n".join(names) or say("Drop files here, or add them."))
        part = say(PART_NAMES[self.part])
        self.add_button.setAccessibleName(say("Add files: {part}", part=part))

    def choose(self) -> None:
        """Ask for files."""
        say = self._words.say
        kinds = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.webp *.bmp *.docx"
        papers, everything = say("Papers"), say("All files")
        shown = f"{papers} ({kinds} {kinds.upper()});;{everything} (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self, say(PART_NAMES[self.part]), "", shown)
        if chosen:
            self.wanted.emit(self.part, tuple(Path(each) for each in chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files only."""
        if dropped_files(event):
            set_flag(self, "over", on=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Show that nothing would land here any more."""
        set_flag(self, "over", on=False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which files were dropped."""
        set_flag(self, "over", on=False)
        event.acceptProposedAction()
        self.wanted.emit(self.part, dropped_files(event))


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


def _asked_text(item: ChecklistItem) -> Text:
    """Say in a few words what is handed in."""

    def make(language: Language) -> str:
        say = catalogue(language)
        parts = [say(FORM_NAMES[item.requirement.form])]
        if item.ask.pieces > 1:
            parts.append(say("{count} pieces", count=item.ask.pieces))
        if item.copies is not None and item.requirement.form != "original":
            parts.append(say.plural("{count} copy", "{count} copies", item.copies))
        return " · ".join(parts)

    return in_both(make)


def _copies_text(item: ChecklistItem) -> Text:
    """Say how many pieces and copies are asked."""

    def make(language: Language) -> str:
        say, parts = catalogue(language), []
        if item.ask.pieces > 1:
            parts.append(say("{count} pieces", count=item.ask.pieces))
        if item.copies is None:
            parts.append(say("No text that was read says how many copies."))
        else:
            parts.append(say.plural("{count} copy", "{count} copies", item.copies))
        return " · ".join(parts)

    return in_both(make)


def _write_item(sheet: Sheet, item: ChecklistItem) -> None:
    """Write what holds for this paper of this person at this place."""
    sheet.section(N_("If it comes from abroad"))
    for chain in item.chains:
        sheet.text(in_both(lambda language, chain=chain: word_chain(chain, language)), chain.source)  # type: ignore[misc]  # bound now
    sheet.section(N_("When it need not be given"))
    if item.waiver is not None:
        sheet.text(filled("This holds: {ground}", ground=item.waiver.ground), item.waiver.source)
    for waiver in item.waivable:
        sheet.text(filled("This might hold: {ground}", ground=waiver.ground), waiver.source)
    sheet.section(N_("Money in the bank"))
    for deposit in item.deposits:
        sheet.text(
            in_both(lambda language, deposit=deposit: word_deposit(deposit, language)),  # type: ignore[misc]  # bound now
            deposit.source,
        )
    sheet.section(N_("At this place"))
    for note in item.notes:
        sheet.text(note.text, note.source)


class DocumentsPage(Page):
    """Shows the checklist with its evidence, and beside it everything about the chosen row."""

    def __init__(self, session: Session, words: Words, show_question: Callable[[str], None]) -> None:
        super().__init__(session, words)
        self.depends = Depends(session, words, show_question)
        self._build()
        self._wanted: ItemKey | EvidenceKey | None = None
        session.reviewed.connect(self.make_stale)
        session.attached.connect(lambda index: self.show_row(EvidenceKey(index)))

    def _build(self) -> None:
        words = self.words
        self.tree = DocumentsTree()
        words.bind(self.tree, N_("Papers that are asked for"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        self.tree.dropped.connect(self._take_drop)
        self.tree.dropped_loose.connect(self.sort_papers)
        self.folder_button = button(words, N_("Add a folder of papers…"))
        self.folder_button.clicked.connect(self.add_folder)
        self.summary = QLabel()
        self.summary.setObjectName("muted")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        self.side = scrolled(self._detail())
        split.addWidget(self.side)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([540, 400])
        split.setHandleWidth(18)
        top = QHBoxLayout()
        top.addWidget(heading(words, N_("Documents")))
        top.addStretch(1)
        top.addWidget(self.summary)
        top.addSpacing(10)
        top.addWidget(self.folder_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(split, 1)

    def _detail(self) -> QWidget:
        words = self.words
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        self.title = text_label("", "subheading")
        self.state = text_label("", "muted")
        self.empty = quiet(words, N_("Choose a row to see what is asked, or drop files on it."))
        self.given_as_label = QLabel()
        words.bind(self.given_as_label, N_("What you add is"))
        self.given_as = QComboBox()
        self.given_as.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.given_as_label.setBuddy(self.given_as)
        words.bind(self.given_as, N_("What you add is"), "setAccessibleName")
        self.found = rich_label()
        words.bind(self.found, N_("What was found"), "setAccessibleName")
        parts = (self.title, self.state, self.depends, self.found, self.empty)
        for each in (*parts, self.given_as_label, self.given_as):
            column.addWidget(each)
        self.slots: dict[EvidencePart, PartSlot] = {}
        for part in EvidencePart:
            self.slots[part] = slot = PartSlot(part, words)
            slot.wanted.connect(self._attach)
            column.addWidget(slot)
        self.paper, paper = card(margin=14)
        self.form = EvidenceForm(words)
        self.form.edited.connect(self._save_evidence)
        self.form.removed.connect(self._remove_evidence)
        self.preview = Preview(words)
        self.word_pages = WordPages(self.session, words)
        self.word_pages.laid_out.connect(self.preview.show_file)
        self.word_pages.approved.connect(self._approve_layout)
        self.which = QComboBox()
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        words.bind(self.which, N_("File that is shown"), "setAccessibleName")
        self.which.activated.connect(lambda _: self._show_file())
        self.read_facts = ReadFacts(words)
        self.read_facts.chosen.connect(self._show_place)
        self.photo = PhotoTable(self.session, words)
        self.photo.copied.connect(self._use_copy)
        paper.addWidget(self.form)
        paper.addWidget(self.which)
        paper.addWidget(self.read_facts)
        paper.addWidget(self.preview)
        paper.addWidget(self.word_pages)
        paper.addWidget(self.photo)
        column.addWidget(self.paper)
        self.about = rich_label()
        words.bind(self.about, N_("What is asked and why"), "setAccessibleName")
        column.addWidget(self.about)
        column.addStretch(1)
        return side

    def refresh(self) -> None:
        """Show the checklist anew, with the same row chosen."""
        wanted = self._wanted or row_data(self.tree.currentItem())
        self._wanted = None
        scroll = self.tree.verticalScrollBar().value()
        say = self.words.say
        self.tree.setHeaderLabels([say("Paper"), say("State"), say("Findings")])
        self.tree.blockSignals(True)
        self.tree.clear()
        if self.session.has_case:
            self._fill()
        self.tree.expandAll()
        self.tree.verticalScrollBar().setValue(scroll)
        if wanted is not None:
            self.tree.select_row(wanted)
        self.tree.blockSignals(False)
        self._show_summary()
        self._show_detail()

    def show_row(self, key: ItemKey | EvidenceKey) -> None:
        """Choose a row, now or when the page is next shown."""
        if not self.isVisible() or self.tree.select_row(key) is None:
            self._wanted = key
            self.make_stale()

    def show_finding(self, finding: Finding) -> None:
        """Choose the row that a finding is about."""
        evidence = self.session.case.evidence
        for index, each in enumerate(evidence):
            own = each.person == finding.person and each.requirement == finding.requirement
            if own and finding.file is not None and finding.file in each.files:
                self.show_row(EvidenceKey(index))
                return
        for item in self.session.checklist():
            accepted = (item.ask.requirement, *item.ask.instead)
            if item.person.id == finding.person and finding.requirement in accepted:
                self.show_row(key_of(item))
                return

    # The rows.

    def _fill(self) -> None:
        place = {id(each): index for index, each in enumerate(self.session.case.evidence)}
        shown: set[int] = set()
        person, section = "", ""
        for item in self.session.checklist():
            if item.person.id != person:
                person, section = item.person.id, ""
                add_row(self.tree, self._owner(item), head=True)
            if item.requirement.section != section:
                section = item.requirement.section
                add_row(self.tree, "", self._section_title(section), head=True)
            row = self._add_item(item)
            for evidence in item.evidence:
                shown.add(place[id(evidence)])
                self._add_evidence(row, place[id(evidence)], evidence)
        others = [at for at in range(len(self.session.case.evidence)) if at not in shown]
        if others:
            add_row(self.tree, self.words.say("Given, but not asked for"), head=True)
        for at in others:
            self._add_evidence(self.tree, at, self.session.case.evidence[at], with_title=True)

    def _owner(self, item: ChecklistItem) -> str:
        role = self.words.say(ROLE_NAMES[item.person.role])
        named = item.person.full_name != item.person.id
        return f"{role} · {item.person.full_name}" if named else role

    def _section_title(self, section_id: str) -> str:
        sections = {section.id: section.title for section in self.session.desk.pack.sections}
        return self.words.shown(sections[section_id], " / ")

    def _add_item(self, item: ChecklistItem) -> QTreeWidgetItem:
        words, say = self.words, self.words.say
        title, second = words.lines(item.title)
        asked = words.shown(_asked_text(item), " / ")
        row = add_row(self.tree, title, f"{second}\n{asked}" if second else asked, data=key_of(item))
        state = words.shown(both(STATE_NAMES[item.state]))
        use_by = ""
        if item.use_by is not None:
            use_by = say("use by {day}", day=date_words(item.use_by.day, words.language))
        set_cell(row, 1, state, use_by, mark=STATE_MARKS[item.state])
        findings = self._findings_of(item)
        self._set_findings(row, findings)
        return row

    def _set_findings(self, row: QTreeWidgetItem, findings: list[Finding]) -> None:
        if self.session.review is None:
            set_cell(row, 2, self.words.say("Checking…") if self.session.review_stopped is None else "")
        elif findings:
            worst = next(each for each in Severity if any(f.severity is each for f in findings))
            set_cell(row, 2, str(len(findings)), mark=SEVERITY_MARKS[worst])
            names = self.words.say(SEVERITY_NAMES[worst])
            row.setToolTip(2, names)
            row.setData(2, Qt.ItemDataRole.AccessibleTextRole, f"{len(findings)}, {names}")
        else:
            set_cell(row, 2, self.words.say("None"))

    def _add_evidence(
        self,
        parent: QTreeWidgetItem | DocumentsTree,
        index: int,
        evidence: Evidence,
        *,
        with_title: bool = False,
    ) -> None:
        words, say = self.words, self.words.say
        names = "\n".join(Path(name).name for name in evidence.files)
        part = words.shown(both(PART_NAMES[evidence.part]), " / ")
        if with_title:
            title = self._requirement(evidence.requirement).title
            part = words.shown(title, " / ") + " · " + part
        if evidence.issued_on is not None:
            part += " · " + say("issued on {day}", day=date_words(evidence.issued_on, words.language))
        row = add_row(parent, names or say("No file"), part, data=EvidenceKey(index))
        row.setFirstColumnSpanned(True)

    def _findings_of(self, item: ChecklistItem) -> list[Finding]:
        accepted = {item.ask.requirement, *item.ask.instead}
        return [
            finding
            for finding in self.session.findings()
            if finding.person == item.person.id and finding.requirement in accepted
        ]

    def _show_summary(self) -> None:
        items = self.session.checklist() if self.session.has_case else ()
        given, total = count_provided(items)
        words = self.words.say("{given} of {total} provided", given=given, total=total)
        self.summary.setText(words if items else "")

    # The chosen row.

    def _item(self) -> ChecklistItem | None:
        row = self.tree.currentItem()
        if row is not None and isinstance(row_data(row), EvidenceKey):
            row = row.parent()
        key = row_data(row)
        items = self.session.checklist() if self.session.has_case else ()
        return next((item for item in items if key_of(item) == key), None)

    def _index(self) -> int | None:
        key = row_data(self.tree.currentItem())
        return key.index if isinstance(key, EvidenceKey) else None

    def _requirement(self, requirement_id: str) -> Requirement:
        return self.session.desk.pack.requirements[requirement_id]

    def _show_detail(self) -> None:
        item, index = self._item(), self._index()
        evidence = None if index is None else self.session.case.evidence[index]
        self.empty.setVisible(item is None and evidence is None)
        self._show_head(item, evidence)
        self._show_slots(item)
        self.paper.setVisible(evidence is not None)
        self.form.show_evidence(index, evidence)
        self._list_files(evidence)
        self._show_file()
        self._show_about(item, evidence)

    def _list_files(self, evidence: Evidence | None) -> None:
        """List the files of a paper where there are several, with the one shown before still chosen."""
        before = self.which.currentData()
        files = () if evidence is None else evidence.files
        self.which.clear()
        for name in files:
            self.which.addItem(Path(name).name, name)
        self.which.setCurrentIndex(max(0, self.which.findData(before)) if files else -1)
        self.which.setVisible(len(files) > 1)

    def _show_file(self) -> None:
        """Show the chosen file of a paper: its pages, what was read on it, how it was measured."""
        index, name = self._index(), self.which.currentData()
        evidence = None if index is None else self.session.case.evidence[index]
        pages = self.word_pages.show_file(name, evidence)
        if name is not None and not self.word_pages.is_word(name):
            pages = self.session.path_of(name)
        self.preview.show_file(pages)
        self._show_reading(name)
        is_photo = evidence is not None and evidence.requirement == _PHOTO
        self.photo.show_photo(name if is_photo else None)

    def _show_place(self, page: int, box: Box) -> None:
        self.preview.show_place(page, box)
        # After the layout has made room for the place that is magnified.
        QTimer.singleShot(0, self, lambda: self.side.ensureWidgetVisible(self.preview, 0, 12))

    def _show_reading(self, name: str | None) -> None:
        review = self.session.review
        if review is None or name is None:
            self.read_facts.show_reading(None, None, waiting=False)
            return
        is_new = name not in review.facts and self.session.is_reviewing
        waiting = is_new or name in self.session.unread
        self.read_facts.show_reading(review.readings.get(name), self.session.kinds, waiting=waiting)

    def _show_head(self, item: ChecklistItem | None, evidence: Evidence | None) -> None:
        words = self.words
        requirement = item.requirement if item else None
        if requirement is None and evidence is not None:
            requirement = self._requirement(evidence.requirement)
        self.title.setVisible(requirement is not None)
        findings = self._findings_of(item) if item else []
        self.found.setVisible(bool(findings))
        lines = [self._finding_words(each) for each in findings]
        self.found.setText(paragraphs([(words.say("What was found"), lines)]))
        self.state.setVisible(item is not None)
        if requirement is not None:
            self.title.setText(words.shown(requirement.title))
        if item is not None:
            state = words.shown(both(STATE_NAMES[item.state]), " / ")
            person = self.session.names.person(item.person.id, words.language)
            self.state.setText(f"{person} · {state}")

    def _show_slots(self, item: ChecklistItem | None) -> None:
        instead = item is not None and bool(item.ask.instead)
        self.given_as_label.setVisible(instead)
        self.given_as.setVisible(instead)
        before = self.given_as.currentData()
        self.given_as.clear()
        if item is not None:
            for name in (item.ask.requirement, *item.ask.instead):
                self.given_as.addItem(self.words.shown(self._requirement(name).title, " / "), name)
            self.given_as.setCurrentIndex(max(0, self.given_as.findData(before)))
        for part, slot in self.slots.items():
            chained = item is not None and (item.requirement.chain is not None or self._has(item, part))
            slot.setVisible(item is not None and (part is EvidencePart.ORIGINAL or chained))
            if item is not None:
                given = [each for each in item.evidence if each.part is part]
                slot.show_files([Path(name).name for each in given for name in each.files])

    @staticmethod
    def _has(item: ChecklistItem, part: EvidencePart) -> bool:
        return any(each.part is part for each in item.evidence)

    def _show_about(self, item: ChecklistItem | None, evidence: Evidence | None) -> None:
        requirement = item.requirement if item else None
        if requirement is None and evidence is not None:
            requirement = self._requirement(evidence.requirement)
        self.about.setVisible(requirement is not None)
        self.depends.show_questions(self._questions(item))
        if requirement is not None:
            self.about.setText(self._about(item, requirement))

    def _questions(self, item: ChecklistItem | None) -> list[Question]:
        """Return the questions on which it hangs whether a paper is asked."""
        if item is None:
            return []
        tests = [waiver.when for waiver in item.waivable]
        tests += [item.waiver.when] if item.waiver is not None else []
        tests += [item.ask.when] if item.ask.when is not None else []
        desk = self.session.desk
        return list({each.id: each for test in tests for each in match.questions_in(desk, test)}.values())

    def _about(self, item: ChecklistItem | None, requirement: Requirement) -> str:
        sheet = Sheet(self.words, linked=False)
        if item is not None:
            sheet.section(N_("Why it is asked"))
            sheet.text(item.ask.why or self._category_title(), item.ask.source)
        sheet.section(N_("What is accepted"))
        sheet.text(requirement.accepts, requirement.source)
        sheet.section(N_("Who issues it"))
        sheet.text(requirement.issuer)
        sheet.section(N_("How to get it"))
        sheet.text(requirement.obtain)
        sheet.section(N_("What is handed in"))
        sheet.text(both(FORM_NAMES[requirement.form]))
        if item is not None:
            sheet.text(_copies_text(item), quiet=item.copies is None)
        self._write_validity(sheet, requirement)
        if item is not None:
            _write_item(sheet, item)
        if requirement.legacy is not None:
            sheet.section(N_("What older lists call it"))
            sheet.text(requirement.legacy.text, requirement.legacy.source)
        return sheet.html()

    def _category_title(self) -> Text:
        return self.session.desk.pack.categories[self.session.case.category].title

    def _write_validity(self, sheet: Sheet, requirement: Requirement) -> None:
        case = self.session.case
        validity = self.session.desk.pack.places[case.place].validity_on(requirement, case.submit_on)
        if validity is not None:
            sheet.section(N_("How long it counts"))
            words = both("{months} months from the day of issue", months=validity.months)
            sheet.text(words, validity.source)

    def _finding_words(self, finding: Finding) -> str:
        names = self.session.names

        def make(language: Language) -> str:
            severity = catalogue(language)(SEVERITY_NAMES[finding.severity])
            sentence = say_finding(finding, names, language)
            return f"{severity}: {sentence}\n→ {advise(finding, names, language)}"

        return self.words.shown(in_both(make))

    # What a person does.

    def add_folder(self) -> None:
        """Ask for a folder of papers and show where they belong."""
        ask_for_folder(self.session, self.words, self)

    def sort_papers(self, paths: tuple[Path, ...]) -> None:
        """Show where loose papers belong."""
        sort_papers(self.session, self.words, paths, self)

    def _use_copy(self, name: str, copy: Path) -> None:
        for index, evidence in enumerate(self.session.case.evidence):
            if name in evidence.files:
                self.session.replace_files(index, (copy,), partial(self.show_row, EvidenceKey(index)))
                return

    def _take_drop(self, key: ItemKey | EvidenceKey, files: tuple[Path, ...]) -> None:
        self.tree.select_row(key)
        part = EvidencePart.ORIGINAL
        if isinstance(key, EvidenceKey):
            part = self.session.case.evidence[key.index].part
        self._attach(part, files)

    def _attach(self, part: EvidencePart, files: tuple[Path, ...]) -> None:
        item, index = self._item(), self._index()
        if item is not None:
            chosen = self.given_as.currentData() or item.ask.requirement
            self.session.attach(chosen, item.person.id, part, files, country=item.ask.country)
        elif index is not None:
            evidence = self.session.case.evidence[index]
            self.session.attach(evidence.requirement, evidence.person, part, files)

    def _save_evidence(self, index: int, evidence: Evidence) -> None:
        if index < len(self.session.case.evidence):
            self.session.save_evidence(index, evidence)

    def _approve_layout(self, approved: bool) -> None:
        index = self._index()
        if index is not None:
            evidence = self.session.case.evidence[index]
            self.session.save_evidence(index, replace(evidence, layout_approved=approved))

    def _remove_evidence(self, index: int) -> None:
        item = self._item()
        if item is not None:
            self._wanted = key_of(item)
        self.session.detach(index)
