"""The shape of a rule pack's files, one model per kind of file.

pack.toml · apostille.toml · sources/GROUP.toml · questions/GROUP.toml · lists/ID.toml · sets/ID.toml ·
categories/ID.toml · requirements/ID.toml · places/ID.toml · background/ID.toml.

Every text is `{ en = "...", zh = "..." }`; every value set by an authority has its source,
`{ id = "...", where = { en = "article or line", zh = "..." }, confidence = "..." }`, and may say
from when until when it is in effect, both days included.
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
from pydantic_core import PydanticCustomError

_Id = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
_Fact = Annotated[StrictStr, Field(pattern=r"^[a-z0-9_]+([.-][a-z0-9_]+)*$")]
_Country = Annotated[StrictStr, Field(pattern=r"^[A-Z]{3}$")]
_Number = (
    Annotated[StrictInt, Field(ge=-(10**15), le=10**15)]
    | Annotated[StrictFloat, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
)
_Positive = Annotated[StrictInt, Field(gt=0)]
_Role = Literal["principal", "spouse", "child", "parent", "sponsor", "leader"]
_Part = Literal["original", "authentication", "translation", "translator-licence"]
_Confidence = Literal["official", "published", "secondary", "computed", "unverified"]
# Letters, digits and Chinese characters, what joins them, and the fields of a name.
_UploadName = Annotated[
    StrictStr,
    Field(
        max_length=100,
        pattern=r"^([0-9A-Za-z\u4e00-\u9fff _+()\-]"
        r"|\{(number|requirement_zh|requirement_en|person|part)\})+$",
    ),
]
_OutcomeKind = Literal["permanent-residence", "residence-permit", "visa", "filing"]
_Column = Literal["wage_cny", "tax_cny", "days_in_china"]
_Unit = Literal["", "years", "months", "days", "cny", "usd", "permits", "points", "percent"]


class Table(BaseModel):
    """A table of a pack: unknown keys are faults, types are strict."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DatedTable(Table):
    """A table that is in effect for a time, both days included; always where no day is named."""

    effective_from: dt.date | None = None
    effective_until: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "DatedTable":
        if self.effective_from and self.effective_until and self.effective_until < self.effective_from:
            raise PydanticCustomError(
                "pack.dates_out_of_order", "the last day lies before the first", {"key": "effective_until"}
            )
        return self


class TextTable(Table):
    """Words in both languages, both mandatory."""

    en: Annotated[StrictStr, Field(min_length=1)]
    zh: Annotated[StrictStr, Field(min_length=1)]


class SourceTable(Table):
    """A reference to one instrument of sources/."""

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
    """sources/GROUP.toml: instruments that the pack cites, by id."""

    instrument: Annotated[dict[_Id, InstrumentTable], Field(min_length=1)]


class SectionTable(Table):
    """A section of the checklist and of the packet, in order."""

    id: _Id
    title: TextTable


class MonthsTable(Table):
    """A number of months and where it is written."""

    months: _Positive
    source: Sources


class StayCountingTable(Table):
    """Which of the days on which a border is crossed count as days in China; when an absence is long."""

    entry_day: StrictBool
    exit_day: StrictBool
    long_absence_days: _Positive | None = None
    source: Sources


class WorkHistoryTable(Table):
    """How long a pause between two times of work may be where their years have to follow each other."""

    longest_gap_months: _Positive
    source: Sources


class BracketTable(Table):
    """A rate of income tax on the part of the yearly taxable income above an amount."""

    above_cny: Annotated[_Number, Field(ge=0)]
    rate: Annotated[StrictFloat, Field(gt=0, lt=1)]


class IncomeTaxTable(DatedTable):
    """How the yearly tax on wage income is worked out."""

    deduction_cny: Annotated[_Number, Field(ge=0)]
    bracket: Annotated[list[BracketTable], Field(min_length=1)]
    source: Sources

    @model_validator(mode="after")
    def _rising(self) -> "IncomeTaxTable":
        floors = [each.above_cny for each in self.bracket]
        if floors[0] != 0 or floors != sorted(set(floors)):
            raise PydanticCustomError("pack.brackets_out_of_order", "brackets begin at 0 and rise")
        return self


class PackFile(Table):
    """pack.toml."""

    id: _Id
    title: TextTable
    version: StrictStr
    home_countries: Annotated[list[_Country], Field(min_length=1)]
    use_by_soon_days: _Positive
    passport_beyond_submission: MonthsTable
    stay_counting: StayCountingTable
    work_history: WorkHistoryTable | None = None
    income_tax: list[IncomeTaxTable] = []
    section: Annotated[list[SectionTable], Field(min_length=1)]


class ConventionTable(DatedTable):
    """The convention by which an apostille takes the place of consular authentication."""

    source: Sources


