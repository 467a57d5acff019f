"""What a rule pack says: categories, requirements, places, questions. Values live in packs, never here."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from app.domain.case import Answer, EvidencePart, PersonRole
from app.domain.findings import Severity
from app.domain.sources import Source
from app.domain.words import Text


@dataclass(frozen=True, slots=True)
class Effective:
    """Holds the days between which something is in effect, both included; open where no day is named."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it is in effect on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALWAYS = Effective()


class Force(StrEnum):
    """The legal force of an instrument; only what is in force is evaluated."""

    IN_FORCE = "in-force"
    DRAFT = "draft"


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
    """Asks that an answer stand in a relation to a value; `relation` as the pack writes it.

    An answer that is a day, with a unit of time, is compared by the time from that day to the day of
    submission, or from the day answered in `since` to it.
    """

    fact: str
    relation: str  # at_least, at_most, before, after
    value: int | float | date
    unit: str = ""
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """Asks that an answer lie between two values, both included."""

    fact: str
    low: int | float | date
    high: int | float | date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Asks that an answer be one of some values, or an entry of lists that counts on the day at the place."""

    fact: str
    values: tuple[Answer, ...] = ()
    entries: tuple["Entry", ...] = ()


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
class Scope:
    """Says where something holds; everywhere that is not narrowed."""

    categories: tuple[str, ...] = ()
    kinds: tuple[CategoryKind, ...] = ()
    places: tuple[str, ...] = ()

    def covers(self, category: "Category", place: str) -> bool:
        """Say whether it holds for a category at a place."""
        named = not self.categories and not self.kinds
        named = named or category.id in self.categories or category.kind in self.kinds
        return named and (not self.places or place in self.places)


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Condition:
    """Pairs a test with its words and its source; one that is never evaluated has no test."""

    id: str
    label: Text
    test: Test | None
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Ask:
    """Says that a category (or a place, within a scope) asks a requirement of people with these roles.

    `instead` names requirements any of which answers as well. `pieces` is how many must be given.
    Below `from_age` the text of the rule is silent and the window decides. `country` asks for a
    piece issued there, besides the others. With `when`, only those are asked for whom it holds.
    """

    requirement: str
    of: tuple[PersonRole, ...]
    source: tuple[Source, ...]
    pieces: int = 1
    instead: tuple[str, ...] = ()
    from_age: int | None = None
    country: str | None = None
    when: Test | None = None
    why: Text | None = None
    scope: Scope = EVERYWHERE
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Accompanying:
    """Says who may come along, and for a child until which age and whether only unmarried."""

    role: PersonRole
    under_age: int | None
    unmarried: bool
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Note:
    """Holds something good to know; one without a source states no rule."""

    text: Text
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Holds one of several values that sources give."""

    value: Text
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Holds what sources say differently, every value with its source; nothing is averaged."""

    id: str
    about: Text
    readings: tuple[Reading, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Missing:
    """Holds what no text that was read says."""

    id: str
    about: Text
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Category:
    """Holds one way to a permit: what it gives, under which conditions, with which papers.

    `family` says in words who may come along; `places` names those where it exists, all when empty.
    """

    id: str
    kind: CategoryKind
    title: Text
    outcome: Text
    instrument: Text
    force: Force
    effective: Effective
    places: tuple[str, ...]
    family: Text
    accompanying: tuple[Accompanying, ...]
    conditions: tuple[Condition, ...]
    asks: tuple[Ask, ...]
    notes: tuple[Note, ...]
    conflicts: tuple[Conflict, ...]
    missing: tuple[Missing, ...]
    source: tuple[Source, ...]

    def conditions_on(self, day: date) -> tuple[Condition, ...]:
        """Return the conditions in effect on a day."""
        return tuple(each for each in self.conditions if each.effective.holds_on(day))

    def asks_on(self, day: date) -> tuple[Ask, ...]:
        """Return what is asked on a day."""
        return tuple(each for each in self.asks if each.effective.holds_on(day))

    def accompanying_on(self, day: date) -> tuple[Accompanying, ...]:
        """Return who may come along on a day."""
        return tuple(each for each in self.accompanying if each.effective.holds_on(day))


class Topic(StrEnum):
    """What an article of an instrument in the background is about."""

    DIRECTION = "direction"
    RIGHTS = "rights"
    DUTIES = "duties"
    LOSS = "loss"
    PROCESSING = "processing"
    CENTRES = "centres"


@dataclass(frozen=True, slots=True)
class Article:
    """Holds one thing that an instrument in the background says."""

    id: str
    topic: Topic
    text: Text
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Background:
    """Holds an instrument that is shown and never evaluated."""

    id: str
    title: Text
    instrument: Text
    effective: Effective
    articles: tuple[Article, ...]
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Holds one entry of a named list; `place` where it holds only there."""

    id: str
    text: Text
    place: str | None = None
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class NamedList:
    """Holds a list that conditions refer to by its name."""

    id: str
    title: Text
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Validity:
    """Says how long papers count, in whole months from the day of issue of the named parts."""

    months: int
    counts_from: tuple[EvidencePart, ...]
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Chain:
    """Says what a paper from abroad needs: authentication, a Chinese translation, the translator's licence.

    `assumed_abroad` says what holds while the case does not name the country of issue.
    """

    authentication: bool
    translation: bool
    assumed_abroad: bool
    source: tuple[Source, ...]


