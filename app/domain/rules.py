"""What a rule pack says: categories, requirements, places, questions. Values live in packs, never here."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.domain.case import Answer, EvidencePart, PersonRole
from app.domain.findings import Severity
from app.domain.sources import Source
from app.domain.words import Text


class Force(StrEnum):
    """The legal force of an instrument; only what is in force is evaluated."""

    IN_FORCE = "in-force"
    DRAFT = "draft"
    BACKGROUND = "background"


class CategoryKind(StrEnum):
    """What a category leads to."""

    PERMANENT_RESIDENCE = "permanent-residence"
    RESIDENCE_PERMIT = "residence-permit"
    VISA = "visa"
    FILING = "filing"


class YearColumn(StrEnum):
    """A figure that a year row holds."""

    WAGE = "wage_cny"
    TAX = "tax_cny"
    STAY = "days_in_china"


@dataclass(frozen=True, slots=True)
class Compared:
    """Asks that an answer stand in a relation to a value; `relation` as the pack writes it."""

    fact: str
    relation: str  # at_least, at_most, before, after
    value: int | float | date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """Asks that an answer lie between two values, both included."""

    fact: str
    low: int | float | date
    high: int | float | date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Asks that an answer be one of some values."""

    fact: str
    values: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class YearAmount:
    """Says how much a year's figure must reach.

    Either a plain `value`, or a number of times the place's average wage of the year before, taken
    whole or as a `share`, or a share of another figure of the same year.
    """

    value: float | None = None
    times_average_wage: float | None = None
    share: float | None = None
    of_column: YearColumn | None = None


@dataclass(frozen=True, slots=True)
class EachYear:
    """Asks that a figure reach an amount in each of the last years before submission.

    `strict` is a second, harder reading of the same text: shown, never what decides.
    """

    column: YearColumn
    years: int
    at_least: YearAmount
    strict: YearAmount | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Asks that every one hold."""

    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Asks that at least one hold."""

    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Asks that it does not hold."""

    test: "Test"


Test: TypeAlias = Compared | Within | OneOf | EachYear | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Condition:
    """Pairs a test with its words and its source."""

    id: str
    label: Text
    test: Test
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """Says that a category (or a place, for a category) asks a requirement of people with these roles.

    `instead` names requirements any of which answers as well. `pieces` is how many must be given.
    Below `from_age` the text of the rule is silent and the window decides. `country` asks for a
    piece issued there, besides the others.
    """

    requirement: str
    of: tuple[PersonRole, ...]
    source: tuple[Source, ...]
    pieces: int = 1
    instead: tuple[str, ...] = ()
    from_age: int | None = None
    country: str | None = None
    category: str | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Accompanying:
    """Says who may come along, and for a child until which age and whether only unmarried."""

    role: PersonRole
    under_age: int | None
    unmarried: bool
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """Holds one way to a permit: what it gives, under which conditions, with which papers."""

    id: str
    kind: CategoryKind
    title: Text
    outcome: Text
    instrument: Text
    force: Force
    effective_from: date | None
    effective_until: date | None
    accompanying: tuple[Accompanying, ...]
    conditions: tuple[Condition, ...]
    asks: tuple[Ask, ...]
    notes: tuple[Text, ...]
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """Says how long papers count, in whole months from the day of issue of the named parts."""

    months: int
    counts_from: tuple[EvidencePart, ...]
    source: tuple[Source, ...]
    effective_from: date | None = None
    effective_until: date | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Says what a paper from abroad needs: authentication, a Chinese translation, the translator's licence.

    `assumed_abroad` says what holds while the case does not name the country of issue.
    """

    authentication: bool
    translation: bool
    assumed_abroad: bool
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Holds one kind of paper: what it is, what is accepted, how long it counts, what chain it needs.

    One that `expires` carries its own last day. Earlier permits `may_have_expired`, as proof of the past.
    """

    id: str
    section: str
    title: Text
    accepts: Text
    obtain: Text
    form: str  # original, copy, original-and-copy
    validity: tuple[Validity, ...]
    chain: Chain | None
    expires: bool
    may_have_expired: bool
    legacy: Text | None
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class AverageWage:
    """Holds a place's average yearly wage of one year, in CNY."""

    year: int
    cny: float
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FixedWageStandard:
    """Holds a yearly wage standard that a place set as a figure, in CNY, for a time."""

    cny: float
    effective_from: date
    effective_until: date | None
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PhotoProfile:
    """Says what a place asks of photos: paper size in mm, count, and limits of the digital file."""

    width_mm: float
    height_mm: float
    count: int
    background: Text
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Holds what one place sets, national values included."""

    id: str
    title: Text
    office: Text
    average_wages: tuple[AverageWage, ...]
    wage_standards: tuple[FixedWageStandard, ...]
    photo: PhotoProfile
    translator_licence: bool
    translator_licence_source: tuple[Source, ...]
    copies: dict[str, int]
    validity: dict[str, tuple[Validity, ...]]
    asks: tuple[Ask, ...]
    severity: dict[str, Severity]
    source: tuple[Source, ...]

    def validity_on(self, requirement: Requirement, day: date) -> Validity | None:
        """Return how long a paper counts here on a day: the place's own rule before the general one."""
        for validity in (*self.validity.get(requirement.id, ()), *requirement.validity):
            begun = validity.effective_from is None or validity.effective_from <= day
            if begun and (validity.effective_until is None or day <= validity.effective_until):
                return validity
        return None


@dataclass(frozen=True, slots=True)
class Question:
    """Holds one question of the questionnaire; its id is the key of the answer."""

    id: str
    kind: str  # number, yes-no, date, choice
    text: Text
    help: Text
    unit: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Names a part of the packet and of the checklist."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class RulePack:
    """Holds everything that a pack says, by id, in the pack's order."""

    id: str
    title: Text
    version: str
    categories: dict[str, Category] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    passport_months: int = 0
    passport_source: tuple[Source, ...] = ()
    use_by_soon_days: int = 0
    home_countries: tuple[str, ...] = ()