class MemberTable(DatedTable):
    """A contracting state and the days between which the convention is in force for it."""

    country: _Country


class ApostilleExceptionTable(DatedTable):
    """A country or territory whose papers take another way, whatever the list of members says."""

    country: _Country
    authentication: Literal["consular", "other", "none"]
    how: TextTable
    source: Sources


class ApostilleFile(Table):
    """apostille.toml."""

    convention: ConventionTable
    member: Annotated[list[MemberTable], Field(min_length=1)]
    exception: list[ApostilleExceptionTable] = []


class AmountTable(Table):
    """What a year's figure must reach."""

    value: _Number | None = None
    times_average_wage: _Number | None = None
    share: Annotated[StrictFloat, Field(gt=0, le=1)] | None = None
    of_column: _Column | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> "AmountTable":
        bases = [self.value is not None, self.times_average_wage is not None, self.of_column is not None]
        if sum(bases) != 1:
            raise PydanticCustomError(
                "pack.not_one_amount", "exactly one of value, times_average_wage, of_column"
            )
        return self


class EachYearTable(Table):
    """A figure that must be reached in each of the last years."""

    column: _Column
    years: _Positive
    at_least: AmountTable
    strict: AmountTable | None = None


class ComparedTable(Table):
    """An answer and a value.

    An answer that is a date, with a unit of time, is compared by the time from that day to the
    planned day, or from the day answered in `since` to it.
    """

    fact: _Fact
    value: _Number | dt.date
    unit: _Unit = ""
    since: _Fact | None = None


class WithinTable(Table):
    """An answer and two values, both included."""

    fact: _Fact
    low: _Number | dt.date
    high: _Number | dt.date
    unit: _Unit = ""

    @model_validator(mode="after")
    def _in_order(self) -> "WithinTable":
        if isinstance(self.low, dt.date) is isinstance(self.high, dt.date) and self.high < self.low:  # type: ignore[operator]  # alike
            raise PydanticCustomError("pack.range_out_of_order", "high lies below low", {"key": "high"})
        return self


class OneOfTable(Table):
    """An answer and the values that do: named here, or the entries of lists, or both."""

    fact: _Fact
    values: list[StrictBool | StrictStr | StrictInt] = []
    lists: list[_Id] = []

    @model_validator(mode="after")
    def _something(self) -> "OneOfTable":
        if not self.values and not self.lists:
            raise PydanticCustomError("pack.no_values", "values or lists")
        return self


class TestTable(Table):
    """One test of the closed set; exactly one of the keys."""

    all: Annotated[list["TestTable"] | None, Field(min_length=1)] = None
    any: Annotated[list["TestTable"] | None, Field(min_length=1)] = None
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
            raise PydanticCustomError("pack.not_one_test", "exactly one test")
        return self


class ConditionTable(DatedTable):
    """A condition of a category; one that is never evaluated has words and a source only."""

    id: _Id
    label: TextTable
    test: TestTable | None = None
    source: Sources


class AskTable(DatedTable):
    """A requirement asked of some roles; with `when` only of those for whom that holds."""

    requirement: _Id
    of: Annotated[list[_Role], Field(min_length=1)]
    pieces: _Positive = 1
    instead: list[_Id] = []
    from_age: StrictInt | None = None
    country: _Country | None = None
    when: TestTable | None = None
    why: TextTable | None = None
    source: Sources


class AccompanyingTable(DatedTable):
    """Who may come along."""

    role: _Role
    under_age: StrictInt | None = None
    unmarried: StrictBool = False
    source: Sources


class NoteTable(TextTable):
    """Something good to know, and where it is written."""

    source: list[SourceTable] = []


class ReadingTable(Table):
    """One of several values that sources give."""

    value: TextTable
    source: Sources


class ConflictTable(DatedTable):
    """What sources say differently, every value with its source; never averaged."""

    id: _Id
    about: TextTable
    reading: Annotated[list[ReadingTable], Field(min_length=2)]


class MissingTable(DatedTable):
    """What no text that was read says."""

    id: _Id
    about: TextTable
    source: Sources


class SetFile(Table):
    """sets/ID.toml: papers that several categories ask alike."""

    id: _Id
    title: TextTable
    ask: Annotated[list[AskTable], Field(min_length=1)]
    source: Sources


