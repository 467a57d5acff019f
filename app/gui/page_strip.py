"""The pages of a paper: turned, left out, put in another order, as the packet will have them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.domain import pages as page_order
from app.domain.case import Evidence
from app.domain.files import FileFacts, FileKind, ReadyFile
from app.domain.operations import Deed
from app.domain.pages import PageSlot
from app.gui.fields import quiet, text_label
from app.gui.layouts import Layouts
from app.gui.page_grid import PageGrid, StripPage
from app.gui.page_icons import PageIcon, icon_size, page_icon
from app.gui.session import Session
from app.gui.thumbnails import Thumbnails
from app.gui.words import Words
from app.i18n.catalogue import N_

_ROWS_SEEN = 2


class PageStrip(QWidget):
    """Shows the pages of all files of a paper, and does with them what a person asks."""

    page_chosen = Signal(str, int)  # the name of its file in the case, and which page of it, from 1

    def __init__(self, session: Session, words: Words, layouts: Layouts | None = None) -> None:
        super().__init__()
        self._session = session
        self._layouts = layouts or Layouts(session)
        self._words = words
        self._index: int | None = None
        self._evidence: Evidence | None = None
        self._paths: Mapping[str, Path] = {}
        # Where the pages of Word files are, by where their own bytes are; None while they are laid out.
        self._laid_out: dict[Path, Path | None] = {}
        self._slots: tuple[PageSlot, ...] = ()
        self.thumbnails = Thumbnails(self)
        self.grid = PageGrid(self.thumbnails)
        self.actions_by_icon: dict[PageIcon, QAction] = {}
        self._build()
        self.thumbnails.changed.connect(self._on_drawn)
        self.grid.dropped.connect(self._drop)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._show_actions())
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._tell_page())
        session.changed.connect(lambda stale: self._on_change(stale))
        session.reviewed.connect(self._refresh)
        session.opened.connect(lambda: self.show_evidence(None, None))
        words.changed.connect(self._refresh)
        self.show_evidence(None, None)

    def _build(self) -> None:
        words = self._words
        words.bind(self.grid, N_("Pages of this paper"), "setAccessibleName")
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(2)
        for icon, message, keys, act in self._deeds():
            action = QAction(self.grid)
            words.bind(action, message)
            action.setShortcuts([QKeySequence(each) for each in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
            self.grid.addAction(action)
            self.actions_by_icon[icon] = action
            bar.addWidget(self._button(action, message))
        bar.addStretch(1)
        self.told = quiet(words, N_("Drag pages to put them in another order."))
        self.trouble = text_label("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)
        column.addWidget(self.told)
        column.addWidget(self.trouble)
        self._show_icons()

    def _deeds(self) -> tuple[tuple[PageIcon, str, tuple[str, ...], Callable[[], None]], ...]:
        return (
            (PageIcon.TURN_LEFT, N_("Turn left"), ("L", "Ctrl+L"), lambda: self.turn_pages(-90)),
            (PageIcon.TURN_RIGHT, N_("Turn right"), ("R", "Ctrl+R"), lambda: self.turn_pages(90)),
            (PageIcon.LEAVE_OUT, N_("Leave out of the packet"), ("Del",), lambda: self.put_in(is_in=False)),
            (PageIcon.TAKE_IN, N_("Take into the packet"), ("Ins",), lambda: self.put_in(is_in=True)),
            (PageIcon.EARLIER, N_("Move earlier"), ("Alt+Left",), lambda: self.move_pages(-1)),
            (PageIcon.LATER, N_("Move later"), ("Alt+Right",), lambda: self.move_pages(1)),
            (PageIcon.RESET, N_("All pages as in the files"), (), self.reset),
        )

    def _button(self, action: QAction, message: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName("icon")
        made.setDefaultAction(action)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(icon_size())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words.bind(made, message, "setAccessibleName")
        return made

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the buttons in the colours that are used from now on."""
        if event.type() == QEvent.Type.PaletteChange and self.actions_by_icon:
            self._show_icons()
        super().changeEvent(event)

    def _show_icons(self) -> None:
        for icon, action in self.actions_by_icon.items():
            action.setIcon(page_icon(icon))

    # What is shown.

    def show_evidence(self, index: int | None, evidence: Evidence | None) -> None:
        """Show the pages of a piece of evidence, given with its place in the case; None shows nothing."""
        other = evidence is None or self._evidence is None or self._evidence.files != evidence.files
        self._index, self._evidence = index, evidence
        if other:
            self._paths = {} if evidence is None else self._session.paths_of(evidence.files)
            self.grid.clearSelection()
            self.grid.pages.show_pages(())
        self.setVisible(evidence is not None)
        self._refresh()
        if other and self.grid.pages.pages:
            # The page that is shown large when a paper is opened.
            self._choose([0])

    def show_page(self, file: str, page: int) -> None:
        """Choose a page, counted from 1 in its file, without telling of it."""
        for row, each in enumerate(self.grid.pages.pages):
            if (each.file, each.page) == (file, page):
                self._choose([row])
                return

    def turns_of(self, place: int) -> dict[int, int]:
        """Return how far the packet turns the pages of the paper's file at a place, by their number."""
        return {} if self._evidence is None else self._turns(self._evidence, place, self._counts())

    def _turns(self, evidence: Evidence, place: int, counts: Mapping[str, int]) -> dict[int, int]:
        review = self._session.review
        reading = None if review is None else review.readings.get(evidence.files[place])
        own = {} if reading is None else {page.number: page.turn % 360 for page in reading.pages}
        return own | page_order.turns_in_file(evidence, place, counts)

    def _on_change(self, stale: frozenset[str]) -> None:
        if self._index is None or "evidence" not in stale or not self._session.has_case:
            return
        rows = self._session.case.evidence
        now = rows[self._index] if self._index < len(rows) else None
        if now is not None and self._evidence is not None and now.files == self._evidence.files:
            self.show_evidence(self._index, now)

    def _refresh(self) -> None:
        evidence = self._evidence
        if evidence is None:
            self.grid.pages.show_pages(())
            return
        counts = self._counts()
        chosen = [(page.file, page.page) for page in self._chosen_pages()]
        self._slots = page_order.arrange(evidence.pages, sum(counts.values()))
        pages = self._pages(evidence, counts)
        self.grid.pages.show_pages(pages)
        rows = [row for row, each in enumerate(pages) if (each.file, each.page) in chosen]
        if rows != list(self.grid.chosen()):
            self._choose(rows)
        self._fit_height(len(pages))
        self._show_actions()
        self.grid.look_again()

    def _pages(self, evidence: Evidence, counts: Mapping[str, int]) -> tuple[StripPage, ...]:
        """Return the pages in order, each with what is said of it."""
        all_pages: list[StripPage] = []
        for place, name in enumerate(evidence.files):
            turns, path = self._turns(evidence, place, counts), self._path_of(name)
            for page in range(1, counts[name] + 1):
                all_pages.append(StripPage(PageSlot(0), name, page, path, turns.get(page, 0)))
        shown, number = [], 0
        for slot in self._slots:
            number += slot.is_in
            shown.append(self._worded(replace(all_pages[slot.page - 1], slot=slot), number))
        return tuple(shown)

    def _worded(self, page: StripPage, number: int) -> StripPage:
        """Add the words: which page of the packet's part it is, and of which file; or that it is left out."""
        say, name = self._words.say, Path(page.file).name
        several = self._evidence is not None and len(self._evidence.files) > 1
        if not page.slot.is_in:
            spoken = say("Page {page} of {file}, left out of the packet", page=page.page, file=name)
            return replace(page, caption=say("Left out"), second=self._of_file(page, several), spoken=spoken)
        spoken = say(
            "Page {page} of {file}, number {number} of this paper", page=page.page, file=name, number=number
        )
        moved = several or number != page.page
        second = self._of_file(page, several) if moved else ""
        return replace(page, caption=str(number), second=second, spoken=spoken)

    def _of_file(self, page: StripPage, several: bool) -> str:
        say = self._words.say
        if several:
            return say("{file}, p. {page}", file=Path(page.file).stem, page=page.page)
        return say("p. {page}", page=page.page)

    def _fit_height(self, count: int) -> None:
        """Take as much height as one or two rows of pages need; more are scrolled."""
        across = max(1, (self.grid.viewport().width() - 1) // self.grid.cell.width())
        rows = min(_ROWS_SEEN, -(-count // across))
        self.grid.setFixedHeight(rows * self.grid.cell.height() + 10)
        self.told.setVisible(count > 1)

    # How many pages there are, and where.

    def _counts(self) -> dict[str, int]:
        """Return how many pages each file has; one where that is not known yet."""
        evidence = self._evidence
        return {} if evidence is None else {name: self._count(name) or 1 for name in evidence.files}

    def _count(self, name: str) -> int | None:
        facts, path = self._facts(name), self._path_of(name)
        if facts is not None and facts.pages:
            return len(facts.pages)
        return None if path is None else self.thumbnails.count_of(path)

    def _facts(self, name: str) -> FileFacts | None:
        review = self._session.review
        return None if review is None else review.facts.get(name)

    def _path_of(self, name: str) -> Path | None:
        """Return where the pages of a file are; those of a Word file are made when first asked for."""
        path = self._paths.get(name)
        facts = self._facts(name)
        is_word = name.lower().endswith(".docx") if facts is None else facts.kind is FileKind.DOCX
        if path is None or not is_word:
            return path
        if path not in self._laid_out:
            self._laid_out[path] = None
            own = path
            self._layouts.lay_out(name, lambda ready: self._take_layout(own, ready), lambda _: None)
        return self._laid_out[path]

    def _take_layout(self, path: Path, ready: ReadyFile) -> None:
        if ready.facts.problem is None:
            self._laid_out[path] = Path(ready.path)
            self._refresh()

    def _on_drawn(self, path: Path) -> None:
        """Show all pages of a file once the first one told how many there are."""
        evidence = self._evidence
        if evidence is None or path not in map(self._path_of, evidence.files):
            return
        if len(self.grid.pages.pages) != sum(self._counts().values()):
            self._refresh()

    @property
    def _is_known(self) -> bool:
        """Say whether all pages are known: only then they can be ordered."""
        evidence = self._evidence
        return evidence is not None and all(self._count(name) for name in evidence.files)

    # What a person does.

    def turn_pages(self, degrees: int) -> None:
        """Turn the chosen pages clockwise."""
        evidence, chosen = self._evidence, self._chosen_pages()
        if evidence is None or not chosen or not self._is_known:
            return
        shown = {page.slot.page: page.turn for page in chosen}
        self._save(replace(evidence, turns=page_order.turned(evidence.turns, shown, degrees, shown)))

    def put_in(self, *, is_in: bool) -> None:
        """Take the chosen pages into the packet, or leave them out of it."""
        slots = page_order.with_pages_in(self._slots, self.grid.chosen(), is_in=is_in)
        if any(slot.is_in for slot in slots):
            self._save_order(slots)
        else:
            self._session.told.emit(
                self._words.say("At least one page stays in. To leave out all of it, remove the paper.")
            )

    def move_pages(self, step: int) -> None:
        """Put the chosen pages one place earlier or later."""
        self._save_order(page_order.moved(self._slots, self.grid.chosen(), step))

    def reset(self) -> None:
        """Take all pages, in the order of the files, turned as the product finds them upright."""
        if self._evidence is not None:
            self._save(replace(self._evidence, pages=None, turns=()))

    def _drop(self, before: int) -> None:
        self._save_order(page_order.moved_to(self._slots, self.grid.chosen(), before))

    def _save_order(self, slots: tuple[PageSlot, ...]) -> None:
        evidence = self._evidence
        if evidence is not None and self._is_known and self.grid.chosen():
            count = sum(self._counts().values())
            self._save(replace(evidence, pages=page_order.selection_of(slots, count)))

    def _save(self, evidence: Evidence) -> None:
        if self._index is not None and evidence != self._evidence:
            self._session.save_evidence(self._index, evidence, deed=Deed.CHANGE_PAGES)

    # What is chosen.

    def _chosen_pages(self) -> tuple[StripPage, ...]:
        pages = self.grid.pages.pages
        return tuple(pages[row] for row in self.grid.chosen() if row < len(pages))

    def _choose(self, rows: list[int]) -> None:
        """Choose pages without telling of it: whoever has them chosen knows."""
        model, chooser = self.grid.pages, self.grid.selectionModel()
        chosen = QItemSelection()
        for row in rows:
            chosen.select(model.index(row), model.index(row))
        chooser.blockSignals(True)
        chooser.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows and self.grid.currentIndex().row() not in rows:
            chooser.setCurrentIndex(model.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        chooser.blockSignals(False)
        if rows:
            self.grid.scrollTo(model.index(rows[0]))
        self.grid.viewport().update()
        self._show_actions()

    def _tell_page(self) -> None:
        row = self.grid.currentIndex().row()
        if 0 <= row < len(self.grid.pages.pages):
            page = self.grid.pages.pages[row]
            self.page_chosen.emit(page.file, page.page)

    def _show_actions(self) -> None:
        """Let only that be done which changes something."""
        chosen, known = self._chosen_pages(), self._is_known
        evidence, rows = self._evidence, self.grid.chosen()
        count = len(self._slots)
        possible = {
            PageIcon.TURN_LEFT: bool(chosen),
            PageIcon.TURN_RIGHT: bool(chosen),
            PageIcon.LEAVE_OUT: count > 1 and any(page.slot.is_in for page in chosen),
            PageIcon.TAKE_IN: any(not page.slot.is_in for page in chosen),
            PageIcon.EARLIER: page_order.moved(self._slots, rows, -1) != self._order_now(),
            PageIcon.LATER: page_order.moved(self._slots, rows, 1) != self._order_now(),
            PageIcon.RESET: evidence is not None and bool(evidence.pages is not None or evidence.turns),
        }
        for icon, action in self.actions_by_icon.items():
            action.setEnabled(known and possible[icon])

    def _order_now(self) -> tuple[PageSlot, ...]:
        return tuple(slot for slot in self._slots if slot.is_in)
