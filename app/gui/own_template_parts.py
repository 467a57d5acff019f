"""The parts of the dialog for own templates: what was found in one, and the names that may be used."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QSizePolicy,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework import own_templates
from app.domain.letters import LetterTemplate
from app.gui.fields import button, quiet, row_of, scrolled, set_flag, text_label
from app.gui.marks import Mark
from app.gui.notice import Notice
from app.gui.rows import RowTree, add_row, row_data
from app.gui.session import Session
from app.gui.stopped import error_words
from app.gui.words import Words
from app.gui.work_row import WorkRow
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_

if TYPE_CHECKING:
    from app.casework.own_templates import TemplateLook, TemplateName

_LOOK, _ADD = "look_at_template", "add_template"
_FAULTY = "template.faulty"
_LONGEST_TITLE = 80
_LEAST_ROWS = 96


class LookPage(QWidget):
    """Shows what was found in a Word template: its faults, or what it says and what it is to stand for."""

    left = Signal()
    added = Signal(object)

    def __init__(self, session: Session, words: Words) -> None:
        super().__init__()
        self._session = session
        self._words = words
        self._path = Path()
        self.look: TemplateLook | None = None
        self._verb = ""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 4, 0)
        column.setSpacing(8)
        self.file = text_label("", "subheading")
        self.state = text_label()
        column.addWidget(self.file)
        column.addWidget(self.state)
        column.addWidget(self._title_fields())
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(_LEAST_ROWS)
        column.addWidget(self.tree, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(scrolled(inside), 1)
        self.notice = Notice()
        outer.addWidget(self.notice)
        self.work = {verb: WorkRow(session, words, verb, self.stop) for verb in (_LOOK, _ADD)}
        for each in self.work.values():
            outer.addWidget(each)
        self.back_button = button(words, N_("Back to the list"))
        self.again_button = button(words, N_("Look again"))
        self.add_button = button(words, N_("Add this template"), "primary")
        self.back_button.clicked.connect(self._leave)
        self.again_button.clicked.connect(lambda: self.look_at(self._path))
        self.add_button.clicked.connect(self.add)
        outer.addLayout(row_of(self.back_button, self.again_button, self.add_button))

    def _title_fields(self) -> QWidget:
        words = self._words
        self.fields = QWidget()
        self.title_zh, self.title_en = QLineEdit(), QLineEdit()
        self.stands_for = QComboBox()
        self.stands_for.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stands_for.setMinimumContentsLength(14)
        self.stands_for.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.stands_for.addItem(words.say("None of our letters"), "")
        for each in own_templates.our_letters():
            self.stands_for.addItem(words.shown(each.title, " / "), each.id)
        form = QFormLayout(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            (N_("Title in Chinese"), self.title_zh),
            (N_("Title in English"), self.title_en),
            (N_("Stands for"), self.stands_for),
        )
        for message, field in rows:
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(field)
            words.bind(field, message, "setAccessibleName")
            form.addRow(label, field)
        for line in (self.title_zh, self.title_en):
            line.setMaxLength(_LONGEST_TITLE)
            line.textChanged.connect(lambda _: self._allow())
        return self.fields

    # What is looked at.

    @property
    def is_working(self) -> bool:
        """Say whether the worker has not answered yet."""
        return bool(self._verb)

    def look_at(self, path: Path) -> None:
        """Have a file looked at."""
        if self.is_working:
            return
        anew = path != self._path
        self._path, self.look = path, None
        self.file.setText(path.name)
        self.state.setText(self._words.say("The template is being looked at…"))
        if anew:
            self._propose(path)
        self._show()
        self._begin(_LOOK)
        self._session.look_at_template(path, self._found, self._stopped)

    def _propose(self, path: Path) -> None:
        """Take the titles from the name of the file; a copy of one of our templates has that one's."""
        ours = own_templates.our_letters()
        known = next((each for each in ours if path.stem in (each.title.zh, each.title.en, each.id)), None)
        self.title_zh.setText(path.stem if known is None else known.title.zh)
        self.title_en.setText(path.stem if known is None else known.title.en)
        self.stands_for.setCurrentIndex(self.stands_for.findData("" if known is None else known.id))

    def _found(self, look: "TemplateLook") -> None:
        self._end()
        self.look = look
        self._show()
        (self.tree if look.faults else self.title_zh).setFocus()

    def _show(self) -> None:
        say, look = self._words.say, self.look
        self.tree.clear()
        is_good = look is not None and not look.faults
        self.fields.setVisible(is_good)
        self.tree.setVisible(look is not None)
        self.again_button.setVisible(not is_good)
        self.add_button.setVisible(is_good)
        self._allow()
        if look is None:
            return
        if look.faults:
            self._show_faults(look)
            return
        self.state.setText(
            say.plural(
                "Nothing is wrong in it. It uses {count} name:",
                "Nothing is wrong in it. It uses {count} names:",
                len(look.fields),
            )
        )
        self.tree.setAccessibleName(say("Names that the template uses"))
        for field in look.fields:
            name = say("{name}, has to be known", name=field.name) if field.needed else field.name
            add_row(self.tree, self._words.shown(field.label, " / "), name, data=field)

    def _show_faults(self, look: "TemplateLook") -> None:
        from app.i18n.letters import word_template_fault

        say = self._words.say
        self.state.setText(
            say.plural(
                "It cannot be used yet: {count} thing in it has to be changed. Change it in Word, save the "
                "file, and look again.",
                "It cannot be used yet: {count} things in it have to be changed. Change them in Word, save "
                "the file, and look again.",
                len(look.faults),
            )
        )
        self.tree.setAccessibleName(say("What has to be changed"))
        for fault in look.faults:
            add_row(self.tree, word_template_fault(fault, self._words.language), mark=Mark.BAD, data=fault)

    def _allow(self) -> None:
        named = bool(self.title_zh.text().strip() and self.title_en.text().strip())
        for line in (self.title_zh, self.title_en):
            set_flag(line, "wrong", on=not line.text().strip())
        self.add_button.setEnabled(named and not self.is_working)

    # What is done.

    def add(self) -> None:
        """Keep the template under its title."""
        if self.is_working or self.look is None or self.look.faults:
            return
        title = (self.title_en.text().strip(), self.title_zh.text().strip())
        self._begin(_ADD)
        self._session.add_template(
            self._path, title, str(self.stands_for.currentData()), self._added, self._stopped
        )

    def stop(self) -> None:
        """Stop what the worker is at."""
        if self.is_working:
            self._session.cancel(self._verb)

    def _added(self, template: LetterTemplate) -> None:
        self._end()
        self.added.emit(template)

    def _leave(self) -> None:
        self.stop()
        self.left.emit()

    def _begin(self, verb: str) -> None:
        self._verb = verb
        self.notice.hide()
        self.work[verb].begin()
        for each in (self.fields, self.again_button, self.add_button):
            each.setEnabled(False)

    def _end(self) -> None:
        self.work[self._verb].end()
        self._verb = ""
        for each in (self.fields, self.again_button):
            each.setEnabled(True)
        self._allow()

    def _stopped(self, stopped: Stopped) -> None:
        self._end()
        if stopped.code == _FAULTY:
            # It was changed after it was looked at.
            faults: tuple[Any, ...] = stopped.faults
            self._found(own_templates.TemplateLook(faults))
            return
        self.state.setText("")
        mark = Mark.NOTE if stopped.code == "work.cancelled" else Mark.BAD
        self.notice.tell(error_words(stopped, self._words), mark)


