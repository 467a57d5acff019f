"""The steps on the left: where one is, and how far each of them is."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.casework.summary import count_provided
from app.domain.case import Person, PersonRole
from app.domain.findings import Severity
from app.domain.judgement import ItemState
from app.gui.marks import FIT_MARKS, Mark, mark_icon
from app.gui.session import Session
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_, Catalogue
from app.i18n.terms import FIT_NAMES

_STATE_ROLE = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 58
_Index = QModelIndex | QPersistentModelIndex


class Step(IntEnum):
    """A step of the work."""

    CASES = 0
    CATEGORY = 1
    PEOPLE = 2
    DOCUMENTS = 3
    REVIEW = 4
    PACKET = 5


STEP_NAMES = {
    Step.CASES: N_("Cases"),
    Step.CATEGORY: N_("Category"),
    Step.PEOPLE: N_("People"),
    Step.DOCUMENTS: N_("Documents"),
    Step.REVIEW: N_("Review"),
    Step.PACKET: N_("Packet"),
}


@dataclass(frozen=True, slots=True)
class StepState:
    """Holds how far a step is."""

    mark: Mark | None = None
    words: str = ""


class StepList(QListWidget):
    """Lists the steps."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setObjectName("steps")
        self.setItemDelegate(_StepDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words.bind(self, N_("Steps"), "setAccessibleName")
        for _ in Step:
            self.addItem(QListWidgetItem())
        self.setFixedHeight(_HEIGHT * len(Step) + 8)

    def show_states(self, session: Session, words: Words) -> None:
        """Show the names of the steps and how far each is."""
        for step, name in STEP_NAMES.items():
            item, state = self.item(step), state_of(step, session, words.say)
            item.setText(f"{step + 1}  {words.say(name)}")
            item.setData(_STATE_ROLE, state.words)
            item.setIcon(mark_icon(state.mark or Mark.OFF))
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (item.text(), state.words)))
            )
            usable = step is Step.CASES or session.has_case
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if usable else Qt.ItemFlag.NoItemFlags)


def state_of(step: Step, session: Session, say: Catalogue) -> StepState:
    """Return how far a step of the open case is."""
    if step is Step.CASES:
        return StepState(None, session.case.title if session.has_case else "")
    if not session.has_case:
        return StepState()
    states = {
        Step.CATEGORY: _category_state,
        Step.PEOPLE: _people_state,
        Step.DOCUMENTS: _documents_state,
        Step.REVIEW: _review_state,
        Step.PACKET: _packet_state,
    }
    return states[step](session, say)


def _category_state(session: Session, say: Catalogue) -> StepState:
    fit = next(each.fit for each in session.matches() if each.category.id == session.case.category)
    return StepState(FIT_MARKS[fit], say(FIT_NAMES[fit]))


def _people_state(session: Session, say: Catalogue) -> StepState:
    people = [person for person in session.case.people if person.role in _FAMILY]
    complete = sum(_is_complete(person) for person in people)
    words = say("{complete} of {total} complete", complete=complete, total=len(people))
    return StepState(Mark.GOOD if complete == len(people) else Mark.OPEN, words)


_FAMILY = (PersonRole.PRINCIPAL, PersonRole.SPOUSE, PersonRole.CHILD)


def _is_complete(person: Person) -> bool:
    named = bool(person.surname or person.given_names)
    rest = (person.birth_date, person.nationality, person.passport_number, person.passport_expires_on)
    return named and all(rest)


def _documents_state(session: Session, say: Catalogue) -> StepState:
    items = session.checklist()
    given, total = count_provided(items)
    words = say("{given} of {total} provided", given=given, total=total)
    lacks = any(item.state in _LACKING for item in items)
    return StepState(Mark.OPEN if lacks else Mark.GOOD, words)


_LACKING = (ItemState.MISSING, ItemState.TOO_FEW, ItemState.UNDECIDED)


def _review_state(session: Session, say: Catalogue) -> StepState:
    if session.review is None:
        return StepState(Mark.ASK, say("Checking…") if session.review_stopped is None else "")
    blockers, warnings = session.count(Severity.BLOCKER), session.count(Severity.WARNING)
    if blockers:
        return StepState(Mark.BAD, say("{count} to solve", count=blockers))
    if warnings:
        return StepState(Mark.WARN, say("{count} to look at", count=warnings))
    return _still_reading(session, say) or StepState(Mark.GOOD, say("Nothing to solve"))


def _still_reading(session: Session, say: Catalogue) -> StepState | None:
    """Say that papers are not read yet, so that nothing looks settled before."""
    if session.review is None or not session.review.unread:
        return None
    return StepState(
        Mark.ASK, say("Not all papers read") if session.reading_stopped else say("Reading papers")
    )


def _packet_state(session: Session, say: Catalogue) -> StepState:
    if session.review is None:
        return StepState(Mark.ASK, "")
    if session.count(Severity.BLOCKER):
        return StepState(Mark.OPEN, say("Draft only"))
    return _still_reading(session, say) or StepState(Mark.GOOD, say("Can be built"))


class _StepDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        c = colours()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        usable = bool(state & QStyle.StateFlag.State_Enabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = rect.adjusted(8, 2, -8, -2)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.soft))
            painter.drawRoundedRect(box, 7, 7)
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(QRect(box.left(), box.top() + 9, 4, box.height() - 18), 2, 2)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(c.accent))
            painter.drawRoundedRect(box, 7, 7)
        self._draw_words(painter, option, index, box, usable=usable, chosen=chosen)
        painter.restore()

    @staticmethod
    def _draw_words(
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
        box: QRect,
        *,
        usable: bool,
        chosen: bool,
    ) -> None:
        c = colours()
        first = QFont(option.font)
        first.setPointSizeF(first.pointSizeF() + 1)
        first.setBold(chosen)
        second = QFont(option.font)
        second.setPointSizeF(second.pointSizeF() - 1)
        state = str(index.data(_STATE_ROLE) or "")
        title = QFontMetrics(first).height()
        high = title + (QFontMetrics(second).height() if state else 0)
        top = box.top() + (box.height() - high) // 2
        text = QRect(box.left() + 16, top, box.width() - 26, title)
        faded = QColor(c.muted)
        faded.setAlpha(130)
        painter.setFont(first)
        painter.setPen(QColor(c.text) if usable else faded)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), str(index.data()))
        if not state:
            return
        left = text.left() + 16
        below = QRect(left, top + title, box.right() - left - 8, high - title)
        if index.row() != Step.CASES:
            index.data(Qt.ItemDataRole.DecorationRole).paint(painter, left, below.center().y() - 6, 13, 13)
            below.setLeft(left + 19)
        painter.setFont(second)
        painter.setPen(QColor(c.muted))
        shown = QFontMetrics(second).elidedText(state, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's form
        return QSize(100, _HEIGHT)
