"""The papers: what is asked of whom, what has been given, and what the checks say of it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QTreeWidgetItem, QVBoxLayout, QWidget

from app.casework.summary import count_provided
from app.domain.case import Evidence, EvidencePart, NotNeeded
from app.domain.files import OriginChange
from app.domain.findings import Finding
from app.domain.judgement import ItemState
from app.gui.chosen_row import ChosenRow
from app.gui.documents_detail import DocumentsDetail
from app.gui.documents_filter import DocumentsFilter
from app.gui.documents_tree import DocumentsTree
from app.gui.fields import button, heading, scrolled
from app.gui.finding_cards import Deed, Remedy
from app.gui.origin_watch import OriginWatch
from app.gui.page import Page
from app.gui.paper_actions import PaperDeed
from app.gui.paper_files import PaperFiles
from app.gui.paper_giving import PaperGiving
from app.gui.paper_viewer import PaperViewer
from app.gui.paper_words import OPEN_STATES, EvidenceKey, ItemKey, PersonKey, key_of
from app.gui.rows import row_data
from app.gui.scratch import Scratch
from app.gui.session import Session
from app.gui.sort_papers import ask_for_folder, sort_papers
from app.gui.undo_notice import UndoNotice
from app.gui.words import Words
from app.i18n.catalogue import N_

__all__ = ["DocumentsPage", "EvidenceKey", "ItemKey", "PersonKey", "key_of"]

# From this width the pages of a paper have a column of their own.
_THREE_FROM = 1360
Key = ItemKey | EvidenceKey | PersonKey


class DocumentsPage(Page):
    """Shows the checklist with its evidence, and beside it everything about the chosen row."""

    def __init__(
        self,
        session: Session,
        words: Words,
        show_question: Callable[[str], None],
        go_to: Callable[[Finding], None] | None = None,
    ) -> None:
        super().__init__(session, words)
        self._go_to = go_to
        self._wanted: Key | None = None
        self._is_wide: bool | None = None
        self.scratch = Scratch(self)
        self.watch = OriginWatch(session, self)
        self._build(show_question)
        self._listen()

    # How it is made.

    def _build(self, show_question: Callable[[str], None]) -> None:
        words = self.words
        self.tree = DocumentsTree(self.session, words)
        words.bind(self.tree, N_("Papers that are asked for"), "setAccessibleName")
        self.filter = DocumentsFilter(self.session, words)
        self.notice = UndoNotice(words, self._undo_removal)
        self.detail = DocumentsDetail(self.session, words, show_question, self._deeds())
        self.viewer = PaperViewer(self.session, words)
        # What is used most, by the names it has on the page.
        self.form, self.about, self.depends = self.detail.form, self.detail.about, self.detail.depends
        self.title, self.slots, self.given_as = (
            self.detail.title,
            self.detail.parts.slots,
            self.detail.given_as,
        )
        self.preview, self.which, self.photo = self.viewer.preview, self.viewer.which, self.viewer.photo
        self.read_facts, self.word_pages = self.viewer.read_facts, self.viewer.word_pages
        self.files = PaperFiles(self.session, self.viewer, self.watch, self.scratch)
        self.chosen = ChosenRow(self.session, self.tree)
        self.giving = PaperGiving(
            self,
            self.session,
            words,
            tree=self.tree,
            detail=self.detail,
            viewer=self.viewer,
            scratch=self.scratch,
            sort=self.sort_papers,
        )
        self.side = scrolled(self.detail)
        holder = QWidget()
        self._third_place = QVBoxLayout(holder)
        self._third_place.setContentsMargins(0, 0, 4, 0)
        self.third = scrolled(holder)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(18)
        for each in (self._list_part(), self.side, self.third):
            self.split.addWidget(each)
        self.third.hide()
        self.detail.viewer_place.addWidget(self.viewer)
        self.detail.about_place.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 22)
        column.setSpacing(12)
        column.addLayout(self._top())
        column.addWidget(self.notice)
        column.addWidget(self.split, 1)

    def _top(self) -> QHBoxLayout:
        words = self.words
        self.folder_button = button(words, N_("Add a folder of papers…"))
        self.summary = QLabel()
        self.summary.setObjectName("muted")
        top = QHBoxLayout()
        top.addWidget(heading(words, N_("Documents")))
        top.addStretch(1)
        top.addWidget(self.summary)
        top.addSpacing(10)
        top.addWidget(self.folder_button)
        return top

    def _list_part(self) -> QWidget:
        part = QWidget()
        self.nothing = QLabel()
        self.nothing.setObjectName("muted")
        self.words.bind(self.nothing, N_("No paper in the list is like that."))
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.nothing)
        column.addWidget(self.tree, 1)
        return part

    def _deeds(self) -> dict[PaperDeed, Callable[[], object]]:
        return {
            PaperDeed.ADD_PAPER: lambda: self.giving.add_files(as_pages=False),
            PaperDeed.ADD_PAGES: lambda: self.giving.add_files(as_pages=True),
            PaperDeed.PASTE: lambda: self.giving.paste_or_tell(),
            PaperDeed.REPLACE: lambda: self.giving.replace_file(),
            PaperDeed.UP: partial(self._move_by, -1),
            PaperDeed.DOWN: partial(self._move_by, 1),
            PaperDeed.OPEN: lambda: self.files.open_file(),
            PaperDeed.FOLDER: lambda: self.files.show_folder(),
            PaperDeed.NOT_NEEDED: lambda: self.detail.not_needed.open_form(),
            PaperDeed.REMOVE: self._remove_shown,
        }

    def _listen(self) -> None:
        session = self.session
        session.reviewed.connect(self.make_stale)
        session.attached.connect(lambda index: self.show_row(EvidenceKey(index)))
        session.changed.connect(lambda _: self.notice.hide())
        self.folder_button.clicked.connect(self.add_folder)
        self.filter.changed.connect(self.refresh)
        self.tree.currentItemChanged.connect(lambda *_: self._show_detail())
        self.tree.dropped.connect(self.giving.take_drop)
        self.tree.dropped_loose.connect(self.sort_papers)
        self.tree.moved.connect(self._move_to)
        self.tree.itemActivated.connect(self._activate)
        self.tree.customContextMenuRequested.connect(lambda _: self._open_menu())
        self.tree.step_wanted.connect(self._move_by)
        self.tree.removal_wanted.connect(self._remove_shown)
        detail = self.detail
        detail.parts.wanted.connect(self.giving.give)
        detail.person.add_wanted.connect(lambda person: ask_for_folder(session, self.words, self, person))
        detail.person.row_wanted.connect(lambda key: self.show_row(key))
        detail.form.edited.connect(self._save_evidence)
        detail.form.removed.connect(self._remove)
        detail.not_needed.said.connect(self._say_not_needed)
        detail.not_needed.taken_back.connect(session.take_not_needed_back)
        detail.findings.chosen.connect(self._do)
        detail.origin.use.connect(self._use_origin)
        detail.origin.keep.connect(self.watch.keep)
        self.watch.changed.connect(self._show_origin)
        self.viewer.which.currentIndexChanged.connect(lambda _: self._show_origin())
        self.viewer.layout_approved.connect(self._approve_layout)
        self.viewer.copy_made.connect(self._use_copy)
        # The place that is magnified is looked at.
        self.viewer.place_shown.connect(self._show_viewer)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the pages a column of their own where there is room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Put the pages, or where there are none what is asked, where there is room for them."""
        wide = self.width() >= _THREE_FROM
        has_paper = self.chosen.viewed_index() is not None
        viewer = self._third_place if wide else self.detail.viewer_place
        about = self._third_place if wide and not has_paper else self.detail.about_place
        if viewer.indexOf(self.viewer) < 0:
            viewer.addWidget(self.viewer, 1)
        if about.indexOf(self.about) < 0:
            about.addWidget(self.about)
            about.setAlignment(self.about, Qt.AlignmentFlag.AlignTop)
        self.viewer.setVisible(has_paper)
        # Of a person's heading there is nothing that would stand there.
        self.third.setVisible(wide and (has_paper or self.chosen.item() is not None))
        if wide != self._is_wide:
            self._is_wide = wide
            self.split.setSizes([650, 480, 520] if wide else [522, 462, 0])
            for at, stretch in enumerate((3, 2, 3) if wide else (3, 2, 0)):
                self.split.setStretchFactor(at, stretch)

    # What is shown.

    def refresh(self) -> None:
        """Show the checklist anew, with the same row chosen."""
        wanted, self._wanted = self._wanted, None
        before = row_data(self.tree.currentItem())
        scroll = self.tree.verticalScrollBar().value()
        self.tree.blockSignals(True)
        self.filter.refresh()
        self.tree.show_papers(self.filter.wanted())
        self.tree.verticalScrollBar().setValue(scroll)
        is_shown = wanted is not None and self.tree.select_row(wanted) is not None
        if not is_shown and not self.tree.keep_row(before):
            self._choose_first()
        self.tree.blockSignals(False)
        self.nothing.setVisible(self.session.has_case and self.tree.topLevelItemCount() == 0)
        self._show_summary()
        self._show_detail()

    def _choose_first(self) -> None:
        """Choose what is to be done first: a paper that is missing, else the first one."""
        keys = [key_of(item) for item in self.session.checklist() if item.state in OPEN_STATES]
        keys += [key_of(item) for item in self.session.checklist()]
        rows = {row_data(row): row for row in self.tree.rows() if isinstance(row_data(row), ItemKey)}
        first = next((rows[key] for key in keys if key in rows), None)
        if first is not None and not self.filter.search.hasFocus():
            self.tree.setCurrentItem(first)

    def show_row(self, key: Key) -> None:
        """Choose a row, now or when the page is next shown."""
        if not self.isVisible() or self.tree.select_row(key) is None:
            self._wanted = key
            self.filter.reset()
            self.make_stale()

    def show_finding(self, finding: Finding) -> None:
        """Choose the row that a finding is about."""
        index = self.chosen.evidence_of(finding, of_file=True)
        if index is not None:
            self.show_row(EvidenceKey(index))
            return
        item = self.chosen.item_of(finding)
        if item is not None:
            self.show_row(key_of(item))

    def search(self) -> bool:
        """Search the list."""
        self.filter.search.setFocus()
        self.filter.search.selectAll()
        return True

    def _show_summary(self) -> None:
        items = self.session.checklist() if self.session.has_case else ()
        given, total = count_provided(items)
        words = self.words.say("{given} of {total} provided", given=given, total=total)
        self.summary.setText(words if items else "")

    # The chosen row.

    def _show_detail(self) -> None:
        index = self.chosen.shown_index()
        self.detail.show_row(self.chosen.item(), index, self.chosen.person())
        viewed = self.chosen.viewed_index()
        self.viewer.show_evidence(viewed, None if viewed is None else self.session.case.evidence[viewed])
        self._place()
        self._show_origin()
        self.detail.deeds.allow(self._possible())

    def _show_origin(self) -> None:
        evidence, shown = self.chosen.evidence(), self.viewer.file
        names = () if evidence is None else tuple(each for each in (shown, *evidence.files) if each)
        changes = (self.watch.change_of(name) for name in names)
        self.detail.origin.show_change(next((each for each in changes if each is not None), None))
        self.detail.deeds.allow(self._possible())

    def _show_viewer(self) -> None:
        area = self.third if self._is_wide else self.side
        area.ensureWidgetVisible(self.preview, 0, 12)

    def _possible(self) -> frozenset[PaperDeed]:
        """Return what can be done with what is chosen."""
        item, index = self.chosen.item(), self.chosen.shown_index()
        made: set[PaperDeed] = set()
        if item is not None:
            made |= {PaperDeed.ADD_PAPER, PaperDeed.PASTE}
            if item.state in OPEN_STATES and item.state is not ItemState.UNSIGNED and item.not_needed is None:
                made.add(PaperDeed.NOT_NEEDED)
        if index is None:
            return frozenset(made)
        made |= {PaperDeed.REPLACE, PaperDeed.OPEN, PaperDeed.REMOVE}
        if not self.session.case.evidence[index].made_from:
            made.add(PaperDeed.ADD_PAGES)
        if self.files.can_show_folder:
            made.add(PaperDeed.FOLDER)
        if self.tree.neighbour(index, -1) is not None:
            made.add(PaperDeed.UP)
        if self.tree.neighbour(index, 1) is not None:
            made.add(PaperDeed.DOWN)
        return frozenset(made)

    def _open_menu(self) -> None:
        self.detail.deeds.allow(self._possible())
        menu = self.detail.deeds.menu(self.tree)
        menu.aboutToHide.connect(menu.deleteLater)
        if not menu.isEmpty():
            menu.popup(self.tree.menu_place())

    def _activate(self, row: QTreeWidgetItem) -> None:
        """Do what is likeliest with a row: look at its pages, or give what is missing."""
        item = self.chosen.item()
        if self.chosen.shown_index() is not None:
            self.preview.open_separately()
        elif isinstance(row_data(row), ItemKey) and item is not None and not item.evidence:
            self.slots[EvidencePart.ORIGINAL].choose()

    # What a person gives.

    def add_folder(self) -> None:
        """Ask for a folder of papers and show where they belong."""
        ask_for_folder(self.session, self.words, self)

    def sort_papers(self, paths: tuple[Path, ...], person: str | None = None) -> None:
        """Show where loose papers belong, among those of a person where one is named."""
        sort_papers(self.session, self.words, paths, self, person=person)

    def paste(self) -> bool:
        """Take files or a picture from the clipboard, for the chosen row or to be sorted."""
        return self.giving.paste()

    def _use_copy(self, name: str, copy: Path) -> None:
        for index, evidence in enumerate(self.session.case.evidence):
            if name in evidence.files:
                self.session.replace_files(index, (copy,), partial(self.show_row, EvidenceKey(index)))
                return

    def _use_origin(self, change: OriginChange) -> None:
        for index, evidence in enumerate(self.session.case.evidence):
            if change.name in evidence.files:
                self.session.replace_files(index, (Path(change.origin),), instead_of=change.name)
                return

    # What a person says of a paper.

    def _save_evidence(self, index: int, evidence: Evidence) -> None:
        if index < len(self.session.case.evidence):
            self.session.save_evidence(index, evidence)

    def _approve_layout(self, approved: bool) -> None:
        index, evidence = self.chosen.shown_index(), self.chosen.evidence()
        if index is not None and evidence is not None:
            self.session.save_evidence(index, replace(evidence, layout_approved=approved))

    def _say_not_needed(self, row: NotNeeded) -> None:
        self.session.say_not_needed(row)
        self.tree.setFocus()

    def _remove_shown(self) -> None:
        index = self.chosen.shown_index()
        if index is not None:
            self._remove(index)

    def _remove(self, index: int) -> None:
        item, rows = self.chosen.item(), self.session.case.evidence
        if item is not None:
            self._wanted = key_of(item)
        names = ", ".join(Path(name).name for name in rows[index].files)
        self.session.detach(index)
        if len(self.session.case.evidence) < len(rows):
            self.notice.tell(
                lambda: self.words.say("{name} was taken out of the case.", name=names), can_undo=True
            )

    def _undo_removal(self) -> None:
        self.notice.hide()
        self.session.undo()

    def _move_by(self, step: int) -> None:
        index = self.chosen.shown_index()
        to = None if index is None else self.tree.neighbour(index, step)
        if index is not None and to is not None:
            self._move_to(index, to)

    def _move_to(self, index: int, to: int) -> None:
        self._wanted = EvidenceKey(to)
        self.session.move_evidence(index, to)

    # What is done about a finding.

    def _do(self, finding: Finding, deed: Deed) -> None:
        """Do what a finding's button says."""
        item = self.chosen.item()
        if deed.remedy is Remedy.GO:
            if self._go_to is not None:
                self._go_to(finding)
        elif deed.remedy in (Remedy.ADD, Remedy.ADD_PART):
            self.slots[deed.part].choose()
        elif deed.remedy is Remedy.LEAVE_OUT:
            self.detail.not_needed.open_form()
        elif deed.remedy is Remedy.ASK_AGAIN and item is not None and item.not_needed is not None:
            self.session.take_not_needed_back(item.not_needed)
        else:
            self._do_with_paper(finding, deed)

    def _do_with_paper(self, finding: Finding, deed: Deed) -> None:
        index = self.chosen.evidence_of(finding)
        if index is None:
            return
        self.show_row(EvidenceKey(index))
        if deed.remedy is Remedy.LOOK and finding.file is not None:
            self.viewer.show_page(finding.file, finding.page or 1)
            self._show_viewer()
            self.preview.area.setFocus()
        elif deed.remedy is Remedy.REPLACE:
            self.giving.replace_file(finding.file)
        elif deed.remedy is Remedy.SAY_DATE:
            self.form.issued_on.line.setFocus()
        elif deed.remedy is Remedy.SAY_EXPIRY:
            self.form.expires_on.line.setFocus()
        elif deed.remedy is Remedy.REMOVE:
            self._remove(index)