class AuthenticationWay(StrEnum):
    """How a paper of a country is authenticated for use in China."""

    APOSTILLE = "apostille"
    CONSULAR = "consular"
    OTHER = "other"
    NONE = "none"
    ASK = "ask"  # an apostille by the convention, but the place should be asked
    BY_COUNTRY = "by-country"  # the country of issue is not known


@dataclass(frozen=True, slots=True)
class Membership:
    """Holds for how long the Apostille Convention is in force for a state."""

    country: str
    effective: Effective


@dataclass(frozen=True, slots=True)
class ApostilleException:
    """Holds a country or territory whose papers take another way than the members' list says."""

    country: str
    way: AuthenticationWay
    how: Text
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class ApostilleConvention:
    """Holds for whom, and since when, an apostille takes the place of consular authentication."""

    effective: Effective = ALWAYS
    members: tuple[Membership, ...] = ()
    exceptions: tuple[ApostilleException, ...] = ()
    source: tuple[Source, ...] = ()

    def exception_on(self, country: str, day: date) -> ApostilleException | None:
        """Return what sets a country apart on a day."""
        same = (each for each in self.exceptions if each.country == country)
        return next((each for each in same if each.effective.holds_on(day)), None)

    def joins(self, country: str, day: date) -> bool:
        """Say whether the convention is in force between a country and China on a day."""
        own = (each for each in self.members if each.country == country)
        return self.effective.holds_on(day) and any(each.effective.holds_on(day) for each in own)


