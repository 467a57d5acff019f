"""The plan of a packet as a tree: what stands on which pages, about how large it is, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout

from app.domain.files import FileKind
from app.domain.judgement import ChecklistItem, ItemState
from app.domain.packet import Built, PacketPlan, PageKind, PlannedExhibit, PlannedSection
from app.gui.fields import text_label
from app.gui.marks import Mark
from app.gui.rows import RowTree, add_row, align_right, row_data, set_cell
from app.gui.state_marks import STATE_MARKS
from app.gui.words import Words
from app.i18n.catalogue import N_, both

_FRONT = (
    (PageKind.COVER, N_("Cover")),
    (PageKind.CONTENTS, N_("Contents")),
    (PageKind.CHANGES, N_("Changes since the earlier packet")),
    (PageKind.ORIGINALS, N_("Originals to bring")),
)
_KILOBYTE, _MEGABYTE = 1_000, 1_000_000
_LACKING = (ItemState.MISSING, ItemState.TOO_FEW)


@dataclass(frozen=True, slots=True)
class PlanPlace:
    """Names where a row of the plan stands: page of a volume, from 1, and the page of a file shown there."""

    volume: int
    page: int
    file: str = ""
    file_page: int = 1


class PlanTree(RowTree):
    """Shows plans volume by volume, each row with its pages and its size."""

    def __init__(self, words: Words) -> None:
        super().__init__(3)
        self._words = words
        self._built: Sequence[Built] = ()
        self.waiting = text_label("", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self.viewport())
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(self.waiting)
        self.set_widths(74, 88)
        self.setMinimumWidth(230)
        words.bind(self, N_("Plan of the packet"), "setAccessibleName")

    def show_plans(
        self,
        plans: Iterable[PacketPlan],
        lacking: Iterable[ChecklistItem],
        built: Sequence[Built] = (),
    ) -> None:
        """Show plans and, after them, what is missing; what was `built` of just these has its true sizes."""
        self._built = built
        say = self._words.say
        was = row_data(self.currentItem())
        top = self.verticalScrollBar().value()
        self.setUpdatesEnabled(False)
        self.blockSignals(True)
        self.setHeaderLabels([say("What stands in the packet"), say("Pages"), say("Size")])
        self.clear()
        for plan in plans:
            self._add_plan(plan)
        self._add_lacking([item for item in lacking if item.state in _LACKING and not item.optional])
        self.expandAll()
        align_right(self.headerItem(), 1, 2)
        for row in self.rows():
            align_right(row, 1, 2)
        if was is not None:
            self.select_row(was)
        self.verticalScrollBar().setValue(top)
        self.blockSignals(False)
        self.setUpdatesEnabled(True)
        self.waiting.setVisible(not self.topLevelItemCount())

    def wait_for(self, words: str) -> None:
        """Say what the plan waits for, where there is none to be shown."""
        self.waiting.setText(words)

    def place(self) -> PlanPlace | None:
        """Return where the chosen row stands in the packet, None where it stands nowhere."""
        data = row_data(self.currentItem())
        return data if isinstance(data, PlanPlace) else None

    def _add_plan(self, plan: PacketPlan) -> None:
        parent: QTreeWidget | QTreeWidgetItem = self
        if plan.volumes > 1:
            words = both("Volume {number} of {count}", number=plan.volume, count=plan.volumes)
            parent = add_row(self, *self._words.lines(words), data=PlanPlace(plan.volume, 1))
            set_cell(parent, 1, span(1, plan.page_count))
            whole = self._built[plan.volume - 1].size_bytes if self._built else 0
            set_cell(parent, 2, self._size(sum(plan.reckoned.values()), whole))
        for kind, message in _FRONT:
            self._add_pages(parent, plan, self._words.shown(both(message), " / "), kind)
        for section in plan.sections:
            exhibits = [each for each in section.exhibits if each.volume == plan.volume]
            if exhibits or section.volume == plan.volume:
                self._add_section(parent, plan, section, exhibits)
        title = self._words.shown(both("Page accounting"), " / ")
        self._add_pages(parent, plan, title, PageKind.ACCOUNTING)

    def _add_pages(
        self, parent: QTreeWidget | QTreeWidgetItem, plan: PacketPlan, title: str, kind: PageKind
    ) -> None:
        numbers = [page.number for page in plan.pages if page.kind is kind]
        if numbers:
            row = add_row(parent, title, data=PlanPlace(plan.volume, numbers[0]))
            set_cell(row, 1, span(numbers[0], numbers[-1]))

    def _add_section(
        self,
        parent: QTreeWidget | QTreeWidgetItem,
        plan: PacketPlan,
        section: PlannedSection,
        exhibits: list[PlannedExhibit],
    ) -> None:
        title, second = self._words.lines(section.request.title)
        owner = self._words.shown(section.request.subtitle, " / ")
        # In a later volume a section goes on without a divider.
        begins = section.volume == plan.volume
        first = section.divider_page if begins else exhibits[0].first_page
        row = add_row(
            parent,
            f"{section.number}  {title}",
            f"{second}\n{owner}" if second else owner,
            data=PlanPlace(plan.volume, first),
        )
        last = max([first, *(number for each in exhibits for number in _numbers(plan, each))])
        set_cell(row, 1, span(first, last))
        labels = [each.label for each in exhibits]
        reckoned = sum(plan.reckoned.get(label, 0) for label in labels)
        set_cell(row, 2, self._size(reckoned, sum(self._real(plan, label) for label in labels)))
        for exhibit in exhibits:
            self._add_exhibit(row, plan, exhibit)

    def _add_exhibit(self, parent: QTreeWidgetItem, plan: PacketPlan, exhibit: PlannedExhibit) -> None:
        title, second = self._words.lines(exhibit.request.title)
        names = ", ".join(Path(file.name).name for file in exhibit.request.files)
        lines = [second, names, self._manner(plan, exhibit), *self._problems(exhibit)]
        row = add_row(
            parent,
            f"{exhibit.label}  {title}",
            "\n".join(filter(None, lines)),
            mark=_mark_of(exhibit),
            data=self._place_of(plan, exhibit),
        )
        numbers = _numbers(plan, exhibit)
        set_cell(row, 1, span(exhibit.first_page, max([exhibit.first_page, *numbers])))
        set_cell(row, 2, self._size(plan.reckoned.get(exhibit.label, 0), self._real(plan, exhibit.label)))

    def _place_of(self, plan: PacketPlan, exhibit: PlannedExhibit) -> PlanPlace:
        """Return where an exhibit begins, and which page of which file stands there."""
        own = (page for page in plan.pages if page.label == exhibit.label and page.source is not None)
        source = next((page.source for page in own), None)
        if source is None:
            return PlanPlace(plan.volume, exhibit.first_page)
        return PlanPlace(plan.volume, exhibit.first_page, source.file.name, source.index + 1)

    def _problems(self, exhibit: PlannedExhibit) -> Iterator[str]:
        for name in _unusable(exhibit):
            yield self._words.say(
                "{file} cannot be used: a placeholder page stands for it.", file=Path(name).name
            )

    def _manner(self, plan: PacketPlan, exhibit: PlannedExhibit) -> str:
        """Say how an exhibit stands in the packet where that is not once and page by page."""
        shown, request = self._words.shown, exhibit.request
        parts = [shown(both("not signed yet"), " / ")] if request.unsigned else []
        if plan.request.options.printing and request.copies > 1:
            parts.append(shown(both("printed {count} times", count=request.copies), " / "))
        if request.one_page and exhibit.page_count < sum(len(file.selected) for file in request.files):
            parts.append(shown(both("two sides on one page"), " / "))
        return " · ".join(parts)

    def _add_lacking(self, items: list[ChecklistItem]) -> None:
        if not items:
            return
        say = self._words.say
        head = add_row(
            self,
            say.plural("{count} paper is missing", "{count} papers are missing", len(items)),
            say("Nothing of it stands in the packet."),
            mark=Mark.WARN,
        )
        for item in items:
            title, second = self._words.lines(item.title)
            owner = item.person.full_name
            state = say("too few so far") if item.state is ItemState.TOO_FEW else ""
            lines = filter(None, (second, " · ".join(filter(None, (owner, state)))))
            add_row(head, title, "\n".join(lines), mark=STATE_MARKS[item.state])

    def _real(self, plan: PacketPlan, label: str) -> int:
        return self._built[plan.volume - 1].sizes.get(label, 0) if self._built else 0

    def _size(self, reckoned: int, real: int) -> str:
        if real:
            return say_size(real, self._words)
        return about_size(reckoned, self._words) if reckoned else ""


def _mark_of(exhibit: PlannedExhibit) -> Mark | None:
    if _unusable(exhibit):
        return Mark.BAD
    return Mark.WARN if exhibit.request.unsigned else None


def count_lacking(items: Iterable[ChecklistItem]) -> int:
    """Return of how many papers nothing, or too little, is there."""
    return sum(item.state in _LACKING and not item.optional for item in items)


def has_unlaid_word_file(plans: Iterable[PacketPlan]) -> bool:
    """Say whether a Word file is planned of which it is not known yet how many pages it has."""
    files = (
        file
        for plan in plans
        for exhibit in plan.exhibits
        for file in exhibit.request.files
        if file.kind is FileKind.DOCX
    )
    return any(len(file.pages) <= 1 for file in files)


def say_size(size: int, words: Words) -> str:
    """Say a size in kilobytes or megabytes."""
    if size < _MEGABYTE:
        return words.say("{size} KB", size=max(1, round(size / _KILOBYTE)))
    return words.say("{size} MB", size=f"{size / _MEGABYTE:.1f}")


def about_size(size: int, words: Words) -> str:
    """Say a size that is only reckoned."""
    return words.say("≈ {size}", size=say_size(size, words))


def span(first: int, last: int) -> str:
    """Return a range of pages."""
    return str(first) if first == last else f"{first}–{last}"


def _unusable(exhibit: PlannedExhibit) -> list[str]:
    return [file.name for file in exhibit.request.files if file.problem is not None]


def _numbers(plan: PacketPlan, exhibit: PlannedExhibit) -> list[int]:
    """Return the pages of an exhibit, those of its further copies among them."""
    last = exhibit.first_page + exhibit.page_count - 1
    return [last, *(page.number for page in plan.pages if page.label == exhibit.label)]
