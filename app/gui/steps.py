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

from app.gui.marks import Mark, mark_icon
from app.gui.session import Session
from app.gui.theme import colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_STATE_ROLE = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 58
_Index = QModelIndex | QPersistentModelIndex


class Step(IntEnum):
    """A step of the work."""

    CASES = 0
    CATEGORY = 1
    PEOPLE = 2
    DOCUMENTS = 3
    LETTERS = 4
    REVIEW = 5
    PACKET = 6


STEP_NAMES = {
    Step.CASES: N_("Cases"),
    Step.CATEGORY: N_("Category"),
    Step.PEOPLE: N_("People"),
    Step.DOCUMENTS: N_("Documents"),
    Step.LETTERS: N_("Letters"),
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
        self.is_narrow = False
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.fit(narrow=False)

    def fit(self, *, narrow: bool) -> None:
        """Show the steps by name and state, or by number and mark alone."""
        self.is_narrow = narrow
        self.setMaximumHeight(self.row_height() * len(Step) + 8)
        self.setMinimumHeight(self.row_height())
        self.doItemsLayout()

    def row_height(self) -> int:
        """Return the height of a step, as its letters need it."""
        least = 40 if self.is_narrow else _HEIGHT
        lines = 2 * self.fontMetrics().height() + (4 if self.is_narrow else 16)
        return max(least, lines)

    def show_states(self, session: Session, words: Words) -> None:
        """Show the names of the steps and how far each is."""
        for step, name in STEP_NAMES.items():
            item, state = self.item(step), _state_of(step, session, words)
            item.setText(f"{step + 1}  {words.say(name)}")
            item.setData(_STATE_ROLE, state.words)
            item.setIcon(mark_icon(state.mark or Mark.OFF))
            told = ", ".join(filter(None, (item.text(), state.words)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            item.setToolTip(f"{told} (Ctrl+{step + 1})")
            usable = step is Step.CASES or session.has_case
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if usable else Qt.ItemFlag.NoItemFlags)


def _state_of(step: Step, session: Session, words: Words) -> StepState:
    if not session.has_case:
        return StepState()
    # Only here: the window is painted before there is a case.
    from app.gui.step_states import state_of

    return state_of(step, session, words.say)


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
        steps = self.parent()
        if isinstance(steps, StepList) and steps.is_narrow:
            self._draw_number(painter, option, index, box, usable=usable)
        else:
            self._draw_words(painter, option, index, box, usable=usable, chosen=chosen)
        painter.restore()

    @staticmethod
    def _draw_number(
        painter: QPainter, option: QStyleOptionViewItem, index: _Index, box: QRect, *, usable: bool
    ) -> None:
        c = colours()
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() + 1)
        faded = QColor(c.muted)
        faded.setAlpha(130)
        painter.setFont(font)
        painter.setPen(QColor(c.text) if usable else faded)
        marked = usable and index.row() != Step.CASES
        high = QFontMetrics(font).height()
        top = box.center().y() - (high + (15 if marked else 0)) // 2
        place = QRect(box.left(), top, box.width(), high)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))
        if marked:
            left = box.center().x() - 6
            index.data(Qt.ItemDataRole.DecorationRole).paint(painter, left, top + high + 1, 13, 13)

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
        steps = self.parent()
        return QSize(40, steps.row_height() if isinstance(steps, StepList) else _HEIGHT)
