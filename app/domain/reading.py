"""What was read on papers: text with its place, the kind of paper, the facts that it states.

Everything read keeps where it stands and how sure the reader is, so that a person can look. Nothing
read ever takes the place of what a person typed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

FactValue: TypeAlias = str | int | float | date


@dataclass(frozen=True, slots=True)
class Box:
    """Holds a place on a page as fractions of its width and height, from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """Holds a run of text that stands on one line; `confidence` from 0 to 1, 1 for a text layer."""

    text: str
    box: Box
    confidence: float = 1.0


class TextSource(StrEnum):
    """Where the text of a page comes from."""

    LAYER = "layer"
    RECOGNISED = "recognised"
    NONE = "none"


class FactName(StrEnum):
    """What a fact is about."""

    NAME = "name"  # the whole name as printed, in whatever order
    SURNAME = "surname"
    GIVEN_NAMES = "given_names"
    CHINESE_NAME = "chinese_name"
    SEX = "sex"  # F, M, X
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    NATIONALITY = "nationality"  # ISO 3166-1 alpha-3
    PASSPORT_NUMBER = "passport_number"
    MARITAL_STATUS = "marital_status"  # married, single, divorced, widowed
    DOCUMENT_NUMBER = "document_number"
    CARD_NUMBER = "card_number"  # of a permanent residence card
    ISSUED_ON = "issued_on"
    EXPIRES_ON = "expires_on"
    VALID_FROM = "valid_from"
    AUTHENTICATED_ON = "authenticated_on"  # apostille or consular authentication
    ISSUING_COUNTRY = "issuing_country"  # ISO 3166-1 alpha-3
    AUTHORITY = "authority"
    EMPLOYER = "employer"
    CREDIT_CODE = "credit_code"  # unified social credit code
    POSITION = "position"
    EMPLOYED_SINCE = "employed_since"
    EMPLOYED_UNTIL = "employed_until"
    WORK_PERMIT_CLASS = "work_permit_class"  # A, B, C
    UNIVERSITY = "university"
    DEGREE = "degree"
    WAGE = "wage"  # CNY; with `year`, and `month` for a month's row
    WAGE_TOTAL = "wage_total"
    TAX = "tax"
    TAX_TOTAL = "tax_total"
    ENTERED_ON = "entered_on"
    LEFT_ON = "left_on"
    DAYS_IN_CHINA = "days_in_china"  # with `year`
    PERIOD_FROM = "period_from"  # first day that a statement covers
    PERIOD_UNTIL = "period_until"
    PAGES_STATED = "pages_stated"  # how many pages a paper says it or its original has
    BUSINESS_SCOPE = "business_scope"
    TRANSLATED_ON = "translated_on"  # the day at the foot of a translation, its translator's
    AUTHENTICATION_NUMBER = "authentication_number"  # of an apostille, in a translation of it


class Subject(StrEnum):
    """Whom a fact is about, among the people that a paper names."""

    HOLDER = "holder"  # the person that the paper is made out to
    CHILD = "child"
    MOTHER = "mother"
    FATHER = "father"
    HUSBAND = "husband"
    WIFE = "wife"
    OTHER = "other"  # a signatory, a contact, a relative in a table


@dataclass(frozen=True, slots=True)
class Fact:
    """Holds one thing that a paper states, as `text` in its own writing and as a value.

    `others` are further days that the text could mean as well (1/9/2026). `year` and `month` say which
    period an amount or a count of days is for.
    """

    name: FactName
    value: FactValue
    text: str
    page: int
    box: Box
    confidence: float = 1.0
    others: tuple[date, ...] = ()
    year: int | None = None
    month: int | None = None
    subject: Subject = Subject.HOLDER


@dataclass(frozen=True, slots=True)
class KindGuess:
    """Says what kind of paper a page is, by which words; `of` is the kind that a translation translates.

    `sure` says that nothing else comes near: only then may a check rest on it.
    """

    kind: str
    confidence: float
    sure: bool
    words: tuple[str, ...] = ()
    of: str | None = None