class CategoryFile(DatedTable):
    """categories/ID.toml."""

    id: _Id
    kind: _OutcomeKind
    title: TextTable
    outcome: TextTable
    instrument: TextTable
    force: Literal["in-force", "draft"]
    place: list[_Id] = []
    family: TextTable
    accompanying: list[AccompanyingTable] = []
    condition: Annotated[list[ConditionTable], Field(min_length=1)]
    include: list[_Id] = []
    ask: list[AskTable] = []
    note: list[NoteTable] = []
    conflict: list[ConflictTable] = []
    missing: list[MissingTable] = []
    source: Sources

    @model_validator(mode="after")
    def _tested(self) -> "CategoryFile":
        if self.force == "in-force" and any(each.test is None for each in self.condition):
            raise PydanticCustomError("pack.untested_condition", "a condition in force without a test")
        return self


class ArticleTable(DatedTable):
    """One thing that an instrument in the background says."""

    id: _Id
    topic: Literal["direction", "rights", "duties", "loss", "processing", "centres"]
    text: TextTable
    source: Sources


class BackgroundFile(DatedTable):
    """background/ID.toml: what is shown and never evaluated."""

    id: _Id
    title: TextTable
    instrument: TextTable
    article: Annotated[list[ArticleTable], Field(min_length=1)]
    source: Sources


class EntryTable(DatedTable):
    """One entry of a named list; `place` where it holds only there."""

    id: _Id
    text: TextTable
    place: _Id | None = None


class ListFile(Table):
    """lists/ID.toml: a named list that conditions refer to."""

    id: _Id
    title: TextTable
    entry: Annotated[list[EntryTable], Field(min_length=1)]
    note: list[NoteTable] = []
    source: Sources


class ValidityTable(DatedTable):
    """How long a paper counts."""

    months: _Positive
    counts_from: Annotated[list[_Part], Field(min_length=1)]
    source: Sources


class ChainTable(Table):
    """What a paper from abroad needs."""

    authentication: StrictBool
    translation: StrictBool
    assumed_abroad: StrictBool
    source: Sources


class LegacyTable(TextTable):
    """The name that older lists use, beside today's."""

    source: Sources


class WaiverTable(DatedTable):
    """When a paper need not be given, and on what ground."""

    id: _Id
    ground: TextTable
    when: TestTable
    category: list[_Id] = []
    kind: list[_OutcomeKind] = []
    place: list[_Id] = []
    source: Sources


class RequirementFile(Table):
    """requirements/ID.toml."""

    id: _Id
    section: _Id
    title: TextTable
    accepts: TextTable
    issuer: TextTable
    obtain: TextTable
    form: Literal["original", "copy", "original-and-copy"]
    expires: StrictBool = False
    may_have_expired: StrictBool = False
    validity: list[ValidityTable] = []
    chain: ChainTable | None = None
    legacy: LegacyTable | None = None
    waiver: list[WaiverTable] = []
    source: Sources


class AverageWageTable(Table):
    """The average wage of one year."""

    year: StrictInt
    cny: _Number
    source: Sources


class WageStandardTable(DatedTable):
    """A wage standard set as a figure, and the tax that goes with it.

    It takes the place of the average wage taken so many `times`, unless it stands `beside_average`: then
    whoever reaches either does. One without `effective_from` bears no date in what was read.
    """

    times: _Number

    cny: _Number
    tax_cny: _Number | None = None
    beside_average: StrictBool = False
    source: Sources


class RangeTable(Table):
    """A least and a greatest measure, both included; one side may be open."""

    least: _Number | None = None
    most: _Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "RangeTable":
        if self.least is None and self.most is None:
            raise PydanticCustomError("pack.empty_range", "least or most")
        if self.least is not None and self.most is not None and self.most < self.least:
            raise PydanticCustomError("pack.range_out_of_order", "most lies below least", {"key": "most"})
        return self


class PhotoTable(DatedTable):
    """A photo profile; `kind` where it holds for some outcomes only. Paper and head in mm."""

    kind: list[_OutcomeKind] = []
    width_mm: _Number
    height_mm: _Number
    count: Annotated[StrictInt, Field(ge=0)]
    background: TextTable
    colours: Annotated[list[Literal["white", "light-grey", "light-blue", "blue"]], Field(min_length=1)]
    pixels_wide: RangeTable | None = None
    pixels_high: RangeTable | None = None
    file_kb: RangeTable | None = None
    dpi: RangeTable | None = None
    head_width_mm: RangeTable | None = None
    head_height_mm: RangeTable | None = None
    above_head_mm: RangeTable | None = None
    below_chin_mm: RangeTable | None = None
    months: _Positive | None = None
    digital: StrictBool = False
    receipt: StrictBool = False
    source: Sources


