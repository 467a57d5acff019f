"""Plans a packet: every page, number, label and bookmark, before a byte is drawn.

Order: cover, contents, originals to bring, for each section a divider and its exhibits' pages, page
accounting. A packet in volumes has the same contents in each; exhibits keep their labels, pages are
numbered anew.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.domain.packet import (
    A4_HEIGHT_PT,
    A4_WIDTH_PT,
    Bookmark,
    PacketPlan,
    PacketRequest,
    PageKind,
    PlannedExhibit,
    PlannedPage,
    PlannedSection,
    SectionRequest,
    Supplement,
)
from app.domain.words import Text
from app.packet import certificate, cover, listing
from app.packet.changes import changes_pages
from app.packet.identity import left_out_told, packet_id, shown_digest
from app.packet.sheets import ExhibitPage, exhibit_pages
from app.packet.wording import Wording, wording_of
from app.typeset.text import lacks, visible

_Place = tuple[int, int]  # of a section, and of an exhibit within it, both from 0


@dataclass
class _Draft:
    """Gathers a volume's pages while their numbers grow; when printing, what is new starts a new leaf."""

    volume: int
    printing: bool
    pages: list[PlannedPage] = field(default_factory=list)
    dividers: dict[int, int] = field(default_factory=dict)
    exhibits: dict[_Place, PlannedExhibit] = field(default_factory=dict)

    @property
    def next_number(self) -> int:
        return len(self.pages) + 1

    def add(self, page: PlannedPage) -> None:
        self.pages.append(replace(page, number=self.next_number))

    def begin(self) -> int:
        """Go on to the next odd page where the packet is to be printed, and return the page's number."""
        if self.printing and self.next_number % 2 == 0:
            self.add(PlannedPage(0, PageKind.BLANK, A4_WIDTH_PT, A4_HEIGHT_PT))
        return self.next_number

    def add_front(self, kind: PageKind, count: int, *, section: int | None = None, label: str = "") -> int:
        first = self.begin()
        for part in range(count):
            self.add(PlannedPage(0, kind, A4_WIDTH_PT, A4_HEIGHT_PT, label=label, section=section, part=part))
        return first


def plan_packet(request: PacketRequest) -> PacketPlan:
    """Plan every page of a packet; raises ValueError for an unusable file where no draft is asked for."""
    return plan_volumes(request, (0,))[0]


def plan_volumes(request: PacketRequest, starts: Sequence[int]) -> tuple[PacketPlan, ...]:
    """Plan a packet in volumes that begin with the exhibits `starts`, counted from 0 through the packet.

    Raises ValueError for an unusable file where no draft is asked for.
    """
    say, identifier = wording_of(request), packet_id(shown_digest(request))
    shown = say.request(request)
    volumes = _volumes(request, starts)
    drafts = [_plan_volume(shown, volumes, number + 1) for number in range(len(starts))]
    sections = tuple(_planned_section(shown, drafts, volumes, index) for index in range(len(volumes)))
    counts = tuple(len(draft.pages) for draft in drafts)
    return tuple(
        PacketPlan(
            request,
            tuple(draft.pages),
            sections,
            tuple(_bookmarks(say, draft, sections)),
            volume=draft.volume,
            volume_pages=counts,
            packet_id=identifier,
        )
        for draft in drafts
    )


def missing_characters(request: PacketRequest) -> tuple[tuple[str, str], ...]:
    """Return each character that the bundled font lacks, with the first text in which it stands."""
    found: dict[str, str] = {}
    for words in _drawn_words(wording_of(request).request(request)):
        for mark in visible(words):
            if mark not in found and lacks(mark):
                found[mark] = words
    return tuple(found.items())


