"""What an upload set is made of: files for a portal, one for each paper asked of each person."""

from dataclasses import dataclass

from app.domain.files import Handling
from app.domain.findings import Finding, Severity
from app.domain.packet import LeftOut
from app.domain.sources import Source
from app.domain.words import Text


@dataclass(frozen=True, slots=True)
class UploadSource:
    """Names a source file and its pages (from 1) that stand in an upload file, and how it was treated.

    `treatment` is that of a packet's file, or "photo" for a copy within the photo's window, or "untouched"
    for a signed file that stands there byte for byte.
    """

    name: str
    sha256: str
    part: str
    pages: tuple[int, ...]
    treatment: str
    handling: tuple[Handling, ...] = ()


@dataclass(frozen=True, slots=True)
class ReducedPage:
    """Holds what became of a scan that was drawn anew to make a file smaller; `page` counts from 1."""

    page: int
    from_dpi: int
    dpi: int
    quality: int
    from_bytes: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PhotoSize:
    """Holds what a photo file says of itself: pixels, and dots per inch at the asked size of the print."""

    width: int
    height: int
    dpi: int


@dataclass(frozen=True, slots=True)
class UploadFile:
    """Holds one file of an upload set: what it answers, what it was made of, its bytes and limits.

    `requirement` and `person` are ids; `part` is the link of the chain where each has a file of its own.
    """

    name: str
    requirement: str
    title: Text
    person: str
    person_name: str
    size_bytes: int
    sha256: str
    pages: int
    sources: tuple[UploadSource, ...]
    part: str = ""
    reduced: tuple[ReducedPage, ...] = ()
    photo: PhotoSize | None = None


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """Names a paper that is asked of a person and not there yet."""

    requirement: str
    title: Text
    person: str
    person_name: str


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Holds the limits of each file and where they are written; None where there is none.

    Those that are not `binding` are the product's own or hearsay.
    """

    most_bytes: int | None
    most_pages: int | None
    binding: bool
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadSet:
    """Holds what was written to a folder, and everything that a person should know of it."""

    path: str
    title: str
    category: Text
    place: Text
    draft: bool
    limits: UploadLimits
    files: tuple[UploadFile, ...]
    missing: tuple[MissingPaper, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_handed_in: tuple[LeftOut, ...] = ()

    @property
    def usable(self) -> bool:
        """Say whether every file is as the place asks and no given paper was left out."""
        return not any(finding.severity is Severity.BLOCKER for finding in self.findings)