class UploadTable(DatedTable):
    """What files a place or its portal takes; `kind` where it holds for some outcomes only.

    Papers are written as PDF, a photo as JPEG where that is taken. `name` is the pattern of a file's
    name. Limits that are not `binding` are the product's own or hearsay: what lies over them is told, and
    nothing is made smaller for them. A kilobyte is 1000 bytes, which holds by either way of counting.
    """

    kind: list[_OutcomeKind] = []
    formats: Annotated[list[Literal["pdf", "jpg"]], Field(min_length=1)]
    name: _UploadName
    chain_in_one: StrictBool = True
    most_kb: _Positive | None = None
    most_pages: _Positive | None = None
    binding: StrictBool = False
    source: Sources

    @model_validator(mode="after")
    def _usable(self) -> "UploadTable":
        if "pdf" not in self.formats:
            raise PydanticCustomError(
                "pack.upload_without_pdf", "papers are written as PDF", {"key": "formats"}
            )
        if "{number}" not in self.name and "{requirement_" not in self.name:
            raise PydanticCustomError(
                "pack.upload_names_alike", "number or requirement in a name", {"key": "name"}
            )
        return self


class SwitchTable(DatedTable):
    """Something that a place asks or does not ask."""

    asked: StrictBool
    source: Sources


class ApostilleSwitchTable(DatedTable):
    """Whether a place takes an apostille instead of consular authentication, or should be asked."""

    taken: Literal["yes", "no", "ask"]
    source: Sources


class CopiesTable(DatedTable):
    """How many copies, of one requirement or of all that are not named; for some kinds or for all."""

    requirement: _Id | None = None
    kind: list[_OutcomeKind] = []
    count: Annotated[StrictInt, Field(ge=0)]
    source: Sources


class PlaceValidityTable(ValidityTable):
    """How long a paper counts at one place, where that differs."""

    requirement: _Id


class PlaceAskTable(AskTable):
    """A requirement that a place asks besides, in some categories or kinds of category, or in all."""

    category: list[_Id] = []
    kind: list[_OutcomeKind] = []


class DepositTable(DatedTable):
    """A sum that must lie frozen in a bank, as part of a requirement."""

    requirement: _Id
    category: Annotated[list[_Id], Field(min_length=1)]
    cny: _Number
    frozen_months: _Positive | None = None
    source: Sources


class PlaceNoteTable(DatedTable):
    """What a place wants to see, of a requirement or of the whole; for some categories or for all."""

    requirement: _Id | None = None
    category: list[_Id] = []
    kind: list[_OutcomeKind] = []
    text: TextTable
    source: Sources


class VariantTable(DatedTable):
    """A local rule that is shown beside a category and not evaluated."""

    id: _Id
    category: _Id
    title: TextTable
    text: TextTable
    source: Sources


class PlaceFile(Table):
    """places/ID.toml; all but id, title and source may be left to the place that it inherits."""

    id: _Id
    title: TextTable
    office: TextTable | None = None
    # `office` tells which office it is; letters cannot address it by that.
    office_described: StrictBool = False
    inherits: _Id | None = None
    average_wage: list[AverageWageTable] = []
    wage_standard: list[WageStandardTable] = []
    photo: list[PhotoTable] = []
    upload: list[UploadTable] = []
    translator_licence: list[SwitchTable] = []
    apostille: list[ApostilleSwitchTable] = []
    copies: list[CopiesTable] = []
    validity: list[PlaceValidityTable] = []
    ask: list[PlaceAskTable] = []
    deposit: list[DepositTable] = []
    note: list[PlaceNoteTable] = []
    variant: list[VariantTable] = []
    conflict: list[ConflictTable] = []
    missing: list[MissingTable] = []
    severity: dict[StrictStr, Literal["blocker", "warning", "note"]] = {}
    source: Sources


class ChoiceTable(Table):
    """One choice of a question."""

    value: StrictStr
    text: TextTable


class QuestionTable(Table):
    """One question; its id is the key of the answer.

    `lists` adds the entries of lists to the choices. What cannot be is told from `least` and `most`,
    `not_in_future` (dates), `from_age` (nothing of it can lie before that age), `inside` (a time that
    or an amount that cannot be greater than another), `only_if` (a yes-no question that must not be answered
    no). `since` names the date from which a number is counted where that
    is known; `derived` names what the case itself says of a person.
    """

    id: _Fact
    kind: Literal["number", "yes-no", "date", "choice"]
    text: TextTable
    help: TextTable
    unit: TextTable | None = None
    measure: _Unit = ""
    choice: list[ChoiceTable] = []
    lists: list[_Id] = []
    least: _Number | None = None
    most: _Number | None = None
    not_in_future: StrictBool = False
    from_age: StrictInt | None = None
    inside: _Fact | None = None
    only_if: _Fact | None = None
    since: _Fact | None = None
    derived: Literal["age", "married", "nationality"] | None = None
    source: list[SourceTable] = []


class QuestionsFile(Table):
    """questions/GROUP.toml."""

    question: Annotated[list[QuestionTable], Field(min_length=1)]
