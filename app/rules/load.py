"""Loads a rule pack from its folder and tells every fault of it at once, with file, line and key."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import ValidationError

from app.domain.case import EvidencePart, PersonRole
from app.domain.errors import Fault, FaultyFile, UnusableInput
from app.domain.findings import DEFAULT_SEVERITY, Severity
from app.domain.rules import (
    Accompanying,
    All,
    AnyOf,
    Ask,
    AverageWage,
    Category,
    CategoryKind,
    Chain,
    Compared,
    Condition,
    EachYear,
    FixedWageStandard,
    Force,
    Not,
    OneOf,
    PhotoProfile,
    Place,
    Question,
    Requirement,
    RulePack,
    Section,
    Test,
    Validity,
    Within,
    YearAmount,
    YearColumn,
)
from app.domain.sources import Confidence, Source
from app.domain.words import Text
from app.rules import schema
from app.toml_lines import KeyPath, MarkedToml, model_faults, nearest, read_toml

_File = TypeVar("_File", bound=schema.Table)
_Kind = TypeVar("_Kind", bound=schema.Table)
_FactTable: TypeAlias = schema.ComparedTable | schema.WithinTable | schema.OneOfTable
_FACT_TABLES: tuple[type[_FactTable], ...] = (schema.ComparedTable, schema.WithinTable, schema.OneOfTable)


@dataclass(slots=True)
class _Reading:
    """Collects what was read of a pack, and its faults."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    instruments: dict[str, schema.InstrumentTable] = field(default_factory=dict)


def load_pack(folder: Path) -> RulePack:
    """Load a rule pack.

    Raises UnusableInput when there is none, FaultyFile with every fault at once.
    """
    if not (folder / "pack.toml").is_file():
        raise UnusableInput("pack.not_found", path=str(folder))
    reading = _Reading(folder)
    pack = _read_pack(reading)
    if reading.faults or pack is None:
        ordered = sorted(reading.faults, key=lambda fault: (fault.file, fault.line or 0, fault.key))
        raise FaultyFile("pack.faulty", tuple(ordered), path=str(folder))
    return pack


def _read_pack(reading: _Reading) -> RulePack | None:
    head = _read_file(reading, reading.folder / "pack.toml", schema.PackFile)
    sources = _read_file(reading, reading.folder / "sources.toml", schema.SourcesFile)
    if sources is not None:
        reading.instruments = dict(sources[0].instrument)
    categories = _read_folder(reading, "categories", schema.CategoryFile)
    requirements = _read_folder(reading, "requirements", schema.RequirementFile)
    places = _read_folder(reading, "places", schema.PlaceFile)
    groups = _read_folder(reading, "questions", schema.QuestionsFile, named_by_id=False)
    for each, marked in _everything(head, categories, requirements, places, groups):
        _check_sources(reading, each, marked)
    if head is not None:
        _check_references(reading, head[0], categories, requirements, places, groups)
    if reading.faults or head is None:
        return None
    return _pack_of(reading, head[0], categories, requirements, places, groups)


def _read_folder(
    reading: _Reading, name: str, model: type[_File], *, named_by_id: bool = True
) -> list[tuple[_File, MarkedToml]]:
    found = []
    for path in sorted((reading.folder / name).glob("*.toml")):
        read = _read_file(reading, path, model)
        if read is None:
            continue
        if named_by_id and getattr(read[0], "id", path.stem) != path.stem:
            reading.faults.append(read[1].fault("pack.file_name", ("id",), name=path.stem))
        found.append(read)
    return found


def _read_file(reading: _Reading, path: Path, model: type[_File]) -> tuple[_File, MarkedToml] | None:
    name = path.relative_to(reading.folder).as_posix()
    if not path.is_file():
        reading.faults.append(Fault("pack.file_missing", name, None, ""))
        return None
    marked = read_toml(path.read_bytes(), name)
    reading.faults += marked.faults
    try:
        return model.model_validate(marked.data), marked
    except ValidationError as error:
        reading.faults += model_faults(error, marked, _known_keys)
        return None


