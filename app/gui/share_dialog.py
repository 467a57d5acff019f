"""A copy of the packet for somebody else: for whom, on which day, and which areas nobody needs to see."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.files import FileKind, ReadyFile
from app.domain.packet import Area, Built, PacketOptions, PacketPlan, ShareCopy
from app.gui.fields import (
    DateField,
    button,
    card,
    heading,
    quiet,
    row_of,
    set_flag,
    subheading,
    text_label,
)
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.page_drawing import PageDrawer
from app.gui.page_view import PageView
from app.gui.pages.cases import plain_name
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.source_pages import SourcePage, SourcePageList, source_pages
from app.gui.stopped import error_details, error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

_DRAWN = 2000
_LONGEST_RECIPIENT = 200

_Key = tuple[str, int]


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
        self._areas: dict[_Key, tuple[QRectF, ...]] = {}
        for area in wish.areas:
            if (area.file, area.page) in known:
                key = (area.file, area.page)
                self._areas[key] = (*self._areas.get(key, ()), _rectangle(area))
        self._drawer = PageDrawer(self)
        self._drawer.drawn.connect(lambda _, picture: self._show_picture(picture))
        self._drawer.failed.connect(lambda: self._tell_page(N_("No picture can be made of this page.")))
        self.setWindowTitle(words.say("Share copy"))
        self.setMinimumSize(900, 600)
        self.resize(1120, 720)
        self._build()
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
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.fields = self._fields()
        column.addWidget(self.fields)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(self._page_list())
        split.addWidget(self._page_view())
        split.addWidget(self._area_list())
        split.setStretchFactor(1, 1)
        split.setSizes([270, 500, 260])
        self.split = split
        column.addWidget(split, 1)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.work = WorkRow(self._session, words, "share", lambda: self._session.cancel("share"))
        column.addWidget(self.work)
        self.make_button = button(words, N_("Make the copy…"), "primary")
        self.close_button = button(words, N_("Close"))
        self.make_button.clicked.connect(self.make)
        self.close_button.clicked.connect(self.reject)
        buttons = row_of()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.make_button)
        column.addLayout(buttons)
        return page

    def _fields(self) -> QWidget:
        words = self._words
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(_LONGEST_RECIPIENT)
        self.recipient.setMinimumWidth(300)
        self.recipient.textChanged.connect(lambda _: self._judge_recipient(asked=False))
        self.day = DateField(words, N_("Date"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(6)
        for message, field in ((N_("For whom the copy is"), self.recipient), (N_("Date"), self.day)):
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            words.bind(field, message, "setAccessibleName")
            form.addRow(label, field)
        why = quiet(
            words,
            N_(
                "Name the person or the office. The name and the date stand on every page, so nobody can "
                "use the copy for anything else, and you know where it came from if it turns up elsewhere."
            ),
        )
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(form, 3)
        row.addWidget(why, 2, Qt.AlignmentFlag.AlignTop)
        return whole

    def _page_list(self) -> QWidget:
        self.list = SourcePageList(self._words)
        self.list.setMinimumWidth(200)
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
        words = self._words
        whole = QWidget()
        whole.setMinimumWidth(210)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(subheading(words, N_("Areas to remove")))
        self.area_tree = RowTree(1)
        self.area_tree.setHeaderHidden(True)
        self.area_tree.setRootIsDecorated(False)
        words.bind(self.area_tree, N_("Areas to remove"), "setAccessibleName")
        self.area_tree.currentItemChanged.connect(lambda now, _: self._choose_area(row_data(now)))
        column.addWidget(self.area_tree, 1)
        self.add_button = button(words, N_("Add an area"))
        self.remove_button = button(words, N_("Remove"))
        words.bind(self.remove_button, N_("Take this area off the list"), "setToolTip")
        self.add_button.clicked.connect(self._add_area)
        self.remove_button.clicked.connect(self.canvas.remove_chosen)
        column.addLayout(row_of(self.add_button, self.remove_button))
        column.addWidget(
            quiet(
                words,
                N_(
                    "Draw on the page with the mouse. With keys: arrows move the area, Shift and arrows "
                    "resize it, Ctrl makes the steps finer, Insert adds one, Delete takes it away."
                ),
            )
        )
        return whole

    def _result_page(self) -> QWidget:
        words = self._words
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        inside.addWidget(subheading(words, N_("The copy is ready")))
        self.outcome = text_label()
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.outcome)
        column.addWidget(frame)
        self.gone_label = subheading(words, N_("Removed for good, and looked for in the finished copy"))
        column.addWidget(self.gone_label)
        self.gone = RowTree(1)
        self.gone.setHeaderHidden(True)
        self.gone.setRootIsDecorated(False)
        words.bind(self.gone, N_("Areas that were removed"), "setAccessibleName")
        column.addWidget(self.gone, 1)
        self.filler = QFrame()
        column.addWidget(self.filler, 1)
        self.open_button = button(words, N_("Open the copy"), "primary")
        self.folder_button = button(words, N_("Show in folder"))
        self.done_button = button(words, N_("Close"))
        self.open_button.clicked.connect(lambda: self._open(whole=True))
        self.folder_button.clicked.connect(lambda: self._open(whole=False))
        self.done_button.clicked.connect(self.accept)
        buttons = row_of()
        for each in (self.done_button, self.folder_button, self.open_button):
            buttons.addWidget(each)
        column.addLayout(buttons)
        return page

    # Pages.

    def _list_pages(self) -> None:
        counts = {key: len(areas) for key, areas in self._areas.items()}
        self.list.blockSignals(True)
        self.list.show_pages(self._pages, counts)
        if self._shown is not None:
            self.list.select_row((self._shown.file, self._shown.page))
        self.list.blockSignals(False)

    def _choose_page(self, key: _Key | None) -> None:
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
        self.area_tree.blockSignals(True)
        self.area_tree.clear()
        for page in self._pages:
            key = (page.file, page.page)
            for index, area in enumerate(self._areas.get(key, ())):
                add_row(self.area_tree, self._area_name(key), self._area_words(area), data=(key, index))
        self.area_tree.blockSignals(False)
        self._allow()

    def _area_name(self, key: _Key) -> str:
        return self._words.say("{file}, page {page}", file=Path(key[0]).name, page=key[1])

    def _area_words(self, area: QRectF) -> str:
        return self._words.say(
            "{left} from the left, {top} from the top; {width} wide, {height} high",
            left=_percent(area.left()),
            top=_percent(area.top()),
            width=_percent(area.width()),
            height=_percent(area.height()),
        )

    def _add_area(self) -> None:
        self.canvas.add_area()
        self.canvas.setFocus()

    def _choose_area(self, data: tuple[_Key, int] | None) -> None:
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
        chosen = "" if self._shown is None or index < 0 else self._area_words(self.canvas.areas[index])
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

    def _judge_recipient(self, *, asked: bool) -> bool:
        """Say whether a recipient is named; mark the field where one is asked for and missing."""
        named = bool(self.recipient.text().strip())
        if named or asked:
            set_flag(self.recipient, "wrong", on=not named)
        return named

    def _is_complete(self) -> bool:
        say = self._words.say
        if not self._judge_recipient(asked=True):
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
        self._show_outcome(built)
        self.stack.setCurrentIndex(1)
        self.open_button.setFocus()
        self.made.emit(built)

    def _stopped(self, stopped: Stopped) -> None:
        self._set_working(False)
        mark = Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
        lines = [error_words(stopped, self._words)]
        lines += error_details(stopped, self._words, self._session.names)
        self.notice.tell("\n".join(lines), mark)

    def _show_outcome(self, built: Built) -> None:
        say, copy = self._words.say, self._copy
        if copy is None:
            return
        pages = say.plural("{count} page", "{count} pages", built.page_count)
        lines = [
            say(
                "Copy for {recipient}: {path} ({pages}).",
                recipient=copy.recipient,
                path=built.path,
                pages=pages,
            ),
            say("Date on it: {day}.", day=date_words(copy.day, self._words.language)),
        ]
        if copy.areas:
            lines.append(
                say.plural(
                    "{count} area was removed for good; the finished copy was searched for it.",
                    "{count} areas were removed for good; the finished copy was searched for them.",
                    len(copy.areas),
                )
            )
        if self._options.password:
            lines.append(say("It opens with the password that was typed beside the packet."))
        lines.append(say("Look through it before you hand it on: nothing was removed but what you chose."))
        self.outcome.setText("\n".join(lines))
        self.gone.clear()
        for area in copy.areas:
            name = self._area_name((area.file, area.page))
            add_row(self.gone, name, self._area_words(_rectangle(area)), mark=Mark.GOOD, data=area)
        for each in (self.gone, self.gone_label):
            each.setVisible(bool(copy.areas))
        self.filler.setVisible(not copy.areas)

    def _open(self, *, whole: bool) -> None:
        if self.built is not None:
            path = Path(self.built.path)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if whole else path.parent)))

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


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"


def _rectangle(area: Area) -> QRectF:
    return QRectF(area.left, area.top, area.right - area.left, area.bottom - area.top)


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
