"""A copy of the packet for somebody else: for whom, on which day, and which areas nobody needs to see."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.files import FileKind, ReadyFile
from app.domain.packet import Area, Built, PacketOptions, PacketPlan, ShareCopy
from app.gui.fields import button, fit_to_screen, heading, row_of, scrolled, text_label
from app.gui.marks import Mark
from app.gui.page_drawing import PageDrawer
from app.gui.page_view import PageView
from app.gui.pages.cases import plain_name
from app.gui.rows import row_data
from app.gui.session import Session
from app.gui.share_parts import AreaList, PageKey, ShareFields, ShareResult, area_words, rectangle
from app.gui.source_pages import SourcePage, SourcePageList, source_pages
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_page import WorkPage
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

_DRAWN = 2000
# With less room than this its parts stand below each other.
_NARROW = 800


@dataclass(frozen=True, slots=True)
class ShareWish:
    """Holds what was chosen for a copy, so that it is there again when the dialog is opened again."""

    recipient: str = ""
    day: date | None = None
    areas: tuple[Area, ...] = ()


class ShareDialog(QDialog):
    """Takes for whom a copy is and what is removed from it, makes it, and tells what became of it."""

    made = Signal(object)

    def __init__(
        self,
        session: Session,
        words: Words,
        plans: tuple[PacketPlan, ...],
        options: PacketOptions,
        parent: QWidget,
        *,
        draft: bool = False,
        wish: ShareWish | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._words = words
        self._options = options
        self._draft = draft
        self._pages = list(source_pages(plans))
        self._shown: SourcePage | None = None
        self._layouts: dict[str, ReadyFile | Stopped | None] = {}
        self._awaited = -1  # the area to choose once its page is drawn
        self._is_working = False
        self._copy: ShareCopy | None = None
        self.built: Built | None = None
        wish = wish or ShareWish()
        known = {(each.file, each.page) for each in self._pages}
        self._areas: dict[PageKey, tuple[QRectF, ...]] = {}
        for area in wish.areas:
            if (area.file, area.page) in known:
                key = (area.file, area.page)
                self._areas[key] = (*self._areas.get(key, ()), rectangle(area))
        self._drawer = PageDrawer(self)
        self._drawer.drawn.connect(lambda _, picture: self._show_picture(picture))
        self._drawer.failed.connect(lambda: self._tell_page(N_("No picture can be made of this page.")))
        self.setWindowTitle(words.say("Share copy"))
        self._build()
        fit_to_screen(self, QSize(1120, 720))
        self.recipient.setText(wish.recipient)
        self.day.show_day(wish.day or session.today())
        self._list_pages()
        self._list_areas()
        if self._pages:
            self.list.select_row((self._pages[0].file, self._pages[0].page))
        self.recipient.setFocus()

    # What was chosen.

    def areas(self) -> tuple[Area, ...]:
        """Return the areas to remove, in the packet's order."""
        return tuple(
            Area(key[0], key[1], each.left(), each.top(), each.right(), each.bottom())
            for page in self._pages
            for key in ((page.file, page.page),)
            for each in self._areas.get(key, ())
        )

    def wish(self) -> ShareWish:
        """Return what was chosen so far."""
        return ShareWish(self.recipient.text(), self.day.day, self.areas())

    # How it is made.

    def _build(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self._edit_page())
        self.stack.addWidget(self._result_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(10)
        column.addWidget(heading(self._words, N_("Share copy")))
        column.addWidget(self.stack, 1)

    def _edit_page(self) -> QWidget:
        words = self._words
        self.fields = ShareFields(words)
        self.recipient, self.day = self.fields.recipient, self.fields.day
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(14)
        self.split.addWidget(self._page_list())
        self.split.addWidget(self._page_view())
        self.split.addWidget(self._area_list())
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([270, 500, 260])
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.fields)
        column.addWidget(self.split, 1)
        page = WorkPage(self._session, words, "share", inside)
        self.notice, self.work = page.notice, page.work
        self.make_button = button(words, N_("Make the copy…"), "primary")
        self.close_button = button(words, N_("Close"))
        page.add_buttons((self.close_button, self.reject), (self.make_button, self.make))
        return page

    def _page_list(self) -> QWidget:
        self.list = SourcePageList(self._words)
        self.list.setMinimumSize(180, 110)
        self.list.currentItemChanged.connect(lambda now, _: self._choose_page(row_data(now)))
        return self.list

    def _page_view(self) -> QWidget:
        words = self._words
        self.view = PageView(words)
        self.canvas = self.view.canvas
        self.canvas.changed.connect(self._take_areas)
        self.canvas.chosen_changed.connect(self._show_chosen)
        self.told = text_label("", "muted")
        self.smaller = button(words, N_("Smaller"), "flat", "Ctrl+-")
        self.larger = button(words, N_("Larger"), "flat", "Ctrl++")
        self.smaller.clicked.connect(lambda: self._zoom(-1))
        self.larger.clicked.connect(lambda: self._zoom(1))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.view, 1)
        below = row_of(self.smaller, self.larger, stretch=False)
        below.addWidget(self.told, 1)
        column.addLayout(below)
        self._zoom(0)
        return whole

    def _area_list(self) -> QWidget:
        self.area_list = AreaList(self._words)
        self.area_tree = self.area_list.tree
        self.add_button, self.remove_button = self.area_list.add_button, self.area_list.remove_button
        self.area_list.chosen.connect(lambda now: self._choose_area(row_data(now)))
        self.area_list.added.connect(self._add_area)
        self.area_list.removed.connect(self.canvas.remove_chosen)
        return self.area_list

    def _result_page(self) -> QWidget:
        self.ready = ShareResult(self._words)
        self.outcome, self.gone = self.ready.outcome, self.ready.gone
        self.ready.closed.connect(self.accept)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.ready), 1)
        column.addWidget(self.ready.buttons())
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the parts below each other where there is no room beside."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self.fields.set_narrow(on=narrow)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)

    # Pages.

    def _list_pages(self) -> None:
        counts = {key: len(areas) for key, areas in self._areas.items()}
        self.list.blockSignals(True)
        self.list.show_pages(self._pages, counts)
        if self._shown is not None:
            self.list.select_row((self._shown.file, self._shown.page))
        self.list.blockSignals(False)

    def _choose_page(self, key: PageKey | None) -> None:
        found = next((each for each in self._pages if (each.file, each.page) == key), None)
        if found is None or found == self._shown:
            return
        if self._awaited >= len(self._areas.get((found.file, found.page), ())):
            self._awaited = -1
        self._show_page(found)

    def _show_page(self, page: SourcePage) -> None:
        self._shown = page
        self._drawer.stop()
        self.view.show_page(None, ())
        self._show_chosen(-1)
        if page.kind is FileKind.DOCX:
            self._show_word_page(page)
        else:
            path = self._session.path_of(page.file)
            if path is not None:
                self._draw(path, page)

    def _show_word_page(self, page: SourcePage) -> None:
        known = self._layouts.get(page.file)
        if isinstance(known, ReadyFile) and known.facts.problem is None:
            self._draw(Path(known.path), page)
        elif known is not None:
            self._tell_page(N_("This Word file cannot be laid out on this machine; use a PDF of it."))
        else:
            self._tell_page(N_("The Word file is being laid out…"))
            if page.file not in self._layouts:
                self._layouts[page.file] = None
                self._session.lay_out(
                    page.file,
                    lambda ready: self._take_layout(page.file, ready),
                    lambda stopped: self._take_layout(page.file, stopped),
                )

    def _take_layout(self, name: str, found: ReadyFile | Stopped) -> None:
        self._layouts[name] = found
        if isinstance(found, ReadyFile):
            self._take_pages(name, len(found.facts.pages))
        if self._shown is not None and self._shown.file == name:
            self._show_page(self._shown)

    def _take_pages(self, name: str, count: int) -> None:
        """List the pages of a Word file as they turned out once it was laid out."""
        at = next((i for i, each in enumerate(self._pages) if each.file == name), None)
        listed = {each.page for each in self._pages if each.file == name}
        if at is None or count <= len(listed):
            return
        first = self._pages[at]
        others = [each for each in self._pages if each.file != name]
        self._pages = [
            *others[:at],
            *(replace(first, page=number) for number in range(1, count + 1)),
            *others[at:],
        ]
        self._list_pages()

    def _draw(self, path: Path, page: SourcePage) -> None:
        self._tell_page(N_("Drawing the page…"))
        self._drawer.draw(path, page.page - 1, int(_DRAWN * self.devicePixelRatioF()))

    def _show_picture(self, picture: QPixmap) -> None:
        if self._shown is not None:
            key = (self._shown.file, self._shown.page)
            self.view.show_page(picture, self._areas.get(key, ()))
            self.told.setText("")
            index, self._awaited = self._awaited, -1
            self.canvas.choose(index)
            self._allow()

    def _tell_page(self, message: str) -> None:
        self.told.setText(self._words.say(message))
        self._allow()

    def _zoom(self, step: int) -> None:
        self.view.zoom(step)
        self.smaller.setEnabled(self.view.can_shrink)
        self.larger.setEnabled(self.view.can_grow)

    # Areas.

    def _take_areas(self, areas: tuple[QRectF, ...]) -> None:
        if self._shown is None:
            return
        key = (self._shown.file, self._shown.page)
        self._areas[key] = areas
        self.list.show_count(key, len(areas))
        self._list_areas()
        self._show_chosen(self.canvas.chosen)

    def _list_areas(self) -> None:
        self.area_list.show_areas(
            (key, index, area)
            for page in self._pages
            for key in ((page.file, page.page),)
            for index, area in enumerate(self._areas.get(key, ()))
        )
        self._allow()

    def _add_area(self) -> None:
        self.canvas.add_area()
        self.canvas.setFocus()

    def _choose_area(self, data: tuple[PageKey, int] | None) -> None:
        """Show the page of an area that was chosen in the list, and choose it there."""
        if data is None:
            return
        key, index = data
        if self._shown is None or (self._shown.file, self._shown.page) != key:
            self._awaited = index
            self.list.select_row(key)
        else:
            self.canvas.choose(index)

    def _show_chosen(self, index: int) -> None:
        self.area_tree.blockSignals(True)
        chosen = "" if self._shown is None or index < 0 else area_words(self.canvas.areas[index], self._words)
        self.canvas.setAccessibleDescription(chosen)
        if self._shown is None or index < 0:
            self.area_tree.setCurrentIndex(QModelIndex())
        else:
            self.area_tree.select_row(((self._shown.file, self._shown.page), index))
        self.area_tree.blockSignals(False)
        self._allow()

    def _allow(self) -> None:
        self.add_button.setEnabled(not self.canvas.picture_size.isEmpty())
        self.remove_button.setEnabled(self.canvas.chosen >= 0)

    # Making it.

    def _is_complete(self) -> bool:
        say = self._words.say
        if not self.fields.judge_recipient(asked=True):
            self.notice.tell(
                say("Say first for whom the copy is: without a name on it, anybody could use it."), Mark.BAD
            )
            self.recipient.setFocus()
        elif self.day.day is None:
            self.notice.tell(say("Write a date like 2026-12-15."), Mark.BAD)
            self.day.setFocus()
        else:
            self.notice.hide()
            return True
        return False

    def make(self) -> None:
        """Ask where the copy goes and make it."""
        if not self._is_complete():
            return
        say = self._words.say
        name = say(
            "{title} for {recipient}.pdf",
            title=plain_name(self._session.case.title),
            recipient=plain_name(self.recipient.text().strip()),
        )
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save the copy"), str(Path.home() / name), say("Packet") + " (*.pdf)"
        )
        if chosen:
            self.make_to(Path(chosen))

    def make_to(self, destination: Path) -> None:
        """Make the copy at a place."""
        day = self.day.day
        if self._is_working or day is None or not self._is_complete():
            return
        self._copy = ShareCopy(self.recipient.text().strip(), day, self.areas())
        self._set_working(True)
        self._session.share(
            destination,
            self._copy,
            draft=self._draft,
            options=self._options,
            done=self._done,
            failed=self._stopped,
        )

    def _set_working(self, on: bool) -> None:
        self._is_working = on
        for each in (self.fields, self.split, self.make_button):
            each.setEnabled(not on)
        if on:
            self.notice.hide()
            self.work.begin()
        else:
            self.work.end()

    def _done(self, built: Built) -> None:
        self._set_working(False)
        self.built = built
        if self._copy is not None:
            self.ready.show_copy(built, self._copy, locked=bool(self._options.password))
        self.stack.setCurrentIndex(1)
        self.ready.open_button.setFocus()
        self.made.emit(built)

    def _stopped(self, stopped: Stopped) -> None:
        self._set_working(False)
        mark = Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
        lines = [error_words(stopped, self._words)]
        lines += error_details(stopped, self._words, self._session.names)
        self.notice.tell("\n".join(lines), mark)

    def reject(self) -> None:
        """Stop what is being made before the dialog closes."""
        if self._is_working:
            self._session.cancel("share")
        self._drawer.stop()
        super().reject()

    def accept(self) -> None:
        """Draw nothing that nobody sees."""
        self._drawer.stop()
        super().accept()


def share_copy(
    session: Session,
    words: Words,
    plans: tuple[PacketPlan, ...],
    options: PacketOptions,
    parent: QWidget,
    *,
    draft: bool,
    wish: ShareWish | None,
) -> ShareWish:
    """Show the dialog and return what was chosen in it, for the next time."""
    dialog = ShareDialog(session, words, plans, options, parent, draft=draft, wish=wish)
    dialog.exec()
    chosen = dialog.wish()
    dialog.deleteLater()
    return chosen
