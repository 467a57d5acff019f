"""What a packet is made of: what is asked for, and the plan of every page before a byte is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.case import PageTurn
from app.domain.files import FileKind, Handling, PageFacts, Signature
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


_NOTHING_SAID = Text("", "")


@dataclass(frozen=True, slots=True)
class ShareCopy:
    """Asks for a copy that is handed on: watermarked for one recipient on one day, areas taken out.

    `purpose` is what the copy may be used for, as its watermark says.
    """

    recipient: str
    day: date
    areas: tuple[Area, ...] = ()
    purpose: Text = _NOTHING_SAID


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """Holds how a packet is wanted.

    `language` is that of the packet's own pages. `printing` starts each exhibit on an odd page and
    repeats it for every copy that the place asks for. `volume_bytes` splits the packet at exhibits.
    `password` locks it (AES-256). `archival` asks for PDF/A-2b. `supplement_to` is the path of an
    earlier packet to which only what is new is added, `supplement_password` what opens that one.
    """

    language: DisplayMode = DisplayMode.BOTH
    printing: bool = False
    volume_bytes: int | None = None
    password: str = ""
    archival: bool = False
    originals: Originals = Originals.LEFT
    share: ShareCopy | None = None
    supplement_to: str = ""
    supplement_password: str = ""


USUAL_OPTIONS = PacketOptions()


@dataclass(frozen=True, slots=True)
class RedactedPage:
    """Names the picture that stands for a page of a shared copy, with what was to go painted over.

    `index` counts the file's pages from 0; `areas` are told as the picture shows them. A page without
    `areas` became a picture because it shares objects with one that has some.
    """

    index: int
    path: str
    kind: FileKind
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Names one file of an exhibit and where its pages are taken from.

    `path` leads to readable bytes (the original, a repaired or a converted copy) of kind `kind`;
    `sha256` is that of the original; `selected` holds indices of `pages`, counted from 0, in the order
    in which they are placed. With `problem` set no page of it can be used and a draft shows
    one placeholder page instead. `physical_mm` fixes the printed size (width, height) of a photo,
    `photo_count` says how many of it stand on its photo sheet. `parts` names a file for each page from which
    it is taken where `path` itself is not; without them every page is taken from `path`.
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
    photo_count: int = 1
    treatment: str = "copied"
    handling: tuple[Handling, ...] = ()
    signatures: tuple[Signature, ...] = ()
    redacted: tuple[RedactedPage, ...] = ()
    original: str = ""  # where its own bytes are, when `path` leads to a copy
    attached: bool = False  # its own bytes are attached to the packet
    parts: tuple[str, ...] = ()
    stamp: str = ""  # by which it is known to be the file that was examined, where it is
    turned: tuple[PageTurn, ...] = ()  # by a person; pages by their numbers in the file


@dataclass(frozen=True, slots=True)
class ExhibitRequest:
    """Holds one paper as it will stand in the packet: its title, whose it is, and its files.

    `details` are short lines for the divider and the contents (issue and use-by dates). `form` is what
    the rules ask for: "original", "copy" (the original is shown), "original-and-copy", "" where they do
    not say; `copies_asked` is None where no text says how many. `notes` are the place's words on it.
    `one_page` puts two pages, such as the sides of a card, on one page; `copies` is how many of the
    exhibit a printing set holds. `unsigned` says that it is a letter of ours that nobody has signed yet.
    """

    requirement: str
    part: str
    title: Text
    person_name: str
    details: tuple[Text, ...]
    files: tuple[SourceFile, ...]
    form: str = ""
    copies_asked: int | None = None
    notes: tuple[Text, ...] = ()
    one_page: bool = False
    copies: int = 1
    person: str = ""  # its id in the case
    label: str = ""  # of a supplement's exhibit, which goes on from an earlier packet's
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """Holds the exhibits behind one divider."""

    title: Text
    subtitle: Text
    exhibits: tuple[ExhibitRequest, ...]
    number: int = 0  # in a supplement that of the earlier packet; 0 counts on


@dataclass(frozen=True, slots=True)
class PacketFile:
    """Holds a source file as the packet accounts for it.

    `pages` are the packet's pages, from 1, in volume `volume`, and `indices` names the pages of the file
    that stand there, from 0. `packet` is the id of the packet that holds it where that is an earlier one.
    """

    label: str
    requirement: str
    name: str
    sha256: str
    pages_in_file: int
    pages: tuple[int, ...]
    treatment: str
    problem: str = ""
    person: str = ""
    part: str = ""
    indices: tuple[int, ...] = ()
    packet: str = ""
    volume: int = 1
    redacted: tuple[int, ...] = ()  # the packet's pages on which areas were taken out


class ChangeKind(StrEnum):
    """What became of a paper since an earlier packet."""

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """Holds one change since an earlier packet: which paper it was there, and which it is now.

    `old_pages` are pages of the packet of id `old_packet`, from 1, in its volume `old_volume` where it has
    several. `files` are names of source files.
    """

    kind: ChangeKind
    title: Text
    person_name: str
    files: tuple[str, ...]
    label: str = ""
    old_label: str = ""
    old_pages: tuple[int, ...] = ()
    old_packet: str = ""
    old_volume: int = 0


@dataclass(frozen=True, slots=True)
class Supplement:
    """Holds what a packet adds to an earlier one, and what of the earlier ones still stands.

    `labels` are all that were ever given. `case_digest` is that of the whole case, of which a
    supplement holds only a part. `unchanged` counts exhibits.
    """

    packet_id: str
    title: str
    changes: tuple[Change, ...]
    unchanged: int
    standing: tuple[PacketFile, ...]
    labels: tuple[str, ...]
    case_digest: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Holds a paper that is not handed in, or only a part of it, because somebody said it is not needed."""

    title: Text
    person_name: str
    reason: str
    said_by: str
    said_on: date | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class PacketRequest:
    """Holds everything that a packet shows, in order; nothing in it depends on the day it is built.

    `applicant` is the principal's name, `agent` who prepared it and hands it in, where that is another.
    `left_out` are papers that are not handed in because somebody said that they are not needed.
    """

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
    applicant: str = ""
    agent: str = ""
    supplement: Supplement | None = None
    left_out: tuple[LeftOut, ...] = ()


