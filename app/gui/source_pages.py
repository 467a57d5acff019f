"""The source pages that stand in a packet, in its order, and how they are listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.files import FileKind
from app.domain.packet import PacketPlan, PageKind, PlannedExhibit
from app.gui.rows import RowTree, add_row, row_data, set_cell
from app.gui.words import Words
from app.i18n.catalogue import N_


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Names a page of a source file, counted from 1, and the exhibit in which it stands first."""

    file: str
    page: int
    kind: FileKind
    exhibit: PlannedExhibit


def source_pages(plans: Iterable[PacketPlan]) -> tuple[SourcePage, ...]:
    """Return every source page of a packet once, in the packet's order."""
    found = {(each.file, each.page): each for plan in plans for each in _pages_of(plan)}
    return tuple(found.values())


def _pages_of(plan: PacketPlan) -> Iterator[SourcePage]:
    for exhibit in plan.exhibits:
        own = [page for page in plan.pages if page.label == exhibit.label and page.copy == 1]
        sources = [each for page in own if page.kind is PageKind.SHEET for each in page.sources]
        for source in sources:
            yield SourcePage(source.file.name, source.index + 1, source.file.kind, exhibit)
        placed = {source.file.name for source in sources}
        for file in exhibit.request.files:
            # How many pages a Word file has shows only once it is laid out.
            if file.kind is FileKind.DOCX and file.name not in placed:
                yield SourcePage(file.name, 1, file.kind, exhibit)


class SourcePageList(RowTree):
    """Lists source pages under the titles of their exhibits, each with the number of its areas."""

    def __init__(self, words: Words) -> None:
        super().__init__(2)
        self._words = words
        self.set_widths(64)
        self.setRootIsDecorated(False)
        words.bind(self, N_("Pages of the papers"), "setAccessibleName")

    def show_pages(self, pages: Iterable[SourcePage], counts: dict[tuple[str, int], int]) -> None:
        """Show pages, and how many areas each has."""
        say = self._words.say
        self.setHeaderLabels([say("Page"), say("Areas")])
        self.clear()
        label = ""
        for each in pages:
            if each.exhibit.label != label:
                label = each.exhibit.label
                add_row(self, f"{label}  {self._words.shown(each.exhibit.request.title, ' / ')}", head=True)
            count = counts.get((each.file, each.page), 0)
            row = add_row(
                self,
                say("Page {page}", page=each.page),
                Path(each.file).name,
                data=(each.file, each.page),
            )
            set_cell(row, 1, str(count) if count else "")

    def show_count(self, key: tuple[str, int], count: int) -> None:
        """Show how many areas a page has now."""
        for row in self.rows():
            if row_data(row) == key:
                set_cell(row, 1, str(count) if count else "")
