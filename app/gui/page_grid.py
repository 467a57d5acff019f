"""The pages of one paper side by side: small pictures that can be chosen, several at once, and dragged."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.pages import PageSlot
from app.gui.page_drawing import PageWish
from app.gui.theme import colours
from app.gui.thumbnails import Thumbnails

_Index = QModelIndex | QPersistentModelIndex
_CELL = QSize(112, 166)
_PICTURE = QSize(92, 112)
_MIME = "application/x-yongju-pages"
_CAPTION = Qt.ItemDataRole.DisplayRole
_SECOND = Qt.ItemDataRole.UserRole + 1
_PAGE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class StripPage:
    """Holds one page as it is shown: which it is, how far it is turned, and its words.

    `page` counts from 1 in its file, `path` is None while its pages are being made.
    """

    slot: PageSlot
    file: str
    page: int
    path: Path | None
    turn: int = 0
    caption: str = ""
    second: str = ""
    spoken: str = ""


class PageModel(QAbstractListModel):
    """Gives the pages to the view."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: tuple[StripPage, ...] = ()

    def show_pages(self, pages: tuple[StripPage, ...]) -> None:
        """Show other pages, or the same in another order."""
        if pages == self.pages:
            return
        if len(pages) == len(self.pages):
            self.pages = pages
            self.dataChanged.emit(self.index(0), self.index(len(pages) - 1))
            return
        self.beginResetModel()
        self.pages = pages
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return how many pages there are."""
        return 0 if parent is not None and parent.isValid() else len(self.pages)

    def data(self, index: _Index, role: int = _CAPTION) -> object:
        """Return what is known of a page."""
        page = self.pages[index.row()] if index.row() < len(self.pages) else None
        if page is None:
            return None
        if role == _CAPTION:
            return page.caption
        if role == _SECOND:
            return page.second
        if role == _PAGE:
            return page
        spoken = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return page.spoken if role in spoken else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say that pages can be dragged."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Name what is dragged."""
        return [_MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Return what is dragged: which pages they are, the view knows."""
        data = QMimeData()
        data.setData(_MIME, b"%d" % len(indexes))
        return data


class _PageDelegate(QStyledItemDelegate):
    """Draws a page as it will stand in the packet, and its words below; what is left out is grey."""

    def __init__(self, grid: "PageGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:  # noqa: N802 - Qt's name
        """Return the same room for every page, as high as its words."""
        return self._grid.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one page."""
        c, page = colours(), index.data(_PAGE)
        cell: QRect = option.rect.adjusted(3, 3, -3, -3)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.soft))
            painter.drawRoundedRect(QRectF(cell), 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 6, 6)
        room = QRect(cell.left(), cell.top() + 7, cell.width(), _PICTURE.height())
        self._paint_picture(painter, room, page)
        self._paint_words(painter, cell, room.bottom() + 5, page)
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, page: StripPage) -> None:
        c = colours()
        picture = self._grid.picture_of(page)
        size = QSize(72, 100)
        if picture is not None:
            size = (picture.size() / picture.devicePixelRatio()).scaled(
                _PICTURE, Qt.AspectRatioMode.KeepAspectRatio
            )
        area = QRect(0, 0, size.width(), size.height())
        area.moveCenter(room.center())
        painter.setOpacity(1.0 if page.slot.is_in else 0.3)
        if picture is None:
            painter.fillRect(area, QColor(c.window))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area, picture)
        painter.setPen(QPen(QColor(c.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, cell: QRect, top: int, page: StripPage) -> None:
        c, metrics = colours(), painter.fontMetrics()
        for line, colour in ((page.caption, c.text if page.slot.is_in else c.muted), (page.second, c.muted)):
            words = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, cell.width() - 8)
            painter.setPen(QColor(colour))
            place = QRect(cell.left(), top, cell.width(), metrics.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
            top += metrics.height()


class PageGrid(QListView):
    """Shows pages side by side, in the order in which the packet has them."""

    dropped = Signal(int)  # before which place the chosen pages were let go
    near = Signal()  # other pages came into sight

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self._drop_at: int | None = None
        self._turned: dict[tuple[int, int], QPixmap] = {}
        self.pages = PageModel()
        self.setModel(self.pages)
        self.setItemDelegate(_PageDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self.draw_seen)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        thumbnails.changed.connect(lambda _: self.viewport().update())

    @property
    def cell(self) -> QSize:
        """Return how much room a page takes with its words."""
        return QSize(_CELL.width(), _PICTURE.height() + 22 + 2 * self.fontMetrics().height())

    def chosen(self) -> tuple[int, ...]:
        """Return the places that are chosen, in order."""
        return tuple(sorted(index.row() for index in self.selectedIndexes()))

    def wish_for(self, page: StripPage) -> PageWish | None:
        """Return what has to be drawn for a page."""
        if page.path is None:
            return None
        return PageWish(page.path, page.page - 1, int(_PICTURE.height() * self.devicePixelRatioF()))

    def picture_of(self, page: StripPage) -> QPixmap | None:
        """Return the picture of a page, turned as the packet has it; None until it was drawn."""
        wish = self.wish_for(page)
        drawn = None if wish is None else self._thumbnails.picture(wish)
        if drawn is None or not page.turn:
            return drawn
        key = (drawn.cacheKey(), page.turn)
        if key not in self._turned:
            if len(self._turned) > _CELL.width():
                self._turned.clear()
            self._turned[key] = drawn.transformed(QTransform().rotate(page.turn))
        return self._turned[key]

    def look_again(self) -> None:
        """Have those pages drawn that are in sight."""
        self._look.start()

    def draw_seen(self) -> None:
        """Have the pages drawn that are in sight, then those a screen further on."""
        if not self.isVisible():
            self._thumbnails.want(())
            return
        seen: list[PageWish] = []
        ahead: list[PageWish] = []
        height = self.viewport().height()
        for row, page in enumerate(self.pages.pages):
            place = self.visualRect(self.pages.index(row))
            wish = self.wish_for(page)
            if wish is None or place.bottom() < 0 or place.top() > 2 * height:
                continue
            (seen if place.top() <= height else ahead).append(wish)
        self._thumbnails.want((*seen, *ahead))
        self.near.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what has come into sight."""
        super().resizeEvent(event)
        self._look.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what was not drawn while hidden."""
        super().showEvent(event)
        self._look.start()

    # Dragging pages to another place.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take its own pages only; files belong to whoever is around."""
        event.setAccepted(event.source() is self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the pages would come to stand."""
        self._show_drop(self._place_at(event))
        event.setAccepted(event.source() is self)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Show that nothing would be moved."""
        self._show_drop(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Tell where the pages were let go."""
        place = self._place_at(event)
        self._show_drop(None)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(place)

    def _place_at(self, event: QDropEvent) -> int:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid():
            return len(self.pages.pages)
        return index.row() + (point.x() > self.visualRect(index).center().x())

    def _show_drop(self, place: int | None) -> None:
        self._drop_at = place
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pages, and a line where those that are dragged would come to stand."""
        super().paintEvent(event)
        if self._drop_at is None or not self.pages.pages:
            return
        last = len(self.pages.pages) - 1
        place = self.visualRect(self.pages.index(min(self._drop_at, last)))
        x = place.left() if self._drop_at <= last else place.right()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colours().accent), 3))
        painter.drawLine(x, place.top() + 4, x, place.bottom() - 4)
        painter.end()
