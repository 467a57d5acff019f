"""Opens the window."""

import contextlib
import functools
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__
from app.casework.desk import open_desk
from app.domain.errors import AppError, FaultyFile
from app.domain.words import DisplayMode, Language
from app.env.work_folder import sweep_rooms
from app.gui.automatic_backup import AutomaticBackup
from app.gui.marks import application_icon
from app.gui.session import Session
from app.gui.theme import Scheme, use_font, use_scheme
from app.gui.window import MainWindow, initial_language
from app.gui.words import Words, system_language


def run_window(data_folder: Path | None = None, language: Language | None = None) -> int:
    """Open the window and return when it is closed."""
    application = make_application()
    try:
        window = make_window(data_folder, language)
    except AppError as error:
        _tell_start_failed(error, language or system_language())
        return int(error.exit_code)
    install_hook(window)
    window.may_close_now = AutomaticBackup(window).may_close
    stopped_by: list[AppError] = []

    def give_up(error: AppError) -> None:
        stopped_by.append(error)
        try:
            _tell_start_failed(error, window.words.language)
        finally:
            window.close()
            application.exit(int(error.exit_code))

    window.could_not_start.connect(give_up)
    # The first window is to wait neither for the rules nor for the worker.
    window.started.connect(lambda: QTimer.singleShot(0, window, window.session.worker.warm_up))
    window.show()
    # What was deciphered by a program that was killed goes now, before anybody unlocks anything.
    QTimer.singleShot(0, window, lambda: threading.Thread(target=_sweep, daemon=True).start())
    code = application.exec()
    return int(stopped_by[0].exit_code) if stopped_by else code


def _sweep() -> None:
    with contextlib.suppress(OSError):
        sweep_rooms()


def make_application() -> QApplication:
    """Return the application, with its name, icon and font."""
    known = QApplication.instance()
    application = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("yongju")
    application.setApplicationDisplayName("Yongju 永居")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("yongju")
    application.setWindowIcon(application_icon())
    use_font(application)
    return application


def make_window(data_folder: Path | None, language: Language | None) -> MainWindow:
    """Return the main window over a data folder, not yet shown."""
    desk = open_desk(data_folder)
    settings = QSettings(str(desk.data_folder / "window.ini"), QSettings.Format.IniFormat)
    scheme = str(settings.value("scheme", Scheme.SYSTEM.value))
    application = QApplication.instance()
    if isinstance(application, QApplication):
        use_scheme(application, Scheme(scheme) if scheme in tuple(Scheme) else Scheme.SYSTEM)
    chosen = initial_language(settings, language, system_language())
    mode = DisplayMode(chosen.value)
    if language is None and settings.value("mode", "") == DisplayMode.BOTH.value:
        mode = DisplayMode.BOTH
    words = Words(chosen, mode)
    window = MainWindow(Session(desk), words, settings)
    window.session.setParent(window)
    words.setParent(window)
    window.resize(1200, 800)
    geometry = settings.value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    QGuiApplication.styleHints().colorSchemeChanged.connect(window.follow_system)
    return window


def _tell_start_failed(error: AppError, language: Language) -> None:
    from app.i18n.wording import word_app_error, word_fault

    lines = [word_app_error(error, language)]
    if isinstance(error, FaultyFile):
        lines += [word_fault(fault, language) for fault in error.faults]
    box = QMessageBox(QMessageBox.Icon.Critical, "Yongju 永居", "\n".join(lines[:12]))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def install_hook(window: MainWindow) -> None:
    """Have every bug told in one sentence: what a person entered is kept all the same."""

    @functools.cache
    def crash_hook() -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
        # What tells of a bug is imported only when there is one.
        from app.gui.crash import CrashHook

        return CrashHook(window)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        crash_hook()(kind, error, trace)

    sys.excepthook = hook