def _volumes(request: PacketRequest, starts: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Return the volume of each section's exhibits, from 1."""
    found, done = [], 0
    for section in request.sections:
        numbers = range(done, done + len(section.exhibits))
        found.append(tuple(bisect_right(starts, number) for number in numbers))
        done += len(section.exhibits)
    return tuple(found)


def _home(volumes: tuple[tuple[int, ...], ...], index: int) -> int:
    """Return the volume in which a section's divider stands: with its first exhibit, else where it comes."""
    if volumes[index]:
        return volumes[index][0]
    before = [numbers[-1] for numbers in volumes[:index] if numbers]
    return before[-1] if before else 1


def _plan_volume(request: PacketRequest, volumes: tuple[tuple[int, ...], ...], volume: int) -> _Draft:
    draft = _Draft(volume, request.options.printing)
    draft.add_front(PageKind.COVER, len(cover.people_pages(request)))
    draft.add_front(PageKind.CONTENTS, len(listing.contents_pages(request)))
    changes = len(changes_pages(request))
    if changes:
        draft.add_front(PageKind.CHANGES, changes)
    originals = len(listing.originals_pages(request))
    if originals:
        draft.add_front(PageKind.ORIGINALS, originals)
    for index, section in enumerate(request.sections):
        if _home(volumes, index) == volume:
            parts = len(listing.divider_pages(index, section, wording_of(request)))
            label = str(section_number(section, index))
            draft.dividers[index] = draft.add_front(PageKind.DIVIDER, parts, section=index + 1, label=label)
        for place, number in enumerate(volumes[index]):
            if number == volume:
                draft.exhibits[index, place] = _plan_exhibit(draft, request, (index, place))
    own = frozenset(draft.exhibits)
    draft.add_front(PageKind.ACCOUNTING, len(certificate.accounting_pages(request, own)))
    return draft


def section_number(section: SectionRequest, index: int) -> int:
    """Return a section's number; `index` is its place in the packet, from 0."""
    return section.number or index + 1


def _plan_exhibit(draft: _Draft, request: PacketRequest, place: _Place) -> PlannedExhibit:
    section = request.sections[place[0]]
    exhibit = section.exhibits[place[1]]
    label = exhibit.label or f"{section_number(section, place[0])}-{place[1] + 1}"
    pages = exhibit_pages(exhibit)
    if not request.draft:
        _refuse_placeholders(pages, label)
    first = draft.begin()
    for copy in range(1, 1 + (max(exhibit.copies, 1) if draft.printing else 1)):
        draft.begin()
        for part, each in enumerate(pages):
            page = replace(each.page, label=label, section=place[0] + 1, exhibit=place[1] + 1)
            draft.add(replace(page, part=part, copy=copy))
    file_pages = tuple(_file_pages(pages, first, file) for file in range(len(exhibit.files)))
    return PlannedExhibit(label, exhibit, first, len(pages), file_pages, draft.volume)


def _refuse_placeholders(pages: tuple[ExhibitPage, ...], label: str) -> None:
    for each in pages:
        if each.page.kind is PageKind.PLACEHOLDER:
            raise ValueError(f"exhibit {label} has a page that cannot be used: {each.page.problem}")


def _file_pages(pages: tuple[ExhibitPage, ...], first: int, file: int) -> tuple[int, ...]:
    return tuple(first + place for place, each in enumerate(pages) if file in each.files)


def _planned_section(
    request: PacketRequest, drafts: Sequence[_Draft], volumes: tuple[tuple[int, ...], ...], index: int
) -> PlannedSection:
    section, home = request.sections[index], _home(volumes, index)
    exhibits = tuple(drafts[volume - 1].exhibits[index, place] for place, volume in enumerate(volumes[index]))
    number = section_number(section, index)
    return PlannedSection(number, section, drafts[home - 1].dividers[index], exhibits, home)


def _bookmarks(say: Wording, draft: _Draft, sections: tuple[PlannedSection, ...]) -> Iterator[Bookmark]:
    firsts: dict[PageKind, int] = {}
    for page in draft.pages:
        firsts.setdefault(page.kind, page.number)
    yield Bookmark(say("Cover"), 1, 0)
    yield Bookmark(say("Contents"), firsts[PageKind.CONTENTS], 0)
    if PageKind.CHANGES in firsts:
        yield Bookmark(say("Changes since the earlier packet"), firsts[PageKind.CHANGES], 0)
    if PageKind.ORIGINALS in firsts:
        yield Bookmark(say("Originals to bring"), firsts[PageKind.ORIGINALS], 0)
    for section in sections:
        yield from _section_bookmarks(say, draft.volume, section)
    yield Bookmark(say("Page-accounting certificate"), firsts[PageKind.ACCOUNTING], 0)


def _section_bookmarks(say: Wording, volume: int, section: PlannedSection) -> Iterator[Bookmark]:
    """Give a section's bookmarks in a volume; where it goes on there, it leads to its first exhibit."""
    own = [exhibit for exhibit in section.exhibits if exhibit.volume == volume]
    if section.volume != volume and not own:
        return
    page = section.divider_page if section.volume == volume else own[0].first_page
    yield Bookmark(listing.section_title(section.number, section.request, say), page, 0)
    for exhibit in own:
        yield Bookmark(_labelled(exhibit), exhibit.first_page, 1)


def _labelled(exhibit: PlannedExhibit) -> Text:
    title = listing.exhibit_title(exhibit.request)
    return Text(zh=f"{exhibit.label} {title.zh}", en=f"{exhibit.label} {title.en}")


def _drawn_words(request: PacketRequest) -> Iterator[str]:
    yield from (request.title, request.applicant, request.agent)
    for text in (
        request.category,
        request.place,
        request.office,
        *(cell for row in request.people for cell in row),
    ):
        yield from (text.zh, text.en)
    if request.options.share is not None:
        yield request.options.share.recipient
    if request.supplement is not None:
        yield from _supplement_words(request.supplement)
    for paper in left_out_told(request):
        yield from (paper.title.zh, paper.title.en, paper.person_name, paper.reason, paper.said_by)
    for section in request.sections:
        yield from (section.title.zh, section.title.en, section.subtitle.zh, section.subtitle.en)
        yield from _section_words(section)


def _supplement_words(supplement: Supplement) -> Iterator[str]:
    yield supplement.title
    for change in supplement.changes:
        yield from (change.title.zh, change.title.en, change.person_name, *change.files)


def _section_words(section: SectionRequest) -> Iterator[str]:
    for exhibit in section.exhibits:
        yield exhibit.person_name
        for text in (exhibit.title, *exhibit.details, *exhibit.notes):
            yield from (text.zh, text.en)
        for file in exhibit.files:
            yield file.name
            yield from (signature.signer for signature in file.signatures)