@dataclass(frozen=True, slots=True)
class Legacy:
    """Holds the name that older lists use, beside today's."""

    text: Text
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Says when a paper need not be given, and on what ground."""

    id: str
    ground: Text
    when: Test
    scope: Scope
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Requirement:
    """Holds one kind of paper: what it is, what is accepted, how long it counts, what chain it needs.

    One that `expires` carries its own last day. Earlier permits `may_have_expired`, as proof of the past.
    """

    id: str
    section: str
    title: Text
    accepts: Text
    issuer: Text
    obtain: Text
    form: str  # original, copy, original-and-copy
    validity: tuple[Validity, ...]
    chain: Chain | None
    expires: bool
    may_have_expired: bool
    legacy: Legacy | None
    waivers: tuple[Waiver, ...]
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class AverageWage:
    """Holds a place's average yearly wage of one year, in CNY."""

    year: int
    cny: float
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FixedWageStandard:
    """Holds a yearly wage standard that a place set as a figure, in CNY, and the tax that goes with it.

    It takes the place of the average wage taken so many `times`, unless it stands beside that: then
    whoever reaches either does.
    """

    cny: float
    times: float
    tax_cny: float | None
    beside_average: bool
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Range:
    """Holds a least and a greatest measure, both included; None where it is open."""

    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class PhotoProfile:
    """Says what a place asks of photos: paper, head and gaps in mm, count, and the digital file."""

    width_mm: float
    height_mm: float
    count: int
    background: Text
    colours: tuple[str, ...]  # white, light-grey, light-blue, blue
    source: tuple[Source, ...]
    kinds: tuple[CategoryKind, ...] = ()
    pixels_wide: Range | None = None
    pixels_high: Range | None = None
    file_kb: Range | None = None
    dpi: Range | None = None
    head_width_mm: Range | None = None
    head_height_mm: Range | None = None
    above_head_mm: Range | None = None
    below_chin_mm: Range | None = None
    months: int | None = None
    digital: bool = False
    receipt: bool = False
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class UploadProfile:
    """Says what files a place or its portal takes: formats, the pattern of names, and limits of each file.

    `chain_in_one` puts original, authentication and translation of a paper into one file. Limits that
    are not `binding` are the product's own or hearsay. `most_kb` counts 1000 bytes.
    """

    formats: tuple[str, ...]  # pdf, jpg
    name: str
    source: tuple[Source, ...]
    kinds: tuple[CategoryKind, ...] = ()
    chain_in_one: bool = True
    most_kb: int | None = None
    most_pages: int | None = None
    binding: bool = False
    effective: Effective = ALWAYS

    @property
    def most_bytes(self) -> int | None:
        """Return the most bytes of a file."""
        return None if self.most_kb is None else self.most_kb * 1000


# For a place of which nothing is written about files: names that tell them apart, and no limit.
PLAIN_UPLOAD = UploadProfile(("pdf", "jpg"), "{number}-{requirement_zh}-{person}-{part}", ())


