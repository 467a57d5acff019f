"""Prints pages of a PDF: `python -m app.gui.print_pages`, with what is wanted as JSON on standard input.

It runs in a process of its own: drawing a page for a printer takes half a second, and a hostile file may
bring its reader down. Each page is drawn as a picture, because the text layer that Qt writes is wrong
where it prints into a PDF. Standard output holds `page N of M` after each page; whoever ends the process
has printed nothing, because a printer is given its pages when all of them are drawn.
"""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter

from app.casework.held import allow_seconds, hold, own_pace

_LONGEST_EDGE_DPI = 300
_POINTS_AN_INCH = 72
# Larger sheets than A2 are drawn coarser: three copies of that fit into the memory. In seconds of a present
# machine a page takes one.
_MOST_PIXELS = 60_000_000
_MEMORY_MIB, _SECONDS_A_PAGE = 800, 15.0


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """Says which pages are printed, and how; pages count from 1. Without a printer a PDF is written."""

    path: str
    password: str = ""
    pages: tuple[int, ...] = ()
    printer: str = ""
    output: str = ""
    copies: int = 1
    collated: bool = True
    duplex: int = 0
    colour: bool = True
    paper_mm: tuple[float, float] = (210.0, 297.0)
    landscape: bool = False
    resolution: int = _LONGEST_EDGE_DPI

    def to_json(self) -> str:
        """Write the order for the process that prints."""
        return json.dumps(asdict(self))


@dataclass(slots=True)
class _Pages:
    """Draws pages of a PDF as pictures."""

    order: PrintOrder
    document: Any = field(init=False)

    def __post_init__(self) -> None:
        import pypdfium2

        self.document = pypdfium2.PdfDocument(self.order.path, password=self.order.password or None)

    def numbers(self) -> tuple[int, ...]:
        every = range(1, len(self.document) + 1)
        return tuple(each for each in self.order.pages if each in every) or tuple(every)

    def draw(self, number: int, dpi: int) -> tuple[QImage, QSizeF]:
        page = self.document[number - 1]
        width, height = page.get_size()
        scale = min(dpi / _POINTS_AN_INCH, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        shown = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        if not self.order.colour:
            shown = shown.convertToFormat(QImage.Format.Format_Grayscale8)
        return shown.copy(), QSizeF(width, height)


def print_pages(order: PrintOrder, told: Callable[[int, int], None]) -> None:
    """Print what is ordered; `told` hears of each page that is drawn, and of how many there are."""
    pages = _Pages(order)
    printer = _printer_for(order)
    painter = QPainter()
    if not painter.begin(printer):
        raise OSError("the printer cannot be used")
    numbers = pages.numbers()
    dpi = min(printer.resolution(), _LONGEST_EDGE_DPI)
    pace = own_pace()
    for done, number in enumerate(numbers, start=1):
        allow_seconds(_SECONDS_A_PAGE * pace)
        if done > 1:
            printer.newPage()
        _place(painter, printer, *pages.draw(number, dpi))
        told(done, len(numbers))
    painter.end()


def _printer_for(order: PrintOrder) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if order.printer:
        printer.setPrinterName(order.printer)
    if order.output:
        printer.setOutputFileName(order.output)
    printer.setResolution(order.resolution)
    printer.setPageSize(QPageSize(QSizeF(*order.paper_mm), QPageSize.Unit.Millimeter))
    if order.landscape:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setFullPage(True)
    printer.setCopyCount(order.copies)
    printer.setCollateCopies(order.collated)
    printer.setDuplex(QPrinter.DuplexMode(order.duplex))
    colour = QPrinter.ColorMode.Color if order.colour else QPrinter.ColorMode.GrayScale
    printer.setColorMode(colour)
    return printer


def _place(painter: QPainter, printer: QPrinter, shown: QImage, size: QSizeF) -> None:
    """Draw a page as large as it is, and smaller only where the paper is."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    if (size.width() > size.height()) != (paper.width() > paper.height()):
        shown, size = shown.transformed(QTransform().rotate(90)), size.transposed()
    dots = size * (printer.resolution() / _POINTS_AN_INCH)
    if dots.width() > paper.width() + 1 or dots.height() > paper.height() + 1:
        dots = dots.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (paper.width() - dots.width()) / 2, (paper.height() - dots.height()) / 2
    painter.drawImage(QRectF(left, top, dots.width(), dots.height()), shown)


def main() -> int:
    """Print what standard input orders."""
    given = json.loads(sys.stdin.readline())
    given["pages"], given["paper_mm"] = tuple(given["pages"]), tuple(given["paper_mm"])
    application = QGuiApplication(sys.argv[:1])

    def told(done: int, total: int) -> None:
        sys.stdout.write(f"page {done} of {total}\n")
        sys.stdout.flush()

    hold(_MEMORY_MIB)
    print_pages(PrintOrder(**given), told)
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
