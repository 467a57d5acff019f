"""Prints a packet: the system's own print dialog, then the pages one by one in a process of their own."""

import re
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, Signal
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

import app
from app.gui.print_pages import PrintOrder
from app.gui.words import Words

_ROOT = Path(app.__file__).resolve().parents[1]
_STOP_MS = 200
_PAGE = re.compile(rb"page (\d+) of (\d+)")


class PrintJob(QObject):
    """Prints in a process of its own; ending it prints nothing."""

    progressed = Signal(int, int)
    finished = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def is_at_work(self) -> bool:
        """Say whether pages are being printed."""
        return self._process is not None

    def begin(self, order: PrintOrder) -> None:
        """Print what is ordered."""
        self.cancel()
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(_ROOT))
        environment.insert("PYTHONUTF8", "1")
        # On a Mac a process that prints need not stand in the Dock.
        environment.insert("QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM", "1")
        process.setProcessEnvironment(environment)
        process.setWorkingDirectory(str(_ROOT))
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(lambda code, status: self._end(code == 0 and status == _NORMAL))
        process.errorOccurred.connect(lambda error: self._end(done=False) if error == _NOT_STARTED else None)
        self._process = process
        process.start(sys.executable, ["-m", "app.gui.print_pages"])
        # Not among the arguments, which everybody on the machine can read: it may hold a password.
        process.write(order.to_json().encode() + b"\n")
        process.closeWriteChannel()

    def cancel(self) -> None:
        """Stop printing; nothing reaches the printer."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            if process.waitForFinished(_STOP_MS):
                process.deleteLater()
            else:
                # On a busy machine: whoever started it may be gone before it is.
                process.setParent(QCoreApplication.instance())

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            found = _PAGE.match(bytes(self._process.readLine().data()))
            if found is not None:
                self.progressed.emit(int(found[1]), int(found[2]))

    def _end(self, done: bool) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self.finished.emit(done)


_NORMAL = QProcess.ExitStatus.NormalExit
_NOT_STARTED = QProcess.ProcessError.FailedToStart


def can_print() -> bool:
    """Say whether this machine knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_how_to_print(
    path: Path, pages: int, password: str, words: Words, parent: QWidget
) -> PrintOrder | None:
    """Show the system's print dialog and return what was chosen, None where it was left."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDocName(path.stem)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(words.say("Print the packet"))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, pages)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return _order_of(printer, path, pages, password) if chosen else None


def _order_of(printer: QPrinter, path: Path, pages: int, password: str) -> PrintOrder:
    some = printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0
    first, last = (printer.fromPage(), printer.toPage()) if some else (1, pages)
    layout = printer.pageLayout()
    paper = layout.pageSize().size(QPageSize.Unit.Millimeter)
    return PrintOrder(
        path=str(path),
        password=password,
        pages=tuple(range(first, max(first, last) + 1)),
        printer=printer.printerName(),
        output=printer.outputFileName(),
        copies=printer.copyCount(),
        collated=printer.collateCopies(),
        duplex=printer.duplex().value,
        colour=printer.colorMode() == QPrinter.ColorMode.Color,
        paper_mm=(paper.width(), paper.height()),
        landscape=layout.orientation() == QPageLayout.Orientation.Landscape,
        resolution=min(printer.resolution(), 600),
    )