class PageKind(StrEnum):
    """What stands on a page of the packet."""

    COVER = "cover"
    CONTENTS = "contents"
    ORIGINALS = "originals"
    CHANGES = "changes"
    DIVIDER = "divider"
    SHEET = "sheet"
    PLACEHOLDER = "placeholder"
    BLANK = "blank"
    ACCOUNTING = "accounting"


@dataclass(frozen=True, slots=True)
class PageSource:
    """Names one page of one source file; `index` counts from 0."""

    file: SourceFile
    index: int
    facts: PageFacts


@dataclass(frozen=True, slots=True)
class Frame:
    """Holds a rectangle of a page in points, within which a source stands as large as it fits.

    `source` is the place of that source among the page's, counted from 0.
    """

    x: float
    y: float
    width: float
    height: float
    source: int = 0


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """Holds what will stand on one page; `number` counts from 1 and is what a viewer shows.

    A page without `frames` has at most one source, which takes the room that the page leaves.
    Otherwise each frame shows one of the sources: two sides of a card, or one photo several times.
    `part` is which page of the contents, of the accounting, or of one copy of the exhibit it is, from
    0; `copy` counts the exhibit's copies in a printing set from 1.
    """

    number: int
    kind: PageKind
    width_pt: float
    height_pt: float
    label: str = ""
    section: int | None = None
    exhibit: int | None = None
    sources: tuple[PageSource, ...] = ()
    frames: tuple[Frame, ...] = ()
    problem: str | None = None
    part: int = 0
    copy: int = 1

    @property
    def source(self) -> PageSource | None:
        """Return the first source that stands on the page."""
        return self.sources[0] if self.sources else None


@dataclass(frozen=True, slots=True)
class PlannedExhibit:
    """Holds an exhibit's label ("3-2"), its volume, and its pages there.

    `first_page` and `page_count` are those of the first copy; `file_pages` holds, for each file, the
    pages of that copy on which it stands.
    """

    label: str
    request: ExhibitRequest
    first_page: int
    page_count: int
    file_pages: tuple[tuple[int, ...], ...] = ()
    volume: int = 1


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """Holds a section's number, its divider's volume and page, and its exhibits."""

    number: int
    request: SectionRequest
    divider_page: int
    exhibits: tuple[PlannedExhibit, ...]
    volume: int = 1


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Holds one entry of the outline; `level` counts from 0."""

    title: Text
    page: int
    level: int


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """Holds every page, number, label and bookmark of a packet, known before a byte is drawn.

    Where a packet is split, this is one of its volumes: `sections` are those of the whole packet, each
    exhibit with its volume; `pages` and `bookmarks` are this volume's. `volume_pages` counts the pages
    of every volume.
    """

    request: PacketRequest
    pages: tuple[PlannedPage, ...]
    sections: tuple[PlannedSection, ...]
    bookmarks: tuple[Bookmark, ...]
    volume: int = 1
    volume_pages: tuple[int, ...] = ()
    packet_id: str = ""
    # About how many bytes each exhibit of this volume will take, by its label, "" being all that is around
    # them; empty where that was not reckoned.
    reckoned: Mapping[str, int] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        """Return how many pages the packet, or this volume of it, will have."""
        return len(self.pages)

    @property
    def volumes(self) -> int:
        """Return how many volumes the packet has."""
        return max(1, len(self.volume_pages))

    @property
    def exhibits(self) -> tuple[PlannedExhibit, ...]:
        """Return the exhibits that stand in this volume."""
        every = (exhibit for section in self.sections for exhibit in section.exhibits)
        return tuple(exhibit for exhibit in every if exhibit.volume == self.volume)


@dataclass(frozen=True, slots=True)
class Built:
    """Holds what became of an assembled packet: where it is, how many pages, which bytes.

    Of a packet in volumes, `path` and `sha256` are the first volume's, `page_count` and `size_bytes`
    are sums, and `volumes` holds each; a packet in one file has none. `beside` names the untouched
    originals of signed files that stand beside the packet. `sizes` are the bytes of the exhibits in this
    file, by their labels.
    """

    path: str
    page_count: int
    size_bytes: int
    sha256: str
    volumes: tuple["Built", ...] = ()
    beside: tuple[str, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)


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
    """Holds what reading a packet back showed; sound when there is no discrepancy.

    Of a packet in volumes this is one: `page_count` and `source_pages` are its own, `files` are the
    whole packet's, and `siblings` are the names that the other volumes were written under.
    """

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
    volume: int = 1
    volumes: int = 1
    siblings: tuple[str, ...] = ()
    recipient: str = ""  # of a shared copy
    shared_on: str = ""
    supplement_to: str = ""  # the id of the packet to which this one is a supplement
    standing: tuple[PacketFile, ...] = ()  # files of earlier packets that still stand
    labels: tuple[str, ...] = ()  # every label given in it and in the packets before
    case_digest: str = ""  # of a supplement: that of the whole case, of which it holds a part
    packet_id: str = ""  # as printed on its cover
    attachments: tuple[str, ...] = ()  # names of untouched originals attached to it
    unembedded_fonts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # by source file, as it was brought

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
