"""Where the pages stand: as large as the window allows, and scrolled where a page needs more."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class _Boards(QWidget):
    """Carries the stack; asks for the room that the shown page needs, not for that of every page."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = QStackedWidget(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room without which something of the shown page would be cut off."""
        page = self.stack.currentWidget()
        if page is None:
            return QSize(0, 0)
        least = page.minimumSizeHint().expandedTo(page.minimumSize())
        layout = page.layout()
        if layout is not None and layout.hasHeightForWidth():
            wide = max(least.width(), self._viewport_width())
            return QSize(least.width(), max(page.minimumHeight(), layout.totalMinimumHeightForWidth(wide)))
        return least

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return no more than what is needed: the window says how large the pages are."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the whole room to the stack."""
        self.stack.setGeometry(self.rect())
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the scroll area when the shown page needs more or less room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def _viewport_width(self) -> int:
        parent = self.parentWidget()
        return 0 if parent is None else parent.width()


class Stage(QScrollArea):
    """Shows one page at a time; scroll bars come only where the window is too small for it."""

    def __init__(self) -> None:
        super().__init__()
        self._boards = _Boards()
        self.stack = self._boards.stack
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._boards.setObjectName("scrolled")
        self.setWidget(self._boards)
        self.stack.currentChanged.connect(lambda _: self._boards.updateGeometry())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least room in which scrolling still makes sense."""
        return QSize(160, 120)
