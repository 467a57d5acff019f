"""Checks what the files of a rule pack say of each other: ids, references, dates that overlap, dead ends."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias, TypeVar

from app.domain.errors import Fault
from app.domain.findings import DEFAULT_SEVERITY
from app.rules import schema
from app.rules.pack_files import Marked, PackFiles, Tables, every
from app.toml_lines import KeyPath, MarkedToml, nearest

_UNITS_OF_TIME = ("years", "months", "days")
_Scoped: TypeAlias = schema.PlaceAskTable | schema.DepositTable | schema.PlaceNoteTable | schema.WaiverTable
_About: TypeAlias = (
    schema.CopiesTable | schema.PlaceValidityTable | schema.DepositTable | schema.PlaceNoteTable
)
_Dated = TypeVar("_Dated", bound=schema.DatedTable)


@dataclass(slots=True)
class _Ids:
    """Holds what a pack declares, by what it is, and which of that something refers to."""

    declared: dict[str, dict[str, tuple[MarkedToml, KeyPath]]] = field(default_factory=dict)
    used: dict[str, set[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def declare(self, what: str, name: str, toml: MarkedToml, path: KeyPath) -> None:
        """Note that a name is declared; twice is a fault."""
        names = self.declared.setdefault(what, {})
        if name in names:
            self.faults.append(toml.fault("pack.repeated_id", path, name=name))
        names.setdefault(name, (toml, path))

    def refer(self, what: str, names: Iterable[str], toml: MarkedToml, path: KeyPath) -> None:
        """Note that names are referred to; one that is not declared is a fault."""
        known = self.declared.get(what, {})
        for name in names:
            self.used.setdefault(what, set()).add(name)
            if name not in known:
                code = "pack.unknown_source" if what == "instrument" else f"case.unknown_{what}"
                self.faults.append(toml.fault(code, path, value=name, nearest=nearest(name, known)))

    def dead(self, what: str, *, but: Iterable[str] = ()) -> Iterator[Fault]:
        """Give a fault for everything declared that nothing refers to."""
        for name, (toml, path) in self.declared.get(what, {}).items():
            if name not in self.used.get(what, set()) and name not in but:
                yield toml.fault(f"pack.dead_{what}", path, name=name)


def reference_faults(files: PackFiles) -> list[Fault]:
    """Return every fault between the files of a pack, as far as they could be read."""
    ids, tables = _Ids(), files.tables()
    _declare(files, ids)
    _refer(files, tables, ids)
    _refer_to_answers(files, tables, ids)
    faults = [*ids.faults, *_overlaps(files), *_lineage_faults(files)]
    if not files.unread:
        # What stands in a file that could not be read would seem to be missing.
        for what in ("requirement", "answer", "list", "set", "instrument"):
            faults += ids.dead(what)
    return faults


def _declare(files: PackFiles, ids: _Ids) -> None:
    for sources in files.sources:
        for name in sources.table.instrument:
            ids.declare("instrument", name, sources.toml, ("instrument", name))
    for group in files.questions:
        for index, question in enumerate(group.table.question):
            ids.declare("answer", question.id, group.toml, ("question", index))
    named: tuple[tuple[str, Iterable[Marked[schema.Table]]], ...] = (
        ("list", files.lists),
        ("set", files.sets),
        ("category", files.categories),
        ("requirement", files.requirements),
        ("place", files.places),
    )
    for what, rows in named:
        for each in rows:
            ids.declare(what, str(getattr(each.table, "id", "")), each.toml, ("id",))
    if files.head is not None:
        for index, section in enumerate(files.head.table.section):
            ids.declare("section", section.id, files.head.toml, ("section", index))
    for name in files.unread:
        # Its id is its name, so what refers to it is no fault.
        folder, _, stem = name.removesuffix(".toml").rpartition("/")
        if folder in _NAMED_BY_FILE:
            ids.declared.setdefault(_NAMED_BY_FILE[folder], {})[stem] = (MarkedToml(name, {}, ""), ())
    for code in DEFAULT_SEVERITY:
        ids.declared.setdefault("finding", {})[code] = (MarkedToml("", {}, ""), ())


def _refer(files: PackFiles, tables: Tables, ids: _Ids) -> None:
    for toml, path, source in every(tables, schema.SourceTable):
        ids.refer("instrument", (source.id,), toml, path)
    for toml, path, ask in every(tables, schema.AskTable):
        ids.refer("requirement", (ask.requirement,), toml, (*path, "requirement"))
        ids.refer("requirement", ask.instead, toml, (*path, "instead"))
    for each in files.requirements:
        ids.refer("section", (each.table.section,), each.toml, ("section",))
    for category in files.categories:
        ids.refer("set", category.table.include, category.toml, ("include",))
        ids.refer("place", category.table.place, category.toml, ("place",))
    for group in files.lists:
        for index, entry in enumerate(group.table.entry):
            ids.refer("place", (entry.place,) if entry.place else (), group.toml, ("entry", index, "place"))
    _refer_from_places(files, tables, ids)
    scoped: tuple[type[_Scoped], ...] = (
        schema.PlaceAskTable, schema.DepositTable, schema.PlaceNoteTable, schema.WaiverTable
    )  # fmt: skip
    for kind in scoped:
        for toml, path, table in every(tables, kind):
            ids.refer("category", table.category, toml, (*path, "category"))
    for toml, path, waiver in every(tables, schema.WaiverTable):
        ids.refer("place", waiver.place, toml, (*path, "place"))


def _refer_from_places(files: PackFiles, tables: Tables, ids: _Ids) -> None:
    for each in files.places:
        place, toml = each.table, each.toml
        ids.refer("place", (place.inherits,) if place.inherits else (), toml, ("inherits",))
        for code in place.severity:
            ids.refer("finding", (code,), toml, ("severity", code))
        for index, variant in enumerate(place.variant):
            ids.refer("category", (variant.category,), toml, ("variant", index, "category"))
    about: tuple[type[_About], ...] = (
        schema.CopiesTable, schema.PlaceValidityTable, schema.DepositTable, schema.PlaceNoteTable
    )  # fmt: skip
    for kind in about:
        for toml, path, table in every(tables, kind):
            # Something about a paper is no reason to ask for it.
            known = ids.declared.get("requirement", {})
            if table.requirement is not None and table.requirement not in known:
                near = nearest(table.requirement, known)
                fault = toml.fault("case.unknown_requirement", path, value=table.requirement, nearest=near)
                ids.faults.append(fault)


def _refer_to_answers(files: PackFiles, tables: Tables, ids: _Ids) -> None:
    """Check every test against the question that it stands on."""
    entries = {each.table.id: [entry.id for entry in each.table.entry] for each in files.lists}
    questions: dict[str, schema.QuestionTable] = {}
    for toml, path, question in every(tables, schema.QuestionTable):
        questions.setdefault(question.id, question)
        ids.refer("list", question.lists, toml, (*path, "lists"))
        others = [each for each in (question.since, question.inside, question.only_if) if each is not None]
        ids.refer("answer", others, toml, path)
    _check_questions(questions, tables, ids)
    compared: list[tuple[MarkedToml, KeyPath, schema.ComparedTable | schema.WithinTable]] = [
        *every(tables, schema.ComparedTable),
        *every(tables, schema.WithinTable),
    ]
    for toml, path, test in compared:
        since = getattr(test, "since", None)
        ids.refer("answer", [test.fact, *([since] if since else [])], toml, path)
        if since in questions and (questions[since].kind != "date" or questions[test.fact].kind != "date"):
            ids.faults.append(toml.fault("pack.wrong_test", path, name=since))
        if test.fact in questions and not _compares(test, questions[test.fact]):
            ids.faults.append(toml.fault("pack.wrong_test", path, name=test.fact))
    for toml, path, one_of in every(tables, schema.OneOfTable):
        ids.refer("answer", (one_of.fact,), toml, path)
        ids.refer("list", one_of.lists, toml, path)
        if one_of.fact in questions and questions[one_of.fact].kind in ("number", "date"):
            ids.faults.append(toml.fault("pack.wrong_test", path, name=one_of.fact))
        elif one_of.fact in questions:
            possible = _possible(questions[one_of.fact], entries)
            wrong = [str(value) for value in one_of.values if possible and value not in possible]
            for value in wrong:
                near = nearest(value, [str(each) for each in possible])
                ids.faults.append(toml.fault("pack.unknown_choice", path, value=value, nearest=near))


def _check_questions(questions: dict[str, schema.QuestionTable], tables: Tables, ids: _Ids) -> None:
    """Check what a question says of itself and of other questions."""
    for toml, path, question in every(tables, schema.QuestionTable):
        taken = _TAKEN_BY.get(question.derived or "", question.kind)
        since = questions.get(question.since or "")
        only_if = questions.get(question.only_if or "")
        odd = taken != question.kind or question.inside == question.id
        odd = odd or (since is not None and (since.kind != "date" or question.kind != "number"))
        if odd or (only_if is not None and only_if.kind != "yes-no"):
            ids.faults.append(toml.fault("pack.odd_question", path, name=question.id))
        if question.least is not None and question.most is not None and question.most < question.least:
            ids.faults.append(toml.fault("pack.range_out_of_order", (*path, "most")))
        values = [choice.value for choice in question.choice]
        for value in {each for each in values if values.count(each) > 1}:
            ids.faults.append(toml.fault("pack.repeated_id", (*path, "choice"), name=value))


_NAMED_BY_FILE = {
    "lists": "list",
    "sets": "set",
    "categories": "category",
    "requirements": "requirement",
    "places": "place",
}
_TAKEN_BY = {"age": "number", "married": "yes-no", "nationality": "choice"}


def _compares(test: schema.ComparedTable | schema.WithinTable, question: schema.QuestionTable) -> bool:
    """Say whether a comparison fits the kind of answer that its question takes, and its unit."""
    values = [test.low, test.high] if isinstance(test, schema.WithinTable) else [test.value]
    days = [isinstance(value, dt.date) for value in values]
    if question.kind == "number":
        return not any(days) and (not question.measure or test.unit == question.measure)
    if question.kind != "date":
        return False
    times = isinstance(test, schema.ComparedTable) and test.unit in _UNITS_OF_TIME
    return all(days) or (times and not any(days))


def _possible(question: schema.QuestionTable, entries: dict[str, list[str]]) -> list[bool | str]:
    """Return the answers that a question can have; empty where they cannot be told."""
    if question.kind == "yes-no":
        return [True, False]
    if question.kind == "choice":
        listed = (entry for name in question.lists for entry in entries.get(name, []))
        return [*(choice.value for choice in question.choice), *listed]
    return []


def _overlaps(files: PackFiles) -> Iterator[Fault]:
    """Give a fault where two rows that say the same thing are in effect on the same day."""
    for each in files.categories:
        category = each.table
        yield from _clashes(each.toml, "ask", category.ask, _asked)
        yield from _clashes(each.toml, "condition", category.condition, lambda row: (row.id,))
        yield from _clashes(each.toml, "accompanying", category.accompanying, lambda row: (row.role,))
        yield from _clashes(each.toml, "conflict", category.conflict, lambda row: (row.id,))
        yield from _clashes(each.toml, "missing", category.missing, lambda row: (row.id,))
    for paper in files.requirements:
        yield from _clashes(paper.toml, "validity", paper.table.validity, lambda row: tuple(row.counts_from))
        yield from _clashes(paper.toml, "waiver", paper.table.waiver, lambda row: (row.id,))
    for named in files.lists:
        yield from _clashes(named.toml, "entry", named.table.entry, lambda row: (row.id,))
    for told in files.background:
        yield from _clashes(told.toml, "article", told.table.article, lambda row: (row.id,))
    for place in files.places:
        yield from _place_clashes(place)
    if files.apostille is not None:
        rows = files.apostille.table
        yield from _clashes(files.apostille.toml, "member", rows.member, lambda row: (row.country,))
        yield from _clashes(files.apostille.toml, "exception", rows.exception, lambda row: (row.country,))
    if files.head is not None:
        yield from _clashes(files.head.toml, "income_tax", files.head.table.income_tax, lambda _: ())


def _asked(ask: schema.AskTable) -> tuple[Hashable, ...]:
    return (ask.requirement, tuple(ask.of), ask.country, repr(ask.when))


def _place_clashes(place: Marked[schema.PlaceFile]) -> Iterator[Fault]:
    toml, table = place.toml, place.table
    yield from _clashes(
        toml, "wage_standard", table.wage_standard, lambda row: (row.times, row.beside_average)
    )
    yield from _clashes(toml, "photo", table.photo, lambda row: tuple(sorted(row.kind)))
    yield from _clashes(toml, "upload", table.upload, lambda row: tuple(sorted(row.kind)))
    yield from _clashes(toml, "translator_licence", table.translator_licence, lambda _: ())
    yield from _clashes(toml, "apostille", table.apostille, lambda _: ())
    yield from _clashes(toml, "copies", table.copies, lambda row: (row.requirement, *sorted(row.kind)))
    yield from _clashes(toml, "validity", table.validity, lambda row: (row.requirement,))
    for name in ("variant", "conflict", "missing"):
        yield from _clashes(toml, name, getattr(table, name), lambda row: (row.id,))
    years: dict[int, int] = {}
    for index, wage in enumerate(table.average_wage):
        if years.setdefault(wage.year, index) != index:
            first = toml.line_of(("average_wage", years[wage.year])) or 0
            path: KeyPath = ("average_wage", index, "year")
            yield toml.fault("pack.overlapping", path, name=str(wage.year), first_line=first)


def _clashes(
    toml: MarkedToml,
    name: str,
    rows: list[_Dated],
    key: Callable[[_Dated], tuple[Hashable, ...]],
) -> Iterator[Fault]:
    for (first, one), (second, other) in combinations(enumerate(rows), 2):
        if key(one) == key(other) and _overlap(one, other):
            line = toml.line_of((name, first)) or 0
            words = str(next(iter(key(one)), name))
            yield toml.fault("pack.overlapping", (name, second), name=words, first_line=line)


def _overlap(one: schema.DatedTable, other: schema.DatedTable) -> bool:
    begins = max(one.effective_from or dt.date.min, other.effective_from or dt.date.min)
    ends = min(one.effective_until or dt.date.max, other.effective_until or dt.date.max)
    return begins <= ends


def _lineage_faults(files: PackFiles) -> Iterator[Fault]:
    """Give a fault for places that inherit in a circle, or that end without what every place needs."""
    places = {each.table.id: each.table for each in files.places}
    for each in files.places:
        place, toml = each.table, each.toml
        seen, at = {place.id}, place.inherits
        while at in places and at not in seen:
            seen.add(at)
            at = places[at].inherits
        if at == place.id:
            yield toml.fault("pack.inherits_circle", ("inherits",), name=place.id)
        if place.inherits is None and not (place.photo and place.office):
            yield toml.fault("toml.missing_key", ("id",), name="photo, office")
        if place.office_described and place.office is None:
            yield toml.fault("toml.missing_key", ("office_described",), name="office")
