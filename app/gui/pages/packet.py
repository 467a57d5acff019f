"""The packet: what will stand on which page, what is in the way, building it, and reading it back."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QSplitter,
    QTabWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Severity
from app.domain.packet import USUAL_OPTIONS, Built, PacketOptions, PacketPlan, Verification
from app.gui.built_list import BuiltList, day_and_time
from app.gui.built_packets import BuiltPacket, case_digest
from app.gui.fields import heading, scrolled, text_label
from app.gui.marks import Mark
from app.gui.packet_cards import BuildCard, OptionsCard, PlanSide
from app.gui.packet_plan import PlanPlace
from app.gui.packet_result import PacketResult
from app.gui.page import Page
from app.gui.pages.cases import plain_name
from app.gui.preview import Preview
from app.gui.session import Session
from app.gui.share_dialog import ShareWish
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

# Nobody needs the plan of every digit that is typed.
_PLAN_AFTER_MS = 400
# With less room than this the plan stands above what is done with it, not beside it.
_NARROW, _LEAST_TREE = 680, 190


class PacketPage(Page):
    """Shows the plan, builds the packet and tells what became of it."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(session, words)
        self.plans: tuple[PacketPlan, ...] = ()
        self.packet: BuiltPacket | None = None
        self._digest: tuple[object, str] = (None, "")
        self._planned_as: PacketOptions | None = None
        self._wish: ShareWish | None = None
        self._plan_timer = QTimer(self)
        self._plan_timer.setSingleShot(True)
        self._plan_timer.setInterval(_PLAN_AFTER_MS)
        self._plan_timer.timeout.connect(self._ask_for_plan)
        self._build()
        session.opened.connect(self._forget)
        session.changed.connect(lambda _: self._ask_for_plan())
        session.reviewed.connect(self._reviewed)
        session.left_work.connect(lambda *_: self.make_stale())

    @property
    def plan(self) -> PacketPlan | None:
        """Return the plan of the packet, or of its first volume."""
        return self.plans[0] if self.plans else None

    @property
    def built(self) -> Built | None:
        """Return the packet that is shown."""
        return self.result.built

    @property
    def verification(self) -> Verification | None:
        """Return what reading back showed once every volume was read: the first that is not sound, if any."""
        return self.result.verification

    @property
    def _is_building(self) -> bool:
        return self.making.is_building

    # How it is made.

    def _build(self) -> None:
        words = self.words
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.plan_side = PlanSide(words)
        self.tree = self.plan_side.tree
        self.tree.currentItemChanged.connect(lambda *_: self._show_place())
        self.tree.itemClicked.connect(self._go_to_pages)
        self.tree.itemActivated.connect(self._go_to_pages)
        self.split.addWidget(self.plan_side)
        self.split.addWidget(self._tabs())
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([520, 440])
        self.split.setHandleWidth(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Packet")))
        column.addWidget(self.split, 1)

    def _tabs(self) -> QWidget:
        words = self.words
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        for each in (self.tabs, self.tabs.tabBar()):
            words.bind(each, N_("Parts of this step"), "setAccessibleName")
        making = QWidget()
        column = QVBoxLayout(making)
        column.setContentsMargins(0, 10, 4, 0)
        column.setSpacing(12)
        self.result = PacketResult(self.session, words)
        self.result.look_at.connect(self._look_at)
        self._add_cards(column)
        column.addStretch(1)
        self.preview = Preview(words)
        self.shown_of = text_label("", "muted")
        pages = QWidget()
        column = QVBoxLayout(pages)
        column.setContentsMargins(0, 10, 4, 0)
        column.setSpacing(6)
        column.addWidget(self.shown_of)
        column.addWidget(self.preview, 1)
        self.list = BuiltList(self.session, words, self._current_digest)
        self.list.chosen.connect(self._take_up)
        for inside in (scrolled(making), pages, self.list):
            self.tabs.addTab(inside, "")
        return self.tabs

    def _add_cards(self, column: QVBoxLayout) -> None:
        making = BuildCard(self.session, self.words)
        self.making = making
        self.draft, self.bar, self.step = making.draft, making.bar, making.step
        self.build_button, self.cancel_button = making.build_button, making.cancel_button
        self.share_button, self.upload_button = making.share_button, making.upload_button
        self.draft.toggled.connect(lambda _: self._allow())
        self.build_button.clicked.connect(self.build)
        self.cancel_button.clicked.connect(self.session.cancel_build)
        self.share_button.clicked.connect(self.share)
        self.upload_button.clicked.connect(self.write_upload_files)
        self.how = OptionsCard(self.words)
        self.agent, self.options = self.how.agent, self.how.form
        self.how.agent_said.connect(self._save_agent)
        self.options.changed.connect(self._options_changed)
        for card in (making, self.result, self.how):
            column.addWidget(card)

    def refresh(self) -> None:
        """Show the plan and the state of building."""
        if self.session.has_case:
            self.how.show_agent(self.session.case.agent)
        for at, words in enumerate((self.words.say("Build"), self.words.say("Preview"), self._list_title())):
            self.tabs.setTabText(at, words)
        self.making.show_blockers()
        self._show_plan()
        self._show_result()
        self._allow()
        self.list.renew()
        if not self.plans:
            self._ask_for_plan()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the plan above the rest where there is no room beside it."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)
            self.tree.setMinimumHeight(_LEAST_TREE if narrow else 0)

    def _save_agent(self, agent: str) -> None:
        if self.session.has_case:
            self.session.set_agent(agent)

    # What is done.

    def build(self) -> None:
        """Ask where the packet goes and build it."""
        if not self.build_button.isEnabled():
            return
        say = self.words.say
        name = plain_name(self.session.case.title)
        name = say("{title} draft.pdf", title=name) if self.draft.isChecked() else f"{name}.pdf"
        folder = Path(self.list.packets[0].path).parent if self.list.packets else Path.home()
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save the packet"), str(folder / name), say("Packet") + " (*.pdf)"
        )
        if chosen:
            self.build_to(Path(chosen))

    def build_to(self, destination: Path) -> None:
        """Build the packet at a place."""
        self.packet = None
        self.result.show_packet(None)
        # What the packet is locked with, whatever is typed for the next one.
        options = self.options.options()
        self.session.build(
            destination,
            draft=self.draft.isChecked(),
            options=options,
            done=lambda built: self._done(built, options.password),
            failed=self._stopped,
        )
        self._show_result()
        self._allow()

    def share(self) -> None:
        """Make a copy of the whole packet for somebody else."""
        if not self.share_button.isEnabled():
            return
        if self.options.options().supplement_to:
            # What is planned then is only what is new.
            self.session.plan(USUAL_OPTIONS, self._share)
        else:
            self._share(self.plans)

    def _share(self, plans: tuple[PacketPlan, ...]) -> None:
        from app.gui.share_dialog import share_copy

        self._wish = share_copy(
            self.session,
            self.words,
            plans,
            self.options.options(),
            self,
            draft=self.draft.isChecked(),
            wish=self._wish,
        )
        self._show_list()

    def write_upload_files(self) -> None:
        """Ask for a folder and write one file for each paper into it."""
        from app.gui.upload_dialog import folder_for, write_upload_files

        if not self.upload_button.isEnabled():
            return
        say = self.words.say
        chosen = QFileDialog.getExistingDirectory(
            self, say("A folder for the upload files"), str(Path.home())
        )
        if chosen:
            name = say("{title} upload", title=plain_name(self.session.case.title))
            folder = folder_for(Path(chosen), name)
            write_upload_files(self.session, self.words, folder, self, draft=self.draft.isChecked())

    def _done(self, built: Built, password: str = "") -> None:
        case_id = self.session.case_id
        kept = () if case_id is None else self.session.packets.of(case_id)
        self.packet = next((each for each in kept if each.path == built.path), None)
        # The page of the same file that was shown before is another one now.
        self.preview.show_file(None)
        self.result.show_packet(built, password=password)
        self._show_result()
        self._allow()
        # One after the other, so that the window answers in between.
        for show in (self._show_plan, self._show_place, self._show_list):
            QTimer.singleShot(0, self, show)
        # What the build laid out has as many pages as it turned out: the plan is now what was built.
        self._ask_for_plan()

    def _show_list(self) -> None:
        self.list.renew()
        self.tabs.setTabText(2, self._list_title())

    def _stopped(self) -> None:
        self._take_last()
        self._allow()

    def _take_up(self, packet: BuiltPacket) -> None:
        """Show a packet that was built before."""
        self.packet = packet
        self.result.show_packet(packet.as_built(), locked=packet.locked)
        self._show_result()
        self.tabs.setCurrentIndex(0)
        self.result.open_button.setFocus()

    def _take_last(self) -> None:
        """Show the packet that was built last, where there is one."""
        case_id = self.session.case_id
        kept = () if case_id is None else self.session.packets.of(case_id)
        own = [each for each in kept if not each.recipient]
        self.packet = own[0] if own and not self._is_building else None
        if self.packet is None:
            self.result.show_packet(None)
        else:
            self.result.show_packet(self.packet.as_built(), locked=self.packet.locked)
        self._show_result()

    def _forget(self) -> None:
        self.plans = ()
        self._planned_as = self._wish = None
        self.options.forget()
        self.preview.show_file(None)
        self.tree.clear()
        self._take_last()

    def _reviewed(self) -> None:
        self._ask_for_plan()
        self.make_stale()

    # The plan.

    def _options_changed(self) -> None:
        self._allow()
        if self.options.is_usable and self._plan_options() != self._planned_as:
            self._plan_timer.start()

    def _plan_options(self) -> PacketOptions:
        """Return what the pages of the packet depend on; its own password opens an earlier one, too."""
        wanted = self.options.options()
        earlier = wanted.supplement_password or wanted.password if wanted.supplement_to else ""
        return replace(wanted, password="", supplement_password=earlier)

    def _ask_for_plan(self) -> None:
        """Plan anew while the page is seen; else when it is shown next."""
        ready = self.session.has_case and self.session.review is not None
        if self.isVisible() and ready and not self.options.is_usable:
            return
        if self.isVisible() and ready:
            self._planned_as = self._plan_options()
            self.session.plan(self._planned_as, self._planned, self._plan_failed)
        else:
            self.plans = ()

    def _planned(self, plans: tuple[PacketPlan, ...]) -> None:
        self.plans = plans
        self.options.tell_earlier(None)
        self._show_plan()
        self._allow()

    def _plan_failed(self, stopped: Stopped) -> None:
        """Tell why there is no plan: beside the earlier packet where it is about that one, and only once."""
        about = self.options.options().supplement_to if self.options.is_usable else ""
        if about and stopped.code.startswith(("packet.", "supplement.", "password.")):
            self.options.tell_earlier(stopped)
            return
        if stopped.code != "work.cancelled":
            self.session.failed.emit(stopped)

    def _show_plan(self) -> None:
        lacking = self.session.checklist() if self.plans else ()
        checking = self.session.has_case and self.session.review is None
        say = self.words.say
        self.tree.wait_for(say("The case is being checked…") if checking else say("The plan is being made…"))
        self.tree.show_plans(self.plans, lacking, self._files_of_plan())
        self.plan_side.show_total(self.plans, self.built if self._is_of_now() else None)

    # The result.

    def _list_title(self) -> str:
        case_id = self.session.case_id
        count = 0 if case_id is None else len(self.session.packets.of(case_id))
        return self.words.say("Built ({count})", count=count) if count else self.words.say("Built")

    def _current_digest(self) -> str:
        """Return the digest of the case as it is, reckoned once for each state of it."""
        if not self.session.has_case:
            return ""
        case = self.session.case
        if self._digest[0] is not case:
            self._digest = (case, case_digest(case))
        return self._digest[1]

    def _is_of_now(self) -> bool:
        return self.packet is None or self.packet.case_digest == self._current_digest()

    def _show_result(self) -> None:
        say, packet = self.words.say, self.packet
        if packet is None:
            self.result.tell("", Mark.GOOD)
        elif not self._is_of_now():
            self.result.tell(
                say(
                    "The case was changed since this packet was built; the packet shows it as it was then. "
                    "Build again before you hand it in."
                ),
                Mark.WARN,
            )
        elif packet.draft:
            self.result.tell(say("It is a draft, not for submission."), Mark.NOTE)
        else:
            self.result.tell(say("It shows the case as it is now."), Mark.GOOD)
        about = "" if packet is None else say("built {day}", day=day_and_time(packet.built_at))
        if self.result.built is not None:
            self.result.show_about(about)
        self.plan_side.show_total(self.plans, self.built if self._is_of_now() else None)

    # Pages.

    def _go_to_pages(self, row: QTreeWidgetItem, _column: int) -> None:
        if self.tree.place() is not None and row is self.tree.currentItem():
            self.tabs.setCurrentIndex(1)

    def _show_place(self) -> None:
        """Show the page at which the chosen row of the plan stands."""
        place = self.tree.place()
        if place is None:
            return
        built = self._file_of(place.volume)
        if built is not None:
            self._look_at(built, place.page, go=False)
        else:
            self._show_source(place)

    def _file_of(self, volume: int) -> Path | None:
        """Return the built file of a volume where its pages are those of the plan and can be shown."""
        files = self._files_of_plan() if self.result.can_be_drawn else ()
        return Path(files[volume - 1].path) if files else None

    def _files_of_plan(self) -> tuple[Built, ...]:
        """Return the files of the built packet where it is of the case, and of the options, as they are."""
        built = self.built
        if built is None or not self._is_of_now():
            return ()
        files = built.volumes or (built,)
        same = [each.page_count for each in files] == [plan.page_count for plan in self.plans]
        return files if same else ()

    def _show_source(self, place: PlanPlace) -> None:
        say = self.words.say
        path = self.session.path_of(place.file) if place.file else None
        if path is None:
            self.preview.show_file(None)
            self.shown_of.setText(say("This page is made when the packet is built."))
            return
        self.shown_of.setText(
            say(
                "The paper as it was given: {file}. It is shown in the packet once that is built.",
                file=place.file,
            )
        )
        self.preview.show_file(path)
        self.preview.show_page(place.file_page)

    def _look_at(self, path: Path, page: int, *, go: bool = True) -> None:
        self.shown_of.setText(self.words.say("{file}, page {page}", file=path.name, page=page))
        self.preview.show_file(path)
        self.preview.show_page(page)
        if go:
            self.tabs.setCurrentIndex(1)

    # What may be done.

    def _allow(self) -> None:
        ready = self.session.has_case and self.session.review is not None
        free = self.draft.isChecked() or not self.session.count(Severity.BLOCKER)
        may = ready and free and self.options.is_usable and self.session.building is None
        self.making.allow(may=may, planned=bool(self.plans))
        self.options.setEnabled(not self._is_building)
