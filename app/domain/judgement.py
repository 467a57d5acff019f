"""What the rules say of a case: conditions met or not, categories that fit, papers asked."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.case import Evidence, NotNeeded, Person
from app.domain.findings import Param
from app.domain.rules import (
    Ask,
    AuthenticationWay,
    Category,
    Condition,
    Deposit,
    PhotoProfile,
    PlaceNote,
    Question,
    Requirement,
    Waiver,
    YearColumn,
)
from app.domain.sources import Source
from app.domain.words import Text


class Verdict(StrEnum):
    """Three values: what is not answered is unknown, and unknown never satisfies."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class Fit(StrEnum):
    """What a category's conditions come to."""

    FITS = "fits"
    DOES_NOT_FIT = "does-not-fit"
    UNDECIDED = "undecided"
    NOT_EVALUATED = "not-evaluated"


class NotEvaluated(StrEnum):
    """Why a category is shown and not evaluated."""

    DRAFT = "draft"
    NOT_YET = "not-yet"
    ENDED = "ended"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Holds answers that cannot be, alone or together; a category that stands on them is not decided.

    `facts` are keys of answers, or `year.2025.tax_cny` for a figure, or `stays`.
    """

    code: str
    facts: tuple[str, ...]
    params: dict[str, Param] = field(default_factory=dict)
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Holds a long time outside China between two stays, in days."""

    left_on: date
    entered_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Standard:
    """Holds what a year's figure is held against, in CNY, and by whose average wage (None: a set figure)."""

    cny: float
    average_year: int | None
    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class YearJudgement:
    """Holds one counted year of a rule: its figure, what it must reach, and by whose average wage.

    Money in CNY, stay in days. `average_year` is the year of the average wage used; where it is not
    the year before, the place's own figure was not known. `threshold` is None when no figure is known.
    `begins` and `ends` bound a year that is counted back from the day of submission and is no calendar
    year. `others` are standards that stand beside the one used, and are harder. `income` is the yearly
    wage on which the threshold falls due as tax, `strict_income` the one on which the strict reading's
    share does; both None where the rule is not about tax.
    """

    year: int
    column: YearColumn
    value: float | None
    threshold: float | None
    strict_threshold: float | None
    average_year: int | None
    verdict: Verdict
    strict_verdict: Verdict
    source: tuple[Source, ...]
    begins: date | None = None
    ends: date | None = None
    others: tuple[Standard, ...] = ()
    income: float | None = None
    strict_income: float | None = None

    @property
    def shortfall(self) -> float:
        """Return what is missing to the threshold, 0 where nothing is or it is not known."""
        if self.value is None or self.threshold is None:
            return 0
        return round(max(0, self.threshold - self.value), 2)


@dataclass(frozen=True, slots=True)
class FactResult:
    """Holds how one answer stands against one test: its value, what is asked, what is short.

    `threshold` is what the relation asks, or the values of which one does. `met_on` is the day from
    which it holds if things go on as they are, None where no time changes it. `since` is the day from
    which a time is counted.
    """

    fact: str
    relation: str
    verdict: Verdict
    value: Param | None = None
    threshold: Param | None = None
    unit: str = ""
    shortfall: float | None = None
    shortfall_unit: str = ""
    met_on: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Holds how one condition came out, with the value, the threshold and what is short.

    `facts` are the answers that its test stands on, one by one. `contradicted` are those of them that
    cannot be. `disputed` says that it is met by the text and not by a harder reading of it.
    """

    condition: Condition
    verdict: Verdict
    value: Param | None = None
    threshold: Param | None = None
    shortfall: float | None = None
    unit: str = ""
    shortfall_unit: str = ""
    years: tuple[YearJudgement, ...] = ()
    facts: tuple[FactResult, ...] = ()
    unanswered: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    met_on: date | None = None

    @property
    def disputed(self) -> bool:
        """Say whether a harder reading of the same text comes out otherwise."""
        if self.verdict is not Verdict.MET:
            return False
        return any(year.strict_verdict is Verdict.NOT_MET for year in self.years)


@dataclass(frozen=True, slots=True)
class CategoryMatch:
    """Holds how one category came out.

    `distance` is 0 where every condition is met and grows with what is open or short. `met_on` is the
    day from which it would fit if things go on as they are.
    """

    category: Category
    fit: Fit
    results: tuple[ConditionResult, ...]
    not_evaluated: NotEvaluated | None = None
    distance: float = 0.0
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """Holds the question whose answer decides most: how many categories, on average over its answers."""

    question: Question
    decides: float


@dataclass(frozen=True, slots=True)
class Matching:
    """Holds every category as it comes out, nearest first, what cannot be, and what to ask next."""

    matches: tuple[CategoryMatch, ...]
    contradictions: tuple[Contradiction, ...]
    next_questions: tuple[NextQuestion, ...]


class ItemState(StrEnum):
    """How far one item of the checklist is; "provided" says that files are there, not that they will do."""

    MISSING = "missing"
    TOO_FEW = "too-few"
    UNSIGNED = "unsigned"  # all that is there is a letter of ours that nobody has signed and sealed
    PROVIDED = "provided"
    ASK_WINDOW = "ask-window"
    UNDECIDED = "undecided"  # whether it is asked hangs on an answer that is not given
    WAIVED = "waived"
    NOT_NEEDED = "not-needed"  # by what somebody said, not by a rule


@dataclass(frozen=True, slots=True)
class UseBy:
    """Holds the last day on which a paper counts and the part whose issue date sets it."""

    day: date
    part: str
    months: int


@dataclass(frozen=True, slots=True)
class ChainNeed:
    """Holds the chain that one paper needs, by the country and the day of its issue.

    `way` is None where it needs no authentication; `country` where the case does not name it.
    """

    way: AuthenticationWay | None
    translation: bool
    translator_licence: bool
    source: tuple[Source, ...]
    country: str | None = None
    how: Text | None = None


@dataclass(frozen=True, slots=True)
class UnsignedLetter:
    """Holds a letter of ours that is given and not signed yet: what it is, and who has to sign and stamp it.

    `signing` is None where its template is no longer there.
    """

    letter: str
    title: Text
    signing: Text | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Holds one thing asked of one person, what has been given for it and until when that counts.

    `waiver` is the ground on which it need not be given, `waivable` the grounds on which it might not.
    `copies` is None where no text that was read says how many. `unanswered` are the questions on which
    it hangs whether it is asked at all. `photo` is what the place asks of photos, where it is one.
    `not_needed` is what was said of it by a person who leaves it out, whatever its state. `unsigned` are
    the letters of ours among what is given.
    """

    ask: Ask
    requirement: Requirement
    person: Person
    state: ItemState
    evidence: tuple[Evidence, ...]
    use_by: UseBy | None
    copies: int | None
    optional: bool = False
    chains: tuple[ChainNeed, ...] = ()
    waiver: Waiver | None = None
    waivable: tuple[Waiver, ...] = ()
    deposits: tuple[Deposit, ...] = ()
    notes: tuple[PlaceNote, ...] = ()
    unanswered: tuple[str, ...] = ()
    photo: PhotoProfile | None = None
    not_needed: NotNeeded | None = None
    unsigned: tuple[UnsignedLetter, ...] = ()

    @property
    def title(self) -> Text:
        """Return the requirement's title."""
        return self.requirement.title
