"""Rows of trees: wrapped text, a quieter second line, a mark; as high as their words need."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.gui.marks import Mark, mark_icon
from app.gui.theme import colours

SECOND_ROLE = Qt.ItemDataRole.UserRole + 1
HEAD_ROLE = Qt.ItemDataRole.UserRole + 2
DATA_ROLE = Qt.ItemDataRole.UserRole + 3
SPAN_ROLE = Qt.ItemDataRole.UserRole + 4
_PAD_X, _PAD_Y, _GAP, _MARK = 8, 6, 8, 16
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAP_RIGHT = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws a row's words wrapped to its column, the second line quieter than the first."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        c = colours()
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.soft))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        first, second = _fonts(option, index)
        left = rect.left() + _PAD_X
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            left = self._paint_tick(painter, option, index) + _GAP
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon) and not icon.isNull():
            line = QFontMetrics(first).height()
            icon.paint(painter, left, rect.top() + _PAD_Y + max(0, (line - _MARK) // 2), _MARK, _MARK)
            left += _MARK + _GAP
        # As wide as it was measured: one dot less would break a line that has no room below.
        room = rect.left() + rect.width() - left - _PAD_X
        area = QRect(left, rect.top() + _PAD_Y, room, rect.height())
        across = _across(index)
        painter.setFont(first)
        painter.setPen(QColor(c.accent if index.data(HEAD_ROLE) else c.text))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painter.drawText(area, across, words)
        more = str(index.data(SECOND_ROLE) or "")
        if more:
            used = QFontMetrics(first).boundingRect(area, _WRAP, words).height() if words else 0
            painter.setFont(second)
            painter.setPen(QColor(c.muted))
            painter.drawText(area.adjusted(0, used + 1, 0, 0), across, more)
        painter.restore()

    def _paint_tick(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> int:
        """Draw the box that can be ticked where the style takes clicks on it; return where it ends."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        view: QWidget | None = shown.widget
        style = QApplication.style() if view is None else view.style()
        shown.rect = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, shown, view)
        ticked = shown.checkState == Qt.CheckState.Checked
        shown.state &= ~QStyle.StateFlag.State_HasFocus
        shown.state |= QStyle.StateFlag.State_On if ticked else QStyle.StateFlag.State_Off
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, shown, painter, view)
        return shown.rect.right()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the height that the words need at the column's width."""
        first, second = _fonts(option, index)
        width = _text_width(option, index)
        area = QRect(0, 0, width, 10000)
        height = 0
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if words:
            height = QFontMetrics(first).boundingRect(area, _WRAP, words).height()
        more = str(index.data(SECOND_ROLE) or "")
        if more:
            height += QFontMetrics(second).boundingRect(area, _WRAP, more).height() + 1
        return QSize(40, max(height, _MARK) + 2 * _PAD_Y)


class RowTree(QTreeWidget):
    """Shows rows in columns of which the first takes the room that is left."""

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_new_heads = False
        self.setColumnCount(columns)
        self.setItemDelegate(RowDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(18)
        self.setAllColumnsShowFocus(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(60)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())

    def set_widths(self, *widths: int) -> None:
        """Fix the widths of the columns after the first."""
        for column, width in enumerate(widths, start=1):
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, width)

    def rows(self) -> Iterator[QTreeWidgetItem]:
        """Walk all rows from the top."""
        for at in range(self.topLevelItemCount()):
            yield from _walk(self.topLevelItem(at))

    def doItemsLayout(self) -> None:  # noqa: N802 - Qt's name
        """Lay the rows out, and then let new heads take the whole width: each alone would do it all anew."""
        super().doItemsLayout()
        if self._has_new_heads:
            self._has_new_heads = False
            for row in self.rows():
                if row.data(0, SPAN_ROLE) and not row.isFirstColumnSpanned():
                    row.setFirstColumnSpanned(True)

    def note_head(self) -> None:
        """Know that a row was added whose first cell takes the whole width."""
        self._has_new_heads = True
        self.scheduleDelayedItemsLayout()

    def select_row(self, data: object) -> QTreeWidgetItem | None:
        """Select and show the row that carries some data."""
        for row in self.rows():
            if row.data(0, DATA_ROLE) == data:
                self.setCurrentItem(row)
                self.scrollToItem(row)
                return row
        return None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure the rows again when the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()


def add_row(
    parent: QTreeWidget | QTreeWidgetItem,
    words: str,
    second: str = "",
    *,
    mark: Mark | None = None,
    data: object = None,
    head: bool = False,
) -> QTreeWidgetItem:
    """Add a row."""
    row = QTreeWidgetItem(parent)
    set_cell(row, 0, words, second, mark=mark)
    row.setData(0, DATA_ROLE, data)
    if head:
        row.setData(0, HEAD_ROLE, True)
        row.setFlags(Qt.ItemFlag.ItemIsEnabled)
        span_row(row)
    return row


def span_row(row: QTreeWidgetItem) -> None:
    """Let the first cell of a row take the whole width."""
    row.setData(0, SPAN_ROLE, True)
    tree = row.treeWidget()
    if isinstance(tree, RowTree):
        tree.note_head()


def set_cell(
    row: QTreeWidgetItem, column: int, words: str, second: str = "", *, mark: Mark | None = None
) -> None:
    """Fill a cell; a screen reader hears both lines."""
    row.setText(column, words)
    row.setData(column, SECOND_ROLE, second)
    row.setData(column, Qt.ItemDataRole.AccessibleTextRole, f"{words}\n{second}" if second else words)
    if mark is not None:
        row.setIcon(column, mark_icon(mark))


def align_right(row: QTreeWidgetItem, *columns: int) -> None:
    """Let the figures of some columns stand at their right."""
    for column in columns:
        row.setTextAlignment(column, _RIGHT)


def row_data(row: QTreeWidgetItem | None) -> Any:
    """Return what a row stands for."""
    return None if row is None else row.data(0, DATA_ROLE)


def _walk(row: QTreeWidgetItem | None) -> Iterator[QTreeWidgetItem]:
    if row is not None:
        yield row
        for at in range(row.childCount()):
            yield from _walk(row.child(at))


def _across(index: _Index) -> int:
    """Return how the words of a cell are set: from the left, unless they are figures."""
    wanted = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return _WRAP_RIGHT if wanted and int(wanted) & int(Qt.AlignmentFlag.AlignRight) else _WRAP


def _fonts(option: QStyleOptionViewItem, index: _Index) -> tuple[QFont, QFont]:
    first = QFont(option.font)
    if index.data(HEAD_ROLE):
        first.setPointSizeF(first.pointSizeF() + 0.5)
    second = QFont(option.font)
    second.setPointSizeF(max(6.0, first.pointSizeF() - 1))
    return first, second


def _text_width(option: QStyleOptionViewItem, index: _Index) -> int:
    view: QObject | None = option.widget
    width = 400
    if isinstance(view, QTreeWidget):
        row = view.itemFromIndex(index)
        spanned = row is not None and bool(index.data(SPAN_ROLE))
        width = view.viewport().width() if spanned else view.columnWidth(index.column())
        if index.column() == 0:
            depth, up = (1 if view.rootIsDecorated() else 0), index.parent()
            while up.isValid():
                depth, up = depth + 1, up.parent()
            width -= depth * view.indentation()
    icon = index.data(Qt.ItemDataRole.DecorationRole)
    marked = isinstance(icon, QIcon) and not icon.isNull()
    ticked = index.data(Qt.ItemDataRole.CheckStateRole) is not None
    return max(40, width - 2 * _PAD_X - (_MARK + _GAP) * (marked + ticked))