@functools.cache
def _known_keys(_table: str) -> set[str]:
    """Return the keys of all tables of a pack, pooled: the same name means the same everywhere."""
    keys: set[str] = set()
    for model in vars(schema).values():
        if isinstance(model, type) and issubclass(model, schema.Table):
            keys |= {info.alias or name for name, info in model.model_fields.items()}
    return keys


def _everything(*groups: object) -> Iterator[tuple[schema.Table, MarkedToml]]:
    for group in groups:
        for each in group if isinstance(group, list) else [group]:
            if isinstance(each, tuple):
                yield each


def _check_sources(reading: _Reading, model: schema.Table, marked: MarkedToml) -> None:
    for path, source in _tables_in(model, schema.SourceTable, ()):
        if source.id not in reading.instruments:
            near = nearest(source.id, reading.instruments)
            reading.faults.append(marked.fault("pack.unknown_source", path, value=source.id, nearest=near))


def _tables_in(
    value: object, kinds: type[_Kind] | tuple[type[_Kind], ...], path: KeyPath
) -> Iterator[tuple[KeyPath, _Kind]]:
    """Give every table of some kinds within a file, with the path of its key."""
    if isinstance(value, kinds):
        yield path, value
    elif isinstance(value, schema.Table):
        for name, info in type(value).model_fields.items():
            yield from _tables_in(getattr(value, name), kinds, (*path, info.alias or name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _tables_in(each, kinds, (*path, index))


def _check_references(
    reading: _Reading,
    head: schema.PackFile,
    categories: list[tuple[schema.CategoryFile, MarkedToml]],
    requirements: list[tuple[schema.RequirementFile, MarkedToml]],
    places: list[tuple[schema.PlaceFile, MarkedToml]],
    groups: list[tuple[schema.QuestionsFile, MarkedToml]],
) -> None:
    """Check that every id that a file names is there, and that every requirement is asked by something."""
    refer = functools.partial(_refer, reading)
    known_requirements = {each.id for each, _ in requirements}
    asked: set[str] = set()
    owners: list[tuple[schema.CategoryFile | schema.PlaceFile, MarkedToml]] = [*categories, *places]
    for owner, marked in owners:
        for index, ask in enumerate(owner.ask):
            for name in [ask.requirement, *ask.instead]:
                refer(marked, ("ask", index, "requirement"), name, known_requirements, "requirement")
                asked.add(name)
    sections = {section.id for section in head.section}
    for requirement, marked in requirements:
        refer(marked, ("section",), requirement.section, sections, "section")
        if requirement.id not in asked:
            reading.faults.append(marked.fault("pack.dead_requirement", ("id",), name=requirement.id))
    facts = _check_questions(reading, groups)
    for category, marked in categories:
        for path, test in _tables_in(category, _FACT_TABLES, ()):
            refer(marked, path, test.fact, facts, "answer")
    _check_places(reading, places, {category.id for category, _ in categories}, known_requirements)


def _check_questions(reading: _Reading, groups: list[tuple[schema.QuestionsFile, MarkedToml]]) -> set[str]:
    facts: set[str] = set()
    for group, marked in groups:
        for index, question in enumerate(group.question):
            if question.id in facts:
                reading.faults.append(marked.fault("pack.repeated_id", ("question", index), name=question.id))
            facts.add(question.id)
    return facts


def _check_places(
    reading: _Reading,
    places: list[tuple[schema.PlaceFile, MarkedToml]],
    categories: set[str],
    requirements: set[str],
) -> None:
    known = {place.id for place, _ in places}
    for place, marked in places:
        if place.inherits is not None:
            _refer(reading, marked, ("inherits",), place.inherits, known, "place")
        for code in place.severity:
            _refer(reading, marked, ("severity", code), code, set(DEFAULT_SEVERITY), "finding")
        for index, ask in enumerate(place.ask):
            for name in ask.category:
                _refer(reading, marked, ("ask", index, "category"), name, categories, "category")
        for index, copies in enumerate(place.copies):
            _refer(reading, marked, ("copies", index), copies.requirement, requirements, "requirement")
        for index, validity in enumerate(place.validity):
            _refer(reading, marked, ("validity", index), validity.requirement, requirements, "requirement")
        if place.inherits is None and (place.photo is None or place.office is None):
            reading.faults.append(marked.fault("toml.missing_key", ("id",), name="photo, office"))


def _refer(
    reading: _Reading, marked: MarkedToml, path: KeyPath, name: str, known: Iterable[str], what: str
) -> None:
    if name not in known:
        near = nearest(name, known)
        reading.faults.append(marked.fault(f"case.unknown_{what}", path, value=name, nearest=near))


def _pack_of(
    reading: _Reading,
    head: schema.PackFile,
    categories: list[tuple[schema.CategoryFile, MarkedToml]],
    requirements: list[tuple[schema.RequirementFile, MarkedToml]],
    places: list[tuple[schema.PlaceFile, MarkedToml]],
    groups: list[tuple[schema.QuestionsFile, MarkedToml]],
) -> RulePack:
    make = _Maker(reading.instruments)
    drawn = {place.id: place for place, _ in places}
    questions = [question for group, _ in groups for question in group.question]
    return RulePack(
        id=head.id,
        title=make.text(head.title),
        version=head.version,
        categories={each.id: make.category(each) for each, _ in categories},
        requirements={each.id: make.requirement(each) for each, _ in requirements},
        places={each.id: make.place(each, drawn) for each, _ in places},
        questions={each.id: make.question(each) for each in questions},
        sections=tuple(Section(each.id, make.text(each.title)) for each in head.section),
        passport_months=head.passport_beyond_submission.months,
        passport_source=make.sources(head.passport_beyond_submission.source),
        use_by_soon_days=head.use_by_soon_days,
        home_countries=tuple(head.home_countries),
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes domain objects from the tables of a pack that has no fault."""

    instruments: dict[str, schema.InstrumentTable]

    def text(self, table: schema.TextTable) -> Text:
        return Text(en=table.en, zh=table.zh)

    def maybe_text(self, table: schema.TextTable | None) -> Text | None:
        return None if table is None else self.text(table)

    def sources(self, tables: Iterable[schema.SourceTable]) -> tuple[Source, ...]:
        return tuple(self._source(table) for table in tables)

    def _source(self, table: schema.SourceTable) -> Source:
        instrument = self.instruments[table.id]
        return Source(
            instrument=table.id,
            title=self.text(instrument.title),
            where=self.text(table.where),
            read_on=instrument.read_on,
            confidence=Confidence(table.confidence or instrument.confidence),
            note=self.maybe_text(table.note),
        )

    def category(self, table: schema.CategoryFile) -> Category:
        return Category(
            id=table.id,
            kind=CategoryKind(table.kind),
            title=self.text(table.title),
            outcome=self.text(table.outcome),
            instrument=self.text(table.instrument),
            force=Force(table.force),
            effective_from=table.effective_from,
            effective_until=table.effective_until,
            accompanying=tuple(
                Accompanying(PersonRole(each.role), each.under_age, each.unmarried, self.sources(each.source))
                for each in table.accompanying
            ),
            conditions=tuple(
                Condition(each.id, self.text(each.label), test_of(each.test), self.sources(each.source))
                for each in table.condition
            ),
            asks=tuple(ask for each in table.ask for ask in self.asks(each)),
            notes=tuple(self.text(each) for each in table.note),
            source=self.sources(table.source),
        )

    def asks(self, table: schema.AskTable) -> Iterator[Ask]:
        """Make one ask, or one for each category that a place's ask names."""
        ask = Ask(
            requirement=table.requirement,
            of=tuple(PersonRole(role) for role in table.of),
            source=self.sources(table.source),
            pieces=table.pieces,
            instead=tuple(table.instead),
            from_age=table.from_age,
            country=table.country,
            why=self.maybe_text(table.why),
        )
        yield from (replace(ask, category=name) for name in table.category) if table.category else [ask]

    def requirement(self, table: schema.RequirementFile) -> Requirement:
        chain = table.chain
        return Requirement(
            id=table.id,
            section=table.section,
            title=self.text(table.title),
            accepts=self.text(table.accepts),
            obtain=self.text(table.obtain),
            form=table.form,
            validity=tuple(self._validity(each) for each in table.validity),
            chain=None
            if chain is None
            else Chain(
                chain.authentication, chain.translation, chain.assumed_abroad, self.sources(chain.source)
            ),
            expires=table.expires,
            may_have_expired=table.may_have_expired,
            legacy=self.maybe_text(table.legacy),
            source=self.sources(table.source),
        )

    def _validity(self, table: schema.ValidityTable) -> Validity:
        return Validity(
            table.months,
            tuple(EvidencePart(part) for part in table.counts_from),
            self.sources(table.source),
            table.effective_from,
            table.effective_until,
        )

    def place(self, table: schema.PlaceFile, places: dict[str, schema.PlaceFile]) -> Place:
        """Make a place with all that it inherits; its own values stand before inherited ones."""
        line = list(_lineage(table, places))
        photo = next(each.photo for each in line if each.photo is not None)
        licence = next(
            (each.translator_licence for each in line if each.translator_licence is not None), None
        )
        office = next(each.office for each in line if each.office is not None)
        return Place(
            id=table.id,
            title=self.text(table.title),
            office=self.text(office),
            average_wages=tuple(
                AverageWage(each.year, float(each.cny), self.sources(each.source))
                for each in sorted(table.average_wage, key=lambda row: row.year)
            ),
            wage_standards=tuple(
                FixedWageStandard(
                    float(each.cny), each.effective_from, each.effective_until, self.sources(each.source)
                )
                for each in table.wage_standard
            ),
            photo=PhotoProfile(
                float(photo.width_mm),
                float(photo.height_mm),
                photo.count,
                self.text(photo.background),
                self.sources(photo.source),
            ),
            translator_licence=licence is not None and licence.asked,
            translator_licence_source=() if licence is None else self.sources(licence.source),
            copies={row.requirement: row.count for each in reversed(line) for row in each.copies},
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
            asks=tuple(ask for each in line for row in each.ask for ask in self.asks(row)),
            severity={
                code: Severity(level) for each in reversed(line) for code, level in each.severity.items()
            },
            source=self.sources(table.source),
        )

    def question(self, table: schema.QuestionTable) -> Question:
        return Question(
            id=table.id,
            kind=table.kind,
            text=self.text(table.text),
            help=self.text(table.help),
            unit=self.maybe_text(table.unit),
            choices=tuple((each.value, self.text(each.text)) for each in table.choice),
            source=self.sources(table.source),
        )


def _lineage(table: schema.PlaceFile, places: dict[str, schema.PlaceFile]) -> Iterator[schema.PlaceFile]:
    """Give a place, the place that it inherits from, and so on; a circle ends where it closes."""
    seen: set[str] = set()
    while table.id not in seen:
        yield table
        seen.add(table.id)
        if table.inherits is None:
            return
        table = places[table.inherits]


def test_of(table: schema.TestTable) -> Test:
    """Make a test from its table."""
    for name, make in _TESTS.items():
        value = getattr(table, name)
        if value is not None:
            return make(value)
    raise AssertionError("the schema lets only tables with one test through")


def _compared(relation: str) -> Callable[[schema.ComparedTable], Test]:
    return lambda table: Compared(table.fact, relation, table.value, table.unit)


def _amount(table: schema.AmountTable) -> YearAmount:
    column = None if table.of_column is None else YearColumn(table.of_column)
    return YearAmount(table.value, table.times_average_wage, table.share, column)


def _each_year(table: schema.EachYearTable) -> Test:
    strict = None if table.strict is None else _amount(table.strict)
    return EachYear(YearColumn(table.column), table.years, _amount(table.at_least), strict)


_TESTS: dict[str, Callable[..., Test]] = {
    "all": lambda tables: All(tuple(test_of(each) for each in tables)),
    "any": lambda tables: AnyOf(tuple(test_of(each) for each in tables)),
    "not_": lambda table: Not(test_of(table)),
    "at_least": _compared("at_least"),
    "at_most": _compared("at_most"),
    "before": _compared("before"),
    "after": _compared("after"),
    "within": lambda table: Within(table.fact, table.low, table.high, table.unit),
    "one_of": lambda table: OneOf(table.fact, tuple(table.values)),
    "each_year": _each_year,
}
