"""The list of papers: by person and section, filtered; takes files on its rows and sorts its own papers."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidgetItem

from app.casework.summary import count_provided
from app.domain.case import Evidence
from app.domain.findings import Finding, Severity
from app.domain.judgement import ChecklistItem
from app.gui.chain_parts import (
    PART_STATE_MARKS,
    PART_STATE_NAMES,
    SHORT_PART_NAMES,
    has_chain,
    places_of,
)
from app.gui.fields import dropped_files
from app.gui.marks import Mark, mark_icon
from app.gui.paper_words import (
    EvidenceKey,
    ItemKey,
    PersonKey,
    asked_text,
    evidence_words,
    findings_of,
    key_of,
    person_words,
    state_words,
)
from app.gui.rows import RowTree, add_row, row_data, set_cell, span_row
from app.gui.session import Session
from app.gui.state_marks import SEVERITY_MARKS, STATE_MARKS
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.terms import SEVERITY_NAMES

MARKS_ROLE = Qt.ItemDataRole.UserRole + 11
_OWN_PAPER = "application/x-yongju-paper"
_PARTS_COLUMN, _PARTS_WIDTH = 3, 104
_STATE_WIDTH, _FINDINGS_WIDTH = 194, 80
# Narrower, the paper's own name needs the room of the four places.
_PARTS_FROM = 580
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Wanted:
    """Holds which rows are shown: those of which something holds, and those with some words in them."""

    only: frozenset[ItemKey] | None = None
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Say whether nothing is left out."""
        return self.only is None and not self.words


