"""The shape of a rule pack's files, one model per kind of file.

pack.toml · sources.toml · categories/ID.toml · requirements/ID.toml · places/ID.toml ·
questions/GROUP.toml. Every text is `{ en = "...", zh = "..." }`; every value set by an authority
has its source, `{ id = "...", where = { en = "article or line", zh = "..." }, confidence = "..." }`.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

_Id = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
_Number = StrictInt | StrictFloat
_Role = Literal["principal", "spouse", "child", "parent", "sponsor", "leader"]
_Part = Literal["original", "authentication", "translation", "translator-licence"]
_Confidence = Literal["official", "published", "secondary", "computed", "unverified"]


class Table(BaseModel):
    """A table of a pack: unknown keys are faults, types are strict."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextTable(Table):
    """Words in both languages, both mandatory."""

    en: Annotated[StrictStr, Field(min_length=1)]
    zh: Annotated[StrictStr, Field(min_length=1)]


class SourceTable(Table):
    """A reference to one instrument of sources.toml."""

    id: _Id
    where: TextTable
    confidence: _Confidence | None = None
    note: TextTable | None = None


Sources = Annotated[list[SourceTable], Field(min_length=1)]


class InstrumentTable(Table):
    """One instrument that is cited."""

    title: TextTable
    read_on: dt.date
    confidence: _Confidence


class SourcesFile(Table):
    """sources.toml: every instrument that the pack cites, by id."""

    instrument: dict[_Id, InstrumentTable]


class SectionTable(Table):
    """A section of the checklist and of the packet, in order."""

    id: _Id
    title: TextTable


class MonthsTable(Table):
    """A number of months and where it is written."""

    months: Annotated[StrictInt, Field(gt=0)]
    source: Sources


class PackFile(Table):
    """pack.toml."""

    id: _Id
    title: TextTable
    version: StrictStr
    home_countries: Annotated[list[StrictStr], Field(min_length=1)]
    use_by_soon_days: Annotated[StrictInt, Field(gt=0)]
    passport_beyond_submission: MonthsTable
    section: Annotated[list[SectionTable], Field(min_length=1)]


class AmountTable(Table):
    """What a year's figure must reach."""

    value: _Number | None = None
    times_average_wage: _Number | None = None
    share: Annotated[StrictFloat, Field(gt=0, le=1)] | None = None
    of_column: Literal["wage_cny", "tax_cny", "days_in_china"] | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> "AmountTable":
        bases = [self.value is not None, self.times_average_wage is not None, self.of_column is not None]
        if sum(bases) != 1:
            raise ValueError("exactly one of value, times_average_wage, of_column")
        return self


class EachYearTable(Table):
    """A figure that must be reached in each of the last years."""

    column: Literal["wage_cny", "tax_cny", "days_in_china"]
    years: Annotated[StrictInt, Field(gt=0)]
    at_least: AmountTable
    strict: AmountTable | None = None


class ComparedTable(Table):
    """An answer and a value."""

    fact: StrictStr
    value: _Number | dt.date
    unit: Literal["", "years", "months", "days", "cny", "usd", "permits"] = ""


class WithinTable(Table):
    """An answer and two values."""

    fact: StrictStr
    low: _Number | dt.date
    high: _Number | dt.date
    unit: Literal["", "years", "months", "days", "cny", "usd"] = ""


class OneOfTable(Table):
    """An answer and the values that do."""

    fact: StrictStr
    values: Annotated[list[StrictBool | StrictStr | StrictInt], Field(min_length=1)]


class TestTable(Table):
    """One test of the closed set; exactly one of the keys."""

    all: list["TestTable"] | None = None
    any: list["TestTable"] | None = None
    not_: Annotated["TestTable | None", Field(alias="not")] = None
    at_least: ComparedTable | None = None
    at_most: ComparedTable | None = None
    before: ComparedTable | None = None
    after: ComparedTable | None = None
    within: WithinTable | None = None
    one_of: OneOfTable | None = None
    each_year: EachYearTable | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "TestTable":
        if sum(getattr(self, name) is not None for name in type(self).model_fields) != 1:
            raise ValueError("exactly one test")
        return self


