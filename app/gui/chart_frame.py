"""What all charts share: a frame with a title, the same as a table, and saving and printing it.

A chart is painted from its data by `draw`, at any width and in any colours, so what is saved and printed
is drawn anew and no picture of the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError, MachineStopped
from app.env.replace import replacing
from app.gui.fields import button, scrolled, subheading
from app.gui.marks import Mark
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.theme import LIGHT, Colours, colours
from app.gui.words import Words
from app.i18n.catalogue import N_

# A saved picture: as wide as a page of a report, at twice the resolution of a plain screen.
_PICTURE_WIDTH, _PICTURE_RATIO = 1000, 2.0
_MARGIN = 24
_PRINT_DPI = 300


@dataclass(frozen=True, slots=True)
class TableCell:
    """Holds what one cell of a chart's table says."""

    words: str
    second: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """Holds one row of a chart's table; a head has one cell and names what follows."""

    cells: tuple[TableCell, ...]
    head: bool = False


class Chart(QWidget):
    """Paints data; whoever cannot see it is told the same by its table."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def headers(self) -> tuple[str, ...]:
        """Return what stands above the columns of the table."""
        raise NotImplementedError

    def table(self) -> tuple[TableRow, ...]:
        """Return the data as rows."""
        raise NotImplementedError

    def height_at(self, width: float) -> float:
        """Return how high it is when it is so wide."""
        raise NotImplementedError

    def draw(self, painter: QPainter, width: float, c: Colours) -> None:
        """Draw the data from the top left corner on."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show other data or other words."""
        self._fit()
        self.update()

    def _fit(self) -> None:
        height = round(self.height_at(max(1, self.width())))
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height that the data need."""
        return QSize(600, round(self.height_at(max(600, self.width()))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Become as high as the data need at the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's form
        """Draw in the colours in use."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        self.draw(painter, self.width(), colours())
        painter.end()


def text_fonts(font: QFont) -> tuple[QFont, QFont]:
    """Return the font of a chart's words and the smaller one of what stands beside them."""
    small = QFont(font)
    small.setPointSizeF(max(6.0, font.pointSizeF() - 1))
    return font, small