class _PartsDelegate(QStyledItemDelegate):
    """Draws the marks of the four places of a paper side by side."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        state: QStyle.StateFlag = option.state
        rect = option.rect
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours().soft))
        for at, mark in enumerate(index.data(MARKS_ROLE) or ()):
            mark_icon(Mark(mark)).paint(painter, rect.left() + 10 + at * 22, rect.top() + 8, 14, 14)


class DocumentsTree(RowTree):
    """Shows the checklist; files can be dropped on its rows, and papers of one requirement reordered."""

    dropped = Signal(object, object)  # the row's key and the files
    dropped_loose = Signal(object, object)  # the files and the person whose papers they are, if known
    moved = Signal(int, int)
    step_wanted = Signal(int)  # the chosen paper one place up or down
    removal_wanted = Signal()

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(4)
        self._session = session
        self._words = words
        self._closed: set[object] = set()
        self._opened: set[object] = set()
        self._is_filling = False
        self.setAcceptDrops(True)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)
        self.setItemDelegateForColumn(_PARTS_COLUMN, _PartsDelegate(self))
        self.set_widths(_STATE_WIDTH, _FINDINGS_WIDTH, _PARTS_WIDTH)
        self.header().moveSection(_PARTS_COLUMN, 2)
        self.setColumnHidden(_PARTS_COLUMN, True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.itemCollapsed.connect(lambda row: self._note(row, is_open=False))
        self.itemExpanded.connect(lambda row: self._note(row, is_open=True))

    # What is shown.

    def show_papers(self, wanted: Wanted) -> None:
        """Show the checklist anew; what was open stays open, what was closed stays closed."""
        say = self._words.say
        self._is_filling = True
        self.setHeaderLabels([say("Paper"), say("State"), say("Findings"), say("Places")])
        self.clear()
        if self._session.has_case:
            self._fill(wanted)
        for row in self.rows():
            if row.childCount():
                row.setExpanded(self._is_open(row, wanted))
        self._is_filling = False

    def _is_open(self, row: QTreeWidgetItem, wanted: Wanted) -> bool:
        key = row_data(row)
        if isinstance(key, ItemKey):
            return (
                bool(wanted.words)
                or key in self._opened
                or (row.childCount() > 1 and key not in self._closed)
            )
        return not wanted.is_everything or key not in self._closed

    def _note(self, row: QTreeWidgetItem, *, is_open: bool) -> None:
        if self._is_filling:
            return
        key = row_data(row)
        (self._opened if is_open else self._closed).add(key)
        (self._closed if is_open else self._opened).discard(key)

    def _fill(self, wanted: Wanted) -> None:
        case = self._session.case
        place = {id(each): index for index, each in enumerate(case.evidence)}
        items = self._session.checklist()
        shown = {place[id(each)] for item in items for each in item.evidence}
        head: QTreeWidgetItem | None = None
        person = section = ""
        for item in items:
            if not self._is_wanted(item, wanted):
                continue
            if head is None or item.person.id != person:
                person, section = item.person.id, ""
                head = self._add_person(item, items)
            if item.requirement.section != section:
                section = item.requirement.section
                add_row(head, "", self._section_title(section), head=True)
            self._add_item(head, item, place)
        if wanted.only is None:
            self._add_others([at for at in range(len(case.evidence)) if at not in shown], wanted)

    def _is_wanted(self, item: ChecklistItem, wanted: Wanted) -> bool:
        if wanted.only is not None and key_of(item) not in wanted.only:
            return False
        names = (name for each in item.evidence for name in each.files)
        text = "\n".join((item.title.en, item.title.zh, item.person.full_name, *names))
        return wanted.words.casefold() in text.casefold()

    def _add_person(self, item: ChecklistItem, items: tuple[ChecklistItem, ...]) -> QTreeWidgetItem:
        given, total = count_provided(tuple(each for each in items if each.person.id == item.person.id))
        row = add_row(
            self,
            person_words(item.person, self._words),
            self._words.say("{given} of {total} provided", given=given, total=total),
            data=PersonKey(item.person.id),
            head=True,
        )
        row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled)
        return row

    def _section_title(self, section_id: str) -> str:
        sections = {section.id: section.title for section in self._session.desk.pack.sections}
        return self._words.shown(sections[section_id], " / ")

    def _add_item(self, parent: QTreeWidgetItem, item: ChecklistItem, place: dict[int, int]) -> None:
        words = self._words
        title, second = words.lines(item.title)
        asked = words.shown(asked_text(item), " / ")
        row = add_row(parent, title, f"{second}\n{asked}" if second else asked, data=key_of(item))
        set_cell(row, 1, *state_words(item, words), mark=STATE_MARKS[item.state])
        self._set_findings(row, findings_of(item, self._session.findings()))
        self._set_parts(row, item)
        for evidence in item.evidence:
            self._add_evidence(row, place[id(evidence)], evidence)

    def _set_findings(self, row: QTreeWidgetItem, findings: list[Finding]) -> None:
        say = self._words.say
        if self._session.review is None:
            set_cell(row, 2, say("Checking…") if self._session.review_stopped is None else "")
        elif findings:
            worst = next(each for each in Severity if any(f.severity is each for f in findings))
            set_cell(row, 2, str(len(findings)), mark=SEVERITY_MARKS[worst])
            name = say(SEVERITY_NAMES[worst])
            row.setToolTip(2, name)
            row.setData(2, Qt.ItemDataRole.AccessibleTextRole, f"{len(findings)}, {name}")
        else:
            set_cell(row, 2, say("None"))

    def _set_parts(self, row: QTreeWidgetItem, item: ChecklistItem) -> None:
        if not has_chain(item):
            return
        say, places = self._words.say, places_of(item)
        told = "\n".join(
            say(
                "{part}: {state}",
                part=say(SHORT_PART_NAMES[each.part]),
                state=say(PART_STATE_NAMES[each.state]),
            )
            for each in places
        )
        row.setData(_PARTS_COLUMN, MARKS_ROLE, [PART_STATE_MARKS[each.state].value for each in places])
        row.setToolTip(_PARTS_COLUMN, told)
        row.setData(_PARTS_COLUMN, Qt.ItemDataRole.AccessibleTextRole, told)

    def _add_evidence(self, parent: QTreeWidgetItem, index: int, evidence: Evidence) -> None:
        row = add_row(parent, *evidence_words(evidence, self._words), data=EvidenceKey(index))
        span_row(row)

    def _add_others(self, others: list[int], wanted: Wanted) -> None:
        rows = self._session.case.evidence
        requirements = self._session.desk.pack.requirements
        found = []
        for at in others:
            title = requirements[rows[at].requirement].title
            text = "\n".join((title.en, title.zh, *rows[at].files)).casefold()
            if wanted.words.casefold() in text:
                found.append((at, title))
        if not found:
            return
        head = add_row(self, self._words.say("Given, but not asked for"), data="others", head=True)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        for at, title in found:
            span_row(add_row(head, *evidence_words(rows[at], self._words, title), data=EvidenceKey(at)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show the four places where there is room for them."""
        hidden = self.viewport().width() < _PARTS_FROM
        if hidden != self.isColumnHidden(_PARTS_COLUMN):
            self.setColumnHidden(_PARTS_COLUMN, hidden)
        super().resizeEvent(event)

    def keep_row(self, key: object) -> bool:
        """Select a row again, or what it is folded into; say whether it is listed."""
        row = next((row for row in self.rows() if key is not None and row_data(row) == key), None)
        if row is None:
            return False
        above = row.parent()
        while above is not None:
            if not above.isExpanded():
                row = above
            above = above.parent()
        self.setCurrentItem(row)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the chosen paper with Alt and the arrows, and take it out with Delete."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key())) if event.modifiers() & Qt.KeyboardModifier.AltModifier else None
        if step is not None:
            self.step_wanted.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    # Order.

    def neighbour(self, index: int, step: int) -> int | None:
        """Return the place in the case of the paper of the same row before or after one."""
        row = next((row for row in self.rows() if row_data(row) == EvidenceKey(index)), None)
        parent = None if row is None else row.parent()
        if row is None or parent is None or not isinstance(row_data(parent), ItemKey):
            return None
        at = parent.indexOfChild(row) + step
        other = row_data(parent.child(at)) if 0 <= at < parent.childCount() else None
        return other.index if isinstance(other, EvidenceKey) else None

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        """Let a paper be carried to another place among those of its row."""
        key = row_data(self.currentItem())
        if not isinstance(key, EvidenceKey):
            return
        data = QMimeData()
        data.setData(_OWN_PAPER, str(key.index).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)

    # What is dropped.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files, and papers of this list."""
        if dropped_files(event) or event.mimeData().hasFormat(_OWN_PAPER):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show the row on which the files would land, none where they would be sorted."""
        if event.mimeData().hasFormat(_OWN_PAPER):
            event.setAccepted(self._move_of(event) is not None)
            return
        row = self._row_under(event)
        self.setCurrentIndex(QModelIndex() if row is None else self.indexFromItem(row))
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which files were dropped on which row, or beside all rows."""
        if event.mimeData().hasFormat(_OWN_PAPER):
            self._drop_paper(event)
            return
        key, files = row_data(self._row_under(event)), dropped_files(event)
        if not files:
            return
        event.acceptProposedAction()
        if isinstance(key, ItemKey | EvidenceKey):
            self.dropped.emit(key, files)
        else:
            self.dropped_loose.emit(files, self._person_of(key))

    def _person_of(self, key: Any) -> str | None:
        return key.person if isinstance(key, PersonKey | ItemKey) else None

    def _drop_paper(self, event: QDropEvent) -> None:
        move = self._move_of(event)
        if move is not None:
            event.acceptProposedAction()
            self.moved.emit(*move)

    def _move_of(self, event: QDropEvent) -> tuple[int, int] | None:
        """Return which paper is carried to the place of which other one of the same row."""
        index = int(bytes(event.mimeData().data(_OWN_PAPER).data()).decode())
        target = self.itemAt(event.position().toPoint())
        key = row_data(target)
        if target is None or not isinstance(key, EvidenceKey) or key.index == index:
            return None
        parent = target.parent()
        if parent is None or not isinstance(row_data(parent), ItemKey):
            return None
        own = [row_data(parent.child(at)) for at in range(parent.childCount())]
        return (index, key.index) if EvidenceKey(index) in own else None

    def _row_under(self, event: QDropEvent) -> QTreeWidgetItem | None:
        row = self.itemAt(event.position().toPoint())
        return row if isinstance(row_data(row), PersonKey | ItemKey | EvidenceKey) else None

    def menu_place(self) -> QPoint:
        """Return where a menu opens that the keyboard asks for."""
        row = self.currentItem()
        rect = self.visualItemRect(row) if row is not None else self.viewport().rect()
        return self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(24, -6))
