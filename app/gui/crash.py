"""What happens when the program itself goes wrong: what was typed is kept, and one sentence tells it.

The report names places in the program and kinds of errors. The words of an error are never in it, for
they may hold what a person entered; nor is any path, name or value of a case.
"""

from __future__ import annotations

import logging
import platform
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from app import __version__
from app.domain.errors import AppError
from app.env.replace import write_bytes
from app.gui.fields import button, fit_to_screen, heading, quiet, row_of, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.undoing import finish_typing
from app.gui.words import Words
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.gui.window import MainWindow

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_CHAIN = 5
_DEEDS = 8


class CrashHook:
    """Is called for every error that nobody caught; an error within it is only logged."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._busy = False
        self._told: set[str] = set()

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep what is being typed and show what happened."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        place = last_place(trace)
        _log.error("%s at %s", kind.__name__, place)
        if self._busy:
            return
        self._busy = True
        try:
            self._tell(error, trace, f"{kind.__name__} {place}")
        except Exception as second:  # noqa: BLE001 - nothing may go wrong here, least of all once more
            _log.error("%s while telling of it", type(second).__name__)
        finally:
            self._busy = False

    def _tell(self, error: BaseException, trace: TracebackType | None, where: str) -> None:
        finish_typing()
        window = self._window
        if where in self._told and window.isVisible():
            # What goes wrong again and again must not keep a person from working.
            again = N_("The same thing went wrong inside Yongju again. What you entered is kept.")
            if not window.is_away:
                window.message.tell(lambda: (window.words.say(again), []), bad=True)
            return
        self._told.add(where)
        dialog = CrashDialog(write_report(window, error, trace), window.words, QApplication.activeWindow())
        wants_end = not dialog.exec()
        dialog.deleteLater()
        if wants_end:
            window.close()


class CrashDialog(QDialog):
    """Says what happened and shows the report, which only the person can pass on."""

    def __init__(self, report: str, words: Words, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = words
        self.report = report
        self.setWindowTitle("Yongju 永居")
        said = text_label(
            words.say("Something went wrong inside Yongju; what you entered is kept, and you can go on.")
        )
        told = N_(
            "This report holds no names, numbers, files or messages: only where in the program it happened. "
            "It stays on this computer unless you pass it on."
        )
        self.view = QPlainTextEdit(report)
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        words.bind(self.view, N_("Report"), "setAccessibleName")
        self.notice = Notice()
        self.copy_button = button(words, N_("Copy report"))
        self.save_button = button(words, N_("Save report…"))
        self.end_button = button(words, N_("Close Yongju"))
        self.go_button = button(words, N_("Go on"), "primary")
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._choose_file)
        self.end_button.clicked.connect(self.reject)
        self.go_button.clicked.connect(self.accept)
        self.go_button.setDefault(True)
        buttons = row_of()
        buttons.addWidget(self.end_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Something went wrong")))
        column.addWidget(said)
        column.addWidget(quiet(words, told))
        column.addWidget(self.view, 1)
        column.addLayout(row_of(self.copy_button, self.save_button))
        column.addWidget(self.notice)
        column.addLayout(buttons)
        wide = 100 * self.fontMetrics().horizontalAdvance("x")
        fit_to_screen(self, QSize(wide, column.totalHeightForWidth(wide)))
        self.go_button.setFocus()

    def reject(self) -> None:
        """Close Yongju only by its button: Escape goes on working."""
        if self.sender() is self.end_button:
            super().reject()
        else:
            self.accept()

    def save(self, path: Path) -> None:
        """Write the report to a file."""
        try:
            write_bytes(path, self.report.encode())
        except AppError as error:
            reason = str(error.params["reason"])
            told = self._words.say("The report could not be written ({reason}).", reason=reason)
            self.notice.tell(told, Mark.BAD)
        else:
            self.notice.tell(self._words.say("Saved: {file}", file=path.name), Mark.GOOD)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self.notice.tell(self._words.say("The report is on the clipboard."), Mark.GOOD)

    def _choose_file(self) -> None:
        say = self._words.say
        kinds = f"{say('Text')} (*.txt)"
        chosen, _ = QFileDialog.getSaveFileName(self, say("Save report"), "yongju-report.txt", kinds)
        if chosen:
            self.save(Path(chosen))


def write_report(window: MainWindow, error: BaseException, trace: TracebackType | None) -> str:
    """Return what helps to find a fault and holds nothing of a person or a case."""
    lines = [
        f"Yongju {__version__}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()} ({QGuiApplication.platformName()})",
        f"Screen {QApplication.primaryScreen().devicePixelRatio():g}x, language {window.words.mode.value}",
        f"Step {window.steps_shown().name.lower()}",
        f"Last changes: {', '.join(_last_deeds(window)) or '-'}",
        "",
    ]
    known: BaseException | None = error
    for _ in range(_CHAIN):
        if known is None:
            break
        lines += [kind_of(known), *(f"  {each}" for each in places(trace))]
        known = known.__cause__ or (None if known.__suppress_context__ else known.__context__)
        trace = None if known is None else known.__traceback__
        lines += ["after"] if known is not None else []
    return "\n".join(lines) + "\n"


def kind_of(error: BaseException) -> str:
    """Return the kind of an error, never its words."""
    code = getattr(error, "code", "")
    return type(error).__name__ + (f" [{code}]" if isinstance(code, str) and code.isascii() and code else "")


def places(trace: TracebackType | None) -> list[str]:
    """Return each step of a trace as file and line of the program, or as a module outside it."""
    found = []
    while trace is not None:
        frame = trace.tb_frame
        found.append(f"{_file_of(frame.f_code.co_filename, frame.f_globals)}:{trace.tb_lineno}")
        found[-1] += f" {frame.f_code.co_name}"
        trace = trace.tb_next
    return found


def last_place(trace: TracebackType | None) -> str:
    """Return where an error came up."""
    found = places(trace)
    return found[-1] if found else ""


def _file_of(name: str, known: dict[str, object]) -> str:
    path = Path(name)
    if path.is_relative_to(_ROOT / "app"):
        return path.relative_to(_ROOT).as_posix()
    return f"({known.get('__name__', '')})"


def _last_deeds(window: MainWindow) -> list[str]:
    """Return what kinds of changes were made last, without what was changed."""
    return [each.operation.deed.value for each in window.session.history()[-_DEEDS:]]
