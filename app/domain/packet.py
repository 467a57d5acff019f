"""What a packet is made of: what is asked for, and the plan of every page before a byte is drawn."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.files import FileKind, PageFacts
from app.domain.words import DisplayMode, Text

PT_PER_MM = 72 / 25.4
A4_WIDTH_PT = 210 * PT_PER_MM
A4_HEIGHT_PT = 297 * PT_PER_MM


class Originals(StrEnum):
    """What becomes of source files that carry a digital signature, which no assembled packet can keep."""

    LEFT = "left"
    BESIDE = "beside"
    ATTACHED = "attached"


@dataclass(frozen=True, slots=True)
class Area:
    """Names a rectangle of a source page that a shared copy leaves out.

    `page` counts from 1; edges are shares (0 to 1) of the page as it is seen, from its upper left.
    """

    file: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ShareCopy:
    """Asks for a copy that is handed on: watermarked for one recipient on one day, areas taken out."""

    recipient: str
    day: date
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """Holds how a packet is wanted.

    `language` is that of the packet's own pages. `printing` starts each exhibit on an odd page and
    repeats it for every copy that the place asks for. `volume_bytes` splits the packet at exhibits.
    `password` locks it (AES-256). `archival` asks for PDF/A-2b. `supplement_to` is the path of an
    earlier packet to which only what is new is added.
    """

    language: DisplayMode = DisplayMode.BOTH
    printing: bool = False
    volume_bytes: int | None = None
    password: str = ""
    archival: bool = False
    originals: Originals = Originals.LEFT
    share: ShareCopy | None = None
    supplement_to: str = ""


USUAL_OPTIONS = PacketOptions()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Names one file of an exhibit and where its pages are taken from.

    `path` leads to readable bytes (the original, a repaired or a converted copy) of kind `kind`;
    `sha256` is that of the original; `selected` holds indices of `pages`, counted from 0, in the order
    in which they are placed. With `problem` set no page of it can be used and a draft shows
    one placeholder page instead. `physical_mm` fixes the printed size (width, height) of a photo.
    """

    name: str
    path: str
    kind: FileKind
    sha256: str
    size_bytes: int
    pages: tuple[PageFacts, ...]
    selected: tuple[int, ...]
    problem: str | None = None
    physical_mm: tuple[float, float] | None = None
    treatment: str = "copied"


@dataclass(frozen=True, slots=True)
class ExhibitRequest:
    """Holds one paper as it will stand in the packet: its title, whose it is, and its files.

    `details` are short lines for the divider and the contents (part of the chain, issue and use-by
    dates, original or copy).
    """

    requirement: str
    part: str
    title: Text
    person_name: str
    details: tuple[Text, ...]
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """Holds the exhibits behind one divider."""

    title: Text
    subtitle: Text
    exhibits: tuple[ExhibitRequest, ...]


@dataclass(frozen=True, slots=True)
class PacketRequest:
    """Holds everything that a packet shows, in order; nothing in it depends on the day it is built."""

    title: str
    category: Text
    place: Text
    office: Text
    submit_on: date
    people: tuple[
        tuple[Text, ...], ...
    ]  # one row a person: role, name, passport number, nationality, birth date
    sections: tuple[SectionRequest, ...]
    draft: bool
    rule_pack: str
    options: PacketOptions = USUAL_OPTIONS


class PageKind(StrEnum):
    """What stands on a page of the packet."""

    COVER = "cover"
    CONTENTS = "contents"
    DIVIDER = "divider"
    SHEET = "sheet"
    PLACEHOLDER = "placeholder"
    ACCOUNTING = "accounting"


@dataclass(frozen=True, slots=True)
class PageSource:
    """Names one page of one source file; `index` counts from 0."""

    file: SourceFile
    index: int
    facts: PageFacts


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """Holds what will stand on one page; `number` counts from 1 and is what a viewer shows."""

    number: int
    kind: PageKind
    width_pt: float
    height_pt: float
    label: str = ""
    section: int | None = None
    exhibit: int | None = None
    source: PageSource | None = None
    problem: str | None = None
    part: int = 0  # which page of the contents, of the accounting


@dataclass(frozen=True, slots=True)
class PlannedExhibit:
    """Holds an exhibit's label ("3-2") and its pages."""

    label: str
    request: ExhibitRequest
    first_page: int
    page_count: int


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """Holds a section's number, its divider's page and its exhibits."""

    number: int
    request: SectionRequest
    divider_page: int
    exhibits: tuple[PlannedExhibit, ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Holds one entry of the outline; `level` counts from 0."""

    title: Text
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """Holds every page, number, label and bookmark of a packet, known before a byte is drawn."""

    request: PacketRequest
    pages: tuple[PlannedPage, ...]
    sections: tuple[PlannedSection, ...]
    bookmarks: tuple[Bookmark, ...]

    @property
    def page_count(self) -> int:
        """Return how many pages the packet will have."""
        return len(self.pages)


@dataclass(frozen=True, slots=True)
class Built:
    """Holds what became of an assembled packet: where it is, how many pages, which bytes."""

    path: str
    page_count: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PacketFile:
    """Holds a source file as the packet accounts for it; `pages` are the packet's pages, from 1."""

    label: str
    requirement: str
    name: str
    sha256: str
    pages_in_file: int
    pages: tuple[int, ...]
    treatment: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Holds one thing in a packet that is not as its manifest or the case says."""

    code: str
    page: int | None = None
    expected: str = ""
    found: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """Holds what reading a packet back showed; sound when there is no discrepancy."""

    path: str
    title: str
    category: str
    place: str
    page_count: int
    source_pages: int
    draft: bool
    discrepancies: tuple[Discrepancy, ...] = ()
    files: tuple[PacketFile, ...] = ()
    shown_digest: str = ""

    @property
    def sound(self) -> bool:
        """Say whether the packet is as it was built."""
        return not self.discrepancies


@dataclass(frozen=True, slots=True)
class Progress:
    """Holds how far a long piece of work is; `step` is a code such as "read" or "draw"."""

    step: str
    done: int
    total: int
    name: str = ""