class ZoneFormat(StrEnum):
    """The formats of machine-readable zones (ICAO Doc 9303, parts 4 to 7)."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRV-A"
    MRVB = "MRV-B"


@dataclass(frozen=True, slots=True)
class Zone:
    """Holds a machine-readable zone: its lines, its fields, and which check digits do not hold.

    `lines` are as repaired where check digits prove the repair, `read` as they came; `repaired` and
    `failed` name fields: document_number, birth_date, expires_on, optional, composite. Names are as the
    zone writes them (A to Z, blanks); `cut` says that the zone had no room for all of them. `issuer` and
    `nationality` are ISO codes where there is one (DEU for D). `confidence` speaks of what check digits
    guard, of a failed one too: a low one may be misread. `doubtful` names fields of which check digits
    say nothing and that were not read plainly (surname, given_names, issuer, nationality, sex, or a
    document_number whose letters may be digits): a difference there may be a misreading.
    """

    format: ZoneFormat
    lines: tuple[str, ...]
    read: tuple[str, ...]
    document_code: str
    issuer: str
    surname: str
    given_names: str
    document_number: str
    nationality: str
    birth_date: date | None
    sex: str
    expires_on: date | None
    optional: str = ""
    failed: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    cut: bool = False
    confidence: float = 1.0
    box: Box | None = None
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """Holds a red (or other) stamp: where it is, whether round, its colour in words."""

    box: Box
    shape: str  # round, oval, square
    colour: str  # red, blue, violet, green, black


@dataclass(frozen=True, slots=True)
class PageQuality:
    """Holds how well a page can be read; facts only.

    `ink` is the share of the page that is not background. `sharpness` is the steepness of the edges of
    writing from 0 to 1, independent of how dark the print is, None without any writing. `glare` is the
    share that is washed out to white within a darker surrounding, `cut_edges` the sides (left, top,
    right, bottom) over which writing runs off. `low_confidence` is the share of the characters found
    that the reader was not sure of, or could not read at all.
    """

    ink: float
    sharpness: float | None = None
    glare: float = 0.0
    cut_edges: tuple[str, ...] = ()
    low_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class PageReading:
    """Holds what was read on one page; boxes are on the page as shown.

    `turn` is the clockwise turn in degrees after which the text stands upright, `tilt` the degrees by
    which it then still slants. `recognised` pages were read by OCR.
    """

    number: int
    source: TextSource
    lines: tuple[TextLine, ...] = ()
    turn: int = 0
    tilt: float = 0.0
    quality: PageQuality | None = None
    kinds: tuple[KindGuess, ...] = ()
    facts: tuple[Fact, ...] = ()
    zone: Zone | None = None
    seals: tuple[Seal, ...] = ()

    @property
    def kind(self) -> KindGuess | None:
        """Return the likeliest kind, None for a page that nothing is recognised on."""
        return self.kinds[0] if self.kinds else None


@dataclass(frozen=True, slots=True)
class Face:
    """Holds one face in pixels of the upright picture: its box, and what could be measured of the head.

    `crown` and `chin` are rows, `head_left` and `head_right` columns, `eyes` the two pupils.
    """

    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    crown: float | None = None
    chin: float | None = None
    head_left: float | None = None
    head_right: float | None = None
    eyes: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class PhotoMeasures:
    """Holds what was measured on a photo; measures only, never a verdict.

    `background_lab` is the mean colour of the background in CIE L*a*b*; `background_colour` its word
    (white, light-grey, light-blue, blue, red, green, other); `background_spread` how far it strays
    (Delta E, 95th percentile). `sharpness` is the steepness of edges within the face from 0 to 1.
    `over` and `under` are shares of the face that are washed out or black. Angles in degrees, clockwise
    positive.
    """

    width: int
    height: int
    size_bytes: int
    dpi: float | None
    colour: bool
    faces: tuple[Face, ...]
    background_lab: tuple[float, float, float] | None = None
    background_colour: str | None = None
    background_spread: float | None = None
    tilt: float | None = None
    sharpness: float | None = None
    over: float = 0.0
    under: float = 0.0
    lightness: float | None = None  # L* of the face
    cut: bool = False  # the head reaches the upper edge
    background_patches: tuple[tuple[float, float, float], ...] = ()  # L*a*b* of its parts


@dataclass(frozen=True, slots=True)
class Reading:
    """Holds everything that was read in one file, by one version of the reader.

    `trouble` says why a file, or the rest of it, was not read: timeout, memory, crash, too-large.
    """

    sha256: str
    reader: str
    pages: tuple[PageReading, ...] = ()
    photo: PhotoMeasures | None = None
    trouble: str | None = None

    def page(self, number: int) -> PageReading | None:
        """Return what was read on a page, counted from 1."""
        return next((page for page in self.pages if page.number == number), None)