def draw_line(
    painter: QPainter,
    area: QRectF,
    words: str,
    colour: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write one line into an area, shortened where it is too long."""
    painter.setPen(QColor(colour))
    shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(align | Qt.AlignmentFlag.AlignVCenter), shown)


def render_chart(chart: Chart, title: str, subtitle: str, *, width: float, ratio: float) -> QImage:
    """Draw a chart with its title as a picture, in light colours."""
    first, small = text_fonts(chart.font())
    large = QFont(first)
    large.setPointSizeF(first.pointSizeF() + 4)
    lines = [(large, title, LIGHT.text), (small, subtitle, LIGHT.muted)]
    heights = [QFontMetricsF(font).height() + 4 for font, _, _ in lines]
    inner = width - 2 * _MARGIN
    height = 2 * _MARGIN + sum(heights) + 12 + chart.height_at(inner)
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(_MARGIN, _MARGIN))
    for (font, words, colour), high in zip(lines, heights, strict=True):
        painter.setFont(font)
        draw_line(painter, QRectF(0, 0, inner, high), words, colour)
        painter.translate(0, high)
    painter.translate(0, 12)
    painter.setFont(first)
    chart.draw(painter, inner, LIGHT)
    painter.end()
    return image


class ChartFrame(QFrame):
    """Frames a chart: title, the same as a table, saving as a picture, printing."""

    def __init__(
        self,
        words: Words,
        title: str,
        chart: Chart,
        *,
        widths: tuple[int, ...],
        describe: Callable[[], str],
        told: Callable[[str], None],
        failed: Callable[[str, str], None],
        scrolls: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.chart = chart
        self._words = words
        self._title = title
        self._describe = describe
        self._told = told
        self._failed = failed
        words.bind(chart, title, "setAccessibleName")
        self.as_table = button(words, N_("Show as table"), "flat")
        self.as_table.setCheckable(True)
        self.as_table.toggled.connect(self._show_table)
        self.save_button = button(words, N_("Save as PNG…"), "flat")
        self.save_button.clicked.connect(self.save)
        self.print_button = button(words, N_("Print…"), "flat")
        self.print_button.clicked.connect(self.print)
        self.tree = RowTree(len(widths) + 1)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(*widths)
        words.bind(self.tree, title, "setAccessibleName")
        self.stack = QStackedWidget()
        self.area = scrolled(chart) if scrolls else None
        self.stack.addWidget(self.area or chart)
        self.stack.addWidget(self.tree)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(subheading(self._words, self._title))
        top.addStretch(1)
        for each in (self.as_table, self.save_button, self.print_button):
            top.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        if self.area is not None:
            self.area.verticalScrollBar().valueChanged.connect(lambda _: self.chart.update())
        self._on_card(self.area.viewport() if self.area is not None else self.stack)

    @staticmethod
    def _on_card(behind: QWidget) -> None:
        behind.setBackgroundRole(QPalette.ColorRole.Base)

    @property
    def picture_title(self) -> str:
        """Return what stands above the chart where it leaves the window."""
        return self._words.say(self._title)

    def renew(self) -> None:
        """Show the chart's data anew, as picture and as table."""
        self.chart.setAccessibleDescription(self.chart_words())
        self.chart.renew()
        if self.as_table.isChecked():
            self._fill_table()

    def chart_words(self) -> str:
        """Return every row of the chart as a sentence, for whoever hears it."""
        rows = (row.cells for row in self.chart.table())
        return "\n".join(
            ", ".join(" ".join((cell.words, cell.second)).strip() for cell in row) for row in rows
        )

    def _show_table(self, shown: bool) -> None:
        if shown:
            self._fill_table()
        self.stack.setCurrentIndex(int(shown))
        self.stack.setMinimumHeight(260 if shown and self.area is None else 0)

    def _fill_table(self) -> None:
        scroll = self.tree.verticalScrollBar().value()
        self.tree.setHeaderLabels(list(self.chart.headers()))
        self.tree.clear()
        for row in self.chart.table():
            first, *others = row.cells
            made = add_row(self.tree, first.words, first.second, mark=first.mark, head=row.head)
            for column, cell in enumerate(others, start=1):
                set_cell(made, column, cell.words, cell.second, mark=cell.mark)
        self.tree.verticalScrollBar().setValue(scroll)

    def save(self) -> None:
        """Ask for a place and save the chart there as a picture."""
        say = self._words.say
        name = f"{self.picture_title}.png".replace("/", "-")
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save as a picture"), name, f"{say('Pictures')} (*.png)"
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Save the chart as a picture, and say so or why not."""
        path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
        image = render_chart(
            self.chart, self.picture_title, self._describe(), width=_PICTURE_WIDTH, ratio=_PICTURE_RATIO
        )
        try:
            with replacing(path) as temporary:
                if not image.save(str(temporary), "PNG"):  # type: ignore[call-overload]
                    raise MachineStopped("machine.cannot_write", path=str(path), reason="")
        except AppError as error:
            self._failed(error.code, str(path))
        else:
            self._told(self._words.say("The picture was saved: {path}", path=str(path)))

    def print(self) -> None:
        """Ask for a printer and print the chart."""
        # Only here: hardly anybody prints, and the library takes a while to load.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            self.print_on(printer)

    def print_on(self, printer: object) -> None:
        """Print the chart as wide as the page: as a picture, for Qt's own text cannot be read back."""
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrinter

        if not isinstance(printer, QPrinter):
            return
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setResolution(_PRINT_DPI)
        page = printer.pageRect(QPrinter.Unit.DevicePixel)
        image = render_chart(
            self.chart,
            self.picture_title,
            self._describe(),
            width=_PICTURE_WIDTH,
            ratio=max(1.0, page.width() / _PICTURE_WIDTH),
        )
        image.setDevicePixelRatio(1)
        painter = QPainter(printer)
        if not painter.isActive():
            self._failed("machine.cannot_write", printer.outputFileName() or printer.printerName())
            return
        scale = min(page.width() / image.width(), page.height() / image.height(), 1.0)
        painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
        painter.end()
