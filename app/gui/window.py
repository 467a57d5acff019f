"""The main window: steps on the left, the chosen step on the right, the case above."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.operations import Operation
from app.domain.words import Language
from app.gui.fields import dropped_files
from app.gui.header import Header
from app.gui.help_keys import HelpKeys, focus_first
from app.gui.locking import Locking
from app.gui.marks import application_icon
from app.gui.menus import Menus
from app.gui.message_bar import MessageBar, Offer
from app.gui.old_settings import take_over_settings
from app.gui.page import Page
from app.gui.recent import LastSteps, recent_cases
from app.gui.session import Session
from app.gui.side import Side
from app.gui.stage import Stage
from app.gui.steps import Step
from app.gui.stopped import error_details, error_words
from app.gui.theme import Scheme, use_scheme
from app.gui.undoing import TypingFirst, finish_typing
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

# Below this width the column of steps shrinks to marks.
_NARROW_BELOW = 900


class MainWindow(QMainWindow):
    """Holds the steps, the header and the pages.

    It is shown before the rules are read: its first paint starts the reading.
    """

    could_not_start = Signal(object)
    # The cases are shown, for the first time or again after they were locked.
    started = Signal()

    def __init__(self, session: Session, words: Words, settings: QSettings) -> None:
        super().__init__()
        self.session = session
        self.words = words
        self.settings = settings
        self.last_steps = LastSteps(session)
        self.pages: dict[Step, Page] = {}
        # Something else stands in the place of the cases: they are locked, or cannot be reached.
        self.is_away = False
        self._heard: Session | None = None
        self._is_painted = False
        self.setWindowTitle("Yongju 永居")
        self.setWindowIcon(application_icon())
        self.setMinimumSize(480, 320)
        self.setAcceptDrops(True)
        self._build()
        self.menus = Menus(self)
        self.typing_first = TypingFirst(self)
        self.help_keys = HelpKeys(self, self.words)
        self._travels = ""
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.timeout.connect(self.menus.refresh)
        self.menus.recent.aboutToShow.connect(self._fill_recent)
        self._listen()
        self._refresh_steps()
        # Asked last before the window closes: what makes backups closes it again once that is done.
        self.may_close_now: Callable[[], bool] = lambda: True
        self.locking = Locking(self)
        # Only where there may be something to unlock: the first window is not to wait for the answer.
        if (session.desk.data_folder / "store.json").exists() and session.desk.is_locked:
            self.locking.show_unlock()

    def start(self) -> None:
        """Open the database, read the rules, fill the pages; tell when one of them cannot be used."""
        try:
            if self.is_away or not self.locking.admits():
                return
            if self.stack.currentWidget() is None:
                self.show_step(Step.CASES)
            if not self.session.has_started:
                self.session.start()
                take_over_settings(self.session.desk, self.settings)
                self.started.emit()
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

    def _go_to_row(self, row: int) -> None:
        # The list takes its first row by itself, before the window is painted.
        if self.pages:
            self.show_step(Step(max(0, row)))

    def show_step(self, step: Step) -> None:
        """Go to a step."""
        if self.is_away or (step is not Step.CASES and not self.session.has_case):
            return
        # Also where the row is the current one already: the list takes its first by itself, unchosen.
        self.steps.setCurrentRow(step)
        page = self.page(step)
        if self.stack.currentWidget() is not page:
            self.message.hide()
            self.stack.setCurrentWidget(page)
        if step is not Step.CASES and self.session.case_id is not None:
            self.last_steps.note(self.session.case_id, step)
        self._undo_timer.start(0)

    def go_on(self) -> None:
        """Go to the step at which the open case was left."""
        if self.session.case_id is not None:
            self.show_step(self.last_steps.step_of(self.session.case_id))

    def open_case(self, case_id: str) -> None:
        """Open a case and go on where it was left."""
        if case_id != self.session.case_id:
            self.session.open_case(case_id)
        if self.session.case_id == case_id:
            self.go_on()

    def _open_only_case(self) -> None:
        """Pass over the list of cases where there is nothing to choose."""
        only = None if self.session.has_case else self.session.only_case()
        if only is not None:
            self.open_case(only)

    def current_page(self) -> Page:
        """Return the page that is shown."""
        return self.page(self.steps_shown())

    def steps_shown(self) -> Step:
        """Return the step whose page is shown."""
        shown = None if self.is_away else self.stack.currentWidget()
        return next((step for step, page in self.pages.items() if page is shown), Step.CASES)

    def show_question(self, question: str) -> None:
        """Go to a question on the page of categories."""
        from app.gui.pages.category import CategoryPage

        self.show_step(Step.CATEGORY)
        page = self.page(Step.CATEGORY)
        if isinstance(page, CategoryPage):
            page.ask(question)

    def tell_stopped(self, stopped: Stopped) -> None:
        """Tell what stopped some work, with every fault or finding that belongs to it."""
        if self.is_away:
            return
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
        """Take papers; where no case is open, it is asked for which they are."""
        if self.session.has_started and dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Show where dropped papers belong."""
        from app.gui.keeping_ways import handed_over, take_over
        from app.gui.sort_papers import sort_papers

        event.acceptProposedAction()
        papers = dropped_files(event)
        case = handed_over(papers)
        if case is not None:
            # The program from which it is dragged is not to wait until the dialog is closed.
            QTimer.singleShot(0, self, lambda: take_over(self, case))
        elif self.session.has_case:
            sort_papers(self.session, self.words, papers, self)
        elif papers:
            self._offer_case(papers)

    def _offer_case(self, papers: tuple[Path, ...]) -> None:
        """Tell that papers need a case, and offer to start one with them."""
        needed = N_("Papers belong to a case: open one first, or start a new case from these papers.")
        offer = Offer(N_("New case from these papers"), partial(self._start_with, papers))
        self.message.tell(lambda: (self.words.say(needed), []), bad=False, offer=offer)

    def _start_with(self, papers: tuple[Path, ...]) -> None:
        from app.gui.new_case import ask_for_new_case
        from app.gui.sort_papers import sort_papers

        def go_on() -> None:
            self.show_step(Step.DOCUMENTS)
            sort_papers(self.session, self.words, papers, self)

        ask_for_new_case(self.session, self.words, self, go_on)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the column of steps in where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Fit anew when the letters become larger or smaller."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "side") and not self.is_away:
            self.side.fit(narrow=self.side.is_narrow)
            self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what is being typed, remember the look of the window, end the worker."""
        from app.gui.leaving import may_close

        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        if not may_close(self.session, self.words, self) or not self.may_close_now():
            event.ignore()
            return
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("mode", self.words.mode.value)
        self.settings.setValue("language", self.words.language.value)
        self.settings.sync()
        if not self.is_away:
            self.last_steps.save()
        is_private = self.session.desk.key is not None
        self.session.close()
        if is_private:
            from app.gui.traces import remove_traces

            remove_traces()
        super().closeEvent(event)

    # How it is made.

    def _build(self) -> None:
        self.side = Side(self.session, self.words)
        self.steps, self.work = self.side.steps, self.side.work
        self.header = Header(self.session, self.words, lambda: self.show_step(Step.CATEGORY))
        self.message = MessageBar(self.words)
        self.stage = Stage()
        self.stack = self.stage.stack
        self._notes = QVBoxLayout()
        self._notes.setSpacing(6)
        self._notes.setContentsMargins(28, 0, 28, 0)
        self._notes.addWidget(self.message)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addLayout(self._notes)
        right.addWidget(self.stage, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _fit(self) -> None:
        """Give the page the room: in a narrow window the steps are marks, and the work stands above."""
        if self.is_away:
            return
        narrow = self.width() < max(_NARROW_BELOW, 150 * self.fontMetrics().horizontalAdvance("x"))
        if narrow == self.side.is_narrow:
            return
        self.side.fit(narrow=narrow)
        # The work needs some air above it, the message has its own.
        self._notes.setContentsMargins(28, 8 if narrow else 0, 28, 0)
        (self._notes if narrow else self.side.place_of_work()).addWidget(self.work)

    def _make_page(self, step: Step) -> Page:
        # A page is imported when it is first seen: the first window comes sooner.
        if step is Step.CASES:
            from app.gui.pages.cases import CasesPage

            return CasesPage(self.session, self.words, self.go_on)
        if step is Step.CATEGORY:
            from app.gui.pages.category import CategoryPage

            return CategoryPage(self.session, self.words, self.show_step)
        if step is Step.PEOPLE:
            from app.gui.pages.people import PeoplePage

            return PeoplePage(self.session, self.words)
        if step is Step.DOCUMENTS:
            from app.gui.pages.documents import DocumentsPage

            return DocumentsPage(self.session, self.words, self.show_question, self._show_finding)
        if step is Step.LETTERS:
            from app.gui.pages.letters import LettersPage

            return LettersPage(self.session, self.words, self._show_where, self._show_paper)
        if step is Step.REVIEW:
            from app.gui.pages.review import ReviewPage

            return ReviewPage(self.session, self.words, self._show_finding, self.show_step)
        from app.gui.pages.packet import PacketPage

        return PacketPage(self.session, self.words)

    def _listen(self) -> None:
        self.steps.currentRowChanged.connect(self._go_to_row)
        self.words.changed.connect(self._refresh_steps)
        self.words.changed.connect(self.menus.refresh)
        session = self.session
        if self._heard is session:
            return
        self._heard = session
        session.failed.connect(self.tell_stopped)
        session.told.connect(lambda text: self.message.tell(lambda: (text, []), bad=False))
        session.left_work.connect(self._tell_left_work)
        session.undone.connect(self._tell_undone)
        session.changed_elsewhere.connect(self._tell_changed_elsewhere)
        for signal in (session.opened, session.changed, session.case_listed):
            signal.connect(lambda *_: self.menus.refresh())
        session.opened.connect(self._opened)
        session.started.connect(self._open_only_case)
        session.changed.connect(lambda _: self._refresh_steps())
        session.reviewed.connect(self._refresh_steps)

    # How it is locked, and shown again.

    def is_built_on(self, session: Session) -> bool:
        """Say whether what the window shows listens to a session."""
        return self._heard is session

    def let_go(self, session: Session) -> None:
        """Use another session, of which nothing is shown yet."""
        self.session = session
        session.setParent(self)
        self.last_steps = LastSteps(session)

    def cover(self, page: QWidget) -> None:
        """Show something else in the place of the cases; what stood there is destroyed."""
        self.setCentralWidget(page)
        page.show()
        self.setWindowTitle("Yongju 永居")

    def forget_pages(self) -> None:
        """Hold on to nothing that shows a case: the menus name none, and no page hears of the language."""
        self.is_away = True
        self.pages.clear()
        self.words.changed.disconnect()
        self.words.changed.connect(self.menus.refresh)
        self.menus.allow(cases=False)

    def take_up(self) -> None:
        """Show the cases again, every page made anew."""
        self.is_away = False
        self.words.changed.disconnect()
        self._build()
        self._listen()
        self._fit()
        self.menus.allow(cases=True)
        self._refresh_steps()

    # What is shown.

    def _opened(self) -> None:
        self.message.hide()
        self._refresh_steps()
        if not self.session.has_case:
            self.show_step(Step.CASES)

    def _refresh_steps(self) -> None:
        if self.is_away:
            return
        self.steps.show_states(self.session, self.words)
        name = f"{self.session.case.title} · Yongju 永居" if self.session.has_case else "Yongju 永居"
        self.setWindowTitle(name)

    def _tell_left_work(self, title: str, became: object) -> None:
        """Tell what became of the packet of a case that is no longer open."""
        from app.gui.leaving import left_work_words

        bad = isinstance(became, Stopped) and became.code != "work.cancelled"
        self.message.tell(lambda: (left_work_words(title, became, self.words), []), bad=bad)

    def _show_finding(self, finding: Finding) -> None:
        from app.gui.finding_ways import way_of

        way = way_of(finding, self.session)
        if way is None:
            return
        if way.question is not None:
            self.show_question(way.question)
            return
        self.show_step(way.step)
        page = self.page(way.step)
        if way.step is Step.DOCUMENTS:
            from app.gui.pages.documents import DocumentsPage

            if isinstance(page, DocumentsPage):
                page.show_finding(finding)
        elif way.step is Step.PEOPLE:
            from app.gui.pages.people import PeoplePage

            if isinstance(page, PeoplePage):
                page.choose(finding.person)

    def _show_where(self, where: str, person: str) -> None:
        """Go to the step in which something of a person is entered."""
        self.show_step(Step[where.upper()])
        if where == "people":
            from app.gui.pages.people import PeoplePage

            page = self.page(Step.PEOPLE)
            if isinstance(page, PeoplePage):
                page.choose(person)

    def _show_paper(self, person: str, requirement: str) -> None:
        """Show a paper that is asked of a person."""
        from app.gui.pages.documents import DocumentsPage, key_of

        self.show_step(Step.DOCUMENTS)
        page = self.page(Step.DOCUMENTS)
        items = self.session.checklist()
        same = (each for each in items if (each.person.id, each.requirement.id) == (person, requirement))
        item = next(same, None)
        if isinstance(page, DocumentsPage) and item is not None:
            page.show_row(key_of(item))

    def _tell_undone(self, operation: Operation) -> None:
        """Tell what was undone or done again, and offer the way back."""
        from app.i18n.operations import word_operation

        again = self._travels == "redo"
        message = N_("Done again: {change}") if again else N_("Undone: {change}")
        pack = self.session.desk.pack

        def told() -> tuple[str, list[str]]:
            change = word_operation(operation, pack, self.words.language)
            return self.words.say(message, change=change), []

        offer = Offer(N_("Undo"), self.undo) if again else Offer(N_("Redo"), self.redo)
        self.message.tell(told, bad=False, offer=offer)

    def _tell_changed_elsewhere(self) -> None:
        message = N_("This case was changed in another window; what you see is current.")
        self.message.tell(lambda: (self.words.say(message), []), bad=False)

    # What the menus do.

    def _fill_recent(self) -> None:
        """Offer the cases that were opened or changed last."""
        menu, say = self.menus.recent, self.words.say
        menu.clear()
        for number, case in enumerate(recent_cases(self.session, self.last_steps), start=1):
            # An ampersand in a title is no key of the menu.
            action = menu.addAction(f"&{number}  {case.title.replace('&', '&&')}")
            action.triggered.connect(partial(self._open_recent, case.id))
        if menu.isEmpty():
            menu.addAction(say("No cases yet")).setEnabled(False)

    def _open_recent(self, case_id: str, _checked: bool = False) -> None:
        self.open_case(case_id)

    def undo(self) -> None:
        """Take the last change back; what is being typed becomes a change first."""
        finish_typing()
        self._travels = "undo"
        self.current_page().undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        finish_typing()
        self._travels = "redo"
        self.current_page().redo()

    def show_history(self) -> None:
        """Show every change of the case, and go back to a state of it."""
        from app.gui.history import HistoryDialog

        if not self.session.has_case:
            return
        finish_typing()
        dialog = HistoryDialog(self.session, self.words, self)
        dialog.exec()
        dialog.deleteLater()

    def paste(self) -> None:
        """Take the papers that are on the clipboard."""
        if not self.session.has_case or self.current_page().paste():
            return
        self.show_step(Step.DOCUMENTS)
        if not self.page(Step.DOCUMENTS).paste():
            nothing = N_("There are no files and no picture on the clipboard.")
            self.message.tell(lambda: (self.words.say(nothing), []), bad=False)

    def search(self) -> None:
        """Go to where one searches: on the page that is shown, else in the list of cases."""
        if not self.current_page().search():
            self._find_case()

    def lock(self) -> None:
        """Show nothing of any case until the passphrase is typed again."""
        self.locking.lock()

    def show_safety(self) -> None:
        """Show how the cases are kept, and change it."""
        from app.gui.safety_dialog import SafetyDialog

        dialog = SafetyDialog(self)
        dialog.exec()
        dialog.deleteLater()

    def next_part(self) -> None:
        """Go on to the next part of the window: steps, header, message, page."""
        self._go_to_part(1)

    def previous_part(self) -> None:
        """Go back to the part of the window before."""
        self._go_to_part(-1)

    def _go_to_part(self, by: int) -> None:
        if self.is_away:
            return
        parts = [self.steps, self.header, self.message, self.stage]
        shown = [part for part in parts if part.isVisible()]
        focus = QApplication.focusWidget()
        at = next(
            (
                place
                for place, part in enumerate(shown)
                if focus and (part is focus or part.isAncestorOf(focus))
            ),
            -1 if by > 0 else 0,
        )
        for away in range(1, len(shown) + 1):
            if focus_first(shown[(at + by * away) % len(shown)]):
                return

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

    def new_case(self) -> None:
        from app.gui.new_case import ask_for_new_case

        ask_for_new_case(self.session, self.words, self, lambda: self.show_step(Step.CATEGORY))

    def import_case(self) -> None:
        from app.gui.pages.cases import CasesPage

        page = self.page(Step.CASES)
        if isinstance(page, CasesPage):
            page.import_case()

    def import_rules(self) -> None:
        say = self.words.say
        kinds = f"{say('Rule packs')} (*.yongju-rules)"
        chosen, _ = QFileDialog.getOpenFileName(self, say("Import rules"), "", kinds)
        if chosen:
            self._offer_rules(Path(chosen))

    def use_bundled_rules(self) -> None:
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

    def add_folder(self) -> None:
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

    def build_packet(self) -> None:
        from app.gui.pages.packet import PacketPage

        self.show_step(Step.PACKET)
        page = self.page(Step.PACKET)
        if isinstance(page, PacketPage) and self.session.has_case:
            page.build()

    def verify_packet(self) -> None:
        from app.gui.verify_dialog import choose_packet, verify_packet_file

        chosen = choose_packet(self.words, self)
        if chosen is not None:
            verify_packet_file(self.session, self.words, chosen, self)

    def show_help(self, chapter: str = "") -> None:
        """Open the help at a chapter, else at that of the step that is shown."""
        self.help_keys.open(chapter or self.steps_shown().name.lower())

    def show_about(self) -> None:
        """Tell the version, the rules in use and the licences."""
        from app.gui.about import AboutDialog

        dialog = AboutDialog(self.session, self.words, self)
        dialog.exec()
        dialog.deleteLater()


def initial_language(settings: QSettings, asked: Language | None, system: Language) -> Language:
    """Return the language to start in: asked for, used last, or the system's."""
    if asked is not None:
        return asked
    known = str(settings.value("language", ""))
    return Language(known) if known in tuple(Language) else system