class ConditionTable(Table):
    """A condition of a category."""

    id: _Id
    label: TextTable
    test: TestTable
    source: Sources


class AskTable(Table):
    """A requirement asked of some roles."""

    requirement: _Id
    of: Annotated[list[_Role], Field(min_length=1)]
    pieces: Annotated[StrictInt, Field(gt=0)] = 1
    instead: list[_Id] = []
    from_age: StrictInt | None = None
    country: StrictStr | None = None
    category: list[_Id] = []
    why: TextTable | None = None
    source: Sources


class AccompanyingTable(Table):
    """Who may come along."""

    role: _Role
    under_age: StrictInt | None = None
    unmarried: StrictBool = False
    source: Sources


class CategoryFile(Table):
    """categories/ID.toml."""

    id: _Id
    kind: Literal["permanent-residence", "residence-permit", "visa", "filing"]
    title: TextTable
    outcome: TextTable
    instrument: TextTable
    force: Literal["in-force", "draft", "background"]
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    accompanying: list[AccompanyingTable] = []
    condition: list[ConditionTable] = []
    ask: list[AskTable] = []
    note: list[TextTable] = []
    source: Sources


class ValidityTable(Table):
    """How long a paper counts."""

    months: Annotated[StrictInt, Field(gt=0)]
    counts_from: Annotated[list[_Part], Field(min_length=1)]
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    source: Sources


class ChainTable(Table):
    """What a paper from abroad needs."""

    authentication: StrictBool
    translation: StrictBool
    assumed_abroad: StrictBool
    source: Sources


class RequirementFile(Table):
    """requirements/ID.toml."""

    id: _Id
    section: _Id
    title: TextTable
    accepts: TextTable
    obtain: TextTable
    form: Literal["original", "copy", "original-and-copy"]
    expires: StrictBool = False
    may_have_expired: StrictBool = False
    validity: list[ValidityTable] = []
    chain: ChainTable | None = None
    legacy: TextTable | None = None
    source: Sources


class AverageWageTable(Table):
    """The average wage of one year."""

    year: StrictInt
    cny: _Number
    source: Sources


class WageStandardTable(Table):
    """A wage standard set as a figure."""

    cny: _Number
    effective_from: dt.date
    effective_until: dt.date | None = None
    source: Sources


class PhotoTable(Table):
    """A photo profile."""

    width_mm: _Number
    height_mm: _Number
    count: StrictInt
    background: TextTable
    source: Sources


class SwitchTable(Table):
    """Something that a place asks or does not ask."""

    asked: StrictBool
    source: Sources


class CopiesTable(Table):
    """How many copies of one requirement."""

    requirement: _Id
    count: Annotated[StrictInt, Field(ge=0)]
    source: Sources


class PlaceValidityTable(ValidityTable):
    """How long a paper counts at one place, where that differs."""

    requirement: _Id


class PlaceFile(Table):
    """places/ID.toml; all but id, title and source may be left to the place that it inherits."""

    id: _Id
    title: TextTable
    office: TextTable | None = None
    inherits: _Id | None = None
    average_wage: list[AverageWageTable] = []
    wage_standard: list[WageStandardTable] = []
    photo: PhotoTable | None = None
    translator_licence: SwitchTable | None = None
    copies: list[CopiesTable] = []
    validity: list[PlaceValidityTable] = []
    ask: list[AskTable] = []
    severity: dict[StrictStr, Literal["blocker", "warning", "note"]] = {}
    source: Sources


class ChoiceTable(Table):
    """One choice of a question."""

    value: StrictStr
    text: TextTable


class QuestionTable(Table):
    """One question; its id is the key of the answer."""

    id: StrictStr
    kind: Literal["number", "yes-no", "date", "choice"]
    text: TextTable
    help: TextTable
    unit: TextTable | None = None
    choice: list[ChoiceTable] = []
    source: list[SourceTable] = []


class QuestionsFile(Table):
    """questions/GROUP.toml."""

    question: Annotated[list[QuestionTable], Field(min_length=1)]
