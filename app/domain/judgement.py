"""What the rules say of a case: conditions met or not, categories that fit, papers asked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.case import Evidence, Person
from app.domain.findings import Param
from app.domain.rules import Ask, Category, Condition, Requirement, YearColumn
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


@dataclass(frozen=True, slots=True)
class YearJudgement:
    """Holds one counted year of a rule: its figure, what it must reach, and by whose average wage.

    Money in CNY, stay in days. `average_year` is the year of the average wage used; where it is not
    the year before, the place's own figure was not known. `threshold` is None when no figure is known.
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

    @property
    def shortfall(self) -> float:
        """Return what is missing to the threshold, 0 where nothing is or it is not known."""
        if self.value is None or self.threshold is None:
            return 0
        return max(0, self.threshold - self.value)


@dataclass(frozen=True, slots=True)
class ConditionResult:
    """Holds how one condition came out, with the value, the threshold and what is short."""

    condition: Condition
    verdict: Verdict
    value: Param | None = None
    threshold: Param | None = None
    shortfall: float | None = None
    unit: str = ""
    years: tuple[YearJudgement, ...] = ()
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryMatch:
    """Holds how one category came out."""

    category: Category
    fit: Fit
    results: tuple[ConditionResult, ...]


class ItemState(StrEnum):
    """How far one item of the checklist is; "provided" says that files are there, not that they will do."""

    MISSING = "missing"
    TOO_FEW = "too-few"
    PROVIDED = "provided"
    ASK_WINDOW = "ask-window"


@dataclass(frozen=True, slots=True)
class UseBy:
    """Holds the last day on which a paper counts and the part whose issue date sets it."""

    day: date
    part: str
    months: int


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Holds one thing asked of one person, what has been given for it and until when that counts."""

    ask: Ask
    requirement: Requirement
    person: Person
    state: ItemState
    evidence: tuple[Evidence, ...]
    use_by: UseBy | None
    copies: int
    optional: bool = False

    @property
    def title(self) -> Text:
        """Return the requirement's title."""
        return self.requirement.title