@dataclass(frozen=True, slots=True)
class Switch:
    """Says whether a place asks for something, for a time."""

    asked: bool
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class ApostilleSwitch:
    """Says whether a place takes an apostille instead of consular authentication: yes, no, or ask there."""

    taken: str
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Copies:
    """Says how many copies a place asks, of one requirement or of all that are not named."""

    requirement: str | None
    count: int
    scope: Scope
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Deposit:
    """Holds a sum in CNY that must lie frozen in a bank, as part of a requirement."""

    requirement: str
    cny: float
    frozen_months: int | None
    scope: Scope
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class PlaceNote:
    """Holds what a place wants to see, of a requirement or (None) of the whole."""

    requirement: str | None
    text: Text
    scope: Scope
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Variant:
    """Holds a local rule that is shown beside a category and not evaluated."""

    id: str
    category: str
    title: Text
    text: Text
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class Place:
    """Holds what one place sets, inherited values included, its own before those.

    `office_described`: `office` tells which office it is, and is no name by which a letter can address it.
    """

    id: str
    title: Text
    office: Text
    average_wages: tuple[AverageWage, ...]
    wage_standards: tuple[FixedWageStandard, ...]
    photos: tuple[PhotoProfile, ...]
    translator_licence: tuple[Switch, ...]
    apostille: tuple[ApostilleSwitch, ...]
    copies: tuple[Copies, ...]
    validity: dict[str, tuple[Validity, ...]]
    asks: tuple[Ask, ...]
    deposits: tuple[Deposit, ...]
    notes: tuple[PlaceNote, ...]
    variants: tuple[Variant, ...]
    conflicts: tuple[Conflict, ...]
    missing: tuple[Missing, ...]
    severity: dict[str, Severity]
    source: tuple[Source, ...]
    uploads: tuple[UploadProfile, ...] = ()
    office_described: bool = False

    def upload_on(self, kind: CategoryKind, day: date) -> UploadProfile:
        """Return what files the place takes for a kind of outcome on a day."""
        held = (each for each in self.uploads if each.effective.holds_on(day))
        return next((each for each in held if not each.kinds or kind in each.kinds), PLAIN_UPLOAD)

    def validity_on(self, requirement: Requirement, day: date) -> Validity | None:
        """Return how long a paper counts here on a day: the place's own rule before the general one."""
        rules = (*self.validity.get(requirement.id, ()), *requirement.validity)
        return next((each for each in rules if each.effective.holds_on(day)), None)

    def photo_on(self, kind: CategoryKind, day: date) -> PhotoProfile | None:
        """Return what photos must be for a kind of outcome on a day."""
        held = (each for each in self.photos if each.effective.holds_on(day))
        return next((each for each in held if not each.kinds or kind in each.kinds), None)

    def translator_licence_on(self, day: date) -> Switch | None:
        """Return whether the translator's licence is asked for on a day."""
        return next((each for each in self.translator_licence if each.effective.holds_on(day)), None)

    def apostille_on(self, day: date) -> ApostilleSwitch | None:
        """Return whether an apostille is taken on a day."""
        return next((each for each in self.apostille if each.effective.holds_on(day)), None)

    def copies_of(self, requirement: str, category: Category, day: date) -> Copies | None:
        """Return how many copies of a requirement are asked on a day; None where no text says."""
        held = [
            each
            for each in self.copies
            if each.effective.holds_on(day) and each.scope.covers(category, self.id)
        ]
        named = (each for each in held if each.requirement == requirement)
        return next(named, next((each for each in held if each.requirement is None), None))

    def deposits_for(self, requirement: str, category: Category, day: date) -> tuple[Deposit, ...]:
        """Return the sums that must lie frozen, as part of a requirement."""
        held = (each for each in self.deposits if each.requirement == requirement)
        return tuple(
            each for each in held if each.effective.holds_on(day) and each.scope.covers(category, self.id)
        )

    def notes_for(self, requirement: str | None, category: Category, day: date) -> tuple[PlaceNote, ...]:
        """Return what the place says of a requirement, or (None) of the whole."""
        held = (each for each in self.notes if each.requirement == requirement)
        return tuple(
            each for each in held if each.effective.holds_on(day) and each.scope.covers(category, self.id)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """Holds one question of the questionnaire; its id is the key of the answer.

    What cannot be is told from `least` and `most`, `not_in_future`, `from_age` (nothing of it lies
    before that age), `inside` (a time or amount that is no greater than another) and `only_if` (what must
    be so for any answer to make sense). `since` names the day from which a number is counted; `derived`
    says what the case itself knows of a person.
    """

    id: str
    kind: str  # number, yes-no, date, choice
    text: Text
    help: Text
    unit: Text | None = None
    measure: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    least: float | None = None
    most: float | None = None
    not_in_future: bool = False
    from_age: int | None = None
    inside: str | None = None
    only_if: str | None = None
    since: str | None = None
    derived: str | None = None  # age, married, nationality
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Names a part of the packet and of the checklist."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Bracket:
    """Holds the rate on the part of the yearly taxable income above an amount in CNY."""

    above_cny: float
    rate: float


@dataclass(frozen=True, slots=True)
class IncomeTax:
    """Holds how the yearly tax on wage income is worked out, in CNY."""

    deduction_cny: float
    brackets: tuple[Bracket, ...]
    source: tuple[Source, ...]
    effective: Effective = ALWAYS


@dataclass(frozen=True, slots=True)
class StayCounting:
    """Says which of the days on which a border is crossed count, and when an absence is long, in days."""

    entry_day: bool = True
    exit_day: bool = True
    long_absence_days: int | None = None
    source: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """Says how long a pause between two times of work may be, in months; None where a pack does not say."""

    longest_gap_months: int | None = None
    source: tuple[Source, ...] = ()


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
    lists: dict[str, NamedList] = field(default_factory=dict)
    background: dict[str, Background] = field(default_factory=dict)
    apostille: ApostilleConvention = field(default_factory=ApostilleConvention)
    income_tax: tuple[IncomeTax, ...] = ()
    stay_counting: StayCounting = field(default_factory=StayCounting)
    work_history: WorkHistory = field(default_factory=WorkHistory)
    sections: tuple[Section, ...] = ()
    passport_months: int = 0
    passport_source: tuple[Source, ...] = ()
    use_by_soon_days: int = 0
    home_countries: tuple[str, ...] = ()