class NameList(QWidget):
    """Lists every name that a template may use; one is copied as it is written in the document."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._names: tuple[TemplateName, ...] = ()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        words.bind(self.search, N_("Search a name or its meaning"), "setPlaceholderText")
        words.bind(self.search, N_("Search a name or its meaning"), "setAccessibleName")
        self.search.textChanged.connect(lambda _: self._filter())
        self.tree = RowTree(1)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setMinimumHeight(_LEAST_ROWS)
        words.bind(self.tree, N_("Names"), "setAccessibleName")
        self.tree.itemActivated.connect(lambda *_: self.copy())
        self.tree.currentItemChanged.connect(lambda *_: self._allow())
        self.copy_button = button(words, N_("Copy this name"))
        self.copy_button.clicked.connect(self.copy)
        self.told = text_label("", "muted")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 4, 0)
        column.setSpacing(8)
        column.addWidget(
            quiet(words, N_("Double click copies a name as it is written in the document; paste it in Word."))
        )
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        below = row_of(self.copy_button, stretch=False)
        below.addWidget(self.told, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(with_foot(inside, below))
        self._fill()

    def copy(self) -> None:
        """Put the chosen name on the clipboard as it is written in a document."""
        name = self.chosen()
        if name is not None:
            QGuiApplication.clipboard().setText(name.written)
            self.told.setText(self._words.say("Copied: {name}", name=name.written))

    def chosen(self) -> "TemplateName | None":
        """Return the name that is chosen."""
        found = row_data(self.tree.currentItem())
        return found if isinstance(found, own_templates.TemplateName) else None

    def _fill(self) -> None:
        self._names = own_templates.usable_names()
        within = None
        for each in self._names:
            if each.within is not None and each.within != within:
                title = self._words.shown(each.within, " / ")
                head = self._words.say("Rows of a table: {title}", title=title)
                add_row(self.tree, head, data=each.within, head=True)
            within = each.within
            add_row(self.tree, self._words.shown(each.label, " / "), each.written, data=each)
        self._allow()

    def _filter(self) -> None:
        """Show what holds every word that was typed, in its name or its label in either language."""
        wanted = self.search.text().casefold().split()
        seen_within = set()
        rows: list[QTreeWidgetItem] = list(self.tree.rows())
        for row in rows:
            name = row_data(row)
            if _can_be_copied(row):
                told = f"{name.name} {name.label.zh} {name.label.en}".casefold()
                is_shown = all(word in told for word in wanted)
                row.setHidden(not is_shown)
                if is_shown and name.within is not None:
                    seen_within.add(name.within)
        for row in rows:
            if not _can_be_copied(row):
                row.setHidden(row_data(row) not in seen_within)
        first = next((row for row in rows if not row.isHidden() and _can_be_copied(row)), None)
        if first is not None and wanted:
            self.tree.setCurrentItem(first)
        self._allow()

    def _allow(self) -> None:
        item = self.tree.currentItem()
        self.copy_button.setEnabled(self.chosen() is not None and item is not None and not item.isHidden())


def _can_be_copied(row: QTreeWidgetItem) -> bool:
    return isinstance(row_data(row), own_templates.TemplateName)


def with_foot(inside: QWidget, foot: QLayout) -> QWidget:
    """Put a part into a scrolling area, with a row below it that stays in sight."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(scrolled(inside), 1)
    column.addLayout(foot)
    return whole
