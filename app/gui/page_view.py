"""A page that is shown as large as there is room, or larger and scrolled, to draw areas on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea

from app.gui.area_canvas import AreaCanvas
from app.gui.words import Words
from app.i18n.catalogue import N_

_ZOOMS = (1.0, 1.5, 2.0, 3.0)


class PageView(QScrollArea):
    """Shows a page as large as there is room, or larger, with its areas."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.canvas = AreaCanvas()
        self._zoom = 0
        self.setObjectName("page")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(260, 240)
        self.setWidget(self.canvas)
        words.bind(self.canvas, N_("The page, with the areas to remove"), "setAccessibleName")

    def show_page(self, picture: QPixmap | None, areas: tuple[QRectF, ...], chosen: int = -1) -> None:
        """Show a page with its areas, None while there is none."""
        self.canvas.show_page(picture, areas, chosen)
        self.canvas.setVisible(picture is not None)
        self._fit()

    def zoom(self, step: int) -> None:
        """Show the page larger or smaller."""
        self._zoom = min(max(0, self._zoom + step), len(_ZOOMS) - 1)
        self._fit()

    @property
    def can_grow(self) -> bool:
        """Say whether the page can be shown larger."""
        return self._zoom < len(_ZOOMS) - 1

    @property
    def can_shrink(self) -> bool:
        """Say whether the page can be shown smaller."""
        return self._zoom > 0

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the page as large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        page = self.canvas.picture_size
        if page.isEmpty():
            self.canvas.resize(0, 0)
            return
        room = self.maximumViewportSize() - QSize(4, 4)
        whole = page.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        self.canvas.resize(whole * _ZOOMS[self._zoom])
