"""The packet: what will stand on which page, what is in the way, building it, and reading it back."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.findings import Severity
from app.domain.packet import Built, PacketPlan, PageKind, PlannedExhibit, Verification
from app.gui.fields import button, card, heading, quiet, row_of, scrolled, subheading, text_label
from app.gui.judgements import in_both
from app.gui.marks import Mark, mark_icon
from app.gui.page import Page
from app.gui.pages.cases import plain_name
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session, Task
from app.gui.words import Words
from app.i18n.catalogue import N_, both
from app.i18n.wording import word_discrepancy, word_progress

_FRONT = ((PageKind.COVER, N_("Cover")), (PageKind.CONTENTS, N_("Contents")))


class PacketPage(Page):
    """Shows the plan, builds the packet and tells what became of it."""

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__(session, words)
        self.plan: PacketPlan | None = None
        self.built: Built | None = None
        self.verification: Verification | None = None
        self._is_building = False
        self._build()
        session.opened.connect(self._forget)
        session.changed.connect(lambda _: self._ask_for_plan())
        session.reviewed.connect(self._reviewed)
        session.working.connect(self._show_task)

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
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.step = text_label("", "muted")
        column.addWidget(self.bar)
        column.addWidget(self.step)
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
        self._show_blockers()
        self._show_plan()
        self._show_result()
        self._allow()
        if self.plan is None:
            self._ask_for_plan()

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
        self.built = self.verification = None
        self._is_building = True
        self._show_result()
        self._allow()
        self.session.build(destination, draft=self.draft.isChecked(), done=self._done, failed=self._stopped)

    def verify(self) -> None:
        """Read the packet back and hold it against the case."""
        if self.built is not None:
            self.session.verify(Path(self.built.path), self._verified)

    def _done(self, built: Built) -> None:
        self._is_building = False
        self.built = built
        self._show_result()
        self._allow()

    def _stopped(self) -> None:
        self._is_building = False
        self._allow()

    def _verified(self, verification: Verification) -> None:
        self.verification = verification
        self._show_result()

    def _forget(self) -> None:
        self.plan = self.built = self.verification = None
        self._is_building = False

    def _reviewed(self) -> None:
        self._ask_for_plan()
        self.make_stale()

    def _ask_for_plan(self) -> None:
        """Plan anew while the page is seen; else when it is shown next."""
        if self.isVisible() and self.session.has_case and self.session.review is not None:
            self.session.plan(self._planned)
        else:
            self.plan = None

    def _planned(self, plan: PacketPlan) -> None:
        self.plan = plan
        self._show_plan()

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
        if self.plan is None:
            return
        for kind, message in _FRONT:
            self._add_pages(self.tree, self.words.shown(both(message), " / "), self._numbers(kind))
        for section in self.plan.sections:
            title, second = self.words.lines(section.request.title)
            owner = self.words.shown(section.request.subtitle, " / ")
            row = add_row(self.tree, f"{section.number}  {title}", f"{second}\n{owner}" if second else owner)
            set_cell(row, 1, str(section.divider_page))
            for exhibit in section.exhibits:
                self._add_exhibit(row, exhibit)
        self._add_pages(
            self.tree, self.words.shown(both("Page accounting"), " / "), self._numbers(PageKind.ACCOUNTING)
        )
        self.tree.expandAll()

    def _add_exhibit(self, parent: object, exhibit: PlannedExhibit) -> None:
        title, second = self.words.lines(exhibit.request.title)
        names = ", ".join(Path(file.name).name for file in exhibit.request.files)
        row = add_row(parent, f"{exhibit.label}  {title}", f"{second}\n{names}" if second else names)  # type: ignore[arg-type]  # a row
        last = exhibit.first_page + exhibit.page_count - 1
        set_cell(row, 1, _span(exhibit.first_page, last))

    def _add_pages(self, parent: RowTree, title: str, numbers: list[int]) -> None:
        if numbers:
            set_cell(add_row(parent, title), 1, _span(numbers[0], numbers[-1]))

    def _numbers(self, kind: PageKind) -> list[int]:
        return [] if self.plan is None else [page.number for page in self.plan.pages if page.kind is kind]

    def _show_result(self) -> None:
        self.result.setVisible(self.built is not None)
        if self.built is None:
            return
        say, built = self.words.say, self.built
        self.facts["path"].setText(built.path)
        self.facts["pages"].setText(str(built.page_count))
        self.facts["size"].setText(say("{size} MB", size=f"{built.size_bytes / 1e6:.1f}"))
        half = len(built.sha256) // 2
        self.facts["sha256"].setText(f"{built.sha256[:half]}\n{built.sha256[half:]}")
        shown = self.verification is not None
        self.verify_mark.setVisible(shown)
        self.verify_words.setVisible(shown)
        if self.verification is not None:
            mark = Mark.GOOD if self.verification.sound else Mark.BAD
            self.verify_mark.setPixmap(mark_icon(mark).pixmap(16, 16))
            self.verify_words.setText(self._verification_words(self.verification))

    def _verification_words(self, verification: Verification) -> str:
        say = self.words.say
        if verification.sound:
            return say(
                "Read back: {pages} pages, {sources} of them from the papers, all as planned and unchanged.",
                pages=verification.page_count,
                sources=verification.source_pages,
            )
        lines = [
            self.words.shown(in_both(lambda language, each=each: word_discrepancy(each, language)))  # type: ignore[misc]  # bound now
            for each in verification.discrepancies
        ]
        return "\n".join([say("The packet is not as it was built:"), *lines])

    def _allow(self) -> None:
        ready = self.session.has_case and self.session.review is not None
        free = self.draft.isChecked() or not self.session.count(Severity.BLOCKER)
        self.build_button.setEnabled(ready and free and not self._is_building)
        self.draft.setEnabled(not self._is_building)
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
        return "" if self.built is None else self.built.path

    @staticmethod
    def _open(path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
