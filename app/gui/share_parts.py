"""The parts of the dialog for a shared copy: for whom it is, its areas, and what became of it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.packet import Area, Built, ShareCopy
from app.gui.fields import DateField, button, card, quiet, row_of, set_flag, subheading, text_label
from app.gui.file_chip import FileChip, open_file, show_in_folder
from app.gui.flow import flow_of
from app.gui.marks import Mark
from app.gui.rows import RowTree, add_row
from app.gui.words import Words
from app.i18n.catalogue import N_
from app.i18n.terms import date_words

PageKey = tuple[str, int]
_LONGEST_RECIPIENT = 200
_LIST_HEIGHT = 110


class ShareFields(QWidget):
    """Takes for whom a copy is and of which day."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(_LONGEST_RECIPIENT)
        self.recipient.setMinimumWidth(180)
        self.recipient.textChanged.connect(lambda _: self.judge_recipient(asked=False))
        self.day = DateField(words, N_("Date"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
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
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addLayout(form, 3)
        self._row.addWidget(why, 2, Qt.AlignmentFlag.AlignTop)

    def set_narrow(self, *, on: bool) -> None:
        """Put the explanation below the fields where there is no room beside them."""
        wanted = QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(wanted)

    def judge_recipient(self, *, asked: bool) -> bool:
        """Say whether a recipient is named; mark the field where one is asked for and missing."""
        named = bool(self.recipient.text().strip())
        if named or asked:
            set_flag(self.recipient, "wrong", on=not named)
        return named


class AreaList(QWidget):
    """Lists the areas to remove, each with the words for where it is."""

    chosen = Signal(object)
    added = Signal()
    removed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setMinimumWidth(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(subheading(words, N_("Areas to remove")))
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(_LIST_HEIGHT)
        words.bind(self.tree, N_("Areas to remove"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda now, _: self.chosen.emit(now))
        column.addWidget(self.tree, 1)
        self.add_button = button(words, N_("Add an area"))
        self.remove_button = button(words, N_("Remove"))
        words.bind(self.remove_button, N_("Take this area off the list"), "setToolTip")
        self.add_button.clicked.connect(self.added)
        self.remove_button.clicked.connect(self.removed)
        column.addWidget(flow_of(self.add_button, self.remove_button))
        column.addWidget(
            quiet(
                words,
                N_(
                    "Draw on the page with the mouse. With keys: arrows move the area, Shift and arrows "
                    "resize it, Ctrl makes the steps finer, Insert adds one, Delete takes it away."
                ),
            )
        )

    def show_areas(self, areas: Iterable[tuple[PageKey, int, QRectF]]) -> None:
        """List areas, each by its page and its place among those of the page."""
        self.tree.blockSignals(True)
        self.tree.clear()
        for key, index, area in areas:
            add_row(self.tree, page_words(key, self._words), area_words(area, self._words), data=(key, index))
        self.tree.blockSignals(False)


class ShareResult(QWidget):
    """Shows a copy that was made, and what was removed from it."""

    closed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.path: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        frame, inside = card()
        inside.addWidget(subheading(words, N_("The copy is ready")))
        self.chip = FileChip(words)
        self.outcome = text_label()
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.chip)
        inside.addWidget(self.outcome)
        column.addWidget(frame)
        self.gone_label = subheading(words, N_("Removed for good, and looked for in the finished copy"))
        column.addWidget(self.gone_label)
        self.gone = RowTree(1)
        self.gone.setHeaderHidden(True)
        self.gone.setRootIsDecorated(False)
        self.gone.setMinimumHeight(_LIST_HEIGHT)
        words.bind(self.gone, N_("Areas that were removed"), "setAccessibleName")
        column.addWidget(self.gone, 1)
        column.addStretch(0)
        self.open_button = button(words, N_("Open the copy"), "primary")
        self.folder_button = button(words, N_("Show in folder"))
        self.done_button = button(words, N_("Close"))
        self.open_button.clicked.connect(lambda: self._do(open_file))
        self.folder_button.clicked.connect(lambda: self._do(show_in_folder))
        self.done_button.clicked.connect(self.closed)

    def _do(self, act: Callable[[Path], None]) -> None:
        if self.path is not None:
            act(self.path)

    def buttons(self) -> QWidget:
        """Return what stands below, in sight whatever is scrolled above."""
        whole = QWidget()
        row = row_of()
        row.setContentsMargins(0, 0, 0, 0)
        for each in (self.done_button, self.folder_button, self.open_button):
            row.addWidget(each)
        whole.setLayout(row)
        return whole

    def show_copy(self, built: Built, copy: ShareCopy, *, locked: bool) -> None:
        """Show a copy."""
        self.path = Path(built.path)
        self.chip.show_file(self.path)
        self.outcome.setText("\n".join(self._lines(built, copy, locked=locked)))
        self.gone.clear()
        for area in copy.areas:
            name = page_words((area.file, area.page), self._words)
            add_row(self.gone, name, area_words(rectangle(area), self._words), mark=Mark.GOOD, data=area)
        for each in (self.gone, self.gone_label):
            each.setVisible(bool(copy.areas))

    def _lines(self, built: Built, copy: ShareCopy, *, locked: bool) -> list[str]:
        say = self._words.say
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
        if locked:
            lines.append(say("It opens with the password that was typed beside the packet."))
        lines.append(say("Look through it before you hand it on: nothing was removed but what you chose."))
        return lines


def page_words(key: PageKey, words: Words) -> str:
    """Name a page of a file."""
    return words.say("{file}, page {page}", file=Path(key[0]).name, page=key[1])


def area_words(area: QRectF, words: Words) -> str:
    """Say where on a page an area is, and how large."""
    return words.say(
        "{left} from the left, {top} from the top; {width} wide, {height} high",
        left=_percent(area.left()),
        top=_percent(area.top()),
        width=_percent(area.width()),
        height=_percent(area.height()),
    )


def rectangle(area: Area) -> QRectF:
    """Return an area as a rectangle in shares of its page."""
    return QRectF(area.left, area.top, area.right - area.left, area.bottom - area.top)


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"
