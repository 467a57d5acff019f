"""The packet: what will stand on which page, what is in the way, building it, and reading it back."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Severity
from app.domain.packet import (
    USUAL_OPTIONS,
    Built,
    PacketOptions,
    PacketPlan,
    PageKind,
    PlannedExhibit,
    PlannedSection,
    Verification,
)
from app.gui.fields import button, card, heading, quiet, row_of, scrolled, subheading, text_label
from app.gui.marks import Mark, mark_icon
from app.gui.packet_options import PacketOptionsForm
from app.gui.page import Page
from app.gui.pages.cases import plain_name
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.session import Session, Task
from app.gui.share_dialog import ShareWish
from app.gui.verifications import verification_words
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_, both
from app.i18n.wording import word_progress

_FRONT = (
    (PageKind.COVER, N_("Cover")),
    (PageKind.CONTENTS, N_("Contents")),
    (PageKind.CHANGES, N_("Changes since the earlier packet")),
    (PageKind.ORIGINALS, N_("Originals to bring")),
)
# Nobody needs the plan of every digit that is typed.
_PLAN_AFTER_MS = 400
_VOLUME_ROWS = 6


class PacketPage(Page):
    """Shows the plan, builds the packet and tells what became of it."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(session, words)
        self.plans: tuple[PacketPlan, ...] = ()
        self.built: Built | None = None
        self.verifications: tuple[Verification, ...] = ()
        self._is_building = False
        self._password = ""
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
        session.working.connect(self._show_task)

    @property
    def plan(self) -> PacketPlan | None:
        """Return the plan of the packet, or of its first volume."""
        return self.plans[0] if self.plans else None

    @property
    def verification(self) -> Verification | None:
        """Return what reading back showed once every volume was read: the first that is not sound, if any."""
        if self.built is None or len(self.verifications) < max(1, len(self.built.volumes)):
            return None
        unsound = (each for each in self.verifications if not each.sound)
        return next(unsound, self.verifications[0])

    def _build(self) -> None:
        words = self.words
        self.tree = RowTree(2)
        self.tree.set_widths(96)
        words.bind(self.tree, N_("Plan of the packet"), "setAccessibleName")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(scrolled(self._side()))
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([540, 400])
        split.setHandleWidth(18)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Packet")))
        column.addWidget(split, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        column.addWidget(self._build_card())
        column.addWidget(self._result_card())
        column.addWidget(self._options_card())
        column.addStretch(1)
        return side

    def _build_card(self) -> QWidget:
        words = self.words
        frame, column = card()
        column.addWidget(subheading(words, N_("Build")))
        self.block_mark, self.block_words = QLabel(), text_label()
        blockers = QHBoxLayout()
        blockers.setSpacing(8)
        blockers.addWidget(self.block_mark, 0, Qt.AlignmentFlag.AlignTop)
        blockers.addWidget(self.block_words, 1)
        column.addLayout(blockers)
        self.draft = QCheckBox()
        words.bind(self.draft, N_("Draft, marked as one on every page"))
        self.draft.toggled.connect(lambda _: self._allow())
        column.addWidget(self.draft)
        column.addWidget(quiet(words, N_("A draft shows a placeholder page where a file cannot be used.")))
        self.build_button = button(words, N_("Build…"), "primary")
        self.build_button.clicked.connect(self.build)
        self.cancel_button = button(words, N_("Cancel"))
        self.cancel_button.clicked.connect(self.session.cancel_build)
        column.addLayout(row_of(self.build_button, self.cancel_button))
        self.share_button = button(words, N_("Share copy…"))
        self.share_button.clicked.connect(self.share)
        words.bind(
            self.share_button,
            N_("A copy for somebody else, with their name on every page and areas removed"),
            "setToolTip",
        )
        self.upload_button = button(words, N_("Upload files…"))
        self.upload_button.clicked.connect(self.write_upload_files)
        words.bind(self.upload_button, N_("One file for each paper, for a portal"), "setToolTip")
        column.addLayout(row_of(self.share_button, self.upload_button))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.step = text_label("", "muted")
        column.addWidget(self.bar)
        column.addWidget(self.step)
        return frame

    def _options_card(self) -> QWidget:
        words = self.words
        frame, column = card()
        column.addWidget(subheading(words, N_("How it is made")))
        self.agent = QLineEdit()
        self.agent.setMaxLength(120)
        agent_label = QLabel()
        words.bind(agent_label, N_("Prepared and handed in by"))
        agent_label.setBuddy(self.agent)
        words.bind(self.agent, N_("Prepared and handed in by"), "setAccessibleName")
        words.bind(self.agent, N_("the applicant"), "setPlaceholderText")
        self.agent.editingFinished.connect(self._save_agent)
        column.addWidget(agent_label)
        column.addWidget(self.agent)
        self.options = PacketOptionsForm(words)
        self.options.changed.connect(self._options_changed)
        column.addWidget(self.options)
        return frame

    def _result_card(self) -> QWidget:
        words = self.words
        self.result, column = card()
        column.addWidget(subheading(words, N_("The packet is ready")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        self.facts = {}
        for at, (key, message) in enumerate(
            (("path", N_("File")), ("pages", N_("Pages")), ("size", N_("Size")), ("sha256", N_("SHA-256")))
        ):
            label = QLabel()
            label.setObjectName("muted")
            words.bind(label, message)
            self.facts[key] = text_label()
            words.bind(self.facts[key], message, "setAccessibleName")
            self.facts[key].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.facts[key], at, 1)
        column.addLayout(grid)
        self.volumes = RowTree(3)
        self.volumes.setRootIsDecorated(False)
        self.volumes.set_widths(64, 80)
        self.volumes.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.volumes.itemActivated.connect(lambda *_: self._open(Path(self._path())))
        words.bind(self.volumes, N_("Volumes"), "setAccessibleName")
        column.addWidget(self.volumes)
        self.beside_label = subheading(words, N_("Beside it: signed originals"))
        self.beside = text_label()
        self.beside.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.bind(self.beside, N_("Beside it: signed originals"), "setAccessibleName")
        column.addWidget(self.beside_label)
        column.addWidget(self.beside)
        self.open_button = button(words, N_("Open packet"))
        self.folder_button = button(words, N_("Show in folder"))
        self.verify_button = button(words, N_("Verify"))
        self.open_button.clicked.connect(lambda: self._open(Path(self._path())))
        self.folder_button.clicked.connect(lambda: self._open(Path(self._path()).parent))
        self.verify_button.clicked.connect(self.verify)
        column.addLayout(row_of(self.open_button, self.folder_button, self.verify_button))
        self.verify_mark, self.verify_words = QLabel(), text_label()
        verified = QHBoxLayout()
        verified.setSpacing(8)
        verified.addWidget(self.verify_mark, 0, Qt.AlignmentFlag.AlignTop)
        verified.addWidget(self.verify_words, 1)
        column.addLayout(verified)
        return self.result

    def refresh(self) -> None:
        """Show the plan and the state of building."""
        if self.session.has_case and not self.agent.isModified():
            self.agent.setText(self.session.case.agent)
        self._show_blockers()
        self._show_plan()
        self._show_result()
        self._allow()
        if not self.plans:
            self._ask_for_plan()

    def _save_agent(self) -> None:
        if self.session.has_case:
            self.agent.setModified(False)
            self.session.set_agent(self.agent.text())

    def build(self) -> None:
        """Ask where the packet goes and build it."""
        if not self.build_button.isEnabled():
            return
        say = self.words.say
        name = plain_name(self.session.case.title)
        name = say("{title} draft.pdf", title=name) if self.draft.isChecked() else f"{name}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save the packet"), str(Path.home() / name), say("Packet") + " (*.pdf)"
        )
        if chosen:
            self.build_to(Path(chosen))

    def build_to(self, destination: Path) -> None:
        """Build the packet at a place."""
        self.built, self.verifications = None, ()
        self._is_building = True
        # What the packet was locked with, whatever is typed for the next one.
        self._password = self.options.options().password
        self._show_result()
        self._allow()
        self.session.build(
            destination,
            draft=self.draft.isChecked(),
            options=self.options.options(),
            done=self._done,
            failed=self._stopped,
        )

    def verify(self) -> None:
        """Read every volume of the packet back and hold it against the case."""
        if self.built is not None and self.verify_button.isEnabled():
            self.verifications = ()
            self.verify_button.setEnabled(False)
            self._verify_next(self.built)

    def _verify_next(self, built: Built) -> None:
        files = built.volumes or (built,)
        at = len(self.verifications)
        if built is not self.built or at == len(files):
            self.verify_button.setEnabled(True)
            self._show_result()
            return

        def done(found: Verification) -> None:
            self.verifications = (*self.verifications, found)
            self._verify_next(built)

        def failed(stopped: Stopped) -> None:
            self.verify_button.setEnabled(True)
            self.session.failed.emit(stopped)

        self.session.verify(Path(files[at].path), self._password, done, failed)

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

    def _done(self, built: Built) -> None:
        self._is_building = False
        self.built = built
        self.verify_button.setEnabled(True)
        self._list_volumes()
        self._show_result()
        self._allow()

    def _stopped(self) -> None:
        self._is_building = False
        self._allow()

    def _forget(self) -> None:
        self.plans, self.built, self.verifications = (), None, ()
        self._is_building = False
        self._password = ""
        self._planned_as = self._wish = None
        self.options.forget()

    def _reviewed(self) -> None:
        self._ask_for_plan()
        self.make_stale()

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
            self.session.plan(self._planned_as, self._planned)
        else:
            self.plans = ()

    def _planned(self, plans: tuple[PacketPlan, ...]) -> None:
        self.plans = plans
        self._show_plan()
        self._allow()

    # What is shown.

    def _show_blockers(self) -> None:
        say = self.words.say
        count = self.session.count(Severity.BLOCKER)
        if self.session.review is None:
            mark, words = Mark.ASK, say("The case is being checked…")
        elif count:
            mark = Mark.BAD
            words = say.plural(
                "{count} thing must be solved before the packet can be built. A draft is possible now.",
                "{count} things must be solved before the packet can be built. A draft is possible now.",
                count,
            )
        else:
            mark, words = Mark.GOOD, say("Nothing stands in the way that these checks can see.")
        self.block_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
        self.block_words.setText(words)

    def _show_plan(self) -> None:
        say = self.words.say
        self.tree.setHeaderLabels([say("What stands in the packet"), say("Pages")])
        self.tree.clear()
        for plan in self.plans:
            parent: QTreeWidget | QTreeWidgetItem = self.tree
            if plan.volumes > 1:
                words = both("Volume {number} of {count}", number=plan.volume, count=plan.volumes)
                parent = add_row(self.tree, *self.words.lines(words))
                set_cell(parent, 1, _span(1, plan.page_count))
            self._add_volume(parent, plan)
        self.tree.expandAll()

    def _add_volume(self, parent: QTreeWidget | QTreeWidgetItem, plan: PacketPlan) -> None:
        for kind, message in _FRONT:
            self._add_pages(parent, self.words.shown(both(message), " / "), _numbers(plan, kind))
        for section in plan.sections:
            exhibits = [each for each in section.exhibits if each.volume == plan.volume]
            if exhibits or section.volume == plan.volume:
                self._add_section(parent, plan, section, exhibits)
        self._add_pages(
            parent, self.words.shown(both("Page accounting"), " / "), _numbers(plan, PageKind.ACCOUNTING)
        )

    def _add_section(
        self,
        parent: QTreeWidget | QTreeWidgetItem,
        plan: PacketPlan,
        section: PlannedSection,
        exhibits: list[PlannedExhibit],
    ) -> None:
        title, second = self.words.lines(section.request.title)
        owner = self.words.shown(section.request.subtitle, " / ")
        row = add_row(parent, f"{section.number}  {title}", f"{second}\n{owner}" if second else owner)
        # In a later volume a section goes on without a divider.
        set_cell(row, 1, str(section.divider_page) if section.volume == plan.volume else "")
        for exhibit in exhibits:
            self._add_exhibit(row, plan, exhibit)

    def _add_exhibit(self, parent: QTreeWidgetItem, plan: PacketPlan, exhibit: PlannedExhibit) -> None:
        title, second = self.words.lines(exhibit.request.title)
        names = ", ".join(Path(file.name).name for file in exhibit.request.files)
        lines = [second, names, self._manner(plan, exhibit)]
        row = add_row(parent, f"{exhibit.label}  {title}", "\n".join(filter(None, lines)))
        own = [page.number for page in plan.pages if page.label == exhibit.label]
        last = exhibit.first_page + exhibit.page_count - 1
        set_cell(row, 1, _span(exhibit.first_page, max([last, *own])))

    def _manner(self, plan: PacketPlan, exhibit: PlannedExhibit) -> str:
        """Say how an exhibit stands in the packet where that is not once and page by page."""
        shown, request = self.words.shown, exhibit.request
        parts = []
        if plan.request.options.printing and request.copies > 1:
            parts.append(shown(both("printed {count} times", count=request.copies), " / "))
        if request.one_page and exhibit.page_count < sum(len(file.selected) for file in request.files):
            parts.append(shown(both("two sides on one page"), " / "))
        return " · ".join(parts)

    def _add_pages(self, parent: QTreeWidget | QTreeWidgetItem, title: str, numbers: list[int]) -> None:
        if numbers:
            set_cell(add_row(parent, title), 1, _span(numbers[0], numbers[-1]))

    def _show_result(self) -> None:
        self.result.setVisible(self.built is not None)
        if self.built is None:
            return
        say, built = self.words.say, self.built
        self.facts["pages"].setText(self._page_count(built))
        self.facts["size"].setText(self._size(built))
        self.volumes.setHeaderLabels([say("Volume"), say("Pages"), say("Size")])
        self._show_chosen()
        names = [Path(each).name for each in built.beside]
        self.beside.setText("\n".join(names))
        for each in (self.beside_label, self.beside):
            each.setVisible(bool(names))
        found = self.verification
        for each in (self.verify_mark, self.verify_words):
            each.setVisible(found is not None)
        if found is not None:
            mark = Mark.GOOD if found.sound else Mark.BAD
            self.verify_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
            self.verify_words.setText(self._verified_words())

    def _list_volumes(self) -> None:
        self.volumes.clear()
        several = () if self.built is None else self.built.volumes
        for each in several:
            row = add_row(self.volumes, Path(each.path).name, data=each)
            set_cell(row, 1, str(each.page_count))
            set_cell(row, 2, self._size(each))
        self.volumes.setVisible(bool(several))
        if several:
            self.volumes.select_row(several[0])
            # As high as its rows, up to a few: more can be scrolled to.
            lines = min(len(several), _VOLUME_ROWS) + 1
            self.volumes.setFixedHeight(lines * (self.fontMetrics().height() + 14) + 12)

    def _page_count(self, built: Built) -> str:
        if not built.volumes:
            return str(built.page_count)
        return self.words.say("{pages} in {count} volumes", pages=built.page_count, count=len(built.volumes))

    def _size(self, built: Built) -> str:
        return self.words.say("{size} MB", size=f"{built.size_bytes / 1e6:.1f}")

    def _chosen(self) -> Built | None:
        """Return the volume that is chosen, or the packet in one file."""
        if self.built is None or not self.built.volumes:
            return self.built
        return row_data(self.volumes.currentItem()) or self.built.volumes[0]

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.facts["path"].setText(chosen.path)
            half = len(chosen.sha256) // 2
            self.facts["sha256"].setText(f"{chosen.sha256[:half]}\n{chosen.sha256[half:]}")

    def _verified_words(self) -> str:
        """Say what reading back showed, of each volume."""
        several = len(self.verifications) > 1
        blocks = []
        for each in self.verifications:
            words = verification_words(each, self.words, alone=not several)
            if several:
                head = self.words.say("Volume {number} of {count}", number=each.volume, count=each.volumes)
                words = f"{head}\n{words}"
            blocks.append(words)
        return "\n".join(blocks)

    def _allow(self) -> None:
        ready = self.session.has_case and self.session.review is not None
        free = self.draft.isChecked() or not self.session.count(Severity.BLOCKER)
        usable = self.options.is_usable
        may = ready and free and usable and not self._is_building
        self.build_button.setEnabled(may)
        self.upload_button.setEnabled(may)
        self.share_button.setEnabled(may and bool(self.plans))
        self.draft.setEnabled(not self._is_building)
        self.options.setEnabled(not self._is_building)
        for each in (self.cancel_button, self.bar, self.step):
            each.setVisible(self._is_building)
        if not self._is_building:
            self.bar.setRange(0, 0)
            self.step.clear()

    def _show_task(self, task: Task | None) -> None:
        if self._is_building and task is not None and task.verb == "build" and task.progress is not None:
            self.bar.setRange(0, max(task.progress.total, 1))
            self.bar.setValue(task.progress.done)
            self.step.setText(word_progress(task.progress, self.words.language))

    def _path(self) -> str:
        chosen = self._chosen()
        return "" if chosen is None else chosen.path

    @staticmethod
    def _open(path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _numbers(plan: PacketPlan, kind: PageKind) -> list[int]:
    return [page.number for page in plan.pages if page.kind is kind]


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
