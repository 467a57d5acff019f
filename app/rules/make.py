"""Makes a rule pack from the tables of files that have no fault."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from app.domain.case import EvidencePart, PersonRole
from app.domain.findings import Severity
from app.domain.rules import (
    Accompanying,
    All,
    AnyOf,
    ApostilleConvention,
    ApostilleException,
    ApostilleSwitch,
    Article,
    Ask,
    AuthenticationWay,
    AverageWage,
    Background,
    Bracket,
    Category,
    CategoryKind,
    Chain,
    Compared,
    Condition,
    Conflict,
    Copies,
    Deposit,
    EachYear,
    Effective,
    Entry,
    FixedWageStandard,
    Force,
    IncomeTax,
    Legacy,
    Membership,
    Missing,
    NamedList,
    Not,
    Note,
    OneOf,
    PhotoProfile,
    Place,
    PlaceNote,
    Question,
    Range,
    Reading,
    Requirement,
    RulePack,
    Scope,
    Section,
    StayCounting,
    Switch,
    Test,
    Topic,
    UploadProfile,
    Validity,
    Variant,
    Waiver,
    Within,
    WorkHistory,
    YearAmount,
    YearColumn,
)
from app.domain.sources import Confidence, Source
from app.domain.words import Text
from app.rules import schema
from app.rules.pack_files import Marked, PackFiles

_Row = TypeVar("_Row", bound=schema.Table)
_Made = TypeVar("_Made")


def make_pack(files: PackFiles, head: schema.PackFile, apostille: schema.ApostilleFile) -> RulePack:
    """Make the pack that the files say."""
    make = _Maker(files)
    places = {each.table.id: each.table for each in files.places}
    return RulePack(
        id=head.id,
        title=make.text(head.title),
        version=head.version,
        categories={each.table.id: make.category(each.table) for each in sorted(files.categories, key=_rank)},
        requirements={each.table.id: make.requirement(each.table) for each in files.requirements},
        places={name: make.place(each, places) for name, each in places.items()},
        questions={
            each.id: make.question(each) for group in files.questions for each in group.table.question
        },
        lists={each.table.id: make.named_list(each.table) for each in files.lists},
        background={each.table.id: make.background(each.table) for each in files.background},
        apostille=make.apostille(apostille),
        income_tax=tuple(make.income_tax(each) for each in head.income_tax),
        stay_counting=StayCounting(
            head.stay_counting.entry_day,
            head.stay_counting.exit_day,
            head.stay_counting.long_absence_days,
            make.sources(head.stay_counting.source),
        ),
        work_history=make.work_history(head.work_history),
        sections=tuple(Section(each.id, make.text(each.title)) for each in head.section),
        passport_months=head.passport_beyond_submission.months,
        passport_source=make.sources(head.passport_beyond_submission.source),
        use_by_soon_days=head.use_by_soon_days,
        home_countries=tuple(head.home_countries),
    )


_KINDS = tuple(CategoryKind)
_FORCES = tuple(Force)


def _rank(category: Marked[schema.CategoryFile]) -> tuple[int, int, str]:
    """Put what is in force before drafts, and permanent residence before permits, visas and filings."""
    table = category.table
    return _FORCES.index(Force(table.force)), _KINDS.index(CategoryKind(table.kind)), table.id


class _Maker:
    """Makes domain objects from tables, with instruments, lists and sets at hand."""

    def __init__(self, files: PackFiles) -> None:
        self._instruments = {
            name: each for group in files.sources for name, each in group.table.instrument.items()
        }
        self._lists = {each.table.id: each.table for each in files.lists}
        self._sets = {each.table.id: each.table for each in files.sets}

    def text(self, table: schema.TextTable) -> Text:
        return Text(en=table.en, zh=table.zh)

    def work_history(self, table: schema.WorkHistoryTable | None) -> WorkHistory:
        if table is None:
            return WorkHistory()
        return WorkHistory(table.longest_gap_months, self.sources(table.source))

    def maybe_text(self, table: schema.TextTable | None) -> Text | None:
        return None if table is None else self.text(table)

    def sources(self, tables: Iterable[schema.SourceTable]) -> tuple[Source, ...]:
        return tuple(self._source(table) for table in tables)

    def _source(self, table: schema.SourceTable) -> Source:
        instrument = self._instruments[table.id]
        return Source(
            instrument=table.id,
            title=self.text(instrument.title),
            where=self.text(table.where),
            read_on=instrument.read_on,
            confidence=Confidence(table.confidence or instrument.confidence),
            note=self.maybe_text(table.note),
        )

    # Tests of the closed set.

    def test(self, table: schema.TestTable) -> Test:
        for name, make in self._tests().items():
            value = getattr(table, name)
            if value is not None:
                return make(value)
        raise AssertionError("the schema lets only tables with one test through")

    def maybe_test(self, table: schema.TestTable | None) -> Test | None:
        return None if table is None else self.test(table)

    def _tests(self) -> dict[str, Callable[..., Test]]:
        return {
            "all": lambda tables: All(tuple(self.test(each) for each in tables)),
            "any": lambda tables: AnyOf(tuple(self.test(each) for each in tables)),
            "not_": lambda table: Not(self.test(table)),
            "at_least": _compared("at_least"),
            "at_most": _compared("at_most"),
            "before": _compared("before"),
            "after": _compared("after"),
            "within": lambda table: Within(table.fact, table.low, table.high, table.unit),
            "one_of": self._one_of,
            "each_year": _each_year,
        }

    def _one_of(self, table: schema.OneOfTable) -> Test:
        listed = (self._entry(entry) for name in table.lists for entry in self._lists[name].entry)
        return OneOf(table.fact, tuple(table.values), tuple(listed))

    def _entry(self, table: schema.EntryTable) -> Entry:
        return Entry(table.id, self.text(table.text), table.place, _effective(table))

    # Categories and what they ask.

    def category(self, table: schema.CategoryFile) -> Category:
        sets = [self._sets[name] for name in table.include]
        return Category(
            id=table.id,
            kind=CategoryKind(table.kind),
            title=self.text(table.title),
            outcome=self.text(table.outcome),
            instrument=self.text(table.instrument),
            force=Force(table.force),
            effective=_effective(table),
            places=tuple(table.place),
            family=self.text(table.family),
            accompanying=tuple(self._accompanying(each) for each in table.accompanying),
            conditions=tuple(self._condition(each) for each in table.condition),
            asks=tuple(
                self._ask(each) for asks in (*(each.ask for each in sets), table.ask) for each in asks
            ),
            notes=self._notes(table.note),
            conflicts=self._conflicts(table.conflict),
            missing=self._missing(table.missing),
            source=self.sources(table.source),
        )

    def _condition(self, table: schema.ConditionTable) -> Condition:
        return Condition(
            table.id,
            self.text(table.label),
            self.maybe_test(table.test),
            self.sources(table.source),
            _effective(table),
        )

    def _accompanying(self, table: schema.AccompanyingTable) -> Accompanying:
        return Accompanying(
            PersonRole(table.role),
            table.under_age,
            table.unmarried,
            self.sources(table.source),
            _effective(table),
        )

    def _ask(self, table: schema.AskTable) -> Ask:
        scope = _scope(table.category, table.kind) if isinstance(table, schema.PlaceAskTable) else Scope()
        return Ask(
            requirement=table.requirement,
            of=tuple(PersonRole(role) for role in table.of),
            source=self.sources(table.source),
            pieces=table.pieces,
            instead=tuple(table.instead),
            from_age=table.from_age,
            country=table.country,
            when=self.maybe_test(table.when),
            why=self.maybe_text(table.why),
            scope=scope,
            effective=_effective(table),
        )

    def _notes(self, tables: Iterable[schema.NoteTable]) -> tuple[Note, ...]:
        return tuple(Note(self.text(each), self.sources(each.source)) for each in tables)

    def _conflicts(self, tables: Iterable[schema.ConflictTable]) -> tuple[Conflict, ...]:
        return tuple(
            Conflict(
                each.id,
                self.text(each.about),
                tuple(Reading(self.text(row.value), self.sources(row.source)) for row in each.reading),
                _effective(each),
            )
            for each in tables
        )

    def _missing(self, tables: Iterable[schema.MissingTable]) -> tuple[Missing, ...]:
        return tuple(
            Missing(each.id, self.text(each.about), self.sources(each.source), _effective(each))
            for each in tables
        )

    # Papers.

    def requirement(self, table: schema.RequirementFile) -> Requirement:
        legacy = table.legacy
        return Requirement(
            id=table.id,
            section=table.section,
            title=self.text(table.title),
            accepts=self.text(table.accepts),
            issuer=self.text(table.issuer),
            obtain=self.text(table.obtain),
            form=table.form,
            validity=tuple(self._validity(each) for each in table.validity),
            chain=self._chain(table.chain),
            expires=table.expires,
            may_have_expired=table.may_have_expired,
            legacy=None if legacy is None else Legacy(self.text(legacy), self.sources(legacy.source)),
            waivers=tuple(self._waiver(each) for each in table.waiver),
            source=self.sources(table.source),
        )

    def _chain(self, table: schema.ChainTable | None) -> Chain | None:
        if table is None:
            return None
        return Chain(
            table.authentication, table.translation, table.assumed_abroad, self.sources(table.source)
        )

    def _validity(self, table: schema.ValidityTable) -> Validity:
        parts = tuple(EvidencePart(part) for part in table.counts_from)
        return Validity(table.months, parts, self.sources(table.source), _effective(table))

    def _waiver(self, table: schema.WaiverTable) -> Waiver:
        return Waiver(
            table.id,
            self.text(table.ground),
            self.test(table.when),
            _scope(table.category, table.kind, table.place),
            self.sources(table.source),
            _effective(table),
        )

    # Places.

    def place(self, table: schema.PlaceFile, places: dict[str, schema.PlaceFile]) -> Place:
        """Make a place with all that it inherits; its own values stand before inherited ones.

        Wages are never mixed: a place with figures of its own takes none from the one it inherits.
        """
        line = list(_lineage(table, places))
        wages = next((each for each in line if each.average_wage or each.wage_standard), table)
        office, described = next(
            (each.office, each.office_described) for each in line if each.office is not None
        )
        return Place(
            id=table.id,
            title=self.text(table.title),
            office=self.text(office),
            average_wages=tuple(
                AverageWage(each.year, float(each.cny), self.sources(each.source))
                for each in sorted(wages.average_wage, key=lambda row: row.year)
            ),
            wage_standards=tuple(self._standard(each) for each in wages.wage_standard),
            photos=self._each(line, lambda place: place.photo, self._photo),
            translator_licence=self._each(
                line,
                lambda place: place.translator_licence,
                lambda row: Switch(row.asked, self.sources(row.source), _effective(row)),
            ),
            apostille=self._each(
                line,
                lambda place: place.apostille,
                lambda row: ApostilleSwitch(row.taken, self.sources(row.source), _effective(row)),
            ),
            copies=self._each(line, lambda place: place.copies, self._copies),
            validity={
                row.requirement: tuple(
                    self._validity(each)
                    for owner in line
                    for each in owner.validity
                    if each.requirement == row.requirement
                )
                for each in line
                for row in each.validity
            },
            asks=self._each(line, lambda place: place.ask, self._ask),
            deposits=self._each(line, lambda place: place.deposit, self._deposit),
            notes=self._each(line, lambda place: place.note, self._place_note),
            variants=self._each(line, lambda place: place.variant, self._variant),
            conflicts=tuple(each for place in line for each in self._conflicts(place.conflict)),
            missing=tuple(each for place in line for each in self._missing(place.missing)),
            severity={
                code: Severity(level) for each in reversed(line) for code, level in each.severity.items()
            },
            source=self.sources(table.source),
            uploads=self._each(line, lambda place: place.upload, self._upload),
            office_described=described,
        )

    def _each(
        self,
        line: list[schema.PlaceFile],
        rows: Callable[[schema.PlaceFile], list[_Row]],
        make: Callable[[_Row], _Made],
    ) -> tuple[_Made, ...]:
        return tuple(make(row) for place in line for row in rows(place))

    def _standard(self, table: schema.WageStandardTable) -> FixedWageStandard:
        return FixedWageStandard(
            float(table.cny),
            float(table.times),
            None if table.tax_cny is None else float(table.tax_cny),
            table.beside_average,
            self.sources(table.source),
            _effective(table),
        )

    def _photo(self, table: schema.PhotoTable) -> PhotoProfile:
        return PhotoProfile(
            width_mm=float(table.width_mm),
            height_mm=float(table.height_mm),
            count=table.count,
            background=self.text(table.background),
            colours=tuple(table.colours),
            source=self.sources(table.source),
            kinds=tuple(CategoryKind(each) for each in table.kind),
            pixels_wide=_range(table.pixels_wide),
            pixels_high=_range(table.pixels_high),
            file_kb=_range(table.file_kb),
            dpi=_range(table.dpi),
            head_width_mm=_range(table.head_width_mm),
            head_height_mm=_range(table.head_height_mm),
            above_head_mm=_range(table.above_head_mm),
            below_chin_mm=_range(table.below_chin_mm),
            months=table.months,
            digital=table.digital,
            receipt=table.receipt,
            effective=_effective(table),
        )

    def _upload(self, table: schema.UploadTable) -> UploadProfile:
        return UploadProfile(
            formats=tuple(table.formats),
            name=table.name,
            source=self.sources(table.source),
            kinds=tuple(CategoryKind(each) for each in table.kind),
            chain_in_one=table.chain_in_one,
            most_kb=table.most_kb,
            most_pages=table.most_pages,
            binding=table.binding,
            effective=_effective(table),
        )

    def _copies(self, table: schema.CopiesTable) -> Copies:
        scope = _scope([], table.kind)
        return Copies(table.requirement, table.count, scope, self.sources(table.source), _effective(table))

    def _deposit(self, table: schema.DepositTable) -> Deposit:
        return Deposit(
            table.requirement,
            float(table.cny),
            table.frozen_months,
            _scope(table.category, []),
            self.sources(table.source),
            _effective(table),
        )

    def _place_note(self, table: schema.PlaceNoteTable) -> PlaceNote:
        return PlaceNote(
            table.requirement,
            self.text(table.text),
            _scope(table.category, table.kind),
            self.sources(table.source),
            _effective(table),
        )

    def _variant(self, table: schema.VariantTable) -> Variant:
        return Variant(
            table.id,
            table.category,
            self.text(table.title),
            self.text(table.text),
            self.sources(table.source),
            _effective(table),
        )

    # The rest.

    def question(self, table: schema.QuestionTable) -> Question:
        listed = (entry for name in table.lists for entry in self._lists[name].entry)
        return Question(
            id=table.id,
            kind=table.kind,
            text=self.text(table.text),
            help=self.text(table.help),
            unit=self.maybe_text(table.unit),
            measure=table.measure,
            choices=(
                *((entry.id, self.text(entry.text)) for entry in listed),
                *((each.value, self.text(each.text)) for each in table.choice),
            ),
            least=table.least,
            most=table.most,
            not_in_future=table.not_in_future,
            from_age=table.from_age,
            inside=table.inside,
            only_if=table.only_if,
            since=table.since,
            derived=table.derived,
            source=self.sources(table.source),
        )

    def named_list(self, table: schema.ListFile) -> NamedList:
        return NamedList(
            table.id,
            self.text(table.title),
            tuple(self._entry(each) for each in table.entry),
            self._notes(table.note),
            self.sources(table.source),
        )

    def background(self, table: schema.BackgroundFile) -> Background:
        return Background(
            table.id,
            self.text(table.title),
            self.text(table.instrument),
            _effective(table),
            tuple(
                Article(
                    each.id,
                    Topic(each.topic),
                    self.text(each.text),
                    self.sources(each.source),
                    _effective(each),
                )
                for each in table.article
            ),
            self.sources(table.source),
        )

    def apostille(self, table: schema.ApostilleFile) -> ApostilleConvention:
        return ApostilleConvention(
            _effective(table.convention),
            tuple(Membership(each.country, _effective(each)) for each in table.member),
            tuple(
                ApostilleException(
                    each.country,
                    AuthenticationWay(each.authentication),
                    self.text(each.how),
                    self.sources(each.source),
                    _effective(each),
                )
                for each in table.exception
            ),
            self.sources(table.convention.source),
        )

    def income_tax(self, table: schema.IncomeTaxTable) -> IncomeTax:
        brackets = sorted(table.bracket, key=lambda each: each.above_cny)
        return IncomeTax(
            float(table.deduction_cny),
            tuple(Bracket(float(each.above_cny), each.rate) for each in brackets),
            self.sources(table.source),
            _effective(table),
        )


def _effective(table: schema.DatedTable) -> Effective:
    return Effective(table.effective_from, table.effective_until)


def _scope(categories: Iterable[str], kinds: Iterable[str], places: Iterable[str] = ()) -> Scope:
    return Scope(tuple(categories), tuple(CategoryKind(each) for each in kinds), tuple(places))


def _range(table: schema.RangeTable | None) -> Range | None:
    return None if table is None else Range(table.least, table.most)


def _lineage(table: schema.PlaceFile, places: dict[str, schema.PlaceFile]) -> Iterator[schema.PlaceFile]:
    """Give a place, the place that it inherits from, and so on."""
    yield table
    while table.inherits is not None:
        table = places[table.inherits]
        yield table


def _compared(relation: str) -> Callable[[schema.ComparedTable], Test]:
    return lambda table: Compared(table.fact, relation, table.value, table.unit, table.since)


def _amount(table: schema.AmountTable) -> YearAmount:
    column = None if table.of_column is None else YearColumn(table.of_column)
    return YearAmount(table.value, table.times_average_wage, table.share, column)


def _each_year(table: schema.EachYearTable) -> Test:
    strict = None if table.strict is None else _amount(table.strict)
    return EachYear(YearColumn(table.column), table.years, _amount(table.at_least), strict)
