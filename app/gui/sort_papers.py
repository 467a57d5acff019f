"""Shows where each loose paper most likely belongs; what a person ticks is entered, nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.casework.tray import Accepted, Entered, SortedPapers
from app.domain.case import EvidencePart
from app.domain.packet import Progress
from app.domain.sorting import Placement, Spot, Sureness
from app.gui.fields import button, card, heading, row_of, scrolled, text_label
from app.gui.judgements import in_both
from app.gui.marks import Mark
from app.gui.open_case import Task
from app.gui.preview import Preview
from app.gui.rows import RowTree, add_row, set_cell
from app.gui.session import Session
from app.gui.state_marks import SURENESS_MARKS
from app.gui.words import Words
from app.gui.worker_client import Stopped
from app.i18n.catalogue import N_, both
from app.i18n.sorting import SURENESS_NAMES, word_placement_kind, word_reason, word_spot
from app.i18n.terms import PART_NAMES, ROLE_NAMES
from app.i18n.wording import word_error, word_progress

# So many rows are listed in one go.
_AT_ONCE = 20
# From so many on, rows are all of one height.
_MANY = 100
# So many files are named in one message; hundreds would push everything else out of the window.
_NAMED = 5


@dataclass(slots=True)
class Loose:
    """Holds a paper that is to find its place: what was proposed, and what the person made of it."""

    placement: Placement
    files: tuple[Path, ...]
    requirement: str | None
    person: str | None
    part: EvidencePart
    ticked: bool
    is_moved: bool = False

    @property
    def has_place(self) -> bool:
        """Say whether it is known where it is to go."""
        return self.requirement is not None and self.person is not None


def loose_papers(found: SortedPapers, whose: str | None = None) -> list[Loose]:
    """Return one row for every paper; files that are pages of one paper are one row.

    Where a person says `whose` papers they are, the best place of that person counts.
    """
    rows = []
    for placement in found.sorted.placements:
        names = placement.with_files or (placement.file,)
        if placement.file != names[0]:
            continue
        spot = _spot_of(placement, whose)
        whole = spot is not None and spot.person is not None
        rows.append(
            Loose(
                placement,
                tuple(Path(found.paths[name]) for name in names),
                None if spot is None else spot.requirement,
                whose if spot is None else spot.person,
                EvidencePart.ORIGINAL if spot is None else spot.part,
                ticked=whole and placement.sureness is Sureness.SURE and not placement.already,
            )
        )
    return rows


def _spot_of(placement: Placement, whose: str | None) -> Spot | None:
    spot = placement.spot
    if whose is None or spot is None or spot.person == whose:
        return spot
    own = next((each for each in placement.others if each.person == whose), None)
    return own or replace(spot, person=whose)


def in_order(rows: Iterable[Loose]) -> list[Loose]:
    """Return papers in the order in which they are entered: of one requirement the latest year first."""
    listed = list(rows)
    first: dict[tuple[str | None, str | None], int] = {}
    for at, row in enumerate(listed):
        first.setdefault((row.requirement, row.person), at)
    return sorted(listed, key=lambda row: (first[row.requirement, row.person], -(row.placement.year or 0)))


class SortDialog(QDialog):
    """Reads loose papers, shows a place for each, and enters those that are ticked."""

    def __init__(
        self,
        session: Session,
        words: Words,
        paths: tuple[Path, ...],
        parent: QWidget,
        *,
        whose: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._whose = whose
        self._gone: tuple[str, ...] = ()
        self._session = session
        self._words = words
        self._filling = False
        self._verb: str | None = None
        self.rows: list[Loose] = []
        self.setWindowTitle(words.say("Add papers"))
        self.setMinimumSize(860, 560)
        self.resize(1100, 690)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(12)
        column.addWidget(heading(words, N_("Add papers")))
        self.told = text_label("", "muted")
        column.addWidget(self.told)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._waiting_part())
        self.stack.addWidget(self._list_part())
        column.addWidget(self.stack, 1)
        self.add_button = button(words, N_("Add the ticked ones"), "primary")
        self.cancel_button = button(words, N_("Cancel"))
        self.add_button.clicked.connect(self.add_ticked)
        self.cancel_button.clicked.connect(self.reject)
        buttons = row_of()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.add_button)
        column.addLayout(buttons)
        session.working.connect(self._show_progress)
        self._sort(paths)

    # How it is made.

    def _waiting_part(self) -> QWidget:
        part = QWidget()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self._words.bind(self.bar, N_("Progress"), "setAccessibleName")
        self.step = text_label("", "muted")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.bar)
        column.addWidget(self.step)
        column.addStretch(1)
        return part

    def _list_part(self) -> QWidget:
        words = self._words
        self.tree = RowTree(3)
        self.tree.setRootIsDecorated(False)
        self.tree.set_widths(236, 134)
        words.bind(self.tree, N_("Papers and where they belong"), "setAccessibleName")
        self.tree.currentItemChanged.connect(lambda *_: self._show_chosen())
        self.tree.itemChanged.connect(self._take_tick)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(scrolled(self._side()))
        split.setSizes([640, 400])
        return split

    def _side(self) -> QWidget:
        words = self._words
        side = QWidget()
        self.side, column = card(margin=14)
        self.name = text_label("", "subheading")
        self.why = text_label("", "muted")
        self.person, self.requirement, self.part = QComboBox(), QComboBox(), QComboBox()
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for message, combo in (
            (N_("Whose paper it is"), self.person),
            (N_("What it is given for"), self.requirement),
            (N_("It is"), self.part),
        ):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(14)
            label = QLabel()
            words.bind(label, message)
            label.setBuddy(combo)
            words.bind(combo, message, "setAccessibleName")
            combo.activated.connect(lambda _: self._move())
            form.addRow(label, combo)
        self.preview = Preview(words)
        column.addWidget(self.name)
        column.addWidget(self.why)
        column.addLayout(form)
        column.addWidget(self.preview)
        outer = QVBoxLayout(side)
        outer.setContentsMargins(10, 0, 2, 0)
        outer.addWidget(self.side)
        outer.addStretch(1)
        return side

    # Reading and sorting.

    def _sort(self, paths: tuple[Path, ...]) -> None:
        say = self._words.say
        self._wait(
            "sort", say("The papers are read on this computer. Nothing is moved, and nothing entered yet.")
        )
        self._session.sort_papers(paths, self.show_sorted, self._sorting_stopped)

    def _wait(self, verb: str, told: str) -> None:
        self._verb = verb
        self.told.setText(told)
        self.step.clear()
        self.bar.setRange(0, 0)
        self.stack.setCurrentIndex(0)
        self.add_button.setEnabled(False)

    def _show_progress(self, task: Task | None) -> None:
        if task is None or task.verb != self._verb or task.progress is None:
            return
        progress: Progress = task.progress
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.step.setText(word_progress(progress, self._words.language))

    def _sorting_stopped(self, stopped: Stopped) -> None:
        self._verb = None
        if stopped.code != "work.cancelled":
            super().reject()
            self._session.failed.emit(stopped)

    def show_sorted(self, found: SortedPapers) -> None:
        """Show where papers are proposed to belong."""
        self._verb = None
        self.rows = loose_papers(found, self._whose)
        self._gone = found.gone
        self.stack.setCurrentIndex(1)
        self.tree.setHeaderLabels(
            [self._words.say("File"), self._words.say("Where it belongs"), self._words.say("How sure")]
        )
        self._filling = True
        self.tree.clear()
        # Measuring hundreds of rows of different heights would hold the window up.
        self.tree.setUniformRowHeights(len(self.rows) > _MANY)
        self._filling = False
        self._fill_more()
        self.stack.setVisible(bool(self.rows))
        self._tell_counts()
        if self.rows:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0))
            self.tree.setFocus()
        else:
            self.told.setText(self._words.say("There is no file in it."))

    def _fill_more(self) -> None:
        """List the next rows; the window is free between each lot and the next."""
        start = self.tree.topLevelItemCount()
        self._filling = True
        for row in self.rows[start : start + _AT_ONCE]:
            self._fill(add_row(self.tree, "", data=row), row)
        self._filling = False
        if start + _AT_ONCE < len(self.rows):
            QTimer.singleShot(0, self, self._fill_more)

    def _tell_counts(self) -> None:
        say = self._words.say
        ticked = sum(row.ticked for row in self.rows)
        self.add_button.setEnabled(ticked > 0)
        told = say(
            "{ticked} of {total} are ticked. Those that are sure were ticked for you; look at the others "
            "and choose their place. Only what is ticked is copied into the case.",
            ticked=ticked,
            total=len(self.rows),
        )
        if self._gone:
            names = _some_of(self._gone, self._words)
            told += "\n" + say("Gone or not readable, so left out: {files}", files=names)
        self.told.setText(told)

    # The rows.

    def _fill(self, item: QTreeWidgetItem, row: Loose) -> None:
        words, say, placement = self._words, self._words.say, row.placement
        names = "\n".join(path.name for path in row.files)
        set_cell(item, 0, names, self._kind_words(placement))
        set_cell(item, 1, *self._place_words(row))
        if row.is_moved:
            set_cell(item, 2, say("chosen by you"), mark=Mark.GOOD)
        elif placement.already:
            set_cell(item, 2, say("in the case already"), mark=Mark.OFF)
        else:
            sureness = words.shown(both(SURENESS_NAMES[placement.sureness]), " / ")
            set_cell(item, 2, sureness, mark=SURENESS_MARKS[placement.sureness])
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        item.setCheckState(0, Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked)

    def _kind_words(self, placement: Placement) -> str:
        kinds = self._session.kinds
        if placement.kind is None:
            return self._words.say("No kind of paper was recognised.")
        return self._words.shown(
            in_both(lambda language: word_placement_kind(placement, kinds, language) or ""), " / "
        )

    def _place_words(self, row: Loose) -> tuple[str, str]:
        if row.requirement is None:
            return self._words.say("Choose its place."), ""
        spot, names = Spot(row.requirement, row.person, row.part), self._session.names
        first, second = self._words.lines(in_both(lambda language: word_spot(spot, names, language)))
        if row.person is None:
            second = "\n".join(filter(None, (second, self._words.say("Choose whose paper it is."))))
        return first, second

    def _item(self) -> QTreeWidgetItem | None:
        return self.tree.currentItem()

    def _chosen(self) -> Loose | None:
        # Qt gives back a copy of what a row carries; the row itself is found by its place.
        at = self.tree.indexOfTopLevelItem(item) if (item := self._item()) is not None else -1
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def _take_tick(self, item: QTreeWidgetItem, column: int) -> None:
        if self._filling or column != 0:
            return
        row = self.rows[self.tree.indexOfTopLevelItem(item)]
        row.ticked = item.checkState(0) == Qt.CheckState.Checked
        if row.ticked and not row.has_place:
            self._untick(item, row)
        self._tell_counts()

    def _untick(self, item: QTreeWidgetItem, row: Loose) -> None:
        """Take back the tick of a paper that has no place yet, and lead to where one is chosen."""
        row.ticked = False
        self._filling = True
        item.setCheckState(0, Qt.CheckState.Unchecked)
        self._filling = False
        self.tree.setCurrentItem(item)
        (self.person if row.person is None else self.requirement).setFocus()

    # The chosen row.

    def _show_chosen(self) -> None:
        row = self._chosen()
        self.side.setVisible(row is not None)
        if row is None or self._filling:
            return
        self.name.setText("\n".join(path.name for path in row.files))
        self.why.setText(self._why(row))
        self._fill_choices(row)
        self.preview.show_file(row.files[0])

    def _why(self, row: Loose) -> str:
        names, say = self._session.names, self._words.say
        reasons = [
            self._words.shown(in_both(lambda language, each=each: word_reason(each, names, language)), " / ")  # type: ignore[misc]  # bound now
            for each in row.placement.reasons
        ]
        lines = [f"· {each}" for each in reasons]
        if row.placement.already:
            files = ", ".join(Path(each).name for each in row.placement.already)
            lines.append("· " + say("the case has this very file already: {files}", files=files))
        return "\n".join(lines)

    def _fill_choices(self, row: Loose) -> None:
        words, say, case = self._words, self._words.say, self._session.case
        self.person.clear()
        self.person.addItem(say("Choose…"), None)
        for person in case.people:
            name = self._session.names.person(person.id, words.language)
            self.person.addItem(f"{name} · {say(ROLE_NAMES[person.role])}", person.id)
        self.person.setCurrentIndex(max(0, self.person.findData(row.person)))
        self.requirement.clear()
        self.requirement.addItem(say("Choose…"), None)
        for requirement in self._requirements(row):
            title = self._session.desk.pack.requirements[requirement].title
            self.requirement.addItem(words.shown(title, " / "), requirement)
        self.requirement.setCurrentIndex(max(0, self.requirement.findData(row.requirement)))
        self.part.clear()
        for part in EvidencePart:
            self.part.addItem(say(PART_NAMES[part]), part)
        self.part.setCurrentIndex(list(EvidencePart).index(row.part))

    def _requirements(self, row: Loose) -> list[str]:
        """Return what is asked of the person, of everybody while nobody is chosen, and what is proposed."""
        asked = [
            name
            for item in self._session.checklist()
            if row.person in (None, item.person.id)
            for name in (item.ask.requirement, *item.ask.instead)
        ]
        proposed = [spot.requirement for spot in (row.placement.spot, *row.placement.others) if spot]
        return list(dict.fromkeys([*asked, *proposed, *filter(None, [row.requirement])]))

    def _move(self) -> None:
        item, row = self._item(), self._chosen()
        if item is None or row is None:
            return
        row.person, row.requirement = self.person.currentData(), self.requirement.currentData()
        row.part = EvidencePart(self.part.currentData())
        row.is_moved = row.has_place
        row.ticked = row.ticked and row.has_place
        self._filling = True
        self._fill(item, row)
        self._filling = False
        self._fill_choices(row)
        self._tell_counts()

    # Entering.

    def accepted_papers(self) -> tuple[Accepted, ...]:
        """Return what is ticked, each with its place."""
        made = []
        for row in in_order(each for each in self.rows if each.ticked):
            if row.requirement is None or row.person is None:
                continue
            files = tuple(str(path.absolute()) for path in row.files)
            country = self._country_of(row.requirement, row.person)
            made.append(Accepted(row.requirement, row.person, row.part, files, country))
        return tuple(made)

    def _country_of(self, requirement: str, person: str) -> str | None:
        """Return where a paper is issued, if the checklist asks only one of the kind and says where."""
        items = [
            item
            for item in self._session.checklist()
            if item.person.id == person and requirement in (item.ask.requirement, *item.ask.instead)
        ]
        return items[0].ask.country if len(items) == 1 else None

    def add_ticked(self) -> None:
        """Enter what is ticked."""
        papers = self.accepted_papers()
        if papers:
            self._wait("enter", self._words.say("The papers are copied into the case."))
            self._session.enter_papers(papers, self._entered, self._entering_stopped)

    def _entered(self, entered: Entered) -> None:
        self._verb = None
        self.accept()
        say = self._words.say
        told = say.plural("{count} paper was added.", "{count} papers were added.", entered.count)
        for each in entered.refused[:_NAMED]:
            told += "\n" + word_error(each.code, each.params, self._words.language)
        more = len(entered.refused) - _NAMED
        if more > 0:
            told += "\n" + say.plural("{count} more was not added.", "{count} more were not added.", more)
        self._session.told.emit(told)

    def _entering_stopped(self, stopped: Stopped) -> None:
        self._verb = None
        super().reject()
        if stopped.code == "work.cancelled":
            self._session.told.emit(self._words.say("Stopped. No paper was added."))
        else:
            self._session.failed.emit(stopped)

    def reject(self) -> None:
        """Close without entering anything; what is at work is stopped."""
        verb, self._verb = self._verb, None
        if verb is not None:
            self._session.cancel(verb)
        super().reject()

    def done(self, result: int) -> None:
        """End the drawing of pages with the dialog."""
        self.preview.stop()
        super().done(result)


def _some_of(names: tuple[str, ...], words: Words) -> str:
    """Name a few of many files, and say how many there are besides."""
    named, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more <= 0:
        return named
    return words.say.plural("{named} and {count} more", "{named} and {count} more", more, named=named)


def sort_papers(
    session: Session,
    words: Words,
    paths: tuple[Path, ...],
    parent: QWidget,
    *,
    person: str | None = None,
) -> SortDialog | None:
    """Show where loose papers belong, if a case is open that they may belong to."""
    if not session.has_case or not paths:
        return None
    dialog = SortDialog(session, words, paths, parent, whose=person)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def ask_for_folder(
    session: Session, words: Words, parent: QWidget, person: str | None = None
) -> SortDialog | None:
    """Ask for a folder of papers and show where they belong."""
    if not session.has_case:
        return None
    chosen = QFileDialog.getExistingDirectory(parent, words.say("Add a folder of papers"))
    return sort_papers(session, words, (Path(chosen),), parent, person=person) if chosen else None
