"""The table of cases: a ring of progress, two lines a row, headings that are sorted by, also by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.gui.case_cells import Cell, Column
from app.gui.case_model import CasesModel
from app.gui.marks import mark_icon
from app.gui.theme import Colours, colours
from app.gui.words import Words
from app.i18n.catalogue import N_

_PAD, _GAP, _MARK, _RING, _AIR = 10, 6, 14, 24, 15
_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    Column.PROGRESS: 104,
    Column.PLACE: 94,
    Column.DAY: 104,
    Column.FINDINGS: 130,
    Column.LAPSES: 152,
    Column.CHANGED: 96,
}
# The words of these are the longest: they take what is left.
_STRETCHED = {Column.TITLE: 160, Column.CATEGORY: 130}
# A wide window has room for the longer names of places.
_WIDE, _WIDE_PLACE = 1250, 150
# Where there is no room for all, these are left out first; every one of them stands on another step, too.
_GIVEN_UP = (
    Column.CHANGED,
    Column.PLACE,
    Column.CATEGORY,
    Column.DAY,
    Column.LAPSES,
    Column.FINDINGS,
)


class CaseDelegate(QStyledItemDelegate):
    """Draws the cells of a case: words broken once, shortened once, and kept for the next time."""

    def __init__(self, view: QTableView, model: CasesModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._fitted: dict[tuple[str, int, int], tuple[str, ...]] = {}
        self.use_font(view.font())

    def use_font(self, font: QFont) -> None:
        """Measure anew, in another font."""
        second = QFont(font)
        second.setPointSizeF(max(6.0, font.pointSizeF() - 1))
        self._fonts = (QFont(font), second)
        self._metrics = (QFontMetrics(font), QFontMetrics(second))
        self._fitted.clear()

    def row_height(self) -> int:
        """Return the height of a row: two lines with air around them."""
        return sum(metrics.height() for metrics in self._metrics) + _AIR

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        c = colours()
        rect: QRect = option.rect
        column = index.column()
        cell = self._model.cell(index.row(), column)
        self._paint_ground(painter, option, rect, column, c)
        left = rect.left() + _PAD
        if column == 0:
            self._paint_ring(painter, QRectF(left, rect.center().y() - _RING / 2 + 1, _RING, _RING), index, c)
            left += _RING + _GAP + 2
        self._paint_words(painter, cell, QRect(left, rect.top(), rect.right() - left - 4, rect.height()), c)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, column: int, c: Colours
    ) -> None:
        state: QStyle.StateFlag = option.state
        if not state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(c.line))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            return
        painter.fillRect(rect, QColor(c.soft))
        if column == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(c.accent))
        if self._view.hasFocus():
            painter.setPen(QColor(c.accent))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_words(self, painter: QPainter, cell: Cell, area: QRect, c: Colours) -> None:
        first, second = self._metrics
        at = _MARK + _GAP if cell.mark is not None else 0
        lines = [(line, 0) for line in self._fit(cell.first, area.width() - at, 0, not cell.second)]
        if cell.second:
            at = _MARK + _GAP if cell.second_mark is not None else 0
            lines += [(line, 1) for line in self._fit(cell.second, area.width() - at, 1, False)]
        high = sum(self._metrics[size].height() for _, size in lines)
        top = area.top() + (area.height() - high) // 2
        for number, (line, size) in enumerate(lines):
            metrics = second if size else first
            mark = cell.second_mark if size else cell.mark if number == 0 else None
            left = area.left()
            if mark is not None:
                mark_icon(mark).paint(painter, left, top + (metrics.height() - _MARK) // 2, _MARK, _MARK)
            if mark is not None or (cell.mark is not None and size == 0):
                left += _MARK + _GAP
            painter.setFont(self._fonts[size])
            painter.setPen(QColor(c.muted if size or cell.quiet else c.text))
            painter.drawText(left, top + metrics.ascent(), line)
            top += metrics.height()

    def _paint_ring(self, painter: QPainter, ring: QRectF, index: _Index, c: Colours) -> None:
        checked = self._model.case_at(index.row()).checked
        inside = ring.adjusted(2, 2, -2, -2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if checked is None:
            painter.setPen(QPen(QColor(c.muted), 1.2, Qt.PenStyle.DotLine))
            painter.drawEllipse(inside)
            painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), "?")
        elif checked.given >= checked.asked:
            mark = QPen(QColor(c.good), 3)
            painter.setPen(mark)
            painter.drawEllipse(inside)
            mark.setWidthF(2)
            mark.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(mark)
            x, y = ring.center().x(), ring.center().y()
            ends = ((-4.0, 0.3), (-1.2, 3.0), (4.2, -2.8))
            painter.drawPolyline([QPointF(x + right, y + down) for right, down in ends])
        else:
            painter.setPen(QPen(QColor(c.line), 3))
            painter.drawEllipse(inside)
            pen = QPen(QColor(c.accent), 3)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            # In sixteenths of a degree, from the top, clockwise.
            painter.drawArc(inside, 90 * 16, -round(360 * 16 * checked.given / checked.asked))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _fit(self, words: str, width: int, size: int, may_wrap: bool) -> tuple[str, ...]:
        """Return words shortened to a width, on two lines where they may."""
        key = (words, width, size + 2 * may_wrap)
        known = self._fitted.get(key)
        if known is None:
            if len(self._fitted) > 20_000:
                self._fitted.clear()
            known = self._fitted[key] = _fit(words, width, self._metrics[size], may_wrap=may_wrap)
        return known

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's form
        """Return the height of a row, which is the same for all."""
        return QSize(60, self.row_height())


def _fit(words: str, width: int, metrics: QFontMetrics, *, may_wrap: bool) -> tuple[str, ...]:
    words = words.replace("\n", " ")
    if metrics.horizontalAdvance(words) <= width:
        return (words,)
    if not may_wrap:
        return (metrics.elidedText(words, Qt.TextElideMode.ElideRight, width),)
    end = len(words)
    while end > 1 and metrics.horizontalAdvance(words[:end]) > width:
        end -= 1
    blank = words.rfind(" ", 0, end + 1)
    # Latin words are broken between them, Chinese ones anywhere.
    if blank > 0 and end < len(words) and words[end - 1].isascii() and words[end].isascii():
        end = blank
    rest = metrics.elidedText(words[end:].strip(), Qt.TextElideMode.ElideRight, width)
    return words[:end].rstrip(), rest


class CaseHeader(QHeaderView):
    """The headings: the arrow keys choose one, Space sorts by it."""

    def __init__(self, sort: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sort = sort
        self.current = int(Column.TITLE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.sorted_by = (int(Column.CHANGED), Qt.SortOrder.DescendingOrder)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(sort)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a heading, or sort by the one chosen."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._go(step)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._sort(self.current)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        at = self.current + step
        while 0 <= at < self.count() and self.isSectionHidden(at):
            at += step
        if 0 <= at < self.count():
            self.current = at
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Draw a heading, framed where the keyboard is."""
        # The style's own clipping and pen are left behind as they were.
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == self.sorted_by[0]:
            self._paint_arrow(painter, rect, logicalIndex)
        if self.hasFocus() and logicalIndex == self.current:
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRoundedRect(rect.adjusted(2, 3, -3, -4), 4, 4)

    def _paint_arrow(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Draw beside the words which way it is sorted."""
        words = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        left = rect.left() + _PAD + self.fontMetrics().horizontalAdvance(words) + 9
        middle, rise = rect.center().y() + 0.5, 2.5
        if self.sorted_by[1] is Qt.SortOrder.DescendingOrder:
            rise = -rise
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent))
        corners = ((left - 4.0, middle + rise), (left + 4.0, middle + rise), (left, middle - rise))
        painter.drawPolygon([QPointF(x, y) for x, y in corners])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()


class CasesTable(QTableView):
    """Shows the cases; Enter or a double click opens one."""

    def __init__(self, model: CasesModel, words: Words, opened: Callable[[int], None]) -> None:
        super().__init__()
        self._cases = model
        self._opened = opened
        self.setModel(model)
        self.heads = CaseHeader(self.sort_by, self)
        words.bind(
            self.heads, N_("Headings: the arrow keys choose one, Space sorts by it"), "setAccessibleName"
        )
        self.setHorizontalHeader(self.heads)
        self._draws = CaseDelegate(self, model)
        self.setItemDelegate(self._draws)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        # Fixed, because measuring ten thousand rows would take seconds; a tool tip has the whole text.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._draws.row_height())
        self.heads.setMinimumSectionSize(60)
        for column in Column:
            mode = (
                QHeaderView.ResizeMode.Stretch if column in _STRETCHED else QHeaderView.ResizeMode.Interactive
            )
            self.heads.setSectionResizeMode(column, mode)
            if column in _WIDTHS:
                self.setColumnWidth(column, _WIDTHS[column])
        self.heads.sorted_by = (int(model.column), model.order)
        self.doubleClicked.connect(lambda index: opened(index.row()))

    def sort_by(self, column: int) -> None:
        """Sort by a column, the other way round where it is chosen already."""
        order = self._cases.order_for(column)
        chosen = self.chosen_id()
        self._cases.sort(column, order)
        self.heads.sorted_by = (column, order)
        self.heads.viewport().update()
        self.choose(chosen)

    def chosen_id(self) -> str | None:
        """Return the id of the case that is chosen."""
        index = self.currentIndex()
        return self._cases.case_at(index.row()).id if index.isValid() else None

    def choose(self, case_id: str | None) -> None:
        """Choose a case, the first one where it is not shown."""
        if self._cases.rowCount():
            self.selectRow(max(0, self._cases.row_of(case_id)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the current case on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._opened(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave columns out where there is no room for all of them."""
        width = self.viewport().width()
        self.setColumnWidth(Column.PLACE, _WIDE_PLACE if width >= _WIDE else _WIDTHS[Column.PLACE])
        left = width - sum(_WIDTHS.values()) - sum(_STRETCHED.values())
        for column in _GIVEN_UP:
            self.setColumnHidden(column, left < 0)
            if left < 0:
                left += {**_WIDTHS, **_STRETCHED}[column]
        super().resizeEvent(event)
