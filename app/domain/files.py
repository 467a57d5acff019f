"""What a file is and what was seen in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FileKind(StrEnum):
    """What a file's content is, whatever its name says."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    WEBP = "webp"
    BMP = "bmp"
    DOCX = "docx"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"

    @property
    def is_picture(self) -> bool:
        """Say whether the content is one or more pictures."""
        return self in PICTURE_KINDS


PICTURE_KINDS = frozenset(
    {FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.HEIC, FileKind.WEBP, FileKind.BMP}
)


class FileProblem(StrEnum):
    """Why no page of a file can be used."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    NEEDS_CONVERTER = "needs_converter"
    TOO_HEAVY = "too_heavy"
    DYNAMIC_FORM = "dynamic_form"


class Repair(StrEnum):
    """What rebuilt a damaged file."""

    PIKEPDF = "pikepdf"
    PDFIUM = "pdfium"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Names kept bytes by their SHA-256 (hexadecimal).

    `origin` is the absolute path from which they were copied, as far as that is known.
    """

    sha256: str
    size_bytes: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OriginChange:
    """Says that the file from which one of a case's files was copied is another one by now, or gone."""

    name: str
    origin: str
    sha256: str = ""  # of what is there now; nothing where it is gone

    @property
    def is_gone(self) -> bool:
        """Say whether there is no file any more."""
        return not self.sha256


@dataclass(frozen=True, slots=True)
class Origins:
    """Holds which origins of a case's files changed, and the paths that can be watched."""

    changes: tuple[OriginChange, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Holds what was seen of one page.

    `width_pt` and `height_pt` are as a viewer shows it, after `turn` (clockwise degrees that the
    page's own rotation or a photo's orientation tag asks for) and `mirrored` (left and right swapped
    before turning), both for the pixels as stored; HEIC has none, since its decoder has turned it.
    Pictures without a stated resolution have `dpi` None and are measured at 72 dpi. `picture` is a
    small grey image of the page, one byte a cell, for telling same from other; empty when it could
    not be drawn. `problem` says why this page cannot be used.
    """

    number: int
    width_pt: float
    height_pt: float
    turn: int = 0
    mirrored: bool = False
    dpi: float | None = None
    picture: bytes = b""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Holds who signed a file digitally, on which day and why, as the signature itself says.

    Whether it is valid is not judged. `signer` is empty where none could be read.
    """

    signer: str
    signed_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Holds what was seen in one file; facts only, no judgement.

    Of a Word file `fonts_asked` names the fonts in which its text is set; once it was laid out, `converter`
    names the program that did it and `substituted` each font asked for with the one used in its stead.
    `undrawn_notes` are the numbers of pages with a stamp that has no picture: each viewer draws its own.
    """

    sha256: str
    size_bytes: int
    kind: FileKind
    named_kind: FileKind | None = None
    pages: tuple[PageFacts, ...] = ()
    problem: FileProblem | None = None
    repair: Repair | None = None
    active_content: tuple[str, ...] = ()
    signed: bool = False
    restricted: bool = False
    signatures: tuple[Signature, ...] = ()
    fonts_asked: tuple[str, ...] = ()
    converter: str = ""
    substituted: tuple[tuple[str, str], ...] = ()
    undrawn_notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """Names one thing that was done to a file on its way into the packet, and with which program.

    `code` is one of rebuilt, drawn, unlocked, converted, flattened, pictured, turned (as the text stands)
    and turned_by_hand. `pages` count from 1; none are named where it was done to all of them.
    """

    code: str
    tool: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """Pairs a file's facts with the path from which its pages are taken (repaired or converted).

    `parts` names a file for each page from which that page is taken where `path` itself is not: a picture
    that was decoded, a page that was drawn. Without them every page is taken from `path`.
    """

    name: str
    path: str
    kind: FileKind
    facts: FileFacts
    handling: tuple[Handling, ...] = ()
    parts: tuple[str, ...] = ()
    original: str = ""  # where its own bytes are
    stamp: str = ""  # of these, by which they are known to be those that were examined
