"""Plans a packet: every page, number, label and bookmark, before a byte is drawn.

Order: cover, contents, for each section a divider and its exhibits' pages, page accounting.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.domain.files import PageFacts
from app.domain.packet import (
    A4_HEIGHT_PT,
    A4_WIDTH_PT,
    Bookmark,
    ExhibitRequest,
    PacketFile,
    PacketPlan,
    PacketRequest,
    PageKind,
    PageSource,
    PlannedExhibit,
    PlannedPage,
    PlannedSection,
    SectionRequest,
    SourceFile,
)
from app.domain.words import Text
from app.i18n.catalogue import both
from app.packet import layout, listing
from app.packet.typeset import lacks, visible

MISSING = "missing"


@dataclass
class _Draft:
    """Gathers pages while their numbers grow."""

    pages: list[PlannedPage] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        return len(self.pages) + 1

    def add(self, page: PlannedPage) -> None:
        self.pages.append(replace(page, number=self.next_number))

    def add_front(self, kind: PageKind, count: int, *, section: int | None = None, label: str = "") -> None:
        for part in range(count):
            self.add(PlannedPage(0, kind, A4_WIDTH_PT, A4_HEIGHT_PT, label=label, section=section, part=part))


def plan_packet(request: PacketRequest) -> PacketPlan:
    """Plan every page of a packet; raises ValueError for an unusable file where no draft is asked for."""
    draft = _Draft()
    draft.add_front(PageKind.COVER, len(listing.people_pages(request)))
    draft.add_front(PageKind.CONTENTS, len(listing.contents_pages(request)))
    sections = tuple(_plan_section(draft, request, index) for index in range(len(request.sections)))
    accounting = draft.next_number
    draft.add_front(PageKind.ACCOUNTING, len(listing.accounting_pages(request)))
    pages = tuple(draft.pages)
    return PacketPlan(request, pages, sections, tuple(_bookmarks(pages, sections, accounting)))


def missing_characters(request: PacketRequest) -> tuple[tuple[str, str], ...]:
    """Return each character that the bundled font lacks, with the first text in which it stands."""
    found: dict[str, str] = {}
    for words in _drawn_words(request):
        for mark in visible(words):
            if mark not in found and lacks(mark):
                found[mark] = words
    return tuple(found.items())


def packet_files(plan: PacketPlan) -> tuple[PacketFile, ...]:
    """Return every source file with the pages on which it stands."""
    return tuple(
        PacketFile(
            label=exhibit.label,
            requirement=exhibit.request.requirement,
            name=file.name,
            sha256=file.sha256,
            pages_in_file=len(file.pages),
            pages=file_page_numbers(exhibit, place),
            treatment=file.treatment,
            problem=file.problem or "",
        )
        for section in plan.sections
        for exhibit in section.exhibits
        for place, file in enumerate(exhibit.request.files)
    )


def file_page_numbers(exhibit: PlannedExhibit, place: int) -> tuple[int, ...]:
    """Return the packet's pages of an exhibit's file; a file's pages follow each other."""
    counts = [len(tuple(_file_pages(file))) for file in exhibit.request.files]
    start = exhibit.first_page + sum(counts[:place])
    return tuple(range(start, start + counts[place]))


def _plan_section(draft: _Draft, request: PacketRequest, index: int) -> PlannedSection:
    section = request.sections[index]
    number = index + 1
    divider_page = draft.next_number
    dividers = len(listing.divider_pages(index, section))
    draft.add_front(PageKind.DIVIDER, dividers, section=number, label=str(number))
    exhibits = tuple(
        _plan_exhibit(draft, request, exhibit, number, place)
        for place, exhibit in enumerate(section.exhibits, start=1)
    )
    return PlannedSection(number, section, divider_page, exhibits)


def _plan_exhibit(
    draft: _Draft, request: PacketRequest, exhibit: ExhibitRequest, section: int, place: int
) -> PlannedExhibit:
    first, label = draft.next_number, f"{section}-{place}"
    for page in _exhibit_pages(exhibit):
        if page.kind is PageKind.PLACEHOLDER and not request.draft:
            raise ValueError(f"exhibit {label} has a page that cannot be used: {page.problem}")
        draft.add(replace(page, label=label, section=section, exhibit=place))
    return PlannedExhibit(label, exhibit, first, draft.next_number - first)


def _exhibit_pages(exhibit: ExhibitRequest) -> Iterator[PlannedPage]:
    if not exhibit.files:
        yield _placeholder(None, MISSING)
    for file in exhibit.files:
        yield from _file_pages(file)


def _file_pages(file: SourceFile) -> Iterator[PlannedPage]:
    if file.problem is not None or not file.selected:
        facts = file.pages[0] if file.pages else PageFacts(1, A4_WIDTH_PT, A4_HEIGHT_PT)
        yield _placeholder(PageSource(file, 0, facts), file.problem or "empty")
        return
    for index in file.selected:
        facts = file.pages[index]
        source = PageSource(file, index, facts)
        if facts.problem is not None:
            yield _placeholder(source, facts.problem)
            continue
        width, height = (A4_WIDTH_PT, A4_HEIGHT_PT) if file.physical_mm else layout.page_size(facts)
        yield PlannedPage(0, PageKind.SHEET, width, height, source=source)


def _placeholder(source: PageSource | None, problem: str) -> PlannedPage:
    return PlannedPage(0, PageKind.PLACEHOLDER, A4_WIDTH_PT, A4_HEIGHT_PT, source=source, problem=problem)


def _bookmarks(
    pages: tuple[PlannedPage, ...], sections: tuple[PlannedSection, ...], accounting: int
) -> Iterator[Bookmark]:
    contents = next(page.number for page in pages if page.kind is PageKind.CONTENTS)
    yield Bookmark(both("Cover"), 1, 0)
    yield Bookmark(both("Contents"), contents, 0)
    for section in sections:
        yield Bookmark(listing.section_title(section.number, section.request), section.divider_page, 0)
        for exhibit in section.exhibits:
            yield Bookmark(_labelled(exhibit), exhibit.first_page, 1)
    yield Bookmark(both("Page accounting"), accounting, 0)


def _labelled(exhibit: PlannedExhibit) -> Text:
    title = listing.exhibit_title(exhibit.request)
    return Text(zh=f"{exhibit.label} {title.zh}", en=f"{exhibit.label} {title.en}")


def _drawn_words(request: PacketRequest) -> Iterator[str]:
    yield request.title
    for text in (
        request.category,
        request.place,
        request.office,
        *(cell for row in request.people for cell in row),
    ):
        yield from (text.zh, text.en)
    for section in request.sections:
        yield from (section.title.zh, section.title.en, section.subtitle.zh, section.subtitle.en)
        yield from _section_words(section)


def _section_words(section: SectionRequest) -> Iterator[str]:
    for exhibit in section.exhibits:
        yield exhibit.person_name
        for text in (exhibit.title, *exhibit.details):
            yield from (text.zh, text.en)
        for file in exhibit.files:
            yield file.name
