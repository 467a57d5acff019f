"""The main window: steps on the left, the chosen step on the right, the case above."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.words import Language
from app.gui.fields import dropped_files
from app.gui.header import Header
from app.gui.marks import application_icon
from app.gui.message_bar import MessageBar
from app.gui.page import Page
from app.gui.session import Session, Task
from app.gui.steps import STEP_NAMES, Step, StepList
from app.gui.stopped import error_details, error_words
from app.gui.theme import Scheme, use_scheme
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.wording import word_progress

_TASKS = {
    "review": N_("Checking"),
    "read": N_("Reading papers"),
    "attach": N_("Adding files"),
    "add_files": N_("Adding files"),
    "replace_files": N_("Replacing files"),
    "sort": N_("Sorting papers"),
    "enter": N_("Adding files"),
    "look": N_("Reading papers"),
    "measure": N_("Measuring"),
    "copy_photo": N_("Making a copy"),
    "import": N_("Importing"),
    "export": N_("Exporting"),
    "plan": N_("Planning"),
    "lay_out": N_("Laying out a Word file"),
    "build": N_("Building"),
    "share": N_("Making a copy"),
    "upload": N_("Writing upload files"),
    "verify": N_("Verifying"),
}
_SCHEMES = {
    Scheme.SYSTEM: N_("As the system"),
    Scheme.LIGHT: N_("Light"),
    Scheme.DARK: N_("Dark"),
}


class MainWindow(QMainWindow):
    """Holds the steps, the header and the pages.

    It is shown before the rules are read: its first paint starts the reading.
    """

    could_not_start = Signal(object)

    def __init__(self, session: Session, words: Words, settings: QSettings) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.settings = settings
        self.pages: dict[Step, Page] = {}
        self._is_painted = False
        self._task: Task | None = None
        self.setWindowTitle("Yongju 永居")
        self.setWindowIcon(application_icon())
        self.setMinimumSize(940, 620)
        self.setAcceptDrops(True)
        self._build()
        self._build_menus()
        self._listen()
        self.show_step(Step.CASES)
        self._refresh_steps()

    def start(self) -> None:
        """Read the rules and fill the pages; tell when the rules cannot be used."""
        try:
            self.session.start()
        except AppError as error:
            self.could_not_start.emit(error)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Start after the first paint, so that the window is there before the rules are read."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.start)

    def page(self, step: Step) -> Page:
        """Return the page of a step, made when it is first wanted."""
        if step not in self.pages:
            self.pages[step] = made = self._make_page(step)
            self.stack.addWidget(made)
        return self.pages[step]

    def show_step(self, step: Step) -> None:
        """Go to a step."""
        if step is not Step.CASES and not self.session.has_case:
            return
        if self.steps.currentRow() != step:
            self.steps.setCurrentRow(step)
        page = self.page(step)
        if self.stack.currentWidget() is not page:
            self.message.hide()
            self.stack.setCurrentWidget(page)

    def show_question(self, question: str) -> None:
        """Go to a question on the page of categories."""
        from app.gui.pages.category import CategoryPage

        self.show_step(Step.CATEGORY)
        page = self.page(Step.CATEGORY)
        if isinstance(page, CategoryPage):
            page.ask(question)

    def tell_stopped(self, stopped: Stopped) -> None:
        """Tell what stopped some work, with every fault or finding that belongs to it."""
        if stopped.code == "work.cancelled":
            self.message.tell(lambda: (error_words(stopped, self.words), []), bad=False)
        else:
            self.message.tell(
                lambda: (
                    error_words(stopped, self.words),
                    error_details(stopped, self.words, self.session.names),
                ),
                bad=True,
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take papers while a case is open."""
        if self.session.has_case and dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Show where dropped papers belong."""
        from app.gui.sort_papers import sort_papers

        event.acceptProposedAction()
        sort_papers(self.session, self.words, dropped_files(event), self)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what is being typed, remember the look of the window, end the worker."""
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("mode", self.words.mode.value)
        self.settings.setValue("language", self.words.language.value)
        self.settings.sync()
        self.session.close()
        super().closeEvent(event)

    # How it is made.

    def _build(self) -> None:
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(222)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 18, 0, 14)
        brand = QLabel("Yongju 永居")
        brand.setObjectName("brand")
        brand.setContentsMargins(24, 0, 0, 10)
        self.steps = StepList(self.words)
        self.task = QLabel()
        self.task.setObjectName("muted")
        self.task.setWordWrap(True)
        self.task.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(brand)
        column.addWidget(self.steps)
        column.addStretch(1)
        line = QVBoxLayout()
        line.setContentsMargins(24, 0, 12, 0)
        line.addWidget(self.task)
        column.addLayout(line)
        self.header = Header(self.session, self.words, lambda: self.show_step(Step.CATEGORY))
        self.message = MessageBar(self.words)
        self.stack = QStackedWidget()
        message = QVBoxLayout()
        message.setContentsMargins(28, 0, 28, 0)
        message.addWidget(self.message)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addLayout(message)
        right.addWidget(self.stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _make_page(self, step: Step) -> Page:
        # A page is imported when it is first seen: the first window comes sooner.
        if step is Step.CASES:
            from app.gui.pages.cases import CasesPage

            return CasesPage(self.session, self.words, lambda: self.show_step(Step.CATEGORY))
        if step is Step.CATEGORY:
            from app.gui.pages.category import CategoryPage

            return CategoryPage(self.session, self.words)
        if step is Step.PEOPLE:
            from app.gui.pages.people import PeoplePage

            return PeoplePage(self.session, self.words)
        if step is Step.DOCUMENTS:
            from app.gui.pages.documents import DocumentsPage

            return DocumentsPage(self.session, self.words, self.show_question)
        if step is Step.REVIEW:
            from app.gui.pages.review import ReviewPage

            return ReviewPage(self.session, self.words, self._show_finding)
        from app.gui.pages.packet import PacketPage

        return PacketPage(self.session, self.words)

    def _build_menus(self) -> None:
        bar, words = self.menuBar(), self.words
        case = bar.addMenu("")
        words.bind(case, N_("&Case"), "setTitle")
        self._action(case.addAction, N_("New case"), self._new_case, "Ctrl+N")
        self._action(case.addAction, N_("Import case folder…"), self._import_case, "Ctrl+O")
        self._action(case.addAction, N_("Find a case"), self._find_case, "Ctrl+F")
        case.addSeparator()
        self._action(case.addAction, N_("Add a folder of papers…"), self._add_folder, "Ctrl+D")
        self._action(case.addAction, N_("Build the packet…"), self._build_packet, "Ctrl+B")
        self._action(case.addAction, N_("Verify a packet file…"), self._verify_packet)
        case.addSeparator()
        self._action(case.addAction, N_("Import rules…"), self._import_rules)
        self._action(case.addAction, N_("Use the bundled rules"), self._use_bundled_rules)
        case.addSeparator()
        self._action(case.addAction, N_("Quit"), self.close, "Ctrl+Q")
        view = bar.addMenu("")
        words.bind(view, N_("&View"), "setTitle")
        for step, name in STEP_NAMES.items():
            self._action(view.addAction, name, partial(self.show_step, step), f"Ctrl+{step + 1}")
        view.addSeparator()
        group = QActionGroup(self)
        chosen = self.settings.value("scheme", Scheme.SYSTEM.value)
        for scheme, name in _SCHEMES.items():
            action = self._action(view.addAction, name, partial(self.use_scheme, scheme))
            action.setCheckable(True)
            action.setChecked(scheme.value == chosen)
            group.addAction(action)
        more = bar.addMenu("")
        words.bind(more, N_("&Help"), "setTitle")
        self._action(more.addAction, N_("How it works"), self.show_help, "F1")
        self._action(more.addAction, N_("About Yongju"), self._show_about)

    def _action(
        self, add: Callable[[str], QAction], message: str, do: Callable[[], object], shortcut: str = ""
    ) -> QAction:
        action = add("")
        self.words.bind(action, message)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _=False: do())
        return action

    def _listen(self) -> None:
        self.steps.currentRowChanged.connect(lambda row: self.show_step(Step(max(0, row))))
        self.session.failed.connect(self.tell_stopped)
        self.session.told.connect(lambda text: self.message.tell(lambda: (text, []), bad=False))
        self.session.working.connect(self._show_task)
        self.session.opened.connect(self._opened)
        self.session.changed.connect(lambda _: self._refresh_steps())
        self.session.reviewed.connect(self._refresh_steps)
        self.words.changed.connect(self._refresh_steps)
        self.words.changed.connect(lambda: self._show_task(self._task))

    # What is shown.

    def _opened(self) -> None:
        self.message.hide()
        self._refresh_steps()
        if not self.session.has_case:
            self.show_step(Step.CASES)

    def _refresh_steps(self) -> None:
        self.steps.show_states(self.session, self.words)
        name = f"{self.session.case.title} · Yongju 永居" if self.session.has_case else "Yongju 永居"
        self.setWindowTitle(name)

    def _show_task(self, task: Task | None) -> None:
        self._task = task
        if task is None:
            self.task.clear()
            return
        words, language = self.words.say(_TASKS[task.verb]), self.words.language
        progress = task.progress
        if progress is not None:
            step = word_progress(progress, language).partition("  ")[0]
            if task.verb in ("build", "share", "upload"):
                words = f"{words}\n{step}"
            elif step.startswith(words):
                # The step is the whole work: its name once is enough.
                words = step
            else:
                words = f"{words} · {step}"
        self.task.setText(words)

    def _show_finding(self, finding: Finding) -> None:
        from app.gui.pages.documents import DocumentsPage

        page = self.page(Step.DOCUMENTS)
        self.show_step(Step.DOCUMENTS)
        if isinstance(page, DocumentsPage):
            page.show_finding(finding)

    # What the menus do.

    def use_scheme(self, scheme: Scheme) -> None:
        """Change the colours of the window and remember the choice."""
        self.settings.setValue("scheme", scheme.value)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            use_scheme(application, scheme)
        self.words.repeat()

    def follow_system(self) -> None:
        """Take the colours of the system over, unless others were chosen."""
        if self.settings.value("scheme", Scheme.SYSTEM.value) == Scheme.SYSTEM.value:
            self.use_scheme(Scheme.SYSTEM)

    def _new_case(self) -> None:
        from app.gui.new_case import ask_for_new_case

        ask_for_new_case(self.session, self.words, self, lambda: self.show_step(Step.CATEGORY))

    def _import_case(self) -> None:
        from app.gui.pages.cases import CasesPage

        page = self.page(Step.CASES)
        if isinstance(page, CasesPage):
            page.import_case()

    def _import_rules(self) -> None:
        say = self.words.say
        kinds = f"{say('Rule packs')} (*.yongju-rules)"
        chosen, _ = QFileDialog.getOpenFileName(self, say("Import rules"), "", kinds)
        if chosen:
            self._offer_rules(Path(chosen))

    def _use_bundled_rules(self) -> None:
        self._offer_rules(None)

    def _offer_rules(self, path: Path | None) -> None:
        from app.gui.import_rules import confirm_rules

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            offer = self.session.offer_rules(path)
        finally:
            QApplication.restoreOverrideCursor()
        if offer is not None:
            confirm_rules(self.session, self.words, offer, self)

    def _add_folder(self) -> None:
        from app.gui.pages.documents import DocumentsPage

        self.show_step(Step.DOCUMENTS)
        page = self.page(Step.DOCUMENTS)
        if isinstance(page, DocumentsPage):
            page.add_folder()

    def _find_case(self) -> None:
        from app.gui.pages.cases import CasesPage

        self.show_step(Step.CASES)
        page = self.page(Step.CASES)
        if isinstance(page, CasesPage):
            page.focus_filter()

    def _build_packet(self) -> None:
        from app.gui.pages.packet import PacketPage

        self.show_step(Step.PACKET)
        page = self.page(Step.PACKET)
        if isinstance(page, PacketPage) and self.session.has_case:
            page.build()

    def _verify_packet(self) -> None:
        from app.gui.verify_dialog import choose_packet, verify_packet_file

        chosen = choose_packet(self.words, self)
        if chosen is not None:
            verify_packet_file(self.session, self.words, chosen, self)

    def show_help(self) -> None:
        """Show how the window is used, in both languages."""
        box = QMessageBox(self)
        box.setWindowTitle(self.words.say("How it works"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.words.say("How it works"))
        box.setInformativeText(self.words.say(_HELP))
        box.exec()

    def _show_about(self) -> None:
        box = QMessageBox(self)
        box.setIconPixmap(application_icon().pixmap(64, 64))
        box.setWindowTitle(self.words.say("About Yongju"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Yongju 永居 {__version__}")
        pack = self.session.desk.pack
        box.setInformativeText(
            self.words.say(
                "Rules: {pack}, version {version}. Works offline; nothing leaves this computer. "
                "Yongju never says that an authority will accept a paper.",
                pack=self.words.shown(pack.title, " / "),
                version=pack.version,
            )
        )
        box.exec()


_HELP = N_(
    "Go through the steps on the left, in any order; every entry is kept as you make it.\n\n"
    "1 Cases: start a case or open one.\n"
    "2 Category: answer one question after the other, enter the figures of each year, and see which "
    "category is nearest.\n"
    "3 People: enter everyone who applies, as the passports say.\n"
    "4 Documents: drop each file on the row that asks for it, or a whole folder anywhere: it is said where "
    "each paper belongs.\n"
    "5 Review: read what the checks found; a double click leads to the paper.\n"
    "6 Packet: build the PDF and have it verified; make a copy for somebody else, or files for a portal.\n\n"
    "Ctrl+1 to Ctrl+6 go to a step, Ctrl+N starts a case, Ctrl+O imports one, Ctrl+F finds one, "
    "Ctrl+D adds a folder of papers, Ctrl+B builds the packet."
)


def initial_language(settings: QSettings, asked: Language | None, system: Language) -> Language:
    """Return the language to start in: asked for, used last, or the system's."""
    if asked is not None:
        return asked
    known = str(settings.value("language", ""))
    return Language(known) if known in tuple(Language) else system
